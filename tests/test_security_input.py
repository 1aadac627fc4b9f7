"""Files that are made to do harm cost bounded time and memory and are told; the rest of the batch is read."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import resource
import struct
import tarfile
import time
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from curator.errors import ReadError
from curator.model import Document
from curator.reading import read_each
from curator.reading.pdf_apart import PdfReader
from curator.reading.pdf_filters import FILTERS
from curator.reading.pdf_guard import LARGEST_STREAM, check_pdf
from tests.faces_samples import curator

GOOD = "# Good\n\nIn these cells miR-21 targets PTEN and confers resistance.\n"
_LINE = b"BT /F1 12 Tf 72 700 Td (miR-21 targets PTEN in these cells and so on and on.) Tj ET\n"


# PDFs


def pdf_of(objects: list[bytes]) -> bytes:
    """A PDF of these objects, the first its catalogue."""
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + table
    out += b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start)
    return bytes(out)


def stream(dictionary: bytes, content: bytes) -> bytes:
    return b"<<%s/Length %d>>\nstream\n%s\nendstream" % (dictionary, len(content), content)


def page(content: bytes, *more: bytes, root: bytes = b"", box: bytes = b"0 0 612 792", filters: bytes = b"") -> bytes:
    """A PDF of one page; what is more are objects from the sixth on."""
    resources = b"<</Font<</F1 5 0 R>>/XObject<</X 6 0 R>>>>"
    return pdf_of(
        [
            b"<</Type/Catalog/Pages 2 0 R%s>>" % root,
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[%s]/Contents 4 0 R/Resources %s>>" % (box, resources),
            stream(filters, content),
            b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
            *more,
        ]
    )


def forms(levels: int, times: int) -> bytes:
    """A page that draws a form that draws a form …, each so many times: the billion laughs of PDF."""
    bodies = [b"/X Do " * times] * (levels - 1) + [_LINE]
    made = [
        stream(
            b"/Type/XObject/Subtype/Form/BBox[0 0 612 792]/Resources<</Font<</F1 5 0 R>>/XObject<</X %d 0 R>>>>"
            % (7 + n),
            body,
        )
        for n, body in enumerate(bodies)
    ]
    return page(_LINE + b"/X Do\n", *made)


@pytest.fixture
def quick_reader() -> PdfReader:
    """A reader that gives a paper two seconds."""
    return PdfReader(seconds=2)


def test_security_pdf_that_would_take_for_ever_is_given_up_and_the_next_is_read(quick_reader: PdfReader) -> None:
    lines = page(b"".join(_LINE.replace(b"700", b"%d" % (700 - 14 * n)) for n in range(20)))
    try:
        with pytest.raises(ReadError, match=r"a\.pdf: is a PDF that takes far longer to read than any paper"):
            quick_reader.read(forms(12, 10), Path("a.pdf"))
        assert "miR-21 targets PTEN" in quick_reader.read(lines, Path("b.pdf")).text
        with pytest.raises(ReadError, match=r"c\.pdf: is a damaged PDF"):
            quick_reader.read(b"%PDF-1.7 no more", Path("c.pdf"))
    finally:
        quick_reader.stop()


def test_security_pdf_on_which_the_reader_ends_is_told_and_the_next_is_read(quick_reader: PdfReader) -> None:
    lines = page(b"".join(_LINE.replace(b"700", b"%d" % (700 - 14 * n)) for n in range(20)))
    try:
        quick_reader.read(lines, Path("a.pdf"))
        process = quick_reader._process
        assert process is not None
        process.kill()
        process.wait()
        with pytest.raises(ReadError, match=r"b\.pdf: is a PDF that its reader fails on \(signal 9\)"):
            quick_reader.read(lines, Path("b.pdf"))
        assert "PTEN" in quick_reader.read(lines, Path("c.pdf")).text
    finally:
        quick_reader.stop()


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(page(_LINE, root=b"/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>"), id="script"),
        pytest.param(page(_LINE, root=b"/OpenAction<</S/Launch/F(/bin/touch pwned)>>"), id="launch"),
        pytest.param(page(_LINE, root=b"/AA<</WC<</S/URI/URI(http://127.0.0.1)>>>>"), id="address"),
        pytest.param(page(_LINE, b"<</F(/etc/passwd)>>", root=b"/Names<</EmbeddedFiles 6 0 R>>"), id="file"),
        pytest.param(page(_LINE, box=b"0 0 1e12 1e12"), id="huge page"),
        pytest.param(page(_LINE, box=b"0 0 nan -5"), id="no page"),
        pytest.param(page(_LINE, *[b"[1]"] * 100_000), id="many objects"),
        pytest.param(page(b"/X Do", stream(b"/Subtype/Form/Resources<</XObject<</X 6 0 R>>>>", b"/X Do")), id="loop"),
        pytest.param(page(_LINE).replace(b"/Kids[3 0 R]", b"/Kids[2 0 R]"), id="tree of itself"),
    ],
)  # fmt: skip
def test_security_pdf_that_wants_more_than_to_be_read_does_nothing(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(content)
    began = time.monotonic()
    outcomes = [outcome for _, outcome in read_each(path)]
    assert len(outcomes) == 1
    assert time.monotonic() - began < 60
    assert "fails on" not in str(outcomes[0])
    assert [p.name for p in tmp_path.iterdir()] == ["a.pdf"]


def lzw(content: bytes) -> bytes:
    """Packed as PDF has it, with codes of 9 bits alone: the table is begun anew before it needs a tenth."""
    bits, out, held, used = 0, bytearray(), 0, 0
    table: dict[bytes, int] = {}

    def put(code: int) -> None:
        nonlocal held, used
        held, used = held << 9 | code, used + 9
        while used >= 8:
            used -= 8
            out.append(held >> used & 0xFF)
        held &= (1 << used) - 1

    at = 0
    while at < len(content):
        if bits == 0:
            put(256)
            table = {bytes([c]): c for c in range(256)}
        end = at + 1
        while end < len(content) and content[at : end + 1] in table:
            end += 1
        put(table[content[at:end]])
        table[content[at : end + 1]] = 258 + bits
        bits = (bits + 1) % 250
        at = end
    put(257)
    out.append(held << (8 - used) & 0xFF)
    return bytes(out)


@pytest.mark.parametrize("content", [b"", b"a", b"-----A---B", b"abc" * 5000, bytes(range(256)) * 9, b"\0" * 100_000])
def test_security_pdf_filters_unpack_what_was_packed(content: bytes) -> None:
    packed = {
        b"FlateDecode": zlib.compress(content),
        b"LZWDecode": lzw(content),
        b"ASCIIHexDecode": content.hex().encode() + b">",
        b"RunLengthDecode": b"".join(bytes([0, c]) for c in content) + b"\x80",
    }
    for name, stored in packed.items():
        assert b"".join(FILTERS[name].unpack(stored)) == content, name


def _zeros(size: int) -> bytes:
    """LZW of so many zero bytes: each code one longer than the last, up to codes of 12 bits."""
    bits: list[str] = []
    left = size
    while left > 0:
        bits.append(f"{256:0{9 if not bits else 12}b}")
        for number in range(4093 - 257):
            code = 0 if number == 0 else 257 + number
            table = 258 + max(0, number - 1)
            bits.append(f"{code:0{min(12, max(9, (table + 1).bit_length()))}b}")
            left -= number + 1
            if left <= 0:
                break
    whole = "".join(bits)
    return int(whole.ljust(-(-len(whole) // 8) * 8, "0"), 2).to_bytes(-(-len(whole) // 8), "big")


@pytest.mark.parametrize(
    ("content", "filters"),
    [
        pytest.param(_zeros(LARGEST_STREAM + 1_000_000), b"/Filter/LZWDecode", id="LZW"),
        pytest.param(_zeros(LARGEST_STREAM + 1_000_000), b"/Filter[/LZW]", id="LZW, short name"),
        pytest.param(zlib.compress(_zeros(LARGEST_STREAM + 1_000_000)), b"/Filter[/Fl/LZW]", id="LZW in Flate"),
        pytest.param(
            _zeros(LARGEST_STREAM + 1_000_000).hex().encode(), b"/Filter[/AHx/LZWDecode]", id="LZW in letters"
        ),
        pytest.param(b"\x81\0" * (LARGEST_STREAM // 127), b"/Filter/RunLengthDecode", id="runs"),
        pytest.param(zlib.compress(b"\0" * (LARGEST_STREAM + 9)), b"/Filter/Fl#61teDecode", id="name in hexadecimal"),
    ],
)
def test_security_pdf_bomb_is_told_from_its_bytes(content: bytes, filters: bytes) -> None:
    whole = page(content, filters=filters)
    assert len(whole) < LARGEST_STREAM // 50
    with pytest.raises(ReadError, match=r"unpacks to \d+ MB and more"):
        check_pdf(whole, path=Path("a.pdf"))


# Archives and packed files


def zipped(files: dict[str, bytes], *, packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", packing) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def tarred(*entries: tarfile.TarInfo, content: bytes = b"") -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for entry in entries:
            entry.size = len(content) if entry.isreg() else 0
            archive.addfile(entry, io.BytesIO(content))
    return out.getvalue()


def entry(name: str, kind: bytes = tarfile.REGTYPE, to: str = "/etc/passwd") -> tarfile.TarInfo:
    made = tarfile.TarInfo(name)
    made.type, made.linkname = kind, to
    return made


def overlapping(times: int) -> bytes:
    """A zip whose list names one packed file many times."""
    whole = zipped({"0.txt": b"1 " * 1_000_000})
    at = whole.rfind(b"PK\x01\x02")
    end = whole.rfind(b"PK\x05\x06")
    listed = b"".join(
        whole[at:end].replace(b"0.txt", b"%04d.txt" % n).replace(b"\x05\0", b"\x08\0", 1) for n in range(times)
    )
    tail = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, times, times, len(listed), at, 0)
    return whole[:at] + listed + tail


_BOMB = b"miR-21 targets PTEN. " * 3_000_000
BOMBS: dict[str, Callable[[], bytes]] = {
    "deflated.zip": lambda: zipped({"a.txt": _BOMB}),
    "block.zip": lambda: zipped({"a.txt": GOOD.encode() * 2000}, packing=zipfile.ZIP_LZMA),
    "damaged-block.zip": lambda: zipped({"a.txt": b""}, packing=zipfile.ZIP_LZMA).replace(b"\x09\x04", b"\xff\xff"),
    "bzip2.zip": lambda: zipped({"a.txt": GOOD.encode()}, packing=zipfile.ZIP_BZIP2),
    "nested.zip": lambda: zipped({"a.txt": zipped({"b.txt": _BOMB})}),
    "overlapping.zip": lambda: overlapping(2000),
    "entries.zip": lambda: zipped({f"{n:0200d}.png": b"" for n in range(9_000)}, packing=zipfile.ZIP_STORED),
    "a.txt.gz": lambda: gzip.compress(_BOMB),
    "twice.txt.gz": lambda: gzip.compress(gzip.compress(GOOD.encode() * 9)),
    "a.txt": lambda: lzma.compress(GOOD.encode() * 999),
    "b.txt": lambda: bz2.compress(GOOD.encode() * 999),
    "tar.tgz": lambda: gzip.compress(tarred(entry("a.txt"), content=_BOMB)),
    "sparse.tar": lambda: tarred(entry("a.txt", tarfile.GNUTYPE_SPARSE)),
    "link.tar": lambda: tarred(entry("a.txt", tarfile.SYMTYPE), entry("b.txt", tarfile.LNKTYPE)),
    "pipe.tar": lambda: tarred(entry("a.txt", tarfile.FIFOTYPE), entry("b.txt", tarfile.CHRTYPE)),
    "out.tar": lambda: tarred(entry("../../a.txt"), entry("/etc/a.txt"), entry("a/../../b.txt"), content=GOOD.encode()),
    "out.zip": lambda: zipped({"../../a.txt": GOOD.encode(), "/etc/a.txt": GOOD.encode(), "C:\\a.txt": GOOD.encode()}),
    "deep.json": lambda: b'{"documents":' + b"[" * 200_000,
    "number.json": lambda: b'{"documents":[' + b"9" * 100_000 + b"]}",
    "surrogate.json": lambda: json.dumps({"documents": ["\ud800"]}).encode(),
    "deep.xml": lambda: b"<article>" + b"<p>" * 100_000,
    "quadratic.xml": lambda: b'<!DOCTYPE article [<!ENTITY a "%s">]><article><body><p x="%s"/></body></article>'
    % (b"a" * 100_000, b"&a;" * 10_000),
}  # fmt: skip


@pytest.mark.parametrize("name", BOMBS)
def test_security_bomb_costs_little_and_the_rest_of_the_batch_is_read(name: str, tmp_path: Path) -> None:
    folder = tmp_path / "papers"
    folder.mkdir()
    (folder / name).write_bytes(BOMBS[name]())
    (folder / "zz-good.md").write_text(GOOD, encoding="utf-8")
    before, began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    result = curator("read", folder, "--db", tmp_path / "a.db")
    assert time.process_time() - began < 60
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 700_000
    assert result.exit_code == 1
    assert name in result.stderr
    assert "zz-good" in result.stdout
    assert sorted(p.name for p in folder.iterdir()) == sorted([name, "zz-good.md"])
    assert {p.name for p in tmp_path.iterdir()} <= {"papers", "a.db", "a.db-wal", "a.db-shm"}


def test_security_list_of_a_zip_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("curator.reading.archives._LONGEST_LIST", 10_000)
    path = tmp_path / "a.zip"
    path.write_bytes(zipped({f"{n}.txt": GOOD.encode() for n in range(50)}))
    assert all(isinstance(outcome, Document) for _, outcome in read_each(path))
    path.write_bytes(zipped({f"{n}.txt": GOOD.encode() for n in range(500)}))
    (outcome,) = [outcome for _, outcome in read_each(path)]
    assert "is an archive of far too many files" in str(outcome)
