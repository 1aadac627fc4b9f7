"""Abbreviations that a paper defines, after Schwartz and Hearst 2003 (Pac Symp Biocomput 8:451-462)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

_BRACKET = re.compile(r"\(([^()]{2,80})\)")
_SHORT = re.compile(r"[A-Za-z0-9][\w\-/+.'’]*(?: [\w\-/+]+)?$")
_LISTED = re.compile(
    r"(?:^|[;.:]\s*)(?P<short>[A-Za-z][\w\-/]{1,14})\s*[:,=]\s+(?P<long>[A-Za-z][^;:]{2,100}?)(?=;|\.?\s*$|\.\s)"
)
_WORDS_BEFORE = re.compile(r"\S+")


def find_abbreviations(text: str) -> dict[str, str]:
    """Short form → long form, for every definition in the text; the first definition counts."""
    found: dict[str, str] = {}
    for short, long in _definitions(text):
        found.setdefault(short, long)
        if not short.endswith("s"):
            found.setdefault(f"{short}s", long)
    return found


def listed_abbreviations(text: str) -> dict[str, str]:
    """Short form → long form in a list such as `CAF: Cancer-Associated Fibroblast; BC: Breast Cancer`."""
    found = {m["short"]: m["long"].strip() for m in _LISTED.finditer(text)}
    return {**{f"{short}s": long for short, long in found.items()}, **found}


def _definitions(text: str) -> Iterator[tuple[str, str]]:
    for bracket in _BRACKET.finditer(text):
        inside = re.split(r"[;,] ", bracket.group(1))[0].strip()
        before = text[max(0, bracket.start() - 200) : bracket.start()].rstrip()
        before = re.split(r"[.;:()\n]\s", before)[-1]
        if _is_short(inside) and (long := long_form(inside, before)):
            yield inside, long
        elif 2 <= len(inside.split()) <= 10 and (last := re.search(r"\S+$", before)):
            candidate = last.group().strip(",")
            if _is_short(candidate) and candidate != candidate.lower() and (long := long_form(candidate, inside)):
                yield candidate, long


def _is_short(text: str) -> bool:
    return 2 <= len(text) <= 12 and _SHORT.match(text) is not None and any(c.isalpha() for c in text)


def long_form(short: str, before: str) -> str | None:
    """The shortest end of `before` that has the short form's letters in order, the first of them at a word's start."""
    limit = min(len(short) + 5, len(short) * 2)
    words = list(_WORDS_BEFORE.finditer(before))[-limit:]
    if not words:
        return None
    candidate = before[words[0].start() :]
    letters = [c for c in short.lower().removesuffix("s") if c.isalnum()]
    position = len(candidate)
    for index in range(len(letters) - 1, -1, -1):
        position = _previous(candidate.lower(), letters[index], position, at_word_start=index == 0)
        if position < 0:
            return None
    long = candidate[position:]
    return long if len(long) > len(short) and short.lower() not in long.lower().split() else None


def _previous(text: str, letter: str, position: int, *, at_word_start: bool) -> int:
    position -= 1
    while position >= 0:
        if text[position] == letter and (not at_word_start or position == 0 or not text[position - 1].isalnum()):
            return position
        position -= 1
    return -1


def expand(text: str, abbreviations: Mapping[str, str]) -> str:
    """The text with every defined short form replaced by its long form."""
    return re.sub(r"[A-Za-z0-9][\w\-/]*", lambda m: abbreviations.get(m.group(), m.group()), text)
