"""Where a stretch of the text stands on paper: pages and boxes of any span, and what stands on a page.

Works on the `places` that a reader has given a document, so it needs no file. Boxes are those of blocks: whoever has
the file at hand gets the box of every line from `curator.reading.pdf_words`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from curator.model import Document, Place


def blocks_of(document: Document, start: int, end: int) -> tuple[Place, ...]:
    """The whole blocks that hold a part of the span, one for each page and column, in text order."""
    return _in_order(place for place in _whole(document) if place.start < end and start < place.end)


def places_of(document: Document, start: int, end: int) -> tuple[Place, ...]:
    """The places of a span, in text order: for each block, page and column the part of the span that stands there.

    Empty where the document has no pages or the span stands between its blocks.
    """
    blocks = blocks_of(document, start, end)
    return tuple(replace(block, start=max(start, block.start), end=min(end, block.end)) for block in blocks)


def page_count(document: Document) -> int:
    """The last page that something was read from; 0 for a document without pages."""
    return max((place.page for place in document.places), default=0)


def on_page(document: Document, page: int) -> tuple[Place, ...]:
    """What stands on a page, in text order."""
    return _in_order(place for place in _whole(document) if place.page == page)


def _in_order(places: Iterable[Place]) -> tuple[Place, ...]:
    return tuple(sorted(places, key=lambda place: (place.start, place.end)))


def _whole(document: Document) -> Iterator[Place]:
    """Every place with its text; that of a table's cells is kept without one and stands for the table's rows."""
    for place in document.places:
        if place.start < place.end:
            yield place
            continue
        table = next((t for t in document.tables if t.start <= place.start < t.end), None)
        if table is not None:
            captions = [p.end for p in document.places if p.start < p.end and table.start <= p.start < table.end]
            yield replace(place, start=max([table.start, *captions]), end=table.end)
