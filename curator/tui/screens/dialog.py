"""What all dialogs share: they take keys in the order in which they were typed, however fast.

Textual hands a letter to the focused field, which takes it in its own time, but runs a binding with priority at once.
Every dialog binds its keys with priority, so that none is lost between two screens, and waits for its field where a key
such as `enter` would overtake the letters before it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, Self, cast

from rich.segment import Segment
from rich.text import Text
from textual import events
from textual.await_complete import AwaitComplete
from textual.binding import Binding, BindingsMap
from textual.geometry import Region
from textual.strip import Strip
from textual.suggester import Suggester
from textual.widget import Widget
from textual.widgets import Input

from curator.tui.glyphs import visible
from curator.tui.keys import COMMANDS, Group, bindings
from curator.tui.screens.keyed import Answer, PlacedScreen
from curator.tui.widgets.bars import key_line
from curator.tui.widgets.drawing import strip_of
from curator.tui.widgets.framed import Framed

if TYPE_CHECKING:
    from curator.tui.app import CuratorApp


class Field(Input):
    """A field whose editing keys are those of the table, and act in their turn.

    Textual lets `ctrl+u` bubble up to the program before it runs, and letters typed behind it are in the field by then.
    """

    def __init__(self, value: str = "", *, id: str | None = None, suggester: Suggester | None = None) -> None:
        # The styles make it one line high: to tell it to be compact would have all of them looked up once more.
        # What may stand in it is for the dialog to say; for Textual to check it means to look up its styles again.
        super().__init__(value, id=id, suggester=suggester, select_on_focus=False, validate_on=())
        # Each blink would paint over what stands above it, and a cursor without colours is seen at half the time.
        self.set_reactive(Input.cursor_blink, False)

    def on_mount(self) -> None:
        """Take the keys that the dialog has for typing."""
        if isinstance(self.screen, Dialog):
            self._bindings = self.screen.typing

    def watch_has_focus(self, _has_focus: bool) -> None:
        """A field looks the same with the focus: Textual would look up the styles of all its parts once more."""

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


class Dialog(PlacedScreen[Answer], Framed):
    """A question over a screen, with its keys in that screen's last line. Pasted text that no field takes is no answer.

    What lies below is drawn as it was painted last: to let Textual blend it costs more than all of the dialog.
    """

    ALLOW_SELECT = False
    is_modal = True

    def __init__(self) -> None:
        """The keys are those of the running program."""
        super().__init__(cast("CuratorApp", self.app).commands)
        self._lies_over = cast(PlacedScreen[Any], self.app.screen)
        self._below: list[Strip] = []
        """The lines of what lies below; none where they have to be fetched anew."""
        self._is_painted = False
        self._left = self._lies_over.uncovered
        """What a dialog before it covered, of which it is the answer's next question."""

    @cached_property
    def typing(self) -> BindingsMap:
        """The keys of its fields: those of the table, and Textual's own for what no command does."""
        named = {command.action for command in COMMANDS if command.group is Group.TYPING}
        rest = [binding for binding in Input.BINDINGS if isinstance(binding, Binding) and binding.action not in named]
        mine = [command for command in self.commands if command.group is Group.TYPING]
        return BindingsMap([*rest, *bindings(mine, priority=False)])

    def on_paste(self, event: events.Paste) -> None:
        """Pasted text presses no keys."""
        event.stop()

    def _on_screen_resume(self, event: events.ScreenResume) -> None:
        """Lay out and paint once where the dialog is new; Textual does so two or three times, each time all of it."""
        if self._compositor.size:
            return
        event.prevent_default()
        self.stack_updates += 1
        self._update_auto_focus()
        # Behind what its widgets have asked for while they were mounted.
        self.call_later(self._begin)

    def _begin(self) -> None:
        """Lay out and paint for the first time."""
        self._refresh_layout(self.app.size)
        if any(widget.show_vertical_scrollbar for widget in self.walk_children(Widget)):
            # What is longer than its room has a scroll bar only now, and is narrower for it.
            self._refresh_layout(self.app.size)
        # To be given a size makes a widget ask for another layout and paint, both of which are done.
        for widget in self.walk_children(Widget, with_self=True):
            widget._layout_required = widget._repaint_required = False

    def _compositor_refresh(self) -> None:
        """At first paint only what the dialog covers; all else is on the screen already."""
        if not self._is_painted:
            self._is_painted = True
            # What is covered need not be fetched from below.
            self._below = [*([Strip([])] * (self.size.height - 1)), self._keys()]
            self._paint(self._covers())
            self._below = []
            self.forget_lines()
            self._paint(self._left)
        super()._compositor_refresh()

    def _paint(self, regions: Sequence[Region]) -> None:
        """Paint these and no more."""
        for region in regions:
            self._compositor._dirty_regions = {region}
            super()._compositor_refresh()

    def _covers(self) -> list[Region]:
        """What the dialog and its keys cover."""
        own = [child.region for child in self.children if child.region]
        return [*own, self.size.region.split_horizontal(-1)[1]]

    def dismiss(self, result: Answer | None = None) -> AwaitComplete:
        """Close; what was covered is painted anew, and no more."""
        self._lies_over.uncovered = self._covers()
        return super().dismiss(result)

    def on_unmount(self) -> None:
        """It is closed."""
        self._lies_over.uncovered = []

    def refresh(self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False) -> Self:
        """Draw anew, also what has changed below."""
        self._below = []
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    def render_line(self, y: int) -> Strip:
        """A line of what lies below; as the last one the keys."""
        if len(self._below) != self.size.height:
            self._below = self._drawn_below()
        # The window may be larger already than this screen knows; it is drawn anew once it does.
        return self._below[y] if y < len(self._below) else Strip.blank(self.size.width)

    def _drawn_below(self) -> list[Strip]:
        """The lines of what lies below; after a resize it may not be laid out for as many yet."""
        height = self.size.height - 1
        drawn = self._lies_over._compositor.render_strips(self.size)[:height]
        return [*drawn, *([Strip.blank(self.size.width)] * (height - len(drawn))), self._keys()]

    def _keys(self) -> Strip:
        """The line of keys, on the colours of the screen below."""
        width, style = self.size.width, self._lies_over.visual_style
        keys = strip_of(key_line(self.commands, width - 2), style)
        return Strip.join([Strip.blank(1, style.rich_style), keys.adjust_cell_length(width - 1, style.rich_style)])
