"""Frames: the findings of one study joined into rows.

Findings join on the same miRNA; an anaphor stands for the nearest miRNA that agrees with it, and a finding without an
agent for the study's only miRNA. What cannot be joined safely stays empty: an empty slot costs recall, a wrong one
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
from curator.extraction.relate import Finding, SentenceAnalysis
from curator.model import Assertion, Claim, Document, Effect, Factor, Mention, MentionType, Polarity
from curator.patterns import Rules

_PLURAL = re.compile(r"\b(?:these|both|those|two|three|they|miRNAs|microRNAs|miRs)\b", re.IGNORECASE)
_GENERIC_DONOR = re.compile(
    r"(?:(?:tumou?r|cancer|malignant|carcinoma)(?: cells?| tissues?)?|cells?|tissues?|patients"
    r"|.*\b(?:serum|sera|plasma|blood|urine|saliva|ascites|effusions?|tissues?)(?: samples?| of .*)?)",
    re.IGNORECASE,
)
"""A donor too general to be that of a miRNA that is named only later."""
_MEDIUM = re.compile(r".*\b(?:medium|media|supernatants?|cultures?)", re.IGNORECASE)
"""What a donor's vesicles are collected from; no donor itself."""
_SUBJECTS = (MentionType.MIRNA, MentionType.GENE)
_PRONOMINAL = re.compile(r"(?:its?|they|their|this)\b", re.IGNORECASE)
Read = Sequence[tuple[int, SentenceAnalysis]]


@dataclass(frozen=True, slots=True)
class Placed:
    """A finding of a study with the sentence it stands in and the miRNA that it is about."""

    sentence: int
    analysis: SentenceAnalysis
    finding: Finding
    mirna: Mention
    """Offsets of the sentence; the anaphor's place where the miRNA is named elsewhere."""
    how: str
    """`named`, `anaphor` or `topic`: how the finding came to its miRNA."""
    keys: tuple[str, ...] = ()
    share: tuple[int, int] = (0, 1)
    """Which of how many miRNAs it is, where `respectively` deals out genes and references."""


def assertions_of_study(document: Document, study: Study, read: Read, *, rules: Rules) -> list[Assertion]:
    """The rows of one study. `read` is its sentences, analysed, in order."""
    read = [(i, a) for i, a in read if a.mentions or a.findings]
    if not any(m.type is MentionType.MIRNA for _, a in read for m in a.mentions):
        return []
    placed = _joined_keys(_with_keys(document, study, list(_placed(read))))
    rows: list[Assertion] = []
    for keys in dict.fromkeys(p.keys for p in placed):
        for name in dict.fromkeys(p.mirna.name for p in placed if p.keys == keys):
            about = [p for p in placed if p.keys == keys and p.mirna.name == name]
            rows += _rows(document, read, about, name, keys, rules)
    return rows


def _with_keys(document: Document, study: Study, placed: Sequence[Placed]) -> list[Placed]:
    """Each finding with the references that own it.

    What is cited next in the sentence owns it; else what owns the same miRNA there; else the study's reference.
    """
    found = []
    for one in placed:
        sentence = document.sentences[one.sentence]
        end = sentence.start + one.finding.end
        found.append(replace(one, keys=_share(next_keys(document, study, sentence, end), one.share)))
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


# Which miRNA a finding is about


def _placed(read: Read) -> Iterator[Placed]:
    """Every finding with its miRNA, once for each miRNA it is about."""
    names = _unified([m.name for _, a in read for m in a.mentions if m.type is MentionType.MIRNA])
    told: list[Told] = []
    for position, (index, analysis) in enumerate(read):
        for finding in sorted(analysis.findings, key=lambda f: f.subject is not None):
            about = _mirnas(finding, read, position, told)
            if about and finding.role != "ACTS":
                named = tuple(m for m, _ in about)
                sign = _told_sign(finding, about[0][1], told, read, position)
                told.append(Told(named, sign, (position, max(m.start for m in named))))
            respective = "respectively" in analysis.text
            dealt = _distributed(finding, len(about), respective=respective)
            for place, (told_of, (mirna, how)) in enumerate(zip(dealt, about, strict=True)):
                renamed = replace(mirna, name=names.get(mirna.name, mirna.name))
                sign = _inherited_sign(finding, how, told[:-1] if told else told, read, position)
                share = (place, len(about)) if respective else (0, 1)
                told_of = _with_donor(_turned(told_of, sign, analysis.text), read, position)
                yield Placed(index, analysis, told_of, renamed, how, share=share)


@dataclass(frozen=True, slots=True)
class Told:
    """The miRNAs of a finding, and whether what was told of them is their presence (+1) or their loss (-1)."""

    mirnas: tuple[Mention, ...]
    sign: int
    place: tuple[int, int]
    """Where the last of them stands: the sentence's number in the study, and the offset in it."""


def _told_sign(finding: Finding, how: str, told: Sequence[Told], read: Read, position: int) -> int:
    """What a finding tells of the miRNA: to name the target of one that was sponged does not bring it back."""
    if how == "named" or finding.factors:
        return _perturbed(finding)
    return told[-1].sign if told else _state(read, position, finding.start)


