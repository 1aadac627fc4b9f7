"""The line in which a filter of the queue is typed: as the line of every list, with completion of fields and values."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

from textual.app import ComposeResult
from textual.content import Content
from textual.suggester import Suggester
from textual.widgets import Input

from curator.curation.completing import Offer, Values, offer
from curator.errors import CuratorError
from curator.tui.desk import Desk
from curator.tui.glyphs import visible
from curator.tui.keys import Place
from curator.tui.screens.dialog import Field, letters_taken
from curator.tui.screens.find import FindScreen, Narrow
from curator.tui.widgets.framed import Box
from curator.tui.widgets.told import Told
from curator.workbench import filtering

_HELP = "words, or field:value as in target:ABCB1 -drug:cisplatin confidence:<0.5"
Offered = Callable[[str], Offer]
_OFFERED = 40
"""Options that are drawn; more would be cut off anyway."""


class FilterScreen(FindScreen):
    """Ask which rows to show, helping with the names. Enter keeps the filter, escape drops it, tab completes."""

    PLACE = Place.FILTERING

    def __init__(self, desk: Desk, narrow: Narrow) -> None:
        super().__init__(desk.text, narrow, help=_HELP)
        self._values = lru_cache(_values_of(desk))
        self._round: list[str] = []
        """What tab goes through in turn, once nothing more is common to all options."""

    def compose(self) -> ComposeResult:
        """The line; what the last word may become; what may be typed or what is wrong."""
        with Box(id="find"):
            yield Field(self._text, suggester=_Suggested(self._offer))
            yield Told(id="offer")
            yield Told(Content.styled(self._help, "$quiet"), id="hint")

    def on_mount(self) -> None:
        """Letters go to the line from the first one on."""
        super().on_mount()
        self._draw_offer(self._text)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Narrow, and offer what the word may become."""
        super().on_input_changed(event)
        if event.value not in self._round:
            self._round = []
            self._draw_offer(event.value)

    def _offer(self, typed: str) -> Offer:
        return offer(typed, self._values)

    def _draw_offer(self, typed: str) -> None:
        options = self._offer(typed).options
        line = "  ".join(visible(option) for option in options[:_OFFERED])
        self.query_one("#offer", Told).update(Content(line))

    async def action_complete(self, step: int) -> None:
        """Add what all options have in common; once nothing is, each of them in turn."""
        field = self.query_one(Input)
        typed = await letters_taken(field)
        if typed in self._round:
            self._set(field, self._round[(self._round.index(typed) + step) % len(self._round)])
            return
        found = self._offer(typed)
        common = found.common(typed)
        if len(common) > len(typed) and len(found.options) > 1:
            self._set(field, common)
        elif found.options:
            whole = [found.completed(typed, option) for option in found.options]
            # A single option is taken, and what follows it is offered anew.
            self._round = whole if len(whole) > 1 else []
            self._set(field, whole[0 if step > 0 else -1])

    @staticmethod
    def _set(field: Input, text: str) -> None:
        field.value = text
        field.cursor_position = len(text)


class _Suggested(Suggester):
    """Draws the rest of the first option that begins as typed; the key to the right takes it."""

    def __init__(self, offered: Offered) -> None:
        super().__init__(use_cache=False, case_sensitive=True)
        self._offered = offered

    async def get_suggestion(self, value: str) -> str | None:
        found = self._offered(value)
        word = value[found.start :]
        if not word:
            return None
        begun = (option for option in found.options if option.casefold().startswith(word.casefold()))
        option = next(begun, None)
        return None if option is None else value + option[len(word) :]


def _values_of(desk: Desk) -> Values:
    """Looks a field's values up; none where the database cannot be asked, for a filter can be typed without."""

    def values(field: str) -> Sequence[str]:
        try:
            return filtering.values(desk.workbench, field)
        except CuratorError:
            return ()

    return values
