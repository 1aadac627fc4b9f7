"""The reader: the whole paper, the slots of the row marked; its outline, and the way to a reference and back."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from curator.model import Document, Span
from curator.tui.desk import Desk, Entry
from curator.tui.glyphs import fit, visible
from curator.tui.keys import COMMANDS, Command, Place
from curator.tui.marks import Mark, evidence_marks
from curator.tui.page import Page, lay_out
from curator.tui.screens.listing import ListScreen
from curator.tui.screens.sentences import sentence_of
from curator.tui.widgets.lines import Lines
from curator.workbench import places

_MARGIN = 2
"""Cells that the cursor and the scroll bar take."""
_DEEPEST = 4
"""Levels of headings that are told apart by how far they are moved in."""


class ReaderScreen(ListScreen):
    """One paper from its title to its references."""

    PLACE = Place.READER
    NOTHING = "This paper has no text."
    FINDS = "text to find, case makes no difference   enter: go there   esc: drop"

    def __init__(self, desk: Desk, entry: Entry, commands: Sequence[Command] = COMMANDS) -> None:
        """`entry` is the row whose slots are marked and at whose sentence it begins."""
        super().__init__(desk, commands, document=entry.document)
        self._entry = entry
        self._paper: Document = desk.paper(entry.document)
        self._marks: list[Mark] = evidence_marks(entry.item.stored.assertion) if entry.item else []
        self._page: Page | None = None
        self._is_outline = False
        self._trail: list[int] = []
        self._found: list[int] = []

    def on_mount(self) -> None:
        """At the sentence of the row."""
        self.lines.focus()
        self.say("o shows the outline, enter follows a citation, b comes back, / finds")

    def on_resize(self) -> None:
        """Lay the paper out for the new width, and stay at the same place."""
        offset = self._offset() if self._page else (sentence_of(self._entry) or Span(0, 0)).start
        self._lay_out()
        self._is_outline = False
        self._go(offset)

    def _lay_out(self) -> None:
        item = self._entry.item
        sentence = sentence_of(self._entry)
        sentences = (
            [Span(e.start, e.end) for e in item.stored.assertion.evidence] if item else [sentence] * bool(sentence)
        )
        width = self.size.width - _MARGIN
        self._page = lay_out(self._paper, width=width, marks=self._marks, sentences=[s for s in sentences if s])

    def _offset(self) -> int:
        """Where in the text the block under the cursor begins."""
        return self._page.span_of(self.lines.cursor).start if self._page else 0

    def _go(self, offset: int) -> None:
        """To the line of an offset."""
        if self._page:
            self._show(self._page.line_of(offset))

    def _show(self, line: int) -> None:
        """To a line, with what follows it in sight."""
        self.lines.show(len(self._page.lines) if self._page else 0, line)
        self.call_after_refresh(self.lines.raise_cursor)

    def draw(self, number: int, width: int) -> Content:
        """A line of the paper, or a section of the outline."""
        if self._is_outline:
            section = self._paper.sections[number]
            page = self._page_of(section.start)
            return Content(fit(f"{'  ' * min(section.level - 1, _DEEPEST)}{visible(section.title)}{page}", width))
        line = self._page.lines[number] if self._page else Content("")
        return line[:width] if line.cell_length > width else line

    def _page_of(self, offset: int) -> str:
        on = places(self._paper, offset, offset + 1)
        return f"  p. {on[0].page}" if on else ""

    def on_lines_moved(self, message: Lines.Moved) -> None:
        """In the heading, where in the paper the cursor stands."""
        title = visible(self._paper.title or self._paper.name)
        if self._is_outline:
            self.head(f"Outline: {title}")
            return
        offset = self._offset()
        section = self._paper.section_at(offset)
        share = int(100 * offset / max(1, len(self._paper.text)))
        where = f" | {visible(section.title)}" if section else ""
        found = f" | {len(self._found)} × {visible(self.text)}" if self.text else ""
        self.head(f"{share}%{self._page_of(offset)}{where}{found} | {title}")

    async def on_lines_opened(self, message: Lines.Opened) -> None:
        """A second click follows."""
        self.action_follow()

    # Jumps

    def _jump(self, offset: int) -> None:
        """To an offset, so that `back` leads to where it began."""
        if not self._is_outline:
            self._trail.append(self.lines.cursor)
        self._is_outline = False
        self._go(offset)

    def action_outline(self) -> None:
        """The sections, the cursor on the one that was read; and back."""
        if self._is_outline:
            self.action_return()
            return
        if not self._paper.sections:
            self.say("this paper has no sections", wrong=True)
            return
        self._trail.append(self.lines.cursor)
        before = [n for n, section in enumerate(self._paper.sections) if section.start <= self._offset()]
        self._is_outline = True
        self.lines.show(len(self._paper.sections), before[-1] if before else 0)

    def action_follow(self) -> None:
        """From the outline to the section; from a citation to its reference; from there back."""
        if self._is_outline:
            self._jump(self._paper.sections[self.lines.cursor].start)
            return
        reference = next((r for key in self._cited() if (r := self._paper.reference(key)) and r.end), None)
        if reference is None:
            self.say("no reference is cited on this line; b comes back from one", wrong=True)
        else:
            self._jump(reference.start)
            self.say(f"{visible(reference.key)}: b comes back")

    def _cited(self) -> list[str]:
        """The keys cited on the line under the cursor; a marker that the line's end cuts is on both."""
        if self._page is None:
            return []
        here, line = self._page.span_of(self.lines.cursor), self.lines.cursor
        inside = [c for c in self._paper.citations if here.contains(Span(c.start, c.end))]
        return [
            k for c in inside if self._page.line_of(c.start) <= line <= self._page.line_of(c.end - 1) for k in c.keys
        ]

    def action_return(self) -> None:
        """To where the last jump began."""
        if not self._trail:
            self.say("there is nothing to come back from")
        elif self._page:
            self._is_outline = False
            self._show(self._trail.pop())

    def action_back(self) -> None:
        """Close the outline, else drop the text, else leave."""
        if self._is_outline:
            self.action_return()
        else:
            super().action_back()

    def action_to_row(self) -> None:
        """To the sentence of the row."""
        if sentence := sentence_of(self._entry):
            self._jump(sentence.start)

    # Finding

    def narrow(self, text: str) -> str:
        """Go to the first place after the cursor that holds the text; say so where none does."""
        here, self.text = self._offset(), text
        self._found = found_in(self._paper.text, text)
        if text and not self._found:
            return f"{text!r} is nowhere in the paper"
        if self._found and not self._is_outline:
            self._go(next((offset for offset in self._found if offset >= here), self._found[0]))
        return ""

    def action_next_found(self, direction: int) -> None:
        """To the next place, around the end if need be."""
        if not self._found or self._page is None:
            self.say("nothing to find; / asks what")
            return
        lines = [self._page.line_of(offset) for offset in self._found]
        here = self.lines.cursor
        further = [n for n in lines if n > here] if direction > 0 else [n for n in reversed(lines) if n < here]
        self._is_outline = False
        self._show(further[0] if further else lines[0 if direction > 0 else -1])


def found_in(text: str, part: str) -> list[int]:
    """Every offset at which the part stands, whatever its case."""
    wanted = part.lower()
    lowered = text.lower()
    if not wanted or len(lowered) != len(text):
        # Lowering may lengthen a text, and offsets with it; then the case counts.
        wanted, lowered = part, text
    offsets, at = [], lowered.find(wanted) if wanted else -1
    while at >= 0:
        offsets.append(at)
        at = lowered.find(wanted, at + len(wanted))
    return offsets
