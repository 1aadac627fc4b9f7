"""PDFs that are made to do harm, told from their bytes before PDFium opens a page of them.

A page is parsed whole by the library, whatever it unpacks to. So every packed stream that could be too large is
unpacked here first, piece by piece and only to be counted. Pictures are left out: nobody looks at them.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from pathlib import Path

import pypdfium2 as pdfium  # type: ignore[import-untyped]

from curator.errors import ReadError
from curator.reading.content import megabytes

MOST_PAGES = 5000
LARGEST_STREAM = 50_000_000
"""Bytes of one stream, unpacked; a page of a dense figure may have ten million."""
_MOST_GROWTH = 1100
"""No deflated byte unpacks to more."""
_MOST_IN_ALL = 500_000_000
_PIECE = 1_000_000
_DICTIONARY = 2000
"""Bytes before a stream that hold its dictionary."""
_OPEN, _CLOSE = b"stream", b"endstream"
_FLATE = re.compile(rb"/(?:FlateDecode|Fl)\b")
_PICTURE = re.compile(rb"/Subtype\s*/Image\b")


def check_pdf(content: bytes, *, path: Path) -> None:
    """Raise ReadError for a PDF with more pages than any paper, or with a stream that unpacks to far too much."""
    total = 0
    for packed, times in _flate_streams(content):
        total += _unpacked(packed, times, path=path)
        if total > _MOST_IN_ALL:
            raise _too_large(path, total)
    try:
        document = pdfium.PdfDocument(content)
    except pdfium.PdfiumError:
        # Its reader says what is wrong with it.
        return
    pages = len(document)
    document.close()
    if pages > MOST_PAGES:
        raise ReadError(path, f"has {pages} pages; the limit is {MOST_PAGES}", hint="No paper is as long; split it.")


def _flate_streams(content: bytes) -> Iterator[tuple[memoryview, int]]:
    """The bytes of each stream that could unpack to too much, and how many times over it is packed."""
    view = memoryview(content)
    for start, end in _streams(content):
        before = content[max(0, start - _DICTIONARY) : start]
        dictionary = before[before.rfind(b"obj") + 1 :]
        times = len(_FLATE.findall(dictionary))
        is_picture = times == 1 and _PICTURE.search(dictionary)
        if times and not is_picture and (end - start) * _MOST_GROWTH**times > LARGEST_STREAM:
            yield view[start:end], times


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


def _unpacked(packed: memoryview, times: int, *, path: Path) -> int:
    """How many bytes it unpacks to. Raises ReadError beyond the limit."""
    inner = bytes(packed)
    for _ in range(times - 1):
        inner = b"".join(_pieces(inner, path=path))
    return sum(len(piece) for piece in _pieces(inner, path=path))


def _pieces(packed: bytes, *, path: Path) -> Iterator[bytes]:
    """What it unpacks to, up to where it is damaged. Raises ReadError beyond the limit."""
    unpacker, size = zlib.decompressobj(), 0
    while packed:
        try:
            piece = unpacker.decompress(packed, _PIECE)
        except zlib.error:
            return
        if not piece:
            return
        size += len(piece)
        if size > LARGEST_STREAM:
            raise _too_large(path, size)
        yield piece
        packed = unpacker.unconsumed_tail


def _too_large(path: Path, size: int) -> ReadError:
    return ReadError(path, f"is a PDF that unpacks to {megabytes(size)} and more, as no paper does")
