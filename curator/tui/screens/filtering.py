"""The part of the review that filters and sorts: typed, picked from the saved ones, or one key for the order."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from textual.content import Content
from textual.message import Message

from curator.curation.queue import SORTS, FilterError, sorted_by
from curator.errors import CuratorError
from curator.tui.entry import View
from curator.tui.glyphs import visible
from curator.tui.screens.rows import RowsScreen
from curator.tui.widgets.bars import Bar
from curator.workbench import filtering

if TYPE_CHECKING:
    from curator.workbench.looking import Look


class Looked(Message):
    """A filter has been worked out."""

    def __init__(self, look: Look, show: Callable[[], None]) -> None:
        """`show` shows what was found."""
        super().__init__()
        self.look = look
        self.show = show


class FilteringScreen(RowsScreen):
    """Which rows are shown, and in which order."""

    _look: Look | None = None
    _sought = "", View.ALL
    """The filter and the view that are being worked out, where any are."""

    _is_late = False
    """Whether what is being worked out has to be looked at once more."""

    _goal = "", ""
    """The row to go to once they are, provided that the cursor is still on the other."""

    _home = ""
    """The row on which she stood when she began to type a filter."""

    async def action_find(self) -> None:
        """Type a filter."""
        from curator.tui.screens.filter import FilterScreen

        self._home = self.here

        await self.app.push_screen(FilterScreen(self._desk, self.filter_by))

    def _row_to_keep(self) -> str:
        """The id of the row that keeps the cursor if it is in view: while a filter is typed, the one before it."""
        is_typing = self.app.screen is not self
        return (self._home if is_typing else "") or self.here or self._home

    def filter_by(self, text: str) -> str:
        """Show only rows that meet the filter; give back what is wrong with it, or nothing.

        Where that takes long, the rows stay as they are until it is worked out beside the screen.
        """
        sought, view = self._wanted
        return "" if text == sought else self.seek(text, view)

    @property
    def _wanted(self) -> tuple[str, View]:
        """The filter and the view that are shown, or will be once they are worked out."""
        return self._sought if self._look else (self._desk.text, self._desk.view)

    def action_show(self, view: str) -> None:
        """Only the rows of one view, with the cursor where it was if that row is among them."""
        self.rest()
        if problem := self.seek(self._wanted[0], View(view)):
            self.say(problem, wrong=True)

    def look_again(self, *, at: str = "") -> None:
        """Where the rows take long to list, list them anew beside the screen; until then those listed are shown."""
        if self._look:
            # What is being worked out may have passed the row already. Begun anew each time, it might never end.
            self._is_late = True
        elif self._desk.is_wide:
            self.seek(*self._wanted)
        self._goal = at, self.here

    def seek(self, text: str, view: View) -> str:
        """Show only rows of a view that meet a filter, now or once they are found."""
        self.give_up_look()
        here = self._row_to_keep()
        try:
            look = self.attempt(lambda: self._desk.look(text, view))
        except FilterError as error:
            return str(error)
        if look is None:
            self.redraw_at(here)
            return ""
        self._look, self._sought, self._is_late, self._goal = look, (text, view), False, ("", "")
        self.draw_bars()
        self.run_worker(partial(self._work_out, look, text, view), thread=True, group="look")
        return ""

    def _work_out(self, look: Look, text: str, view: View) -> None:
        """In a thread of its own; what is given up is told to nobody."""
        try:
            found = look.work_out()
        except CuratorError as error:
            said = str(error)
            self.post_message(Looked(look, lambda: self.say(said, wrong=True)))
        else:
            if found is not None:
                self.post_message(Looked(look, lambda: self._desk.found(text, view, found)))

    def on_looked(self, message: Looked) -> None:
        """Show what was found, if it is still wanted."""
        if message.look is not self._look:
            return
        goal, left_at = self._goal
        here = goal if goal and self.here == left_at else self._row_to_keep()
        self._look = None
        message.show()
        self.redraw_at(here)
        if self._is_late:
            self.look_again()

    def give_up_look(self) -> bool:
        """Break off what is being worked out; false where nothing is."""
        if self._look is None:
            return False
        self._look.give_up()
        self._look = None
        self.draw_bars()
        return True

    def on_unmount(self) -> None:
        """Nobody waits for it any more."""
        if self._look:
            self._look.give_up()

    def draw_bars(self) -> None:
        """The lines above the queue; while a filter is worked out, that one."""
        super().draw_bars()
        if self._look:
            shown = visible(self._sought[0])
            line = Content.assemble(("filter: ", "$quiet"), (shown, "bold $accent"), "   looking … esc: give up")
            self.query_one("#filter", Bar).update(line)

    # Order

    def action_sort(self) -> None:
        """The next order in turn."""
        orders = list(SORTS)
        self._sort(orders[(orders.index(self._desk.sort) + 1) % len(orders)], descending=False)

    def action_sort_back(self) -> None:
        """The same order from its other end."""
        self._sort(self._desk.sort, descending=not self._desk.descending)

    def _sort(self, order: str, *, descending: bool) -> None:
        if problem := self.filter_by(sorted_by(self._desk.text, order, descending=descending)):
            self.say(problem, wrong=True)
        else:
            self.say(f"sorted by {SORTS[order]}{', from the end' if descending else ''}")

    # Saved filters

    async def action_filters(self) -> None:
        """Pick a saved filter."""
        saved = self.attempt(lambda: filtering.filters(self._desk.workbench))
        if saved is None:
            return
        if not saved:
            self.say("no filter is saved yet: type one and save it under a name")
            return
        from curator.tui.screens.filters import FiltersScreen

        await self.app.push_screen(FiltersScreen(saved, forget=self._forget), self.use_filter)

    def use_filter(self, name: str | None) -> None:
        """Show what a saved filter asks for."""
        saved = self.attempt(lambda: filtering.filters(self._desk.workbench)) if name else None
        if name is None or saved is None or name not in saved:
            self.say("no filter was chosen")
        elif problem := self.filter_by(saved[name]):
            self.say(f"{name}: {problem}", wrong=True)
        else:
            self.say(f"filter {name}: {saved[name]}")

    async def _forget(self, name: str) -> bool:
        return bool(await self.save(lambda: filtering.drop_filter(self._desk.workbench, name)))

    async def action_save_filter(self) -> None:
        """Save the filter in force under a name."""
        text = self._desk.text
        if not text:
            self.say("there is no filter to save: type one first", wrong=True)
            return
        from curator.tui.screens.asking import ask_for_line

        title, needed = "Save the filter under a name:", "a filter needs a name: type it"
        await ask_for_line(
            self, title, text, partial(self._save_as, text), left="the filter was not saved", needed=needed
        )

    async def _save_as(self, text: str, name: str) -> bool:
        there = self.attempt(lambda: filtering.filters(self._desk.workbench)) or {}
        kept = await self.save(lambda: filtering.save_filter(self._desk.workbench, name, text))
        if kept:
            before = there.get(kept, text)
            self.say(f"saved the filter {kept}" + (f" in place of {before}" if before != text else ""))
        return kept is not None
