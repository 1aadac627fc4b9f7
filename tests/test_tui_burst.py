"""Typing, pasting and holding a key down are told apart by when keys come."""

from __future__ import annotations

import pytest

from curator.tui.burst import Bursts, Speed

SPEEDS = [
    pytest.param("a", [0], Speed.TYPED, id="one key"),
    pytest.param("ab", [0, 80], Speed.TYPED, id="a fast typist"),
    pytest.param("rw", [0, 1], Speed.TYPED, id="two keys that a network brings together"),
    pytest.param("raw", [0, 1, 2], Speed.PASTED, id="three at once"),
    pytest.param("raw", [0, 80, 81], Speed.TYPED, id="two at once after a pause"),
    pytest.param("ab cd ef", [0, 5, 10, 15, 20, 25, 30, 35], Speed.PASTED, id="a slow paste"),
    pytest.param("aa", [0, 30], Speed.HELD, id="the keyboard repeats"),
    pytest.param("aa", [0, 150], Speed.TYPED, id="the same key twice by hand"),
    pytest.param("ba", [0, 30], Speed.TYPED, id="two keys rolled over"),
]


@pytest.mark.parametrize(("keys", "times", "speed"), SPEEDS)
def test_tui_burst_last_key(keys: str, times: list[int], speed: Speed) -> None:
    bursts = Bursts()
    for key, time in zip(keys, times, strict=True):
        bursts.arrived(key, time / 1000)
    assert bursts.speed(keys[-1], times[-1] / 1000) is speed


def test_tui_burst_is_known_from_its_first_key_by_what_follows() -> None:
    bursts = Bursts()
    for number, key in enumerate("area"):
        bursts.arrived(key, number / 1000)
    assert bursts.speed("a", 0.0) is Speed.PASTED


def test_tui_burst_a_key_before_a_paste_was_typed() -> None:
    bursts = Bursts()
    for key, time in zip("carea", (0, 200, 201, 202, 203), strict=True):
        bursts.arrived(key, time / 1000)
    assert bursts.speed("c", 0.0) is Speed.TYPED


def test_tui_burst_keys_that_a_busy_machine_sees_together_were_typed() -> None:
    bursts = Bursts()
    bursts.arrived("3", 0.0)
    bursts.unseen(0.005, 0.05)
    bursts.unseen(0.05, 0.1)
    for key, time in (("enter", 101), ("u", 102), ("a", 103)):
        bursts.arrived(key, time / 1000)
    assert bursts.speed("u", 0.102) is Speed.TYPED


def test_tui_burst_keys_of_one_read_came_at_once_however_slowly_they_are_taken_in() -> None:
    bursts = Bursts()
    bursts.looked(1.0, found=True)
    for key, time in (("a", 1.001), ("r", 1.05), ("e", 1.3)):
        bursts.arrived(key, time)
    bursts.looked(1.4, found=False)
    assert [bursts.speed(key, time) for key, time in (("a", 1.001), ("e", 1.3))] == [Speed.PASTED, Speed.PASTED]


def test_tui_burst_more_keys_in_one_read_than_are_remembered_came_at_once() -> None:
    bursts = Bursts()
    bursts.looked(1.0, found=True)
    for number in range(4096):
        bursts.arrived("a", 1.001 + number / 1000)
    assert bursts.speed("a", 1.001) is Speed.PASTED


def test_tui_burst_a_key_alone_is_known_once_nothing_follows() -> None:
    bursts = Bursts()
    bursts.looked(1.0, found=True)
    bursts.arrived("a", 1.001)
    # Others may have been read with it, and wait for their turn as long as the machine is busy.
    assert not bursts.is_known(1.001, waited=0.1)
    bursts.looked(1.2, found=False)
    assert bursts.is_known(1.001, waited=0.0)
    assert bursts.speed("a", 1.001) is Speed.TYPED


def test_tui_burst_a_paste_in_pieces_is_known_once_the_last_has_come() -> None:
    bursts = Bursts()
    for key, time in (("a", 1.0), ("r", 1.001), ("e", 1.002), ("a", 1.003)):
        bursts.looked(time, found=True)
        bursts.arrived(key, time + 0.0001)
        assert not bursts.is_known(1.0001, waited=0.004)
    bursts.looked(1.005, found=False)
    assert bursts.is_known(1.0001, waited=0.006)
    assert bursts.speed("a", 1.0001) is Speed.PASTED


LOOKS = [
    pytest.param({"found": True}, id="the mouse is moved all the time"),
    pytest.param({"found": False, "late": True}, id="a busy machine finds nothing, late"),
]


@pytest.mark.parametrize("look", LOOKS)
def test_tui_burst_a_key_waits_for_what_may_follow_where_no_look_tells(look: dict[str, bool]) -> None:
    bursts = Bursts()
    bursts.looked(1.0, found=True)
    bursts.arrived("a", 1.001)
    bursts.looked(1.002, **look)
    assert not bursts.is_known(1.001, waited=0.005)
    assert bursts.is_known(1.001, waited=0.02)


def test_tui_burst_nobody_waits_for_ever_for_a_terminal_that_is_not_looked_at() -> None:
    bursts = Bursts()
    assert bursts.is_known(1.0, waited=0.02)
    bursts.looked(1.0, found=True)
    bursts.arrived("a", 1.001)
    assert bursts.is_known(1.001, waited=1.0)


PASTES = [
    pytest.param("area of", 0.06, 0.061, id="more keys than anybody types meanwhile"),
    pytest.param("area", 0.4, 0.5, id="a machine that was busy before"),
]


@pytest.mark.parametrize(("keys", "busy_until", "came"), PASTES)
def test_tui_burst_a_busy_machine_excuses_no_paste(keys: str, busy_until: float, came: float) -> None:
    bursts = Bursts()
    bursts.unseen(0.0, busy_until)
    for number, key in enumerate(keys):
        bursts.arrived(key, came + number / 1000)
    assert bursts.speed("a", came) is Speed.PASTED
