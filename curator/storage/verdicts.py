"""The verdict log: appended to, read in order, and nothing else."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from curator import identity
from curator.errors import DatabaseError
from curator.model import Action, Claim, Reason, Slot, Verdict
from curator.storage.assertions import claim_from

_CLAIMS = [f"{side}_{slot.value}" for side in ("before", "after") for slot in Slot]
_PLAIN = ("id", "assertion", "action", "curator", "time", "reason", "comment", "quote", "undoes", "together")
_VERSIONS = ("program_version", "rules_version", "previous")
_COLUMNS = ", ".join([*_PLAIN, *_VERSIONS, *_CLAIMS])
_INSERT = f"INSERT INTO verdicts ({_COLUMNS}) VALUES ({', '.join('?' * (_COLUMNS.count(',') + 1))})"


def append(connection: sqlite3.Connection, verdict: Verdict) -> Verdict:
    """Append the verdict and return it as stored: with its id, the link to the curator's verdict before, and a time.

    An acceptance without `after` accepts `before`. Raises DatabaseError where the assertion, or the verdict that an
    undo names, is not there.
    """
    _check_known(connection, verdict)
    filled = _filled(verdict, previous=last_id(connection, verdict.curator))
    connection.execute(_INSERT, _values(filled))
    return filled


def append_together(connection: sqlite3.Connection, given: Iterable[Verdict]) -> list[Verdict]:
    """Append verdicts given at one stroke; all but the first name the first."""
    stored: list[Verdict] = []
    for verdict in given:
        together = stored[0].id if stored else None
        stored.append(append(connection, replace(verdict, together=together)))
    return stored


def to_undo(connection: sqlite3.Connection, curator: str) -> list[Verdict]:
    """The curator's last verdict that stands, on whichever assertion, and those of its stroke; oldest first.

    `curation.verdicts.to_undo` says the same of a whole log.
    """
    # Whether it stands is asked from the last verdict backwards, and seldom of more than a few.
    row = connection.execute(
        "SELECT id, together FROM verdict_standing WHERE curator = ? AND action <> 'undo' AND stands "
        "ORDER BY number DESC LIMIT 1",
        (curator,),
    ).fetchone()
    if row is None:
        return []
    return [verdict for verdict in _stroke(connection, row[1] or row[0]) if _stands(connection, verdict)]


def to_redo(connection: sqlite3.Connection, curator: str) -> list[Verdict]:
    """The curator's last undo that a redo takes back, and those of its stroke; oldest first.

    `curation.verdicts.to_redo` says the same of a whole log.
    """
    undone = _undone(connection, curator)
    if not undone:
        return []
    first = undone[-1].together or undone[-1].id
    return [verdict for verdict in undone if first in (verdict.together, verdict.id)]


def _undone(connection: sqlite3.Connection, curator: str) -> list[Verdict]:
    """Her undos since she last decided anything, without those that were taken back in their turn."""
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM verdicts WHERE curator = ? AND number > coalesce("
        "(SELECT max(number) FROM verdicts WHERE curator = ? AND action <> 'undo'), 0) ORDER BY number",
        (curator, curator),
    )
    undone: dict[str, Verdict] = {}
    for verdict in map(_verdict, rows):
        if undone.pop(verdict.undoes or "", None) is None:
            undone[verdict.id] = verdict
    return list(undone.values())


def _stroke(connection: sqlite3.Connection, first: str) -> list[Verdict]:
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM verdicts WHERE id = ? OR together = ? ORDER BY number", (first, first)
    )
    return [_verdict(row) for row in rows]


def _stands(connection: sqlite3.Connection, verdict: Verdict) -> bool:
    row = connection.execute("SELECT stands FROM verdict_standing WHERE id = ?", (verdict.id,)).fetchone()
    return bool(row[0])


def last_id(connection: sqlite3.Connection, curator: str) -> str:
    """The id of the curator's last verdict, the end of her chain; empty before her first."""
    statement = "SELECT id FROM verdicts WHERE curator = ? ORDER BY number DESC LIMIT 1"
    row = connection.execute(statement, (curator,)).fetchone()
    return "" if row is None else str(row[0])


def listed(connection: sqlite3.Connection, *, assertion_id: str | None, curator: str | None) -> list[Verdict]:
    """Every verdict in the order given, on one assertion and by one curator where these are named."""
    chosen = {"assertion": assertion_id, "curator": curator}
    named = {column: value for column, value in chosen.items() if value is not None}
    where = " AND ".join(f"{column} = ?" for column in named) or "1"
    rows = connection.execute(f"SELECT {_COLUMNS} FROM verdicts WHERE {where} ORDER BY number", tuple(named.values()))
    return [_verdict(row) for row in rows]


def _check_known(connection: sqlite3.Connection, verdict: Verdict) -> None:
    if not connection.execute("SELECT 1 FROM assertions WHERE id = ?", (verdict.assertion,)).fetchone():
        raise DatabaseError(f"there is no assertion {verdict.assertion} in the database")
    if verdict.undoes is None:
        return
    row = connection.execute("SELECT assertion FROM verdicts WHERE id = ?", (verdict.undoes,)).fetchone()
    if row is None or row[0] != verdict.assertion:
        raise DatabaseError(f"there is no verdict {verdict.undoes} on assertion {verdict.assertion} to take back")


def _filled(verdict: Verdict, *, previous: str) -> Verdict:
    after = verdict.before if verdict.action is Action.ACCEPT and verdict.after is None else verdict.after
    time = verdict.time or datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    linked = replace(verdict, after=after, time=time, previous=previous, id="")
    return replace(linked, id=identity.verdict_id(linked))


def _values(verdict: Verdict) -> list[Any]:
    plain = [getattr(verdict, name) for name in (*_PLAIN, *_VERSIONS)]
    return [*plain, *_slots(verdict.before), *_slots(verdict.after)]


def _slots(claim: Claim | None) -> list[str | None]:
    return [None] * len(Slot) if claim is None else [value for _, value in claim.items()]


def _verdict(row: tuple[Any, ...]) -> Verdict:
    fixed = len(_PLAIN) + len(_VERSIONS)
    plain = dict(zip((*_PLAIN, *_VERSIONS), row[:fixed], strict=True))
    before, after = row[fixed : fixed + len(Slot)], row[fixed + len(Slot) :]
    return Verdict(
        **{
            **plain,
            "action": Action(plain["action"]),
            "reason": None if plain["reason"] is None else Reason(plain["reason"]),
        },
        before=claim_from(before),
        after=None if after[0] is None else claim_from(after),
    )
