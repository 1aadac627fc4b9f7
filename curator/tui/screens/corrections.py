"""Rows that could not be carried to a paper's new text: the old sentence beside the new one, and one key to decide."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from textual.content import Content

from curator.curation.validation import edit
from curator.model import Action, Slot, State, Verdict
from curator.tui import words
from curator.tui.desk import Desk
from curator.tui.glyphs import fit, visible
from curator.tui.keys import COMMANDS, Command, Place
from curator.tui.messages import RowsChanged
from curator.tui.screens.edit import Edited, EditScreen
from curator.tui.screens.listing import ListScreen
from curator.tui.widgets.lines import Lines
from curator.workbench import correcting
from curator.workbench.correcting import Left

if TYPE_CHECKING:
    from curator.curation.alignment import Piece

_LEAST = 20
_STATES = {Action.ACCEPT: State.ACCEPTED, Action.EDIT: State.EDITED, Action.REJECT: State.REJECTED}
_NOTHING_NEAR = "(nothing in the new text is like this sentence)"


class CorrectionsScreen(ListScreen):
    """Every decided row of a replaced text that waits for a person."""

    PLACE = Place.CORRECTIONS
    NOTHING = "Nothing is left open: no paper was corrected, or every verdict went along to the new text."
    FINDS = "a part of the row or of the sentence"

    def __init__(self, desk: Desk, commands: Sequence[Command] = COMMANDS, *, document: str = "") -> None:
        super().__init__(desk, commands, document=document)
        self._all: list[Left] = []
        self._shown: list[Left] = []

    def on_mount(self) -> None:
        """All rows, papers as read."""
        self.lines.focus()
        self._fetch()
        self.say("a: the new sentence says it too   e: mend it for the new sentence   x: drop it")

    def on_resize(self) -> None:
        """The sentences take the width."""
        self._tell()

    def _fetch(self, *, at: int = 0) -> None:
        self._all = self.attempt(lambda: correcting.left(self.desk.workbench)) or []
        self._show(at=at)

    def show_anew(self) -> None:
        """The rows that are still left."""
        self._fetch(at=self.lines.cursor)

    def _show(self, *, at: int = 0) -> None:
        wanted = self.text.casefold().split()
        self._shown = [item for item in self._all if all(word in _searched(item) for word in wanted)]
        self.lines.show(len(self._shown), at, empty="No row holds this." if self.text else self.NOTHING)
        found = f", {len(self._shown)} hold {visible(self.text)}" if self.text else ""
        number = len(self._all)
        self.head(f"Corrected papers: {number} {'row' if number == 1 else 'rows'} could not be carried{found}")

    def draw(self, number: int, width: int) -> Content:
        """How the row was decided, the row, and the paper."""
        item = self._shown[number]
        state = _STATES[item.verdict.action]
        name = fit(visible(item.new_name), min(width // 3, len(item.new_name) + 1))
        row = fit(visible(words.claim_line(item.claim)), max(_LEAST, width - len(name) - 5))
        return Content.assemble((f"{words.STATE_SIGNS[state]} ", words.STATE_STYLES[state]), row, " ", (name, "$quiet"))

    def narrow(self, text: str) -> str:
        """Only rows that hold every word."""
        self.text = text
        self._show()
        return ""

    def on_lines_moved(self, message: Lines.Moved) -> None:
        """The sentences follow the cursor."""
        self._tell()

    def _current(self) -> Left | None:
        return self._shown[self.lines.cursor] if self._shown else None

    def _tell(self) -> None:
        item = self._current()
        self.detail(_sentences(item) if item else "")

    # Deciding

    async def action_accept(self) -> None:
        """The same verdict on the new sentence."""
        if item := self._current():
            await self._settle(lambda: correcting.accept(self.desk.workbench, item), "carried")

    async def action_drop(self) -> None:
        """Reject the old row."""
        if item := self._current():
            await self._settle(lambda: correcting.drop(self.desk.workbench, item), "dropped")

    async def action_edit(self) -> None:
        """Mend the row in a form."""
        item = self._current()
        paper = self.attempt(lambda: self.desk.paper(item.new)) if item else None
        if item and paper:
            values = {slot: self.desk.completions(paper.id, slot) for slot in Slot}
            screen = EditScreen(
                item.claim,
                item.polarity,
                candidates=values,
                mend=lambda changes: edit(item.claim, changes, paper),
                evidence=_sentences(item),
                title="New sentence: mend the slots, then save",
            )
            await self.app.push_screen(screen, partial(self._edited, item))

    async def _edited(self, item: Left, edited: Edited | None) -> None:
        if edited is None:
            self.say("not edited")
        else:
            bench, mended, polarity = self.desk.workbench, edited.claim, edited.polarity
            job = partial(correcting.accept, bench, item, after=mended, polarity=polarity)
            await self._settle(job, "mended and carried")

    async def _settle(self, decide: Callable[[], Verdict], done: str) -> None:
        """The verdict is on disk when this returns; the next row takes its place."""
        here = self.lines.cursor
        given = await self.save(decide)
        if given is None:
            return
        self._fetch(at=here)
        self.app.post_message(RowsChanged())
        line = words.claim_line(given.after or given.before)
        self.say(f"saved: {done}{words.kept_as(given)}: {line} | {len(self._all)} left")

    async def action_undo(self) -> None:
        """Take back the last verdict, this screen's or any other."""
        given = await self.save(self.desk.undo)
        if not given:
            if given is not None:
                self.say("nothing to undo")
            return
        about = self.desk.stepped_over(given[0])
        self._fetch(at=self.lines.cursor)
        self.app.post_message(RowsChanged())
        self.say(words.stepped("undone", about))


def _searched(item: Left) -> str:
    return f"{item.new_name} {words.claim_line(item.claim)} {item.quote}".casefold()


def _sentences(item: Left) -> Content:
    """Who decided, the old sentence and the new one; what one of them lacks stands in brackets and in bold."""
    who = f"{item.verdict_line()}; in the old text:"
    new = _marked(item.after, "{+", "+}", "$good") if item.nearest else Content.styled(_NOTHING_NEAR, "$quiet")
    old = _marked(item.before, "[-", "-]", "$bad") if item.nearest else Content(visible(item.quote))
    return Content("\n").join([Content(visible(who)), old, Content("in the new text:"), new])


def _marked(pieces: Sequence[Piece], begin: str, end: str, colour: str) -> Content:
    parts = [
        Content.styled(f"{begin}{visible(piece.text)}{end}", f"bold {colour}")
        if piece.differs
        else Content(visible(piece.text))
        for piece in pieces
    ]
    return Content(" ").join(parts)
