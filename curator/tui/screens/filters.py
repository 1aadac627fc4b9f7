"""The saved filters: one is picked to be shown, or forgotten."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from functools import partial

from textual.widgets import Input

from curator.tui.keys import Place
from curator.tui.screens.ask import AskScreen
from curator.tui.screens.choose import Choice, ChooseScreen, best

Forget = Callable[[str], Awaitable[bool]]
"""Forgets a filter by its name; false where that could not be done."""


class FiltersScreen(ChooseScreen):
    """Ask for a saved filter, by its name."""

    PLACE = Place.FILTERS

    def __init__(self, saved: Mapping[str, str], *, forget: Forget) -> None:
        """`saved` is the text of each filter by its name."""
        self._saved = dict(saved)
        self._forgets = forget
        super().__init__("Saved filters", self._found, empty="No filter is called so.")

    def _found(self, typed: str) -> list[Choice]:
        return best([Choice(name, f"{name}: {text}", "") for name, text in self._saved.items()], typed)

    async def action_forget(self) -> None:
        """Ask before the filter is forgotten: this is not undone."""
        if choice := self.chosen:
            screen = AskScreen(f"Forget the filter {choice.text}?", "forget it")
            await self.app.push_screen(screen, partial(self._forget, choice.id))

    async def _forget(self, name: str, sure: bool | None) -> None:
        if sure and await self._forgets(name):
            del self._saved[name]
        self.search(self.query_one(Input).value)
