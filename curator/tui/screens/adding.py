"""What the reader and the list of sentences share: a new row on a sentence, its form filled as far as can be."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from curator.curation.validation import edit
from curator.model import Claim, Polarity, Sentence, Slot, Verdict
from curator.tui import words
from curator.tui.candidates import begun_claim, candidates
from curator.tui.desk import Desk
from curator.tui.marks import Passage, marked
from curator.tui.messages import RowsChanged
from curator.tui.reading import Opened, Source
from curator.tui.screens.asking import ask
from curator.tui.screens.edit import Edited, EditScreen
from curator.tui.screens.saving import SavingScreen
from curator.workbench.adding import Naming, accept_row, add_row
from curator.workbench.passages import Reading

_NEW = "New row: fill the slots, then save"


@dataclass(frozen=True, slots=True)
class NewRow:
    """A row that is being made of a sentence."""

    desk: Desk
    opened: Opened
    sentence: Sentence
    naming: Naming

    @property
    def reading(self) -> Reading:
        """What is known of the paper's sentences."""
        return self.opened.reading

    def form(self, begun: Claim, typed: Edited | None = None, *, complete: bool = True) -> EditScreen:
        """The form; with `complete`, what the sentence names once is filled in where `begun` leaves it open.

        `typed` is what was filled in before.
        """
        paper = self.reading.document
        filled = begun_claim(self.reading, self.sentence, begun) if complete else begun
        return EditScreen(
            filled,
            Polarity.AFFIRMED,
            offered=lambda slot: candidates(self.reading, slot, self.sentence),
            mend=lambda changes: edit(filled, {Slot.MIRNA: filled.mirna, **changes}, paper),
            evidence=marked(paper.text, Passage(self.sentence, (self.sentence,)), ()),
            title=_NEW,
            names=self.naming.names,
            source=Source(self.opened, self.sentence),
            typed=typed,
        )


Done = Callable[[Verdict | None], None]
"""Called once the row is there, with the verdict that accepted it; without one where it was there already."""


async def ask_for_row(screen: SavingScreen, row: NewRow, begun: Claim, *, complete: bool = True, done: Done) -> None:
    """Have the form filled and save what comes out of it, accepted."""
    form = partial(row.form, begun, complete=complete)
    await ask(screen, form, partial(_add, screen, row, done), left="no row was added")


async def _add(screen: SavingScreen, row: NewRow, done: Done, filled: Edited) -> bool:
    bench, paper, claim, polarity = row.desk.workbench, row.reading.document, filled.claim, filled.polarity
    added = await screen.save(lambda: add_row(bench, paper, row.sentence, claim, polarity=polarity, naming=row.naming))
    if added is None:
        return False
    stored, is_new = added
    given = await screen.save(lambda: accept_row(bench, stored, comment=filled.comment)) if is_new else None
    told = _told(stored.claim, given, is_new=is_new)
    screen.app.post_message(RowsChanged(at=stored.id, said=told))
    screen.say(told, wrong=is_new and given is None)
    done(given)
    return True


def _told(claim: Claim, accepted: Verdict | None, *, is_new: bool) -> str:
    line = words.claim_line(claim)
    if not is_new:
        return f"this row is there already: {line}"
    if accepted is None:
        return f"added, but its acceptance could not be saved; accept it in the review: {line}"
    return f"saved: added and accepted{words.kept_as(accepted)}: {line}"
