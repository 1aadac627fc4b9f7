"""The part of the review that tags rows, and decides on all tagged rows at one stroke."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from curator.errors import CuratorError
from curator.model import Action, Reason, Verdict
from curator.tui import words
from curator.tui.entry import Entry
from curator.tui.screens.rows import RowsScreen
from curator.workbench import Progress
from curator.workbench.strokes import Stroke

if TYPE_CHECKING:
    from curator.tui.screens.busy import Done

AT_ONCE = 500
"""Rows up to which a stroke is made before the next key is looked at; more are done beside the screen."""

_ONLY_ROWS = "this gold row was proposed by nothing, so there is nothing to tag"


class TaggingScreen(RowsScreen):
    """Tags, and strokes over them."""

    def action_tag(self) -> None:
        """Tag the row, or take its tag off, and go on to the next."""
        entry = self._queue.current
        if entry is None:
            return
        if entry.miss:
            self.say(_ONLY_ROWS, wrong=True)
            return
        self.tags.toggle(entry.id)
        self._queue.move(1)
        self._tagged()

    async def action_tag_all(self) -> None:
        """Tag every row in view."""
        await self._with_ids_in_view("Tagging all rows in view", self.tags.add)

    async def action_tag_invert(self) -> None:
        """Of the rows in view, tag those that are not tagged, and no others."""
        await self._with_ids_in_view("Turning the tags round", self.tags.invert)

    def action_untag(self) -> None:
        """Take off every tag."""
        if not self.tags:
            self.say("no row is tagged")
            return
        self.tags.clear()
        self._tagged()

    def _tagged(self) -> None:
        """Show the tags as they are now."""
        self._queue.redraw()
        self.draw_bars()
        self.say(_what_tags_do(len(self.tags), self.key_of("verdict.accept"), self.key_of("verdict.reject")))

    async def _with_ids_in_view(self, title: str, use: Callable[[Sequence[str]], None]) -> None:
        """Hand over the ids of all rows in view: at once where they are few, else once they have been read."""
        if self._desk.shows_misses:
            self.say(_ONLY_ROWS, wrong=True)
        elif len(self._desk.entries) <= AT_ONCE:
            ids = self.attempt(self._desk.ids_in_view)
            if ids is not None:
                use(ids)
                self._tagged()
        else:
            from curator.tui.screens.busy import BusyScreen

            await self.app.push_screen(BusyScreen(title, self._desk.ids_in_view), partial(self._got_ids, use))

    def _got_ids(self, use: Callable[[Sequence[str]], None], done: Done[list[str]] | None) -> None:
        if done and done.result is not None:
            use(done.result)
            self._tagged()
        else:
            self._not_done("no tag was changed", done.error if done else None)

    # Strokes

    async def ask_to_accept(self) -> None:
        """Accept all tagged rows, once she has said yes to how many they are."""
        question = self.attempt(lambda: self.covered(Action.ACCEPT))
        if question is not None:
            from curator.tui.screens.ask import AskScreen

            screen = AskScreen(f"Accept {question}?", "accept all of them")
            await self.app.push_screen(screen, self._accept_tagged)

    async def _accept_tagged(self, sure: bool | None) -> None:
        if sure:
            await self.stroke(Action.ACCEPT)
        else:
            self.say("nothing was accepted; the tags are kept")

    def covered(self, action: Action) -> str:
        """How many rows are tagged and, where they are few enough to be counted, what is behind them."""
        ids = list(self.tags)
        counted = self._desk.coverage(ids, action) if len(ids) <= AT_ONCE else None
        return words.tagged(len(ids), counted)

    async def stroke(self, action: Action, *, reason: Reason | None = None, comment: str = "") -> None:
        """Decide on all tagged rows; they are read beside the screen where they are many."""
        from curator.tui.screens.busy import BusyScreen, Done

        ids = list(self.tags)
        job = partial(self._desk.decide_all, ids, action, reason=reason, comment=comment)
        if len(ids) <= AT_ONCE:
            made = await self.save(job)
            self._stroked(action, Done(made) if made else None)
            return
        title = f"{words.doing(action)} {words.count(len(ids), 'tagged row')}"

        def beside(progress: Progress) -> Stroke:
            return job(progress=progress)

        await self.app.push_screen(BusyScreen(title, beside), partial(self._stroked, action))

    def _stroked(self, action: Action, done: Done[Stroke] | None) -> None:
        """Show what has become of the rows."""
        if done is None:
            return
        if done.result is None:
            self._not_done("nothing was decided; the tags are kept", done.error)
            return
        here, index = self.here, self._queue.cursor
        self.tags.clear()
        self._desk.refresh()
        self.redraw_at(here, otherwise=index)
        self.note_version()
        self.look_again()
        self.say(words.stroke(action, done.result, undo=self.key_of("verdict.undo")))

    def _not_done(self, said: str, error: CuratorError | None) -> None:
        self.say(f"{error} {said}" if error else f"stopped: {said}", wrong=error is not None)

    # Undo and redo

    async def action_undo(self) -> None:
        """Take back the last verdict, with all of its stroke."""
        await self._step(redo=False)

    async def action_redo(self) -> None:
        """Give again what was taken back."""
        await self._step(redo=True)

    async def _step(self, *, redo: bool) -> None:
        size = self.attempt(lambda: self._desk.step_size(redo=redo))
        if size is None:
            return
        if size <= AT_ONCE:
            given = await self.save(self._desk.redo if redo else self._desk.undo)
            if given is not None:
                self._stepped(given, redo=redo)
            return

        def beside(progress: Progress) -> list[Verdict]:
            return self._desk.step_beside(redo=redo, progress=progress)

        from curator.tui.screens.busy import BusyScreen

        title = f"{'Giving again' if redo else 'Taking back'} about {words.count(size, 'verdict')}"
        await self.app.push_screen(BusyScreen(title, beside), partial(self._stepped_beside, redo))

    def _stepped_beside(self, redo: bool, done: Done[list[Verdict]] | None) -> None:
        if done and done.result is not None:
            self._desk.refresh()
            self._stepped(done.result, redo=redo)
            self.note_version()
        else:
            self._not_done("nothing was changed", done.error if done else None)

    def _stepped(self, given: Sequence[Verdict], *, redo: bool) -> None:
        """Show what an undo or a redo has done."""
        if not given:
            self.say("nothing to redo" if redo else "nothing to undo")
            return
        hidden = "" if self.redraw_at(given[0].assertion, otherwise=self._queue.cursor) else " (not in this view)"
        self.look_again(at=given[0].assertion)
        about = self._desk.stepped_over(given[0])
        more = "" if redo else f"; {self.key_of('verdict.redo')} gives it again"
        self.say(f"{words.stepped('given again' if redo else 'undone', about, together=len(given))}{hidden}{more}")

    def entry_to_judge(self) -> Entry | None:
        """The row under the cursor if there is anything to judge."""
        entry = self._queue.current
        if entry and entry.miss:
            adds = f"; {key} adds it as a row" if (key := self.key_of("verdict.add")) else ""
            self.say(f"{_NOT_FOR_A_MISS}{adds}", wrong=True)
            return None
        return entry


_NOT_FOR_A_MISS = "nothing proposed this gold row, so there is no verdict to give on it"


def _what_tags_do(tagged: int, accept: str, reject: str) -> str:
    if not tagged:
        return "no row is tagged"
    keys = " and ".join(filter(None, [f"{accept} accepts" if accept else "", f"{reject} rejects" if reject else ""]))
    return f"{words.count(tagged, 'row')} tagged" + (f"; {keys} all of them at one stroke" if keys else "")
