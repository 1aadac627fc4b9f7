"""PDFs that are made to do harm are refused before a page of them is opened."""

from __future__ import annotations

import zlib
from pathlib import Path

import pytest

from curator.errors import ReadError
from curator.reading import read
from curator.reading.pdf_guard import LARGEST_STREAM, MOST_PAGES, check_pdf
from tests.pdf_samples import Words, pdf

_LINE = b"BT /R 10 Tf 72 700 Td (Words and more words of a page.) Tj ET\n"


def _with_stream(content: bytes, filters: bytes = b"/FlateDecode") -> bytes:
    """A PDF of one page whose content is this packed stream; PDFium makes its own table of such a file."""
    whole = pdf([[Words(72, 100, "@")]])
    head, _, rest = whole.partition(b"6 0 obj\n")
    tail = rest.partition(b"endobj\n")[2].partition(b"startxref\n")[0]
    stream = b"<< /Filter [%s] /Length %d >>\nstream\n%s\nendstream\nendobj\n" % (filters, len(content), content)
    return head + b"6 0 obj\n" + stream + tail + b"startxref\n0\n%%EOF\n"


@pytest.mark.parametrize(
    ("content", "filters"),
    [
        pytest.param(zlib.compress(_LINE * (LARGEST_STREAM // len(_LINE) + 9), 9), b"/FlateDecode", id="packed"),
        pytest.param(
            zlib.compress(zlib.compress(_LINE * (LARGEST_STREAM // len(_LINE) + 9), 9), 9),
            b"/FlateDecode /FlateDecode",
            id="packed twice",
        ),
        pytest.param(zlib.compress(_LINE * (LARGEST_STREAM // len(_LINE) + 9), 9), b"/Fl", id="short name"),
    ],
)
def test_pdf_guard_refuses_what_unpacks_to_far_too_much(content: bytes, filters: bytes, tmp_path: Path) -> None:
    path = tmp_path / "bomb.pdf"
    path.write_bytes(_with_stream(content, filters))
    with pytest.raises(ReadError, match=r"is a PDF that unpacks to 5\d MB and more, as no paper does"):
        read(path)


def test_pdf_guard_refuses_more_pages_than_any_paper_has(tmp_path: Path) -> None:
    path = tmp_path / "long.pdf"
    whole = pdf([[Words(72, 100, "Some words of a page.")]])
    kids = b" ".join([b"5 0 R"] * (MOST_PAGES + 1))
    path.write_bytes(whole.replace(b"/Kids [5 0 R] /Count 1", b"/Kids [%s] /Count %d" % (kids, MOST_PAGES + 1)))
    with pytest.raises(ReadError, match=f"has {MOST_PAGES + 1} pages; the limit is {MOST_PAGES}"):
        read(path)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(_with_stream(zlib.compress(_LINE * 2000)), id="packed page"),
        pytest.param(_with_stream(b"no deflate at all " * 9000), id="damaged stream"),
        pytest.param(pdf([[Words(72, 100, "Words.")]]), id="plain page"),
        pytest.param(b"%PDF-1.4\nstream\nendstream stream", id="no PDF"),
    ],
)
def test_pdf_guard_lets_others_pass(content: bytes) -> None:
    check_pdf(content, path=Path("a.pdf"))
