"""The nearest rule: which pattern would have joined a miRNA with another name, and what kept it from it.

Works on the finished units of one sentence, so it asks what a reader asks (which part is missing, what stands between)
and not in which pass of the cascade it went wrong.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from curator.extraction.cascade import NearMiss
from curator.extraction.gaps import gap_fault
from curator.extraction.units import Unit
from curator.model import MentionType
from curator.patterns import Rule, Rules
from curator.patterns.rules import STRENGTHS
from curator.patterns.syntax import Element, Pattern, Segment

PARTNER_NAMES: Mapping[MentionType, tuple[str, ...]] = {
    MentionType.GENE: ("theme",),
    MentionType.DRUG: ("drug", "outcome"),
    MentionType.CELL: ("source",),
}
"""The names under which a pattern keeps what it joins a miRNA with."""
_MOST_TRIES = 2_000
"""Ways to lay one pattern over a sentence; more tell nothing new."""


@dataclass(frozen=True, slots=True)
class Nearest:
    """A rule that comes near to joining a pair, and the first of its constraints that failed."""

    rule: Rule
    pattern: Pattern
    fault: str
    missing: int
    """Parts of the pattern that the sentence lacks."""
    reached: float
    """How much of the pattern was laid before it failed, 0 to 1."""


class Finder:
    """Finds the nearest rules for the pairs of one sentence; what fits which part is looked up once."""

    def __init__(self, units: Sequence[Unit], rules: Rules, *, misses: Sequence[NearMiss] = ()) -> None:
        """`misses` are the cascade's own near misses, for what only it checks."""
        self._units = units
        self._rules = rules
        self._misses = misses
        self._fitting: dict[Element, frozenset[int]] = {}
        self._patterns = [
            (rule, pattern, _elements(pattern)) for rule in rules.rules if rule.role for pattern in rule.patterns
        ]

    def nearest(self, mirna: int, other: int, kind: MentionType) -> Nearest | None:
        """The rule that comes nearest to joining the units at two indexes; none where no rule joins such two."""
        found = [
            self._laid(rule, pattern, elements, {agent: mirna, partner: other})
            for rule, pattern, elements in self._patterns
            for agent, partner in self._ends(elements, mirna, other, kind)
        ]
        return min(found, key=_distance, default=None)

    def fitting(self, element: Element) -> frozenset[int]:
        """The indexes of the units that are what an element asks for."""
        if element not in self._fitting:
            keys = frozenset().union(*(self._rules.lexicon.classes[name] for name in element.classes))
            self._fitting[element] = frozenset(
                index
                for index, unit in enumerate(self._units)
                if unit.kind in element.kinds or unit.key in keys or unit.text.lower() in element.words
            )
        return self._fitting[element]

    def _ends(
        self, elements: Sequence[Element], mirna: int, other: int, kind: MentionType
    ) -> Iterator[tuple[int, int]]:
        """Places in the pattern for the miRNA and its partner, in the order in which the two stand in the sentence."""
        agents = [i for i, e in enumerate(elements) if e.name == "agent"]
        partners = [i for i, e in enumerate(elements) if e.name in PARTNER_NAMES[kind]]
        for agent, partner in product(agents, partners):
            # A drug outside a response is a part that fails, and worth telling; other mismatches are other cases.
            fits = elements[partner].name == "outcome" or other in self.fitting(elements[partner])
            if fits and (agent < partner) == (mirna < other) and mirna in self.fitting(elements[agent]):
                yield agent, partner

    def _laid(self, rule: Rule, pattern: Pattern, elements: Sequence[Element], fixed: Mapping[int, int]) -> Nearest:
        """How far the pattern can be laid over the sentence with the pair at its places."""
        if lacking := list(self._lacking(elements, fixed)):
            return Nearest(rule, pattern, lacking[0], len(lacking), 0.0)
        fault, reached = _Laying(pattern, self._units, fixed, self, self._rules).furthest()
        told = next((m.fault for m in self._misses if m.rule.id == rule.id and m.pattern == pattern), "")
        return Nearest(rule, pattern, fault or told or "the two do not hang together as the rule asks", 0, reached)

    def _lacking(self, elements: Sequence[Element], fixed: Mapping[int, int]) -> Iterator[str]:
        """Each part that the sentence lacks where the pattern wants it, in words."""
        (first_place, first), (last_place, last) = sorted(fixed.items())
        left, right = self._units[first].text, self._units[last].text
        for place, element in enumerate(elements):
            if place in fixed:
                if fixed[place] not in self.fitting(element):
                    text = self._units[fixed[place]].text
                    yield f"`{text}` is no part of a response such as resistance or sensitivity"
                continue
            start, end, where = first + 1, last, f"between `{left}` and `{right}`"
            if place < first_place:
                start, end, where = 0, first, f"before `{left}`"
            elif place > last_place:
                start, end, where = last + 1, len(self._units), f"behind `{right}`"
            if not element.optional and not any(start <= index < end for index in self.fitting(element)):
                yield f"nothing {where} is `{element.source}`"


