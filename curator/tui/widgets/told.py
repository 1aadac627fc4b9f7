"""Owns how a text is told: broken into lines, and laid out anew only where it takes more lines than before or fewer."""

from __future__ import annotations

from collections.abc import Callable

from textual.content import Content
from textual.geometry import Size
from textual.strip import Strip

from curator.tui.widgets.drawing import Laid, strip_of
from curator.tui.widgets.framed import NOTHING, Framed


class Told(Framed):
    """As many lines as the text needs, or as there is room for; what is too long is cut."""

    DEFAULT_CSS = "Told { width: 1fr; height: auto; }"

    def __init__(self, content: Content | str = "", *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self.content = _as_content(content)

    def update(self, content: Content | str) -> None:
        """Tell this, unless it is told already."""
        before, self.content = self.content, _as_content(content)
        if self.content != before:
            height = self.styles.height
            grows = height is not None and height.is_auto and self._lines(before) != self._lines(self.content)
            self.refresh(layout=grows)

    def _lines(self, content: Content) -> int:
        return len(Laid(content, self.size.width))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """The lines that it needs."""
        return len(Laid(self.content, width))

    def render_line(self, y: int) -> Strip:
        """One line of the screen."""
        return self.drawing()(y)

    def drawing(self) -> Callable[[int], Strip]:
        """What draws each line; the text is broken once for all of them."""
        (width, height), style = self.size, self.visual_style
        if height == 1:
            whole = strip_of(self.content.truncate(width, ellipsis=True), style)
            return lambda y: whole
        lines = Laid(self.content, width).shortened(height)
        return lambda y: lines.strip(y, style) if y < len(lines) else NOTHING


def _as_content(content: Content | str) -> Content:
    return Content(content) if isinstance(content, str) else content
