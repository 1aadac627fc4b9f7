"""Picking the value of a slot in the text of the paper: word by word, or a whole name at one key."""

from __future__ import annotations

from textual import getters
from textual.app import ComposeResult
from textual.content import Content

from curator.model import Slot, Span
from curator.tui import words as told
from curator.tui.glyphs import visible
from curator.tui.keys import Place
from curator.tui.marks import LETTERS, slot_style
from curator.tui.page import dressed
from curator.tui.picking import Picked, area_around, picked_span, value_of, whole_name, words_of
from curator.tui.reading import Opened
from curator.tui.screens.dialog import Dialog
from curator.tui.widgets.framed import Box
from curator.tui.widgets.reader import PaperView
from curator.tui.widgets.told import Told


class SpanScreen(Dialog[str | None]):
    """Pick words; what comes out is the value that the slot would hold."""

    PLACE = Place.PICKING

    _view = getters.query_one("#source", PaperView)

    def __init__(self, opened: Opened, slot: Slot, sentence: Span) -> None:
        """`sentence` is where it begins."""
        super().__init__()
        self._opened = opened
        self._slot = slot
        self._sentence = sentence
        self._words = words_of(opened.reading, area_around(opened.document, sentence))
        begin = next((n for n, word in enumerate(self._words) if word.end > sentence.start), 0)
        first = whole_name(self._words, opened.reading, slot, Picked(begin, begin), 0) if self._words else None
        fits = first and sentence.contains(picked_span(self._words, first))
        self._picked = first if first and fits else Picked(begin, begin)

    def compose(self) -> ComposeResult:
        """What the slot would hold, the paper with the picked words reversed."""
        with Box(classes="corner picking"):
            title = f"Pick the {told.SLOT_LABELS[self._slot]} in the text"
            yield Told(Content.styled(title, "bold"))
            yield Told(id="value")
            yield PaperView(id="source")

    def on_mount(self) -> None:
        """Show where it begins."""
        self._view.shows_cursor = False
        dress = dressed((), [self._sentence], names=self._opened.names, read=self._opened.reading.read_sentences)
        self._view.show(self._opened.skeleton, dress, sign=self._opened.sign)
        self._view.go(self._sentence.start)
        self._draw()

    def _draw(self) -> None:
        if not self._words:
            self.query_one("#value", Told).update("there are no words here")
            return
        span = picked_span(self._words, self._picked)
        self._view.find((span,))
        self._view.go(span.start, raised=False)
        style = f"bold {slot_style(self._slot)}"
        value = visible(value_of(self._opened.reading, self._slot, span))
        self.query_one("#value", Told).update(Content.assemble((LETTERS[self._slot], style), " ", (value, style)))

    def _pick(self, picked: Picked | None) -> None:
        if picked and self._words:
            self._picked = picked
            self._draw()

    def action_word(self, step: int) -> None:
        """One word further, and only that word."""
        self._pick(self._picked.moved(step, len(self._words)))

    def action_extend(self, step: int) -> None:
        """A word more, or less."""
        self._pick(self._picked.extended(step, len(self._words)))

    def action_line(self, step: int) -> None:
        """To about the same place a line further."""
        page = self._view.page
        if page is None or not self._words:
            return
        here = self._words[self._picked.first].start
        at, place = page.at(here), None
        column = here - page.line(at).start
        while (on := page.moved(at, step)) != at and place is None:
            at, line = on, page.line(on)
            place = min(line.start + column, line.end - 1) if line.origins else None
        if place is not None:
            number = next((n for n, word in enumerate(self._words) if word.end > place), len(self._words) - 1)
            self._pick(Picked(number, number))

    def action_name(self, step: int) -> None:
        """The next name that fits the slot, whole."""
        if self._words:
            self._pick(whole_name(self._words, self._opened.reading, self._slot, self._picked, step))

    def action_take(self) -> None:
        """Hand the value back."""
        span = picked_span(self._words, self._picked) if self._words else None
        self.dismiss(value_of(self._opened.reading, self._slot, span) if span else None)

    def action_leave(self) -> None:
        """Take nothing."""
        self.dismiss(None)
