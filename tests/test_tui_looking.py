"""Filters that take long: they are worked out beside the screen, shown once they are, and given up with a key."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from threading import Event

import pytest
from textual.pilot import Pilot

from curator.curation.queue import Query, query
from curator.errors import TooLongError
from curator.storage import Database
from curator.tui.app import CuratorApp
from curator.tui.desk import Desk
from curator.workbench import looking
from curator.workbench.looking import Found, Look
from tests.tui_samples import Sample, add_paper_without_gold, said, sample


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
