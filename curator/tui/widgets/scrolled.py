"""Owns how a long list scrolls: its lines go to the screen as they are, its scroll bar is painted where it moves."""

from __future__ import annotations

from textual.reactive import Reactive
from textual.scroll_view import ScrollView
from textual.scrollbar import ScrollBar

from curator.tui.widgets.framed import Framed

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
    """A list whose `render_line` gives strips that are styled already."""

    @property
    def vertical_scrollbar(self) -> ScrollBar:
        """The scroll bar beside the lines; made where there is none yet, as Textual does."""
        if self._vertical_scrollbar is None:
            made = _StillBar(vertical=True, name="vertical", thickness=self.scrollbar_size_vertical)
            made.display = False
            self._vertical_scrollbar = made
            self.app._start_widget(self, made)
        return self._vertical_scrollbar
