"""The history: every verdict of every session, and undo and redo of any of them from the list."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.pilot import Pilot

from curator.errors import InputError
from curator.model import Action, Reason
from curator.storage.log import Recorded
from curator.tui.app import CuratorApp
from curator.tui.desk import Desk
from curator.tui.screens.history import HistoryScreen
from curator.tui.screens.review import ReviewScreen
from curator.tui.widgets.queue import Queue
from curator.workbench import Workbench
from curator.workbench.history import History, give_again, take_back
from tests.tui_samples import Sample, said, sample

WIDE, NARROW = (140, 40), (80, 24)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Sample:
    """Yesterday Lee accepted the first row and I rejected the second."""
    made = sample(tmp_path)
    with made.workbench() as workbench:
        first, second, _ = (item.stored.id for item in workbench.queue())
        monkeypatch.setenv("CURATOR_NAME", "lee")
        workbench.judge(first, Action.ACCEPT)
        monkeypatch.setenv("CURATOR_NAME", "kim")
        workbench.judge(second, Action.REJECT, reason=Reason.WRONG_SOURCE)
    return made


@pytest.fixture
def app(desk: Sample) -> Iterator[CuratorApp]:
    with desk.workbench() as workbench:
        yield CuratorApp(Desk(workbench))


def listing(app: CuratorApp) -> list[str]:
    screen = app.screen
    assert isinstance(screen, HistoryScreen)
    return [screen.draw(number, 79).plain[17:].rstrip() for number in range(len(screen._shown))]


def states(desk: Sample) -> list[str]:
    with desk.workbench() as workbench:
        return [item.stored.state.value for item in workbench.queue()]


def whole_log(workbench: Workbench) -> list[Recorded]:
    log = History(workbench)
    return log.window(0, len(log))


async def press(pilot: Pilot[None], *keys: str) -> None:
    await pilot.press(*keys)
    await pilot.pause()


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
async def test_tui_history_tells_who_did_what_and_when(app: CuratorApp, size: tuple[int, int]) -> None:
    async with app.run_test(size=size) as pilot:
        # Today I mend the row that is left, and look back.
        await press(pilot, "e", "tab", *"adipocyte", "enter", "h")
        edited, rejected, accepted = listing(app)
        assert edited.startswith("kim       E✎ edit     (as negated) miR-378d of adipocyte → DK")
        assert rejected.startswith("kim       R✗ reject   miR-21 of macrophage → APAF1")
        assert accepted.startswith("lee       A✓ accept   miR-522 of CAF → ALOX15")
        # Before and after of the one under the cursor, and the sentence that she saw.
        assert "before  miR-378d → DKK3 [2] (negated)" in said(app, "detail")
        assert "changed source — → adipocyte" in said(app, "detail")
        assert "“Exosomal miR-378d of these cells did not target DKK3 [2].”" in said(app, "detail")
        assert "History: 3 verdicts, 3 stand" in said(app, "progress")


async def test_tui_history_undoes_and_redoes_what_was_decided_yesterday(app: CuratorApp, desk: Sample) -> None:
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "h", "u")
        assert states(desk) == ["accepted", "undecided", "undecided"]
        assert "saved: undone: rejection (wrong source) of miR-21" in said(app, "message")
        # The undo is a line of its own; the cursor stays on the verdict, which is said to be taken back.
        assert [line.split()[2] for line in listing(app)] == ["undo", "reject", "accept"]
        assert "(taken back) miR-21" in listing(app)[1]
        assert "taken back since" in said(app, "detail")
        await press(pilot, "U")
        assert states(desk) == ["accepted", "rejected", "undecided"]
        # What gives a verdict again is not called an undo.
        assert [line.split()[2] for line in listing(app)] == ["redo", "undo", "reject", "accept"]
        await press(pilot, "k", "k")
        assert "given again" in said(app, "detail")
        await press(pilot, "j", "j")
        await press(pilot, "U")
        assert "✗ this stands; there is nothing to give again" in said(app, "message")
        # Back in the review everything is as it is now.
        await press(pilot, "escape")
        assert "2/3 66%" in said(app, "progress")


async def test_tui_history_another_curators_verdict_is_hers(app: CuratorApp, desk: Sample) -> None:
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "h", "G", "u")
        assert "✗ this verdict is lee's, and you are kim" in said(app, "message")
        assert states(desk)[0] == "accepted"


async def test_tui_history_leads_to_the_row(app: CuratorApp) -> None:
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "h", "slash", *"lee", "enter", "enter")
        assert isinstance(app.screen, ReviewScreen)
        current = app.screen.query_one(Queue).current
        assert current
        assert current.claim.mirna == "miR-522"


def test_tui_history_undo_and_redo_as_often_as_one_likes(desk: Sample) -> None:
    with desk.workbench() as workbench:
        (mine,) = (r.verdict for r in whole_log(workbench) if r.verdict.curator == "kim")
        for _ in range(2):
            undo = take_back(workbench, mine)
            with pytest.raises(InputError, match="taken back already"):
                take_back(workbench, mine)
            with pytest.raises(InputError, match="is itself an undo"):
                take_back(workbench, undo)
            give_again(workbench, mine)
        # The log says the same as the state: the verdict stands, each undo has been undone.
        assert [(r.verdict.action, r.stands) for r in whole_log(workbench)][-2:] == [
            (Action.REJECT, True),
            (Action.ACCEPT, True),
        ]
        assert states(desk) == ["accepted", "rejected", "undecided"]
        # It agrees with the undo of the review, whichever came first.
        assert workbench.undo()
        assert not next(r for r in whole_log(workbench) if r.verdict.id == mine.id).stands
        give_again(workbench, mine)
        assert states(desk)[1] == "rejected"


def test_tui_history_is_looked_through_a_stretch_at_a_time(desk: Sample) -> None:
    with desk.workbench() as workbench:
        first = workbench.queue()[0]
        for n in range(30):
            workbench.judge(first.stored.id, Action.COMMENT, comment=f"note {n} efflux" if n % 2 else "other")
        log = History(workbench, text="EFFLUX note")
        assert (len(log), log.is_whole) == (15, True)
        assert [r.verdict.comment for r in log.window(0, 2)] == ["note 29 efflux", "note 27 efflux"]
        # As if the first look had not reached so far.
        log._numbers, log._below, log.is_whole = [], None, False
        log.look_on(10)
        assert (len(log), log.is_whole) == (5, False)
        while not log.is_whole:
            log.look_on(10)
        assert len(log) == 15
        assert log.place_of(log.window(3, 4)[0].verdict) == 3
        assert History(workbench, text="nobody said this").window(0, 5) == []


async def test_tui_history_goes_on_looking_while_i_read(
    app: CuratorApp, desk: Sample, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("curator.workbench.history._FIRST_LOOK", 1)
    monkeypatch.setattr("curator.workbench.history._LOOK", 1)
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "h", "slash", *"lee", "enter")
        for _ in range(100):
            await pilot.pause(0.02)
            if "+ hold" not in said(app, "progress"):
                break
        # Lee's verdict is the oldest, and was found last.
        assert "1 holds lee" in said(app, "progress")
        assert [line.split()[0] for line in listing(app)] == ["lee"]


async def test_tui_history_of_a_single_verdict_is_told_as_one(tmp_path: Path) -> None:
    with sample(tmp_path).workbench() as workbench:
        app = CuratorApp(Desk(workbench))
        async with app.run_test(size=NARROW) as pilot:
            await press(pilot, "a", "h")
            assert said(app, "progress") == "History: 1 verdict, 1 stands"
