"""Joining the databases of several curators, into a new file or into one that is in use."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from curator.durable import is_same_file, sync_file, sync_folder
from curator.errors import DatabaseError, UsageError
from curator.workbench.conflicts import Conflict, conflicts_in

if TYPE_CHECKING:
    from curator.model import Verdict
    from curator.storage import Database
    from curator.storage.merging import Brought, Entry, Joins

_BESIDE = ("-wal", "-journal")
"""What SQLite keeps beside a database; one left over would be taken for the new file's."""


@dataclass(frozen=True, slots=True)
class Merged:
    """What came of it."""

    path: Path
    brought: tuple[Brought, ...]
    papers: int
    rows: int
    verdicts: int
    conflicts: tuple[Conflict, ...]
    already: bool = False
    """True where a database in use had everything already."""


def merge(paths: Sequence[Path], output: Path) -> Merged:
    """Join databases into a new file, which appears whole or not at all. The files that are joined are only read.

    Raises DatabaseError where one cannot be read or the new one not be written, UsageError where it is there already.
    """
    from curator.storage import Database

    _check_new(output, paths)
    with _whole(output) as scratch, Database.open(scratch) as database:
        merged = _joined(database, paths, output)
        # Without a log beside it, so that the file is all there is.
        database.close()
    return merged


def merge_into(paths: Sequence[Path], target: Path) -> Merged:
    """Join databases into one of them that curators may be working in: in one transaction, all of it or nothing."""
    from curator.storage import Database

    others = [path for path in paths if not is_same_file(path, target)]
    if not others:
        raise UsageError("there is nothing to join.", hint=f"Name the files to add: curator merge FILE --into {target}")
    with Database.open(target, create=False) as database:
        before = len(database.verdicts())
        merged = _joined(database, others, target)
    already = merged.verdicts == before and all(_had_all(b) for b in merged.brought[1:])
    return Merged(target, merged.brought, merged.papers, merged.rows, merged.verdicts, merged.conflicts, already)


def joins() -> Joins:
    """How logs become one."""
    from curator.curation import merge as logs
    from curator.storage.merging import Joins

    def verdicts(of: Iterable[Iterable[Verdict]]) -> list[Verdict]:
        return logs.joined(*of)

    def entries(of: Iterable[Iterable[Entry]]) -> list[Entry]:
        return logs.union(*of, links=lambda entry: (entry.previous,))

    return Joins(verdicts, entries)


def _joined(database: Database, paths: Sequence[Path], path: Path) -> Merged:
    brought = database.join(paths, joins())
    papers = database.documents()
    rows = sum(paper.proposed for paper in papers)
    conflicts = tuple(conflicts_in(database))
    return Merged(path, tuple(brought), len(papers), rows, len(database.verdicts()), conflicts)


def _had_all(brought: Brought) -> bool:
    return not (brought.only_papers or brought.only_rows or brought.only_verdicts)


def _check_new(output: Path, paths: Sequence[Path]) -> None:
    for path in paths:
        if is_same_file(path, output):
            raise UsageError(f"{output} is one of the files to join.", hint=f"To add to it: --into {output}")
    if output.exists():
        raise UsageError(
            f"{output} is there already, and nothing is written over.",
            hint=f"Name a new file, or add to this one: --into {output}",
        )
    for ending in _BESIDE:
        left = output.with_name(output.name + ending)
        if left.exists():
            raise UsageError(f"{left} is left over from another database.", hint="Name a new file, or remove it.")


@contextmanager
def _whole(path: Path) -> Iterator[Path]:
    """A name beside the file to write to; left in peace, it becomes the file, which must not have appeared since."""
    if not path.parent.is_dir():
        raise DatabaseError(f"{path}: there is no folder {path.parent}", hint="Create it, or name another file.")
    scratch = path.with_name(f".{path.name}.{secrets.token_hex(4)}.tmp")
    try:
        yield scratch
        _place(scratch, path)
    except DatabaseError as error:
        # Nobody has named the scratch.
        raise type(error)(error.message.replace(str(scratch), str(path)), hint=error.hint) from error
    except OSError as error:
        problem = error.strerror or str(error)
        raise DatabaseError(f"{path}: cannot be written: {problem}", hint="Nothing was changed there.") from error
    finally:
        for ending in ("", *_BESIDE, "-shm"):
            with suppress(FileNotFoundError):
                scratch.with_name(scratch.name + ending).unlink()


def _place(scratch: Path, path: Path) -> None:
    """Give the file its name, unless another program has taken that meanwhile; durable when this returns."""
    sync_file(scratch)
    try:
        os.link(scratch, path)
    except FileExistsError:
        raise
    except OSError:
        # A file system without hard links: then the name is taken in two steps.
        if path.exists():
            raise FileExistsError(f"{path} has appeared meanwhile") from None
        os.rename(scratch, path)
    sync_folder(path.parent)
