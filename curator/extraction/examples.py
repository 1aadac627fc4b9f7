"""The examples that rules carry, run as tests: what a rule must match, with which values, and what it must not.

An example is read as a paper of its own, so that it goes the whole road: mentions, units, rules, and the joining of
sentences.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from curator.extraction.pipeline import Extractor
from curator.extraction.relate import Finding, SentenceAnalysis
from curator.extraction.units import Unit
from curator.model import Assertion, Document, Effect, Paragraph, Polarity
from curator.patterns import Example, Rule

_JOIN = " + "
Values = frozenset[str]
"""What one firing of a rule binds: canonical names, the effect, the polarity, and for a made unit its sign."""


@dataclass(frozen=True, slots=True)
class ExampleFault:
    """An example that does not hold."""

    rule: str
    path: Path
    line: int
    text: str
    expected: str
    found: str

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}: rule {self.rule}"
        return f"{place}: `{self.text}`\n  expected: {self.expected}\n  came: {self.found}"


def check_rule(rule: Rule, extractor: Extractor) -> list[ExampleFault]:
    """The examples of one rule that do not hold."""
    checks = [(example, _unmatched) for example in rule.match] + [(e, _overmatched) for e in rule.no_match]
    return [fault for example, check in checks if (fault := check(rule, example, extractor))]


def firings(rule: Rule, text: str, extractor: Extractor) -> list[Values]:
    """What each firing of the rule on a text binds; empty where it does not fire."""
    return _Reading(text, extractor).firings(rule)


def _unmatched(rule: Rule, example: Example, extractor: Extractor) -> ExampleFault | None:
    reading = _Reading(example.text, extractor)
    fired = reading.firings(rule)
    if any(set(example.values) <= values for values in fired):
        return None
    expected = f"it fires and binds {_listed(example.values)}" if example.values else "it fires"
    return _fault(rule, example, expected, _told(fired) if fired else reading.why_not(rule))


def _overmatched(rule: Rule, example: Example, extractor: Extractor) -> ExampleFault | None:
    fired = [v for v in firings(rule, example.text, extractor) if set(example.values) <= v]
    if not fired:
        return None
    expected = f"it does not bind {_listed(example.values)}" if example.values else "it does not fire"
    return _fault(rule, example, expected, _told(fired))


def _fault(rule: Rule, example: Example, expected: str, found: str) -> ExampleFault:
    return ExampleFault(rule.id, example.path, example.line, example.text, expected, found)


def _listed(values: Sequence[str] | Values) -> str:
    return " | ".join(values if isinstance(values, tuple) else sorted(values)) or "nothing"


def _told(fired: Sequence[Values]) -> str:
    return "it fires with " + "; with ".join(dict.fromkeys(map(_listed, fired)))


class _Reading:
    """An example as the extractor reads it."""

    def __init__(self, text: str, extractor: Extractor) -> None:
        paper = Document("example", text, paragraphs=(Paragraph(0, len(text)),))
        self._document = extractor.prepare(paper)
        self._extractor = extractor
        self._analyses = extractor.analyse(self._document).values()

    def firings(self, rule: Rule) -> list[Values]:
        """What each firing binds."""
        if rule.make:
            return [_made(u) for a in self._analyses for u in a.units if rule.id in u.rules]
        return [self._stated(f, a) for a in self._analyses for f in a.fired if f.rule == rule.id]

    def _stated(self, finding: Finding, analysis: SentenceAnalysis) -> Values:
        """What a finding binds; one without an agent also has the miRNAs of the rows that rest on it."""
        values = {m.name for m in (*finding.agents, *finding.themes, *finding.drugs)} | {finding.polarity.value}
        if finding.role == "RESPONSE" and finding.sign:
            values.add(_effect(finding.sign))
        if not finding.agents:
            rows = self._extractor.assertions(self._document)
            values |= {row.claim.mirna for row in rows if _rests_on(row, finding, analysis)}
        return frozenset(values)

    def why_not(self, rule: Rule) -> str:
        """Why a rule did not fire: the constraint that failed, else what fired in its place."""
        analyses = self._extractor.analyse(self._document, explain=True).values()
        faults = [miss.fault for a in analyses for miss in a.misses if miss.rule.id == rule.id]
        if faults:
            return f"it does not fire: {'; '.join(dict.fromkeys(faults))}"
        return f"it does not fire{_instead(analyses)}; the sentence is read as {_units(analyses)}"


def _effect(sign: int) -> str:
    return (Effect.RESISTANCE if sign > 0 else Effect.SENSITIVITY).value


def _made(unit: Unit) -> Values:
    values = {m.name for m in (*unit.mentions, *unit.inner)}
    values.add(_effect(unit.sign) if unit.kind == "RESPONSE" else "+" if unit.sign > 0 else "-")
    return frozenset(values)


def _rests_on(row: Assertion, finding: Finding, analysis: SentenceAnalysis) -> bool:
    agrees = row.polarity in (finding.polarity, Polarity.SPECULATIVE)
    return agrees and any(e.start == analysis.start and finding.rule in e.rule.split(_JOIN) for e in row.evidence)


def _instead(analyses: Iterable[SentenceAnalysis]) -> str:
    others = dict.fromkeys(f.rule for a in analyses for f in a.fired)
    return f", {', '.join(others)} did" if others else ""


def _units(analyses: Iterable[SentenceAnalysis]) -> str:
    return " ".join(f"[{u.kind} {u.text}]" for a in analyses for u in a.units)
