"""Comma-separated values after RFC 4180, quoted where needed; lines end with LF."""

from __future__ import annotations

import csv
from collections.abc import Iterable

from curator.exporting.guard import spreadsheet_cell
from curator.exporting.rows import COLUMNS, Row, Sink, cells


def write(rows: Iterable[Row], stream: Sink) -> None:
    """Write the header and every row; cells that a spreadsheet would evaluate get a leading `'`."""
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in rows:
        writer.writerow([spreadsheet_cell(text.replace("\0", "")) for text in cells(row)])
