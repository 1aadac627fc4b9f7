"""A database as it is now, looked at without leaving a trace beside it: a copy among the temporary files."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from curator.storage.connection import BUSY_SECONDS, connect, translated


@contextmanager
def copied(path: Path) -> Iterator[Path]:
    """A copy of the database, gone at the end; the file and its folder stay as they are.

    Raises DatabaseError where it cannot be read.
    """
    with tempfile.TemporaryDirectory(prefix="curator-") as folder:
        copy = Path(folder) / path.name
        if not path.is_file() or _beside(path, "-shm").exists():
            # Another program has it open, and what SQLite needs beside the file is there already.
            with (
                closing(connect(path, create=False, readonly=True, busy_seconds=BUSY_SECONDS)) as source,
                closing(sqlite3.connect(copy)) as target,
                translated(path),
            ):
                source.backup(target)
        else:
            # Nobody has it open; a log that a crash left behind belongs to it.
            for file in (path, _beside(path, "-wal")):
                if file.exists():
                    shutil.copyfile(file, copy.with_name(file.name))
        yield copy


def _beside(path: Path, suffix: str) -> Path:
    return path.with_name(path.name + suffix)
