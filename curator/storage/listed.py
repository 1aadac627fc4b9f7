"""A queue short enough to be listed: the numbers of its rows, in order, and nothing else of them."""

from __future__ import annotations

import json
import sqlite3
from array import array

from curator.storage.conditions import Part
from curator.storage.selection import Selection

_FIRST_LOOK, _WIDEST_LOOK = 64, 4096
"""Rows that are asked at once whether they wait, from few to many."""


class Listed:
    """The rows that an index or the search has chosen."""

    def __init__(self, selection: Selection, driver: Part | None) -> None:
        self._selection = selection
        self._driver = driver
        self._numbers: array[int] | None = None
        self._is_kept = False

    def keep(self) -> None:
        """Never list the rows anew, for that takes long; whoever shows them has them listed elsewhere."""
        self._is_kept = True

    def statement(self) -> tuple[str, list[object]]:
        """What lists the rows."""
        where, values = self._selection.where(self._driver)
        index = f" INDEXED BY {self._driver.index}" if self._driver and self._driver.index else ""
        ordered = self._selection.ordered()
        return f"SELECT q.assertion FROM queue AS q{index} WHERE {where} {ordered}", values

    def _listed(self, connection: sqlite3.Connection) -> array[int]:
        if self._numbers is None:
            self._numbers = array("q", (number for (number,) in connection.execute(*self.statement())))
        return self._numbers

    def count(self, connection: sqlite3.Connection) -> int:
        """How many rows there are."""
        return len(self._listed(connection))

    def numbers(self, connection: sqlite3.Connection, start: int, stop: int) -> list[int]:
        """The rows from one place up to another."""
        return list(self._listed(connection)[start:stop])

    def index_of(self, connection: sqlite3.Connection, number: int) -> int | None:
        """Where the row stands, or none."""
        try:
            return self._listed(connection).index(number)
        except ValueError:
            return None

    def next_waiting(self, connection: sqlite3.Connection, index: int, *, backwards: bool) -> int | None:
        """The first row from there on, or with `backwards` the last up to there, that waits for a verdict."""
        numbers = self._listed(connection)
        width = _FIRST_LOOK
        while 0 <= index < len(numbers):
            low, high = (max(0, index - width + 1), index + 1) if backwards else (index, index + width)
            looked = range(low, min(high, len(numbers)))
            waiting = self._waiting(connection, list(numbers[low:high]))
            found = [place for place in looked if numbers[place] in waiting]
            if found:
                return found[-1] if backwards else found[0]
            index, width = (low - 1 if backwards else high), min(2 * width, _WIDEST_LOOK)
        return None

    def _waiting(self, connection: sqlite3.Connection, numbers: list[int]) -> set[int]:
        rows = connection.execute(
            f"SELECT q.assertion FROM queue AS q WHERE q.assertion IN (SELECT value FROM json_each(?)) "
            f"AND {self._selection.waiting()}",
            (json.dumps(numbers),),
        )
        return {number for (number,) in rows}

    def changed(self, connection: sqlite3.Connection, number: int, *, was: bool) -> None:
        """A verdict was given on the row; `was` tells whether it was here before."""
        stays = self._selection.holds(connection, number)
        if self._numbers is None:
            return
        if self._is_kept:
            if not stays and number in self._numbers:
                self._numbers.remove(number)
        elif self._selection.sort != "document" or (stays and not was):
            self._numbers = None
        elif was and not stays:
            self._numbers.remove(number)
