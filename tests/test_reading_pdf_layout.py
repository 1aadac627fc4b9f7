"""What stands on a PDF's page where: headings, lists, boxes, margins, marks and letters, on pages made for it."""

from __future__ import annotations

import textwrap
import tracemalloc
from collections.abc import Sequence
from pathlib import Path

import pytest

from curator.extraction.segment import segment
from curator.model import Document, SectionKind
from curator.reading import read
from curator.reading.pdf_glyphs import Glyph, Glyphs, Run
from curator.reading.pdf_lines import Line, lines_of
from curator.reading.pdf_set_off import list_starts, set_off
from curator.reading.pdf_symbols import SYMBOL_FONTS
from tests.pdf_samples import Stroke, Words, pdf

_LEFT, _RIGHT = 60.0, 315.0
_FILLER = (
    "Exosomes carry small molecules from one cell to another and change what the other does with a drug. "
    "The cells that take them up may live on where they would have died without them."
)
_NOTE = "All data are kept on a server of ours. Whoever asks for them in writing will be given them by us at once."


def _column(x: float, top: float, text: str, *, size: float = 10, width: int = 46, font: str = "") -> list[Words]:
    lines = textwrap.wrap(text, width, break_on_hyphens=False)
    return [Words(x, top + i * 1.2 * size, line, size, font=font) for i, line in enumerate(lines)]


def _read(tmp_path: Path, *pages: Sequence[Words | Stroke]) -> Document:
    path = tmp_path / "paper.pdf"
    path.write_bytes(pdf(pages))
    return segment(read(path))


def _sentences(document: Document) -> list[str]:
    return [document.quote(s) for s in document.sentences]


def _results(top: float = 100) -> Words:
    return Words(_LEFT, top, "Results", 10, bold=True)


def test_pdf_italic_line_between_paragraphs_is_a_heading(tmp_path: Path) -> None:
    page = [
        _results(),
        *_column(_LEFT, 120, f"{_FILLER} {_FILLER}", width=90),
        Words(_LEFT, 180, "Transfer of vesicles between cells", 10, font="I"),
        *_column(_LEFT, 192, f"They were taken up. {_FILLER}", width=90),
    ]
    document = _read(tmp_path, page)
    assert "Transfer of vesicles between cells" in [s.title for s in document.sections]
    assert "They were taken up." in _sentences(document)


def test_pdf_italic_lines_inside_a_sentence_are_no_heading(tmp_path: Path) -> None:
    page = [
        _results(),
        *_column(_LEFT, 120, f"{_FILLER} {_FILLER} We grew the bacteria", width=90),
        Words(_LEFT, 168, "Escherichia coli and Caenorhabditis elegans", 10, font="I"),
        Words(_LEFT, 180, "on plates for a night."),
    ]
    document = _read(tmp_path, page)
    assert any("Caenorhabditis elegans on plates for a night." in s for s in _sentences(document))


def test_pdf_entries_of_a_numbered_list_are_paragraphs(tmp_path: Path) -> None:
    entries = ["1. women with a tumour of the breast", "2. men with a tumour of the lung", "3. children of all ages"]
    page = [
        _results(),
        *_column(_LEFT, 120, f"{_FILLER} We asked", width=90),
        *(Words(_LEFT + 10, 156 + 12 * i, entry) for i, entry in enumerate(entries)),
    ]
    assert _sentences(_read(tmp_path, page))[-3:] == entries


@pytest.mark.parametrize(
    ("texts", "starts"),
    [
        pytest.param(["We did:", "1. this", "and that", "2. the other"], {1, 3}, id="counts-on"),
        pytest.param(["We did:", "1. this", "7. the other"], set(), id="does-not-count"),
        pytest.param(["It was", "2. Then it fell"], set(), id="alone"),
        pytest.param(["We had", "12.5 of 13", "13.6 of 14"], set(), id="numbers"),
    ],
)
def test_pdf_list_starts_where_numbers_count_on(texts: list[str], starts: set[int]) -> None:
    assert list_starts([Line(50, 12 * i, 200, 12 * i + 10, text, 1) for i, text in enumerate(texts)]) == starts


def _styled(texts: Sequence[str], italic: Sequence[int]) -> list[Line]:
    return [
        Line(50, 12 * i, 50 + 5 * len(text), 12 * i + 10, text, 1, italic=i in italic) for i, text in enumerate(texts)
    ]


@pytest.mark.parametrize(
    ("texts", "italic", "breaks"),
    [
        pytest.param(["It fell.", "Cell lines", "We grew them."], [1], {1, 2}, id="heading"),
        pytest.param(["It fell in", "Homo sapiens", "We grew them."], [1], set(), id="unfinished-before"),
        pytest.param(["It fell.", "Cell lines", "were grown."], [1], set(), id="goes-on-small"),
        pytest.param(["It fell.", "Cells were grown.", "Then it rose."], [1], set(), id="sentence"),
    ],
)
def test_pdf_italic_headings_are_set_off(texts: list[str], italic: list[int], breaks: set[int]) -> None:
    assert set_off(_styled(texts, italic), right=400) == breaks


