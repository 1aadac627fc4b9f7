"""Owns what the curator has before her: the rows in view, the counts, where to go next, and the verdicts she gives.

No screen in here: a face asks, the desk answers from the workbench. Every verdict is durable when its method returns.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING

from curator.curation.queue import Condition, matches, parse
from curator.curation.validation import edit
from curator.model import Action, Claim, Document, Effect, Reason, Slot, State, Verdict

if TYPE_CHECKING:
    from curator.workbench import Evaluation, Miss, QueueItem, Standing, Workbench

_DOCUMENTS_KEPT = 8
"""How many papers stay in memory; one is read from the database again when she returns to it."""


class View(StrEnum):
    """Which rows are shown; the first five are states."""

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
    def standing(self) -> Standing | None:
        """How it stands to the gold; none where the document has no gold."""
        return self.item.standing if self.item else None

    @property
    def waits(self) -> bool:
        """True where a verdict is wanted: undecided, and still proposed by the rules."""
        return self.item is not None and self.item.stored.found and self.state is State.UNDECIDED

    def meets(self, conditions: Sequence[Condition]) -> bool:
        """True where the row meets every condition; a miss is looked at slot by slot and as a whole."""
        if self.item:
            return matches(self.item.stored, conditions)
        return all(self._miss_holds(c) is not c.negated for c in conditions)

    def _miss_holds(self, condition: Condition) -> bool:
        slots = {slot.value: held or "" for slot, held in self.claim.items()}
        origin = [self.miss.row.origin, self.miss.row.quote] if self.miss else []
        where = slots.get(condition.field, "") if condition.field else "\n".join([*slots.values(), *origin])
        return condition.value.casefold() in where.casefold()


class Desk:
    """The rows of one document, or of all, under a view and a text; and the verdicts on them."""

    def __init__(self, workbench: Workbench, *, document: str | None = None) -> None:
        """`document` is an id; without it every document's rows are there."""
        self._workbench = self.workbench = workbench
        self._document = document
        self.view = View.ALL
        self.text = ""
        self._conditions: Sequence[Condition] = ()
        self.entries: list[Entry] = []
        """The rows in view."""
        self._rows: list[Entry] = []
        self._misses: list[Entry] = []
        self._scores: dict[str, Evaluation | None] = {}
        self.paper: Callable[[str], Document] = lru_cache(_DOCUMENTS_KEPT)(workbench.document)
        self.reload()

    def reload(self) -> None:
        """Fetch everything anew."""
        wanted = [d for d in self._workbench.documents() if self._document in (None, d.id)]
        missed = ((d, n, miss) for d in wanted for n, miss in enumerate(self._workbench.misses(d.id)))
        self._misses = [_miss(miss, d.id, d.name, n) for d, n, miss in missed]
        self._refresh()

    def _refresh(self) -> None:
        """Fetch the rows anew and measure again; a verdict changes no miss."""
        self._scores.clear()
        self._rows = [_row(item) for item in self._workbench.queue(document=self._document)]
        self._narrow()

    # What is in view

    def show(self, view: View) -> None:
        """Only rows of this view."""
        self.view = view
        self._narrow()

    def find(self, text: str) -> None:
        """Only rows that meet every condition of the text, as `curation.queue` reads it. Raises FilterError."""
        self._conditions = parse(text)
        self.text = text
        self._narrow()

    def _narrow(self) -> None:
        source = self._misses if self.view is View.MISSES else self._rows
        self.entries = [e for e in source if _IN_VIEW[self.view](e) and e.meets(self._conditions)]

    def counts(self) -> dict[View, int]:
        """How many rows each view has, whatever the text."""
        rows = {view: sum(map(_IN_VIEW[view], self._rows)) for view in View}
        return rows | {View.MISSES: len(self._misses)}

    def progress(self) -> tuple[int, int]:
        """How many rows are decided, and how many there are to decide; those no longer proposed ask for nothing."""
        decided = sum(1 for entry in self._rows if entry.state is not State.UNDECIDED)
        return decided, decided + sum(1 for entry in self._rows if entry.waits)

    def index_of(self, id: str) -> int | None:
        """Where a row stands in view, or none."""
        return next((n for n, entry in enumerate(self.entries) if entry.id == id), None)

    def undecided_from(self, start: int, step: int = 1) -> int | None:
        """The first undecided row from there on, around the end if need be; none where all are decided."""
        size = len(self.entries)
        turn = ((start + step * n) % size for n in range(size))
        return next((n for n in turn if self.entries[n].waits), None)

    def after_verdict(self, index: int, id: str) -> int:
        """Where to go once the row has been judged: to what took its place, or to the next undecided row."""
        stayed = index < len(self.entries) and self.entries[index].id == id
        if not stayed:
            return max(0, min(index, len(self.entries) - 1))
        following = self.undecided_from(index + 1) if self.view is View.ALL else None
        return index if following is None else following

    # Verdicts

    def accept(self, entry: Entry) -> Verdict:
        """The row is right."""
        return self._judge(entry, Action.ACCEPT)

    def edit(self, entry: Entry, after: Claim, *, comment: str = "") -> Verdict:
        """The row is right once it reads as `after`."""
        return self._judge(entry, Action.EDIT, after=after, comment=comment)

    def reject(self, entry: Entry, reason: Reason, *, comment: str = "") -> Verdict:
        """The row is wrong."""
        return self._judge(entry, Action.REJECT, reason=reason, comment=comment)

    def comment(self, entry: Entry, text: str) -> Verdict:
        """Something to remember; the state stays."""
        return self._judge(entry, Action.COMMENT, comment=text)

    def _judge(
        self,
        entry: Entry,
        action: Action,
        *,
        after: Claim | None = None,
        reason: Reason | None = None,
        comment: str = "",
    ) -> Verdict:
        verdict = self._workbench.judge(entry.id, action, after=after, reason=reason, comment=comment)
        self._refresh()
        return verdict

    def undo(self) -> Verdict | None:
        """Take back the last verdict; none where there is none."""
        verdict = self._workbench.undo()
        self._refresh()
        return verdict

    def redo(self) -> Verdict | None:
        """Give again the verdict that was taken back last; none where there is none."""
        verdict = self._workbench.redo()
        self._refresh()
        return verdict

    def stepped_over(self, step: Verdict) -> Verdict:
        """The verdict that an undo, or an undo of an undo, has taken back or given again; never an undo itself."""
        log = {verdict.id: verdict for verdict in self._workbench.verdicts(step.assertion)}
        while step.undoes in log:
            step = log[step.undoes]
        return step

    def verdicts(self, entry: Entry) -> list[Verdict]:
        """Every verdict on the row, oldest first."""
        return self._workbench.verdicts(entry.id) if entry.item and entry.item.stored.verdicts else []

    # Help with a decision

    def accepted_scores(self, document: str) -> Evaluation | None:
        """Precision and recall of what has been accepted so far; none where the document has no gold."""
        if document not in self._scores:
            self._scores[document] = self._workbench.scores(document, accepted_only=True)
        return self._scores[document]

    def mend(self, entry: Entry, changes: Mapping[Slot, str]) -> tuple[Claim, dict[Slot, str]]:
        """The row's claim with these values, and what is wrong with each that cannot stand."""
        return edit(entry.claim, changes, self.paper(entry.document))

    def completions(self, document: str, slot: Slot) -> list[str]:
        """Values that the slot has elsewhere in this document, most frequent first."""
        if slot is Slot.EFFECT:
            return [str(effect) for effect in Effect]
        if slot is Slot.CITATION:
            return [reference.key for reference in self.paper(document).references]
        return [held for held, _ in Counter(self._values(document, slot)).most_common()]

    def _values(self, document: str, slot: Slot) -> Iterator[str]:
        for entry in self._rows:
            if entry.document == document and entry.item:
                yield from (v for v in (entry.claim.get(slot), entry.item.stored.assertion.claim.get(slot)) if v)
                spans = (s for e in entry.item.stored.assertion.evidence for s in e.slots)
                yield from (s.value for s in spans if s.slot is slot)


_IN_VIEW: dict[View, Callable[[Entry], bool]] = {
    View.ALL: lambda entry: True,
    View.UNDECIDED: lambda entry: entry.waits,
    View.ACCEPTED: lambda entry: entry.state is State.ACCEPTED,
    View.EDITED: lambda entry: entry.state is State.EDITED,
    View.REJECTED: lambda entry: entry.state is State.REJECTED,
    View.MISSES: lambda entry: entry.miss is not None,
}


def _row(item: QueueItem) -> Entry:
    stored = item.stored
    return Entry(stored.id, stored.document_id, stored.document_name, stored.claim, item=item)


def _miss(miss: Miss, document: str, name: str, number: int) -> Entry:
    return Entry(f"miss-{document}-{number}", document, name, miss.row.claim(), miss=miss)
