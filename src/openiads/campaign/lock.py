"""One campaign at a time writes to a folder: a lock that the system lets go when its process ends, however it ends."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from openiads.errors import OpenIADSError, fault, why_not

if os.name == "nt":
    import msvcrt

    def _take(file: IO[str]) -> None:
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
else:
    import fcntl

    def _take(file: IO[str]) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)

LOCK_NAME = ".lock"


def _in_use(folder: Path) -> OpenIADSError:
    return fault("E0603", f"{folder} is being written by another campaign", where=str(folder),
                 why="two campaigns in one folder would mix their runs",
                 fix="wait for the other one, or choose another folder with --out")


def _same_file(file: IO[str], path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(file.fileno()), path.stat())
    except FileNotFoundError:
        return False


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the folder, which is made if it is missing, while the block runs."""
    path = folder / LOCK_NAME
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file = path.open("a", encoding="utf-8")
    except OSError as problem:
        raise fault("E0105", f"cannot write to {folder}", where=str(folder), why=why_not(problem),
                    fix="choose another folder with --out") from None
    with file:
        try:
            _take(file)
        except OSError:
            raise _in_use(folder) from None
        if not _same_file(file, path):  # whoever held it has just let it go and taken the name away
            raise _in_use(folder)
        try:
            yield
        finally:
            path.unlink(missing_ok=True)
