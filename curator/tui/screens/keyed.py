"""What the screens that have no field for text share: the keys of their place in the table, and a line to speak on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar, TypeVar

from textual import events
from textual.binding import BindingsMap
from textual.screen import Screen

from curator.errors import CuratorError
from curator.tui.keys import COMMANDS, Command, Place, bindings, is_meant, key_of, of_place
from curator.tui.themes import BREAKPOINTS
from curator.tui.widgets.bars import KeyLine, MessageLine

Result = TypeVar("Result")


class KeyedScreen(Screen[None]):
    """A screen whose every key is a command."""

    PLACE: ClassVar[Place]
    HORIZONTAL_BREAKPOINTS = BREAKPOINTS

    def __init__(self, commands: Sequence[Command] = COMMANDS) -> None:
        """`commands` is the whole table, with the curator's own keys where she has any."""
        super().__init__()
        self.table = tuple(commands)
        self.commands = of_place(self.PLACE, commands)
        # Textual's own keymap cannot take every key from a command; the map of one screen can.
        self._bindings = BindingsMap(bindings(self.commands))

    def is_meant(self, key: str) -> bool:
        """True where the key is only taken from a person's hand, not from a paste."""
        return is_meant(key, self.commands)

    def key_of(self, id: str) -> str:
        """The key of a command as a person reads it; empty where it has none here."""
        return key_of(id, self.commands)

    def on_screen_resume(self) -> None:
        """The line of keys is this screen's again."""
        self.show_keys(self.commands)

    def show_keys(self, commands: Sequence[Command]) -> None:
        """Show these in the line of keys: a dialog's while it lies over this screen."""
        for line in self.query(KeyLine):
            line.show_keys(commands)

    def say(self, text: str, *, wrong: bool = False) -> None:
        """Tell what was just done, or why not."""
        self.query_one(MessageLine).say(text, wrong=wrong)

    def attempt(self, job: Callable[[], Result]) -> Result | None:
        """The result of a job, or none with the reason on the screen: a person can put it right and try again."""
        try:
            return job()
        except CuratorError as error:
            self.say(str(error), wrong=True)
            return None

    def action_close(self) -> None:
        """Back to what lies below; the review, below which nothing lies, has no key for it."""
        self.dismiss(None)

    def on_paste(self, event: events.Paste) -> None:
        """Pasted text is no command."""
        event.stop()
        self.say("pasted text is not taken for keys; nothing was changed")
