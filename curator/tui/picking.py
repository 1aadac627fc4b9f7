"""Owns what a stretch of the text means for a slot when it is picked: words, a name, an effect, keys of a citation.

Pure: a paper, a slot and words in; a value out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from curator.model import SLOT_TYPES, Citation, Document, Effect, Mention, Slot, Span
from curator.workbench.passages import Reading

_WORD = re.compile(r"[^\W_]+(?:[-‐‑'’*~.][^\W_]+)*\*?|\S")
"""A word with the hyphens and signs inside it; or a sign by itself."""
_STOPS = " ,;:"
"""Signs that part what is picked from what follows, and belong to no name."""
_REACH = 20_000
"""Letters before and after a sentence in which words can be picked."""
_EFFECTS = {
    Effect.SENSITIVITY: re.compile(r"sensiti|suscepti", re.IGNORECASE),
    Effect.RESISTANCE: re.compile(r"resist", re.IGNORECASE),
}


@dataclass(frozen=True, slots=True)
class Picked:
    """The words from one up to another, both taken in."""

    first: int
    last: int

    def moved(self, step: int, count: int) -> Picked:
        """One word, so many further."""
        here = self.last if step > 0 else self.first
        place = max(0, min(count - 1, here + step))
        return Picked(place, place)

    def extended(self, step: int, count: int) -> Picked:
        """A word more at the end, or with a negative step one less; never none."""
        return Picked(self.first, max(self.first, min(count - 1, self.last + step)))


def words_of(reading: Reading, span: Span) -> list[Span]:
    """Every word of a stretch; where a name begins or ends inside a word, that is two words."""
    edges = {edge for m in reading.mentions_in(span) for edge in (m.start, m.end)}
    found = _WORD.finditer(reading.document.text, span.start, span.end)
    return [part for word in found for part in _cut(word.start(), word.end(), edges)]


def _cut(start: int, end: int, edges: set[int]) -> list[Span]:
    cuts = [start, *(offset for offset in range(start + 1, end) if offset in edges), end]
    return [Span(first, last) for first, last in pairwise(cuts)]


def area_around(document: Document, sentence: Span) -> Span:
    """The whole paragraphs around a sentence as far as anybody would go to pick a word."""
    before = document.text.rfind("\n\n", 0, max(0, sentence.start - _REACH))
    after = document.text.find("\n\n", sentence.end + _REACH)
    return Span(before + 2 if before >= 0 else 0, after if after >= 0 else len(document.text))


def picked_span(words: Sequence[Span], picked: Picked) -> Span:
    """From the first letter to the last."""
    return Span(words[picked.first].start, words[picked.last].end)


def whole_name(words: Sequence[Span], reading: Reading, slot: Slot, picked: Picked, step: int) -> Picked | None:
    """The next name that fits the slot, whole; with a negative step the one before; none where there is none.

    With the step 0 it is the name under the words, else the next one.
    """
    area, here = Span(words[0].start, words[-1].end), picked_span(words, picked)
    stretches = _stretches(reading, slot, area)
    if under := next((s for s in stretches if s.overlaps(here) and (s != here or not step)), None):
        return _over(words, under)
    ordered = stretches if step >= 0 else stretches[::-1]
    further = (s for s in ordered if (s.start > here.start if step >= 0 else s.start < here.start))
    found = next(further, next(iter(ordered), None))
    return _over(words, found) if found else None


def _stretches(reading: Reading, slot: Slot, area: Span) -> list[Span]:
    """Where in the area something stands that fits the slot."""
    if slot is Slot.CITATION:
        return [Span(c.start, c.end) for c in reading.document.citations if area.contains(Span(c.start, c.end))]
    if slot is Slot.EFFECT:
        return [w for w in words_of(reading, area) if effect_of(reading.document.quote(w))]
    return [Span(m.start, m.end) for m in reading.mentions_in(area, SLOT_TYPES[slot])]


def _over(words: Sequence[Span], span: Span) -> Picked | None:
    inside = [number for number, word in enumerate(words) if word.overlaps(span)]
    return Picked(inside[0], inside[-1]) if inside else None


def value_of(reading: Reading, slot: Slot, span: Span) -> str:
    """What the slot would hold: an effect, the keys of the citations, the name of what is mentioned; else the words."""
    document = reading.document
    said = " ".join(document.text[span.start : span.end].split()).rstrip(_STOPS)
    if slot is Slot.EFFECT:
        effect = effect_of(said)
        return str(effect) if effect else said
    if slot is Slot.CITATION:
        return _keys([c for c in document.citations if span.overlaps(Span(c.start, c.end))]) or said
    return next((m.name for m in _of_kind(reading, slot, span) if (m.start, m.end) == (span.start, span.end)), said)


def _of_kind(reading: Reading, slot: Slot, span: Span) -> list[Mention]:
    return reading.mentions_in(span, SLOT_TYPES[slot])


def _keys(citations: Sequence[Citation]) -> str:
    return ",".join(dict.fromkeys(key for citation in citations for key in citation.keys))


def effect_of(said: str) -> Effect | None:
    """The effect that a word speaks of: `chemoresistant`, `sensitizes`; none where it speaks of none."""
    return next((effect for effect, pattern in _EFFECTS.items() if pattern.search(said)), None)
