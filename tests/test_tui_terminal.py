"""The real program in a real pseudo-terminal: what is typed, what is shown, and what SQLite then holds."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import sqlite3
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pyte
import pytest

from curator.tui.burst import HELD
from curator.workbench.settings import keys_file
from tests.tui_samples import sample

COLUMNS, LINES = 80, 24
BETWEEN_KEYS = 0.03
"""Seconds from key to key of a fast typist."""
PATIENCE = 60.0
"""Seconds until something that should appear counts as missing; a loaded machine is slow, not wrong."""


class Terminal:
    """A terminal of 80 by 24 with the program in it."""

    def __init__(self, database: Path, **variables: str) -> None:
        self.screen = pyte.Screen(COLUMNS, LINES)
        self._stream = pyte.ByteStream(self.screen)
        self._near, far = pty.openpty()
        fcntl.ioctl(far, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))
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
            os.write(self._near, key.encode())
            time.sleep(BETWEEN_KEYS)

    def send(self, text: str) -> None:
        """Send everything at once, as a terminal sends pasted text."""
        os.write(self._near, text.encode())

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
        os.close(self._near)


def _without_queries(data: bytes) -> bytes:
    """Drop private sequences that pyte would print: keyboard protocols and questions to the terminal."""
    return re.sub(rb"\x1b\[[>=<?][0-9;]*[a-zA-Z$]?u|\x1b\[\?[0-9;]*\$p|\x1b\[>[0-9;]*[a-zA-Z]", b"", data)


@contextmanager
def review(database: Path, **variables: str) -> Iterator[Terminal]:
    terminal = Terminal(database, **variables)
    try:
        yield terminal
    finally:
        terminal.close()


def verdicts(database: Path) -> list[tuple[str, str, str | None]]:
    with closing(sqlite3.connect(database)) as connection:
        return list(connection.execute("SELECT action, before_mirna, reason FROM verdicts ORDER BY number"))


def curated(database: Path) -> list[tuple[str, str, str]]:
    with closing(sqlite3.connect(database)) as connection:
        return list(connection.execute("SELECT mirna, source, state FROM curated ORDER BY mirna"))


def test_tui_terminal_a_morning_of_curation(tmp_path: Path) -> None:
    database = sample(tmp_path).path
    with review(database) as terminal:
        # The first row comes up with its sentence, marked.
        shown = terminal.wait_for(r"‹M:miR-522›")
        assert "0/3 0%" in shown
        assert "Exosomes [and] paclitaxel" in shown
        # Accept the first, mend the source of the second, reject the third.
        terminal.type("a")
        terminal.wait_for(r"saved: accepted: miR-522")
        assert verdicts(database) == [("accept", "miR-522", None)]
        terminal.type("e")
        terminal.wait_for(r"Edit: mend the slots")
        terminal.type("\t\x15adipocyte\r")
        terminal.wait_for(r"saved: mended and accepted: miR-21 of adipocyte")
        terminal.type("r")
        terminal.wait_for(r"negative result")
        terminal.type("t")
        terminal.wait_for(r"saved: rejected \(negative result\)")
        assert "3/3 100%" in terminal.text()
        terminal.type("q")
        assert terminal.wait_for_end() == 0
    assert verdicts(database) == [
        ("accept", "miR-522", None),
        ("edit", "miR-21", None),
        ("reject", "miR-378d", "negative result"),
    ]
    # Back from lunch: everything is as it was, and the last verdict can be taken back.
    with review(database) as terminal:
        terminal.wait_for(r"3/3 100%")
        terminal.type("u")
        terminal.wait_for(r"saved: undone")
        terminal.type("q")
        assert terminal.wait_for_end() == 0
    assert curated(database) == [("miR-21", "adipocyte", "edited"), ("miR-522", "CAF", "accepted")]


def test_tui_terminal_keys_typed_ahead_are_taken_in_their_order(tmp_path: Path) -> None:
    database = sample(tmp_path).path
    with review(database) as terminal:
        terminal.wait_for(r"‹M:miR-522›")
        # A curator faster than the program: she does not wait to see what a key has done.
        terminal.type("a" + "e\t\x15adipocyte\r" + "rt" + "cdone\r" + "/dkk3\r" + "u")
        terminal.wait_for(r"saved: undone")
        terminal.type("q")
        assert terminal.wait_for_end() == 0
    assert [action for action, *_ in verdicts(database)] == ["accept", "edit", "reject", "comment", "undo"]
    assert curated(database) == [("miR-21", "adipocyte", "edited"), ("miR-522", "CAF", "accepted")]


def test_tui_terminal_a_verdict_survives_the_loss_of_the_terminal(tmp_path: Path) -> None:
    database = sample(tmp_path).path
    with review(database) as terminal:
        terminal.wait_for(r"‹M:miR-522›")
        terminal.type("a")
        terminal.wait_for(r"saved: accepted")
        # The line drops before anything is closed.
        terminal.process.kill()
        terminal.process.wait()
    assert verdicts(database) == [("accept", "miR-522", None)]


def test_tui_terminal_a_bracketed_paste_gives_no_verdict(tmp_path: Path) -> None:
    database = sample(tmp_path).path
    with review(database) as terminal:
        terminal.wait_for(r"‹M:miR-522›")
        terminal.send("\x1b[200~area\raaa\x1b[201~")
        terminal.wait_for(r"nothing was changed")
        terminal.type("q")
        assert terminal.wait_for_end() == 0
    assert verdicts(database) == []


def test_tui_terminal_a_paste_that_comes_as_keys_gives_no_verdict(tmp_path: Path) -> None:
    database = sample(tmp_path).path
    with review(database) as terminal:
        terminal.wait_for(r"‹M:miR-522›")
        # The terminal knows no bracketed paste: the clipboard comes as letters, accept, reject and quit among them.
        terminal.send("area of quick rats\raaa\r")
        terminal.wait_for(r"✗ keys came faster than anybody types")
        assert verdicts(database) == []
        # The review is still there, and what is typed by hand is taken again; nobody is as fast as a held key.
        time.sleep(2 * HELD)
        terminal.type("a")
        terminal.wait_for(r"saved: accepted")
        # Text with a line end that is pasted into a line does not save it.
        terminal.type("c")
        terminal.wait_for(r"enter: save")
        terminal.send("see the table\r")
        terminal.wait_for(r"✗ keys came faster")
        terminal.type("\x1b")
        terminal.wait_for(r"no comment saved")
        terminal.type("q")
        assert terminal.wait_for_end() == 0
    assert verdicts(database) == [("accept", "miR-522", None)]


def test_tui_terminal_keys_of_her_own(tmp_path: Path) -> None:
    database = sample(tmp_path).path
    file = keys_file()
    file.parent.mkdir(parents=True)
    file.write_text('verdict.accept = ["w", "space"]\n', "utf-8")
    with review(database) as terminal:
        # The line of keys shows the key that she has given the command; the old one does nothing.
        terminal.wait_for(r"‹M:miR-522›")
        terminal.wait_for(r"w accept")
        terminal.type("aw")
        terminal.wait_for(r"saved: accepted: miR-522")
        terminal.type(" ")
        terminal.wait_for(r"saved: accepted: miR-21")
        terminal.type("q")
        assert terminal.wait_for_end() == 0
    assert [mirna for _, mirna, _ in verdicts(database)] == ["miR-522", "miR-21"]


def test_tui_terminal_without_colours_none_are_sent(tmp_path: Path) -> None:
    with review(sample(tmp_path).path, NO_COLOR="1") as terminal:
        terminal.wait_for(r"‹M:miR-522›")
        cells = [cell for row in terminal.screen.buffer.values() for cell in row.values()]
        assert {cell.fg for cell in cells} | {cell.bg for cell in cells} == {"default"}
        # The row under the cursor is told by reversal, the slots by underline.
        assert any(cell.reverse for cell in terminal.screen.buffer[1].values())
        assert any(cell.underscore for cell in cells)
        terminal.type("q")
        assert terminal.wait_for_end() == 0
