"""What the parts of the review share: the desk, the queue with its cursor, the tags, and drawing them anew."""

from __future__ import annotations

from collections.abc import Sequence

from textual import getters
from textual.widgets import Static

from curator.tui.desk import Desk, View
from curator.tui.keys import COMMANDS, Command
from curator.tui.screens.keyed import KeyedScreen
from curator.tui.tags import Tags
from curator.tui.widgets.bars import filter_line, progress
from curator.tui.widgets.queue import Queue


class RowsScreen(KeyedScreen):
    """A queue over a desk, and moving about in it."""

    _queue = getters.query_one("#queue", Queue)

    def __init__(self, desk: Desk, commands: Sequence[Command] = COMMANDS) -> None:
        super().__init__(commands)
        self._desk = desk
        self.tags = Tags()

    @property
    def desk(self) -> Desk:
        """The rows that are judged."""
        return self._desk

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
        self.query_one("#progress", Static).update(progress(self._desk, self.size.width))
        self.query_one("#filter", Static).update(filter_line(self._desk, len(self.tags), self.size.width - 2))

    # Moving and showing

    def action_move(self, step: int) -> None:
        """Rows up or down."""
        self._queue.move(step)

    def action_move_page(self, direction: int) -> None:
        """A page of rows up or down."""
        self._queue.move(direction * max(1, self._queue.size.height - 1))

    def action_move_to_end(self, direction: int) -> None:
        """To the first or the last row."""
        self._queue.move(direction * len(self._desk.entries))

    def action_next_undecided(self, direction: int) -> None:
        """To the next row that is not decided."""
        found = self._desk.undecided_from(self._queue.cursor + direction, direction) if self._desk.entries else None
        if found is None:
            self.say("every row in view is decided")
        else:
            self._queue.cursor = found

    def action_show(self, view: str) -> None:
        """Only the rows of one view, with the cursor where it was if that row is among them."""
        here = self.here
        self._desk.show(View(view))
        self.redraw_at(here)
