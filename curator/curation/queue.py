"""The queue of a curator: which rows, and in which order.

A filter is written as in a search box: `state:undecided mirna:miR-21 -drug:cisplatin confidence:<0.5 text:"efflux"`.
All conditions must hold; a `-` or the word `not` in front turns one round. A slot is looked for by any part of its
value; text, section, rule and words without a field by whole words, of which the last may be only begun.
`sort:confidence` and `sort:-confidence` say in which order, lowest or highest first. `select` says what the conditions
mean; `storage.conditions` asks the database the same, and a test holds the two together.
"""

from __future__ import annotations

import operator
import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
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
    def polarity(self) -> Polarity: ...
    @property
    def found(self) -> bool: ...
    @property
    def conflict(self) -> bool: ...
    @property
    def assigned(self) -> str: ...
    @property
    def moved(self) -> bool: ...


Row = TypeVar("Row", bound=Queued)


class FilterError(ValueError):
    """A filter cannot be understood; the message says why and what would be right."""


@dataclass(frozen=True, slots=True)
class Condition:
    """One part of a filter. `field` is empty where the word is looked for everywhere."""

    field: str
    value: str
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """A filter as read: which rows, and in which order."""

    conditions: tuple[Condition, ...] = ()
    sort: str = "document"
    """`document` is papers as read and rows as in the text; else `confidence`, `mirna` or `state`."""
    descending: bool = False


SORTS = {
    "document": "the order in the text",
    "confidence": "confidence, the lowest first",
    "mirna": "the name of the miRNA",
    "state": "how they were decided",
}
"""What the queue is sorted by, and what that is called."""


def query(text: str) -> Query:
    """What a filter asks for. Raises FilterError for an unknown field or an impossible value."""
    conditions: list[Condition] = []
    order = ("document", False)
    negate = False
    for token in _TOKEN.findall(text):
        if token == _NOT and not negate:
            negate = True
            continue
        condition = _condition(token)
        if condition.field == _SORT:
            order = _order(token, condition, negate=negate)
        else:
            conditions.append(replace(condition, negated=condition.negated is not negate))
        negate = False
    if negate:
        raise FilterError("not: write behind it what must not hold, such as not drug:cisplatin")
    return Query(tuple(conditions), *order)


def sorted_by(text: str, order: str, *, descending: bool = False) -> str:
    """The filter with this order in place of the one that it asks for."""
    kept = [token for token in _TOKEN.findall(text) if not token.lower().startswith(f"{_SORT}:")]
    is_usual = order == "document" and not descending
    return " ".join([*kept, *([] if is_usual else [f"{_SORT}:{'-' if descending else ''}{order}"])])


def matches(row: Queued, conditions: Iterable[Condition]) -> bool:
    """True where the row meets every condition."""
    return all(_FIELDS[c.field](row, c.value) is not c.negated for c in conditions)


def select(rows: Iterable[Row], conditions: Sequence[Condition]) -> list[Row]:
    """The rows that meet every condition, in their order."""
    return [row for row in rows if matches(row, conditions)]


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


def _words(text: str) -> list[str]:
    """Runs of letters and digits without case or accents, as the search of the database has them."""
    bare = "".join(c for c in unicodedata.normalize("NFD", text.casefold()) if not unicodedata.combining(c))
    return _WORD.findall(bare)


def _says(text: str, phrase: str) -> bool:
    """True where the words stand in the text one after the other; the last may be only begun."""
    held, wanted = _words(text), _words(phrase)
    ends = range(len(wanted), len(held) + 1)
    return any(
        held[end - len(wanted) : end - 1] == wanted[:-1] and held[end - 1].startswith(wanted[-1]) for end in ends
    )


def _in_evidence(row: Queued, phrase: str) -> bool:
    return any(_says(evidence.quote, phrase) for evidence in row.assertion.evidence)


def _in_section(row: Queued, phrase: str) -> bool:
    return any(_says(evidence.section, phrase) for evidence in row.assertion.evidence)


def _in_rule(row: Queued, phrase: str) -> bool:
    return any(_says(evidence.rule, phrase) for evidence in row.assertion.evidence)


