"""Owns the curator's own keys: a TOML file that gives commands other keys, read, checked against the table, and drawn.

The file names a command by its id and gives it a key or a list of keys: `verdict.accept = ["w", "f2"]`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from curator.errors import InputError
from curator.tui.keys import COMMANDS, FIELDS, SIGNS, Command, Group, Place, drawn, of_place, writes

_SPELLINGS = {sign: name for name, sign in SIGNS.items()} | {
    " ": "space",
    "esc": "escape",
    "pgup": "pageup",
    "pgdn": "pagedown",
    "return": "enter",
    "↓": "down",
    "↑": "up",
    "←": "left",
    "→": "right",
}
_NAMED = r"(?:(?:shift|ctrl)\+)?(?:up|down|left|right|home|end|pageup|pagedown)|f(?:[1-9]|1[0-2])"
_PLAIN = r"escape|enter|tab|shift\+tab|space|backspace|delete|insert"
_KEY = re.compile(rf"{_NAMED}|{_PLAIN}|ctrl\+[a-z]")
_CAME_AS = {"ctrl+i": "tab", "ctrl+m": "enter", "ctrl+h": "backspace", "ctrl+c": "an interrupt"}
"""What a terminal sends for these is not told from another key."""
_ALLOWED = "a character (a, A, ?), enter, esc, tab, space, backspace, delete, up, down, left, right, home, end, pgup, "
_ALLOWED += "pgdn, f1 to f12, or ctrl+ with a small letter (ctrl+d, ^d)"
_FOR_FIELDS = "Where text is typed, these are free to be commands: enter, esc, tab, up, down, pgup, pgdn, insert, "
_FOR_FIELDS += "f1 to f12, and ctrl+ with a small letter"
_HEADER = re.compile(r"\s*\[\s*([\w.\- ]+?)\s*\]")
_ENTRY = re.compile(r"\s*([\w.\-\" ]+?)\s*=")
_TOML_PLACE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")
_FREE = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_FREE_SHOWN = 12


@dataclass(frozen=True, slots=True)
class _Wish:
    """What the file wants for one command, and where it says so."""

    id: str
    value: Any
    line: int


def read_keys(path: Path, commands: Sequence[Command] = COMMANDS) -> tuple[Command, ...]:
    """The table with the keys that the file gives; as it is where there is no file.

    Raises InputError, with file and line, for what is no TOML, no command or no key, and for a key wanted twice.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return tuple(commands)
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: is not text in UTF-8.", hint=_REMEDY) from error
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror or error}.") from error
    wishes = {wish.id: wish for wish in _wishes(path, text)}
    known = {command.id: command for command in commands}
    changed = {id: _given(path, wish, known) for id, wish in wishes.items()}
    table = tuple(changed.get(command.id, command) for command in commands)
    _refuse_conflicts(path, table, wishes)
    return table


_REMEDY = "`curator keys --write` makes a file with every command in it, once this one is moved away."


def _wishes(path: Path, text: str) -> Iterator[_Wish]:
    """Every entry of the file under its command's id, with its line."""
    import tomllib

    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = _TOML_PLACE.search(str(error))
        line = place[1] if place and place[1] else str(len(text.splitlines()))
        problem = _TOML_PLACE.sub("", str(error))
        hint = 'An entry looks like this: verdict.accept = ["a", "f2"]'
        raise InputError(f"{path}:{line}: this is no TOML: {problem}.", hint=hint) from error
    lines = dict(_lines(text))
    return (_Wish(id, value, lines.get(id, 1)) for id, value in _flat(content))


