"""Pages whose text is turned by 90 degrees, such as those of a wide table: set upright, and their boxes turned back."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import pypdfium2 as pdfium  # type: ignore[import-untyped]
import pypdfium2.raw as raw  # type: ignore[import-untyped]

from curator.reading.blocks import Block
from curator.reading.pdf_glyphs import Run

Box = tuple[float, float, float, float]
_LEAST_SHARE = 0.5
_LEAST_CHARACTERS = 40
_SAMPLES = 50
_OFF = 0.1
"""Radians."""
_MOST_OBJECTS = 20000


@dataclass(frozen=True, slots=True)
class Turn:
    """How the text of a page stands before it is set upright."""

    upward: bool
    """True where it reads from the bottom to the top, False where it reads downward."""
    width: float
    """Of the page as it is, in points."""
    height: float

    def back(self, box: Box) -> Box:
        """A box on the upright page → the same place on the page as it is."""
        x0, top, x1, bottom = box
        if self.upward:
            return top, self.height - x1, bottom, self.height - x0
        return self.width - bottom, x0, self.width - top, x1


def turn_of(page: pdfium.PdfPage, runs: Sequence[Run]) -> Turn | None:
    """How most of the text is turned; none where most of it is upright."""
    turned = sum(len(r.glyphs) for r in runs if not r.upright)
    if turned < _LEAST_CHARACTERS or turned < _LEAST_SHARE * sum(len(r.glyphs) for r in runs):
        return None
    left, bottom, right, top = page.get_cropbox()
    angles = _angles(page)
    upward = sum(abs(a - 3 * math.pi / 2) < _OFF for a in angles)
    downward = sum(abs(a - math.pi / 2) < _OFF for a in angles)
    if max(upward, downward) < _LEAST_SHARE * len(angles):
        return None
    return Turn(upward >= downward, right - left, top - bottom)


def _angles(page: pdfium.PdfPage) -> list[float]:
    """The angles of some characters, clockwise in radians."""
    textpage = page.get_textpage()
    try:
        count = raw.FPDFText_CountChars(textpage.raw)
        every = range(0, count, max(1, count // _SAMPLES))
        return [a for a in (raw.FPDFText_GetCharAngle(textpage.raw, i) for i in every) if a >= 0]
    finally:
        textpage.close()


def set_upright(page: pdfium.PdfPage, turn: Turn) -> None:
    """Turn what the loaded page draws, so that its text is upright; the file stays as it is."""
    left, bottom, right, top = page.get_cropbox()
    to_the_right, to_the_left = (0.0, -1.0, 1.0, 0.0, -bottom, right), (0.0, 1.0, -1.0, 0.0, top, -left)
    matrix = to_the_right if turn.upward else to_the_left
    for index in range(min(raw.FPDFPage_CountObjects(page.raw), _MOST_OBJECTS)):
        raw.FPDFPageObj_Transform(raw.FPDFPage_GetObject(page.raw, index), *matrix)
    page.set_mediabox(0, 0, top - bottom, right - left)
    page.set_cropbox(0, 0, top - bottom, right - left)


def turned_back(blocks: Sequence[Block], turns: Mapping[int, Turn]) -> list[Block]:
    """The blocks with their boxes where they stand on the pages as they are; `turns` by page number."""
    if not turns:
        return list(blocks)
    return [
        replace(
            block,
            places=tuple(
                replace(p, box=turns[p.page].back(p.box)) if p.box and p.page in turns else p for p in block.places
            ),
        )
        for block in blocks
    ]
