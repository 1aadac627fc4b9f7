"""The assertion: its slots and standing above, its evidence and reasons below, scrolled to the sentence that counts."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from curator.model import Document, Verdict
from curator.tui.desk import Entry
from curator.tui.sheet import Body, sentences, sheet

_TALL_FROM = 20
"""Lines from which the slots have a line each."""


class AssertionPane(Vertical):
    """One row, in full."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._shown: tuple[Entry, Document, Sequence[Verdict]] | None = None

    def compose(self) -> ComposeResult:
        """A head that stays and a body that scrolls."""
        yield Static(id="head", markup=False)
        with VerticalScroll(id="scroll", can_focus=False):
            yield Static(id="body", markup=False)

    def show(self, entry: Entry, paper: Document, verdicts: Sequence[Verdict]) -> None:
        """Show this row."""
        self._shown = (entry, paper, verdicts)
        self._draw()

    def show_nothing(self, why: str) -> None:
        """Say why there is no row."""
        self._shown = None
        self.query_one("#head", Static).update(Content(why))
        self.query_one("#body", Static).update(Content(""))

    def on_resize(self, event: events.Resize) -> None:
        """Lay the row out anew for the new size."""
        self._draw()

    def sentences(self) -> Content:
        """The evidence sentences alone, marked."""
        return sentences(*self._shown[:2]) if self._shown else Content("")

    def _draw(self) -> None:
        if self._shown is None or not self.size:
            return
        entry, paper, verdicts = self._shown
        width = max(20, self.size.width - 1)
        page = sheet(entry, paper, verdicts=verdicts, width=width, tall=self.size.height >= _TALL_FROM)
        self.query_one("#head", Static).update(page.head)
        self.query_one("#body", Static).update(page.body.text)
        self.call_after_refresh(self._scroll_to_sentence, page.body)

    def _scroll_to_sentence(self, body: Body) -> None:
        """Begin at the top where the whole sentence is in sight from there; else a line above the sentence."""
        scroll = self.query_one("#scroll", VerticalScroll)
        width = max(1, scroll.scrollable_content_region.width)
        last = len(body.text[: body.end].wrap(width))
        first = len(body.text[: body.start].wrap(width)) - 1
        scroll.scroll_to(y=max(0, first - 1) if last > scroll.size.height else 0, animate=False, immediate=True)

    def scroll_evidence(self, direction: int) -> None:
        """Scroll the body by half its height."""
        scroll = self.query_one("#scroll", VerticalScroll)
        scroll.scroll_relative(y=direction * max(1, scroll.size.height // 2), animate=False)
