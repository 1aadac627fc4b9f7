"""Tables of PDFs: found below or above their captions, cut into cells, taken out of the text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from curator.model import Place
from curator.reading.blocks import Block, BlockKind
from curator.reading.hyphens import Hyphens
from curator.reading.pdf_columns import gutters_of
from curator.reading.pdf_drawings import Drawings
from curator.reading.pdf_furniture import PageRuns
from curator.reading.pdf_glyphs import Run
from curator.reading.pdf_table_columns import (
    TableLine,
    columns_between,
    columns_of,
    cut,
    pieces_of,
    printed_lines,
)
from curator.reading.pdf_table_open import NOTE, open_zone
from curator.reading.pdf_table_rows import Row, cells_of, header_of, lifted, rows_of, spacing_of
from curator.reading.pdf_table_zones import LABEL, Zone, captions_of, zone_of

_CLOSED = 3
"""A table between fewer full rules may go on below the last."""
_MOST_RUNS = 4000
"""On one page; what holds more is no table."""
_POST_SHARE = 0.5
_SAME_POST = 2.5
_WIDE_NOTE = 0.5
_LONG_NOTE = 40


@dataclass(frozen=True, slots=True)
class FoundTable:
    """A table on a page; its caption is still in the text."""

    page: int
    box: tuple[float, float, float, float]
    rows: tuple[tuple[str, ...], ...]
    header_rows: int
    label: str
    continued: bool = False
    """True where it goes on with the table of the same label before it."""
    goes_on: bool = False
    """True where its caption stands with a later part."""
    caption: str = ""
    """What stands between a label that has a line of its own and the table; empty elsewhere."""


def take_tables(page: PageRuns, hyphens: Hyphens, *, body: float) -> tuple[PageRuns, list[FoundTable]]:
    """The page without the runs of its tables, and the tables; `body` is the height of the document's running text."""
    captions = captions_of(page.runs)
    if not captions:
        return page, []
    gutters = gutters_of(page.runs, width=page.width)
    found: list[FoundTable] = []
    runs = list(page.runs)
    for caption in captions:
        zone = zone_of(caption, page.drawings, runs, body=body, size=(page.width, page.height))
        if zone is None or (zone.top >= caption.run.top and len(zone.full) < _CLOSED):
            zone = open_zone(caption, zone, runs, gutters=gutters, width=page.width)
        made = _table(zone, runs, page, hyphens) if zone else None
        if made is None:
            continue
        table, taken = made
        found.append(table)
        gone = set(map(id, taken))
        runs = [r for r in runs if id(r) not in gone]
    return replace(page, runs=tuple(runs)), found


def _table(zone: Zone, runs: Sequence[Run], page: PageRuns, hyphens: Hyphens) -> tuple[FoundTable, list[Run]] | None:
    """The table of a zone and the runs that it is made of; none where there are no two rows of two cells."""
    inside = _without_notes([r for r in runs if zone.holds(r) and r is not zone.caption.run], zone)
    if not 0 < len(inside) <= _MOST_RUNS:
        return None
    rows, header = _cut_rows(inside, zone, page.drawings, hyphens, page=page.number)
    if len(rows) < 2 or len(rows[0]) < 2:
        return None
    box = (zone.x0, zone.top, zone.x1, zone.bottom)
    caption = _caption_below_label(zone, runs)
    named = zone.caption
    table = FoundTable(
        page.number,
        box,
        tuple(rows),
        header,
        named.label,
        named.continued,
        named.goes_on,
        " ".join(r.text for r in caption),
    )
    return table, [*inside, *caption, *([named.run] if named.goes_on else [])]


def _caption_below_label(zone: Zone, runs: Sequence[Run]) -> list[Run]:
    """The runs between a label that stands alone and the table."""
    label = zone.caption.run
    if not LABEL.fullmatch(label.text):
        return []
    return [
        r
        for r in runs
        if r is not label
        and label.bottom - 2 <= r.top
        and r.bottom <= zone.top + 2
        and zone.x0 - 4 <= r.x0
        and r.x1 <= zone.x1 + 4
    ]


