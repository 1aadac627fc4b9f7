"""New rows: from a sentence that nothing proposed a row from, and from a gold row that was missed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from textual.pilot import Pilot

from curator.errors import InputError, LockedError
from curator.model import Claim, Effect, Slot, State
from curator.tui.app import CuratorApp
from curator.tui.candidates import named_first
from curator.tui.screens import adding, saving
from curator.tui.screens.edit import EditScreen
from curator.tui.screens.review import ReviewScreen
from curator.tui.screens.sentences import SentencesScreen
from curator.tui.suggest import NameSuggester
from curator.tui.widgets.queue import Queue
from curator.workbench import QueueItem
from curator.workbench.adding import BY_HAND, Naming, add_row, cited_in
from tests.tui_samples import FIBROBLASTS, MISSED, Sample, form_of, paper, said

WIDE, NARROW = (140, 40), (80, 24)


def added(desk: Sample) -> list[QueueItem]:
    with desk.workbench() as workbench:
        return [item for item in workbench.queue() if item.stored.added_by]


async def press(pilot: Pilot[None], *keys: str) -> None:
    await pilot.press(*keys)
    await pilot.pause()


@contextmanager
def held(job: str) -> Iterator[None]:
    """Another program holds the database for longer than this job of a new row waits."""

    def fail(*arguments: object, **named: object) -> None:
        raise LockedError("x.db: locked by another program", hint="Try again.")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(adding, job, fail)
        patch.setattr(saving, "WAITS", 0.0)
        yield


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
async def test_tui_adding_a_row_from_a_miss(app: CuratorApp, desk: Sample, size: tuple[int, int]) -> None:
    async with app.run_test(size=size) as pilot:
        # The gold has a row that nothing proposed. Its sentence comes up, and the form is filled from the gold.
        await press(pilot, "5", "G", "i")
        assert isinstance(app.screen, SentencesScreen)
        assert MISSED in said(app, "detail")
        await press(pilot, "enter")
        assert form_of(app).values["mirna"] == "miR-34a"
        await press(pilot, "enter")
        # It is in the database, accepted, with its slots found in the sentence.
        (row,) = added(desk)
        assert (row.stored.state, row.stored.added_by) == (State.ACCEPTED, "kim")
        (evidence,) = row.stored.assertion.evidence
        assert (evidence.quote, evidence.rule) == (MISSED, BY_HAND)
        assert {slot.slot: slot.text for slot in evidence.slots}[Slot.MIRNA] == "miR-34a"
        assert isinstance(app.screen, ReviewScreen)
        assert "saved: added and accepted: miR-34a of NPC cell: sensitivity [1]" in said(app, "message")
        # One miss is left of two, and my row is among all rows.
        assert "5 miss" in said(app, "progress")
        await press(pilot, "0")
        assert "miR-34a" in {entry.claim.mirna for entry in app.desk.entries}


async def test_tui_adding_a_row_from_any_sentence(app: CuratorApp, desk: Sample) -> None:
    async with app.run_test(size=NARROW) as pilot:
        # I stand on the first row; its sentence names another finding. Others are found by their words.
        await press(pilot, "i")
        assert FIBROBLASTS in said(app, "detail")
        assert "row miR-522 of CAF → ALOX15" in said(app, "detail")
        await press(pilot, "slash", *"nasopharyngeal", "enter", "enter")
        form = app.screen
        assert isinstance(form, EditScreen)
        # Without a miRNA it is no row; the citation of the sentence is there already.
        await press(pilot, "enter")
        assert "a row needs a miRNA" in said(app, "hint")
        await press(pilot, *"miR-34a", "enter")
        (row,) = added(desk)
        assert row.stored.claim == Claim("miR-34a")
        queue = app.screen.query_one(Queue)
        assert queue.current
        assert queue.current.id == row.stored.id
        # u takes the acceptance back; the row stays and asks for a verdict.
        await press(pilot, "u")
        assert added(desk)[0].stored.state is State.UNDECIDED


async def test_tui_adding_is_tried_again_where_the_database_was_held(app: CuratorApp, desk: Sample) -> None:
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "5", "G", "i", "enter")
        # Another program holds the database for longer than a row waits: the form comes back as I had filled it.
        with held("add_row"):
            await press(pilot, "tab", *"x", "enter")
        assert isinstance(app.screen, EditScreen)
        assert "locked by another program" in said(app, "message")
        assert form_of(app).values["mirna"] == "miR-34a"
        await press(pilot, "enter")
        (row,) = added(desk)
        assert row.stored.claim.source == "x"


async def test_tui_adding_at_the_second_try_is_taken_back_like_any_other(app: CuratorApp, desk: Sample) -> None:
    async with app.run_test(size=NARROW) as pilot:
        # In the reader a row is added at the second try only; u takes back that row and no mark of mine.
        await press(pilot, "v", "w", "x", "W", "i")
        with held("add_row"):
            await press(pilot, "tab", *"x", "enter")
        assert "locked by another program" in said(app, "message")
        await press(pilot, "enter")
        (row,) = added(desk)
        assert row.stored.state is State.ACCEPTED
        await press(pilot, "u")
        assert "undone" in said(app, "message")
        (row,) = added(desk)
        assert row.stored.state is State.UNDECIDED


async def test_tui_adding_says_so_where_the_row_is_there_but_not_its_acceptance(app: CuratorApp, desk: Sample) -> None:
    async with app.run_test(size=WIDE) as pilot:
        # Between the row and its acceptance another program takes the database, and holds it.
        await press(pilot, "v", "w", "x", "W", "i")
        with held("accept_row"):
            await press(pilot, "tab", *"x", "enter")
        assert "its acceptance could not be saved; accept it in the review" in said(app, "message")
        (row,) = added(desk)
        assert row.stored.state is State.UNDECIDED


async def test_tui_adding_is_what_a_miss_asks_for(app: CuratorApp) -> None:
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "5", "G", "a")
        assert "no verdict to give on it; i adds it as a row" in said(app, "message")


async def test_tui_adding_what_is_there_already_adds_nothing(app: CuratorApp, desk: Sample) -> None:
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "i", "enter")
        for slot, value in (("mirna", "miR-378d"), ("target", "DKK3"), ("citation", "2")):
            form_of(app).put(slot, value)
        await press(pilot, "enter")
        (row,) = added(desk)
        # The text denies it and I affirm it: that is a row of its own. The same once more is none.
        await press(pilot, "i", "enter")
        for slot, value in (("mirna", "miR-378d"), ("target", "DKK3"), ("citation", "2")):
            form_of(app).put(slot, value)
        await press(pilot, "enter")
        assert "this row is there already" in said(app, "message")
        assert [item.stored.id for item in added(desk)] == [row.stored.id]


async def test_tui_adding_left_adds_nothing(app: CuratorApp, desk: Sample) -> None:
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "i", "enter", *"miR-1", "escape")
        assert "no row was added" in said(app, "message")
        await press(pilot, "escape")
        assert isinstance(app.screen, ReviewScreen)
        assert added(desk) == []


def test_tui_adding_a_name_is_saved_as_the_vocabulary_has_it(desk: Sample) -> None:
    with desk.workbench() as workbench:
        naming = Naming(workbench)
        claim = Claim("miR-21", target="MDR1", effect=Effect.RESISTANCE)
        row, is_new = add_row(workbench, paper(), paper().sentences[1], claim, naming=naming)
        assert (row.claim.target, is_new) == ("ABCB1", True)
        assert "ABCB1" in naming.names()[Slot.TARGET]
        assert "paclitaxel" in naming.names()[Slot.DRUG]
        with pytest.raises(InputError, match="needs a miRNA"):
            add_row(workbench, paper(), paper().sentences[1], Claim(""), naming=naming)


def test_tui_adding_knows_what_a_sentence_cites(desk: Sample) -> None:
    # The small paper's markers were not read as citations; without them nothing is cited.
    assert cited_in(paper(), paper().sentences[1]) is None


SUGGESTIONS = [
    pytest.param("PAC", "paclitaxel", id="of this paper, whatever the case"),
    pytest.param("c", "CAF", id="of this paper from one letter"),
    pytest.param("z", None, id="one letter is not enough for the vocabulary"),
    pytest.param("ze", "ZEB1", id="of the vocabulary"),
    pytest.param("zz", None, id="nothing begins so"),
]


@pytest.mark.parametrize(("typed", "name"), SUGGESTIONS)
async def test_tui_adding_completes(typed: str, name: str | None) -> None:
    suggester = NameSuggester(Slot.TARGET, ["CAF", "paclitaxel"], lambda: {Slot.TARGET: ["ABCB1", "ZEB1", "zeta"]})
    assert await suggester.get_suggestion(typed) == name


def test_tui_adding_offers_what_the_sentence_names_first() -> None:
    assert named_first(["A1", "CAF", "B2", "caf"], "the CAFs and B2") == ["CAF", "B2", "caf", "A1"]
