"""Where words stand on the pages of a PDF: the box of every line of a span, looked up in the file itself.

A Document keeps one box for each block and page. With the file at hand its characters are looked up on the page,
spaces, hyphens and the like left out, and the box shrinks to the lines of the span. What cannot be found keeps its
block's box.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice, pairwise
from pathlib import Path

import pypdfium2 as pdfium  # type: ignore[import-untyped]

from curator.errors import ReadError
from curator.model import Document, Place, Reference, Section
from curator.reading.content import read_content
from curator.reading.pdf_glyphs import Glyph, Run, page_runs
from curator.reading.pdf_turned import set_upright, turn_of
from curator.reading.provenance import blocks_of

Box = tuple[float, float, float, float]

_END = 14
"""Characters at either end of a span that find it where something else stands in between."""
_LEAST_END = 6
_STRETCH = 1.6
"""A stretch between both ends that is longer than the span by this is another one."""
_NEAR = 3.0
"""Points that a character may stand outside the box of its block."""
_SAME_LINE = 0.5


@dataclass(frozen=True, slots=True)
class _Page:
    """The characters of a page in stream order, and what they are without what readers change."""

    glyphs: tuple[Glyph, ...]
    text: str
    origin: tuple[int, ...]
    """For each character of `text` the glyph it is from."""


class PdfWords:
    """The characters of a PDF, page by page, each read when it is first asked for."""

    def __init__(self, path: Path) -> None:
        """Raises ReadError where the file cannot be opened as a PDF."""
        try:
            self._document = pdfium.PdfDocument(read_content(path))
        except pdfium.PdfiumError as e:
            raise ReadError(path, f"is no PDF that can be opened: {e}") from e
        self._pages: dict[int, _Page] = {}

    def close(self) -> None:
        """Close the file."""
        self._document.close()

    def lines(self, document: Document, start: int, end: int) -> tuple[Place, ...]:
        """The places of a span with a box for every line; what is not found on its page has the box of its block."""
        return tuple(
            line for block in blocks_of(document, start, end) for line in self._lines(document, block, start, end)
        )

    def placed(self, document: Document) -> Document:
        """The document with a place for every title and reference that its reader gave none."""
        known = {p.start for p in document.places}
        pages = range(1, len(self._document) + 1)
        parts: list[Section | Reference] = [*document.sections, *document.references]
        missing = [part for part in parts if part.start not in known]
        found = [place for item in missing for place in self._found(document, item, pages)]
        return replace(document, places=(*document.places, *found))

    def _found(self, document: Document, item: Section | Reference, pages: Sequence[int]) -> Iterator[Place]:
        end = item.end if isinstance(item, Reference) else item.start + len(item.title)
        wanted = _squashed(document.text[item.start : end])
        for page in pages if isinstance(item, Section) else reversed(pages):
            boxes = _boxes(self._page(page), wanted)
            if boxes:
                yield Place(item.start, end, page, _around(boxes))
                return

    def _lines(self, document: Document, block: Place, start: int, end: int) -> list[Place]:
        part = replace(block, start=max(start, block.start), end=min(end, block.end))
        wanted = _squashed(document.text[part.start : part.end])
        before = _squashed(document.text[block.start : part.start])
        boxes = _boxes(self._page(block.page), wanted, within=block.box, skipped=before.count(wanted) if wanted else 0)
        return [replace(part, box=box) for box in boxes] or [part]

    def _page(self, number: int) -> _Page:
        if number not in self._pages:
            self._pages[number] = self._read(number)
        return self._pages[number]

    def _read(self, number: int) -> _Page:
        if number > len(self._document):
            return _Page((), "", ())
        page = self._document[number - 1]
        try:
            glyphs = tuple(glyph for run in _runs(page) for glyph in run.glyphs)
        finally:
            page.close()
        squashed = [(c, index) for index, glyph in enumerate(glyphs) for c in _squashed(glyph.char)]
        return _Page(glyphs, "".join(c for c, _ in squashed), tuple(index for _, index in squashed))


def _runs(page: pdfium.PdfPage) -> list[Run]:
    """The runs of a page as a viewer shows it; none where it shows them lying, so that the block's box must do."""
    runs = page_runs(page)
    turn = turn_of(page, runs)
    if turn is None:
        return runs
    shown_upright = page.get_rotation() % 180 != 0
    set_upright(page, turn)
    return page_runs(page) if shown_upright else []


def _squashed(text: str) -> str:
    """Letters and digits alone, in small letters and compatible forms, so that ligatures and superscripts are equal.

    >>> _squashed("The ﬁrst non-\\ncoding RNA¹²")
    'thefirstnoncodingrna12'
    """
    return "".join(c for c in unicodedata.normalize("NFKC", text).casefold() if c.isalnum())


def _boxes(page: _Page, wanted: str, *, within: Box | None = None, skipped: int = 0) -> list[Box]:
    """The lines of `wanted` on the page; empty where it is not there.

    It is looked for inside a box where one is given, and the first `skipped` places that read so are passed over.
    """
    if not wanted:
        return []
    chosen = [i for i, at in enumerate(page.origin) if within is None or _inside(page.glyphs[at], within)]
    span = _span("".join(page.text[i] for i in chosen), wanted, skipped=skipped)
    if span is None:
        return []
    glyphs = [page.glyphs[at] for at in dict.fromkeys(page.origin[i] for i in chosen[span[0] : span[1]])]
    return [_around([g[:4] for g in line]) for line in _by_line(glyphs)]


def _span(text: str, wanted: str, *, skipped: int) -> tuple[int, int] | None:
    """Where `wanted` stands, whole or at least with both its ends."""
    starts = [m.start() for m in islice(re.finditer(re.escape(wanted), text), skipped + 1)]
    if starts:
        return starts[-1], starts[-1] + len(wanted)
    size = min(_END, len(wanted) // 3)
    start = text.find(wanted[:size]) if size >= _LEAST_END else -1
    end = text.find(wanted[-size:], start) if start >= 0 else -1
    return (start, end + size) if 0 <= start < end and end - start < _STRETCH * len(wanted) else None


def _inside(glyph: Glyph, box: Box) -> bool:
    x, y = (glyph.x0 + glyph.x1) / 2, (glyph.top + glyph.bottom) / 2
    return box[0] - _NEAR <= x <= box[2] + _NEAR and box[1] - _NEAR <= y <= box[3] + _NEAR


def _by_line(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """Glyphs of one line after another; sub- and superscripts belong to the line they stand in."""
    lines = [[glyphs[0]]]
    for before, glyph in pairwise(glyphs):
        overlap = min(before.bottom, glyph.bottom) - max(before.top, glyph.top)
        low = min(before.bottom - before.top, glyph.bottom - glyph.top)
        if overlap <= 0 or (overlap < _SAME_LINE * low and glyph.x0 < before.x0):
            lines.append([])
        lines[-1].append(glyph)
    return lines


def _around(boxes: Sequence[Box]) -> Box:
    """The smallest box around all."""
    x0, top, x1, bottom = zip(*boxes, strict=True)
    return (round(min(x0), 1), round(min(top), 1), round(max(x1), 1), round(max(bottom), 1))
