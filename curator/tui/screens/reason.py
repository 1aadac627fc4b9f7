"""The second key of a rejection: why."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from curator.model import Reason
from curator.tui import words
from curator.tui.glyphs import visible
from curator.tui.screens.dialog import Dialog, key

REASON_KEYS: dict[str, tuple[Reason, str]] = {
    "b": (Reason.ENTITY_BOUNDARY, "a name is cut too short or too long"),
    "g": (Reason.WRONG_GROUNDING, "a name stands for something else"),
    "p": (Reason.WRONG_POLARITY, "turned round"),
    "n": (Reason.NO_RELATION, "the sentence does not link them"),
    "w": (Reason.WRONG_RELATION, "it links them in another way"),
    "s": (Reason.WRONG_SOURCE, "the miRNA comes from other cells"),
    "c": (Reason.WRONG_CITATION, "another study found it"),
    "t": (Reason.NEGATIVE_RESULT, "the text denies it"),
    "h": (Reason.HYPOTHESIS, "the text only supposes it"),
    "o": (Reason.OTHER, "something else, to be written down"),
}
"""Key → reason and what it means; the key is a letter of its name."""

_NAME_WIDTH = 18


class ReasonScreen(Dialog[Reason | None]):
    """Ask why a row is rejected, beside or above the evidence; escape leaves the row as it was."""

    BINDINGS: ClassVar[list[BindingType]] = [
        key("escape", "leave", "leave"),
        *(key(letter, f"reject('{letter}')", reason.value) for letter, (reason, _) in REASON_KEYS.items()),
    ]

    def __init__(self, row: str) -> None:
        super().__init__()
        self._row = row

    def compose(self) -> ComposeResult:
        """The reasons with their keys."""
        with Vertical(classes="corner"):
            yield Static(Content.assemble(("Reject ", "bold"), visible(self._row)), markup=False)
            yield Static(_explained(), markup=False, classes="roomy")
            yield Static(_named(), markup=False, classes="tight")
            yield Static(Content.styled("esc: do not reject", "$quiet"), markup=False)

    def action_reject(self, letter: str) -> None:
        """One key decides."""
        self.dismiss(REASON_KEYS[letter][0])

    def action_leave(self) -> None:
        """No reason, no verdict."""
        self.dismiss(None)


def _key(letter: str) -> tuple[str, str]:
    return f" {letter} ", "bold reverse"


def _explained() -> Content:
    """A reason a line, with what it means."""
    return Content("\n").join(
        Content.assemble(_key(letter), f" {words.reason(reason):<{_NAME_WIDTH - 1}} ", (meaning, "$quiet"))
        for letter, (reason, meaning) in REASON_KEYS.items()
    )


def _named() -> Content:
    """Two reasons a line, by name alone."""
    cells = [Content.assemble(_key(k), f" {words.reason(reason)}") for k, (reason, _) in REASON_KEYS.items()]
    half = len(cells) // 2
    left = [cell.pad_right(max(c.cell_length for c in cells[:half]) - cell.cell_length) for cell in cells[:half]]
    return Content("\n").join(Content("   ").join(pair) for pair in zip(left, cells[half:], strict=True))
