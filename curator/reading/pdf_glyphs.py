"""The characters of a PDF page as PDFium gives them, gathered into horizontal runs.

A run is what stands on one line without a wide gap: a line of a column, or a cell of a table. Boxes count in points
from the page's top left corner. PDFium's loose boxes are used, since they run from one advance to the next and are
equally high for all letters of a font.
"""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median
from typing import NamedTuple

import pypdfium2 as pdfium  # type: ignore[import-untyped]
import pypdfium2.raw as raw  # type: ignore[import-untyped]

_SPACES = frozenset(" \u00a0\u2002\u2003\u2009\u200a\u3000\t\r\n")
_HYPHENS = {"\ufffe": "\u00ad", "\x02": "\u00ad"}
"""PDFium's marks for a hyphen at a line's end."""
_WIDE_GAP = 0.85
"""A gap wider than this share of the height ends a run."""
_WORD_GAP = 0.22
_BACKWARD = 0.6
_OVERLAP = 0.35
_UPRIGHT = 0.1
"""Radians."""
_BOLD = 600


class Glyph(NamedTuple):
    """One character and its box; `spaced` says that a space stands before it."""

    x0: float
    top: float
    x1: float
    bottom: float
    char: str
    spaced: bool


@dataclass(frozen=True, slots=True)
class Run:
    """Characters that follow one another on a line."""

    x0: float
    top: float
    x1: float
    bottom: float
    glyphs: tuple[Glyph, ...]
    bold: bool
    upright: bool = True

    @property
    def height(self) -> float:
        """The usual height of its characters, in points."""
        return self.bottom - self.top

    @property
    def text(self) -> str:
        """The characters, spaces between words included."""
        return "".join(f" {g.char}" if g.spaced else g.char for g in self.glyphs).strip()


def page_runs(page: pdfium.PdfPage) -> list[Run]:
    """The runs of a page in the order of its content stream."""
    textpage = page.get_textpage()
    left, _, _, top = page.get_cropbox()
    try:
        return list(_runs(textpage, left=left, top=top))
    finally:
        textpage.close()


def _runs(textpage: pdfium.PdfTextPage, *, left: float, top: float) -> Iterator[Run]:
    held: list[Glyph] = []
    first = 0
    for index, glyph in _glyphs(textpage, left=left, top=top):
        if held and _breaks(held, glyph):
            yield _run(textpage, held, first)
            held = []
        if not held:
            first = index
        held.append(glyph)
    if held:
        yield _run(textpage, held, first)


def _glyphs(textpage: pdfium.PdfTextPage, *, left: float, top: float) -> Iterator[tuple[int, Glyph]]:
    """Index and box of every visible character."""
    handle, box = textpage.raw, raw.FS_RECTF()
    address = ctypes.byref(box)
    spaced = False
    for index in range(raw.FPDFText_CountChars(handle)):
        code = raw.FPDFText_GetUnicode(handle, index)
        char = chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"
        if char in _SPACES:
            spaced = True
            continue
        raw.FPDFText_GetLooseCharBox(handle, index, address)
        if box.right <= box.left and box.top <= box.bottom:
            continue
        char = _HYPHENS.get(char, char)
        yield index, Glyph(box.left - left, top - box.top, box.right - left, top - box.bottom, char, spaced)
        spaced = False


def _breaks(held: list[Glyph], glyph: Glyph) -> bool:
    """True where the character starts a run of its own: another line, a wide gap, or backward."""
    last = held[-1]
    height = max(last.bottom - last.top, glyph.bottom - glyph.top)
    overlap = min(last.bottom, glyph.bottom) - max(last.top, glyph.top)
    smaller = min(last.bottom - last.top, glyph.bottom - glyph.top)
    if overlap < _OVERLAP * smaller:
        return True
    gap = glyph.x0 - last.x1
    return gap > _WIDE_GAP * height or gap < -_BACKWARD * height


def _run(textpage: pdfium.PdfTextPage, glyphs: list[Glyph], first: int) -> Run:
    heights = [g.bottom - g.top for g in glyphs]
    usual = median(heights)
    main = [g for g, h in zip(glyphs, heights, strict=True) if h >= 0.9 * usual] or glyphs
    spaced = tuple(_with_space(before, g) for before, g in zip([None, *glyphs[:-1]], glyphs, strict=True))
    return Run(
        x0=min(g.x0 for g in glyphs),
        top=median(g.top for g in main),
        x1=max(g.x1 for g in glyphs),
        bottom=median(g.bottom for g in main),
        glyphs=spaced,
        bold=raw.FPDFText_GetFontWeight(textpage.raw, first) >= _BOLD,
        upright=_is_upright(raw.FPDFText_GetCharAngle(textpage.raw, first)),
    )


def _with_space(before: Glyph | None, glyph: Glyph) -> Glyph:
    """A gap is a space even where the file has none."""
    if before is None or glyph.spaced:
        return glyph
    height = glyph.bottom - glyph.top
    return glyph._replace(spaced=glyph.x0 - before.x1 > _WORD_GAP * height)


def _is_upright(angle: float) -> bool:
    return angle < 0 or min(angle, 2 * math.pi - angle) < _UPRIGHT


class Rule(NamedTuple):
    """A thin horizontal line."""

    x0: float
    x1: float
    y: float


_THIN = 2.5
_LONG = 40.0
_MOST_OBJECTS = 4000


def page_rules(page: pdfium.PdfPage) -> list[Rule]:
    """The thin horizontal lines of a page, from the top; only the first few thousand drawn objects are looked at."""
    left, _, _, top = page.get_cropbox()
    rules: list[Rule] = []
    for count, item in enumerate(page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=3)):
        if count > _MOST_OBJECTS:
            break
        x0, y0, x1, y1 = item.get_bounds()
        if y1 - y0 <= _THIN and x1 - x0 >= _LONG:
            rules.append(Rule(x0 - left, x1 - left, top - (y0 + y1) / 2))
    return sorted(rules, key=lambda r: r.y)
