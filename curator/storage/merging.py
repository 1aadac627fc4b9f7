"""Several databases into one: papers, rows, verdicts and the smaller logs, joined by the ids that their content gives.

The files that are joined are only read. A new file is filled while nobody else knows of it; a database that is in use
is changed in one transaction, under the lock that keeps every other writer waiting. What comes out does not depend on
the order of the files, numbers included.
"""

from __future__ import annotations

import heapq
import sqlite3
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from curator import identity
from curator.errors import DatabaseError
from curator.model import Verdict
from curator.storage import appended, assertions, copies, filters, kinds, migrations, search, verdicts
from curator.storage.connection import BUSY_SECONDS, connect, transaction, translated, use_write_ahead_log
from curator.storage.joining import distinct, joined_filters, joined_paper, joined_rows
from curator.storage.records import StoredAssertion

LOGS = ("passages", "assignments", "corrections")
_FOUND = ("claims", "assertions", "evidence", *copies.OF_EVIDENCE, "extractions")
JOINED = ("documents", *copies.PARTS, "mentions", *_FOUND, "verdicts", *LOGS, "saved_filters")
"""Every table that is joined; the others follow from these."""
DERIVED = ("queue", "queue_counts", "search_pending", "made_over")


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of one of the smaller logs."""

    id: str
    time: str
    previous: str
    columns: tuple[tuple[str, Any], ...]
    """Name and value of every column but the number, which is this file's."""


@dataclass(frozen=True, slots=True)
class Joins:
    """How logs become one; each raises ValueError, with the reason, for logs that do not hang together."""

    verdicts: Callable[[Iterable[Iterable[Verdict]]], list[Verdict]]
    entries: Callable[[Iterable[Iterable[Entry]]], list[Entry]]


@dataclass(frozen=True, slots=True)
class Brought:
    """What one file brought, and how much of it no other file has."""

    path: Path
    papers: int
    rows: int
    verdicts: int
    only_papers: int
    only_rows: int
    only_verdicts: int


_TRIES = 3
"""How often what is joined is worked out beside a file that others go on writing to, before they are made to wait."""

Writing = Callable[[], AbstractContextManager[sqlite3.Connection]]


def join_into(
    target: sqlite3.Connection, writing: Writing, path: Path, paths: Sequence[Path], joins: Joins
) -> list[Brought]:
    """Add what the files hold to the database at `path`; `writing` takes the write lock on its connection `target`.

    An empty one is filled; its own content comes first among what was brought otherwise. Who works in it waits only
    while the outcome is copied, unless others write again and again meanwhile. Raises DatabaseError as `write_joined`
    does, and then nothing is changed.
    """
    if not target.execute("SELECT 1 FROM documents LIMIT 1").fetchone():
        with writing() as connection:
            return write_joined(connection, paths, joins)
    with tempfile.TemporaryDirectory(prefix="curator-") as folder:
        for number in range(_TRIES):
            version = _version(target)
            scratch, brought = _built(target, Path(folder) / f"{number}.db", [path, *paths], joins)
            with writing() as connection:
                if _version(connection) == version:
                    replace_content(connection, scratch)
                    return brought
        with writing() as connection:
            scratch, brought = _built(connection, Path(folder) / "joined.db", [path, *paths], joins)
            replace_content(connection, scratch)
            return brought


def _version(connection: sqlite3.Connection) -> int:
    """Of the file; whatever another connection writes changes it."""
    return int(connection.execute("PRAGMA data_version").fetchone()[0])


def _built(
    schema: sqlite3.Connection, scratch: Path, paths: Sequence[Path], joins: Joins
) -> tuple[Path, list[Brought]]:
    """A new file with everything joined, of the same schema."""
    made = connect(scratch, create=True, readonly=False, busy_seconds=BUSY_SECONDS)
    with closing(made), transaction(made, write=True):
        _copy_schema(schema, made)
        return scratch, write_joined(made, paths, joins)


def _copy_schema(source: sqlite3.Connection, target: sqlite3.Connection) -> None:
    """Make an empty file like another: its tables first, and what is made over them; the search is made when needed."""
    made = source.execute(
        "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite%' AND tbl_name NOT GLOB ? "
        "ORDER BY type <> 'table', type <> 'view', rowid",
        (f"{search.TABLE}*",),
    )
    for (statement,) in made.fetchall():
        target.execute(statement)
    for pragma in ("application_id", "user_version"):
        target.execute(f"PRAGMA {pragma} = {source.execute(f'PRAGMA {pragma}').fetchone()[0]:d}")


