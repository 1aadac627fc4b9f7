"""The cascade: rules run stage by stage over a sentence's units, each stage seeing what the one before made.

Small phrases first (`the expression of PTEN` is PTEN, `inhibition of miR-21` is miR-21 with a minus), relations last,
after Hobbs et al. 1997 (FASTUS) and Odin (Valenzuela-Escárcega et al. 2015). The runs between gaps are found by spaCy's
Matcher on a blank English pipeline; no spaCy object leaves this module.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

import spacy
from spacy.matcher import Matcher
from spacy.tokens import Doc

from curator.extraction.gaps import gap_fault, head_fault, modifier_fault, relative_fault
from curator.extraction.units import Unit, join_lists
from curator.model import Factor, Mention
from curator.patterns import Rule, Rules
from curator.patterns.syntax import Element, Pattern, Segment, matcher_variants

_DASHES = re.compile(r"[\u2010-\u2015\u2212\u00ad]")
MOST_UNITS = 400
"""A longer sentence is no sentence (a data dump, a broken file); rules do not run on it."""
_SUBJECTS = ("agent", "source", "theme", "outcome")
"""Names that stand for the subject where they open a pattern."""
_ROUNDS = 3
_MATCHES_PER_PATTERN = 60


@dataclass(frozen=True, slots=True)
class RuleMatch:
    """A rule that fired: the units from `start` to `end` that it spans and those it keeps by name."""

    rule: Rule
    pattern: Pattern
    start: int
    end: int
    named: dict[str, int]
    """Name → index of the unit."""


@dataclass(frozen=True, slots=True)
class NearMiss:
    """A rule whose parts were all there, and the first constraint that failed."""

    rule: Rule
    pattern: Pattern
    start: int
    end: int
    fault: str


@dataclass(frozen=True, slots=True)
class _Run:
    """Where one segment of a pattern matched."""

    start: int
    end: int
    elements: tuple[Element, ...]


class Stage:
    """The rules of one stage with their Matcher. A run that several patterns share is matched once."""

    def __init__(self, rules: Sequence[Rule], knowledge: Rules, nlp: spacy.language.Language) -> None:
        self._nlp = nlp
        self._matcher = Matcher(nlp.vocab, validate=False)
        self._uses: dict[int, list[tuple[int, int, int, tuple[Element, ...]]]] = {}
        self._knowledge = knowledge
        self.rules = tuple(rules)
        names: dict[str, int] = {}
        for place, segment in _segments(rules):
            for tokens, elements in matcher_variants(segment, knowledge.lexicon.classes):
                text = repr(tokens)
                if text not in names:
                    names[text] = nlp.vocab.strings.add(f"run {len(names)}")
                    self._matcher.add(names[text], [tokens])
                self._uses.setdefault(names[text], []).append((*place, elements))

    def matches(self, units: Sequence[Unit], *, misses: list[NearMiss] | None = None) -> Iterator[RuleMatch]:
        """Every way in which a rule of this stage fits the units; near misses are added to `misses` if given."""
        runs = self._runs(units)
        for rule_index, rule in enumerate(self.rules):
            for pattern_index, pattern in enumerate(rule.patterns):
                segments = [runs.get((rule_index, pattern_index, s), []) for s in range(len(pattern.segments))]
                if all(segments):
                    yield from _Joining(rule, pattern, segments, units, self._knowledge, misses).matches()

    def _runs(self, units: Sequence[Unit]) -> dict[tuple[int, int, int], list[_Run]]:
        words = [_DASHES.sub("-", u.text) or "_" for u in units]
        tags, keys = [u.kind for u in units], [u.key or u.text.lower() for u in units]
        doc = Doc(self._nlp.vocab, words=words, tags=tags, lemmas=keys)
        runs: dict[tuple[int, int, int], list[_Run]] = {}
        for name, start, end in self._matcher(doc):
            for rule, pattern, segment, elements in self._uses[name]:
                runs.setdefault((rule, pattern, segment), []).append(_Run(start, end, elements))
        return runs


def _segments(rules: Sequence[Rule]) -> Iterator[tuple[tuple[int, int, int], Segment]]:
    """Every segment of every pattern with its place: rule, pattern, segment."""
    for rule_index, rule in enumerate(rules):
        for pattern_index, pattern in enumerate(rule.patterns):
            for segment_index, segment in enumerate(pattern.segments):
                yield (rule_index, pattern_index, segment_index), segment


@dataclass(frozen=True, slots=True)
class _Joining:
    """One pattern over one sentence: the runs of its segments, joined where the gaps between them are allowed."""

    rule: Rule
    pattern: Pattern
    segments: Sequence[list[_Run]]
    units: Sequence[Unit]
    knowledge: Rules
    misses: list[NearMiss] | None
    """Where near misses go, if they are asked for."""

    def matches(self) -> Iterator[RuleMatch]:
        """Every way to join the runs, up to a limit."""
        found = 0
        for first in self.segments[0]:
            if fault := self._agent_fault(first):
                if len(self.segments) > 1:
                    self._miss(first.start, first.end, fault)
                continue
            for chain in self._chains([first]):
                yield RuleMatch(self.rule, self.pattern, chain[0].start, chain[-1].end, _named(chain))
                found += 1
                if found >= _MATCHES_PER_PATTERN:
                    return

    def _chains(self, chain: list[_Run]) -> Iterator[list[_Run]]:
        """Every way to go on from the runs chosen so far."""
        depth = len(chain)
        if depth == len(self.segments):
            yield chain
            return
        for run in self.segments[depth]:
            left, gap = chain[-1].end, self.pattern.gaps[depth - 1]
            if run.start < left:
                continue
            fault = gap_fault(self.units, left, run.start, gap, rules=self.knowledge)
            if not fault:
                yield from self._chains([*chain, run])
            else:
                self._miss(chain[0].start, run.end, fault)

    def _miss(self, start: int, end: int, fault: str) -> None:
        if self.misses is not None:
            self.misses.append(NearMiss(self.rule, self.pattern, start, end, fault))

    def _agent_fault(self, run: _Run) -> str:
        """An agent that opens a pattern must head its noun phrase where a verb follows it."""
        first, units, at = run.elements[0], self.units, run.start
        leads = len(run.elements) == 1 and self.pattern.gaps[:1] == ("...",)
        leads = leads or (len(run.elements) > 1 and units[at + 1].kind == "VERB")
        if first.name not in _SUBJECTS or not leads or _is_taken_up(units, run.end):
            return ""
        return head_fault(units, at, rules=self.knowledge) or modifier_fault(units, at) or relative_fault(units, at)


def _is_taken_up(units: Sequence[Unit], end: int) -> bool:
    """True where a relative pronoun takes the agent up: `the source of miR-21, which silences PTEN`."""
    after = [u for u in units[end : end + 2] if u.text != ","]
    return bool(after) and after[0].kind == "REL"


def _named(chain: Sequence[_Run]) -> dict[str, int]:
    return {
        element.name: run.start + offset for run in chain for offset, element in enumerate(run.elements) if element.name
    }


class Cascade:
    """Every stage, in order. Rules that make units rewrite; rules that state roles are collected."""

    def __init__(self, rules: Rules) -> None:
        nlp = spacy.blank("en")
        ordered = sorted(rules.rules, key=lambda r: r.stage)
        self._rules = rules
        self._stages = [Stage(list(group), rules, nlp) for _, group in groupby(ordered, key=lambda r: r.stage)]

    def run(
        self, units: list[Unit], *, misses: list[NearMiss] | None = None
    ) -> tuple[list[Unit], list[tuple[RuleMatch, list[Unit]]]]:
        """The units after every rewriting, and each role match with the units that it indexes."""
        roles: list[tuple[RuleMatch, list[Unit]]] = []
        if len(units) > MOST_UNITS:
            return units, roles
        for stage in self._stages:
            for _ in range(_ROUNDS):
                matches = list(stage.matches(units, misses=misses))
                roles += [(m, units) for m in matches if m.rule.role and not _known(m, units, roles)]
                rewritten = self._rewrite(units, [m for m in matches if m.rule.make])
                if rewritten == units:
                    break
                units = join_lists(rewritten, openers=self._rules.words("list_openers"))
        return units, roles

    def _rewrite(self, units: list[Unit], matches: Sequence[RuleMatch]) -> list[Unit]:
        order = {rule.id: i for i, rule in enumerate(self._rules.rules)}
        chosen: list[RuleMatch] = []
        for match in sorted(matches, key=lambda m: (m.start, m.start - m.end, order[m.rule.id])):
            if (not chosen or match.start >= chosen[-1].end) and not _idle(match, units):
                chosen.append(match)
        rewritten = list(units)
        for match in reversed(chosen):
            rewritten[match.start : match.end] = [self._made(match, units)]
        return rewritten

    def _made(self, match: RuleMatch, units: Sequence[Unit]) -> Unit:
        """The unit that a rewriting rule makes of the units it spans."""
        spanned = units[match.start : match.end]
        kept = units[match.named["keep"]] if "keep" in match.named else None
        sign_unit = units[match.named["sign"]] if "sign" in match.named else None
        sign = match.rule.sign or (self.sign_of(sign_unit) if sign_unit else 0)
        factors = kept.factors if kept else ()
        if sign and (sign_unit or match.rule.sign):
            place = sign_unit or self._says_sign(spanned, kept, sign)
            factors = (*factors, Factor(_factor_name(match.rule), sign, place.start, place.end, place.text))
        return Unit(
            kind=match.rule.make,
            start=spanned[0].start,
            end=spanned[-1].end,
            text=" ".join(u.text for u in spanned),
            key="",
            mentions=kept.mentions
            if kept
            else tuple(m for u in spanned for m in u.mentions if u.kind == match.rule.make),
            inner=_inner(match, spanned, kept),
            sign=(kept.sign if kept else 1) * (sign or 1),
            factors=factors,
            cues=tuple(c for u in spanned for c in u.cues),
            rules=(*dict.fromkeys(r for u in spanned for r in u.rules), match.rule.id),
            vesicle=any(u.vesicle or u.kind == "VESICLE" for u in spanned),
        )

    def _says_sign(self, spanned: Sequence[Unit], kept: Unit | None, sign: int) -> Unit:
        """The word behind the sign of a rule that names none: a cue of that sign, else a suffix, else the last."""
        words = [u for u in spanned if u is not kept]
        signed = [u for u in words if self._rules.lexicon.signs.get(u.key.partition(":")[0]) == sign]
        hanging = [u for u in words if u.kind == "SUFFIX"]
        return (signed or hanging or words[-1:] or list(spanned))[0]

    def sign_of(self, unit: Unit) -> int:
        """The sign of a cue word: its class's, or that of a unit that carries one."""
        return self._rules.lexicon.signs.get(unit.key.partition(":")[0], unit.sign)


