"""How the terminal face begins: on which paper, with what error, and without what it does not need."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from curator.errors import DatabaseError, InputError
from curator.storage import Database
from curator.tui import run
from curator.tui.app import CuratorApp
from curator.tui.desk import Desk
from curator.tui.widgets.bars import Bar
from tests.tui_samples import Sample, add_paper_without_gold, sample


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[Desk]:
    """The desks that were opened, where no terminal is."""
    desks: list[Desk] = []

    def run_once(self: CuratorApp) -> None:
        # What is in view is read while the database is open.
        list(self.desk.entries)
        desks.append(self.desk)

    monkeypatch.setattr(CuratorApp, "run", run_once)
    return desks


@pytest.fixture
def two_papers(tmp_path: Path) -> Sample:
    made = sample(tmp_path)
    add_paper_without_gold(made.path)
    return made


def _papers(desk: Desk) -> set[str]:
    return {entry.document_name for entry in desk.entries}


def test_tui_start_shows_every_paper(two_papers: Sample, opened: list[Desk]) -> None:
    assert run(two_papers.path) == 0
    assert _papers(opened[0]) == {"small-2024", "other-2024"}


def test_tui_start_shows_the_paper_named(two_papers: Sample, opened: list[Desk]) -> None:
    assert run(two_papers.path, document="other-2024") == 0
    assert _papers(opened[0]) == {"other-2024"}


def test_tui_start_takes_a_workbench_that_is_open(two_papers: Sample, opened: list[Desk]) -> None:
    with two_papers.workbench() as workbench:
        assert run(workbench, document="small-2024") == 0
        assert len(opened[0].entries) == 3


def test_tui_start_names_the_papers_there_are_when_asked_for_another(two_papers: Sample) -> None:
    with pytest.raises(InputError, match=r"no paper called 'smal'(.|\n)*small-2024, other-2024"):
        run(two_papers.path, document="smal")


def test_tui_start_says_what_to_do_with_an_empty_database(tmp_path: Path) -> None:
    Database.open(tmp_path / "empty.db").close()
    with pytest.raises(InputError, match="curator read FILE"):
        run(tmp_path / "empty.db")


def test_tui_start_does_not_make_a_database_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(DatabaseError):
        run(tmp_path / "none.db")
    assert list(tmp_path.iterdir()) == []


async def test_tui_start_scores_belong_to_the_paper_of_the_row(
    two_papers: Sample, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CURATOR_NAME", "kim")
    with two_papers.workbench() as workbench:
        app = CuratorApp(Desk(workbench))
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.pause()
            assert "adjudicated P" in str(app.screen.query_one("#scores", Bar).content)
            # The last row is of the paper that has no gold: nothing is known of its precision.
            await pilot.press("G")
            await pilot.pause()
            assert "no gold for this paper" in str(app.screen.query_one("#scores", Bar).content)


_REVIEW = """
import asyncio, sys
from pathlib import Path
from curator.tui.app import CuratorApp
from curator.tui.desk import Desk
from curator.tui.widgets.bars import Bar
from curator.workbench import Workbench

async def review(path):
    with Workbench(path) as workbench:
        app = CuratorApp(Desk(workbench))
        async with app.run_test() as pilot:
            await pilot.press("a", "e", "escape", "u", "question_mark", "escape")

asyncio.run(review(Path(sys.argv[1])))
print(" ".join(sorted({name.partition(".")[0] for name in sys.modules})))
"""


def test_tui_start_curating_loads_no_extractor_and_no_reader(tmp_path: Path) -> None:
    command = [sys.executable, "-c", _REVIEW, str(sample(tmp_path).path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert "textual" in loaded
    assert loaded & {"spacy", "pdfplumber", "lxml", "bioc", "ahocorasick_rs", "numpy"} == set()
