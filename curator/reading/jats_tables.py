"""The rows of an XHTML table as JATS and PMC carry it, spans laid out on the grid."""

from __future__ import annotations

from collections.abc import Callable

from curator.reading.xml import Element, local_name

_MOST_COLUMNS = 200


def cells(table: Element, text_of: Callable[[Element], str]) -> tuple[tuple[tuple[str, ...], ...], int]:
    """All rows, equally wide, and how many of them are header rows.

    A cell that spans several columns or rows stands in the first of them, as printed; the others are empty.
    """
    rows = [e for e in table.iter() if local_name(e) == "tr"]
    grid: list[list[str]] = []
    taken: dict[int, int] = {}
    for row in rows:
        grid.append(_row(row, taken, text_of))
    width = max((len(row) for row in grid), default=0)
    header = sum(any(local_name(a) == "thead" for a in row.iterancestors()) for row in rows)
    return tuple(tuple(row + [""] * (width - len(row))) for row in grid), max(1, header)


def _row(row: Element, taken: dict[int, int], text_of: Callable[[Element], str]) -> list[str]:
    """One row; `taken` counts for each column the rows that a cell from above still covers, and is kept up to date."""
    line: list[str] = []
    started: dict[int, int] = {}
    for cell in row:
        if local_name(cell) not in ("td", "th"):
            continue
        while taken.get(len(line), 0) > 0 and len(line) < _MOST_COLUMNS:
            line.append("")
        for i in range(_span(cell, "colspan")):
            started[len(line)] = _span(cell, "rowspan") - 1
            line.append(text_of(cell) if i == 0 else "")
    while taken.get(len(line), 0) > 0 and len(line) < _MOST_COLUMNS:
        line.append("")
    for column in list(taken):
        taken[column] = max(0, taken[column] - 1)
    taken.update(started)
    return line


def _span(cell: Element, name: str) -> int:
    value = cell.get(name) or "1"
    return min(int(value), _MOST_COLUMNS) if value.isdigit() and value != "0" else 1
