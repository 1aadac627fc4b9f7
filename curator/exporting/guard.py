"""Keeps paper text from being taken for something else: a spreadsheet's formula or a terminal's command."""

from __future__ import annotations

import json
import re
from unicodedata import category

FORMULA_STARTS = frozenset("=+-@\t\r\n＝＋－＠")
"""What makes Excel, LibreOffice or Sheets evaluate a cell (OWASP, CSV injection), full-width forms included."""

_SEPARATOR_STARTS = re.compile(r"""([;\t\r\n]["\s]*)(?=[=+\-@＝＋－＠])|(,["\s]*)(?=[=@＝＠])""")
"""Where a spreadsheet set to another separator would find a formula: inside the cell."""

_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
"""Unicode categories (control, format, surrogate, private, separators of lines) that steer a screen or hide in it."""


class _Visible(dict[int, str]):
    """Code point → the character that is shown in its place; filled as characters are met."""

    def __missing__(self, code: int) -> str:
        self[code] = shown = _shown(code)
        return shown


def _shown(code: int) -> str:
    if code in (0x09, 0x0A):
        return chr(code)
    if code < 0x20:
        return chr(0x2400 + code)
    special = {0x7F: "\u2421", 0x2028: "\u2424", 0x2029: "\u2424"}
    return special.get(code) or ("\ufffd" if category(chr(code)) in _HIDDEN else chr(code))


_VISIBLE = _Visible()


def spreadsheet_cell(text: str, *, quoted: bool = False) -> str:
    """The text, with a `'` before whatever a spreadsheet would evaluate. Leading blanks do not hide a formula.

    Where cells are not `quoted`, a quotation mark in front would be taken off, or swallow the cells behind it.
    """
    starts = text[:1] in FORMULA_STARTS or text.lstrip()[:1] in FORMULA_STARTS or (text[:1] == '"' and not quoted)
    blanks = text[: len(text) - len(text.lstrip())]
    inside = blanks + _SEPARATOR_STARTS.sub(r"\1\2'", text[len(blanks) :])
    return f"'{inside}" if text and starts else inside


def printable(text: str) -> str:
    """The text with every character that steers a terminal or hides in it shown as a picture (`␛`) or as `�`.

    Line ends and tabs stay; directional overrides and characters without width go too, for they make a line read as
    something else. One character becomes one character, so offsets hold.
    """
    return text if text.isascii() and text.isprintable() else text.translate(_VISIBLE)


def one_line(text: str) -> str:
    """The same on one line: a name with a line end in it must not pass for a line of the program's own."""
    return printable(text.translate(_LINE_ENDS))


_LINE_ENDS = {0x09: "\u2409", 0x0A: "\u240a", 0x0D: "\u240d"}


def json_text(value: object, *, indent: int | None = None) -> str:
    """JSON in UTF-8, what steers a terminal or ends a line in another language's eyes as JSON's own escapes.

    Whoever reads the JSON gets every character as it was; whoever prints it gets none that acts.
    """
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    return text if text.isascii() and "\x7f" not in text else "".join(map(_escaped, text))


def _escaped(character: str) -> str:
    if character < "\x7f" or category(character) not in _HIDDEN:
        return character
    return "\\u007f" if character == "\x7f" else json.dumps(character)[1:-1]
