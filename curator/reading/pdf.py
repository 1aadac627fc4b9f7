"""PDF → Document: characters, columns, paragraphs and their places on paper.

Pages are read one by one; only their characters' runs are kept. What is small print, caption or figure label stays in
the text but out of the prose.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from statistics import median

import pypdfium2 as pdfium  # type: ignore[import-untyped]
import pypdfium2.raw as raw  # type: ignore[import-untyped]

from curator.errors import ReadError
from curator.model import Document
from curator.reading.assemble import assemble
from curator.reading.hyphens import Hyphens
from curator.reading.pdf_blocks import Style, blocks_of, body_lines, groups_of, usual_family
from curator.reading.pdf_columns import gutters_of, in_reading_order
from curator.reading.pdf_drawings import page_drawings
from curator.reading.pdf_figures import without_figure_text
from curator.reading.pdf_furniture import PageRuns, without_furniture
from curator.reading.pdf_glyphs import page_runs
from curator.reading.pdf_lines import Line, usual_height
from curator.reading.pdf_tables import take_tables, with_tables
from curator.reading.pdf_turned import set_upright, turn_of, turned_back

_LEAST_TEXT = 20
"""A PDF with fewer letters on all its pages is a scan."""
_DOI = re.compile(r"\b(?:doi(?:\.org/|:)\s?)(10\.\d{4,9}/[^\s\"<>]+[^\s\"<>.,;)\]])", re.IGNORECASE)


def read_pdf(content: bytes, *, path: Path, reached: Callable[[int, int], None] | None = None) -> Document:
    """A PDF as a Document; `reached` is told how many of how many pages have been read.

    Raises ReadError where it is encrypted, damaged, or holds no text.
    """
    document = _open(content, path)
    try:
        runs: list[PageRuns] = []
        for page in _pages(document, path):
            runs.append(page)
            if reached:
                reached(len(runs), len(document))
        pages = without_furniture(runs)
    finally:
        document.close()
    if not _has_text(pages):
        raise ReadError(
            path, "is a PDF without text, probably a scan", hint="Run it through text recognition (OCR) first."
        )
    known: _Known = {}
    raw_lines = [line for stretch in _stretches(pages, known) for line in stretch]
    hyphens, height = Hyphens(line.text for line in raw_lines), usual_height(raw_lines)
    taken = [take_tables(page, hyphens, body=height) for page in pages]
    plain = [without_figure_text(page) for page, _ in taken]
    stretches = list(_stretches(plain, known))
    body = body_lines([line for stretch in stretches for line in stretch])
    style = Style(usual_height(body), hyphens, usual_family(body))
    blocks = blocks_of(list(groups_of(stretches)), style=style)
    blocks = with_tables(blocks, [table for _, tables in taken for table in tables])
    blocks = turned_back(blocks, {page.number: page.turn for page in pages if page.turn})
    doi = _DOI.search(" ".join(line.text for line in raw_lines if line.page == 1))
    return assemble(blocks, name=path.stem, format="pdf", doi=doi.group(1) if doi else None)


def _has_text(pages: Iterable[PageRuns]) -> bool:
    letters = (c for page in pages for run in page.runs for c in run.text if c.isalpha())
    return next(islice(letters, _LEAST_TEXT - 1, None), None) is not None


def _open(content: bytes, path: Path) -> pdfium.PdfDocument:
    try:
        document = pdfium.PdfDocument(content)
    except pdfium.PdfiumError as e:
        if getattr(e, "err_code", None) == raw.FPDF_ERR_PASSWORD:
            raise ReadError(path, "is an encrypted PDF", hint="Save a copy without a password.") from e
        raise ReadError(path, f"is a damaged PDF: {e}", hint="Download the paper again.") from e
    if len(document) == 0:
        raise ReadError(path, "is a PDF without pages", hint="Download the paper again.")
    return document


def _pages(document: pdfium.PdfDocument, path: Path) -> Iterator[PageRuns]:
    for index in range(len(document)):
        try:
            page = document[index]
        except pdfium.PdfiumError as e:
            raise ReadError(path, f"is a damaged PDF: page {index + 1} cannot be loaded") from e
        try:
            yield _page(page, index + 1)
        finally:
            page.close()


def _page(page: pdfium.PdfPage, number: int) -> PageRuns:
    width, height = page.get_size()
    runs = page_runs(page)
    turn = turn_of(page, runs)
    if turn is None:
        return PageRuns(number, width, height, tuple(runs), page_drawings(page))
    shown_upright = page.get_rotation() % 180 != 0
    set_upright(page, turn)
    size = turn.height, turn.width
    return PageRuns(number, *size, tuple(page_runs(page)), page_drawings(page), None if shown_upright else turn)


_LEAST_BESIDE = 3


_Known = dict[tuple[int, int, tuple[float, ...]], list[list[Line]]]
"""Page, how many runs it has and its gutters → its lines: tables take runs out of few pages."""


def _stretches(pages: Sequence[PageRuns], known: _Known) -> Iterator[list[Line]]:
    """The lines of all pages in reading order."""
    found = {page.number: gutters_of(page.runs, width=page.width) for page in pages}
    for page in pages:
        gutters = found[page.number] or _usual(found, page)
        key = page.number, len(page.runs), gutters
        if key not in known:
            known[key] = in_reading_order(page.runs, gutters=gutters, page=page.number)
        yield from known[key]


def _usual(found: dict[int, tuple[float, ...]], page: PageRuns) -> tuple[float, ...]:
    """The gutter of the other left or right pages, for a page with too few lines to show its own."""
    alike = [g[0] for number, g in found.items() if len(g) == 1 and number % 2 == page.number % 2]
    alike = alike or [g[0] for g in found.values() if len(g) == 1]
    if 2 * len(alike) < sum(number % 2 == page.number % 2 for number in found):
        return ()
    x = median(alike)
    left, right = sum(r.x1 <= x for r in page.runs), sum(r.x0 >= x for r in page.runs)
    crossing = len(page.runs) - left - right
    return (x,) if min(left, right) >= _LEAST_BESIDE and crossing <= left + right else ()
