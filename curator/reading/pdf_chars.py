"""The characters of a PDF page as PDFium gives them: columns of characters and of box edges, and what fonts tell.

PDFium is asked for many characters in few calls, for calls are what reading a page costs.
"""

from __future__ import annotations

import ctypes
import math
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import repeat
from typing import Any

import pypdfium2 as pdfium  # type: ignore[import-untyped]
import pypdfium2.raw as raw  # type: ignore[import-untyped]

from curator.reading.pdf_shapes import Shape, points_right, sign_of
from curator.reading.pdf_symbols import SYMBOL_FONTS

_SURROGATE = re.compile("[\ud800-\udfff]")
_MATHEMATICAL = re.compile("[\U0001d400-\U0001d7ff]")
_DESCENT = 0.25
_LARGEST_SIZE = 300
_BOLD = 600
_BOLD_NAME = re.compile(rb"bold|black|heavy|[.-]B(?:\+|I?$)", re.IGNORECASE)
_ITALIC_NAME = re.compile(rb"ital|obliq|kursiv|[.-](?:It|BI|I)$", re.IGNORECASE)
_ITALIC_FLAG = 1 << 6
_LONGEST_NAME = 80
_SCALE = 4.0
"""Pixels to a point, for the picture of a sign."""
_BOX = 16
"""Bytes of a box: four floats."""

_LOOSE_BOX = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)(
    ctypes.cast(raw.FPDFText_GetLooseCharBox, ctypes.c_void_p).value or 0
)
"""The same function without the checks of its arguments, which take longer than the function."""


@dataclass(frozen=True, slots=True)
class Font:
    """A font as far as the file tells."""

    name: bytes = b""
    bold: bool = False
    italic: bool = False
    symbols: Mapping[str, str] | None = None
    """What its codes stand for, where the file does not say; none for a font that says it itself."""


class PageChars:
    """The characters of one page, by their index; `close` when done."""

    def __init__(self, page: pdfium.PdfPage) -> None:
        self._page = page.get_textpage()
        self._paper = page
        self._handle = self._page.raw
        self._signs: dict[tuple[bytes, str], str] = {}
        self._fonts: dict[tuple[bytes, int], Font] = {}
        self._name, self._flags = ctypes.create_string_buffer(_LONGEST_NAME), ctypes.c_int()
        self._matrix, self._x, self._y = raw.FS_MATRIX(), ctypes.c_double(), ctypes.c_double()
        self.count: int = max(0, raw.FPDFText_CountChars(self._handle))

    def close(self) -> None:
        """Give the page's memory back."""
        self._page.close()

    def characters(self) -> list[str]:
        """One for each index; empty where two indices make one character, which then has the second."""
        count = self.count
        buffer = (ctypes.c_ushort * (count + 1))()
        if raw.FPDFText_GetText(self._handle, 0, count, buffer) != count + 1:
            units = [raw.FPDFText_GetUnicode(self._handle, index) & 0xFFFF for index in range(count)]
            buffer = (ctypes.c_ushort * (count + 1))(*units)
        text = bytes(buffer)[: 2 * count].decode("utf-16-le", "surrogatepass")
        return list(_by_index(buffer, count)) if _SURROGATE.search(text) or len(text) < count else list(text)

    def boxes(self) -> tuple[list[float], list[float], list[float], list[float]]:
        """Left, top, right and bottom edges of the loose boxes, which run from one advance to the next."""
        count = self.count
        if not count:
            return [], [], [], []
        buffer = (ctypes.c_float * (4 * count))()
        start = ctypes.addressof(buffer)
        for _ in map(
            _LOOSE_BOX,
            repeat(ctypes.cast(self._handle, ctypes.c_void_p).value),
            range(count),
            range(start, start + _BOX * count, _BOX),
        ):
            pass
        edges: list[float] = list(buffer)
        return edges[0::4], edges[1::4], edges[2::4], edges[3::4]

    def size_and_baseline(self, index: int, loose_height: float, bottom: float) -> tuple[float, float]:
        """Font size on paper and baseline, in PDF coordinates; told from the loose box where the file does not say."""
        handle, matrix = self._handle, self._matrix
        known = raw.FPDFText_GetMatrix(handle, index, matrix)
        size = raw.FPDFText_GetFontSize(handle, index) * math.hypot(matrix.c, matrix.d) if known else 0.0
        if not 1 <= size <= _LARGEST_SIZE:
            size = loose_height
        if raw.FPDFText_GetCharOrigin(handle, index, self._x, self._y):
            return size, self._y.value
        return size, bottom + _DESCENT * size

    def font(self, index: int) -> Font:
        """The font of a character."""
        raw.FPDFText_GetFontInfo(self._handle, index, self._name, _LONGEST_NAME, self._flags)
        key = self._name.value, self._flags.value
        if key not in self._fonts:
            weight = raw.FPDFText_GetFontWeight(self._handle, index)
            self._fonts[key] = _font(*key, weight=weight, unmapped=self.is_unmapped(index))
        return self._fonts[key]

    def is_unmapped(self, index: int) -> bool:
        """True where the file does not tell which character the glyph is."""
        return bool(raw.FPDFText_HasUnicodeMapError(self._handle, index) == 1)

    def sign(self, index: int, char: str, size: float) -> str:
        """The sign that the glyph's shape shows; empty where it is none that is known."""
        key = self.font(index).name, char
        if key not in self._signs:
            self._signs[key] = self._shown_sign(index, size)
        return self._signs[key]

    def _shown_sign(self, index: int, size: float) -> str:
        edges = [ctypes.c_double() for _ in range(4)]
        if size <= 0 or not raw.FPDFText_GetCharBox(self._handle, index, *edges):
            return ""
        left, right, bottom, top = (edge.value for edge in edges)
        _, baseline = self.size_and_baseline(index, size, bottom)
        sign = sign_of(Shape((right - left) / size, (top - bottom) / size, (bottom - baseline) / size))
        return "≥" if sign == "≤" and points_right(self._picture(left, bottom, right, top)) else sign

    def _picture(self, left: float, bottom: float, right: float, top: float) -> list[list[int]]:
        """A part of the page in shades of grey, row by row from the top."""
        width, height = self._paper.get_size()
        x0, y0, _, _ = self._paper.get_cropbox()
        margins = (left - x0, bottom - y0, width - (right - x0), height - (top - y0))
        bitmap = self._paper.render(scale=_SCALE, crop=tuple(max(0.0, m) for m in margins), grayscale=True)
        shades = bytes(bitmap.buffer)
        rows = [list(shades[at : at + bitmap.width]) for at in range(0, bitmap.stride * bitmap.height, bitmap.stride)]
        bitmap.close()
        return rows

    def angle(self, index: int) -> float:
        """How far the character is turned, in radians; negative where the file does not say."""
        return float(raw.FPDFText_GetCharAngle(self._handle, index))

    def text_object(self, index: int) -> Any:
        """PDFium's object that draws the character, or a null pointer."""
        return raw.FPDFText_GetTextObject(self._handle, index)


