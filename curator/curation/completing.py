"""What a filter that is being typed may become: names of fields, and the values that a field has."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from curator.curation.queue import FIELDS, choices

Values = Callable[[str], Sequence[str]]
"""The values that a field has, for fields whose values are not known beforehand."""

_BOUNDS = ("<0.5", "<0.8", ">=0.5", ">=0.8")


@dataclass(frozen=True, slots=True)
class Offer:
    """What the last word of a filter may become."""

    start: int
    """Where the word begins in the text."""
    options: tuple[str, ...]
    """Whole words, those that begin as typed before those that only hold it."""

    def completed(self, text: str, option: str) -> str:
        """The text with its last word made this one; what is whole is followed by a blank."""
        return text[: self.start] + option + ("" if option.endswith(":") else " ")

    def common(self, text: str) -> str:
        """The text with what all options begin with."""
        return text[: self.start] + _common(self.options) if self.options else text


def offer(text: str, values: Values) -> Offer:
    """What the last word of the text may become; without options where nothing fits."""
    start = _last_word(text)
    word = text[start:]
    sign = "-" if word.startswith("-") else ""
    name, colon, part = word.removeprefix("-").partition(":")
    if not colon:
        fitting = [f"{field}:" for field in FIELDS if field.startswith(name.lower())]
        return Offer(start, tuple(sign + field for field in fitting if not (sign and field == "sort:")))
    field = name.lower()
    held = _BOUNDS if field == "confidence" else choices(field) or values(field)
    fitting = _fitting([value for value in held if value], part.lstrip('"'))
    return Offer(start, tuple(f"{sign}{field}:{_quoted(value)}" for value in fitting))


def _last_word(text: str) -> int:
    """Where the last word begins; blanks in quotation marks divide nothing."""
    start, quoted = 0, False
    for at, character in enumerate(text):
        if character == '"':
            quoted = not quoted
        elif character.isspace() and not quoted:
            start = at + 1
    return start


def _fitting(held: Iterable[str], part: str) -> list[str]:
    wanted = part.casefold()
    found = [value for value in held if wanted in value.casefold() and '"' not in value]
    return sorted(found, key=lambda value: not value.casefold().startswith(wanted))


def _quoted(value: str) -> str:
    return f'"{value}"' if any(character.isspace() for character in value) else value


def _common(options: Sequence[str]) -> str:
    """What all of them begin with, letter by letter."""
    first, last = min(options), max(options)
    same = next((n for n, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), min(len(first), len(last)))
    return first[:same]
