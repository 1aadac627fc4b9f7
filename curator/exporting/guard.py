"""Keeps paper text from being taken for something else: a spreadsheet's formula or a terminal's command."""

from __future__ import annotations

FORMULA_STARTS = frozenset("=+-@\t\r\n＝＋－＠")
"""What makes Excel, LibreOffice or Sheets evaluate a cell (OWASP, CSV injection), full-width forms included."""

_BIDI = (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
_KEPT = (0x09, 0x0A)
_VISIBLE = {
    **{code: chr(0x2400 + code) for code in range(0x20) if code not in _KEPT},
    0x7F: "\u2421",
    **dict.fromkeys(range(0x80, 0xA0), "\ufffd"),
    **dict.fromkeys(_BIDI, "\ufffd"),
    0x2028: "\u2424",
    0x2029: "\u2424",
}


def spreadsheet_cell(text: str) -> str:
    """The text, with a leading `'` where a spreadsheet would evaluate it. Leading blanks do not hide a formula."""
    starts_formula = text[:1] in FORMULA_STARTS or text.lstrip()[:1] in FORMULA_STARTS
    return f"'{text}" if text and starts_formula else text


def printable(text: str) -> str:
    """The text with every control character shown as a picture of it (`␛`), so that it cannot steer a terminal.

    Line ends and tabs stay; directional overrides go too, for they make a line read as something else. One character
    becomes one character, so offsets hold.
    """
    return text.translate(_VISIBLE)
