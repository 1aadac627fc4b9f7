"""Owns how a widget that draws its own lines is framed: its lines go to the screen as they are.

Textual pads, frames and styles each line of a widget anew whenever the widget changes, which takes longer than to draw
it. A frame looks the same around every line; here it is drawn once, by Textual, until its looks or its title change.
"""

from __future__ import annotations

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
    """What is drawn around the lines of a widget."""

    size: Size
    """Of the whole widget."""
    title: Content | str | None
    style: Style
    above: list[Strip]
    below: list[Strip]
    left: Strip
    right: Strip


class Framed(Widget):
    """A widget whose `render_line` gives strips that are styled already, on its background."""

    _frame_drawn: _Frame | None = None
    _lines_drawn: tuple[Size, list[Strip]] | None = None
    """The size of the widget and all its lines, as long as nothing of it has changed."""

    def forget_lines(self) -> None:
        """Ask for every line anew."""
        self._lines_drawn = None

    def notify_style_update(self) -> None:
        """The looks have changed, or may have."""
        self._frame_drawn = self._lines_drawn = None
        super().notify_style_update()

    def refresh(self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False) -> Self:
        """What stands in the widget has changed."""
        self._lines_drawn = None
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    def render_lines(self, crop: Region) -> list[Strip]:
        """The lines within a region of the widget, its frame included."""
        size = self.outer_size
        if crop != size.region or not self.size:
            return super().render_lines(crop)
        if self._lines_drawn is None or self._lines_drawn[0] != size:
            self._lines_drawn = (size, self._drawn(size))
        return self._lines_drawn[1]

    def _drawn(self, size: Size) -> list[Strip]:
        inside = self.content_region.translate(-self.region.offset)
        frame, style = self._frame_around(inside, size), self.visual_style.rich_style
        filters, background = self.get_line_filters(), self.background_colors[1]
        strips = []
        for y in range(inside.height):
            inner = self.render_line(y).adjust_cell_length(inside.width, style)
            for line_filter in filters:
                inner = inner.apply_filter(line_filter, background)
            strips.append(Strip([*frame.left, *inner, *frame.right], size.width))
        return [*frame.above, *strips, *frame.below]

    def _frame_around(self, inside: Region, size: Size) -> _Frame:
        """The frame as it looks now. `inside` is where the lines stand in it."""
        kept, title, style = self._frame_drawn, self.border_title, self.visual_style
        if kept is None or (kept.size, kept.title, kept.style) != (size, title, style):
            above, line, below = (
                super(Framed, self).render_lines(Region(0, y, size.width, lines))
                for y, lines in ((0, inside.y), (inside.y, 1), (inside.bottom, size.height - inside.bottom))
            )
            left, right = line[0].crop(0, inside.x), line[0].crop(inside.right, size.width)
            kept = self._frame_drawn = _Frame(size, title, style, above, below, left, right)
        return kept


class Box(Framed, Vertical):
    """A frame around what stands in it, one below the other."""

    def render_line(self, y: int) -> Strip:
        """What stands in it covers it."""
        return _NOTHING


_NOTHING = Strip([])
