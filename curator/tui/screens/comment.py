"""A line of text from the curator: a comment, or what the reason `other` is."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Input

from curator.tui.glyphs import visible
from curator.tui.keys import Place
from curator.tui.screens.dialog import Dialog, Field, letters_taken
from curator.tui.widgets.framed import Box
from curator.tui.widgets.told import Told


class CommentScreen(Dialog[str | None]):
    """Ask for a line; escape is none, and so is an empty line unless one is needed."""

    PLACE = Place.LINE

    def __init__(self, title: str, row: str, typed: str | None = None, *, needed: str = "") -> None:
        """`typed` is what the line begins with.

        With `needed`, why a line is needed, an empty one is refused with these words: what is typed next is text.
        """
        super().__init__()
        self._typed = typed or ""
        self._needed = needed
        self._title = title
        self._row = row

    def compose(self) -> ComposeResult:
        """What it is about, and the line."""
        with Box(classes="corner"):
            yield Told(Content.assemble((f"{self._title} ", "bold"), visible(self._row)))
            yield Field(self._typed, id="text")
            yield Told(id="hint", classes="-wrong")

    def on_mount(self) -> None:
        """Letters go to the line from the first one on."""
        self.query_one("#hint").display = False
        self.set_focus(self.query_one(Input))

    def on_input_changed(self, event: Input.Changed) -> None:
        """What was missing is being typed."""
        event.stop()
        self.query_one("#hint").display = False

    async def action_save(self) -> None:
        """Hand the line back, unless it is empty and one is needed."""
        text = (await letters_taken(self.query_one(Input))).strip()
        if not text and self._needed:
            hint = self.query_one("#hint", Told)
            hint.update(Content.styled(f"✗ {self._needed}", "bold $bad"))
            hint.display = True
            return
        self.dismiss(text or None)

    def action_leave(self) -> None:
        """Hand nothing back."""
        self.dismiss(None)
