"""The appended logs: every id is the hash of its row, and every link leads to what it says.

A curator's rows are a chain. It may fork, where copies of a file in which she worked were joined; it has no gaps.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import Any

from curator import identity
from curator.model import Verdict
from curator.storage import appended
from curator.storage import verdicts as stored
from curator.storage.backup import Progress
from curator.storage.faults import Counts, Fault, shown

_EVERY = 5_000
"""Rows between two reports of progress."""


def verdicts(connection: sqlite3.Connection, counts: Counts, progress: Progress) -> Iterator[Fault]:
    """Every verdict, row by row, and what it refers to."""
    (total,) = connection.execute("SELECT count(*) FROM verdicts").fetchone()
    rows = connection.execute(f"SELECT number, {stored.COLUMNS} FROM verdicts ORDER BY number")
    for done, (number, *row) in enumerate(rows):
        if done % _EVERY == 0:
            progress("checking verdicts", done, total)
        counts["verdicts"] += 1
        try:
            verdict = stored.from_row(tuple(row))
        except (ValueError, TypeError) as e:
            yield Fault("verdicts", str(row[0]), f"it cannot be read: {e}", "as it was given")
            continue
        yield from _id("verdicts", verdict.id, identity.verdict_id(verdict))
        yield from _previous(connection, "verdicts", number, verdict.id, verdict.curator, verdict.previous)
        yield from _about(connection, number, verdict)


def logs(connection: sqlite3.Connection, counts: Counts, progress: Progress) -> Iterator[Fault]:
    """Every row of the smaller logs, likewise."""
    for table in appended.LETTERS:
        cursor = connection.execute(f"SELECT * FROM {table} ORDER BY number")
        names = [column[0] for column in cursor.description]
        for values in cursor:
            row = dict(zip(names, values, strict=True))
            counts[table] += 1
            yield from _id(table, row["id"], appended.entry_id(table, row))
            yield from _previous(connection, table, row["number"], row["id"], row["curator"], row["previous"])
    yield from _passages(connection)


def _id(table: str, found: str, right: str) -> Iterator[Fault]:
    if found != right:
        yield Fault(table, found, "the id is not the hash of the row: it was changed", right)


def _previous(
    connection: sqlite3.Connection, table: str, number: int, id_: str, curator: str, previous: str
) -> Iterator[Fault]:
    """The link to the same curator's row before."""
    if not previous:
        return
    row = connection.execute(f"SELECT number, curator FROM {table} WHERE id = ?", (previous,)).fetchone()
    if row is None:
        yield Fault(table, id_, f"{curator}'s row before it, {previous}, is missing", "a chain without a gap")
    elif row[1] != curator:
        yield Fault(table, id_, f"the row before it, {previous}, is {row[1]}'s", f"a row of {curator}'s")
    elif row[0] >= number:
        yield Fault(table, id_, f"the row before it, {previous}, comes after it", "rows in the order given")


def _about(connection: sqlite3.Connection, number: int, verdict: Verdict) -> Iterator[Fault]:
    """What the verdict refers to: the claim, the evidence, and other verdicts."""
    (claim,) = _first(
        connection,
        "SELECT claims.id FROM assertions JOIN claims ON claims.number = claim WHERE assertions.id = ?",
        verdict.assertion,
    )
    if verdict.claim and verdict.claim != claim:
        yield Fault("verdicts", verdict.id, f"it names the claim {verdict.claim}", shown(claim))
    for evidence in verdict.evidence:
        held = connection.execute(
            "SELECT 1 FROM evidence WHERE id = ? AND assertion = (SELECT number FROM assertions WHERE id = ?)",
            (evidence, verdict.assertion),
        )
        if held.fetchone() is None:
            yield Fault("verdicts", verdict.id, f"the evidence {evidence} is not there", "evidence of its row")
    if verdict.undoes:
        yield from _refers(connection, number, verdict, "takes back", verdict.undoes)
    for settled in verdict.settles:
        yield from _refers(connection, number, verdict, "settles", settled, decisive=True)
    if verdict.together:
        yield from _stroke(connection, number, verdict)


def _refers(
    connection: sqlite3.Connection, number: int, verdict: Verdict, how: str, other: str, *, decisive: bool = False
) -> Iterator[Fault]:
    """Another verdict on the same row, given before."""
    held, assertion, action, curator = _first(
        connection, "SELECT number, assertion, action, curator FROM verdicts WHERE id = ?", other, width=4
    )
    said = f"it {how} {other}, "
    if held is None:
        yield Fault("verdicts", verdict.id, f"{said}which is missing", "a verdict that is there")
    elif assertion != verdict.assertion:
        yield Fault("verdicts", verdict.id, f"{said}which is on {assertion}", f"one on {verdict.assertion}")
    elif held >= number:
        yield Fault("verdicts", verdict.id, f"{said}which comes after it", "one given before")
    elif decisive and (curator == verdict.curator or action not in stored.DECISIVE):
        yield Fault("verdicts", verdict.id, f"{said}{curator}'s {action}", "another curator's accept, edit or reject")


def _stroke(connection: sqlite3.Connection, number: int, verdict: Verdict) -> Iterator[Fault]:
    """The first verdict of the stroke."""
    statement = "SELECT number, curator FROM verdicts WHERE id = ?"
    held, curator = _first(connection, statement, verdict.together, width=2)
    if held is None or held >= number or curator != verdict.curator:
        said = f"it was given together with {verdict.together}, which is no verdict of {verdict.curator}'s before it"
        yield Fault("verdicts", verdict.id, said, "the first of the stroke")


def _passages(connection: sqlite3.Connection) -> Iterator[Fault]:
    rows = connection.execute(
        "SELECT passages.id, start_offset, end_offset, length(text) FROM passages "
        "JOIN documents ON documents.id = passages.document WHERE end_offset > length(text)"
    )
    for id_, start, end, length in rows:
        yield Fault("passages", id_, f"reaches from {start} to {end}", f"offsets between 0 and {length}")


def _first(connection: sqlite3.Connection, statement: str, value: Any, *, width: int = 1) -> tuple[Any, ...]:
    """The first row, or as many times nothing."""
    row = connection.execute(statement, (value,)).fetchone()
    return (None,) * width if row is None else tuple(row)
