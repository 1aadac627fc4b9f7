"""Papers in archives: every member is read, and nothing that an archive says of itself is trusted."""

from __future__ import annotations

import gzip
import io
import tarfile
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from curator.errors import ReadError
from curator.model import Document
from curator.reading import archives, read_all, read_each, sources

_PAPERS = {"one.txt": b"It rose.", "deep/two.md": b"# Title\n\nIt fell.", "fig.jpg": b"\xff", ".hidden.txt": b"No."}


def _zip(path: Path, members: Mapping[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def _tar(path: Path, members: Mapping[str, bytes]) -> Path:
    with tarfile.open(path, "w:gz" if path.suffix == ".gz" else "w") as archive:
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return path


_MAKERS = {"papers.zip": _zip, "papers.tar": _tar, "papers.tar.gz": _tar}


@pytest.mark.parametrize("name", _MAKERS)
def test_archives_give_every_paper_by_its_own_name(name: str, tmp_path: Path) -> None:
    path = _MAKERS[name](tmp_path / name, _PAPERS)
    assert [(d.name, d.format) for d in read_all(path)] == [("one", "text"), ("two", "markdown")]
    assert list(sources([tmp_path])) == [path]


@pytest.mark.parametrize("name", ["paper.md.gz", "paper.gz"])
def test_archives_single_file_is_read_by_its_content(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(gzip.compress(b"# Title\n\nIt fell."))
    assert [(d.name, d.format) for d in read_all(path)] == [("paper", "markdown")]


def test_archives_bad_member_is_told_and_the_rest_is_read(tmp_path: Path) -> None:
    path = _zip(tmp_path / "a.zip", {"bad.txt": b"\0", "good.txt": b"It rose."})
    papers = read_all(path)
    assert next(papers).name == "good"
    with pytest.raises(ReadError, match=r"a\.zip/bad\.txt: is a binary file"):
        next(papers)


def test_archives_several_bad_members_are_counted(tmp_path: Path) -> None:
    path = _zip(tmp_path / "a.zip", {"1.txt": b"\0", "2.txt": b"", "3.txt": b"It rose."})
    with pytest.raises(ReadError, match="2 of its 3 papers cannot be read, such as "):
        list(read_all(path))


@pytest.mark.parametrize("name", _MAKERS)
@pytest.mark.parametrize("inner", ["../out.txt", "/etc/out.txt", "a/../../out.txt", "..\\out.txt", "C:/out.txt"])
def test_archives_with_a_name_that_leads_out_are_refused(name: str, inner: str, tmp_path: Path) -> None:
    path = _MAKERS[name](tmp_path / name, {inner: b"It rose."})
    with pytest.raises(ReadError, match="has a name that leads out of its archive"):
        list(read_all(path))
    assert [p.name for p in tmp_path.rglob("*")] == [name]


@pytest.mark.parametrize("name", ["bomb.zip", "bomb.tar.gz", "bomb.txt.gz"])
def test_archives_that_unpack_to_far_more_than_they_are_are_refused(name: str, tmp_path: Path) -> None:
    path, zeros = tmp_path / name, bytes(90_000_000)
    if name in ("bomb.zip", "bomb.tar.gz"):
        (_zip if name == "bomb.zip" else _tar)(path, {"a.txt": zeros})
    else:
        path.write_bytes(gzip.compress(zeros))
    with pytest.raises(ReadError, match=r"as no paper does|more than 20 MB of text"):
        list(read_all(path))


@pytest.mark.parametrize("name", [*_MAKERS, "paper.txt.gz"])
def test_archives_cut_off_are_refused(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    if name in _MAKERS:
        _MAKERS[name](path, {"a.txt": b"It rose. " * 400, "b.txt": b"It fell. " * 400})
    else:
        path.write_bytes(gzip.compress(b"It rose. " * 400))
    path.write_bytes(path.read_bytes()[: 1500 if path.suffix == ".tar" else -12])
    with pytest.raises(ReadError, match=r"damaged archive|holds no paper"):
        list(read_all(path))


@pytest.mark.parametrize("members", [{}, {"fig.jpg": b"\xff"}], ids=["empty", "only-pictures"])
def test_archives_without_a_paper_are_refused(members: Mapping[str, bytes], tmp_path: Path) -> None:
    with pytest.raises(ReadError, match=r"holds no paper|damaged archive|binary"):
        list(read_all(_zip(tmp_path / "a.zip", members)))


def _told(path: Path) -> list[str]:
    """The names of what is read, and what is wrong with the rest."""
    return [
        f"{found.name}: {outcome.name}" if isinstance(outcome, Document) else f"{found.name}: {outcome.problem}"
        for found, outcome in read_each(path)
        if isinstance(outcome, Document | ReadError)
    ]


def test_archives_each_bad_member_is_told_in_its_place(tmp_path: Path) -> None:
    members = {
        "1.txt": b"\0",
        "../2.txt": b"It rose.",
        "3.txt": b"It rose.",
        "4.xml": b"<article><p>",
        "5.md": b"It fell.",
    }
    for name, make in _MAKERS.items():
        assert _told(make(tmp_path / name, members)) == [
            "1.txt: is a binary file: a zero byte at offset 0",
            "2.txt: has a name that leads out of its archive: '../2.txt'",
            "3.txt: 3",
            "4.xml: is broken XML at line 1, column 13: Premature end of data in tag p line 1",
            "5.md: 5",
        ]


def _links(path: Path) -> Path:
    """An archive of a file and a link to the system's passwords."""
    if path.suffix == ".zip":
        link = zipfile.ZipInfo("link.txt")
        link.external_attr = 0o120777 << 16
        with zipfile.ZipFile(path, "w") as packed:
            packed.writestr(link, "/etc/passwd")
            packed.writestr("paper.txt", "It rose.")
        return path
    with tarfile.open(path, "w") as archive:
        for kind, name in (
            (tarfile.SYMTYPE, "link.txt"),
            (tarfile.LNKTYPE, "hard.txt"),
            (tarfile.FIFOTYPE, "pipe.txt"),
        ):
            info = tarfile.TarInfo(name)
            info.type, info.linkname = kind, "/etc/passwd"
            archive.addfile(info)
        info = tarfile.TarInfo("paper.txt")
        info.size = 8
        archive.addfile(info, io.BytesIO(b"It rose."))
    return path


@pytest.mark.parametrize("name", ["links.zip", "links.tar"])
def test_archives_links_are_not_followed(name: str, tmp_path: Path) -> None:
    *links, paper = _told(_links(tmp_path / name))
    assert paper == "paper.txt: paper"
    assert {link.partition(": ")[2] for link in links} == {"is a link or a device, which is not followed"}


def test_archives_with_a_header_that_claims_the_world_are_refused(tmp_path: Path) -> None:
    info = tarfile.TarInfo("a.txt")
    info.type, info.size = tarfile.XHDTYPE, 8_000_000_000
    path = tmp_path / "a.tar.gz"
    path.write_bytes(gzip.compress(info.tobuf() + bytes(90_000_000), 1))
    with pytest.raises(ReadError, match=r"damaged archive|as no paper does"):
        list(read_all(path))


def test_archives_one_member_is_in_memory_at_a_time(tmp_path: Path) -> None:
    path = _tar(tmp_path / "a.tar.gz", {f"{i}.txt": b"It rose. " * 400 for i in range(40)})
    members = archives.members(path, suffixes={".txt"})
    first = next(members)
    assert first.stream.read() == b"It rose. " * 400
    reached = [first.reached(), *(member.reached() for member in members)]
    assert len(reached) == 40
    assert reached == sorted(reached)
    assert reached[-1] <= path.stat().st_size
