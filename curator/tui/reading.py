"""Owns what the reader knows of the papers at hand: how each is laid out, what it names, and how far it has been read.

No widget in here: the pane and the screens ask, and share what has been worked out once.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, replace

from curator.model import Document, Span
from curator.tui.desk import Desk
from curator.tui.entry import Entry
from curator.tui.marks import Mark, evidence_marks, mention_mark
from curator.tui.page import Dress, Skeleton, dressed, in_order
from curator.workbench.passages import Marking, Reading, reading_of, with_passages

_PAPERS_KEPT = 4
MISSING, WAITING, DONE = "?", "•", "✓"
"""In the margin: a miRNA and no row, a row that waits, nothing left to do."""


Stamp = tuple[object, ...]
"""What another program has written, then how the rows stand; alike where nothing has changed."""


@dataclass(slots=True)
class Opened:
    """A paper that is being read."""

    skeleton: Skeleton
    reading: Reading
    names: tuple[Mark, ...]
    is_whole: bool
    """False while only the text is known, not yet its rows and names."""
    stamp: Stamp = ()
    """How the database stood when this was fetched, where that was noted."""

    @property
    def document(self) -> Document:
        """The paper."""
        return self.skeleton.document

    def dress(self, entry: Entry | None) -> Dress:
        """The slots of a row, and dim what else is named."""
        marks = evidence_marks(entry.item.stored.assertion) if entry and entry.item else []
        spans = evidence_spans(entry) if entry else []
        return dressed(marks, spans, names=self.names, read=self.reading.read_sentences)

    def sign(self, sentence: Span) -> str:
        """What stands in the margin of a sentence."""
        if self.reading.may_hide(sentence):
            return MISSING
        if any(row.waits for row in self.reading.rows_of(sentence)):
            return WAITING
        return DONE if self.reading.is_done(sentence) else ""


@dataclass(frozen=True, slots=True)
class Source:
    """Where the value of a slot is picked: a paper, and the sentence to begin at."""

    paper: Opened
    sentence: Span


class Papers:
    """The papers that were looked at last."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._opened: OrderedDict[str, Opened] = OrderedDict()
        self.marking = Marking(desk.workbench)

    def text(self, document: str) -> Opened:
        """The paper, at least its text. Raises DatabaseError."""
        held = self._opened.get(document)
        if held is None:
            paper = self._desk.paper(document)
            held = self._keep(document, Opened(Skeleton(paper), Reading(paper), (), is_whole=False))
        self._opened.move_to_end(document)
        return held

    def whole(self, document: str) -> Opened:
        """The paper with its rows and names as they are now. Raises DatabaseError."""
        held = self.text(document)
        return self._keep(document, whole(self._desk, held))

    def known(self, document: str) -> Opened:
        """The paper with its rows and names as they were when last fetched. Raises DatabaseError."""
        held = self.text(document)
        return held if held.is_whole else self.whole(document)

    def marked(self, document: str) -> Opened:
        """The paper with its passages as they are now, after a mark. Raises DatabaseError."""
        held = self.known(document)
        return self._keep(document, replace(held, reading=with_passages(self._desk.workbench, held.reading)))

    def keep(self, opened: Opened) -> None:
        """Keep what was worked out elsewhere."""
        self._keep(opened.document.id, opened)

    def _keep(self, document: str, opened: Opened) -> Opened:
        self._opened[document] = opened
        while len(self._opened) > _PAPERS_KEPT:
            self._opened.popitem(last=False)
        return opened


def whole(desk: Desk, opened: Opened, stamp: Stamp = ()) -> Opened:
    """The paper with its rows and names as they are now; may be asked for beside the screen. Raises DatabaseError.

    Where no other program has written since, the names are still the same.
    """
    is_same = opened.is_whole and stamp[:1] == opened.stamp[:1] != ()
    reading = reading_of(desk.workbench, opened.document, mentions=opened.reading.mentions if is_same else None)
    names = opened.names if is_same else in_order(map(mention_mark, reading.mentions))
    return Opened(opened.skeleton, reading, names, is_whole=True, stamp=stamp)


def sentence_of(entry: Entry) -> Span | None:
    """The first sentence that backs a row, or that should have given it; none where none is known."""
    return next(iter(evidence_spans(entry)), None)


def evidence_spans(entry: Entry) -> list[Span]:
    """Every sentence that backs a row, or the one that should have given it."""
    if entry.item:
        return [Span(e.start, e.end) for e in entry.item.stored.assertion.evidence]
    sentence = entry.miss.sentence if entry.miss else None
    return [Span(sentence.start, sentence.end)] if sentence else []


def share_line(reading: Reading, *, width: int) -> str:
    """How much of a paper is done, in so many cells if that can be: `read 12 of 40 sentences with a miRNA, …`."""
    share = reading.share
    full = f"read {share.done_mirna} of {share.mirna} sentences with a miRNA, {share.done} of {share.sentences} in all"
    return full if len(full) <= width else f"{share.done_mirna} of {share.mirna} miRNA sentences read"
