"""Owns the keys of the dialogs: the part of the table that is for forms, fields, lists to choose from, and the help."""

from __future__ import annotations

from curator.tui.command import FIELDS, Command, Group, Place

_SAVED = (Place.EDITING, Place.LINE)
_LEFT = (Place.EDITING, Place.LINE, Place.PATH, Place.CHOOSING, Place.FILTERS)
_COMPLETED = (Place.EDITING, Place.FILTERING)
_CHOSEN = (Place.CHOOSING, Place.FILTERS)
_FOUND = (Place.FINDING, Place.FILTERING)
_NOT_COMPLETED = tuple(place for place in FIELDS if place not in _COMPLETED)
_CUT = tuple(place for place in FIELDS if place is not Place.FILTERS)


def _form(id: str, keys: tuple[str, ...], action: str, label: str, help: str) -> Command:
    shown = id != "previous"
    return Command(f"form.{id}", keys, action, label, help, Group.FORMS, shown, (Place.EDITING,), is_harmless=True)


def _choice(id: str, keys: tuple[str, ...], action: str, label: str, help: str) -> Command:
    shown = id in ("down", "up")
    return Command(f"choose.{id}", keys, action, label, help, Group.CHOOSING, shown, _CHOSEN, is_harmless=True)


def _picking(id: str, keys: tuple[str, ...], action: str, label: str, help: str) -> Command:
    return Command(f"pick.{id}", keys, action, label, help, Group.PICKING, True, (Place.PICKING,), is_harmless=True)


def _typing(id: str, keys: tuple[str, ...], action: str, help: str, places: tuple[Place, ...] = FIELDS) -> Command:
    shown = places is _COMPLETED
    return Command(f"field.{id}", keys, action, id, help, Group.TYPING, shown, places, is_harmless=True)


