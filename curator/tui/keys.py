"""Owns every key: one table from which the bindings, the line of keys and the help are made.

The id of a command is stable: it is the name by which a keys file may give it other keys.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from textual.binding import Binding, BindingType


class Group(StrEnum):
    """What a key is for; the help has one paragraph a group."""

    VERDICTS = "Verdicts"
    MOVING = "Moving"
    SHOWING = "Showing"
    PROGRAM = "Program"


@dataclass(frozen=True, slots=True)
class Command:
    """One thing that a key does."""

    id: str
    keys: tuple[str, ...]
    """In Textual's spelling; the first is the one shown."""
    action: str
    label: str
    """One word, for the line of keys."""
    help: str
    group: Group
    shown: bool = False
    """Whether it stands in the line of keys at the foot of the screen."""


COMMANDS: tuple[Command, ...] = (
    Command("verdict.accept", ("a",), "accept", "accept", "The row is right as it stands", Group.VERDICTS, True),
    Command("verdict.edit", ("e",), "edit", "edit", "Mend one or more slots, and accept", Group.VERDICTS, True),
    Command(
        "verdict.reject", ("r",), "reject", "reject", "The row is wrong; a second key tells why", Group.VERDICTS, True
    ),
    Command("verdict.undo", ("u",), "undo", "undo", "Take back the last verdict", Group.VERDICTS, True),
    Command("verdict.redo", ("U", "ctrl+r"), "redo", "redo", "Give again what was taken back", Group.VERDICTS),
    Command("verdict.comment", ("c",), "comment", "comment", "Note something without deciding", Group.VERDICTS, True),
    Command("move.down", ("j", "down"), "move(1)", "down", "Next row", Group.MOVING),
    Command("move.up", ("k", "up"), "move(-1)", "up", "Row before", Group.MOVING),
    Command("move.page-down", ("ctrl+f", "pagedown"), "move_page(1)", "page down", "A page of rows down", Group.MOVING),
    Command("move.page-up", ("ctrl+b", "pageup"), "move_page(-1)", "page up", "A page of rows up", Group.MOVING),
    Command("move.first", ("g", "home"), "move_to_end(-1)", "first", "First row", Group.MOVING),
    Command("move.last", ("G", "end"), "move_to_end(1)", "last", "Last row", Group.MOVING),
    Command("move.next", ("n",), "next_undecided(1)", "next", "Next undecided row", Group.MOVING, True),
    Command("move.previous", ("N",), "next_undecided(-1)", "previous", "Undecided row before", Group.MOVING),
    Command("read.down", ("J", "ctrl+d"), "scroll_evidence(1)", "read on", "Scroll the evidence down", Group.MOVING),
    Command("read.up", ("K", "ctrl+u"), "scroll_evidence(-1)", "read back", "Scroll the evidence up", Group.MOVING),
    Command("show.zoom", ("enter",), "zoom", "open", "Evidence on the whole screen, and back", Group.SHOWING, True),
    Command("show.back", ("escape",), "back", "back", "Close what was opened; drop the text filter", Group.SHOWING),
    Command("show.find", ("slash",), "find", "find", "Only rows that hold a text", Group.SHOWING, True),
    Command("show.all", ("0",), "show('all')", "all", "All rows", Group.SHOWING),
    Command("show.undecided", ("1",), "show('undecided')", "undecided", "Rows not decided yet", Group.SHOWING),
    Command("show.accepted", ("2",), "show('accepted')", "accepted", "Rows accepted", Group.SHOWING),
    Command("show.edited", ("3",), "show('edited')", "edited", "Rows mended and accepted", Group.SHOWING),
    Command("show.rejected", ("4",), "show('rejected')", "rejected", "Rows rejected", Group.SHOWING),
    Command("show.misses", ("5",), "show('misses')", "misses", "Gold rows that nothing proposed", Group.SHOWING),
    Command(
        "program.theme", ("t",), "app.next_theme", "theme", "Dark, light, or the terminal's colours", Group.PROGRAM
    ),
    Command("program.help", ("question_mark", "f1"), "app.help", "help", "This table", Group.PROGRAM, True),
    Command(
        "program.quit", ("q", "ctrl+q"), "app.quit", "quit", "Leave; everything is saved already", Group.PROGRAM, True
    ),
)

_DRAWN = {
    "slash": "/",
    "question_mark": "?",
    "escape": "esc",
    "pagedown": "pgdn",
    "pageup": "pgup",
    "down": "↓",
    "up": "↑",
}


def bindings(commands: Iterable[Command]) -> list[BindingType]:
    """Textual's bindings for these commands.

    They have priority, so that each is done before the next key is looked at; hence no screen that has them has a field
    for text. Text is typed in dialogs.
    """
    return [Binding(",".join(c.keys), c.action, c.label, show=c.shown, priority=True, id=c.id) for c in commands]


def drawn(key: str) -> str:
    """A key as a person reads it: `slash` is `/`, `ctrl+d` is `^d`."""
    return _DRAWN.get(key, key.replace("ctrl+", "^"))
