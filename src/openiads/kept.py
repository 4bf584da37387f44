"""What was computed once and is kept between runs: JSON values under the recipe that they were computed from."""

import hashlib
import json
import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from openiads.compiled import cache_root, source_fingerprint


def is_kept(kind: str, recipe: Any) -> bool:
    """Whether an entry lies in the cache, damaged or not; parameters as in `kept`."""
    return _path(kind, recipe).exists()


def _path(kind: str, recipe: Any) -> Path:
    text = json.dumps([kind, recipe, source_fingerprint()], sort_keys=True)
    return cache_root() / "fly-outs" / f"{kind}-{hashlib.sha256(text.encode()).hexdigest()[:24]}.json"


def kept(kind: str, recipe: Any, compute: Callable[[], Any]) -> Any:
    """Read a JSON value from the cache, or compute it and keep it; a damaged entry is computed again.

    Parameters
    ----------
    kind : str
        What it is; begins the file's name.
    recipe : JSON value
        Everything that it is computed from, beside the code of the package.
    compute : callable
        Called without arguments where nothing is kept.
    """
    path = _path(kind, recipe)
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        value = compute()
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_suffix(f".{os.getpid()}-{threading.get_ident()}.json")
    temporary.write_text(json.dumps(value), encoding="utf-8")
    temporary.replace(path)
    return value
