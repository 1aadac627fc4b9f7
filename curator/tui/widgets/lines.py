"""A list of lines with a cursor: each drawn only where it is seen, so that its length costs nothing."""

from __future__ import annotations

from collections.abc import Callable

from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip

from curator.tui.widgets.drawing import strip_of
from curator.tui.widgets.scrolled import Scrolled

Draw = Callable[[int, int], Content]
"""The line with a number, in at most so many cells."""

_CURSOR = "▶"


class Lines(Scrolled):
    """Lines that somebody else draws."""

    class Moved(Message):
        """The cursor stands on another line, or the lines are others."""

    class Opened(Message):
        """A line was clicked that had the cursor already."""

    def __init__(self, draw: Draw, *, empty: str = "Nothing here.", id: str | None = None) -> None:
        """`empty` is said where there is no line."""
        super().__init__(id=id)
        self._draw = draw
        self._empty = empty
        self._count = 0

    def show(self, count: int, cursor: int = 0, *, empty: str = "") -> None:
        """Show so many lines with the cursor on one of them."""
        self._count, self._empty = count, empty or self._empty
        self.virtual_size = Size(0, count)
        self.set_reactive(Lines.cursor, self.validate_cursor(cursor))
        self._follow()

    @property
    def lines(self) -> int:
        """How many there are."""
        return self._count

    def open(self) -> None:
        """The line with the cursor was clicked."""
        self.post_message(self.Opened())

    def move_page(self, direction: int) -> None:
        """Move the cursor by what is in sight."""
        self.move(direction * max(1, self.size.height - 1))

    def move_to_end(self, direction: int) -> None:
        """Move the cursor to the first or the last line."""
        self.move(direction * self._count)

    def watch_cursor(self) -> None:
        """The cursor moved."""
        self._follow()

    def _follow(self) -> None:
        self.scroll_to_cursor()
        self.refresh()
        self.post_message(self.Moved())

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
        return strip_of(*(self.pointed_at(text, style) if is_current else (text, style)))
