"""Which reader a file gets, which files a folder holds, and what is refused."""

from __future__ import annotations

import codecs
import gzip
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from curator.errors import ReadError
from curator.model import Document
from curator.reading import FORMATS, detect, read, read_all, read_each, sources
from curator.reading import content as content_module
from tests.pdf_samples import Words, pdf


@pytest.mark.parametrize(
    ("name", "content", "format"),
    [
        pytest.param("a.md", b"Plain words.", "markdown", id="markdown-by-suffix"),
        pytest.param("a.txt", b"# Not a heading here", "text", id="text-by-suffix"),
        pytest.param("a", b"# Title\n\nWords.", "markdown", id="markdown-by-content"),
        pytest.param("a", b"Words alone.", "text", id="text-by-content"),
        pytest.param("a.txt", b"%PDF-1.4 ...", "pdf", id="pdf-by-content"),
        pytest.param("a.txt", b"<?xml version='1.0'?><!-- c --><article>", "jats", id="jats"),
        pytest.param("a.xml", b"<OAI-PMH><record/></OAI-PMH>", "jats", id="oai"),
        pytest.param("a.xml", b"<collection><document/>", "bioc", id="bioc"),
        pytest.param("a.xml", b"<PubmedArticleSet>", "medline", id="pubmed"),
        pytest.param("a.json", b'{"documents": []}', "bioc", id="bioc-json"),
        pytest.param("a", b'[{"source": "x"', "bioc", id="bioc-json-list"),
        pytest.param("a.json", b'{"a": 1}', "bioc", id="other-json"),
        pytest.param("a.md", b"[1] A list of notes", "markdown", id="no-json"),
        pytest.param("a.txt", b'{"a": 1} is a set', "text", id="text-that-opens-like-json"),
        pytest.param("a.txt", b"PMID- 1\nTI  - x", "medline", id="medline"),
        pytest.param("a.txt", b"\xef\xbb\xbf12|t|Title", "pubtator", id="pubtator-with-mark"),
    ],
)
def test_dispatch_tells_the_format_from_the_content(name: str, content: bytes, format: str) -> None:
    assert detect(content, path=Path(name)) == format
    assert format in FORMATS


def _file(tmp_path: Path, content: bytes, name: str = "a.txt") -> Path:
    path = tmp_path / name
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        pytest.param("a.txt", b"", "is empty", id="empty"),
        pytest.param("a.txt", b" \n\t ", "is empty", id="blank"),
        pytest.param("a.txt", b"abc\0def", "binary file: a zero byte at offset 3", id="binary"),
        pytest.param("a.txt", "né à".encode("latin-1"), r"not UTF-8: byte 0xe9 at offset 1", id="latin-1"),
        pytest.param("a.txt", codecs.BOM_UTF16_LE + "abc".encode("utf-16-le"), "is UTF-16", id="utf-16"),
        pytest.param("a.txt", b"123 456\n\n---", "holds no sentence", id="no-words"),
        pytest.param("a.md", b"# Only a title\n", "holds no sentence", id="only-a-heading"),
        pytest.param("a.pdf", b"<!DOCTYPE html><html><body>404", "web page", id="error-page"),
        pytest.param("a.pdf", b"Not found", "none", id="no-pdf"),
        pytest.param("a.pdf", b"%PDF-1.7\ngarbage", "damaged PDF", id="damaged-pdf"),
        pytest.param("a.xml", b"<a><b/></a>", "root <a>", id="unknown-xml"),
        pytest.param("a.json", b'{"a": 1}', "is JSON, but not BioC: it has no list of `documents`", id="other-json"),
        pytest.param("a.json", b'[1, {"documents": []}]', "not BioC", id="odd-list"),
        pytest.param("a.json", b'{"documents": {"a": 1}}', "not BioC", id="documents-as-object"),
        pytest.param("a.json", b'{"a": ' * 100_000, "can be read|broken JSON", id="deep-json"),
    ],
)
def test_dispatch_refuses_bad_files_with_what_is_wrong(name: str, content: bytes, problem: str, tmp_path: Path) -> None:
    path = _file(tmp_path, content, name)
    with pytest.raises(ReadError, match=problem) as raised:
        read(path)
    assert str(raised.value).startswith(f"{path}: ")


def test_dispatch_refuses_what_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="does not exist"):
        read(tmp_path / "missing.md")
    with pytest.raises(ReadError, match="is a folder"):
        read(tmp_path)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read any file")
def test_dispatch_refuses_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    path = _file(tmp_path, b"Words.")
    path.chmod(0)
    with pytest.raises(ReadError, match="Permission denied"):
        read(path)


