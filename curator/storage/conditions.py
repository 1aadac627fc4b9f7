"""What a curator asks of the queue, as SQL over the table `queue` under the name `q`.

Two views of it: of one paper, where a row is an assertion, and of all papers, where it is a finding and stands at its
first assertion. A slot is read there; a paper, a section, a rule or a word counts wherever the finding has it.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Protocol

from curator.errors import DatabaseError
from curator.storage.search import COLUMNS, TABLE, search

NAMED = ("mirna", "source", "target", "drug", "disease")
"""Slots that are looked for by a part of their value."""
_BOUNDS = {"<=", ">=", "<", ">"}


class Condition(Protocol):
    """One part of a filter: `curation.queue` reads it from what a curator types."""

    @property
    def field(self) -> str: ...
    @property
    def value(self) -> str: ...
    @property
    def negated(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Part:
    """A condition in SQL."""

    sql: str
    """With `{q}` where the index of the column may be used, or kept from being used."""
    values: tuple[Any, ...]
    index: str = ""
    """The index that finds its rows when the queue is of findings; empty where none does."""
    wide: bool = False
    """Whether its index has the rows of the queue in their order, so that it is walked rather than listed."""
    searches: bool = False
    """Whether it looks for words or papers: then it is asked once for all rows, never row by row."""
    chooses: bool = False
    """Whether it can choose rows by number."""
    state: str = ""
    """The state that it asks for, where that is what it does."""
    counted: str = ""
    """The same asked of `queue_counts`, where what it asks is counted there."""
    probe: str = ""
    """The same asked of one row, where that is another question."""

    def driving(self) -> str:
        """The condition as the one that chooses the rows."""
        return self.sql.format(q="q.")

    def sifting(self) -> str:
        """The condition as one that sifts rows which another has chosen."""
        return self.sql.format(q="+q.")


def parts(connection: sqlite3.Connection, conditions: Iterable[Condition], *, document: int | None) -> list[Part]:
    """The conditions in SQL, for the rows of one paper or, without one, for findings."""
    return [_part(connection, condition, document) for condition in conditions]


def _part(connection: sqlite3.Connection, condition: Condition, document: int | None) -> Part:
    made = _positive(connection, condition.field, condition.value, document)
    if not condition.negated:
        return made
    # A row whose slot is empty does not have the value either.
    counted, probe = (f"({sql}) IS NOT TRUE" if sql else "" for sql in (made.counted, made.probe))
    return Part(f"({made.sql}) IS NOT TRUE", made.values, searches=made.searches, counted=counted, probe=probe)


def _positive(connection: sqlite3.Connection, field: str, value: str, document: int | None) -> Part:
    if field in COLUMNS:
        return _words(connection, field, value, document)
    if field in NAMED:
        return _named(connection, field, value, document)
    if field not in _PLAIN:
        raise DatabaseError(f"the queue has no field {field}")
    return _PLAIN[field](connection, field, value, document)


def _words(connection: sqlite3.Connection, field: str, words: str, document: int | None) -> Part:
    found = search(connection, field, words)
    if document is not None:
        return Part(f"{{q}}assertion IN ({found.sql})", found.values, searches=True, chooses=True)
    sql = f"{{q}}assertion IN (SELECT finding FROM queue WHERE assertion IN ({found.sql}))"
    probe = (
        f"EXISTS (SELECT 1 FROM queue AS member JOIN {TABLE} ON {TABLE}.rowid = member.assertion "
        f"WHERE member.finding = q.assertion AND {TABLE} MATCH ?)"
    )
    return Part(sql, found.values, searches=True, chooses=True, probe=probe if found.match else "")


def _named(connection: sqlite3.Connection, slot: str, value: str, document: int | None) -> Part:
    """A part of the slot's value, in any case: the few values that hold it are looked up first."""
    index = f"queue_by_{slot}"
    if not value:
        return Part(f"{{q}}{slot} IS NULL", (), index=index)
    folded = value.casefold()
    held = [name for name in values(connection, slot, document=document) if folded in name.casefold()]
    return Part(f"{{q}}{slot} IN (SELECT value FROM json_each(?))", (json.dumps(held),), index=index)


def values(connection: sqlite3.Connection, slot: str, *, document: int | None = None) -> list[str]:
    """Every value that the slot has in the queue, in order; its index is read in as many steps as there are values."""
    if document is not None:
        statement = f"SELECT DISTINCT {slot} FROM queue WHERE document = ? AND {slot} IS NOT NULL ORDER BY 1"
        return [value for (value,) in connection.execute(statement, (document,))]
    least = f"SELECT min({slot}) FROM queue INDEXED BY queue_by_{slot} WHERE finding = assertion"
    statement = f"""
        WITH RECURSIVE held (value) AS (
            {least}
            UNION ALL
            SELECT ({least} AND {slot} > held.value) FROM held WHERE held.value IS NOT NULL
        )
        SELECT value FROM held WHERE value IS NOT NULL
    """
    return [value for (value,) in connection.execute(statement)]


