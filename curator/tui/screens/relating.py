"""The part of the review that steps through what stands beside a row, and back to where that began."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from curator.tui import beside, words
from curator.tui.desk import Desk
from curator.tui.entry import Entry, View
from curator.tui.keys import COMMANDS, Command
from curator.tui.screens.rows import RowsScreen
from curator.tui.widgets.assertion import AssertionPane
from curator.workbench.related import Related, Relations


@dataclass(frozen=True, slots=True)
class _Round:
    """A walk through the rows beside one row."""

    origin: str
    """The id of the row where it began."""
    view: View
    text: str
    """What was in view there."""
    name: str
    """The row, in words."""
    related: Related
    at: int = -1
    """How far the walk has come in the ids of `related`."""
    here: str = ""
    """The id of the row that it has led to."""


class RelatingScreen(RowsScreen):
    """Contradictions and repetitions of the row under the cursor."""

    def __init__(self, desk: Desk, commands: Sequence[Command] = COMMANDS) -> None:
        super().__init__(desk, commands)
        self._relations = Relations(desk.workbench)
        self._round: _Round | None = None

    def related(self, entry: Entry) -> Related | None:
        """What stands beside the row; none beside a gold row that nothing proposed."""
        return self.attempt(lambda: self._relations.of(entry.id)) if entry.item else None

    def action_related(self) -> None:
        """To the next row beside the one where this began; after the last, back to it."""
        entry = self._queue.current
        begun = self._begun(entry) if entry else None
        if begun is None:
            return
        ids = begun.related.ids()
        if not ids:
            self._show_details(begun.related)
            return
        for at in range(begun.at + 1, len(ids)):
            if self._go(ids[at]):
                self._round = replace(begun, at=at, here=self.here)
                self.say(self._where(at, len(ids), beside.what(begun.related, ids[at]), begun.name))
                return
        self._round = begun
        self.action_related_back()

    def _show_details(self, related: Related) -> None:
        """What the paper's table says against the row stands in the pane: there is no row to go to."""
        if related.tables or related.noted:
            self.query_one("#assertion", AssertionPane).scroll_to_details()
            self.say("text against table; no other row contradicts this one or says the same")
        else:
            self.say("nothing contradicts this row, and no other says the same")

    def action_related_back(self) -> None:
        """Back to the row beside which the others stand."""
        begun = self._round
        if begun is None:
            self.say(f"{self.key_of('show.related')} goes to the rows beside this one; from there this key leads back")
            return
        self._round = None
        if (self._desk.view, self._desk.text) != (begun.view, begun.text):
            self._desk.find(begun.text)
            self._desk.show(begun.view)
        found = self.redraw_at(begun.origin)
        papers = self._papers_unseen(begun.related)
        also = f"; more in {papers}, to be seen among all papers" if papers else ""
        self.say(f"back at {begun.name}{also}" if found else "the row where this began is gone from view")

    def _papers_unseen(self, related: Related) -> str:
        """The other papers whose rows stand beside this one and are not among those that are judged."""
        others = [*(opposed.stored for opposed in related.opposed if not opposed.is_here), *related.elsewhere]
        unseen = (stored.document_name for stored in others if self._desk.index_of(stored.id) is None)
        return ", ".join(dict.fromkeys(unseen))

    def _begun(self, entry: Entry) -> _Round | None:
        """The walk that led here, or a new one from here."""
        if self._round and self._round.here == entry.id:
            return self._round
        related = self.related(entry)
        name = words.claim_line(entry.claim)
        return _Round(entry.id, self._desk.view, self._desk.text, name, related or Related())

    def _go(self, id: str) -> bool:
        """Put the cursor on a row, among all rows where it is not in view; false where it is not among them either."""
        if self._desk.index_of(id) is None:
            view, text = self._desk.view, self._desk.text
            self._desk.find("")
            self._desk.show(View.ALL)
            if self._desk.index_of(id) is None:
                self._desk.find(text)
                self._desk.show(view)
                return False
        return self.redraw_at(id)

    def _where(self, at: int, of: int, what: str, name: str) -> str:
        """Which of how many this is, why it stands there, and how to go on and back."""
        go, back = self.key_of("show.related"), self.key_of("show.related-back")
        return f"{at + 1} of {of}: {what}   ({go}: next, {back}: back to {name})"