def _inner(match: RuleMatch, spanned: Sequence[Unit], kept: Unit | None) -> tuple[Mention, ...]:
    own = kept.mentions if kept else ()
    found = [m for u in spanned for m in (*u.mentions, *u.inner) if m not in own]
    return tuple(dict.fromkeys(found))


def _factor_name(rule: Rule) -> str:
    return "response" if rule.make == "RESPONSE" else "perturbation"


def _idle(match: RuleMatch, units: Sequence[Unit]) -> bool:
    """A rewriting that would change nothing, or a noun that takes an object of its own (`its inhibition of …`)."""
    after = units[match.end].text.lower() if match.end < len(units) else ""
    nominal = units[match.end - 1].kind == "NOUN" and match.named.get("keep") != match.end - 1
    if match.rule.make == "MIRNA" and after == "of" and nominal:
        return True
    return match.end - match.start == 1 and units[match.start].kind == match.rule.make


def _known(match: RuleMatch, units: Sequence[Unit], roles: Sequence[tuple[RuleMatch, list[Unit]]]) -> bool:
    """True where an earlier round found the same rule on the same text."""
    spans = {name: (units[i].start, units[i].end) for name, i in match.named.items()}
    return any(
        other.rule.id == match.rule.id and spans == {n: (seen[i].start, seen[i].end) for n, i in other.named.items()}
        for other, seen in roles
    )
