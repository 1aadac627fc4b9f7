"""`curator explain`: which sentences it takes, what it prints where, and what it refuses."""

from __future__ import annotations

from pathlib import Path

import pytest

from curator.workbench import Workbench
from tests import extraction_samples
from tests.faces_samples import curator, files_below

TEXT = """# Exosomal microRNAs

## Results

Cells were kept. Exosomal miR-21 targets APAF1 and promotes paclitaxel
resistance. PTEN fell. miR-155 rose.
"""
RECORDS = "PMID- 1\nTI  - One.\nAB  - miR-21 targets PTEN.\n\nPMID- 2\nTI  - Two.\nAB  - miR-155 targets KRAS.\n"


@pytest.fixture(autouse=True)
def _one_extractor(monkeypatch: pytest.MonkeyPatch) -> None:
    """Build the rules once for all tests here."""
    monkeypatch.setattr(Workbench, "extractor", lambda self: extraction_samples.extractor())


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    path = tmp_path / "paper.md"
    path.write_text(TEXT, encoding="utf-8")
    return path


def explained(*words: str | Path) -> list[str]:
    """The heading of every sentence that is explained."""
    result = curator("explain", *words)
    assert result.exit_code == 0, result.stderr
    return [line.split(", in ")[0] for line in result.stdout.splitlines() if line and not line.startswith(" ")]


def test_cli_explain_takes_every_sentence_that_names_a_mirna(paper: Path) -> None:
    assert explained(paper) == ["paper, sentence 2", "paper, sentence 4"]


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        pytest.param(["--sentence", "3"], [3], id="by number, without a miRNA"),
        pytest.param(["--match", "PTEN"], [3], id="by text, without a miRNA"),
        pytest.param(["--match", "mir-"], [2, 4], id="in any case"),
        pytest.param(["--match", "paclitaxel resistance"], [2], id="over a line end"),
    ],
)
def test_cli_explain_takes_the_chosen_sentences(paper: Path, words: list[str], numbers: list[int]) -> None:
    assert explained(paper, *words) == [f"paper, sentence {number}" for number in numbers]


def test_cli_explain_tells_rules_rows_and_touches_no_database(paper: Path) -> None:
    result = curator("explain", paper, "--sentence", "2")
    for told in ("target-active (strong", "miR-21: target APAF1, effect resistance", "gene     “APAF1” = APAF1"):
        assert told in result.stdout
    assert result.stderr == ""
    assert files_below(Path.home()) == set()


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        pytest.param(["--sentence", "9"], 1, "it has sentences 1 to 4", id="no such sentence"),
        pytest.param(["--match", "sorafenib"], 1, "no sentence holds 'sorafenib'", id="no such text"),
        pytest.param(["--match", " "], 2, "some text", id="nothing to match"),
        pytest.param(["--sentence", "1", "--match", "x"], 2, "not by both", id="both"),
        pytest.param(["--sentence", "0"], 2, "--sentence", id="sentence zero"),
        pytest.param(["--paper", "2"], 1, "holds fewer than 2 papers", id="no such paper"),
    ],
)
def test_cli_explain_refuses_what_it_cannot_find(paper: Path, words: list[str], code: int, told: str) -> None:
    result = curator("explain", paper, *words)
    assert (result.exit_code, result.stdout) == (code, "")
    assert told in result.stderr


def test_cli_explain_says_when_no_sentence_names_a_mirna(tmp_path: Path) -> None:
    path = tmp_path / "plain.txt"
    path.write_text("Cells grew.", encoding="utf-8")
    result = curator("explain", path)
    assert (result.exit_code, result.stdout) == (0, "")
    assert "no sentence names a miRNA" in result.stderr


def test_cli_explain_takes_one_of_several_papers(tmp_path: Path) -> None:
    path = tmp_path / "records.nbib"
    path.write_text(RECORDS, encoding="utf-8")
    result = curator("explain", path, "--paper", "2")
    assert "miR-155: target KRAS" in result.stdout
    assert "“PTEN”" not in result.stdout


def test_cli_explain_writes_a_page_whole(paper: Path, tmp_path: Path) -> None:
    page = tmp_path / "why.html"
    result = curator("explain", paper, "--html", "-o", page)
    assert (result.stdout, result.exit_code) == ("", 0)
    assert f"2 sentences explained in {page}" in result.stderr
    written = page.read_text(encoding="utf-8")
    assert written.startswith("<!DOCTYPE html>")
    assert written.endswith("</html>\n")
    assert written == curator("explain", paper, "--html").stdout


def test_cli_explain_never_prints_what_steers_a_terminal(tmp_path: Path) -> None:
    path = tmp_path / "hostile.txt"
    path.write_text("miR-21 targets \x1b]0;owned\x07PTEN \x9b2J \u202e here.", encoding="utf-8")
    for words in ([], ["--html"]):
        printed = curator("explain", path, *words).stdout
        assert "PTEN" in printed
        assert {c for c in printed if (ord(c) < 32 and c != "\n") or 127 <= ord(c) < 160 or c == "\u202e"} == set()
