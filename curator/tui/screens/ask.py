"""A question with two answers, before something that many rows depend on or that is not undone."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.binding import BindingsMap
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from curator.tui.glyphs import visible
from curator.tui.keys import COMMANDS, Command, Place, bindings, drawn, of_place
from curator.tui.screens.dialog import Dialog


class AskScreen(Dialog[bool]):
    """Ask whether to go on; escape does not."""

    def __init__(self, question: str, yes: str, commands: Sequence[Command] = COMMANDS) -> None:
        """`yes` says what the first answer does; `commands` is the whole table."""
        super().__init__()
        self._question = question
        self._yes = yes
        mine = of_place(Place.ASKING, commands)
        self._bindings = BindingsMap(bindings(mine))
        self._keys = {command.action: drawn(command.keys[0]) for command in mine if command.keys}

    def is_meant(self, key: str) -> bool:
        """Both answers decide."""
        return key in self._bindings.key_to_bindings

    def compose(self) -> ComposeResult:
        """The question, and the keys of its answers."""
        with Vertical(classes="corner"):
            yield Static(Content.styled(visible(self._question), "bold"), markup=False)
            labels = (("answer(True)", self._yes), ("answer(False)", "leave everything as it is"))
            parts = [f"{self._keys[action]}: {label}" for action, label in labels if action in self._keys]
            yield Static(Content("   ".join(parts)), markup=False)

    def action_answer(self, sure: bool) -> None:
        """One key decides."""
        self.dismiss(sure)
