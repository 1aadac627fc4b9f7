"""How often a regular expression of a rule file may have to try anew: what could go on for ever is refused unrun.

Python's engine goes back and tries another way wherever there was a choice. The ways multiply along an expression and
with every round of a repetition, so `(a+)+$` takes twice as long with every letter. Here they are counted from the
expression's own parse, too many rather than too few. A choice that the next character decides is none, so
`[a-z]+(?:-[a-z]+)*` has one way, however long the text is.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

LONGEST_TEXT = 2000
"""Characters that an expression is tried on at once; sentences are seldom a fifth of it."""
MOST_WAYS = 200_000
"""Half of them are needed by the busiest of the built-in expressions."""
LONGEST_EXPRESSION = 2000
_ENDLESS = 10**12
_parser: Any = importlib.import_module("re._parser")
_SAMPLES = "".join(
    [
        *map(chr, range(128)),
        *"\u00a0\u00b2\u00b5\u00c5\u00e9\u0131\u017f\u0301\u0391\u03b2\u0660\u2010\u2013\u2028\u4e2d\ue000\U0001f600",
    ]
)
"""Characters that stand for all: those of ASCII, and some of every sort that an expression can tell apart."""

Chars = int
"""A set of sampled characters, one bit each."""


def matches(expression: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """Every match in a text, which is looked at in stretches of LONGEST_TEXT where it is longer."""
    start = 0
    while start < len(text):
        end = min(len(text), start + LONGEST_TEXT)
        if end < len(text):
            end = text.rfind(" ", start, end) + 1 or end
        yield from expression.finditer(text, start, end)
        start = end


class CostError(ValueError):
    """An expression may take for ever; the message says where and what to write instead."""


def check_cost(expression: str) -> None:
    """Raise CostError for an expression that has far more ways to match than any name needs."""
    if len(expression) > LONGEST_EXPRESSION:
        raise CostError(f"the expression has {len(expression)} characters; the limit is {LONGEST_EXPRESSION}")
    parsed = _parser.parse(expression)
    counted = _Counter(_sampled(parsed), ignores_case=bool(parsed.state.flags & re.IGNORECASE))
    ways = counted.sequence(list(parsed), 0)
    if ways > MOST_WAYS:
        raise CostError(
            "the expression may try far too many ways on one text: repetitions that take the same characters stand "
            "inside or behind one another"
        )


def _sampled(parsed: Any) -> str:
    """The sampled characters, with those that the expression names and their neighbours."""
    named = {c for code in _codes(parsed) for c in (code - 1, code, code + 1) if 0 <= c < 0x110000}
    return "".join(dict.fromkeys(_SAMPLES + "".join(map(chr, sorted(named)))))


def _codes(part: Any) -> Iterable[int]:
    """Every number in a parse; code points are among them."""
    if isinstance(part, bool):
        return
    if isinstance(part, int) and type(part) is int:
        yield min(part, 0x10FFFF)
    elif isinstance(part, list | tuple) or hasattr(part, "data"):
        for inner in part:
            yield from _codes(inner)


class _Counter:
    """Counts the ways of one expression. `after` is what may come next where a part ends."""

    def __init__(self, characters: str, *, ignores_case: bool) -> None:
        self._characters = characters
        self._ignores_case = ignores_case
        self._all = (1 << len(characters)) - 1
        self._known: dict[int, Chars] = {}
        """By the identity of a step, which its parse keeps."""

    # Ways

    def sequence(self, parts: Sequence[Any], after: Chars) -> int:
        """In how many ways the parts may match one after the other."""
        ways = 1
        for part in reversed(parts):
            ways = min(_ENDLESS, ways * self._ways(part, after))
            after = self._before(part, after)
        return ways

    def _ways(self, part: Any, after: Chars) -> int:
        kind, value = str(part[0]), part[1]
        match kind:
            case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
                ways = self._repeated(value, after)
            case "SUBPATTERN":
                ways = self.sequence(list(value[3]), after)
            case "ATOMIC_GROUP":
                ways = self.sequence(list(value), after)
            case "ASSERT" | "ASSERT_NOT":
                ways = self.sequence(list(value[1]), self._all)
            case "BRANCH":
                ways = self._branched([list(b) for b in value[1]], after)
            case "GROUPREF_EXISTS":
                ways = self._branched([list(b) for b in value[1:] if b is not None], after)
            case _:
                ways = 1
        return ways

    def _branched(self, branches: list[list[Any]], after: Chars) -> int:
        """The sum, or the most where the next character decides."""
        ways = [self.sequence(branch, after) for branch in branches]
        firsts = [self._firsts(branch, after) for branch in branches]
        decided = all(not a & b for n, a in enumerate(firsts) for b in firsts[:n])
        return max(ways) if decided else min(_ENDLESS, sum(ways))

    def _repeated(self, value: Any, after: Chars) -> int:
        least, most, body = int(value[0]), min(int(value[1]), LONGEST_TEXT), list(value[2])
        first = self._firsts(body, after)
        inner = self.sequence(body, first | after)
        rounds = 1 if not first & after else max(1, most - least + 1)
        if inner == 1:
            return rounds
        return (
            _ENDLESS if most * inner.bit_length() > _ENDLESS.bit_length() * 2 else min(_ENDLESS, rounds * inner**most)
        )

    # First characters

    def _firsts(self, parts: Sequence[Any], after: Chars) -> Chars:
        """With which characters the parts, and what comes behind them, may begin."""
        for part in reversed(parts):
            after = self._before(part, after)
        return after

    def _before(self, part: Any, after: Chars) -> Chars:
        """With which characters the part, and what comes behind it, may begin."""
        kind, value = str(part[0]), part[1]
        match kind:
            case "LITERAL" | "NOT_LITERAL" | "IN" | "ANY" | "RANGE" | "CATEGORY":
                if id(part) not in self._known:
                    self._known[id(part)] = self._taken(kind, value)
                found = self._known[id(part)]
            case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
                inner = self._firsts(list(value[2]), after)
                found = inner if int(value[0]) else inner | after
            case "SUBPATTERN":
                found = self._firsts(list(value[3]), after)
            case "ATOMIC_GROUP":
                found = self._firsts(list(value), after)
            case "BRANCH":
                found = self._any(list(value[1]), after)
            case "ASSERT" if value[0] > 0:
                # What is behind it must begin as it does; where it can be empty it says nothing.
                ahead = self._firsts(list(value[1]), self._all)
                found = ahead & after if after else ahead
            case "AT" | "ASSERT" | "ASSERT_NOT":
                found = after
            case _:
                # What a reference to a group takes is not known before it is run.
                found = self._all
        return found

    def _any(self, branches: Iterable[Any], after: Chars) -> Chars:
        found = 0
        for branch in branches:
            found |= self._firsts(list(branch), after)
        return found

    def _taken(self, kind: str, value: Any) -> Chars:
        """The sampled characters that one step takes."""
        found = 0
        for number, character in enumerate(self._characters):
            forms = {character, character.lower(), character.upper()} if self._ignores_case else {character}
            if any(_takes(kind, value, form) for form in forms if len(form) == 1):
                found |= 1 << number
        return found


_CATEGORIES = {"DIGIT": re.compile(r"\d"), "SPACE": re.compile(r"\s"), "WORD": re.compile(r"\w")}


def _takes(kind: str, value: Any, character: str) -> bool:
    code = ord(character)
    match kind:
        case "LITERAL":
            return bool(code == value)
        case "NOT_LITERAL":
            return bool(code != value)
        case "RANGE":
            return bool(value[0] <= code <= value[1])
        case "CATEGORY":
            name = str(value).removeprefix("CATEGORY_")
            found = _CATEGORIES[name.removeprefix("NOT_")].match(character) is not None
            return found is not name.startswith("NOT_")
        case "IN":
            negated = str(value[0][0]) == "NEGATE"
            return any(_takes(str(k), v, character) for k, v in value[negated:]) is not negated
    return True
