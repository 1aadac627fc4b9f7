"""The PDF reader, on pages that the tests lay out themselves."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from pathlib import Path

import pytest

from curator.errors import ReadError
from curator.extraction.segment import segment
from curator.model import Document, SectionKind
from curator.reading import read
from curator.reading.hyphens import Hyphens
from curator.reading.pdf_glyphs import Glyph, composed_glyphs
from tests.pdf_samples import Stroke, Words, pdf, with_picture

_LEFT, _RIGHT = 50.0, 310.0
_FILLER = (
    "Exosomes carry small molecules from one cell to another and change what the other does with a drug. "
    "The cells that take them up may live on where they would have died without them."
)


def _column(x: float, top: float, text: str, *, size: float = 10, width: int = 46) -> list[Words]:
    """The text as lines of a column."""
    lines = textwrap.wrap(text, width, break_on_hyphens=False)
    return [Words(x, top + i * 1.2 * size, line, size) for i, line in enumerate(lines)]


def _read(tmp_path: Path, *pages: Sequence[Words | Stroke]) -> Document:
    path = tmp_path / "paper.pdf"
    path.write_bytes(pdf(pages))
    return segment(read(path))


def _sentences(document: Document) -> list[str]:
    return [document.quote(s) for s in document.sentences]


def _two_columns(left: str, right: str, *, top: float = 120) -> list[Words]:
    """Both columns line by line, as some files store them."""
    both = [_column(_LEFT, top, left), _column(_RIGHT, top, right)]
    return sorted((w for column in both for w in column), key=lambda w: (w.top, w.x))


def test_pdf_columns_are_read_one_after_the_other(tmp_path: Path) -> None:
    page = [
        Words(_LEFT, 60, "A title in large letters over both columns", 18, bold=True),
        Words(_LEFT, 100, "Introduction", 10, bold=True),
        *_two_columns(f"{_FILLER} {_FILLER} Left ends with miR-21 and", f"goes on to the right. {_FILLER} {_FILLER}"),
    ]
    document = _read(tmp_path, page)
    assert document.title == "A title in large letters over both columns"
    assert "Left ends with miR-21 and goes on to the right." in _sentences(document)
    assert [(s.title, s.kind) for s in document.sections][1:] == [("Introduction", SectionKind.INTRODUCTION)]


def test_pdf_sentence_goes_on_over_a_page_with_its_running_head_and_number(tmp_path: Path) -> None:
    body = f"{_FILLER} {_FILLER} {_FILLER}"
    pages = [
        [
            Words(_LEFT, 40, f"Journal of Tests 2024, 12:{n}", 8),
            Words(290, 815, str(n), 8),
            *([Words(_LEFT, 100, "Results", 10, bold=True)] if n == 1 else []),
            *_column(_LEFT, 120, text, width=95),
        ]
        for n, text in enumerate([f"{body} It broke off in the", f"middle of a page. {body}", body], start=1)
    ]
    document = _read(tmp_path, *pages)
    assert "It broke off in the middle of a page." in _sentences(document)
    assert "Journal of Tests" not in document.text


def test_pdf_raised_numbers_are_citations_and_powers_are_not(tmp_path: Path) -> None:
    raised = [
        Words(_LEFT, 100, "Results", 10, bold=True),
        Words(_LEFT, 120, "The cells died", 10),
        Words(111.7, 116, "1,2", 6),
        Words(123, 120, "at a dose of 175 mg/m", 10),
        Words(222.3, 116, "2", 6),
        Words(228.5, 120, "and the rest of them lived on for long.", 10),
        *_column(_LEFT, 150, f"{_FILLER} {_FILLER}", width=95),
        Words(_LEFT, 300, "References", 10, bold=True),
        Words(_LEFT, 320, "1. Zhang H, Deng T. One title. Cell. 2020;19:43.", 10),
        Words(_LEFT, 332, "2. Li J. Two titles. Nature. 2019;1:2-3.", 10),
    ]
    document = _read(tmp_path, raised)
    assert [(document.quote(c), c.keys) for c in document.citations] == [("¹,²", ("1", "2"))]
    assert "175 mg/m² and" in document.text
    assert [r.title for r in document.references] == ["One title", "Two titles"]


def test_pdf_caption_and_figure_labels_stay_out_of_the_prose(tmp_path: Path) -> None:
    page = [
        Words(_LEFT, 100, "Results", 10, bold=True),
        *_column(_LEFT, 120, f"{_FILLER} {_FILLER} It broke off at", width=95),
        Words(100, 250, "0", 7),
        Words(100, 270, "24 h", 7),
        Words(_LEFT, 300, "Figure 1. What the cells did.", 8),
        *_column(_LEFT, 340, f"a figure here. {_FILLER} {_FILLER}", width=95),
    ]
    document = _read(tmp_path, page)
    assert "It broke off at a figure here." in _sentences(document)
    assert "Figure 1. What the cells did." in document.text
    assert not any("What the cells did" in s for s in _sentences(document))


def test_pdf_places_lead_back_to_the_page(tmp_path: Path) -> None:
    page = [Words(_LEFT, 100, "Results", 10, bold=True), *_column(_LEFT, 120, f"{_FILLER} {_FILLER}", width=95)]
    document = _read(tmp_path, page)
    (paragraph,) = document.paragraphs
    (place,) = [p for p in document.places if p.start == paragraph.start]
    assert (place.page, place.end) == (1, paragraph.end)
    assert place.box is not None
    x0, top, x1, bottom = place.box
    assert (round(x0), 105 < top < 120, x1 > 300, bottom > top + 20) == (50, True, True, True)


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        pytest.param(["It lowers the expres-", "sion of it."], "It lowers the expression of it.", id="broken-word"),
        pytest.param(["a non-", "small cell"], "a non-small cell", id="usual-compound"),
        pytest.param(["IL-", "6 rose"], "IL-6 rose", id="number-after"),
        pytest.param(
            ["drug-resistant and drug-", "resistant"], "drug-resistant and drug-resistant", id="seen-hyphened"
        ),
        pytest.param(["two cells, one sided, two-", "sided"], "two cells, one sided, two-sided", id="both-are-words"),
        pytest.param(["and/", "or not"], "and/or not", id="slash"),
        pytest.param(["a decision-", "making aid"], "a decision-making aid", id="usual-second-part"),
        pytest.param(["it is hard-", "to-treat"], "it is hard-to-treat", id="linked-by-to"),
        pytest.param(["some miR-", "NAs fell; miRNAs rose"], "some miRNAs fell; miRNAs rose", id="seen-joined"),
        pytest.param(
            ["multi-arm, multi-drug and multi-", "centric trials"],
            "multi-arm, multi-drug and multi-centric trials",
            id="prefix-that-is-hyphenated",
        ),
        pytest.param(["it is pro-", "moting this"], "it is promoting this", id="prefix-that-is-none"),
        pytest.param(["plain", "lines"], "plain lines", id="no-hyphen"),
    ],
)
def test_pdf_hyphens_at_line_ends(lines: list[str], text: str) -> None:
    joined, starts = Hyphens(lines).join(lines)
    assert joined == text
    assert [joined[at] for at in starts] == [line[0] for line in lines]


def test_pdf_truncated_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "cut.pdf"
    path.write_bytes(pdf([[Words(_LEFT, 100, "Some words here.")]])[:200])
    with pytest.raises(ReadError, match="damaged PDF"):
        read(path)


def test_pdf_that_wants_a_password_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "locked.pdf"
    key = b"<" + b"ab" * 32 + b">"
    lock = b"/Encrypt << /Filter /Standard /V 1 /R 2 /O %b /U %b /P -4 >> /ID [<00> <00>] /Root" % (key, key)
    path.write_bytes(pdf([[Words(_LEFT, 100, "Some words here.")]]).replace(b"/Root", lock, 1))
    with pytest.raises(ReadError, match="is an encrypted PDF"):
        read(path)


_NAMES = Words(_LEFT, 90, "Anna Lee, Bo Chen, and Cy Dee", 12, bold=True)


@pytest.mark.parametrize("label", ["Research Article", "Open Journal of Small Vesicles", "ORIGINAL ARTICLE"])
def test_pdf_title_is_neither_the_kind_of_article_nor_the_journal(label: str, tmp_path: Path) -> None:
    page = [
        Words(_LEFT, 40, label, 20, bold=True),
        Words(_LEFT, 70, "Vesicles carry resistance from cell to cell", 18),
        _NAMES,
        *_column(_LEFT, 110, f"{_FILLER} {_FILLER} {_FILLER} They do.", size=9, width=100),
        Words(_LEFT, 300, "1. Introduction", 12, bold=True),
        *_column(_LEFT, 330, f"{_FILLER} {_FILLER}", width=95),
    ]
    document = _read(tmp_path, page)
    assert document.title == "Vesicles carry resistance from cell to cell"
    assert [(s.title, s.kind) for s in document.sections if s.title not in (document.title, label)] == [
        ("Abstract", SectionKind.ABSTRACT),
        ("1. Introduction", SectionKind.INTRODUCTION),
    ]
    assert "They do." in _sentences(document)


def test_pdf_panel_beside_an_abstract_stays_out_of_its_sentences(tmp_path: Path) -> None:
    abstract = [Words(175, 120 + 12 * i, line, 10) for i, line in enumerate(textwrap.wrap(f"{_FILLER} {_FILLER}", 72))]
    panel = [
        Words(_LEFT, 118 + 13 * i, line, 10) for i, line in enumerate(("Received", "May 2", "Keywords", "Exosomes"))
    ]
    page = [
        Words(_LEFT, 60, "A title in large letters over both columns", 18, bold=True),
        Words(175, 100, "Abstract", 10, bold=True),
        *sorted([*abstract, *panel], key=lambda w: w.top),
        Words(_LEFT, 250, "Introduction", 10, bold=True),
        *_two_columns(f"{_FILLER} {_FILLER} {_FILLER}", f"{_FILLER} {_FILLER} {_FILLER}", top=270),
    ]
    document = _read(tmp_path, page)
    first, second = (s.strip() for s in _FILLER.split(". ", 1))
    assert _sentences(document)[:3] == [f"{first}.", second, f"{first}."]


def test_pdf_text_that_a_picture_cuts_off_is_not_read(tmp_path: Path) -> None:
    """A figure may be a whole other page of which only a part is shown."""
    path = tmp_path / "paper.pdf"
    shown = [Words(_LEFT, 100, "Results", 10, bold=True), *_column(_LEFT, 120, f"{_FILLER} {_FILLER}", width=95)]
    path.write_bytes(with_picture(pdf([shown]), "BT /R 10 Tf 50 200 Td (Nobody can see this line of text.) Tj ET"))
    document = read(path)
    assert "Exosomes carry" in document.text
    assert "Nobody" not in document.text


@pytest.mark.parametrize(
    ("glyphs", "text"),
    [
        pytest.param([("4", 0, 5), ("˚", 5, 9), ("C", 8, 15)], "4°C", id="degree"),
        pytest.param([("a", 0, 5), ("˚", 1, 4)], "å", id="ring"),
        pytest.param([("´", 1, 4), ("ı", 0, 5)], "í", id="dotless"),
        pytest.param([("´", 0, 3), ("x", 4, 8)], "´x", id="beside"),
    ],
)
def test_pdf_accents_join_the_letter_they_stand_over(glyphs: list[tuple[str, float, float]], text: str) -> None:
    composed = composed_glyphs([Glyph(x0, 0, x1, 10, char, False) for char, x0, x1 in glyphs])
    assert "".join(g.char for g in composed) == text


def test_pdf_without_words_is_refused_as_a_scan(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="PDF without text, probably a scan"):
        _read(tmp_path, [Stroke(50, 300, 100)])


def _table_page(rows: Sequence[Sequence[str]]) -> list[Words | Stroke]:
    """A caption, a header between two rules, and rows down to a third."""
    page: list[Words | Stroke] = [
        Words(_LEFT, 100, "Results", 10, bold=True),
        *_column(_LEFT, 120, f"{_FILLER} {_FILLER}", width=95),
        Words(_LEFT, 300, "Table 1. Which cells were used, and how much of the drug.", 8),
        Stroke(_LEFT, 400, 310),
        Stroke(_LEFT, 400, 324),
        Stroke(_LEFT, 400, 340 + 12 * len(rows)),
    ]
    for i, row in enumerate(rows):
        page += [Words(_LEFT + 5 + 120 * j, 320 + 14 * i, cell, 8) for j, cell in enumerate(row) if cell]
    return page


def test_pdf_table_between_rules_is_cut_into_cells(tmp_path: Path) -> None:
    rows = [("Line", "Dose", "Effect"), ("A549", "1 nM", "died"), ("PC-3", "", "lived"), ("HeLa", "3 nM", "died")]
    document = _read(tmp_path, _table_page(rows))
    (table,) = document.tables
    assert (table.label, table.caption) == ("Table 1", "Which cells were used, and how much of the drug.")
    assert table.rows == tuple(rows)
    assert not any("A549" in s for s in _sentences(document))


def test_pdf_table_rows_of_a_group_are_rows_and_wrapped_cells_are_none(tmp_path: Path) -> None:
    printed = [
        ("Factor", "Variable", "Patients"),
        ("T factor", "ypT0", "1"),
        ("", "ypT1", "12 (3.3)"),
        ("Stage", "of the", "early or"),
        ("", "tumour", "late"),
    ]
    (table,) = _read(tmp_path, _table_page(printed)).tables
    assert table.rows == (*printed[:3], ("Stage", "of the tumour", "early or late"))


def test_pdf_table_rules_may_be_drawn_cell_by_cell(tmp_path: Path) -> None:
    rows = [("Line", "Dose", "Effect"), ("A549", "1 nM", "died"), ("PC-3", "2 nM", "lived")]
    page: list[Words | Stroke] = []
    for item in _table_page(rows):
        page += [Stroke(_LEFT, 290, item.top), Stroke(290, 320, item.top)] if isinstance(item, Stroke) else [item]
    (table,) = _read(tmp_path, page).tables
    assert table.rows == tuple(rows)


def test_pdf_rules_without_words_between_are_no_table(tmp_path: Path) -> None:
    document = _read(tmp_path, _table_page([]))
    assert document.tables == ()
    assert "Table 1. Which cells were used" in document.text
