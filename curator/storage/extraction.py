"""Assertions into the database: what an extraction found is added, kept or marked as gone; verdicts stay."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from curator import identity
from curator.model import Assertion, Cue, Document, Evidence, Factor, SlotSpan
from curator.storage import documents
from curator.storage.assertions import Conditions, window
from curator.storage.documents import insert
from curator.storage.records import ExtractionReport, StoredAssertion


@dataclass(frozen=True, slots=True)
class _Proposed:
    """An assertion with its ids."""

    id: str
    claim: str
    study: str
    assertion: Assertion


def save(
    connection: sqlite3.Connection,
    document_id: str,
    assertions: Iterable[Assertion],
    *,
    rules_version: str,
    program_version: str,
) -> ExtractionReport:
    """Make the document's rows those of this extraction. The same again changes nothing.

    Raises DatabaseError for an unknown document and ValueError for evidence that does not stand in its text.
    """
    document = documents.load(connection, document_id)
    proposed = _identified(document, assertions)
    stored = {row.id: row for row in window(connection, Conditions(document_id=document_id))}
    gone = [id_ for id_, row in stored.items() if row.found and row.added_by is None and id_ not in proposed]
    report = ExtractionReport(
        added=len(proposed.keys() - stored.keys()), kept=len(proposed.keys() & stored.keys()), gone=len(gone)
    )
    outdated = [row for row in proposed.values() if not _is_current(stored.get(row.id), row, rules_version)]
    for row in outdated:
        _write(connection, document, row, rules_version=rules_version)
    connection.executemany("UPDATE assertions SET found = 0 WHERE id = ?", [(id_,) for id_ in gone])
    if outdated or gone:
        _log(connection, document, report, rules_version=rules_version, program_version=program_version)
    return report


def add(connection: sqlite3.Connection, document_id: str, assertion: Assertion, *, curator: str) -> str:
    """Add a curator's own row and return its id; where the row is there already, it stays as it is."""
    document = documents.load(connection, document_id)
    (row,) = _identified(document, [assertion]).values()
    if not connection.execute("SELECT 1 FROM assertions WHERE id = ?", (row.id,)).fetchone():
        _write(connection, document, row, rules_version="", curator=curator)
    return row.id


def _identified(document: Document, assertions: Iterable[Assertion]) -> dict[str, _Proposed]:
    """Assertion id → assertion, those of one id joined: two printed keys may stand for one study."""
    found: dict[str, _Proposed] = {}
    for assertion in assertions:
        study = identity.study_id(document, assertion.claim.citation)
        claim = identity.claim_id(assertion.claim, study=study)
        id_ = identity.assertion_id(document.id, claim, assertion.polarity)
        earlier = found[id_].assertion.evidence if id_ in found else ()
        evidence = _distinct([*earlier, *(_in_place(document, e) for e in assertion.evidence)])
        joined = replace(found[id_].assertion if id_ in found else assertion, evidence=evidence)
        found[id_] = _Proposed(id_, claim, study, joined)
    return found


def _in_place(document: Document, evidence: Evidence) -> Evidence:
    """The evidence under its document's id, every quote checked against the text."""
    parts: list[SlotSpan | Factor | Cue] = [*evidence.slots, *evidence.factors, *evidence.cues]
    named = [(part.start, part.end, part.text) for part in parts]
    for start, end, text in [(evidence.start, evidence.end, evidence.quote), *named]:
        if document.text[start:end] != text:
            raise ValueError(f"{document.name}: {text!r} does not stand at {start}..{end} (rule {evidence.rule})")
    if evidence.document not in ("", document.id):
        raise ValueError(f"{document.name}: the evidence is of another document, {evidence.document}")
    return replace(evidence, document=document.id)


