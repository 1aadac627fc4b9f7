"""How one claim stands to the gold, and which gold rows no claim has met."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from curator.evaluation.compare import NONE, ROW_SLOTS, fits, fits_row, slot_key, value_of
from curator.evaluation.proposals import Proposal, counted, gold_findings, is_read_so
from curator.evaluation.scores import matched_rows
from curator.model import Assertion, Claim, Document, GoldRow, Polarity, Sentence, Slot

MATCH, DIFFERS, ABSENT = "match", "differs", "absent"
_TIES = (Slot.SOURCE, Slot.TARGET, Slot.CITATION)
"""What, beside the miRNA, makes a gold row the one that a claim is about."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A claim against the gold row nearest to it."""

    kind: str
    """`match`, `differs` or `absent`."""
    row: GoldRow | None = None
    """The row that it matches or differs from; none where the gold has nothing like it."""
    differing: tuple[Slot, ...] = ()
    contradicted: tuple[Slot, ...] = ()
    """Those of the differing slots in which the claim has what another place of the paper says against the row."""
    hedged: Polarity | None = None
    """Why a claim that matches is not counted: neither the text nor a curator affirms it."""

    def words(self) -> str:
        """`matches Table 1, row 3`; `differs from Table 1, row 3 in source: the gold has X`; `not in the gold`.

        Of a hedged match: `would match Table 1, row 3; speculative, so not counted unless affirmed`.
        """
        if self.row is None:
            return "not in the gold"
        if self.kind == MATCH and self.hedged:
            return f"would match {self.row.origin}; {self.hedged}, so not counted unless affirmed"
        if self.kind == MATCH:
            return f"matches {self.row.origin}"
        parts = (f"{slot.value}: the gold has {value_of(self.row, slot) or 'none'}" for slot in self.differing)
        told = ", ".join(slot.value for slot in self.contradicted)
        also = f" (the paper contradicts itself on {told}: both readings stand in it)" if told else ""
        return f"differs from {self.row.origin} in {'; '.join(parts)}{also}"


@dataclass(frozen=True, slots=True)
class Miss:
    """A gold row that no claim has met, and the sentence that should have given it."""

    row: GoldRow
    sentence: Sentence | None = None
    """None where the row rests on no sentence of this document."""


def standing(
    gold: Iterable[GoldRow], claim: Claim, *, polarity: Polarity = Polarity.AFFIRMED, relaxed: bool = False
) -> Standing:
    """How the claim stands: the row that it matches, else the nearest that shares a source, a target or a citation.

    `polarity` is the text's for an undecided proposal, and as decided for what a curator let stand.
    """
    gold = list(gold)
    rows = [row for row in gold if fits(row, claim, Slot.MIRNA)]
    matching = next((row for row in rows if fits_row(row, claim, relaxed=relaxed)), None)
    if matching is not None:
        counts = is_read_so(Proposal(claim, polarity), gold)
        return Standing(MATCH, matching, hedged=None if counts else polarity)
    near = [row for row in rows if any(_ties(row, claim, slot, relaxed=relaxed) for slot in _TIES)]
    if not near:
        return Standing(ABSENT)
    nearest = min(near, key=lambda row: _distance(row, claim, relaxed=relaxed))
    differing = _differing(nearest, claim, relaxed=relaxed)
    return Standing(DIFFERS, nearest, differing, tuple(slot for slot in differing if _is_denied(nearest, claim, slot)))


def misses(
    gold: Sequence[GoldRow],
    items: Iterable[Claim | Assertion | Proposal],
    document: Document | None = None,
    *,
    relaxed: bool = False,
) -> list[Miss]:
    """The gold rows that no item has met, in their order, each with its sentence in the document where it has one."""
    rows = gold_findings(gold)
    met = matched_rows(rows, counted(items, gold), relaxed=relaxed)
    return [Miss(row, _sentence_of(row, document)) for i, row in enumerate(rows) if i not in met]


def _ties(row: GoldRow, claim: Claim, slot: Slot, *, relaxed: bool) -> bool:
    return slot_key(slot, claim.get(slot)) != NONE and fits(row, claim, slot, relaxed=relaxed)


def _differing(row: GoldRow, claim: Claim, *, relaxed: bool) -> tuple[Slot, ...]:
    return tuple(slot for slot in ROW_SLOTS if not fits(row, claim, slot, relaxed=relaxed))


def _distance(row: GoldRow, claim: Claim, *, relaxed: bool) -> tuple[int, int]:
    """Slots that differ, and among them those that the claim fills: a wrong value is farther off than none."""
    differing = _differing(row, claim, relaxed=relaxed)
    return len(differing), sum(1 for slot in differing if claim.get(slot))


def _is_denied(row: GoldRow, claim: Claim, slot: Slot) -> bool:
    denied = {slot_key(slot, value) for value in row.contradicts.get(slot.value, ())}
    return slot_key(slot, claim.get(slot)) in denied


def _sentence_of(row: GoldRow, document: Document | None) -> Sentence | None:
    if document is None or not row.quote:
        return None
    start = document.text.find(row.quote)
    return next((s for s in document.sentences if s.start <= start < s.end), None) if start >= 0 else None
