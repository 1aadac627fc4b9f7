"""What the widgets tell the screen."""

from __future__ import annotations

from textual.message import Message


class RowOpened(Message):
    """A row was clicked that had the cursor already."""


class PaperChosen(Message):
    """A paper is to be judged, or all of them where it is none."""

    def __init__(self, document: str | None) -> None:
        super().__init__()
        self.document = document


class RowsChanged(Message):
    """Rows were added or judged elsewhere than in the review."""

    def __init__(self, *, at: str = "", said: str = "") -> None:
        """`at` is the id of the row to go to, empty to stay; `said` is what the review tells of it."""
        super().__init__()
        self.at = at
        self.said = said
