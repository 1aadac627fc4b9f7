"""Conflicts: rows that two curators decided differently on copies of one file, and settling them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.pilot import Pilot

from curator.model import Action, Polarity, Reason
from curator.tui.app import CuratorApp
from curator.tui.desk import Desk
from curator.tui.screens.conflicts import ConflictsScreen
from curator.tui.screens.review import ReviewScreen
from curator.tui.screens.spanning import SpanScreen
from curator.tui.widgets.queue import Queue
from curator.workbench import merging
from curator.workbench.conflicts import conflicts
from tests.tui_samples import Sample, held, in_conflict, said, sample

WIDE, NARROW = (140, 40), (80, 24)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Sample:
    return in_conflict(tmp_path, monkeypatch)


@pytest.fixture
def app(desk: Sample) -> Iterator[CuratorApp]:
    with desk.workbench() as workbench:
        yield CuratorApp(Desk(workbench))


def line_of(app: CuratorApp, label: str) -> str:
    """The line of the detail with this name before it."""
    return next(line for line in said(app, "detail").splitlines() if line[2:].startswith(label))


def states(desk: Sample) -> list[str]:
    with desk.workbench() as workbench:
        rows = [item.stored for item in workbench.queue()]
    return [f"{row.state}{' conflict' if row.conflict else ''}" for row in rows]


async def press(pilot: Pilot[None], *keys: str) -> None:
    await pilot.press(*keys)
    await pilot.pause()


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
async def test_tui_conflicts_show_both_decisions_side_by_side(app: CuratorApp, size: tuple[int, int]) -> None:
    async with app.run_test(size=size) as pilot:
        await press(pilot, "d")
        assert "Conflicts: 2 rows that curators decided differently" in said(app, "progress")
        # Who, when, what and why, one beside the other.
        assert "1 left: ada" in said(app, "detail")
        assert "2 right: bob" in said(app, "detail")
        assert line_of(app, "decided").startswith("≠ ")
        assert "E✎ mended and accepted" in line_of(app, "decided")
        assert "R✗ rejected (wrong source" in line_of(app, "decided")
        assert "see the sentence" in line_of(app, "comment")
        # The sentence that they are about.
        assert "“Inhibition of miR-21 from adipocytes restored sensitivity" in said(app, "detail").replace("\n", " ")
        # Of the other, the slots that differ are marked with a sign, and those that do not are told once.
        await press(pilot, "j")
        assert line_of(app, "source").startswith("≠ ")
        assert line_of(app, "source").split()[2:] == ["—", "fibroblast"]
        assert line_of(app, "target").split()[2:] == ["DKK1", "DKK3"]
        assert "miRNA miR-378d · citation [2]" in line_of(app, "both")
        assert "noted by bob: which cells?" in said(app, "detail")


async def test_tui_conflicts_in_polarity_are_shown_and_settled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The text denies the third row. Ada accepted it as that; Bob read a fact into it."""
    ada = sample(tmp_path).path
    bob = Path(shutil.copyfile(ada, tmp_path / "bob.db"))
    for name, path in (("ada", ada), ("bob", bob)):
        monkeypatch.setenv("CURATOR_NAME", name)
        with Sample(path).workbench() as workbench:
            row = workbench.queue()[2].stored
            if name == "ada":
                workbench.judge(row.id, Action.ACCEPT)
            else:
                workbench.judge(row.id, Action.EDIT, after=row.claim, polarity=Polarity.AFFIRMED)
    merging.merge([ada, bob], tmp_path / "both.db")
    monkeypatch.setenv("CURATOR_NAME", "kim")
    with Sample(tmp_path / "both.db").workbench() as workbench:
        app = CuratorApp(Desk(workbench))
        async with app.run_test(size=NARROW) as pilot:
            await press(pilot, "d")
            assert line_of(app, "polarity").startswith("≠ ")
            assert line_of(app, "polarity").split()[2:] == ["negated", "affirmed"]
            # Ada is right: nobody is to take it for a fact.
            await press(pilot, "1")
            assert "saved: accepted as negated: miR-378d" in said(app, "message")
            assert "all settled" in said(app, "message")
            # Or Bob is, and that is an edit of what the text says.
            await press(pilot, "u", "2")
            assert "saved: mended and accepted as affirmed: miR-378d" in said(app, "message")
            # Or neither: in the form I make a speculation of it.
            await press(pilot, "u", "e", *["tab"] * 7, "ctrl+u", "s", "enter")
            assert "saved: mended and accepted as speculative" in said(app, "message")
        (row,) = [item.stored for item in workbench.queue() if item.stored.decided]
        assert (row.polarity, row.conflict) == (Polarity.SPECULATIVE, False)


async def test_tui_conflicts_take_the_left_or_the_right(app: CuratorApp, desk: Sample) -> None:
    async with app.run_test(size=NARROW) as pilot:
        assert states(desk) == ["accepted", "undecided conflict", "undecided conflict"]
        # Ada was right about the second row: 1 takes what stands on the left.
        await press(pilot, "d", "1")
        assert "saved: mended and accepted: miR-21 of adipocyte" in said(app, "message")
        assert "settled; 1 conflict left" in said(app, "message")
        assert states(desk) == ["accepted", "edited", "undecided conflict"]
        # Bob about the third, which has taken its place.
        await press(pilot, "2")
        assert "all settled" in said(app, "message")
        assert states(desk) == ["accepted", "edited", "edited"]
        # The review behind knows.
        await press(pilot, "escape")
        assert isinstance(app.screen, ReviewScreen)
        assert "3/3 100%" in said(app, "progress")
    with desk.workbench() as workbench:
        second, third = (v for v in workbench.verdicts() if v.curator == "kim")
    assert second.after is not None
    assert (second.after.source, len(second.settles)) == ("adipocyte", 2)
    assert third.after is not None
    assert (third.after.source, third.after.target) == ("fibroblast", "DKK3")


