"""The queue of a curator: which rows, in which order, and which comes next.

A filter is written as in a search box: `state:undecided mirna:miR-21 -drug:cisplatin confidence:<0.5 text:"efflux"`.
A word without a field is looked for everywhere; a `-` in front turns a condition round; all conditions must hold.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from curator.model import Assertion, Claim, Effect, Polarity, Slot, State


class Queued(Protocol):
    """A row of the queue, as the database hands it out."""

    @property
    def id(self) -> str: ...
    @property
    def document_name(self) -> str: ...
    @property
    def assertion(self) -> Assertion: ...
    @property
    def state(self) -> State: ...
    @property
    def decided(self) -> Claim | None: ...
    @property
    def found(self) -> bool: ...


Row = TypeVar("Row", bound=Queued)


class FilterError(ValueError):
    """A filter cannot be understood; the message says why and what would be right."""


@dataclass(frozen=True, slots=True)
class Condition:
    """One part of a filter. `field` is empty where the word is looked for everywhere."""

    field: str
    value: str
    negated: bool = False


def parse(text: str) -> tuple[Condition, ...]:
    """The conditions of a filter. Raises FilterError for an unknown field or an impossible value."""
    return tuple(_condition(token) for token in _TOKEN.findall(text))


def matches(row: Queued, conditions: Iterable[Condition]) -> bool:
    """True where the row meets every condition."""
    return all(_FIELDS[c.field](row, c.value) is not c.negated for c in conditions)


def select(rows: Iterable[Row], conditions: Sequence[Condition]) -> list[Row]:
    """The rows that meet every condition, in their order."""
    return [row for row in rows if matches(row, conditions)]


def undecided(rows: Iterable[Row]) -> list[Row]:
    """The rows that wait for a verdict: undecided, and still found."""
    return [row for row in rows if _waits(row)]


def next_undecided(rows: Sequence[Row], *, after: str | None = None) -> Row | None:
    """The first row behind the one with the id `after` that waits for a verdict, else the first from the top."""
    ids = [row.id for row in rows]
    start = ids.index(after) + 1 if after in ids else 0
    return next((row for row in (*rows[start:], *rows[:start]) if _waits(row)), None)


def _waits(row: Queued) -> bool:
    return row.state is State.UNDECIDED and row.found


def _claim(row: Queued) -> Claim:
    """The claim as it stands: as decided, else as proposed."""
    return row.decided or row.assertion.claim


def _holds(value: str, part: str) -> bool:
    return part.casefold() in value.casefold()


def _in_slot(slot: Slot) -> Callable[[Queued, str], bool]:
    """A part of the slot's value, or `""` for an empty slot; a citation is a whole key, for 2 is not in 25."""

    def found(row: Queued, part: str) -> bool:
        value = _claim(row).get(slot) or ""
        return value == part if slot is Slot.CITATION or not part else _holds(value, part)

    return found


def _in_evidence(row: Queued, part: str) -> bool:
    return any(_holds(evidence.quote, part) for evidence in row.assertion.evidence)


def _in_section(row: Queued, part: str) -> bool:
    return any(_holds(evidence.section, part) for evidence in row.assertion.evidence)


def _in_rule(row: Queued, part: str) -> bool:
    return any(_holds(evidence.rule, part) for evidence in row.assertion.evidence)


def _anywhere(row: Queued, part: str) -> bool:
    values = [value for _, value in _claim(row).items() if value is not None]
    return any(_holds(value, part) for value in (*values, row.document_name)) or _in_evidence(row, part)


def _confidence(row: Queued, bound: str) -> bool:
    sign, number = _bound(bound)
    return _COMPARISONS[sign](row.assertion.confidence, number)


def _bound(text: str) -> tuple[str, float]:
    match = _BOUND.fullmatch(text)
    if match is None:
        raise FilterError(f"confidence:{text}: write a number between 0 and 1, such as confidence:<0.5")
    return match[1] or "=", float(match[2])


_FIELDS: dict[str, Callable[[Queued, str], bool]] = {
    "": _anywhere,
    **{slot.value: _in_slot(slot) for slot in Slot},
    "state": lambda row, value: row.state == value,
    "polarity": lambda row, value: row.assertion.polarity == value,
    "document": lambda row, part: _holds(row.document_name, part),
    "section": _in_section,
    "rule": _in_rule,
    "text": _in_evidence,
    "confidence": _confidence,
    "found": lambda row, value: row.found is (value == "yes"),
}
_CHOICES = {
    "effect": [*(effect.value for effect in Effect), ""],
    "state": [state.value for state in State],
    "polarity": [polarity.value for polarity in Polarity],
    "found": ["yes", "no"],
}
_COMPARISONS: dict[str, Callable[[float, float], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "=": operator.eq,
}
_BOUND = re.compile(r"(<=|>=|<|>|=)?(\d*\.?\d+)")
_TOKEN = re.compile(r'-?(?:[A-Za-z]+:)?"[^"]*"(?=\s|$)|\S+')
_FIELDED = re.compile(r"([A-Za-z]+):(.*)", re.DOTALL)


def _condition(token: str) -> Condition:
    negated = token.startswith("-") and len(token) > 1
    bare = token[1:] if negated else token
    fielded = _FIELDED.fullmatch(bare)
    field, written = (fielded[1].lower(), fielded[2]) if fielded else ("", bare)
    if field not in _FIELDS:
        raise FilterError(f"{token}: there is no field {field}; there are {', '.join(filter(None, _FIELDS))}")
    return Condition(field, _value(token, field, written), negated)


def _value(token: str, field: str, written: str) -> str:
    quoted = len(written) > 1 and written[0] == written[-1] == '"'
    value = written[1:-1] if quoted else written
    if '"' in value:
        raise FilterError(f'{token}: a quotation mark is missing; write {field or "text"}:"two words"')
    if not value and not quoted:
        raise FilterError(f'{token}: a value is missing; for an empty one write {field}:""')
    if field == "confidence":
        _bound(value)
    if value not in _CHOICES.get(field, [value]):
        raise FilterError(f"{token}: {field} is {' or '.join(choice or repr(choice) for choice in _CHOICES[field])}")
    return value
