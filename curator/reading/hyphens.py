"""Lines → running text: a hyphen at a line's end is kept or dropped as the rest of the document writes the word."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W_]+)*")
_END = re.compile(r"(?P<word>[^\W_]+(?:-[^\W_]+)*)[-‐]$")
_START = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_FIRST_PARTS = (
    "non anti self well dose cell all high low long short time post pre co half free cross one two three four five six "
    "seven eight nine ten first second third single double triple real end state follow cost risk body health life "
    "evidence decision treatment disease drug patient open large small full mid near ultra quasi ex semi"
)
_SECOND_PARTS = (
    "based related directed specific dependent independent making like free induced associated driven derived mediated "
    "positive negative resistant sensitive treated term reported controlled scale level type grade stage risk line "
    "blind blinded sided armed tailed fold year month week day old up off oriented adjusted weighted matched linked "
    "centred centered rich poor deficient proficient generation throughput wide width time "
    "trial centre center cell site point effect effective guided coated loaded labelled labeled regulated tuning "
    "delivered infected bound binding targeted targeting promoting inhibiting enhancing expressing naive only quality"
)
_FIRST = frozenset(_FIRST_PARTS.split())
"""First parts that mostly keep their hyphen where the document does not tell."""
_SECOND = frozenset(_SECOND_PARTS.split())
"""Second parts that mostly do, after a word."""
_LINKS = frozenset({"to", "of", "and", "in", "the", "by", "on"})
_NO_WORDS = frozenset({"com", "org", "www", "pro", "con", "ing", "ward", "wards"})
"""Found in addresses and abbreviations."""
_LEAST_WORD = 3
_LEAST_SECOND = 4
_LONGEST_PREFIX = 6


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
        self._prefixes = _prefixes(words)

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
        return len(part) >= _LEAST_WORD and self._words[part.lower()] > 0 and part.lower() not in _NO_WORDS

    def _is_one_word(self, first: str, second: str) -> bool:
        """True where the hyphen is the line's; what the document writes elsewhere decides, else how words are made."""
        joined, hyphenated = self._words[f"{first}{second}".lower()], self._words[f"{first}-{second}".lower()]
        if joined or hyphenated:
            return joined >= hyphenated
        if not second[:1].islower() or not first[-1:].isalpha() or any(c.isdigit() for c in second[:3]):
            return False
        before, _, last = first.rpartition("-")
        low, (second, _, rest) = last.lower(), second.partition("-")
        if low in _FIRST or last.isupper() or (before and low in _LINKS) or (rest and second in _LINKS):
            return False
        if second in _SECOND and (len(last) > _LONGEST_PREFIX or self._is_word(last)):
            return False
        if low in self._prefixes:
            return False
        return not (self._is_word(last) and self._is_word(second) and len(second) >= _LEAST_SECOND)


def _prefixes(words: Counter[str]) -> frozenset[str]:
    """First parts that the document hyphenates more often than it joins them: `multi-`, `radio-`."""
    hyphenated = Counter(word.partition("-")[0] for word in words if "-" in word)
    short = {part: n for part, n in hyphenated.items() if _LEAST_WORD <= len(part) <= _LONGEST_PREFIX}
    joined = Counter(part for word in words for part in _heads(word) if part in short)
    return frozenset(part for part, n in short.items() if n > joined[part] and (n > 1 or part not in words))


def _heads(word: str) -> list[str]:
    if "-" in word:
        return []
    return [word[:size] for size in range(_LEAST_WORD, _LONGEST_PREFIX + 1) if len(word) > size + 2]


def _broken_word(line: str) -> re.Match[str] | None:
    """The word at the end of a line that ends with a hyphen."""
    return _END.search(line[-_REACH:]) if line.endswith(("-", "‐")) else None


_REACH = 60
