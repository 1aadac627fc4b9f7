"""`curator show`: a paper as it is read, and where on paper a passage of it stands."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.faces_samples import PAPER, curator
from tests.pdf_samples import Words, pdf

_TEXT = "Exosomes carry small RNAs from one cell to another, and miR-21 is among them in all tumours."


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    path = tmp_path / "paper.pdf"
    heading = Words(72, 150, "Introduction", size=12, bold=True)
    path.write_bytes(pdf([[heading, Words(72, 200, _TEXT), Words(72, 212, "It rose in mice too, and miR-21 fell.")]]))
    return path


@pytest.fixture
def plain(tmp_path: Path) -> Path:
    path = tmp_path / "plain.md"
    path.write_text(PAPER, encoding="utf-8")
    return path


def test_cli_show_match_tells_page_and_box_of_every_place(sheet: Path) -> None:
    result = curator("show", sheet, "--match", "MIR-21")
    head, *rows = [line.split() for line in result.stdout.splitlines()]
    assert result.exit_code == 0
    assert head == ["page", "x0", "top", "x1", "bottom", "characters", "section", "text"]
    assert [(row[0], row[6:]) for row in rows] == [("1", ["Introduction", "miR-21"])] * 2
    assert [round(float(row[4]) / 12) for row in rows] == [17, 18]


def test_cli_show_span_tells_what_json_gives_offsets_for(sheet: Path) -> None:
    text = json.loads(curator("show", sheet, "--format", "json").stdout)["text"]
    start = text.index("carry small")
    result = curator("show", sheet, "--span", f"{start}:{start + 11}")
    assert result.stdout.splitlines()[1].split()[-2:] == ["carry", "small"]


def test_cli_show_page_has_sections_boxes_and_text(sheet: Path) -> None:
    result = curator("show", sheet, "--page", "1")
    assert "[Introduction]" in result.stdout
    assert _TEXT in result.stdout
    assert "page 1  box 72.0 " in result.stdout


def test_cli_show_json_has_the_places(sheet: Path) -> None:
    shown = json.loads(curator("show", sheet, "--format", "json").stdout)
    (place,) = [p for p in shown["places"] if shown["text"][p["start"] :].startswith("Exosomes")]
    assert place["page"] == 1
    assert place["box"][0] == 72


def test_cli_show_png_is_written_whole(sheet: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.png"
    result = curator("show", sheet, "--match", "miR-21", "--png", out)
    assert (result.exit_code, result.stdout) == (0, "")
    assert out.read_bytes().startswith(b"\x89PNG")
    assert "page 1 of" in result.stderr
    assert "The text stands in 2 places; this is the first." in result.stderr
    assert sorted(p.name for p in tmp_path.iterdir()) == ["out.png", "paper.pdf"]


@pytest.mark.parametrize(
    ("words", "problem", "code"),
    [
        pytest.param(["--match", "no such words"], "'no such words' is not in the text", 1, id="no match"),
        pytest.param(["--match", " "], "--match needs some text", 2, id="empty match"),
        pytest.param(["--span", "5:999999"], "has no characters 5:999999; its text is 0:", 1, id="span outside"),
        pytest.param(["--span", "7:7"], "has no characters 7:7", 1, id="empty span"),
        pytest.param(["--span", "x"], "is no span; write START:END", 2, id="no span"),
        pytest.param(["--page", "2"], "has no text on page 2; the last page with text is 1", 1, id="no page"),
        pytest.param(["--page", "1", "--match", "x"], "one of --page, --match and --span", 2, id="two questions"),
        pytest.param(["--page", "1", "--format", "json"], "does not go with --page", 2, id="page and format"),
        pytest.param(["--png", "a.png"], "--png needs to know what to box", 2, id="nothing to box"),
        pytest.param(["--match", "It", "--png", "no/such/a.png"], "cannot be written", 1, id="no folder"),
    ],
)
def test_cli_show_says_what_is_wrong(words: list[str], problem: str, code: int, sheet: Path) -> None:
    result = curator("show", sheet, *words)
    assert (result.exit_code, result.stdout) == (code, "")
    assert problem in result.stderr


@pytest.mark.parametrize("words", [["--page", "1"], ["--match", "miR-21"], ["--match", "miR-21", "--png", "a.png"]])
def test_cli_show_a_paper_without_pages_is_told(words: list[str], plain: Path) -> None:
    result = curator("show", plain, *words)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "plain.md: is markdown, which has no pages." in result.stderr
    assert not Path("a.png").exists()


def test_cli_show_tells_of_citations_that_lead_to_no_reference(tmp_path: Path) -> None:
    path = tmp_path / "notes.md"
    prose = "It rose in all of them [1]. It fell in others [7]."
    path.write_text(f"# Cells\n\n{prose}\n\n## References\n\n1. Wu C. On cells. Cell. 2010;1:2-3.\n", encoding="utf-8")
    result = curator("show", str(path))
    assert "1 citation leads to no reference: [7] at " in result.stderr
    assert "leads to no reference" not in result.stdout


def test_cli_read_counts_citations_that_lead_nowhere(tmp_path: Path) -> None:
    for name, marker in (("whole", "[1]"), ("torn", "[1] and [7]")):
        (tmp_path / f"{name}.md").write_text(
            f"# Title\n\n## Results\n\nIt fell {marker}.\n\n## References\n\n1. Li J. A title. Cell. 2020;1:2-3.\n",
            encoding="utf-8",
        )
    result = curator("read", tmp_path / "whole.md", tmp_path / "torn.md", "--db", tmp_path / "a.db")
    assert "torn: 1 citation leads to no reference; see curator show" in result.stderr
    assert result.stderr.count("to no reference") == 1
