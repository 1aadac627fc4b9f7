"""The verdict log: appended to, read in order, and nothing else."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from curator import identity
from curator.errors import DatabaseError, DecidedError
from curator.model import DECISIVE as DECISIVE
from curator.model import KEEPING, Action, Claim, Polarity, Reason, Slot, Verdict
from curator.storage.appended import now
from curator.storage.assertions import claim_from

_CLAIMS = [f"{side}_{slot.value}" for side in ("before", "after") for slot in Slot]
_GIVEN = ("id", "assertion", "action", "curator", "time", "reason", "comment", "quote")
_PLAIN = (*_GIVEN, "undoes", "together", "carries", "claim", "polarity", "polarity_shown")
_VERSIONS = ("program_version", "rules_version", "previous")
_LISTS = ("evidence", "settles")
_FIXED = (*_PLAIN, *_VERSIONS, *_LISTS)
COLUMNS = ", ".join([*_FIXED, *_CLAIMS])
"""The columns of a verdict, in the order that `from_row` takes."""
_INSERT = f"INSERT INTO verdicts ({COLUMNS}) VALUES ({', '.join('?' * (COLUMNS.count(',') + 1))})"
_DECISIVE = ", ".join(f"'{action.value}'" for action in DECISIVE)


def append(connection: sqlite3.Connection, verdict: Verdict, *, seen: int | None = None) -> Verdict:
    """Append the verdict and return it as stored: with its id, the link to the curator's verdict before, and a time.

    An acceptance without `after` accepts `before`; claim, evidence and what it settles are filled in, and where it says
    no polarity, the one that the row has. `seen` is how many verdicts the row had when it was shown: raises
    DecidedError where another curator has decided since. Raises DatabaseError where the assertion, or the verdict that
    an undo names, is not there.
    """
    _check_known(connection, verdict)
    if seen is not None:
        _check_seen(connection, verdict, seen)
    stored = filled(_about(connection, verdict), previous=last_id(connection, verdict.curator))
    insert(connection, stored)
    return stored


def insert(connection: sqlite3.Connection, verdict: Verdict) -> None:
    """Insert a verdict as it is, with the id and the links that it has."""
    connection.execute(_INSERT, _values(verdict))


def append_together(
    connection: sqlite3.Connection, given: Iterable[Verdict], *, seen: Mapping[str, int] | None = None
) -> list[Verdict]:
    """Append verdicts given at one stroke; all but the first name the first. `seen` is by the assertion's id."""
    stored: list[Verdict] = []
    for verdict in given:
        together = stored[0].id if stored else None
        shown = (seen or {}).get(verdict.assertion)
        stored.append(append(connection, replace(verdict, together=together), seen=shown))
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


def step_size(connection: sqlite3.Connection, curator: str, *, redo: bool) -> int:
    """About how many verdicts an undo, or a redo, takes back: those of the stroke, without asking which stand."""
    wanted = (
        "verdicts WHERE curator = ?" if redo else "verdict_standing WHERE curator = ? AND action <> 'undo' AND stands"
    )
    row = connection.execute(f"SELECT coalesce(together, id) FROM {wanted} ORDER BY number DESC LIMIT 1", (curator,))
    first = row.fetchone()
    if first is None:
        return 0
    counted = connection.execute("SELECT count(*) FROM verdicts WHERE id = ? OR together = ?", (first[0], first[0]))
    return int(counted.fetchone()[0])


def _undone(connection: sqlite3.Connection, curator: str) -> list[Verdict]:
    """Her undos since she last decided anything, without those that were taken back in their turn."""
    rows = connection.execute(
        f"SELECT {COLUMNS} FROM verdicts WHERE curator = ? AND number > coalesce("
        "(SELECT max(number) FROM verdicts WHERE curator = ? AND action <> 'undo'), 0) ORDER BY number",
        (curator, curator),
    )
    undone: dict[str, Verdict] = {}
    for verdict in map(from_row, rows):
        if undone.pop(verdict.undoes or "", None) is None:
            undone[verdict.id] = verdict
    return list(undone.values())


def _stroke(connection: sqlite3.Connection, first: str) -> list[Verdict]:
    rows = connection.execute(
        f"SELECT {COLUMNS} FROM verdicts WHERE id = ? OR together = ? ORDER BY number", (first, first)
    )
    return [from_row(row) for row in rows]


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
    rows = connection.execute(f"SELECT {COLUMNS} FROM verdicts WHERE {where} ORDER BY number", tuple(named.values()))
    return [from_row(row) for row in rows]


def _check_known(connection: sqlite3.Connection, verdict: Verdict) -> None:
    if not connection.execute("SELECT 1 FROM assertions WHERE id = ?", (verdict.assertion,)).fetchone():
        raise DatabaseError(f"there is no assertion {verdict.assertion} in the database")
    if verdict.undoes is None:
        return
    row = connection.execute("SELECT assertion FROM verdicts WHERE id = ?", (verdict.undoes,)).fetchone()
    if row is None or row[0] != verdict.assertion:
        raise DatabaseError(f"there is no verdict {verdict.undoes} on assertion {verdict.assertion} to take back")


def _check_seen(connection: sqlite3.Connection, verdict: Verdict, seen: int) -> None:
    """Refuse a verdict on a row that another curator has decided on since it was shown."""
    row = connection.execute(
        f"SELECT {COLUMNS} FROM (SELECT * FROM verdicts WHERE assertion = ? ORDER BY number LIMIT -1 OFFSET ?) "
        "WHERE curator <> ? AND action <> 'comment' ORDER BY number DESC LIMIT 1",
        (verdict.assertion, seen, verdict.curator),
    ).fetchone()
    if row is not None:
        other = from_row(row)
        raise DecidedError(
            f"{other.curator} {_DONE[other.action]} since it was shown here{_said(other)}; your verdict was not saved",
            hint="Look at the row again, then decide.",
        )


