"""Help: the table of keys as it is bound, and the legend of the signs."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content

from curator.tui import words
from curator.tui.keys import COMMANDS, Command, Group, Place, drawn
from curator.tui.marks import LETTERS, slot_style
from curator.tui.reading import DONE, MISSING, WAITING
from curator.tui.screens.dialog import Dialog
from curator.tui.widgets.told import Told

_KEYS_LEAST = 12
"""Cells for the keys of a command, and the space behind them."""


class HelpScreen(Dialog[None]):
    """What every key does and what every sign means."""

    PLACE = Place.HELP

    def __init__(self, commands: Sequence[Command] = COMMANDS) -> None:
        """`commands` are those of the screen that the help is for."""
        super().__init__()
        self.explained = list(commands)

    def compose(self) -> ComposeResult:
        """One scroll."""
        with VerticalScroll(classes="dialog", id="help", can_focus=False):
            yield Told(help_text(self.explained))

    def action_leave(self) -> None:
        """Close."""
        self.dismiss(None)

    def action_scroll(self, direction: int) -> None:
        """Scroll by a few lines."""
        self.query_one("#help", VerticalScroll).scroll_relative(y=direction * 6, animate=False)


def help_text(commands: Sequence[Command] = COMMANDS) -> Content:
    """Keys by group, then the signs."""
    groups = [group for group in Group if any(c.group is group for c in commands)]
    width = max([_KEYS_LEAST, *(len(_keys(command)) + 2 for command in commands)])
    blocks = [_group(group, commands, width) for group in groups]
    return Content("\n\n").join([*blocks, _legend(), Content.styled(_FOOT, "$quiet")])


_FOOT = "`curator keys` tells how to change keys"


def _keys(command: Command) -> str:
    return " ".join(map(drawn, command.keys)) or "-"


def _group(group: Group, commands: Sequence[Command], width: int) -> Content:
    lines = [Content.styled(group.value, "bold $primary")]
    for command in (c for c in commands if c.group is group):
        lines.append(Content.assemble((f"{_keys(command):<{width}}", "bold"), command.help))
    return Content("\n").join(lines)


def _legend() -> Content:
    slots = [
        Content.assemble((f"‹{LETTERS[s]}:…›", f"bold {slot_style(s)}"), f" {words.SLOT_LABELS[s]}") for s in LETTERS
    ]
    states = "  ".join(f"{sign.strip()} {state}" for state, sign in words.STATE_SIGNS.items())
    return Content("\n").join(
        [
            Content.styled("Signs", "bold $primary"),
            Content("  ").join(slots[:4]),
            Content("  ").join(slots[4:]),
            Content("‹+:…› ‹−:…›  what raises or lowers: their product is the effect"),
            Content("‹¬:…› ‹?:…›  words that deny or doubt"),
            Content("¬miR-21  in the list: negated, the text denies the row"),
            Content("?miR-21  in the list: speculative, the text only considers the row"),
            Content("▸ … ◂  the sentence that gave the row"),
            Content(f"{states}  {words.MISS_SIGN} missed  {words.GONE_SIGN} no longer proposed by the rules"),
            Content(
                f"{words.CONFLICT_SIGN} decided differently  {words.NOTED_SIGN} has a comment  "
                f"{words.ASSIGNED_SIGN} assigned to somebody"
            ),
            Content(f"{MISSING} {WAITING} {DONE}  beside a sentence: a miRNA and no row, a row that waits, done"),
            Content("=  matches a gold row   ≠ ST  differs from it in source and target   ∅  not in the gold"),
        ]
    )
