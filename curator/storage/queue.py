"""The queue as a curator scrolls it: how long it is, a window of rows, where a row stands, which one waits next.

No question reads all rows. A narrow filter is listed by number, a wide one is walked along an index.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass

from curator.model import State
from curator.storage import assertions, documents
from curator.storage.conditions import Condition, parts
from curator.storage.listed import Listed
from curator.storage.records import QueueCounts, QueueRow, StoredAssertion
from curator.storage.selection import Selection, narrowest
from curator.storage.streamed import Streamed

LISTED_MOST = 20_000
"""Rows that are listed at once; a list of more would be felt."""

Reading = Callable[[], AbstractContextManager[sqlite3.Connection]]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which rows, and how sorted."""

    conditions: tuple[Condition, ...] = ()
    document_id: str | None = None
    """Of one paper, each assertion a row; without it of all, each finding a row."""
    sort: str = "document"
    descending: bool = False


class QueueView:
    """The rows that are wanted. What another program writes shows with the next question."""

    def __init__(self, reading: Reading, wanted: Wanted) -> None:
        self._reading = reading
        self._wanted = wanted
        self._rows: Listed | Streamed | None = None
        self._version = -1
        self._is_kept = False

    @contextmanager
    def _asking(self) -> Iterator[tuple[sqlite3.Connection, Listed | Streamed]]:
        with self._reading() as connection:
            version = int(connection.execute("PRAGMA data_version").fetchone()[0])
            if self._rows is None or (version != self._version and not self._is_kept):
                self._rows, self._version = rows_of(selection(connection, self._wanted), connection), version
            yield connection, self._rows

    def __len__(self) -> int:
        with self._asking() as (connection, rows):
            return rows.count(connection)

    def window(self, start: int, stop: int) -> list[QueueRow]:
        """The rows from one place up to another."""
        return self.at(self.numbers(start, stop))

    def numbers(self, start: int, stop: int) -> list[int]:
        """The numbers of the rows from one place up to another; a row keeps its number as long as the file lives."""
        with self._asking() as (connection, rows):
            return rows.numbers(connection, start, stop)

    def at(self, numbers: list[int]) -> list[QueueRow]:
        """The rows with these numbers, in this order."""
        with self._reading() as connection:
            return rows_at(connection, numbers, findings=self._wanted.document_id is None)

    def number_of(self, assertion_id: str) -> int | None:
        """The number of the row that shows the assertion, by itself or with its finding; none where none does."""
        with self._reading() as connection:
            return selection(connection, self._wanted).row_of(connection, assertion_id)

    def ids(self, start: int, stop: int) -> list[str]:
        """The ids of the assertions that these rows show, in order; the rows themselves are not fetched."""
        with self._asking() as (connection, rows):
            numbers = rows.numbers(connection, start, stop)
            named = connection.execute(
                "SELECT number, id FROM assertions WHERE number IN (SELECT value FROM json_each(?))",
                (json.dumps(numbers),),
            )
            ids = dict(named.fetchall())
            return [ids[number] for number in numbers]

    def index_of(self, assertion_id: str) -> int | None:
        """Where the row stands that shows the assertion, by itself or with its finding; none where it is not wanted."""
        with self._asking() as (connection, rows):
            number = selection(connection, self._wanted).row_of(connection, assertion_id)
            return None if number is None else rows.index_of(connection, number)

    def next_waiting(self, index: int, *, backwards: bool = False) -> int | None:
        """The first row from there on, or with `backwards` the last up to there, that waits for a verdict."""
        with self._asking() as (connection, rows):
            return rows.next_waiting(connection, index, backwards=backwards)

    @contextmanager
    def judging(self, assertion_id: str) -> Iterator[None]:
        """Around a verdict on the assertion, or one taken back: afterwards the queue knows, without looking anew."""
        with self._asking() as (connection, rows):
            chosen = selection(connection, self._wanted)
            number = chosen.row_of(connection, assertion_id)
            was = number is not None and chosen.holds(connection, number)
        yield
        if number is not None:
            with self._reading() as connection:
                rows.changed(connection, number, was=was)

    def refresh(self) -> None:
        """Look anew at everything."""
        self._rows, self._is_kept = None, False

    def searches(self) -> bool:
        """True where words are looked for, which takes as long as there are rows that hold them."""
        with self._reading() as connection:
            chosen = selection(connection, self._wanted)
            return any(part.searches for part in chosen.parts)

    def take_over(self, worked_out: QueueView) -> None:
        """Show the same rows as a view, through whichever connection, that has looked at them already.

        They are kept until they are refreshed, whatever another program writes: to list them takes long.
        """
        with self._reading() as connection:
            self._version = int(connection.execute("PRAGMA data_version").fetchone()[0])
            self._rows, self._is_kept = worked_out._rows, True
            if isinstance(self._rows, Listed):
                self._rows.keep()