FORM_COMMANDS: tuple[Command, ...] = (
    Command("form.save", ("enter", "ctrl+s"), "save", "save", "Save what is typed", Group.FORMS, True, _SAVED),
    _form("next", ("tab",), "field(1)", "next", "To the next field"),
    _form("previous", ("shift+tab",), "field(-1)", "before", "To the field before"),
    _form("value", ("down",), "candidate(1)", "value", "The next value that this paper has for the slot"),
    _form("value-back", ("up",), "candidate(-1)", "value", "The value before"),
    _form("pick", ("ctrl+t",), "pick", "pick", "Pick the value in the text of the paper"),
    Command(
        "path.take",
        ("enter",),
        "take",
        "read",
        "Read the file, or all files of the folder",
        Group.FORMS,
        True,
        (Place.PATH,),
    ),
    Command(
        "path.complete",
        ("tab",),
        "complete",
        "complete",
        "Add what all paths that begin so have in common",
        Group.FORMS,
        True,
        (Place.PATH,),
        is_harmless=True,
    ),
    Command(
        "choose.take", ("enter",), "choose", "choose", "Take what is under the cursor", Group.CHOOSING, True, _CHOSEN
    ),
    _choice("down", ("down", "ctrl+n", "tab"), "move(1)", "down", "The next of the list"),
    _choice("up", ("up", "ctrl+p", "shift+tab"), "move(-1)", "up", "The one before"),
    _choice("page-down", ("pagedown",), "move(10)", "page down", "Ten further"),
    _choice("page-up", ("pageup",), "move(-10)", "page up", "Ten back"),
    Command(
        "filters.forget",
        ("ctrl+x",),
        "forget",
        "forget",
        "Forget the filter under the cursor",
        Group.CHOOSING,
        True,
        (Place.FILTERS,),
        is_harmless=True,
    ),
    Command(
        "find.keep",
        ("enter",),
        "keep",
        "keep",
        "Keep what is typed, back to the rows",
        Group.FINDING,
        True,
        _FOUND,
        is_harmless=True,
    ),
    _typing(
        "complete",
        ("right",),
        "cursor_right",
        "Take the completion that is shown, or a letter to the right",
        _COMPLETED,
    ),
    Command(
        "filter.complete",
        ("tab",),
        "complete(1)",
        "complete",
        "Add what all completions have in common; then each of them in turn",
        Group.FINDING,
        True,
        (Place.FILTERING,),
        is_harmless=True,
    ),
    Command(
        "filter.complete-back",
        ("shift+tab",),
        "complete(-1)",
        "complete",
        "The completion before",
        Group.FINDING,
        places=(Place.FILTERING,),
        is_harmless=True,
    ),
    _typing("right", ("right",), "cursor_right", "A letter to the right", _NOT_COMPLETED),
    _typing("left", ("left",), "cursor_left", "A letter to the left"),
    _typing("word-right", ("ctrl+right",), "cursor_right_word", "A word to the right"),
    _typing("word-left", ("ctrl+left",), "cursor_left_word", "A word to the left"),
    _typing("start", ("home", "ctrl+a"), "home", "To the start of the field"),
    _typing("end", ("end", "ctrl+e"), "end", "To the end of the field"),
    _typing("select-right", ("shift+right",), "cursor_right(True)", "Select a letter to the right"),
    _typing("select-left", ("shift+left",), "cursor_left(True)", "Select a letter to the left"),
    _typing("select-start", ("shift+home",), "home(True)", "Select all before the cursor"),
    _typing("select-end", ("shift+end",), "end(True)", "Select all behind the cursor"),
    _typing("delete-left", ("backspace",), "delete_left", "Take out the letter before, or what is selected"),
    _typing("delete-right", ("delete", "ctrl+d"), "delete_right", "Take out the letter behind"),
    _typing("delete-word", ("ctrl+w",), "delete_left_word", "Take out the word before"),
    _typing("delete-start", ("ctrl+u",), "delete_left_all", "Take out all before the cursor"),
    _typing("delete-end", ("ctrl+k",), "delete_right_all", "Take out all behind the cursor"),
    _typing("cut", ("ctrl+x",), "cut", "Take out what is selected and keep it", _CUT),
    _typing("paste", ("ctrl+v",), "paste", "Put in what was kept"),
    Command("pick.take", ("enter",), "take", "take", "Take what is picked", Group.PICKING, True, (Place.PICKING,)),
    _picking("word", ("right", "l"), "word(1)", "word", "The next word, and only that"),
    _picking("word-back", ("left", "h"), "word(-1)", "word", "The word before, and only that"),
    _picking("more", ("shift+right", "L"), "extend(1)", "more", "A word more"),
    _picking("less", ("shift+left", "H"), "extend(-1)", "less", "A word less"),
    _picking("down", ("down", "j"), "line(1)", "down", "A line down"),
    _picking("up", ("up", "k"), "line(-1)", "up", "A line up"),
    _picking("name", ("tab", "m"), "name(1)", "name", "The next name that fits the slot, whole"),
    _picking("name-back", ("shift+tab", "M"), "name(-1)", "name", "The name before"),
    Command(
        "pick.leave",
        ("escape",),
        "leave",
        "leave",
        "Back to the form, its value as it was",
        Group.PICKING,
        True,
        (Place.PICKING,),
        is_needed=True,
        is_harmless=True,
    ),
    Command(
        "job.stop",
        ("escape",),
        "stop",
        "stop",
        "Stop it; then nothing is changed",
        Group.JOBS,
        True,
        (Place.JOB,),
        is_needed=True,
    ),
    Command(
        "find.drop",
        ("escape",),
        "drop",
        "drop",
        "Drop what is typed: all rows again",
        Group.FINDING,
        True,
        _FOUND,
        is_needed=True,
        is_harmless=True,
    ),
    Command(
        "form.leave",
        ("escape",),
        "leave",
        "leave",
        "Leave without saving or choosing anything",
        Group.FORMS,
        True,
        _LEFT,
        is_needed=True,
        is_harmless=True,
    ),
    Command(
        "form.help", ("f1",), "app.help", "help", "The keys of the form", Group.FORMS, True, FIELDS, is_needed=True
    ),
    Command(
        "help.down",
        ("j", "down", "ctrl+d", "pagedown", "space"),
        "scroll(1)",
        "down",
        "A few lines further",
        Group.HELP,
        True,
        (Place.HELP,),
        is_harmless=True,
    ),
    Command(
        "help.up",
        ("k", "up", "ctrl+u", "pageup"),
        "scroll(-1)",
        "up",
        "A few lines back",
        Group.HELP,
        True,
        (Place.HELP,),
        is_harmless=True,
    ),
    Command(
        "help.leave",
        ("escape", "q", "question_mark", "f1", "enter"),
        "leave",
        "close",
        "Close the help",
        Group.HELP,
        True,
        (Place.HELP,),
        is_needed=True,
        is_harmless=True,
    ),
)