def write_joined(target: sqlite3.Connection, paths: Sequence[Path], joins: Joins) -> list[Brought]:
    """Write what the files hold into an empty database, whose caller holds its write lock.

    Raises DatabaseError where a file cannot be read, or where what it holds was changed since it was written.
    """
    with ExitStack() as stack:
        sources = {path: stack.enter_context(snapshot(path)) for path in dict.fromkeys(paths)}
        opened = list(sources.values())
        # What may be refused is looked at before the long work.
        log = _log(sources, _verdicts, joins.verdicts)
        _write_claims(target, opened)
        for document in _in_order_of_reading(opened):
            _write_document(target, opened, document)
        for verdict in log:
            verdicts.insert(target, verdict)
        for table in LOGS:
            for entry in _log(sources, lambda *of, table=table: _entries(*of, table=table), joins.entries):
                copies.insert(target, table, dict(entry.columns))
        for name, text in joined_filters(map(filters.listed, opened)).items():
            filters.save(target, name, text)
        return _brought(sources)


def judged(paths: Sequence[Path], joins: Joins) -> tuple[list[Verdict], dict[str, bool]]:
    """The verdicts of all files as one log, and every row with whether any file still finds it in a text that stands.

    Raises DatabaseError as `write_joined` does.
    """
    with ExitStack() as stack:
        sources = {path: stack.enter_context(snapshot(path)) for path in dict.fromkeys(paths)}
        found: dict[str, bool] = {}
        for source in sources.values():
            for id, is_found in source.execute(_STILL_FOUND):
                found[id] = found.get(id, False) or bool(is_found)
        return _log(sources, _verdicts, joins.verdicts), found


_STILL_FOUND = "SELECT id, found AND document NOT IN (SELECT document FROM replaced) FROM assertions"


def in_conflict(connection: sqlite3.Connection) -> list[StoredAssertion]:
    """Every row that curators decided differently, papers as read and rows as in the text."""
    rows = connection.execute("SELECT assertion FROM queue WHERE conflict = 1")
    return [row.stored for row in assertions.numbered(connection, [number for (number,) in rows])]


def replace_content(target: sqlite3.Connection, written: Path) -> bool:
    """Give the database the content of another of the newest schema; False where it has that already.

    The caller holds the write lock. Logs refuse to be put in another order, so that for this moment all triggers are
    put aside: no other program sees it so, and a crash leaves everything as it was.
    """
    with snapshot(written) as source:
        if all(_same(target, source, table) for table in JOINED):
            return False
        triggers = target.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _ in triggers:
            target.execute(f"DROP TRIGGER {name}")
        target.execute("PRAGMA defer_foreign_keys = ON")
        for table in (*JOINED, *DERIVED):
            _replace(target, source, table)
        for _, sql in triggers:
            target.execute(sql)
        _search_anew(target)
        return True


@contextmanager
def snapshot(path: Path) -> Iterator[sqlite3.Connection]:
    """The file as it is now, for reading, in the newest schema: of an earlier one, a copy is brought up to date.

    Raises DatabaseError where it cannot be read, or is no database of this program.
    """
    steps = migrations.migrations(migrations.shipped_migrations())
    with ExitStack() as stack:
        connection = stack.enter_context(closing(_opened(path)))
        with translated(path):
            migrations.check(connection, path, steps)
            found = migrations.version(connection)
            _check_sound(connection, path)
        if not found:
            raise DatabaseError(f"{path}: the database is empty", hint="Leave it out.")
        if found < steps[-1].number:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="curator-")))
            connection = stack.enter_context(closing(_migrated(connection, path, folder, steps)))
        connection.execute("PRAGMA query_only = ON")
        with transaction(connection, write=False):
            yield connection


def _opened(path: Path) -> sqlite3.Connection:
    """The file for reading; opened for writing too where that may be: only then are no files left beside it."""
    try:
        return connect(path, create=False, readonly=False, busy_seconds=BUSY_SECONDS)
    except DatabaseError:
        return connect(path, create=False, readonly=True, busy_seconds=BUSY_SECONDS)


