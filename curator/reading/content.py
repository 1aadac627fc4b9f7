"""Files → bytes: only regular files, and never more of one than the limit."""

from __future__ import annotations

import stat
from pathlib import Path

from curator.errors import ReadError

LARGEST_FILE = 200_000_000
"""Bytes; of an archive, the largest file in it."""


def megabytes(size: int) -> str:
    """A number of bytes for a person.

    >>> megabytes(20_000_000)
    '20 MB'
    """
    return f"{size / 1_000_000:.0f} MB"


def check_file(path: Path) -> int:
    """The size of a regular file, in bytes. Raises ReadError for anything else: a device or a pipe may have no end."""
    try:
        status = path.stat()
    except FileNotFoundError as e:
        raise ReadError(path, "does not exist") from e
    except (OSError, ValueError) as e:
        raise cannot_open(path, e) from e
    if stat.S_ISDIR(status.st_mode):
        raise ReadError(path, "is a folder, not a file")
    if not stat.S_ISREG(status.st_mode):
        raise ReadError(path, "is a device or a pipe, not a file", hint="Save its content as a file first.")
    return status.st_size


def cannot_open(path: Path, error: Exception) -> ReadError:
    """What the system says against opening a file."""
    return ReadError(path, f"cannot be opened: {getattr(error, 'strerror', None) or error}")


def read_content(path: Path) -> bytes:
    """The whole file. Raises ReadError where it is no regular file or larger than LARGEST_FILE."""
    size = check_file(path)
    try:
        with path.open("rb") as file:
            # Some files say that they are empty and are not, and a file may grow while it is read.
            content = file.read(LARGEST_FILE + 1) if size <= LARGEST_FILE else b""
    except OSError as e:
        raise cannot_open(path, e) from e
    if max(size, len(content)) > LARGEST_FILE:
        raise ReadError(path, f"is {megabytes(max(size, len(content)))}; the limit is {megabytes(LARGEST_FILE)}")
    return content
