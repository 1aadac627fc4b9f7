"""Why a sentence is evidence for what it is: its analysis turned into records that a face can print.

Pure: a document, the analyses of some of its sentences and the rows of all of it in, `Explanation`s out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from curator.extraction.nearest import PARTNER_NAMES, Finder, Nearest
from curator.extraction.relate import Finding, SentenceAnalysis
from curator.extraction.units import Unit
from curator.model import (
    Assertion,
    Cue,
    Document,
    Explanation,
    Factor,
    Firing,
    Mention,
    MentionType,
    Polarity,
    Slot,
    SlotSpan,
    Span,
    Unpaired,
    ViewUnit,
)
from curator.patterns import Rules

MOST_UNPAIRED = 12
"""Pairs that were not extracted and are shown, a sentence."""
MOST_PAIRS = 200
"""Pairs that are looked into, a sentence."""
MOST_PLACES = 3
"""How many of a name's places in a sentence are tried against one another."""
_NO_RULE = 1_000
"""Where a pair without any rule stands among those that lack so many parts: last."""
NOT_READ = "Its section asserts nothing of its own, so it was not read."
_ARM = re.compile(r"-[35]p$")
_UNMADE = {
    "ORIGIN": "its finding makes no row: a source needs a target, an effect or an action of the same miRNA beside it",
    "CARRIES": "its finding makes no row: what a vesicle holds only tells which miRNA its donor releases",
}


def explain(
    document: Document,
    analyses: Mapping[int, SentenceAnalysis | None],
    assertions: Sequence[Assertion],
    *,
    rules: Rules,
) -> list[Explanation]:
    """One explanation a sentence. `analyses` goes by the sentence's index; none for a sentence that was not read."""
    return [_explained(document, index, analyses[index], assertions, rules) for index in sorted(analyses)]


def naming_mirnas(analyses: Mapping[int, SentenceAnalysis]) -> list[int]:
    """The indexes of the sentences that name a miRNA."""
    return [i for i, a in analyses.items() if any(m.type is MentionType.MIRNA for m in a.mentions)]


def _explained(
    document: Document, index: int, analysis: SentenceAnalysis | None, assertions: Sequence[Assertion], rules: Rules
) -> Explanation:
    sentence = document.sentences[index]
    section = document.section_at(sentence.start)
    bare = Explanation(
        document=document.name,
        number=index + 1,
        start=sentence.start,
        end=sentence.end,
        text=document.quote(sentence),
        section=section.title if section else "",
        assertions=tuple(a for a in assertions if _is_evidence(a, sentence.start)),
    )
    if analysis is None:
        return replace(bare, note=NOT_READ)
    pairs = sorted(_unpaired(analysis, bare.assertions, assertions, rules), key=_telling)
    own_cues = (cue for unit in analysis.units for cue in unit.cues)
    return replace(
        bare,
        mentions=tuple(
            replace(m, start=m.start + sentence.start, end=m.end + sentence.start) for m in analysis.mentions
        ),
        units=tuple(_view(unit, sentence.start) for unit in analysis.units),
        firings=tuple(_firing(f, analysis, document, rules) for f in sorted(analysis.fired, key=lambda f: f.start)),
        cues=tuple(_cue(c, sentence.start) for c in sorted({*analysis.cues, *own_cues}, key=lambda c: c.start)),
        unpaired=tuple(pairs[:MOST_UNPAIRED]),
        unpaired_more=max(0, len(pairs) - MOST_UNPAIRED) + max(0, len(_pairs(analysis.mentions)) - MOST_PAIRS),
    )


def _is_evidence(assertion: Assertion, start: int) -> bool:
    return any(e.start == start for e in assertion.evidence)


def _view(unit: Unit, offset: int) -> ViewUnit:
    names = tuple(dict.fromkeys(m.name for m in (*unit.mentions, *unit.inner)))
    return ViewUnit(unit.kind, unit.start + offset, unit.end + offset, unit.text, names, unit.sign, unit.rules)


def _firing(finding: Finding, analysis: SentenceAnalysis, document: Document, rules: Rules) -> Firing:
    rule, offset = rules.rule(finding.rule), analysis.start
    return Firing(
        rule=finding.rule,
        purpose=rule.purpose if rule else "",
        role=finding.role,
        strength=finding.strength,
        start=finding.start + offset,
        end=finding.end + offset,
        slots=tuple(_slots(finding, document, offset)),
        stand_in="" if finding.agents else finding.agent_text,
        factors=tuple(_factor(f, document, offset) for f in finding.factors),
        sign=finding.sign,
        cues=tuple(_cue(c, offset) for c in finding.cues),
        polarity=finding.polarity,
        kept=finding in analysis.findings,
    )


def _slots(finding: Finding, document: Document, offset: int) -> Iterator[SlotSpan]:
    theme = Slot.SOURCE if finding.role == "ORIGIN" else Slot.TARGET
    bound = ((Slot.MIRNA, finding.agents), (theme, finding.themes), (Slot.DRUG, finding.drugs))
    for slot, mentions in bound:
        for mention in mentions:
            start, end = mention.start + offset, mention.end + offset
            yield SlotSpan(slot, start, end, document.text[start:end], mention.name, mention.identifier)


