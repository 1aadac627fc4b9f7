"""The plain text reader: papers and abstracts without markup."""

from __future__ import annotations

import pytest

from curator.extraction.segment import segment
from curator.model import SectionKind
from curator.reading.text import read_text


def test_text_abstract_on_one_line_is_one_paragraph_without_sections() -> None:
    text = "MicroRNAs matter. We studied miR-21 in A549 cells [1]."
    document = read_text(text, name="a")
    assert [document.text[p.start : p.end] for p in document.paragraphs] == [text]
    assert (document.sections, document.title) == ((), "")
    assert [c.keys for c in document.citations] == [("1",)]


def test_text_labels_open_sections_and_stay_in_their_sentences() -> None:
    document = segment(read_text("BACKGROUND: It is bad. METHODS: We tried (p < 0.05). RESULTS: It fell.", name="a"))
    assert [(s.title, s.kind) for s in document.sections] == [
        ("BACKGROUND", SectionKind.INTRODUCTION),
        ("METHODS", SectionKind.METHODS),
        ("RESULTS", SectionKind.RESULTS),
    ]
    assert [document.quote(s) for s in document.sentences] == [
        "BACKGROUND: It is bad.",
        "METHODS: We tried (p < 0.05).",
        "RESULTS: It fell.",
    ]
    assert [document.section_at(s.start).title for s in document.sentences] == ["BACKGROUND", "METHODS", "RESULTS"]  # type: ignore[union-attr]


@pytest.mark.parametrize("label", ["NOTE: it fell.", "In short: it fell.", "Two genes (PTEN: 3): it fell."])
def test_text_other_words_before_a_colon_open_no_section(label: str) -> None:
    assert read_text(f"It rose. {label}", name="a").sections == ()


_PAPER = """A study of vesicles

INTRODUCTION

Vesicles are small and carry miR-21 to cells that
lack it. They matter [1].

2. Materials and methods
Cells were grown.

2.1 Cell lines

A549 cells were used [2].

12

References

1. Zhang H, Deng T. One title. Cell. 2020;19:43.
2. Li J. Two titles that run
over a line. Nature. 2019;1:2-3.
"""


def test_text_paper_has_title_sections_and_references() -> None:
    document = read_text(_PAPER, name="p")
    assert [(s.title, s.kind) for s in document.sections] == [
        ("INTRODUCTION", SectionKind.INTRODUCTION),
        ("2. Materials and methods", SectionKind.METHODS),
        ("2.1 Cell lines", SectionKind.METHODS),
        ("References", SectionKind.REFERENCES),
    ]
    assert [document.text[p.start : p.end] for p in document.paragraphs] == [
        "A study of vesicles",
        "Vesicles are small and carry miR-21 to cells that lack it. They matter [1].",
        "Cells were grown.",
        "A549 cells were used [2].",
    ]
    assert [(r.key, r.title) for r in document.references] == [
        ("1", "One title"),
        ("2", "Two titles that run over a line"),
    ]
    assert [c.keys for c in document.citations] == [("1",), ("2",)]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("a\r\n\r\nb", id="windows"),
        pytest.param("a\r\rb", id="old-mac"),
        pytest.param("a\n \t\n\n\nb", id="spaces-in-blank-lines"),
        pytest.param("a\fb", id="form-feed"),
    ],
)
def test_text_paragraphs_are_parted_by_any_blank_line(text: str) -> None:
    document = read_text(text.replace("a", "One sentence here.").replace("b", "Another one."), name="t")
    assert len(document.paragraphs) == 2


def test_text_without_a_word_is_a_document_without_paragraphs() -> None:
    assert read_text("\n\n", name="e").paragraphs == ()


def test_text_is_the_file_character_by_character() -> None:
    text = (
        "  A title  of it\n\n\nMe\u0301n\u00ad had  two  blanks and miR\u201021\ufb01.\n \n\tAnother \u00a0one.  \n\n"
    )
    document = read_text(text, name="t")
    assert document.text == text
    assert [document.quote(s) for s in segment(document).sentences] == [
        "A title  of it",
        "Me\u0301n\u00ad had  two  blanks and miR\u201021\ufb01.",
        "Another \u00a0one.",
    ]


def test_text_line_ends_are_one_character_each_and_spaces_inside_a_paragraph() -> None:
    document = segment(read_text("It rose and\r\nit fell.\r\nBoth did\n\n12\n\nso at once.", name="t"))
    assert document.text == "It rose and it fell. Both did      so at once."
    assert len(document.paragraphs) == 1


def test_text_references_have_their_place_in_the_file() -> None:
    document = read_text(_PAPER, name="p")
    assert [_PAPER[r.start : r.end] for r in document.references] == [
        "Zhang H, Deng T. One title. Cell. 2020;19:43.",
        "Li J. Two titles that run\nover a line. Nature. 2019;1:2-3.",
    ]
    assert [_PAPER[s.start :].startswith(s.title) for s in document.sections] == [True] * 4
    assert len(document.text) == len(_PAPER)
