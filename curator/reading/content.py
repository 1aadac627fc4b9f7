"""Files → bytes: only regular files, and never more of one in memory than the limit."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Protocol

from curator.errors import ReadError

LARGEST_FILE = 200_000_000
"""Bytes; of an archive, the largest file in it; of a file of many papers, the largest of them."""


Reached = Callable[[str, int, int], None]
"""Told how much of a file has been read: of what (bytes, pages), how many, and how many there are."""


class Stream(Protocol):
    """Something to read from."""

    def read(self, size: int = -1, /) -> bytes:
        """The next bytes, at most so many; none at the end."""
        ...


def megabytes(size: int) -> str:
    """A number of bytes for a person.

    >>> megabytes(20_000_000), megabytes(91_300)
    ('20 MB', '91 kB')
    """
    return f"{size / 1_000_000:.0f} MB" if size >= 1_000_000 else f"{size / 1000:.0f} kB"


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


@contextmanager
def opened(path: Path) -> Iterator[IO[bytes]]:
    """A regular file, open for reading. Raises ReadError where it is none, or where another program writes to it."""
    check_file(path)
    try:
        with path.open("rb") as file:
            before = os.fstat(file.fileno())
            yield file
            after = os.fstat(file.fileno())
    except OSError as e:
        raise cannot_open(path, e) from e
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        raise ReadError(path, "changed while it was read", hint="Read it again when it is complete.")


def read_content(path: Path) -> bytes:
    """The whole file. Raises ReadError where it is no regular file, larger than LARGEST_FILE, or changes meanwhile."""
    size = check_file(path)
    with opened(path) as file:
        return Content(file, path=path, size=size).whole()


class Content:
    """What a file holds, to be taken whole or chunk by chunk, once."""

    def __init__(self, stream: Stream, *, path: Path, size: int | None = None, reached: Reached | None = None) -> None:
        """`size` in bytes, where it is known; `reached` is told how far its reader is."""
        self.path = path
        self.reached = reached
        self.head = _full(stream, HEAD)
        """The first bytes."""
        self._stream = stream
        self._size = size

    def whole(self, *, limit: int = LARGEST_FILE, what: str = "") -> bytes:
        """All of it; `what` it would be too much of. Raises ReadError beyond the limit, and then reads no further."""
        known = self._size or 0
        if known > LARGEST_FILE:
            raise ReadError(self.path, f"is {megabytes(known)}; the limit is {megabytes(LARGEST_FILE)}")
        # Some files say that they are empty and are not, and a file may grow while it is read.
        content = self.head + _full(self._stream, limit + 1 - len(self.head)) if known <= limit else b""
        if max(known, len(content)) > limit:
            much = megabytes(known) if known > limit else f"more than {megabytes(limit)}"
            raise ReadError(self.path, f"is {much}{what}; the limit is {megabytes(limit)}", hint=_SPLIT if what else "")
        return content

    def chunks(self) -> Iterator[bytes]:
        """All of it, piece by piece."""
        chunk = self.head
        while chunk:
            yield chunk
            chunk = self._stream.read(_CHUNK)


HEAD = 4096
"""Bytes that tell a format."""
_CHUNK = 65_536
_SPLIT = "No paper is as long; split the file."


def _full(stream: Stream, size: int) -> bytes:
    """So many bytes, or all there are; a stream may give fewer at a time."""
    parts: list[bytes] = []
    while size > 0:
        part = stream.read(size)
        if not part:
            break
        parts.append(part)
        size -= len(part)
    return b"".join(parts)
