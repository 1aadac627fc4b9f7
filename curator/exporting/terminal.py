"""A document on a screen: the canonical text with its tables drawn to fit."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from curator.exporting.guard import printable
from curator.model import Document, Table

_SEPARATOR, _CROSSING, _RULE = " │ ", "─┼─", "─"
_LEAST_COLUMN = 5
"""A narrower column cannot be read; a table of very many columns is wider than the screen instead."""


def as_screen(document: Document, *, width: int) -> str:
    """The text, each table drawn in at most `width` columns of the screen where its own columns allow it."""
    parts: list[str] = []
    position = 0
    for table in sorted(document.tables, key=lambda t: t.start):
        if table.start < position:
            continue
        parts += [document.text[position : table.start], draw_table(table, width=width)]
        position = table.end
    return printable("".join([*parts, document.text[position:]]))


def draw_table(table: Table, *, width: int) -> str:
    """Label and caption, then the rows: columns beside one another, long cells over several lines, a rule below heads.

    >>> print(draw_table(Table("Table 1", "Cells.", (("Line", "Dose"), ("A549", "1 nM")), 0, 0), width=30))
    Table 1. Cells.
    Line │ Dose
    ─────┼─────
    A549 │ 1 nM
    """
    heading = ". ".join(part for part in (table.label, table.caption) if part)
    rows = [[" ".join(cell.split()) for cell in row] for row in table.rows]
    widths = _fitted(rows, width=width)
    lines = [heading] if heading else []
    for number, row in enumerate(rows):
        lines += _drawn(row, widths)
        if number + 1 == table.header_rows < len(rows):
            lines.append(_CROSSING.join(_RULE * w for w in widths))
    return "\n".join(lines)


def _fitted(rows: Sequence[Sequence[str]], *, width: int) -> list[int]:
    """The width of each column: what it needs, the widest made narrower until all fit."""
    widths = [max(map(cell_width, column), default=0) for column in zip(*rows, strict=True)]
    room = width - len(_SEPARATOR) * (len(widths) - 1)
    while sum(widths) > room and max(widths, default=0) > _LEAST_COLUMN:
        widest = widths.index(max(widths))
        second = max([w for w in widths if w < widths[widest]], default=_LEAST_COLUMN)
        spare = sum(widths) - room
        widths[widest] = max(_LEAST_COLUMN, widths[widest] - max(1, min(spare, widths[widest] - second)))
    return widths


def _drawn(row: Sequence[str], widths: Sequence[int]) -> Iterator[str]:
    columns = [list(_wrapped(cell, width)) for cell, width in zip(row, widths, strict=True)]
    for cells in zip_longest(*columns, fillvalue=""):
        padded = [cell + " " * (width - cell_width(cell)) for cell, width in zip(cells, widths, strict=True)]
        yield _SEPARATOR.join(padded).rstrip()


def _wrapped(cell: str, width: int) -> Iterator[str]:
    """The cell in lines; a word longer than the column is cut."""
    line = ""
    for word in cell.split():
        while cell_width(f"{line} {word}".strip()) > width:
            if line:
                yield line
                line = ""
                continue
            cut = _fitting(word, width)
            yield word[:cut]
            word = word[cut:]
        line = f"{line} {word}".strip()
    yield line


def _fitting(word: str, width: int) -> int:
    """How many characters of the word fit; at least one."""
    used = 0
    for index, character in enumerate(word):
        used += cell_width(character)
        if used > width:
            return max(1, index)
    return len(word)


def cell_width(text: str) -> int:
    """Columns of the screen that a text takes.

    >>> cell_width("µM"), cell_width("細胞"), cell_width("e\\u0301")
    (2, 4, 1)
    """
    if text.isascii():
        return len(text)
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