async def test_tui_conflicts_a_rejection_is_taken_with_its_reason(app: CuratorApp, desk: Sample) -> None:
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "d", "2")
        assert "saved: rejected (wrong source)" in said(app, "message")
        assert states(desk)[1] == "rejected"


async def test_tui_conflicts_a_decision_is_taken_back(app: CuratorApp, desk: Sample) -> None:
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "d", "1", "u")
        assert states(desk) == ["accepted", "undecided conflict", "undecided conflict"]
        assert "Conflicts: 2 rows" in said(app, "progress")
        assert "1 left: ada" in said(app, "detail")
        await press(pilot, "U")
        assert states(desk)[1] == "edited"
        assert "Conflicts: 1 row " in said(app, "progress")


async def test_tui_conflicts_go_on_where_she_was_when_a_decision_is_given_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Ada kept all three rows, Bob none.
    ada = sample(tmp_path).path
    bob = Path(shutil.copyfile(ada, tmp_path / "bob.db"))
    for name, path in (("ada", ada), ("bob", bob)):
        monkeypatch.setenv("CURATOR_NAME", name)
        with Sample(path).workbench() as workbench:
            for item in workbench.queue():
                if name == "ada":
                    workbench.judge(item.stored.id, Action.ACCEPT)
                else:
                    workbench.judge(item.stored.id, Action.REJECT, reason=Reason.NO_RELATION)
    both = tmp_path / "both.db"
    merging.merge([ada, bob], both)
    with Sample(both).workbench() as workbench:
        app = CuratorApp(Desk(workbench))
        async with app.run_test(size=NARROW) as pilot:
            # I settle the second, take that back and give it again: one key more settles the third, not the first.
            await press(pilot, "d", "j", "1", "u", "U", "1")
        assert states(Sample(both)) == ["undecided conflict", "accepted", "accepted"]


async def test_tui_conflicts_values_are_picked_in_the_text(app: CuratorApp) -> None:
    async with app.run_test(size=WIDE) as pilot:
        # The form shows the key, so it works here too: it opens the paper at the sentence of the row.
        await press(pilot, "d", "e", "ctrl+t")
        assert isinstance(app.screen, SpanScreen)


async def test_tui_conflicts_are_settled_by_an_edit_of_ones_own(app: CuratorApp, desk: Sample) -> None:
    async with app.run_test(size=WIDE) as pilot:
        # Both were half right about the third row: the form begins with what Ada made of it.
        await press(pilot, "d", "j", "e", "tab", *"fibroblast", "enter")
        assert states(desk)[2] == "edited"
    with desk.workbench() as workbench:
        decided = workbench.queue()[2].stored.decided
    assert decided is not None
    assert (decided.source, decided.target) == ("fibroblast", "DKK1")


async def test_tui_conflicts_are_settled_by_a_rejection(app: CuratorApp, desk: Sample) -> None:
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "d", "r", "n")
        assert "saved: rejected (no relation)" in said(app, "message")
        # `other` asks for a word; without one nothing is settled.
        await press(pilot, "r", "o", "escape")
        assert "not settled" in said(app, "message")
        assert states(desk) == ["accepted", "rejected", "undecided conflict"]


async def test_tui_conflicts_somebody_else_may_be_faster(app: CuratorApp, desk: Sample) -> None:
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "d")
        # While Kim reads, Ada settles the row in another program.
        with pytest.MonkeyPatch.context() as patch, desk.workbench() as elsewhere:
            patch.setenv("CURATOR_NAME", "ada")
            elsewhere.judge(conflicts(elsewhere)[0].row.id, Action.ACCEPT)
        await press(pilot, "2")
        assert "ada has accepted this row since it was shown here" in said(app, "message")
        assert "Conflicts: 1 row " in said(app, "progress")
        assert states(desk)[1] == "accepted"


async def test_tui_conflicts_are_marked_and_found_in_the_review(app: CuratorApp) -> None:
    async with app.run_test(size=NARROW) as pilot:
        queue = app.screen.query_one(Queue)
        signs = [queue.render_line(number).text[2:4] for number in range(3)]
        assert signs == ["A✓", "C≠", "C≠"]
        await press(pilot, "slash", *"conflict:yes", "enter")
        assert len(queue._entries) == 2
        # From a conflict to its row and on.
        await press(pilot, "d", "j", "enter")
        assert isinstance(app.screen, ReviewScreen)
        current = queue.current
        assert current is not None
        assert current.claim.mirna == "miR-378d"
        assert "in conflict: d shows both decisions" in said(app, "message")


async def test_tui_conflicts_without_any_say_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CURATOR_NAME", "kim")
    with sample(tmp_path).workbench() as workbench:
        app = CuratorApp(Desk(workbench))
        async with app.run_test(size=NARROW) as pilot:
            await press(pilot, "d", "1", "2", "e", "r", "o", "enter")
            assert isinstance(app.screen, ConflictsScreen)
            assert "Conflicts: 0 rows" in said(app, "progress")
            assert workbench.verdicts() == []


async def test_tui_conflicts_a_decision_waits_for_another_program(app: CuratorApp, desk: Sample) -> None:
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "d")
        async with held(app, desk.path) as heard:
            await press(pilot, "1")
        assert "waiting for another program" in heard[0]
        assert "settled; 1 conflict left" in said(app, "message")
