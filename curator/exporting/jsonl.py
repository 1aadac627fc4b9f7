"""JSON lines: one object a line, UTF-8, slots that are unknown as null.

Owns the three shapes that programs read: an assertion as extracted, a mention, and a curated row (an assertion with
its decided claim, its state and its verdict).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from curator.exporting.guard import json_text
from curator.exporting.rows import Row, Sink
from curator.model import Assertion, Claim, Evidence, Mention, Polarity, Slot, Verdict

CONFIDENCE_DIGITS = 3


def write(rows: Iterable[Row], stream: Sink) -> None:
    """Write one object a row."""
    for row in rows:
        stream.write(line(row_object(row)) + "\n")


def line(value: dict[str, Any]) -> str:
    """One JSON object on one line, without a line end."""
    return json_text(value)


def assertion_object(document: str, assertion: Assertion) -> dict[str, Any]:
    """An assertion as `curator extract --format jsonl` prints it; `document` is the file's stem."""
    return _assertion(document, assertion.claim, assertion.polarity, assertion)


def mention_object(document: str, mention: Mention) -> dict[str, Any]:
    """A mention as `curator mentions --format jsonl` prints it; `document` is the file's stem."""
    return {
        "document": document,
        "type": mention.type.value,
        "text": mention.text,
        "start": mention.start,
        "end": mention.end,
        "name": mention.name,
        "identifier": mention.identifier,
    }


def row_object(row: Row) -> dict[str, Any]:
    """A curated row: the assertion with its decided claim and polarity, then how it stands."""
    proposed = {slot.value: value for slot, value in row.assertion.claim.items()}
    return {
        **_assertion(row.document, row.claim, row.polarity, row.assertion),
        "reference": row.reference or None,
        "state": row.state.value,
        "proposed": {**proposed, "polarity": row.assertion.polarity.value},
        "still_found": row.found,
        "verdict": _verdict(row.verdict) if row.verdict else None,
        "assertion_id": row.id,
        "document_id": row.document_id,
        "replaced_by": row.replaced_by or None,
    }


def _assertion(document: str, claim: Claim, polarity: Polarity, assertion: Assertion) -> dict[str, Any]:
    return {
        "document": document,
        "mirna": claim.mirna,
        "source": claim.source,
        "target": claim.target,
        "effect": claim.effect.value if claim.effect else None,
        "drug": claim.drug,
        "disease": claim.disease,
        "citation": claim.citation,
        "polarity": polarity.value,
        "confidence": round(assertion.confidence, CONFIDENCE_DIGITS),
        "evidence": [_evidence(e) for e in assertion.evidence],
    }


def _evidence(evidence: Evidence) -> dict[str, Any]:
    spans = {slot: evidence.span_of(slot) for slot in Slot}
    return {
        "quote": evidence.quote,
        "start": evidence.start,
        "end": evidence.end,
        "section": evidence.section,
        "rule": evidence.rule,
        "slots": {slot.value: [span.start, span.end] for slot, span in spans.items() if span},
    }


def _verdict(verdict: Verdict) -> dict[str, Any]:
    return {
        "id": verdict.id,
        "action": verdict.action.value,
        "reason": verdict.reason.value if verdict.reason else None,
        "comment": verdict.comment,
        "curator": verdict.curator,
        "time": verdict.time,
        "quote": verdict.quote,
        "program_version": verdict.program_version,
        "rules_version": verdict.rules_version,
    }
