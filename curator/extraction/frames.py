"""Frames: the findings of one study joined into rows.

Findings join on the same miRNA. What cannot be joined safely stays empty: an empty slot costs recall, a wrong one
costs a curator.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from curator.extraction.attribute import Study, last_keys, next_keys
from curator.extraction.confidence import confidence_of
from curator.extraction.evidence import evidence_of
from curator.extraction.placing import Placed, Read, perturbed, place_findings
from curator.extraction.relate import Finding, SentenceAnalysis
from curator.model import Assertion, Claim, Document, Effect, MentionType, Polarity
from curator.patterns import Rules


def assertions_of_study(document: Document, study: Study, read: Read, *, rules: Rules) -> list[Assertion]:
    """The rows of one study. `read` is its sentences, analysed, in order."""
    read = [(i, a) for i, a in read if a.mentions or a.findings]
    if not any(m.type is MentionType.MIRNA for _, a in read for m in a.mentions):
        return []
    owned = _joined_keys(_with_keys(document, study, list(place_findings(read, rules)), rules))
    rows: list[Assertion] = []
    for keys in dict.fromkeys(p.keys for p in owned):
        for name in dict.fromkeys(p.mirna.name for p in owned if p.keys == keys):
            about = [p for p in owned if p.keys == keys and p.mirna.name == name]
            rows += _rows(document, read, about, name, keys, rules)
    return rows


def _with_keys(document: Document, study: Study, placed: Sequence[Placed], rules: Rules) -> list[Placed]:
    """Each finding with the references that own it.

    What is cited next in the sentence owns it; else what owns the same miRNA there; else the study's reference.
    """
    found = []
    for one in placed:
        sentence = document.sentences[one.sentence]
        end = sentence.start + one.finding.end
        found.append(replace(one, keys=_share(next_keys(document, study, sentence, end, rules=rules), one.share)))
    owned = {(p.sentence, p.mirna.name): p.keys for p in reversed(found) if p.keys}
    return [
        p
        if p.keys
        else replace(
            p,
            keys=owned.get((p.sentence, p.mirna.name)) or last_keys(document, study, document.sentences[p.sentence]),
        )
        for p in found
    ]


def _joined_keys(placed: Sequence[Placed]) -> list[Placed]:
    """`Zhang et al. [27] … [27,28]`: what is cited with more references later in the study has them from the start."""
    known = dict.fromkeys(p.keys for p in placed)
    wider = {k: next((w for w in known if set(k) < set(w)), k) for k in known if k}
    return [replace(p, keys=wider.get(p.keys, p.keys)) for p in placed]


def _share(keys: tuple[str, ...], share: tuple[int, int]) -> tuple[str, ...]:
    """The reference of one of several miRNAs, where `respectively` gives each its own."""
    index, count = share
    return keys[index : index + 1] if count > 1 and len(keys) == count else keys


# Rows of one miRNA


@dataclass(frozen=True, slots=True)
class _Part:
    """A slot's value with its polarity and what says so."""

    value: str
    polarity: Polarity
    placed: tuple[Placed, ...]
    drugs: tuple[str, ...] = ()


def _rows(
    document: Document, read: Read, about: Sequence[Placed], name: str, keys: tuple[str, ...], rules: Rules
) -> list[Assertion]:
    targets = _targets(about, rules)
    effects = _effects(about, rules)
    sources = _sources(about, rules)
    if not targets and not effects:
        return _cargo(document, read, about, name, keys, sources, rules)
    rows = []
    for target, effect in _pairs(targets, effects):
        choices: list[_Part | None] = [*sources] or [None]
        for source in choices:
            parts = [p for p in (target, effect, source) if p is not None]
            rows.append(_assertion(document, read, name, parts, keys, target, effect, source, rules))
    return rows


def _cargo(
    document: Document, read: Read, about: Sequence[Placed], name: str, keys: tuple[str, ...],
    sources: Sequence[_Part], rules: Rules,
) -> list[Assertion]:  # fmt: skip
    """A miRNA whose donor is told and that acts on something else: rows with its source alone."""
    acts = tuple(p for p in about if p.finding.role == "ACTS" and p.finding.polarity is Polarity.AFFIRMED)
    if not acts:
        return []
    part = _Part("", Polarity.AFFIRMED, acts[:1])
    return [_assertion(document, read, name, [part, s], keys, None, None, s, rules) for s in sources]


def _pairs(targets: Sequence[_Part], effects: Sequence[_Part]) -> Iterator[tuple[_Part | None, _Part | None]]:
    """Each target with each affirmed effect; what finds no partner stands alone.

    So does an effect whose every target is in doubt, for the effect itself is not.
    """
    affirmed = [e for e in effects if e.polarity is Polarity.AFFIRMED]
    for target in targets:
        joins = target.polarity is not Polarity.NEGATED
        for effect in affirmed if joins and affirmed else [None]:
            yield target, effect
    if not any(t.polarity is Polarity.AFFIRMED for t in targets):
        yield from ((None, effect) for effect in affirmed)
    yield from ((None, e) for e in effects if e.polarity is not Polarity.AFFIRMED)


def _targets(about: Sequence[Placed], rules: Rules) -> list[_Part]:
    """The genes that the miRNA targets; a relation whose direction is not said is only considered."""
    parts: dict[tuple[str, Polarity], list[Placed]] = {}
    for placed in about:
        if placed.finding.role not in ("TARGETS", "REGULATES"):
            continue
        weak = placed.finding.role == "REGULATES" and placed.finding.polarity is Polarity.AFFIRMED
        polarity = Polarity.SPECULATIVE if weak else placed.finding.polarity
        if polarity is Polarity.SPECULATIVE and _is_means_of_effect(placed, about, rules):
            polarity = Polarity.AFFIRMED
        for theme in placed.finding.themes:
            parts.setdefault((theme.name, polarity), []).append(placed)
    return _supported([_Part(name, polarity, tuple(found)) for (name, polarity), found in parts.items()])


