"""What the parts of the review share: the desk, the queue with its cursor, the tags; and drawing anew."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from textual import getters

from curator.tui.desk import Desk
from curator.tui.entry import View
from curator.tui.keys import COMMANDS, Command
from curator.tui.screens.saving import SavingScreen
from curator.tui.tags import Tags
from curator.tui.widgets.bars import Bar, filter_line, progress
from curator.tui.widgets.queue import Queue

AT_REST = "every verdict is saved the moment it is given; ? shows the keys"
LOOKS_EVERY = 1.0
"""Seconds between two looks at whether another program has written."""


class RowsScreen(SavingScreen):
    """A queue over a desk, and moving about in it."""

    _queue = getters.query_one("#queue", Queue)

    def __init__(self, desk: Desk, commands: Sequence[Command] = COMMANDS) -> None:
        super().__init__(desk, commands)
        self.tags = Tags()
        self._version: int | None = None
        """Of the file, as last looked at: another program's writing changes it."""
        self._counts: Mapping[View, int] = {}
        """As last drawn."""

    @property
    def here(self) -> str:
        """The id of the row under the cursor; empty where there is none."""
        return self._queue.current.id if self._queue.current else ""

    @property
    def document(self) -> str:
        """The id of the paper of the row under the cursor; empty where there is none."""
        return self._queue.current.document if self._queue.current else ""

    def redraw(self, cursor: int) -> None:
        """Everything anew, with the cursor on this row."""
        self._queue.show(self._desk.entries, cursor)
        self.draw_bars()

    def redraw_at(self, id: str, *, otherwise: int = 0) -> bool:
        """The same with the cursor on the row with this id; false where it is not in view."""
        found = self._desk.index_of(id) if id else None
        self.redraw(otherwise if found is None else found)
        return found is not None

    def draw_bars(self) -> None:
        """The lines above the queue: what is done, and the filter in force."""
        self._counts = self._desk.counts()
        self.query_one("#progress", Bar).update(progress(self._desk, self.size.width))
        self.query_one("#filter", Bar).update(filter_line(self._desk, len(self.tags), self.size.width - 2))

    # What others write

    def note_version(self) -> None:
        """What the file holds now is what is shown."""
        self._version = self.attempt(self._desk.version)

    def look_for_others(self) -> None:
        """Show what another program has written, once nothing lies over the rows."""
        if self.app.screen is not self:
            return
        version = self.attempt(self._desk.version)
        if version is None or version == self._version:
            return
        self._version = version
        before = self._counts
        self.show_anew()
        if self._counts != before:
            self.say(f"changed by another program: {_changes(before, self._counts)}")

    def show_anew(self) -> None:
        """Fetch the rows anew; the cursor and, where the row is as it was, the evidence stay where they are."""
        was, index = self._queue.current, self._queue.cursor
        self.attempt(self._desk.refresh)
        found = self._desk.index_of(was.id) if was else None
        cursor = index if found is None else found
        entries = self._desk.entries
        is_same = found is not None and entries[found] == was
        self._queue.show(entries, cursor, follow=not is_same)
        self.draw_bars()
        self.note_version()
        self.look_again()

    def look_again(self, *, at: str = "") -> None:
        """Rows may have come into view, or have left it: `at` is one to go to. Only those that filter look."""

    # Moving and showing

    def rest(self) -> None:
        """What was said was about another row; what is always true stays."""
        self.say(AT_REST)

    def action_move(self, step: int) -> None:
        """Rows up or down."""
        self.rest()
        self._queue.move(step)

    def action_move_page(self, direction: int) -> None:
        """A page of rows up or down."""
        self.rest()
        self._queue.move(direction * max(1, self._queue.size.height - 1))

    def action_move_to_end(self, direction: int) -> None:
        """To the first or the last row."""
        self.rest()
        self._queue.move(direction * len(self._desk.entries))

    def action_next_undecided(self, direction: int) -> None:
        """To the next row that is not decided."""
        found = self._desk.undecided_from(self._queue.cursor + direction, direction) if self._desk.entries else None
        if found is None:
            self.say("every row in view is decided")
        else:
            self.rest()
            self._queue.cursor = found


def _changes(before: Mapping[View, int], after: Mapping[View, int]) -> str:
    """How the counts have changed: `2 more accepted, 2 fewer undecided`."""
    steps = {view: after[view] - before.get(view, 0) for view in View if view is not View.MISSES}
    said = {view: f"{abs(step):,} {'more' if step > 0 else 'fewer'}" for view, step in steps.items() if step}
    return ", ".join(f"{many} {'rows' if view is View.ALL else view}" for view, many in said.items())
