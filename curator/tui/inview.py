"""Owns which rows the curator has before her: the view and the filter, the counts and scores, and where to go next.

No screen in here: a face asks, and is answered from the workbench. No row is fetched before it is looked at.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from contextlib import AbstractContextManager, suppress
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from curator.curation.queue import Condition, Query, query
from curator.errors import CuratorError
from curator.model import Document, State
from curator.tui.entries import Entries
from curator.tui.entry import Entry, View, entry_of, entry_of_miss
from curator.workbench import looking, strokes
from curator.workbench.assigning import with_names
from curator.workbench.results import Progress, silent

if TYPE_CHECKING:
    from curator.workbench import Evaluation, Rows, Workbench
    from curator.workbench.looking import Found, Look

_PATIENCE = 0.06
"""Seconds that a filter may take while a key waits for it."""
_FEW = 16
"""Rows up to which those that changed are fetched one by one."""
_DOCUMENTS_KEPT = 8
"""How many papers stay in memory; one is read from the database again when she returns to it."""


class InView:
    """The rows of one document, or of all, under a view and a filter: which, how many, and where each stands."""

    def __init__(self, workbench: Workbench, *, document: str | None = None) -> None:
        """`document` is an id; without it every document's rows are there."""
        self.workbench = workbench
        self._document = document
        self.view = View.ALL
        self.text = ""
        self._query = Query()
        self.entries: Sequence[Entry] = []
        """The rows in view, fetched as they are looked at. Over all papers a row is a finding, however many say it."""
        self._fetched: Entries[Entry] | None = None
        """The same, where they come from the database: misses are worked out."""
        self._left: int | None = None
        """How many of them wait for a verdict; none while that is not counted."""
        self._takes_long = False
        """Whether the rows in view cannot be counted anew while a key waits."""
        self._misses: list[Entry] | None = None
        """None while they are not worked out, which takes longer than a first paint may."""
        self._scores: dict[str, Evaluation | None] = {}
        self.paper: Callable[[str], Document] = lru_cache(_DOCUMENTS_KEPT)(workbench.document)
        self.reload()

    def reload(self) -> None:
        """Look anew at what is in the database; misses are worked out when they are asked for, or by `catch_up`.

        Where the rows are wide, those that are listed stay; `look` lists them anew.
        """
        self._misses = None
        self._scores.clear()
        if self.is_wide:
            self._refresh()
        else:
            self._narrow()

    def catch_up(self) -> bool:
        """Work out what the counts lack; true where that was needed."""
        if self._misses is not None:
            return False
        self._missed()
        return True

    def _missed(self) -> list[Entry]:
        """The gold rows that nothing proposed."""
        if self._misses is None:
            from curator.workbench import evaluating

            bench = self.workbench
            wanted = [(id, name) for id, name in bench.gold_documents() if self._document in (None, id)]
            missed = ((id, name, n, miss) for id, name in wanted for n, miss in enumerate(evaluating.misses(bench, id)))
            self._misses = [entry_of_miss(miss, id, name, n) for id, name, n, miss in missed]
        return self._misses

    def refresh(self) -> None:
        """Look at everything anew that verdicts, whosoever, may have changed; of wide rows `look` does the rest."""
        self._list_anew()
        self._refresh()

    def _list_anew(self) -> None:
        """Rows may have come into view, or have left it."""
        if self._fetched is not None and not self.is_wide:
            self._fetched.rows.refresh()

    def version(self) -> int:
        """A number that changes when another program has written to the database."""
        return self.workbench.database().data_version()

    def impatience(self, seconds: float) -> AbstractContextManager[None]:
        """Inside it no job waits longer for another program; it raises LockedError instead."""
        return self.workbench.database().patience(seconds)

    def _refresh(self, changed: Collection[str] = ()) -> None:
        """Fetch what is looked at anew and measure again; a verdict changes no miss.

        Where it is told which assertions have `changed` and they are few, only their rows are fetched.
        """
        self._scores.clear()
        self._left = None
        if self._fetched is None:
            return
        if 0 < len(changed) <= _FEW:
            self._fetched.forget_those(changed)
        else:
            self._fetched.forget()

    # What is in view

    def show(self, view: View) -> None:
        """Only rows of this view."""
        self.view = view
        self._narrow()

    def find(self, text: str) -> None:
        """Only rows that meet every condition of the text, as `curation.queue` reads it. Raises FilterError."""
        self._query = query(text)
        self.text = text
        self._narrow()

    def look(self, text: str, view: View) -> Look | None:
        """Only rows of this view that meet the filter. Raises FilterError, DatabaseError.

        Where that takes long the desk stays as it is, and the look is given back; `found` shows what it works out.
        """
        asked = query(text)
        if view is View.MISSES:
            self._query, self.text, self.view = asked, text, view
            self._narrow()
            return None
        rows, waiting = _asked(asked, view), _asked(asked, view, *_IN_VIEW[View.UNDECIDED])
        seen = looking.at_once(self.workbench, rows, waiting, document=self._document, seconds=_PATIENCE)
        if seen is None:
            return looking.Look(self.workbench, rows, waiting, document=self._document)
        self._shown(text, view, seen.rows, left=seen.left)
        return None

    def found(self, text: str, view: View, found: Found) -> None:
        """Show what a look has worked out."""
        rows = self.workbench.rows(_asked(query(text), view), document=self._document)
        rows.take_over(found.rows)
        self._shown(text, view, rows, left=found.left)
        self._takes_long = True

    def _shown(self, text: str, view: View, rows: Rows, *, left: int) -> None:
        self._query, self.text, self.view = query(text), text, view
        self._left, self._takes_long = left, False
        self._fetched = Entries(rows, entry_of)
        self.entries = self._fetched

    @property
    def is_wide(self) -> bool:
        """True where the rows in view were worked out beside the screen: to list or count them takes long."""
        return self._takes_long

    @property
    def sort(self) -> str:
        """What the rows are sorted by."""
        return self._query.sort

    @property
    def descending(self) -> bool:
        """Whether they are sorted from the end."""
        return self._query.descending

    @property
    def only(self) -> str:
        """The name of the one paper whose rows are shown; empty where they are those of all."""
        with suppress(CuratorError):
            return self.paper(self._document).name if self._document else ""
        return ""

    @property
    def shows_misses(self) -> bool:
        """True where the rows in view are gold rows that nothing proposed."""
        return self.view is View.MISSES

    @property
    def is_of_findings(self) -> bool:
        """True where a row is a finding of all papers, not an assertion of one."""
        return self._document is None

    def _asked(self, *more: Condition) -> Query:
        """What the database is asked for: the view, the filter, the order."""
        return _asked(self._query, self.view, *more)

    def left_in_view(self) -> int | None:
        """How many of the rows in view wait for a verdict; counted when first asked for, and kept while it holds.

        None where that would take long.
        """
        if self.shows_misses:
            return 0
        if self._left is None and not self._takes_long:
            asked = self._asked(*_IN_VIEW[View.UNDECIDED])
            self._left = len(self.workbench.rows(asked, document=self._document))
        return self._left

    def ids_in_view(self, progress: Progress = silent) -> list[str]:
        """The id of every row in view; may be called from any thread."""
        return strokes.ids_in(self.workbench, self._asked(), document=self._document, progress=progress)

    def _narrow(self) -> None:
        self._left, self._takes_long = None, False
        if self.view is View.MISSES:
            self._fetched = None
            self.entries = [entry for entry in self._missed() if entry.meets(self._query.conditions)]
            return
        self._fetched = Entries(self.workbench.rows(self._asked(), document=self._document), entry_of)
        self.entries = self._fetched

    def counts(self) -> dict[View, int]:
        """How many rows each view has, whatever the text; misses only where they are worked out."""
        held = self.workbench.queue_counts(document=self._document)
        states = {view: held.by_state[State(view.value)] for view in _DECIDED}
        missed = {} if self._misses is None else {View.MISSES: len(self._misses)}
        return {View.ALL: held.rows, View.UNDECIDED: held.waiting, **states, **missed}

    def accepted_scores(self, document: str) -> Evaluation | None:
        """Precision and recall of what has been accepted so far; none where the document has no gold."""
        if document not in self._scores:
            from curator.workbench import evaluating

            self._scores[document] = evaluating.scores(self.workbench, document, accepted_only=True)
        return self._scores[document]

    def progress(self) -> tuple[int, int]:
        """How many rows are decided, and how many there are to decide; those no longer proposed ask for nothing."""
        held = self.workbench.queue_counts(document=self._document)
        return held.decided, held.decided + held.waiting

    def index_of(self, id: str) -> int | None:
        """Where a row stands in view, or none."""
        if self._fetched is not None:
            return self._fetched.rows.index_of(id)
        return next((n for n, entry in enumerate(self.entries) if entry.id == id), None)

    def undecided_from(self, start: int, step: int = 1) -> int | None:
        """The first undecided row from there on, around the end if need be; none where all are decided."""
        size = len(self.entries)
        if self._fetched is None or not size:
            return None
        rows, backwards = self._fetched.rows, step < 0
        found = rows.next_waiting(start % size, backwards=backwards)
        return rows.next_waiting(size - 1 if backwards else 0, backwards=backwards) if found is None else found

    def after_verdict(self, index: int, id: str) -> int:
        """Where to go once the row has been judged: to what took its place, or to the next undecided row."""
        stayed = index < len(self.entries) and self.entries[index].id == id
        if not stayed:
            return max(0, min(index, len(self.entries) - 1))
        following = self.undecided_from(index + 1) if self.view is View.ALL else None
        return index if following is None else following


_DECIDED = (View.ACCEPTED, View.EDITED, View.REJECTED)
_IN_VIEW: dict[View, tuple[Condition, ...]] = {
    View.ALL: (),
    View.UNDECIDED: (Condition("state", State.UNDECIDED.value), Condition("found", "yes")),
    **{view: (Condition("state", view.value),) for view in _DECIDED},
}


def _asked(filter: Query, view: View, *more: Condition) -> Query:
    """What the database is asked for: the view, the filter, the order."""
    return with_names(replace(filter, conditions=(*_IN_VIEW[view], *filter.conditions, *more)))
