"""Where headings and lists begin among the lines of a column that nothing but their letters or numbers set off."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from curator.reading.pdf_lines import Line

_LONGEST_HEADING = 18
"""Words."""
_MOST_LINES = 3
_SENTENCE_END = re.compile(r"[.!?:][\"”’)\]⁰¹²³⁴-⁹,–-]*$")
NUMBERED = re.compile(r"\(?(?P<number>\d{1,2})[.)]\s+(?=[^\W\d]|[<>≥≤(]|\d+\s[a-z])")
_NEXT_ENTRY = 14
"""So many lines below an entry of a list the next one starts."""
_SAME_LEFT = 8.0


def set_off(lines: Sequence[Line], *, right: float) -> set[int]:
    """Where headings in italics or in a font of their own begin and end.

    They are a few lines between others, that fill no line and end no sentence.
    """
    breaks: set[int] = set()
    odd = _odd(lines)
    for start, line in enumerate(lines):
        if not odd[start] or line.bold or (start and odd[start - 1]):
            continue
        end = start + 1
        while end < len(lines) and odd[end]:
            end += 1
        if end < len(lines) and _is_heading(lines, start, end, right=right):
            breaks |= {start, end}
    return breaks


def _odd(lines: Sequence[Line]) -> list[bool]:
    """Which lines are in italics, or from end to end in another font than most others."""
    fonts = Counter(_font(line) for line in lines if line.font)
    usual = next((font for font, count in fonts.most_common(1) if 2 * count > len(lines)), b"")
    return [line.italic or bool(usual and line.font and _font(line) != usual) for line in lines]


def _font(line: Line) -> bytes:
    """The name of the font without the mark of its subset."""
    return line.font.rpartition(b"+")[2]


def _is_heading(lines: Sequence[Line], start: int, end: int, *, right: float) -> bool:
    heading, after = lines[start:end], lines[end]
    text = " ".join(line.text for line in heading)
    if len(heading) > _MOST_LINES or len(text.split()) > _LONGEST_HEADING or text[-1:] in ".,;:":
        return False
    if start and not _SENTENCE_END.search(lines[start - 1].text) and not lines[start - 1].bold:
        return False
    opens = text[:1].isupper() or text[:1].isdigit()
    return opens and not after.text[:1].islower() and heading[-1].x1 < right - 2 * heading[-1].height


def list_starts(lines: Sequence[Line]) -> set[int]:
    """Where the entries of numbered lists begin: lines that start with numbers which count on."""
    numbered = [(i, int(m.group("number"))) for i, line in enumerate(lines) if (m := NUMBERED.match(line.text))]
    starts: set[int] = set()
    for (i, number), (j, following) in pairwise(numbered):
        same_left = abs(lines[i].x0 - lines[j].x0) <= _SAME_LEFT
        if following == number + 1 and j - i <= _NEXT_ENTRY and same_left:
            starts |= {i, j}
    return starts - {0}
