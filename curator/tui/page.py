"""Owns how a whole paper is laid out: headings, prose with marks, tables as tables, references, page numbers.

Pure: a document, marks and a width in; styled lines out, with where each stretch of the text stands in them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from textual.content import Content

from curator.model import Document, Span, Table
from curator.tui.glyphs import visible
from curator.tui.marks import Mark, Passage, marked
from curator.workbench import places
from curator.workbench.drawing import table_lines

_BLOCK = re.compile(r"\S(?:.*\S)?(?:\n(?!\s*\n).*\S)*")
_WORD = re.compile(r"\S*")
_HEADING = "bold $primary"


@dataclass(frozen=True, slots=True)
class _Placed:
    """A block of the text, and on which line it begins."""

    span: Span
    line: int
    is_prose: bool


@dataclass(slots=True)
class Page:
    """A paper, laid out."""

    document: Document
    width: int
    marks: Sequence[Mark] = ()
    sentences: Sequence[Span] = ()
    lines: list[Content] = field(default_factory=list)
    blocks: list[_Placed] = field(default_factory=list)

    def line_of(self, offset: int) -> int:
        """The line on which an offset of the text stands; that of the block where it lies in a table."""
        block = next((b for b in reversed(self.blocks) if b.span.start <= offset), None)
        if block is None or not block.is_prose:
            return block.line if block else 0
        # The word is wrapped as a whole, so that its line is known only with its last letter.
        word = _WORD.match(self.document.text, offset, block.span.end)
        before = Passage(Span(block.span.start, word.end() if word else offset), tuple(self.sentences))
        return block.line + len(marked(self.document.text, before, self.marks).wrap(self.width)) - 1

    def span_of(self, line: int) -> Span:
        """The block that the line is of."""
        block = next((b for b in reversed(self.blocks) if b.line <= line), None)
        return block.span if block else Span(0, 0)


def lay_out(document: Document, *, width: int, marks: Sequence[Mark] = (), sentences: Sequence[Span] = ()) -> Page:
    """The whole paper in lines of at most so many cells. `sentences` are set off as those of the row at hand."""
    page = Page(document, max(20, width), marks, sentences)
    number = 0
    for block, table in _blocks(document):
        on = places(document, block.start, block.end)
        if on and on[0].page != number:
            number = on[0].page
            page.lines.append(Content.styled(f"── page {number} ──", "$quiet"))
        page.blocks.append(_Placed(block, len(page.lines), table is None))
        page.lines += _drawn_table(table, page.width) if table else _drawn(page, block)
        page.lines.append(Content(""))
    return page


def _blocks(document: Document) -> Iterator[tuple[Span, Table | None]]:
    """The blocks of the text in order, each table as one."""
    tables = sorted((table for table in document.tables if table.end > table.start), key=lambda table: table.start)
    end = 0
    for found in _BLOCK.finditer(document.text):
        span = Span(found.start(), found.end())
        if span.start < end:
            continue
        table = next((t for t in tables if t.start <= span.start < t.end), None)
        shown = Span(table.start, table.end) if table else span
        end = shown.end
        yield shown, table


def _drawn_table(table: Table, width: int) -> list[Content]:
    return [Content(visible(line)) for line in table_lines(table, width=width)]


def _drawn(page: Page, block: Span) -> list[Content]:
    """A heading, or prose with its marks."""
    document = page.document
    heading = next((s for s in document.sections if s.start == block.start), None)
    if heading and block.end - block.start <= len(heading.title) + 8:
        return Content.styled(visible(document.text[block.start : block.end]), _HEADING).wrap(page.width)
    mine = tuple(sentence for sentence in page.sentences if block.contains(sentence))
    if not mine and not any(block.contains(Span(m.start, m.end)) for m in page.marks):
        return Content(visible(document.text[block.start : block.end])).wrap(page.width)
    return marked(document.text, Passage(block, mine), page.marks).wrap(page.width)
