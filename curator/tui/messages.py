"""What the widgets tell the screen."""

from __future__ import annotations

from textual.message import Message

from curator.tui.desk import Entry


class RowHighlighted(Message):
    """The cursor of the queue stands on another row; none where the queue is empty."""

    def __init__(self, entry: Entry | None) -> None:
        super().__init__()
        self.entry = entry


class RowOpened(Message):
    """A row was clicked that had the cursor already."""
