"""The table of keys: what is in it is bound, what is bound is in it, and the help shows it."""

from __future__ import annotations

from collections import Counter

import pytest

from curator.model import Reason
from curator.tui.app import CuratorApp
from curator.tui.keys import COMMANDS, REASONS, Command, Group, Place, bindings, drawn, of_place
from curator.tui.screens.ask import AskScreen
from curator.tui.screens.conflicts import ConflictsScreen
from curator.tui.screens.copy import CopyScreen
from curator.tui.screens.corrections import CorrectionsScreen
from curator.tui.screens.help import help_text
from curator.tui.screens.history import HistoryScreen
from curator.tui.screens.library import LibraryScreen
from curator.tui.screens.reader import ReaderScreen
from curator.tui.screens.reason import ReasonScreen
from curator.tui.screens.review import ReviewScreen
from curator.tui.screens.scores import ScoresScreen
from curator.tui.screens.sentences import SentencesScreen

SCREENS = {
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
    owners = [CuratorApp] if action.startswith("app.") else [SCREENS[place] for place in command.places]
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


def test_tui_keys_only_moving_needs_not_be_meant() -> None:
    assert {command.group for command in COMMANDS if not command.waits} == {Group.MOVING}
