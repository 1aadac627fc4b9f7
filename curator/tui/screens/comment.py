"""A line of text from the curator: a comment, or what the reason `other` is."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from curator.tui.glyphs import visible


class CommentScreen(ModalScreen[str | None]):
    """Ask for a line; escape or an empty line is none."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", "leave")]

    def __init__(self, title: str, row: str) -> None:
        super().__init__()
        self._title = title
        self._row = row

    def compose(self) -> ComposeResult:
        """What it is about, and the line."""
        with Vertical(classes="dialog"):
            yield Static(
                Content.assemble((f"{self._title} ", "bold"), visible(self._row)), markup=False, classes="title"
            )
            yield Input(id="text", compact=True)
            yield Static(Content.styled("enter: save   esc: leave without saving", "$quiet"), markup=False)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Hand the line back."""
        event.stop()
        self.dismiss(event.value.strip() or None)

    def action_leave(self) -> None:
        """Hand nothing back."""
        self.dismiss(None)
