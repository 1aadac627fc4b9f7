"""The assertion: its slots and standing above, its evidence and reasons below, scrolled to the sentence that counts.

Whatever is scrolled to, the evidence stays in sight: where its sentence has left the body, it stands above it. The pane
breaks its lines itself and draws those in sight, so that the next row costs one paint and no layout.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from rich.segment import Segment
from textual import events
from textual.content import Content
from textual.strip import Strip
from textual.style import Style

from curator.model import Document
from curator.tui.entry import Entry
from curator.tui.glyphs import stacked, visible
from curator.tui.sheet import Around, Body, Sheet, held, sentences, sheet
from curator.tui.themes import WIDE_FROM
from curator.tui.widgets.drawing import Laid
from curator.tui.widgets.framed import Drawn, Framed

_TALL_FROM = 20
"""Lines from which the slots have a line each."""
_BODY_LEAST = 4
"""Lines that the body keeps below the evidence that is held above it."""
_LEAST_WIDTH = 20
_WHEEL = 3
_THUMB, _TRACK = "█", "│"
_NO_LINES = Laid(Content(""), _LEAST_WIDTH)


@dataclass(frozen=True, slots=True)
class _Frame:
    """All of a pane that counts for how a row is laid out in it."""

    width: int
    """Cells of a line."""
    is_tall: bool
    has_space: bool
    """Whether a blank line stands below the head."""


@dataclass(frozen=True, slots=True)
class _Sight:
    """What of a row is in sight in a pane."""

    head: Laid
    held: Laid
    """The evidence, above the body once it is out of sight there."""
    body: Laid
    height: int
    """Lines of the pane."""
    top: int = 0
    """The first line of the body that is in sight."""

    @property
    def room(self) -> int:
        """Lines that the body has."""
        return max(1, self.height - len(self.head) - len(self.held))

    def begun_at(self, line: int) -> _Sight:
        """The same with this line of the body on top, or the last from which on it fills its room."""
        return replace(self, top=max(0, min(line, len(self.body) - self.room)))

    def shows(self, first: int, last: int) -> bool:
        """Whether these lines of the body are in sight: all of them, or as many as there is room for."""
        return first >= self.top and (last <= self.top + self.room or first - self.top <= 1)

    def drawing(self, width: int, style: Style) -> Callable[[int], Strip]:
        """What draws a line of the pane, on a style. `width` is that of the body in cells, without the scroll bar's."""
        above, thumb = len(self.head) + len(self.held), self._thumb
        on_panel = style + Style.parse("on $panel")
        bar_style = (style + Style.parse("$quiet")).rich_style
        thumb_part, track_part = Segment(_THUMB, bar_style), Segment(_TRACK, bar_style)

        def drawn(y: int) -> Strip:
            row = y - above
            if y < len(self.head):
                return self.head.strip(y, style)
            if row < 0:
                held = self.held.strip(y - len(self.head), on_panel)
                return held.adjust_cell_length(width + 1, on_panel.rich_style)
            line = self.top + row
            strip = self.body.strip(line, style) if line < len(self.body) else Strip.blank(0)
            if thumb is None:
                return strip
            bar = thumb_part if row in thumb else track_part
            return Strip([*strip.adjust_cell_length(width, style.rich_style), bar])

        return drawn

    @property
    def _thumb(self) -> range | None:
        """The rows of the body beside which the scroll bar has its thumb; none where all of it is in sight."""
        every, room = len(self.body), self.room
        if every <= room:
            return None
        begin = self.top * room // every
        return range(begin, begin + room * room // every + 1)


@dataclass(frozen=True, slots=True)
class _LaidOut:
    """A row, broken into lines."""

    entry: Entry
    paper: Document
    around: Around
    frame: _Frame
    page: Sheet
    head: Laid
    body: Laid

    def sight(self, height: int, line: int | None = None) -> _Sight:
        """What is in sight with this line of the body on top, in a pane of so many lines.

        Without one it begins at the top where the evidence is in sight from there, else one line above it.
        """
        text = self.page.body
        first, last = self.body.lines_to(text.start + 1) - 1, self.body.lines_to(text.end)
        whole = _Sight(self.head, _NO_LINES, self.body, height)
        if line is None:
            line = max(0, first - 1) if text.end and last > whole.room else 0
        begun = whole.begun_at(line)
        if not text.end or begun.shows(first, last):
            return begun
        most = max(1, height - len(self.head) - _BODY_LEAST)
        evidence = Laid(stacked(held(self.entry, self.paper)), self.frame.width).shortened(most)
        return replace(whole, held=evidence).begun_at(line)

    def shows(self, entry: Entry, paper: Document, around: Around, frame: _Frame) -> bool:
        """Whether this is how the row looks now."""
        same_paper = self.paper is paper and self.frame == frame
        return same_paper and self.entry == entry and self.around == around


def _laid_out(entry: Entry, paper: Document, around: Around, frame: _Frame) -> _LaidOut:
    page = sheet(entry, paper, around=around, width=frame.width, tall=frame.is_tall)
    head = Laid(Content.assemble(page.head, "\n" if frame.has_space else ""), frame.width)
    return _LaidOut(entry, paper, around, frame, page, head, Laid(page.body.text, frame.width))


@dataclass(frozen=True, slots=True)
class _Expected:
    """A row that will probably be shown next, as it will be in sight at first."""

    laid: _LaidOut
    sight: _Sight
    drawn: Drawn | None


class AssertionPane(Framed):
    """One row, in full."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._shown: tuple[Entry, Document, Around] | None = None
        self.head = Content("")
        """What stands above, always in sight."""
        self.body = Body(Content(""))
        """What scrolls."""
        self._title = ""
        self._laid: _LaidOut | None = None
        """The row; none where there is none."""
        self._sight = _Sight(_NO_LINES, _NO_LINES, _NO_LINES, 0)
        self._expected: Sequence[_Expected] = ()

    @property
    def holds_evidence(self) -> bool:
        """True where the evidence stands above the body because it is out of sight there."""
        return bool(self._sight.held)

    @property
    def top(self) -> int:
        """The first line of the body that is in sight."""
        return self._sight.top

    def show(self, entry: Entry, paper: Document, around: Around) -> None:
        """Show this row."""
        self._shown = (entry, paper, around)
        title = visible(paper.title or entry.document_name)
        if title != self._title:
            self._title, self.border_title = title, Content(title)
        self._lay_out()

    def expect(self, rows: Sequence[tuple[Entry, Document, Around]]) -> None:
        """Lay out and draw these rows, one of which will probably be shown next. May be called from any thread."""
        self._expected = [self._ahead(_laid_out(*row, self._frame)) for row in rows]

    def _ahead(self, laid: _LaidOut) -> _Expected:
        sight = laid.sight(self.size.height)
        return _Expected(laid, sight, self.drawn_ahead(sight.drawing(self._width, self.visual_style)))

    def show_nothing(self, why: str) -> None:
        """Say why there is no row."""
        self._shown = None
        self.head, self.body = Content(why), Body(Content(""))
        self._lay_out()

    def sentences(self) -> Content:
        """The evidence sentences alone, marked."""
        return sentences(*self._shown[:2]) if self._shown else Content("")

    def on_resize(self, event: events.Resize) -> None:
        """Lay the row out anew for the new size."""
        self._lay_out()

    @property
    def _width(self) -> int:
        """Cells of a line; the last cell of the pane is the scroll bar's."""
        return max(_LEAST_WIDTH, self.size.width - 1)

    @property
    def _frame(self) -> _Frame:
        return _Frame(self._width, self.size.height >= _TALL_FROM, self.app.size.width >= WIDE_FROM)

    def _lay_out(self) -> None:
        """Begin where the evidence is in sight."""
        height = self.size.height
        if not height:
            return
        if self._shown is None:
            self._laid = None
            self._see(_Sight(Laid(self.head, self._width), _NO_LINES, _NO_LINES, height))
            return
        shown = (*self._shown, self._frame)
        expected = next((expected for expected in self._expected if expected.laid.shows(*shown)), None)
        self._laid = laid = expected.laid if expected else _laid_out(*shown)
        self.head, self.body = laid.page.head, laid.page.body
        if expected and expected.sight.height == height:
            self._see(expected.sight, expected.drawn)
        else:
            self._see(laid.sight(height))

    def _see(self, sight: _Sight, drawn: Drawn | None = None) -> None:
        self._sight = sight
        self.refresh()
        self.show_drawn(drawn)

    def _begin_at(self, line: int) -> None:
        """Have this line of the body on top, and the evidence above it once it is out of sight."""
        height = self.size.height
        self._see(self._laid.sight(height, line) if self._laid else self._sight.begun_at(line))

    def scroll_to_details(self) -> None:
        """Show what contradicts and what repeats the row."""
        if self.body.details:
            self._begin_at(self._sight.body.lines_to(self.body.details))

    def scroll_evidence(self, direction: int) -> None:
        """Scroll the body by half its height, or where that is little by all but a line of it."""
        room = self._sight.room
        self._begin_at(self.top + direction * max(1, room // 2 if room >= _TALL_FROM // 2 else room - 1))

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Read on."""
        event.stop()
        self._begin_at(self.top + _WHEEL)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Read back."""
        event.stop()
        self._begin_at(self.top - _WHEEL)

    def drawing(self) -> Callable[[int], Strip]:
        """What draws each line as it is now."""
        return self._sight.drawing(self._width, self.visual_style)

    def render_line(self, y: int) -> Strip:
        """One line of the screen."""
        return self.drawing()(y)
