"""A copy of the file as it was before a migration: beside it, whole or not at all."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from itertools import count
from pathlib import Path

from curator.durable import sync_file, sync_folder
from curator.errors import DatabaseError

Progress = Callable[[str, int, int], None]
"""What is done, how much of it, and of how much; 0 of 0 where that is not known."""

_PAGES_AT_ONCE = 4096
_BLOCK = 1 << 20
_PARTIAL = ".partial"


def keep(connection: sqlite3.Connection, path: Path, *, step: int, progress: Progress) -> Path:
    """Copy the file to `NAME.before-0003.bak` beside it and return that path; the caller holds the write lock.

    Where a copy of that name is there already and is another, the next free name is taken. Raises DatabaseError where
    the copy cannot be written; then nothing is left of it.
    """
    partial = path.with_name(f"{path.name}.before-{step:04}.bak{_PARTIAL}")
    try:
        # A connection that holds the write lock is not copied from; another reads what is committed meanwhile.
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as source:
            _write(source, partial, path, progress)
        return _named(partial)
    except (OSError, sqlite3.Error) as e:
        partial.unlink(missing_ok=True)
        needed = max(1, round(_size(connection) / 1e6))
        raise DatabaseError(
            f"{path}: the copy that is made before the database is brought up to date cannot be written ({e})",
            hint=f"Make {needed} MB of room in {path.absolute().parent} and allow writing there; nothing was changed.",
        ) from e


def _write(source: sqlite3.Connection, partial: Path, path: Path, progress: Progress) -> None:
    partial.unlink(missing_ok=True)

    def copied(status: int, remaining: int, total: int) -> None:
        progress(f"copying {path.name} before it is brought up to date", total - remaining, total)

    with closing(sqlite3.connect(partial, isolation_level=None)) as target:
        # What is half written when a crash comes is written anew, so that no journal of it is needed.
        target.execute("PRAGMA journal_mode = OFF")
        target.execute("PRAGMA synchronous = OFF")
        source.backup(target, pages=_PAGES_AT_ONCE, progress=copied)
    sync_file(partial)


def _named(partial: Path) -> Path:
    """Give the copy its name at one blow: the first that is free, or that of the same copy made before."""
    name = partial.name.removesuffix(_PARTIAL)
    for number in count(1):
        target = partial.with_name(name if number == 1 else f"{name}.{number}")
        if not target.exists() or _same(target, partial):
            break
    partial.replace(target)
    sync_folder(target.parent)
    return target


def _same(one: Path, other: Path) -> bool:
    if one.stat().st_size != other.stat().st_size:
        return False
    with one.open("rb") as left, other.open("rb") as right:
        while block := left.read(_BLOCK):
            if block != right.read(_BLOCK):
                return False
    return True


def _size(connection: sqlite3.Connection) -> int:
    pages, size = (connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "page_size"))
    return int(pages) * int(size)
