"""The runs of a page → lines in reading order: gutters found, columns read one after the other.

A gutter is a vertical stripe with long runs on both sides that few runs cross. What crosses it (a title, an abstract, a
wide caption) ends the band of columns above it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from curator.reading.pdf_glyphs import Run
from curator.reading.pdf_lines import Line, lines_of

_STEP = 2.0
_LONG_RUN = 0.17
"""Share of the page's width that a run of a column fills at least."""
_LEAST_LINES = 8
_CROSSING = 3.0
_CROSSED_SHARE = 0.6


@dataclass(frozen=True, slots=True)
class Gutter:
    """A stripe between two columns, and how many lines stand on both sides of it."""

    x: float
    lines: int


def gutters_of(runs: Sequence[Run], *, width: float) -> tuple[float, ...]:
    """The gutters of a page from left to right; none for one column."""
    long = [r for r in runs if r.upright and r.x1 - r.x0 >= _LONG_RUN * width]
    best = _best_gutter(long, left=0.15 * width, right=0.85 * width)
    if best is None:
        return ()
    left = _best_gutter([r for r in long if r.x1 <= best.x + 1], left=0.15 * width, right=best.x - 0.1 * width)
    right = _best_gutter([r for r in long if r.x0 >= best.x - 1], left=best.x + 0.1 * width, right=0.85 * width)
    found = [g for g in (left, best, right) if g is not None and g.lines * 3 >= best.lines]
    return tuple(g.x for g in found)


def _best_gutter(runs: Sequence[Run], *, left: float, right: float) -> Gutter | None:
    best: Gutter | None = None
    run_of_best: list[float] = []
    starts, ends = sorted(r.x0 for r in runs), sorted(r.x1 for r in runs)
    x = left
    while x < right:
        lines = _lines_beside(starts, ends, x)
        if lines and (best is None or lines > best.lines):
            best, run_of_best = Gutter(x, lines), [x]
        elif best is not None and lines == best.lines and x - run_of_best[-1] <= _STEP * 1.5:
            run_of_best.append(x)
        x += _STEP
    if best is None or best.lines < _LEAST_LINES:
        return None
    return Gutter(sum(run_of_best) / len(run_of_best), best.lines)


def _lines_beside(starts: Sequence[float], ends: Sequence[float], x: float) -> int:
    """How many lines a gutter at `x` has on the side with fewer; none where too many runs cross it.

    `starts` and `ends` are the left and right edges of the runs, each in order.
    """
    left = bisect_right(ends, x)
    right = len(starts) - bisect_left(starts, x)
    crossing = len(starts) - left - right
    return min(left, right) if crossing <= _CROSSED_SHARE * (left + right) else 0


def in_reading_order(runs: Iterable[Run], *, gutters: Sequence[float], page: int) -> list[list[Line]]:
    """Stretches of lines: within each the lines follow one another; a stretch is a column of a band or what crosses."""
    runs = list(runs)
    left, right = _panel_edges(runs, gutters, only_small=page > 1)
    panels = [x for x in (left, right) if x is not None]
    edges = sorted([float("-inf"), *panels, *gutters, float("inf")])
    columns: list[list[Run]] = [[] for _ in edges[1:]]
    wide: list[Run] = []
    for run in runs:
        home = next((i for i in range(len(columns)) if _inside(run, edges[i], edges[i + 1])), None)
        (wide if home is None else columns[home]).append(run)
    wide_lines = lines_of(wide, page=page)
    column_lines = [lines_of(column, page=page) for column in columns]
    panel_lines = [column_lines.pop(0)] if left is not None else []
    panel_lines += [column_lines.pop()] if right is not None else []
    wide_lines, column_lines = _with_last_lines(wide_lines, column_lines)
    beside = _panels_beside(wide_lines, column_lines)
    return [*(lines for lines in panel_lines if lines), *beside, *_bands(wide_lines, column_lines)]


_LEAST_PANEL = 4
_PANEL_GAP = 4.0


def _panel_edges(
    runs: Sequence[Run], gutters: Sequence[float], *, only_small: bool
) -> tuple[float | None, float | None]:
    """Where the text begins beside a narrow panel (dates, licence, affiliations), and where it ends beside one."""
    first = [r for r in runs if not gutters or r.x0 < gutters[0]]
    last = [r for r in runs if not gutters or r.x1 > gutters[-1]]
    left = _panel_edge([(r.x0, r.x1, r) for r in first], only_small=only_small)
    right = _panel_edge([(-r.x1, -r.x0, r) for r in last], only_small=only_small)
    return left, None if right is None else -right


