"""The part of the review that filters and sorts: typed, picked from the saved ones, or one key for the order."""

from __future__ import annotations

from functools import partial

from curator.curation.queue import SORTS, FilterError, sorted_by
from curator.tui.screens.rows import RowsScreen
from curator.workbench import filtering


class FilteringScreen(RowsScreen):
    """Which rows are shown, and in which order."""

    async def action_find(self) -> None:
        """Type a filter."""
        from curator.tui.screens.filter import FilterScreen

        await self.app.push_screen(FilterScreen(self._desk, self.filter_by))

    def filter_by(self, text: str) -> str:
        """Show only rows that meet the filter; give back what is wrong with it, or nothing."""
        if text == self._desk.text:
            return ""
        here = self.here
        try:
            self._desk.find(text)
        except FilterError as error:
            return str(error)
        self.redraw_at(here)
        return ""

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

        await self.app.push_screen(FiltersScreen(saved, self.table, forget=self._forget), self.use_filter)

    def use_filter(self, name: str | None) -> None:
        """Show what a saved filter asks for."""
        saved = self.attempt(lambda: filtering.filters(self._desk.workbench)) if name else None
        if name is None or saved is None or name not in saved:
            self.say("no filter was chosen")
        elif problem := self.filter_by(saved[name]):
            self.say(f"{name}: {problem}", wrong=True)
        else:
            self.say(f"filter {name}: {saved[name]}")

    def _forget(self, name: str) -> bool:
        return bool(self.attempt(lambda: filtering.drop_filter(self._desk.workbench, name)))

    async def action_save_filter(self) -> None:
        """Save the filter in force under a name."""
        text = self._desk.text
        if not text:
            self.say("there is no filter to save: type one first", wrong=True)
            return
        from curator.tui.screens.comment import CommentScreen

        screen = CommentScreen("Save the filter under a name:", text, needed="a filter needs a name: type it, or esc")
        await self.app.push_screen(screen, partial(self._named, text))

    async def _named(self, text: str, name: str | None) -> None:
        if name is None:
            self.say("the filter was not saved")
            return
        there = self.attempt(lambda: filtering.filters(self._desk.workbench)) or {}
        if kept := await self.save(lambda: filtering.save_filter(self._desk.workbench, name, text)):
            before = there.get(kept, text)
            self.say(f"saved the filter {kept}" + (f" in place of {before}" if before != text else ""))
