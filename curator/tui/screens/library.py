"""The library: every paper with how far it is; from here one is opened, and a new one read."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from textual.app import App, ComposeResult
from textual.content import Content

from curator.tui import words
from curator.tui.desk import Desk
from curator.tui.entries import Pages
from curator.tui.glyphs import bar, fit, on_one_line, visible
from curator.tui.keys import COMMANDS, Command, Place
from curator.tui.messages import PaperChosen, RowsChanged
from curator.tui.screens.listing import ListScreen
from curator.tui.screens.path import PathScreen
from curator.tui.screens.settling import SettlingScreen
from curator.tui.widgets.lines import Lines
from curator.tui.widgets.told import Told
from curator.workbench.library import ORDERS, Library, TakenIn, is_taking_in, share_done, take_in
from curator.workbench.results import paced

if TYPE_CHECKING:
    from curator.workbench import DocumentSummary

_COUNTS = ("proposed", "accepted", "edited", "rejected", "left")
_SHORT = ("prop", "acc", "edit", "rej", "left")
_WIDE_FROM = 110
_BAR, _READING_BAR = 10, 24
_READING = "reading"
_TELLS_EVERY = 0.05
"""Seconds between two steps of the bar; more often nobody sees it, and the screen has other things to do."""


class LibraryScreen(ListScreen):
    """All papers, and the way in for new ones."""

    PLACE = Place.LIBRARY
    NOTHING = "No paper here."
    FINDS = "words of the name or the title"

    def __init__(self, desk: Desk, commands: Sequence[Command] = COMMANDS, *, document: str = "") -> None:
        super().__init__(desk, commands, document=document)
        self._library: Library | None = None
        self._shown: Pages[DocumentSummary] = Pages(lambda: 0, lambda start, stop: [])
        self._order = next(iter(ORDERS))
        self._problems: tuple[str, ...] = ()
        self._failed = ""
        """The path that could not be read, to be mended."""

    def compose_above(self) -> ComposeResult:
        """The heads of the columns."""
        yield Told(id="columns")

    def on_mount(self) -> None:
        """Every paper, as they were read."""
        self.lines.focus()
        self._fetch()
        self.say(f"{self.key_of('library.open')} opens a paper, {self.key_of('library.add')} reads a new one")

    def on_resize(self) -> None:
        """The columns have shorter heads in a narrow terminal."""
        labels = _COUNTS if self.size.width >= _WIDE_FROM else _SHORT
        self.query_one("#columns", Told).update(
            Content.styled(_line("paper", "done", labels, self.size.width), "$quiet")
        )

    def _fetch(self, *, at: str = "") -> None:
        """The papers anew, the cursor on the one with this id, else where it was."""
        here = at or (self._current.id if self._current else "")
        bench, text, order = self.desk.workbench, self.text, self._order
        library = self.attempt(lambda: Library(bench, text=text, order=order))
        if library is None:
            return
        self._library = library
        self._shown = Pages(library.__len__, library.window)
        self.lines.show(len(library), library.ids.index(here) if here in library.ids else 0)
        papers = f"{library.papers} papers" if library.papers != 1 else "1 paper"
        found = words.hold(len(library), self.text)
        self.head(f"Library: {papers}{found}, {library.left} rows left, sorted: {self._order}")

    @property
    def _current(self) -> DocumentSummary | None:
        """The paper under the cursor."""
        return self._shown[self.lines.cursor] if self._shown else None

    def draw(self, number: int, width: int) -> Content:
        """Name, share done, counts."""
        paper = self._shown[number]
        counts = (paper.proposed, paper.accepted, paper.edited, paper.rejected, paper.undecided)
        share = share_done(paper)
        done = f"{words.NOTHING:>4}" if share is None else f"{int(share * 100):>3}% {bar(share, _BAR)}"
        name = visible(f"{words.GONE_SIGN} {paper.name}" if paper.replaced_by else paper.name)
        return Content(_line(name, done, tuple(map(str, counts)), width + 1)[1:])

    def on_lines_moved(self, message: Lines.Moved) -> None:
        """The title of the paper in full."""
        self._draw_detail()

    def _draw_detail(self) -> None:
        """What could not be read, until something else is; then the paper under the cursor."""
        paper = self._current
        title = visible(f"{paper.title or paper.name}  ({paper.format}){_replaced(paper)}") if paper else ""
        problems = [Content.styled(f"✗ {on_one_line(p)}", "bold $bad") for p in self._problems]
        self.detail(Content("\n").join([*problems, Content(title)]))

    def on_lines_opened(self, message: Lines.Opened) -> None:
        """A second click opens."""
        self.action_open()

    def narrow(self, text: str) -> str:
        """Only papers whose name or title holds every word."""
        self.text = text
        self._fetch()
        return ""

    def action_sort(self) -> None:
        """The next order in turn."""
        orders = list(ORDERS)
        self._order = orders[(orders.index(self._order) + 1) % len(orders)]
        self._fetch()

    def action_open(self) -> None:
        """Judge the rows of the paper under the cursor."""
        if self._current:
            self.app.post_message(PaperChosen(self._current.id))

    def action_open_all(self) -> None:
        """Judge the rows of all papers."""
        self.app.post_message(PaperChosen(None))

    # A new paper

    async def action_add(self) -> None:
        """Ask for a path and read what is there."""
        if is_taking_in():
            self.say("a paper is being read; wait until it is done", wrong=True)
            return
        await self.app.push_screen(PathScreen(self._failed), self._read)

    def _read(self, path: Path | None) -> None:
        if path is None:
            self.say("nothing was read")
            return
        self.say(f"{_READING} {path.name}")
        # The application's worker, not the screen's: she may leave the library while a paper is read.
        self.app.run_worker(partial(_take_in, self.app, self.desk, path), thread=True, group=_READING)

    def show_progress(self, stage: str, done: int, total: int) -> None:
        """How far the paper is that is being read."""
        share = f"{bar(done / total, _READING_BAR)} {int(100 * done / total)}% " if total else ""
        self.say(f"{share}{stage}{'' if total else ' …'}")

    def show_taken_in(self, path: Path, taken: TakenIn) -> None:
        """The new paper, and below the list what could not be read."""
        self._fetch(at=taken.document)
        self._problems, self._failed = taken.problems, str(path) if taken.problems else ""
        self._draw_detail()
        # The list of what failed stands right above, in full.
        self.say(_told(path, taken, in_full=False), wrong=bool(taken.problems))


def _take_in(app: App[None], desk: Desk, path: Path) -> None:
    """Read and extract beside the screen, which goes on meanwhile."""

    tell = paced(partial(app.call_from_thread, _progressed, app), seconds=_TELLS_EVERY)
    taken = take_in(desk.workbench, path, progress=tell)
    app.call_from_thread(_taken_in, app, path, taken)


def _progressed(app: App[None], stage: str, done: int, total: int) -> None:
    if library := _library(app):
        library.show_progress(stage, done, total)


def _taken_in(app: App[None], path: Path, taken: TakenIn) -> None:
    """Say what became of it, in the review too, where she may be."""
    app.post_message(RowsChanged(said=_told(path, taken)))
    for screen in app.screen_stack:
        if isinstance(screen, SettlingScreen):
            screen.show_anew()
    if library := _library(app):
        library.show_taken_in(path, taken)


def _library(app: App[None]) -> LibraryScreen | None:
    """The library as it is on the screen now; she may have left it and come back."""
    return next(
        (screen for screen in app.screen_stack if isinstance(screen, LibraryScreen) and screen.is_mounted), None
    )


def _replaced(paper: DocumentSummary) -> str:
    """Which newer text took its place."""
    return f"  {words.GONE_SIGN} replaced by {paper.replaced_by}" if paper.replaced_by else ""


def _told(path: Path, taken: TakenIn, *, in_full: bool = True) -> str:
    """What became of a path, in one line; `in_full` with the first thing that went wrong."""
    read = f"{taken.papers} read, {taken.new} new, rows proposed: {taken.rows}" if taken.papers else "nothing read"
    failed = f", {len(taken.problems)} failed" if taken.problems else ""
    failed += f": {taken.problems[0]}" if taken.problems and in_full else ""
    return f"{path.name}: {read}{failed}"


def _line(name: str, done: str, counts: Sequence[str], width: int) -> str:
    """One line of the table in `width` cells, a blank for the cursor at its beginning."""
    cells = 9 if width >= _WIDE_FROM else 5
    numbers = "".join(f"{count:>{cells}}" for count in counts)
    share = f"{done:<{_BAR + 5}}"
    return f" {fit(name, max(10, width - len(numbers) - len(share) - 3))} {share} {numbers}"
