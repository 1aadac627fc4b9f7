"""Comma-separated values after RFC 4180, quoted where needed; lines end with LF."""

from __future__ import annotations

import csv
from collections.abc import Iterable

from curator.exporting.guard import printable, spreadsheet_cell
from curator.exporting.rows import COLUMNS, Row, Sink, cells


def write(rows: Iterable[Row], stream: Sink) -> None:
    """Write the header and every row; what a spreadsheet would evaluate gets a `'`, control characters are pictures."""
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in rows:
        writer.writerow([spreadsheet_cell(printable(text.replace("\r\n", "\n")), quoted=True) for text in cells(row)])
