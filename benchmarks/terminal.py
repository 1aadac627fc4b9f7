"""A pseudo-terminal with a program in it, and when what it paints has arrived.

What the program writes is noted with its moment and drawn only afterwards, so that drawing takes no time from it.
"""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

import pyte

COLUMNS, LINES = 140, 40
TOGETHER = 0.004
"""Seconds between two pieces of one frame: a terminal takes in a few kilobytes at a time."""
QUIET = 0.05
"""Seconds without a byte after which what has come is drawn and looked at."""
PATIENCE = 30.0
_QUERIES = re.compile(rb"\x1b\[[>=<?][0-9;]*[a-zA-Z$]?u|\x1b\[\?[0-9;]*\$p|\x1b\[>[0-9;]*[a-zA-Z]")
"""Keyboard protocols and questions to the terminal, which pyte would print."""
_UNFINISHED = re.compile(rb"\x1b(\[[>=<?]?[0-9;]*\$?)?$")

Shown = Callable[[pyte.Screen], bool]
"""Whether the screen shows what is waited for."""


class Terminal:
    """A program in a terminal of its own, started at once."""

    def __init__(self, command: Sequence[str], variables: Mapping[str, str]) -> None:
        self._screen = pyte.Screen(COLUMNS, LINES)
        self._stream = pyte.ByteStream(self._screen)
        self._begun = b""
        self._near, far = pty.openpty()
        fcntl.ioctl(far, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))
        self.started = time.perf_counter()
        self._process = subprocess.Popen(
            command, stdin=far, stdout=far, stderr=far, env=dict(variables), start_new_session=True
        )
        os.close(far)

    @property
    def screen(self) -> pyte.Screen:
        """What has been painted so far."""
        return self._screen

    def painted(self, shown: Shown, *, since: float, patience: float = PATIENCE) -> float:
        """Seconds from `since` until the last byte of the first frame had come with which the screen shows it.

        Raises TimeoutError with the screen where it never does.
        """
        deadline = time.perf_counter() + patience
        moment = None
        while moment is None and time.perf_counter() < deadline:
            pieces = self._pieces(deadline)
            for number, (_, data) in enumerate(pieces):
                self._draw(data)
                if moment is None and shown(self._screen):
                    moment = _end_of_frame([arrived for arrived, _ in pieces[number:]])
            if not pieces:
                break
        if moment is None:
            raise TimeoutError("never painted:\n" + "\n".join(self._screen.display))
        return moment - since

    def press(self, keys: str, shown: Shown, *, patience: float = PATIENCE) -> float:
        """Seconds from a key to the last byte of the frame that shows what it did."""
        since = time.perf_counter()
        os.write(self._near, keys.encode())
        return self.painted(shown, since=since, patience=patience)

    def settle(self, seconds: float = 0.12) -> None:
        """Wait until nothing has been painted for so long."""
        while (data := self._read(seconds)) is not None:
            self._draw(data)

    def close(self) -> None:
        """Leave nothing running."""
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()
        with suppress(OSError):
            os.close(self._near)

    def _pieces(self, deadline: float) -> list[tuple[float, bytes]]:
        """All that comes until nothing does, each piece with its moment."""
        pieces: list[tuple[float, bytes]] = []
        wait = deadline - time.perf_counter()
        while (data := self._read(wait)) is not None:
            pieces.append((time.perf_counter(), data))
            wait = QUIET
        return pieces

    def _draw(self, data: bytes) -> None:
        """Draw a piece, but for a sequence that the next one ends."""
        whole = self._begun + data
        cut = found.start() if (found := _UNFINISHED.search(whole)) else len(whole)
        self._begun = whole[cut:]
        self._stream.feed(_QUERIES.sub(b"", whole[:cut]))

    def _read(self, wait: float) -> bytes | None:
        if not select.select([self._near], [], [], max(0.0, wait))[0]:
            return None
        try:
            return os.read(self._near, 1 << 16) or None
        except OSError:
            return None


def _end_of_frame(moments: Sequence[float]) -> float:
    """The last moment of those that follow the first without a pause."""
    last = moments[0]
    for moment in moments:
        if moment - last > TOGETHER:
            break
        last = moment
    return last


def compiled(folder: Path) -> dict[str, str]:
    """The environment of a program as installed: its modules compiled, here into a folder that is not the project's."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {
        **kept, "PYTHONPYCACHEPREFIX": str(folder), "TERM": "xterm-256color", "CURATOR_NAME": "kim",
        "XDG_CONFIG_HOME": str(folder / "config"),
    }  # fmt: skip


def review(database: Path) -> list[str]:
    """The command that opens the review on a database."""
    return [sys.executable, "-m", "curator", "review", "--db", str(database)]
