"""Which sentence of a text is which of another text of the same paper, and which character is which.

Sentences are compared without what a publisher changes between two texts of one paper: white space, hyphens, ligatures,
case, accents and the numbers in citation markers. What is the same then is the same sentence; of several alike the
sentences around tell which. What is left over is paired where it is alike enough, each sentence once.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property

from rapidfuzz import fuzz, process

from curator.curation.reextraction import best_pairing
from curator.model import Document, Span

LEAST_ALIKE = 85
"""How alike two wordings of one sentence are at least (rapidfuzz's `ratio`, 0 to 100).

Measured on 2,700 sentences of 14 open-access papers: with one word replaced 99 % of sentences stay above 87, with two
95 % above 83; of two different sentences of one paper 99.4 % are less alike than 85, and the rest are repetitions.
"""
NEAREST = 50
"""Below it nothing in the other text is like the sentence: half of all sentences are that like some other one."""
_OF_MARKERS = 10
"""What the numbers of citations may count where nothing tells them from words."""
_AROUND = ((-1, 4), (1, 4), (-2, 1), (2, 1))
"""The sentences around, and how much each of them counts."""
_CANDIDATES = 5
_MARKER = "\x01"
"""Stands for a citation marker, whatever its numbers."""
_HYPHENS = frozenset("-\u00ad\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d")
_QUOTES = {"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"', "\u2032": "'", "`": "'"}


@dataclass(frozen=True, slots=True)
class Line:
    """A stretch of a text as it is compared, and where each of its characters stands."""

    span: Span
    text: str
    begins: tuple[int, ...]
    ends: tuple[int, ...]

    def inside(self, span: Span) -> tuple[int, int] | None:
        """From where to where in `text` a stretch stands; none where nothing of it is compared."""
        first, last = bisect_left(self.begins, span.start), bisect_left(self.begins, span.end)
        return (first, last) if first < last else None


def line(document: Document, span: Span) -> Line:
    """A stretch of a document as it is compared."""
    kept: list[str] = []
    begins: list[int] = []
    ends: list[int] = []
    markers = _markers(document, span)
    at = span.start
    while at < span.end:
        after, folded = (markers[at], _MARKER) if at in markers else (at + 1, _folded(document.text[at]))
        for character in folded:
            kept.append(character)
            begins.append(at)
            ends.append(after)
        at = after
    return Line(span, "".join(kept), tuple(begins), tuple(ends))


def _markers(document: Document, span: Span) -> dict[int, int]:
    """Start → end of the citation markers inside."""
    first = bisect_left(document.citations, span.start, key=lambda c: c.start)
    found = {}
    for citation in document.citations[first:]:
        if citation.start >= span.end:
            break
        if citation.start < citation.end <= span.end:
            found[citation.start] = citation.end
    return found


def folded(text: str) -> str:
    """A text as it is compared."""
    return "".join(map(_folded, text))


def _folded(character: str) -> str:
    if character.isascii() and character.isalnum():
        return character.lower()
    if character.isspace() or character in _HYPHENS:
        return ""
    bare = (c for c in unicodedata.normalize("NFKD", _QUOTES.get(character, character)) if not unicodedata.combining(c))
    return "".join(c for c in "".join(bare).casefold() if not c.isspace() and c not in _HYPHENS)


def near(one: str, other: str) -> bool:
    """Whether two wordings may be those of one sentence in two texts of a paper, as far as the words alone tell."""
    return fuzz.ratio(folded(one), folded(other)) >= NEAREST - _OF_MARKERS


class Alignment:
    """The sentences of an old text in a new one."""

    def __init__(self, old: Document, new: Document) -> None:
        self.old, self.new = old, new
        self._before = [line(old, Span(s.start, s.end)) for s in old.sentences]
        self._after = [line(new, Span(s.start, s.end)) for s in new.sentences]
        self._same = _same(self._before, self._after)

    def place(self, span: Span) -> Span | None:
        """Where a stretch of whole sentences stands in the new text word for word; none where it does not."""
        found = self._sentences(span)
        if found and all(number in self._same for number in found):
            places = [self._same[number] for number in found]
            if places == list(range(places[0], places[0] + len(places))):
                return Span(self._after[places[0]].span.start, self._after[places[-1]].span.end)
            return None
        return self._cut_otherwise(line(self.old, span).text)

    def alike(self, span: Span) -> Span | None:
        """Where one sentence stands in the new text in other words; none where nothing is alike enough."""
        found = self._sentences(span)
        number = found[0] if len(found) == 1 else None
        if number is None or number not in self._alike:
            return None
        return self._after[self._alike[number]].span

    def nearest(self, span: Span) -> Span | None:
        """The sentence of the new text that is most like this one and is not another's; none where nothing is near."""
        if (placed := self.place(span) or self.alike(span)) is not None:
            return placed
        taken = {*self._same.values(), *self._alike.values()}
        free = {n: made.text for n, made in enumerate(self._after) if n not in taken and made.text}
        best = process.extractOne(line(self.old, span).text, free, scorer=fuzz.ratio, score_cutoff=NEAREST)
        return None if best is None else self._after[best[2]].span

    def part(self, span: Span) -> Span | None:
        """Where a part of a sentence stands, or of several; none where its sentence does not stand word for word."""
        first = max(0, bisect_right(self._starts, span.start) - 1)
        last = max(first, bisect_left(self._starts, span.end) - 1)
        covering = Span(self._before[first].span.start, self._before[last].span.end) if self._before else span
        placed = self.place(covering) if covering.contains(span) else None
        if placed is None:
            return None
        before, after = line(self.old, covering), line(self.new, placed)
        if before.text != after.text or (at := before.inside(span)) is None:
            return None
        return Span(after.begins[at[0]], after.ends[at[1] - 1])

    def _sentences(self, span: Span) -> list[int]:
        """The numbers of the sentences that the stretch covers; empty where it cuts one or covers none."""
        starts = self._starts
        first = bisect_left(starts, span.start)
        found = []
        for number in range(first, len(starts)):
            if starts[number] >= span.end:
                break
            found.append(number)
        whole = found and starts[found[0]] == span.start and self._before[found[-1]].span.end == span.end
        return found if whole else []

    @cached_property
    def _starts(self) -> list[int]:
        return [made.span.start for made in self._before]

    def _cut_otherwise(self, text: str) -> Span | None:
        """Where the words stand as whole sentences that are cut in other places; none unless exactly once."""
        whole, starts, ends = self._run
        taken = set(self._same.values())
        found = []
        at = whole.find(text) if text else -1
        while at >= 0:
            first, last = starts.get(at), ends.get(at + len(text))
            if first is not None and last is not None and not taken & set(range(first, last + 1)):
                found.append(Span(self._after[first].span.start, self._after[last].span.end))
            at = whole.find(text, at + 1)
        return found[0] if len(found) == 1 else None

    @cached_property
    def _run(self) -> tuple[str, Mapping[int, int], Mapping[int, int]]:
        """All sentences of the new text without a gap, and where each begins and ends there."""
        starts, ends, at = {}, {}, 0
        for number, made in enumerate(self._after):
            if made.text:
                starts[at] = number
                at += len(made.text)
                ends[at] = number
        return "".join(made.text for made in self._after), starts, ends

    @cached_property
    def _alike(self) -> dict[int, int]:
        """The number of an old sentence → that of the new one that says it in other words."""
        taken = set(self._same.values())
        free = {n: made.text for n, made in enumerate(self._after) if n not in taken and made.text}
        pairs = [
            (ratio + _context(self._before, self._after, number, other) / _MOST_CONTEXT, number, other)
            for number, made in enumerate(self._before)
            if number not in self._same
            for _, ratio, other in _candidates(made.text, free)
        ]
        return _best_first(pairs)


def _candidates(text: str, free: Mapping[int, str]) -> list[tuple[str, float, int]]:
    if not text:
        return []
    return process.extract(text, free, scorer=fuzz.ratio, score_cutoff=LEAST_ALIKE, limit=_CANDIDATES)


def _best_first(pairs: Sequence[tuple[float, int, int]]) -> dict[int, int]:
    """The most alike first, each sentence once; where two are equally alike to one, neither is taken."""
    found: dict[int, int] = {}
    taken: set[int] = set()
    for score, number, other in sorted(pairs, key=lambda pair: (-pair[0], pair[1], pair[2])):
        if number in found or other in taken:
            continue
        rivals = [
            pair
            for pair in pairs
            if pair[0] == score and (pair[1] == number) != (pair[2] == other)
            and pair[1] not in found and pair[2] not in taken
        ]  # fmt: skip
        if not rivals:
            found[number] = other
            taken.add(other)
    return found


def _same(before: Sequence[Line], after: Sequence[Line]) -> dict[int, int]:
    """The number of an old sentence → that of the same sentence in the new text."""
    old, new = _by_text(before), _by_text(after)
    found: dict[int, int] = {}
    for text, numbers in old.items():
        others = new.get(text, [])
        if len(numbers) == len(others) == 1:
            found[numbers[0]] = others[0]
        elif others:
            found |= _by_context(before, after, numbers, others)
    return found


def _by_text(lines: Sequence[Line]) -> dict[str, list[int]]:
    grouped: defaultdict[str, list[int]] = defaultdict(list)
    for number, made in enumerate(lines):
        if made.text:
            grouped[made.text].append(number)
    return grouped


def _by_context(
    before: Sequence[Line], after: Sequence[Line], numbers: Sequence[int], others: Sequence[int]
) -> dict[int, int]:
    """The same words in several places: the sentences around tell which is which, and where they do not, the order.

    The order counts only where none came or went. Where nothing tells them apart, none is taken.
    """
    none_came_or_went = len(numbers) == len(others)
    scores = [
        [
            1 + 2 * _context(before, after, number, other) + (none_came_or_went and i == j)
            for j, other in enumerate(others)
        ]
        for i, number in enumerate(numbers)
    ]
    paired = best_pairing(scores)
    spare_rows = [i for i, j in enumerate(paired) if j is None]
    spare_columns = set(range(len(others))) - {j for j in paired if j is not None}
    return {
        numbers[i]: others[j]
        for i, j in enumerate(paired)
        if j is not None
        and all(scores[rival][j] < scores[i][j] for rival in spare_rows)
        and all(scores[i][rival] < scores[i][j] for rival in spare_columns)
    }


_MOST_CONTEXT = 100 * sum(weight for _, weight in _AROUND)


def _context(before: Sequence[Line], after: Sequence[Line], number: int, other: int) -> int:
    """How alike what stands around the two sentences is; at most `_MOST_CONTEXT`."""
    total = 0
    for step, weight in _AROUND:
        left, right = _neighbour(before, number + step), _neighbour(after, other + step)
        total += weight * (100 if left == right else round(fuzz.ratio(left, right)))
    return total


def _neighbour(lines: Sequence[Line], number: int) -> str:
    return lines[number].text if 0 <= number < len(lines) else ""


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of a sentence, and whether the other wording lacks them."""

    text: str
    differs: bool = False


def wordings(old: str, new: str) -> tuple[list[Piece], list[Piece]]:
    """Two wordings word by word: what each has that the other has not is marked."""
    left, right = old.split(), new.split()
    matcher = SequenceMatcher(None, [folded(word) for word in left], [folded(word) for word in right], autojunk=False)
    before: list[Piece] = []
    after: list[Piece] = []
    for kind, i1, i2, j1, j2 in matcher.get_opcodes():
        before += _piece(left[i1:i2], kind != "equal")
        after += _piece(right[j1:j2], kind != "equal")
    return before, after


def _piece(words: Sequence[str], differs: bool) -> Iterator[Piece]:
    if words:
        yield Piece(" ".join(words), differs)
