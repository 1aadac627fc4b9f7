"""Rules on a sentence: the roles that its miRNAs, genes, drugs and cells play, each with its signs and its polarity.

A finding here is a part of a row (who targets whom, what follows for which drug, who released it); `frames` joins the
parts of one study.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from curator.extraction.cascade import Cascade, NearMiss, RuleMatch
from curator.extraction.scope import polarity_of, scope_marks
from curator.extraction.subjects import SUBJECT_KINDS, Subject, condition_of, subject_of
from curator.extraction.units import Unit, build_units
from curator.model import Cue, Factor, Mention, MentionType, Polarity
from curator.patterns import Rules
from curator.patterns.inflect import fold_word

_ANCHORS = ("agent", "theme", "outcome", "verb", "sign", "drug", "source")
"""Names of the units that a cue must reach to change a finding."""
MOST_CHARACTERS = 20_000
"""A longer sentence is no sentence (a data dump, a file of one line): its names are read, its grammar is not."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One role match in one sentence. Offsets are those of the sentence."""

    role: str
    rule: str
    strength: str
    agents: tuple[Mention, ...]
    """miRNAs; empty where the agent is an anaphor or a vesicle."""
    agent_span: tuple[int, int]
    agent_text: str
    themes: tuple[Mention, ...] = ()
    """Genes for TARGETS and REGULATES, cells for ORIGIN."""
    drugs: tuple[Mention, ...] = ()
    sign: int = 0
    """+1 resistance or a gene that rises, -1 sensitivity or a gene that falls, 0 not said."""
    factors: tuple[Factor, ...] = ()
    cues: tuple[Cue, ...] = ()
    polarity: Polarity = Polarity.AFFIRMED
    start: int = 0
    end: int = 0
    vesicle: bool = False
    means: bool = False
    """True where the rule says by what means something is done: `by silencing PTEN`, `due to the loss of CDK6`."""
    subject: Subject | None = None
    """Of a finding without an agent: what its clause is about."""


@dataclass(frozen=True, slots=True)
class SentenceAnalysis:
    """A sentence as the rules saw it."""

    start: int
    text: str
    mentions: tuple[Mention, ...]
    units: tuple[Unit, ...]
    findings: tuple[Finding, ...]
    cues: tuple[Cue, ...] = ()
    misses: tuple[NearMiss, ...] = field(default=())
    fired: tuple[Finding, ...] = ()
    """What every rule found, also where another rule told the same better: for explaining and for testing rules."""


