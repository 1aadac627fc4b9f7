"""Escape is told from the keys that begin with it soon, and nobody is woken for that between keys."""

from __future__ import annotations

import os
import pty
import selectors
import signal
import time
from pathlib import Path

import pytest
from textual.drivers import linux_driver

from curator.tui.burst import Bursts
from curator.tui.driver import wait_less_for_escape, watching
from tests.terminal import PATIENCE, review
from tests.tui_samples import sample

KEY = selectors.SelectorKey(0, 0, selectors.EVENT_READ, None)


class Heard(Bursts):
    """What the driver tells."""

    def __init__(self) -> None:
        super().__init__()
        self.looks: list[bool] = []
        self.late: list[bool] = []
        self.missed: list[float] = []

    def looked(self, time: float, *, found: bool, late: bool = False) -> None:
        self.looks.append(found)
        self.late.append(late)

    def unseen(self, begin: float, end: float) -> None:
        self.missed.append(end - begin)


def selector(monkeypatch: pytest.MonkeyPatch, heard: Bursts) -> selectors.SelectSelector:
    """What the driver waits with."""
    monkeypatch.setattr(linux_driver, "selectors", selectors)
    watching(linux_driver.LinuxDriver, heard)
    return linux_driver.selectors.SelectSelector()  # type: ignore[attr-defined, no-any-return]


def test_tui_driver_looks_at_the_clock_for_a_short_time_after_a_key(monkeypatch: pytest.MonkeyPatch) -> None:
    waited: list[float | None] = []
    clock = iter(range(1000))
    monkeypatch.setattr(time, "monotonic", lambda: next(clock) / 10_000)
    comes = iter([[], [(KEY, selectors.EVENT_READ)], [], [], [], [], [], []])

    def select(self: selectors.SelectSelector, timeout: float | None = None) -> object:
        waited.append(timeout)
        return next(comes)

    monkeypatch.setattr(selectors.SelectSelector, "select", select)
    heard = Heard()
    looking = selector(monkeypatch, heard)
    # What Textual's driver asks for is a tenth of a second, over and over.
    for _ in range(8):
        looking.select(0.1)
    assert waited == [0.1, 0.1, 0.004, 0.01, 0.01, 0.01, 0.1, 0.1]
    assert heard.looks == [False, True, *[False] * 6]
    assert not any(heard.late)


def test_tui_driver_tells_when_it_looked_late(monkeypatch: pytest.MonkeyPatch) -> None:
    heard = Heard()
    comes = iter([[(KEY, selectors.EVENT_READ)], [], []])
    clock = iter([0.0, 0.1, 0.1, 0.109, 0.109, 0.12])
    monkeypatch.setattr(selectors.SelectSelector, "select", lambda self, timeout=None: next(comes))
    monkeypatch.setattr(time, "monotonic", lambda: next(clock))
    looking = selector(monkeypatch, heard)
    for _ in range(3):
        looking.select(0.1)
    # Nine milliseconds where four were asked for, then eleven where ten were.
    assert heard.late == [False, True, False]


def test_tui_driver_tells_when_it_could_not_look(monkeypatch: pytest.MonkeyPatch) -> None:
    heard = Heard()
    near, far = pty.openpty()
    os.write(near, b"a\n")
    try:
        looking = selector(monkeypatch, heard)
        looking.register(far, selectors.EVENT_READ)
        # A first key after a rest is seen when it comes, however long that was.
        time.sleep(0.05)
        looking.select(0.1)
        assert heard.missed == []
        # While keys come the machine does something else, and looks late.
        time.sleep(0.05)
        looking.select(0.1)
    finally:
        os.close(near)
        os.close(far)
    assert [seconds >= 0.05 for seconds in heard.missed] == [True]


def test_tui_driver_waits_for_escape_a_moment_only(monkeypatch: pytest.MonkeyPatch) -> None:
    # Set first, so that it is taken away again.
    monkeypatch.setenv("ESCDELAY", "1")
    monkeypatch.delenv("ESCDELAY")
    wait_less_for_escape()
    assert os.environ["ESCDELAY"] == "20"


def test_tui_driver_leaves_a_curators_own_delay(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ESCDELAY", "250")
    wait_less_for_escape()
    assert os.environ["ESCDELAY"] == "250"


def test_tui_driver_ends_with_a_terminal_that_hangs_up_without_a_word(tmp_path: Path) -> None:
    # Started in a session of its own, it is not told that its terminal is gone; it would ask it for keys for ever.
    with review(sample(tmp_path).path) as terminal:
        terminal.wait_for(r"‹M:miR-522›")
        terminal.type("a")
        terminal.wait_for(r"saved: accepted")
        terminal.lose()
        assert terminal.process.wait(PATIENCE) == -signal.SIGHUP