def _distinct(evidence: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """In text order; of two with one id the first, with the rules of both."""
    found: dict[str, Evidence] = {}
    for item in evidence:
        id_ = identity.evidence_id(item)
        if id_ not in found:
            found[id_] = item
        elif item.rule not in found[id_].rule.split(" + "):
            found[id_] = replace(found[id_], rule=f"{found[id_].rule} + {item.rule}")
    return tuple(sorted(found.values(), key=lambda e: (e.start, e.end)))


def _is_current(stored: StoredAssertion | None, row: _Proposed, rules_version: str) -> bool:
    return (
        stored is not None
        and stored.found
        and stored.assertion == row.assertion
        and (stored.rules_version == rules_version or stored.added_by is not None)
    )


def _write(
    connection: sqlite3.Connection,
    document: Document,
    row: _Proposed,
    *,
    rules_version: str,
    curator: str | None = None,
) -> None:
    """Insert the row, or bring it up to date; evidence that it no longer rests on is marked."""
    assertion = row.assertion
    columns = {
        "citation": assertion.claim.citation,
        "confidence": assertion.confidence,
        "start_offset": assertion.evidence[0].start,
        "rules_version": rules_version,
        "found": 1,
    }
    number = _number(connection, "SELECT number FROM assertions WHERE id = ?", row.id)
    if number is None:
        fixed = {
            "id": row.id,
            "document": documents.number_of(connection, document.id),
            "claim": _claim_number(connection, row),
            "polarity": assertion.polarity.value,
            "added_by": curator,
        }
        insert(connection, "assertions", [{**fixed, **columns, "reasons": assertion.reasons}])
        number = _number(connection, "SELECT number FROM assertions WHERE id = ?", row.id)
    else:
        _update(connection, "assertions", number, {**columns, "reasons": assertion.reasons})
        connection.execute("UPDATE evidence SET found = 0 WHERE assertion = ?", (number,))
    for position, evidence in enumerate(assertion.evidence):
        _write_evidence(connection, number, position, evidence)


def _write_evidence(connection: sqlite3.Connection, assertion: int | None, position: int, evidence: Evidence) -> None:
    columns = {"position": position, "section": evidence.section, "rule": evidence.rule, "found": 1}
    id_ = identity.evidence_id(evidence)
    by_id = "SELECT number FROM evidence WHERE assertion = ? AND id = ?"
    number = _number(connection, by_id, assertion, id_)
    if number is None:
        span = {"start_offset": evidence.start, "end_offset": evidence.end, "quote": evidence.quote}
        insert(connection, "evidence", [{"id": id_, "assertion": assertion, **span, **columns}])
        number = _number(connection, by_id, assertion, id_)
    else:
        _update(connection, "evidence", number, columns)
        for table in ("slots", "factors", "cues"):
            connection.execute(f"DELETE FROM {table} WHERE evidence = ?", (number,))
    for table, rows in _parts(evidence).items():
        insert(connection, table, [{"evidence": number, "position": i, **row} for i, row in enumerate(rows)])


def _parts(evidence: Evidence) -> dict[str, list[dict[str, Any]]]:
    """Table → rows."""
    return {
        "slots": [
            {"slot": s.slot.value, **_span(s), "value": s.value, "identifier": s.identifier} for s in evidence.slots
        ],
        "factors": [{"name": f.name, "sign": f.sign, **_span(f)} for f in evidence.factors],
        "cues": [
            {"kind": c.kind.value, **_span(c), "scope_start": c.scope.start, "scope_end": c.scope.end}
            for c in evidence.cues
        ],
    }


def _span(item: Any) -> dict[str, Any]:
    return {"start_offset": item.start, "end_offset": item.end, "text": item.text}


def _claim_number(connection: sqlite3.Connection, row: _Proposed) -> int:
    by_id = "SELECT number FROM claims WHERE id = ?"
    number = _number(connection, by_id, row.claim)
    if number is None:
        claim = row.assertion.claim
        slots = {slot.value: value for slot, value in claim.items() if slot.value != "citation"}
        insert(connection, "claims", [{"id": row.claim, **slots, "study": row.study}])
        number = _number(connection, by_id, row.claim)
    assert number is not None
    return number


def _update(connection: sqlite3.Connection, table: str, number: int, columns: dict[str, Any]) -> None:
    from sqlite_utils import Database as Utilities

    Utilities(connection, execute_plugins=False).table(table).update(number, columns)


def _number(connection: sqlite3.Connection, statement: str, *values: Any) -> int | None:
    row = connection.execute(statement, values).fetchone()
    return None if row is None else int(row[0])


def _log(
    connection: sqlite3.Connection,
    document: Document,
    report: ExtractionReport,
    *,
    rules_version: str,
    program_version: str,
) -> None:
    number = documents.number_of(connection, document.id)
    counts = {"added": report.added, "kept": report.kept, "gone": report.gone}
    versions = {"rules_version": rules_version, "program_version": program_version}
    insert(connection, "extractions", [{"document": number, **versions, **counts}])