def _supported(parts: Sequence[_Part]) -> list[_Part]:
    """What is affirmed takes the doubtful mentions of the same value as further evidence; they make no row."""
    doubtful = {p.value: p.placed for p in parts if p.polarity is Polarity.SPECULATIVE}
    sure = {p.value for p in parts if p.polarity is Polarity.AFFIRMED}
    return [
        replace(p, placed=(*p.placed, *doubtful.get(p.value, ()))) if p.polarity is Polarity.AFFIRMED else p
        for p in parts
        if p.polarity is not Polarity.SPECULATIVE or p.value not in sure
    ]


def _is_means_of_effect(placed: Placed, about: Sequence[Placed], rules: Rules) -> bool:
    """True for the means, told with a mere `may`, of an effect that the same study has shown.

    `Knock-down reversed resistance; it may act by suppressing GATA3`: the experiment stands, the wording is polite.
    """
    finding = placed.finding
    doubts = {c.text.lower().partition(" ")[0] for c in finding.cues if c.kind is Polarity.SPECULATIVE}
    if finding.role != "TARGETS" or not finding.means or not doubts <= rules.words("doubting_modals"):
        return False
    return any(p.finding.role == "RESPONSE" and p.finding.polarity is Polarity.AFFIRMED for p in about)


def _effects(about: Sequence[Placed], rules: Rules) -> list[_Part]:
    parts: dict[tuple[str, Polarity], list[Placed]] = {}
    for placed in about:
        finding = placed.finding
        if finding.role != "RESPONSE" or not finding.sign or _only_radiation(finding, rules):
            continue
        effect = Effect.RESISTANCE if finding.sign > 0 else Effect.SENSITIVITY
        parts.setdefault((effect.value, finding.polarity), []).append(placed)
    return _supported([_Part(effect, polarity, tuple(p)) for (effect, polarity), p in parts.items()])


def _only_radiation(finding: Finding, rules: Rules) -> bool:
    return bool(finding.drugs) and all(d.name in rules.noted("radiation") for d in finding.drugs)


def _sources(about: Sequence[Placed], rules: Rules) -> list[_Part]:
    parts: dict[str, list[Placed]] = {}
    for placed in about:
        if placed.finding.role == "ORIGIN" and placed.finding.polarity is Polarity.AFFIRMED and not _of_loss(placed):
            for theme in placed.finding.themes:
                if re.split(r"\W+", theme.name.lower())[-1] not in rules.words("media"):
                    parts.setdefault(theme.name, []).append(placed)
    direct = {n: p for n, p in parts.items() if any(x.finding.agents for x in p)}
    chosen = direct or parts
    if len(chosen) > 1 and not any(len(p.finding.themes) > 1 for found in chosen.values() for p in found):
        first = max(chosen, key=lambda n: (len(chosen[n]), -chosen[n][0].sentence, len(n)))
        chosen = {first: chosen[first]}
    return [_Part(name, Polarity.AFFIRMED, tuple(found)) for name, found in chosen.items()]


def _of_loss(placed: Placed) -> bool:
    """True where what is handed over is the miRNA's antagonist: its donor is not the miRNA's."""
    return bool(placed.finding.agents) and perturbed(placed.finding) < 0


def _assertion(
    document: Document, read: Read, name: str, parts: Sequence[_Part], keys: tuple[str, ...], target: _Part | None,
    effect: _Part | None, source: _Part | None, rules: Rules,
) -> Assertion:  # fmt: skip
    placed = [p for part in parts for p in part.placed]
    drug = _drug(effect, placed, read, rules) if effect else None
    claim = Claim(
        mirna=name,
        source=source.value if source else None,
        target=target.value if target else None,
        effect=Effect(effect.value) if effect else None,
        citation=",".join(keys) or None,
        drug=drug,
        disease=_disease(placed, read, rules),
    )
    polarity = (target or effect or parts[0]).polarity
    evidence = evidence_of(document, claim, placed, keys)
    confidence, reasons = confidence_of([part.placed for part in parts], polarity)
    return Assertion(claim, evidence, polarity, confidence, reasons)


def _drug(effect: _Part, placed: Sequence[Placed], read: Read, rules: Rules) -> str | None:
    """The drugs that the effect names; else those of its sentence, else the study's most frequent."""
    skip = rules.noted("radiation") | rules.noted("unspecific")
    named = [d.name for p in effect.placed for d in p.finding.drugs]
    for names in (named, _names(MentionType.DRUG, [p.analysis for p in effect.placed])):
        kept = [n for n in dict.fromkeys(names) if n not in skip]
        if kept:
            return "; ".join(kept)
    common = Counter(n for n in _names(MentionType.DRUG, [a for _, a in read]) if n not in skip)
    return common.most_common(1)[0][0] if common else None


def _names(kind: MentionType, analyses: Sequence[SentenceAnalysis]) -> list[str]:
    return [m.name for a in analyses for m in a.mentions if m.type is kind]


def _disease(placed: Sequence[Placed], read: Read, rules: Rules) -> str | None:
    """The disease of the finding's sentence, else the study's most frequent; never just `cancer`."""
    skip = rules.noted("unspecific")
    for names in (
        _names(MentionType.DISEASE, [p.analysis for p in placed]),
        _names(MentionType.DISEASE, [a for _, a in read]),
    ):
        names = [n for n in names if n not in skip]
        if names:
            return Counter(names).most_common(1)[0][0]
    return None
