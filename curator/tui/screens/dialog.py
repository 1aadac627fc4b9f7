"""What all dialogs share: they take keys in the order in which they were typed, however fast.

Textual hands a letter to the focused field, which takes it in its own time, but runs a binding with priority at once.
Every dialog binds its keys with priority, so that none is lost between two screens, and waits for its field where a key
such as `enter` would overtake the letters before it.
"""

from __future__ import annotations

import asyncio
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar, cast

from rich.segment import Segment
from rich.text import Text
from textual import events
from textual.binding import Binding, BindingsMap
from textual.screen import ModalScreen
from textual.strip import Strip
from textual.widgets import Input

from curator.tui.glyphs import visible
from curator.tui.keys import COMMANDS, Group, Place, bindings, is_meant, key_of, of_place
from curator.tui.screens.keyed import KeyedScreen
from curator.tui.themes import BREAKPOINTS

if TYPE_CHECKING:
    from curator.tui.app import CuratorApp

Answer = TypeVar("Answer")


class Field(Input):
    """A field whose editing keys are those of the table, and act in their turn.

    Textual lets `ctrl+u` bubble up to the program before it runs, and letters typed behind it are in the field by then.
    """

    def on_mount(self) -> None:
        """Take the keys that the dialog has for typing."""
        if isinstance(self.screen, Dialog):
            self._bindings = self.screen.typing

    async def on_key(self, event: events.Key) -> None:
        """Do at once what a key of the field's own is for."""
        own = self._bindings.key_to_bindings.get(event.key)
        if own and not event.is_printable:
            event.stop()
            event.prevent_default()
            await self.run_action(own[0].action)

    @property
    def _value(self) -> Text:
        """The value as it is drawn, a letter a letter; Textual would hand the terminal whatever is in it."""
        return Text(visible(self.value), no_wrap=True, overflow="ignore", end="")

    def render_line(self, y: int) -> Strip:
        """The same for the completion behind it."""
        drawn = super().render_line(y)
        shown = Strip([Segment(visible(part.text), part.style, part.control) for part in drawn])
        return shown.adjust_cell_length(drawn.cell_length)


async def letters_taken(field: Input) -> str:
    """Wait until the field has taken every letter that was sent to it; give back what it holds."""
    taken = asyncio.Event()
    if field.call_later(taken.set):
        await taken.wait()
    return field.value


class Dialog(ModalScreen[Answer], Generic[Answer]):
    """A question over a screen, whose keys stand in that screen's line of keys meanwhile.

    Pasted text that no field takes is no answer.
    """

    PLACE: ClassVar[Place]
    HORIZONTAL_BREAKPOINTS = BREAKPOINTS

    def __init__(self) -> None:
        """The keys are those of the running program."""
        super().__init__()
        self.commands = of_place(self.PLACE, cast("CuratorApp", self.app).commands)
        self._bindings = BindingsMap(bindings(c for c in self.commands if c.group is not Group.TYPING))

    @cached_property
    def typing(self) -> BindingsMap:
        """The keys of its fields: those of the table, and Textual's own for what no command does."""
        named = {command.action for command in COMMANDS if command.group is Group.TYPING}
        rest = [binding for binding in Input.BINDINGS if isinstance(binding, Binding) and binding.action not in named]
        mine = [command for command in self.commands if command.group is Group.TYPING]
        return BindingsMap([*rest, *bindings(mine, priority=False)])

    def is_meant(self, key: str) -> bool:
        """True where the key is only taken from a person's hand, not from a paste, which may end in a line end."""
        return is_meant(key, self.commands)

    def key_of(self, id: str) -> str:
        """The key of a command as a person reads it; empty where it has none here."""
        return key_of(id, self.commands)

    def on_screen_resume(self) -> None:
        """The line of keys is this dialog's while it is on top."""
        below = (screen for screen in reversed(self.app.screen_stack) if isinstance(screen, KeyedScreen))
        next(below).show_keys(self.commands)

    def on_paste(self, event: events.Paste) -> None:
        """Pasted text presses no keys."""
        event.stop()