def selection(connection: sqlite3.Connection, wanted: Wanted) -> Selection:
    """What is wanted, in SQL."""
    document = None if wanted.document_id is None else documents.number_of(connection, wanted.document_id)
    made = parts(connection, wanted.conditions, document=document)
    return Selection(tuple(made), document, wanted.sort, wanted.descending)


def rows_of(chosen: Selection, connection: sqlite3.Connection) -> Listed | Streamed:
    """The rows, listed where they are few or only a search can tell them, else walked."""
    if chosen.document is not None:
        return Listed(chosen, None)
    searching = [part for part in chosen.parts if part.searches]
    narrow = narrowest(connection, chosen.parts, most=LISTED_MOST)
    if searching or narrow:
        # An index is asked first; else the search, unless it only tells which rows are not wanted.
        return Listed(chosen, narrow or next((part for part in searching if part.chooses), None))
    return Streamed(chosen)


def rows_at(connection: sqlite3.Connection, numbers: list[int], *, findings: bool) -> list[QueueRow]:
    """The rows with these numbers, in this order."""
    stored = {row.number: row.stored for row in assertions.numbered(connection, numbers)}
    standing = _standing(connection, numbers, findings=findings)
    return [_row(stored[number], *standing[number]) for number in numbers]


def _row(stored: StoredAssertion, state: str, found: int, members: int, sentences: int, conflict: int) -> QueueRow:
    return QueueRow(stored, State(state), bool(found), members, sentences, bool(conflict))


def _standing(
    connection: sqlite3.Connection, numbers: Iterable[int], *, findings: bool
) -> dict[int, tuple[str, int, int, int, int]]:
    """Number → state, whether found, how many assertions and sentences stand behind it, whether in conflict."""
    columns = "q.finding_state, q.finding_found" if findings else "q.state, q.found"
    joined = "member.finding = q.assertion" if findings else "member.assertion = q.assertion"
    rows = connection.execute(
        f"""
        SELECT q.assertion, {columns}, count(DISTINCT member.assertion), count(evidence.number),
               max(member.conflict)
        FROM queue AS q
        JOIN queue AS member ON {joined}
        LEFT JOIN evidence ON evidence.assertion = member.assertion AND evidence.found
        WHERE q.assertion IN (SELECT value FROM json_each(?)) GROUP BY q.assertion
        """,
        (json.dumps(list(numbers)),),
    )
    return {number: tuple(standing) for number, *standing in rows}


def members(connection: sqlite3.Connection, assertion_id: str) -> list[StoredAssertion]:
    """Every assertion of the finding, papers as read; the first stands for the rest."""
    rows = connection.execute(
        """
        SELECT member.assertion FROM queue AS member
        WHERE member.finding = (
            SELECT finding FROM queue WHERE assertion = (SELECT number FROM assertions WHERE id = ?)
        )
        ORDER BY member.document, member.start_offset
        """,
        (assertion_id,),
    )
    return [row.stored for row in assertions.numbered(connection, [number for (number,) in rows])]


def behind(connection: sqlite3.Connection, ids: Iterable[str], *, findings: bool) -> dict[str, list[StoredAssertion]]:
    """The assertions behind each of these rows: with `findings` every one of its finding, else itself.

    The ids of the rows are those of the assertions that they show; one that is not there is left out.
    """
    joined = "member.finding = shown.finding" if findings else "member.assertion = shown.assertion"
    pairs = connection.execute(
        f"""
        SELECT named.id, member.assertion FROM assertions AS named
        JOIN queue AS shown ON shown.assertion = named.number
        JOIN queue AS member ON {joined}
        WHERE named.id IN (SELECT value FROM json_each(?))
        """,
        (json.dumps(list(ids)),),
    ).fetchall()
    stored = assertions.numbered(connection, [number for _, number in pairs])
    rows: dict[int, list[str]] = {}
    for id, number in pairs:
        rows.setdefault(number, []).append(id)
    made: dict[str, list[StoredAssertion]] = {}
    for row in stored:
        for id in rows[row.number]:
            made.setdefault(id, []).append(row.stored)
    return made


def counts(connection: sqlite3.Connection, document_id: str | None) -> QueueCounts:
    """How the queue of one paper, or of all, stands; from the counts that are kept."""
    number = 0 if document_id is None else documents.number_of(connection, document_id)
    rows = connection.execute(
        "SELECT state, found, rows FROM queue_counts WHERE document = ? AND finding = ?", (number, document_id is None)
    )
    held = {(State(state), bool(found)): count for state, found, count in rows}
    by_state = {state: held.get((state, True), 0) + held.get((state, False), 0) for state in State}
    return QueueCounts(by_state=by_state, waiting=held.get((State.UNDECIDED, True), 0))
