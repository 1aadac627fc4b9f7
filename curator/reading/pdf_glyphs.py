"""The characters of a PDF page gathered into horizontal runs.

A run is what stands on one line without a wide gap: a line of a column, or a cell of a table. Boxes count in points
from the page's top left corner. From side to side they are PDFium's loose boxes, which run from one advance to the
next; their height is the font size.
"""

from __future__ import annotations

import math
import re
import unicodedata
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median
from typing import NamedTuple, overload

import pypdfium2 as pdfium  # type: ignore[import-untyped]

from curator.reading.pdf_chars import OF_GLYPH, Hidden, PageChars, holds_pictures
from curator.reading.pdf_symbols import BY_SHAPE, MEANT

_SPACES = frozenset(" \u00a0\u2002\u2003\u2009\u200a\u3000\t\r\n")
_ACCENTS = {
    "´": "\u0301",
    "`": "\u0300",
    "ˆ": "\u0302",
    "˜": "\u0303",
    "¨": "\u0308",
    "ˇ": "\u030c",
    "¸": "\u0327",
    "˚": "\u030a",
    **{chr(code): chr(code) for code in range(0x300, 0x32F)},
}
_MARK = re.compile(f"[{''.join(_ACCENTS)}]")
_WIDE_GAP = 0.85
"""A gap wider than this share of the height ends a run."""
_WORD_GAP, _TIGHT_WORD_GAP = 0.22, 0.12
_TIGHT = 0.04
_NO_GAP = 0.03
"""Behind a letter whose accent was drawn after it, the way back to the line looks like a space."""
_UNIT_GAP = 0.08
"""The thin space between a number and its unit, where letters stand without any gap."""
_BACKWARD = 0.6
_OVERLAP = 0.35
_SAME_FONT = 0.05
_ASCENT, _DESCENT = 0.75, 0.25
"""Shares of the size above and below the baseline that a glyph's box takes."""
_WIDEST_DOT = 0.5
"""Of a multiplication dot, as a share of the size; some fonts have a minus at its code, which is wider."""
_WIDE_LETTER = 0.7
_DROPPED = 1.8
"""A capital so many times as high as what follows it opens several lines."""
_UPRIGHT = 0.1
"""Radians."""
_FLAT = 0.01


class Glyph(NamedTuple):
    """One character and its box; `spaced` says that a space stands before it."""

    x0: float
    top: float
    x1: float
    bottom: float
    char: str
    spaced: bool


class Glyphs(Sequence[Glyph]):
    """Glyphs kept as columns, in a tenth of the memory: those of a long paper are all held at once."""

    __slots__ = ("_text", "bottoms", "chars", "spaced", "tops", "x0s", "x1s")

    def __init__(self, glyphs: Iterable[Glyph] = ()) -> None:
        rows = list(glyphs)
        self.x0s, self.tops = array("f", [g.x0 for g in rows]), array("f", [g.top for g in rows])
        self.x1s, self.bottoms = array("f", [g.x1 for g in rows]), array("f", [g.bottom for g in rows])
        self.chars, self.spaced = "".join(g.char for g in rows), bytes(g.spaced for g in rows)
        self._text: str | None = None

    def __len__(self) -> int:
        return len(self.chars)

    @overload
    def __getitem__(self, index: int) -> Glyph: ...

    @overload
    def __getitem__(self, index: slice) -> Glyphs: ...

    def __getitem__(self, index: int | slice) -> Glyph | Glyphs:
        if isinstance(index, slice):
            return Glyphs(list(self)[index])
        x0, top, x1, bottom = self.x0s[index], self.tops[index], self.x1s[index], self.bottoms[index]
        return Glyph(x0, top, x1, bottom, self.chars[index], bool(self.spaced[index]))

    def __iter__(self) -> Iterator[Glyph]:
        columns = zip(self.x0s, self.tops, self.x1s, self.bottoms, self.chars, map(bool, self.spaced), strict=True)
        return map(Glyph._make, columns)

    def exchange(self, index: int, char: str) -> None:
        """Another character for the one at `index`."""
        self.chars = self.chars[:index] + char + self.chars[index + 1 :]
        self._text = None

    @property
    def text(self) -> str:
        """The characters, spaces between words included."""
        if self._text is None:
            pairs = zip(self.chars, self.spaced, strict=True)
            self._text = "".join(f" {c}" if s else c for c, s in pairs).strip() if any(self.spaced) else self.chars
        return self._text

    @property
    def flat(self) -> bool:
        """True where all stand equally high, none raised or lowered."""
        return max(self.tops) - min(self.tops) < _FLAT and max(self.bottoms) - min(self.bottoms) < _FLAT


