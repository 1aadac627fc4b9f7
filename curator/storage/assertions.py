"""Assertions out of the database: a window of the queue, each row with its evidence and how it stands."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from curator.errors import DatabaseError
from curator.model import (
    KEPT,
    Assertion,
    Claim,
    Cue,
    Effect,
    Evidence,
    Factor,
    Polarity,
    Slot,
    SlotSpan,
    Span,
    State,
)
from curator.storage.records import StoredAssertion
from curator.storage.search import holding

_CLAIM_COLUMNS = (
    "claims.mirna, claims.source, claims.target, claims.effect, assertions.citation, claims.drug, claims.disease"
)
_DECIDED_COLUMNS = ", ".join(f"decision.after_{slot.value}" for slot in Slot)

_SELECT = f"""
SELECT assertions.number, assertions.id, documents.id, documents.name,
       {_CLAIM_COLUMNS},
       assertions.polarity, assertions.confidence, assertions.reasons,
       states.state, {_DECIDED_COLUMNS},
       states.polarity, states.found, assertions.added_by, assertions.rules_version,
       (SELECT count(*) FROM verdicts WHERE verdicts.assertion = assertions.id),
       claims.id, states.conflict,
       coalesce((SELECT assignee FROM assignments WHERE claim = claims.id ORDER BY number DESC LIMIT 1), ''),
       EXISTS (SELECT 1 FROM moved WHERE moved.assertion = assertions.number),
       coalesce((SELECT by_name FROM replaced WHERE replaced.document = assertions.document), ''),
       EXISTS (
           SELECT 1 FROM verdicts AS carrying
           WHERE carrying.carries = decision.id AND carrying.assertion <> assertions.id
       ),
       EXISTS (
           SELECT 1 FROM verdict_standing AS given
           WHERE given.assertion = assertions.id AND given.comment <> '' AND given.stands
       )
FROM assertions
JOIN documents ON documents.number = assertions.document
JOIN claims ON claims.number = assertions.claim
JOIN queue AS states ON states.assertion = assertions.number
LEFT JOIN verdicts AS decision ON decision.number = states.verdict
"""

_IN_ORDER = " ORDER BY assertions.document, assertions.start_offset, assertions.number"
"""The order of the index `assertions_in_order`: papers as read, rows as in the text."""

_CHOSEN = "assertions.number IN (SELECT value FROM json_each(?))"

_SEARCHED = ("claims.mirna", "claims.source", "claims.target", "claims.drug", "claims.disease", "documents.name")


@dataclass(frozen=True, slots=True)
class Conditions:
    """Which rows to give; an empty field does not narrow."""

    document_id: str | None = None
    state: State | None = None
    text: str | None = None
    """Part of a name in the row, of the paper's name, or of the evidence; without regard to case in ASCII letters."""
    assertion_id: str | None = None


@dataclass(frozen=True, slots=True)
class Numbered:
    """A row and the number that it has in this file."""

    number: int
    stored: StoredAssertion


def window(
    connection: sqlite3.Connection, conditions: Conditions, *, limit: int | None = None, offset: int = 0
) -> list[StoredAssertion]:
    """The rows that meet the conditions, in the order of the queue."""
    statement, values = _choice(conditions)
    chosen = connection.execute(f"{statement}{_IN_ORDER} LIMIT ? OFFSET ?", [*values, _limit(limit), offset])
    return [row.stored for row in numbered(connection, [number for (number,) in chosen])]


def numbered(connection: sqlite3.Connection, numbers: list[int]) -> list[Numbered]:
    """The rows with these numbers, in the order of the queue."""
    evidence = evidence_of(connection, numbers)
    rows = connection.execute(f"{_SELECT} WHERE {_CHOSEN} {_IN_ORDER}", (json.dumps(numbers),))
    return [Numbered(row[0], _stored(row, evidence[row[0]])) for row in rows]


def one(connection: sqlite3.Connection, assertion_id: str) -> StoredAssertion:
    """The row with this id. Raises DatabaseError where there is none."""
    rows = window(connection, Conditions(assertion_id=assertion_id))
    if not rows:
        raise DatabaseError(f"there is no assertion {assertion_id} in the database")
    return rows[0]


def claim_from(values: Iterable[Any]) -> Claim:
    """A claim from its seven columns, in the order of `Slot`."""
    mirna, source, target, effect, citation, drug, disease = values
    return Claim(mirna, source, target, None if effect is None else Effect(effect), citation, drug, disease)


def _limit(limit: int | None) -> int:
    """As SQLite has it."""
    return -1 if limit is None else limit


def _choice(conditions: Conditions) -> tuple[str, list[Any]]:
    """The statement that chooses numbers, and its values. It joins only what it asks: it may skip a million rows."""
    joins = ""
    if conditions.state is not None:
        joins += " CROSS JOIN queue AS states ON states.assertion = assertions.number"
    if conditions.text:
        joins += " JOIN claims ON claims.number = assertions.claim"
        joins += " JOIN documents ON documents.number = assertions.document"
    where, values = _where(conditions)
    return f"SELECT assertions.number FROM assertions{joins}{where}", values


