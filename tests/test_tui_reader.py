"""The reader: the whole paper around a row, its outline, its tables and pages, and the way to a reference and back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.pilot import Pilot

from curator.model import Citation, Document, Place, Span, Table
from curator.tui.app import CuratorApp
from curator.tui.desk import Desk
from curator.tui.glyphs import breaks
from curator.tui.marks import Mark
from curator.tui.page import At, Line, Page, Skeleton, dressed
from curator.tui.screens.reader import ReaderScreen, found_in
from curator.tui.screens.review import ReviewScreen
from curator.tui.widgets.reader import PaperView
from tests.tui_samples import ADIPOCYTES, DENIAL, FIBROBLASTS, TEXT, paper, said, sample

WIDE, NARROW = (140, 40), (80, 24)
MARKER = TEXT.index("[2]")
BOTH = TEXT.index("[2]", MARKER + 1)


def cited() -> Document:
    """The small paper, its first marker read as a citation, and another as one of two references."""
    markers = (Citation(MARKER, MARKER + 3, ("2",)), Citation(BOTH, BOTH + 3, ("2", "1")))
    return replace(paper(), citations=markers)


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[CuratorApp]:
    monkeypatch.setenv("CURATOR_NAME", "kim")
    with sample(tmp_path).workbench() as workbench:
        desk = Desk(workbench)
        desk.paper = lambda id: cited()
        yield CuratorApp(desk)


def line(app: CuratorApp) -> str:
    """The line under the cursor."""
    screen = app.screen
    assert isinstance(screen, ReaderScreen)
    if screen.outline.display:
        return screen._draw_section(screen.outline.cursor, 200).plain.strip()
    return screen.paper.line.content.plain.strip()


async def press(pilot: Pilot[None], *keys: str) -> None:
    await pilot.press(*keys)
    await pilot.pause()


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
async def test_tui_reader_opens_at_the_sentence_of_the_row(app: CuratorApp, size: tuple[int, int]) -> None:
    async with app.run_test(size=size) as pilot:
        await press(pilot, "G", "v")
        # I stand at the sentence of the third row, far down in its paragraph; the slots are marked as in the review.
        shown = "\n".join(strip.text for strip in app.screen._compositor.render_strips())
        assert "▸ Exosomal" in line(app)
        assert "‹M:miR-378d›" in " ".join(shown.split())
        assert "Results" in said(app, "progress")
        await press(pilot, "escape")
        assert isinstance(app.screen, ReviewScreen)


async def test_tui_reader_follows_a_citation_and_comes_back(app: CuratorApp) -> None:
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "v")
        assert isinstance(app.screen, ReaderScreen)
        # On the line that cites [2], enter leads to the reference and b back to the line.
        app.screen.paper.go(MARKER)
        before = line(app)
        await press(pilot, "enter")
        assert line(app) == "[2] Zhang H. Two."
        await press(pilot, "b")
        assert line(app) == before
        # Where nothing is cited it says so.
        await press(pilot, "g", "enter")
        assert "✗ no reference is cited in this sentence" in said(app, "message")


async def test_tui_reader_shows_each_reference_of_a_sentence(app: CuratorApp) -> None:
    async with app.run_test(size=WIDE) as pilot:
        # The third row's sentence cites two papers; its first line, on which I begin, holds no marker.
        await press(pilot, "G", "v")
        before = line(app)
        assert "[2]" not in before
        await press(pilot, "enter")
        assert line(app) == "[2] Zhang H. Two."
        assert said(app, "message") == "2 (1 of 2): b comes back; enter shows the next there"
        await press(pilot, "b", "enter")
        assert line(app) == "[1] Au Yeung C. One."
        # Behind the last one comes the first again, and b leads back each time.
        await press(pilot, "b", "enter")
        assert line(app) == "[2] Zhang H. Two."
        await press(pilot, "b")
        assert line(app) == before


async def test_tui_reader_outline_leads_to_a_section(app: CuratorApp) -> None:
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "v", "o")
        assert said(app, "progress").startswith("Outline")
        assert line(app).split("  ")[0] == "Results"
        await press(pilot, "enter")
        assert line(app) == "Results"
        # m leads to the row's sentence again, b to the section.
        await press(pilot, "m")
        view = app.screen.query_one(PaperView)
        assert view.sentence
        assert TEXT[view.sentence.start : view.sentence.end] == FIBROBLASTS
        await press(pilot, "b", "o", "escape")
        assert line(app) == "Results"


async def test_tui_reader_finds_text_and_goes_from_place_to_place(app: CuratorApp) -> None:
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "v", "g", "slash", *"little of it", "enter")
        assert "12 × little of it" in said(app, "progress")
        view = app.screen.query_one(PaperView)
        first = view.line.start
        await press(pilot, "n")
        assert view.line.start > first
        assert said(app, "message") == "2 of 12 × little of it"
        await press(pilot, "N", "N")
        assert view.line.start > first
        # What is nowhere is said at once, and the line stays open.
        await press(pilot, "slash", *"qq")
        assert "is nowhere in the paper" in said(app, "hint")


async def test_tui_reader_stays_where_it_was_when_the_window_changes(app: CuratorApp) -> None:
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "v", "o", "enter")
        await pilot.resize_terminal(*WIDE)
        await pilot.pause()
        assert line(app) == "Results"


def laid_out(document: Document, *, width: int, marks: Sequence[Mark] = (), sentences: Sequence[Span] = ()) -> Page:
    return Page(Skeleton(document), width, dressed(marks, sentences))


def lines_of(page: Page) -> list[Line]:
    """Every line of a page, though it lays out no more than is asked for."""
    return [page.line(at) for at in page.following(At(0, 0))]


def text_of(page: Page) -> str:
    return "\n".join(line.content.plain.rstrip() for line in lines_of(page))


def test_tui_reader_lays_out_every_word_once() -> None:
    page = laid_out(paper(), width=60)
    shown = " ".join(text_of(page).split())
    # The escape sequence of the paper is a picture of itself, and nothing is lost or said twice.
    assert shown == " ".join(TEXT.replace("\x1b", "␛").split())
    assert all(line.content.cell_length <= 60 for line in lines_of(page))


@given(st.text(st.characters(categories=["L", "N", "P", "Zs"])), st.integers(2, 40))
def test_tui_reader_breaks_lines_between_words_and_loses_none(text: str, width: int) -> None:
    lines = [text[start:end] for start, end in breaks(text, width)]
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(cell_len(line) <= width for line in lines)


@pytest.mark.parametrize("width", [30, 60, 120])
def test_tui_reader_knows_the_line_of_an_offset(width: int) -> None:
    spans = [Span(TEXT.index(s), TEXT.index(s) + len(s)) for s in (ADIPOCYTES, DENIAL)]
    mark = Mark(spans[0].start, spans[0].start + 10, "M", "bold")
    page = laid_out(paper(), width=width, marks=[mark], sentences=spans)
    for span, word in zip(spans, ("Inhibition", "Exosomal"), strict=True):
        line = page.line(page.at(span.start))
        assert word in line.content.plain
        # The letters of the line know where they stand, brackets or not.
        first, last = line.columns(Span(span.start, span.start + len(word)))
        assert word in line.content.plain[first:last]


def test_tui_reader_moves_line_by_line_over_blocks_and_back() -> None:
    page = laid_out(paper(), width=40)
    first, last = page.ends()
    every = list(page.following(first))[:-1]
    assert every[-1] == last
    assert [page.moved(first, n) for n in range(len(every))] == every
    assert [page.moved(last, -n) for n in range(len(every))] == every[::-1]
    # Beyond the ends it stays at them.
    assert (page.moved(first, -5), page.moved(last, 5)) == (first, last)


def test_tui_reader_lays_out_only_what_is_looked_at() -> None:
    text = "\n\n".join(f"Paragraph {n} of a long paper." for n in range(5000))
    page = laid_out(Document("long", text), width=40)
    page.at(text.index("Paragraph 4000"))
    list(islice(page.following(page.at(0)), 40))
    assert len(page._laid) < 50


def test_tui_reader_draws_tables_as_tables_and_tells_pages() -> None:
    text = "Before it.\n\nTable 1. Two\na\tb\n\nc\td\n\nAfter it."
    start, end = text.index("Table"), text.index("After") - 2
    table = Table("Table 1", "Two", (("a", "b"), ("c", "d")), start, end)
    places = (Place(0, start, 3), Place(start, len(text), 4))
    page = laid_out(Document("x", text, tables=(table,), places=places), width=40)
    lines = text_of(page).splitlines()
    assert "a │ b" in lines
    assert [line for line in lines if "page" in line] == ["── page 3 ──", "── page 4 ──"]
    assert lines.count("After it.") == 1
    assert "c\td" not in text_of(page)


FOUND = [
    pytest.param("aXa", "x", [1], id="whatever the case"),
    pytest.param("aaa", "aa", [0], id="never overlapping"),
    pytest.param("İx x", "x", [1, 3], id="a letter that lowering makes longer"),
    pytest.param("abc", "", [], id="nothing is found for nothing"),
]


@pytest.mark.parametrize(("text", "part", "offsets"), FOUND)
def test_tui_reader_find(text: str, part: str, offsets: list[int]) -> None:
    assert found_in(text, part) == offsets