def _perturbed(finding: Finding) -> int:
    signs = [f.sign for f in finding.factors if f.name == "perturbation"]
    return -1 if signs.count(-1) % 2 else 1


def _inherited_sign(finding: Finding, how: str, told: Sequence[Told], read: Read, position: int) -> int:
    """What follows from the loss of a miRNA tells the opposite of the miRNA; so does `it` for its inhibitor."""
    if how == "topic":
        return told[-1].sign if told else _state(read, position, finding.start)
    if how == "anaphor" and len(finding.agent_text.split()) == 1:
        limit = finding.agent_span[0]
        here = [u for u in read[position][1].units if u.kind == "MIRNA" and u.mentions and u.end <= limit]
        before = [u for _, a in read[:position] for u in a.units if u.kind == "MIRNA" and u.mentions]
        return (here or before)[-1].sign if here or before else 1
    return 1


def _state(read: Read, position: int, until: int) -> int:
    """Whether the miRNA named last before `until` was said to be there (+1) or to be lost, blocked or sponged (-1)."""
    earlier = [u for _, a in read[:position] for u in a.units]
    here = [u for u in read[position][1].units if u.end <= until]
    units = [u for u in (*earlier, *here) if u.kind == "MIRNA" and u.mentions]
    return units[-1].sign if units else 1


def _turned(finding: Finding, sign: int, text: str) -> Finding:
    """The finding with its sign turned round where it is told of the miRNA's loss; what is a target stays one.

    What stands for the loss in the sentence's text becomes a factor, so that the signs still multiply to the effect.
    """
    binds = finding.role == "TARGETS" and not finding.factors
    if sign > 0 or binds or not finding.sign or finding.role not in ("RESPONSE", "TARGETS", "REGULATES"):
        return finding
    role = {"TARGETS": "REGULATES", "REGULATES": "TARGETS"}.get(finding.role, finding.role)
    start, end = finding.agent_span
    if start == end:
        start, end = finding.start, finding.end
    context = Factor("context", -1, start, end, text[start:end])
    return replace(finding, sign=-finding.sign, role=role, factors=(context, *finding.factors))


def _distributed(finding: Finding, count: int, *, respective: bool) -> list[Finding]:
    """The finding once for each miRNA; `respectively` gives each its own gene."""
    if respective and count > 1 and count == len(finding.themes):
        return [replace(finding, themes=(theme,)) for theme in finding.themes]
    return [finding] * count


def _with_donor(finding: Finding, read: Read, position: int) -> Finding:
    """A donor that is only `them` or `these cells` is the nearest cell told before."""
    if finding.role != "ORIGIN" or finding.themes:
        return finding
    here = [m for m in read[position][1].mentions if m.end <= finding.start]
    before = [m for _, a in read[:position] for m in a.mentions]
    cells = [m for m in (*before, *here) if m.type is MentionType.CELL]
    return replace(finding, themes=(cells[-1],)) if cells else finding


def _unified(names: Sequence[str]) -> dict[str, str]:
    """A name without an arm stands for the one with an arm where the study names just one such arm."""
    by_stem: dict[str, set[str]] = {}
    for name in names:
        by_stem.setdefault(re.sub(r"-[35]p$", "", name), set()).add(name)
    return {stem: next(iter(forms - {stem})) for stem, forms in by_stem.items() if stem in forms and len(forms) == 2}


def _mirnas(finding: Finding, read: Read, position: int, told: Sequence[Told]) -> list[tuple[Mention, str]]:
    if finding.agents:
        return [(m, "named") for m in finding.agents]
    if finding.role in ("ORIGIN", "CARRIES"):
        return [(m, "named") for m in _carried(finding, read, position)]
    start, end = finding.agent_span
    if end > start:
        found = _antecedents(finding, read, position)
        here = read[position][1].mentions
        placed = [m if m in here else replace(m, start=start, end=end, text=finding.agent_text) for m in found]
        return [(m, "anaphor") for m in placed]
    return [(replace(m, start=start, end=end, text=""), "topic") for m in _topic(finding, read, position, told)]


def _carried(finding: Finding, read: Read, position: int) -> list[Mention]:
    """The miRNAs in a vesicle whose donor is named: those of the sentence, else those of the next that has any."""
    if any(m.type is MentionType.RNA for m in read[position][1].mentions):
        return []
    for distance, (_, analysis) in enumerate(read[position:]):
        names = _distinct_names(m for m in analysis.mentions if m.type is MentionType.MIRNA)
        if names:
            return names if _takes_up(finding, analysis, distance) else []
    earlier = [m for _, a in read[:position] for m in a.mentions if m.type is MentionType.MIRNA]
    return _distinct_names(earlier)[-1:] if len({m.name for m in earlier}) == 1 else []


