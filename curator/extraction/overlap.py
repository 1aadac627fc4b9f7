"""Which mentions overlap, told in time that grows with the text and not with its square."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate

from curator.model import Mention


class Cover:
    """The characters that some mentions take up."""

    __slots__ = ("_taken",)

    def __init__(self, mentions: Sequence[Mention]) -> None:
        self._taken = bytearray(max((m.end for m in mentions), default=0))
        for mention in mentions:
            self._taken[mention.start : mention.end] = b"\1" * len(mention)

    def touches(self, start: int, end: int) -> bool:
        """True where one of the mentions has a character in `start:end`."""
        return self._taken.find(1, start, end) >= 0


def without_overlap(mentions: Iterable[Mention], others: Sequence[Mention]) -> list[Mention]:
    """The mentions that share no character with any of the others."""
    cover = Cover(others)
    return [m for m in mentions if not cover.touches(m.start, m.end)]


def outer(mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions that do not lie inside a longer one, in the order given."""
    inside: set[tuple[int, int]] = set()
    widest: Mention | None = None
    for mention in sorted(mentions, key=lambda m: (m.start, -m.end)):
        if widest is None or mention.end > widest.end:
            widest = mention
        elif len(mention) < len(widest):
            inside.add((mention.start, mention.end))
    return [m for m in mentions if (m.start, m.end) not in inside]


class Holders:
    """Mentions that may hold others."""

    __slots__ = ("_ends", "_starts")

    def __init__(self, mentions: Sequence[Mention]) -> None:
        ordered = sorted(mentions, key=lambda m: m.start)
        self._starts = [m.start for m in ordered]
        self._ends = list(accumulate((m.end for m in ordered), max))
        """The furthest end of all that begin no later."""

    def hold(self, mention: Mention) -> bool:
        """True where the mention lies inside one of them."""
        index = bisect_right(self._starts, mention.start) - 1
        return index >= 0 and mention.end <= self._ends[index]
