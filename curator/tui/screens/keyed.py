"""What all screens share, the keys of their place in the table; and those without a field also a line to speak on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar, Self, TypeVar

from textual import events
from textual.binding import BindingsMap
from textual.geometry import Region, Size
from textual.screen import Screen
from textual.widget import Widget

from curator.errors import CuratorError
from curator.tui.keys import COMMANDS, Command, Group, Place, bindings, drawn, of_place
from curator.tui.themes import BREAKPOINTS
from curator.tui.widgets.bars import MessageLine

Answer = TypeVar("Answer")
Result = TypeVar("Result")


class PlacedScreen(Screen[Answer]):
    """A screen whose keys are those of its place in the table."""

    PLACE: ClassVar[Place]
    HORIZONTAL_BREAKPOINTS = BREAKPOINTS

    def __init__(self, commands: Sequence[Command]) -> None:
        """`commands` is the whole table, with the curator's own keys where she has any."""
        # Textual learns the width after the first layout, and would lay out and paint everything again.
        width = self.app.size.width
        super().__init__(classes=max((least, name) for least, name in BREAKPOINTS if least <= width)[1])
        self.uncovered: Sequence[Region] = ()
        """What a dialog covers that is being closed; else nothing."""
        self.table = tuple(commands)
        self.commands = of_place(self.PLACE, commands)
        # Textual's own keymap cannot take every key from a command; the map of one screen can.
        self._bindings = BindingsMap(bindings(c for c in self.commands if c.group is not Group.TYPING))

    def refresh(self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False) -> Self:
        """Draw anew, but not where all is laid out and somebody only has opened or closed a screen over this one.

        What a dialog does not cover that is being closed is on the screen already.
        """
        if layout and not regions and self._is_laid_out:
            return self
        if self.uncovered and not (regions or layout or recompose):
            # With what has changed meanwhile, which Textual would paint afterwards, in a frame of its own.
            changed = [child for child in self.walk_children(Widget) if child._repaint_required]
            for child in changed:
                child._repaint_required = False
            self._set_dirty(*self.uncovered)
            self._dirty_widgets.update([self, *changed])
            self.check_idle()
            return self
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    def on_screen_suspend(self) -> None:
        """Another screen comes over this one: it is not painted for that, as Textual has asked for."""
        self._repaint_required = False
        self._repaint_regions.clear()

    @property
    def _is_laid_out(self) -> bool:
        shown = {child for child in self.children if child.display}
        return self._compositor.size == self.app.size and shown <= self._compositor.widgets

    def is_meant(self, key: str) -> bool:
        """True where the key is only taken from a person's hand, not from a paste."""
        return any(command.waits and key in command.keys for command in self.commands)

    def key_of(self, id: str) -> str:
        """The first key of a command as a person reads it; empty where it has none here."""
        return next((drawn(command.keys[0]) for command in self.commands if command.id == id and command.keys), "")

    def _screen_resized(self, size: Size) -> None:
        """Lay out anew where the size is another; Textual does so again after the first layout."""
        if size != self._compositor.size:
            super()._screen_resized(size)


class KeyedScreen(PlacedScreen[None]):
    """A screen whose every key is a command; what stands in it covers it."""

    BLANK = True

    def __init__(self, commands: Sequence[Command] = COMMANDS) -> None:
        super().__init__(commands)

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
