"""YAML read node by node: every value a string, every value with its file and line.

Nothing is evaluated and nothing is guessed (`NO` stays a gene, `1e3` stays text), so a rule file can only say what it
shows, and every complaint can name the line.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import yaml

from curator.errors import RuleError


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
    """The one document in a YAML file. Raises RuleError on anything that is not UTF-8 YAML."""
    try:
        root = _composed(path.read_text("utf-8"))
    except UnicodeDecodeError as error:
        raise RuleError(f"not UTF-8 text at byte {error.start}", path=path) from error
    except OSError as error:
        raise RuleError(f"cannot be read: {error.strerror}", path=path) from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or "not valid YAML"
        raise RuleError(problem, path=path, line=mark.line + 1 if mark else None) from error
    if root is None:
        raise RuleError("the file is empty", path=path)
    return _node(root, path)


def _composed(text: str) -> yaml.Node | None:
    """The document in YAML, read by the loader in C where PyYAML has it: it takes a tenth of the time.

    What is wrong is told by the other loader, so that it is told alike wherever PyYAML comes from.
    """
    try:
        return yaml.compose(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.YAMLError:
        return yaml.compose(text, Loader=yaml.SafeLoader)


def _node(raw: yaml.Node, path: Path) -> Node:
    line = raw.start_mark.line + 1
    if isinstance(raw, yaml.ScalarNode):
        return Node(str(raw.value), path, line)
    if isinstance(raw, yaml.SequenceNode):
        return Node(tuple(_node(item, path) for item in raw.value), path, line)
    pairs: dict[str, Node] = {}
    for key, value in raw.value:
        name = str(key.value)
        if name in pairs:
            raise RuleError(f"the key `{name}` stands here twice", path=path, line=key.start_mark.line + 1)
        pairs[name] = _node(value, path)
    return Node(pairs, path, line)
