"""Which rows of a corrected paper are which of its old text, so that the verdicts on them can be carried. Pure.

A verdict goes to the row that the rules propose from the new text, where that row makes the same claim on the same
sentence; else to a row that is added where the sentence stands word for word. It goes nowhere else: what is left is for
a person to look at.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from curator.curation.alignment import Alignment, folded
from curator.curation.citing import citation_keys
from curator.model import Assertion, Claim, Cue, Evidence, Factor, Polarity, Slot, SlotSpan, Span


@dataclass(frozen=True, slots=True)
class Old:
    """A row of the old text that a curator has decided on."""

    id: str
    assertion: Assertion
    evidence: tuple[Evidence, ...]
    """As it was judged."""
    decided: Claim | None = None
    """As edited or accepted."""
    polarity: Polarity | None = None
    """The polarity as edited or accepted; none where it is rejected."""


@dataclass(frozen=True, slots=True)
class New:
    """A row of the new text."""

    id: str
    assertion: Assertion


@dataclass(frozen=True, slots=True)
class Carried:
    """Where the verdicts on a row go."""

    row: Old
    target: str
    """The id of the row of the new text; empty where it is to be added."""
    assertion: Assertion
    """The row in the new text."""
    evidence: tuple[Evidence, ...]
    """The sentences of the new text that are those judged."""


def carry(
    rows: Iterable[Old], proposed: Sequence[New], alignment: Alignment, keys: Mapping[str, str]
) -> tuple[list[Carried], list[Old]]:
    """Where each row goes, and the rows that go nowhere. `keys` is printed key in the old text → key in the new one."""
    carried, left = [], []
    for row in rows:
        found = _proposed(row, proposed, alignment, keys) or _standing(row, proposed, alignment, keys)
        if found:
            carried.append(found)
        else:
            left.append(row)
    return carried, left


def translated(claim: Claim, keys: Mapping[str, str]) -> Claim | None:
    """The claim with its citation as the new text prints it; none where the new text does not cite the study."""
    if claim.citation is None:
        return claim
    printed = [claim.citation] if claim.citation in keys else citation_keys(claim.citation)
    if any(key not in keys for key in printed):
        return None
    return replace(claim, citation=",".join(keys[key] for key in printed))


def same(one: Claim, other: Claim) -> bool:
    """Whether two claims of one text are the same, in whatever order they name the references."""
    cited = [set(citation_keys(claim.citation)) for claim in (one, other)]
    return cited[0] == cited[1] and replace(one, citation=None) == replace(other, citation=None)


def _proposed(row: Old, proposed: Sequence[New], alignment: Alignment, keys: Mapping[str, str]) -> Carried | None:
    """The row that the rules propose on a judged sentence: the same claim, else the row as it was edited."""
    places = {alignment.place(_span(e)) or alignment.alike(_span(e)) for e in row.evidence}
    wanted = [(row.assertion.claim, row.assertion.polarity)]
    wanted += [(row.decided, row.polarity)] if row.decided and row.polarity else []
    for claim, polarity in wanted:
        for new in _saying(claim, polarity, proposed, keys):
            on = tuple(e for e in new.assertion.evidence if _span(e) in places)
            if on:
                return Carried(row, new.id, new.assertion, on)
    return None


def _standing(row: Old, proposed: Sequence[New], alignment: Alignment, keys: Mapping[str, str]) -> Carried | None:
    """A row to be added where the sentence stands word for word and every slot in it."""
    claim = translated(row.assertion.claim, keys)
    mapped = (in_new_text(evidence, alignment, keys) for evidence in row.evidence)
    evidence = tuple(found for found in mapped if found)
    if claim is None or not evidence:
        return None
    known = next(iter(_saying(row.assertion.claim, row.assertion.polarity, proposed, keys)), None)
    if known:
        return Carried(row, known.id, known.assertion, evidence)
    return Carried(row, "", replace(row.assertion, claim=claim, evidence=evidence), evidence)


def _saying(claim: Claim, polarity: Polarity, proposed: Iterable[New], keys: Mapping[str, str]) -> list[New]:
    """The rows of the new text that make the claim, with this polarity."""
    wanted = translated(claim, keys)
    if wanted is None:
        return []
    return [n for n in proposed if n.assertion.polarity is polarity and same(n.assertion.claim, wanted)]


def in_new_text(evidence: Evidence, alignment: Alignment, keys: Mapping[str, str]) -> Evidence | None:
    """The evidence where its sentence stands word for word; none unless every part of it is found there."""
    placed = alignment.place(_span(evidence))
    if placed is None:
        return None
    slots = [_slot(slot, alignment, keys) for slot in evidence.slots]
    factors = [_factor(factor, alignment) for factor in evidence.factors]
    cues = [_cue(cue, alignment) for cue in evidence.cues]
    if None in slots or None in factors or None in cues:
        return None
    return replace(
        on_sentence(placed, alignment, rule=evidence.rule),
        slots=tuple(filter(None, slots)),
        factors=tuple(filter(None, factors)),
        cues=tuple(filter(None, cues)),
    )


def on_sentence(placed: Span, alignment: Alignment, *, rule: str) -> Evidence:
    """Evidence on a stretch of the new text, without its parts."""
    section = alignment.new.section_at(placed.start)
    quote = alignment.new.text[placed.start : placed.end]
    return Evidence(alignment.new.id, placed.start, placed.end, quote, section.title if section else "", rule)


def _span(item: Evidence | SlotSpan | Factor | Cue) -> Span:
    return Span(item.start, item.end)


def _slot(slot: SlotSpan, alignment: Alignment, keys: Mapping[str, str]) -> SlotSpan | None:
    found = alignment.part(_span(slot))
    if found is None:
        return None
    text = alignment.new.text[found.start : found.end]
    if slot.slot is Slot.CITATION:
        claim = translated(Claim("", citation=slot.value), keys)
        cited = {key for c in alignment.new.citations if found.contains(Span(c.start, c.end)) for key in c.keys}
        if claim is None or claim.citation is None or cited.isdisjoint(citation_keys(claim.citation)):
            return None
        return SlotSpan(slot.slot, found.start, found.end, text, claim.citation, slot.identifier)
    if folded(text) != folded(slot.text):
        return None
    return SlotSpan(slot.slot, found.start, found.end, text, slot.value, slot.identifier)


def _factor(factor: Factor, alignment: Alignment) -> Factor | None:
    found = alignment.part(_span(factor))
    if found is None:
        return None
    return Factor(factor.name, factor.sign, found.start, found.end, alignment.new.text[found.start : found.end])


def _cue(cue: Cue, alignment: Alignment) -> Cue | None:
    found, scope = alignment.part(_span(cue)), alignment.part(cue.scope)
    if found is None or scope is None:
        return None
    return Cue(cue.kind, found.start, found.end, alignment.new.text[found.start : found.end], scope)
