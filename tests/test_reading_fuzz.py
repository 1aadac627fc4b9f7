"""Whatever is done to a file, a reader reads it or says what is wrong: no other error, and every offset quotes.

Files that once broke a reader are kept in `tests/data/reading/found` and read here for ever.
"""

from __future__ import annotations

import gzip
import io
import tarfile
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from curator.errors import ReadError
from curator.extraction.segment import segment
from curator.model import Document
from curator.reading import FORMATS, read_each
from tests.pdf_samples import Words, pdf
from tests.test_reading_records import SAMPLES

_DATA = Path(__file__).parent / "data" / "reading"
_FOUND = sorted((_DATA / "found").glob("*"))

_MARKDOWN = """# On $\\alpha$ and miR-21

## Abstract

**Background:** It rose<sup>1,2</sup> [1-3] and *fell* (Li et al., 2020).

| a | b |
|---|---|
| 1 | 2 |

Table 1. Cells.

a\tb\tc
1\t2\t3

## References

1. Li J, Wu B. Title. Cell. 2020;1:2-3. doi:10.1000/x
2. Xu C. Two. Nature 2021;4:5.
"""
_PAGE = [Words(72, 80, "On miR-21", size=18, bold=True)] + [
    Words(72, 200 + 12 * i, "Exosomes carry small RNAs from one cell to another [1].") for i in range(4)
]


def _zip(content: bytes) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.md", content)
        archive.writestr("b.txt", b"It rose.")
    return written.getvalue()


def _tar(content: bytes) -> bytes:
    written = io.BytesIO()
    with tarfile.open(fileobj=written, mode="w") as archive:
        info = tarfile.TarInfo("a.md")
        info.size = len(content)
        archive.addfile(info, io.BytesIO(content))
    return written.getvalue()


_SEEDS: dict[str, bytes] = {
    "a.md": _MARKDOWN.encode(),
    "a.txt": _MARKDOWN.encode(),
    "article.nxml": (_DATA / "article.nxml").read_bytes(),
    "features.nxml": (_DATA / "features.nxml").read_bytes(),
    **{name: text.encode() for name, text in SAMPLES.items()},
    "a.pdf": pdf([_PAGE, _PAGE]),
    "a.md.gz": gzip.compress(_MARKDOWN.encode(), mtime=0),
    "a.zip": _zip(_MARKDOWN.encode()),
    "a.tar": _tar(_MARKDOWN.encode()),
}
_PIECES = st.sampled_from(
    [
        *(b"<", b">", b"&", b"</p>", b"<p>", b"<sec>", b"<!--", b"]]>", b"&#0;", b"<a>" * 40, b"<list>", b"<fn>"),
        *(b"<td colspan='999999999' rowspan='0'>", b"<xref ref-type='bibr' rid='b1 b9'>", b"<disp-formula>"),
        *(b"\0", b"\xff", b"\xed\xa0\x80", b"\xef\xbb\xbf", b"\xf0\x9f\x98\x80", b"\r", b"\n\n", b"\t\t\t"),
        *(b"[1-99999999]", b"[1", b"$$", b"\\frac{", b"^{", b"**", b"||", b"{", b"}", b"null", b"-1", b'"', b"9" * 400),
        *(b"PMID- ", b"AB  - ", b"1|t|", b"stream\n", b"endobj", b"/Kids [1 0 R]", b"/Count 99999999"),
    ]
)
_CHANGES = st.lists(
    st.tuples(st.floats(0, 1), st.integers(0, 64), st.one_of(_PIECES, st.binary(max_size=6)), st.integers(1, 60)),
    min_size=1,
    max_size=6,
)


def _changed(content: bytes, changes: list[tuple[float, int, bytes, int]]) -> bytes:
    """At each place some bytes taken out and others put in, once or many times."""
    for where, gone, piece, times in changes:
        at = int(where * len(content))
        content = content[:at] + piece * times + content[at + gone :]
    return content


def _check(path: Path, *, format: str | None = None) -> None:
    for _, outcome in read_each(path, format=format):
        if isinstance(outcome, ReadError):
            assert outcome.message
            # A PDF on which the reader's own process ends is told as the file's fault, and would pass unnoticed here.
            assert "its reader fails on" not in outcome.message
            continue
        _check_offsets(segment(outcome))


def _check_offsets(document: Document) -> None:
    document.text.encode()
    spans: tuple[Any, ...] = (
        *(*document.paragraphs, *document.sentences, *document.sections, *document.citations),
        *(*document.references, *document.tables, *document.places),
    )
    assert all(0 <= span.start <= span.end <= len(document.text) for span in spans)
    assert all(document.quote(reference) == reference.text for reference in document.references if reference.end)
    assert all(document.quote(sentence).strip() == document.quote(sentence) for sentence in document.sentences)


@pytest.mark.parametrize("name", _SEEDS)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes=_CHANGES)
def test_fuzz_a_changed_file_is_read_or_refused(
    name: str, changes: list[tuple[float, int, bytes, int]], tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_bytes(_changed(_SEEDS[name], changes))
    _check(path)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=400), format=st.sampled_from([None, *FORMATS]))
def test_fuzz_any_bytes_are_read_or_refused_in_any_format(content: bytes, format: str | None, tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(content)
    _check(path, format=format)


@pytest.mark.parametrize("path", [pytest.param(path, id=path.name) for path in _FOUND])
def test_fuzz_what_was_found_stays_mended(path: Path) -> None:
    _check(path)
