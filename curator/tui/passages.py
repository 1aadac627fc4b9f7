"""Owns which passage a key means that says "nothing more here", and how that is told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from curator.model import Document, Span
from curator.tui.marks import paragraph_around
from curator.tui.words import count
from curator.workbench.passages import Reading, sentences_in


class Reach(StrEnum):
    """How far a mark reaches from the cursor."""

    SENTENCE = "sentence"
    PARAGRAPH = "paragraph"
    SECTION = "section"


@dataclass(frozen=True, slots=True)
class Passage:
    """What a mark is about."""

    spans: Sequence[Span]
    reach: Reach
    sentences: int
    read: bool
    """False where all of it was read, so that it is open again."""
    waiting: int = 0
    """Rows in it that wait for a verdict."""


def passage_of(reading: Reading, here: Span, reach: Reach) -> Passage:
    """The passage of that reach around the cursor; what is read already is opened again by the marks that hold it."""
    span = _stretch(reading.document, here, reach)
    sentences = sentences_in(reading.document, span)
    if sentences and all(reading.is_read(sentence) for sentence in sentences):
        holding = [p.span for p in reading.passages if any(p.span.contains(sentence) for sentence in sentences)]
        opened = {s.start for held in holding for s in sentences_in(reading.document, held)}
        return Passage(tuple(dict.fromkeys(holding)), reach, len(opened), read=False)
    return Passage((span,), reach, len(sentences), read=True, waiting=reading.rows_in(span)[1])


def _stretch(document: Document, here: Span, reach: Reach) -> Span:
    if reach is Reach.SENTENCE:
        return Span(here.start, here.end)
    if reach is Reach.PARAGRAPH:
        return paragraph_around(document, here)
    section = document.section_at(here.start)
    return Span(section.start, section.end) if section else paragraph_around(document, here)


def told_of_passage(passage: Passage, *, undo: str) -> str:
    """What the status line says of a mark once it is in the database; `undo` is the key that takes it back."""
    is_more = passage.sentences != 1 or passage.reach is not Reach.SENTENCE
    many = f" ({count(passage.sentences, 'sentence')})" if is_more else ""
    if not passage.read:
        return f"saved: open again{many}"
    wait = "waits" if passage.waiting == 1 else "wait"
    waits = f"; {count(passage.waiting, 'row')} in it still {wait}" if passage.waiting else ""
    return f"saved: nothing more in this {passage.reach}{many}; {undo} takes it back{waits}"
