"""The table of keys: what is in it is bound, what is bound is in it, and the help shows it."""

from __future__ import annotations

from collections import Counter

import pytest

from curator.model import Reason
from curator.tui.app import CuratorApp
from curator.tui.keys import COMMANDS, FIELDS, REASONS, Command, Group, Place, bindings, drawn, of_place, writes
from curator.tui.screens.ask import AskScreen
from curator.tui.screens.assignee import AssigneeScreen
from curator.tui.screens.busy import BusyScreen
from curator.tui.screens.choose import ChooseScreen
from curator.tui.screens.comment import CommentScreen
from curator.tui.screens.conflicts import ConflictsScreen
from curator.tui.screens.copy import CopyScreen
from curator.tui.screens.corrections import CorrectionsScreen
from curator.tui.screens.dialog import Dialog, Field
from curator.tui.screens.edit import EditScreen
from curator.tui.screens.filter import FilterScreen
from curator.tui.screens.filters import FiltersScreen
from curator.tui.screens.find import FindScreen
from curator.tui.screens.help import HelpScreen, help_text
from curator.tui.screens.history import HistoryScreen
from curator.tui.screens.keyed import KeyedScreen
from curator.tui.screens.library import LibraryScreen
from curator.tui.screens.listing import ListScreen
from curator.tui.screens.palette import PaletteScreen
from curator.tui.screens.path import PathScreen
from curator.tui.screens.reader import ReaderScreen
from curator.tui.screens.reason import ReasonScreen
from curator.tui.screens.review import ReviewScreen
from curator.tui.screens.scores import ScoresScreen
from curator.tui.screens.sentences import SentencesScreen
from curator.tui.screens.spanning import SpanScreen

SCREENS = {
    Place.EDITING: EditScreen,
    Place.LINE: CommentScreen,
    Place.PATH: PathScreen,
    Place.CHOOSING: ChooseScreen,
    Place.FILTERS: FiltersScreen,
    Place.FINDING: FindScreen,
    Place.FILTERING: FilterScreen,
    Place.PICKING: SpanScreen,
    Place.JOB: BusyScreen,
    Place.HELP: HelpScreen,
    Place.HISTORY: HistoryScreen,
    Place.CONFLICTS: ConflictsScreen,
    Place.CORRECTIONS: CorrectionsScreen,
    Place.ASKING: AskScreen,
    Place.COPYING: CopyScreen,
    Place.READER: ReaderScreen,
    Place.SCORES: ScoresScreen,
    Place.SENTENCES: SentencesScreen,
    Place.LIBRARY: LibraryScreen,
    Place.REVIEW: ReviewScreen,
    Place.REASONS: ReasonScreen,
}


@pytest.mark.parametrize("place", Place)
def test_tui_keys_no_key_means_two_things(place: Place) -> None:
    keys = Counter(key for command in of_place(place, COMMANDS) for key in command.keys)
    assert keys
    assert [key for key, times in keys.items() if times > 1] == []


def test_tui_keys_ids_are_unique_and_say_their_group() -> None:
    ids = [command.id for command in COMMANDS]
    assert len(set(ids)) == len(ids)
    assert all("." in id for id in ids)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.id)
def test_tui_keys_every_command_does_something_in_each_of_its_places(command: Command) -> None:
    action = command.action.partition("(")[0]
    owners: list[type] = [Field] if command.group is Group.TYPING else [SCREENS[place] for place in command.places]
    owners = [CuratorApp] if action.startswith("app.") else owners
    assert owners
    assert all(hasattr(owner, f"action_{action.removeprefix('app.')}") for owner in owners)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.id)
def test_tui_keys_help_shows_every_command_with_its_keys(command: Command) -> None:
    line = next(line for line in help_text().plain.splitlines() if line.endswith(command.help))
    assert line.split("  ")[0] == " ".join(map(drawn, command.keys))


def test_tui_keys_help_leaves_out_what_does_not_work_there() -> None:
    text = help_text(of_place(Place.REVIEW, COMMANDS)).plain
    assert Group.MOVING in text
    assert Group.REASONS not in text


def test_tui_keys_a_binding_keeps_the_id_by_which_it_can_be_given_other_keys() -> None:
    assert [binding.id for binding in bindings(COMMANDS)] == [command.id for command in COMMANDS]  # type: ignore[union-attr]


def test_tui_keys_every_reason_has_a_key_of_its_own() -> None:
    assert sorted(REASONS) == sorted(Reason)
    assert len({key for key, _ in REASONS.values()}) == len(REASONS)


def test_tui_keys_a_reason_is_called_by_a_letter_of_its_name() -> None:
    assert [key for reason, (key, _) in REASONS.items() if key not in reason.value] == []


@pytest.mark.parametrize("screen", [*SCREENS.values(), AssigneeScreen, PaletteScreen], ids=lambda it: it.__name__)
def test_tui_keys_of_a_screen_are_those_of_its_place(screen: type[Dialog[object] | KeyedScreen]) -> None:
    assert screen.PLACE in Place
    assert "BINDINGS" not in vars(screen)


@pytest.mark.parametrize("place", Place)
def test_tui_keys_every_place_has_a_way_out_and_its_help(place: Place) -> None:
    needed = [command.action for command in of_place(place, COMMANDS) if command.is_needed]
    assert any(action != "app.help" for action in needed)
    assert ("app.help" in needed) is (place is not Place.HELP)


@pytest.mark.parametrize("place", FIELDS)
def test_tui_keys_nothing_that_is_text_is_a_command_where_text_is_typed(place: Place) -> None:
    assert [key for command in of_place(place, COMMANDS) for key in command.keys if writes(key)] == []


@pytest.mark.parametrize(
    "id",
    [
        pytest.param("form.save", id="the form"),
        pytest.param("choose.take", id="a list"),
        pytest.param("path.take", id="a path"),
        pytest.param("pick.take", id="picking"),
        pytest.param("ask.yes", id="a question"),
        pytest.param("verdict.accept", id="a verdict"),
    ],
)
def test_tui_keys_that_save_have_to_be_meant(id: str) -> None:
    assert [command.waits for command in COMMANDS if command.id == id] == [True]


@pytest.mark.parametrize(
    "id",
    [
        pytest.param("move.down", id="moving"),
        pytest.param("field.delete-left", id="typing"),
        pytest.param("find.keep", id="a filter"),
        pytest.param("copy.row", id="copying"),
    ],
)
def test_tui_keys_that_change_nothing_need_not_be_meant(id: str) -> None:
    assert [command.waits for command in COMMANDS if command.id == id] == [False]


@pytest.mark.parametrize("screen", [ConflictsScreen, CorrectionsScreen, SentencesScreen], ids=lambda s: s.__name__)
def test_tui_keys_empty_lists_say_why_on_one_line_of_a_narrow_terminal(screen: type[ListScreen]) -> None:
    assert len(f" {screen.NOTHING}") <= 80