def _panel_edge(spans: Sequence[tuple[float, float, Run]], *, only_small: bool) -> float | None:
    """The left edge of the text where a panel stands to its left; spans are mirrored to look to the right.

    Past the first page a panel must be small print (`only_small`), and then one line will do, such as a note in the
    margin: elsewhere what stands there may be a narrow column.
    """
    long = sorted(x0 for x0, x1, _ in spans if x1 - x0 > _LONGEST_PANEL)
    if len(long) < 2 * _LEAST_PANEL:
        return None
    edge = min(long, key=lambda x: (-sum(abs(x - other) < 1 for other in long), x)) - _PANEL_GAP
    beside = [r for _, x1, r in spans if x1 <= edge and any(c.isalpha() for c in r.text)]
    crossing = sum(x0 < edge - 1 < x1 - 1 for x0, x1, _ in spans)
    if not only_small:
        return edge if len(beside) >= _LEAST_PANEL and crossing < len(beside) else None
    usual = median(r.height for x0, x1, r in spans if x1 - x0 > _LONGEST_PANEL)
    notes = [r for r in beside if r.height < _SMALL * usual and len(r.text) >= _SHORTEST_NOTE]
    return edge if notes and crossing < max(len(notes), _CROSSED_NOTE * len(long)) else None


_LONGEST_PANEL = 160.0
_SHORTEST_NOTE = 6
_CROSSED_NOTE = 0.2
_SMALL = 0.95


def _with_last_lines(wide: Sequence[Line], columns: Sequence[Sequence[Line]]) -> tuple[list[Line], list[list[Line]]]:
    """The short last line of a wide paragraph or caption goes with it, though it crosses no gutter."""
    taken = list(wide)
    rest = [list(column) for column in columns]
    for line in wide:
        for i, column in enumerate(rest):
            below = next((c for c in column if _follows(line, c)), None)
            if below is None:
                continue
            beside = (c for j, other in enumerate(rest) if j != i for c in other if c.x0 < line.x1 and c.x1 > line.x0)
            if not any(c.top < below.bottom and below.top < c.bottom for c in beside):
                column.remove(below)
                taken.append(below)
    return sorted(taken, key=lambda c: (c.top, c.x0)), rest


_NEXT_LINE = 1.4


def _follows(line: Line, below: Line) -> bool:
    """True where `below` is as high, starts at the same place and is the next line."""
    near = 0 < below.top - line.top <= _NEXT_LINE * line.height
    return near and abs(below.x0 - line.x0) <= 2 and abs(below.height - line.height) <= 0.5


def _panels_beside(wide: Sequence[Line], columns: list[list[Line]]) -> list[list[Line]]:
    """What stands beside a paragraph that crosses the gutters, taken out of the columns: each a stretch of its own."""
    panels: list[list[Line]] = []
    paragraphs: list[list[Line]] = []
    for line in wide:
        if paragraphs and _follows(paragraphs[-1][-1], line):
            paragraphs[-1].append(line)
        else:
            paragraphs.append([line])
    for paragraph in paragraphs:
        if len(paragraph) < _LEAST_PANEL:
            continue
        top, bottom = paragraph[0].top - paragraph[0].height, paragraph[-1].bottom
        x0, x1 = paragraph[0].x0, max(line.x1 for line in paragraph)
        for column in columns:
            beside = [c for c in column if top < c.top and c.bottom < bottom and (c.x1 < x0 or c.x0 > x1)]
            if beside:
                panels.append(beside)
                column[:] = [c for c in column if c not in beside]
    return panels


def _inside(run: Run, left: float, right: float) -> bool:
    return run.x0 >= left - _CROSSING and run.x1 <= right + _CROSSING


def _bands(wide: Sequence[Line], columns: Sequence[Sequence[Line]]) -> Iterator[list[Line]]:
    """Wide lines from the top; before each, the columns down to it, one after the other."""
    position = [0] * len(columns)
    held: list[Line] = []
    for line in [*wide, None]:
        limit = float("inf") if line is None else line.top
        band: list[list[Line]] = []
        for i, column in enumerate(columns):
            start = position[i]
            while position[i] < len(column) and column[position[i]].top < limit:
                position[i] += 1
            band.append(list(column[start : position[i]]))
        if any(band):
            if held:
                yield held
                held = []
            yield from (part for part in band if part)
        if line is not None:
            held.append(line)
    if held:
        yield held
