"""Rules: how they are read from YAML, and the bundle of all that the extractor knows."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from curator.errors import RuleError
from curator.patterns.cues import Lexicon, ScopeCue, add_classes, fold_phrase, scope_cues
from curator.patterns.nodes import Node, read_yaml
from curator.patterns.prepared import LONGEST, ImportedNames
from curator.patterns.regex_cost import CostError, check_cost
from curator.patterns.syntax import Pattern, known_kind, parse_pattern, unknown_classes
from curator.patterns.vocabulary import Name, Vocabulary, read_table
from curator.resources import patterns_dir, vocabulary_dir

_RULE_KEYS = ("make", "role", "sign", "strength", "match", "no_match")
STRENGTHS = ("strong", "fair", "weak")
ROLES = ("TARGETS", "REGULATES", "RESPONSE", "ORIGIN", "CARRIES", "ACTS")


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence that a rule must match, with the values that it must then bind, or must not match."""

    text: str
    values: tuple[str, ...]
    path: Path
    line: int


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: it rewrites units into a new one (`make`), or states a role that the matched units play."""

    id: str
    purpose: str
    family: str
    stage: int
    patterns: tuple[Pattern, ...]
    path: Path
    line: int
    make: str = ""
    role: str = ""
    sign: int = 0
    """+1 or -1 where the rule itself says a direction, else 0."""
    strength: str = "strong"
    match: tuple[Example, ...] = ()
    no_match: tuple[Example, ...] = ()


@dataclass(frozen=True, slots=True)
class Rules:
    """Everything read from one or more pattern directories."""

    vocabulary: Vocabulary
    lexicon: Lexicon
    lists: dict[str, frozenset[str]]
    scopes: tuple[ScopeCue, ...]
    rules: tuple[Rule, ...]
    """In the order in which they run: by stage, then by file and place in it."""
    version: str
    """A hash of every file's content: which knowledge an assertion was made with."""
    shapes: dict[str, tuple[re.Pattern[str], ...]] = field(default_factory=dict)
    """What a name looks like that no vocabulary has: `gene`, `cell`, `rna`."""
    notes: dict[str, frozenset[str]] = field(default_factory=dict)
    """A word of the vocabulary's note column → the names whose rows have it."""

    def words(self, name: str) -> frozenset[str]:
        """A word list, its phrases joined by spaces. Raises KeyError where no file has it."""
        return self.lists[name]

    def noted(self, note: str) -> frozenset[str]:
        """The canonical names whose vocabulary row carries a note (`radiation`, `unspecific`)."""
        return self.notes.get(note, frozenset())

    def rule(self, rule_id: str) -> Rule | None:
        """The rule with this id, or none."""
        return next((r for r in self.rules if r.id == rule_id), None)


@dataclass(slots=True)
class _Loading:
    names: list[Name] = field(default_factory=list)
    lexicon: Lexicon = field(default_factory=Lexicon)
    lists: dict[str, frozenset[str]] = field(default_factory=dict)
    scopes: list[ScopeCue] = field(default_factory=list)
    shapes: dict[str, tuple[re.Pattern[str], ...]] = field(default_factory=dict)
    rules: dict[str, Rule] = field(default_factory=dict)
    digest: hashlib._Hash = field(default_factory=hashlib.sha256)


def load_rules(*directories: Path) -> Rules:
    """Read the built-in patterns and then each directory, whose rules add to or replace those before by id.

    Names that the user has imported stand behind all of them. Raises RuleError on the first thing that is wrong.
    """
    loading = _Loading()
    for directory in (patterns_dir(), *directories):
        if not directory.is_dir():
            raise RuleError("there is no such directory of patterns", path=directory)
        _load_directory(loading, directory)
    rules = tuple(sorted(loading.rules.values(), key=lambda rule: rule.stage))
    for rule in rules:
        _check_classes(rule, loading.lexicon)
    vocabulary = _vocabulary(loading)
    return Rules(
        vocabulary=vocabulary,
        lexicon=loading.lexicon,
        lists=loading.lists,
        scopes=tuple(loading.scopes),
        rules=rules,
        version=loading.digest.hexdigest()[:16],
        shapes=loading.shapes,
        notes=_notes(loading.names),
    )


def _vocabulary(loading: _Loading) -> Vocabulary:
    """The names of the tables and the imported ones, which can be no word that a cue or a word list has."""
    paths = sorted(vocabulary_dir().glob("*.tsv"))
    if not paths:
        return Vocabulary(loading.names)
    imported = ImportedNames(paths)
    for origin in imported.origins:
        loading.digest.update(f"{origin.authority} {origin.sha256} {origin.names}".encode())
    words = {word for listed in loading.lists.values() for word in listed}
    cues = {"".join(phrase) for phrase in loading.lexicon.phrases}
    return Vocabulary(loading.names, imported=imported, never=words | cues, longest_imported=LONGEST)


def _notes(names: list[Name]) -> dict[str, frozenset[str]]:
    noted: dict[str, set[str]] = {}
    for name in names:
        for word in name.entry.note.split():
            noted.setdefault(word, set()).add(name.entry.name)
    return {word: frozenset(found) for word, found in noted.items()}


