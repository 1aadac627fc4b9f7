"""What all dialogs share: they take keys in the order in which they were typed, however fast.

Textual hands a letter to the focused field, which takes it in its own time, but runs a binding with priority at once.
Every dialog binds its keys with priority, so that none is lost between two screens, and waits for its field where a key
such as `enter` would overtake the letters before it.
"""

from __future__ import annotations

import asyncio
from typing import ClassVar, Generic, TypeVar

from rich.segment import Segment
from rich.text import Text
from textual import events
from textual.binding import Binding
from textual.screen import ModalScreen
from textual.strip import Strip
from textual.widgets import Input

from curator.tui.glyphs import visible
from curator.tui.themes import BREAKPOINTS

Answer = TypeVar("Answer")


def key(keys: str, action: str, label: str) -> Binding:
    """A binding that is run before the focused field sees the key."""
    return Binding(keys, action, label, priority=True)


class Field(Input):
    """A field whose editing keys act in their turn.

    Textual lets `ctrl+u` bubble up to the program before it runs, and letters typed behind it are in the field by then.
    """

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
    """A question over the review; pasted text that no field takes is no answer."""

    HORIZONTAL_BREAKPOINTS = BREAKPOINTS
    MEANT: ClassVar[tuple[str, ...]] = ("enter", "ctrl+s")
    """Keys that save, so that they are only taken from a person's hand: pasted text may end in a line end."""

    def is_meant(self, key: str) -> bool:
        """True where the key is only taken from a person's hand, not from a paste."""
        return key in self.MEANT

    def on_paste(self, event: events.Paste) -> None:
        """Pasted text presses no keys."""
        event.stop()
