"""Corrected papers in the terminal: what could not be carried, the old sentence beside the new, one key each."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.pilot import Pilot

from curator.model import State
from curator.tui.app import CuratorApp
from curator.tui.desk import Desk
from curator.tui.screens import corrections, library
from curator.tui.screens.corrections import CorrectionsScreen
from curator.tui.screens.spanning import SpanScreen
from curator.workbench import Workbench, correcting
from curator.workbench.library import TakenIn
from tests.tui_samples import corrected, held, said


@pytest.fixture
def bench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workbench]:
    with Workbench(corrected(tmp_path, monkeypatch).path) as workbench:
        yield workbench


async def press(pilot: Pilot[None], *keys: str) -> None:
    await pilot.press(*keys)
    await pilot.pause()


def accepted(bench: Workbench) -> list[str]:
    rows = bench.database().assertions(bench.documents()[1].id)
    return [row.claim.mirna for row in rows if row.state is State.ACCEPTED]


@pytest.mark.parametrize("size", [(80, 24), (140, 40)], ids=["narrow", "wide"])
async def test_tui_corrections_show_both_sentences(bench: Workbench, size: tuple[int, int]) -> None:
    app = CuratorApp(Desk(bench))
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        await press(pilot, "C")
        assert isinstance(app.screen, CorrectionsScreen)
        assert "1 row could not be carried" in said(app, "progress")
        assert "accepted by kim" in said(app, "detail")
        assert "[-targets-]" in said(app, "detail")
        assert "{+may well not alter+}" in said(app, "detail")


async def test_tui_corrections_are_accepted_or_dropped_at_one_key(bench: Workbench) -> None:
    app = CuratorApp(Desk(bench))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await press(pilot, "C", "x")
        assert "saved: dropped: miR-21 → APAF1" in said(app, "message")
        assert "0 rows could not be carried" in said(app, "progress")
        # She thinks again, and again: the row is there once more, is dropped once more, and is there.
        await press(pilot, "u")
        assert "1 row could not be carried" in said(app, "progress")
        await press(pilot, "U")
        assert "given again" in said(app, "message")
        assert "0 rows could not be carried" in said(app, "progress")
        # In the end it goes to its new sentence.
        await press(pilot, "u")
        assert accepted(bench) == ["miR-522"]
        await press(pilot, "a")
        assert "saved: carried: miR-21 → APAF1" in said(app, "message")
        assert accepted(bench) == ["miR-21", "miR-522"]


async def test_tui_corrections_are_mended_for_the_new_sentence(bench: Workbench) -> None:
    app = CuratorApp(Desk(bench))
    async with app.run_test(size=(140, 40)) as pilot:
        await pilot.pause()
        await press(pilot, "C", "e")
        # miRNA, source, target, effect: empty the effect.
        await press(pilot, "tab", "tab", "tab", "backspace")
        # Below the slots and the polarity I say why.
        await press(pilot, "shift+tab", "shift+tab", "shift+tab", "shift+tab", *"uptake", "enter")
        assert "saved: mended and carried: miR-21 → APAF1" in said(app, "message")
        rows = bench.database().assertions(bench.documents()[1].id)
        edited = [row for row in rows if row.state is State.EDITED]
        assert [row.claim.effect for row in edited] == [None]
        assert [verdict.comment for verdict in bench.verdicts(edited[0].id)] == ["uptake"]


async def test_tui_corrections_mark_the_old_paper_in_the_library(bench: Workbench) -> None:
    app = CuratorApp(Desk(bench))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await press(pilot, "l")
        assert "† replaced by yeung" in said(app, "detail")


async def test_tui_corrections_a_decision_waits_for_another_program(bench: Workbench) -> None:
    app = CuratorApp(Desk(bench))
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "C")
        async with held(app, bench.path) as heard:
            await press(pilot, "x")
        assert "waiting for another program" in heard[0]
        assert "saved: dropped" in said(app, "message")


async def test_tui_corrections_values_are_picked_in_the_new_text(bench: Workbench) -> None:
    app = CuratorApp(Desk(bench))
    async with app.run_test(size=(140, 40)) as pilot:
        await pilot.pause()
        await press(pilot, "C", "e", "ctrl+t")
        assert isinstance(app.screen, SpanScreen)


async def test_tui_corrections_while_a_paper_is_read_are_not_final(
    bench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = CuratorApp(Desk(bench))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        # The new text is there, its rows are not: what is listed may still be carried, and the screen says so.
        with monkeypatch.context() as reading:
            reading.setattr(corrections, "is_taking_in", lambda: True)
            await press(pilot, "C")
            assert "1 row not carried yet; a paper is being read" in said(app, "progress")
        # Once it is read, only what waits for me is left.
        (left,) = correcting.left(bench)
        correcting.drop(bench, left)
        library._taken_in(app, Path("yeung.md"), TakenIn(left.new, 1, 1, 2, ()))
        await pilot.pause()
        assert "0 rows could not be carried" in said(app, "progress")
