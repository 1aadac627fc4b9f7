"""Filtering, sorting, and keeping filters; and the palette: told as a curator would tell it."""

from __future__ import annotations

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from curator.storage import Database
from curator.tui.app import CuratorApp
from curator.tui.desk import Desk
from curator.tui.keys import COMMANDS, Place, of_place
from curator.tui.screens.ask import AskScreen
from curator.tui.screens.choose import Choice, best
from curator.tui.screens.filter import FilterScreen
from curator.tui.screens.filters import FiltersScreen
from curator.tui.screens.help import HelpScreen
from curator.tui.screens.history import HistoryScreen
from curator.tui.screens.palette import PaletteScreen
from curator.tui.screens.review import ReviewScreen
from curator.tui.widgets.told import Told
from tests.tui_samples import Sample, add_paper_without_gold, said

WIDE, NARROW = (140, 40), (80, 24)


def rows(app: CuratorApp) -> list[str]:
    """The miRNAs of the rows in view, in their order."""
    return [entry.claim.mirna for entry in app.desk.entries]


def seen(app: CuratorApp) -> str:
    """Everything on the screen."""
    return "\n".join(strip.text.rstrip() for strip in app.screen._compositor.render_strips())


async def press(pilot: Pilot[None], *keys: str) -> None:
    await pilot.press(*keys)
    await pilot.pause()


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
async def test_tui_filters_the_bar_always_says_what_is_shown(app: CuratorApp, size: tuple[int, int]) -> None:
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        # Without a filter the bar says so, how many rows there are and how many of them are done.
        assert "filter: no filter" in said(app, "filter")
        assert said(app, "filter").endswith("3 rows, 0% done")
        # With one it names it; what is done is counted among the rows that meet it.
        await press(pilot, "a", "slash", *"drug:paclitaxel -miR-99", "enter")
        assert "filter: drug:paclitaxel -miR-99" in said(app, "filter")
        assert said(app, "filter").endswith("2 rows, 50% done")
        # The count goes on with each verdict.
        await press(pilot, "G", "a")
        assert said(app, "filter").endswith("2 rows, 100% done")


async def test_tui_filters_given_up_lead_back_to_the_row(app: CuratorApp) -> None:
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "G")
        last = app.desk.entries[-1].id
        # Nothing meets what I type; I think better of it, and stand where I stood.
        await press(pilot, "slash", *"zzz")
        assert not app.desk.entries
        await press(pilot, "escape")
        screen = app.screen
        assert isinstance(screen, ReviewScreen)
        assert screen.here == last
        # The same where I kept the filter and drop it later.
        await press(pilot, "slash", *"zzz", "enter", "escape")
        assert screen.here == last


async def test_tui_filters_what_was_said_of_one_row_is_not_said_of_the_next(app: CuratorApp) -> None:
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "b")
        assert "x goes to the rows beside this one" in said(app, "message")
        await press(pilot, "j")
        assert "every verdict is saved the moment it is given" in said(app, "message")


async def test_tui_filters_are_completed_while_they_are_typed(app: CuratorApp) -> None:
    async with app.run_test(size=NARROW) as pilot:
        # I type the beginning of a field; its name is offered, and tab takes it.
        await press(pilot, "slash", *"tar")
        assert "target:" in str(app.screen.query_one("#offer", Told).content)
        await press(pilot, "tab")
        assert app.screen.query_one(Input).value == "target:"
        # Now the values that the database holds are offered; one letter more leaves one, and tab takes that.
        assert "target:ALOX15  target:APAF1  target:DKK3" in str(app.screen.query_one("#offer", Told).content)
        await press(pilot, "d", "tab")
        assert app.screen.query_one(Input).value == "target:DKK3 "
        await press(pilot, "enter")
        assert rows(app) == ["miR-378d"]
        # A value with a blank comes in quotation marks; tab goes through several options in turn, and back.
        await press(pilot, "slash", "ctrl+u", *"disease:", "tab")
        assert app.screen.query_one(Input).value == 'disease:"gastric cancer" '
        await press(pilot, "ctrl+u", *"target:a", "tab", "tab")
        assert app.screen.query_one(Input).value == "target:APAF1 "
        await press(pilot, "shift+tab")
        assert app.screen.query_one(Input).value == "target:ALOX15 "


async def test_tui_filters_the_order_is_changed_by_a_key_and_named(app: CuratorApp) -> None:
    async with app.run_test(size=WIDE) as pilot:
        await pilot.pause()
        assert "by the order in the text" in said(app, "filter")
        # By confidence, then by miRNA; the other key turns the order round.
        await press(pilot, "o", "o")
        assert "by the name of the miRNA" in said(app, "filter")
        assert rows(app) == ["miR-21", "miR-378d", "miR-522"]
        await press(pilot, "O")
        assert rows(app) == ["miR-522", "miR-378d", "miR-21"]
        assert "sort:-mirna" in said(app, "filter")
        # It goes with the filter, which keeps its words.
        await press(pilot, "slash", "ctrl+u", *"drug:paclitaxel", "enter", "o")
        assert app.desk.text == "drug:paclitaxel sort:confidence"