def _anywhere(row: Queued, phrase: str) -> bool:
    values = [value for _, value in _claim(row).items() if value is not None]
    return any(_says(value, phrase) for value in (*values, row.document_name)) or _in_evidence(row, phrase)


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
    "polarity": lambda row, value: row.polarity == value,
    "document": lambda row, part: _holds(row.document_name, part),
    "section": _in_section,
    "rule": _in_rule,
    "text": _in_evidence,
    "confidence": _confidence,
    "found": lambda row, value: row.found is (value == "yes"),
    "conflict": lambda row, value: row.conflict is (value == "yes"),
    "moved": lambda row, value: row.moved is (value == "yes"),
    "assigned": lambda row, name: row.assigned.casefold() == name.casefold(),
}
_CHOICES = {
    "effect": [*(effect.value for effect in Effect), ""],
    "state": [state.value for state in State],
    "polarity": [polarity.value for polarity in Polarity],
    "found": ["yes", "no"],
    "conflict": ["yes", "no"],
    "moved": ["yes", "no"],
    "sort": [f"{sign}{name}" for name in SORTS for sign in ("", "-")],
}
_EMPTIABLE = {*(slot.value for slot in Slot), "assigned"}
_EXAMPLES = {
    **{field: f"{field}:{choices[0]}" for field, choices in _CHOICES.items()},
    "assigned": "assigned:ada",
    "confidence": "confidence:<0.5",
    "document": "document:zhao",
    "section": "section:results",
    "rule": "rule:targets",
    "text": 'text:"drug efflux"',
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
_WORD = re.compile(r"[^\W_]+")
_IN_WORDS = ("", "text", "section", "rule")
_NOT = "not"
_SORT = "sort"
_FIELDED = re.compile(r"([A-Za-z]+):(.*)", re.DOTALL)

FIELDS = (*filter(None, _FIELDS), _SORT)
"""Every name that may stand before a colon."""


def choices(field: str) -> list[str]:
    """The values that a field may have, where there are only a few; `""` is an empty slot."""
    return list(_CHOICES.get(field, ()))


def _condition(token: str) -> Condition:
    negated = token.startswith("-")
    bare = token[1:] if negated else token
    if not bare:
        raise FilterError("-: write behind it what must not hold, such as -drug:cisplatin")
    fielded = _FIELDED.fullmatch(bare)
    field, written = (fielded[1].lower(), fielded[2]) if fielded else ("", bare)
    if field not in _FIELDS and field != _SORT:
        raise FilterError(f"{token}: {_no_field(field)}")
    return Condition(field, _value(token, field, written), negated)


def _no_field(field: str) -> str:
    near = get_close_matches(field, FIELDS, n=1)
    return f"there is no field {field}{f' (is it {near[0]}?)' if near else ''}; there are {', '.join(FIELDS)}"


def _order(token: str, condition: Condition, *, negate: bool) -> tuple[str, bool]:
    """What to sort by, and whether from the end."""
    if condition.negated or negate:
        raise FilterError(f"{token}: an order is not turned round so; write sort:-{condition.value.lstrip('-')}")
    return condition.value.removeprefix("-"), condition.value.startswith("-")


_NO_VALUE = '"" for none'
"""How an empty slot is asked for."""


def _value(token: str, field: str, written: str) -> str:
    quoted = len(written) > 1 and written[0] == written[-1] == '"'
    value = written[1:-1] if quoted else written
    if '"' in value:
        raise FilterError(f'{token}: a quotation mark is missing; write {field or "text"}:"two words"')
    if not value and not quoted:
        example = f'; for an empty one write {field}:""' if field in _EMPTIABLE else f", such as {_EXAMPLES[field]}"
        raise FilterError(f"{token}: a value is missing{example}")
    if field in _IN_WORDS and not _words(value):
        raise FilterError(f"{token}: there is no letter or digit in it to look for; write a word, such as efflux")
    if field == "confidence":
        _bound(value)
    choices = _CHOICES.get(field, [value])
    if value not in choices and field in _CHOICES and value.lower() in choices:
        return value.lower()
    if value not in choices:
        raise FilterError(f"{token}: {field} is {' or '.join(choice or _NO_VALUE for choice in choices)}")
    return value
