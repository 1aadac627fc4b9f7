"""The library: the papers with their progress, and a new one read from here."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from threading import Event

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from curator import identity
from curator.model import Action, Assertion, Claim, Document, Evidence, Mention, Paragraph
from curator.storage import Database
from curator.tui.app import CuratorApp
from curator.tui.desk import Desk
from curator.tui.screens import library
from curator.tui.screens.library import LibraryScreen
from curator.tui.screens.path import PathScreen
from curator.tui.screens.review import ReviewScreen
from curator.workbench import Workbench
from curator.workbench.library import Library, completions, take_in
from curator.workbench.results import silent
from tests.faces_samples import PAPER, FakeExtractor, quick_extractor
from tests.tui_samples import add_paper_without_gold, said, sample

__all__ = ["quick_extractor"]

WIDE, NARROW = (140, 40), (80, 24)


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[CuratorApp]:
    monkeypatch.setenv("CURATOR_NAME", "kim")
    made = sample(tmp_path)
    add_paper_without_gold(made.path)
    with made.workbench() as workbench:
        yield CuratorApp(Desk(workbench))


def listing(app: CuratorApp) -> list[str]:
    """The lines of the list, as they are drawn."""
    screen = app.screen
    assert isinstance(screen, LibraryScreen)
    return [screen.draw(number, 79).plain.rstrip() for number in range(len(screen._shown))]


async def press(pilot: Pilot[None], *keys: str) -> None:
    await pilot.press(*keys)
    await pilot.pause()


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
async def test_tui_library_shows_how_far_each_paper_is(app: CuratorApp, size: tuple[int, int]) -> None:
    async with app.run_test(size=size) as pilot:
        # I accept a row and reject another, and look at the library.
        await press(pilot, "a", "r", "w", "l")
        first, second = listing(app)
        assert first.split() == ["small-2024", "66%", "██████░░░░", "3", "1", "0", "1", "1"]
        assert second.split() == ["other-2024", "0%", "░░░░░░░░░░", "1", "0", "0", "0", "1"]
        assert "Library: 2 papers, 2 rows left" in said(app, "progress")
        assert "Exosomes [and] paclitaxel  (text)" in said(app, "detail")
        # esc leads back to where I was.
        await press(pilot, "escape")
        assert isinstance(app.screen, ReviewScreen)


async def test_tui_library_is_searched_and_sorted(app: CuratorApp) -> None:
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "l", "o")
        assert [line.split()[0] for line in listing(app)] == ["other-2024", "small-2024"]
        await press(pilot, "slash", *"exosomes", "enter")
        assert [line.split()[0] for line in listing(app)] == ["small-2024"]
        await press(pilot, "escape")
        assert len(listing(app)) == 2


async def test_tui_library_opens_one_paper_or_all(app: CuratorApp) -> None:
    async with app.run_test(size=NARROW) as pilot:
        # The second paper alone; then all of them again.
        await press(pilot, "l", "j", "enter")
        assert isinstance(app.screen, ReviewScreen)
        assert {entry.document_name for entry in app.desk.entries} == {"other-2024"}
        await press(pilot, "l", "0")
        assert len({entry.document_name for entry in app.desk.entries}) == 2


async def test_tui_library_one_paper_is_named_above_its_rows(app: CuratorApp) -> None:
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        assert "only" not in said(app, "filter")
        await press(pilot, "l", "enter")
        assert said(app, "filter").startswith(f"only {app.desk.only}")
        await press(pilot, "l", "0")
        assert "only" not in said(app, "filter")


@pytest.mark.usefixtures("quick_extractor")
async def test_tui_library_reads_a_new_paper(app: CuratorApp, tmp_path: Path) -> None:
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers" / "yeung.md").write_text(PAPER, "utf-8")
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "l", "a")
        assert isinstance(app.screen, PathScreen)
        # Half a path is made whole by tab; what is not there is refused before anything is read.
        field = app.screen.query_one(Input)
        field.value = str(tmp_path / "nothing")
        await press(pilot, "enter")
        assert "nothing is there" in said(app, "hint")
        field.value = str(tmp_path / "pap")
        await press(pilot, "tab", "tab")
        assert field.value == str(tmp_path / "papers" / "yeung.md")
        await press(pilot, "enter")
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert "1 read, 1 new, rows proposed: 2" in said(app, "message")
        # The cursor stands on the new paper, and its rows wait in the review.
        screen = app.screen
        assert isinstance(screen, LibraryScreen)
        assert listing(app)[screen.lines.cursor].split()[0] == "yeung"
        await press(pilot, "escape")
        assert "yeung" in {entry.document_name for entry in app.desk.entries}


@pytest.mark.usefixtures("quick_extractor")
async def test_tui_library_tells_in_place_what_cannot_be_read(app: CuratorApp, tmp_path: Path) -> None:
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.4 no more than this")
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "l", "a")
        app.screen.query_one(Input).value = str(tmp_path / "broken.pdf")
        await press(pilot, "enter")
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert "broken.pdf" in said(app, "detail")
        assert said(app, "message") == "✗ broken.pdf: nothing read, 1 failed"
        assert len(listing(app)) == 2
        # The path is still there to be mended.
        await press(pilot, "a")
        assert app.screen.query_one(Input).value == str(tmp_path / "broken.pdf")


async def test_tui_library_a_fault_while_reading_is_told_too(
    app: CuratorApp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The rules are broken: the paper is there, its rows are not, and I am told why.
    (tmp_path / "yeung.md").write_text(PAPER, "utf-8")

    def broken(self: Workbench) -> Document:
        from curator.errors import RuleError

        raise RuleError("unknown key", path="x.yaml", line=3)

    monkeypatch.setattr(Workbench, "extractor", broken)
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "l", "a")
        app.screen.query_one(Input).value = str(tmp_path / "yeung.md")
        await press(pilot, "enter")
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert "x.yaml:3: unknown key" in said(app, "detail")
        assert len(listing(app)) == 3


async def test_tui_library_may_be_left_while_a_paper_is_read(
    app: CuratorApp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "yeung.md").write_text(PAPER, "utf-8")
    go_on = Event()

    def slow(self: Workbench) -> FakeExtractor:
        go_on.wait(30)
        return FakeExtractor()

    monkeypatch.setattr(Workbench, "extractor", slow)
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "l", "a")
        app.screen.query_one(Input).value = str(tmp_path / "yeung.md")
        await press(pilot, "enter", "escape", "a")
        # I go on judging meanwhile; a second paper has to wait.
        assert "saved: accepted" in said(app, "message")
        assert "another paper is being read" in take_in(app.desk.workbench, tmp_path, progress=silent).problems[0]
        go_on.set()
        await app.workers.wait_for_complete()
        await pilot.pause()
        # The review tells me when it is done, and its rows are there.
        assert "yeung.md: 1 read, 1 new, rows proposed: 2" in said(app, "message")
        assert "yeung" in {entry.document_name for entry in app.desk.entries}


async def test_tui_library_a_bar_moves_while_one_paper_is_read(
    app: CuratorApp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "yeung.md").write_text(PAPER, "utf-8")
    first, second, go_on = Event(), Event(), (Event(), Event())

    class Slow(FakeExtractor):
        def both(
            self, document: Document, *, reached: Callable[[int, int], None] = lambda done, total: None
        ) -> tuple[list[Mention], list[Assertion]]:
            for number, (is_there, may_go) in enumerate(zip((first, second), go_on, strict=True), start=1):
                reached(number, 4)
                is_there.set()
                may_go.wait(30)
            return super().both(document, reached=reached)

    monkeypatch.setattr(Workbench, "extractor", lambda self: Slow())
    monkeypatch.setattr(library, "_TELLS_EVERY", 0.0)
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "l", "a")
        app.screen.query_one(Input).value = str(tmp_path / "yeung.md")
        await press(pilot, "enter")
        await asyncio.to_thread(first.wait, 30)
        assert said(app, "message") == f"{'█' * 6}{'░' * 18} 25% sentences of yeung"
        # I look at the history meanwhile; in the library the bar goes on.
        await press(pilot, "h", "l")
        go_on[0].set()
        await asyncio.to_thread(second.wait, 30)
        assert said(app, "message") == f"{'█' * 12}{'░' * 12} 50% sentences of yeung"
        # A second paper has to wait.
        await press(pilot, "a")
        assert said(app, "message") == "✗ a paper is being read; wait until it is done"
        go_on[1].set()
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert said(app, "message") == "yeung.md: 1 read, 1 new, rows proposed: 2"
        assert len(listing(app)) == 3


def shelf(path: Path, papers: dict[str, tuple[int, int]]) -> Workbench:
    """A workbench over papers, each by its name with how many rows it has and how many of them are decided."""
    with Database.open(path) as database:
        for name, (rows, _) in papers.items():
            said = " ".join(f"Exosomal miR-{n} of {name} confers resistance." for n in range(rows)) or name
            made = Document(name, said, title="A title", paragraphs=(Paragraph(0, len(said)),))
            paper = replace(made, id=identity.document_id(made))
            database.save_document(paper)
            found = [
                Assertion(Claim(f"miR-{n}", source=name), (Evidence(paper.id, 0, len(said), said, "", "confers"),))
                for n in range(rows)
            ]
            database.save_extraction(paper.id, found, rules_version="r1", program_version="0")
    workbench = Workbench(path)
    for name, (_, decided) in papers.items():
        for item in workbench.queue(document=workbench.database().papers().found(name))[:decided]:
            workbench.judge(item.stored.id, Action.ACCEPT)
    return workbench


ORDERS = [
    pytest.param("as read", "bca", id="as read"),
    pytest.param("name", "abc", id="name"),
    pytest.param("most left", "cba", id="most left"),
    pytest.param("most done", "abc", id="most done"),
    pytest.param("most rows", "cba", id="most rows"),
]


@pytest.mark.parametrize(("order", "names"), ORDERS)
def test_tui_library_order(order: str, names: str, tmp_path: Path) -> None:
    with shelf(tmp_path / "x.db", {"b": (3, 1), "c": (4, 0), "a": (2, 2)}) as workbench:
        assert "".join(paper.name for paper in Library(workbench, order=order).window(0, 9)) == names


async def test_tui_library_a_paper_without_rows_is_not_taken_for_done(tmp_path: Path) -> None:
    with shelf(tmp_path / "x.db", {"none": (0, 0), "done": (1, 1)}) as workbench:
        app = CuratorApp(Desk(workbench))
        async with app.run_test(size=NARROW) as pilot:
            await press(pilot, "l")
            assert [line.split()[:3] for line in listing(app)] == [["none", "—", "0"], ["done", "100%", "██████████"]]


def test_tui_library_search_wants_every_word(tmp_path: Path) -> None:
    with shelf(tmp_path / "x.db", {"zhao-2024": (0, 0), "yeung-2016": (0, 0)}) as workbench:
        assert [paper.name for paper in Library(workbench, text="title ZHAO").window(0, 9)] == ["zhao-2024"]
        assert len(Library(workbench, text="zhao yeung")) == 0


def test_tui_library_reads_no_more_than_is_looked_at(tmp_path: Path) -> None:
    with shelf(tmp_path / "x.db", {f"paper-{n}": (0, 0) for n in range(5)}) as workbench:
        library = Library(workbench)
        assert (len(library), library.papers, library.left) == (5, 5, 0)
        assert [paper.name for paper in library.window(1, 3)] == ["paper-1", "paper-2"]


def test_tui_library_completes_as_a_shell_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "papers").mkdir()
    for name in ("paper.pdf", "other.txt", ".hidden"):
        (tmp_path / name).touch()
    monkeypatch.chdir(tmp_path)
    assert completions("pap") == ["paper.pdf", "papers/"]
    assert completions("") == ["other.txt", "paper.pdf", "papers/"]
    assert completions(f"{tmp_path}/.h") == [f"{tmp_path}/.hidden"]
    assert completions("papers/x") == []
    assert completions("missing/") == []
