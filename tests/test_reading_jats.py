"""The JATS reader, on an article that the project writes itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from curator.errors import ReadError
from curator.model import Document, SectionKind
from curator.reading import read, read_all

_FILE = Path(__file__).parent / "data" / "reading" / "article.nxml"


@pytest.fixture(scope="module")
def article() -> Document:
    return read(_FILE)


def _paragraphs(document: Document) -> list[str]:
    return [document.text[p.start : p.end] for p in document.paragraphs]


def test_jats_identifiers_and_title(article: Document) -> None:
    assert (article.format, article.doi, article.pmid) == ("jats", "10.1000/test.1", "12345678")
    assert article.title == "Exosomal miR-21 and NF-κB"


def test_jats_paragraphs_are_the_texts_of_the_xml(article: Document) -> None:
    assert _paragraphs(article) == [
        "EVs matter.",
        "They do.",
        "It rose¹,² in CD4+ cells at 10⁻⁶ M [1–3]. IC50 fell (Fig. 1)*. The end.",
        "Three things:",
        "one thing;",
        "another.",
        "That is all.",
        "Cells were grown.",
        "We thank A.",
        "None.",
    ]


def test_jats_sections_are_typed(article: Document) -> None:
    assert [(s.title, s.kind) for s in article.sections] == [
        ("Exosomal miR-21 and NF-κB", SectionKind.TITLE),
        ("Abstract", SectionKind.ABSTRACT),
        ("Background", SectionKind.ABSTRACT),
        ("Results", SectionKind.ABSTRACT),
        ("Keywords", SectionKind.BACK),
        ("Introduction", SectionKind.INTRODUCTION),
        ("2 Materials and methods", SectionKind.METHODS),
        ("Cells", SectionKind.METHODS),
        ("Acknowledgements", SectionKind.BACK),
        ("Data sharing", SectionKind.BACK),
        ("References", SectionKind.REFERENCES),
    ]


def test_jats_cross_references_are_citations(article: Document) -> None:
    assert [(article.quote(c), c.keys) for c in article.citations] == [
        ("¹,²", ("1", "2")),
        ("[1–3]", ("1", "2", "3")),
    ]


def test_jats_table_spans_stand_in_their_first_cell(article: Document) -> None:
    (table,) = article.tables
    assert (table.label, table.caption, table.header_rows) == ("Table 1", "Which cells.", 2)
    assert table.rows == (("Line", "Dose", ""), ("", "low", "high"), ("A549", "1", "2a"), ("PC-3", "none", ""))


def test_jats_captions_and_footnotes_are_in_the_text_but_no_prose(article: Document) -> None:
    for text in ("Figure 1. A picture of it.", "a: twice."):
        assert text in article.text
        assert not any(text in p for p in _paragraphs(article))
    assert "A picture." not in article.text


def test_jats_references_have_their_fields(article: Document) -> None:
    fields = [(r.key, r.authors, r.title, r.journal, r.year, r.volume, r.pages) for r in article.references]
    assert fields == [
        ("1", ("Zhang H",), "One title", "Cell", "2020", "19", "43-5"),
        ("2", ("Li JB", "The Group"), "Two", "Nature", "2019", "1", "2"),
        ("3", ("Wu B",), "Three titles", "Lancet", "2018", "3", "4-5"),
    ]
    assert [(r.doi, r.pmid) for r in article.references] == [(None, "32106859"), ("10.1000/two", None), (None, None)]
    assert article.references[0].text == "Zhang H. One title. Cell. 2020;19:43-5."
    assert all(article.quote(r) == r.text for r in article.references)


def test_jats_author_year_references_get_author_year_keys(tmp_path: Path) -> None:
    text = _FILE.read_text("utf-8").replace("<label>1.</label>", "").replace("<label>2.</label>", "")
    text = text.replace("<label>3.</label>", "").replace(">1</xref>", ">Zhang 2020</xref>")
    path = tmp_path / "a.xml"
    path.write_text(text, encoding="utf-8")
    assert [r.key for r in read(path).references] == ["Zhang 2020", "Li 2019", "Wu 2018"]


def test_jats_several_articles_of_a_file_are_several_documents(tmp_path: Path) -> None:
    article = _FILE.read_text("utf-8").split("?>", 1)[1].split('.dtd">', 1)[1]
    path = tmp_path / "set.xml"
    path.write_text(
        f"<pmc-articleset>{article}{article.replace('test.1', 'test.2')}</pmc-articleset>", encoding="utf-8"
    )
    assert [d.doi for d in read_all(path)] == ["10.1000/test.1", "10.1000/test.2"]


_BOMB = (
    '<!DOCTYPE article [<!ENTITY a "AAAAAAAAAA"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY file SYSTEM "file:///etc/passwd">]>'
    "<article><body><p>Before &c; and &file; after.</p></body></article>"
)


def test_jats_entities_are_never_resolved(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xml"
    path.write_text(_BOMB, encoding="utf-8")
    assert _paragraphs(read(path)) == ["Before and after."]


def test_jats_external_entities_are_never_fetched(tmp_path: Path) -> None:
    """Neither a file beside the paper nor a document type that would name it."""
    (tmp_path / "secret.txt").write_text("SECRET", encoding="utf-8")
    (tmp_path / "own.dtd").write_text('<!ENTITY own "SECRET">', encoding="utf-8")
    path = tmp_path / "a.xml"
    path.write_text(
        f'<!DOCTYPE article SYSTEM "own.dtd" [<!ENTITY file SYSTEM "{(tmp_path / "secret.txt").as_uri()}">'
        '<!ENTITY % more SYSTEM "own.dtd">%more;]>'
        "<article><body><p>Before &file; and &own; after.</p></body></article>",
        encoding="utf-8",
    )
    assert _paragraphs(read(path)) == ["Before and after."]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "iso-8859-1"])
def test_jats_encoding_is_the_one_that_the_file_declares(encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    declared = encoding.removesuffix("-sig")
    text = f'<?xml version="1.0" encoding="{declared}"?><article><body><p>Résistance élevée.</p></body></article>'
    path.write_bytes(text.encode(encoding))
    assert _paragraphs(read(path)) == ["Résistance élevée."]


def _unfolding(use: str) -> str:
    """Eleven entities, each ten times the one before."""
    told = "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 12))
    return f'<!DOCTYPE article [<!ENTITY a0 "lol">{told}]><article><body>{use}</body></article>'


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        pytest.param("<article><body><p>cut off", "broken XML at line 1", id="truncated"),
        pytest.param(_unfolding("<p>Words &a11;.</p>"), "entities that unfold", id="entities-in-text"),
        pytest.param(_unfolding('<p x="&a11;">Words.</p>'), "entities that unfold", id="entities-in-an-attribute"),
        pytest.param("<article><body>" + "<sec>" * 9000, "nested deeper than any paper", id="deep"),
        pytest.param(f"<article><body><p>{'word ' * 3_000_000}</p>", "more text in one element", id="long-text"),
        pytest.param(f'<!DOCTYPE a [<!ENTITY b "{"x" * 9000}">]><article/>', "without a root", id="no-root-in-sight"),
        pytest.param('<?xml version="1.0"?><article><body><p>\x01</p>', "broken XML", id="control-character"),
        pytest.param("<unknown><p>Some text.</p></unknown>", "root <unknown>", id="unknown-root"),
        pytest.param("<article><body/></article>", "holds no sentence", id="empty-body"),
    ],
)
def test_jats_bad_files_are_refused(content: str, problem: str, tmp_path: Path) -> None:
    path = tmp_path / "bad.xml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(ReadError, match=problem):
        read(path)
