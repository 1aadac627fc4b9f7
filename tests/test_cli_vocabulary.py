"""`curator vocabulary`: what a user imports, sees and removes."""

from __future__ import annotations

import urllib.error
from io import BytesIO
from pathlib import Path
from typing import IO

import pytest

from curator.patterns import download
from curator.patterns.releases import AUTHORITIES
from curator.resources import vocabulary_dir
from tests.faces_samples import curator, files_below
from tests.test_patterns_releases import CELLOSAURUS, HGNC, RELEASES


@pytest.fixture
def hgnc(tmp_path: Path) -> Path:
    """A small complete set."""
    path = tmp_path / "hgnc_complete_set.txt"
    path.write_text(HGNC, "utf-8")
    return path


def _rows() -> dict[str, list[str]]:
    result = curator("vocabulary", "list")
    assert result.exit_code == 0
    return {line.split()[0]: line.split() for line in result.stdout.splitlines()[1:]}


def test_cli_vocabulary_lists_the_built_in_tables() -> None:
    rows = _rows()
    assert {"genes", "cell_lines", "drugs", "diseases", "mirnas"} <= set(rows)
    assert int(rows["genes"][2]) > int(rows["genes"][3]) > 5000
    assert all(row[5] == "built-in" for row in rows.values())


def test_cli_vocabulary_add_list_remove(hgnc: Path) -> None:
    added = curator("vocabulary", "add", "hgnc", "--from", hgnc)
    assert (added.exit_code, added.stdout) == (0, "")
    assert "names of genes (5 entries, version 2024-05-06) are now known" in added.stderr
    assert _rows()["hgnc"][4:6] == ["2024-05-06", "hgnc_complete_set.txt"]
    assert curator("vocabulary", "remove", "hgnc").exit_code == 0
    assert "hgnc" not in _rows()
    assert files_below(vocabulary_dir()) == set()


@pytest.mark.parametrize("name", RELEASES)
def test_cli_vocabulary_imports_each_authority(name: str, tmp_path: Path) -> None:
    path = tmp_path / "release"
    path.write_text(RELEASES[name], "utf-8")
    assert curator("vocabulary", "add", name, "--from", path).exit_code == 0
    assert name in _rows()


def test_cli_vocabulary_offers_every_authority() -> None:
    text = curator("vocabulary", "add", "--help").stdout
    assert set(RELEASES) == set(AUTHORITIES)
    assert "|".join(AUTHORITIES) in "".join(text.split())


def test_cli_vocabulary_mentions_use_what_was_imported(hgnc: Path, tmp_path: Path) -> None:
    paper = tmp_path / "paper.txt"
    paper.write_text("We saw that quizzical zinc adaptor 1 was repressed by miR-21.\n", "utf-8")
    before = curator("mentions", paper).stdout
    assert curator("vocabulary", "add", "hgnc", "--from", hgnc).exit_code == 0
    after = curator("mentions", paper).stdout
    assert "hgnc:90001" not in before
    assert "hgnc:90001" in after


def test_cli_vocabulary_a_release_takes_the_place_of_the_one_before(tmp_path: Path) -> None:
    path = tmp_path / "cellosaurus.txt"
    for version in ("48.0", "49.0"):
        path.write_text(CELLOSAURUS.replace("48.0", version), "utf-8")
        assert curator("vocabulary", "add", "cellosaurus", "--from", path).exit_code == 0
        assert version in _rows()["cellosaurus"]


def test_cli_vocabulary_a_bad_release_changes_nothing(hgnc: Path, tmp_path: Path) -> None:
    assert curator("vocabulary", "add", "hgnc", "--from", hgnc).exit_code == 0
    before = {path: path.read_bytes() for path in files_below(vocabulary_dir())}
    hgnc.write_text("symbol\tname\n", "utf-8")
    result = curator("vocabulary", "add", "hgnc", "--from", hgnc)
    assert result.exit_code == 1
    assert "hgnc_complete_set.txt:1" in result.stderr
    assert {path: path.read_bytes() for path in files_below(vocabulary_dir())} == before


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        pytest.param(["add", "hgnc"], 2, "--from FILE or --download", id="no-source"),
        pytest.param(["add", "hgnc", "--from", "x", "--download"], 2, "--from FILE or --download", id="two-sources"),
        pytest.param(["add", "uniprot", "--from", "x"], 2, "hgnc", id="no-such-authority"),
        pytest.param(["add", "hgnc", "--from", "nowhere.txt"], 1, "nowhere.txt", id="no-such-file"),
        pytest.param(["remove", "hgnc"], 2, "hgnc is not imported", id="not-imported"),
    ],
)
def test_cli_vocabulary_tells_what_is_wrong(words: list[str], code: int, told: str) -> None:
    result = curator("vocabulary", *words)
    assert result.exit_code == code
    assert told in result.stderr


def test_cli_vocabulary_a_folder_that_cannot_be_made_is_told(hgnc: Path) -> None:
    vocabulary_dir().parent.parent.mkdir(parents=True, exist_ok=True)
    vocabulary_dir().parent.write_text("a file in the way", "utf-8")
    result = curator("vocabulary", "add", "hgnc", "--from", hgnc)
    assert result.exit_code == 1
    assert "cannot be written" in result.stderr


def test_cli_vocabulary_downloads_from_the_authority(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def answer(url: str) -> IO[bytes]:
        asked.append(url)
        return BytesIO(HGNC.encode())

    monkeypatch.setattr(download, "_open", answer)
    assert curator("vocabulary", "add", "hgnc", "--download").exit_code == 0
    assert asked == [AUTHORITIES["hgnc"].url]
    assert _rows()["hgnc"][5] == asked[0]


def test_cli_vocabulary_tells_where_there_is_no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(url: str) -> IO[bytes]:
        raise urllib.error.URLError("Network is unreachable")

    monkeypatch.setattr(download, "_open", refuse)
    result = curator("vocabulary", "add", "mesh", "--download")
    assert result.exit_code == 1
    assert "cannot be reached: Network is unreachable" in result.stderr
    assert "curator vocabulary add mesh --from FILE" in result.stderr
    assert files_below(vocabulary_dir()) == set()
