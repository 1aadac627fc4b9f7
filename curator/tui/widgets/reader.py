"""A paper with a cursor: only what is in sight is laid out, so that its length costs nothing."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from curator.model import Sentence, Span
from curator.tui.entry import Entry
from curator.tui.glyphs import visible
from curator.tui.page import At, Dress, Line, Page, Skeleton
from curator.tui.reading import Opened, sentence_of, share_line
from curator.tui.widgets.bars import Bar
from curator.tui.widgets.drawing import strip_of
from curator.workbench.passages import sentences_in

Sign = Callable[[Span], str]
"""What stands in the margin of the lines that show a stretch: one cell, or nothing."""

MARGIN = 4
"""Cells for the cursor, the sign, a blank, and the scroll bar."""
_CURSOR, _THUMB, _TRACK = "▶", "█", "│"
_AROUND = 2
"""Lines kept in sight above and below the cursor."""
_WHEEL = 3


class PaperView(Widget, can_focus=True):
    """The text of a paper, scrolled by lines; its cursor is a line, and a sentence of that line."""

    class Moved(Message):
        """The cursor stands on another line or sentence, or the paper is another."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        # No line holds a link, and to look for some takes a tenth of the drawing.
        self.auto_links = False
        self._page: Page | None = None
        self._top = At(0, 0)
        self._cursor = At(0, 0)
        self._sentence: Sentence | None = None
        self._sign: Sign = lambda span: ""
        self._found: tuple[Span, ...] = ()
        self._is_sized = False
        self.shows_cursor = True

    # What is shown

    @property
    def page(self) -> Page | None:
        """The paper at the width of the pane; none before there is one."""
        return self._page

    @property
    def sentence(self) -> Sentence | None:
        """The sentence under the cursor; none on a heading, in a table and in the references."""
        return self._sentence

    @property
    def line(self) -> Line:
        """The line under the cursor."""
        return self._page.line(self._cursor) if self._page and not self._page.is_empty else Line(Content(""))

    @property
    def place(self) -> int:
        """Where in the text the cursor stands."""
        if self._page is None or self._page.is_empty:
            return 0
        if self._sentence:
            return self._sentence.start
        return self.line.start or self._page.skeleton.blocks[self._cursor.block].start

    def show(self, skeleton: Skeleton, dress: Dress, *, sign: Sign | None = None) -> None:
        """Show a paper, dressed; one that is shown already stays where it is."""
        if self._page is None or self._page.skeleton is not skeleton:
            self._page = Page(skeleton, self._text_width())
            self._top = self._cursor = At(0, 0)
            self._sentence, self._found = None, ()
            self._page.change(dress=dress)
        else:
            self._keep_place(lambda page: page.change(dress=dress))
        self._sign = sign or self._sign
        self.refresh()

    def find(self, found: tuple[Span, ...]) -> None:
        """Show these places reversed."""
        self._found = found
        self.refresh()

    def on_resize(self) -> None:
        """Break the lines anew, and stay at the same place."""
        self._fit()

    def _fit(self) -> None:
        """Break the lines for the width of the pane, before it is painted."""
        page, width = self._page, self._text_width()
        if page is None or page.is_empty or page.width == width:
            return
        is_first = not self._is_sized
        self._is_sized = True
        self._keep_place(lambda page: page.change(width=width))
        if is_first:
            self._top = page.moved(self._cursor, -(self.size.height // 3))
        self._into_sight()

    def _text_width(self) -> int:
        """Cells of a line; as wide as the screen as long as the pane has no size, so that it is laid out once."""
        return max(1, (self.size.width or self.app.size.width) - MARGIN)

    def _keep_place(self, change: Callable[[Page], None]) -> None:
        """Change how the lines break; the same text stays on top and under the cursor."""
        page = self._page
        if page is None or page.is_empty:
            return
        top, cursor = self._stand(page, self._top), self._stand(page, self._cursor)
        if self._sentence and cursor[1] <= self._sentence.start < page.line(self._cursor).end:
            cursor = self._cursor, self._sentence.start
        change(page)
        self._top, self._cursor = self._back(page, top), self._back(page, cursor)

    def _stand(self, page: Page, at: At) -> tuple[At, int]:
        return at, page.line(at).start if page.line(at).origins else -1

    def _back(self, page: Page, stood: tuple[At, int]) -> At:
        at, offset = stood
        return page.at(offset) if offset >= 0 else At(at.block, min(at.line, len(page.lines(at.block)) - 1))

    # Moving

    def move(self, step: int) -> None:
        """The cursor so many lines further."""
        if self._page and not self._page.is_empty:
            self._put(self._page.moved(self._cursor, step))

    def move_page(self, direction: int) -> None:
        """The cursor by what is in sight."""
        self.move(direction * max(1, self.size.height - 1))

    def move_to_end(self, direction: int) -> None:
        """To the first or the last line."""
        if self._page and not self._page.is_empty:
            self._put(self._page.ends()[0 if direction < 0 else 1])

    def move_sentence(self, direction: int) -> None:
        """To the next sentence, or the one before."""
        if self._page is None:
            return
        sentences, here = self._page.document.sentences, self.place
        further = (s for s in sentences if s.start > here)
        before = (s for s in reversed(sentences) if s.start < here)
        if found := next(further if direction > 0 else before, None):
            self.go_to_sentence(found)

    def go_after(self, offset: int) -> None:
        """The cursor on the first sentence that begins there or later; it stays where there is none."""
        following = (s for s in self._page.document.sentences if s.start >= offset) if self._page else iter(())
        if found := next(following, None):
            self.go_to_sentence(found)

    def go_to_sentence(self, sentence: Sentence) -> None:
        """The cursor on a sentence."""
        if self._page:
            self._put(self._page.at(sentence.start), sentence)

    def go(self, offset: int, *, raised: bool = True) -> None:
        """The cursor on an offset of the text; with `raised` more of what follows is in sight than of what is before.

        Where the offset and what follows it are in sight already, nothing scrolls.
        """
        page = self._page
        if page is None or page.is_empty:
            return
        at = page.at(offset)
        sentence = next((s for s in _on(page, page.line(at)) if s.start <= offset < s.end), None)
        if raised and not self._in_sight(at):
            self._top = page.moved(at, -(self.size.height // 3))
        self._put(at, sentence)

    def roll(self, step: int) -> None:
        """Show what is so many lines further; the cursor comes along where it would be left behind."""
        page = self._page
        if page is None or page.is_empty:
            return
        self._top = page.moved(self._top, step)
        shown = list(islice(page.following(self._top), max(1, self.size.height)))
        around = _AROUND if len(shown) > 2 * _AROUND else 0
        kept = max(shown[around], min(self._cursor, shown[-1 - around]))
        self._put(kept) if kept != self._cursor else self.refresh()

    def _put(self, at: At, sentence: Sentence | None = None) -> None:
        page = self._page
        if page is None:
            return
        self._cursor = at
        on_line = _on(page, page.line(at))
        begun = [s for s in on_line if s.start >= page.line(at).start]
        self._sentence = sentence or next(iter(begun or on_line), None)
        self._into_sight()
        self.refresh()
        self.post_message(self.Moved())

    def _in_sight(self, at: At) -> bool:
        page = self._page
        height = self.size.height
        if page is None or not height:
            return False
        shown = list(islice(page.following(self._top), max(1, height * 2 // 3)))
        return at in shown

    def _into_sight(self) -> None:
        """Scroll as little as shows the cursor and a few lines around it."""
        page, height = self._page, self.size.height
        if page is None or page.is_empty or not height:
            return
        around = min(_AROUND, max(0, (height - 1) // 2))
        first, last = page.moved(self._cursor, -around), page.moved(self._cursor, around)
        if first < self._top:
            self._top = first
        elif last not in (shown := list(islice(page.following(self._top), height))) and shown:
            self._top = page.moved(last, -(height - 1))

    # Drawing

    def render_line(self, y: int) -> Strip:
        """One line of the screen: cursor, sign, text, and a scroll bar by the share of the text."""
        self._fit()
        page, width = self._page, self.size.width
        at = next(islice(page.following(self._top), y, None), None) if page and not page.is_empty else None
        if page is None or at is None:
            return Strip.blank(0)
        line = page.line(at)
        is_here = self.shows_cursor and at == self._cursor
        text = self._marked(line)
        bar = (_THUMB, "$primary") if y == self._thumb(page) else (_TRACK, "$panel")
        pad = max(0, width - MARGIN - text.cell_length)
        cursor, sign = (_CURSOR if is_here else " ", "bold $accent"), (self._sign_of(page, line) or " ", "bold $odd")
        shown = Content.assemble(cursor, sign, " ", text, " " * pad, bar)
        return strip_of(shown, self.visual_style)

    def _marked(self, line: Line) -> Content:
        """The line with the sentence under the cursor and what was found set off."""
        text = line.content
        if self.shows_cursor and self._sentence:
            # On the terminal's own colours no background is sure to be seen.
            style = "bold" if self.app.native_ansi_color else "on $selected"
            text = _styled(text, line, self._sentence, style)
        for found in self._found:
            if found.start < line.end and line.start < found.end:
                text = _styled(text, line, found, "bold reverse")
        return text

    def _sign_of(self, page: Page, line: Line) -> str:
        begun = [s for s in _on(page, line) if s.start >= line.start]
        return max((self._sign(sentence) for sentence in begun), key=lambda sign: (sign != "", sign == "?"), default="")

    def _thumb(self, page: Page) -> int:
        share = page.skeleton.blocks[self._cursor.block].start / max(1, len(page.document.text))
        return round(share * (self.size.height - 1))

    # Mouse

    def on_click(self, event: events.Click) -> None:
        """A click moves the cursor."""
        page = self._page
        at = next(islice(page.following(self._top), event.y, None), None) if page and not page.is_empty else None
        if at is not None:
            self._put(at)

    def on_mouse_scroll_down(self) -> None:
        """Read on."""
        self.roll(_WHEEL)

    def on_mouse_scroll_up(self) -> None:
        """Read back."""
        self.roll(-_WHEEL)


class ReaderPane(Vertical):
    """A paper beside the rows: it goes where they do, and has no cursor of its own."""

    def compose(self) -> ComposeResult:
        """Where in the paper this is, and the paper."""
        yield Bar(id="where")
        view = PaperView(id="beside")
        view.can_focus = view.shows_cursor = False
        yield view

    @property
    def view(self) -> PaperView:
        """The paper."""
        return self.query_one(PaperView)

    def show(self, opened: Opened, entry: Entry, *, goes: bool = True) -> None:
        """Show the paper with the slots of a row marked; with `goes`, at the sentence of the row."""
        self.view.show(opened.skeleton, opened.dress(entry), sign=opened.sign)
        place = sentence_of(entry)
        if goes:
            self.view.go(place.start if place else 0)
        self.border_title = Content(visible(opened.document.title or opened.document.name))
        self.query_one("#where", Bar).update(Content(self._where(opened, place.start if place else 0)))

    def _where(self, opened: Opened, place: int) -> str:
        section = opened.document.section_at(place)
        page = opened.skeleton.page_at(place)
        read = [share_line(opened.reading, width=self.size.width // 2)] if opened.is_whole else []
        parts = [f"p. {page}"] if page else []
        return " | ".join([*parts, *([visible(section.title)] if section else []), *read])

    def roll(self, direction: int) -> None:
        """Scroll by half of what is in sight."""
        self.view.roll(direction * max(1, self.view.size.height // 2))


def _on(page: Page, line: Line) -> list[Sentence]:
    """The sentences of which a line shows a part."""
    return list(sentences_in(page.document, Span(line.start, line.end))) if line.origins else []


def _styled(text: Content, line: Line, span: Span, style: str) -> Content:
    start, end = line.columns(span)
    return text.stylize(style, start, end) if start < end else text