_DONE = {
    Action.ACCEPT: "has accepted this row",
    Action.EDIT: "has edited this row",
    Action.REJECT: "has rejected this row",
    Action.UNDO: "has taken back or given again a verdict on this row",
}


def _said(verdict: Verdict) -> str:
    """What the other curator gave with the verdict, in brackets."""
    changed = verdict.after if verdict.action is Action.EDIT else None
    edited = (
        [f"{slot.value} {value or 'empty'}" for slot, value in changed.items() if value != verdict.before.get(slot)]
        if changed
        else []
    )
    turned = verdict.polarity if verdict.polarity is not verdict.polarity_shown else None
    said = [*edited, *filter(None, (turned and turned.value, verdict.reason and verdict.reason.value, verdict.comment))]
    return f" ({'; '.join(said)})" if said else ""


def _about(connection: sqlite3.Connection, verdict: Verdict) -> Verdict:
    """The verdict with what it is about: the claim and the evidence as they are, where it does not say as shown."""
    claim = verdict.claim or claim_of(connection, verdict.assertion)
    evidence = verdict.evidence or _evidence_of(connection, verdict.assertion)
    settles = _settled_by(connection, verdict) if verdict.action in DECISIVE else ()
    return _with_polarity(connection, replace(verdict, claim=claim, evidence=evidence, settles=settles))


def _with_polarity(connection: sqlite3.Connection, verdict: Verdict) -> Verdict:
    """A decision with the polarity that the row has, where it does not say which was shown; kept as shown, unless it
    says otherwise."""
    if verdict.action not in DECISIVE:
        return verdict
    shown = verdict.polarity_shown or _polarity_of(connection, verdict.assertion)
    decided = (verdict.polarity or shown) if verdict.action in KEEPING else None
    return replace(verdict, polarity=decided, polarity_shown=shown)


def _polarity_of(connection: sqlite3.Connection, assertion_id: str) -> Polarity:
    statement = "SELECT polarity FROM queue WHERE assertion = (SELECT number FROM assertions WHERE id = ?)"
    return Polarity(connection.execute(statement, (assertion_id,)).fetchone()[0])


def claim_of(connection: sqlite3.Connection, assertion_id: str) -> str:
    """The id of the claim that an assertion makes."""
    statement = "SELECT claims.id FROM assertions JOIN claims ON claims.number = claim WHERE assertions.id = ?"
    return str(connection.execute(statement, (assertion_id,)).fetchone()[0])


def _evidence_of(connection: sqlite3.Connection, assertion_id: str) -> tuple[str, ...]:
    rows = connection.execute(
        "SELECT id FROM evidence WHERE assertion = (SELECT number FROM assertions WHERE id = ?) AND found "
        "ORDER BY position",
        (assertion_id,),
    )
    return tuple(id_ for (id_,) in rows)


def _settled_by(connection: sqlite3.Connection, verdict: Verdict) -> tuple[str, ...]:
    """The decisions of others on the assertion that a new one is made over: all that no other was made over yet.

    One that was taken back is among them, for it may be given again, and one that lies below it is, while it stands.
    """
    rows = connection.execute(
        f"""
        SELECT id FROM verdict_standing AS earlier
        WHERE assertion = ? AND action IN ({_DECISIVE}) AND curator <> ? AND NOT EXISTS (
            SELECT 1 FROM made_over JOIN verdict_standing AS later ON later.number = made_over.later
            WHERE made_over.earlier = earlier.number AND (later.stands OR NOT earlier.stands)
        )
        ORDER BY number
        """,
        (verdict.assertion, verdict.curator),
    )
    return tuple(id_ for (id_,) in rows)


def filled(verdict: Verdict, *, previous: str) -> Verdict:
    """The verdict with a time, the link to the same curator's before it, and its id."""
    after = verdict.before if verdict.action is Action.ACCEPT and verdict.after is None else verdict.after
    linked = replace(verdict, after=after, time=verdict.time or now(), previous=previous, id="")
    return replace(linked, id=identity.verdict_id(linked))


def _values(verdict: Verdict) -> list[Any]:
    plain = [getattr(verdict, name) for name in (*_PLAIN, *_VERSIONS)]
    lists = [json.dumps(getattr(verdict, name)) for name in _LISTS]
    return [*plain, *lists, *_slots(verdict.before), *_slots(verdict.after)]


def _slots(claim: Claim | None) -> list[str | None]:
    return [None] * len(Slot) if claim is None else [value for _, value in claim.items()]


def from_row(row: tuple[Any, ...]) -> Verdict:
    """A verdict from its `COLUMNS`."""
    fixed = len(_FIXED)
    plain = dict(zip(_FIXED, row[:fixed], strict=True))
    before, after = row[fixed : fixed + len(Slot)], row[fixed + len(Slot) :]
    return Verdict(
        **{
            **plain,
            "action": Action(plain["action"]),
            "reason": None if plain["reason"] is None else Reason(plain["reason"]),
            **{name: plain[name] and Polarity(plain[name]) for name in ("polarity", "polarity_shown")},
            **{name: tuple(json.loads(plain[name])) for name in _LISTS},
        },
        before=claim_from(before),
        after=None if after[0] is None else claim_from(after),
    )
