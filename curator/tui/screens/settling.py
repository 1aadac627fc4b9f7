"""What the two lists share that wait for a person: decisions in conflict, and rows of a replaced text."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import ClassVar, Generic, TypeVar

from textual.content import Content

from curator.curation.validation import edit
from curator.model import Claim, Polarity, Span, Verdict
from curator.tui import words
from curator.tui.desk import Desk
from curator.tui.keys import COMMANDS, Command
from curator.tui.messages import RowsChanged
from curator.tui.reading import Papers, Source
from curator.tui.screens.asking import ask
from curator.tui.screens.edit import Edited, EditScreen
from curator.tui.screens.listing import ListScreen
from curator.tui.widgets.lines import Lines
from curator.workbench.adding import Naming

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Mendable:
    """What a form begins with."""

    document: str
    """The id of the paper whose text backs the row."""
    claim: Claim
    polarity: Polarity
    evidence: Content
    sentence: Span | None
    """Where picking in the text begins; none for its start."""
    title: str


class SettlingScreen(ListScreen, Generic[Item]):
    """A list that gets shorter with every decision, and the two sides of what is under the cursor."""

    NONE_HOLDS: ClassVar[str] = "No row holds this."

    def __init__(self, desk: Desk, commands: Sequence[Command] = COMMANDS, *, document: str = "") -> None:
        super().__init__(desk, commands, document=document)
        self._all: Sequence[Item] = []
        self._shown: Sequence[Item] = []
        self._papers = Papers(desk)
        self._naming = Naming(desk.workbench)

    @abstractmethod
    def fetched(self) -> Sequence[Item]:
        """What waits, papers as read. Raises DatabaseError."""

    @abstractmethod
    def searched(self, item: Item) -> str:
        """The words of an item that are looked through."""

    @abstractmethod
    def told(self, item: Item) -> Content:
        """Both sides of an item, below the list."""

    @abstractmethod
    def heading(self) -> str:
        """What the list is, and how many wait."""

    def on_mount(self) -> None:
        """All that wait."""
        self.lines.focus()
        self.fetch()

    def on_resize(self) -> None:
        """The two sides share the width."""
        self.tell()

    def fetch(self, *, at: int = 0) -> None:
        """What waits now, the cursor on the item with a number."""
        self._all = self.attempt(self.fetched) or []
        self._show(at=at)

    def show_anew(self) -> None:
        """What still waits."""
        self.fetch(at=self.lines.cursor)

    def _show(self, *, at: int = 0) -> None:
        wanted = self.text.casefold().split()
        self._shown = [item for item in self._all if words.holds_all(self.searched(item), wanted)]
        self.lines.show(len(self._shown), at, empty=self.NONE_HOLDS if self.text else self.NOTHING)
        self.head(f"{self.heading()}{words.hold(len(self._shown), self.text)}")

    def narrow(self, text: str) -> str:
        """Only items that hold every word."""
        self.text = text
        self._show()
        return ""

    def on_lines_moved(self, message: Lines.Moved) -> None:
        """The two sides follow the cursor."""
        self.tell()

    @property
    def current(self) -> Item | None:
        """What is under the cursor."""
        return self._shown[self.lines.cursor] if self._shown else None

    def tell(self) -> None:
        """Show both sides of what is under the cursor."""
        item = self.current
        self.detail(self.told(item) if item else "")

    async def ask_to_mend(self, row: Mendable, save: Callable[[Edited], Awaitable[bool]], *, left: str) -> None:
        """Have a row mended in a form, and save what comes out of it; `left` is said where she leaves the form."""
        opened = self.attempt(lambda: self._papers.known(row.document))
        if opened is None:
            return
        form = partial(
            EditScreen,
            row.claim,
            row.polarity,
            offered=partial(self.desk.completions, row.document),
            mend=lambda changes: edit(row.claim, changes, opened.document),
            evidence=row.evidence,
            title=row.title,
            names=self._naming.names,
            source=Source(opened, row.sentence or Span(0, 0)),
        )
        await ask(self, lambda typed: form(typed=typed), save, left=left)

    async def settle(self, decide: Callable[[], Verdict], said: Callable[[Verdict, int], str]) -> bool:
        """Save a decision, and say it with how many are left; the next item takes its place.

        False with the reason on the screen where it could not be saved.
        """
        here = self.lines.cursor
        given = await self.save(decide)
        if given is not None:
            self.fetch(at=here)
            self.app.post_message(RowsChanged())
            self.say(said(given, len(self._all)))
        return given is not None

    async def action_undo(self) -> None:
        """Take back the last verdict, this screen's or any other."""
        await self._step(self.desk.undo, "undone", nothing="nothing to undo")

    async def action_redo(self) -> None:
        """Give again what was taken back."""
        await self._step(self.desk.redo, "given again", nothing="nothing to redo")

    async def _step(self, step: Callable[[], list[Verdict]], done: str, *, nothing: str) -> None:
        given = await self.save(step)
        if not given:
            if given is not None:
                self.say(nothing)
            return
        about = self.desk.stepped_over(given[0])
        self.fetch(at=self.lines.cursor)
        self.stepped(given[0])
        self.app.post_message(RowsChanged())
        self.say(words.stepped(done, about, together=len(given)))

    def stepped(self, verdict: Verdict) -> None:
        """Go to what the step was about, where the list has it again."""
