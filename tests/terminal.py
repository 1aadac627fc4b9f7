"""A real pseudo-terminal with the program in it: what is typed, and what the screen then shows."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyte
import pytest

from curator.tui.burst import HELD

COLUMNS, LINES = 80, 24
BETWEEN_KEYS = 0.03
"""Seconds from key to key of a fast typist."""
PATIENCE = 60.0
"""Seconds until something that should appear counts as missing; a loaded machine is slow, not wrong."""


class Terminal:
    """A terminal with the program in it."""

    def __init__(self, database: Path, *, columns: int = COLUMNS, lines: int = LINES, **variables: str) -> None:
        self.screen = pyte.Screen(columns, lines)
        self._stream = pyte.ByteStream(self.screen)
        self._near, far = pty.openpty()
        self._typed = ""
        self._say_size(columns, lines)
        self.process = subprocess.Popen(
            [sys.executable, "-m", "curator", "review", "--db", str(database)],
            stdin=far,
            stdout=far,
            stderr=far,
            env={**os.environ, "TERM": "xterm-256color", "CURATOR_NAME": "kim", **variables},
            start_new_session=True,
        )
        os.close(far)

    def type(self, keys: str) -> None:
        """Send keys as a fast typist would, whether or not the program keeps up."""
        for key in keys:
            if key == self._typed:
                # Nobody presses the same key again as fast as another.
                time.sleep(HELD)
            os.write(self._near, key.encode())
            time.sleep(BETWEEN_KEYS)
            self._typed = key

    def send(self, text: str) -> None:
        """Send everything at once, as a terminal sends pasted text."""
        os.write(self._near, text.encode())

    def resize(self, columns: int, lines: int) -> None:
        """Make the window larger or smaller, and tell the program as a terminal does."""
        self.screen.resize(lines, columns)
        self._say_size(columns, lines)
        self.signal(signal.SIGWINCH)

    def signal(self, number: signal.Signals) -> None:
        """Send the program a signal."""
        self.process.send_signal(number)

    def wait_for_stop(self) -> None:
        """Wait until the program has stopped itself."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            self._read()
            if os.waitid(os.P_PID, self.process.pid, os.WSTOPPED | os.WNOHANG | os.WNOWAIT):
                return
        pytest.fail("the program never stopped")

    def hang_up(self) -> None:
        """Lose the terminal, as when a connection breaks or a window is closed."""
        self.lose()
        self.signal(signal.SIGHUP)

    def lose(self) -> None:
        """Lose the terminal, of which nobody tells the program."""
        os.close(self._near)
        self._near = -1

    def _say_size(self, columns: int, lines: int) -> None:
        fcntl.ioctl(self._near, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))

    def text(self) -> str:
        """What is on the screen now."""
        return "\n".join(self.screen.display)

    def wait_for(self, pattern: str) -> str:
        """Read until the screen shows the pattern; give back the screen."""
        deadline = time.monotonic() + PATIENCE
        while not re.search(pattern, self.text()):
            if time.monotonic() > deadline or not self._read():
                pytest.fail(f"never appeared: {pattern}\n{self.text()}")
        return self.text()

    def wait_for_end(self) -> int:
        """Read until the program has ended; give back its exit code."""
        deadline = time.monotonic() + PATIENCE
        while self.process.poll() is None and time.monotonic() < deadline:
            self._read()
        return self.process.wait(timeout=1)

    def _read(self) -> bool:
        """Take in what the program has written; false once it has closed the terminal."""
        if not select.select([self._near], [], [], 0.2)[0]:
            return True
        try:
            data = os.read(self._near, 65536)
        except OSError:
            return False
        self._stream.feed(_without_queries(data))
        return bool(data)

    def close(self) -> None:
        """Leave nothing running."""
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        if self._near >= 0:
            os.close(self._near)


def _without_queries(data: bytes) -> bytes:
    """Drop private sequences that pyte would print: keyboard protocols and questions to the terminal."""
    return re.sub(rb"\x1b\[[>=<?][0-9;]*[a-zA-Z$]?u|\x1b\[\?[0-9;]*\$p|\x1b\[>[0-9;]*[a-zA-Z]", b"", data)


@contextmanager
def review(database: Path, *, columns: int = COLUMNS, lines: int = LINES, **variables: str) -> Iterator[Terminal]:
    """The review in a terminal; nothing is left running."""
    terminal = Terminal(database, columns=columns, lines=lines, **variables)
    try:
        yield terminal
    finally:
        terminal.close()
