"""The language that patterns are written in, and what it compiles to.

A pattern is a line of elements, each of which matches one unit of a simplified sentence:

    MIRNA            a unit of that kind (upper case): MIRNA, GENE, DRUG, CELL, RESPONSE, …
    <represses>      any verb group or noun of a cue class (patterns/cues)
    of               that word, in any case
    ..               a gap inside a noun phrase: no verb, no comma, no preposition but `of`
    ...              a gap inside a clause: whatever the clause allows between an agent and its verb
    agent=MIRNA      a unit to be kept under a name
    by|via           one of several
    directly?        may be missing

The stretches between gaps are run by spaCy's Matcher; the gaps are checked by `extraction.gaps`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product
from math import prod
from typing import Any

MOST_VARIANTS = 256
"""Readings of a stretch, optional elements being there or not: each becomes a pattern of the matcher."""
MOST_SEGMENTS = 8
_ELEMENT = re.compile(r"(?:(?P<name>[a-z_]+)=)?(?P<atom>.+?)(?P<optional>\?)?$")
_WORDS = re.compile(r"(?:[a-z_]+=)?(?:<[^<>]*>|\S)+")
_KIND = re.compile(r"[A-Z][A-Z_]*$")
_CLASS = re.compile(r"<([a-z0-9 _-]+)>$")

_LITERAL = re.compile(r"[-\u2013]?[^\W_]+(?:[-.'’\u2032]+[^\W_]+)*-?$|['’]s$|[-\u2013,.;:()/&]$")
KINDS = (
    "MIRNA", "GENE", "RNA", "DRUG", "CELL", "VESICLE", "DISEASE", "CARRIER", "CONDITION", "RESPONSE", "OUTCOME",
    "PATHWAY", "PRON",
)  # fmt: skip
"""What a unit can be, beside a word: a name, or what a rule makes of several units."""
NAMES = ("agent", "theme", "source", "outcome", "drug", "verb", "sign", "keep", "vesicle")
"""Under which names a rule may keep a unit."""
TokenPattern = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Element:
    """One element of a pattern: the kinds, cue classes and words that it admits."""

    kinds: tuple[str, ...]
    classes: tuple[str, ...]
    words: tuple[str, ...]
    name: str = ""
    optional: bool = False
    source: str = ""


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of elements that stand side by side."""

    elements: tuple[Element, ...]


@dataclass(frozen=True, slots=True)
class Pattern:
    """Segments with gaps between them: `gaps[i]` (`..` or `...`) stands between segments i and i + 1."""

    source: str
    segments: tuple[Segment, ...]
    gaps: tuple[str, ...]

    def words(self) -> set[str]:
        """Every word that it names as such."""
        return {word for segment in self.segments for element in segment.elements for word in element.words}

    def names(self) -> set[str]:
        """Every name under which a unit is kept."""
        return {element.name for segment in self.segments for element in segment.elements if element.name}


def parse_pattern(source: str) -> Pattern:
    """A pattern from its line. Raises ValueError saying what is wrong."""
    segments: list[Segment] = []
    gaps: list[str] = []
    run: list[Element] = []
    for word in _WORDS.findall(source):
        if word in ("..", "..."):
            if not run:
                raise ValueError(f"the gap `{word}` needs an element on its left")
            segments.append(Segment(tuple(run)))
            gaps.append(word)
            run = []
        else:
            run.append(_element(word))
    if not run:
        raise ValueError(
            "the pattern is empty" if not segments else f"the gap `{gaps[-1]}` needs an element on its right"
        )
    segments.append(Segment(tuple(run)))
    for segment in segments:
        if all(element.optional for element in segment.elements):
            raise ValueError("between two gaps at least one element must not be optional")
        if prod(map(_choices, segment.elements)) > MOST_VARIANTS:
            raise ValueError(f"it has more than {MOST_VARIANTS} readings; split it, or make fewer elements optional")
    if len(segments) > MOST_SEGMENTS:
        raise ValueError(f"it has {len(segments) - 1} gaps; the limit is {MOST_SEGMENTS - 1}")
    return Pattern(source, tuple(segments), tuple(gaps))


def _choices(element: Element) -> int:
    """In how many ways the element can be there or not."""
    return sum(map(bool, (element.kinds, element.classes, element.words))) + element.optional


def _element(word: str) -> Element:
    found = _ELEMENT.match(word)
    if not found:
        raise ValueError(f"cannot read `{word}`")
    kinds: list[str] = []
    classes: list[str] = []
    words: list[str] = []
    for part in found["atom"].split("|"):
        if match := _CLASS.match(part):
            classes.append(match.group(1))
        elif _KIND.match(part):
            kinds.append(known_kind(part))
        elif _LITERAL.match(part):
            words.append(part.lower())
        else:
            raise ValueError(f"cannot read `{word}`")
    if found["name"] and found["name"] not in NAMES:
        raise ValueError(f"no rule keeps a `{found['name']}`: a unit is kept as one of {', '.join(NAMES)}")
    return Element(tuple(kinds), tuple(classes), tuple(words), found["name"] or "", bool(found["optional"]), word)


def known_kind(kind: str) -> str:
    """The kind itself. Raises ValueError where no unit is of that kind."""
    if kind not in KINDS:
        raise ValueError(f"no unit is a `{kind}`: the kinds are {', '.join(KINDS)}")
    return kind


def unknown_classes(pattern: Pattern, known: Mapping[str, frozenset[str]]) -> list[str]:
    """The cue classes that a pattern names and no cue file has."""
    return [c for segment in pattern.segments for e in segment.elements for c in e.classes if c not in known]


def matcher_variants(
    segment: Segment, classes: Mapping[str, frozenset[str]]
) -> list[tuple[list[TokenPattern], tuple[Element, ...]]]:
    """The segment as spaCy Matcher patterns, each with the elements that its tokens stand for.

    TAG is a unit's kind, LEMMA its cue key, LOWER its text. Alternatives of different sorts become patterns of their
    own, for a token pattern is a conjunction. An optional element is left out or kept, not marked with OP, so that
    every match has a fixed length and its elements their places.
    """
    choices: list[list[tuple[Element, TokenPattern] | None]] = []
    for element in segment.elements:
        options: list[tuple[Element, TokenPattern] | None] = [(element, p) for p in _alternatives(element, classes)]
        choices.append([*options, None] if element.optional else options)
    variants = []
    for choice in product(*choices):
        kept = [c for c in choice if c is not None]
        variants.append(([token for _, token in kept], tuple(element for element, _ in kept)))
    return variants


def _alternatives(element: Element, classes: Mapping[str, frozenset[str]]) -> list[TokenPattern]:
    patterns: list[TokenPattern] = []
    if element.kinds:
        patterns.append({"TAG": {"IN": list(element.kinds)}})
    if element.classes:
        keys = sorted({key for name in element.classes for key in classes[name]})
        patterns.append({"LEMMA": {"IN": keys}})
    if element.words:
        patterns.append({"LOWER": {"IN": list(element.words)}})
    return patterns
