"""Owns what one line of the queue is, and the views that lines are shown in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from curator.curation.queue import Condition
from curator.model import Claim, Polarity, State

if TYPE_CHECKING:
    from curator.workbench import Miss, QueueItem, Standing


class View(StrEnum):
    """Which rows are shown: all, those in one state, or gold rows that nothing proposed."""

    ALL = "all"
    UNDECIDED = "undecided"
    ACCEPTED = "accepted"
    EDITED = "edited"
    REJECTED = "rejected"
    MISSES = "misses"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the queue: an assertion that was proposed, or a gold row that nothing proposed."""

    id: str
    document: str
    """The document's id."""
    document_name: str
    claim: Claim
    """As decided where it was decided, else as proposed."""
    item: QueueItem | None = None
    miss: Miss | None = None

    @property
    def state(self) -> State | None:
        """How it stands; none for a miss, on which there is nothing to decide."""
        return self.item.stored.state if self.item else None

    @property
    def polarity(self) -> Polarity:
        """As decided where it was decided, else as the text has it."""
        return self.item.stored.polarity if self.item else Polarity.AFFIRMED

    @property
    def standing(self) -> Standing | None:
        """How it stands to the gold; none where the document has no gold."""
        return self.item.standing if self.item else None

    @property
    def waits(self) -> bool:
        """True where a verdict is wanted: undecided, and still proposed by the rules."""
        return self.item is not None and self.item.stored.found and self.state is State.UNDECIDED

    @property
    def papers(self) -> int:
        """How many papers say it."""
        return self.item.members if self.item else 1

    @property
    def sentences(self) -> int:
        """How many sentences say it, over all papers."""
        return self.item.sentences if self.item else 1

    def meets(self, conditions: Sequence[Condition]) -> bool:
        """True where a miss meets every condition; it is looked at slot by slot and as a whole."""
        return all(self._miss_holds(c) is not c.negated for c in conditions)

    def _miss_holds(self, condition: Condition) -> bool:
        slots = {slot.value: held or "" for slot, held in self.claim.items()}
        origin = [self.miss.row.origin, self.miss.row.quote] if self.miss else []
        where = slots.get(condition.field, "") if condition.field else "\n".join([*slots.values(), *origin])
        return condition.value.casefold() in where.casefold()


def entry_of(item: QueueItem) -> Entry:
    """The line of a row that was proposed."""
    stored = item.stored
    return Entry(stored.id, stored.document_id, stored.document_name, stored.claim, item=item)


def entry_of_miss(miss: Miss, document: str, name: str, number: int) -> Entry:
    """The line of a gold row that nothing proposed, the `number`th of its document."""
    return Entry(f"miss-{document}-{number}", document, name, miss.row.claim(), miss=miss)
