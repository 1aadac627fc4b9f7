"""Owns how text from a paper reaches the screen: character for character, so that offsets keep their meaning.

Text is never read as markup and never reaches the terminal as a control sequence: what would steer a terminal is
shown as a picture of itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from unicodedata import category

from rich.cells import cell_len
from textual.content import Content

ELLIPSIS = "…"
_CONTROL_PICTURES = 0x2400
_DELETE, _DELETE_PICTURE = "\x7f", "␡"
_BLANKS = "\t\n\r\u2028\u2029\u00a0"
_UNSAFE = {"Cc", "Cf", "Cs", "Co"}
"""Unicode categories (control, format, surrogate, private) that a terminal may act on, hide or refuse to encode."""
_UNKNOWN = "\ufffd"
SENTENCE_OPENS, SENTENCE_CLOSES = "▸", "◂"
"""The signs of the sentence that begins or ends with a word, a blank away from it."""
_WORD = re.compile(rf"(?:^ +)?(?:{SENTENCE_OPENS} )?\S+(?: {SENTENCE_CLOSES})?")
"""What no line's end cuts: a word, with what sets it in and those signs."""


def visible(text: str) -> str:
    """The text with every control character shown as a visible sign; as long as it was, so that spans still hold."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(map(_visible_character, text))


def visible_lines(text: str) -> str:
    """The same for text that the program itself has laid out in lines."""
    return "\n".join(map(visible, text.split("\n")))


def _visible_character(character: str) -> str:
    if character in _BLANKS:
        return " "
    if character < " ":
        return chr(_CONTROL_PICTURES + ord(character))
    if character == _DELETE:
        return _DELETE_PICTURE
    return _UNKNOWN if category(character) in _UNSAFE else character


def on_one_line(trouble: str) -> str:
    """What was wrong and its hint, which stand on lines of their own, as sentences of one line."""
    lines = [" ".join(line.split()) for line in trouble.splitlines() if line.strip()]
    return visible(" ".join([*(line if line[-1] in _ENDS else f"{line}." for line in lines[:-1]), *lines[-1:]]))


_ENDS = ".:;!?…"


def stacked(texts: Iterable[Content]) -> Content:
    """The texts below one another. Each has been rid of control codes when it was made; they are not searched again."""
    lines = [part for text in texts for part in (text, "\n")][:-1]
    return Content.assemble(*lines, strip_control_codes=False)


def breaks(text: str, width: int) -> Iterator[tuple[int, int]]:
    """From where to where each line of so many cells goes; blanks at a break belong to none. A long word is cut."""
    is_even = text.isascii() or all(cell_len(character) == 1 for character in set(text))
    yield from (_even_breaks if is_even and text.isprintable() else _uneven_breaks)(text, width)


def _even_breaks(text: str, width: int) -> Iterator[tuple[int, int]]:
    """The same where every character takes one cell: the last blank within reach is the break."""
    start, end = 0, len(text.rstrip())
    while end - start > width:
        cut = start + width
        blank = text.rfind(" ", start, cut + 1)
        while blank > 0 and (text[blank - 1] == SENTENCE_OPENS or text[blank + 1] == SENTENCE_CLOSES):
            blank = text.rfind(" ", start, blank)
        line = text[start:blank].rstrip() if blank > start else ""
        stop = start + len(line) if line else cut
        yield start, stop
        start = stop + len(text[stop:end]) - len(text[stop:end].lstrip())
    if start < end:
        yield start, end


def _uneven_breaks(text: str, width: int) -> Iterator[tuple[int, int]]:
    start = end = -1
    for word in _WORD.finditer(text):
        if start >= 0 and cell_len(text[start : word.end()]) > width:
            yield start, end
            start = -1
        start = word.start() if start < 0 else start
        while cell_len(text[start : word.end()]) > width:
            cut = start + 1
            while cell_len(text[start : cut + 1]) <= width:
                cut += 1
            yield start, cut
            start = cut
        end = word.end()
    if start >= 0:
        yield start, end


def fit(text: str, width: int) -> str:
    """The text in exactly `width` terminal cells: padded with blanks, or cut with an ellipsis."""
    if (cells := cell_len(text)) <= width:
        return text + " " * (width - cells)
    kept = ""
    for character in text:
        if cell_len(kept + character) > width - 1:
            break
        kept += character
    return (kept + ELLIPSIS + " " * (width - 1 - cell_len(kept))) if width > 0 else ""


def fit_middle(text: str, width: int) -> str:
    """The same, but cut in the middle: two thirds of what stays are the beginning, the rest is the end."""
    if cell_len(text) <= width or width < 3:
        return fit(text, width)
    head, tail = fit(text, width - (width - 1) // 3).rstrip(), ""
    for character in reversed(text):
        if cell_len(head + character + tail) > width:
            break
        tail = character + tail
    return fit(head + tail, width)


def bar(share: float, width: int) -> str:
    """A bar of `width` cells, filled by a share between 0 and 1; never full before all is done."""
    filled = int(max(0.0, min(1.0, share)) * width)
    return "█" * filled + "░" * (width - filled)


def level(share: float) -> str:
    """A bar of one cell, as high as a share between 0 and 1; empty only for nothing, full only for all."""
    steps = "░▁▂▃▄▅▆▇█"
    held = max(0.0, min(1.0, share))
    return steps[0] if not held else steps[-1] if held == 1 else steps[1 + int(held * (len(steps) - 2))]
