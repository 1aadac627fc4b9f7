"""Owns how a whole paper is laid out: headings, prose with marks, tables as tables, references, page numbers.

Pure: a document, a width and how it is dressed in; styled lines out, each with the offsets of its letters. A block is
laid out when it is first looked at, and kept: a paper of any length opens at once.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

from textual.content import Content

from curator.model import Document, Span, Table
from curator.tui.glyphs import breaks, visible
from curator.tui.marks import QUIET, Mark, Passage, Piece, pieces
from curator.workbench.drawing import table_lines

_BLOCK = re.compile(r"\S(?:.*\S)?(?:\n(?!\s*\n).*\S)*")
_HEADING = "bold $primary"
_NUMBERING = 8
"""Letters that a heading may have beside its title."""
_LEAST_WIDTH = 20
_BLOCKS_KEPT = 600


Held = TypeVar("Held", Mark, Span)


class At(NamedTuple):
    """A line of a page."""

    block: int
    line: int


@dataclass(frozen=True, slots=True)
class Line:
    """What stands on one line, and where in the text each of its letters stands."""

    content: Content
    origins: Sequence[int] = ()
    """One offset a letter; none on a line that is no prose."""
    start: int = 0
    end: int = 0
    """The stretch of the text that the line shows; that of its whole block where it is no prose."""

    def columns(self, span: Span) -> tuple[int, int]:
        """From which letter to which the line shows a part of the span; alike where it shows none."""
        return bisect_left(self.origins, span.start), bisect_left(self.origins, span.end)


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, a paragraph, a table, or one entry of the references."""

    start: int
    end: int
    table: Table | None = None
    is_heading: bool = False
    page: int = 0
    """The page that begins with it; 0 where none does."""


