"""The words and numbers inside the figures of a PDF page: found by what is drawn near a caption, and left out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from curator.reading.pdf_drawings import Cluster
from curator.reading.pdf_furniture import PageRuns
from curator.reading.pdf_glyphs import Run

_FIGURE = re.compile(
    r"(?:Supplementary |Supplemental |Extended Data )?(?:Fig(?:ure|\.)?|FIGURE|FIG\.?|Scheme|SCHEME|Chart)\s?S?\d{1,3}"
)
_TABLE = re.compile(r"(?:Table|TABLE)\s?(?:S?\d|[IVX])")
_LEAST_SIDE = 30.0
"""Points. Smaller drawings are signs and logos."""
_LEAST_PIECES = 4
_FROM_CAPTION = 60.0
_BETWEEN = 40.0
"""So far one part of a figure may stand from the next."""
_FROM_TABLE = 25.0
_MARGIN = 8.0
"""Around a drawing, for the numbers along its axes."""
_LONG, _VERY_LONG = 35, 60
"""Characters. Runs so long, one below the other, are text."""
_MOST_LINES = 3
_NEXT_LINE = 1.6
_SAME_HEIGHT = 0.3


def without_figure_text(page: PageRuns) -> PageRuns:
    """The page without the words inside its figures, captions left in."""
    figures = figures_of(page.drawings.clusters, page.runs)
    if not figures:
        return page
    captions = _captions(page.runs)
    inside: set[int] = set()
    for figure in figures:
        held = [r for r in page.runs if _holds(figure, r) and id(r) not in captions]
        if _lines_of_text(held) <= _MOST_LINES:
            inside |= set(map(id, held))
    return replace(page, runs=tuple(r for r in page.runs if id(r) not in inside))


def _captions(runs: Sequence[Run]) -> set[int]:
    """The runs of captions: from each label the lines below it that are set like it."""
    found: set[int] = set()
    last: Run | None = None
    for run in sorted(runs, key=lambda r: r.top):
        if _FIGURE.match(run.text) or (last is not None and _follows(last, run)):
            found.add(id(run))
            last = run
    return found


def _lines_of_text(runs: Sequence[Run]) -> int:
    """How many of the runs are long and stand right below one that is; very long ones count twice."""
    long = sorted((r for r in runs if len(r.glyphs) >= _LONG), key=lambda r: r.top)
    follow = [r for i, r in enumerate(long) if any(_follows(above, r) for above in long[max(0, i - 3) : i])]
    return len(follow) + sum(len(r.glyphs) >= _VERY_LONG for r in follow)


def _follows(above: Run, run: Run) -> bool:
    """True where the run is as high as the one above it and stands in the next line, or beside it."""
    near = -1 <= run.top - above.top <= _NEXT_LINE * above.height
    return near and abs(run.height - above.height) <= _SAME_HEIGHT and run.x0 < above.x1 and above.x0 < run.x1 + 4


def figures_of(clusters: Sequence[Cluster], runs: Sequence[Run]) -> list[Cluster]:
    """The clusters that are parts of figures: those near the caption of one, and those near such a part."""
    captions = [r for r in runs if _FIGURE.match(r.text)]
    if not captions:
        return []
    tables = [r for r in runs if _TABLE.match(r.text)]
    rest = [c for c in clusters if _is_drawing(c) and not any(_is_below(c, t) for t in tables)]
    waiting = [c for c in rest if any(_gap(c, r) <= _FROM_CAPTION for r in captions)]
    found: list[Cluster] = []
    while waiting:
        part = waiting.pop()
        rest = [c for c in rest if c is not part and c not in waiting]
        found.append(part)
        waiting += [c for c in rest if _gap(c, part) <= _BETWEEN]
    return found


def _is_drawing(cluster: Cluster) -> bool:
    large = min(cluster.x1 - cluster.x0, cluster.bottom - cluster.top) >= _LEAST_SIDE
    return large and (cluster.picture or cluster.pieces >= _LEAST_PIECES)


def _gap(a: Cluster, b: Cluster | Run) -> float:
    """How far two boxes stand from one another, along the axis on which they stand farther."""
    return max(a.x0 - b.x1, b.x0 - a.x1, a.top - b.bottom, b.top - a.bottom)


def _is_below(cluster: Cluster, label: Run) -> bool:
    beside = cluster.x0 - _MARGIN < label.x1 and label.x0 < cluster.x1 + _MARGIN
    return beside and 0 <= cluster.top + _MARGIN - label.top <= _FROM_TABLE + _MARGIN


def _holds(figure: Cluster, run: Run) -> bool:
    x, y = (run.x0 + run.x1) / 2, (run.top + run.bottom) / 2
    wide, high = figure.x0 - _MARGIN <= x <= figure.x1 + _MARGIN, figure.top - _MARGIN <= y <= figure.bottom + _MARGIN
    return wide and high
