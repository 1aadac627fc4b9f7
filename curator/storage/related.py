"""Rows about the miRNA of another: narrow, and in a bounded number, so that a million rows cost what a hundred do.

Of the same paper every row on the miRNA is read. Of other papers findings are read, each at its first assertion, and
only those that could speak against the row.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

from curator.errors import DatabaseError
from curator.model import Claim, Effect, Polarity, Slot, State
from curator.storage import assertions
from curator.storage.records import StoredAssertion

HERE_MOST = 2_000
"""Rows of the same paper on the same miRNA."""
ELSEWHERE_MOST = 1_000
"""Findings of other papers that contradict a row: no more are counted."""
ELSEWHERE_KEPT = 8
"""Of these, the ones that are handed out."""
SAME_MOST = 20
"""Other papers that make the same finding."""

_SLOTS = ", ".join(f"q.{slot.value}" for slot in Slot)
_COUNTS = "state <> 'rejected' AND (found = 1 OR state <> 'undecided')"
_FINDING_COUNTS = "finding_state <> 'rejected' AND (finding_found = 1 OR finding_state <> 'undecided')"


@dataclass(frozen=True, slots=True)
class Narrow:
    """A row as the queue has it, without its evidence."""

    number: int
    document: int
    """The number of the paper in this file; of a finding, of the first that makes it."""
    claim: Claim
    polarity: Polarity
    state: State


@dataclass(frozen=True, slots=True)
class Around:
    """A row and what stands around it."""

    row: Narrow
    document_id: str
    here: tuple[Narrow, ...]
    """Other rows of the paper on the same miRNA, in its order; rejected ones, and those no longer found, left out."""
    elsewhere: tuple[Narrow, ...]
    """Findings of other papers that could speak against it, the plainest first; `ELSEWHERE_KEPT` at most."""
    opposed_elsewhere: int
    """How many such findings there are; `ELSEWHERE_MOST` stands for that and more."""
    same: tuple[int, ...]
    """Assertions of other papers that make the same finding; so many at most as `SAME_MOST`."""


class RelatedRows:
    """The rows of a database, asked for what stands beside each."""

    def __init__(self, reading: Callable[[], AbstractContextManager[sqlite3.Connection]]) -> None:
        self._reading = reading

    def around(self, assertion_id: str) -> Around:
        """What stands around the row. Raises DatabaseError where there is none with this id."""
        with self._reading() as connection:
            return _around(connection, assertion_id)

    def rows(self, numbers: list[int]) -> dict[int, StoredAssertion]:
        """The rows with these numbers, whole."""
        with self._reading() as connection:
            return {row.number: row.stored for row in assertions.numbered(connection, numbers)}

    def on_mirna(self, mirna: str) -> list[Narrow]:
        """Every finding on one miRNA, papers as read; rejected ones, and those no longer found, left out."""
        with self._reading() as connection:
            return _on_mirna(connection, mirna)

    def printed_names(self, document_id: str) -> list[tuple[Slot, str, str]]:
        """Slot, words and canonical value, as the evidence of one paper binds them: how this paper prints its names."""
        with self._reading() as connection:
            return list(_printed_names(connection, document_id))

    def references(self, document_id: str, keys: Sequence[str]) -> list[tuple[str, str]]:
        """Key and text of those references of a paper that have one of the keys, in the order of its list."""
        with self._reading() as connection:
            return _references(connection, document_id, keys) if keys else []

    def papers_with_tables(self) -> list[str]:
        """The ids of the papers that have a table, in the order in which they were read."""
        with self._reading() as connection:
            return _with_tables(connection)


def _around(connection: sqlite3.Connection, assertion_id: str) -> Around:
    """The same in SQL."""
    found = connection.execute(
        f"SELECT {_columns('q.state')}, q.finding, documents.id FROM queue AS q "
        "JOIN documents ON documents.number = q.document "
        "WHERE q.assertion = (SELECT number FROM assertions WHERE id = ?)",
        (assertion_id,),
    ).fetchone()
    if found is None:
        raise DatabaseError(f"there is no assertion {assertion_id} in the database")
    *narrow, finding, document_id = found
    row = _narrow(tuple(narrow))
    elsewhere, opposed = _elsewhere(connection, row, finding)
    same = connection.execute(
        f"SELECT assertion FROM queue WHERE finding = ? AND document <> ? AND {_COUNTS} ORDER BY document LIMIT ?",
        (finding, row.document, SAME_MOST),
    )
    others = tuple(number for (number,) in same)
    return Around(row, document_id, _here(connection, row), elsewhere, opposed, others)


def _here(connection: sqlite3.Connection, row: Narrow) -> tuple[Narrow, ...]:
    rows = connection.execute(
        f"SELECT {_columns('q.state')} FROM queue AS q "
        f"WHERE q.document = ? AND q.mirna = ? AND q.assertion <> ? AND {_COUNTS} "
        "ORDER BY q.document, q.start_offset, q.assertion LIMIT ?",
        (row.document, row.claim.mirna, row.number, HERE_MOST),
    )
    return tuple(map(_narrow, rows))


def _elsewhere(connection: sqlite3.Connection, row: Narrow, finding: int) -> tuple[tuple[Narrow, ...], int]:
    """The findings that speak against the row most plainly, and how many do, counted no further than the limit."""
    asked = [_opposed(row, *part) for part in _against(row)]
    if not asked:
        return (), 0
    statement = " UNION ALL ".join(sql for sql, _ in asked)
    values = [value for _, of_part in asked for value in of_part]
    limits = (row.document, finding, ELSEWHERE_MOST)
    held = connection.execute(
        f"SELECT * FROM ({statement}) WHERE document <> ? AND assertion <> ? LIMIT ?", [*values, *limits]
    )
    found = held.fetchall()
    claim = row.claim
    # Key, target, drug, polarity.
    found.sort(key=lambda one: (one[5] == _DOUBT, one[3] != claim.target, one[4] != claim.drug, *one[:3]))
    return tuple(_at(connection, tuple(one[:3])) for one in found[:ELSEWHERE_KEPT]), len(found)


_DOUBT = Polarity.SPECULATIVE.value
_TOLD = (Polarity.AFFIRMED.value, _DOUBT)
_DENIED = (Polarity.NEGATED.value,)


def _against(row: Narrow) -> Iterator[tuple[str | None, tuple[str, ...], bool]]:
    """Effect, polarities, and whether the target has to be the same, of the rows that could contradict this one.

    What is let through is judged in full by `curation.contradictions`.
    """
    effect, target = row.claim.effect, row.claim.target
    if row.polarity is Polarity.NEGATED:
        if effect:
            yield effect.value, _TOLD, False
        elif target:
            yield from ((other, _TOLD, True) for other in (*_EFFECTS, None))
        return
    if effect:
        yield next(other for other in _EFFECTS if other != effect.value), _TOLD, False
        yield effect.value, _DENIED, False
    if target:
        yield None, _DENIED, True


_EFFECTS = tuple(effect.value for effect in Effect)


def _opposed(
    row: Narrow, effect: str | None, polarities: tuple[str, ...], same_target: bool
) -> tuple[str, list[str | None]]:
    """Key, target, drug and polarity of such rows, read from one index alone; and the values asked for."""
    claim = row.claim
    clauses = ["finding = assertion", "mirna = ?", "effect IS ?", f"polarity IN ({', '.join('?' * len(polarities))})"]
    values: list[str | None] = [claim.mirna, effect, *polarities]
    if claim.drug:
        clauses.append("(drug IS NULL OR drug = ?)")
        values.append(claim.drug)
    if same_target:
        clauses.append("target = ?")
        values.append(claim.target)
    where = " AND ".join([*clauses, _FINDING_COUNTS])
    columns = "document, start_offset, assertion, target, drug, polarity"
    return f"SELECT {columns} FROM queue WHERE {where}", values


def _at(connection: sqlite3.Connection, key: tuple[int, int, int]) -> Narrow:
    """The finding that stands at a place of the queue."""
    where = "q.document = ? AND q.start_offset = ? AND q.assertion = ?"
    row = connection.execute(f"SELECT {_columns('q.finding_state')} FROM queue AS q WHERE {where}", key).fetchone()
    return _narrow(row)


def _on_mirna(connection: sqlite3.Connection, mirna: str) -> list[Narrow]:
    """The same in SQL."""
    rows = connection.execute(
        f"SELECT {_columns('q.finding_state')} FROM queue AS q INDEXED BY queue_by_mirna "
        f"WHERE q.finding = q.assertion AND q.mirna = ? AND {_FINDING_COUNTS} "
        "ORDER BY q.document, q.start_offset, q.assertion",
        (mirna,),
    )
    return list(map(_narrow, rows))


def _printed_names(connection: sqlite3.Connection, document_id: str) -> Iterator[tuple[Slot, str, str]]:
    """The same in SQL."""
    rows = connection.execute(
        """
        SELECT DISTINCT slots.slot, slots.text, slots.value
        FROM assertions
        JOIN evidence ON evidence.assertion = assertions.number
        JOIN slots ON slots.evidence = evidence.number
        WHERE assertions.document = (SELECT number FROM documents WHERE id = ?)
        """,
        (document_id,),
    )
    return ((Slot(slot), text, value) for slot, text, value in rows.fetchall())


def _references(connection: sqlite3.Connection, document_id: str, keys: Sequence[str]) -> list[tuple[str, str]]:
    """The same in SQL."""
    return connection.execute(
        "SELECT key, text FROM bibliography WHERE document = (SELECT number FROM documents WHERE id = ?) "
        "AND key IN (SELECT value FROM json_each(?)) ORDER BY position",
        (document_id, json.dumps(list(keys))),
    ).fetchall()


def _with_tables(connection: sqlite3.Connection) -> list[str]:
    """The same in SQL."""
    rows = connection.execute(
        "SELECT id FROM documents WHERE number IN (SELECT document FROM document_tables) ORDER BY number"
    )
    return [id for (id,) in rows]


def _columns(state: str) -> str:
    return f"q.assertion, q.document, {_SLOTS}, q.polarity, {state}"


def _narrow(row: tuple[Any, ...]) -> Narrow:
    number, document, *rest = row
    *claim, polarity, state = rest
    return Narrow(number, document, assertions.claim_from(claim), Polarity(polarity), State(state))
