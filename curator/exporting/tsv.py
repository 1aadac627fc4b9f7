"""Tab-separated values: a header line, one row a line. Tabs and line ends inside a cell become a blank."""

from __future__ import annotations

from collections.abc import Iterable

from curator.exporting.guard import printable, spreadsheet_cell
from curator.exporting.rows import COLUMNS, Row, Sink, cells


def write(rows: Iterable[Row], stream: Sink) -> None:
    """Write the header and every row; what a spreadsheet would evaluate gets a `'`, control characters are pictures."""
    stream.write("\t".join(COLUMNS) + "\n")
    for row in rows:
        stream.write("\t".join(_cell(text) for text in cells(row)) + "\n")


def _cell(text: str) -> str:
    return spreadsheet_cell(printable(" ".join(text.split())))
