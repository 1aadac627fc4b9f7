"""Owns every key: one table from which the bindings, the line of keys and the help are made.

The id of a command is stable: it is the name by which a keys file (`tui/keyfile.py`) may give it other keys.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from textual.binding import Binding, BindingType

from curator.model import Reason


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

    @property
    def waits(self) -> bool:
        """True where the command has to be meant: it is not run by keys that come faster than a person types."""
        return self.group is not Group.MOVING


REASONS: dict[Reason, tuple[str, str]] = {
    Reason.ENTITY_BOUNDARY: ("b", "a name is cut too short or too long"),
    Reason.WRONG_GROUNDING: ("g", "a name stands for something else"),
    Reason.WRONG_POLARITY: ("p", "turned round"),
    Reason.NO_RELATION: ("n", "the sentence does not link them"),
    Reason.WRONG_RELATION: ("w", "it links them in another way"),
    Reason.WRONG_SOURCE: ("s", "the miRNA comes from other cells"),
    Reason.WRONG_CITATION: ("c", "another study found it"),
    Reason.NEGATIVE_RESULT: ("t", "the text denies it"),
    Reason.HYPOTHESIS: ("h", "the text only supposes it"),
    Reason.OTHER: ("o", "something else, to be written down"),
}
"""Reason → its key, a letter of its name, and what it means."""


def _reason(reason: Reason, key: str, meaning: str) -> Command:
    id = f"reason.{reason.replace(' ', '-')}"
    help = f"{reason}: {meaning}"
    return Command(id, (key,), f"reject('{reason}')", str(reason), help, Group.REASONS, places=(Place.REASONS,))


COMMANDS: tuple[Command, ...] = (
    Command("verdict.accept", ("a",), "accept", "accept", "The row is right, or all tagged rows", Group.VERDICTS, True),
    Command("verdict.edit", ("e",), "edit", "edit", "Mend one or more slots, and accept", Group.VERDICTS, True),
    Command(
        "verdict.reject",
        ("r",),
        "reject",
        "reject",
        "The row is wrong, or all tagged rows; a second key tells why",
        Group.VERDICTS,
        True,
    ),
    Command(
        "verdict.undo",
        ("u",),
        "undo",
        "undo",
        "Take back the last verdict, with all of its stroke",
        Group.VERDICTS,
        True,
    ),
    Command("verdict.redo", ("U", "ctrl+r"), "redo", "redo", "Give again what was taken back", Group.VERDICTS),
    Command("verdict.comment", ("c",), "comment", "comment", "Note something without deciding", Group.VERDICTS),
    *(_reason(reason, key, meaning) for reason, (key, meaning) in REASONS.items()),
    Command(
        "reason.leave", ("escape",), "leave", "leave", "Do not reject after all", Group.REASONS, places=(Place.REASONS,)
    ),
    Command(
        "verdict.add",
        ("i",),
        "add_row",
        "new row",
        "Add a row that nothing proposed",
        Group.VERDICTS,
        places=(Place.REVIEW, Place.READER),
    ),
    Command("move.down", ("j", "down"), "move(1)", "down", "Next row or line", Group.MOVING, places=EVERYWHERE),
    Command("move.up", ("k", "up"), "move(-1)", "up", "Row or line before", Group.MOVING, places=EVERYWHERE),
    Command(
        "move.page-down",
        ("ctrl+f", "pagedown"),
        "move_page(1)",
        "page down",
        "A page of rows down",
        Group.MOVING,
        places=EVERYWHERE,
    ),
    Command(
        "move.page-up",
        ("ctrl+b", "pageup"),
        "move_page(-1)",
        "page up",
        "A page of rows up",
        Group.MOVING,
        places=EVERYWHERE,
    ),
    Command("move.first", ("g", "home"), "move_to_end(-1)", "first", "First row", Group.MOVING, places=EVERYWHERE),
    Command("move.last", ("G", "end"), "move_to_end(1)", "last", "Last row", Group.MOVING, places=EVERYWHERE),
    Command("move.next", ("n",), "next_undecided(1)", "next", "Next undecided row", Group.MOVING, True),
    Command("move.previous", ("N",), "next_undecided(-1)", "previous", "Undecided row before", Group.MOVING),
    Command("read.down", ("J", "ctrl+d"), "scroll_evidence(1)", "read on", "Scroll the evidence down", Group.MOVING),
    Command("read.up", ("K", "ctrl+u"), "scroll_evidence(-1)", "read back", "Scroll the evidence up", Group.MOVING),
    Command(
        "read.paper-down",
        ("right_curly_bracket",),
        "scroll_paper(1)",
        "paper on",
        "Scroll the paper beside the rows down",
        Group.MOVING,
    ),
    Command(
        "read.paper-up",
        ("left_curly_bracket",),
        "scroll_paper(-1)",
        "paper back",
        "Scroll the paper beside the rows up",
        Group.MOVING,
    ),
    Command("show.zoom", ("enter",), "zoom", "open", "Evidence on the whole screen, and back", Group.SHOWING, True),
    Command(
        "show.back",
        ("escape",),
        "back",
        "back",
        "Close what was opened; drop the filter; drop the tags",
        Group.SHOWING,
        places=EVERYWHERE,
    ),
    Command(
        "show.find",
        ("slash",),
        "find",
        "find",
        "Only rows that hold a text; in the paper, find it",
        Group.SHOWING,
        True,
        EVERYWHERE,
    ),
    Command("tag.row", ("space",), "tag", "tag", "Tag the row or take its tag off; the next row", Group.TAGGING, True),
    Command("tag.all", ("T",), "tag_all", "tag all", "Tag all rows in view", Group.TAGGING),
    Command("tag.invert", ("I",), "tag_invert", "invert tags", "Turn the tags in view round", Group.TAGGING),
    Command("tag.none", ("X",), "untag", "untag", "Take off all tags", Group.TAGGING),
    Command(
        "assign.row", ("A",), "assign", "assign", "Say who is to judge the row, or all tagged rows", Group.ASSIGNING
    ),
    Command("show.sort", ("o",), "sort", "sort", "Sort in another order", Group.SHOWING),
    Command("show.sort-back", ("O",), "sort_back", "reverse", "The same order from its other end", Group.SHOWING),
    Command("show.filters", ("f",), "filters", "filters", "Pick a saved filter, or forget one", Group.SHOWING),
    Command("show.save-filter", ("F",), "save_filter", "save filter", "Save the filter under a name", Group.SHOWING),
    Command("show.reader", ("v",), "read_paper", "view", "The whole paper, at the sentence of the row", Group.SHOWING),
    Command(
        "show.beside",
        ("V",),
        "read_beside",
        "beside",
        "The paper beside the rows, following the cursor; and away again",
        Group.SHOWING,
    ),
    Command(
        "show.related", ("x",), "related", "related", "Next row that contradicts this one or repeats it", Group.SHOWING
    ),
    Command("show.related-back", ("b",), "related_back", "back", "Back to the row where x began", Group.SHOWING),
    Command("show.copy", ("y",), "copy", "copy", "Copy the row, its sentence or its citation", Group.SHOWING),
    Command("show.all", ("0",), "show('all')", "all", "All rows", Group.SHOWING),
    Command("show.undecided", ("1",), "show('undecided')", "undecided", "Rows not decided yet", Group.SHOWING),
    Command("show.accepted", ("2",), "show('accepted')", "accepted", "Rows accepted", Group.SHOWING),
    Command("show.edited", ("3",), "show('edited')", "edited", "Rows mended and accepted", Group.SHOWING),
    Command("show.rejected", ("4",), "show('rejected')", "rejected", "Rows rejected", Group.SHOWING),
    Command("show.misses", ("5",), "show('misses')", "misses", "Gold rows that nothing proposed", Group.SHOWING),
    Command("sentences.pick", ("enter",), "pick", "new row", "A new row on it", Group.SENTENCES, True, SENTENCES),
    Command("history.open", ("enter",), "open", "row", "To the row that it judged", Group.HISTORY, True, HISTORY),
    Command("history.undo", ("u",), "undo", "undo", "Take this verdict back", Group.HISTORY, True, HISTORY),
    Command("history.redo", ("U", "ctrl+r"), "redo", "redo", "Give it again", Group.HISTORY, True, HISTORY),
    Command(
        "conflict.left",
        ("1", "less_than_sign"),
        "take('left')",
        "left",
        "Decide as the curator on the left did",
        Group.CONFLICTS,
        True,
        CONFLICTS,
    ),
    Command(
        "conflict.right",
        ("2", "greater_than_sign"),
        "take('right')",
        "right",
        "Decide as the curator on the right did",
        Group.CONFLICTS,
        True,
        CONFLICTS,
    ),
    Command("conflict.edit", ("e",), "edit", "edit", "Mend the row, and accept it", Group.CONFLICTS, True, CONFLICTS),
    Command("conflict.reject", ("r",), "reject", "reject", "The row is wrong", Group.CONFLICTS, True, CONFLICTS),
    Command("conflict.undo", ("u",), "undo", "undo", "Take back the last verdict", Group.CONFLICTS, True, CONFLICTS),
    Command(
        "conflict.redo",
        ("U", "ctrl+r"),
        "redo",
        "redo",
        "Give again what was taken back",
        Group.CONFLICTS,
        places=CONFLICTS,
    ),
    Command(
        "conflict.other",
        ("o",),
        "other",
        "other",
        "The next curator's decision on the right",
        Group.CONFLICTS,
        places=CONFLICTS,
    ),
    Command(
        "correction.accept",
        ("a",),
        "accept",
        "accept",
        "The new sentence says it too: the same verdict on it",
        Group.CORRECTIONS,
        True,
        CORRECTIONS,
    ),
    Command(
        "correction.edit",
        ("e",),
        "edit",
        "edit",
        "Mend the row for the new sentence, and accept it",
        Group.CORRECTIONS,
        True,
        CORRECTIONS,
    ),
    Command(
        "correction.drop",
        ("x",),
        "drop",
        "drop",
        "The new text does not say so: reject the old row",
        Group.CORRECTIONS,
        True,
        CORRECTIONS,
    ),
    Command(
        "correction.undo", ("u",), "undo", "undo", "Take back the last verdict", Group.CORRECTIONS, True, CORRECTIONS
    ),
    Command("conflict.open", ("enter",), "open", "row", "To the row in the review", Group.CONFLICTS, True, CONFLICTS),
    Command(
        "reader.outline",
        ("o",),
        "outline",
        "outline",
        "The sections of the paper, and back",
        Group.READER,
        True,
        READER,
    ),
    Command(
        "reader.follow",
        ("enter",),
        "follow",
        "follow",
        "To the section, or to the reference cited on the line",
        Group.READER,
        True,
        READER,
    ),
    Command(
        "passage.sentence",
        ("x",),
        "none_here('sentence')",
        "none here",
        "The sentence is read and holds nothing more; in the outline the section; again: it is open",
        Group.PASSAGES,
        True,
        READ,
    ),
    Command(
        "passage.paragraph",
        ("p",),
        "none_here('paragraph')",
        "paragraph",
        "The same for the paragraph around the cursor",
        Group.PASSAGES,
        places=READ,
    ),
    Command(
        "passage.section",
        ("X",),
        "none_here('section')",
        "section",
        "The same for the section",
        Group.PASSAGES,
        places=READ,
    ),
    Command(
        "passage.undo",
        ("u",),
        "undo",
        "undo",
        "Take back the last mark of a passage in this paper, or the row just added",
        Group.PASSAGES,
        places=READ,
    ),
    Command(
        "passage.next",
        ("w",),
        "next_unread(1)",
        "unread",
        "To the next sentence with a miRNA, no row and not read: there misses hide",
        Group.PASSAGES,
        True,
        READ,
    ),
    Command("passage.previous", ("W",), "next_unread(-1)", "unread", "To the one before", Group.PASSAGES, places=READ),
    Command("reader.back", ("b",), "return", "back", "To where the last jump began", Group.READER, True, READER),
    Command(
        "reader.next", ("n",), "next_found(1)", "next", "To the next place that was found", Group.READER, True, READER
    ),
    Command(
        "reader.previous",
        ("N",),
        "next_found(-1)",
        "previous",
        "To the place found before",
        Group.READER,
        places=READER,
    ),
    Command(
        "reader.sentence-next",
        ("right_parenthesis", "right"),
        "move_sentence(1)",
        "sentence",
        "Next sentence",
        Group.MOVING,
        places=READER,
    ),
    Command(
        "reader.sentence-previous",
        ("left_parenthesis", "left"),
        "move_sentence(-1)",
        "sentence",
        "Sentence before",
        Group.MOVING,
        places=READER,
    ),
    Command("reader.row", ("m",), "to_row", "row", "To the sentence of the row, marked", Group.READER, True, READER),
    Command("copy.row", ("r",), "copy('row')", "row", "The row, tabs between its slots", Group.COPYING, places=COPYING),
    Command("copy.sentence", ("s",), "copy('sentence')", "sentence", "Its sentences", Group.COPYING, places=COPYING),
    Command(
        "copy.citation", ("c",), "copy('citation')", "citation", "Its references in full", Group.COPYING, places=COPYING
    ),
    Command("copy.leave", ("escape",), "leave", "leave", "Copy nothing after all", Group.COPYING, places=COPYING),
    Command("ask.yes", ("enter",), "answer(True)", "yes", "Do what is asked about", Group.ASKING, places=ASKING),
    Command("ask.no", ("escape",), "answer(False)", "no", "Leave everything as it is", Group.ASKING, places=ASKING),
    Command(
        "scores.open", ("enter",), "open", "open", "The slot's errors; the error's sentence", Group.SCORES, True, SCORES
    ),
    Command(
        "scores.set",
        ("p",),
        "next_set",
        "proposed",
        "Errors of what was proposed, or accepted",
        Group.SCORES,
        True,
        SCORES,
    ),
    Command(
        "scores.gold",
        ("o",),
        "next_gold",
        "gold",
        "The adjudicated gold, or the table as printed",
        Group.SCORES,
        True,
        SCORES,
    ),
    Command("scores.relax", ("x",), "relax", "relax", "Sources by name, or by cell type", Group.SCORES, True, SCORES),
    Command("library.open", ("enter",), "open", "open", "Judge the rows of this paper", Group.LIBRARY, True, LIBRARY),
    Command("library.all", ("0",), "open_all", "all", "Judge the rows of all papers", Group.LIBRARY, True, LIBRARY),
    Command(
        "library.add", ("a",), "add", "read new", "Read a new paper and propose rows", Group.LIBRARY, True, LIBRARY
    ),
    Command("library.sort", ("o",), "sort", "sort", "Sort in another order", Group.LIBRARY, True, LIBRARY),
    Command(
        "screen.library",
        ("l",),
        "app.show('library')",
        "library",
        "All papers; read a new one",
        Group.SCREENS,
        True,
        EVERYWHERE,
    ),
    Command(
        "screen.history",
        ("h",),
        "app.show('history')",
        "history",
        "Every verdict, of every session",
        Group.SCREENS,
        True,
        EVERYWHERE,
    ),
    Command(
        "screen.corrections",
        ("C",),
        "app.show('corrections')",
        "corrected",
        "Rows that could not be carried to a paper's new text, side by side",
        Group.SCREENS,
        places=EVERYWHERE,
    ),
    Command(
        "screen.conflicts",
        ("d",),
        "app.show('conflicts')",
        "differ",
        "Rows that curators decided differently, side by side",
        Group.SCREENS,
        places=EVERYWHERE,
    ),
    Command(
        "screen.scores",
        ("s",),
        "app.show('scores')",
        "scores",
        "Precision and recall, and every error",
        Group.SCREENS,
        True,
        EVERYWHERE,
    ),
    Command(
        "program.theme",
        ("t",),
        "app.next_theme",
        "theme",
        "Dark, light, or the terminal's colours",
        Group.PROGRAM,
        places=EVERYWHERE,
    ),
    Command(
        "program.palette",
        ("colon", "ctrl+p"),
        "app.palette",
        "palette",
        "Any command, paper or saved filter, by its name",
        Group.PROGRAM,
        True,
        EVERYWHERE,
    ),
    Command("program.help", ("question_mark", "f1"), "app.help", "help", "This table", Group.PROGRAM, True, EVERYWHERE),
    Command(
        "program.suspend",
        ("ctrl+z",),
        "app.suspend_process",
        "suspend",
        "Back to the shell; fg returns",
        Group.PROGRAM,
        places=EVERYWHERE,
    ),
    Command(
        "program.quit",
        ("q", "ctrl+q"),
        "app.quit",
        "quit",
        "Leave; everything is saved already",
        Group.PROGRAM,
        True,
        EVERYWHERE,
    ),
)

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
_DRAWN = {**SIGNS, "escape": "esc", "pagedown": "pgdn", "pageup": "pgup", "down": "↓", "up": "↑"}


def of_place(place: Place, commands: Iterable[Command]) -> list[Command]:
    """The commands that work in a place, in the order of the table."""
    return [command for command in commands if place in command.places]


def bindings(commands: Iterable[Command]) -> list[BindingType]:
    """Textual's bindings for these commands; a command without a key has none.

    They have priority, so that each is done before the next key is looked at; hence no screen that has them has a field
    for text. Text is typed in dialogs.
    """
    return [
        Binding(",".join(c.keys), c.action, c.label, show=c.shown, priority=True, id=c.id) for c in commands if c.keys
    ]


def drawn(key: str) -> str:
    """A key as a person reads it: `slash` is `/`, `ctrl+d` is `^d`."""
    if key in _DRAWN:
        return _DRAWN[key]
    return key.replace("ctrl+", "^")