def _by_index(units: Any, count: int) -> Iterator[str]:
    """Characters with the halves of a surrogate pair put together, styled letters of mathematics made plain."""
    high = 0
    for code in units[:count]:
        if 0xD800 <= code < 0xDC00:
            high = code
            yield ""
            continue
        if 0xDC00 <= code < 0xE000:
            code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00) if high else 0xFFFD
        high = 0
        char = chr(code)
        yield unicodedata.normalize("NFKC", char) if _MATHEMATICAL.match(char) else char


_FIRST_GLYPH, _LAST_GLYPH, _GLYPH_SHIFT = 3, 97, 29
"""In most TrueType fonts glyph 3 is the space and the others follow in the order of ASCII."""
OF_GLYPH = {chr(c): chr(c + _GLYPH_SHIFT) for c in range(_FIRST_GLYPH, _LAST_GLYPH + 1)}
"""For the characters of which the file tells nothing but the number of the glyph (`(cid:36)`)."""


def _font(name: bytes, flags: int, *, weight: int, unmapped: bool) -> Font:
    symbols = next((table for pattern, table in SYMBOL_FONTS if pattern.search(name)), None)
    return Font(
        name,
        bold=weight >= _BOLD or bool(_BOLD_NAME.search(name)),
        italic=bool(flags & _ITALIC_FLAG or _ITALIC_NAME.search(name)),
        symbols=OF_GLYPH if unmapped and symbols is None else symbols,
    )


class Hidden:
    """Which characters cannot be seen, for their object lies outside the path that it is clipped to."""

    def __init__(self, chars: PageChars) -> None:
        self._chars = chars
        self._known: dict[int, bool] = {}

    def at(self, index: int) -> bool:
        """True where the character is hidden."""
        item = self._chars.text_object(index)
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


def holds_pictures(page: pdfium.PdfPage) -> bool:
    """True where the page holds a picture that may be cut out of another page, whose other text is hidden."""
    return any(
        raw.FPDFPageObj_GetType(raw.FPDFPage_GetObject(page.raw, index)) == raw.FPDF_PAGEOBJ_FORM
        for index in range(raw.FPDFPage_CountObjects(page.raw))
    )
