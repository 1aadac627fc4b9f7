"""A list of lines with a cursor: each drawn only where it is seen, so that its length costs nothing."""

from __future__ import annotations

from collections.abc import Callable

from textual import events
from textual.content import Content
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.style import Style

from curator.tui.widgets.drawing import strip_of
from curator.tui.widgets.scrolled import Scrolled

Draw = Callable[[int, int], Content]
"""The line with a number, in at most so many cells."""

_CURSOR = "▶"
_AROUND = 2
"""Lines kept in sight above and below the cursor."""


class Lines(Scrolled):
    """Lines that somebody else draws."""

    cursor: reactive[int] = reactive(0, repaint=False)

    class Moved(Message):
        """The cursor stands on another line, or the lines are others."""

    class Opened(Message):
        """A line was clicked that had the cursor already."""

    def __init__(self, draw: Draw, *, empty: str = "Nothing here.", id: str | None = None) -> None:
        """`empty` is said where there is no line."""
        super().__init__(id=id)
        # No line holds a link, and to look for some takes a tenth of the drawing.
        self.auto_links = False
        self._draw = draw
        self._empty = empty
        self._count = 0

    def show(self, count: int, cursor: int = 0, *, empty: str = "") -> None:
        """Show so many lines with the cursor on one of them."""
        self._count, self._empty = count, empty or self._empty
        self.virtual_size = Size(0, count)
        self.set_reactive(Lines.cursor, self.validate_cursor(cursor))
        self._follow()

    def move(self, step: int) -> None:
        """Move the cursor by so many lines, as far as there are any."""
        self.cursor += step

    def move_page(self, direction: int) -> None:
        """Move the cursor by what is in sight."""
        self.move(direction * max(1, self.size.height - 1))

    def move_to_end(self, direction: int) -> None:
        """Move the cursor to the first or the last line."""
        self.move(direction * self._count)

    def validate_cursor(self, cursor: int) -> int:
        """Keep the cursor on a line."""
        return max(0, min(cursor, self._count - 1))

    def watch_cursor(self) -> None:
        """The cursor moved."""
        self._follow()

    def _follow(self) -> None:
        self._scroll_to_cursor()
        self.refresh()
        self.post_message(self.Moved())

    def on_resize(self) -> None:
        """Keep the cursor in sight."""
        self.call_after_refresh(self._scroll_to_cursor)

    def _scroll_to_cursor(self) -> None:
        around = min(_AROUND, max(0, (self.size.height - 1) // 2))
        first, last = max(0, self.cursor - around), min(self._count - 1, self.cursor + around)
        self.scroll_to_region(Region(0, first, 1, max(1, last - first + 1)), animate=False, force=True)

    def on_click(self, event: events.Click) -> None:
        """A click moves the cursor; a click on it opens the line."""
        number = event.y + self.scroll_offset.y
        if number >= self._count:
            return
        if number == self.cursor:
            self.post_message(self.Opened())
        self.cursor = number

    def render_line(self, y: int) -> Strip:
        """One line of the screen."""
        number = y + self.scroll_offset.y
        width = self.size.width
        if number >= self._count:
            said = number == 0 and not self._count
            text = Content.styled(f" {self._empty}", "$quiet") if said else Content("")
            return strip_of(text, self.visual_style)
        is_current = number == self.cursor
        text = Content.assemble((_CURSOR if is_current else " ", "bold"), self._draw(number, width - 1))
        style = self.visual_style
        if is_current and self.app.native_ansi_color:
            # On the terminal's own colours only reversal is sure to be seen.
            text, style = text.without_spans, style + Style(bold=True, reverse=True)
        elif is_current:
            style += Style.parse("bold on $selected")
        return strip_of(text, style)
