"""The assertion: its slots and standing above, its evidence and reasons below, scrolled to the sentence that counts.

Whatever is scrolled to, the evidence stays in sight: where its sentence has left the body, it stands above it. The pane
breaks its lines itself and draws those in sight, so that the next row costs one paint and no layout.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.segment import Segment
from textual import events
from textual.content import Content
from textual.strip import Strip
from textual.style import Style

from curator.model import Document
from curator.tui.entry import Entry
from curator.tui.glyphs import stacked
from curator.tui.sheet import Around, Body, Sheet, held, sentences, sheet
from curator.tui.themes import WIDE_FROM
from curator.tui.widgets.drawing import Laid
from curator.tui.widgets.framed import Framed

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
class _LaidOut:
    """A row, broken into lines."""

    entry: Entry
    paper: Document
    around: Around
    frame: _Frame
    page: Sheet
    head: Laid
    body: Laid

    @property
    def place(self) -> tuple[int, int]:
        """The first line of the evidence in the body, and the line behind its last."""
        text, lines = self.page.body, self.body
        return (lines.lines_to(text.start + 1) - 1, lines.lines_to(text.end)) if text.end else (0, 0)

    def begins_at(self, room: int) -> int:
        """The line of the body to begin with: the top where the evidence is in sight from there, else one above it."""
        first, last = self.place
        return max(0, first - 1) if last > room else 0

    def draw(self, height: int, style: Style) -> None:
        """Draw the lines that are in sight at first in a pane of so many lines; they are kept."""
        room = height - len(self.head)
        begin = self.begins_at(room)
        for laid, numbers in ((self.head, range(height)), (self.body, range(begin, begin + room))):
            for number in numbers[: max(0, len(laid) - numbers.start)]:
                laid.strip(number, style)

    def shows(self, entry: Entry, paper: Document, around: Around, frame: _Frame) -> bool:
        """Whether this is how the row looks now."""
        same_paper = self.paper is paper and self.frame == frame
        return same_paper and self.entry == entry and self.around == around


def _laid_out(entry: Entry, paper: Document, around: Around, frame: _Frame) -> _LaidOut:
    page = sheet(entry, paper, around=around, width=frame.width, tall=frame.is_tall)
    head = Laid(Content.assemble(page.head, "\n" if frame.has_space else ""), frame.width)
    return _LaidOut(entry, paper, around, frame, page, head, Laid(page.body.text, frame.width))


class AssertionPane(Framed):
    """One row, in full."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        # No line holds a link, and to look for some takes a tenth of the drawing.
        self.auto_links = False
        self._shown: tuple[Entry, Document, Around] | None = None
        self.head = Content("")
        """What stands above, always in sight."""
        self.body = Body(Content(""))
        """What scrolls."""
        self._head, self._held, self._body = _NO_LINES, _NO_LINES, _NO_LINES
        self._place = (0, 0)
        """The first line of the evidence in the body, and the line behind its last."""
        self._top = 0
        self._thumb: range | None = None
        self._expected: Sequence[_LaidOut] = ()
        """Rows one of which will probably be shown next."""

    @property
    def holds_evidence(self) -> bool:
        """True where the evidence stands above the body because it is out of sight there."""
        return bool(self._held)

    @property
    def top(self) -> int:
        """The first line of the body that is in sight."""
        return self._top

    def show(self, entry: Entry, paper: Document, around: Around) -> None:
        """Show this row."""
        self._shown = (entry, paper, around)
        self._lay_out()

    def expect(self, rows: Sequence[tuple[Entry, Document, Around]]) -> None:
        """Lay out and draw these rows, one of which will probably be shown next. May be called from any thread."""
        expected = [_laid_out(*row, self._frame) for row in rows]
        for laid in expected:
            laid.draw(self.size.height, self.visual_style)
        self._expected = expected

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

    @property
    def _room(self) -> int:
        """Lines that the body has."""
        return max(1, self.size.height - len(self._head) - len(self._held))

    def _lay_out(self) -> None:
        """Begin at the top where the whole sentence is in sight from there; else a line above the sentence."""
        if not self.size:
            return
        if self._shown is None:
            self._head, self._body, self._place = Laid(self.head, self._width), _NO_LINES, (0, 0)
            self._begin_at(0)
            return
        shown = (*self._shown, self._frame)
        laid = next((laid for laid in self._expected if laid.shows(*shown)), None) or _laid_out(*shown)
        self._head, self._body, self._held, self._place = laid.head, laid.body, _NO_LINES, laid.place
        self.head, self.body = laid.page.head, laid.page.body
        self._begin_at(laid.begins_at(self._room))

    def _begin_at(self, line: int) -> None:
        """Have this line of the body on top, and the evidence above it once it is out of sight."""
        self._held = _NO_LINES
        self._top = self._within(line)
        first, last = self._place
        in_sight = last == 0 or (first >= self._top and (last <= self._top + self._room or first - self._top <= 1))
        if self._shown and not in_sight:
            most = max(1, self.size.height - len(self._head) - _BODY_LEAST)
            evidence = stacked(held(*self._shown[:2]))
            self._held = Laid(evidence, self._width).shortened(most)
            self._top = self._within(line)
        self._thumb = self._thumb_now()
        self.refresh()

    def _within(self, line: int) -> int:
        return max(0, min(line, len(self._body) - self._room))

    def scroll_to_details(self) -> None:
        """Show what contradicts and what repeats the row."""
        if self.body.details:
            self._begin_at(self._body.lines_to(self.body.details))

    def scroll_evidence(self, direction: int) -> None:
        """Scroll the body by half its height, or where that is little by all but a line of it."""
        room = self._room
        self._begin_at(self._top + direction * max(1, room // 2 if room >= _TALL_FROM // 2 else room - 1))

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Read on."""
        event.stop()
        self._begin_at(self._top + _WHEEL)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Read back."""
        event.stop()
        self._begin_at(self._top - _WHEEL)

    def render_line(self, y: int) -> Strip:
        """One line of the screen."""
        style, inside = self.visual_style, y - len(self._head)
        if inside < 0:
            return self._head.strip(y, style)
        if inside < len(self._held):
            style += Style.parse("on $panel")
            return self._held.strip(inside, style).adjust_cell_length(self.size.width, style.rich_style)
        row = inside - len(self._held)
        line = self._top + row
        strip = self._body.strip(line, style) if line < len(self._body) else Strip.blank(0)
        if self._thumb is None:
            return strip
        bar = _THUMB if row in self._thumb else _TRACK
        strip = strip.adjust_cell_length(self._width, style.rich_style)
        return Strip([*strip, Segment(bar, (style + Style.parse("$quiet")).rich_style)])

    def _thumb_now(self) -> range | None:
        """The rows of the body beside which the scroll bar has its thumb; none where all of it is in sight."""
        every, room = len(self._body), self._room
        if every <= room:
            return None
        begin = self._top * room // every
        return range(begin, begin + room * room // every + 1)
