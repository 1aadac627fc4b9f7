"""Characters of symbol fonts that PDFs do not spell out, and what they stand for."""

from __future__ import annotations

import re

MEANT = {
    "\ufffe": "\u00ad",
    "\x02": "\u00ad",
    "∘": "°",
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

SYMBOL_FONTS = (
    (re.compile(rb"AdvP4C4E74|AdvPSMSY|\bCMSY\d|AdvP4C4E59"), _TEX_SYMBOLS),
    (re.compile(rb"AdvP[0-9A-F]{4}$|AdvPSSym|AdvGreek|AdvSymbol"), _GREEK_FONT),
)
"""Pattern of the font's name → its characters; the first that fits counts."""
