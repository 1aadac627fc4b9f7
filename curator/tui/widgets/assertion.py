"""The assertion: its slots and standing above, its evidence and reasons below, scrolled to the sentence that counts.

Whatever is scrolled to, the evidence stays in sight: where its sentence has left the body, it stands above it. The pane
breaks its lines itself and draws those in sight, so that the next row costs one paint and no layout.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from textual import events
from textual.content import Content
from textual.strip import Strip
from textual.style import Style
from textual.visual import Visual
from textual.widget import Widget

from curator.model import Document
from curator.tui.desk import Entry
from curator.tui.sheet import Around, Body, held, sentences, sheet
from curator.tui.themes import WIDE_FROM

_TALL_FROM = 20
"""Lines from which the slots have a line each."""
_BODY_LEAST = 4
"""Lines that the body keeps below the evidence that is held above it."""
_LEAST_WIDTH = 20
_WHEEL = 3
_THUMB, _TRACK = "█", "│"


class AssertionPane(Widget):
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
        self._head: Sequence[Content] = ()
        self._held: Sequence[Content] = ()
        self._body: Sequence[Content] = ()
        self._starts: Sequence[int] = ()
        """Where each line of the body begins in its text."""
        self._place = (0, 0)
        """The first line of the evidence in the body, and the line behind its last."""
        self._top = 0

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

    def show_nothing(self, why: str) -> None:
        """Say why there is no row."""
        self._shown = None
        self.head, self.body = Content(why), Body(Content(""))
        self._head, self._body = self.head.wrap(self._width), ()
        self._place = (0, 0)
        self._begin_at(0)

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
    def _room(self) -> int:
        """Lines that the body has."""
        return max(1, self.size.height - len(self._head) - len(self._held))

    def _lay_out(self) -> None:
        """Begin at the top where the whole sentence is in sight from there; else a line above the sentence."""
        if self._shown is None or not self.size:
            return
        entry, paper, around = self._shown
        page = sheet(entry, paper, around=around, width=self._width, tall=self.size.height >= _TALL_FROM)
        self.head, self.body = page.head, page.body
        space = [Content("")] if self.app.size.width >= WIDE_FROM else []
        self._head = [*page.head.wrap(self._width), *space]
        self._body = page.body.text.wrap(self._width)
        self._starts = _starts(page.body.text.plain, self._body)
        self._held = ()
        first, last = self._lines_to(page.body.start + 1) - 1, self._lines_to(page.body.end)
        self._place = (first, last) if page.body.end else (0, 0)
        self._begin_at(max(0, first - 1) if last > self._room else 0)

    def _lines_to(self, offset: int) -> int:
        """How many lines the body has up to there: those that begin before it."""
        return bisect_left(self._starts, offset) if offset else 0

    def _begin_at(self, line: int) -> None:
        """Have this line of the body on top, and the evidence above it once it is out of sight."""
        self._held = ()
        self._top = self._within(line)
        first, last = self._place
        in_sight = last == 0 or (first >= self._top and (last <= self._top + self._room or first - self._top <= 1))
        if self._shown and not in_sight:
            most = max(1, self.size.height - len(self._head) - _BODY_LEAST)
            self._held = _cut(held(*self._shown[:2]), width=self._width, lines=most)
            self._top = self._within(line)
        self.refresh()

    def _within(self, line: int) -> int:
        return max(0, min(line, len(self._body) - self._room))

    def scroll_to_details(self) -> None:
        """Show what contradicts and what repeats the row."""
        if self.body.details:
            self._begin_at(self._lines_to(self.body.details))

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
        text, style = self._line(y), self.visual_style
        if 0 <= y - len(self._head) < len(self._held):
            style += Style.parse("on $panel")
        bar = self._bar(y - len(self._head) - len(self._held))
        if bar:
            text = Content.assemble(text.pad_right(max(0, self._width - text.cell_length)), (bar, "$quiet"))
        return Visual.to_strips(self, text, self.size.width, 1, style)[0]

    def _line(self, y: int) -> Content:
        above = [*self._head, *self._held]
        if y < len(above):
            return above[y]
        line = self._top + y - len(above)
        return self._body[line] if line < len(self._body) else Content("")

    def _bar(self, row: int) -> str:
        """What the scroll bar shows beside a row of the body; nothing where all of it is in sight."""
        every, room = len(self._body), self._room
        if row < 0 or every <= room:
            return ""
        begin = self._top * room // every
        return _THUMB if begin <= row <= begin + room * room // every else _TRACK


def _starts(text: str, lines: Sequence[Content]) -> list[int]:
    """Where each line begins in the text that was broken into them; between two only white space is lost."""
    starts: list[int] = []
    at = 0
    for line in lines:
        shown = line.plain.rstrip()
        at = max(at, text.find(shown, at))
        starts.append(at)
        at += len(shown)
    return starts


def _cut(sentences: Sequence[Content], *, width: int, lines: int) -> list[Content]:
    """The sentences in at most so many lines; where that is not all, the last line ends with a sign for it."""
    wrapped = [line for sentence in sentences for line in sentence.wrap(width)]
    if len(wrapped) > lines:
        last = wrapped[lines - 1].rstrip()
        wrapped = [*wrapped[: lines - 1], last.truncate(width - 2) + Content(" …")]
    return wrapped
