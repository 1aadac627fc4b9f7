"""Escape is told from the keys that begin with it soon, and nobody is woken for that between keys."""

from __future__ import annotations

import os
import selectors

import pytest
from textual.drivers import linux_driver

from curator.tui.driver import wait_less_for_escape


def test_tui_driver_looks_at_the_clock_for_a_short_time_after_a_key(monkeypatch: pytest.MonkeyPatch) -> None:
    # Set first, so that it is taken away again.
    monkeypatch.setenv("ESCDELAY", "1")
    monkeypatch.delenv("ESCDELAY")
    monkeypatch.setattr(linux_driver, "selectors", selectors)
    waited: list[float | None] = []
    key = selectors.SelectorKey(0, 0, selectors.EVENT_READ, None)
    comes = iter([[], [(key, selectors.EVENT_READ)], [], [], [], [], [], []])

    def select(self: selectors.SelectSelector, timeout: float | None = None) -> object:
        waited.append(timeout)
        return next(comes)

    monkeypatch.setattr(selectors.SelectSelector, "select", select)
    wait_less_for_escape()
    # What Textual's driver asks for is a tenth of a second, over and over.
    watching = linux_driver.selectors.SelectSelector()  # type: ignore[attr-defined]
    for _ in range(8):
        watching.select(0.1)
    assert waited == [0.1, 0.1, 0.01, 0.01, 0.01, 0.01, 0.1, 0.1]
    assert os.environ["ESCDELAY"] == "20"


def test_tui_driver_leaves_a_curators_own_delay(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ESCDELAY", "250")
    monkeypatch.setattr(linux_driver, "selectors", selectors)
    wait_less_for_escape()
    assert os.environ["ESCDELAY"] == "250"
