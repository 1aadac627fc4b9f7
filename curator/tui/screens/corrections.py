"""Rows that could not be carried to a paper's new text: the old sentence beside the new one, and one key to decide."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from textual.content import Content

from curator.curation.verdicts import LEADS_TO
from curator.model import Verdict
from curator.tui import words
from curator.tui.glyphs import fit, visible
from curator.tui.keys import Place
from curator.tui.screens.edit import Edited
from curator.tui.screens.settling import Mendable, SettlingScreen
from curator.workbench import correcting
from curator.workbench.correcting import Left
from curator.workbench.library import is_taking_in

if TYPE_CHECKING:
    from curator.curation.alignment import Piece

_LEAST = 20
_NOTHING_NEAR = "(nothing in the new text is like this sentence)"


class CorrectionsScreen(SettlingScreen[Left]):
    """Every decided row of a replaced text that waits for a person."""

    PLACE = Place.CORRECTIONS
    NOTHING = "No paper was corrected, or every verdict went along to the new text."
    FINDS = "a part of the row or of the sentence"

    def on_mount(self) -> None:
        """All rows, and what the keys do."""
        super().on_mount()
        same, edit, drop = map(self.key_of, ("correction.accept", "correction.edit", "correction.drop"))
        self.say(f"{same}: the new sentence says it too   {edit}: mend it for the new sentence   {drop}: drop it")

    def fetched(self) -> Sequence[Left]:
        """Every row that could not be carried."""
        return correcting.left(self.desk.workbench)

    def searched(self, item: Left) -> str:
        """The paper, the row and its sentence."""
        return f"{item.new_name} {words.claim_line(item.claim)} {item.quote}"

    def told(self, item: Left) -> Content:
        """The old sentence and the new one."""
        return _sentences(item)

    def heading(self) -> str:
        """How many there are."""
        rows = words.count(len(self._all), "row")
        if is_taking_in():
            return f"Corrected papers: {rows} not carried yet; a paper is being read"
        return f"Corrected papers: {rows} could not be carried"

    def draw(self, number: int, width: int) -> Content:
        """How the row was decided, the row, and the paper."""
        item = self._shown[number]
        state = LEADS_TO[item.verdict.action]
        name = fit(visible(item.new_name), min(width // 3, len(item.new_name) + 1))
        row = fit(visible(words.claim_line(item.claim)), max(_LEAST, width - len(name) - 5))
        return Content.assemble((f"{words.STATE_SIGNS[state]} ", words.STATE_STYLES[state]), row, " ", (name, "$quiet"))

    # Deciding

    async def action_accept(self) -> None:
        """The same verdict on the new sentence."""
        if item := self.current:
            await self._settle(lambda: correcting.accept(self.desk.workbench, item), "carried")

    async def action_drop(self) -> None:
        """Reject the old row."""
        if item := self.current:
            await self._settle(lambda: correcting.drop(self.desk.workbench, item), "dropped")

    async def action_edit(self) -> None:
        """Mend the row in a form."""
        if item := self.current:
            title = "New sentence: mend the slots, then save"
            row = Mendable(item.new, item.claim, item.polarity, _sentences(item), item.nearest, title)
            await self.ask_to_mend(row, partial(self._mend, item), left="not edited")

    async def _mend(self, item: Left, edited: Edited) -> bool:
        bench, polarity, comment = self.desk.workbench, edited.polarity, edited.comment
        job = partial(correcting.accept, bench, item, after=edited.claim, polarity=polarity, comment=comment)
        return await self._settle(job, "mended and carried")

    async def _settle(self, decide: Callable[[], Verdict], done: str) -> bool:
        def said(given: Verdict, left: int) -> str:
            line = words.claim_line(given.after or given.before)
            return f"saved: {done}{words.kept_as(given)}: {line} | {left} left"

        return await self.settle(decide, said)


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
