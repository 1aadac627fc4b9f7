"""Owns the outline of a paper: its sections, with the page, the rows and what of them waits, a line each."""

from __future__ import annotations

from textual.content import Content

from curator.model import Section, Span
from curator.tui.glyphs import fit, visible
from curator.tui.page import Skeleton
from curator.tui.words import count
from curator.workbench.passages import Reading, sentences_in

_DEEPEST = 4
"""Levels of headings that are told apart by how far they are moved in."""
_COUNTS = 34
"""Cells of what is said of a section."""
_LEAST_TITLE = 20


def outline_line(skeleton: Skeleton, reading: Reading, section: Section, *, width: int) -> Content:
    """A section: `Results        p. 3  12 rows, 4 left  9/31 read`."""
    title = f"{'  ' * min(section.level - 1, _DEEPEST)}{visible(section.title)}"
    room = max(_LEAST_TITLE, width - _COUNTS)
    return Content.assemble(
        fit(title, room), (fit(_counts(skeleton, reading, section), max(0, width - room)), "$quiet")
    )


def _counts(skeleton: Skeleton, reading: Reading, section: Section) -> str:
    span = Span(section.start, section.end)
    rows, waiting = reading.rows_in(span)
    sentences = sentences_in(reading.document, span)
    done = sum(1 for sentence in sentences if reading.is_done(sentence))
    page = skeleton.page_at(section.start)
    parts = [f"p. {page}"] if page else []
    parts += [f"{count(rows, 'row')}, {waiting} left"] if rows else []
    parts += [f"{done}/{len(sentences)} read"] if sentences else []
    return "  " + "  ".join(parts)
