"""The question who is to judge a row."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Input

from curator.tui.glyphs import visible
from curator.tui.keys import Place
from curator.tui.screens.dialog import Dialog, Field, letters_taken
from curator.tui.widgets.framed import Box
from curator.tui.widgets.told import Told


class AssigneeScreen(Dialog[str | None]):
    """Ask for a curator's name; an empty line is nobody, escape leaves everything as it is."""

    PLACE = Place.LINE

    def __init__(self, about: str, known: Sequence[str]) -> None:
        """`known` are the curators who have something to judge already."""
        super().__init__()
        self._about = about
        self._known = known

    def compose(self) -> ComposeResult:
        """What is assigned, the line for the name, and whom it may be."""
        known = f"; so far: {', '.join(self._known)}" if self._known else ""
        with Box(classes="corner"):
            yield Told(Content.assemble(("Assign to whom? ", "bold"), visible(self._about)))
            yield Field(id="text")
            yield Told(Content.styled(visible(f"me, or a name{known}; empty: to nobody"), "$quiet"))

    def on_mount(self) -> None:
        """Letters go to the line from the first one on."""
        self.set_focus(self.query_one(Input))

    async def action_save(self) -> None:
        """Hand the name back."""
        self.dismiss((await letters_taken(self.query_one(Input))).strip())

    def action_leave(self) -> None:
        """Hand nothing back."""
        self.dismiss(None)
