"""Figures of PDFs: the words inside them stay out of the text, whatever stands around them stays in."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from pathlib import Path

import pytest

from curator.model import Document
from curator.reading.pdf import read_pdf
from curator.reading.pdf_drawings import Cluster, clusters_of
from curator.reading.pdf_imprint import is_imprint, without_boilerplate
from tests.pdf_samples import Item, Shade, Stroke, Upright, Words, pdf

_LEFT = 60.0
_TEXT = (
    "Exosomes carry small molecules from one cell to another and change what the other does with a drug. "
    "The cells that take them up may live on where they would have died without them."
)


def _column(x: float, top: float, text: str, *, size: float = 10, width: int = 46) -> list[Item]:
    lines = textwrap.wrap(text, width, break_on_hyphens=False)
    return [Words(x, top + i * 1.2 * size, line, size) for i, line in enumerate(lines)]


def _read(*pages: Sequence[Item]) -> Document:
    return read_pdf(pdf(pages), path=Path("paper.pdf"))


def _prose(document: Document) -> str:
    return " ".join(document.text[p.start : p.end] for p in document.paragraphs)


def _box(x0: float, top: float, x1: float, bottom: float) -> list[Item]:
    return [Stroke(x0, x1, top), Stroke(x0, x1, bottom), Upright(x0, top, bottom), Upright(x1, top, bottom)]


def _flow(top: float, *, x: float = 150, size: float = 9) -> list[Item]:
    """A diagram of what became of the patients: boxes below one another, some beside the others."""
    main = ["79 patients were asked to take part", "75 received the first course of drugs", "48 finished the course"]
    aside = ["4 were excluded for want of data", "27 withdrew for reasons of their own"]
    items: list[Item] = []
    for i, text in enumerate(main):
        items += [*_box(x, top + 50 * i, x + 180, top + 50 * i + 25), Words(x + 5, top + 50 * i + 15, text, size)]
    for i, text in enumerate(aside):
        items += [*_box(x + 195, top + 30 + 50 * i, x + 375, top + 48 + 50 * i)]
        items += [Words(x + 200, top + 42 + 50 * i, text, size)]
    return items


def _page(middle: Sequence[Item]) -> list[Item]:
    return [
        Words(_LEFT, 80, "Results", 10, bold=True),
        *_column(_LEFT, 100, f"{_TEXT} {_TEXT} It broke off at", width=90),
        *middle,
        *_column(_LEFT, 420, f"a figure here. {_TEXT} {_TEXT}", width=90),
    ]


@pytest.mark.parametrize("size", [7, 9, 10])
def test_pdf_figures_words_of_a_flow_diagram_are_left_out(size: float) -> None:
    document = _read(_page([*_flow(180, size=size), Words(_LEFT, 360, "Figure 1. What became of the patients.", 8)]))
    assert "It broke off at a figure here." in _prose(document)
    assert "Figure 1. What became of the patients." in document.text
    assert not any(word in document.text for word in ("79 patients", "withdrew", "finished the course"))


def test_pdf_figures_below_or_beside_their_caption_are_found() -> None:
    above = [Words(_LEFT, 165, "Figure 1. What became of the patients.", 8), *_flow(180)]
    beside = [
        *_flow(180, x=140),
        Words(_LEFT, 190, "Figure 1. What", 8),
        Words(_LEFT, 200, "became of the", 8),
        Words(_LEFT, 210, "patients.", 8),
    ]
    for middle in (above, beside):
        document = _read(_page(middle))
        assert "What became of the patients." in document.text
        assert "withdrew" not in document.text


@pytest.mark.parametrize(
    "middle",
    [
        pytest.param(
            [
                Shade(_LEFT - 5, 200, 540, 290),
                *_column(_LEFT, 215, f"Kept all the same: {_TEXT} {_TEXT}", width=90, size=9),
                *_box(_LEFT - 5, 200, 540, 290),
                Words(_LEFT, 320, "Figure 1. What became of the patients.", 8),
            ],
            id="a box of prose",
        ),
        pytest.param([*_flow(180), Words(200, 210, "Kept all the same: they live on", 10)], id="no caption"),
        pytest.param(
            [
                *_flow(180),
                Words(_LEFT, 345, "Figure 1. What became of the patients, and what", 8),
                *_column(_LEFT, 354.6, f"Kept all the same: {_TEXT}", size=8, width=110),
            ],
            id="a caption of several lines",
        ),
    ],
)
def test_pdf_figures_do_not_swallow_text(middle: list[Item]) -> None:
    kept = _read(_page(middle)).text.partition("Kept all the same:")[2]
    assert "live on" in kept.partition("a figure here.")[0]


def _mark(x0: float, top: float, x1: float, bottom: float) -> Cluster:
    return Cluster(x0, top, x1, bottom, 1)


@pytest.mark.parametrize(
    ("marks", "boxes"),
    [
        pytest.param([_mark(0, 0, 50, 50), _mark(55, 55, 90, 90)], [(0, 0, 90, 90, 2)], id="near"),
        pytest.param(
            [_mark(0, 0, 50, 50), _mark(150, 0, 190, 50)], [(0, 0, 50, 50, 1), (150, 0, 190, 50, 1)], id="apart"
        ),
        pytest.param([_mark(0, 0, 600, 800), _mark(9, 9, 20, 20)], [(9, 9, 20, 20, 1)], id="background"),
        pytest.param([_mark(50, 40, 550, 41), _mark(60, 50, 90, 90)], [(60, 50, 90, 90, 1)], id="rule of a head"),
        pytest.param([_mark(700, 40, 720, 60)], [], id="off the page"),
        pytest.param([_mark(-30, 40, 20, 60)], [(0, 40, 20, 60, 1)], id="partly off"),
    ],
)
def test_pdf_figures_are_what_is_drawn_close_together(
    marks: list[Cluster], boxes: list[tuple[float, float, float, float, int]]
) -> None:
    assert [cluster[:5] for cluster in clusters_of(marks, width=600, height=800)] == boxes


@pytest.mark.parametrize(
    ("groups", "kept"),
    [
        pytest.param(["• rapid publication on acceptance", "It fell."], ["It fell."], id="advertisement"),
        pytest.param(
            ["Cells and Drugs is an international, peer-reviewed open access journal on cells.", "It fell."],
            ["It fell."],
            id="journal praises itself",
        ),
        pytest.param(["The p53 network is an international effort.", "It fell."], None, id="something else is"),
        pytest.param(
            ["►Please cite this article as:", "Lee A. Cells. 2018.", "It fell."], ["It fell."], id="label above"
        ),
        pytest.param(["Citation: Lee A (2018) Cells. PLoS ONE 1: 2.", "It fell."], ["It fell."], id="label before"),
        pytest.param(["Citations to this work are many.", "It fell."], None, id="a sentence"),
    ],
)
def test_pdf_imprint_of_the_publisher_is_left_out(groups: list[str], kept: list[str] | None) -> None:
    assert without_boilerplate(groups, text=str) == (groups if kept is None else kept)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("© The Author(s) 2021. Open Access This article is licensed under", True),
        ("2214-0085/© 2018 Published by Elsevier B.V.", True),
        ("Received: 7 February 2021 / Accepted: 9 February 2021", True),
        ("Received doses were higher than those of 2020.", False),
        ("Correspondingly, the dose was lowered.", False),
    ],
)
def test_pdf_imprint_is_told_from_prose(text: str, told: bool) -> None:
    assert is_imprint(text) is told


def test_pdf_imprint_below_the_abstract_is_no_prose_and_a_repeated_title_is_left_out() -> None:
    title = "Vesicles carry resistance from one cell to another in tumours"
    page = [
        *_column(_LEFT, 60, title, size=18, width=45),
        Words(_LEFT, 110, "Abstract", 10, bold=True),
        *_column(_LEFT, 125, _TEXT, width=90),
        *_column(
            _LEFT, 180, "© The Authors 2021. This is an open access article. It may be read by all.", size=7, width=110
        ),
        Words(_LEFT, 200, "Introduction", 10, bold=True),
        *_column(_LEFT, 220, f"{_TEXT} {_TEXT}", width=90),
        *_column(_LEFT, 760, f"{title}. Journal of Cells 2021; 1: 2.", size=7, width=110),
    ]
    document = _read(page)
    assert _prose(document) == f"{_TEXT} {_TEXT} {_TEXT}"
    assert "© The Authors" in document.text
    assert document.text.count("Vesicles carry resistance") == 1
