"""What the widgets tell the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from curator.tui.desk import Entry


class RowHighlighted(Message):
    """The cursor of the queue stands on another row; none where the queue is empty."""

    def __init__(self, entry: Entry | None) -> None:
        super().__init__()
        self.entry = entry


class RowOpened(Message):
    """A row was clicked that had the cursor already."""


class PaperChosen(Message):
    """A paper is to be judged, or all of them where it is none."""

    def __init__(self, document: str | None, *, begin_at: str = "") -> None:
        """`begin_at` is the id of the row to begin with; empty for the first that waits."""
        super().__init__()
        self.document = document
        self.begin_at = begin_at


class RowsChanged(Message):
    """Rows were added or judged elsewhere than in the review."""

    def __init__(self, *, at: str = "", said: str = "") -> None:
        """`at` is the id of the row to go to, empty to stay; `said` is what the review tells of it."""
        super().__init__()
        self.at = at
        self.said = said
