"""Owns how keys are waited for: how soon escape is escape, when keys were looked for and came, and a lost terminal.

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
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textual.driver import Driver
    from textual.message import Message

    from curator.tui.burst import Bursts

ALONE = 0.02
"""Seconds after which nothing more belongs to escape: terminals send the bytes of one key together."""
_SOON = 0.004
_LOOKS_EVERY = 0.01
_LOOKS = 4
"""How often the clock is looked at after a key, the first time soon; then only as often as Textual does."""


class _Watchful(selectors.SelectSelector):
    """Waits for keys, and after one for a short time only."""

    def __init__(self, bursts: Bursts) -> None:
        super().__init__()
        self._bursts = bursts
        self._left = 0
        self._looked = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        """What has come. `timeout` is in seconds."""
        wait = timeout if not self._left else _SOON if self._left == _LOOKS else _LOOKS_EVERY
        began = time.monotonic()
        found = super().select(wait)
        now = time.monotonic()
        if self._left and now - self._looked > 2 * _LOOKS_EVERY:
            # The machine is busy with something else: what comes now may have come long ago.
            self._bursts.unseen(self._looked, now)
        self._bursts.looked(now, found=bool(found), late=wait is not None and now - began > 2 * wait)
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

    def __init__(self, bursts: Bursts) -> None:
        self.SelectSelector = partial(_Watchful, bursts)


def wait_less_for_escape() -> None:
    """To be called before Textual is imported. A curator's own ESCDELAY, in milliseconds, holds."""
    os.environ.setdefault("ESCDELAY", str(round(1000 * ALONE)))


def watching(driver: type[Driver], bursts: Bursts) -> type[Driver]:
    """A driver that looks for keys often while some come, and has `bursts` hear of every key and of every look."""
    from textual.events import Key

    class Watching(driver):  # type: ignore[misc, valid-type]
        def process_message(self, message: Message) -> None:
            # Noted here, before the next look: it may be long until the program takes it in.
            if isinstance(message, Key):
                bursts.arrived(message.key, message.time)
            super().process_message(message)

    if sys.platform != "win32":
        from textual.drivers import linux_driver

        linux_driver.selectors = _Selectors(bursts)  # type: ignore[attr-defined, assignment]
    return Watching
