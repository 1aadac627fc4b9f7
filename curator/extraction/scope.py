"""Negation and speculation: which cues reach a finding (ConText; Harkema et al. 2009, J Biomed Inform 42:839-851)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from curator.extraction.units import Unit
from curator.model import Cue, Polarity, Span
from curator.patterns import Rules
from curator.patterns.cues import ScopeCue
from curator.patterns.inflect import fold_word

_WORD = re.compile(r"[^\W_]+(?:[-\u2010-\u2015'’][^\W_]+)*|[;:,.()]")


def scope_marks(text: str, rules: Rules) -> tuple[Cue, ...]:
    """The cues of a sentence, each with the stretch that it reaches."""
    words = [(fold_word(m.group()), m.start(), m.end()) for m in _WORD.finditer(text)]
    by_first: dict[str, list[ScopeCue]] = {}
    for cue in rules.scopes:
        by_first.setdefault(cue.phrase[0], []).append(cue)
    terminators = rules.words("terminators")
    marks = []
    for index, (word, start, _) in enumerate(words):
        for cue in by_first.get(word, ()):
            last = index + len(cue.phrase) - 1
            if last < len(words) and tuple(w for w, _, _ in words[index : last + 1]) == cue.phrase:
                end = words[last][2]
                marks.append(
                    Cue(cue.kind, start, end, text[start:end], _reach(words, index, last, cue, terminators, len(text)))
                )
    return tuple(marks)


def _reach(
    words: Sequence[tuple[str, int, int]],
    first: int,
    last: int,
    cue: ScopeCue,
    terminators: frozenset[str],
    length: int,
) -> Span:
    stop = terminators | cue.until
    start, end = words[first][1], words[last][2]
    if cue.direction in ("forward", "both"):
        end = next((s for w, s, _ in words[last + 1 :] if w in stop), length)
    if cue.direction in ("backward", "both"):
        start = next((e for w, _, e in reversed(words[:first]) if w in stop), 0)
    return Span(start, end)


def polarity_of(anchors: Sequence[Unit], own: Sequence[Cue], marks: Sequence[Cue]) -> tuple[Polarity, tuple[Cue, ...]]:
    """The polarity of a finding and the cues that make it: its own verb group's, and those whose scope covers it.

    A mark reaches a finding when every anchor that stands after it (before it, for a backward cue) lies in its scope;
    denial outweighs doubt.
    """
    reached = [*own, *(m for m in marks if _covers(m, anchors))]
    kinds = {cue.kind for cue in reached}
    for polarity in (Polarity.NEGATED, Polarity.SPECULATIVE):
        if polarity in kinds:
            return polarity, tuple(dict.fromkeys(c for c in reached if c.kind is polarity))
    return Polarity.AFFIRMED, ()


def _covers(mark: Cue, anchors: Sequence[Unit]) -> bool:
    """True where the mark's scope holds the last anchor and, for a forward cue, begins before it."""
    if not anchors:
        return False
    if mark.kind is Polarity.NEGATED and any(0 <= a.start - mark.end <= 2 for a in anchors if a.kind == "MIRNA"):
        return True
    relation = [a for a in anchors if a.kind not in ("MIRNA", "PRON", "CARRIER")] or list(anchors)
    return all(mark.scope.start <= a.start and a.end <= mark.scope.end for a in relation)
