"""The characters of a PDF page as PDFium gives them, gathered into horizontal runs.

A run is what stands on one line without a wide gap: a line of a column, or a cell of a table. Boxes count in points
from the page's top left corner. From side to side they are PDFium's loose boxes, which run from one advance to the
next; their height is the font size.
"""

from __future__ import annotations

import ctypes
import math
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Any, NamedTuple

import pypdfium2 as pdfium  # type: ignore[import-untyped]
import pypdfium2.raw as raw  # type: ignore[import-untyped]

from curator.reading.pdf_symbols import MEANT, SYMBOL_FONTS

_SPACES = frozenset(" \u00a0\u2002\u2003\u2009\u200a\u3000\t\r\n")
_MATHEMATICAL = ("\U0001d400", "\U0001d7ff")
_ACCENTS = {
    "´": "\u0301",
    "`": "\u0300",
    "ˆ": "\u0302",
    "˜": "\u0303",
    "¨": "\u0308",
    "ˇ": "\u030c",
    "¸": "\u0327",
    "˚": "\u030a",
}
_WIDE_GAP = 0.85
"""A gap wider than this share of the height ends a run."""
_WORD_GAP, _TIGHT_WORD_GAP = 0.22, 0.12
_TIGHT = 0.04
_BACKWARD = 0.6
_OVERLAP = 0.35
_SAME_FONT = 0.05
_ASCENT, _DESCENT = 0.75, 0.25
"""Shares of the size above and below the baseline that a glyph's box takes."""
_LARGEST_SIZE = 300
_WIDEST_DOT = 0.5
"""Of a multiplication dot, as a share of the size; some fonts have a minus at its code, which is wider."""
_UPRIGHT = 0.1
"""Radians."""
_BOLD = 600
_BOLD_NAME = re.compile(rb"bold|black|heavy|[.-]B(?:\+|$)", re.IGNORECASE)
_LONGEST_NAME = 80


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
    nested = any(True for _ in page.get_objects(filter=[raw.FPDF_PAGEOBJ_FORM], max_depth=1))
    try:
        return list(_runs(textpage, left=left, top=top, nested=nested))
    finally:
        textpage.close()


def _runs(textpage: pdfium.PdfTextPage, *, left: float, top: float, nested: bool) -> Iterator[Run]:
    held: list[Glyph] = []
    first = last = 0
    for index, glyph in _glyphs(textpage, left=left, top=top, nested=nested):
        if held and _breaks(held, glyph):
            yield _run(textpage, held, first=first, last=last)
            held = []
        if not held:
            first = index
        held.append(glyph)
        last = index
    if held:
        yield _run(textpage, held, first=first, last=last)


def _glyphs(
    textpage: pdfium.PdfTextPage, *, left: float, top: float, nested: bool = False
) -> Iterator[tuple[int, Glyph]]:
    """Index and box of every visible character; boxes of one font size are equally high, whatever the font says.

    `nested` says that the page holds pictures which may be cut out of another page, whose other text is hidden.
    """
    hidden = _Hidden(textpage.raw)
    handle, box = textpage.raw, raw.FS_RECTF()
    address = ctypes.byref(box)
    spaced = False
    loose_height, size, descent = -1.0, 0.0, 0.0
    symbols: Mapping[str, str] | None = None
    for index, char in _characters(handle):
        if char in _SPACES:
            spaced = True
            continue
        raw.FPDFText_GetLooseCharBox(handle, index, address)
        if box.right <= box.left and box.top <= box.bottom:
            continue
        if nested and hidden.at(index):
            continue
        if abs(box.top - box.bottom - loose_height) > _SAME_FONT:
            loose_height = box.top - box.bottom
            symbols = _symbols(handle, index)
            size, baseline = _size_and_baseline(handle, index, loose_height, box.bottom)
            descent = baseline - box.bottom
        char = symbols.get(char, char) if symbols else MEANT.get(char, char)
        if symbols and char == "·" and box.right - box.left > _WIDEST_DOT * size:
            char = "−"
        base = top - (box.bottom + descent)
        yield (
            index,
            Glyph(box.left - left, base - _ASCENT * size, box.right - left, base + _DESCENT * size, char, spaced),
        )
        spaced = False


