"""Which rows of the queue are wanted and in which order, as the clauses that every question about them is made of."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from curator.errors import DatabaseError
from curator.storage.conditions import Part

IN_ORDER = ("document", "start_offset", "assertion")
"""Papers as read, rows as in the text."""
SORTS = ("document", "confidence", "mirna", "state")
WAITS = "q.finding_state = 'undecided' AND q.finding_found = 1"
_ROW_WAITS = "q.state = 'undecided' AND q.found = 1"

Key = tuple[Any, ...]
"""Where a row stands: its values of `Selection.columns`."""


@dataclass(frozen=True, slots=True)
class Selection:
    """The rows that meet every part: those of one paper or, without one, findings; and their order."""

    parts: tuple[Part, ...]
    document: int | None
    sort: str = "document"
    descending: bool = False

    def __post_init__(self) -> None:
        if self.sort not in SORTS:
            raise DatabaseError(f"the queue is not sorted by {self.sort}", hint=f"It is by {', '.join(SORTS)}.")

    @property
    def columns(self) -> tuple[str, ...]:
        """What the rows are sorted by; no two rows have the same."""
        if self.sort == "document":
            return IN_ORDER
        if self.sort == "mirna":
            # Numbers in names count as numbers: miR-9 comes before miR-21.
            return ("mirna_key", *IN_ORDER)
        return ("finding_state" if self.sort == "state" and self.document is None else self.sort, *IN_ORDER)

    @property
    def key(self) -> str:
        """The columns, as SQL lists them."""
        return ", ".join(f"q.{column}" for column in self.columns)

    def ordered(self, *, backwards: bool = False) -> str:
        """The clause that sorts."""
        direction = "DESC" if self.descending is not backwards else "ASC"
        return "ORDER BY " + ", ".join(f"q.{column} {direction}" for column in self.columns)

    def beyond(self, key: Key | None, *, backwards: bool = False) -> tuple[str, Key]:
        """The clause for the rows from a place on, that place included, or with `backwards` those before it."""
        if key is None:
            return "", ()
        sign = "<" if self.descending is not backwards else ">"
        equal = "" if backwards else "="
        return f" AND ({self.key}) {sign}{equal} ({', '.join('?' * len(key))})", key

    def where(self, driver: Part | None = None) -> tuple[str, list[Any]]:
        """The clause that every row meets; `driver` is the part whose index chooses the rows."""
        scope = "q.finding = q.assertion" if self.document is None else "q.document = ?"
        values: list[Any] = [] if self.document is None else [self.document]
        clauses = [scope]
        for part in self.parts:
            clauses.append(part.driving() if part is driver else part.sifting())
            values += part.values
        return " AND ".join(clauses), values

    def waiting(self) -> str:
        """The clause for rows that wait for a verdict."""
        return WAITS if self.document is None else _ROW_WAITS

    def holds(self, connection: sqlite3.Connection, number: int) -> bool:
        """True where the row is among those wanted."""
        scope = "q.finding = q.assertion" if self.document is None else "q.document = ?"
        clauses = [part.probe or part.sifting() for part in self.parts]
        values = [] if self.document is None else [self.document]
        values += [value for part in self.parts for value in part.values]
        statement = f"SELECT 1 FROM queue AS q WHERE q.assertion = ? AND {' AND '.join([scope, *clauses])}"
        return connection.execute(statement, [number, *values]).fetchone() is not None

    def row_of(self, connection: sqlite3.Connection, assertion_id: str) -> int | None:
        """The number of the row that shows the assertion: itself, or the first of its finding; none where none does."""
        column = "finding" if self.document is None else "assertion"
        statement = f"SELECT {column} FROM queue WHERE assertion = (SELECT number FROM assertions WHERE id = ?)"
        row = connection.execute(statement, (assertion_id,)).fetchone()
        return None if row is None else int(row[0])

    def key_of(self, connection: sqlite3.Connection, number: int) -> Key:
        """Where the row stands."""
        row: Key = connection.execute(f"SELECT {self.key} FROM queue AS q WHERE q.assertion = ?", (number,)).fetchone()
        return row


def narrowest(connection: sqlite3.Connection, parts: Sequence[Part], *, most: int) -> Part | None:
    """The part that the fewest findings meet, if an index tells that it is at most so many; none where all are wide."""
    counted = [
        (_bounded(connection, part, most), n, part) for n, part in enumerate(parts) if part.index and not part.wide
    ]
    count, _, part = min(counted, key=lambda found: found[:2], default=(most + 1, 0, None))
    return part if count <= most else None


def _bounded(connection: sqlite3.Connection, part: Part, most: int) -> int:
    """How many findings meet the part; counted no further than one beyond `most`."""
    statement = f"""
        SELECT count(*) FROM (
            SELECT 1 FROM queue AS q INDEXED BY {part.index}
            WHERE q.finding = q.assertion AND {part.driving()} LIMIT {most + 1}
        )
    """
    return int(connection.execute(statement, part.values).fetchone()[0])
