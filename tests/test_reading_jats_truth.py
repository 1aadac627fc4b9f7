"""JATS is exact: every paragraph says what the XML says, every cross-reference leads to its entry.

The truth is derived here from the XML alone, by the standard library, and shares no code with the reader. Articles
beside the checkout are measured too where there are any.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest

from curator.model import Document, SectionKind
from curator.reading import read

_ROOT = Path(__file__).resolve().parent.parent
_OWN = sorted((_ROOT / "tests" / "data" / "reading").glob("*.nxml"))
_BESIDE = [
    path
    for folder in ("jats", "pdf_with_jats")
    for path in sorted((_ROOT.parent / "shared" / "papers" / folder).glob("*.xml"))
]
_ALL = [pytest.param(path, id=path.stem) for path in _OWN + _BESIDE]

_FLOATS = {
    *("table-wrap", "table-wrap-group", "fig", "fig-group", "boxed-text", "supplementary-material", "media", "fn"),
    *("list", "def-list", "graphic", "inline-graphic", "object-id", "index-term"),
}
_FORMULAS = {"disp-formula", "inline-formula", "tex-math", "math"}
_ELSEWHERE = {"fig", "table-wrap", "supplementary-material", "media", "ref-list", "sub-article", "response", "fn"}
_NO_ABSTRACT = {"graphical", "teaser", "precis", "toc", "short", "web-summary"}
_INVISIBLE = dict.fromkeys([0xAD, 0x2060, 0xFEFF, *range(0x200B, 0x2010), *range(0x2028, 0x202F)])
_DASHES = str.maketrans("‐‑−", "---")

Node = ElementTree.Element


def _name(node: Node) -> str:
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""


def _flat(text: str) -> str:
    """What is left where superscripts, ligatures, kinds of hyphens and runs of white space count alike."""
    return " ".join(unicodedata.normalize("NFKC", text).translate(_DASHES).translate(_INVISIBLE).split())


def _article(path: Path) -> Node:
    root = ElementTree.parse(path).getroot()
    return root if _name(root) == "article" else next(e for e in root.iter() if _name(e) == "article")


def _said(node: Node) -> Iterator[str]:
    """The text of a paragraph without the floats in it."""
    yield node.text or ""
    for child in node:
        if _name(child) not in _FLOATS:
            yield from _said(child)
        yield child.tail or ""


def _targets(node: Node) -> Iterator[str]:
    """What the cross-references in a paragraph lead to, without those of the floats in it."""
    for child in node:
        if _name(child) == "xref":
            yield from (child.get("rid") or "").split()
        elif _name(child) not in _FLOATS:
            yield from _targets(child)


def _paragraphs(node: Node) -> Iterator[Node]:
    """The paragraphs of a part of the article; those of its floats and footnotes, and of definitions, are elsewhere."""
    for child in node:
        if _name(child) == "p":
            yield child
            yield from (p for e in child if _name(e) in ("list", "boxed-text") for p in _paragraphs(e))
        elif _name(child) not in (*_ELSEWHERE, "def-list") and child.get("abstract-type") not in _NO_ABSTRACT:
            yield from _paragraphs(child)


def _parts(article: Node) -> Iterator[Node]:
    for part in article:
        if _name(part) in ("body", "back"):
            yield part
        yield from (e for e in part.iter() if _name(part) == "front" and _name(e) == "abstract")


def _wanted(article: Node) -> list[str]:
    """The text of every paragraph of abstracts, body and back; those with formulae or with lists inside left out."""
    found = []
    for part in _parts(article):
        if part.get("abstract-type") in _NO_ABSTRACT:
            continue
        for paragraph in _paragraphs(part):
            inside = {_name(e) for e in paragraph.iter()}
            if not inside & (_FORMULAS | {"list", "def-list"}):
                found.append(_flat("".join(_said(paragraph))))
    return [text for text in found if text]


def _read_paragraphs(document: Document) -> list[str]:
    return [_flat(document.text[p.start : p.end]) for p in document.paragraphs]


@pytest.mark.parametrize("path", _ALL)
def test_jats_truth_every_paragraph_of_the_xml_is_read_as_it_is(path: Path) -> None:
    wanted = _wanted(_article(path))
    read_ones = _read_paragraphs(read(path))
    assert len(wanted) > 4
    assert [text for text in wanted if text not in read_ones] == []


@pytest.mark.parametrize("path", _ALL)
def test_jats_truth_every_cross_reference_leads_to_its_entry(path: Path) -> None:
    article, document = _article(path), read(path)
    entries = [e for part in article if _name(part) != "sub-article" for e in part.iter() if _name(e) == "ref"]
    at = {e.get("id"): i for i, entry in enumerate(entries) for e in entry.iter() if e.get("id")}
    number = {reference.key: i for i, reference in enumerate(document.references)}
    assert len(entries) == len(document.references)
    assert {key for c in document.citations for key in c.keys} <= number.keys()
    spans = dict(zip(_read_paragraphs(document), document.paragraphs, strict=True))
    for part in _parts(article):
        for paragraph in _paragraphs(part):
            targets = {at[rid] for rid in _targets(paragraph) if rid in at}
            span = spans.get(_flat("".join(_said(paragraph))))
            if span is not None:
                inside = [c for c in document.citations if span.start <= c.start < span.end]
                assert targets <= {number[key] for c in inside for key in c.keys}


@pytest.fixture(scope="module")
def features() -> Document:
    return read(_ROOT / "tests" / "data" / "reading" / "features.nxml")


def test_jats_truth_ranges_are_written_out_whatever_they_hide(features: Document) -> None:
    assert [(features.quote(c), c.keys) for c in features.citations] == [
        ("[1–3]", ("1", "2", "3")),
        ("[1–3]", ("1", "2", "3")),
        ("2–4", ("2", "3", "4")),
        ("¹–⁴", ("1", "2", "3", "4")),
        ("²,³", ("2", "3")),
        ("(Li et al., 2020; Wu, 2019)", ("1", "2")),
        ("[4]", ("4",)),
    ]


def test_jats_truth_sections_are_typed_by_title_then_by_the_markup(features: Document) -> None:
    assert [(s.title, s.kind, s.level) for s in features.sections] == [
        ("A title with miR-21 and a note", SectionKind.TITLE, 1),
        ("Abstract", SectionKind.ABSTRACT, 1),
        ("Highlights", SectionKind.ABSTRACT, 1),
        ("", SectionKind.OTHER, 1),
        ("Why", SectionKind.INTRODUCTION, 1),
        ("2 What we did", SectionKind.METHODS, 1),
        ("Cells in vitro", SectionKind.METHODS, 2),
        ("Results", SectionKind.RESULTS, 1),
        ("", SectionKind.RESULTS, 2),
        ("Extra", SectionKind.BACK, 1),
        ("Acknowledgements", SectionKind.BACK, 1),
        ("Appendix A", SectionKind.BACK, 1),
        ("A1", SectionKind.BACK, 2),
        ("Footnotes", SectionKind.BACK, 1),
        ("Data", SectionKind.BACK, 1),
        ("References", SectionKind.REFERENCES, 1),
    ]


@pytest.mark.parametrize(
    ("text", "section"),
    [
        pytest.param("Text before any section", "", id="before the first section"),
        pytest.param("Boxed words.", "Cells in vitro", id="box"),
        pytest.param("Inner words.", "Cells in vitro", id="section in a box"),
        pytest.param("Nested item.", "Cells in vitro", id="list behind a box"),
        pytest.param("EV extracellular vesicle", "Cells in vitro", id="definition"),
        pytest.param("where y is a thing.", "Cells in vitro", id="footnote left out"),
        pytest.param("displayed (1) y=3 where", "Cells in vitro", id="formula"),
        pytest.param("Inline x2 and α1 and", "Cells in vitro", id="inline formulae"),
        pytest.param("figure inside that goes on.", "Cells in vitro", id="figure left out"),
        pytest.param("Funding None.", "Footnotes", id="footnotes at the end"),
    ],
)
def test_jats_truth_prose_stands_in_its_section(text: str, section: str, features: Document) -> None:
    (found,) = [p for p in features.paragraphs if text in features.text[p.start : p.end]]
    at = features.section_at(found.start)
    assert at is not None
    assert at.title == section


@pytest.mark.parametrize(
    "text",
    ["A footnote inside.", "Box 1. Box title", "Inner\n", "List title", "Supp 1. Supplementary caption.", "Sup par."],
)
def test_jats_truth_small_print_is_in_the_text_but_no_prose(text: str, features: Document) -> None:
    assert text in features.text
    assert not any(text.strip() in features.text[p.start : p.end].split("\n") for p in features.paragraphs)


@pytest.mark.parametrize("text", ["Deutsch.", "A graphical one.", "Letter words."])
def test_jats_truth_what_is_no_part_of_the_paper_is_left_out(text: str, features: Document) -> None:
    assert text not in features.text