def test_pdf_sentence_goes_on_past_a_box_in_another_font(tmp_path: Path) -> None:
    box = "Added value of this study. We found that vesicles matter to the cells of all tumours that were looked at."
    page = [
        _results(),
        *_column(_LEFT, 115, f"{_FILLER} {_FILLER} {_FILLER} The sentence stops in the"),
        Words(_RIGHT, 100, "Research in context", 9, bold=True),
        *_column(_RIGHT, 115, box, size=9, font="T"),
        *_column(_RIGHT, 180, f"middle and goes on here. {_FILLER} {_FILLER}"),
    ]
    sentences = _sentences(_read(tmp_path, page))
    assert "The sentence stops in the middle and goes on here." in sentences
    assert any(s.startswith("We found that vesicles matter") for s in sentences)


def test_pdf_note_in_the_margin_stays_out_of_the_lines_beside_it(tmp_path: Path) -> None:
    first = [_results(), *_column(160, 120, f"{_FILLER} {_FILLER}", width=70)]
    second = [*_column(160, 100, f"{_FILLER} {_FILLER} {_FILLER}", width=70), Words(60, 124, "See Online for", 8)]
    sentences = _sentences(_read(tmp_path, first, second))
    assert len(sentences) == 10
    assert not any("See Online" in s for s in sentences)


def test_pdf_line_numbers_are_left_out(tmp_path: Path) -> None:
    lines = _column(_LEFT, 120, f"{_FILLER} {_FILLER} {_FILLER}", width=70)
    numbers = [Words(30, word.top, str(i), 8) for i, word in enumerate(lines, start=1)]
    document = _read(tmp_path, [_results(), *lines, *numbers])
    assert " ".join(_sentences(document)) == f"{_FILLER} {_FILLER} {_FILLER}"


def test_pdf_numbers_of_references_in_the_margin_are_kept(tmp_path: Path) -> None:
    names = ["Adams", "Baker", "Clark", "Davis", "Evans"]
    entries: list[Words] = [Words(_LEFT, 300, "References", 10, bold=True)]
    for i, name in enumerate(names, start=1):
        entries += [
            Words(40, 300 + 24 * i, str(i), 8),
            Words(_LEFT, 300 + 24 * i, f"{name} B. On vesicles of cells.", 8),
        ]
        entries += [Words(_LEFT, 310 + 24 * i, f"Cell 201{i}; {i}: 1-9.", 8)]
    document = _read(tmp_path, [_results(), *_column(_LEFT, 120, f"{_FILLER} {_FILLER}", width=90), *entries])
    assert [(r.key, r.authors, r.year) for r in document.references] == [
        (str(i), (f"{name} B",), f"201{i}") for i, name in enumerate(names, start=1)
    ]


def test_pdf_references_in_two_columns_are_read_in_order(tmp_path: Path) -> None:
    names = ["Adams", "Baker", "Clark", "Davis", "Evans", "Frank", "Ghosh", "Hills"]
    entries = [
        [f"{i}. {name} B, Wu C. On the vesicles that cells", f"release into blood. Cell. 201{i};{i}:1-9."]
        for i, name in enumerate(names, start=1)
    ]
    top = [_results(), *_column(_LEFT, 120, f"{_FILLER} {_FILLER}", width=90)]
    left = [w for i, e in enumerate(entries[:4]) for w in _column(_LEFT, 320 + 24 * i, " ".join(e), size=9)]
    right = [w for i, e in enumerate(entries[4:]) for w in _column(_RIGHT, 320 + 24 * i, " ".join(e), size=9)]
    both = sorted([*left, *right], key=lambda w: w.top)
    document = _read(tmp_path, [*top, Words(_LEFT, 300, "References", 10, bold=True), *both])
    assert [(r.key, r.authors[0]) for r in document.references] == [
        (str(i), f"{name} B") for i, name in enumerate(names, start=1)
    ]


def test_pdf_notes_below_the_references_are_none_of_them(tmp_path: Path) -> None:
    entries = [f"Adams{c} B, Wu C (2010). On vesicles of cells. Cell {n}: 1-9." for n, c in enumerate("abcd", start=1)]
    page = [
        _results(),
        *_column(_LEFT, 120, f"{_FILLER} {_FILLER}", width=90),
        Words(_LEFT, 300, "References", 10, bold=True),
        *(Words(_LEFT, 320 + 12 * i, entry, 8) for i, entry in enumerate(entries)),
        Words(_LEFT, 400, "Conflict of Interest: We have none to tell of.", 7),
        Words(_LEFT, 409, "Nobody has paid us for this work.", 7),
    ]
    assert [r.text for r in _read(tmp_path, page).references] == entries


