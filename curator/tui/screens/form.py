"""A form of short values, a line each, of which one is being typed in.

There is one field, on the line of that value; the others are drawn. Each widget that is mounted delays the first paint,
and of a dozen fields eleven would only stand there.
"""

from __future__ import annotations

from collections.abc import Mapping

from textual import events
from textual.app import ComposeResult
from textual.content import Content
from textual.message import Message
from textual.strip import Strip
from textual.style import Style
from textual.widgets.input import Selection

from curator.tui.glyphs import fit, visible
from curator.tui.screens.dialog import Field
from curator.tui.widgets.drawing import strip_of
from curator.tui.widgets.framed import Framed

_LABELS = 11
"""Cells of the names before the values."""


class Form(Framed):
    """Values by name, in their order; each begins as it was given, and the first letter typed replaces it."""

    class Pointed(Message):
        """Somebody has pointed at the line of a value."""

        def __init__(self, name: str) -> None:
            super().__init__()
            self.name = name

    def __init__(self, values: Mapping[str, str], labels: Mapping[str, Content]) -> None:
        """Both have the same names."""
        super().__init__()
        self._labels = labels
        self._begun = dict(values)
        self._values = dict(values)
        self._at = next(iter(values))
        self.styles.height = len(values)

    def compose(self) -> ComposeResult:
        """The one field, in the first line."""
        field = Field(self._values[self._at])
        field.selection = self._selection(self._at)
        yield field

    @property
    def at(self) -> str:
        """The name of the value that is being typed."""
        return self._at

    @property
    def field(self) -> Field:
        """The field in its line."""
        return self.query_one(Field)

    @property
    def values(self) -> dict[str, str]:
        """Every value as it is now."""
        return {**self._values, self._at: self.field.value}

    def go(self, name: str) -> None:
        """Type in the value of this name from now on."""
        if name == self._at:
            return
        field = self.field
        self._values[self._at] = field.value
        self._at = name
        # What completes it is asked for once it is typed in: nothing completes what it holds from the start.
        field.suggester = None
        field.value = self._values[name]
        field.selection = self._selection(name)
        field.styles.offset = (0, self._line)
        self.refresh()

    def put(self, name: str, value: str) -> None:
        """Set a value."""
        if name == self._at:
            self.field.value = value
            self.field.cursor_position = len(value)
        else:
            self._values[name] = value
            self.refresh()

    def next_to(self, step: int) -> str:
        """The name so many lines below the present one, around the end."""
        names = list(self._values)
        return names[(self._line + step) % len(names)]

    @property
    def _line(self) -> int:
        return list(self._values).index(self._at)

    def _selection(self, name: str) -> Selection:
        """All of a value that was not touched; to select on focus comes too late for a fast typist."""
        value = self._values[name]
        return Selection(0 if value == self._begun[name] else len(value), len(value))

    def on_click(self, event: events.Click) -> None:
        """Pointing at a line means its value."""
        event.stop()
        if 0 <= event.y < len(self._values):
            self.post_message(self.Pointed(list(self._values)[event.y]))

    def render_line(self, y: int) -> Strip:
        """The name and the value of a line; the field covers the value that is being typed."""
        name = list(self._values)[y]
        style = self.visual_style
        label = strip_of(self._labels[name], style).adjust_cell_length(_LABELS, style.rich_style)
        width = max(0, self.size.width - _LABELS)
        inside = style + Style.parse("on $panel")
        value = strip_of(Content(fit(visible(self._values[name]), width)), inside)
        return Strip.join([label, value.adjust_cell_length(width, inside.rich_style)])
