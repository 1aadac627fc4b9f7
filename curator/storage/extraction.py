"""Assertions into the database: what an extraction found is added, kept or marked as gone; verdicts stay."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from curator import identity
from curator.model import Assertion, Cue, Document, Evidence, Factor, Mention, Slot, SlotSpan
from curator.storage import documents
from curator.storage import mentions as stored_mentions
from curator.storage.assertions import Conditions, window
from curator.storage.batch import Batch, Row, insert
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
    mentions: Sequence[Mention] | None = None,
) -> ExtractionReport:
    """Make the document's rows those of this extraction, and its mentions too where they are given. The same again
    changes nothing.

    Raises DatabaseError for an unknown document and ValueError for evidence that does not stand in its text.
    """
    document = documents.load(connection, document_id)
    if mentions is not None:
        stored_mentions.save(connection, document, mentions)
    proposed = _identified(document, assertions)
    stored = {row.id: row for row in window(connection, Conditions(document_id=document_id))}
    gone = [id_ for id_, row in stored.items() if row.found and row.added_by is None and id_ not in proposed]
    report = ExtractionReport(
        added=len(proposed.keys() - stored.keys()), kept=len(proposed.keys() & stored.keys()), gone=len(gone)
    )
    outdated = [row for row in proposed.values() if not _is_current(stored.get(row.id), row, rules_version)]
    _write(connection, document, outdated, rules_version=rules_version)
    connection.executemany("UPDATE assertions SET found = 0 WHERE id = ?", [(id_,) for id_ in gone])
    if outdated or gone:
        _log(connection, document, report, rules_version=rules_version, program_version=program_version)
    return report


def proposed_rows(document: Document, assertions: Iterable[Assertion]) -> dict[str, Assertion]:
    """Assertion id → assertion, as `save` would have them; nothing is written."""
    return {id_: row.assertion for id_, row in _identified(document, assertions).items()}


def add(connection: sqlite3.Connection, document_id: str, assertion: Assertion, *, curator: str) -> str:
    """Add a curator's own row and return its id; where the row is there already, it stays as it is."""
    return add_to(connection, documents.load(connection, document_id), assertion, curator=curator)


def add_to(connection: sqlite3.Connection, document: Document, assertion: Assertion, *, curator: str) -> str:
    """The same for a document that is at hand."""
    (row,) = _identified(document, [assertion]).values()
    if not connection.execute("SELECT 1 FROM assertions WHERE id = ?", (row.id,)).fetchone():
        _write(connection, document, [row], rules_version="", curator=curator)
    return row.id


def attach(
    connection: sqlite3.Connection, document: Document, assertion_id: str, evidence: Iterable[Evidence]
) -> tuple[str, ...]:
    """Keep with a row the sentences that it was judged on, and return their ids; those that it has stay as they are.

    What is new is marked as not found: no rule rests the row on it. Raises ValueError where it is not in the text.
    """
    given = _distinct([_in_place(document, item) for item in evidence])
    batch = Batch(connection, ("evidence", *_parts(given[0])) if given else ())
    (number,) = connection.execute("SELECT number FROM assertions WHERE id = ?", (assertion_id,)).fetchone()
    held = connection.execute("SELECT id, position FROM evidence WHERE assertion = ?", (number,)).fetchall()
    known = {id for id, _ in held}
    first = max((position for _, position in held), default=-1) + 1
    new = [item for item in given if identity.evidence_id(item) not in known]
    for position, item in enumerate(new, start=first):
        _write_evidence(connection, batch, item, {"assertion": number, "position": position}, known={}, found=0)
    batch.flush()
    return tuple(map(identity.evidence_id, given))


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
    """True where nothing is to be written. What a curator added by herself is hers: rules do not rewrite it."""
    if stored is None:
        return False
    same = stored.found and stored.assertion == row.assertion and stored.rules_version == rules_version
    return same or stored.added_by is not None


_TABLES = ("claims", "assertions", "evidence", "slots", "factors", "cues")
"""In the order of insertion."""


def _write(
    connection: sqlite3.Connection,
    document: Document,
    rows: Iterable[_Proposed],
    *,
    rules_version: str,
    curator: str | None = None,
) -> None:
    """Insert the rows that are new and bring the others up to date."""
    batch = Batch(connection, _TABLES)
    for row in rows:
        number = batch.number("assertions", row.id)
        columns = _columns(row.assertion, rules_version=rules_version)
        if number is None:
            number = batch.add("assertions", {**_fixed(batch, document, row, curator=curator), **columns})
            known: dict[str, int] = {}
        else:
            known = _refresh(connection, number, columns)
        for position, evidence in enumerate(row.assertion.evidence):
            _write_evidence(connection, batch, evidence, {"assertion": number, "position": position}, known=known)
    batch.flush()


def _columns(assertion: Assertion, *, rules_version: str) -> Row:
    """What a later extraction may change."""
    return {
        "citation": assertion.claim.citation,
        "confidence": assertion.confidence,
        "reasons": json.dumps(assertion.reasons, ensure_ascii=False),
        "start_offset": assertion.evidence[0].start,
        "rules_version": rules_version,
        "found": 1,
    }


def _fixed(batch: Batch, document: Document, row: _Proposed, *, curator: str | None) -> Row:
    """What makes the row the row that it is."""
    return {
        "id": row.id,
        "document": batch.number("documents", document.id),
        "claim": _claim_number(batch, row),
        "polarity": row.assertion.polarity.value,
        "added_by": curator,
    }


def _claim_number(batch: Batch, row: _Proposed) -> int:
    slots = {slot.value: value for slot, value in row.assertion.claim.items() if slot is not Slot.CITATION}
    return batch.number("claims", row.claim) or batch.add("claims", {"id": row.claim, **slots, "study": row.study})


def _refresh(connection: sqlite3.Connection, number: int, columns: Row) -> dict[str, int]:
    """Update the row, mark all of its evidence as not found, and return the numbers of the evidence by id."""
    _update(connection, "assertions", number, columns)
    connection.execute("UPDATE evidence SET found = 0 WHERE assertion = ?", (number,))
    return dict(connection.execute("SELECT id, number FROM evidence WHERE assertion = ?", (number,)))


def _write_evidence(
    connection: sqlite3.Connection,
    batch: Batch,
    evidence: Evidence,
    place: Row,
    *,
    known: Mapping[str, int],
    found: int = 1,
) -> None:
    """Insert one piece of evidence, or bring it up to date where it is known."""
    id_ = identity.evidence_id(evidence)
    columns = {**place, "section": evidence.section, "rule": evidence.rule, "found": found}
    if id_ in known:
        number = known[id_]
        _update(connection, "evidence", number, columns)
        for table in _parts(evidence):
            connection.execute(f"DELETE FROM {table} WHERE evidence = ?", (number,))
    else:
        span = {"start_offset": evidence.start, "end_offset": evidence.end, "quote": evidence.quote}
        number = batch.add("evidence", {"id": id_, **span, **columns})
    for table, rows in _parts(evidence).items():
        batch.add_parts(table, ({"evidence": number, "position": i, **row} for i, row in enumerate(rows)))


def _parts(evidence: Evidence) -> dict[str, list[Row]]:
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


def _span(item: SlotSpan | Factor | Cue) -> Row:
    return {"start_offset": item.start, "end_offset": item.end, "text": item.text}


def _update(connection: sqlite3.Connection, table: str, number: int, columns: Row) -> None:
    settings = ", ".join(f"{column} = ?" for column in columns)
    connection.execute(f"UPDATE {table} SET {settings} WHERE number = ?", (*columns.values(), number))


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
