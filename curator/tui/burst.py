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
_FASTEST = 0.025
"""Seconds. Nobody presses key after key sooner than this."""
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
        self._unseen: deque[tuple[float, float]] = deque(maxlen=_REMEMBERED)

    def arrived(self, key: str, time: float) -> None:
        """A key came. `time` is in seconds on any clock that never goes back."""
        self._came.append((key, time))

    def unseen(self, begin: float, end: float) -> None:
        """A busy machine looked for no keys between these times: those that come at `end` may have come since `begin`.

        Where it was busy before as well, also since then: its terminal is as late as everything else.
        """
        if self._unseen and self._unseen[-1][1] == begin:
            begin, _ = self._unseen.pop()
        self._unseen.append((begin, end))

    def speed(self, key: str, time: float) -> Speed:
        """How the key of that time came, by what came before it and what has come since."""
        times = [at for _, at in self._came]
        before = _run([at for at in reversed(times) if at <= time], time)
        after = _run([at for at in times if at > time], time)
        if len(before) + len(after) > MOST_TOGETHER + self._typed_unseen([time, *before, *after]):
            return Speed.PASTED
        repeats = any(name == key and 0 < time - at < HELD for name, at in self._came)
        return Speed.HELD if repeats else Speed.TYPED

    def _typed_unseen(self, times: list[float]) -> int:
        """How many of these keys may have been typed while nobody looked."""
        first, last = min(times) - TOGETHER, max(times)
        meanwhile = sum(min(end, last) - begin for begin, end in self._unseen if begin < last and end >= first)
        return int(meanwhile / _FASTEST)


def _run(times: list[float], begin: float) -> list[float]:
    """Those of the times that follow one another, from `begin` on, without a pause."""
    run, last = [], begin
    for at in times:
        if abs(at - last) > TOGETHER:
            break
        run.append(at)
        last = at
    return run
