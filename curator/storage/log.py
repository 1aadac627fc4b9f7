"""The log of verdicts as it is looked at: how long it is, a window of it, and what of it holds certain words."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass

from curator.model import Slot, Verdict
from curator.storage.verdicts import COLUMNS, from_row

Reading = Callable[[], AbstractContextManager[sqlite3.Connection]]

_MOST_UNDOS = 5_000
"""Undos up to which those that stand are counted; it takes a step for each."""
_COLUMNS = ", ".join(f"verdict_standing.{column}" for column in COLUMNS.split(", "))
_SEARCHED = ", ".join(
    ["curator", "action", "reason", "comment", "time", "polarity"]
    + [f"{side}_{slot.value}" for side in ("before", "after") for slot in Slot]
)


@dataclass(frozen=True, slots=True)
class Recorded:
    """A verdict of the log."""

    verdict: Verdict
    stands: bool
    """False once it is taken back; of an undo, whether what it took back is still taken back by it."""


@dataclass(frozen=True, slots=True)
class LogCounts:
    """How long the log is."""

    verdicts: int
    standing: int | None
    """Verdicts that are no undo and stand; none where there are too many undos to count at once."""


class Log:
    """The verdicts of a database, the last one given first; every question is answered from what is there now."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading

    def counts(self) -> LogCounts:
        """How many verdicts there are, and how many of them stand."""
        with self._reading() as connection:
            return _counts(connection)

    def window(self, start: int, stop: int) -> list[Recorded]:
        """The verdicts from one place up to another."""
        with self._reading() as connection:
            return _window(connection, start, stop)

    def numbered(self, numbers: Sequence[int]) -> list[Recorded]:
        """The verdicts with these numbers."""
        with self._reading() as connection:
            return _recorded(connection, numbers)

    def place_of(self, verdict_id: str) -> int | None:
        """How many verdicts were given after this one; none where it is not there."""
        with self._reading() as connection:
            return _place_of(connection, verdict_id)

    def number_of(self, verdict_id: str) -> int | None:
        """This file's number of a verdict; none where it is not there."""
        with self._reading() as connection:
            row = connection.execute("SELECT number FROM verdicts WHERE id = ?", (verdict_id,)).fetchone()
            return None if row is None else int(row[0])

    def holding(self, words: Sequence[str], *, below: int | None, most: int) -> tuple[list[int], int | None]:
        """The numbers of the verdicts that hold every word, in any case, among the `most` that come after `below`.

        Also gives the last number that was looked at, to go on from; none where the log is at its end.
        """
        with self._reading() as connection:
            return _holding(connection, words, below=below, most=most)


def _counts(connection: sqlite3.Connection) -> LogCounts:
    total = _one(connection, "SELECT count(*) FROM verdicts")
    undos = _one(connection, "SELECT count(*) FROM verdicts WHERE undoes IS NOT NULL")
    if undos > _MOST_UNDOS:
        return LogCounts(total, None)
    # Only what somebody has replied to can have been taken back, and those are few.
    back = _one(
        connection,
        """
        SELECT count(*) FROM verdict_standing
        WHERE id IN (SELECT undoes FROM verdicts WHERE undoes IS NOT NULL) AND action <> 'undo' AND NOT stands
        """,
    )
    return LogCounts(total, total - undos - back)


def _window(connection: sqlite3.Connection, start: int, stop: int) -> list[Recorded]:
    newest, oldest = connection.execute(
        "SELECT (SELECT max(number) FROM verdicts), (SELECT min(number) FROM verdicts)"
    ).fetchone()
    if newest is None or start >= stop:
        return []
    if _one(connection, "SELECT count(*) FROM verdicts") == newest - oldest + 1:
        # No number is missing: a place is reached without walking there.
        return _recorded(connection, list(range(newest - start, max(oldest - 1, newest - stop), -1)))
    rows = connection.execute(
        "SELECT number FROM verdicts ORDER BY number DESC LIMIT ? OFFSET ?", (stop - start, start)
    )
    return _recorded(connection, [number for (number,) in rows])


def _place_of(connection: sqlite3.Connection, verdict_id: str) -> int | None:
    row = connection.execute("SELECT number FROM verdicts WHERE id = ?", (verdict_id,)).fetchone()
    return None if row is None else _one(connection, "SELECT count(*) FROM verdicts WHERE number > ?", row)


def _holding(
    connection: sqlite3.Connection, words: Sequence[str], *, below: int | None, most: int
) -> tuple[list[int], int | None]:
    rows = connection.execute(
        f"SELECT number, {_SEARCHED} FROM verdicts WHERE number < ? ORDER BY number DESC LIMIT ?",
        (2**62 if below is None else below, most),
    ).fetchall()
    found = [row[0] for row in rows if _holds(row[1:], words)]
    return found, rows[-1][0] if len(rows) == most else None


def _holds(values: Sequence[str | None], words: Sequence[str]) -> bool:
    text = " ".join(filter(None, values)).casefold()
    return all(word in text for word in words)


def _recorded(connection: sqlite3.Connection, numbers: Sequence[int]) -> list[Recorded]:
    rows = connection.execute(
        f"""
        SELECT {_COLUMNS},
               CASE WHEN action = 'undo'
                    THEN NOT EXISTS (SELECT 1 FROM verdicts AS reply WHERE reply.undoes = verdict_standing.id)
                    ELSE stands END
        FROM json_each(?) AS chosen CROSS JOIN verdict_standing ON verdict_standing.number = chosen.value
        ORDER BY chosen.key
        """,
        (json.dumps(list(numbers)),),
    )
    return [Recorded(from_row(row[:-1]), bool(row[-1])) for row in rows]


def _one(connection: sqlite3.Connection, statement: str, values: Sequence[int] = ()) -> int:
    return int(connection.execute(statement, values).fetchone()[0])
