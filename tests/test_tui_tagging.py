"""Tagging rows and deciding on all of them at one stroke, told as a curator would tell it."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from textual import events
from textual.pilot import Pilot

from curator import identity
from curator.model import Assertion, Claim, Document, Evidence, Paragraph, Sentence, Slot, SlotSpan
from curator.storage import Database
from curator.tui.app import CuratorApp
from curator.tui.desk import Desk
from curator.tui.screens import tagging
from curator.tui.screens.ask import AskScreen
from curator.tui.screens.busy import BusyScreen
from curator.tui.screens.reason import ReasonScreen
from curator.tui.tags import Tags
from curator.tui.widgets.queue import Queue
from curator.tui.widgets.told import Told
from curator.workbench import Progress, Workbench
from tests.tui_samples import Sample, said

WIDE, NARROW = (140, 40), (80, 24)


def log(desk: Sample) -> list[tuple[str, str, str | None]]:
    """Every verdict with its row and reason, oldest first, as another program reads it."""
    with closing(sqlite3.connect(desk.path)) as connection:
        return list(connection.execute("SELECT action, before_mirna, reason FROM verdicts ORDER BY number"))


def seen(app: CuratorApp) -> str:
    """Everything on the screen."""
    return "\n".join(strip.text.rstrip() for strip in app.screen._compositor.render_strips())


async def press(pilot: Pilot[None], *keys: str) -> None:
    await pilot.press(*keys)
    await pilot.pause()


async def test_tui_tagging_accepts_all_tagged_rows_at_one_stroke_and_undoes_them_as_one(
    app: CuratorApp, desk: Sample
) -> None:
    async with app.run_test(size=NARROW) as pilot:
        # I tag two rows; the cursor goes on by itself, and each has a star in front, not a colour alone.
        await press(pilot, "space", "space")
        assert app.screen.query_one(Queue).cursor == 2
        assert seen(app).count(" * ·") == 2
        assert "* 2 tagged" in said(app, "filter")
        # Accepting asks first, with the count and with what stands behind the rows; nothing is written yet.
        await press(pilot, "a")
        assert isinstance(app.screen, AskScreen)
        assert "Accept 2 tagged rows (2 sentences in 1 paper)?" in seen(app)
        assert log(desk) == []
        await press(pilot, "enter")
        assert log(desk) == [("accept", "miR-522", None), ("accept", "miR-21", None)]
        assert "saved: accepted: 2 rows, 2 sentences in 1 paper" in said(app, "message")
        assert "tagged" not in said(app, "filter")
        # One key takes all of it back, one gives all of it again.
        await press(pilot, "u")
        assert "1 more of the same stroke" in said(app, "message")
        assert [action for action, *_ in log(desk)] == ["accept", "accept", "undo", "undo"]
        assert "0/3 0%" in said(app, "progress")
        await press(pilot, "U")
        assert "2/3 66%" in said(app, "progress")


async def test_tui_tagging_rejects_all_tagged_rows_for_one_reason(app: CuratorApp, desk: Sample) -> None:
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "j", "space", "space", "r")
        # The second key is asked for as with one row; it says how many it is about.
        assert isinstance(app.screen, ReasonScreen)
        assert "Reject 2 tagged rows" in seen(app)
        await press(pilot, "h")
        assert log(desk) == [("reject", "miR-21", "hypothesis"), ("reject", "miR-378d", "hypothesis")]


async def test_tui_tagging_can_be_thought_better_of(app: CuratorApp, desk: Sample) -> None:
    async with app.run_test(size=NARROW) as pilot:
        # Escape at the question changes nothing, and my tags are still there.
        await press(pilot, "space", "a", "escape")
        assert log(desk) == []
        assert "nothing was accepted; the tags are kept" in said(app, "message")
        assert "* 1 tagged" in said(app, "filter")
        # The same key on the same row takes its tag off.
        await press(pilot, "k", "space")
        assert "tagged" not in said(app, "filter")
        # All, turned round, none.
        await press(pilot, "T")
        assert "* 3 tagged" in said(app, "filter")
        await press(pilot, "k", "space", "I")
        assert "* 1 tagged" in said(app, "filter")
        await press(pilot, "X")
        assert "no row is tagged" in said(app, "message")


async def test_tui_tagging_all_in_view_tags_what_the_filter_leaves(app: CuratorApp, desk: Sample) -> None:
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "slash", *"drug:paclitaxel", "enter", "T", "escape")
        # The tags stay when the filter goes, and so does the third row's want of one.
        assert "* 2 tagged" in said(app, "filter")
        await press(pilot, "a", "enter")
        assert [mirna for _, mirna, _ in log(desk)] == ["miR-522", "miR-21"]


async def test_tui_tagging_leaves_alone_what_is_decided_so_already_and_says_what_it_changes(
    app: CuratorApp, desk: Sample
) -> None:
    async with app.run_test(size=WIDE) as pilot:
        # The first row is accepted, the second rejected; now I tag all three and accept.
        await press(pilot, "a", "r", "w", "T", "a")
        question = " ".join(str(app.screen.query(Told).first().content).split())
        assert question == (
            "Accept 3 tagged rows (2 sentences in 1 paper; 1 so already; 1 decided otherwise; "
            "1 as negated or speculative)?"
        )
        await press(pilot, "enter")
        # What its text denies is not accepted as a fact, and I am told so.
        assert "saved: accepted: 2 rows, 2 sentences in 1 paper; 1 as negated or speculative" in said(app, "message")
        assert log(desk)[2:] == [("accept", "miR-21", None), ("accept", "miR-378d", None)]
        # Once more, there is nothing left to do, and the log stays as it is.
        await press(pilot, "T", "a", "enter")
        assert "accepted already; nothing was changed" in said(app, "message")
        assert len(log(desk)) == 4


async def test_tui_tagging_of_many_rows_is_done_beside_the_screen(
    app: CuratorApp, desk: Sample, monkeypatch: pytest.MonkeyPatch
) -> None:
    # As if three rows were more than can be done between two keys.
    monkeypatch.setattr(tagging, "AT_ONCE", 1)
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "T")
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert "* 3 tagged" in said(app, "filter")
        await press(pilot, "a")
        assert "Accept 3 tagged rows?" in seen(app)
        await press(pilot, "enter")
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert [action for action, *_ in log(desk)] == ["accept"] * 3
        assert "saved: accepted: 3 rows" in said(app, "message")
        # So is taking it back.
        await press(pilot, "u")
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert "2 more of the same stroke" in said(app, "message")
        assert "0/3 0%" in said(app, "progress")


async def test_tui_tagging_a_long_stroke_is_stopped_by_escape_and_writes_nothing(
    app: CuratorApp, desk: Sample, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A stroke that does not end by itself: it goes on telling its progress until it is stopped.
    def endless(self: Desk, *_: object, progress: Progress, **__: object) -> None:
        while True:
            progress("accepting", 1, 1_000_000)
            time.sleep(0.01)

    monkeypatch.setattr(tagging, "AT_ONCE", 0)
    monkeypatch.setattr(Desk, "decide_all", endless)
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "space", "a", "enter")
        assert isinstance(app.screen, BusyScreen)
        assert "of 1,000,000" in seen(app)
        await press(pilot, "escape")
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert "stopped: nothing was decided; the tags are kept" in said(app, "message")
        assert log(desk) == []


async def test_tui_tagging_of_a_gold_row_that_nothing_proposed_is_refused(app: CuratorApp) -> None:
    async with app.run_test(size=NARROW) as pilot:
        for key in ("space", "T", "I"):
            await press(pilot, "5", key)
            assert "nothing to tag" in said(app, "message")
        assert "tagged" not in said(app, "filter")


async def test_tui_tagging_pasted_text_answers_no_question(app: CuratorApp, desk: Sample) -> None:
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "space", "a")
        # The clipboard goes into the wrong window while I am asked.
        app.post_message(events.Paste("yes\n"))
        await pilot.pause()
        assert isinstance(app.screen, AskScreen)
        assert log(desk) == []


def named(text: str, start: int) -> SlotSpan:
    at = text.index("miR-7", start)
    return SlotSpan(Slot.MIRNA, at, at + 5, "miR-7", "miR-7")


def say_it_twice(path: Path) -> None:
    """Two more papers say of miR-7 what each other says; one of them in two sentences."""
    first = "Exosomal miR-7 confers resistance to cisplatin."
    second = "We found again that exosomal miR-7 brings resistance."
    with Database.open(path) as database:
        for name, sentences in (("one-2024", (first, second)), ("two-2024", (first,))):
            text = " ".join(sentences)
            spans = [(text.index(s), text.index(s) + len(s)) for s in sentences]
            made = Document(
                name,
                text,
                paragraphs=(Paragraph(0, len(text)),),
                sentences=tuple(Sentence(*span) for span in spans),
            )
            document = replace(made, id=identity.document_id(made))
            evidence = tuple(
                Evidence(document.id, start, end, text[start:end], "", "confers", (named(text, start),))
                for start, end in spans
            )
            database.save_document(document)
            row = Assertion(Claim("miR-7"), evidence)
            database.save_extraction(document.id, [row], rules_version="r1", program_version="0")


async def test_tui_tagging_a_finding_of_several_papers_is_one_decision_and_says_so(desk: Sample) -> None:
    say_it_twice(desk.path)
    with desk.workbench() as workbench:
        app = CuratorApp(Desk(workbench))
        async with app.run_test(size=NARROW) as pilot:
            # Over all papers the finding is one row with the number of its sentences.
            await press(pilot, "G")
            assert "miR-7 ×3" in seen(app)
            await press(pilot, "a")
            assert "(3 sentences in 2 papers)" in said(app, "message")
            assert [mirna for _, mirna, _ in log(desk)] == ["miR-7", "miR-7"]
            # One undo takes back both.
            await press(pilot, "u")
            assert "1 more of the same stroke" in said(app, "message")
            # Tagged, it counts as one row with all that is behind it.
            await press(pilot, "G", "space", "a")
            assert "Accept 1 tagged row (3 sentences in 2 papers)?" in seen(app)


async def test_tui_tagging_a_claim_with_two_sentences_in_one_paper_is_one_decision(desk: Sample) -> None:
    say_it_twice(desk.path)
    with Workbench(desk.path) as workbench:
        paper = next(d.id for d in workbench.documents() if d.name == "one-2024")
        app = CuratorApp(Desk(workbench, document=paper))
        async with app.run_test(size=NARROW) as pilot:
            await press(pilot, "a")
            # Only this paper's row is decided, with both of its sentences.
            assert "(2 sentences in 1 paper)" in said(app, "message")
            assert [mirna for _, mirna, _ in log(desk)] == ["miR-7"]


def test_tui_tags_turn_round_only_what_they_are_told() -> None:
    tags = Tags()
    tags.add(["a", "b"])
    tags.invert(["b", "c"])
    assert list(tags) == ["a", "c"]
    assert tags.toggle("a") is False
    assert tags.toggle("d") is True
    tags.drop(["c", "x"])
    assert list(tags) == ["d"]
    tags.clear()
    assert not tags
