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

NOTHING = Strip([])
"""A line with nothing on it."""


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
    framed: dict[int, tuple[Strip, Strip]]
    """Identity of each line without its frame → that line, and the same in it."""


class Framed(Widget):
    """A widget whose `render_line` gives strips that are styled already, on its background.

    Beside another base it stands last: Textual takes the default styles of the first.
    """

    _frame_drawn: _Frame | None = None
    _drawn: Drawn | None = None
    """All its lines, as they were drawn last."""
    _is_changed = False
    """Whether something has changed since."""

    def forget_lines(self) -> None:
        """Ask for every line anew."""
        self._is_changed = True

    def notify_style_update(self) -> None:
        """The looks have changed, or may have."""
        self._frame_drawn = self._drawn = None
        super().notify_style_update()

    def refresh(self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False) -> Self:
        """What stands in the widget has changed."""
        self._is_changed = True
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    def render_lines(self, crop: Region) -> list[Strip]:
        """The lines within a region of the widget, its frame included."""
        if crop != self.outer_size.region or not self.size:
            return super().render_lines(crop)
        frame = self._frame_now()
        if self._drawn is None or self._drawn.frame is not frame or self._is_changed:
            self._drawn = self._drawn_in(frame, self.drawing(), self._drawn)
            self._is_changed = False
        return self._drawn.lines

    def drawing(self) -> Callable[[int], Strip]:
        """What draws each line as it is now; a line that gives the same strip as before is not framed again."""
        return self.render_line

    def drawn_ahead(self, line: Callable[[int], Strip]) -> Drawn | None:
        """The widget as it will look with these lines; none where its frame is not known. For any thread."""
        frame = self._frame_drawn
        return self._drawn_in(frame, line) if frame else None

    def show_drawn(self, drawn: Drawn | None) -> None:
        """These are the lines, where the frame is still as it was: to be called behind `refresh`."""
        if drawn:
            self._drawn, self._is_changed = drawn, False

    def _drawn_in(self, frame: _Frame, line: Callable[[int], Strip], before: Drawn | None = None) -> Drawn:
        inside, blank = frame.inside, frame.style.rich_style
        filters, background = self.get_line_filters(), self.background_colors[1]
        kept = before.framed if before and before.frame is frame else {}
        framed, lines = {}, [*frame.above]
        for y in range(inside.height):
            own = line(y)
            if id(own) in kept:
                framed[id(own)] = kept[id(own)]
            else:
                inner = own.adjust_cell_length(inside.width, blank)
                for line_filter in filters:
                    inner = inner.apply_filter(line_filter, background)
                framed[id(own)] = own, Strip([*frame.left, *inner, *frame.right], frame.size.width)
            lines.append(framed[id(own)][1])
        return Drawn(frame, [*lines, *frame.below], framed)

    def _frame_now(self) -> _Frame:
        kept, size, title, style = self._frame_drawn, self.outer_size, self._border_title, self.visual_style
        if kept is None or (kept.size, kept.title, kept.style) != (size, title, style):
            inside = self.content_region.translate(-self.region.offset)
            kept = self._frame_drawn = _Frame(size, title, style, inside, *self._frame_around(inside, size))
        return kept

    def _frame_around(self, inside: Region, size: Size) -> tuple[list[Strip], list[Strip], Strip, Strip]:
        """What stands above, below, to the left and to the right of the lines."""
        if inside == size.region:
            return [], [], NOTHING, NOTHING
        above, line, below = (
            super(Framed, self).render_lines(Region(0, y, size.width, lines))
            for y, lines in ((0, inside.y), (inside.y, 1), (inside.bottom, size.height - inside.bottom))
        )
        return above, below, line[0].crop(0, inside.x), line[0].crop(inside.right, size.width)


class Box(Vertical, Framed):
    """A frame around what stands in it, one below the other."""

    def render_line(self, y: int) -> Strip:
        """What stands in it covers it."""
        return NOTHING
