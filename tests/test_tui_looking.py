"""Filters that take long: they are worked out beside the screen, shown once they are, and given up with a key."""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from threading import Event, current_thread, main_thread

import pytest
from textual.pilot import Pilot

from curator.curation.queue import Query, query
from curator.errors import TooLongError
from curator.model import Action
from curator.storage import Database
from curator.storage.listed import Listed
from curator.tui.app import CuratorApp
from curator.tui.desk import Desk
from curator.tui.screens.review import ReviewScreen
from curator.tui.widgets.queue import Queue
from curator.workbench import looking
from curator.workbench.looking import Found, Look
from tests.tui_samples import Sample, add_paper_without_gold, said, sample

MAIN = main_thread().name


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Sample:
    monkeypatch.setenv("CURATOR_NAME", "kim")
    found = sample(tmp_path)
    add_paper_without_gold(found.path)
    return found


@pytest.fixture
def app(made: Sample, monkeypatch: pytest.MonkeyPatch) -> Iterator[CuratorApp]:
    # As with a million rows: nothing is found at once.
    monkeypatch.setattr(looking, "at_once", lambda *_, **__: None)
    with made.workbench() as workbench:
        yield CuratorApp(Desk(workbench))


async def press(pilot: Pilot[None], *keys: str) -> None:
    await pilot.press(*keys)
    await pilot.pause()


async def test_tui_looking_shows_the_rows_once_they_are_found(app: CuratorApp) -> None:
    async with app.run_test(size=(140, 40)) as pilot:
        await press(pilot, "slash", *"miR-7", "enter")
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert [entry.claim.mirna for entry in app.desk.entries] == ["miR-7"]
        assert "filter: miR-7" in said(app, "filter")
        assert "1 row" in said(app, "filter")
        # A verdict on a row of it is as any other; how many are left is not counted anew.
        await press(pilot, "a")
        assert "saved: accepted: miR-7" in said(app, "message")
        assert "% done" not in said(app, "filter")


async def test_tui_looking_is_given_up_with_a_key(app: CuratorApp, monkeypatch: pytest.MonkeyPatch) -> None:
    go_on = Event()
    whole = Look.work_out

    def slowly(self: Look) -> Found | None:
        go_on.wait(30)
        return whole(self)

    monkeypatch.setattr(Look, "work_out", slowly)
    async with app.run_test(size=(140, 40)) as pilot:
        await press(pilot, "slash", "m", "enter")
        assert "filter: m   looking … esc: give up" in said(app, "filter")
        # I go on judging the rows that are there; esc gives the filter up, and it is never shown.
        await press(pilot, "a")
        assert "saved: accepted" in said(app, "message")
        await press(pilot, "escape")
        assert "given up; the rows are as they were" in said(app, "message")
        go_on.set()
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert app.desk.text == ""
        assert "no filter" in said(app, "filter")


async def test_tui_looking_for_the_last_letters_alone(app: CuratorApp) -> None:
    async with app.run_test(size=(140, 40)) as pilot:
        await press(pilot, "slash", *"miR-52")
        await press(pilot, "2", "enter")
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert app.desk.text == "miR-522"
        assert [entry.claim.mirna for entry in app.desk.entries] == ["miR-522"]


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The name of the thread in which each list was made."""
    made: list[str] = []
    listed = Listed._listed

    def told(self: Listed, connection: sqlite3.Connection) -> array[int]:
        if self._numbers is None:
            made.append(current_thread().name)
        return listed(self, connection)

    monkeypatch.setattr(Listed, "_listed", told)
    return made


async def wide(app: CuratorApp, pilot: Pilot[None], *keys: str) -> None:
    """Press keys and wait for what is worked out beside the screen."""
    await press(pilot, *keys)
    await app.workers.wait_for_complete()
    await pilot.pause()


async def test_tui_looking_again_after_an_undo_and_in_another_view(app: CuratorApp, looks: list[str]) -> None:
    async with app.run_test(size=(140, 40)) as pilot:
        await wide(app, pilot, "slash", *"text:resistance", "enter")
        both = [entry.claim.mirna for entry in app.desk.entries]
        assert len(both) == 2
        # Only those that wait: after a verdict one is left; taken back, it is there again, and I stand on it.
        await wide(app, pilot, "1")
        await press(pilot, "a")
        assert [entry.claim.mirna for entry in app.desk.entries] == both[1:]
        await wide(app, pilot, "u")
        assert "undone" in said(app, "message")
        assert [entry.claim.mirna for entry in app.desk.entries] == both
        queue = app.screen.query_one(Queue)
        assert queue.current
        assert queue.current.claim.mirna == both[0]
        # No list was ever made while a key waited.
        assert looks
        assert MAIN not in looks


async def test_tui_looking_again_when_another_program_has_written(
    app: CuratorApp, made: Sample, looks: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    async with app.run_test(size=(140, 40)) as pilot:
        await wide(app, pilot, "slash", *"text:resistance", "enter")
        await wide(app, pilot, "1")
        first = app.desk.entries[0].id
        with monkeypatch.context() as hers, made.workbench() as workbench:
            hers.setenv("CURATOR_NAME", "ada")
            workbench.judge(first, Action.ACCEPT)
        screen = app.screen
        assert isinstance(screen, ReviewScreen)
        screen.look_for_others()
        await wide(app, pilot)
        assert first not in [entry.id for entry in app.desk.entries]
        assert "1 more accepted" in said(app, "message")
        assert MAIN not in looks


def test_tui_looking_at_once_where_there_are_few_rows(made: Sample) -> None:
    with made.workbench() as workbench:
        found = looking.at_once(workbench, query("text:resistance"), query("state:accepted"), document=None, seconds=30)
        assert found is not None
        assert (len(found.rows), found.left) == (2, 0)


def test_tui_looking_for_words_among_many_rows_is_not_done_at_once(
    made: Sample, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(looking, "_SEARCHED_AT_ONCE", 2)
    with made.workbench() as workbench:
        ask = partial(looking.at_once, workbench, document=None, seconds=30.0)
        assert ask(query("text:resistance"), Query()) is None
        assert ask(query("effect:resistance"), Query()) is not None


def test_tui_looking_a_question_is_broken_off_in_time(made: Sample) -> None:
    endless = "WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n"
    with Database.open(made.path) as database:
        with pytest.raises(TooLongError), database.within(0.01), database._reading() as connection:
            connection.execute(endless)
        # The database can be asked again, and for as long as it takes.
        assert database.queue_counts().rows == 4
