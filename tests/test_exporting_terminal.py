"""Tables on a screen: columns beside one another, whatever is in them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.exporting.terminal import as_screen, cell_width, draw_table
from curator.model import Document, Table


def _table(*rows: tuple[str, ...], header_rows: int = 1) -> Table:
    return Table("Table 1", "Which cells.", rows, 0, 0, header_rows)


def test_terminal_long_cells_take_several_lines() -> None:
    table = _table(("Line", "What was seen"), ("A549", "it died of the drug in a day"), ("PC-3", "it lived"))
    assert draw_table(table, width=22).splitlines() == [
        "Table 1. Which cells.",
        "Line │ What was seen",
        "─────┼────────────────",
        "A549 │ it died of the",
        "     │ drug in a day",
        "PC-3 │ it lived",
    ]


@pytest.mark.parametrize(
    ("rows", "header_rows", "lines"),
    [
        pytest.param((("a", "b"), ("c", "d")), 2, ["a │ b", "c │ d"], id="all are heads"),
        pytest.param((("a", ""), ("", "d")), 1, ["a │", "──┼──", "  │ d"], id="empty cells"),
        pytest.param((("細胞", "x"), ("ab", "y")), 1, ["細胞 │ x", "─────┼──", "ab   │ y"], id="wide characters"),
        pytest.param((), 0, [], id="no rows"),
    ],
)
def test_terminal_rows_are_drawn(rows: tuple[tuple[str, ...], ...], header_rows: int, lines: list[str]) -> None:
    drawn = draw_table(_table(*rows, header_rows=header_rows), width=60).splitlines()
    assert drawn[0] == "Table 1. Which cells."
    assert [line.rstrip() for line in drawn[1:]] == [line.rstrip() for line in lines]


@given(
    st.lists(st.lists(st.text(st.characters(codec="utf-8"), max_size=60), min_size=3, max_size=3), max_size=6),
    st.integers(min_value=1, max_value=90),
)
def test_terminal_table_is_never_wider_than_the_screen_or_its_least(rows: list[list[str]], width: int) -> None:
    table = Table("", "", tuple(tuple(row) for row in rows), 0, 0)
    drawn = draw_table(table, width=width)
    assert all(cell_width(line) <= max(width, 3 * 5 + 6) for line in drawn.splitlines())
    assert "".join("".join(row) for row in rows).split() == [] or drawn.strip()


def test_terminal_only_tables_are_drawn_and_control_characters_are_shown() -> None:
    text = "Before\x1b.\n\nTable 1. C.\na\tb\nc\td\n\nAfter."
    start, end = text.index("Table"), text.index("\n\nAfter")
    document = Document("a", text, tables=(Table("Table 1", "C.", (("a", "b"), ("c", "d")), start, end),))
    assert as_screen(document, width=60) == "Before␛.\n\nTable 1. C.\na │ b\n──┼──\nc │ d\n\nAfter."
