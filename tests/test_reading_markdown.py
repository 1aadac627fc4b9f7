"""The Markdown reader: on the review of the corpus, and on the habits of Markdown that it does not show."""

from __future__ import annotations

import csv
import hashlib
import tomllib
from pathlib import Path

import pytest

from curator.extraction.segment import segment
from curator.model import Document, SectionKind
from curator.reading import read
from curator.reading.markdown import read_markdown

_STEM = "zhao-2024-exosomal-mirna-paclitaxel"


@pytest.fixture(scope="module")
def review() -> Document:
    return segment(read(Path(__file__).parent.parent / "corpus" / "texts" / f"{_STEM}.md"))


def _sentences(document: Document) -> list[str]:
    return [document.quote(s) for s in document.sentences]


def test_corpus_checksums_match(project_root: Path) -> None:
    manifests = sorted((project_root / "corpus" / "texts").glob("*.toml"))
    assert manifests
    for path in manifests:
        manifest = tomllib.loads(path.read_text("utf-8"))
        content = (path.parent / manifest["file"]).read_bytes()
        assert hashlib.sha256(content).hexdigest() == manifest["sha256"]
        assert manifest["licence"]
        assert manifest["origin"]


def test_review_title(review: Document) -> None:
    assert review.title.startswith("Role of Exosomal MicroRNAs in Modulating")
    assert review.name == _STEM
    assert review.format == "markdown"


def test_review_sections_are_named_and_typed(review: Document) -> None:
    found = [(s.title, s.kind) for s in review.sections]
    assert found == [
        (review.title, SectionKind.TITLE),
        ("Abstract", SectionKind.ABSTRACT),
        ("Keywords", SectionKind.BACK),
        ("Abbreviations", SectionKind.BACK),
        ("Introduction", SectionKind.INTRODUCTION),
        ("Mechanisms", SectionKind.OTHER),
        ("Exosome-derived MicroRNAs and Response to Paclitaxel in Various Cancer Types", SectionKind.OTHER),
        ("Breast cancer", SectionKind.OTHER),
        ("Ovarian cancer", SectionKind.OTHER),
        ("Gastrointestinal cancers", SectionKind.OTHER),
        ("Prostate cancer", SectionKind.OTHER),
        ("Other cancers", SectionKind.OTHER),
        ("Clinical Treatment", SectionKind.OTHER),
        ("Discussion", SectionKind.DISCUSSION),
        ("Conclusion", SectionKind.CONCLUSION),
        ("Conflicts of Interest", SectionKind.BACK),
        ("Acknowledgements", SectionKind.BACK),
        ("References", SectionKind.REFERENCES),
    ]


@pytest.mark.parametrize(
    ("start", "end"),
    [
        pytest.param("Exosomes are extracellular vesicles", "by modulating gene expression", id="page-break"),
        pytest.param("Evidence suggests that miRNAs", "between cells via a micro", id="page-break-before-via"),
        pytest.param("Researchers have found", "the aforementioned pathways, contingent", id="column-break"),
        pytest.param("Future translational studies", "develop exosomal miRNA-based therapeutic", id="table"),
        pytest.param("APAF1 sensitizes OC cells", "inhibits APAF1 mRNA expression by binding", id="page-break-ovary"),
        pytest.param("Compared with traditional", "makes them well tolerated", id="enumeration-cut"),
        pytest.param("Given the significant role of exosomal", "against these transcripts", id="conclusion-cut"),
    ],
)
def test_review_sentence_is_whole_where_it_was_cut(review: Document, start: str, end: str) -> None:
    whole = [s for s in _sentences(review) if s.startswith(start) and end in s]
    assert len(whole) == 1


def test_review_has_every_sentence_once_and_none_broken(review: Document) -> None:
    sentences = _sentences(review)
    prose = [s for s, span in zip(sentences, review.sentences, strict=True) if _kind(review, span.start) is not None]
    assert len(sentences) == len(set(sentences)) == 149
    for sentence in prose:
        assert sentence[0].isupper() or sentence.startswith(("miR", "miRNA")), sentence
        assert sentence.endswith((".", "Carcinoma")), sentence


def _kind(document: Document, offset: int) -> SectionKind | None:
    section = document.section_at(offset)
    return section.kind if section else None


@pytest.mark.parametrize(
    "phrase",
    [
        "Xia et al. revealed",
        "Weiner-Gorzel et al. showed",
        "In vitro and in vivo studies",
        "(No. 2020JH1/10300002) and",
    ],
)
def test_review_abbreviations_break_no_sentence(review: Document, phrase: str) -> None:
    assert sum(phrase in s for s in _sentences(review)) == 1


def test_review_front_matter_is_no_paragraph(review: Document) -> None:
    prose = " ".join(review.text[p.start : p.end] for p in review.paragraphs)
    for matter in ("Shengjing", "randh@163.com", "Received date", "open-access article", "Drug-resistance"):
        assert matter in review.text
        assert matter not in prose


