"""The picture of a PDF's page with boxes on it, drawn by pdfplumber. Nothing else imports that library."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

import pdfplumber
import pypdfium2 as pdfium  # type: ignore[import-untyped]
from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

from curator.errors import ReadError
from curator.model import Place
from curator.reading.content import read_content

_RESOLUTION = 144
"""Pixels an inch."""
_LARGEST_SIDE = 14_400
"""Points. The format allows no longer side; a larger page would be drawn for ever."""
_MOST_PIXELS = 60_000_000
_FILL, _STROKE = (255, 196, 0, 70), (214, 93, 0, 255)
_MARGIN = 1.0


def page_picture(path: Path, page: int, places: Sequence[Place]) -> bytes:
    """A PNG of the page, counted from 1, with the boxes of those places that stand on it.

    Raises ReadError where the file or the page cannot be drawn.
    """
    try:
        with pdfplumber.open(BytesIO(read_content(path)), pages=[page]) as document:
            if not document.pages:
                raise ReadError(path, f"has no page {page}")
            return _drawn(document.pages[0], [p.box for p in places if p.page == page and p.box], path=path)
    except (PdfminerException, MalformedPDFException, pdfium.PdfiumError, ValueError, TypeError, KeyError) as e:
        raise ReadError(path, f"page {page} cannot be drawn: {e or type(e).__name__}") from e


def _drawn(page: pdfplumber.page.Page, boxes: Sequence[tuple[float, float, float, float]], *, path: Path) -> bytes:
    width, height = float(page.width), float(page.height)
    resolution = min(_RESOLUTION, 72 * (_MOST_PIXELS / max(1.0, width * height)) ** 0.5)
    if max(width, height) > _LARGEST_SIDE:
        raise ReadError(path, f"page {page.page_number} is {width:.0f} by {height:.0f} points, as no sheet is")
    left, top = float(page.cropbox[0]), float(page.cropbox[1])
    picture = page.to_image(resolution=resolution, antialias=True)
    moved = [
        (x0 + left - _MARGIN, y0 + top - _MARGIN, x1 + left + _MARGIN, y1 + top + _MARGIN) for x0, y0, x1, y1 in boxes
    ]
    picture.draw_rects(moved, fill=_FILL, stroke=_STROKE, stroke_width=2)
    written = BytesIO()
    picture.save(written, format="PNG", quantize=False)
    return written.getvalue()