def _takes_up(finding: Finding, analysis: SentenceAnalysis, distance: int) -> bool:
    """Whether the sentence `distance` behind a vesicle still tells of it: at once, or by naming vesicles again."""
    if distance == 0:
        return True
    named = any(m.type is MentionType.VESICLE for m in analysis.mentions)
    specific = not any(_GENERIC_DONOR.fullmatch(theme.name) for theme in finding.themes)
    return specific and (named or distance == 1)


def _distinct_names(mentions: Iterator[Mention] | Sequence[Mention]) -> list[Mention]:
    return list({m.name: m for m in mentions}.values())


def _antecedents(finding: Finding, read: Read, position: int) -> list[Mention]:
    """The miRNAs that an anaphor stands for: the nearest before it, or the nearest group for a plural."""
    here = [m for m in read[position][1].mentions if m.type is MentionType.MIRNA and m.end <= finding.agent_span[0]]
    groups = [here] if here else []
    groups += [g for _, a in reversed(read[:position]) if (g := [m for m in a.mentions if m.type is MentionType.MIRNA])]
    if not groups or not _told_of_mirna(finding, read, position):
        return []
    if finding.agent_text.lower() in ("latter", "former"):
        several = next((_distinct_names(g) for g in groups if len({m.name for m in g}) > 1), [])
        return several[-1:] if finding.agent_text.lower() == "latter" else several[:1]
    if _PLURAL.search(finding.agent_text):
        several = next((g for g in groups if len({m.name for m in g}) > 1), [])
        return _distinct_names(several)
    nearest = groups[0]
    is_pronoun = len(finding.agent_text.split()) == 1
    if is_pronoun and len({m.name for m in nearest}) > 1:
        return []
    return nearest[-1:]


def _told_of_mirna(finding: Finding, read: Read, position: int) -> bool:
    """For `it` and `its`: whether the sentence so far, or the one before, is about a miRNA and not about a gene."""
    if not _PRONOMINAL.match(finding.agent_text):
        return True
    for back in (position, position - 1):
        limit = finding.agent_span[0] if back == position else None
        mentions = read[back][1].mentions if back >= 0 else ()
        named = [m for m in mentions if m.type in _SUBJECTS and (limit is None or m.end <= limit)]
        if named:
            return named[0].type is MentionType.MIRNA
    return True


def _topic(finding: Finding, read: Read, position: int, told: Sequence[Told]) -> tuple[Mention, ...]:
    """The miRNAs that a consequence is told of: those of the study's findings so far, where they are one group."""
    if finding.subject is None or not _resumes(finding, read, position):
        return ()
    told = [one for one in told if one.place < (position, max(finding.start, 1))]
    if not told:
        earlier = [m for _, a in read[:position] for m in a.mentions]
        here = [m for m in read[position][1].mentions if m.start < finding.start]
        return tuple(_only([*earlier, *here]))
    group = told[-1].mirnas
    stems = {_stem(m.name) for m in group}
    strangers = [m.name for one in told for m in one.mirnas if not any(s.startswith(_stem(m.name)) for s in stems)]
    return () if strangers else group


def _only(mentions: Sequence[Mention]) -> list[Mention]:
    """The one miRNA that has been named so far, or none."""
    names = _distinct_names(m for m in mentions if m.type is MentionType.MIRNA)
    return names if len(names) == 1 else []


def _stem(name: str) -> str:
    return re.sub(r"(?:-[35]p|\*)$", "", name)


def _resumes(finding: Finding, read: Read, position: int) -> bool:
    """True where the subject takes up what the study told before: an event by name or by its words."""
    subject = finding.subject
    if subject is None or subject.kind == "plain":
        return subject is not None
    before = " ".join(a.text for _, a in read[:position]).lower() + read[position][1].text[: finding.start].lower()
    known = {m.name for _, a in read[:position] for m in a.mentions}
    if subject.names:
        return any(name in known or name.lower() in before for name in subject.names)
    return any(word[:6] in before for word in subject.words)


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
    sources = _sources(about)
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


def _sources(about: Sequence[Placed]) -> list[_Part]:
    parts: dict[str, list[Placed]] = {}
    for placed in about:
        if placed.finding.role == "ORIGIN" and placed.finding.polarity is Polarity.AFFIRMED and not _of_loss(placed):
            for theme in placed.finding.themes:
                if not _MEDIUM.fullmatch(theme.name):
                    parts.setdefault(theme.name, []).append(placed)
    direct = {n: p for n, p in parts.items() if any(x.finding.agents for x in p)}
    chosen = direct or parts
    if len(chosen) > 1 and not any(len(p.finding.themes) > 1 for found in chosen.values() for p in found):
        first = max(chosen, key=lambda n: (len(chosen[n]), -chosen[n][0].sentence, len(n)))
        chosen = {first: chosen[first]}
    return [_Part(name, Polarity.AFFIRMED, tuple(found)) for name, found in chosen.items()]


def _of_loss(placed: Placed) -> bool:
    """True where what is handed over is the miRNA's antagonist: its donor is not the miRNA's."""
    return bool(placed.finding.agents) and _perturbed(placed.finding) < 0


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
    confidence, reasons = confidence_of([part.placed for part in parts])
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
