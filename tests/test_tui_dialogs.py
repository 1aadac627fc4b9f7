"""The keys of the dialogs: shown at the foot of the screen, explained by one key, changed in the keys file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from curator.tui.app import CuratorApp
from curator.tui.desk import Desk
from curator.tui.keyfile import read_keys
from curator.tui.screens.dialog import Dialog
from curator.tui.screens.edit import EditScreen
from curator.tui.screens.help import HelpScreen
from curator.tui.screens.review import ReviewScreen
from tests.tui_samples import Sample, said

WIDE, NARROW = (140, 40), (80, 24)
DIALOGS = [
    pytest.param(("e",), "enter save", id="the form"),
    pytest.param(("e", "ctrl+t"), "enter take", id="picking"),
    pytest.param(("c",), "enter save", id="a comment"),
    pytest.param(("r",), "b entity boundary", id="the reasons"),
    pytest.param(("r", "o"), "enter save", id="another reason"),
    pytest.param(("y",), "s sentence", id="copying"),
    pytest.param(("A",), "enter save", id="assigning"),
    pytest.param(("T", "a"), "enter yes", id="a question"),
    pytest.param(("slash",), "enter keep", id="the filter"),
    pytest.param(("slash", *"miR", "enter", "F"), "enter save", id="a name"),
    pytest.param(("colon",), "↓ down", id="the palette"),
    pytest.param(("l", "a"), "tab complete", id="a path"),
    pytest.param(("h", "slash"), "enter keep", id="finding"),
    pytest.param(("i", "enter"), "enter save", id="a new row"),
]


async def press(pilot: Pilot[None], *keys: str) -> None:
    await pilot.press(*keys)
    await pilot.pause()


def foot(app: CuratorApp) -> str:
    """The last line of the terminal, as it is painted."""
    return str(app.screen._compositor.render_strips()[-1].text)


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
@pytest.mark.parametrize(("keys", "shown"), DIALOGS)
async def test_tui_dialogs_keys_stand_at_the_foot_of_the_screen(
    app: CuratorApp, keys: Sequence[str], shown: str, size: tuple[int, int]
) -> None:
    async with app.run_test(size=size) as pilot:
        # Whatever I have opened, the last line says which keys work now: what I came for, the way out and the help,
        await press(pilot, *keys)
        assert isinstance(app.screen, Dialog)
        for key in (shown, "esc ", " help"):
            assert key in foot(app)
        # none of them cut off; and once I have left, those of the screen below again.
        assert "…" not in foot(app)
        await press(pilot, "escape")
        assert shown not in foot(app)


@pytest.mark.parametrize(("keys", "shown"), DIALOGS)
async def test_tui_dialogs_are_explained_by_f1(app: CuratorApp, keys: Sequence[str], shown: str) -> None:
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, *keys)
        dialog = app.screen
        assert isinstance(dialog, Dialog)
        # F1 tells what every key does here, and nothing of other places,
        await press(pilot, "f1")
        assert isinstance(app.screen, HelpScreen)
        assert app.screen.explained == dialog.commands
        assert "esc close" in foot(app)
        # and closes as it came: I am where I was.
        await press(pilot, "f1")
        assert app.screen is dialog
        assert shown in foot(app)


async def test_tui_dialogs_help_leaves_what_is_typed_as_it_is(app: CuratorApp) -> None:
    async with app.run_test(size=NARROW) as pilot:
        # In the middle of a word I ask for the keys of the form, read on a little, and close the help.
        await press(pilot, "e", "tab", *"fibro", "f1", "j", "j", "escape")
        assert isinstance(app.screen, EditScreen)
        assert app.screen.form.at == "source"
        # The word is there, and the next letter goes on with it.
        await press(pilot, *"blast")
        assert app.screen.form.values["source"] == "fibroblast"
        # So it is in a comment.
        await press(pilot, "escape", "c", *"see", "f1", "q", *" table")
        assert app.screen.query_one(Input).value == "see table"


async def test_tui_dialogs_question_mark_helps_only_where_nothing_is_typed(app: CuratorApp) -> None:
    async with app.run_test(size=NARROW) as pilot:
        # Among the reasons I ask what they mean;
        await press(pilot, "r", "question_mark")
        assert isinstance(app.screen, HelpScreen)
        # in a comment a question mark is a question mark.
        await press(pilot, "escape", "escape", "c", *"sure?")
        assert app.screen.query_one(Input).value == "sure?"


def with_keys(desk: Sample, folder: Path, text: str) -> CuratorApp:
    """The review with a keys file."""
    path = folder / "keys.toml"
    path.write_text(text, "utf-8")
    return CuratorApp(Desk(desk.workbench()), commands=read_keys(path))


async def test_tui_dialogs_take_the_keys_of_the_keys_file(desk: Sample, tmp_path: Path) -> None:
    keys = """
        form.save = "f2"
        form.next = "ctrl+n"
        form.leave = ["esc", "f4"]
        field.delete-start = "ctrl+g"
        find.keep = "f2"
        pick.word = ["w", "right"]
        reason.no-relation = "x"
        help.leave = ["q", "f1"]
    """
    app = with_keys(desk, tmp_path, keys)
    async with app.run_test(size=WIDE) as pilot:
        # My form is saved with F2 and says so; enter does nothing there any more.
        await press(pilot, "e", "ctrl+n", "ctrl+g", *"fibroblast", "enter")
        assert isinstance(app.screen, EditScreen)
        assert "f2 save" in foot(app)
        assert "enter" not in foot(app)
        # I pick words with w,
        await press(pilot, "ctrl+t")
        before = said(app, "value")
        await press(pilot, "w")
        assert said(app, "value") != before
        # leave with F4 what I began,
        await press(pilot, "escape", "f4")
        assert isinstance(app.screen, ReviewScreen)
        # and it was not saved, until it is saved with F2.
        assert "not edited" in said(app, "message")
        await press(pilot, "e", "ctrl+n", "ctrl+g", *"fibroblast", "f2")
        assert "saved: mended and accepted" in said(app, "message")
        # A filter is kept with F2,
        await press(pilot, "slash", *"miR-21", "f2")
        assert isinstance(app.screen, ReviewScreen)
        # and the reasons have the keys that I gave them, in the dialog too.
        await press(pilot, "r")
        assert "x no relation" in foot(app)
        await press(pilot, "x")
        assert "saved: rejected" in said(app, "message")


async def test_tui_dialogs_keep_pasted_keys_from_the_key_that_saves(desk: Sample, tmp_path: Path) -> None:
    app = with_keys(desk, tmp_path, 'form.save = "f2"')
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "e")
        # What the guard against pastes asks for follows the keys file as well.
        assert isinstance(app.screen, Dialog)
        assert app.screen.is_meant("f2")
        assert not app.screen.is_meant("enter")
        assert not app.screen.is_meant("tab")


@pytest.mark.parametrize(("keys", "shown"), DIALOGS)
async def test_tui_dialogs_stand_whole_when_the_window_is_resized(
    app: CuratorApp, keys: Sequence[str], shown: str
) -> None:
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, *keys)
        dialog = app.screen
        # I draw the window larger, and back, while the dialog is open: it stays, and so does its line of keys.
        for size in ((140, 40), NARROW):
            await pilot.resize_terminal(*size)
            await pilot.pause()
            assert app.screen is dialog
            assert shown in foot(app)
            assert len(dialog._compositor.render_strips(app.size)) == size[1]


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
async def test_tui_dialogs_help_longer_than_the_screen_is_painted(app: CuratorApp, size: tuple[int, int]) -> None:
    async with app.run_test(size=size) as pilot:
        # The help is longer than any terminal: its beginning stands there, and beside it the bar that says so.
        await press(pilot, "question_mark")
        lines = [strip.text for strip in app.screen._compositor.render_strips()]
        assert "Verdicts" in lines[1]
        assert app.screen.query_one("#help").show_vertical_scrollbar


async def test_tui_dialogs_ctrl_c_tells_how_to_leave_and_covers_no_row(app: CuratorApp) -> None:
    async with app.run_test(size=NARROW) as pilot:
        for screen, key in (((), "q"), (("l",), "^q")):
            await press(pilot, *screen, "ctrl+c")
            assert said(app, "message") == f"{key} leaves; everything is saved already"
            assert not app._notifications
