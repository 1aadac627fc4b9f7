"""Lines → running text: a hyphen at a line's end is kept or dropped as the rest of the document writes the word."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W_]+)*")
_END = re.compile(r"(?P<word>[^\W_]+(?:-[^\W_]+)*)[-‐]$")
_START = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_COMPOUNDS = "non anti self well dose cell all high low long short time pro post pre multi co meta half free cross"
_KEEPS = frozenset(_COMPOUNDS.split(" "))
_LEAST_WORD = 3
"""First parts that mostly keep their hyphen where the document does not tell."""


class Hyphens:
    """What the document's own words say about a broken one."""

    def __init__(self, lines: Iterable[str]) -> None:
        words: Counter[str] = Counter()
        broken = False
        for line in lines:
            found = _WORD.findall(line)
            breaks = _broken_word(line) is not None
            words.update(w.lower() for w in found[int(broken) : -1 if breaks else None])
            broken = breaks
        self._words = words

    def join(self, lines: Sequence[str]) -> tuple[str, list[int]]:
        """The lines as one text, and where each of them starts in it."""
        text = ""
        starts: list[int] = []
        for line in lines:
            if text:
                text = self._joined(text, line)
            starts.append(len(text))
            text += line
        return text, starts

    def _joined(self, text: str, line: str) -> str:
        """The text so far, ready for the next line: with a space, or with its last hyphen kept or dropped."""
        match = _broken_word(text)
        following = _START.match(line)
        if match is None:
            return text if re.search(r"\w[/–]$", text) and line[:1].isalnum() else f"{text} "
        if following is None:
            return f"{text} "
        return text[:-1] if self._is_one_word(match.group("word"), following.group()) else text

    def _is_word(self, part: str) -> bool:
        """True where the document uses the part as a word of its own, so that the hyphen links two words."""
        return len(part) >= _LEAST_WORD and self._words[part.lower()] > 0

    def _is_one_word(self, first: str, second: str) -> bool:
        if not second[:1].islower() or not first[-1:].isalpha() or any(c.isdigit() for c in second[:3]):
            return False
        joined, hyphenated = self._words[f"{first}{second}".lower()], self._words[f"{first}-{second}".lower()]
        if joined or hyphenated:
            return joined >= hyphenated
        last = first.rpartition("-")[2]
        if self._is_word(last) and self._is_word(second):
            return False
        return last.lower() not in _KEEPS and not last.isupper()


def _broken_word(line: str) -> re.Match[str] | None:
    """The word at the end of a line that ends with a hyphen."""
    return _END.search(line[-_REACH:]) if line.endswith(("-", "‐")) else None


_REACH = 60
