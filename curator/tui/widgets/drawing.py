"""Owns how text becomes lines on the screen, fast enough that a key need not be waited for.

Textual breaks and styles a whole text anew whenever a line of it is drawn. Here a text is broken once, and each line
becomes a strip when it comes into sight.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import accumulate

from rich.segment import Segment
from textual.content import Content
from textual.strip import Strip
from textual.style import Style

from curator.tui.glyphs import breaks

_BROKEN_KEPT = 256
"""Paragraphs whose lines are kept: a row that is shown again has the same, but for what was decided on it."""


class Laid:
    """A text broken into lines of so many cells at most; an empty text has none."""

    def __init__(self, text: Content, width: int) -> None:
        self._text = text
        self._width = max(1, width)
        self._lines = list(_lines(text.plain, self._width))
        self._pieces: dict[Style, _Pieces] = {}
        self._strips: dict[tuple[int, Style], Strip] = {}

    def __len__(self) -> int:
        return len(self._lines)

    @property
    def starts(self) -> Sequence[int]:
        """Where in the text each line begins, in code points."""
        return [start for start, _ in self._lines]

    def lines_to(self, offset: int) -> int:
        """How many lines begin before that offset."""
        return bisect_left(self._lines, (offset, 0))

    def strip(self, number: int, style: Style) -> Strip:
        """One line, on a style; shorter than the width where the text is."""
        drawn = self._strips.get((number, style))
        if drawn is None:
            if style not in self._pieces:
                self._pieces[style] = _Pieces(self._text, style)
            drawn = Strip(list(self._pieces[style].between(*self._lines[number])))
            self._strips[number, style] = drawn
        return drawn

    def shortened(self, lines: int) -> Laid:
        """The same in no more than so many lines; where that is not all, the last ends with a sign for it."""
        if len(self) <= lines:
            return self
        start, end = self._lines[lines - 1]
        kept = self._text[: min(end, start + self._width - 2)]
        return Laid(Content.assemble(kept.rstrip(), " …"), self._width)


class _Pieces:
    """A text cut wherever its style changes."""

    def __init__(self, text: Content, style: Style) -> None:
        self._pieces = [(part, own.rich_style) for part, own in text.render(style, end="")]
        self._ends = list(accumulate(len(part) for part, _ in self._pieces))

    def between(self, start: int, end: int) -> Iterator[Segment]:
        """What stands from one offset up to another."""
        number = bisect_right(self._ends, start)
        at = self._ends[number - 1] if number else 0
        while at < end:
            part, style = self._pieces[number]
            yield Segment(part[max(0, start - at) : end - at], style)
            at, number = self._ends[number], number + 1


def strip_of(text: Content, style: Style) -> Strip:
    """A text of one line, on a style."""
    pieces = text.render(style, end="")
    return Strip([Segment(part, own.rich_style) for part, own in pieces])


def _lines(text: str, width: int) -> Iterator[tuple[int, int]]:
    """From where to where each line goes; a line end of the text ends one, if an empty one."""
    begin = 0
    for paragraph in text.split("\n") if text else ():
        yield from ((begin + start, begin + end) for start, end in _broken(paragraph, width))
        begin += len(paragraph) + 1


@lru_cache(_BROKEN_KEPT)
def _broken(paragraph: str, width: int) -> list[tuple[int, int]]:
    return list(breaks(paragraph, width)) or [(0, 0)]
