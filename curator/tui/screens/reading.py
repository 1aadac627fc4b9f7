"""The part of the review that reads the paper: beside the rows, over the whole screen, or to make a new row of it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from textual import getters
from textual.timer import Timer

from curator.errors import CuratorError
from curator.model import Slot, Span
from curator.tui.candidates import candidates
from curator.tui.desk import Desk
from curator.tui.entry import Entry
from curator.tui.keys import COMMANDS, Command
from curator.tui.reading import Opened, Papers, Source, Stamp, sentence_of, whole
from curator.tui.screens.rows import RowsScreen
from curator.tui.widgets.reader import ReaderPane
from curator.workbench.adding import Naming

BESIDE_FROM = 120
"""From how many cells on there is room for the paper beside the rows."""
_SETTLED = 0.2
"""Seconds on a row after which what its paper names and how far it is read is fetched anew."""
_WISHED = "-reading"
"""Class of the whole program while the paper is wished beside the rows, so that the wish outlives one screen."""
_TOO_NARROW = f"the paper stands beside the rows from {BESIDE_FROM} columns on; {{key}} opens it over the whole screen"


class ReadingScreen(RowsScreen):
    """The paper of the row under the cursor."""

    _beside = getters.query_one("#reader", ReaderPane)

    def __init__(self, desk: Desk, commands: Sequence[Command] = COMMANDS) -> None:
        super().__init__(desk, commands)
        self._papers = Papers(desk)
        self._naming = Naming(desk.workbench)
        self._settling: Timer | None = None
        self._followed: Entry | None = None

    def action_read_beside(self) -> None:
        """The paper beside the rows, and away again."""
        wished = not self.app.has_class(_WISHED)
        if wished and self.size.width < BESIDE_FROM:
            self.say(_TOO_NARROW.format(key=self.key_of("show.reader")), wrong=True)
            return
        self.app.set_class(wished, _WISHED)
        self.set_reading()

    def set_reading(self) -> None:
        """Show the paper beside the rows where that is wished and there is room."""
        self.set_class(self.app.has_class(_WISHED) and self.size.width >= BESIDE_FROM, "-beside")
        if self._followed:
            self.follow(self._followed)

    @property
    def _is_beside(self) -> bool:
        return self.has_class("-beside")

    def follow(self, entry: Entry | None) -> None:
        """The paper goes where the cursor is; once she rests there, what it names is fetched for its pane or a form."""
        self._followed = entry
        if entry is None:
            return
        if self._is_beside:
            opened = self.attempt(lambda: self._papers.text(entry.document))
            if opened is None:
                return
            self._beside.show(opened, entry)
        if self._settling:
            self._settling.stop()
        self._settling = self.set_timer(_SETTLED, self._settle)

    def _settle(self) -> None:
        entry = self._followed
        opened = self.attempt(lambda: self._papers.text(entry.document)) if entry else None
        if opened is None or (opened.is_whole and not self._is_beside):
            # A form is content with what was known when the paper was opened; its pane shows what is so now.
            return
        stamp = self.attempt(self._stamp)
        if stamp and not (opened.is_whole and opened.stamp == stamp):
            self.run_worker(self._fetch_whole(opened, stamp), exclusive=True, group="reader")

    def _stamp(self) -> Stamp:
        return (self.desk.version(), *self.desk.counts().values())

    async def _fetch_whole(self, opened: Opened, stamp: Stamp) -> None:
        """What the paper names and how far it is read, fetched beside the screen; keys are taken meanwhile."""
        entry = self._followed
        try:
            opened = await asyncio.to_thread(whole, self.desk, opened, stamp)
        except CuratorError as error:
            self.say(str(error), wrong=True)
            return
        self._papers.keep(opened)
        if entry and self._followed is entry and self._is_beside:
            self._beside.show(opened, entry, goes=False)

    def action_scroll_paper(self, direction: int) -> None:
        """Scroll the paper beside the rows."""
        if self._is_beside:
            self._beside.roll(direction)
        else:
            self.say(f"{self.key_of('show.beside')} shows the paper beside the rows")

    async def action_read_paper(self) -> None:
        """The whole paper, at the sentence of the row."""
        if entry := self._queue.current:
            from curator.tui.screens.reader import ReaderScreen

            screen = ReaderScreen(self.desk, entry, self.table, papers=self._papers, naming=self._naming)
            await self.app.push_screen(screen, lambda _: self.follow(self._queue.current))

    async def action_add_row(self) -> None:
        """Pick a sentence for a row that nothing proposed."""
        if entry := self._queue.current:
            from curator.tui.screens.sentences import SentencesScreen

            screen = SentencesScreen(self.desk, entry, self.table, naming=self._naming, papers=self._papers)
            await self.app.push_screen(screen, lambda _: self.follow(self._queue.current))

    def offered(self, entry: Entry, slot: Slot) -> list[str]:
        """The values that the paper has for a slot, those of the row's sentence first."""
        opened = self.attempt(lambda: self._papers.known(entry.document))
        return candidates(opened.reading, slot, sentence_of(entry)) if opened else []

    def source(self, entry: Entry) -> Source | None:
        """Where the values of a row can be picked; none where its paper cannot be read."""
        opened = self.attempt(lambda: self._papers.known(entry.document))
        return Source(opened, sentence_of(entry) or Span(0, 0)) if opened else None
