"""Evidence of a row: each sentence that says a part of it, with the place of every slot there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from curator.extraction.attribute import citations_in
from curator.model import Claim, Cue, Document, Evidence, Factor, Mention, MentionType, Sentence, Slot, SlotSpan, Span

if TYPE_CHECKING:
    from curator.extraction.placing import Placed
    from curator.extraction.relate import Finding


def evidence_of(
    document: Document, claim: Claim, placed: Sequence[Placed], keys: Sequence[str]
) -> tuple[Evidence, ...]:
    """The sentences that say a part of the row, in text order, each binding the slots that stand in it.

    A sentence that tells the target twice, by two pairs of spans, is evidence twice.
    """
    by_sentence: dict[int, list[Placed]] = {}
    for one in placed:
        by_sentence.setdefault(one.sentence, []).append(one)
    return tuple(
        _evidence(document, claim, tellings, document.sentences[index], keys)
        for index in sorted(by_sentence)
        for tellings in _tellings(by_sentence[index])
    )


def _tellings(placed: Sequence[Placed]) -> list[list[Placed]]:
    """The findings of a sentence by the places of miRNA and target; what has no target goes with the first."""
    groups: dict[tuple[int, int], list[Placed]] = {}
    others = []
    for one in placed:
        if one.finding.role in ("TARGETS", "REGULATES") and one.finding.themes:
            groups.setdefault((one.mirna.start, one.finding.themes[0].start), []).append(one)
        else:
            others.append(one)
    if not groups:
        return [others]
    first, *rest = groups.values()
    return [[*others, *first], *rest]


def _evidence(
    document: Document, claim: Claim, placed: Sequence[Placed], sentence: Sentence, keys: Sequence[str]
) -> Evidence:
    section = document.section_at(sentence.start)
    spans = {s.slot: s for s in reversed([*_spans(document, claim, placed, sentence, keys)])}
    findings = [p.finding for p in placed]
    return Evidence(
        document=document.id,
        start=sentence.start,
        end=sentence.end,
        quote=document.quote(sentence),
        section=section.title if section else "",
        rule=" + ".join(dict.fromkeys(f.rule for f in findings)),
        slots=tuple(spans[slot] for slot in Slot if slot in spans),
        factors=tuple(_moved_factor(document, factor, sentence.start) for factor in _factors(findings)),
        cues=tuple(dict.fromkeys(_moved_cue(c, sentence.start) for f in findings for c in f.cues)),
    )


def _factors(findings: Sequence[Finding]) -> tuple[Factor, ...]:
    """The signs of one finding, first of one that tells the effect: signs of two findings would not multiply."""
    ordered = sorted(findings, key=lambda f: f.role != "RESPONSE")
    return next((f.factors for f in ordered if f.factors), ())


def _spans(
    document: Document, claim: Claim, placed: Sequence[Placed], sentence: Sentence, keys: Sequence[str]
) -> Iterator[SlotSpan]:
    """Every slot that a finding in the sentence binds, best first."""
    sentence_text = document.quote(sentence)
    for one in sorted(placed, key=lambda p: p.finding.role not in ("TARGETS", "RESPONSE")):
        finding, offset = one.finding, sentence.start
        if one.mirna.end > one.mirna.start:
            yield _span(document, Slot.MIRNA, one.mirna, offset, claim.mirna)
        for theme in finding.themes:
            slot = Slot.SOURCE if finding.role == "ORIGIN" else Slot.TARGET
            stands_here = (
                sentence.end - sentence.start >= theme.end and sentence_text[theme.start : theme.end] == theme.text
            )
            if theme.name == claim.get(slot) and (slot is Slot.TARGET or stands_here):
                yield _span(document, slot, theme, offset, theme.name)
        response = next((f for f in reversed(finding.factors) if f.name == "response"), None)
        effect = response or next((f for f in finding.factors if f.name == "verb"), None)
        if finding.role == "RESPONSE" and claim.effect and effect:
            start, end = effect.start + offset, effect.end + offset
            yield SlotSpan(Slot.EFFECT, start, end, document.text[start:end], claim.effect.value)
        yield from _context(document, claim, one, offset)
    for citation in citations_in(document, sentence):
        if set(citation.keys) & set(keys):
            yield SlotSpan(Slot.CITATION, citation.start, citation.end, document.quote(citation), ",".join(keys))


def _context(document: Document, claim: Claim, placed: Placed, offset: int) -> Iterator[SlotSpan]:
    for mention in placed.analysis.mentions:
        if mention.type is MentionType.DRUG and claim.drug and mention.name in claim.drug.split("; "):
            yield _span(document, Slot.DRUG, mention, offset, claim.drug)
        if mention.type is MentionType.DISEASE and mention.name == claim.disease:
            yield _span(document, Slot.DISEASE, mention, offset, mention.name)


def _span(document: Document, slot: Slot, mention: Mention, offset: int, value: str) -> SlotSpan:
    start, end = mention.start + offset, mention.end + offset
    return SlotSpan(slot, start, end, document.text[start:end], value, mention.identifier)


def _moved_factor(document: Document, factor: Factor, offset: int) -> Factor:
    start, end = factor.start + offset, factor.end + offset
    return replace(factor, start=start, end=end, text=document.text[start:end])


def _moved_cue(cue: Cue, offset: int) -> Cue:
    scope = Span(cue.scope.start + offset, cue.scope.end + offset)
    return replace(cue, start=cue.start + offset, end=cue.end + offset, scope=scope)
