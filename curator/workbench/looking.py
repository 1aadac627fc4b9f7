"""Looking for rows beside the face: a filter that takes long is worked out through a connection of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from curator.errors import TooLongError

if TYPE_CHECKING:
    from curator.curation.queue import Query
    from curator.storage import Database
    from curator.workbench.bench import Workbench
    from curator.workbench.queueing import Rows

_SEARCHED_AT_ONCE = 20_000
"""Rows in all up to which words are looked for at once: the search cannot be broken off in the middle."""


@dataclass(frozen=True, slots=True)
class Found:
    """What was found."""

    rows: Rows
    left: int
    """How many of them wait for a verdict."""


def at_once(
    workbench: Workbench, query: Query, waiting: Query, *, document: str | None, seconds: float
) -> Found | None:
    """The rows and those that wait among them, counted; none where that takes longer than so many seconds."""
    database = workbench.database()
    try:
        with database.within(seconds):
            rows = workbench.rows(query, document=document)
            if rows.searches() and database.queue_counts(document).rows > _SEARCHED_AT_ONCE:
                return None
            len(rows)
            return Found(rows, len(workbench.rows(waiting, document=document)))
    except TooLongError:
        return None


class Look:
    """One filter that is being worked out in a thread of its own, for as long as it takes."""

    def __init__(self, workbench: Workbench, query: Query, waiting: Query, *, document: str | None) -> None:
        self._workbench = workbench
        self._queries = query, waiting
        self._document = document
        self._database: Database | None = None
        self._is_given_up = False

    def work_out(self) -> Found | None:
        """The rows; none where the look was given up. Raises DatabaseError."""
        from curator.workbench.bench import Workbench

        with Workbench(self._workbench.path) as beside:
            self._database = beside.database()
            try:
                if self._is_given_up:
                    return None
                query, waiting = self._queries
                rows = beside.rows(query, document=self._document)
                len(rows)
                return Found(rows, len(beside.rows(waiting, document=self._document)))
            except TooLongError:
                return None
            finally:
                self._database = None

    def give_up(self) -> None:
        """Break it off, from any thread."""
        self._is_given_up = True
        if (database := self._database) is not None:
            database.give_up()
