"""A question with two answers, before something that many rows depend on or that is not undone."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.content import Content

from curator.tui.glyphs import visible
from curator.tui.keys import Place
from curator.tui.screens.dialog import Dialog
from curator.tui.widgets.framed import Box
from curator.tui.widgets.told import Told


class AskScreen(Dialog[bool]):
    """Ask whether to go on; escape does not."""

    PLACE = Place.ASKING

    def __init__(self, question: str, yes: str) -> None:
        """`yes` says what the first answer does."""
        super().__init__()
        self._question = question
        self._yes = yes

    def compose(self) -> ComposeResult:
        """The question, and the keys of its answers."""
        with Box(classes="corner"):
            yield Told(Content.styled(visible(self._question), "bold"))
            labels = (("ask.yes", self._yes), ("ask.no", "leave everything as it is"))
            parts = [f"{key}: {label}" for id, label in labels if (key := self.key_of(id))]
            yield Told(Content("   ".join(parts)))

    def action_answer(self, sure: bool) -> None:
        """One key decides."""
        self.dismiss(sure)
