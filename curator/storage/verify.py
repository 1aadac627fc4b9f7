"""Whether a database is what it says: every id, offset, quote, link and derived row is worked out again and compared.

The file is only read, one paper and one row at a time. A fault is named and the rest is looked at all the same.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from functools import partial
from pathlib import Path

from curator.storage import (
    derived,
    kinds,
    migrations,
    search,
    structure,
    verify_corrections,
    verify_logs,
    verify_papers,
)
from curator.storage.backup import Progress
from curator.storage.connection import BUSY_SECONDS, connect, left_beside, tidy, translated
from curator.storage.faults import Counts, Fault
from curator.storage.merging import JOINED

_MOST_ROWS = 20
"""Rows of one kind that are named when what is derived is wrong; the rest is counted."""


class _NotOursError(Exception):
    """A table, a view or a value is not the program's, and nothing in the file means what it says."""


Check = Callable[[sqlite3.Connection, Counts, Progress], Iterator[Fault]]


def verify(
    path: Path,
    *,
    near: verify_corrections.Near = lambda one, other: True,
    progress: Progress = migrations.silent,
    busy_seconds: float = BUSY_SECONDS,
) -> tuple[Iterator[Fault], Counts]:
    """The faults of a database, found as they are asked for, and how many of what were looked at so far.

    `near` says whether two wordings may be one sentence in two texts of a paper.
    Raises DatabaseError where there is no database to look at, or one of another schema.
    """
    counts: Counts = Counter()
    checks: dict[str, Check] = {**_CHECKS, "what was carried": partial(verify_corrections.carried, near=near)}
    beside = left_beside(path)
    steps = migrations.migrations(migrations.shipped_migrations())
    connection = connect(path, create=False, readonly=True, busy_seconds=busy_seconds)
    try:
        with translated(path, busy_seconds=busy_seconds):
            migrations.require_newest(connection, path, newest=steps[-1].number)
    except BaseException:
        connection.close()
        tidy(path, beside)
        raise

    def found() -> Iterator[Fault]:
        # A text that is no UTF-8 any more is shown as what it has become, not refused.
        connection.text_factory = lambda held: held.decode("utf-8", "replace")
        try:
            with closing(connection):
                # Ended by closing: where the file is damaged, not even a COMMIT is sure to do.
                connection.execute("BEGIN")
                with suppress(_NotOursError):
                    for name, check in checks.items():
                        yield from _guarded(connection, name, check, counts, progress)
        finally:
            tidy(path, beside)

    return found(), counts


def _guarded(
    connection: sqlite3.Connection, name: str, check: Check, counts: Counts, progress: Progress
) -> Iterator[Fault]:
    """The faults that a check finds; where the file itself gives way under it, that is one."""
    progress(f"checking {name}", 0, 0)
    try:
        yield from check(connection, counts, progress)
    except sqlite3.DatabaseError as e:
        yield Fault("database", name, f"could not be read to the end: {e}", "a file that is whole")


def _pages(connection: sqlite3.Connection, counts: Counts, progress: Progress) -> Iterator[Fault]:
    counts["pages"] += int(connection.execute("PRAGMA page_count").fetchone()[0])
    for (said,) in connection.execute("PRAGMA integrity_check"):
        if said != "ok":
            yield Fault("database", "pages", said, "ok")


def _schema(connection: sqlite3.Connection, counts: Counts, progress: Progress) -> Iterator[Fault]:
    """Tables, triggers, views and indexes as this version makes them, and no trigger besides.

    What a curator added is hers; what stands in the place of ours is not looked into.
    """
    steps = migrations.migrations(migrations.shipped_migrations())
    counts["tables, views, triggers and indexes"] += len(structure.listed(connection))
    found = migrations.differences(connection, steps)
    for one in found:
        right = "none of that name" if one.is_foreign else "as db/schema.sql has it"
        yield Fault("schema", one.name, f"the {one.kind} {one.said}", right)
    if any(one.kind in ("table", "view") and not one.is_missing for one in found):
        raise _NotOursError


def _kinds(connection: sqlite3.Connection, counts: Counts, progress: Progress) -> Iterator[Fault]:
    """Values of the kind that their column says; where one is not, nothing further can be worked out."""
    found = list(kinds.misfits(connection, JOINED))
    for table, column, number, right in found:
        yield Fault(table, column, f"{number} of its values are of another kind", right)
    if found:
        raise _NotOursError


def _links(connection: sqlite3.Connection, counts: Counts, progress: Progress) -> Iterator[Fault]:
    """Foreign keys."""
    for table, row, parent, _ in connection.execute("PRAGMA foreign_key_check"):
        named = "a row" if row is None else f"row {row}"
        yield Fault(table, named, f"refers to a row of {parent} that is not there", "the row that it refers to")


def _derived(connection: sqlite3.Connection, counts: Counts, progress: Progress) -> Iterator[Fault]:
    for what, (follows, stored) in derived.PAIRS.items():
        counts["derived rows"] += int(connection.execute(f"SELECT count(*) FROM ({stored})").fetchone()[0])
        for one, other, said, right in (
            (stored, follows, "does not follow from what was found and decided", "without it"),
            (follows, stored, "is missing, though it follows from what was found and decided", "with it"),
        ):
            rows = connection.execute(f"SELECT * FROM ({one}) EXCEPT SELECT * FROM ({other})")
            yield from _first_rows(rows, what, said, right)


def _search(connection: sqlite3.Connection, counts: Counts, progress: Progress) -> Iterator[Fault]:
    """The words that are searched are those of the rows, but for rows whose words wait to be taken in."""
    if not search.is_current(connection):
        return
    counts["rows that are searched"] += int(connection.execute(f"SELECT count(*) FROM {search.TABLE}").fetchone()[0])
    stored = f"SELECT rowid, names, quote, section, rule FROM {search.TABLE}"
    for one, other, said in ((stored, search.WORDS, "are not the row's"), (search.WORDS, stored, "are missing")):
        rows = connection.execute(f"SELECT * FROM ({one}) EXCEPT SELECT * FROM ({other})")
        yield from _first_rows(rows, search.TABLE, f"the words {said}", "those of the row and its evidence")


def _first_rows(rows: sqlite3.Cursor, what: str, said: str, right: str) -> Iterator[Fault]:
    number = 0
    for number, row in enumerate(rows, 1):
        if number <= _MOST_ROWS:
            yield Fault(what, " ".join(map(str, row[:3])), said, right)
    if number > _MOST_ROWS:
        yield Fault(what, f"{number - _MOST_ROWS} more", said, right)


_CHECKS: dict[str, Check] = {
    "the file": _pages,
    "the schema": _schema,
    "kinds of values": _kinds,
    "links between tables": _links,
    "claims": verify_papers.claims,
    "papers": verify_papers.papers,
    "verdicts": verify_logs.verdicts,
    "logs": verify_logs.logs,
    "corrected papers": verify_corrections.identifiers,
    "what is derived": _derived,
    "what is searched": _search,
}
