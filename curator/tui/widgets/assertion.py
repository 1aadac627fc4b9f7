"""The assertion: its slots and standing above, its evidence and reasons below, scrolled to the sentence that counts.

Whatever is scrolled to, the evidence stays in sight: where its sentence has left the body, it stands above it.
"""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from curator.model import Document
from curator.tui.desk import Entry
from curator.tui.sheet import Around, Body, held, sentences, sheet

_TALL_FROM = 20
"""Lines from which the slots have a line each."""
_BODY_LEAST = 4
"""Lines that the body keeps below the evidence that is held above it."""


class AssertionPane(Vertical):
    """One row, in full."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._shown: tuple[Entry, Document, Around] | None = None
        self._place = (0, 0)
        self._details = 0

    def compose(self) -> ComposeResult:
        """A head that stays, the evidence where it would leave sight, and a body that scrolls."""
        yield Static(id="head", markup=False)
        yield Static(id="held", markup=False)
        with VerticalScroll(id="scroll", can_focus=False):
            yield Static(id="body", markup=False)

    def on_mount(self) -> None:
        """Watch what is scrolled to."""
        self.query_one("#held", Static).display = False
        self.watch(self.query_one("#scroll", VerticalScroll), "scroll_y", self._hold_evidence)

    def show(self, entry: Entry, paper: Document, around: Around) -> None:
        """Show this row."""
        self._shown = (entry, paper, around)
        self._draw()

    def show_nothing(self, why: str) -> None:
        """Say why there is no row."""
        self._shown = None
        self._place = (0, 0)
        self.query_one("#head", Static).update(Content(why))
        self.query_one("#body", Static).update(Content(""))
        self._hold_evidence()

    def on_resize(self, event: events.Resize) -> None:
        """Lay the row out anew for the new size."""
        self._draw()

    def sentences(self) -> Content:
        """The evidence sentences alone, marked."""
        return sentences(*self._shown[:2]) if self._shown else Content("")

    def _draw(self) -> None:
        if self._shown is None or not self.size:
            return
        entry, paper, around = self._shown
        width = max(20, self.size.width - 1)
        page = sheet(entry, paper, around=around, width=width, tall=self.size.height >= _TALL_FROM)
        head = self.query_one("#head", Static)
        head.update(page.head)
        self.query_one("#body", Static).update(page.body.text)
        self.query_one("#held", Static).display = False
        # What the head will leave to the body once it is laid out.
        left = self.size.height - len(page.head.wrap(self.size.width)) - head.styles.padding.height
        self.call_after_refresh(self._scroll_to_sentence, page.body, max(1, left))

    def _scroll_to_sentence(self, body: Body, height: int) -> None:
        """Begin at the top where the whole sentence is in sight from there; else a line above the sentence."""
        scroll = self.query_one("#scroll", VerticalScroll)
        width = max(1, scroll.scrollable_content_region.width)
        last = len(body.text[: body.end].wrap(width))
        first = len(body.text[: body.start].wrap(width)) - 1
        self._place = (first, last) if body.end else (0, 0)
        self._details = len(body.text[: body.details].wrap(width)) if body.details else 0
        scroll.scroll_to(y=max(0, first - 1) if last > height else 0, animate=False, immediate=True)
        self._hold_evidence()

    def _hold_evidence(self) -> None:
        """Show the evidence above the body once its first sentence begins above what is in sight, or ends below."""
        line = self.query_one("#held", Static)
        scroll = self.query_one("#scroll", VerticalScroll)
        first, last = self._place
        top, height = round(scroll.scroll_y), scroll.size.height
        in_sight = last == 0 or (first >= top and (last <= top + height or first - top <= 1))
        if line.display is not in_sight:
            return
        if self._shown and not in_sight:
            room = self.size.height - self.query_one("#head", Static).size.height - _BODY_LEAST
            line.update(_cut(held(*self._shown[:2]), width=max(20, self.size.width - 2), lines=max(1, room)))
        line.display = not in_sight

    def scroll_to_details(self) -> None:
        """Show what contradicts and what repeats the row."""
        if self._details:
            self.query_one("#scroll", VerticalScroll).scroll_to(y=self._details, animate=False, immediate=True)

    def scroll_evidence(self, direction: int) -> None:
        """Scroll the body by half its height, or where that is little by all but a line of it."""
        scroll = self.query_one("#scroll", VerticalScroll)
        height = scroll.size.height
        step = height // 2 if height >= _TALL_FROM // 2 else height - 1
        scroll.scroll_relative(y=direction * max(1, step), animate=False)


def _cut(sentences: Sequence[Content], *, width: int, lines: int) -> Content:
    """The sentences in at most so many lines; where that is not all, the last line ends with a sign for it."""
    wrapped = [line for sentence in sentences for line in sentence.wrap(width)]
    if len(wrapped) > lines:
        last = wrapped[lines - 1].rstrip()
        wrapped = [*wrapped[: lines - 1], last.truncate(width - 2) + Content(" …")]
    return Content("\n").join(wrapped)
