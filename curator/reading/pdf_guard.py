"""PDFs that are made to do harm, told from their bytes before PDFium opens a page of them.

A page is parsed whole by the library, whatever it unpacks to. So every packed stream that could be too large is
unpacked here first, piece by piece and only to be counted. Pictures are left out: nobody looks at them. What cannot be
told from the bytes is bounded in time and memory instead (`pdf_worker`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pypdfium2 as pdfium  # type: ignore[import-untyped]

from curator.errors import ReadError
from curator.reading.content import megabytes
from curator.reading.pdf_filters import FILTERS, Unpacked

MOST_PAGES = 5000
LARGEST_STREAM = 50_000_000
"""Bytes of one stream, unpacked; a page of a dense figure may have ten million."""
_MOST_IN_ALL = 500_000_000
_DICTIONARY = 2000
"""Bytes before a stream that hold its dictionary."""
_OPEN, _CLOSE = b"stream", b"endstream"
_PICTURE = re.compile(rb"/Subtype\s*/Image\b")
_FILTER = re.compile(rb"/(?:%s)(?![\w.-])" % b"|".join(FILTERS))
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")


def check_pdf(content: bytes, *, path: Path) -> int:
    """The number of pages; 0 where it cannot be opened, for its reader says why.

    Raises ReadError for a PDF with more pages than any paper, or with a stream that unpacks to far too much.
    """
    total = 0
    for packed, filters in _packed_streams(content):
        total += _unpacked(packed, filters, path=path)
        if total > _MOST_IN_ALL:
            raise _too_large(path, total)
    try:
        document = pdfium.PdfDocument(content)
    except pdfium.PdfiumError:
        return 0
    pages = len(document)
    document.close()
    if pages > MOST_PAGES:
        raise ReadError(path, f"has {pages} pages; the limit is {MOST_PAGES}", hint="No paper is as long; split it.")
    return pages


def _packed_streams(content: bytes) -> Iterator[tuple[bytes, list[bytes]]]:
    """The bytes of each stream that could unpack to too much, and the names of its filters, the outermost first."""
    for start, end in _streams(content):
        before = content[max(0, start - _DICTIONARY) : start]
        # A name may be written with its letters in hexadecimal.
        dictionary = _ESCAPED.sub(lambda m: bytes([int(m[1], 16)]), before[before.rfind(b"obj") + 1 :])
        filters = [name[1:] for name in _FILTER.findall(dictionary)]
        is_picture = len(filters) == 1 and _PICTURE.search(dictionary)
        most = end - start
        for name in filters:
            most *= FILTERS[name].growth
        if filters and not is_picture and most > LARGEST_STREAM:
            yield content[start:end], filters


def _streams(content: bytes) -> Iterator[tuple[int, int]]:
    """Where each stream begins and ends."""
    at = content.find(_OPEN)
    while at >= 0:
        line_end = content[at + len(_OPEN) : at + len(_OPEN) + 2]
        start = at + len(_OPEN) + (2 if line_end == b"\r\n" else 1)
        if line_end[:1] in (b"\r", b"\n") and content[at - 3 : at] != b"end":
            end = content.find(_CLOSE, start)
            end = end if end >= 0 else len(content)
            yield start, end
            start = end + len(_CLOSE)
        at = content.find(_OPEN, start)


def _unpacked(packed: bytes, filters: list[bytes], *, path: Path) -> int:
    """How many bytes it unpacks to. Raises ReadError beyond the limit."""
    inner = packed
    for name in filters[:-1]:
        inner = b"".join(_limited(FILTERS[name].unpack(inner), path=path))
    return sum(map(len, _limited(FILTERS[filters[-1]].unpack(inner), path=path)))


def _limited(pieces: Unpacked, *, path: Path) -> Unpacked:
    """The pieces. Raises ReadError beyond the limit."""
    size = 0
    for piece in pieces:
        size += len(piece)
        if size > LARGEST_STREAM:
            raise _too_large(path, size)
        yield piece


def _too_large(path: Path, size: int) -> ReadError:
    return ReadError(path, f"is a PDF that unpacks to {megabytes(size)} and more, as no paper does")
