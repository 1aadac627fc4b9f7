"""The columns of a table: pieces of its printed lines, stripes that they cover, and the cells of each line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from curator.reading.pdf_glyphs import Run
from curator.reading.pdf_lines import lines_of

CELL_GAP = 0.5
"""A wider gap than this share of the height parts two cells: they stand closer than columns of text."""
_BRIDGES = 0.1
_NARROWEST_GAP = 2.0

Stripe = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Cell:
    """What one printed line has in one column."""

    text: str
    x0: float
    x1: float
    first_word: float
    """The width of its first word, in points."""


@dataclass(frozen=True, slots=True)
class TableLine:
    """One printed line, cut at the columns; a column without text has no cell."""

    top: float
    bottom: float
    cells: tuple[Cell | None, ...]
    pieces: tuple[Run, ...] = ()

    @property
    def filled(self) -> list[int]:
        """The columns that hold text."""
        return [i for i, cell in enumerate(self.cells) if cell is not None]

    def text(self, column: int) -> str:
        """The text in a column; empty where there is none."""
        cell = self.cells[column]
        return cell.text if cell else ""


def pieces_of(runs: Sequence[Run], posts: Sequence[float] = ()) -> list[Run]:
    """The runs cut where a gap is wider than between words, and where a vertical line stands between two characters."""
    return [piece for run in runs for piece in _pieces(run, posts)]


def _pieces(run: Run, posts: Sequence[float]) -> list[Run]:
    starts = [0]
    for i, (a, b) in enumerate(pairwise(run.glyphs), start=1):
        wide = b.spaced and b.x0 - a.x1 > CELL_GAP * run.height
        if wide or any(a.x0 < x < b.x1 and (a.x0 + a.x1) / 2 < x < (b.x0 + b.x1) / 2 for x in posts):
            starts.append(i)
    parts = [run.glyphs[a:b] for a, b in pairwise([*starts, len(run.glyphs)])]
    return [replace(run, x0=part[0].x0, x1=part[-1].x1, glyphs=part) for part in parts if part]


def printed_lines(runs: Sequence[Run]) -> list[list[Run]]:
    """Runs that stand on one line, from the top, each line from left to right."""
    lines: list[list[Run]] = []
    for run in sorted(runs, key=lambda r: (r.top, r.x0)):
        home = next((line for line in reversed(lines[-3:]) if _beside(line, run)), None)
        if home is None:
            lines.append([run])
        else:
            home.append(run)
    return [sorted(line, key=lambda r: r.x0) for line in _with_marks(lines)]


def _with_marks(lines: Sequence[list[Run]]) -> list[list[Run]]:
    """The lines, those that hold nothing but raised or lowered marks made part of the line that they belong to."""
    kept: list[list[Run]] = []
    for i, line in enumerate(lines):
        homes = [kept[-1] if kept else [], lines[i + 1] if i + 1 < len(lines) else []]
        home = next((h for h in homes if h and all(any(_is_mark(run, r) for r in h) for run in line)), None)
        if home is None:
            kept.append(line)
        else:
            home.extend(line)
    return kept


def _is_mark(run: Run, of: Run) -> bool:
    """True for a small run right beside a larger one, a little higher or lower."""
    overlap = min(run.bottom, of.bottom) - max(run.top, of.top)
    near = -1 < run.x0 - of.x1 < _NEAR * of.height
    return near and run.height < _SMALL * of.height and overlap > _LEAST_OVERLAP * run.height


_NEAR = 0.3
_LEAST_OVERLAP = 0.2


def _beside(line: Sequence[Run], run: Run) -> bool:
    main = max(line, key=lambda r: r.height)
    overlap = min(main.bottom, run.bottom) - max(main.top, run.top)
    small = run.height < _SMALL * main.height or main.height < _SMALL * run.height
    return overlap >= (_PART_OF_LINE if small else _SAME_LINE) * min(main.height, run.height)


_SMALL = 0.86
_PART_OF_LINE = 0.5
_SAME_LINE = 0.66


def columns_of(body: Sequence[Sequence[Run]], head: Sequence[Sequence[Run]]) -> list[Stripe]:
    """Where the columns stand: stripes that many lines of several pieces cover, with hardly covered ones between.

    A cell that spans several columns is in few lines, and so it bridges none. A column that hardly any line fills
    shows in the header.
    """
    several = [line for line in body if len(line) > 1]
    columns = _stripes(several or body or head)
    for line in [*head, *several]:
        for i, piece in enumerate(line):
            if _is_clear(piece, [*line[i - 1 : i], *line[i + 1 : i + 2]]):
                columns = _with_column(columns, piece)
    return columns


def _stripes(lines: Sequence[Sequence[Run]]) -> list[Stripe]:
    least = _BRIDGES * len(lines)
    edges = sorted({x for line in lines for r in line for x in (r.x0, r.x1)})
    columns: list[Stripe] = []
    for x0, x1 in pairwise(edges):
        if sum(r.x0 <= x0 and x1 <= r.x1 for line in lines for r in line) <= least:
            continue
        if columns and x0 - columns[-1][1] < _NARROWEST_GAP:
            columns[-1] = (columns[-1][0], x1)
        else:
            columns.append((x0, x1))
    return columns or ([(edges[0], edges[-1])] if edges else [])


def _is_clear(piece: Run, beside: Sequence[Run]) -> bool:
    """True where the piece is far from its neighbours: no mark that belongs to one."""
    return all(max(r.x0 - piece.x1, piece.x0 - r.x1) > _CLEAR * max(r.height, piece.height) for r in beside)


_CLEAR = 0.85


def _with_column(columns: list[Stripe], piece: Run) -> list[Stripe]:
    """A column more for a piece that stands clear between two columns, or beyond the last."""
    if any(min(piece.x1, x1) - max(piece.x0, x0) > -_NARROWEST_GAP for x0, x1 in columns):
        return columns
    return sorted([*columns, (piece.x0, piece.x1)])


def columns_between(posts: Sequence[float], *, x0: float, x1: float) -> list[Stripe]:
    """The columns between vertical lines."""
    inner = [x for x in posts if x0 + 4 < x < x1 - 4]
    return list(pairwise([x0, *inner, x1]))


def home_of(piece: Run, columns: Sequence[Stripe]) -> int:
    """The column in which most of the piece stands, or the nearest."""
    overlaps = [min(piece.x1, x1) - max(piece.x0, x0) for x0, x1 in columns]
    return overlaps.index(max(overlaps))


def spanned(piece: Run, columns: Sequence[Stripe]) -> list[int]:
    """The columns over which a piece stands, by more than its edge."""
    return [i for i, (x0, x1) in enumerate(columns) if min(piece.x1, x1) - max(piece.x0, x0) > _EDGE]


_EDGE = 3.0


def cut(line: Sequence[Run], columns: Sequence[Stripe], *, page: int) -> TableLine:
    """One printed line as cells; a piece goes where most of it stands, one over several columns to the first."""
    homes: list[list[Run]] = [[] for _ in columns]
    at = 0
    for before, piece in zip([None, *line], line, strict=False):
        over = spanned(piece, columns)
        wide = len(over) > 1 and all(not (other is not piece and home_of(other, columns) in over) for other in line)
        if before is None or over or not _is_word_after(before, piece):
            at = over[0] if wide else home_of(piece, columns)
        homes[at].append(piece)
    cells = tuple(_cell(home, page=page) for home in homes)
    main = max(line, key=lambda r: len(r.glyphs) * r.height)
    return TableLine(main.top, main.bottom, cells, tuple(line))


def _is_word_after(before: Run, piece: Run) -> bool:
    """True where only the wide space of a line that fills its column stands between two pieces."""
    return piece.x0 - before.x1 <= _CLEAR * max(before.height, piece.height)


def _cell(home: Sequence[Run], *, page: int) -> Cell | None:
    text = " ".join(part.text for part in lines_of(home, page=page))
    if not text:
        return None
    word = list(home[0].glyphs)
    end = next((i for i, g in enumerate(word) if g.spaced and i), len(word))
    return Cell(text, min(r.x0 for r in home), max(r.x1 for r in home), word[end - 1].x1 - word[0].x0)