class Relater:
    """Runs the cascade over sentences; built once from the rules."""

    def __init__(self, rules: Rules) -> None:
        self._rules = rules
        self._cascade = Cascade(rules)

    def analyse(
        self, text: str, mentions: Sequence[Mention], *, start: int = 0, explain: bool = False
    ) -> SentenceAnalysis:
        """The units and findings of one sentence whose mentions have offsets of `text`; none of what is no sentence."""
        if len(text) > MOST_CHARACTERS:
            return SentenceAnalysis(start, text, tuple(mentions), (), ())
        units = build_units(text, mentions, self._rules)
        misses: list[NearMiss] = []
        final, roles = self._cascade.run(units, misses=misses if explain else None)
        marks = scope_marks(text, self._rules)
        fired = tuple(self._finding(match, seen, marks, text) for match, seen in roles)
        findings = _distinct(_agents_first(fired))
        return SentenceAnalysis(start, text, tuple(mentions), tuple(final), findings, marks, tuple(misses), fired)

    def _finding(self, match: RuleMatch, units: Sequence[Unit], marks: Sequence[Cue], text: str) -> Finding:
        named, subject = self._named(match, units)
        agent = named.get("agent") or named.get("vesicle")
        lost = agent is not None and agent.kind == "CONDITION" and agent.sign < 0
        themes = _themes(match.rule.role, named, text)
        factors, sign = self._product(match, named)
        role = match.rule.role
        if role == "TARGETS" and sign > 0:
            role = "REGULATES"
        spanned = units[match.start : match.end]
        anchor = [u for name, u in named.items() if name in _ANCHORS]
        turned = {c for u in named.values() if self._turns(u) or lost for c in u.cues if c.kind is Polarity.NEGATED}
        cues = tuple(c for c in _group_cues(spanned, named) if c not in turned and not self._is_ability(c, text))
        polarity, reached = polarity_of(anchor, cues, marks)
        return Finding(
            role=role,
            rule=match.rule.id,
            strength=match.rule.strength,
            agents=tuple(m for m in (agent.mentions if agent else ()) if m.type is MentionType.MIRNA),
            agent_span=(agent.start, agent.end) if agent else (spanned[0].start, spanned[0].start),
            agent_text=agent.text if agent else "",
            themes=themes,
            drugs=_drugs(named),
            sign=sign,
            factors=factors,
            cues=reached,
            polarity=polarity,
            start=spanned[0].start,
            end=spanned[-1].end,
            means=bool(match.pattern.words() & (self._rules.words("means") | self._rules.words("attributions")))
            or ("verb" in named and named["verb"].kind == "ING"),
            vesicle=any(u.vesicle or u.kind == "VESICLE" for u in named.values()),
            subject=subject,
        )

    def _named(self, match: RuleMatch, units: Sequence[Unit]) -> tuple[dict[str, Unit], Subject | None]:
        """The units that a match keeps by name; without an agent, that of the condition or owner, else its subject."""
        named = {name: units[index] for name, index in match.named.items()}
        subject = None
        if "agent" not in named and "vesicle" not in named:
            subject = self._subject(match, units)
            condition = condition_of(units, match.start, match.end, self._rules)
            owner = next((u for u in units[max(0, match.start - 1) : match.start + 1] if u.kind == "POSS"), None)
            if owner is not None:
                named["agent"], subject = owner, None
            elif condition is not None and subject.kind in ("plain", "event"):
                named["agent"], subject = condition, None
        return named, subject

    def _turns(self, unit: Unit) -> bool:
        """True for a verb whose denial is its opposite: cells that fail to respond resist."""
        return unit.key.partition(":")[0] in self._rules.lexicon.turned

    def _is_ability(self, cue: Cue, text: str) -> bool:
        """`showed that miR-21 could target PTEN` says what was shown, not what may be."""
        words = {fold_word(w) for w in re.findall(r"[A-Za-z]+", text[: cue.start])}
        return cue.text.lower() == "could" and bool(words & self._rules.words("evidentials"))

    def _subject(self, match: RuleMatch, units: Sequence[Unit]) -> Subject:
        start = match.start + (units[match.start].kind in ("CONJ", "PUNCT"))
        subject_first = units[start].kind in SUBJECT_KINDS
        first = start if subject_first else match.named.get("verb", start)
        if any(u.kind in ("MIRNA", "CARRIER") for u in units[match.start : match.end]):
            return Subject("mirna")
        if "verb" in match.named and units[match.named["verb"]].kind == "INF":
            return Subject("rival")
        return subject_of(units, first, sign_of=self._cascade.sign_of, rules=self._rules)

    def _product(self, match: RuleMatch, named: dict[str, Unit]) -> tuple[tuple[Factor, ...], int]:
        """The sign factors of a match and their product; 0 where the rule says no direction."""
        agent, verb, noun, outcome = (named.get(n) for n in ("agent", "verb", "sign", "outcome"))
        factors = list(agent.factors) if agent else []
        if match.rule.role not in ("TARGETS", "RESPONSE"):
            return tuple(factors), 0
        for unit in (verb, noun):
            if unit is not None and (value := match.rule.sign or self._cascade.sign_of(unit)):
                name = "response" if match.rule.role == "RESPONSE" and outcome is None else "verb"
                factors.append(Factor(name, value, unit.start, unit.end, unit.text))
        factors += [
            Factor("denial", -1, cue.start, cue.end, cue.text)
            for unit in (verb, noun)
            if unit is not None and (self._turns(unit) or (agent and agent.kind == "CONDITION" and agent.sign < 0))
            for cue in unit.cues
            if cue.kind is Polarity.NEGATED
        ]
        if outcome is not None:
            factors.append(Factor("response", outcome.sign, outcome.start, outcome.end, outcome.text))
        if match.rule.role == "TARGETS" and verb is None and noun is None:
            return tuple(factors), -1
        product = 1
        for factor in factors:
            product *= factor.sign
        return tuple(factors), _targeting_sign(verb, product, self._rules) if match.rule.role == "TARGETS" else product


