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
from curator.reading import read_all, sources

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
    with pytest.raises(ReadError, match="2 of its 3 files cannot be read, such as "):
        list(read_all(path))


@pytest.mark.parametrize("name", _MAKERS)
@pytest.mark.parametrize("inner", ["../out.txt", "/etc/out.txt", "a/../../out.txt", "..\\out.txt", "C:/out.txt"])
def test_archives_with_a_name_that_leads_out_are_refused(name: str, inner: str, tmp_path: Path) -> None:
    path = _MAKERS[name](tmp_path / name, {inner: b"It rose."})
    with pytest.raises(ReadError, match="holds a file whose name leads out of it"):
        list(read_all(path))
    assert [p.name for p in tmp_path.rglob("*")] == [name]


@pytest.mark.parametrize("name", ["bomb.zip", "bomb.tar.gz", "bomb.txt.gz"])
def test_archives_that_unpack_to_far_more_than_they_are_are_refused(name: str, tmp_path: Path) -> None:
    path, zeros = tmp_path / name, bytes(90_000_000)
    if name in ("bomb.zip", "bomb.tar.gz"):
        (_zip if name == "bomb.zip" else _tar)(path, {"a.txt": zeros})
    else:
        path.write_bytes(gzip.compress(zeros))
    with pytest.raises(ReadError, match="as no paper does"):
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
