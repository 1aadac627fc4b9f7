"""The second key of a rejection: why."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import zip_longest

from textual.app import ComposeResult
from textual.content import Content

from curator.model import Reason
from curator.tui import words
from curator.tui.glyphs import visible
from curator.tui.keys import REASONS, Place, reason_id
from curator.tui.screens.dialog import Dialog
from curator.tui.widgets.framed import Box
from curator.tui.widgets.told import Told

_NAME_WIDTH = 18


class ReasonScreen(Dialog[Reason | None]):
    """Ask why a row is rejected, beside or above the evidence; escape leaves the row as it was."""

    PLACE = Place.REASONS

    def __init__(self, row: str) -> None:
        super().__init__()
        self._row = row

    def compose(self) -> ComposeResult:
        """The reasons with their keys."""
        with Box(classes="corner"):
            yield Told(Content.assemble(("Reject ", "bold"), visible(self._row)))
            yield Told(_explained(self._keyed()), classes="roomy")
            yield Told(_named(self._keyed()), classes="tight")

    def _keyed(self) -> dict[Reason, str]:
        """The reasons that have a key, with it."""
        keys = {reason: self.key_of(reason_id(reason)) for reason in REASONS}
        return {reason: key for reason, key in keys.items() if key}

    def action_reject(self, reason: str) -> None:
        """One key decides."""
        self.dismiss(Reason(reason))

    def action_leave(self) -> None:
        """No reason, no verdict."""
        self.dismiss(None)


def _key(key: str) -> tuple[str, str]:
    return f" {key} ", "bold reverse"


def _explained(keys: Mapping[Reason, str]) -> Content:
    """A reason a line, with what it means."""
    return Content("\n").join(
        Content.assemble(_key(key), f" {words.reason(reason):<{_NAME_WIDTH - 1}} ", (REASONS[reason][1], "$quiet"))
        for reason, key in keys.items()
    )


def _named(keys: Mapping[Reason, str]) -> Content:
    """Two reasons a line, by name alone."""
    cells = [Content.assemble(_key(key), f" {words.reason(reason)}") for reason, key in keys.items()]
    half = (len(cells) + 1) // 2
    left = [cell.pad_right(max(c.cell_length for c in cells[:half]) - cell.cell_length) for cell in cells[:half]]
    pairs = zip_longest(left, cells[half:], fillvalue=Content(""))
    return Content("\n").join(Content("   ").join(pair) for pair in pairs)
