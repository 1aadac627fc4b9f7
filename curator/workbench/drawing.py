"""Tables as a terminal shows them."""

from __future__ import annotations

from curator.model import Table


def table_lines(table: Table, *, width: int) -> list[str]:
    """The table drawn in at most so many cells, line by line."""
    from curator.exporting.terminal import draw_table

    return draw_table(table, width=width).splitlines()
