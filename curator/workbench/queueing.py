"""The queue of a face: rows with their standing to the gold, a window at a time; and verdicts on a whole finding."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import TYPE_CHECKING

from curator.model import Claim, Slot, State
from curator.workbench import measuring
from curator.workbench.results import QueueItem

if TYPE_CHECKING:
    from curator.curation.queue import Query
    from curator.evaluation.gold import Gold
    from curator.storage import Database, QueueRow, QueueView, StoredAssertion


class Rows:
    """The rows that a query asks for, as many as are looked at."""

    def __init__(self, view: QueueView, gold: Callable[[str], Gold | None]) -> None:
        self._view = view
        self._gold = gold

    def __len__(self) -> int:
        return len(self._view)

    def window(self, start: int, stop: int) -> list[QueueItem]:
        """The rows from one place up to another."""
        return self.at(self.numbers(start, stop))

    def numbers(self, start: int, stop: int) -> list[int]:
        """The numbers of the rows from one place up to another; a row keeps its number as long as the file lives."""
        return self._view.numbers(start, stop)

    def at(self, numbers: list[int]) -> list[QueueItem]:
        """The rows with these numbers, in this order."""
        return [self._item(row) for row in self._view.at(numbers)]

    def number_of(self, assertion_id: str) -> int | None:
        """The number of the row that shows the assertion; none where none does."""
        return self._view.number_of(assertion_id)

    def _item(self, row: QueueRow) -> QueueItem:
        # As the finding stands: it waits while any of its assertions does.
        stored = replace(row.stored, state=row.state, found=row.found, conflict=row.conflict)
        standing = measuring.standing_of(stored, self._gold(stored.document_id))
        return QueueItem(stored, standing, members=row.members, sentences=row.sentences)

    def index_of(self, assertion_id: str) -> int | None:
        """Where the row stands that shows the assertion; none where it is not among these."""
        return self._view.index_of(assertion_id)

    def next_waiting(self, index: int, *, backwards: bool = False) -> int | None:
        """The first row from there on, or with `backwards` the last up to there, that waits for a verdict."""
        return self._view.next_waiting(index, backwards=backwards)

    def judging(self, assertion_id: str) -> AbstractContextManager[None]:
        """Around a verdict on the row, so that the rows follow without being looked at anew."""
        return self._view.judging(assertion_id)

    def refresh(self) -> None:
        """Look anew at everything."""
        self._view.refresh()

    def searches(self) -> bool:
        """True where words are looked for, which takes as long as there are rows that hold them."""
        return self._view.searches()

    def take_over(self, worked_out: Rows) -> None:
        """Show the same rows as others that have been looked at already, through whichever connection."""
        self._view.take_over(worked_out._view)


def rows(database: Database, query: Query, document: str | None, gold: Callable[[str], Gold | None]) -> Rows:
    """The rows of one paper or, as findings, of all."""
    from curator.storage import Wanted

    return Rows(database.queue(Wanted(query.conditions, document, query.sort, query.descending)), gold)


def at_one_stroke(database: Database, assertion_id: str) -> list[StoredAssertion]:
    """The assertions that a verdict on their finding is about, the named one first.

    Those that wait; where none does, all that are still found: then a decision is changed.
    """
    members = database.finding(assertion_id)
    named = [member for member in members if member.id == assertion_id]
    others = [member for member in members if member.id != assertion_id and member.found]
    waiting = [member for member in others if member.state is State.UNDECIDED]
    any_waits = waiting or any(member.state is State.UNDECIDED and member.found for member in named)
    return named + (waiting if any_waits else others)


def mended(member: StoredAssertion, shown: Claim, after: Claim) -> Claim:
    """What an edit of the claim as shown makes of another paper's; a citation is the paper's own and stays."""
    changed = {s.value: after.get(s) for s in Slot if s is not Slot.CITATION and after.get(s) != shown.get(s)}
    return replace(member.claim, **changed)  # type: ignore[arg-type]