async def test_tui_filters_are_saved_picked_and_forgotten(app: CuratorApp, desk: Sample) -> None:
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "F")
        assert "there is no filter to save" in said(app, "message")
        await press(pilot, "f")
        assert "no filter is saved yet" in said(app, "message")
        # I save what I look at under a name, and go back to all rows.
        await press(pilot, "slash", *"target:DKK3", "enter", "F", *"my targets", "enter")
        assert "saved the filter my targets" in said(app, "message")
        await press(pilot, "escape")
        assert len(rows(app)) == 3
        # It is picked by a few of its letters.
        await press(pilot, "f", *"mtar", "enter")
        assert rows(app) == ["miR-378d"]
        # To forget it is not undone, so that I am asked; escape keeps it.
        await press(pilot, "f", "ctrl+x")
        assert isinstance(app.screen, AskScreen)
        await press(pilot, "escape")
        assert isinstance(app.screen, FiltersScreen)
        await press(pilot, "ctrl+x", "enter", "escape")
        with Database.open(desk.path) as database:
            assert database.filters() == {}


async def test_tui_filters_the_line_keeps_its_letters_from_the_queue(app: CuratorApp) -> None:
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "slash", *"colour:", "enter")
        assert isinstance(app.screen, FilterScreen)
        assert "there is no field colour" in seen(app)


async def test_tui_palette_finds_a_command_by_some_letters_and_shows_its_key(app: CuratorApp) -> None:
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "colon")
        assert isinstance(app.screen, PaletteScreen)
        await press(pilot, *"hist")
        line = next(line for line in seen(app).splitlines() if "▶" in line and "history" in line)
        assert "history: Every verdict, of every session" in line
        assert line.rstrip(" │").endswith(" h")
        await press(pilot, "enter")
        assert isinstance(app.screen, HistoryScreen)
        # There the palette has the commands of the history, and none that gives a verdict.
        await press(pilot, "ctrl+p", *"accept")
        assert "accept: The row is right" not in seen(app)
        await press(pilot, "escape", "colon", *"this table", "enter")
        assert isinstance(app.screen, HelpScreen)


async def test_tui_palette_gives_the_verdict_that_is_picked_and_nothing_when_left(app: CuratorApp) -> None:
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "colon", *"accept", "escape")
        assert app.desk.progress()[0] == 0
        await press(pilot, "colon", *"accept", "enter")
        assert "saved: accepted: miR-522" in said(app, "message")


async def test_tui_palette_leads_to_a_paper_and_to_a_saved_filter(desk: Sample) -> None:
    add_paper_without_gold(desk.path)
    with Database.open(desk.path) as database:
        database.save_filter("denied ones", "polarity:negated")
    with desk.workbench() as workbench:
        app = CuratorApp(Desk(workbench))
        async with app.run_test(size=NARROW) as pilot:
            await press(pilot, "colon", *"another paper", "enter")
            assert rows(app) == ["miR-7"]
            await press(pilot, "colon", *"small-2024", "enter")
            await press(pilot, "colon", *"denied", "enter")
            assert rows(app) == ["miR-378d"]
            assert "filter: polarity:negated" in said(app, "filter")


def test_tui_palette_ranks_letters_together_before_letters_apart() -> None:
    choices = [Choice("1", "reject: the row is wrong"), Choice("2", "scores: precision"), Choice("3", "sort: order")]
    assert [choice.id for choice in best(choices, "sco")] == ["2"]
    assert [choice.id for choice in best(choices, "")] == ["1", "2", "3"]
    assert best(choices, "xyz") == []


@pytest.mark.parametrize(
    "place", [place for place in Place if any(c.id == "program.palette" for c in of_place(place, COMMANDS))]
)
@pytest.mark.parametrize("width", [80, 100, 140])
async def test_tui_keyline_is_never_cut_and_says_where_the_rest_is(place: Place, width: int) -> None:
    from textual.app import App, ComposeResult

    from curator.tui.widgets.bars import KeyLine

    class Foot(App[None]):
        def compose(self) -> ComposeResult:
            yield KeyLine(of_place(place, COMMANDS))

    app = Foot()
    async with app.run_test(size=(width, 3)) as pilot:
        await pilot.pause()
        line = str(app.query_one(KeyLine).content)
    assert line.endswith(f": palette  ? help  q {'quit' if place is Place.REVIEW else 'close'}")
    assert len(line) <= width
