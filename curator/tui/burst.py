"""Owns how typing is told from a paste that comes as keys, and from a key that is held down.

A terminal without bracketed paste sends pasted text letter by letter, all of it at once. A person never types so fast;
hence keys that come in such a burst are not taken for commands. Pure: key names and times in, an answer out.
"""

from __future__ import annotations

from collections import deque
from enum import Enum

TOGETHER = 0.012
"""Seconds. Keys closer than this were not pressed one after the other; the fastest typists need five times as long."""
HELD = 0.06
"""Seconds. The same key this soon again is the keyboard repeating it."""
MOST_TOGETHER = 2
"""Keys that may come at once: a network hands over two that were typed within its delay."""
_REMEMBERED = 64


class Speed(Enum):
    """How a key came."""

    TYPED = "typed"
    PASTED = "pasted"
    HELD = "held"


class Bursts:
    """When which keys came, as far back as it matters."""

    def __init__(self) -> None:
        self._came: deque[tuple[str, float]] = deque(maxlen=_REMEMBERED)

    def arrived(self, key: str, time: float) -> None:
        """A key came. `time` is in seconds on any clock that never goes back."""
        self._came.append((key, time))

    def speed(self, key: str, time: float) -> Speed:
        """How the key of that time came, by what came before it and what has come since."""
        times = [at for _, at in self._came]
        before = _run([at for at in reversed(times) if at <= time], time)
        after = _run([at for at in times if at > time], time)
        if before + after > MOST_TOGETHER:
            return Speed.PASTED
        repeats = any(name == key and 0 < time - at < HELD for name, at in self._came)
        return Speed.HELD if repeats else Speed.TYPED


def _run(times: list[float], begin: float) -> int:
    """How many of the times follow one another, from `begin` on, without a pause."""
    count, last = 0, begin
    for at in times:
        if abs(at - last) > TOGETHER:
            break
        count, last = count + 1, at
    return count
