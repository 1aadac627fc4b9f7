"""The part of the review that reads ahead: while she reads a row, what the next one needs is worked out."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import suppress

from textual import getters
from textual.timer import Timer

from curator.errors import CuratorError
from curator.tui.desk import Desk
from curator.tui.entry import Entry
from curator.tui.keys import COMMANDS, Command
from curator.tui.screens.relating import RelatingScreen
from curator.tui.sheet import Around
from curator.tui.widgets.assertion import AssertionPane
from curator.workbench.related import Related

_RESTED = 0.04
"""Seconds on a row after which she reads it: held down, a key comes sooner."""


class AheadScreen(RelatingScreen):
    """What stands in the pane beside the queue, and what will stand there next."""

    _pane = getters.query_one("#assertion", AssertionPane)

    def __init__(self, desk: Desk, commands: Sequence[Command] = COMMANDS) -> None:
        super().__init__(desk, commands)
        self._resting: Timer | None = None

    def around(self, entry: Entry) -> Around:
        """What is shown of the row beside the row itself. May be called from any thread; raises CuratorError."""
        return self._around(entry, self._relations.of(entry.id) if entry.item else None)

    def _around(self, entry: Entry, related: Related | None) -> Around:
        return Around(self._desk.verdicts(entry), related, self._desk.finding(entry), self.key_of("show.related"))

    def show_in_full(self, entry: Entry) -> None:
        """Show the row in the pane. Raises CuratorError.

        What stands beside it is first shown as it was when the row was read ahead; behind the paint it is looked at
        again where something has been written since, most often the verdict on the row before.
        """
        paper = self._desk.paper(entry.document)
        related, is_current = self._relations.as_seen(entry.id) if entry.item else (None, True)
        self._pane.show(entry, paper, self._around(entry, related))
        if not is_current:
            self._pane.call_after_refresh(self._look_again_beside, entry, related)

    def _look_again_beside(self, entry: Entry, shown: Related | None) -> None:
        if self._queue.current == entry:
            # Whatever is wrong is told when she comes to the row anew.
            with suppress(CuratorError):
                around = self.around(entry)
                if around.related != shown:
                    self._pane.show(entry, self._desk.paper(entry.document), around)

    def look_ahead(self) -> None:
        """Work out the rows to which the next key may lead, once she stays here.

        Nothing of it is shown without a look at the database then; but its pages are in memory, and where all is as it
        was found the row is laid out already.
        """
        if self._resting:
            self._resting.stop()
        self._resting = self.set_timer(_RESTED, self._read_ahead)

    def _read_ahead(self) -> None:
        """The row below, and where that is decided, the one to which a verdict leads."""
        desk, below = self._desk, self._queue.cursor + 1
        # Whatever is wrong is told when she comes to the row.
        with suppress(CuratorError):
            if below < len(desk.entries) and self.app.screen is self:
                waiting = desk.undecided_from(below)
                entries = [desk.entries[at] for at in dict.fromkeys([below, below if waiting is None else waiting])]
                self.run_worker(self._read(entries), exclusive=True, group="ahead")

    async def _read(self, entries: Sequence[Entry]) -> None:
        def work() -> None:
            self._pane.expect([(entry, self._desk.paper(entry.document), self.around(entry)) for entry in entries])

        with suppress(CuratorError):
            await asyncio.to_thread(work)