def test_dispatch_refuses_a_file_above_the_limit(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        file.truncate(201_000_000)
    with pytest.raises(ReadError, match="is 201 MB; the limit is 200 MB"):
        read(path)


def test_dispatch_refuses_an_unknown_format(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="unknown format 'docx'"):
        read(_file(tmp_path, b"Words."), format="docx")


def test_dispatch_format_overrides_the_content(tmp_path: Path) -> None:
    path = _file(tmp_path, b"# One\n\nWords here.", "a.md")
    assert read(path, format="text").format == "text"


_LINE = b"Exosomal miR-21 confers resistance to paclitaxel: in A549 cells, at least, it does so. "


@pytest.mark.parametrize("name", ["a.txt", "a.md"])
def test_dispatch_refuses_fifty_megabytes_of_text(name: str, tmp_path: Path) -> None:
    path = _file(tmp_path, _LINE * (50_000_000 // len(_LINE)), name)
    with pytest.raises(ReadError, match="is 50 MB of text; the limit is 20 MB"):
        read(path)


def test_dispatch_refuses_a_hundred_megabytes_of_text_unread(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    with path.open("wb") as file:
        file.write(_LINE * 100)
        file.truncate(100_000_000)
    with pytest.raises(ReadError, match="is 100 MB of text; the limit is 20 MB"):
        read(path)


def _records(count: int) -> str:
    """PubMed XML with so many records."""
    record = "<PubmedArticle><MedlineCitation><PMID>{}</PMID><Article><Abstract><AbstractText>It rose.</AbstractText>"
    end = "</Abstract></Article></MedlineCitation></PubmedArticle>"
    return f"<PubmedArticleSet>{''.join(record.format(i) + end for i in range(count))}</PubmedArticleSet>"


def test_dispatch_gives_the_first_records_of_a_long_file_before_it_has_read_the_rest(tmp_path: Path) -> None:
    path = _file(tmp_path, _records(3000).encode(), "a.xml")
    reached: list[int] = []
    papers = read_each(path, reached=lambda what, done, size: reached.append(done))
    found = [next(papers)[1] for _ in range(3)]
    assert [d.name for d in found if isinstance(d, Document)] == ["a-0", "a-1", "a-2"]
    assert reached[-1] < path.stat().st_size / 2


def test_dispatch_tells_the_pages_of_a_pdf_while_it_is_read(tmp_path: Path) -> None:
    said = "Exosomes of {} kinds of cells were told apart."
    pages = [[Words(72, 300 + 60 * number, said.format(number))] for number in range(3)]
    path = _file(tmp_path, pdf(pages), "a.pdf")
    told: list[tuple[str, int, int]] = []
    papers = read_each(path, reached=lambda *step: told.append(step))
    assert isinstance(next(papers)[1], Document)
    assert told == [("pages", 1, 3), ("pages", 2, 3), ("pages", 3, 3)]


def test_dispatch_gives_the_records_before_a_fault(tmp_path: Path) -> None:
    path = _file(tmp_path, _records(3).encode()[:-60], "a.xml")
    outcomes = [outcome for _, outcome in read_each(path)]
    assert [d.name for d in outcomes if isinstance(d, Document)] == ["a-0", "a-1"]
    assert isinstance(outcomes[-1], ReadError)
    assert "broken XML" in outcomes[-1].problem


@pytest.mark.parametrize("name", ["a.txt", "a.xml", "a.txt.gz"])
def test_dispatch_tells_of_a_file_that_changes_while_it_is_read(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = _records(2).encode() if name == "a.xml" else b"It rose."
    path = _file(tmp_path, gzip.compress(content) if name.endswith("gz") else content, name)
    chunk = content_module.Content.chunks

    def changing(self: content_module.Content) -> Iterator[bytes]:
        for part in chunk(self):
            os.utime(path, ns=(1, 1))
            yield part

    whole = content_module.Content.whole

    def changed(self: content_module.Content, **options: Any) -> bytes:
        os.utime(path, ns=(1, 1))
        return whole(self, **options)

    monkeypatch.setattr(content_module.Content, "chunks", changing)
    monkeypatch.setattr(content_module.Content, "whole", changed)
    with pytest.raises(ReadError, match="changed while it was read"):
        list(read_all(path))


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="devices are POSIX")
def test_dispatch_refuses_what_has_no_end(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.txt"
    os.mkfifo(pipe)
    for path in (Path("/dev/zero"), pipe):
        with pytest.raises(ReadError, match="is a device or a pipe, not a file"):
            read(path)


def test_dispatch_sources_are_in_a_stable_order_and_each_once(tmp_path: Path) -> None:
    for name in ("b.md", "a.txt", "c.docx", ".hidden.md", "sub/d.pdf", ".git/e.md"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("x", encoding="utf-8")
    odd = tmp_path / "c.docx"
    found = list(sources([odd, tmp_path, tmp_path / "a.txt"]))
    assert [p.relative_to(tmp_path).as_posix() for p in found] == ["c.docx", "a.txt", "b.md", "sub/d.pdf"]


def test_dispatch_read_all_gives_one_document_of_a_paper(tmp_path: Path) -> None:
    assert [d.name for d in read_all(_file(tmp_path, b"Words here."))] == ["a"]
