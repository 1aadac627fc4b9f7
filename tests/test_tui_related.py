"""What stands beside a row, as a curator sees it and walks through it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.pilot import Pilot

from curator.tui.app import CuratorApp
from curator.tui.desk import Desk
from curator.tui.entry import View
from curator.tui.plain import row_lines
from curator.tui.widgets.assertion import AssertionPane
from curator.tui.widgets.queue import Queue
from curator.workbench import Workbench
from tests.related_samples import CONFERS, DENIES, RESTORES, SHORT, first_paper, related_database
from tests.tui_samples import said, sample

WIDE, NARROW = (140, 40), (80, 24)


@pytest.fixture
def bench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workbench]:
    monkeypatch.setenv("CURATOR_NAME", "kim")
    with Workbench(related_database(tmp_path)) as workbench:
        yield workbench


@pytest.fixture
def app(bench: Workbench) -> CuratorApp:
    """All papers, from the first row."""
    return CuratorApp(Desk(bench))


def flat(text: str) -> str:
    return " ".join(text.split())


def screen(app: CuratorApp) -> str:
    """What is on the glass, line by line."""
    return "\n".join(strip.text for strip in app.screen._compositor.render_strips())


def sentence(app: CuratorApp) -> str:
    current = app.screen.query_one(Queue).current
    assert current
    assert current.item
    return current.item.stored.assertion.evidence[0].quote


async def press(pilot: Pilot[None], *keys: str) -> None:
    await pilot.press(*keys)
    await pilot.pause()


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
async def test_tui_related_a_contradiction_is_told_beside_the_slots_and_in_full_below(
    app: CuratorApp, size: tuple[int, int]
) -> None:
    async with app.run_test(size=size):
        # I stand on the first row. One row of the paper and one of another say the opposite, the table has another
        # target, and a row further down says less: a line above the sentence tells, in words and with signs.
        head = flat(said(app, "head"))
        assert "⇄ contradicted: 1 here, 1 elsewhere" in head
        assert "≠ Table 1, row 1: other target" in head
        assert "≈ 1 nearly the same x: go there" in head
        # Below stands each of them with its sentence, its marks and its study.
        body = flat(said(app, "body"))
        assert "⇄ opposite effect, sensitivity; same drug cisplatin, in this paper" in body
        assert "▸ In these cells ‹M:miR-21› brought sensitivity to cisplatin [2]. ◂ (Results)" in body
        assert "[2] Au Yeung C. Two." in body
        assert "⇄ denies the effect; same drug cisplatin, in beta-2025" in body
        assert "≠ text against table: Table 1, row 1 has target APAF1" in body
        assert "Outcome: inducing cisplatin resistance of tumour cells" in body
        assert "≈ says less: no source, no target" in body


async def test_tui_related_a_row_that_was_rejected_contradicts_no_more(app: CuratorApp) -> None:
    async with app.run_test(size=NARROW) as pilot:
        # I have seen the first row contradicted. The one that contradicts it is wrong: I reject it,
        assert "contradicted: 1 here, 1 elsewhere" in flat(said(app, "head"))
        await press(pilot, "x", "r", "p")
        assert "saved: rejected" in said(app, "message")
        # and back at the first row it is not held against it any more.
        await press(pilot, "g")
        assert sentence(app) == CONFERS
        assert "contradicted: 1 elsewhere" in flat(said(app, "head"))
        # Undone, it is again.
        await press(pilot, "u", "g")
        assert "contradicted: 1 here, 1 elsewhere" in flat(said(app, "head"))


async def test_tui_related_rows_are_walked_through_and_back(app: CuratorApp) -> None:
    async with app.run_test(size=NARROW) as pilot:
        # x goes from one to the next, and says why I am there.
        await press(pilot, "x")
        assert sentence(app) == RESTORES
        assert "1 of 3: opposite effect, sensitivity; same drug cisplatin" in said(app, "message")
        await press(pilot, "x")
        assert sentence(app) == DENIES
        await press(pilot, "x")
        assert sentence(app) == SHORT
        assert "3 of 3: says less: no source, no target" in said(app, "message")
        # After the last I am back where I began; b would have led there at once.
        await press(pilot, "x")
        assert sentence(app) == CONFERS
        await press(pilot, "x", "b")
        assert sentence(app) == CONFERS
        assert "back at miR-21 of CAF → PTEN: resistance [1]" in said(app, "message")


async def test_tui_related_leads_out_of_a_filter_and_back_into_it(app: CuratorApp) -> None:
    async with app.run_test(size=NARROW) as pilot:
        # I look at rows with a target only; the row that contradicts mine has none.
        app.desk.find("target:PTEN")
        app.desk.show(View.UNDECIDED)
        await press(pilot, "g", "x")
        assert sentence(app) == RESTORES
        assert app.desk.text == ""
        await press(pilot, "b")
        assert (app.desk.text, app.desk.view) == ("target:PTEN", View.UNDECIDED)
        assert sentence(app) == CONFERS


async def test_tui_related_of_one_paper_says_where_the_others_are(bench: Workbench) -> None:
    app = CuratorApp(Desk(bench, document=first_paper().id))
    async with app.run_test(size=NARROW) as pilot:
        # I judge one paper: rows of others are told, and passed over.
        assert "1 here, 1 elsewhere" in flat(said(app, "head"))
        assert "+ beta-2025" in said(app, "body")
        await press(pilot, "x", "x", "x")
        assert sentence(app) == CONFERS
        assert "more in beta-2025" in said(app, "message")


async def test_tui_related_a_row_in_peace_has_no_word_of_it(app: CuratorApp) -> None:
    async with app.run_test(size=NARROW) as pilot:
        # The last row of the first paper: nothing contradicts it. It cites two studies, and both are told in full.
        await press(pilot, "j", "j", "j")
        assert "contradicted" not in said(app, "head")
        assert "Reference [1] Zhang H. One." in said(app, "body")
        assert "[2] Au Yeung C. Two." in said(app, "body")
        assert "not in the reference list" not in said(app, "body")
        await press(pilot, "x")
        assert "nothing contradicts this row" in said(app, "message")


async def test_tui_related_a_finding_of_two_papers_shows_all_its_sentences(app: CuratorApp) -> None:
    async with app.run_test(size=WIDE):
        # Over all papers the finding is one decision: I see what the other paper says, under its name and section.
        body = flat(said(app, "body"))
        assert "Also in beta-2025, section Results, [1]" in body
        assert "▸ As others found, exosomal ‹M:miR-21› of ‹S:CAFs› targets ‹T:PTEN› and confers" in body


async def test_tui_related_the_evidence_stays_in_sight_while_the_reasons_scroll(app: CuratorApp) -> None:
    async with app.run_test(size=NARROW) as pilot:
        # However far I read on, the sentence with its marks is on the screen.
        for _ in range(12):
            assert "‹M:miR-21› of ‹S:CAFs›" in screen(app)
            await press(pilot, "J")
        assert "≈ says less" in screen(app) or "Nearly the same" in said(app, "body")
        assert app.screen.query_one(AssertionPane).holds_evidence
        # Back at the top it stands in its paragraph again, and not twice.
        for _ in range(14):
            await press(pilot, "K")
        assert not app.screen.query_one(AssertionPane).holds_evidence


async def test_tui_related_the_gold_is_told_slot_by_slot(tmp_path: Path) -> None:
    with sample(tmp_path).workbench() as workbench:
        app = CuratorApp(Desk(workbench))
        async with app.run_test(size=WIDE) as pilot:
            # The second row has the wrong source; every other slot is right.
            await press(pilot, "j")
            body = flat(said(app, "body"))
            assert "Gold Table 1, row 2" in body
            assert "≠ source macrophage; the gold has adipocyte" in body
            assert "= target APAF1" in body


def test_tui_related_is_told_line_by_line_too(bench: Workbench) -> None:
    desk = Desk(bench)
    lines = list(row_lines(desk.entries[0], desk))
    # What the screen shows beside a row a screen reader says of it.
    told = "Contradicted in this paper: opposite effect, sensitivity; same drug cisplatin: miR-21: sensitivity [2]"
    assert told in lines
    assert f"Its sentence: {RESTORES}" in lines
    assert "Told otherwise by Table 1, row 1: it has target APAF1" in lines
    assert any(line.startswith("Nearly the same, says less") for line in lines)
