"""Garbage is collected between keys, and what was there from the start is not looked through each time."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator

import pytest

from curator.tui.tidying import Tidying


class _Knot:
    """Garbage that only a collection finds."""

    def __init__(self) -> None:
        self.me = self


@pytest.fixture(autouse=True)
def _as_it_was() -> Iterator[None]:
    thresholds = gc.get_threshold()
    yield
    gc.set_threshold(*thresholds)
    gc.unfreeze()


def _knot() -> weakref.ref[_Knot]:
    return weakref.ref(_Knot())


def test_tidying_frees_what_has_become_garbage() -> None:
    tidying = Tidying()
    tidying.tidy()
    knot = _knot()
    assert knot() is not None
    tidying.tidy()
    assert knot() is None


def test_tidying_lets_what_was_there_before_alone() -> None:
    kept = [_Knot() for _ in range(1000)]
    Tidying().tidy()
    assert gc.get_freeze_count() >= len(kept)
    assert not any(isinstance(thing, _Knot) for thing in gc.get_objects())


def test_tidying_waits_long_before_it_interrupts_a_key() -> None:
    Tidying().tidy()
    assert gc.get_threshold()[0] >= 100_000
