"""The two decorators that compile kernels, and the cache that holds what they compile."""

import hashlib
import os
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, cast

from platformdirs import user_cache_path

Kernel = TypeVar("Kernel", bound=Callable[..., Any])


def cache_root() -> Path:
    """Return the folder for everything that can be computed again; `OPENIADS_CACHE_DIR` overrides it."""
    override = os.environ.get("OPENIADS_CACHE_DIR")
    return Path(override) if override else user_cache_path("openiads")


@cache
def source_fingerprint() -> str:
    """Return a stamp of the package's code; what is kept between runs is kept under it."""
    # numba notices a change of the kernel's own file but not of a kernel that it calls in another file
    package = Path(__file__).parent
    stamp = hashlib.sha256()
    for path in sorted(package.rglob("*.py")):
        status = path.stat()
        stamp.update(f"{path.relative_to(package)}:{status.st_size}:{status.st_mtime_ns}\n".encode())
    return stamp.hexdigest()[:16]


if "NUMBA_CACHE_DIR" not in os.environ:
    os.environ["NUMBA_CACHE_DIR"] = str(cache_root() / "kernels" / source_fingerprint())

import numba  # noqa: E402  (reads its cache folder when it is imported)
from numba.core.types import unliteral  # noqa: E402

# an option that numba keeps to itself and its stubs do not know: whether references to arrays are counted
_COUNTED: dict[str, Any] = {"_nrt": True}
_UNCOUNTED: dict[str, Any] = {"_nrt": False}


def _compiled(kernel: Kernel, **options: Any) -> Kernel:
    # numba would compile a kernel again for each whole number that some caller writes out, so that one that notes an
    # event is compiled thirty times; here it is told their type alone
    made = numba.njit(cache=True, nogil=True, error_model="numpy", **options)(kernel)
    if made is kernel:  # NUMBA_DISABLE_JIT
        return kernel
    template = made.get_call_template

    def of_types(args: Iterable[Any], named: Mapping[str, Any]) -> Any:
        return template(tuple(map(unliteral, args)), {name: unliteral(arg) for name, arg in named.items()})

    made.get_call_template = of_types
    return cast(Kernel, made)


def compiled(kernel: Kernel) -> Kernel:
    """Compile a pure function of numbers and arrays; it never raises and NaN passes through."""
    return _compiled(kernel, **_COUNTED)


def compiled_bare(kernel: Kernel) -> Kernel:
    """Compile a kernel that makes no array and returns none: it borrows its caller's and counts no references to them.

    Counting takes a quarter of the time where records of many arrays are handed down through many calls. A kernel that
    does make an array does not compile; views of arrays may be made and handed down, but not returned.
    """
    return _compiled(kernel, **_UNCOUNTED)


def compiled_inline(kernel: Kernel) -> Kernel:
    """Write a kernel out in place of each call from another, so that what it returns may be views of arrays."""
    return _compiled(kernel, inline="always")


def compiled_parallel(kernel: Kernel) -> Kernel:
    """Compile a kernel whose `numba.prange` loop owns its rows, so that threads cannot change a bit of the result."""
    return _compiled(kernel, parallel=True)
