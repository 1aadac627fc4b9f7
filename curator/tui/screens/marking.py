"""What the reader and the list of sentences share: marks of what has been read, and the way to what was not."""

from __future__ import annotations

from collections.abc import Sequence

from curator.model import Sentence, Span
from curator.tui.passages import Passage, told_of_passage
from curator.tui.reading import Opened, Papers
from curator.tui.screens.saving import SavingScreen

_NOTHING_HIDES = "every sentence with a miRNA gave a row or was read"


class MarkingScreen(SavingScreen):
    """A screen over one paper; whoever it is mixed into opens the paper and shows what changes."""

    _papers: Papers
    _opened: Opened

    def show_marks(self, opened: Opened) -> None:
        """Show the paper, whose rows or marks have changed."""
        self._opened = opened

    def fetch(self) -> None:
        """The paper with its rows, its names and its marks as they are now."""
        self.show_marks(self.attempt(lambda: self._papers.whole(self._opened.document.id)) or self._opened)

    def _fetch_marks(self) -> None:
        self.show_marks(self.attempt(lambda: self._papers.marked(self._opened.document.id)) or self._opened)

    async def mark(self, passage: Passage) -> bool:
        """Save that the passage is read, or open again; false with the reason on the screen where it was not saved."""
        marking, paper = self._papers.marking, self._opened.document
        if not await self.save(lambda: marking.mark_all(paper, passage.spans, read=passage.read)):
            return False
        self._fetch_marks()
        self.say(told_of_passage(passage, undo=self.key_of("passage.undo")))
        return True

    async def unmark(self) -> Span | None:
        """Take back the last mark in this paper, and say so; gives its passage where there was one."""
        undone = await self.save(lambda: self._papers.marking.undo(self._opened.document))
        if undone is None:
            return None
        if undone.span is None:
            self.say("nothing in this paper was marked as read by you")
            return None
        self._fetch_marks()
        self.say(f"saved: undone: the passage is {'read' if undone.read else 'open'} again")
        return undone.span

    def next_hiding(self, sentences: Sequence[Sentence], here: int, direction: int) -> tuple[Sentence, int, int] | None:
        """The next of the sentences, from an offset on and around, where a miss may hide; its number, and of how many.

        Says so where there is none.
        """
        hiding = [s for s in sentences if self._opened.reading.may_hide(s)]
        if not hiding:
            self.say(_NOTHING_HIDES)
            return None
        ordered = hiding if direction > 0 else hiding[::-1]
        further = (s for s in ordered if (s.start > here if direction > 0 else s.start < here))
        found = next(further, ordered[0])
        return found, hiding.index(found) + 1, len(hiding)