def _without_notes(runs: Sequence[Run], zone: Zone) -> list[Run]:
    """The runs without those of footnotes inside the zone: the last lines, each in one piece, of which one is long."""
    lines = printed_lines(runs)
    start = len(lines)
    while start and len(lines[start - 1]) == 1 and lines[start - 1][0].x0 - zone.x0 < 20:
        start -= 1
    for at in range(max(start, 1), len(lines)):
        run = lines[at][0]
        if _is_below_all(lines[:at], lines[at:], zone):
            return [r for line in lines[:at] for r in line]
        wide = run.x1 - run.x0 > _WIDE_NOTE * (zone.x1 - zone.x0) and len(run.text) > _LONG_NOTE
        if wide or NOTE.match(run.text):
            return [r for line in lines[:at] for r in line]
    return list(runs)


def _is_below_all(above: Sequence[Sequence[Run]], below: Sequence[Sequence[Run]], zone: Zone) -> bool:
    """True where a full rule parts the lines above, which have several pieces, from those below, which have one."""
    parted = any(above[-1][0].bottom - 2 < level.y < below[0][0].top + 2 for level in zone.full)
    return parted and sum(len(line) > 1 for line in above) * 2 > len(above) and len(below) * 2 < len(above) + 4


def _cut_rows(
    runs: Sequence[Run], zone: Zone, drawings: Drawings, hyphens: Hyphens, *, page: int
) -> tuple[list[tuple[str, ...]], int]:
    """The rows of a table and how many of them are header: what stands above the first rule with text on both sides."""
    posts = _posts(zone, drawings, runs)
    printed = printed_lines(pieces_of(runs, posts))
    border = _header_border(zone, printed)
    head = [line for line in printed if _middle(line) < border]
    body = [line for line in printed if _middle(line) >= border]
    columns = columns_of(body, head)
    between = columns_between(posts, x0=zone.x0, x1=zone.x1)
    columns = between if posts and len(between) >= len(columns) else columns
    head_lines = [cut(line, columns, page=page) for line in head]
    header = header_of(head_lines, [s for s in zone.levels if s.y < border - 2], columns, hyphens)
    rows = _body_rows([cut(line, columns, page=page) for line in body], zone, hyphens, grid=bool(posts))
    return _without_empty_columns([*header, *rows]), max(1, len(header))


def _posts(zone: Zone, drawings: Drawings, runs: Sequence[Run]) -> list[float]:
    """Where vertical lines part the columns over most of the table's height."""
    inner = [
        p for p in drawings.posts if zone.x0 + 4 < p.x < zone.x1 - 4 and p.bottom > zone.top and p.top < zone.bottom
    ]
    groups: list[list[float]] = []
    heights: list[float] = []
    for post in sorted(inner):
        high = min(post.bottom, zone.bottom) - max(post.top, zone.top)
        if groups and post.x - groups[-1][0] <= _SAME_POST:
            groups[-1].append(post.x)
            heights[-1] += high
        else:
            groups.append([post.x])
            heights.append(high)
    least = _POST_SHARE * (zone.bottom - zone.top)
    return [sum(g) / len(g) for g, high in zip(groups, heights, strict=True) if high >= least]


def _middle(line: Sequence[Run]) -> float:
    return (line[0].top + line[0].bottom) / 2


def _header_border(zone: Zone, printed: Sequence[Sequence[Run]]) -> float:
    """The height of the first full rule with text above and below it; the top where there is none.

    A rule with many gaps serves where there is no full one.
    """
    middles = [_middle(line) for line in printed]
    for least in (_FULL, _MOSTLY):
        for level in zone.levels:
            above = sum(m < level.y for m in middles)
            if 0 < above < len(middles) and level.covers(zone.x0, zone.x1) >= least:
                return level.y if least == _FULL or above <= _HEADER_LINES else zone.top
    return zone.top


_FULL, _MOSTLY = 0.8, 0.6
_HEADER_LINES = 5


def _body_rows(lines: Sequence[TableLine], zone: Zone, hyphens: Hyphens, *, grid: bool) -> list[tuple[str, ...]]:
    separators = [s.y for s in zone.full]
    spacing = spacing_of(lines, separators)
    rows = rows_of(lines, spacing, grid=grid)
    bands = _bands(rows, separators)
    made: list[tuple[str, ...]] = []
    for band, moved in zip(bands, lifted(bands), strict=True):
        cells = [list(cells_of(row, hyphens)) for row in band]
        for column, at in moved.items():
            cells[0][column], cells[at][column] = cells[at][column], "" if at else cells[at][column]
        made += [tuple(row) for row in cells]
    return made


