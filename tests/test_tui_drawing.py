"""Lines of the screen: where a text is broken, and what each line of it looks like."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.content import Content
from textual.strip import Strip
from textual.style import Style

from curator.tui.widgets.drawing import Laid, strip_of

_TEXTS = st.text(alphabet="ab  ‹›µ漢\u0301\n", max_size=120)


def _lines(text: str, width: int) -> list[str]:
    laid = Laid(Content(text), width)
    return [laid.strip(n, Style()).text for n in range(len(laid))]


def _pieces(strip: Strip) -> list[tuple[str, str]]:
    """What stands on the line and how it looks; nothing of it where it is plain."""
    return [(segment.text, str(segment.style).replace("none", "")) for segment in strip]


@given(_TEXTS, st.integers(2, 30))
def test_drawing_breaks_a_text_where_textual_would(text: str, width: int) -> None:
    """Where every word has room; words that have none it parts with blanks before what follows."""
    paragraphs = "\n".join(line.lstrip() for line in text.split("\n"))
    assume(all(cell_len(word) <= width for word in paragraphs.split()))
    expected = [line.plain.rstrip() for line in Content(paragraphs).wrap(width)] if paragraphs else []
    assert _lines(paragraphs, width) == expected


@given(_TEXTS, st.integers(2, 30))
def test_drawing_knows_where_each_line_begins(text: str, width: int) -> None:
    laid = Laid(Content(text), width)
    shown = [laid.strip(n, Style()).text for n in range(len(laid))]
    assert [text[start : start + len(line)] for start, line in zip(laid.starts, shown, strict=True)] == shown


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [
        ("", 10, []),
        ("one two three", 7, ["one two", "three"]),
        ("one\n\ntwo", 7, ["one", "", "two"]),
        ("  set in", 7, ["  set", "in"]),
        ("said. ▸ It", 7, ["said.", "▸ It"]),
        ("chemoresistance", 6, ["chemor", "esista", "nce"]),
    ],
)
def test_drawing_lines(text: str, width: int, expected: list[str]) -> None:
    assert _lines(text, width) == expected


def test_drawing_keeps_a_style_over_the_end_of_a_line() -> None:
    text = Content.assemble("up to ", ("two lines", "bold"), " of it")
    laid = Laid(text, 9)
    told = [_pieces(laid.strip(n, Style())) for n in range(len(laid))]
    assert told == [[("up to ", ""), ("two", "bold")], [("lines", "bold"), (" of", "")], [("it", "")]]


def test_drawing_says_that_there_is_more() -> None:
    laid = Laid(Content("one two three four five"), 9).shortened(2)
    assert [laid.strip(n, Style()).text for n in range(len(laid))] == ["one two", "three …"]


def test_drawing_says_nothing_where_there_is_no_more() -> None:
    laid = Laid(Content("one two"), 9)
    assert laid.shortened(2) is laid


def test_drawing_a_line_lies_on_the_style_below_it() -> None:
    strip = strip_of(Content.styled("miR-21", "bold"), Style(italic=True))
    assert _pieces(strip) == [("miR-21", "bold italic")]
