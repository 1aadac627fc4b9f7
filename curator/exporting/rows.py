"""What an export holds: one row an assertion, with the claim as decided, its evidence and the verdict on it.

Every format writes these; only `COLUMNS` says which columns a flat file has and in which order.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from curator.model import Assertion, Claim, Evidence, Polarity, Slot, State, Verdict

JOIN = " | "
"""Between the values of one cell where there are several, such as two quotes."""


class Sink(Protocol):
    """Whatever takes text: a file, a stream, a terminal's guard."""

    def write(self, text: str, /) -> object: ...


@dataclass(frozen=True, slots=True)
class Row:
    """One assertion of one document and how it stands."""

    id: str
    """The assertion's id."""
    document_id: str
    document: str
    """The document's name."""
    assertion: Assertion
    """As the rules proposed it."""
    state: State = State.UNDECIDED
    decided: Claim | None = None
    """As the curator left it; none while undecided or where rejected."""
    reference: str = ""
    """The cited reference in full; empty for the document's own finding."""
    verdict: Verdict | None = None
    """The verdict that stands, or none."""
    found: bool = True
    """Whether the rules still find it."""
    replaced_by: str = ""
    """The name of a newer text of the paper, to which the row could not be carried; else empty."""
    decided_polarity: Polarity | None = None
    """The polarity with which the curator let it stand, or none. Only a row that is kept as affirmed is a fact."""

    @property
    def claim(self) -> Claim:
        """The claim that holds: the decided one, else the proposed one."""
        return self.decided or self.assertion.claim

    @property
    def polarity(self) -> Polarity:
        """The polarity that holds: the decided one, else that of the text."""
        return self.decided_polarity or self.assertion.polarity

    @property
    def changes(self) -> tuple[tuple[str, str | None, str | None], ...]:
        """Name, proposed value and decided value of every slot, and of the polarity, that the curator changed."""
        told = [(slot.value, self.assertion.claim.get(slot), value) for slot, value in self.claim.items()]
        told.append(("polarity", self.assertion.polarity, self.polarity))
        return tuple((name, before, after) for name, before, after in told if before != after)


def _join(evidence: tuple[Evidence, ...], part: Callable[[Evidence], str]) -> str:
    return JOIN.join(part(e) for e in evidence)


def _changes(row: Row) -> str:
    return JOIN.join(f"{name}: {before or '(empty)'} → {after or '(empty)'}" for name, before, after in row.changes)


def _verdict(part: Callable[[Verdict], str | None]) -> Callable[[Row], str]:
    return lambda row: (part(row.verdict) or "") if row.verdict else ""


def _slot(slot: Slot) -> Callable[[Row], str]:
    return lambda row: row.claim.get(slot) or ""


COLUMNS: dict[str, Callable[[Row], str]] = {
    "document": lambda row: row.document,
    **{slot.value: _slot(slot) for slot in Slot},
    "reference": lambda row: row.reference,
    "polarity": lambda row: row.polarity.value,
    "confidence": lambda row: f"{row.assertion.confidence:.2f}",
    "state": lambda row: row.state.value,
    "changes": _changes,
    "evidence": lambda row: _join(row.assertion.evidence, lambda e: e.quote),
    "section": lambda row: _join(row.assertion.evidence, lambda e: e.section),
    "start": lambda row: _join(row.assertion.evidence, lambda e: str(e.start)),
    "end": lambda row: _join(row.assertion.evidence, lambda e: str(e.end)),
    "rule": lambda row: _join(row.assertion.evidence, lambda e: e.rule),
    "still_found": lambda row: "yes" if row.found else "no",
    "verdict": _verdict(lambda v: v.action),
    "reason": _verdict(lambda v: v.reason),
    "comment": _verdict(lambda v: v.comment),
    "curator": _verdict(lambda v: v.curator),
    "time": _verdict(lambda v: v.time),
    "verdict_id": _verdict(lambda v: v.id),
    "assertion_id": lambda row: row.id,
    "document_id": lambda row: row.document_id,
    "replaced_by": lambda row: row.replaced_by,
}
"""Column name → its text in one row."""


def cells(row: Row) -> list[str]:
    """The row as text, one cell a column of `COLUMNS`."""
    return [text(row) for text in COLUMNS.values()]
