"""Tables that no rule closes: followed line by line from the caption, as long as the lines are cut into cells."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from curator.reading.pdf_glyphs import Run
from curator.reading.pdf_table_columns import printed_lines
from curator.reading.pdf_table_zones import Caption, Zone, captions_of

NOTE = re.compile(r"(?:[*†‡§¶#∗⁎]|[a-z][).]?\s[A-Z]|Notes?\b|Abbreviations?\b|Data are|Values\b|Source\b)")
"""How the footnotes of a table begin."""
_LEAST_LINES = 3
_LEAST_SHARE = 0.4
_CAPTION_STEP = 1.6
_MOST_CAPTION_LINES = 8
_FAR = 9.0
"""Of the height: a wider step ends a table, for a cell of many lines may leave the others empty."""
_FIRST_STEP = 5.0
_LONG_LINE = 35
_FILLED = 0.8
_WIDE = 0.6
_LOOK_AHEAD = 3


def open_zone(
    caption: Caption, zone: Zone | None, runs: Sequence[Run], *, gutters: Sequence[float], width: float
) -> Zone | None:
    """The zone of a table without a rule at its end; `zone` is what its rules tell, and is kept where they close it."""
    x0, x1 = (zone.x0, zone.x1) if zone else _stretch(caption.run, runs, gutters, width=width)
    others = [c.run.top for c in captions_of(runs) if c.run.top > caption.run.bottom and x0 - 4 <= c.run.x0 <= x1]
    limit = min(others, default=float("inf"))
    start = zone.bottom if zone else caption.run.bottom - 2
    below = [r for r in runs if start < r.top + r.height / 2 < limit and x0 - 4 <= r.x0 and r.x1 <= x1 + 4]
    lines: Sequence[Sequence[Run]] = printed_lines([r for r in below if r is not caption.run])
    if zone is None:
        lines = _below_caption(caption.run, lines)
    elif not _is_same_size(lines[:1], [r for r in runs if zone.holds(r)]):
        return zone
    left = min((r.x0 for line in lines for r in line), default=x0)
    right = max((r.x1 for line in lines for r in line), default=x1)
    kept = _table_lines(lines, left=left, width=right - left, closed=zone is not None)
    if not kept:
        return zone
    bottom = max(r.bottom for line in kept for r in line) + 1
    if zone:
        return replace(zone, bottom=bottom)
    cells = [r for line in kept for r in line]
    top = min(r.top for r in cells) - 1
    return Zone(caption, min(r.x0 for r in cells), top, max(r.x1 for r in cells), bottom)


def _is_same_size(below: Sequence[Sequence[Run]], inside: Sequence[Run]) -> bool:
    """True where the first line below a zone is set like the zone; footnotes are smaller, the text is larger."""
    heights = sorted(r.height for r in inside)
    return bool(below and heights) and abs(max(r.height for r in below[0]) - heights[len(heights) // 2]) < _SAME_SIZE


_SAME_SIZE = 0.3


def _stretch(run: Run, runs: Sequence[Run], gutters: Sequence[float], *, width: float) -> tuple[float, float]:
    """From where to where a table below the caption may reach: over the column that holds the caption."""
    crossed = any(run.x0 < x - 2 and run.x1 > x + 2 for x in gutters)
    if crossed or not gutters:
        return 0.0, width
    left = max((x for x in gutters if x <= run.x0 + 2), default=0.0)
    right = min((x for x in gutters if x >= run.x1 - 2), default=width)
    return left, right


def _below_caption(caption: Run, lines: Sequence[Sequence[Run]]) -> list[Sequence[Run]]:
    """The lines without those that go on with the caption."""
    last = caption
    for count, line in enumerate(lines):
        step = line[0].top - last.top
        goes_on = (
            len(line) == 1 and 0 <= step <= _CAPTION_STEP * last.height and abs(line[0].height - last.height) < 0.6
        )
        if step >= 0 and (not goes_on or count >= _MOST_CAPTION_LINES):
            return list(lines[count:]) if step <= _FIRST_STEP * last.height else []
        last = line[0]
    return []


def _table_lines(lines: Sequence[Sequence[Run]], *, left: float, width: float, closed: bool) -> list[Sequence[Run]]:
    """The first lines that look like those of a table; none where they are too few."""
    kept: list[Sequence[Run]] = []
    for i, line in enumerate(lines):
        height = max(r.height for r in line)
        step = line[0].top - kept[-1][0].top if kept else 0.0
        ahead = lines[i : i + _LOOK_AHEAD]
        if step > _FAR * height or _is_prose(line, width=width) or NOTE.match(line[0].text):
            break
        if not any(_is_cut(other) for other in ahead) and not (kept and _is_inner(line, left=left, width=width)):
            break
        kept.append(line)
    while kept and not _is_cut(kept[-1]) and _is_long(kept[-1], width=width):
        kept.pop()
    several = sum(_is_cut(line) for line in kept)
    if closed and kept and not _is_cut(kept[0]) and not any(_is_cut(line) for line in kept[:2]):
        return []
    return kept if several >= _LEAST_LINES and several >= _LEAST_SHARE * len(kept) else []


def _is_cut(line: Sequence[Run]) -> bool:
    return len(line) > 1


def _is_inner(line: Sequence[Run], *, left: float, width: float) -> bool:
    """True for a line of one cell that goes on in a column other than the first."""
    run = line[0]
    return run.x0 > left + _INNER * width and run.x1 - run.x0 < _NARROW * width


_INNER, _NARROW = 0.12, 0.45


def _is_long(line: Sequence[Run], *, width: float) -> bool:
    return len(line) == 1 and line[0].x1 - line[0].x0 > _WIDE * width


def _is_prose(line: Sequence[Run], *, width: float) -> bool:
    """True for a line of running text, and for lines of two columns that stand beside each other."""
    long = [r for r in line if len(r.text) > _LONG_LINE]
    filled = sum(r.x1 - r.x0 for r in line)
    return len(long) == len(line) and filled > _FILLED * width