def _factor(factor: Factor, document: Document, offset: int) -> Factor:
    start, end = factor.start + offset, factor.end + offset
    return replace(factor, start=start, end=end, text=document.text[start:end])


def _cue(cue: Cue, offset: int) -> Cue:
    scope = Span(cue.scope.start + offset, cue.scope.end + offset)
    return replace(cue, start=cue.start + offset, end=cue.end + offset, scope=scope)


# Pairs that were not extracted


def _telling(pair: Unpaired) -> tuple[bool, int]:
    """What fired comes first, then what had all its parts, then what lacks the fewest."""
    return not pair.fired, pair.missing if pair.rule else _NO_RULE


def _unpaired(
    analysis: SentenceAnalysis, here: Sequence[Assertion], everywhere: Sequence[Assertion], rules: Rules
) -> Iterator[Unpaired]:
    """Every miRNA of the sentence with every gene, drug and cell that no row joins on this evidence."""
    finder = Finder(analysis.units, rules, misses=analysis.misses)
    for mirna, other in _pairs(analysis.mentions)[:MOST_PAIRS]:
        if not any(_joins(a, mirna, other) for a in here):
            elsewhere = any(_joins(a, mirna, other) for a in everywhere)
            yield replace(_why_not(mirna, other, analysis, finder), elsewhere=elsewhere)


def _pairs(mentions: Sequence[Mention]) -> list[tuple[Mention, Mention]]:
    """One pair of mentions for each pair of canonical names, in text order."""
    mirnas = {m.name: m for m in reversed(mentions) if m.type is MentionType.MIRNA}
    others = {(m.type, m.name): m for m in reversed(mentions) if m.type in PARTNER_NAMES}
    ordered = sorted(others.values(), key=lambda m: m.start)
    return [(mirna, other) for mirna in sorted(mirnas.values(), key=lambda m: m.start) for other in ordered]


def _joins(assertion: Assertion, mirna: Mention, other: Mention) -> bool:
    claim = assertion.claim
    if _ARM.sub("", claim.mirna) != _ARM.sub("", mirna.name):
        return False
    if other.type is MentionType.DRUG:
        return other.name in (claim.drug or "").split("; ")
    return other.name == (claim.target if other.type is MentionType.GENE else claim.source)


def _why_not(mirna: Mention, other: Mention, analysis: SentenceAnalysis, finder: Finder) -> Unpaired:
    told = next((f for f in analysis.fired if _binds(f, mirna, other)), None)
    if told is not None:
        return Unpaired(mirna.name, other.name, other.type, _unmade(told), told.rule, fired=True)
    for one in (mirna, other):
        if not _places(one, analysis):
            reason = f"the working view leaves `{one.text}` out: it repeats a name, or stands in another name"
            return Unpaired(mirna.name, other.name, other.type, reason)
    nearest = _nearest(mirna, other, analysis, finder)
    if nearest is None:
        return Unpaired(mirna.name, other.name, other.type, _untaken(mirna, other, analysis))
    return Unpaired(
        mirna.name, other.name, other.type, nearest.fault, nearest.rule.id, nearest.pattern.source, nearest.missing
    )


def _untaken(mirna: Mention, other: Mention, analysis: SentenceAnalysis) -> str:
    """Why no rule comes near: what the two are read as."""
    first, second = (analysis.units[_places(one, analysis)[0]] for one in (mirna, other))
    if first is second:
        return f"both stand in `{first.text}`, which is read as one {first.kind}"
    return f"no rule joins {first.kind} `{first.text}` with {second.kind} `{second.text}`"


def _binds(finding: Finding, mirna: Mention, other: Mention) -> bool:
    bound = {(m.type, m.name) for m in (*finding.themes, *finding.drugs)}
    return any(a.name == mirna.name for a in finding.agents) and (other.type, other.name) in bound


def _unmade(finding: Finding) -> str:
    """Why a finding made no row."""
    if finding.role == "ORIGIN" and finding.polarity is not Polarity.AFFIRMED:
        return f"its finding is {finding.polarity}, and only an affirmed source joins a row"
    if finding.role == "RESPONSE" and not finding.sign:
        return "its finding does not say whether the response is resistance or sensitivity"
    return _UNMADE.get(finding.role, "its finding made no row when the study's sentences were joined")


def _nearest(mirna: Mention, other: Mention, analysis: SentenceAnalysis, finder: Finder) -> Nearest | None:
    """The nearest rule over the places where the two are named."""
    found = [
        nearest
        for at in _places(mirna, analysis)[:MOST_PLACES]
        for beside in _places(other, analysis)[:MOST_PLACES]
        if at != beside and (nearest := finder.nearest(at, beside, other.type))
    ]
    return min(found, key=lambda n: (n.missing, -n.reached), default=None)


def _places(mention: Mention, analysis: SentenceAnalysis) -> list[int]:
    """The units that hold a mention of the same name."""
    held = ((i, m) for i, u in enumerate(analysis.units) for m in (*u.mentions, *u.inner))
    return list(dict.fromkeys(i for i, m in held if (m.type, m.name) == (mention.type, mention.name)))
