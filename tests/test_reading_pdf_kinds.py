"""Papers of many kinds, made for the tests: their sentences come out whole, and nothing else comes out as prose."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from itertools import count
from pathlib import Path

import pytest

from curator.extraction.segment import segment
from curator.model import Document
from curator.reading.pdf import read_pdf
from tests.pdf_samples import Item, Shade, Stroke, Upright, Words, pdf

_WHO = ["Vesicles", "Exosomes", "Tumours", "Patients", "Neurones", "Fibroblasts", "Macrophages"]
_WHAT = ["carry", "release", "absorb", "resemble", "tolerate", "suppress"]
_WHOM = ["molecules", "proteins", "receptors", "antibodies", "inhibitors"]
_WHERE = ["blood", "plasma", "tissue", "culture", "medium", "urine", "serum", "liver", "kidney", "bone", "marrow"]
_BOTTOM = 760.0


def _story(number: int, *, start: int = 0) -> list[str]:
    """So many sentences, no two of them alike."""
    return [_sentence(i) for i in range(start, start + number)]


def _sentence(i: int) -> str:
    who, what, whom = _WHO[i % 7], _WHAT[i % 6], _WHOM[i % 5]
    there, back = _WHERE[i % 11], _WHERE[(i // 11) % 11]
    more = " and those that came later went the same way once more" * (i % 3 == 0)
    return f"{who} {what} the {whom} of {there} as they did in {back} when they were looked at{more}."


def _lines(text: str, *, chars: int) -> list[str]:
    return textwrap.wrap(text, chars, break_on_hyphens=False)


def _set(
    sentences: Sequence[str],
    columns: Sequence[float],
    *,
    chars: int,
    size: float = 9,
    top: float = 100,
    bottom: float = _BOTTOM,
    font: str = "",
) -> list[list[Item]]:
    """Pages of columns that run on from one to the next; what is stored goes line by line over all columns."""
    pages: list[list[Item]] = []
    step = 1.2 * size
    fit = int((bottom - top) / step)
    lines = _lines(" ".join(sentences), chars=chars)
    for at in count(0, fit * len(columns)):
        part = lines[at : at + fit * len(columns)]
        if not part:
            return pages
        rows: list[Item] = [
            Words(columns[i // fit], top + step * (i % fit), line, size, font=font) for i, line in enumerate(part)
        ]
        pages.append([row for at in range(fit) for row in rows[at::fit]])
    return pages


def _read(*pages: Sequence[Item]) -> Document:
    return segment(read_pdf(pdf(pages), path=Path("paper.pdf")))


def _sentences(document: Document) -> list[str]:
    return [document.quote(s) for s in document.sentences]


def _headed(pages: list[list[Item]], *, x: float = 50, top: float = 85) -> list[list[Item]]:
    return [[Words(x, top, "Results", 10, bold=True), *pages[0]], *pages[1:]]


@pytest.mark.parametrize(
    ("columns", "chars"),
    [
        pytest.param([50], 105, id="one"),
        pytest.param([50, 305], 50, id="two"),
        pytest.param([40, 220, 400], 31, id="three"),
    ],
)
def test_pdf_kinds_columns_run_on_over_pages(columns: list[float], chars: int) -> None:
    story = _story(150)
    pages = _set(story, columns, chars=chars, size=9)
    assert len(pages) > 1
    assert _sentences(_read(*_headed(pages))) == story


def test_pdf_kinds_running_heads_change_from_left_to_right_pages() -> None:
    story = _story(260)
    pages = _headed(_set(story, [50, 305], chars=50))
    for number, page in enumerate(pages, start=1):
        head = "A. LEE ET AL." if number % 2 == 0 else "RESISTANCE CARRIED BY VESICLES"
        page += [Words(50 if number % 2 == 0 else 380, 40, head, 8)]
        page += [Words(545 if number % 2 else 45, 40, str(1270 + number), 8)]
        page += [Words(50, 800, "© 2021 The Authors. Cells published by Example Press", 7)]
    assert len(pages) >= 4
    document = _read(*pages)
    assert _sentences(document) == story
    assert "ET AL" not in document.text


@pytest.mark.parametrize("every", [1, 5])
def test_pdf_kinds_manuscript_with_numbered_lines(every: int) -> None:
    story = _story(60)
    pages = _headed(_set(story, [90], chars=85, size=11))
    number = count(1)
    for page in pages:
        lines = [word for word in page if isinstance(word, Words)]
        for word in lines:
            if (n := next(number)) % every == 0:
                page.append(Words(50, word.top, str(n), 9))
    assert _sentences(_read(*pages)) == story


@pytest.mark.parametrize("angle", [0, 45, 90])
def test_pdf_kinds_watermark_on_every_page(angle: float) -> None:
    story = _story(150)
    pages = _headed(_set(story, [50], chars=105))
    for page in pages:
        page.insert(len(page) // 2, Words(60 if angle != 90 else 30, 500, "ACCEPTED MANUSCRIPT", 40, angle=angle))
    document = _read(*pages)
    assert _sentences(document) == story
    assert "ACCEPTED" not in document.text


def test_pdf_kinds_letter_with_a_side_panel() -> None:
    story = _story(40)
    pages = _set(story, [200], chars=70, top=220)
    panel = [
        "Department of Cells,",
        "University of Anywhere,",
        "Main Street 1",
        "(A Lee MD, B Chen PhD)",
        "Lancet 2021;",
        "8: 1-9",
    ]
    pages[0] += [
        Words(200, 100, "Vesicles carry resistance between cells", 18),
        Words(200, 205, "Introduction", 10, bold=True),
        *(Words(50, 300 + 9 * i, line, 7) for i, line in enumerate(panel)),
    ]
    document = _read(*pages)
    assert _sentences(document) == story


def test_pdf_kinds_first_letter_is_set_large() -> None:
    story = _story(30)
    (page,) = _set(story, [50], chars=105, size=10)
    lines = [word for word in page if isinstance(word, Words)]
    first = lines[0].text
    for line in lines[:3]:
        page.remove(line)
    rest = [first[1:], lines[1].text, lines[2].text]
    page += [Words(50, lines[2].top, first[0], 34)]
    page += [Words(80, line.top, text, 10) for line, text in zip(lines, rest, strict=False)]
    document = _read([Words(50, 60, "Introduction", 10, bold=True), *page])
    assert _sentences(document) == story


@pytest.mark.parametrize("bold", [True, False])
def test_pdf_kinds_heads_run_in(bold: bool) -> None:
    story = _story(24)
    (page,) = _headed(_set(story, [50], chars=105))
    top = 500.0
    more = _story(8, start=40)
    head, text = "Cell culture.", _lines("x" * 12 + " " + " ".join(more), chars=105)
    page += [Words(50, top, head, 9, bold=bold, font="" if bold else "I"), Words(112, top, text[0][13:], 9)]
    page += [Words(50, top + 10.8 * i, line, 9) for i, line in enumerate(text[1:], start=1)]
    sentences = _sentences(_read(page))
    assert sentences[:24] == story
    assert sentences[-7:] == more[1:]
    assert sentences[-8].endswith(more[0])


def _figure(top: float, *, x: float = 50, right: float = 545, high: float = 150) -> list[Item]:
    """Bars with words beside them."""
    items: list[Item] = [Upright(x + 20, top, top + high), Stroke(x + 20, right, top + high)]
    for i in range(6):
        left = x + 40 + i * (right - x - 60) / 6
        items += [Shade(left, top + 20 * i, left + 20, top + high), Words(left, top + high + 10, f"Group {i}", 7)]
    items += [Words(x + 30, top + 8, "Share of the cells that lived on after three days", 9)]
    return items


def test_pdf_kinds_figure_over_both_columns_in_the_middle_of_a_page() -> None:
    first, second = _story(15), _story(15, start=60)
    above, below = _set(first, [50, 305], chars=50, top=100, bottom=300), _set(second, [50, 305], chars=50, top=540)
    assert (len(above), len(below)) == (1, 1)
    caption = "Figure 2. Shares of the cells. Bars are means of three experiments and lines are their errors."
    page = [*above[0], *_figure(310), Words(50, 490, caption, 8), *below[0]]
    (headed,) = _headed([page])
    document = _read(headed)
    assert _sentences(document) == first + second
    assert caption in document.text
    assert "Group 3" not in document.text
    assert "Share of the cells that lived" not in document.text


def test_pdf_kinds_caption_beside_its_figure() -> None:
    story = _story(32)
    (page,) = _set(story, [50, 305], chars=50, top=300)
    caption = ["Figure 1. Shares of the", "cells that lived. Bars are", "means of three dishes."]
    page = [
        *_figure(90, x=50, right=380),
        *(Words(400, 110 + 10 * i, line, 8) for i, line in enumerate(caption)),
        *page,
    ]
    document = _read([Words(50, 285, "Results", 10, bold=True), *page])
    assert _sentences(document) == story
    assert " ".join(caption) in document.text


_ENTRIES = [
    f"{i}. {name} A, Wu C. On what cells of kind {i} release. Cell. 20{10 + i};{i}:1-9."
    for i, name in enumerate(["Adams", "Baker", "Clark", "Davis", "Evans", "Frank"], start=1)
]


def _listed(page: list[Item], top: float, *, x: float = 50, head: str = "References") -> list[Item]:
    return [
        *page,
        Words(x, top, head, 10, bold=True),
        *(Words(x, top + 14 + 10 * i, entry, 8) for i, entry in enumerate(_ENTRIES)),
    ]


@pytest.mark.parametrize("size", [5, 6])
def test_pdf_kinds_raised_citations_after_words_and_stops(size: float) -> None:
    lines = [
        ("Vesicles carry resistance", 118.9, "1,2"),
        ("and tumours resist more drugs.", 137.8, "3–5"),
        ("It fell in serum.", 69.5, "6"),
    ]
    page: list[Item] = [Words(50, 80, "Results", 10, bold=True)]
    for i, (text, width, mark) in enumerate(lines):
        page += [Words(50, 100 + 12 * i, text, 10), Words(50 + width, 96 + 12 * i, mark, size)]
    (filler,) = _set(_story(30), [50], chars=105, top=160)
    document = _read(_listed([*page, *filler], 640))
    assert [c.keys for c in document.citations] == [("1", "2"), ("3", "4", "5"), ("6",)]
    assert [r.key for r in document.references] == list("123456")


def test_pdf_kinds_footnotes_below_author_year_text() -> None:
    story = _story(40)
    (page,) = _headed(_set(story, [50], chars=105, bottom=700))
    cited = "This was known before (Adams and Wu, 2011; Baker and Wu 2012) and was doubted by Clark and Wu (2013)."
    page += [
        Words(50, 560, cited, 9),
        Stroke(50, 150, 700),
        Words(50, 710, "1", 5),
        Words(54, 712, "We thank a reader for this remark, which we had not thought of when we wrote.", 7),
        Words(50, 720, "2", 5),
        Words(54, 722, "See also the letters that were sent to us.", 7),
    ]
    entries = [e.partition(". ")[2] for e in _ENTRIES]
    last: list[Item] = [Words(50, 80, "References", 10, bold=True)]
    last += [Words(50, 100 + 12 * i, e, 9) for i, e in enumerate(entries)]
    document = _read(page, last)
    assert _sentences(document) == [*story, cited]
    assert [c.keys for c in document.citations] == [("Adams 2011", "Baker 2012"), ("Clark 2013",)]


@pytest.mark.parametrize("font", ["", "T"])
def test_pdf_kinds_heads_that_stand_alone_are_no_part_of_a_sentence(font: str) -> None:
    before, after = _story(12), _story(12, start=30)
    page = [Words(50, 80, "Results", 10, bold=True), *_set(before, [50], chars=105, top=95)[0]]
    page += [Words(50, 300, "Uptake of vesicles by the cells of tumours", 9, font=font)]
    page += _set(after, [50], chars=105, top=320)[0]
    document = _read(page)
    assert _sentences(document) == before + after
    assert "Uptake of vesicles by the cells of tumours" in [s.title for s in document.sections]


def test_pdf_kinds_entries_of_a_list_without_marks_are_no_heads() -> None:
    before, entries = _story(12), ["Women of more than forty years", "Men who had given blood", "Children of any age"]
    page = [Words(50, 80, "Results", 10, bold=True), *_set(before, [50], chars=105, top=95)[0]]
    page += [Words(50, 300, "We asked those who follow:", 9)]
    page += [Words(50, 312 + 11 * i, entry, 9) for i, entry in enumerate(entries)]
    page += _set(_story(12, start=30), [50], chars=105, top=350)[0]
    assert [s.title for s in _read(page).sections] == ["Results"]


def test_pdf_kinds_size_of_the_text_is_not_that_of_a_longer_list_of_references() -> None:
    story = _story(30)
    (page,) = _headed(_set(story, [50], chars=85, size=11))
    page.append(Words(50, 700, "Vesicles whose paragraph breaks off at the", 11))
    end = "end of the page are read to the end of the sentence."
    entries = [
        f"{i}. Adams A, Wu C. On what cells of kind {i} release to others. Cell. 2011;{i}:1-9." for i in range(1, 70)
    ]
    last: list[Item] = [Words(50, 80, end, 11), Words(50, 110, "References", 11, bold=True)]
    last += [Words(50, 125 + 9 * i, entry, 8) for i, entry in enumerate(entries)]
    document = _read(page, last)
    assert _sentences(document)[-1] == f"Vesicles whose paragraph breaks off at the {end}"
    assert len(document.references) == 69


@pytest.mark.parametrize(
    ("cap", "line", "text"),
    [
        pytest.param("V", "esicles move", "Vesicles move", id="word"),
        pytest.param("A", "lthough cells", "Although cells", id="cluster that begins no word"),
        pytest.param("I", "n cells", "In cells", id="one letter"),
        pytest.param("A", "utophagy of cells", "Autophagy of cells", id="vowel"),
        pytest.param("A", "small vesicle", "A small vesicle", id="article"),
        pytest.param("A", "unique vesicle", "A unique vesicle", id="article before u"),
    ],
)
def test_pdf_kinds_large_capital_belongs_to_its_word(cap: str, line: str, text: str) -> None:
    page: list[Item] = [Words(50, 60, "Introduction", 10, bold=True), Words(50, 124, cap, 34)]
    page += [
        Words(66 if cap == "I" else 80, 100 + 12 * i, words, 10)
        for i, words in enumerate([line, "go on from here", "and on to there."])
    ]
    assert _sentences(_read(page)) == [f"{text} go on from here and on to there."]
