"""What a curator makes of a row that its text denies or only considers, and what she is told so that she knows it."""

from __future__ import annotations

import csv
import io
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from textual.pilot import Pilot

from curator.model import Action, Polarity
from curator.tui.app import CuratorApp
from curator.tui.desk import Desk
from curator.tui.screens.edit import EditScreen
from curator.tui.widgets.queue import Queue
from curator.workbench import exports
from tests.tui_samples import Sample, form_of, paper, said, sample

WIDE, NARROW = (140, 40), (80, 24)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Sample:
    """The text affirms the first two rows and denies the third."""
    monkeypatch.setenv("CURATOR_NAME", "kim")
    return sample(tmp_path)


@pytest.fixture
def app(desk: Sample) -> Iterator[CuratorApp]:
    with desk.workbench() as workbench:
        yield CuratorApp(Desk(workbench, document=paper().id))


async def press(pilot: Pilot[None], *keys: str) -> None:
    await pilot.press(*keys)
    await pilot.pause()


def polarities(desk: Sample) -> list[tuple[str, str | None, str | None]]:
    """What was done, and the polarity before and after."""
    with closing(sqlite3.connect(desk.path)) as connection:
        return list(connection.execute("SELECT action, before_polarity, after_polarity FROM verdicts_flat"))


def curated(desk: Sample) -> list[tuple[str, str]]:
    with closing(sqlite3.connect(desk.path)) as connection:
        return list(connection.execute("SELECT mirna, polarity FROM curated"))


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
async def test_tui_polarity_what_the_text_denies_is_accepted_as_that(
    app: CuratorApp, desk: Sample, size: tuple[int, int]
) -> None:
    async with app.run_test(size=size) as pilot:
        # The third row bears the sign for a denial, and the sheet has the words.
        await press(pilot, "G")
        assert "¬ negated: the text denies it" in said(app, "head")
        # I accept it as it stands: right, the paper denies that. Nobody is to take it for a fact.
        await press(pilot, "a")
        assert "saved: accepted as negated: miR-378d → DKK3" in said(app, "message")
        # A row that is simply affirmed says nothing of it.
        await press(pilot, "g", "a")
        assert "saved: accepted: miR-522" in said(app, "message")
    assert polarities(desk) == [("accept", "negated", "negated"), ("accept", "affirmed", "affirmed")]
    assert curated(desk) == [("miR-522", "affirmed"), ("miR-378d", "negated")]


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
async def test_tui_polarity_is_mended_in_the_form(app: CuratorApp, desk: Sample, size: tuple[int, int]) -> None:
    async with app.run_test(size=size) as pilot:
        # The denial is of another miRNA, the rules were fooled. The polarity stands below drug and disease.
        await press(pilot, "G", "e", *["tab"] * 7)
        assert (form_of(app).at, form_of(app).values["polarity"]) == ("polarity", "negated")
        assert "affirmed · negated · speculative: only what is affirmed is a fact" in said(app, "hint")
        # One letter is enough, as for an effect.
        await press(pilot, "a", "enter")
        assert "saved: mended and accepted as affirmed: miR-378d" in said(app, "message")
        # The row has lost its sign and says what was changed, and that the text reads otherwise.
        await press(pilot, "3")
        assert "affirmed; the text denies it" in said(app, "head")
        assert "edited: polarity negated → affirmed" in said(app, "head")
        # Everyone can look it up: before, after and what changed.
        await press(pilot, "h")
        assert "before  miR-378d → DKK3 [2] (negated)" in said(app, "detail")
        assert "after   miR-378d → DKK3 [2]" in said(app, "detail").splitlines()
        assert "changed polarity negated → affirmed" in said(app, "detail")
        # I had it right the first time: u takes the edit back, and the row is denied again.
        await press(pilot, "u", "escape", "0", "G")
        assert "¬ negated: the text denies it" in said(app, "head")
    assert polarities(desk) == [("edit", "negated", "affirmed"), ("undo", None, None)]
    assert curated(desk) == []


async def test_tui_polarity_that_there_is_none_of_is_refused_with_the_reason(app: CuratorApp, desk: Sample) -> None:
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "e", *["tab"] * 7, "ctrl+u", *"perhaps", "enter")
        # The form stays open with the cursor in the field, and says what would be right.
        assert isinstance(app.screen, EditScreen)
        assert "✗ polarity: perhaps is no polarity: write affirmed, negated or speculative" in said(app, "hint")
        # Down brings what there is.
        await press(pilot, "ctrl+u", "down", "down", "enter")
        assert "saved: mended and accepted as negated: miR-522" in said(app, "message")
    assert polarities(desk) == [("edit", "affirmed", "negated")]


async def test_tui_polarity_is_filtered_by_as_decided(app: CuratorApp, desk: Sample) -> None:
    async with app.run_test(size=WIDE) as pilot:
        # I turn the first row into a speculation and the third into a fact, then ask for what is negated.
        await press(pilot, "e", *["tab"] * 7, "s", "enter")
        await press(pilot, "G", "e", *["tab"] * 7, "a", "enter")
        await press(pilot, "slash", *"polarity:negated", "enter")
        assert app.screen.query_one(Queue).current is None
        await press(pilot, "escape", "slash", *"polarity:speculative", "enter")
        assert "miR-522" in said(app, "head")


async def test_tui_polarity_of_tagged_rows_is_each_ones_own(app: CuratorApp, desk: Sample) -> None:
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "T", "a", "enter")
        assert "saved: accepted: 3 rows" in said(app, "message")
        assert "1 as negated or speculative" in said(app, "message")
        # Undone as one, and given again as it was.
        await press(pilot, "u", "U")
    assert curated(desk) == [("miR-522", "affirmed"), ("miR-21", "affirmed"), ("miR-378d", "negated")]


async def test_tui_polarity_of_a_new_row_is_chosen_in_its_form(app: CuratorApp, desk: Sample) -> None:
    async with app.run_test(size=WIDE) as pilot:
        # The list of sentences; on the last one I make a row that the authors only suppose.
        await press(pilot, "i", "end", "enter")
        assert isinstance(app.screen, EditScreen)
        await press(pilot, *"miR-34a", *["tab"] * 7, "s", "enter")
        assert "added and accepted as speculative: miR-34a" in said(app, "message")
    with desk.workbench() as workbench:
        (row,) = [item.stored for item in workbench.queue() if item.stored.added_by]
    assert (row.assertion.polarity, row.decided_polarity) == (Polarity.SPECULATIVE, Polarity.SPECULATIVE)


def test_tui_polarity_is_the_same_in_every_export(desk: Sample) -> None:
    """What the view `curated` says of each kept row, the files say too."""
    with desk.workbench() as workbench:
        first, second, third = (item.stored for item in workbench.queue())
        workbench.judge(first.id, Action.ACCEPT)
        workbench.judge(second.id, Action.EDIT, after=second.claim, polarity=Polarity.SPECULATIVE)
        workbench.judge(third.id, Action.ACCEPT)
        out = io.StringIO()
        exports.export(workbench, "csv", stream=out)
        copy = desk.path.with_name("copy.db")
        exports.export(workbench, "sqlite", copy)
    rows = csv.DictReader(io.StringIO(out.getvalue()))
    expected = [("miR-522", "affirmed"), ("miR-21", "speculative"), ("miR-378d", "negated")]
    assert [(row["mirna"], row["polarity"]) for row in rows] == expected
    assert curated(desk) == curated(Sample(copy)) == expected
