"""Journeys through the terminal face, told as a curator would tell them.

Every journey runs the real program on a real database; what she did is read back from the database, as another program
would read it.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest
from textual import events
from textual.pilot import Pilot

from curator.model import State
from curator.storage import Database
from curator.tui import words
from curator.tui.app import CuratorApp
from curator.tui.desk import Desk
from curator.tui.screens.comment import CommentScreen
from curator.tui.screens.edit import EditScreen
from curator.tui.screens.find import FindScreen
from curator.tui.screens.help import HelpScreen, help_text
from curator.tui.screens.reader import ReaderScreen
from curator.tui.screens.reason import ReasonScreen
from curator.tui.screens.review import ReviewScreen
from curator.tui.widgets.assertion import AssertionPane
from curator.tui.widgets.queue import Queue, line, needs
from curator.tui.widgets.told import Told
from tests.tui_samples import DENIAL, FIBROBLASTS, Sample, assertions, form_of, paper, said

WIDE, NARROW = (140, 40), (80, 24)


def states(desk: Sample) -> list[str]:
    """How the rows stand, in text order, as the database has it now."""
    with desk.workbench() as workbench:
        return [item.stored.state.value for item in workbench.queue()]


def log(desk: Sample) -> list[tuple[str, str | None, str]]:
    """Every verdict, its reason and its comment, oldest first."""
    with closing(sqlite3.connect(desk.path)) as connection:
        return list(connection.execute("SELECT action, reason, comment FROM verdicts ORDER BY number"))


def sheet(app: CuratorApp) -> str:
    return f"{said(app, 'head')}\n{said(app, 'body')}"


def cursor(app: CuratorApp) -> str:
    """The miRNA of the row under the cursor."""
    current = app.screen.query_one(Queue).current
    return current.claim.mirna if current else ""


async def press(pilot: Pilot[None], *keys: str) -> None:
    await pilot.press(*keys)
    await pilot.pause()


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
async def test_tui_journeys_a_row_is_shown_with_everything_that_backs_it(
    app: CuratorApp, size: tuple[int, int]
) -> None:
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        # I open the review and the first row is before me: its sentence in its paragraph, every slot with its letter,
        assert "▸ In gastric cancer, ‹S:CAF›-derived exosomal ‹M:miR-522› targets ‹T:ALOX15›" in sheet(app)
        assert "‹E:‹+:resistance› to ‹D:paclitaxel›› ‹C:[2]›. ◂" in sheet(app)
        # the rule, the signs in words, the confidence and what it is made of, the reference in full,
        assert "Rule targets + confers" in sheet(app)
        assert "+ “causes”: this brings or raises" in sheet(app)
        assert "(+)(+) = +: miR-522, when present, confers resistance" in sheet(app)
        assert "Confidence 0.80: both slots stand in one clause" in sheet(app)
        assert "Reference [2] Zhang H. Two." in sheet(app)
        # and how it stands to the gold and to me.
        assert "= matches Table 1, row 1" in sheet(app)
        assert "undecided  affirmed" in sheet(app)


async def test_tui_journeys_text_of_a_paper_is_shown_and_never_obeyed(app: CuratorApp) -> None:
    async with app.run_test(size=WIDE) as pilot:
        await pilot.pause()
        # The paper holds an escape sequence and something that looks like markup. I see both; neither does anything.
        assert "Tumour cells ␛[31mtalk [bold]loudly[/bold] to each other." in sheet(app)


async def test_tui_journeys_one_key_accepts_and_the_next_row_comes_by_itself(app: CuratorApp, desk: Sample) -> None:
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "a")
        # The row is accepted, the database has it already, and the next one is before me.
        assert states(desk) == ["accepted", "undecided", "undecided"]
        assert cursor(app) == "miR-21"
        assert "saved: accepted: miR-522 of CAF → ALOX15: resistance [2]" in said(app, "message")
        # How far I am and how good it is so far stands on the screen.
        assert "1/3 33%" in said(app, "progress")
        assert "precision 1.00 (1/1) recall 0.33 (1/3)" in said(app, "scores")


async def test_tui_journeys_rejecting_takes_a_second_key_that_says_why(app: CuratorApp, desk: Sample) -> None:
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "r")
        assert isinstance(app.screen, ReasonScreen)
        shown = "\n".join(strip.text for strip in app.screen._compositor.render_strips())
        assert "p  wrong polarity (sign of the effect)" in shown
        await press(pilot, "g")
        assert log(desk) == [("reject", "wrong grounding", "")]
        # I change my mind after r: escape leaves the row alone.
        await press(pilot, "r", "escape")
        assert "not rejected" in said(app, "message")
        assert len(log(desk)) == 1


async def test_tui_journeys_the_reason_other_wants_a_word(app: CuratorApp, desk: Sample) -> None:
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "r", "o")
        assert isinstance(app.screen, CommentScreen)
        await press(pilot, *"twice", "enter")
        assert log(desk) == [("reject", "other", "twice")]
        # Without a word it is not a verdict: the dialog says so and stays, and what I type next is no command.
        await press(pilot, "r", "o", "space", "enter")
        assert isinstance(app.screen, CommentScreen)
        assert "needs a word of explanation" in said(app, "hint")
        await press(pilot, *"aq")
        assert not app.screen.query_one("#hint").display
        assert len(log(desk)) == 1
        await press(pilot, "enter")
        assert log(desk)[1:] == [("reject", "other", "aq")]
        # Escape leaves the row alone.
        await press(pilot, "r", "o", "enter", "escape")
        assert "not rejected" in said(app, "message")
        assert len(log(desk)) == 2


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
async def test_tui_journeys_a_wrong_source_is_mended(app: CuratorApp, desk: Sample, size: tuple[int, int]) -> None:
    async with app.run_test(size=size) as pilot:
        # The second row says macrophage; the gold, and the sentence, say otherwise.
        await press(pilot, "j")
        assert "≠ differs from Table 1, row 2 in source: the gold has adipocyte" in sheet(app)
        await press(pilot, "e")
        assert isinstance(app.screen, EditScreen)
        await press(pilot, "tab", "ctrl+u", *"adipocyte", "enter")
        # It is accepted as mended, shows what was changed, and matches now.
        assert states(desk) == ["undecided", "edited", "undecided"]
        await press(pilot, "3")
        assert cursor(app) == "miR-21"
        assert "edited: source macrophage → adipocyte" in sheet(app)
        assert "= matches Table 1, row 2" in sheet(app)


IMPOSSIBLE = [
    pytest.param("mirna", "ABCB1", "is no name of a miRNA", id="a gene for a miRNA"),
    pytest.param("mirna", "", "a row needs a miRNA", id="no miRNA"),
    pytest.param("effect", "strong", "is no effect", id="no effect that there is"),
    pytest.param("citation", "77", "is not in the reference list", id="a reference that the paper lacks"),
]


@pytest.mark.parametrize(("slot", "value", "why"), IMPOSSIBLE)
async def test_tui_journeys_an_impossible_value_is_refused_with_the_reason(
    app: CuratorApp, desk: Sample, slot: str, value: str, why: str
) -> None:
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "e")
        form_of(app).put(slot, value)
        await press(pilot, "enter")
        # The form stays open, says what is wrong, and nothing was saved.
        assert isinstance(app.screen, EditScreen)
        assert why in str(app.screen.query_one("#hint", Told).content)
        assert log(desk) == []


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
async def test_tui_journeys_what_is_wrong_in_the_form_is_shown_to_its_end(
    app: CuratorApp, size: tuple[int, int]
) -> None:
    async with app.run_test(size=size) as pilot:
        await press(pilot, "e")
        form_of(app).put("mirna", "the gene called bananas")
        await pilot.pause()
        # The remedy comes last, and it is on the screen, with the keys still at its foot.
        lines = [strip.text for strip in app.screen._compositor.render_strips()]
        hint = app.screen.query_one("#hint").region
        words = " ".join(" ".join(lines[y][hint.x : hint.right].split()) for y in range(hint.y, hint.bottom))
        assert words.endswith("is no name of a miRNA: write one such as miR-21-5p, let-7a or miR-17~92 cluster")
        assert "enter save" in lines[-1]
        # A value that can stand takes the lines back.
        form_of(app).put("mirna", "miR-21")
        await pilot.pause()
        assert app.screen.query_one("#hint").region.height == 1


async def test_tui_journeys_values_of_the_paper_are_at_hand_in_the_form(app: CuratorApp, desk: Sample) -> None:
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "e", "tab", "tab", "ctrl+u")
        # Down brings the values that the slot has elsewhere; one letter is enough for an effect.
        await press(pilot, "down")
        assert form_of(app).values["target"] in {"ALOX15", "APAF1", "DKK3"}
        await press(pilot, "up", "up", "tab", "ctrl+u", "s", "enter")
        with desk.workbench() as workbench:
            edited = workbench.queue(state=State.EDITED)
        assert [str(item.stored.claim.effect) for item in edited] == ["sensitivity"]


async def test_tui_journeys_a_form_left_as_it_was_is_no_verdict(app: CuratorApp, desk: Sample) -> None:
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "e", "enter")
        assert "nothing was changed" in said(app, "message")
        await press(pilot, "e", *"x", "escape")
        assert log(desk) == []


async def test_tui_journeys_undo_goes_back_and_redo_forth(app: CuratorApp, desk: Sample) -> None:
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "a", "r", "w")
        assert states(desk) == ["accepted", "rejected", "undecided"]
        await press(pilot, "u")
        # The rejection is taken back, and I stand on the row again.
        assert states(desk) == ["accepted", "undecided", "undecided"]
        assert cursor(app) == "miR-21"
        assert "undone: rejection (wrong relation) of miR-21 of macrophage → APAF1" in said(app, "message")
        await press(pilot, "u")
        assert "undone: acceptance of miR-522" in said(app, "message")
        await press(pilot, "u")
        assert states(desk) == ["undecided"] * 3
        assert "nothing to undo" in said(app, "message")
        await press(pilot, "U", "ctrl+r")
        assert "given again: rejection (wrong relation) of miR-21" in said(app, "message")
        assert states(desk) == ["accepted", "rejected", "undecided"]
        # Nothing was erased: the log has every step.
        assert [action for action, *_ in log(desk)] == ["accept", "reject", "undo", "undo", "undo", "undo"]


async def test_tui_journeys_the_last_verdict_leads_to_what_was_missed(app: CuratorApp) -> None:
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "a", "a")
        assert "every row is decided" not in said(app, "message")
        await press(pilot, "a")
        assert "every row is decided; 5 shows what was missed (2)" in said(app, "message")


async def test_tui_journeys_a_row_no_longer_proposed_asks_for_nothing(desk: Sample) -> None:
    # The rules were changed and no longer find the second row; I had not judged it.
    with Database.open(desk.path) as database:
        found = [row for row in assertions() if row.claim.mirna != "miR-21"]
        database.save_extraction(paper().id, found, rules_version="r2", program_version="0")
    with desk.workbench() as workbench:
        app = CuratorApp(Desk(workbench))
        async with app.run_test(size=WIDE) as pilot:
            await press(pilot, "a")
            # It is passed over and not counted, but still there, with a sign that says why.
            assert cursor(app) == "miR-378d"
            assert "1/2 50%" in said(app, "progress")
            await press(pilot, "k")
            assert cursor(app) == "miR-21"
            assert "† no longer proposed by the rules" in sheet(app)


async def test_tui_journeys_a_row_with_a_comment_is_marked_in_the_list_while_the_comment_stands(
    app: CuratorApp, desk: Sample
) -> None:
    def signs() -> list[str]:
        return [line(entry, 78, needs(app.desk.entries)).plain[:4].rstrip() for entry in app.desk.entries]

    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "c", *"see table", "enter")
        assert [sign[2:] for sign in signs()] == ['"', "", ""]
        assert f"{words.NOTED_SIGN} has a comment" in help_text().plain
        await press(pilot, "u")
        assert [sign[2:] for sign in signs()] == ["", "", ""]
        # The words of a rejection are a comment too.
        await press(pilot, "r", "o", *"not this", "enter")
        assert signs()[0] == 'R✗"'


async def test_tui_journeys_a_comment_decides_nothing(app: CuratorApp, desk: Sample) -> None:
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "c", *"see table", "enter")
        assert log(desk) == [("comment", None, "see table")]
        assert states(desk) == ["undecided"] * 3
        assert "kim comment: see table" in sheet(app)
        await press(pilot, "u")
        assert "undone: comment on miR-522 of CAF → ALOX15" in said(app, "message")


@pytest.mark.parametrize("key", list("lhdCsvi"))
async def test_tui_journeys_q_closes_what_lies_over_the_review_and_leaves_only_from_there(
    app: CuratorApp, key: str
) -> None:
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, key)
        assert not isinstance(app.screen, ReviewScreen)
        await press(pilot, "q")
        assert isinstance(app.screen, ReviewScreen)
        assert app.return_code is None
        await press(pilot, "q")
    assert app.return_code == 0


async def test_tui_journeys_q_closes_the_outline_before_the_paper_and_ctrl_q_leaves_at_once(app: CuratorApp) -> None:
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "v", "o", "q")
        assert isinstance(app.screen, ReaderScreen)
        assert not app.screen.outline.display
        await press(pilot, "ctrl+q")
    assert app.return_code == 0


async def test_tui_journeys_quitting_loses_nothing(desk: Sample) -> None:
    with desk.workbench() as workbench:
        first = CuratorApp(Desk(workbench))
        async with first.run_test(size=NARROW) as pilot:
            await press(pilot, "a", "q")
        assert first.return_code == 0
    # Tomorrow I come back and stand on the first row that is left; yesterday's verdict can still be taken back.
    with desk.workbench() as workbench:
        second = CuratorApp(Desk(workbench))
        async with second.run_test(size=NARROW) as pilot:
            await pilot.pause()
            assert cursor(second) == "miR-21"
            await press(pilot, "u")
            assert states(desk) == ["undecided"] * 3


async def test_tui_journeys_rows_are_filtered_by_state(app: CuratorApp) -> None:
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "a", "1")
        # Among the undecided, a row leaves the list once it is judged, and the next takes its place.
        assert cursor(app) == "miR-21"
        await press(pilot, "a")
        assert cursor(app) == "miR-378d"
        assert "[1 left 1]" in said(app, "progress")
        await press(pilot, "2")
        assert [entry.claim.mirna for entry in app.desk.entries] == ["miR-522", "miR-21"]
        await press(pilot, "4")
        assert "No rows here: rejected" in said(app, "head")


async def test_tui_journeys_rows_are_filtered_by_text(app: CuratorApp, desk: Sample) -> None:
    async with app.run_test(size=NARROW) as pilot:
        # Letters typed into the line are letters, not verdicts.
        await press(pilot, "slash", *"apaf1", "enter")
        assert [entry.claim.mirna for entry in app.desk.entries] == ["miR-21"]
        assert log(desk) == []
        # Back in the queue the keys are verdicts again; escape brings all rows back.
        await press(pilot, "a")
        assert states(desk)[1] == "accepted"
        await press(pilot, "escape")
        assert len(app.desk.entries) == 3


async def test_tui_journeys_a_filter_by_field_that_is_wrong_says_so(app: CuratorApp) -> None:
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "slash", *"target:DKK3")
        assert [entry.claim.mirna for entry in app.desk.entries] == ["miR-378d"]
        await press(pilot, "escape", "slash", *"colour:red", "enter")
        # The line stays open until the filter can be understood.
        assert isinstance(app.screen, FindScreen)
        assert "there is no field colour" in said(app, "hint")


async def test_tui_journeys_a_missed_gold_row_is_opened_at_its_sentence(app: CuratorApp, desk: Sample) -> None:
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "5", "G")
        assert cursor(app) == "miR-34a"
        assert "missed: Table 1, row 3" in said(app, "head")
        # enter gives the paragraph the whole screen, scrolled to the sentence that should have given the row.
        await press(pilot, "enter")
        assert "▸ Loss of ‹M:miR-34a› makes nasopharyngeal carcinoma cells resistant [1]. ◂" in said(app, "body")
        assert app.screen.query_one(AssertionPane).top > 0
        assert not app.screen.query_one(Queue).display
        # There is nothing to accept here.
        await press(pilot, "a")
        assert "no verdict to give" in said(app, "message")
        assert log(desk) == []


@pytest.mark.parametrize("size", [NARROW, (80, 30)], ids=["cut", "whole"])
async def test_tui_journeys_the_sentence_is_in_sight_however_long_its_paragraph(
    app: CuratorApp, size: tuple[int, int]
) -> None:
    async with app.run_test(size=size) as pilot:
        # The denial stands at the end of a long paragraph; I see it without looking for it, high or low as the pane is.
        await press(pilot, "G")
        assert "¬ negated" in sheet(app)
        lines = "\n".join(strip.text for strip in app.screen._compositor.render_strips())
        assert "▸ Exosomal ‹M:miR-378d›" in lines
        assert "‹T:DKK3› [2]. ◂" in lines


async def test_tui_journeys_pasted_text_gives_no_verdicts(app: CuratorApp, desk: Sample) -> None:
    async with app.run_test(size=NARROW) as pilot:
        # The clipboard goes into the wrong window: it is full of letters that are keys here.
        app.post_message(events.Paste("areas\nrogue aaaa"))
        await pilot.pause()
        assert log(desk) == []
        assert "nothing was changed" in said(app, "message")
        # While the reasons are asked for, a paste gives none; in a line of text it is text.
        await press(pilot, "r")
        app.post_message(events.Paste("go"))
        await pilot.pause()
        assert isinstance(app.screen, ReasonScreen)
        await press(pilot, "escape", "c")
        app.post_message(events.Paste("pasted note"))
        await press(pilot, "enter")
        assert log(desk) == [("comment", None, "pasted note")]


COPIES = [
    pytest.param("r", "miR-522\tCAF\tALOX15\tresistance\t2\tpaclitaxel\tgastric cancer\taffirmed", id="row"),
    pytest.param("s", FIBROBLASTS, id="sentence"),
    pytest.param("c", "[2] Zhang H. Two.\ndoi:10.1/2", id="citation"),
]


@pytest.mark.parametrize(("key", "text"), COPIES)
async def test_tui_journeys_a_part_of_a_row_is_copied(app: CuratorApp, desk: Sample, key: str, text: str) -> None:
    async with app.run_test(size=NARROW) as pilot:
        # One key to copy, one to say what; the terminal has it then, and I am told.
        await press(pilot, "y", key)
        assert app.clipboard == text
        assert "copied the " in said(app, "message")
        # Escape copies nothing, and none of it is a verdict.
        await press(pilot, "y", "escape")
        assert "nothing was copied" in said(app, "message")
        assert log(desk) == []


async def test_tui_journeys_help_shows_every_key(app: CuratorApp) -> None:
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "question_mark")
        assert isinstance(app.screen, HelpScreen)
        assert "?miR-21  in the list: speculative" in str(help_text())
        # q closes the help, not the program.
        await press(pilot, "q")
        assert isinstance(app.screen, ReviewScreen)


async def test_tui_journeys_a_narrow_terminal_stacks_the_panes_and_a_wide_one_sets_them_side_by_side(
    app: CuratorApp,
) -> None:
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        queue, pane = app.screen.query_one(Queue), app.screen.query_one("#assertion")
        assert queue.region.bottom <= pane.region.y
        # I make the window larger.
        await pilot.resize_terminal(*WIDE)
        await pilot.pause()
        assert queue.region.right <= pane.region.x
        assert "E effect   resistance" in said(app, "head")


async def test_tui_journeys_with_no_colour_every_sign_is_still_there(
    desk: Sample, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    with desk.workbench() as workbench:
        app = CuratorApp(Desk(workbench))
        async with app.run_test(size=WIDE) as pilot:
            await press(pilot, "a", "r", "n", "G")
            lines = [strip.text for strip in app.screen._compositor.render_strips()]
            colours = {
                segment.style.color.name
                for strip in app.screen._compositor.render_strips()
                for segment in strip.apply_filter(app._filters[-1], app.screen.styles.background)
                if segment.style and segment.style.color
            }
    text = "\n".join(lines)
    assert colours <= {"default"}
    assert "A✓" in text
    assert "R✗" in text
    assert "‹¬:not›" in text
    assert DENIAL.split()[0] in text
