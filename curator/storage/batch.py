"""Rows into tables, many at a time."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import count
from typing import Any

Row = dict[str, Any]


def insert(connection: sqlite3.Connection, table: str, rows: Iterable[Row]) -> None:
    """Insert the rows; a list or a tuple becomes a JSON array."""
    from sqlite_utils import Database as Utilities  # half a second to import, and reading needs none of it

    Utilities(connection, execute_plugins=False).table(table).insert_all(rows)


class Batch:
    """Rows to insert in one go. They are numbered ahead, so that one may name another that is not yet there."""

    def __init__(self, connection: sqlite3.Connection, tables: Iterable[str]) -> None:
        """`tables` in the order of insertion: what is referred to first. The caller holds the write lock."""
        self._connection = connection
        self._rows: dict[str, list[Row]] = {table: [] for table in tables}
        self._numbers: dict[str, Iterator[int]] = {}
        self._by_id: dict[str, dict[str, int]] = defaultdict(dict)

    def number(self, table: str, id: str) -> int | None:
        """The number of the row with this id, stored or about to be; none where there is none."""
        if id in self._by_id[table]:
            return self._by_id[table][id]
        row = self._connection.execute(f"SELECT number FROM {table} WHERE id = ?", (id,)).fetchone()
        return None if row is None else int(row[0])

    def add(self, table: str, row: Row) -> int:
        """Add a row with an id and return the number that it gets."""
        if table not in self._numbers:
            (highest,) = self._connection.execute(f"SELECT coalesce(max(number), 0) FROM {table}").fetchone()
            self._numbers[table] = count(highest + 1)
        number = next(self._numbers[table])
        self._rows[table].append({"number": number, **row})
        self._by_id[table][row["id"]] = number
        return number

    def add_parts(self, table: str, rows: Iterable[Row]) -> None:
        """Add rows that have no number of their own."""
        self._rows[table] += rows

    def flush(self) -> None:
        """Insert everything."""
        for table, rows in self._rows.items():
            if rows:
                insert(self._connection, table, rows)
            rows.clear()
