"""Writing so that a crash or a power cut leaves the old or the new, never a half: write aside, sync, rename."""

import hashlib
import os
import shutil
from pathlib import Path


def sync(path: Path) -> None:
    """Have a file or folder reach the disk."""
    if path.is_dir() and os.name == "nt":  # whose folders cannot be opened, and which syncs renames by itself
        return
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_file(path: Path, content: bytes) -> None:
    """Write a file and have it reach the disk."""
    path.write_bytes(content)
    sync(path)


def move(source: Path, target: Path) -> None:
    """Rename in one step, and have the renaming reach the disk."""
    os.replace(source, target)
    sync(target.parent)


def replace_file(path: Path, content: bytes) -> None:
    """Put a new content in the place of an old one in one step."""
    aside = path.with_name(f".new-{path.name}")
    write_file(aside, content)
    move(aside, path)


def remove(path: Path) -> None:
    """Remove a file or a folder with all it holds, if it is there."""
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def sha256_of(path: Path) -> str:
    """SHA-256 of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