def test_review_abbreviations_are_a_paragraph_of_their_own_section(review: Document) -> None:
    section = next(s for s in review.sections if s.title == "Abbreviations")
    inside = [p for p in review.paragraphs if section.start <= p.start and p.end <= section.end]
    assert [review.text[p.start : p.end][:36] for p in inside] == ["miRNA: MicroRNA; CAA: Cancer-Associa"]
    assert review.section_at(inside[0].start) == section


@pytest.mark.parametrize(
    "symbol", ["NF-κB, β-catenin, and", "Wnt/β-catenin and Notch", "exosomes in vitro", "Hui Xie¹,*"]
)
def test_review_markup_is_resolved(review: Document, symbol: str) -> None:
    text = review.text.replace("hypoxic cancer cells in vitro", "exosomes in vitro")
    assert symbol in text


def test_review_leaves_no_markup_in_the_text(review: Document) -> None:
    for mark in ("**", "<sup>", "$", "\\", "\n#"):
        assert mark not in review.text.replace("\n#Lanqing", "")


def test_review_captions_are_not_prose(review: Document) -> None:
    prose = " ".join(review.text[p.start : p.end] for p in review.paragraphs)
    assert "Mechanisms by which exosomal microRNAs influence" in review.text
    assert "Mechanisms by which exosomal microRNAs influence" not in prose
    assert "Figure 1 summarizes the mechanisms" in prose
    assert "Table 1 provides a summary" in prose


def test_review_table_has_nine_columns_and_nine_rows(review: Document) -> None:
    (table,) = review.tables
    assert table.label == "Table 1"
    assert table.caption.startswith("Role of exosome-derived microRNAs")
    assert [len(row) for row in table.rows] == [9] * 10
    assert table.header_rows == 1
    assert table.rows[0][0] == "Cancer"
    assert [row[8] for row in table.rows[1:]] == [f"[{n}]" for n in (28, 51, 23, 40, 27, 25, 24, 55, 17)]


def test_review_table_stands_after_its_paragraph_and_outside_the_prose(review: Document) -> None:
    (table,) = review.tables
    before = max(p.end for p in review.paragraphs if p.start < table.start)
    assert review.text[:before].endswith("by overcoming drug resistance.")
    assert before <= table.start
    assert not any(p.start < table.end and table.start < p.end for p in review.paragraphs)


def test_review_references_are_parsed_field_by_field(review: Document) -> None:
    golden = Path(__file__).parent / "data" / "reading" / "zhao_references.tsv"
    lines = [line for line in golden.read_text("utf-8").splitlines() if not line.startswith("#")]
    wanted = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    found = [
        {
            "key": r.key,
            "authors": "; ".join(r.authors),
            "title": r.title,
            "journal": r.journal,
            "year": r.year,
            "volume": r.volume,
            "pages": r.pages,
        }
        for r in review.references
    ]
    assert len(found) == 75
    assert found == wanted


def test_review_reference_cut_by_a_page_is_whole(review: Document) -> None:
    cut = review.reference("22")
    assert cut is not None
    assert "Taheri M. Role of non-coding RNAs" in cut.text


def test_review_every_marker_points_at_its_references(review: Document) -> None:
    markers = {review.quote(c): c.keys for c in review.citations}
    assert markers["[4-8]"] == ("4", "5", "6", "7", "8")
    assert markers["[33,61,62]"] == ("33", "61", "62")
    assert len(review.citations) == review.text.count("[")
    assert {k for c in review.citations for k in c.keys} == {str(n) for n in range(1, 76)}
    assert all(review.reference(k) for c in review.citations for k in c.keys)


def test_review_quotes_equal_their_spans(review: Document) -> None:
    assert all(review.quote(r) == r.text for r in review.references)
    assert all(review.quote(s) == review.quote(s).strip() != "" for s in review.sentences)
    assert all(review.quote(s).startswith(s.title) for s in review.sections)
    (table,) = review.tables
    assert review.quote(table).splitlines()[1:] == ["\t".join(row) for row in table.rows]


_AUTHOR_YEAR = """# A review

## Abstract

EVs matter.

## 1. Introduction

Au Yeung et al. (2016) found miR-21, as did others (Zhang et al., 2020a; Zhang and Li 2020b; de Bono et al., 2010).
This was denied (Li, 2019). In Smith and Doe (2018), 12 patients (2019 to 2020) were seen.

## References

Au Yeung CL, Co NN, et al. (2016) Exosomal transfer. Nat Commun 7:11150.

de Bono JS, Oudard S (2010) Prednisone plus cabazitaxel. Lancet 376:1147-1154.

Li J (2019) Denial. Cell 1:1-2.

Smith A, Doe B (2018) Twelve. Cell 2:3-4.

Zhang H, Wu B (2020) First. Cell 3:5-6.

Zhang S, Li C (2020) Second. Cell 4:7-8.
"""