def test_pdf_abstract_may_be_set_with_spaces_between_its_letters(tmp_path: Path) -> None:
    page = [
        Words(_LEFT, 60, "Vesicles carry resistance from cell to cell", 18),
        Words(_LEFT, 90, "A B S T R A C T", 8, bold=True),
        *_column(_LEFT, 110, _FILLER, size=8, width=110),
        Words(_LEFT, 160, "Introduction", 12, bold=True),
        *_column(_LEFT, 180, f"{_FILLER} {_FILLER} {_FILLER}", width=90),
    ]
    document = _read(tmp_path, page)
    assert [s.kind for s in document.sections][1:] == [SectionKind.ABSTRACT, SectionKind.INTRODUCTION]
    assert len(document.sentences) == 8


def test_pdf_small_print_of_the_back_matter_is_prose_and_of_the_publisher_is_not(tmp_path: Path) -> None:
    page = [
        _results(),
        *_column(_LEFT, 120, f"{_FILLER} {_FILLER} {_FILLER}", width=90),
        Words(_LEFT, 260, "Data sharing", 8, bold=True),
        *_column(_LEFT, 272, _NOTE, size=8),
        Words(_LEFT, 400, "Submit your manuscript at www.example.org and be glad", 10),
    ]
    document = _read(tmp_path, page)
    assert _NOTE.partition(" W")[0] in _sentences(document)
    assert "Submit your manuscript" not in document.text


def _glyphs(text: str, *, x: float = 0, top: float = 0, size: float = 10) -> list[Glyph]:
    step = size / 2
    placed = [(i, c) for i, c in enumerate(text)]
    return [
        Glyph(x + step * i, top, x + step * (i + 1), top + size, c, i > 0 and text[i - 1] == " ")
        for i, c in placed
        if c != " "
    ]


def _run(glyphs: Sequence[Glyph]) -> Run:
    return Run(
        glyphs[0].x0, glyphs[0].top, glyphs[-1].x1, glyphs[0].bottom, glyphs=Glyphs(glyphs), bold=False, upright=True
    )


def test_pdf_glyphs_in_columns_are_the_glyphs_given() -> None:
    given = _glyphs("two words")
    held = Glyphs(given)
    assert (list(held), held.text, len(held)) == (given, "two words", 8)
    assert (held[3], list(held[3:5]), held[3:].text) == (given[3], given[3:5], "words")


@pytest.mark.parametrize(
    ("raised", "after", "text"),
    [
        pytest.param("3", " which", "injury,³ which", id="marker"),
        pytest.param("13", "C was", "injury, ¹³C was", id="isotope"),
        pytest.param("29,30", " in", "injury,²⁹,³⁰ in", id="markers"),
    ],
)
def test_pdf_raised_marker_stands_next_to_its_word(raised: str, after: str, text: str) -> None:
    first = _glyphs("injury,")
    marker = [g._replace(spaced=i == 0) for i, g in enumerate(_glyphs(raised, x=38, size=6))]
    rest = _glyphs(after.strip(), x=marker[-1].x1 + 3 * after.startswith(" "))
    rest[0] = rest[0]._replace(spaced=after.startswith(" "))
    (line,) = lines_of([_run([*first, *marker, *rest])], page=1)
    assert line.text == text


@pytest.mark.parametrize(
    ("font", "char", "meant"),
    [
        pytest.param(b"ABCDEF+MathematicalPi-One", ",", "<", id="mathematical-pi"),
        pytest.param(b"AdvPS44A44B", "e", "–", id="dash"),
        pytest.param(b"CMSY10", "\x14", "≤", id="tex"),
        pytest.param(b"Helvetica", ",", None, id="plain"),
    ],
)
def test_pdf_symbol_fonts_are_told_by_name(font: bytes, char: str, meant: str | None) -> None:
    tables = [table for pattern, table in SYMBOL_FONTS if pattern.search(font)]
    assert (tables[0].get(char) if tables else None) == meant


def _numbered_page(number: int, paragraphs: int) -> list[Words]:
    """A page whose lines are those of no other, so that none is a running head."""
    code = "x" + "".join(chr(ord("a") + int(digit)) for digit in str(number))
    text = " ".join(f"{word} {code}" if i % 4 == 0 else word for i, word in enumerate(_FILLER.split()))
    end = f"This is page {code}."
    body = [w for n in range(paragraphs) for w in _column(_LEFT, 100 + 60 * n, f"{text} {end}", width=85)]
    return body if number else [_results(80), *body]


def test_pdf_memory_grows_by_little_a_page(tmp_path: Path) -> None:
    """Of a page only what was read stays: far less than its characters as objects would take."""

    def peak(count: int) -> int:
        path = tmp_path / f"{count}.pdf"
        path.write_bytes(pdf([_numbered_page(number, 10) for number in range(count)]))
        tracemalloc.start()
        read(path)
        return tracemalloc.get_traced_memory()[1]

    try:
        few, many = peak(5), peak(25)
    finally:
        tracemalloc.stop()
    assert (many - few) / 20 < _BYTES_A_CHARACTER * 10 * len(_FILLER)


_BYTES_A_CHARACTER = 80


def test_pdf_of_500_pages_is_read_to_its_end(tmp_path: Path) -> None:
    document = _read(tmp_path, *(_numbered_page(number, 1) for number in range(500)))
    assert len(document.sentences) == 1500
    assert _sentences(document)[-1] == "This is page xejj."
