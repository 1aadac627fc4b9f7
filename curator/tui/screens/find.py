"""The line in which a filter is typed; the queue narrows with every letter."""

from __future__ import annotations

from collections.abc import Callable

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Input

from curator.tui.glyphs import visible
from curator.tui.keys import Place
from curator.tui.screens.dialog import Dialog, Field, letters_taken
from curator.tui.widgets.framed import Box
from curator.tui.widgets.told import Told

Narrow = Callable[[str], str]
"""Narrows the queue to a filter; gives back what is wrong with it, or nothing."""


class FindScreen(Dialog[None]):
    """Ask which rows to show. Enter keeps the filter, escape drops it."""

    PLACE = Place.FINDING

    def __init__(self, text: str, narrow: Narrow, *, help: str) -> None:
        """`help` says what may be typed."""
        super().__init__()
        self._help = help
        self._text = text
        self._narrow = narrow

    def compose(self) -> ComposeResult:
        """The line, and below it what may be typed or what is wrong."""
        with Box(id="find"):
            yield Field(self._text)
            yield Told(Content.styled(self._help, "$quiet"), id="hint")

    def on_mount(self) -> None:
        """Letters go to the line from the first one on."""
        self.set_focus(self.query_one(Input))

    def on_input_changed(self, event: Input.Changed) -> None:
        """Narrow with every letter."""
        event.stop()
        self._apply(event.value)

    def _apply(self, text: str) -> bool:
        """Narrow unless it is done already; true where nothing is wrong with the filter."""
        problem = self._narrow(text)
        line = Content.styled(f"✗ {visible(problem)}", "bold $bad") if problem else Content.styled(self._help, "$quiet")
        self.query_one("#hint", Told).update(line)
        return not problem

    async def action_keep(self) -> None:
        """Back to the queue, narrowed; not while the filter cannot be understood."""
        if self._apply(await letters_taken(self.query_one(Input))):
            self.dismiss(None)

    def action_drop(self) -> None:
        """Back to the queue, whole."""
        self._narrow("")
        self.dismiss(None)
