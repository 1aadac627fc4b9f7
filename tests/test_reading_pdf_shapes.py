"""Signs of fonts that number them anew in every file, told by their shape."""

from __future__ import annotations

import pytest

from curator.reading.pdf_shapes import Shape, points_right, sign_of


@pytest.mark.parametrize(
    ("shape", "sign"),
    [
        pytest.param(Shape(0.61, 0.04, 0.23), "−", id="minus"),
        pytest.param(Shape(0.68, 0.04, 0.23), "−", id="wide minus"),
        pytest.param(Shape(0.48, 0.48, 0.01), "×", id="times"),
        pytest.param(Shape(0.61, 0.77, -0.14), "≤", id="at most or at least"),
        pytest.param(Shape(0.37, 0.43, 0.04), "", id="asterisk"),
        pytest.param(Shape(0.66, 0.23, 0.13), "", id="equals"),
        pytest.param(Shape(0.61, 0.04, -0.1), "", id="underscore"),
        pytest.param(Shape(0.12, 0.12, 0.19), "", id="dot"),
    ],
)
def test_pdf_shapes_of_signs(shape: Shape, sign: str) -> None:
    assert sign_of(shape) == sign


_AT_LEAST = [
    "#.....",
    ".##...",
    "...##.",
    ".....#",
    "...##.",
    ".##...",
    "#.....",
    "......",
    "######",
]


@pytest.mark.parametrize("mirrored", [False, True])
def test_pdf_shapes_at_least_points_right_and_at_most_points_left(mirrored: bool) -> None:
    rows = [row[::-1] if mirrored else row for row in _AT_LEAST]
    assert points_right([[0 if c == "#" else 255 for c in row] for row in rows]) is not mirrored
