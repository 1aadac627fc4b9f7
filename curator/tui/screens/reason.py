"""The second key of a rejection: why. And, for some reasons or on request, a word of comment."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from curator.model import Reason
from curator.tui.glyphs import visible
from curator.tui.themes import BREAKPOINTS

REASON_KEYS: dict[str, tuple[Reason, str]] = {
    "b": (Reason.ENTITY_BOUNDARY, "a name is cut too short or too long"),
    "g": (Reason.WRONG_GROUNDING, "a name stands for something else"),
    "p": (Reason.WRONG_POLARITY, "the effect is the other way round"),
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


class ReasonScreen(ModalScreen[Reason | None]):
    """Ask why a row is rejected; any key that is no reason leaves it as it was. The evidence stays in sight."""

    HORIZONTAL_BREAKPOINTS = BREAKPOINTS

    def __init__(self, row: str) -> None:
        super().__init__()
        self._row = row

    def compose(self) -> ComposeResult:
        """The reasons with their keys."""
        with Vertical(classes="corner"):
            yield Static(Content.assemble(("Reject ", "bold"), visible(self._row)), markup=False)
            yield Static(_explained(), markup=False, classes="roomy")
            yield Static(_named(), markup=False, classes="tight")
            yield Static(Content.styled("any other key: do not reject", "$quiet"), markup=False)

    def on_key(self, event: events.Key) -> None:
        """One key decides."""
        event.stop()
        event.prevent_default()
        reason = REASON_KEYS.get(event.character or "")
        self.dismiss(reason[0] if reason else None)

    def on_paste(self, event: events.Paste) -> None:
        """Pasted text gives no reason."""
        event.stop()


def _key(key: str) -> tuple[str, str]:
    return f" {key} ", "bold reverse"


def _explained() -> Content:
    """A reason a line, with what it means."""
    return Content("\n").join(
        Content.assemble(_key(key), f" {reason.value:<{_NAME_WIDTH}}", (meaning, "$quiet"))
        for key, (reason, meaning) in REASON_KEYS.items()
    )


def _named() -> Content:
    """Two reasons a line, by name alone."""
    cells = [Content.assemble(_key(k), f" {reason.value:<{_NAME_WIDTH}}") for k, (reason, _) in REASON_KEYS.items()]
    half = len(cells) // 2
    return Content("\n").join(Content("   ").join(pair) for pair in zip(cells[:half], cells[half:], strict=True))
