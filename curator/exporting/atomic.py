"""A file that appears whole or not at all: written beside its place under another name, then renamed over it."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TextIO

from curator.durable import sync_folder


@contextmanager
def scratch_beside(path: Path) -> Iterator[Path]:
    """A name in the same folder to write to; on leaving in peace it takes the place of `path`, else it is removed.

    A symbolic link is followed, so the file it points at is replaced and the link stays. Raises OSError.
    """
    target = path.resolve()
    if target.is_dir():
        raise IsADirectoryError(f"{path} is a folder")
    scratch = target.with_name(f".{target.name}.{secrets.token_hex(4)}.tmp")
    try:
        yield scratch
        if target.exists():
            shutil.copymode(target, scratch)
        os.replace(scratch, target)
        sync_folder(target.parent)
    finally:
        with suppress(FileNotFoundError):
            scratch.unlink()


@contextmanager
def open_whole(path: Path) -> Iterator[TextIO]:
    """Open a UTF-8 text file for writing; it appears when the block ends in peace. Raises OSError.

    A device or a pipe (`/dev/stdout`) has no whole to appear as and is written straight to.
    """
    if path.exists() and not path.is_file() and not path.is_dir():
        with path.open("w", encoding="utf-8", newline="") as stream:
            yield stream
        return
    with scratch_beside(path) as scratch, scratch.open("x", encoding="utf-8", newline="") as stream:
        yield stream
        stream.flush()
        os.fsync(stream.fileno())
