"""Tables of PDFs that stand between horizontal rules below a caption: found, cut into cells, taken out of the text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from curator.model import Place
from curator.reading.blocks import Block, BlockKind
from curator.reading.hyphens import Hyphens
from curator.reading.pdf_furniture import PageRuns
from curator.reading.pdf_glyphs import Rule, Run
from curator.reading.pdf_lines import lines_of

_LABEL = re.compile(r"(?:Table|TABLE)\s?(?:S?\d{1,2}|[IVX]{1,4})\b")
_SAME_EDGE = 6.0
_SAME_HEIGHT = 1.5
_SHORTEST_RULE = 40.0
_LONGEST_CAPTION = 90.0
"""How far below its label's top the first rule of a table may stand, in points."""
_NEXT_ROW = 1.35


@dataclass(frozen=True, slots=True)
class FoundTable:
    """A table on a page; its caption is still in the text."""

    page: int
    box: tuple[float, float, float, float]
    rows: tuple[tuple[str, ...], ...]
    header_rows: int
    label: str


def take_tables(page: PageRuns, hyphens: Hyphens, *, body: float) -> tuple[PageRuns, list[FoundTable]]:
    """The page without the runs of its tables, and the tables; `body` is the height of the document's running text."""
    rules = merged_rules(page.rules)
    found: list[FoundTable] = []
    runs = list(page.runs)
    for caption in sorted((r for r in runs if _LABEL.match(r.text)), key=lambda r: r.top):
        zone = _zone(caption, rules, runs, body=body)
        if zone is None:
            continue
        inside = [r for r in runs if _within(r, zone)]
        if not inside:
            continue
        cells = [piece for run in inside for piece in _pieces(run)]
        rows, header = _rows(cells, zone, hyphens, page=page.number)
        if len(rows) < 2 or len(rows[0]) < 2:
            continue
        label = _LABEL.match(caption.text)
        box = (zone[0].x0, zone[0].y, zone[0].x1, zone[-1].y)
        found.append(FoundTable(page.number, box, rows, header, label.group() if label else ""))
        taken = set(map(id, inside))
        runs = [r for r in runs if id(r) not in taken]
    return replace(page, runs=tuple(runs)), found


def merged_rules(rules: Iterable[Rule]) -> list[Rule]:
    """Rules from the top, those drawn in pieces beside one another made one; short ones are left out."""
    merged: list[Rule] = []
    for rule in sorted(rules, key=lambda r: (round(r.y), r.x0)):
        last = merged[-1] if merged else None
        if last and abs(last.y - rule.y) <= _SAME_HEIGHT and rule.x0 - last.x1 <= 1:
            merged[-1] = Rule(min(last.x0, rule.x0), max(last.x1, rule.x1), last.y)
        else:
            merged.append(rule)
    return [rule for rule in merged if rule.x1 - rule.x0 >= _SHORTEST_RULE]


def _zone(caption: Run, rules: Sequence[Rule], runs: Sequence[Run], *, body: float) -> list[Rule] | None:
    """The rules of the table below a caption, or else right above it."""
    others = [r for r in runs if _LABEL.match(r.text) and r is not caption]
    near = [r for r in rules if _overlaps(caption, r)]
    below = [r for r in near if caption.bottom - 2 < r.y <= caption.top + _LONGEST_CAPTION]
    if below:
        limit = min((r.top for r in others if r.top > caption.top + 1 and _overlaps(r, below[0])), default=_NO_LIMIT)
        alike = [r for r in rules if below[0].y <= r.y < limit and _as_wide(below[0], r)]
        zone = _until_prose(alike, runs, body=body)
        if len(zone) >= 2:
            return zone
    above = [r for r in near if -_CLOSE_ABOVE <= r.y - caption.top <= 2]
    if not above:
        return None
    limit = max((r.bottom for r in others if r.top < caption.top - 1 and _overlaps(r, above[-1])), default=-_NO_LIMIT)
    alike = [r for r in rules if limit < r.y <= above[-1].y and _as_wide(above[-1], r)]
    zone = _until_prose([r._replace(y=-r.y) for r in reversed(alike)], [_flipped(r) for r in runs], body=body)
    return [r._replace(y=-r.y) for r in reversed(zone)] if len(zone) >= 2 else None


