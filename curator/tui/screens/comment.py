"""A line of text from the curator: a comment, or what the reason `other` is."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from curator.tui.glyphs import visible
from curator.tui.screens.dialog import Dialog, key, letters_taken


class CommentScreen(Dialog[str | None]):
    """Ask for a line; escape or an empty line is none."""

    BINDINGS: ClassVar[list[BindingType]] = [key("escape", "leave", "leave"), key("enter", "save", "save")]

    def __init__(self, title: str, row: str) -> None:
        super().__init__()
        self._title = title
        self._row = row

    def compose(self) -> ComposeResult:
        """What it is about, and the line."""
        with Vertical(classes="corner"):
            yield Static(Content.assemble((f"{self._title} ", "bold"), visible(self._row)), markup=False)
            yield Input(id="text", compact=True)
            yield Static(Content.styled("enter: save   esc: leave without saving", "$quiet"), markup=False)

    def on_mount(self) -> None:
        """Letters go to the line from the first one on."""
        self.set_focus(self.query_one(Input))

    async def action_save(self) -> None:
        """Hand the line back."""
        text = await letters_taken(self.query_one(Input))
        self.dismiss(text.strip() or None)

    def action_leave(self) -> None:
        """Hand nothing back."""
        self.dismiss(None)