@dataclass(frozen=True, slots=True)
class Run:
    """Characters that follow one another on a line."""

    x0: float
    top: float
    x1: float
    bottom: float
    glyphs: Glyphs
    bold: bool
    upright: bool = True
    italic: bool = False
    font: bytes = b""
    """The font's name where it has one font from end to end."""

    @property
    def height(self) -> float:
        """The usual height of its characters, in points."""
        return self.bottom - self.top

    @property
    def text(self) -> str:
        """The characters, spaces between words included."""
        return self.glyphs.text


def page_runs(page: pdfium.PdfPage) -> list[Run]:
    """The runs of a page in the order of its content stream."""
    chars = PageChars(page)
    left, _, _, top = page.get_cropbox()
    hidden = Hidden(chars) if holds_pictures(page) else None
    try:
        return _with_marks(list(_runs(chars, hidden, left=left, top=top)))
    finally:
        chars.close()


def _runs(chars: PageChars, hidden: Hidden | None, *, left: float, top: float) -> Iterator[Run]:
    """What can be seen, cut where a line ends or a gap is wide; a run begins with a character that can be seen."""
    held: list[Glyph] = []
    first = last = 0
    for index, glyph in _glyphs(chars, left=left, top=top):
        if not held or _breaks(held[-1], glyph):
            if held:
                yield _run(chars, held, first=first, last=last)
                held = []
            if hidden is not None and hidden.at(index):
                continue
            first = index
        held.append(glyph)
        last = index
    if held:
        yield _run(chars, held, first=first, last=last)


def _glyphs(chars: PageChars, *, left: float, top: float) -> Iterator[tuple[int, Glyph]]:
    """Index and box of every character; boxes of one font size are equally high, whatever the font says."""
    spaced = False
    loose_height, size, ascent, descent = -1.0, 0.0, 0.0, 0.0
    symbols: Mapping[str, str] | None = None
    columns = zip(chars.characters(), *chars.boxes(), strict=True)
    new = tuple.__new__
    for index, (char, x0, upper, x1, lower) in enumerate(columns):
        if char in _SPACES:
            spaced = True
            continue
        if (x1 <= x0 and upper <= lower) or not char:
            continue
        if (
            not -_SAME_FONT <= upper - lower - loose_height <= _SAME_FONT
            or char < " "
            or (char in _MAY_BE_SIGNS and x1 - x0 > _WIDE_LETTER * size)
        ):
            loose_height = upper - lower
            symbols = chars.font(index).symbols
            size, baseline = chars.size_and_baseline(index, loose_height, lower)
            # Both edges count from the top of the page and from the lower edge of the loose box.
            ascent, descent = top - (baseline - lower) - _ASCENT * size, top - (baseline - lower) + _DESCENT * size
        if symbols and (symbols is not OF_GLYPH or chars.is_unmapped(index)):
            by_shape = chars.sign(index, char, size) if symbols is BY_SHAPE else ""
            char = by_shape or symbols.get(char, char)
            if char == "·" and x1 - x0 > _WIDEST_DOT * size:
                char = "−"
        if char in MEANT:
            char = MEANT[char]
        # Half the time of Glyph(…), and there is one for every character of a paper.
        yield index, new(Glyph, (x0 - left, ascent - lower, x1 - left, descent - lower, char, spaced))
        spaced = False


_MAY_BE_SIGNS = frozenset(",.e")
"""A comma, a stop or an `e` as wide as a sign: its font may mean the sign."""


def _breaks(last: Glyph, glyph: Glyph) -> bool:
    """True where the character starts a run of its own: another line, a wide gap, or backward."""
    x0, top, x1, bottom, _, _ = glyph
    last_x0, last_top, last_x1, last_bottom, last_char, _ = last
    height = bottom - top
    if top != last_top or bottom != last_bottom:
        last_height = last_bottom - last_top
        overlap = min(last_bottom, bottom) - max(last_top, top)
        if overlap < _OVERLAP * min(last_height, height) or (last_height > _DROPPED * height and last_char.isupper()):
            return True
        height = max(last_height, height)
    elif last_x0 == x0 and last_x1 == x1:
        return False  # two letters of one ligature
    return not -_BACKWARD * height <= x0 - last_x1 <= _WIDE_GAP * height


