"""Two curators, or a curator and another program, on one database: nothing is lost and nothing overwritten unseen."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest
from textual.pilot import Pilot

from curator.model import Action, Reason
from curator.tui.app import CuratorApp
from curator.tui.screens import saving
from curator.tui.screens.review import ReviewScreen
from curator.tui.widgets.queue import Queue
from tests.tui_samples import Sample, held, said

NARROW = (80, 24)


def log(desk: Sample) -> list[tuple[str, str, str]]:
    """Every verdict with its curator and row, oldest first."""
    with closing(sqlite3.connect(desk.path)) as connection:
        return list(connection.execute("SELECT curator, action, before_mirna FROM verdicts ORDER BY number"))


def cursor(app: CuratorApp) -> str:
    """The miRNA of the row under the cursor."""
    current = app.screen.query_one(Queue).current
    return current.claim.mirna if current else ""


async def press(pilot: Pilot[None], *keys: str) -> None:
    await pilot.press(*keys)
    await pilot.pause()


def ada_judges(desk: Sample, monkeypatch: pytest.MonkeyPatch, row: int, action: Action) -> None:
    """What another curator does in a program of her own, meanwhile."""
    with monkeypatch.context() as hers, desk.workbench() as workbench:
        hers.setenv("CURATOR_NAME", "ada")
        reason = Reason.HYPOTHESIS if action is Action.REJECT else None
        workbench.judge(workbench.queue()[row].stored.id, action, reason=reason)


async def test_tui_together_a_verdict_waits_for_another_program_and_no_key_is_lost(
    app: CuratorApp, desk: Sample
) -> None:
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        # Another program holds the database for a while. I accept, and accept the next row as well.
        async with held(app, desk.path) as heard:
            await press(pilot, "a", "a")
        # I was told that it waits; once the other has let go, both verdicts are there, each on its row.
        assert "waiting for another program" in heard[0]
        assert "your key is kept" in heard[0]
        assert log(desk) == [("kim", "accept", "miR-522"), ("kim", "accept", "miR-21")]
        assert "saved: accepted: miR-21" in said(app, "message")


WRITES = [
    pytest.param("v", "x", "saved: nothing more in this sentence", id="a passage read"),
    pytest.param("v x", "u", "saved: undone: the passage is open again", id="a passage open again"),
    pytest.param("i", "p", "saved: nothing more in this paragraph", id="a passage read in the list of sentences"),
    pytest.param("v i", "enter", "saved: added and accepted: miR-522", id="a new row"),
    pytest.param("a h", "u", "saved: undone: acceptance of miR-522", id="undo in the history"),
    pytest.param("a h u", "U", "saved: given again: acceptance of miR-522", id="redo in the history"),
    pytest.param("a d", "u", "saved: undone: acceptance of miR-522", id="undo in the conflicts"),
    pytest.param("a C", "u", "saved: undone: acceptance of miR-522", id="undo in the corrections"),
]


@pytest.mark.parametrize(("before", "key", "told"), WRITES)
async def test_tui_together_every_screen_waits_before_it_gives_up(
    app: CuratorApp, desk: Sample, before: str, key: str, told: str
) -> None:
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        await press(pilot, *before.split())
        async with held(app, desk.path) as heard:
            await press(pilot, key)
        assert "waiting for another program" in heard[0]
        assert told in said(app, "message")


async def test_tui_together_a_database_that_stays_locked_is_told_and_the_row_stays(
    app: CuratorApp, desk: Sample, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(saving, "WAITS", 0.2)
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        with closing(sqlite3.connect(desk.path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            await press(pilot, "a")
            assert "✗ not saved" in said(app, "message")
            assert "locked" in said(app, "message")
            assert cursor(app) == "miR-522"
            other.execute("ROLLBACK")
        # Once it is free the same key works.
        await press(pilot, "a")
        assert log(desk) == [("kim", "accept", "miR-522")]


async def test_tui_together_what_another_curator_decided_meanwhile_is_not_overwritten_unseen(
    app: CuratorApp, desk: Sample, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Nothing is looked at by itself here, so that my key comes before the news.
    monkeypatch.setattr(ReviewScreen, "look_for_others", lambda self: None)
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        ada_judges(desk, monkeypatch, 0, Action.REJECT)
        await press(pilot, "a")
        # I am told who has decided what; the row is shown as it is now, with her verdict; mine is not written.
        assert "ada has rejected this row" in said(app, "message")
        assert "hypothesis" in said(app, "message")
        assert log(desk) == [("ada", "reject", "miR-522")]
        assert cursor(app) == "miR-522"
        assert "ada rejected (hypothesis)" in f"{said(app, 'head')}\n{said(app, 'body')}"
        # Having seen it, I may decide otherwise.
        await press(pilot, "a")
        assert log(desk) == [("ada", "reject", "miR-522"), ("kim", "accept", "miR-522")]


async def test_tui_together_what_another_program_writes_is_shown_without_losing_the_cursor(
    app: CuratorApp, desk: Sample, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "j")
        ada_judges(desk, monkeypatch, 0, Action.ACCEPT)
        app.screen.query_one(Queue)
        assert isinstance(app.screen, ReviewScreen)
        app.screen.look_for_others()
        await pilot.pause()
        # The counts and the row are new, the cursor is where it was, and I am told what has changed.
        assert "1/3 33%" in said(app, "progress")
        assert cursor(app) == "miR-21"
        assert "changed by another program: 1 fewer undecided, 1 more accepted" in said(app, "message")
        rows_shown = "\n".join(strip.text for strip in app.screen._compositor.render_strips())
        assert "A✓" in rows_shown
        # My own verdicts are no news.
        await press(pilot, "a")
        app.screen.look_for_others()
        assert "saved: accepted" in said(app, "message")


async def test_tui_together_nothing_is_shown_anew_under_a_question(
    app: CuratorApp, desk: Sample, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "r")
        ada_judges(desk, monkeypatch, 1, Action.ACCEPT)
        review = next(screen for screen in app.screen_stack if isinstance(screen, ReviewScreen))
        review.look_for_others()
        assert "changed" not in said(app, "message")
        await press(pilot, "w")
        assert ("kim", "reject", "miR-522") in log(desk)