class _Hidden:
    """Which characters cannot be seen, for their object lies outside the path that it is clipped to."""

    def __init__(self, handle: Any) -> None:
        self._handle = handle
        self._known: dict[int, bool] = {}

    def at(self, index: int) -> bool:
        """True where the character is hidden."""
        item = raw.FPDFText_GetTextObject(self._handle, index)
        if not item:
            return False
        address = ctypes.addressof(item.contents)
        if address not in self._known:
            self._known[address] = _is_clipped_away(item)
        return self._known[address]


def _is_clipped_away(item: Any) -> bool:
    clip = raw.FPDFPageObj_GetClipPath(item)
    paths = raw.FPDFClipPath_CountPaths(clip) if clip else 0
    bounds = [ctypes.c_float() for _ in range(4)]
    if paths <= 0 or not raw.FPDFPageObj_GetBounds(item, *bounds):
        return False
    x0, y0, x1, y1 = (bound.value for bound in bounds)
    for path in range(paths):
        points = list(_points(clip, path))
        if not points:
            continue
        xs, ys = [x for x, _ in points], [y for _, y in points]
        if x1 < min(xs) or x0 > max(xs) or y1 < min(ys) or y0 > max(ys):
            return True
    return False


def _points(clip: Any, path: int) -> Iterator[tuple[float, float]]:
    x, y = ctypes.c_float(), ctypes.c_float()
    for number in range(min(raw.FPDFClipPath_CountPathSegments(clip, path), _MOST_SEGMENTS)):
        if raw.FPDFPathSegment_GetPoint(raw.FPDFClipPath_GetPathSegment(clip, path, number), x, y):
            yield x.value, y.value


_MOST_SEGMENTS = 1000


def _characters(handle: Any) -> Iterator[tuple[int, str]]:
    """Index and character; halves of a surrogate pair are put together, styled letters of mathematics made plain."""
    high = 0
    for index in range(raw.FPDFText_CountChars(handle)):
        code = raw.FPDFText_GetUnicode(handle, index)
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        if 0xDC00 <= code < 0xE000 and high:
            code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00)
        high = 0
        char = chr(code) if not 0xD800 <= code < 0xE000 else "\ufffd"
        if _MATHEMATICAL[0] <= char <= _MATHEMATICAL[1]:
            char = unicodedata.normalize("NFKC", char)
        yield index, char


def _size_and_baseline(handle: Any, index: int, loose_height: float, bottom: float) -> tuple[float, float]:
    """Font size on paper and baseline, in PDF coordinates; told from the loose box where the file does not say."""
    matrix, x, y = raw.FS_MATRIX(), ctypes.c_double(), ctypes.c_double()
    known = raw.FPDFText_GetMatrix(handle, index, ctypes.byref(matrix))
    size = raw.FPDFText_GetFontSize(handle, index) * math.hypot(matrix.c, matrix.d) if known else 0.0
    if not 1 <= size <= _LARGEST_SIZE:
        size = loose_height
    if raw.FPDFText_GetCharOrigin(handle, index, ctypes.byref(x), ctypes.byref(y)):
        return size, y.value
    return size, bottom + _DESCENT * size


def _breaks(held: list[Glyph], glyph: Glyph) -> bool:
    """True where the character starts a run of its own: another line, a wide gap, or backward."""
    last = held[-1]
    if (last.x0, last.x1, last.top) == (glyph.x0, glyph.x1, glyph.top):
        return False  # two letters of one ligature
    height = max(last.bottom - last.top, glyph.bottom - glyph.top)
    overlap = min(last.bottom, glyph.bottom) - max(last.top, glyph.top)
    smaller = min(last.bottom - last.top, glyph.bottom - glyph.top)
    if overlap < _OVERLAP * smaller:
        return True
    gap = glyph.x0 - last.x1
    return gap > _WIDE_GAP * height or gap < -_BACKWARD * height


def _run(textpage: pdfium.PdfTextPage, glyphs: list[Glyph], *, first: int, last: int) -> Run:
    heights = [g.bottom - g.top for g in glyphs]
    usual = median(heights)
    main = [g for g, h in zip(glyphs, heights, strict=True) if h >= 0.9 * usual] or glyphs
    glyphs = composed_glyphs(glyphs)
    share = _word_gap(glyphs, usual)
    spaced = tuple(_with_space(before, g, share) for before, g in zip([None, *glyphs[:-1]], glyphs, strict=True))
    return Run(
        x0=min(g.x0 for g in glyphs),
        top=median(g.top for g in main),
        x1=max(g.x1 for g in glyphs),
        bottom=median(g.bottom for g in main),
        glyphs=spaced,
        bold=_is_bold(textpage.raw, first) and _is_bold(textpage.raw, last),
        upright=_is_upright(raw.FPDFText_GetCharAngle(textpage.raw, first)),
    )


