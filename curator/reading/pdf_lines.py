"""Runs → lines: what stands side by side in a column, sub- and superscripts taken up into the line they belong to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from curator.reading.markup import plain_characters, superscript
from curator.reading.pdf_glyphs import Glyph, Glyphs, Run

_SAME_LINE = 0.5
_SMALL = 0.86
"""A character below this share of the line's height may be raised or lowered."""
_RAISED = 0.12
_GAP = 0.2
_NO_GAP = 0.03


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a column; boxes in points from the page's top left corner."""

    x0: float
    top: float
    x1: float
    bottom: float
    text: str
    page: int
    """Counted from 1."""
    bold: bool = False
    pieces: int = 1
    """Runs with a wide gap between them; more than one hints at a table or a figure."""
    font: bytes = b""
    """The name of its font where it has only one."""
    italic: bool = False

    @property
    def height(self) -> float:
        """The height of its characters."""
        return self.bottom - self.top


def lines_of(runs: Iterable[Run], *, page: int) -> list[Line]:
    """The lines of one column, from the top."""
    runs = with_drop_caps(list(runs))
    groups: list[list[Run]] = []
    near: dict[int, list[list[Run]]] = {}
    for run in sorted(runs, key=lambda r: (-r.height, r.top)):
        stripes = range(int(run.top // _STRIPE), int(run.bottom // _STRIPE) + 1)
        home = next((g for stripe in stripes for g in near.get(stripe, ()) if _fits(g, run)), None)
        if home is None:
            groups.append([run])
            for stripe in stripes:
                near.setdefault(stripe, []).append(groups[-1])
        else:
            home.append(run)
    lines = [_line(sorted(group, key=lambda r: r.x0), page=page) for group in groups]
    return sorted((line for line in lines if line.text), key=lambda line: (line.top, line.x0))


_DROPPED = 1.8
"""A capital so many times as high as the line beside it opens that line."""
_BESIDE_CAP = 0.5
_NO_WORD = re.compile(
    r"[b-df-hj-np-tv-z](?:\W|$)|(?![bcfgpk][lr]|[dt]r|s[chklmnpqtw]|[cgprstw]h|[tdk]w|[kgp]n|wr|ps|y)[b-df-hj-np-tv-xz]{2}"
    r"|(?!uni|eur|one|use|ubi)[aeiou]"
)
"""What no word begins with that may stand behind the word `A` or `I`."""


def with_drop_caps(runs: list[Run]) -> list[Run]:
    """The runs with each large capital that reaches over several lines made the first letter of the upper one."""
    caps = [r for r in runs if len(r.glyphs) == 1 and r.glyphs.chars.isupper()]
    for cap in caps:
        beside = [r for r in runs if r is not cap and _opens(cap, r)]
        if len(beside) > 1:
            first = min(beside, key=lambda r: r.top)
            is_word = cap.glyphs.chars in "AI" and not _NO_WORD.match(first.text)
            letter = Glyph(first.x0, first.top, first.x0, first.bottom, cap.glyphs.chars, spaced=False)
            opening, *rest = first.glyphs
            glyphs = Glyphs([letter, opening._replace(spaced=is_word), *rest])
            runs = [replace(first, glyphs=glyphs) if r is first else r for r in runs if r is not cap]
    return runs


def _opens(cap: Run, run: Run) -> bool:
    """True for a line right beside a large capital."""
    near = -1 < run.x0 - cap.x1 < _BESIDE_CAP * cap.height
    middle = (run.top + run.bottom) / 2
    return near and cap.height > _DROPPED * run.height and cap.top - run.height < middle < cap.bottom


_STRIPE = 12.0
"""Lines are looked for among those that reach into the same stripe of the page, in points."""


def _fits(group: Sequence[Run], run: Run) -> bool:
    """True where the run stands on the group's line: about as high, or a raised or lowered bit right beside a run."""
    main = group[0]
    top, bottom = max(main.top, run.top), min(main.bottom, run.bottom)
    if bottom <= top:
        return False
    main_height, height = main.bottom - main.top, run.bottom - run.top
    if bottom - top >= _SAME_LINE * max(main_height, height):
        return True
    if bottom - top < 0.25 * height or height >= _SMALL * main_height:
        return False
    return any(-1 < max(r.x0 - run.x1, run.x0 - r.x1) < _GAP * main_height for r in group)


def _line(runs: Sequence[Run], *, page: int) -> Line:
    big = max(runs, key=lambda r: len(r.glyphs) * r.height)
    letters = sum(len(r.glyphs) for r in runs)
    return Line(
        x0=min(r.x0 for r in runs),
        top=big.top,
        x1=max(r.x1 for r in runs),
        bottom=big.bottom,
        text=_text(runs, top=big.top, bottom=big.bottom),
        page=page,
        bold=sum(len(r.glyphs) for r in runs if r.bold) * 2 > letters,
        pieces=1 + sum(b.x0 - a.x1 > big.height for a, b in pairwise(runs)),
        font=runs[0].font if all(r.font == runs[0].font for r in runs) else b"",
        italic=all(r.italic for r in runs),
    )


def _text(runs: Sequence[Run], *, top: float, bottom: float) -> str:
    """The characters from left to right, raised numbers as superscripts."""
    height = bottom - top
    parts: list[str] = []
    raised = ""
    last = 0.0
    for run in runs:
        least = _NO_GAP if run.glyphs.spaced[0] else _GAP
        gap = bool(parts or raised) and not -height < run.x0 - last <= least * height
        last = run.x1
        if not raised and run.glyphs.flat and not _is_raised(run.top, run.bottom, top=top, bottom=bottom):
            parts.append(f" {run.text}" if gap else run.text)
            continue
        for i, glyph in enumerate(run.glyphs):
            spaced = glyph.spaced if i else gap
            is_raised = _is_raised(glyph.top, glyph.bottom, top=top, bottom=bottom)
            if raised and (not is_raised or (spaced and raised[-1] not in ",;–-")):
                parts += _raised(parts, raised, before_word=not spaced and glyph.char.isalnum())
                raised = ""
            if is_raised:
                parts += [" "] if spaced and not raised else []
                raised += glyph.char
            else:
                parts.append(f" {glyph.char}" if spaced else glyph.char)
    parts += _raised(parts, raised, before_word=False)
    return plain_text(parts)


_MARKER = re.compile(r"\d{1,3}(?:[,;–-]\d{1,3})*[,;]?")


def _raised(parts: list[str], raised: str, *, before_word: bool) -> list[str]:
    """A raised stretch as superscript; numbers that mark a citation lose the space before them.

    Before a word a number belongs to the word, as in `¹³C`.
    """
    marks = len(parts) > 1 and parts[-1] == " " and _MARKER.fullmatch(raised) and not before_word
    if marks and parts[-2][-1:] and (parts[-2][-1].isalpha() or parts[-2][-1] in ".,;:)]"):
        parts.pop()
    return [superscript(raised)]


def _is_raised(glyph_top: float, glyph_bottom: float, *, top: float, bottom: float) -> bool:
    height = bottom - top
    return glyph_bottom - glyph_top < _SMALL * height and bottom - glyph_bottom > _RAISED * height


_SOFT = "\ue020"


def plain_text(parts: Iterable[str]) -> str:
    """Plain characters on one line; a hyphen that the file marks as a line's end hyphen stays at the end."""
    text = "".join(parts).strip()
    text = text.replace("\u00ad", _SOFT)
    text = " ".join(plain_characters(text).split())
    return text.rstrip(_SOFT).replace(_SOFT, "") + ("-" if text.endswith(_SOFT) else "")


def usual_height(lines: Sequence[Line]) -> float:
    """The height of most characters of a document; 10 where there is none."""
    weighted: dict[float, int] = {}
    for line in lines:
        key = round(line.height * 2) / 2
        weighted[key] = weighted.get(key, 0) + len(line.text)
    return max(weighted, key=lambda k: weighted[k], default=10.0)
