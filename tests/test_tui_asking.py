"""What could not be saved stands there again, as it was typed: in every form and on every line."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot

from curator.model import Action, Slot
from curator.tui.app import CuratorApp
from curator.tui.desk import Desk
from curator.tui.screens import saving
from curator.tui.screens.edit import EditScreen
from curator.tui.screens.review import ReviewScreen
from curator.workbench.adding import Naming
from tests.tui_samples import Sample, form_of, in_conflict, said

NARROW = (80, 24)


async def press(pilot: Pilot[None], *keys: str) -> None:
    await pilot.press(*keys)
    await pilot.pause()


@contextmanager
def held_too_long(database: Path) -> Iterator[None]:
    """Another program holds the database for longer than a save waits."""
    with closing(sqlite3.connect(database, isolation_level=None)) as other, pytest.MonkeyPatch.context() as patch:
        patch.setattr(saving, "WAITS", 0.1)
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


def edits(database: Path) -> list[tuple[str, str | None, str]]:
    """The source and the comment of every verdict, and what it was."""
    with closing(sqlite3.connect(database)) as connection:
        return list(connection.execute("SELECT action, after_source, comment FROM verdicts ORDER BY number"))


async def fill_and_fail(app: CuratorApp, pilot: Pilot[None], database: Path) -> None:
    """Type a source and a comment, and save them while another program holds the database."""
    await press(pilot, "tab", *"adipocyte", "shift+tab", "shift+tab", *"why so")
    with held_too_long(database):
        await press(pilot, "enter")
    # The reason is told, and all that was typed is in the form.
    assert isinstance(app.screen, EditScreen)
    assert "✗ not saved after" in said(app, "message")
    assert {name: form_of(app).values[name] for name in ("source", "comment")} == {
        "source": "adipocyte",
        "comment": "why so",
    }


async def test_tui_asking_a_row(app: CuratorApp, desk: Sample) -> None:
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "e")
        await fill_and_fail(app, pilot, desk.path)
        await press(pilot, "enter")
        assert "saved: mended and accepted: miR-522 of adipocyte" in said(app, "message")
    assert edits(desk.path) == [("edit", "adipocyte", "why so")]


async def test_tui_asking_a_new_row_keeps_its_comment(app: CuratorApp, desk: Sample) -> None:
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "v", "w", "i")
        await fill_and_fail(app, pilot, desk.path)
        await press(pilot, "enter")
        assert "saved: added and accepted" in said(app, "message")
    assert [(action, comment) for action, _, comment in edits(desk.path)] == [("accept", "why so")]


async def test_tui_asking_a_row_in_conflict(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copies = in_conflict(tmp_path, monkeypatch)
    with copies.workbench() as bench:
        app = CuratorApp(Desk(bench))
        async with app.run_test(size=NARROW) as pilot:
            await press(pilot, "d", "e")
            await fill_and_fail(app, pilot, copies.path)
            await press(pilot, "enter")
            assert "settled; 1 conflict left" in said(app, "message")
    assert edits(copies.path)[-1] == ("edit", "adipocyte", "why so")


async def test_tui_asking_a_row_that_somebody_else_has_decided(
    app: CuratorApp, desk: Sample, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Nothing is looked at by itself here, so that my form comes before the news.
    monkeypatch.setattr(ReviewScreen, "look_for_others", lambda self: None)
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "e", "tab", *"adipocyte")
        with monkeypatch.context() as hers, desk.workbench() as bench:
            hers.setenv("CURATOR_NAME", "ada")
            bench.judge(bench.queue()[0].stored.id, Action.ACCEPT)
        await press(pilot, "enter")
        # I am told who decided what; what I have typed waits, and is saved where I still mean it.
        assert "ada has accepted this row" in said(app, "message")
        assert form_of(app).values["source"] == "adipocyte"
        assert [action for action, *_ in edits(desk.path)] == ["accept"]
        await press(pilot, "enter")
        assert "saved: mended and accepted: miR-522 of adipocyte" in said(app, "message")


async def test_tui_asking_nothing_but_a_comment_saves_the_comment(app: CuratorApp, desk: Sample) -> None:
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "e", "shift+tab", *"look again", "enter")
        assert "saved: comment" in said(app, "message")
    assert edits(desk.path) == [("comment", None, "look again")]


LINES = [
    pytest.param("c", "comment", "saved: comment", id="a comment"),
    pytest.param("r o", "reject", "saved: rejected (other)", id="why a row is wrong"),
]


@pytest.mark.parametrize(("keys", "action", "told"), LINES)
async def test_tui_asking_a_line(app: CuratorApp, desk: Sample, keys: str, action: str, told: str) -> None:
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, *keys.split(), *"see table")
        with held_too_long(desk.path):
            await press(pilot, "enter")
        assert "✗ not saved after" in said(app, "message")
        await press(pilot, *" 2", "enter")
        assert told in said(app, "message")
    assert edits(desk.path) == [(action, None, "see table 2")]


async def test_tui_asking_loads_the_names_while_i_read(app: CuratorApp, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def names(self: Naming) -> dict[Slot, list[str]]:
        asked.append("names")
        return {}

    monkeypatch.setattr(Naming, "names", names)
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "e")
        # The form is there first; then, before I have typed anything, what completes and checks it is loaded.
        assert isinstance(app.screen, EditScreen)
        assert asked == []
        await pilot.pause(1.1)
        await app.workers.wait_for_complete()
        assert asked == ["names"]