def composed_glyphs(glyphs: list[Glyph]) -> list[Glyph]:
    """Accents that are drawn over a letter as characters of their own become one with it."""
    if not any(g.char in _ACCENTS for g in glyphs):
        return glyphs
    composed: list[Glyph] = []
    accent = ""
    for i, glyph in enumerate(glyphs):
        mark = _ACCENTS.get(glyph.char, "")
        if mark and composed and _is_over(glyph, composed[-1]) and _accented(composed[-1].char, mark):
            composed[-1] = composed[-1]._replace(char=_accented(composed[-1].char, mark))
        elif mark and i + 1 < len(glyphs) and _is_over(glyph, glyphs[i + 1]) and _accented(glyphs[i + 1].char, mark):
            accent = mark
        else:
            char = _accented(glyph.char, accent) if accent else _ALONE.get(glyph.char, glyph.char)
            composed.append(glyph._replace(char=char, spaced=glyph.spaced and not accent))
            accent = ""
    return composed


_ALONE = {"˚": "°"}
_DOTLESS = {"ı": "i", "ȷ": "j"}


def _is_over(accent: Glyph, letter: Glyph) -> bool:
    """True where the two stand over one another."""
    return min(accent.x1, letter.x1) - max(accent.x0, letter.x0) > 0.5


def _accented(letter: str, mark: str) -> str:
    """The letter with the accent as one character; empty where there is no such letter."""
    char = unicodedata.normalize("NFC", _DOTLESS.get(letter, letter) + mark)
    return char if len(char) == 1 else ""


def _word_gap(glyphs: Sequence[Glyph], height: float) -> float:
    """The share of the height above which a gap is a space: less where the letters stand without any gap."""
    gaps = sorted(b.x0 - a.x1 for a, b in pairwise(glyphs) if not b.spaced)
    usual = gaps[int(0.9 * (len(gaps) - 1))] if gaps else 0.0
    return _TIGHT_WORD_GAP if usual < _TIGHT * height else _WORD_GAP


def _with_space(before: Glyph | None, glyph: Glyph, share: float) -> Glyph:
    """A wide gap is a space even where the file has none."""
    if before is None or glyph.spaced or glyph.x0 <= before.x0:
        return glyph
    height = glyph.bottom - glyph.top
    return glyph._replace(spaced=glyph.x0 - before.x1 > share * height)


def _font_name(handle: Any, index: int) -> bytes:
    name, flags = ctypes.create_string_buffer(_LONGEST_NAME), ctypes.c_int()
    raw.FPDFText_GetFontInfo(handle, index, name, _LONGEST_NAME, ctypes.byref(flags))
    return name.value


def _symbols(handle: Any, index: int) -> Mapping[str, str] | None:
    """What the codes of a symbol font stand for, where the file does not say; none for any other font."""
    name = _font_name(handle, index)
    return next((table for pattern, table in SYMBOL_FONTS if pattern.search(name)), None)


def _is_bold(handle: Any, index: int) -> bool:
    """True for a heavy font, by its weight or its name."""
    if raw.FPDFText_GetFontWeight(handle, index) >= _BOLD:
        return True
    return bool(_BOLD_NAME.search(_font_name(handle, index)))


def _is_upright(angle: float) -> bool:
    return angle < 0 or min(angle, 2 * math.pi - angle) < _UPRIGHT


class Rule(NamedTuple):
    """A thin horizontal line."""

    x0: float
    x1: float
    y: float


_THIN = 2.5
_SHORTEST_PIECE = 12.0
"""A rule may be drawn cell by cell."""
_MOST_OBJECTS = 4000


def page_rules(page: pdfium.PdfPage) -> list[Rule]:
    """The thin horizontal lines of a page, or their pieces; only the first few thousand drawn objects are looked at."""
    left, _, _, top = page.get_cropbox()
    rules: list[Rule] = []
    for count, item in enumerate(page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=3)):
        if count > _MOST_OBJECTS:
            break
        x0, y0, x1, y1 = item.get_bounds()
        if y1 - y0 <= _THIN and x1 - x0 >= _SHORTEST_PIECE:
            rules.append(Rule(x0 - left, x1 - left, top - (y0 + y1) / 2))
    return sorted(rules, key=lambda r: r.y)
