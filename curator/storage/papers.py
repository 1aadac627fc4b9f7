"""The papers of a library as it is looked at: which there are, a window of them with their counts, one by its name."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager

from curator.model import State
from curator.storage.records import DocumentSummary

Reading = Callable[[], AbstractContextManager[sqlite3.Connection]]


class Papers:
    """The papers of a database; every question is answered from what is there now."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading

    def ids(self) -> list[str]:
        """The id of every paper, in the order in which they were read."""
        with self._reading() as connection:
            return _ids(connection)

    def found(self, wanted: str) -> str | None:
        """The id of the paper with this id, else of the first with this name; none where there is none."""
        with self._reading() as connection:
            return _found(connection, wanted)

    def names(self, most: int) -> list[str]:
        """The names of the papers that were read first."""
        with self._reading() as connection:
            return _names(connection, most)

    def summaries(self, ids: Sequence[str]) -> list[DocumentSummary]:
        """The papers with these ids and their progress, in this order; one that is not there is left out."""
        with self._reading() as connection:
            return _summaries(connection, ids)

    def left(self) -> int:
        """How many rows of all papers together are undecided."""
        with self._reading() as connection:
            kept = "SELECT coalesce(sum(rows), 0) FROM queue_counts WHERE document = 0 AND finding = 0 AND state = ?"
            return int(connection.execute(kept, (State.UNDECIDED,)).fetchone()[0])

    def progress(self) -> dict[str, tuple[str, int, int]]:
        """The id of every paper, in order, with its name, how many rows it has and how many of them are undecided."""
        with self._reading() as connection:
            return _progress(connection)


def _ids(connection: sqlite3.Connection) -> list[str]:
    return [id for (id,) in connection.execute("SELECT id FROM documents INDEXED BY documents_by_name ORDER BY number")]


def _found(connection: sqlite3.Connection, wanted: str) -> str | None:
    by_id = connection.execute("SELECT id FROM documents WHERE id = ?", (wanted,)).fetchone()
    statement = "SELECT id FROM documents INDEXED BY documents_by_name WHERE name = ? ORDER BY number LIMIT 1"
    row = by_id or connection.execute(statement, (wanted,)).fetchone()
    return None if row is None else str(row[0])


def _names(connection: sqlite3.Connection, most: int) -> list[str]:
    statement = "SELECT name FROM documents INDEXED BY documents_by_name ORDER BY number LIMIT ?"
    return [name for (name,) in connection.execute(statement, (most,))]


def _summaries(connection: sqlite3.Connection, wanted: Sequence[str]) -> list[DocumentSummary]:
    rows = connection.execute(
        f"""
        SELECT documents.id, documents.name, documents.title, documents.format, {_COUNTED},
               coalesce((SELECT by_name FROM replaced WHERE replaced.document = documents.number), '')
        FROM documents LEFT JOIN queue_counts AS counts ON counts.document = documents.number AND counts.finding = 0
        WHERE documents.id IN (SELECT value FROM json_each(?)) GROUP BY documents.number
        """,
        (json.dumps(list(wanted)),),
    )
    held = {row[0]: DocumentSummary(*row) for row in rows}
    return [held[id] for id in wanted if id in held]


def _progress(connection: sqlite3.Connection) -> dict[str, tuple[str, int, int]]:
    return {
        id: (name, rows, undecided)
        for id, name, rows, undecided in connection.execute(
            """
            SELECT documents.id, documents.name, coalesce(sum(counts.rows), 0),
                   coalesce(sum(counts.rows) FILTER (WHERE counts.state = 'undecided' AND counts.found = 1), 0)
            FROM documents INDEXED BY documents_by_name
            LEFT JOIN queue_counts AS counts ON counts.document = documents.number AND counts.finding = 0
            GROUP BY documents.number ORDER BY documents.number
            """
        )
    }


_COUNTED = ", ".join(
    ["coalesce(sum(counts.rows), 0)"]
    + [
        f"coalesce(sum(counts.rows) FILTER (WHERE counts.{condition}), 0)"
        for condition in (
            "state = 'accepted'", "state = 'edited'", "state = 'rejected'",
            "state = 'undecided' AND counts.found = 1", "found = 0",
        )
    ]
)  # fmt: skip
"""In the order of `DocumentSummary`: proposed, accepted, edited, rejected, undecided, no longer found."""