def _load_directory(loading: _Loading, directory: Path) -> None:
    seen: dict[str, Rule] = {}
    for path in sorted(directory.glob("vocabulary/*.tsv")):
        loading.digest.update(path.read_bytes())
        loading.names.extend(read_table(path))
    for path in sorted(directory.glob("*/*.yaml")):
        loading.digest.update(path.read_bytes())
        for rule in _load_file(loading, path):
            if rule.id in seen:
                first = seen[rule.id]
                raise RuleError(
                    f"the id `{rule.id}` is taken by {first.path.name}:{first.line}", path=path, line=rule.line
                )
            seen[rule.id] = rule
    loading.rules.update(seen)


def _load_file(loading: _Loading, path: Path) -> Iterator[Rule]:
    fields = read_yaml(path).fields(
        required=("purpose",), optional=("irregular", "classes", "lists", "scopes", "shapes", "stage", "rules")
    )
    if "classes" in fields:
        irregular = _mapping(fields["irregular"]) if "irregular" in fields else {}
        add_classes(loading.lexicon, fields["classes"], irregular=irregular)
    if "lists" in fields:
        for name, node in _pairs(fields["lists"]):
            loading.lists[name] = loading.lists.get(name, frozenset()) | {_folded(text) for text in node.texts()}
    if "shapes" in fields:
        for name, node in _pairs(fields["shapes"]):
            loading.shapes[name] = (*loading.shapes.get(name, ()), *(_shape(item) for item in node.items()))
    if "scopes" in fields:
        loading.scopes.extend(scope_cues(fields["scopes"]))
    if "rules" in fields:
        if "stage" not in fields:
            raise fields["rules"].error("a file of rules needs `stage`, the pass in which they run")
        stage = _whole_number(fields["stage"])
        for node in fields["rules"].items():
            yield _rule(node, family=path.stem, stage=stage)


def _folded(text: str) -> str:
    return text if text != text.lower() else " ".join(fold_phrase(text))


def _shape(node: Node) -> re.Pattern[str]:
    expression = node.text()
    try:
        compiled = re.compile(expression)
        check_cost(expression)
    except (re.error, OverflowError, RecursionError) as error:
        raise node.error(f"bad regular expression: {error}") from error
    except CostError as error:
        raise node.error(f"`{_shortened(expression)}`: {error}", hint=_SIMPLER) from error
    return compiled


_SIMPLER = r"Bound the repetitions, as in \w{1,20} for \w+, or keep a character between them that neither takes."
_SHOWN = 60


def _shortened(expression: str) -> str:
    return expression if len(expression) <= _SHOWN else f"{expression[: _SHOWN - 1]}…"


def _pairs(node: Node) -> Iterator[tuple[str, Node]]:
    if not isinstance(node.value, dict):
        raise node.error("expected `name: [words]` pairs here")
    yield from node.value.items()


def _mapping(node: Node) -> dict[str, tuple[str, ...]]:
    return {key: value.texts() for key, value in _pairs(node)}


def _whole_number(node: Node) -> int:
    if not node.text().isdigit():
        raise node.error(f"expected a whole number, not `{node.text()}`")
    return int(node.text())


def _rule(node: Node, *, family: str, stage: int) -> Rule:
    fields = node.fields(required=("id", "purpose", "pattern"), optional=_RULE_KEYS)
    rule_id = fields["id"].text()
    if ("make" in fields) == ("role" in fields):
        raise node.error("a rule has either `make` or `role`", rule=rule_id)
    role = _one_of(fields.get("role"), ROLES, rule_id)
    return Rule(
        id=rule_id,
        purpose=fields["purpose"].text(),
        family=family,
        stage=stage,
        patterns=tuple(_pattern(item, rule_id) for item in fields["pattern"].items()),
        path=node.path,
        line=node.line,
        make=_made_kind(fields.get("make"), rule_id),
        role=role,
        sign={"+": 1, "-": -1, "": 0}[_one_of(fields.get("sign"), ("+", "-"), rule_id)],
        strength=_one_of(fields.get("strength"), STRENGTHS, rule_id) or "strong",
        match=_examples(fields.get("match")),
        no_match=_examples(fields.get("no_match")),
    )


def _made_kind(node: Node | None, rule_id: str) -> str:
    try:
        return known_kind(node.text()) if node is not None else ""
    except ValueError as error:
        raise node.error(str(error), rule=rule_id) from error  # type: ignore[union-attr]


def _one_of(node: Node | None, allowed: tuple[str, ...], rule_id: str) -> str:
    if node is None:
        return ""
    if node.text() not in allowed:
        raise node.error(f"`{node.text()}` is not one of {', '.join(allowed)}", rule=rule_id)
    return node.text()


def _pattern(node: Node, rule_id: str) -> Pattern:
    try:
        return parse_pattern(node.text())
    except ValueError as error:
        raise node.error(f"bad pattern: {error}", rule=rule_id) from error


def _examples(node: Node | None) -> tuple[Example, ...]:
    if node is None:
        return ()
    return tuple(_example(item) for item in node.items())


def _example(node: Node) -> Example:
    text, _, values = node.text().partition(" => ")
    return Example(text, tuple(v.strip() for v in values.split("|") if v.strip()), node.path, node.line)


def _check_classes(rule: Rule, lexicon: Lexicon) -> None:
    for pattern in rule.patterns:
        missing = unknown_classes(pattern, lexicon.classes)
        if missing:
            raise RuleError(
                f"no cue file defines <{missing[0]}>", path=rule.path, line=rule.line, rule=rule.id,
                hint=f"Known: {', '.join(sorted(lexicon.classes))}.",
            )  # fmt: skip
