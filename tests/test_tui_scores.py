"""The scores: proposed and accepted against the gold, and every error one key from its sentence."""

from __future__ import annotations

import pytest
from textual.pilot import Pilot

from curator.tui.app import CuratorApp
from curator.tui.desk import Desk
from curator.tui.entry import View
from curator.tui.screens.review import ReviewScreen
from curator.tui.screens.scores import ScoresScreen
from curator.tui.widgets.queue import Queue
from tests.tui_samples import MISSED, Sample, add_paper_without_gold, said

WIDE, NARROW = (140, 40), (80, 24)


def listing(app: CuratorApp, width: int = 79) -> list[str]:
    screen = app.screen
    assert isinstance(screen, ScoresScreen)
    return [screen.draw(number, width).plain.rstrip() for number in range(len(screen._shown))]


def at(app: CuratorApp, part: str) -> list[str]:
    """The keys that lead to the line that holds the part."""
    return ["g"] + ["j"] * next(number for number, line in enumerate(listing(app)) if part in line)


async def press(pilot: Pilot[None], *keys: str) -> None:
    await pilot.press(*keys)
    await pilot.pause()


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
async def test_tui_scores_stand_side_by_side_as_bars(app: CuratorApp, size: tuple[int, int]) -> None:
    async with app.run_test(size=size) as pilot:
        # Three rows are proposed, one of them right, one wrong in its source; I have accepted the right one.
        await press(pilot, "a", "s")
        row = listing(app)[0]
        assert " ".join(row.split()) == "›row P █░ 0.50 R ░░ 0.33 F ░░ 0.40 P ██ 1.00 R ░░ 0.33 F █░ 0.50"
        assert "P ████░░░░ 0.50" in listing(app, 139)[0]
        assert "row, proposed: 1 right, 1 not in the gold, 2 of the gold missing" in said(app, "detail")
        assert "Scores against the adjudicated gold (3 rows)" in said(app, "progress")
        # Every rule has its account.
        rule = next(line for line in listing(app) if line.split()[:1] == ["targets"])
        assert " ".join(rule.split()) == "targets P ▄ 0.50 R ▃ 0.33 F ▃ 0.40 P █ 1.00 R ▃ 0.33 F ▄ 0.50"
        wide = next(line for line in listing(app, 139) if line.split()[:1] == ["targets"])
        assert "P ████░░░░ 0.50" in wide


async def test_tui_scores_an_error_leads_to_its_sentence(app: CuratorApp) -> None:
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "s")
        await press(pilot, *at(app, "✗ miR-21 | macrophage"), "enter")
        # A row that should not be there: I stand on it in the review.
        current = app.screen.query_one(Queue).current
        assert current
        assert (current.claim.mirna, current.claim.source) == ("miR-21", "macrophage")
        assert "from the scores: miR-21" in said(app, "message")
        # A gold row that nothing proposed: I stand on it among the misses, its sentence before me.
        await press(pilot, "s")
        await press(pilot, *at(app, "○ miR-34a"))
        assert MISSED in said(app, "detail").replace("\n", " ")
        await press(pilot, "enter")
        assert isinstance(app.screen, ReviewScreen)
        assert app.desk.view is View.MISSES
        assert "nasopharyngeal carcinoma cells resistant" in said(app, "body")


async def test_tui_scores_a_row_added_by_hand_was_not_proposed(app: CuratorApp) -> None:
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "s")
        proposed = said(app, "detail").splitlines()[0]
        await press(pilot, "escape", "i", "enter", *"miR-9", "tab", "tab", "tab", *"sens", "enter")
        assert "saved: added and accepted: miR-9" in said(app, "message")
        # What I added counts for what was accepted alone.
        await press(pilot, "s")
        assert said(app, "detail").splitlines()[0] == proposed
        assert "row, accepted: 0 right, 1 not in the gold" in said(app, "detail")


async def test_tui_scores_a_second_enter_goes_to_the_first_error(app: CuratorApp) -> None:
    async with app.run_test(size=NARROW) as pilot:
        # The errors of the row are shown from the start: enter leads to the first, and once more to its sentence.
        await press(pilot, "s", "enter", "enter")
        assert isinstance(app.screen, ReviewScreen)
        assert "from the scores: miR-21" in said(app, "message")


async def test_tui_scores_errors_of_one_rule(app: CuratorApp) -> None:
    async with app.run_test(size=NARROW) as pilot:
        # I ask what a rule gets wrong: the cursor is on its first error, and the next enter on the sentence.
        await press(pilot, "s")
        await press(pilot, *at(app, "confers"), "enter")
        assert "Errors of the rule confers in what was proposed: 1 not in the gold (✗)" in listing(app)
        await press(pilot, "enter")
        current = app.screen.query_one(Queue).current
        assert current
        assert (current.claim.mirna, current.claim.source) == ("miR-21", "macrophage")


async def test_tui_scores_lead_back_to_the_error_that_was_followed(app: CuratorApp) -> None:
    async with app.run_test(size=NARROW) as pilot:
        # I measure sources by cell type against the table, follow an error, and come back with the key of the scores.
        await press(pilot, "s", "o", "x")
        await press(pilot, *at(app, "○ miR-34a"), "enter")
        assert isinstance(app.screen, ReviewScreen)
        await press(pilot, "s")
        assert "Scores against the table as printed (3 rows), source by cell type" in said(app, "progress")
        assert "miR-34a" in said(app, "detail")
        # Once I have left it by itself, it begins anew.
        await press(pilot, "escape", "s")
        assert "Scores against the adjudicated gold" in said(app, "progress")


async def test_tui_scores_what_is_not_accepted_yet_leads_to_the_row_that_waits(app: CuratorApp) -> None:
    async with app.run_test(size=NARROW) as pilot:
        # Of what was accepted (nothing so far) every gold row is missing; the first was proposed and waits.
        await press(pilot, "j", "s", "p")
        assert any("Errors of row in what was accepted: 0 not in the gold" in line for line in listing(app))
        await press(pilot, *at(app, "○ miR-522"), "enter")
        current = app.screen.query_one(Queue).current
        assert current
        assert (app.desk.view, current.claim.mirna) == (View.ALL, "miR-522")


async def test_tui_scores_errors_of_one_slot(app: CuratorApp) -> None:
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "s", "j", "j", "enter")
        assert listing(app)[2].startswith("›source")
        assert "✗ miR-21 | macrophage" in listing(app)
        assert "○ miR-21 | adipocyte" in listing(app)


async def test_tui_scores_other_golds_and_comparisons(app: CuratorApp) -> None:
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "s", "o", "x")
        assert "Scores against the table as printed (3 rows), source by cell type" in said(app, "progress")
        await press(pilot, "escape")
        assert isinstance(app.screen, ReviewScreen)


async def test_tui_scores_are_those_of_the_paper_that_is_judged(desk: Sample) -> None:
    add_paper_without_gold(desk.path)
    with desk.workbench() as workbench:
        app = CuratorApp(Desk(workbench))
        async with app.run_test(size=NARROW) as pilot:
            # The last row is of a paper without gold: there is nothing to measure against, and it says so.
            await press(pilot, "G", "s")
            assert listing(app) == []
            assert "This paper has no gold" in "\n".join(s.text for s in app.screen._compositor.render_strips())
