"""YAML read event by event: every value a string, every value with its file and line.

Nothing is evaluated and nothing is guessed (`NO` stays a gene, `1e3` stays text), so a rule file can only say what it
shows, and every complaint can name the line. What would make a small file large (aliases), deep or something other than
text (tags) is refused where it stands.
"""

from __future__ import annotations

import stat
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from curator.errors import RuleError

LARGEST_FILE = 5_000_000
"""Bytes; the largest of the built-in ones has a hundredth of it."""
_DEEPEST = 20
"""Levels; the built-in ones have six."""


@dataclass(frozen=True, slots=True)
class Node:
    """A value of a rule file: a string, a list of nodes, or nodes by key; and where it stands."""

    value: str | tuple[Node, ...] | dict[str, Node]
    path: Path
    line: int

    def error(self, problem: str, *, rule: str = "", hint: str = "") -> RuleError:
        """A complaint about this value."""
        return RuleError(problem, path=self.path, line=self.line, rule=rule, hint=hint)

    def text(self) -> str:
        """The string here; RuleError where there is a list or a mapping."""
        if not isinstance(self.value, str):
            raise self.error("expected plain text here")
        return self.value

    def items(self) -> tuple[Node, ...]:
        """The list here; a lone string counts as a list of one."""
        if isinstance(self.value, dict):
            raise self.error("expected a list here")
        return (self,) if isinstance(self.value, str) else self.value

    def texts(self) -> tuple[str, ...]:
        """The list of strings here."""
        return tuple(item.text() for item in self.items())

    def fields(self, *, required: Iterable[str] = (), optional: Iterable[str] = ()) -> dict[str, Node]:
        """The mapping here, with no key unknown and none of the required ones missing."""
        if not isinstance(self.value, dict):
            raise self.error("expected `key: value` pairs here")
        required = tuple(required)
        known = sorted({*required, *optional})
        for key, node in self.value.items():
            if key not in known:
                raise node.error(f"unknown key `{key}`", hint=f"Keys allowed here: {', '.join(known)}.")
        for key in required:
            if key not in self.value:
                raise self.error(f"the key `{key}` is missing")
        return self.value


def read_yaml(path: Path) -> Node:
    """The one document in a YAML file. Raises RuleError on what is not UTF-8 YAML, or more than a rule file."""
    try:
        text = _content(path).decode("utf-8-sig")
        root = _read(text, path)
    except UnicodeDecodeError as error:
        raise RuleError(f"not UTF-8 text at byte {error.start}", path=path) from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or "not valid YAML"
        raise RuleError(problem, path=path, line=mark.line + 1 if mark else None) from error
    if root is None:
        raise RuleError("the file is empty", path=path)
    return root


def _content(path: Path) -> bytes:
    """The bytes of the file. Raises RuleError where it is none or larger than any rule file."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise RuleError("this is no file, but a folder, a device or a pipe", path=path)
        if status.st_size <= LARGEST_FILE:
            return path.read_bytes()
    except OSError as error:
        raise RuleError(f"cannot be read: {error.strerror}", path=path) from error
    problem = f"this is {status.st_size / 1e6:.0f} MB; the limit of a rule file is {LARGEST_FILE / 1e6:.0f} MB"
    raise RuleError(problem, path=path, hint="Split it. Names by the thousand belong into a table in vocabulary/.")


def _read(text: str, path: Path) -> Node | None:
    """The document in YAML, read by the parser in C where PyYAML has it: it takes a tenth of the time.

    What is wrong is told by the other parser, so that it is told alike wherever PyYAML comes from.
    """
    try:
        return _document(yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)), path)
    except yaml.YAMLError:
        return _document(yaml.parse(text, Loader=yaml.SafeLoader), path)


@dataclass(slots=True)
class _Open:
    """A list or a mapping that has not ended."""

    line: int
    items: list[Node] | None = None
    pairs: dict[str, Node] | None = None
    key: str | None = None
    """Of the value that comes next."""


def _document(events: Iterable[Any], path: Path) -> Node | None:
    """The one document; none where there is nothing. Without recursion, which a file could make too deep."""
    above: list[_Open] = []
    root: Node | None = None
    for event in events:
        _check_event(event, path, is_second=root is not None and not above)
        node: Node | None = None
        line = event.start_mark.line + 1
        if isinstance(event, yaml.SequenceStartEvent | yaml.MappingStartEvent):
            is_list = isinstance(event, yaml.SequenceStartEvent)
            _check_place(above, path, line)
            above.append(_Open(line, [] if is_list else None, None if is_list else {}))
        elif isinstance(event, yaml.ScalarEvent):
            node = Node(str(event.value), path, line)
        elif isinstance(event, yaml.SequenceEndEvent | yaml.MappingEndEvent):
            ended = above.pop()
            node = Node(ended.pairs if ended.items is None else tuple(ended.items), path, ended.line)  # type: ignore[arg-type]
        if node is not None and above:
            _put(above[-1], node)
        elif node is not None:
            root = node
    return root


def _put(into: _Open, node: Node) -> None:
    """A node in the list or mapping that it stands in. Raises RuleError for a key that is there already."""
    if into.items is not None:
        into.items.append(node)
    elif into.key is None:
        assert into.pairs is not None
        into.key = node.text()
        if into.key in into.pairs:
            raise node.error(f"the key `{into.key}` stands here twice")
    else:
        assert into.pairs is not None
        into.pairs[into.key], into.key = node, None


def _check_place(above: list[_Open], path: Path, line: int) -> None:
    """Raise RuleError for a list or a mapping that is a key, or too deep."""
    if above and above[-1].pairs is not None and above[-1].key is None:
        raise RuleError("a key is plain text", path=path, line=line)
    if len(above) >= _DEEPEST:
        raise RuleError(f"nested more than {_DEEPEST} levels deep, as no rule is", path=path, line=line)


def _check_event(event: Any, path: Path, *, is_second: bool) -> None:
    """Raise RuleError for what a rule file has no use for."""
    line = event.start_mark.line + 1
    if isinstance(event, yaml.DocumentStartEvent) and is_second:
        raise RuleError(
            "a second document begins here (`---`)", path=path, line=line, hint="Make it a file of its own."
        )
    if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
        sign = "*" if isinstance(event, yaml.AliasEvent) else "&"
        hint = "Write out what is meant, or put a text in quotes that begins so."
        raise RuleError(f"`{sign}{event.anchor}` stands for another part of the file", path=path, line=line, hint=hint)
    if getattr(event, "tag", None):
        raise RuleError(f"the tag `{event.tag}`: every value here is text", path=path, line=line, hint="Leave it out.")
