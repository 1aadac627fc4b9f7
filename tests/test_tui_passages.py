"""Reading for what nothing proposed: marking what holds nothing, what was never read, the paper beside the rows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.pilot import Pilot

from curator.model import Claim, Mention, MentionType, Slot, Span, State
from curator.storage import Database
from curator.tui.app import CuratorApp
from curator.tui.candidates import begun_claim, candidates
from curator.tui.desk import Desk
from curator.tui.passages import Reach, passage_of
from curator.tui.screens.edit import EditScreen
from curator.tui.screens.reader import ReaderScreen
from curator.tui.screens.review import ReviewScreen
from curator.tui.widgets.reader import PaperView, ReaderPane
from curator.workbench.passages import Reading, reading_of
from tests.tui_samples import ADIPOCYTES, FIBROBLASTS, MISSED, OPENING, TEXT, Sample, assertions, paper, said, sample

WIDE, NARROW = (140, 40), (80, 24)


def mention(type: MentionType, words: str, name: str, *, after: str) -> Mention:
    start = TEXT.index(words, TEXT.index(after))
    return Mention(type, start, start + len(words), words, name)


MENTIONS = (
    mention(MentionType.MIRNA, "miR-522", "miR-522", after=FIBROBLASTS),
    mention(MentionType.DRUG, "paclitaxel", "paclitaxel", after=FIBROBLASTS),
    mention(MentionType.MIRNA, "miR-34a", "miR-34a", after=MISSED),
    mention(MentionType.CELL, "nasopharyngeal carcinoma cells", "NPC cell", after=MISSED),
)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Sample:
    monkeypatch.setenv("CURATOR_NAME", "kim")
    held = sample(tmp_path)
    with Database.open(held.path) as database:
        database.save_extraction(paper().id, assertions(), rules_version="r1", program_version="0", mentions=MENTIONS)
    return held


@pytest.fixture
def app(desk: Sample) -> Iterator[CuratorApp]:
    with desk.workbench() as workbench:
        yield CuratorApp(Desk(workbench))


def read(desk: Sample) -> list[str]:
    """What stands in the database as read."""
    with desk.workbench() as workbench:
        return [TEXT[p.span.start : p.span.end] for p in reading_of(workbench, paper()).passages]


def under(app: CuratorApp) -> str:
    """The sentence under the reader's cursor."""
    held = app.screen.query_one(PaperView).sentence
    return TEXT[held.start : held.end] if held else ""


def margin(app: CuratorApp, word: str) -> str:
    """The first cells of the line that holds a word."""
    shown = [strip.text for strip in app.screen._compositor.render_strips()]
    return next(line for line in shown if word in line)[:3]


async def press(pilot: Pilot[None], *keys: str) -> None:
    await pilot.press(*keys)
    await pilot.pause()


async def test_tui_passages_nothing_here_is_marked_and_taken_back(app: CuratorApp, desk: Sample) -> None:
    async with app.run_test(size=NARROW) as pilot:
        # I read from the top. The first sentence holds nothing: x says so, and the cursor goes on by itself.
        await press(pilot, "v", "left")
        assert under(app) == OPENING
        await press(pilot, "x")
        assert read(desk) == [OPENING]
        assert under(app) == FIBROBLASTS
        assert "saved: nothing more in this sentence" in said(app, "message")
        assert "✓" in margin(app, "loudly")
        # It was the wrong key: u takes it back, and I stand on the sentence again.
        await press(pilot, "u")
        assert read(desk) == []
        assert under(app) == OPENING
        await press(pilot, "u")
        assert "nothing in this paper was marked as read by you" in said(app, "message")


async def test_tui_passages_x_on_what_is_read_opens_it_again(app: CuratorApp, desk: Sample) -> None:
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "v", "p")
        # The whole paragraph: its rows still ask for verdicts, which is said.
        assert len(read(desk)) == 1
        assert "2 rows in it still wait" in said(app, "message")
        await press(pilot, "left", "x")
        assert read(desk) == []
        assert "saved: open again (3 sentences)" in said(app, "message")


async def test_tui_passages_a_whole_section_from_the_outline(app: CuratorApp, desk: Sample) -> None:
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "v", "o")
        shown = app.screen
        assert isinstance(shown, ReaderScreen)
        assert "3 rows, 3 left" in shown._draw_section(0, 100).plain
        await press(pilot, "x")
        assert "5/5 read" in shown._draw_section(0, 100).plain
        assert len(read(desk)) == 1


async def test_tui_passages_leads_to_where_misses_hide_and_makes_a_row_there(app: CuratorApp, desk: Sample) -> None:
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "v")
        assert "0 of 2 sentences with a miRNA" in said(app, "progress")
        # One sentence names a miRNA and gave no row. Its margin asks; w leads there.
        await press(pilot, "w")
        assert under(app) == MISSED
        assert "?" in margin(app, "Loss of")
        # i makes a row of it. What the sentence names once is filled in: I only add the effect.
        await press(pilot, "i")
        form = app.screen
        assert isinstance(form, EditScreen)
        assert [form.form.values[slot] for slot in ("mirna", "source", "drug")] == [
            "miR-34a",
            "NPC cell",
            "",
        ]
        await press(pilot, "tab", "tab", "tab", *"sens", "enter")
        # It is saved and accepted, and I am still in the reader, where nothing hides any more.
        assert isinstance(app.screen, ReaderScreen)
        assert "saved: added and accepted: miR-34a of NPC cell: sensitivity" in said(app, "message")
        with desk.workbench() as workbench:
            assert [item.stored.state for item in workbench.queue() if item.stored.added_by] == [State.ACCEPTED]
        await press(pilot, "w")
        assert "every sentence with a miRNA gave a row or was read" in said(app, "message")
        assert "1 of 2 sentences with a miRNA" in said(app, "progress")