def _run(chars: PageChars, glyphs: list[Glyph], *, first: int, last: int) -> Run:
    heights = [g.bottom - g.top for g in glyphs]
    usual = median(heights)
    main = [g for g, h in zip(glyphs, heights, strict=True) if h >= 0.9 * usual] or glyphs
    glyphs = composed_glyphs(glyphs)
    fonts = chars.font(first), chars.font(last)
    return Run(
        x0=min(g.x0 for g in glyphs),
        top=median(g.top for g in main),
        x1=max(g.x1 for g in glyphs),
        bottom=median(g.bottom for g in main),
        glyphs=Glyphs(_with_spaces(glyphs, usual)),
        bold=fonts[0].bold and fonts[1].bold,
        upright=_is_upright(chars.angle(first)),
        italic=fonts[0].italic and fonts[1].italic,
        font=fonts[0].name if fonts[0].name == fonts[1].name else b"",
    )


def _with_spaces(glyphs: Sequence[Glyph], height: float) -> list[Glyph]:
    """A wide gap is a space even where the file has none."""
    share = _word_gap(glyphs, height)
    found = list(glyphs[:1])
    for before, glyph in pairwise(glyphs):
        gap = glyph.x0 - before.x1
        if gap > 0 and not glyph.spaced and glyph.x0 > before.x0 and gap > _UNIT_GAP * height:
            least = _UNIT_GAP if share < _WORD_GAP and before.char.isdigit() and glyph.char.isalpha() else share
            glyph = glyph._replace(spaced=gap > least * (glyph.bottom - glyph.top))
        found.append(glyph)
    return found


def composed_glyphs(glyphs: list[Glyph]) -> list[Glyph]:
    """Accents that are drawn over a letter as characters of their own become one with it."""
    if not any(g.char in _ACCENTS for g in glyphs):
        return glyphs
    composed: list[Glyph] = []
    accent, merged = "", False
    for i, glyph in enumerate(glyphs):
        mark = _ACCENTS.get(glyph.char, "")
        if mark and composed and _is_over(glyph, composed[-1]) and _accented(composed[-1].char, mark):
            composed[-1] = composed[-1]._replace(char=_accented(composed[-1].char, mark))
            merged = True
            continue
        if mark and i + 1 < len(glyphs) and _is_over(glyph, glyphs[i + 1]) and _accented(glyphs[i + 1].char, mark):
            accent = mark
        else:
            char = _accented(glyph.char, accent) if accent else _ALONE.get(glyph.char, glyph.char)
            close = merged and glyph.x0 - composed[-1].x1 < _NO_GAP * (glyph.bottom - glyph.top)
            composed.append(glyph._replace(char=char, spaced=glyph.spaced and not accent and not close))
            accent = ""
        merged = False
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


def _with_marks(runs: list[Run]) -> list[Run]:
    """Accents that the file draws apart from their line, each given to the letter that stands under it."""
    kept: list[Run] = []
    for run in runs:
        if not _MARK.search(run.glyphs.chars):
            kept.append(run)
            continue
        rest = [g for g in run.glyphs if g.char not in _ACCENTS or not _is_given(g, run, runs)]
        if len(rest) == len(run.glyphs):
            kept.append(run)
        elif rest:
            kept.append(replace(run, x0=min(g.x0 for g in rest), x1=max(g.x1 for g in rest), glyphs=Glyphs(rest)))
    return kept


def _is_given(mark: Glyph, owner: Run, runs: Sequence[Run]) -> bool:
    """True where a letter of another run, under the mark, has taken it."""
    middle = (mark.x0 + mark.x1) / 2
    for run in runs:
        overlap = min(run.bottom, mark.bottom) - max(run.top, mark.top)
        if run is owner or overlap < 0.5 * run.height or not run.x0 <= middle <= run.x1:
            continue
        glyphs = run.glyphs
        index = min(range(len(glyphs)), key=lambda i: abs(glyphs.x0s[i] + glyphs.x1s[i] - 2 * middle))
        letter = _accented(glyphs.chars[index], _ACCENTS[mark.char])
        if letter and glyphs.x0s[index] <= middle <= glyphs.x1s[index]:
            glyphs.exchange(index, letter)
            return True
    return False


def _word_gap(glyphs: Sequence[Glyph], height: float) -> float:
    """The share of the height above which a gap is a space: less where the letters stand without any gap."""
    gaps = sorted(b.x0 - a.x1 for a, b in pairwise(glyphs) if not b.spaced)
    usual = gaps[int(0.9 * (len(gaps) - 1))] if gaps else 0.0
    return _TIGHT_WORD_GAP if usual < _TIGHT * height else _WORD_GAP


def _is_upright(angle: float) -> bool:
    return angle < 0 or min(angle, 2 * math.pi - angle) < _UPRIGHT
