"""Owns how typing is told from a paste that comes as keys, and from a key that is held down.

A terminal without bracketed paste sends pasted text letter by letter, all of it at once. A person never types so fast;
hence keys that come in such a burst are not taken for commands. Keys come together where the terminal was read once for
all of them, however slowly a busy machine then takes them in, or where little time is between them. Pure: key names and
times in, an answer out; one thread may tell of keys while another asks.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from enum import Enum

TOGETHER = 0.012
"""Seconds. Keys closer than this were not pressed one after the other; the fastest typists need five times as long."""
HELD = 0.06
"""Seconds. The same key this soon again is the keyboard repeating it."""
MOST_TOGETHER = 2
"""Keys that may come at once: a network hands over two that were typed within its delay."""
_FASTEST = 0.025
"""Seconds. Nobody presses key after key sooner than this."""
_LATEST = 0.25
"""Seconds after which nobody waits any more for the terminal to be looked at again."""
_REMEMBERED = 64


class Speed(Enum):
    """How a key came."""

    TYPED = "typed"
    PASTED = "pasted"
    HELD = "held"


@dataclass(slots=True)
class _Read:
    """What was read from the terminal at once."""

    time: float
    keys: int = 0


class Bursts:
    """When which keys came, as far back as it matters."""

    def __init__(self) -> None:
        self._came: deque[tuple[str, float]] = deque(maxlen=_REMEMBERED)
        self._unseen: deque[tuple[float, float]] = deque(maxlen=_REMEMBERED)
        self._reads: deque[_Read] = deque(maxlen=_REMEMBERED)
        self._looked: float | None = None
        self._nothing: float | None = None
        """When the terminal was last looked at, and when there was nothing then."""

    def arrived(self, key: str, time: float) -> None:
        """A key came. `time` is in seconds on any clock that never goes back."""
        self._came.append((key, time))
        if self._reads:
            self._reads[-1].keys += 1

    def unseen(self, begin: float, end: float) -> None:
        """A busy machine looked for no keys between these times: those that come at `end` may have come since `begin`.

        Where it was busy before as well, also since then: its terminal is as late as everything else.
        """
        if self._unseen and self._unseen[-1][1] == begin:
            begin, _ = self._unseen.pop()
        self._unseen.append((begin, end))

    def looked(self, time: float, *, found: bool, late: bool = False) -> None:
        """The terminal was looked at, and all that had been read before has arrived. What is found is read next.

        Where the look was `late` the machine is busy: to find nothing means nothing, for who sends may be late as well.
        """
        self._looked = time
        if found:
            self._reads.append(_Read(time))
        elif not late:
            self._nothing = time

    def is_known(self, time: float, waited: float) -> bool:
        """Whether all has come that tells how the key of that time came.

        It has where nothing was left to read, or where that is not told, after `waited` seconds.
        """
        if self._nothing is not None and self._nothing > time:
            return True
        is_whole = self._looked is None or self._looked > time
        return waited > (TOGETHER if is_whole else _LATEST)

    def speed(self, key: str, time: float) -> Speed:
        """How the key of that time came, by what came before it and what has come since."""
        came = list(self._came)
        times = [at for _, at in came]
        before = _run([at for at in reversed(times) if at <= time], time)
        after = _run([at for at in times if at > time], time)
        read = self._read_of(time)
        together = max(read.keys, len(before) + len(after))
        if together > MOST_TOGETHER + self._typed_unseen([read.time, time, *before, *after]):
            return Speed.PASTED
        repeats = any(name == key and 0 < time - at < HELD for name, at in came)
        return Speed.HELD if repeats else Speed.TYPED

    def _read_of(self, time: float) -> _Read:
        """What the key of that time was read with."""
        return next((read for read in reversed(list(self._reads)) if read.time <= time), _Read(time, keys=1))

    def _typed_unseen(self, times: list[float]) -> int:
        """How many of these keys may have been typed while nobody looked."""
        first, last = min(times) - TOGETHER, max(times)
        meanwhile = sum(min(end, last) - begin for begin, end in list(self._unseen) if begin < last and end >= first)
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