async def test_tui_passages_u_takes_back_what_was_saved_last(app: CuratorApp, desk: Sample) -> None:
    def added() -> list[State]:
        with desk.workbench() as workbench:
            return [item.stored.state for item in workbench.queue() if item.stored.added_by]

    async with app.run_test(size=WIDE) as pilot:
        # I mark a sentence as read, and then make a row of another one.
        await press(pilot, "v", "x", "w", "i")
        await press(pilot, "tab", "tab", "tab", *"sens", "enter")
        assert (added(), len(read(desk))) == ([State.ACCEPTED], 1)
        # u takes back the row, for that was the last thing I did; the mark stays until I press u again.
        await press(pilot, "u")
        assert "saved: undone: acceptance of miR-34a" in said(app, "message")
        assert (added(), len(read(desk))) == ([State.UNDECIDED], 1)
        await press(pilot, "u")
        assert read(desk) == []


async def test_tui_passages_are_marked_in_the_list_of_sentences_too(app: CuratorApp, desk: Sample) -> None:
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "i", "w")
        assert MISSED in said(app, "detail")
        await press(pilot, "x")
        assert read(desk) == [MISSED]
        await press(pilot, "w")
        assert "every sentence with a miRNA gave a row or was read" in said(app, "message")
        await press(pilot, "u")
        assert read(desk) == []


async def test_tui_passages_headings_are_not_read_for_rows(app: CuratorApp, desk: Sample) -> None:
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "v", "g", "x")
        assert "✗ the cursor is on no sentence" in said(app, "message")
        await press(pilot, "i")
        assert isinstance(app.screen, ReaderScreen)
        assert read(desk) == []


# Beside the rows


async def test_tui_passages_the_paper_beside_the_rows_follows_the_cursor(app: CuratorApp) -> None:
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "V")
        pane = app.screen.query_one(ReaderPane)
        assert pane.display
        # Three panes: the rows, the row and the paper, whose lines are of this row.
        await press(pilot, "G")
        shown = [strip.text for strip in app.screen._compositor.render_strips()]
        assert any("‹M:miR-378d›" in line[75:] for line in shown)
        assert not any("‹M:miR-522›" in line[75:] for line in shown)
        await press(pilot, "k")
        shown = [strip.text for strip in app.screen._compositor.render_strips()]
        assert any("‹M:miR-21›" in line[75:] for line in shown)
        # A verdict is given as ever, and V puts the paper away.
        await press(pilot, "a")
        assert app.desk.entries[1].state is State.ACCEPTED
        await press(pilot, "V")
        assert not pane.display


async def test_tui_passages_the_paper_stays_beside_the_rows_for_the_session(app: CuratorApp) -> None:
    async with app.run_test(size=WIDE) as pilot:
        # I open another review from the library: the paper is beside the rows there as well.
        await press(pilot, "V", "l", "enter")
        assert isinstance(app.screen, ReviewScreen)
        assert app.screen.query_one(ReaderPane).display
        # In a small window there is no room for it; in a large one it is back.
        await pilot.resize_terminal(*NARROW)
        await pilot.pause()
        assert not app.screen.query_one(ReaderPane).display
        await pilot.resize_terminal(*WIDE)
        await pilot.pause()
        assert app.screen.query_one(ReaderPane).display


async def test_tui_passages_where_there_is_no_room_it_says_which_key_to_take(app: CuratorApp) -> None:
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "V")
        assert not app.screen.query_one(ReaderPane).display
        assert "from 120 columns on; v opens it over the whole screen" in said(app, "message")


# What is offered


def known() -> Reading:
    return Reading(paper(), tuple(sorted(MENTIONS, key=lambda m: m.start)))


def place(said: str) -> Span:
    return Span(TEXT.index(said), TEXT.index(said) + len(said))


def test_tui_passages_what_the_sentence_names_is_offered_first() -> None:
    assert candidates(known(), Slot.MIRNA, place(MISSED)) == ["miR-34a", "miR-522"]
    assert candidates(known(), Slot.MIRNA, place(FIBROBLASTS)) == ["miR-522", "miR-34a"]


def test_tui_passages_only_what_is_named_once_is_filled_in() -> None:
    twice = mention(MentionType.MIRNA, "ALOX15", "miR-9", after=FIBROBLASTS)
    two = Reading(paper(), tuple(sorted([*MENTIONS, twice], key=lambda m: m.start)))
    assert begun_claim(known(), place(FIBROBLASTS), Claim("")) == Claim("miR-522", drug="paclitaxel")
    assert begun_claim(two, place(FIBROBLASTS), Claim("")) == Claim("", drug="paclitaxel")
    # What is there already stays.
    assert begun_claim(known(), place(FIBROBLASTS), Claim("miR-1")).mirna == "miR-1"
    assert begun_claim(known(), place(ADIPOCYTES), Claim("")) == Claim("")


REACHES = [
    pytest.param(Reach.SENTENCE, 1, id="sentence"),
    pytest.param(Reach.PARAGRAPH, 3, id="paragraph"),
    pytest.param(Reach.SECTION, 5, id="section"),
]


@pytest.mark.parametrize(("reach", "sentences"), REACHES)
def test_tui_passages_reach(reach: Reach, sentences: int) -> None:
    assert passage_of(known(), place(FIBROBLASTS), reach).sentences == sentences
