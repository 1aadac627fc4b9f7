"""The job that leads back to paper: which page and boxes a passage has, what stands on a page, and a picture of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from curator.errors import InputError, ReadError, UsageError
from curator.model import Document, Place
from curator.workbench import files

if TYPE_CHECKING:
    from curator.reading.pdf_words import PdfWords


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a document's text and where it stands on paper."""

    start: int
    end: int
    text: str
    section: str
    """Title of the section, empty where there is none."""
    places: tuple[Place, ...] = ()
    """Line by line where the PDF is at hand, else block by block; empty where the document has no pages."""


def places(document: Document, start: int, end: int) -> tuple[Place, ...]:
    """Where a span stands on paper, block by block, from what the document knows itself; needs no file."""
    from curator.reading import provenance

    return provenance.places_of(document, start, end)


def find_text(document: Document, match: str) -> list[tuple[int, int]]:
    """Every span that reads so; case and white space make no difference. Raises InputError where there is none."""
    words = match.split()
    if not words:
        raise UsageError("--match needs some text to look for.")
    pattern = re.compile(r"\s+".join(map(re.escape, words)), re.IGNORECASE)
    found = [m.span() for m in pattern.finditer(document.text)]
    if not found:
        hint = "Case and line ends make no difference; it may be written otherwise there."
        raise InputError(f"{document.name}: {match!r} is not in the text.", hint=hint)
    return found


def check_span(document: Document, span: tuple[int, int]) -> tuple[int, int]:
    """The span, if it lies in the text. Raises InputError."""
    start, end = span
    if not 0 <= start < end <= len(document.text):
        raise InputError(f"{document.name} has no characters {start}:{end}; its text is 0:{len(document.text)}.")
    return span


def passages(document: Document, spans: Sequence[tuple[int, int]], *, path: Path) -> list[Passage]:
    """The spans with their places, to the line. `path` is the file that the document was read from.

    Raises InputError where it has no pages.
    """
    _check_pages(document, path)
    with _words(path) as words:
        known = words.placed(document) if words else document
        return [_passage(known, start, end, words) for start, end in spans]


def page(document: Document, number: int, *, path: Path) -> list[Passage]:
    """What stands on a page, block by block in text order. Raises InputError where there is no such page."""
    from curator.reading import provenance

    _check_pages(document, path)
    with _words(path) as words:
        known = words.placed(document) if words else document
    last = provenance.page_count(known)
    if number > last:
        raise InputError(f"{path}: has no text on page {number}; the last page with text is {last}.")
    return [
        Passage(p.start, p.end, known.text[p.start : p.end], _section(known, p.start), (p,))
        for p in provenance.on_page(known, number)
    ]


def picture(path: Path, passage: Passage) -> bytes:
    """A PNG of the first page that the passage stands on, its places boxed. Raises InputError."""
    from curator.reading.pdf_picture import page_picture

    if not passage.places:
        raise InputError(f"{path}: it is not known where on paper characters {passage.start}:{passage.end} stand.")
    return page_picture(path, passage.places[0].page, passage.places)


def save_picture(path: Path, content: bytes) -> None:
    """Write a picture that appears whole or not at all. Raises ExportError."""
    files.write_bytes(path, content)


def _passage(document: Document, start: int, end: int, words: PdfWords | None) -> Passage:
    from curator.reading import provenance

    found = words.lines(document, start, end) if words else provenance.places_of(document, start, end)
    return Passage(start, end, document.text[start:end], _section(document, start), found)


def _section(document: Document, offset: int) -> str:
    section = document.section_at(offset)
    return section.title if section else ""


def _check_pages(document: Document, path: Path) -> int:
    """The number of pages. Raises InputError where there are none."""
    from curator.reading import provenance

    pages = provenance.page_count(document)
    if not pages:
        raise InputError(
            f"{path}: is {document.format}, which has no pages.", hint="Pages and boxes are known of PDFs."
        )
    return pages


@contextmanager
def _words(path: Path) -> Iterator[PdfWords | None]:
    """The words of the PDF; none where the path is that of an archive, so that the blocks' own places must do."""
    from curator.reading.pdf_words import PdfWords

    try:
        words = PdfWords(path)
    except ReadError:
        yield None
        return
    try:
        yield words
    finally:
        words.close()