def _bands(rows: Sequence[Row], separators: Sequence[float]) -> list[list[Row]]:
    """The rows between one rule and the next."""
    bands: list[list[Row]] = []
    for row in rows:
        if bands and not any(bands[-1][-1][-1].top + 1 < y < row[0].bottom - 2 for y in separators):
            bands[-1].append(row)
        else:
            bands.append([row])
    return bands


def _without_empty_columns(rows: Sequence[tuple[str, ...]]) -> list[tuple[str, ...]]:
    width = max((len(row) for row in rows), default=0)
    kept = [i for i in range(width) if any(row[i] for row in rows)]
    return [tuple(row[i] for i in kept) for row in rows if any(row)]


def with_tables(blocks: Sequence[Block], tables: Sequence[FoundTable]) -> list[Block]:
    """The blocks with every table in the place of its caption; the parts of a continued table are made one."""
    placed = list(blocks)
    for parts in _whole_tables(tables):
        named = [i for i, b in enumerate(placed) if any(_names(b, part) for part in parts)]
        captions = [i for i in named if placed[i].kind is BlockKind.CAPTION] or named[:1]
        at = captions[0] if captions else _after_page(placed, parts[0].page)
        if captions:
            placed = [b for i, b in enumerate(placed) if i not in captions[1:]]
        else:
            placed.insert(at, Block(BlockKind.CAPTION, parts[0].label, label=parts[0].label))
        placed[at] = _table_block(placed[at], parts)
    return placed


def _whole_tables(tables: Sequence[FoundTable]) -> list[list[FoundTable]]:
    """The tables, each as its parts in the order of the pages."""
    whole: list[list[FoundTable]] = []
    for table in tables:
        first = next((parts for parts in whole if parts[0].label.casefold() == table.label.casefold()), None)
        if first is None:
            whole.append([table])
        elif table.goes_on:
            first.insert(sum(part.goes_on for part in first), table)
        elif table.continued or first[-1].goes_on:
            first.append(table)
        else:
            whole.append([table])
    return whole


def _after_page(blocks: Sequence[Block], page: int) -> int:
    """The place behind the last block that stands on the page or before it."""
    return max((i + 1 for i, b in enumerate(blocks) if any(p.page <= page for p in b.places)), default=len(blocks))


_FROM_BEFORE = re.compile(r"\(?continued from (?:the )?(?:previous|preceding) (?:column|page)\)?", re.IGNORECASE)
_GOING_ON = re.compile(
    r"\(?(?:table \w+ )?continue[sd](?: (?:in|on) (?:the )?(?:next|following) (?:column|page))?\)?", re.IGNORECASE
)


def _table_block(caption: Block, parts: Sequence[FoundTable]) -> Block:
    first = parts[0]
    rows = list(first.rows)
    for part in parts[1:]:
        repeated = part.rows[: first.header_rows] == first.rows[: first.header_rows]
        rows += part.rows[first.header_rows if repeated else 0 :]
    beside = next((part.caption for part in parts if part.caption), "")
    return replace(
        caption,
        kind=BlockKind.TABLE,
        label=caption.label or first.label,
        text=f"{caption.text} {beside}".strip(),
        rows=tuple(row for row in rows if not _is_signpost(row)),
        header_rows=first.header_rows,
        places=(*caption.places, *(Place(0, 0, part.page, part.box) for part in parts)),
    )


def _is_signpost(row: Sequence[str]) -> bool:
    """True for a row that only says that the table is continued."""
    text = " ".join(cell for cell in row if cell)
    return bool(_FROM_BEFORE.fullmatch(text) or _GOING_ON.fullmatch(text))


_MAY_NAME = (BlockKind.CAPTION, BlockKind.MATTER, BlockKind.HEADING)
"""A label that is printed oddly is not always known as that of a caption."""


def _names(block: Block, table: FoundTable) -> bool:
    if block.kind not in _MAY_NAME or block.rows or not any(p.page == table.page for p in block.places):
        return False
    label, text = table.label.casefold(), block.text[:30].casefold()
    return text.startswith(label) or (table.continued and label in text)
