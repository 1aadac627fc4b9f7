"""A queue too long to be listed: every question is a walk along an index from the nearest place that is known.

Places are remembered as they are seen, so that scrolling never walks far; paging by number would walk from the top.
"""

from __future__ import annotations

import sqlite3
from bisect import bisect_right, insort
from typing import Any

from curator.storage.conditions import Part
from curator.storage.selection import Key, Selection

_MOST_PLACES = 512
_FAR = 2_000
"""Rows from the nearest known place from which it pays to ask the counts for the paper instead."""
_SORTED_BY = {"confidence": "queue_by_confidence", "mirna": "queue_by_mirna_key", "state": "queue_by_state"}


class Streamed:
    """The findings that meet conditions which most findings meet."""

    def __init__(self, selection: Selection) -> None:
        self._selection = selection
        self._count: int | None = None
        self._places: list[tuple[int, Key]] = []
        """Rows whose number in the queue is known, by number and by place alike."""

    def walk(self, *, backwards: bool = False, waiting: bool = False, key: Key | None = None) -> tuple[str, list[Any]]:
        """The rows from a place on, as the end of a statement and its values."""
        driver = self._driver()
        where, values = self._selection.where(driver)
        beyond, place = self._selection.beyond(key, backwards=backwards)
        waits = f" AND {self._selection.waiting()}" if waiting else ""
        ordered = self._selection.ordered(backwards=backwards)
        index = self._index(driver, waiting=waiting)
        return f"FROM queue AS q{index} WHERE {where}{waits}{beyond} {ordered}", [*values, *place]

    def _driver(self) -> Part | None:
        """The part that asks for one state: the index by state has those rows in the order of the queue."""
        if self._selection.sort != "document":
            return None
        return next((part for part in self._selection.parts if part.state), None)

    def _index(self, driver: Part | None, *, waiting: bool = False) -> str:
        by_order = _SORTED_BY.get(self._selection.sort, "queue_by_state" if driver or waiting else "")
        return f" INDEXED BY {by_order}" if by_order else ""

    def count(self, connection: sqlite3.Connection) -> int:
        """How many rows there are."""
        if self._count is None:
            self._count = self._counted(connection, "document = 0") if self._is_counted else self._count_all(connection)
        return self._count

    @property
    def _is_counted(self) -> bool:
        return all(part.counted for part in self._selection.parts)

    @property
    def _starts_are_counted(self) -> bool:
        """Whether the counts tell how many rows stand before a paper."""
        return self._selection.sort == "document" and self._is_counted and not self._selection.descending

    def _start_of_paper(self, connection: sqlite3.Connection, offset: int) -> tuple[int, Key]:
        """Where the paper starts that has the row with this number."""
        clauses = " AND ".join(["document > 0", "finding = 1", *(part.counted for part in self._selection.parts)])
        values = [value for part in self._selection.parts for value in part.values]
        statement = f"""
            SELECT before, document FROM (
                SELECT document, sum(sum(rows)) OVER (ORDER BY document) - sum(rows) AS before
                FROM queue_counts WHERE {clauses} GROUP BY document
            )
            WHERE before <= ? ORDER BY document DESC LIMIT 1
        """
        before, document = connection.execute(statement, [*values, offset]).fetchone()
        return int(before), (document, 0, 0)

    def _counted(self, connection: sqlite3.Connection, documents: str) -> int:
        """How many rows the counts have for these documents."""
        clauses = " AND ".join([documents, "finding = 1", *(part.counted for part in self._selection.parts)])
        values = [value for part in self._selection.parts for value in part.values]
        statement = f"SELECT coalesce(sum(rows), 0) FROM queue_counts WHERE {clauses}"
        return int(connection.execute(statement, values).fetchone()[0])

    def _count_all(self, connection: sqlite3.Connection) -> int:
        driver = next((part for part in self._selection.parts if part.index), None)
        where, values = self._selection.where(driver)
        index = f" INDEXED BY {driver.index}" if driver else ""
        return int(connection.execute(f"SELECT count(*) FROM queue AS q{index} WHERE {where}", values).fetchone()[0])

    def numbers(self, connection: sqlite3.Connection, start: int, stop: int) -> list[int]:
        """The rows from one place up to another, walked to from the nearer side."""
        count = self.count(connection)
        start, stop = max(0, start), min(stop, count)
        if start >= stop:
            return []
        below, above = self._around(start, stop, count)
        if self._starts_are_counted and min(start - below[0], above[0] - stop) > _FAR:
            below = self._start_of_paper(connection, start)
        if start - below[0] <= above[0] - stop:
            rows = self._walked(connection, below[1], skip=start - below[0], rows=stop - start)
        else:
            rows = self._walked(connection, above[1], skip=above[0] - stop, rows=stop - start, backwards=True)[::-1]
        if rows:
            self._remember(start, rows[0][1:])
        return [int(row[0]) for row in rows]

    def _around(self, start: int, stop: int, count: int) -> tuple[tuple[int, Key | None], tuple[int, Key | None]]:
        """The nearest known places at or below `start` and at or above `stop`; the ends are always known."""
        after = bisect_right(self._places, start, key=lambda place: place[0])
        below: tuple[int, Key | None] = self._places[after - 1] if after else (0, None)
        beyond = bisect_right(self._places, stop - 1, key=lambda place: place[0])
        above: tuple[int, Key | None] = self._places[beyond] if beyond < len(self._places) else (count, None)
        return below, above

    def _walked(
        self, connection: sqlite3.Connection, key: Key | None, *, skip: int, rows: int, backwards: bool = False
    ) -> list[tuple[Any, ...]]:
        walk, values = self.walk(backwards=backwards, key=key)
        statement = f"SELECT q.assertion, {self._selection.key} {walk} LIMIT ? OFFSET ?"
        return connection.execute(statement, [*values, rows, skip]).fetchall()

    def _remember(self, offset: int, key: Key) -> None:
        if len(self._places) >= _MOST_PLACES:
            del self._places[::2]
        if (offset, key) not in self._places:
            insort(self._places, (offset, key))

    def index_of(self, connection: sqlite3.Connection, number: int) -> int | None:
        """Where the row stands, or none."""
        if not self._selection.holds(connection, number):
            return None
        key = self._selection.key_of(connection, number)
        offset, place = self._place_before(connection, key)
        index = offset + self._between(connection, place, key)
        self._remember(index, key)
        return index

    def _place_before(self, connection: sqlite3.Connection, key: Key) -> tuple[int, Key | None]:
        """A known place at or before this one: the start of its paper where that is counted, else one seen before."""
        if self._starts_are_counted:
            return self._counted(connection, f"document BETWEEN 1 AND {int(key[0]) - 1}"), (key[0], 0, 0)
        if self._selection.descending:
            known = [place for place in self._places if place[1] >= key]
        else:
            known = [place for place in self._places if place[1] <= key]
        return known[-1] if known else (0, None)

    def _between(self, connection: sqlite3.Connection, first: Key | None, last: Key) -> int:
        """How many rows there are from one place up to another."""
        driver = self._driver()
        where, values = self._selection.where(driver)
        from_first, low = self._selection.beyond(first)
        before_last, high = self._selection.beyond(last, backwards=True)
        statement = f"SELECT count(*) FROM queue AS q{self._index(driver)} WHERE {where}{from_first}{before_last}"
        return int(connection.execute(statement, [*values, *low, *high]).fetchone()[0])

    def next_waiting(self, connection: sqlite3.Connection, index: int, *, backwards: bool) -> int | None:
        """The first row from there on, or with `backwards` the last up to there, that waits for a verdict."""
        # Backwards, the place itself counts too, and a walk backwards begins before the place that it is given.
        begin = index + 1 if backwards else index
        at = (
            self._selection.key_of(connection, found[0])
            if (found := self.numbers(connection, begin, begin + 1))
            else None
        )
        if at is None and not backwards:
            return None
        walk, values = self.walk(backwards=backwards, waiting=True, key=at)
        row = connection.execute(f"SELECT q.assertion {walk} LIMIT 1", values).fetchone()
        return None if row is None else self.index_of(connection, int(row[0]))

    def changed(self, connection: sqlite3.Connection, number: int, *, was: bool) -> None:
        """A verdict was given on the row; `was` tells whether it was here before."""
        stays = self._selection.holds(connection, number)
        moved = int(stays) - int(was)
        if self._count is not None:
            self._count += moved
        if self._selection.sort != "document":
            # The verdict may have changed what the rows are sorted by.
            self._places.clear()
        elif moved:
            self._shift(self._selection.key_of(connection, number), moved)

    def _shift(self, key: Key, moved: int) -> None:
        """A row came or went: what is behind it stands one further on or one nearer."""
        descending = self._selection.descending
        kept = [(offset, place, place < key if descending else place > key) for offset, place in self._places]
        self._places = [(offset + moved * behind, place) for offset, place, behind in kept if place != key]