def _check_sound(connection: sqlite3.Connection, path: Path) -> None:
    """Look at the whole file first, so that a fault met later is not taken for one of the file that is written."""
    (found,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    if found != "ok":
        raise DatabaseError(f"{path}: the database is damaged ({found})", hint="Restore it from a copy.")
    for table, column, number, right in kinds.misfits(connection, JOINED):
        raise DatabaseError(f"{path}: {table}.{column} holds what is not {right}, {number} times", hint=_VERIFY)


def _migrated(
    connection: sqlite3.Connection, path: Path, folder: Path, steps: list[migrations.Migration]
) -> sqlite3.Connection:
    """A copy of the file in the newest schema."""
    copy = folder / "copy.db"
    with translated(path):
        connection.execute("VACUUM INTO ?", (str(copy),))
    writable = connect(copy, create=False, readonly=False, busy_seconds=BUSY_SECONDS)
    with translated(path):
        use_write_ahead_log(writable, busy_seconds=BUSY_SECONDS)
        migrations.migrate(writable, copy, steps)
    return writable


def _write_claims(target: sqlite3.Connection, sources: Sequence[sqlite3.Connection]) -> None:
    """Every claim once; its id says what it holds."""
    named = ["id", *copies.columns(target, "claims", without=("number", "id"))]
    ordered = heapq.merge(
        *(source.execute(f"SELECT {', '.join(named)} FROM claims ORDER BY id") for source in sources),
        key=lambda row: str(row[0]),
    )
    for _, same in groupby(ordered, key=lambda row: str(row[0])):
        copies.insert(target, "claims", dict(zip(named, next(same), strict=True)))


def _in_order_of_reading(sources: Sequence[sqlite3.Connection]) -> list[str]:
    """The ids of all papers: first read, first; those of one second by name."""
    ids = {id for source in sources for (id,) in source.execute("SELECT id FROM documents")}
    joined = (joined_paper([copy for s in sources if (copy := copies.paper(s, id))]).columns for id in ids)
    return [id for _, _, id in sorted((paper["added"], paper["name"], paper["id"]) for paper in joined)]


def _write_document(target: sqlite3.Connection, sources: Sequence[sqlite3.Connection], document: str) -> None:
    """A paper with its names, its rows and the runs that found them."""
    held = [copy for source in sources if (copy := copies.paper(source, document))]
    number = copies.write_paper(target, joined_paper(held))
    copies.insert_part(target, "mentions", number, distinct(copies.mentions(s, document) for s in sources))
    copies.write_rows(target, number, joined_rows(copies.rows(source, document) for source in sources))
    named = copies.columns(target, "extractions", without=("number", "document"))
    for run in distinct(copies.extractions(source, document) for source in sources):
        copies.insert(target, "extractions", {"document": number, **dict(zip(named, run, strict=True))})


def _log(
    sources: dict[Path, sqlite3.Connection],
    read: Callable[[Path, sqlite3.Connection], list[Any]],
    join: Callable[[Iterable[Iterable[Any]]], list[Any]],
) -> list[Any]:
    """One log of those of all files."""
    logs = [read(path, source) for path, source in sources.items()]
    try:
        return join(logs)
    except ValueError as e:
        raise DatabaseError(f"{', '.join(map(str, sources))}: {e}", hint=_VERIFY) from e


_VERIFY = "`curator verify --db FILE` tells which file is damaged; nothing was written."


def _verdicts(path: Path, source: sqlite3.Connection) -> list[Verdict]:
    found = verdicts.listed(source, assertion_id=None, curator=None)
    for verdict in found:
        _check(path, "verdict", verdict.id, identity.verdict_id(verdict))
    return found


def _entries(path: Path, source: sqlite3.Connection, *, table: str) -> list[Entry]:
    named = copies.columns(source, table, without=("number",))
    rows = [dict(zip(named, row, strict=True)) for row in source.execute(f"SELECT {', '.join(named)} FROM {table}")]
    for row in rows:
        _check(path, "entry", row["id"], appended.entry_id(table, row))
    return [Entry(row["id"], row["time"], row["previous"], tuple(row.items())) for row in rows]


def _check(path: Path, what: str, id: str, expected: str) -> None:
    if id != expected:
        raise DatabaseError(f"{path}: the {what} {id} was changed after it was given", hint=_VERIFY)


def _brought(sources: dict[Path, sqlite3.Connection]) -> list[Brought]:
    ids = {
        table: {path: {id for (id,) in source.execute(f"SELECT id FROM {table}")} for path, source in sources.items()}
        for table in ("documents", "assertions", "verdicts")
    }
    return [
        Brought(path, *(len(of[path]) for of in ids.values()), *(len(_alone(of, path)) for of in ids.values()))
        for path in sources
    ]


def _alone(of: dict[Path, set[str]], path: Path) -> set[str]:
    """What only one file has."""
    return of[path].difference(*(others for other, others in of.items() if other != path))


def _same(one: sqlite3.Connection, other: sqlite3.Connection, table: str) -> bool:
    named = copies.columns(one, table)
    (first,), (second,) = (c.execute(f"SELECT count(*) FROM {table}").fetchone() for c in (one, other))
    if first != second:
        return False
    return all(a == b for a, b in zip(_all(one, table, named), _all(other, table, named), strict=True))


def _replace(target: sqlite3.Connection, source: sqlite3.Connection, table: str) -> None:
    named = copies.columns(target, table)
    target.execute(f"DELETE FROM {table}")
    target.executemany(
        f"INSERT INTO {table} ({', '.join(named)}) VALUES ({', '.join('?' * len(named))})", _all(source, table, named)
    )


def _all(connection: sqlite3.Connection, table: str, named: Sequence[str]) -> sqlite3.Cursor:
    """Every row, in the order of its key."""
    key = [name for _, name, _, _, _, place in connection.execute(f"PRAGMA table_info({table})") if place]
    return connection.execute(f"SELECT {', '.join(named)} FROM {table} ORDER BY {', '.join(key)}")


def _search_anew(connection: sqlite3.Connection) -> None:
    """Have the words of every row taken in again: rows have other numbers now."""
    if search.available(connection):
        connection.execute(f"DROP TABLE IF EXISTS {search.TABLE}")
    connection.execute("INSERT OR IGNORE INTO search_pending SELECT assertion FROM queue")