def test_markdown_author_year_citations_are_resolved() -> None:
    document = read_markdown(_AUTHOR_YEAR, name="r")
    assert [(document.quote(c), c.keys) for c in document.citations] == [
        ("Au Yeung et al. (2016)", ("Au Yeung 2016",)),
        (
            "(Zhang et al., 2020a; Zhang and Li 2020b; de Bono et al., 2010)",
            ("Zhang 2020a", "Zhang 2020b", "de Bono 2010"),
        ),
        ("(Li, 2019)", ("Li 2019",)),
        ("Smith and Doe (2018)", ("Smith 2018",)),
    ]


def test_markdown_pipe_table_is_read_with_its_caption() -> None:
    text = "# T\n\nProse here.\n\n**Table 2.** Which is which.\n\n| a | b\\|c |\n|---|:-:|\n| 1 |  |\n| *x* | [3] |\n"
    (table,) = read_markdown(text, name="t").tables
    assert (table.label, table.caption) == ("Table 2", "Which is which.")
    assert table.rows == (("a", "b|c"), ("1", ""), ("x", "[3]"))


@pytest.mark.parametrize(
    ("first", "second", "paragraphs"),
    [
        pytest.param("A" * 50 + " by targeting", "PTEN in cells.", 1, id="cut-before-capital"),
        pytest.param("As shown by Xu et al.", "the cells died.", 1, id="cut-after-et-al"),
        pytest.param("The cells died [3].", "MiR-21 rose.", 2, id="finished-with-marker"),
        pytest.param("The cells died.", "miR-21 rose.", 2, id="finished-before-lower-case-name"),
        pytest.param("Two causes follow:", "first this.", 2, id="colon"),
        pytest.param("Short label", "PTEN fell in cells.", 2, id="short-label"),
    ],
)
def test_markdown_paragraphs_are_joined_only_where_cut(first: str, second: str, paragraphs: int) -> None:
    document = read_markdown(f"## Results\n\n{first}\n\n42\n\n{second}\n", name="t")
    assert len(document.paragraphs) == paragraphs


@pytest.mark.parametrize(
    ("source", "text"),
    [
        pytest.param(r"TNF- $\alpha$ and  $\beta$ -actin", "TNF-α and β-actin", id="padded"),
        pytest.param(r"the $\beta$ chain of $10^{-6}$ M", "the β chain of 10⁻⁶ M", id="not-padded"),
        pytest.param("cost $5 or $10 each", "cost $5 or $10 each", id="money"),
        pytest.param("hsa_circ_0063809 and _this_", "hsa_circ_0063809 and this", id="underscores"),
        pytest.param("miR-9* and miR-9* differ", "miR-9* and miR-9* differ", id="star-strands"),
        pytest.param(r"p \< 0.05 \[not cited\]", "p < 0.05 [not cited]", id="escapes"),
        pytest.param("[\\[3\\]](#page-1-0) and [link](http://a.b/(c))", "[3] and link", id="links"),
        pytest.param("CD4<sup>+</sup> at 10<sup>6</sup> and IC<sub>50</sub>", "CD4+ at 10⁶ and IC50", id="html"),
        pytest.param("a &lt; b&nbsp;&amp; c", "a < b & c", id="entities"),
        pytest.param("micro\u00adRNA of\ufb01ce", "microRNA office", id="soft-hyphen-and-ligature"),
    ],
)
def test_markdown_inline_markup(source: str, text: str) -> None:
    assert text in read_markdown(f"## Results\n\nWe say {source}.\n", name="t").text


def test_markdown_prose_before_any_heading_is_prose() -> None:
    document = read_markdown("# Title of it\n\nWe treated cells with **paclitaxel**. They died at once.\n", name="t")
    assert [document.text[p.start : p.end] for p in document.paragraphs] == [
        "We treated cells with paclitaxel. They died at once."
    ]


def test_markdown_list_items_are_paragraphs() -> None:
    document = read_markdown("## Aims\n\n- To find miR-21.\n- To lose it.\n\n1. One thing.\n", name="t")
    assert [document.text[p.start : p.end] for p in document.paragraphs] == [
        "To find miR-21.",
        "To lose it.",
        "One thing.",
    ]


def test_markdown_numbered_references_interrupted_by_a_page() -> None:
    entries = "1. Li A. One. Cell. 2001;1:1-2.\n\n17\n\n- \n2. Wu B. A title that\n\nruns on. Cell. 2002;2:3.\n"
    document = read_markdown(f"## Results\n\nSeen [1,2].\n\n## References\n\n{entries}", name="t")
    assert [(r.key, r.title) for r in document.references] == [("1", "One"), ("2", "A title that runs on")]
