"""Owns how a long list scrolls: its lines go to the screen as they are, its scroll bar is painted where it moves."""

from __future__ import annotations

from textual import events
from textual.content import Content
from textual.geometry import Region
from textual.reactive import Reactive, reactive
from textual.scroll_view import ScrollView
from textual.scrollbar import ScrollBar
from textual.style import Style

from curator.tui.widgets.framed import Framed

_AROUND = 2
"""Lines kept in sight above and below the cursor."""
_STEPS = 8
"""So many places has the thumb in a cell."""


class _StillBar(ScrollBar):
    """A scroll bar that is painted anew only where its thumb has moved by what can be seen."""

    position: Reactive[float] = Reactive(0, repaint=False)
    _thumb = 0

    def watch_position(self) -> None:
        """The list has scrolled."""
        cells, every = self.size.height, max(1, self.window_virtual_size)
        room = cells - max(1, cells * self.window_size / every)
        thumb = int(_STEPS * room * self.position / max(1, every - self.window_size))
        if thumb != self._thumb:
            self._thumb = thumb
            self.refresh()


class Scrolled(ScrollView, Framed, can_focus=True):
    """A list with a cursor, whose `render_line` gives strips that are styled already."""

    cursor: reactive[int] = reactive(0, repaint=False)

    @property
    def lines(self) -> int:
        """How many there are."""
        raise NotImplementedError

    def open(self) -> None:
        """The line with the cursor was clicked."""

    @property
    def vertical_scrollbar(self) -> ScrollBar:
        """The scroll bar beside the lines; made where there is none yet, as Textual does."""
        if self._vertical_scrollbar is None:
            made = _StillBar(vertical=True, name="vertical", thickness=self.scrollbar_size_vertical)
            made.display = False
            self._vertical_scrollbar = made
            self.app._start_widget(self, made)
        return self._vertical_scrollbar

    def move(self, step: int) -> None:
        """Move the cursor by so many lines, as far as there are any."""
        self.cursor += step

    def validate_cursor(self, cursor: int) -> int:
        """Keep the cursor on a line."""
        return max(0, min(cursor, self.lines - 1))

    def on_resize(self) -> None:
        """Keep the cursor in sight."""
        self.call_after_refresh(self.scroll_to_cursor)

    def scroll_to_cursor(self) -> None:
        """Bring the cursor into sight, and a few lines around it: she wants to see what comes next."""
        around = min(_AROUND, max(0, (self.size.height - 1) // 2))
        first, last = max(0, self.cursor - around), min(self.lines - 1, self.cursor + around)
        self.scroll_to_region(Region(0, first, 1, max(1, last - first + 1)), animate=False, force=True)

    def on_click(self, event: events.Click) -> None:
        """A click moves the cursor; a click on it opens the line."""
        place = event.y + self.scroll_offset.y
        if place >= self.lines:
            return
        if place == self.cursor:
            self.open()
        self.cursor = place

    def pointed_at(self, text: Content, style: Style) -> tuple[Content, Style]:
        """The line with the cursor as it looks."""
        if self.app.native_ansi_color:
            # On the terminal's own colours only reversal is sure to be seen.
            return text.without_spans, style + Style(bold=True, reverse=True)
        return text, style + Style.parse("bold on $selected")
