"""Characters of symbol fonts that PDFs do not spell out, and what they stand for."""

from __future__ import annotations

import re

MEANT = {
    "\ufffe": "\u00ad",
    "\x02": "\u00ad",
    "∘": "°",
    "◦": "°",
    "\uf0b0": "°",
    "\uf06d": "μ",
    "\uf061": "α",
    "\uf062": "β",
    "\0": "\ufffd",
}
"""In any font: PDFium's marks for a hyphen at a line's end, and signs that stand for others."""

_LATIN = "abgdezhqiklmnxprstufcywDGFLPSWQXY"
_GREEK = "αβγδεζηθικλμνξπρστυφχψωΔΓΦΛΠΣΩΘΞΨ"
_GREEK_FONT = dict(zip(_LATIN, _GREEK, strict=True))
"""Adobe's Symbol encoding, which Greek fonts of typesetters follow."""
_TEX_SYMBOLS = {
    "\0": "−", "\x01": "·", "\x02": "×", "\x03": "∗", "\x04": "÷", "\x06": "±", "\x07": "∓", "\x14": "≤", "\x15": "≥",
    "\x18": "∼", "\x19": "≈", "\x1c": "≪", "\x1d": "≫", "!": "→", "1": "∞", "$": "↔", '"': "↑", "#": "↓", "0": "′",
}  # fmt: skip
"""TeX's symbol font (OMS encoding)."""

_TEX_SIGNS = _TEX_SYMBOLS | {"ð": "(", "Þ": ")", "þ": "+", "¼": "=", "½": "["}
"""The same where a typesetter's fonts carry the names of Latin letters for the codes of signs."""
_MATHEMATICAL_PI = {
    ",": "<", ".": ">", "5": "=", "1": "+", "2": "−", "3": "×", "4": "÷", "6": "±", "#": "≤", "$": "≥", "<": "≈",
}  # fmt: skip
"""Adobe's Mathematical Pi One."""
_DASH = {"e": "–"}
BY_SHAPE = dict(_TEX_SYMBOLS)
"""Where the glyph is numbered anew in every file, its shape comes before its code."""

SYMBOL_FONTS = (
    (re.compile(rb"MathematicalPi-?(?:One|1)"), _MATHEMATICAL_PI),
    (re.compile(rb"TeX_CM_Maths_Symbols"), _TEX_SIGNS),
    (re.compile(rb"AdvPS44A44B"), _DASH),
    (re.compile(rb"AdvP4C4E74|AdvP4C4E59"), BY_SHAPE),
    (re.compile(rb"AdvPSMSY|\bCMSY\d"), _TEX_SYMBOLS),
    (re.compile(rb"AdvP[0-9A-F]{4}$|AdvPSSym|AdvGreek|AdvSymbol"), _GREEK_FONT),
)
"""Pattern of the font's name → its characters; the first that fits counts."""