_NO_LIMIT = float("inf")
_CLOSE_ABOVE = 14.0
_PROSE_LINES = 6
_LONG_LINE = 35


def _flipped(run: Run) -> Run:
    return replace(run, top=-run.bottom, bottom=-run.top)


def _overlaps(caption: Run, rule: Rule) -> bool:
    """True where a good part of the shorter of the two stands over the other."""
    shared = min(caption.x1, rule.x1) - max(caption.x0, rule.x0)
    return shared >= 0.5 * min(caption.x1 - caption.x0, rule.x1 - rule.x0)


def _until_prose(zone: Sequence[Rule], runs: Sequence[Run], *, body: float) -> list[Rule]:
    """The rules down to the first two with running text between them, such as a rule at the foot of the page."""
    kept = list(zone[:1])
    for before, rule in pairwise(zone):
        inside = [r for r in runs if before.y < r.top < rule.y and r.x0 >= rule.x0 - 4 and r.x1 <= rule.x1 + 4]
        long = [r for r in inside if r.x1 - r.x0 > 0.4 * (rule.x1 - rule.x0) and len(r.text) > _LONG_LINE]
        usual = sum(abs(r.height - body) < 0.04 * body for r in long)
        if len(long) >= _PROSE_LINES and (2 * usual > len(inside) or 10 * len(long) > 4 * len(inside) + 40):
            break
        kept.append(rule)
    return kept


def _as_wide(first: Rule, other: Rule) -> bool:
    return abs(first.x0 - other.x0) <= _SAME_EDGE and abs(first.x1 - other.x1) <= _SAME_EDGE


def _within(run: Run, zone: Sequence[Rule]) -> bool:
    middle = (run.top + run.bottom) / 2
    return zone[0].y < middle < zone[-1].y and zone[0].x0 - 4 <= run.x0 and run.x1 <= zone[0].x1 + 4


_CELL_GAP = 0.5


def _pieces(run: Run) -> list[Run]:
    """A run cut where a gap is wider than between words: cells stand closer to one another than columns of text."""
    starts = [0]
    for i, (a, b) in enumerate(pairwise(run.glyphs), start=1):
        if b.spaced and b.x0 - a.x1 > _CELL_GAP * run.height:
            starts.append(i)
    parts = [run.glyphs[a:b] for a, b in pairwise([*starts, len(run.glyphs)])]
    return [replace(run, x0=part[0].x0, x1=part[-1].x1, glyphs=part) for part in parts if part]


@dataclass(frozen=True, slots=True)
class _TableLine:
    top: float
    bottom: float
    cells: tuple[str, ...]


def _rows(
    runs: Sequence[Run], zone: Sequence[Rule], hyphens: Hyphens, *, page: int
) -> tuple[tuple[tuple[str, ...], ...], int]:
    """The rows of a table and how many of them are header: what stands above its second rule."""
    columns = _columns(_printed_lines(runs))
    lines = [_cut(line, columns, page=page) for line in _printed_lines(runs)]
    head = [line for line in lines if len(zone) > 2 and line.bottom < zone[1].y + 2]
    body = lines[len(head) :]
    header = [_joined(head, hyphens)] if head else []
    return (*header, *(_joined(group, hyphens) for group in _groups(body, zone))), max(1, len(header))


def _printed_lines(runs: Sequence[Run]) -> list[list[Run]]:
    """Runs that stand on one line, from the top, each line from left to right."""
    lines: list[list[Run]] = []
    for run in sorted(runs, key=lambda r: (r.top, r.x0)):
        home = next((line for line in lines[-3:] if _beside(line, run)), None)
        if home is None:
            lines.append([run])
        else:
            home.append(run)
    return [sorted(line, key=lambda r: r.x0) for line in lines]


def _beside(line: Sequence[Run], run: Run) -> bool:
    main = max(line, key=lambda r: r.height)
    overlap = min(main.bottom, run.bottom) - max(main.top, run.top)
    return overlap >= 0.5 * min(main.height, run.height)


