"""Signs told by their shape: fonts of some typesetters number their signs anew in every file, so no code tells them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

_THIN = 0.1
"""Shares of the font's size, here and below."""
_WIDE = 0.35
_SQUARE = 0.04
_CROSS = (0.44, 0.56)
_ORDER_WIDTH, _ORDER_HEIGHT = (0.5, 0.8), (0.7, 0.86)
_DARK = 128


@dataclass(frozen=True, slots=True)
class Shape:
    """The box of a glyph around its ink, in shares of the font's size; `foot` is its lower edge above the baseline."""

    width: float
    height: float
    foot: float


def sign_of(shape: Shape) -> str:
    """The sign of this shape; `≤` for either of `≤` and `≥`, and empty where it could be several others.

    >>> [sign_of(s) for s in (Shape(0.61, 0.04, 0.23), Shape(0.48, 0.48, 0.01), Shape(0.61, 0.77, -0.14))]
    ['−', '×', '≤']
    """
    if shape.height <= _THIN and shape.width >= _WIDE and shape.foot > _THIN:
        return "−"
    if abs(shape.width - shape.height) <= _SQUARE and _CROSS[0] <= shape.width <= _CROSS[1]:
        return "×"
    if _within(shape.width, _ORDER_WIDTH) and _within(shape.height, _ORDER_HEIGHT) and shape.foot < 0:
        return "≤"
    return ""


def _within(value: float, limits: tuple[float, float]) -> bool:
    return limits[0] <= value <= limits[1]


def points_right(rows: Sequence[Sequence[int]]) -> bool:
    """True where a picture, row by row from the top with 0 for ink, has its ink higher at the left than at the right.

    >>> points_right([[0, 255, 255], [255, 255, 0], [0, 255, 255], [0, 0, 0]])
    True
    """
    return _first_ink(rows, 0) < _first_ink(rows, -1)


def _first_ink(rows: Sequence[Sequence[int]], column: int) -> int:
    return next((i for i, row in enumerate(rows) if row[column] < _DARK), len(rows))
