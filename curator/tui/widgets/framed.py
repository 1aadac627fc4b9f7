"""Owns how a widget that draws its own lines is framed: its lines go to the screen as they are.

Textual pads, frames and styles each line of a widget anew whenever the widget changes, which takes longer than to draw
it. A frame looks the same around every line; here it is drawn once, by Textual, until its looks or its title change.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Self

from textual.containers import Vertical
from textual.content import Content
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.style import Style
from textual.widget import Widget


@dataclass(frozen=True, slots=True)
class _Frame:
    """What is drawn around the lines of a widget, and when it looks so."""

    size: Size
    """Of the whole widget."""
    title: Content | None
    style: Style
    inside: Region
    """Where the lines stand in it."""
    above: list[Strip]
    below: list[Strip]
    left: Strip
    right: Strip


@dataclass(frozen=True, slots=True)
class Drawn:
    """Every line of a widget in its frame."""

    frame: _Frame
    lines: list[Strip]


class Framed(Widget):
    """A widget whose `render_line` gives strips that are styled already, on its background.

    Beside another base it stands last: Textual takes the default styles of the first.
    """

    _frame_drawn: _Frame | None = None
    _drawn: Drawn | None = None
    """All its lines, as long as nothing of it has changed."""

    def forget_lines(self) -> None:
        """Ask for every line anew."""
        self._drawn = None

    def notify_style_update(self) -> None:
        """The looks have changed, or may have."""
        self._frame_drawn = self._drawn = None
        super().notify_style_update()

    def refresh(self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False) -> Self:
        """What stands in the widget has changed."""
        self._drawn = None
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    def render_lines(self, crop: Region) -> list[Strip]:
        """The lines within a region of the widget, its frame included."""
        if crop != self.outer_size.region or not self.size:
            return super().render_lines(crop)
        frame = self._frame_now()
        if self._drawn is None or self._drawn.frame is not frame:
            self._drawn = self._drawn_in(frame, self.drawing())
        return self._drawn.lines

    def drawing(self) -> Callable[[int], Strip]:
        """What draws each line as it is now."""
        return self.render_line

    def drawn_ahead(self, line: Callable[[int], Strip]) -> Drawn | None:
        """The widget as it will look with these lines; none where its frame is not known. For any thread."""
        frame = self._frame_drawn
        return self._drawn_in(frame, line) if frame else None

    def show_drawn(self, drawn: Drawn | None) -> None:
        """These are the lines, where the frame is still as it was: to be called behind `refresh`."""
        self._drawn = drawn

    def _drawn_in(self, frame: _Frame, line: Callable[[int], Strip]) -> Drawn:
        inside, blank = frame.inside, frame.style.rich_style
        filters, background = self.get_line_filters(), self.background_colors[1]
        lines = [*frame.above]
        for y in range(inside.height):
            inner = line(y).adjust_cell_length(inside.width, blank)
            for line_filter in filters:
                inner = inner.apply_filter(line_filter, background)
            lines.append(Strip([*frame.left, *inner, *frame.right], frame.size.width))
        return Drawn(frame, [*lines, *frame.below])

    def _frame_now(self) -> _Frame:
        kept, size, title, style = self._frame_drawn, self.outer_size, self._border_title, self.visual_style
        if kept is None or (kept.size, kept.title, kept.style) != (size, title, style):
            inside = self.content_region.translate(-self.region.offset)
            above, line, below = (
                super(Framed, self).render_lines(Region(0, y, size.width, lines))
                for y, lines in ((0, inside.y), (inside.y, 1), (inside.bottom, size.height - inside.bottom))
            )
            left, right = line[0].crop(0, inside.x), line[0].crop(inside.right, size.width)
            kept = self._frame_drawn = _Frame(size, title, style, inside, above, below, left, right)
        return kept


class Box(Vertical, Framed):
    """A frame around what stands in it, one below the other."""

    def render_line(self, y: int) -> Strip:
        """What stands in it covers it."""
        return _NOTHING


_NOTHING = Strip([])