def _equal(connection: sqlite3.Connection, field: str, value: str, document: int | None) -> Part:
    index = "queue_by_effect" if field == "effect" else ""
    if not value:
        return Part(f"{{q}}{field} IS NULL", (), index=index)
    return Part(f"{{q}}{field} = ?", (value,), index=index)


def _state(connection: sqlite3.Connection, field: str, value: str, document: int | None) -> Part:
    if document is not None:
        return Part("{q}state = ?", (value,))
    return Part("{q}finding_state = ?", (value,), index="queue_by_state", state=value, wide=True, counted="state = ?")


def _found(connection: sqlite3.Connection, field: str, value: str, document: int | None) -> Part:
    column = "finding_found" if document is None else "found"
    return Part(f"{{q}}{column} = ?", (int(value == "yes"),), counted="found = ?")


def _confidence(connection: sqlite3.Connection, field: str, value: str, document: int | None) -> Part:
    sign = next((s for s in sorted(_BOUNDS, key=len, reverse=True) if value.startswith(s)), "=")
    number = float(value.removeprefix(sign))
    return Part(f"{{q}}confidence {sign} ?", (number,), index="queue_by_confidence")


def _document(connection: sqlite3.Connection, field: str, value: str, document: int | None) -> Part:
    named = connection.execute("SELECT number, name FROM documents")
    held = json.dumps([number for number, name in named if value.casefold() in name.casefold()])
    if document is not None:
        return Part("{q}document IN (SELECT value FROM json_each(?))", (held,))
    members = "SELECT finding FROM queue WHERE document IN (SELECT value FROM json_each(?))"
    probe = (
        "EXISTS (SELECT 1 FROM queue AS member WHERE member.finding = q.assertion "
        "AND member.document IN (SELECT value FROM json_each(?)))"
    )
    return Part(f"{{q}}assertion IN ({members})", (held,), searches=True, chooses=True, probe=probe)


def _conflict(connection: sqlite3.Connection, field: str, value: str, document: int | None) -> Part:
    """Conflicts are few and have an index of their own; a finding has one where any of its assertions has."""
    truth = "" if value == "yes" else "NOT "
    if document is not None:
        return Part(f"{truth}{{q}}conflict", ())
    held = "SELECT finding FROM queue INDEXED BY queue_by_conflict WHERE conflict = 1"
    probe = "EXISTS (SELECT 1 FROM queue AS member WHERE member.finding = q.assertion AND member.conflict = 1)"
    few = value == "yes"
    return Part(f"{{q}}assertion {truth}IN ({held})", (), searches=few, chooses=few, probe=f"{truth}{probe}")


def _moved(connection: sqlite3.Connection, field: str, value: str, document: int | None) -> Part:
    """Decided rows that stand on other sentences now; a finding has moved where any of its assertions has."""
    truth = "" if value == "yes" else "NOT "
    held = "SELECT assertion FROM moved"
    if document is None:
        held = f"SELECT member.finding FROM queue AS member WHERE member.assertion IN ({held})"
    return Part(f"{{q}}assertion {truth}IN ({held})", (), searches=value == "yes", chooses=value == "yes")


def _assigned(connection: sqlite3.Connection, field: str, value: str, document: int | None) -> Part:
    """Claims that one curator is to judge, or with an empty name those that nobody is; a finding has one claim."""
    assigned = connection.execute("SELECT claim, assignee FROM assigned")
    wanted = value.casefold()
    claims = json.dumps([claim for claim, name in assigned if not wanted or name.casefold() == wanted])
    held = (
        "SELECT assertions.number FROM json_each(?) JOIN claims ON claims.id = json_each.value "
        "JOIN assertions ON assertions.claim = claims.number"
    )
    truth = "" if wanted else "NOT "
    return Part(f"{{q}}assertion {truth}IN ({held})", (claims,), searches=bool(wanted), chooses=bool(wanted))


_PLAIN: dict[str, Callable[[sqlite3.Connection, str, str, int | None], Part]] = {
    "effect": _equal,
    "citation": _equal,
    "polarity": _equal,
    "state": _state,
    "found": _found,
    "confidence": _confidence,
    "document": _document,
    "conflict": _conflict,
    "moved": _moved,
    "assigned": _assigned,
}
