"""Owns how keys are waited for: how soon escape is escape, whether keys were looked for in time, and a lost terminal.

A terminal sends escape as the first byte of many other keys too. Textual waits as long as ESCDELAY says for the rest of
such a key, but looks at its clock only every tenth of a second; and it would ask a terminal that is gone for ever.
"""

from __future__ import annotations

import os
import select
import selectors
import signal
import sys
import time
from collections.abc import Callable
from functools import partial

ALONE = 0.02
"""Seconds after which nothing more belongs to escape: terminals send the bytes of one key together."""
_LOOKS_EVERY = 0.01
_LOOKS = 4
"""How often the clock is looked at after a key; then only as often as Textual does."""


class _Watchful(selectors.SelectSelector):
    """Waits for keys, and after one for a short time only."""

    def __init__(self, unseen: Callable[[float, float], None]) -> None:
        super().__init__()
        self._unseen = unseen
        self._left = 0
        self._looked = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        """What has come. `timeout` is in seconds."""
        found = super().select(_LOOKS_EVERY if self._left else timeout)
        now = time.monotonic()
        if self._left and now - self._looked > 2 * _LOOKS_EVERY:
            # The machine is busy with something else: what comes now may have come long ago.
            self._unseen(self._looked, now)
        self._looked = now
        self._left = _LOOKS if found else max(0, self._left - 1)
        if any(_is_gone(key.fd) for key, _ in found):
            # The end of the connection, of which this process was not told: it is no part of the terminal's session.
            os.kill(os.getpid(), signal.SIGHUP)
        return found


def _is_gone(terminal: int) -> bool:
    """True where nothing is at the other end any more."""
    asked = select.poll()
    asked.register(terminal, 0)
    return any(event & select.POLLHUP for _, event in asked.poll(0))


class _Selectors:
    """What Textual's driver takes from the module `selectors`."""

    EVENT_READ = selectors.EVENT_READ

    def __init__(self, unseen: Callable[[float, float], None]) -> None:
        self.SelectSelector = partial(_Watchful, unseen)


def wait_less_for_escape() -> None:
    """To be called before Textual is imported. A curator's own ESCDELAY, in milliseconds, holds."""
    os.environ.setdefault("ESCDELAY", str(round(1000 * ALONE)))


def watch_keys(unseen: Callable[[float, float], None]) -> None:
    """Have the program that is started next look for keys often while some come.

    `unseen` is told of each time in which it could not look: its begin and its end on the monotonic clock, in seconds.
    """
    if sys.platform == "win32":
        return
    from textual.drivers import linux_driver

    linux_driver.selectors = _Selectors(unseen)  # type: ignore[attr-defined, assignment]
