"""Runs → lines: what stands side by side in a column, sub- and superscripts taken up into the line they belong to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from curator.reading.markup import plain_characters, superscript
from curator.reading.pdf_glyphs import Glyph, Run

_SAME_LINE = 0.5
_SMALL = 0.86
"""A character below this share of the line's height may be raised or lowered."""
_RAISED = 0.12
_GAP = 0.2


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

    @property
    def height(self) -> float:
        """The height of its characters."""
        return self.bottom - self.top


def lines_of(runs: Iterable[Run], *, page: int) -> list[Line]:
    """The lines of one column, from the top."""
    groups: list[list[Run]] = []
    for run in sorted(runs, key=lambda r: (-r.height, r.top)):
        home = next((g for g in groups if _fits(g, run)), None)
        if home is None:
            groups.append([run])
        else:
            home.append(run)
    lines = [_line(sorted(group, key=lambda r: r.x0), page=page) for group in groups]
    return sorted((line for line in lines if line.text), key=lambda line: (line.top, line.x0))


def _fits(group: Sequence[Run], run: Run) -> bool:
    """True where the run stands on the group's line: about as high, or a raised or lowered bit right beside a run."""
    main = group[0]
    overlap = min(main.bottom, run.bottom) - max(main.top, run.top)
    if overlap >= _SAME_LINE * max(main.height, run.height):
        return True
    beside = any(-1 < max(r.x0 - run.x1, run.x0 - r.x1) < _GAP * main.height for r in group)
    return beside and overlap >= 0.25 * run.height and run.height < _SMALL * main.height


def _line(runs: Sequence[Run], *, page: int) -> Line:
    glyphs = [g for run in runs for g in run.glyphs]
    big = max(runs, key=lambda r: len(r.glyphs) * r.height)
    text = _text(runs, top=big.top, bottom=big.bottom)
    pieces = 1 + sum(b.x0 - a.x1 > big.height for a, b in pairwise(runs))
    return Line(
        x0=min(r.x0 for r in runs),
        top=big.top,
        x1=max(r.x1 for r in runs),
        bottom=big.bottom,
        text=text,
        page=page,
        bold=sum(len(r.glyphs) for r in runs if r.bold) * 2 > len(glyphs),
        pieces=pieces,
    )


def _text(runs: Sequence[Run], *, top: float, bottom: float) -> str:
    """The characters from left to right, raised numbers as superscripts."""
    height = bottom - top
    parts: list[str] = []
    raised = ""
    last: Glyph | None = None
    for run in runs:
        for i, glyph in enumerate(run.glyphs):
            spaced = glyph.spaced if i else (last is not None and (glyph.spaced or glyph.x0 - last.x1 > _GAP * height))
            last = glyph
            is_raised = _is_raised(glyph, top=top, bottom=bottom)
            if raised and (not is_raised or (spaced and raised[-1] not in ",;–-")):
                parts.append(superscript(raised))
                raised = ""
            if is_raised:
                parts.append(" " if spaced and not raised else "")
                raised += glyph.char
            else:
                parts.append(f" {glyph.char}" if spaced else glyph.char)
    parts.append(superscript(raised))
    return plain_text(parts)


def _is_raised(glyph: Glyph, *, top: float, bottom: float) -> bool:
    height = bottom - top
    return glyph.bottom - glyph.top < _SMALL * height and bottom - glyph.bottom > _RAISED * height


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


def usual_leading(lines: Sequence[Line], *, height: float) -> float:
    """The usual distance from one line's top to the next, in points."""
    steps = [b.top - a.top for a, b in pairwise(lines) if a.page == b.page]
    close = [s for s in steps if 0.8 * height < s < 2.5 * height]
    return median(close) if close else 1.2 * height
