"""Tables in PDFs: found however they are ruled, cut into cells and rows, and kept out of the prose."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from curator.model import Document
from curator.reading.pdf import read_pdf
from tests.pdf_samples import DOWNWARD, UPWARD, Item, Shade, Stroke, Upright, Words, pdf

_X = (60, 180, 300, 420)
_RIGHT = 530
_TEXT = "The cells were kept in flasks of glass, and whatever they gave off was drawn from the medium every day."


def _cells(rows: Sequence[Sequence[str]], *, top: float, step: float = 14, x: Sequence[float] = _X) -> list[Item]:
    """A line of words for each row; an empty cell has none."""
    return [
        Words(at, top + step * i, text, 8)
        for i, row in enumerate(rows)
        for at, text in zip(x, row, strict=False)
        if text
    ]


def _strokes(*tops: float, x0: float = _X[0], x1: float = _RIGHT) -> list[Item]:
    return [Stroke(x0, x1, top) for top in tops]


def _caption(text: str, *, top: float = 100, x: float = _X[0]) -> Item:
    return Words(x, top, text, 9)


def _prose(*, top: float, lines: int = 6, x: float = _X[0]) -> list[Item]:
    return [Words(x, top + 12 * i, _TEXT, 10) for i in range(lines)]


def _read(*pages: Sequence[Item], turned: str = "", rotate: int = 0) -> Document:
    return read_pdf(pdf(pages, turned=turned, rotate=rotate), path=Path("paper.pdf"))


def _prose_of(document: Document) -> str:
    return " ".join(document.text[p.start : p.end] for p in document.paragraphs)


_ROWS = [
    ("Line", "Dose", "Alive", "Source"),
    ("A549", "1 nM", "12.5", "lung"),
    ("PC-3", "2 nM", "31.0", "prostate"),
    ("HeLa", "4 nM", "8.25", "cervix"),
    ("MCF-7", "8 nM", "90.1", "breast"),
]


@pytest.mark.parametrize(
    "rules",
    [
        pytest.param(_strokes(110, 130, 195), id="three rules"),
        pytest.param(_strokes(110, 112, 130, 195, 197), id="double rules"),
        pytest.param(_strokes(110, 130, 144, 158, 172, 195), id="a rule below every row"),
        pytest.param([], id="none"),
        pytest.param(_strokes(130), id="one below the header"),
        pytest.param(_strokes(110, 130), id="none at the end"),
        pytest.param(
            [*_strokes(110, 130, 144, 158, 172, 195), *(Upright(x, 110, 195) for x in (56, 170, 290, 410, _RIGHT))],
            id="grid",
        ),
        pytest.param([Shade(56, 110, _RIGHT, 130), Shade(56, 144, _RIGHT, 158)], id="tinted rows"),
    ],
)
def test_pdf_tables_are_cut_into_cells_however_they_are_ruled(rules: list[Item]) -> None:
    page = [
        *_prose(top=40, lines=4),
        _caption("Table 1. The cells."),
        *rules,
        *_cells(_ROWS, top=124),
        *_prose(top=230),
    ]
    document = _read(page)
    (table,) = document.tables
    assert table.rows == tuple(_ROWS)
    assert (table.label, table.caption) == ("Table 1", "The cells.")
    assert "prostate" not in _prose_of(document)
    assert _prose_of(document).count("drawn from the medium") == 10


def test_pdf_tables_under_a_header_that_spans_columns_have_two_header_rows() -> None:
    head = [("", "Treated cells", "", "Source"), ("Line", "Dose", "Alive", "")]
    page = [_caption("Table 1. The cells."), *_strokes(110, 144, 210), Stroke(175, 390, 128)]
    page += [*_cells([head[0]], top=122, x=(60, 230, 300, 420)), *_cells([head[1], *_ROWS[1:]], top=138)]
    (table,) = _read(page).tables
    assert table.rows == (*head, *_ROWS[1:])
    assert table.header_rows == 2


def test_pdf_tables_header_without_a_rule_below_the_spanning_cell_has_two_rows() -> None:
    page = [_caption("Table 1. The cells."), *_strokes(110, 144, 210), Words(225, 122, "Treated cells", 8)]
    page += _cells([_ROWS[0], *_ROWS[1:]], top=138)
    (table,) = _read(page).tables
    assert table.rows[:2] == (("", "Treated cells", "", ""), _ROWS[0])


def test_pdf_tables_header_cells_of_two_lines_are_one_row() -> None:
    page = [_caption("Table 1. The cells."), *_strokes(110, 144, 210)]
    page += _cells([("", "Dose of", "Share", ""), ("Line", "the drug", "alive (%)", "Source"), *_ROWS[1:]], top=122)
    (table,) = _read(page).tables
    assert table.rows == (("Line", "Dose of the drug", "Share alive (%)", "Source"), *_ROWS[1:])


_WRAPPED = [
    ("Line", "What was done", "What was seen", "Source"),
    ("A549", "kept for a week in a", "the cells died of what they", "lung"),
    ("", "flask of green glass", "were given", ""),
    ("PC-3", "washed with water", "they lived", "prostate"),
    ("HeLa", "washed with warm", "they lived for as long as", "cervix"),
    ("", "water, then dried", "anybody looked", ""),
]
_WHOLE = (
    _WRAPPED[0],
    ("A549", "kept for a week in a flask of green glass", "the cells died of what they were given", "lung"),
    _WRAPPED[3],
    ("HeLa", "washed with warm water, then dried", "they lived for as long as anybody looked", "cervix"),
)


@pytest.mark.parametrize(
    "rules",
    [
        pytest.param(_strokes(110, 130, 195), id="three rules"),
        pytest.param(_strokes(110, 130, 153, 164, 195), id="a rule below every row"),
        pytest.param([], id="none"),
    ],
)
def test_pdf_tables_cells_of_several_lines_are_joined(rules: list[Item]) -> None:
    page = [
        _caption("Table 1. The cells."),
        *rules,
        *_cells(_WRAPPED[:1], top=124),
        *_cells(_WRAPPED[1:], top=140, step=11),
    ]
    (table,) = _read(page).tables
    assert table.rows == _WHOLE


def test_pdf_tables_rows_apart_by_wider_steps_are_joined_lines() -> None:
    tops = (124, 142, 152, 167, 182, 192)
    page = [_caption("Table 1. The cells."), *_strokes(110, 130, 200)]
    page += [item for row, top in zip(_WRAPPED, tops, strict=True) for item in _cells([row], top=top)]
    (table,) = _read(page).tables
    assert table.rows == _WHOLE


def test_pdf_tables_rows_of_a_group_share_its_cell_in_the_first_of_them() -> None:
    rows = [
        ("Group", "Sex", "Number", "Share"),
        ("", "male", "14", "0.5"),
        ("", "female", "15", "0.7"),
        ("", "male", "31", "0.9"),
        ("", "female", "4", "0.2"),
    ]
    page = [_caption("Table 1. The cells."), *_strokes(110, 130, 160, 188), *_cells(rows, top=124)]
    page += [Words(60, 145, "Young", 8), Words(60, 173, "Old", 8)]
    (table,) = _read(page).tables
    assert [row[0] for row in table.rows] == ["Group", "Young", "", "Old", ""]
    assert [row[1:] for row in table.rows] == [row[1:] for row in rows]


def test_pdf_tables_group_headings_are_rows_of_their_own() -> None:
    rows = [_ROWS[0], ("Cells of the airways and what is near them",), *_ROWS[1:3], ("Others",), *_ROWS[3:]]
    page = [_caption("Table 1. The cells."), *_strokes(110, 130, 225), *_cells(rows, top=124)]
    (table,) = _read(page).tables
    assert [row[0] for row in table.rows] == [row[0] for row in rows]
    assert table.rows[2] == _ROWS[1]


def test_pdf_tables_footnotes_are_no_rows_and_no_prose() -> None:
    note = "Values are means of three flasks, each looked at by two people who did not know what it held."
    page = [_caption("Table 1. The cells."), *_strokes(110, 130, 195, 225), *_cells(_ROWS, top=124)]
    page += [Words(60, 205, note, 7), Words(60, 215, "a Counted twice.", 7), *_prose(top=260)]
    document = _read(page)
    (table,) = document.tables
    assert table.rows == tuple(_ROWS)
    assert note in document.text
    assert note not in _prose_of(document)


def test_pdf_tables_caption_may_stand_below() -> None:
    page = [
        *_strokes(110, 130, 195),
        *_cells(_ROWS, top=124),
        _caption("Table 1. The cells.", top=205),
        *_prose(top=240),
    ]
    (table,) = _read(page).tables
    assert table.rows == tuple(_ROWS)
    assert table.caption == "The cells."


def test_pdf_tables_framed_with_notes_and_caption_go_on_in_the_next_column() -> None:
    left = [
        Shade(40, 90, 290, 240),
        Stroke(50, 280, 120),
        *_cells([("", "Number"), ("Young", "14"), ("Old", "15")], top=112, step=20),
    ]
    left += [Words(150, 230, "(Table 1 continues in next column)", 8)]
    right: list[Item] = [Shade(305, 90, 555, 240), Stroke(315, 545, 120), Stroke(315, 545, 215)]
    right += _cells(
        [("", "Number"), ("(Continued from previous column)",), ("Tall", "31"), ("Short", "4")],
        top=112,
        step=20,
        x=(320, 460),
    )
    right += [
        Words(320, 195, "Numbers are those of people who came back to be asked a second time.", 7),
        Words(320, 228, "Table 1: The people", 8),
    ]
    (table,) = _read([*left, *right]).tables
    assert table.rows == (("", "Number"), ("Young", "14"), ("Old", "15"), ("Tall", "31"), ("Short", "4"))
    assert table.caption == "The people"


@pytest.mark.parametrize("again", ["Table 1 (continued)", "Table 1. Cont.", "Continued Table 1", "TABLE 1 | Continued"])
def test_pdf_tables_continued_on_the_next_page_are_one(again: str) -> None:
    first = [_caption("Table 1. The cells."), *_strokes(110, 130, 195), *_cells(_ROWS, top=124)]
    more = [_ROWS[0], ("U87", "1 nM", "3.5", "brain"), ("HT-29", "2 nM", "7.5", "colon")]
    second = [_caption(again), *_strokes(110, 130, 170), *_cells(more, top=124), *_prose(top=230)]
    document = _read(first, second)
    (table,) = document.tables
    assert table.rows == (*_ROWS, *more[1:])
    assert {p.page for p in document.places if table.start <= p.start < table.end} == {1, 2}


@pytest.mark.parametrize(("turned", "rotate"), [(UPWARD, 0), (UPWARD, 90), (DOWNWARD, 0), (DOWNWARD, 270)])
def test_pdf_tables_on_turned_pages_are_read(turned: str, rotate: int) -> None:
    page = [_caption("Table 1. The cells."), *_strokes(110, 130, 195), *_cells(_ROWS, top=124)]
    (table,) = _read(page, turned=turned, rotate=rotate).tables
    assert table.rows == tuple(_ROWS)


@pytest.mark.parametrize(
    ("turned", "box"),
    [
        pytest.param(UPWARD, (110, 312, 195, 782), id="upward"),
        pytest.param(DOWNWARD, (400, 60, 485, 530), id="downward"),
    ],
)
def test_pdf_tables_on_turned_pages_have_their_box_on_the_page_as_it_is(turned: str, box: tuple[float, ...]) -> None:
    page = [_caption("Table 1. The cells."), *_strokes(110, 130, 195), *_cells(_ROWS, top=124)]
    places = [p.box for p in _read(page, turned=turned).places if p.box]
    assert places[-1] == pytest.approx(box, abs=1.5)


def test_pdf_tables_beside_a_column_of_text_leave_it_whole() -> None:
    left = [Words(40, 44, "Results", 10, bold=True)]
    left += [Words(40, 60 + 12 * i, "The cells were kept in flasks of glass, and whatever", 10) for i in range(30)]
    right = [_caption("Table 1. The cells.", x=320), *_strokes(110, 130, 195, x0=320, x1=555)]
    right += [
        *_cells(_ROWS, top=124, x=(320, 380, 440, 500)),
        *[Words(320, 230 + 12 * i, "they gave off was drawn from the medium twice a day", 10) for i in range(16)],
    ]
    document = _read([*left, *right])
    (table,) = document.tables
    assert table.rows == tuple(_ROWS)
    assert _prose_of(document).count("flasks of glass") == 30


def test_pdf_tables_labels_alone_on_a_line_take_the_caption_below() -> None:
    page: list[Item] = [
        Words(60, 96, "Table 1", 9, bold=True),
        *_strokes(84, 110, 130, 195),
        Words(60, 107, "The cells.", 8, bold=True),
    ]
    (table,) = _read([*page, *_cells(_ROWS, top=124)]).tables
    assert (table.label, table.caption, table.rows) == ("Table 1", "The cells.", tuple(_ROWS))


def test_pdf_tables_beside_one_another_are_two() -> None:
    page: list[Item] = []
    for left in (40, 310):
        page += [
            _caption(f"Table {1 if left < 300 else 2}. The cells.", x=left),
            *_strokes(110, 130, 195, x0=left, x1=left + 230),
        ]
        page += _cells(_ROWS, top=124, x=(left, left + 60, left + 120, left + 180))
    tables = _read(page).tables
    assert [(table.label, table.rows) for table in tables] == [("Table 1", tuple(_ROWS)), ("Table 2", tuple(_ROWS))]


def test_pdf_tables_beside_their_caption_are_found() -> None:
    page: list[Item] = [Words(40, 100, "Table 1 The cells and", 8), Words(40, 110, "whence they came", 8)]
    page += [*_strokes(94, 114, 190, x0=180, x1=550), *_cells(_ROWS, top=108, x=(180, 270, 360, 450))]
    (table,) = _read(page).tables
    assert table.rows == tuple(_ROWS)


@pytest.mark.parametrize(
    "page",
    [
        pytest.param(
            [*_prose(top=100), Words(60, 180, "Table 1 shows what the cells were given, and that they lived.", 10)],
            id="a sentence",
        ),
        pytest.param([_caption("Table 1. The cells."), *_prose(top=115, lines=20)], id="a caption above prose"),
        pytest.param(
            [
                _caption("Table 1. The cells."),
                *[
                    Words(x, 125 + 12 * i, "The cells were kept in flasks of green glass", 10)
                    for x in (60, 310)
                    for i in range(20)
                ],
            ],
            id="a caption above two columns",
        ),
        pytest.param([*_cells(_ROWS, top=124), *_strokes(110, 130, 195)], id="no caption"),
    ],
)
def test_pdf_tables_are_not_found_where_none_is(page: list[Item]) -> None:
    assert _read(page).tables == ()


def test_pdf_tables_values_as_high_on_three_pages_are_no_page_furniture() -> None:
    names = ("lung bone skin", "hair nail tooth", "vein nerve gland")
    tables = [
        [(f"Site {'abc'[n]}", "xyz"[n] * 4), *((name, "12.5") for name in row.split())] for n, row in enumerate(names)
    ]
    pages = [
        [_caption(f"Table {n}. The cells."), *_strokes(110, 130, 195), *_cells(rows, top=124), *_prose(top=300)]
        for n, rows in enumerate(tables, start=1)
    ]
    assert [list(table.rows) for table in _read(*pages).tables] == tables


def test_pdf_tables_numbers_at_the_edge_of_a_page_are_no_page_numbers() -> None:
    rows = [("Line", "Dose", "Alive", "Days", "Died"), ("A549", "1", "12", "5", "3"), ("PC-3", "2", "31", "7", "4")]
    page = [_caption("Table 1. The cells.", top=40), *_strokes(46, 60, 90)]
    page += [*_cells(rows, top=55, x=(60, 150, 240, 330, 420)), *_prose(top=140), Words(300, 820, "17", 8)]
    document = _read(page)
    (table,) = document.tables
    assert table.rows == tuple(rows)
    assert "17" not in document.text


@pytest.mark.parametrize("label", ["Table 2", "TABLE 2", "Table IV", "Table S3", "Table A1", "Supplementary Table 1"])
def test_pdf_tables_are_labelled_as_printed(label: str) -> None:
    page = [_caption(f"{label}. The cells."), *_strokes(110, 130, 195), *_cells(_ROWS, top=124)]
    (table,) = _read(page).tables
    assert (table.label, table.rows) == (label, tuple(_ROWS))


def test_pdf_tables_marks_of_footnotes_stand_behind_what_they_mark() -> None:
    page = [_caption("Table 1. The cells."), *_strokes(110, 130, 195), *_cells(_ROWS, top=124)]
    page += [Words(_X[2] + 16, 134, "a", 5), Words(_X[0] + 24.6, 176, "b", 5)]
    (table,) = _read(page).tables
    marked = (table.rows[1][2], table.rows[4][0])
    assert [cell.replace(" ", "") for cell in marked] == ["12.5a", "MCF-7b"]
