"""The parts of the jobs that touch files: which ones there are to read, and writing one whole."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from curator.durable import is_same_file
from curator.errors import CuratorError, ExportError, InputError, UsageError

if TYPE_CHECKING:
    from curator.exporting import Sink


def sources(paths: Iterable[Path]) -> Iterator[tuple[Path, CuratorError | None]]:
    """Every file behind the paths; a path that leads nowhere comes with the reason."""
    for path in paths:
        try:
            yield from ((source, None) for source in _below(path))
        except CuratorError as error:
            yield path, error
        except OSError as error:
            yield path, InputError(f"{path}: cannot be opened: {error.strerror or error}")


def _below(path: Path) -> list[Path]:
    from curator import reading

    found = list(reading.sources([path]))
    if not found:
        raise InputError(f"{path}: no paper is in this folder.", hint="Name a file of another kind outright.")
    return found


def check_patterns(folder: Path) -> None:
    """Refuse a folder that has no rules where rules are looked for. Raises UsageError."""
    if not any(folder.glob("*/*.yaml")) and not any(folder.glob("vocabulary/*.tsv")):
        places = "vocabulary/*.tsv, mentions/*.yaml, cues/*.yaml and assertions/*.yaml"
        raise UsageError(f"{folder}: no rules are in this folder.", hint=f"They are looked for in {places} below it.")


_SQLITE_MAGIC = b"SQLite format 3\0"
_BESIDE_DATABASE = ("", "-wal", "-shm", "-journal")
"""What SQLite keeps beside a database file while it is in use; each is part of the database."""


def keep_database(path: Path, database: Path) -> None:
    """Refuse to write over the open database or what SQLite keeps beside it. Links count as what they lead to.

    Raises ExportError.
    """
    # Not Path.resolve, which raises on links that lead round in a circle.
    own, target = Path(os.path.realpath(database)), Path(os.path.realpath(path))
    for suffix in _BESIDE_DATABASE:
        part = own.with_name(own.name + suffix)
        if target == part or is_same_file(target, part):
            what = f"belongs to the database {database}" if suffix else "is the database itself"
            raise ExportError(f"{path}: {what}.", hint="Nothing was changed. Name another file with -o.")


def _is_database(path: Path) -> bool:
    """Whether an SQLite database is in the file. A device or a pipe is none, and is not read from."""
    if not path.is_file():
        return False
    try:
        with path.open("rb") as stream:
            return stream.read(len(_SQLITE_MAGIC)) == _SQLITE_MAGIC
    except OSError:
        return False


def write_text(path: Path, write: Callable[[Sink], None]) -> None:
    """Have `write` write a text file that appears whole or not at all; never in the place of a database.

    Raises ExportError.
    """
    from curator.exporting.atomic import open_whole

    _refuse_database(path)
    with _told(path), open_whole(path) as stream:
        write(stream)


def write_bytes(path: Path, content: bytes) -> None:
    """The same for bytes. A device or a pipe is written straight to. Raises ExportError."""
    from curator.exporting.atomic import scratch_beside

    _refuse_database(path)
    with _told(path):
        if path.exists() and not path.is_file() and not path.is_dir():
            path.write_bytes(content)
            return
        with scratch_beside(path) as scratch:
            scratch.write_bytes(content)


def _refuse_database(path: Path) -> None:
    if _is_database(path):
        hint = "Nothing was changed. Name another file, or remove this one first."
        raise ExportError(f"{path}: is a database, and something else would take its place.", hint=hint)


def write_whole(path: Path, text: str) -> None:
    """The same for a text that is there already."""

    def write(target: Sink) -> None:
        target.write(text)

    write_text(path, write)


def make_folder(path: Path) -> None:
    """Make a folder and those above it. Raises ExportError."""
    with _told(path):
        path.mkdir(parents=True, exist_ok=True)


def copy_database(source: Path, path: Path) -> None:
    """Copy a database file while others may write to it. Raises ExportError."""
    from curator.exporting.sqlite import copy

    keep_database(path, source)
    with _told(path):
        copy(source, path)


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Tell what the system refuses as an export's failure."""
    try:
        yield
    except OSError as error:
        problem = error.strerror or str(error)
        raise ExportError(f"{path}: cannot be written: {problem}.", hint="Nothing was changed there.") from error
