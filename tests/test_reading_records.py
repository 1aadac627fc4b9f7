"""Files of records: BioC, PubTator, MEDLINE and PubMed XML."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from curator.errors import ReadError
from curator.model import Document, SectionKind
from curator.reading import read, read_all

_BIOC_XML = """<?xml version="1.0"?><!DOCTYPE collection SYSTEM "BioC.dtd"><collection><source>S</source><date/><key/>
<document><id>111</id>
<passage><infon key="type">title</infon><offset>0</offset><text>On miR-21</text></passage>
<passage><infon key="type">abstract</infon><offset>10</offset><text>AIM: To find it. RESULTS: It fell.</text>
<annotation id="0"><infon key="type">Gene</infon><location offset="15" length="2"/><text>To</text></annotation>
</passage>
</document><document><id>222</id><passage><infon key="type">abstract</infon><offset>0</offset><text>Two.</text>
</passage></document></collection>"""

_FULL = {
    "source": "PMC",
    "documents": [
        {
            "id": "PMC1",
            "passages": [
                {"infons": {"type": "front", "section_type": "TITLE", "article-id_pmid": "9"}, "text": "On miR-21"},
                {"infons": {"type": "title_1", "section_type": "METHODS"}, "text": "How"},
                {"infons": {"type": "paragraph", "section_type": "METHODS"}, "text": "It was done [1]."},
                {"infons": {"type": "fig_caption", "section_type": "FIG"}, "text": "Figure 1 shows it."},
                {"infons": {"type": "title_1", "section_type": "COMP_INT"}, "text": "Interests"},
                {"infons": {"type": "paragraph", "section_type": "COMP_INT"}, "text": "None."},
                {
                    "infons": {
                        "type": "ref",
                        "section_type": "REF",
                        "name_0": "surname:Li;given-names:J",
                        "source": "Cell",
                        "year": "2020",
                        "volume": "1",
                        "fpage": "2",
                        "lpage": "3",
                    },
                    "text": "One title",
                },
            ],
        }
    ],
}

_PUBTATOR = "111|t|On miR-21\n111|a|It fell. So did p53.\n111\t3\t9\tmiR-21\tGene\t406991\n\n222|t|Two\n222|a|More.\n"

_MEDLINE = """PMID- 111
OWN - NLM
TI  - On miR-21 and a title that
      runs on.
LID - 10.1000/one [doi]
AB  - BACKGROUND: It is bad. RESULTS: It
      fell.
OT  - exosome
OT  - miRNA

PMID- 222
TI  - Two
AB  - More of it.
"""

_PUBMED = """<?xml version="1.0"?><!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD PubMedArticle//EN" "pubmed.dtd">
<PubmedArticleSet><PubmedArticle><MedlineCitation><PMID Version="1">111</PMID><Article>
<ArticleTitle>On <i>miR-21</i></ArticleTitle><ELocationID EIdType="doi">10.1000/one</ELocationID>
<Abstract><AbstractText Label="BACKGROUND">It is bad.</AbstractText>
<AbstractText Label="RESULTS">It fell.</AbstractText>
</Abstract></Article><KeywordList><Keyword>exosome</Keyword></KeywordList></MedlineCitation></PubmedArticle>
</PubmedArticleSet>"""

SAMPLES = {
    "bioc.xml": _BIOC_XML,
    "bioc.json": json.dumps(_FULL),
    "a.pubtator": _PUBTATOR,
    "a.nbib": _MEDLINE,
    "pubmed.xml": _PUBMED,
}
"""File name → a small file of each format."""


def _write(tmp_path: Path, name: str, content: str) -> Path:
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    return path


def _paragraphs(document: Document) -> list[str]:
    return [document.text[p.start : p.end] for p in document.paragraphs]


def test_records_bioc_xml_documents_are_read_one_by_one(tmp_path: Path) -> None:
    one, two = read_all(_write(tmp_path, "set.xml", _BIOC_XML))
    assert (one.name, one.title, one.pmid, one.format) == ("set-111", "On miR-21", "111", "bioc")
    assert _paragraphs(one) == ["AIM: To find it. RESULTS: It fell."]
    assert [(s.title, s.kind) for s in one.sections] == [
        ("On miR-21", SectionKind.TITLE),
        ("Abstract", SectionKind.ABSTRACT),
        ("AIM", SectionKind.INTRODUCTION),
        ("RESULTS", SectionKind.RESULTS),
    ]
    assert _paragraphs(two) == ["Two."]


@pytest.mark.parametrize("several", [False, True], ids=["object", "list"])
def test_records_bioc_json_full_text_has_typed_sections_and_references(several: bool, tmp_path: Path) -> None:
    content = json.dumps([_FULL] if several else _FULL)
    document = read(_write(tmp_path, "full.json", content))
    assert (document.title, document.pmid) == ("On miR-21", "9")
    assert _paragraphs(document) == ["It was done [1].", "None."]
    assert [(s.title, s.kind) for s in document.sections][1:] == [
        ("How", SectionKind.METHODS),
        ("Interests", SectionKind.BACK),
        ("References", SectionKind.REFERENCES),
    ]
    (reference,) = document.references
    assert (reference.authors, reference.title, reference.journal) == (("Li J",), "One title", "Cell")
    assert (reference.year, reference.volume, reference.pages) == ("2020", "1", "2-3")


def test_records_pubtator_annotations_are_left_out(tmp_path: Path) -> None:
    one, two = read_all(_write(tmp_path, "p.pubtator", _PUBTATOR))
    assert (one.title, one.pmid, _paragraphs(one)) == ("On miR-21", "111", ["It fell. So did p53."])
    assert (two.name, _paragraphs(two)) == ("p-222", ["More."])


def test_records_medline_fields_run_over_lines(tmp_path: Path) -> None:
    one, two = read_all(_write(tmp_path, "m.nbib", _MEDLINE))
    assert (one.title, one.pmid, one.doi) == ("On miR-21 and a title that runs on.", "111", "10.1000/one")
    assert _paragraphs(one) == ["BACKGROUND: It is bad. RESULTS: It fell."]
    assert "Keywords: exosome, miRNA" in one.text
    assert (two.name, two.doi) == ("m-222", None)


def test_records_pubmed_xml_labels_are_printed_as_medline_prints_them(tmp_path: Path) -> None:
    document = read(_write(tmp_path, "one.xml", _PUBMED))
    assert (document.name, document.title, document.doi) == ("one", "On miR-21", "10.1000/one")
    assert _paragraphs(document) == ["BACKGROUND: It is bad. RESULTS: It fell."]


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        pytest.param("a.json", '{"documents": [', "broken JSON at line 1", id="broken-json"),
        pytest.param("a.json", '{"documents": [{"passages": 3}]}', "no BioC JSON", id="other-json"),
        pytest.param("a.json", '{"documents": []}', "holds no sentence", id="empty-json"),
        pytest.param(
            "a.xml", "<collection><document><passage/></document></collection>", "no BioC XML", id="no-offset"
        ),
        pytest.param("a.nbib", "PMID- 1\nTI  - Only a title\n", "holds no sentence", id="no-abstract"),
    ],
)
def test_records_bad_files_are_refused(name: str, content: str, problem: str, tmp_path: Path) -> None:
    with pytest.raises(ReadError, match=problem):
        list(read_all(_write(tmp_path, name, content)))