class Skeleton:
    """The blocks of a paper, which are the same at every width."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.blocks = list(_blocks(document))
        self._starts = [block.start for block in self.blocks]
        self._pages = _pages(document)

    def block_at(self, offset: int) -> int:
        """The number of the block that an offset stands in, or of the last before it."""
        return max(0, bisect_right(self._starts, offset) - 1)

    def page_at(self, offset: int) -> int:
        """The page of an offset; 0 where the document has none."""
        starts, numbers = self._pages
        found = bisect_right(starts, offset) - 1
        return numbers[found] if found >= 0 else 0


@dataclass(frozen=True, slots=True)
class Dress:
    """What is marked in a paper; every sequence in text order."""

    marks: Sequence[Mark] = ()
    """Of the row at hand."""
    sentences: Sequence[Span] = ()
    """Of the row at hand, set off."""
    names: Sequence[Mark] = ()
    """Names, none upon another; where a mark of the row stands they are left out."""
    read: Sequence[Span] = ()
    """Sentences that have been read and hold nothing."""


class Page:
    """A paper at one width."""

    def __init__(self, skeleton: Skeleton, width: int, dress: Dress | None = None) -> None:
        self.skeleton = skeleton
        self._width = width
        self._dress = dress or Dress()
        self._laid: OrderedDict[tuple[int, int, Dress], tuple[Line, ...]] = OrderedDict()
        self._now: dict[int, tuple[Line, ...]] = {}
        """The same under the width and dress of the moment, so that neither is compared for every line."""

    @property
    def width(self) -> int:
        """Cells of a line."""
        return self._width

    @property
    def dress(self) -> Dress:
        """What is marked."""
        return self._dress

    def change(self, *, width: int | None = None, dress: Dress | None = None) -> None:
        """Another width, or other marks; what they leave alike is not laid out anew."""
        self._width, self._dress = width or self._width, dress or self._dress
        self._now.clear()

    @property
    def document(self) -> Document:
        """The paper."""
        return self.skeleton.document

    @property
    def is_empty(self) -> bool:
        """True for a paper without any text."""
        return not self.skeleton.blocks

    def lines(self, number: int) -> tuple[Line, ...]:
        """The lines of a block, an empty one at its end; at least two."""
        if number not in self._now:
            self._now[number] = self._laid_out(number)
        return self._now[number]

    def _laid_out(self, number: int) -> tuple[Line, ...]:
        dress = self._dress_of(self.skeleton.blocks[number])
        key = (number, self._width, dress)
        if key not in self._laid:
            self._laid[key] = tuple(_lines(self.skeleton, number, dress, max(_LEAST_WIDTH, self._width)))
            if len(self._laid) > _BLOCKS_KEPT:
                self._laid.popitem(last=False)
        self._laid.move_to_end(key)
        return self._laid[key]

    def _dress_of(self, block: Block) -> Dress:
        """What is marked in one block."""
        dress = self.dress
        return Dress(
            _inside(dress.marks, block),
            _inside(dress.sentences, block),
            _inside(dress.names, block),
            _inside(dress.read, block),
        )

    def line(self, at: At) -> Line:
        """One line."""
        return self.lines(at.block)[at.line]

    def at(self, offset: int) -> At:
        """The line on which an offset of the text stands; the first of the block where it stands in a table."""
        if self.is_empty:
            return At(0, 0)
        number = self.skeleton.block_at(offset)
        lines = self.lines(number)
        found = next((n for n, line in enumerate(lines) if line.origins and offset < line.end), None)
        return At(number, found if found is not None else _first(lines))

    def moved(self, at: At, step: int) -> At:
        """So many lines further, or with a negative step back, as far as there are any."""
        block, line = at.block, at.line + step
        while line < 0 and block > 0:
            block -= 1
            line += len(self.lines(block))
        while line >= (here := len(self.lines(block))) and block + 1 < len(self.skeleton.blocks):
            block, line = block + 1, line - here
        # The last line is the empty one below the last block.
        return At(block, max(0, min(line, here - 2 if block + 1 == len(self.skeleton.blocks) else here - 1)))

    def ends(self) -> tuple[At, At]:
        """The first line and the last."""
        last = len(self.skeleton.blocks) - 1
        return At(0, 0), At(last, len(self.lines(last)) - 2)

    def following(self, at: At) -> Iterator[At]:
        """The line and all that come after it."""
        for block in range(at.block, len(self.skeleton.blocks)):
            first = at.line if block == at.block else 0
            yield from (At(block, line) for line in range(first, len(self.lines(block))))


def _first(lines: Sequence[Line]) -> int:
    """The first line of a block that is not the number of its page."""
    return next((n for n, line in enumerate(lines) if line.end), 0)


def _inside(held: Sequence[Held], block: Block) -> tuple[Held, ...]:
    """Those that stand in the block."""
    first = bisect_left(held, block.start, key=lambda stretch: stretch.start)
    last = bisect_left(held, block.end, key=lambda stretch: stretch.start)
    return tuple(held[first:last])


def _blocks(document: Document) -> Iterator[Block]:
    """The blocks of the text in order, each table as one."""
    tables = sorted((table for table in document.tables if table.end > table.start), key=lambda table: table.start)
    table_starts = [table.start for table in tables]
    titles = {section.start: section.title for section in document.sections}
    page_starts, pages = _pages(document)
    end, on = 0, 0
    for found in _BLOCK.finditer(document.text):
        start = found.start()
        if start < end:
            continue
        table = next((t for t in reversed(tables[: bisect_right(table_starts, start)]) if start < t.end), None)
        start, end = (table.start, table.end) if table else found.span()
        at = bisect_right(page_starts, start) - 1
        page = pages[at] if at >= 0 else 0
        is_heading = end - start <= len(titles.get(start, "")) + _NUMBERING if start in titles else False
        yield Block(start, end, table, is_heading, page if page != on else 0)
        on = page


def _pages(document: Document) -> tuple[list[int], list[int]]:
    """Where a stretch with a known page begins, and which page it is; in text order."""
    # A table's cells have a place without text; its caption tells the page.
    known = sorted((place.start, place.page) for place in document.places if place.start < place.end)
    return [start for start, _ in known], [page for _, page in known]


def _lines(skeleton: Skeleton, number: int, dress: Dress, width: int) -> Iterator[Line]:
    block = skeleton.blocks[number]
    if block.page:
        yield Line(Content.styled(f"── page {block.page} ──", QUIET))
    yield from (
        _drawn_table(block, block.table, width) if block.table else _wrapped(_pieces(skeleton, block, dress), width)
    )
    yield Line(Content(""))


def _drawn_table(block: Block, table: Table, width: int) -> Iterator[Line]:
    for line in table_lines(table, width=width):
        content = Content(visible(line))
        yield Line(content[:width] if content.cell_length > width else content, (), block.start, block.end)


def _pieces(skeleton: Skeleton, block: Block, dress: Dress) -> Iterable[Piece]:
    """A heading, or prose with its marks."""
    text, span = skeleton.document.text, Span(block.start, block.end)
    if block.is_heading:
        return [Piece(visible(text[block.start : block.end]), _HEADING, block.start)]
    sentences = tuple(sentence for sentence in dress.sentences if span.contains(sentence))
    read = dict.fromkeys(dress.read, "dim")
    marks = [*dress.marks, *(name for name in dress.names if not any(_share(name, mark) for mark in dress.marks))]
    return pieces(text, Passage(span, sentences), marks, around="", within=read)


def _wrapped(shown: Iterable[Piece], width: int) -> Iterator[Line]:
    """The pieces in lines of at most so many cells, broken between words."""
    held = list(shown)
    content = Content.assemble(*((piece.text, piece.style) for piece in held))
    origins: list[int] = []
    for piece in held:
        length = len(piece.text)
        origins += [piece.at] * length if piece.is_sign else range(piece.at, piece.at + length)
    cuts = list(breaks(content.plain, width))
    divided = content.divide([edge for cut in cuts for edge in cut])
    for number, (start, end) in enumerate(cuts):
        mine = origins[start:end]
        yield Line(divided[2 * number + 1], mine, mine[0], mine[-1] + 1)


def _share(one: Mark, other: Mark) -> bool:
    """True where two marks have a letter in common."""
    return one.start < other.end and other.start < one.end


def dressed(
    marks: Iterable[Mark], sentences: Iterable[Span], *, names: Sequence[Mark] = (), read: Sequence[Span] = ()
) -> Dress:
    """What is to be marked. `names` (`in_order`) and `read` stand in text order already, for they may be very many."""
    own = sorted(marks, key=lambda mark: (mark.start, mark.end))
    # A sentence is the same stretch whichever class it has.
    return Dress(tuple(own), tuple(sorted({Span(s.start, s.end) for s in sentences})), names, read)


def in_order(names: Iterable[Mark]) -> tuple[Mark, ...]:
    """The names in text order; of those upon one another the first and longest."""
    kept: list[Mark] = []
    for name in sorted(names, key=lambda mark: (mark.start, -mark.end)):
        if not kept or name.start >= kept[-1].end:
            kept.append(name)
    return tuple(kept)