def _where(conditions: Conditions) -> tuple[str, list[Any]]:
    parts: list[tuple[str, list[Any]]] = []
    if conditions.assertion_id is not None:
        parts.append(("assertions.id = ?", [conditions.assertion_id]))
    if conditions.document_id is not None:
        chosen = "assertions.document = (SELECT number FROM documents WHERE id = ?)"
        parts.append((chosen, [conditions.document_id]))
    if conditions.state is not None:
        parts.append(("states.state = ?", [conditions.state.value]))
    if conditions.text:
        parts.append(_containing(conditions.text))
    clauses = " AND ".join(clause for clause, _ in parts)
    return (f" WHERE {clauses}" if clauses else ""), [value for _, values in parts for value in values]


def _containing(text: str) -> tuple[str, list[Any]]:
    in_row = " OR ".join(f"{column} LIKE ? ESCAPE '\\'" for column in _SEARCHED)
    in_quote = (
        "EXISTS (SELECT 1 FROM evidence WHERE evidence.assertion = assertions.number AND quote LIKE ? ESCAPE '\\')"
    )
    return f"({in_row} OR {in_quote})", [holding(text)] * (len(_SEARCHED) + 1)


def _stored(row: tuple[Any, ...], evidence: tuple[Evidence, ...]) -> StoredAssertion:
    _, id_, document_id, document_name, *rest = row
    width = len(Slot)
    claim, (polarity, confidence, reasons, state), rest = rest[:width], rest[width : width + 4], rest[width + 4 :]
    decided, (stands, found, added_by, rules_version, verdicts, claim_id, *rest) = rest[:width], rest[width:]
    conflict, assigned, moved, replaced_by, carried, noted = rest
    is_kept = state in KEPT
    return StoredAssertion(
        id=id_,
        document_id=document_id,
        document_name=document_name,
        assertion=Assertion(
            claim=claim_from(claim),
            evidence=evidence,
            polarity=Polarity(polarity),
            confidence=confidence,
            reasons=tuple(json.loads(reasons)),
        ),
        state=State(state),
        decided=claim_from(decided) if is_kept else None,
        decided_polarity=Polarity(stands) if is_kept else None,
        found=bool(found),
        verdicts=verdicts,
        added_by=added_by,
        rules_version=rules_version,
        claim_id=claim_id,
        conflict=bool(conflict),
        assigned=assigned,
        moved=bool(moved),
        replaced_by=replaced_by,
        carried=bool(carried),
        noted=bool(noted),
    )


_AMONG = "assertion IN (SELECT value FROM json_each(?)) AND (evidence.found OR ?)"


def evidence_of(
    connection: sqlite3.Connection, numbers: list[int], *, once_found: bool = False
) -> dict[int, tuple[Evidence, ...]]:
    """Assertion number → its evidence in order; a handful of statements, however many rows.

    With `once_found` also what the rows no longer rest on.
    """
    chosen = (json.dumps(numbers), once_found)
    slots, factors, cues = (_part(connection, chosen, *part) for part in _PARTS)
    rows = connection.execute(
        f"""
        SELECT assertion, evidence.number,
               documents.id, evidence.start_offset, evidence.end_offset, quote, section, rule
        FROM evidence
        JOIN assertions ON assertions.number = evidence.assertion
        JOIN documents ON documents.number = assertions.document
        WHERE {_AMONG} ORDER BY assertion, position
        """,
        chosen,
    )
    grouped: dict[int, list[Evidence]] = defaultdict(list)
    for assertion, number, document, start, end, quote, section, rule in rows:
        parts = (tuple(slots[number]), tuple(factors[number]), tuple(cues[number]))
        grouped[assertion].append(Evidence(document, start, end, quote, section, rule, *parts))
    return {assertion: tuple(found) for assertion, found in grouped.items()}


def _slot(slot: str, start: int, end: int, text: str, value: str, identifier: str | None) -> SlotSpan:
    return SlotSpan(Slot(slot), start, end, text, value, identifier)


def _cue(kind: str, start: int, end: int, text: str, scope_start: int, scope_end: int) -> Cue:
    return Cue(Polarity(kind), start, end, text, Span(scope_start, scope_end))


_PARTS = (
    ("slots", ("slot", "start_offset", "end_offset", "text", "value", "identifier"), _slot),
    ("factors", ("name", "sign", "start_offset", "end_offset", "text"), Factor),
    ("cues", ("kind", "start_offset", "end_offset", "text", "scope_start", "scope_end"), _cue),
)


def _part(
    connection: sqlite3.Connection, chosen: tuple[str, bool], table: str, columns: tuple[str, ...], build: Any
) -> dict[int, list[Any]]:
    """Evidence number → its rows of one table, built into the model's type."""
    listed = ", ".join(f"{table}.{column}" for column in columns)
    rows = connection.execute(
        f"SELECT {table}.evidence, {listed} FROM evidence JOIN {table} ON {table}.evidence = evidence.number "
        f"WHERE {_AMONG} ORDER BY {table}.evidence, {table}.position",
        chosen,
    )
    grouped: dict[int, list[Any]] = defaultdict(list)
    for number, *values in rows:
        grouped[number].append(build(*values))
    return grouped
