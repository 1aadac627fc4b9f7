"""Owns what makes a file outlive a power cut: its content on disk, and then its name."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path


def sync_file(path: Path) -> None:
    """Have the content of a file on disk when this returns. Raises OSError."""
    _sync(path)


def sync_folder(path: Path) -> None:
    """Have the names in a folder on disk; a system that opens no folders (Windows) keeps names by itself."""
    with suppress(OSError):
        _sync(path)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def is_same_file(left: Path, right: Path) -> bool:
    """Whether both are one file, be it by a link or a file system that ignores case; by name where one is not there."""
    with suppress(OSError):
        return left.samefile(right)
    return left.absolute() == right.absolute()