def _flat(content: dict[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    """`{verdict: {accept: "a"}}` → `verdict.accept`, `"a"`."""
    for name, value in content.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", value


def _lines(text: str) -> Iterator[tuple[str, int]]:
    """The ids that the lines of the file name, and the lines, counted from 1."""
    section = ""
    for number, line in enumerate(text.splitlines(), start=1):
        if header := _HEADER.match(line):
            section = f"{header[1]}."
        elif entry := _ENTRY.match(line):
            yield section + re.sub(r"[\" ]", "", entry[1]), number


def _given(path: Path, wish: _Wish, known: dict[str, Command]) -> Command:
    """The command with the keys wanted. Raises InputError."""
    if wish.id not in known:
        raise InputError(f"{path}:{wish.line}: there is no command {wish.id}.", hint=_near(wish.id, known))
    listed = [wish.value] if isinstance(wish.value, str) else wish.value
    if not isinstance(listed, list) or not all(isinstance(key, str) for key in listed):
        hint = f'Write a key or a list of keys: {wish.id} = "{drawn(known[wish.id].keys[0])}"'
        raise InputError(f"{path}:{wish.line}: {wish.id} is given {wish.value!r}, which is no key.", hint=hint)
    command = known[wish.id]
    if not listed and command.is_needed:
        raise InputError(f"{path}:{wish.line}: {wish.id} needs a key, or nobody finds the way out.")
    keys = dict.fromkeys(_spelled(path, wish, key) for key in listed)
    field = next((place for place in command.places if place in FIELDS), None)
    if field and (text := next(filter(writes, keys), None)):
        problem = f"{drawn(text)} cannot be its key: it is text that is typed in {field}"
        raise InputError(f"{path}:{wish.line}: {wish.id}: {problem}.", hint=f"{_FOR_FIELDS}.")
    return replace(command, keys=tuple(keys))


def _near(id: str, known: Iterable[str]) -> str:
    """The commands that may be meant."""
    group = id.partition(".")[0]
    same = [name for name in known if name.startswith(f"{group}.")]
    return f"There are: {', '.join(same or known)}"


def _spelled(path: Path, wish: _Wish, key: str) -> str:
    """The key as Textual spells it. Raises InputError for what is none."""
    if len(key) == 1 and key.isalnum():
        return key
    name = re.sub(r"^\^(?=.)", "ctrl+", key)
    held, plus, last = name.rpartition("+") if len(name) > 1 else ("", "", name)
    name = held.lower() + plus + _SPELLINGS.get(last, _SPELLINGS.get(last.lower(), last.lower()))
    if name in _CAME_AS:
        problem = f"a terminal cannot tell {key} from {_CAME_AS[name]}"
        raise InputError(f"{path}:{wish.line}: {wish.id}: {problem}.", hint=f"A key is {_ALLOWED}.")
    if name not in SIGNS and not _KEY.fullmatch(name):
        raise InputError(f"{path}:{wish.line}: {wish.id}: {key!r} is no key.", hint=f"A key is {_ALLOWED}.")
    return name


def _refuse_conflicts(path: Path, table: Sequence[Command], wishes: dict[str, _Wish]) -> None:
    """Raise InputError for a key that would do two things in one place."""
    for place in Place:
        owners: dict[str, Command] = {}
        for command in of_place(place, table):
            for key in command.keys:
                if key in owners:
                    _refuse(path, key, place, (owners[key], command), taken=_taken(place, table), wishes=wishes)
                owners[key] = command


def _taken(place: Place, table: Sequence[Command]) -> set[str]:
    return {key for command in of_place(place, table) for key in command.keys}


def _refuse(
    path: Path, key: str, place: Place, pair: tuple[Command, Command], *, taken: set[str], wishes: dict[str, _Wish]
) -> None:
    """Say which two commands want the key, and which keys nobody wants."""
    line = max(wishes[command.id].line for command in pair if command.id in wishes)
    first, second = (f"{c.id} (line {wishes[c.id].line})" if c.id in wishes else c.id for c in pair)
    free = " ".join([letter for letter in _FREE if letter not in taken][:_FREE_SHOWN])
    raise InputError(
        f"{path}:{line}: {drawn(key)} would be the key of both {first} and {second} in {place}.",
        hint=f"Give one of them another key. Free there: {free}",
    )


def table_text(commands: Sequence[Command]) -> str:
    """The table for people: a paragraph a group, id, keys and what they do in columns."""
    ids = max(len(command.id) for command in commands)
    keys = max(len(_listed(command)) for command in commands)
    blocks = []
    for group in Group:
        mine = [command for command in commands if command.group is group]
        lines = [f"  {c.id:<{ids}}  {_listed(c):<{keys}}  {c.help}" for c in mine]
        blocks.append("\n".join([group.value, *lines]))
    return "\n\n".join(blocks)


def _listed(command: Command) -> str:
    return " ".join(map(drawn, command.keys)) or "-"


def template(commands: Sequence[Command] = COMMANDS) -> str:
    """A keys file in which every command stands with the key it has, commented out."""
    blocks = [_TEMPLATE_HEAD]
    for group in Group:
        mine = [command for command in commands if command.group is group]
        lines = [f"# {c.id} = {_toml_list(c.keys)}  # {c.help}" for c in mine]
        blocks.append("\n".join([f"# {group.value}", *lines]))
    return "\n\n".join(blocks) + "\n"


_TEMPLATE_HEAD = f"""\
# The keys of `curator review`. Take the `# ` from the front of a line to change its keys.
# A key is {_ALLOWED}.
# [] takes every key from a command. `curator keys` shows the result and says what is wrong with it."""


def _toml_list(keys: Iterable[str]) -> str:
    quoted = (drawn(key).replace("\\", "\\\\").replace('"', '\\"') for key in keys)
    return "[" + ", ".join(f'"{key}"' for key in quoted) + "]"