def _columns(lines: Sequence[Sequence[Run]]) -> list[tuple[float, float]]:
    """Where the columns stand: stripes that many lines of several pieces cover, with hardly covered ones between.

    A cell that spans several columns is in few lines, and so it bridges none.
    """
    pieces = [line for line in lines if len(line) > 1] or list(lines)
    least = _BRIDGES * len(pieces)
    edges = sorted({x for line in pieces for r in line for x in (r.x0, r.x1)})
    columns: list[tuple[float, float]] = []
    for x0, x1 in pairwise(edges):
        if sum(r.x0 <= x0 and x1 <= r.x1 for line in pieces for r in line) <= least:
            continue
        if columns and x0 - columns[-1][1] < _NARROWEST_GAP:
            columns[-1] = (columns[-1][0], x1)
        else:
            columns.append((x0, x1))
    return columns or [(edges[0], edges[-1])]


_BRIDGES = 0.1
_NARROWEST_GAP = 2.0


def _cut(line: Sequence[Run], columns: Sequence[tuple[float, float]], *, page: int) -> _TableLine:
    """One printed line as cells; a run goes where most of it stands."""
    homes: list[list[Run]] = [[] for _ in columns]
    for run in line:
        overlaps = [min(run.x1, x1) - max(run.x0, x0) for x0, x1 in columns]
        homes[overlaps.index(max(overlaps))].append(run)
    cells = tuple(" ".join(part.text for part in lines_of(home, page=page)) for home in homes)
    return _TableLine(min(r.top for r in line), max(r.bottom for r in line), cells)


def _groups(lines: Sequence[_TableLine], zone: Sequence[Rule]) -> list[list[_TableLine]]:
    """Printed lines that make one row: parted by rules where there are many, else by the first column and by steps."""
    steps = [b.top - a.top for a, b in pairwise(lines)]
    least = sorted(steps)[len(steps) // 10] if steps else 0.0
    ruled = len(zone) > 3 and len(zone) * 2 > len(lines) * 0.6
    groups: list[list[_TableLine]] = []
    for i, line in enumerate(lines):
        if not groups:
            groups.append([line])
            continue
        before = lines[i - 1]
        apart = (
            any(before.top < rule.y < line.bottom - 2 for rule in zone) if ruled else _starts_row(before, line, least)
        )
        if apart:
            groups.append([])
        groups[-1].append(line)
    return groups


def _is_full(line: _TableLine) -> bool:
    """True where the line fills its first cell, and most others or all but with single values."""
    values = [cell for cell in line.cells[1:] if cell]
    single = all(len(cell.split()) <= 2 for cell in values)
    return bool(line.cells[0] and values) and (single or 2 * len(values) > len(line.cells) - 1)


def _starts_row(before: _TableLine, line: _TableLine, least: float) -> bool:
    step = line.top - before.top
    if step > _NEXT_ROW * least:
        return True
    if not line.cells[0]:
        return _is_row_of_a_group(line)
    alone = not any(line.cells[1:])
    return not (alone and (line.cells[0][:1].islower() or line.cells[0][:1] == "("))


_VALUE = re.compile(r"[\[(<>=≤≥±+−–-]?\s?\d[\d.,;:%±<>=≤≥()\[\]/×\s–−-]*")


def _is_row_of_a_group(line: _TableLine) -> bool:
    """True where a line without a first cell has a short name and a value: its first cell is that of the group."""
    filled = [cell for cell in line.cells[1:] if cell]
    return len(filled) > 1 and any(_VALUE.fullmatch(cell) for cell in filled[1:])


def _joined(lines: Sequence[_TableLine], hyphens: Hyphens) -> tuple[str, ...]:
    """The cells of several printed lines as those of one row."""
    width = max((len(line.cells) for line in lines), default=0)
    return tuple(hyphens.join([line.cells[i] for line in lines if line.cells[i]])[0] for i in range(width))


def with_tables(blocks: Sequence[Block], tables: Sequence[FoundTable]) -> list[Block]:
    """The blocks with every table in the place of its caption; one without a caption of its own follows the last."""
    placed = list(blocks)
    for table in tables:
        place = Place(0, 0, table.page, table.box)
        at = next((i for i, b in enumerate(placed) if _is_caption_of(b, table)), None)
        if at is None:
            continue
        caption = placed[at]
        placed[at] = replace(
            caption,
            kind=BlockKind.TABLE,
            rows=table.rows,
            header_rows=table.header_rows,
            places=(*caption.places, place),
        )
    return placed


def _is_caption_of(block: Block, table: FoundTable) -> bool:
    if block.kind is not BlockKind.CAPTION or block.rows or not block.text.startswith(table.label):
        return False
    return any(p.page == table.page for p in block.places)