def _distance(nearest: Nearest) -> tuple[int, float, int]:
    return nearest.missing, -nearest.reached, STRENGTHS.index(nearest.rule.strength)


def _elements(pattern: Pattern) -> list[Element]:
    return [element for segment in pattern.segments for element in segment.elements]


@dataclass(frozen=True, slots=True)
class _Run:
    """Where one segment stands: from unit `start` to `end`."""

    start: int
    end: int


class _Laying:
    """A search for the furthest that a pattern reaches, its parts all being somewhere."""

    def __init__(
        self, pattern: Pattern, units: Sequence[Unit], fixed: Mapping[int, int], finder: Finder, rules: Rules
    ) -> None:
        self._rules = rules
        self._pattern = pattern
        self._units = units
        self._tries = 0
        self._best = (0, "")
        offsets = [sum(len(s.elements) for s in pattern.segments[:i]) for i in range(len(pattern.segments))]
        self._runs = [
            list(_runs(segment, offset, fixed, finder))
            for segment, offset in zip(pattern.segments, offsets, strict=True)
        ]

    def furthest(self) -> tuple[str, float]:
        """The first constraint that fails on the way that leads furthest, and how much of the pattern it has laid."""
        for index, runs in enumerate(self._runs):
            if not runs:
                source = " ".join(element.source for element in self._pattern.segments[index].elements)
                return f"the parts of `{source}` do not stand side by side", index / len(self._runs)
        for run in self._runs[0]:
            self._lay(run, 1)
        depth, fault = self._best
        return fault, depth / len(self._runs)

    def _lay(self, last: _Run, depth: int) -> None:
        self._tries += 1
        if depth == len(self._runs) or self._tries > _MOST_TRIES:
            self._best = max(self._best, (depth, ""), key=lambda b: b[0])
            return
        for run in self._runs[depth]:
            fault = self._gap_fault(last, run, depth)
            if not fault:
                self._lay(run, depth + 1)
            elif depth > self._best[0]:
                self._best = depth, fault

    def _gap_fault(self, last: _Run, run: _Run, depth: int) -> str:
        if run.start < last.end:
            return f"`{self._units[run.start].text}` stands before `{self._units[last.end - 1].text}`"
        return gap_fault(self._units, last.end, run.start, self._pattern.gaps[depth - 1], rules=self._rules)


def _runs(segment: Segment, offset: int, fixed: Mapping[int, int], finder: Finder) -> Iterator[_Run]:
    """Every place where the segment's elements stand side by side, the fixed ones where they are fixed."""
    choices = [(True, False) if element.optional else (True,) for element in segment.elements]
    for kept in product(*choices):
        places = [place for place, keep in enumerate(kept) if keep]
        for start in sorted(finder.fitting(segment.elements[places[0]])):
            if all(
                fixed.get(offset + place, start + step) == start + step
                and start + step in finder.fitting(segment.elements[place])
                for step, place in enumerate(places)
            ):
                yield _Run(start, start + len(places))