def _targeting_sign(verb: Unit | None, product: int, rules: Rules) -> int:
    """Binding has one direction whatever was done to the miRNA."""
    binding = verb is not None and verb.key.partition(":")[0].split()[0] in rules.words("binding_verbs")
    return -1 if binding else product


def _themes(role: str, named: dict[str, Unit], text: str) -> tuple[Mention, ...]:
    unit = named.get("source") if role == "ORIGIN" else named.get("theme")
    if unit is not None and unit.kind == "CARRIER":
        words = text[unit.start : unit.end]
        return (Mention(MentionType.CELL, unit.start, unit.end, words, words),)
    wanted = MentionType.CELL if role == "ORIGIN" else MentionType.GENE
    return tuple(m for m in (unit.mentions if unit else ()) if m.type is wanted)


def _drugs(named: dict[str, Unit]) -> tuple[Mention, ...]:
    found = [m for name in ("drug", "outcome") if name in named for m in (*named[name].mentions, *named[name].inner)]
    return tuple(dict.fromkeys(m for m in found if m.type is MentionType.DRUG))


def _group_cues(units: Sequence[Unit], named: dict[str, Unit]) -> tuple[Cue, ...]:
    """The negations and modals inside the units that the rule names, or inside its only verb.

    What is done by `silencing PTEN` is as doubtful as what is done, also by a verb that no cue file has (`may act by`).
    """
    own = [c for u in named.values() for c in u.cues]
    verbs = [u for u in units if u.kind in ("VERB", "INF")]
    by_means = "verb" in named and named["verb"].kind == "ING"
    if ("verb" not in named or by_means) and len(verbs) == 1:
        own += verbs[0].cues
    if by_means and not verbs:
        own += [c for u in units if u.kind == "WORD" for c in u.cues]
    return tuple(dict.fromkeys(own))


def _agents_first(findings: Sequence[Finding]) -> list[Finding]:
    """Leave out a consequence without an agent where a rule found the agent of the same response."""
    told = [f for f in findings if f.subject is None]
    return [f for f in findings if f.subject is None or _is_open(f, told)]


def _is_open(finding: Finding, told: Sequence[Finding]) -> bool:
    """True for a consequence whose subject may be tied to a miRNA and that no rule with an agent has told."""
    same = [
        t for t in told if t.role in (finding.role, "REGULATES") and t.start < finding.end and finding.start < t.end
    ]
    return finding.subject is not None and finding.subject.kind in ("plain", "event") and not same


def _is_farther_donor(finding: Finding, findings: Sequence[Finding]) -> bool:
    """Of two cells before the vesicle that a rule takes for its donor, the first is the subject."""
    if finding.role != "ORIGIN" or not finding.themes or finding.themes[0].start > finding.agent_span[0]:
        return False
    return any(
        f.rule == finding.rule and f.role == "ORIGIN" and f.agent_span == finding.agent_span and f.themes
        and f.end == finding.end and f.start < finding.start
        for f in findings
    )  # fmt: skip


def _distinct(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """One finding for the same role of the same mentions: the strongest rule, then the shortest span."""
    findings = [f for f in findings if not _is_farther_donor(f, findings)]
    best: dict[tuple[object, ...], Finding] = {}
    order = {"strong": 0, "fair": 1, "weak": 2}
    for finding in findings:
        key = (finding.role, finding.agents, finding.themes, finding.drugs, finding.sign, finding.agent_span)
        kept = best.get(key)
        if kept is None or (order[finding.strength], finding.end - finding.start) < (
            order[kept.strength],
            kept.end - kept.start,
        ):
            best[key] = finding
    return tuple(best.values())
