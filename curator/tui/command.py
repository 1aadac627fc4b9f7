"""Owns what a command is: what a key does, where it works, and what it is called; and how keys are drawn and bound.

The id of a command is stable: it is the name by which a keys file (`tui/keyfile.py`) may give it other keys.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from textual.binding import Binding, BindingType


class Group(StrEnum):
    """What a key is for; the help has one paragraph a group."""

    VERDICTS = "Verdicts"
    REASONS = "Reasons of a rejection"
    TAGGING = "Tags"
    ASSIGNING = "Assignments"
    MOVING = "Moving"
    SHOWING = "Showing"
    LIBRARY = "Library"
    SENTENCES = "Sentences"
    HISTORY = "History"
    CONFLICTS = "Conflicts"
    CORRECTIONS = "Corrected papers"
    SCORES = "Scores"
    COPYING = "Copying"
    ASKING = "Questions"
    READER = "Reader"
    PASSAGES = "Passages read"
    FORMS = "Forms"
    CHOOSING = "Lists to choose from"
    FINDING = "Filters and finding"
    PICKING = "Picking in the text"
    TYPING = "Typing in a field"
    JOBS = "Jobs that take long"
    HELP = "Help"
    SCREENS = "Screens"
    PROGRAM = "Program"


class Place(StrEnum):
    """Where a key works. Two commands may share a key where no place has both."""

    REVIEW = "the review"
    REASONS = "the reasons"
    LIBRARY = "the library"
    SENTENCES = "the sentences"
    HISTORY = "the history"
    CONFLICTS = "the conflicts"
    CORRECTIONS = "the corrected papers"
    SCORES = "the scores"
    COPYING = "copying"
    ASKING = "a question"
    READER = "the reader"
    EDITING = "the form of a row"
    LINE = "a line to be typed"
    PATH = "the path of a paper"
    CHOOSING = "a list to choose from"
    FILTERS = "the saved filters"
    FINDING = "finding"
    FILTERING = "the filter"
    PICKING = "picking in the text"
    JOB = "a job that takes long"
    HELP = "the help"


REVIEW = (Place.REVIEW,)
LIBRARY = (Place.LIBRARY,)
SENTENCES = (Place.SENTENCES,)
HISTORY = (Place.HISTORY,)
CONFLICTS = (Place.CONFLICTS,)
CORRECTIONS = (Place.CORRECTIONS,)
COPYING = (Place.COPYING,)
ASKING = (Place.ASKING,)
SCORES = (Place.SCORES,)
READER = (Place.READER,)
READ = (Place.READER, Place.SENTENCES)
LISTS = (
    Place.LIBRARY,
    Place.SENTENCES,
    Place.HISTORY,
    Place.CONFLICTS,
    Place.CORRECTIONS,
    Place.SCORES,
    Place.READER,
)
EVERYWHERE = (Place.REVIEW, *LISTS)
FIELDS = (
    Place.EDITING,
    Place.LINE,
    Place.PATH,
    Place.CHOOSING,
    Place.FILTERS,
    Place.FINDING,
    Place.FILTERING,
)
"""Where text is typed, so that letters and signs are no commands."""
TEXTLESS = (Place.REASONS, Place.COPYING, Place.ASKING, Place.PICKING, Place.JOB)
"""The dialogs in which no text is typed."""


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
    places: tuple[Place, ...] = REVIEW
    is_needed: bool = False
    """Whether it must have a key: without one nobody finds the way out, or what the keys are."""
    is_harmless: bool = False
    """Whether it may be run by keys that come faster than a person types: by accident it changes nothing."""

    @property
    def waits(self) -> bool:
        """True where the command has to be meant."""
        return not (self.is_harmless or self.group in _HARMLESS)


_HARMLESS = {Group.MOVING, Group.COPYING}


SIGNS = {
    "exclamation_mark": "!", "quotation_mark": '"', "number_sign": "#", "dollar_sign": "$", "percent_sign": "%",
    "ampersand": "&", "apostrophe": "'", "left_parenthesis": "(", "right_parenthesis": ")", "asterisk": "*",
    "plus": "+", "comma": ",", "minus": "-", "full_stop": ".", "slash": "/", "colon": ":", "semicolon": ";",
    "less_than_sign": "<", "equals_sign": "=", "greater_than_sign": ">", "question_mark": "?", "at": "@",
    "left_square_bracket": "[", "backslash": "\\", "right_square_bracket": "]", "circumflex_accent": "^",
    "underscore": "_", "grave_accent": "`", "left_curly_bracket": "{", "vertical_line": "|",
    "right_curly_bracket": "}", "tilde": "~",
}  # fmt: skip
"""Textual's names of signs, and the signs."""
_DRAWN = {
    **SIGNS,
    "escape": "esc",
    "pagedown": "pgdn",
    "pageup": "pgup",
    "down": "↓",
    "up": "↑",
    "left": "←",
    "right": "→",
}


def of_place(place: Place, commands: Iterable[Command]) -> list[Command]:
    """The commands that work in a place, in the order of the table."""
    return [command for command in commands if place in command.places]


def bindings(commands: Iterable[Command], *, priority: bool = True) -> list[BindingType]:
    """Textual's bindings for these commands; a command without a key has none.

    Those with priority are done before the next key is looked at, so none of their keys writes into a field; those of
    a field are done in their turn among the letters.
    """
    return [
        Binding(",".join(c.keys), c.action, c.label, show=c.shown, priority=priority, id=c.id)
        for c in commands
        if c.keys
    ]


def writes(key: str) -> bool:
    """True where the key writes a character into a field."""
    return len(key) == 1 or key in SIGNS or key == "space"


def drawn(key: str) -> str:
    """A key as a person reads it: `slash` is `/`, `ctrl+d` is `^d`."""
    held, _, name = key.rpartition("+")
    before = "^" if held == "ctrl" else f"{held}+" if held else ""
    return before + _DRAWN.get(name, name)
