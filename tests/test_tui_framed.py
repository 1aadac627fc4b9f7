"""Widgets that draw their own lines look as Textual would frame them, in every look, and once they have changed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.segment import Segment
from textual.app import App, ComposeResult
from textual.content import Content
from textual.strip import Strip
from textual.widget import Widget

from curator.tui.app import CuratorApp
from curator.tui.desk import Desk
from curator.tui.themes import THEMES
from curator.tui.widgets.assertion import AssertionPane
from curator.tui.widgets.bars import MessageLine
from curator.tui.widgets.framed import Framed
from curator.tui.widgets.lines import Lines
from curator.tui.widgets.queue import Queue
from curator.workbench import Workbench
from tests.tui_samples import sample

WIDE, NARROW = (140, 40), (80, 24)


@pytest.fixture
def bench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workbench]:
    monkeypatch.setenv("CURATOR_NAME", "kim")
    with sample(tmp_path).workbench() as workbench:
        yield workbench


def cells(strips: list[Strip]) -> list[list[tuple[str, str]]]:
    """Every letter with how it looks: a blank has no colour but that behind it."""
    return [[_cell(segment, letter) for segment in strip for letter in segment.text] for strip in strips]


def _cell(segment: Segment, letter: str) -> tuple[str, str]:
    style = segment.style
    assert style
    plain = letter == " " and not (style.underline or style.reverse)
    return letter, str(style.bgcolor) if plain else str(style)


def framed(app: CuratorApp) -> list[Framed]:
    """Those in sight on the topmost screen."""
    widgets = (widget for widget in app.screen.walk_children(Widget, with_self=True) if isinstance(widget, Framed))
    return [widget for widget in widgets if widget.size and widget.display and widget.is_on_screen]


def as_textual_draws(widget: Framed) -> list[Strip]:
    widget._styles_cache.clear()
    return Widget.render_lines(widget, widget.outer_size.region)


def check(app: CuratorApp) -> None:
    shown = framed(app)
    assert shown
    for widget in shown:
        ours = widget.render_lines(widget.outer_size.region)
        assert cells(ours) == cells(as_textual_draws(widget)), widget


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
@pytest.mark.parametrize("look", ["dark", "light", "plain"])
@pytest.mark.parametrize(
    "keys", [(), ("e",), ("r",), (":",), ("h",), ("l",)], ids=lambda keys: "".join(keys) or "review"
)
async def test_tui_framed_as_textual_would(
    bench: Workbench, size: tuple[int, int], look: str, keys: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(*(("NO_COLOR", "1") if look == "plain" else ("CURATOR_THEME", look)))
    app = CuratorApp(Desk(bench))
    async with app.run_test(size=size) as pilot:
        await pilot.press(*keys)
        await pilot.pause()
        check(app)


async def test_tui_framed_follows_what_changes(bench: Workbench) -> None:
    app = CuratorApp(Desk(bench))
    async with app.run_test(size=WIDE) as pilot:
        pane, queue = app.screen.query_one(AssertionPane), app.screen.query_one(Queue)
        first = cells(pane.render_lines(pane.outer_size.region))
        # Another row, other colours, another size, another title: nothing of before stays.
        await pilot.press("j")
        await pilot.pause()
        second = cells(pane.render_lines(pane.outer_size.region))
        assert second != first
        check(app)
        app.action_next_theme()
        await pilot.pause()
        assert cells(pane.render_lines(pane.outer_size.region)) != second
        check(app)
        await pilot.resize_terminal(*NARROW)
        await pilot.pause()
        check(app)
        pane.border_title = Content("another paper")
        assert "another paper" in pane.render_lines(pane.outer_size.region)[0].text
        # Where nothing changes, nothing is drawn again.
        assert queue.render_lines(queue.outer_size.region) is queue.render_lines(queue.outer_size.region)


async def test_tui_framed_a_part_is_cut_from_the_whole(bench: Workbench) -> None:
    app = CuratorApp(Desk(bench))
    async with app.run_test(size=WIDE):
        pane = app.screen.query_one(AssertionPane)
        whole = pane.outer_size.region
        part = whole.shrink((2, 5, 3, 4))
        lines = pane.render_lines(whole)[part.y : part.bottom]
        assert cells(pane.render_lines(part)) == cells([line.crop(part.x, part.right) for line in lines])


async def test_tui_framed_trouble_takes_the_lines_it_needs(bench: Workbench) -> None:
    app = CuratorApp(Desk(bench))
    async with app.run_test(size=NARROW) as pilot:
        line = app.screen.query_one(MessageLine)
        line.say(" ".join(["many words of what is wrong"] * 5), wrong=True)
        await pilot.pause()
        assert line.size.height == 2
        assert "".join(strip.text for strip in line.render_lines(line.outer_size.region)).count("many words") == 5
        # What is said of what went well takes one, and is cut.
        line.say(" ".join(["many words of what went well"] * 5))
        await pilot.pause()
        assert line.size.height == 1
        assert line.render_lines(line.outer_size.region)[0].text.rstrip().endswith("…")


class Listed(App[None]):
    """A list of so many lines, and nothing else."""

    def __init__(self, count: int) -> None:
        super().__init__()
        self._count = count
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = THEMES[0].name

    def compose(self) -> ComposeResult:
        yield Lines(lambda number, width: Content(f"line {number}"))

    def on_mount(self) -> None:
        self.query_one(Lines).show(self._count)


@pytest.mark.parametrize("count", [12, 40, 1_000, 1_000_000])
async def test_tui_framed_a_scroll_bar_looks_as_if_painted_anew(count: int) -> None:
    app = Listed(count)
    async with app.run_test(size=(40, 10)) as pilot:
        lines = app.query_one(Lines)
        bar = lines.vertical_scrollbar
        for step in (9, 1, 1, 7, count // 3, 1, 1, count, -1, -count // 2, -5, -count):
            lines.move(step)
            await pilot.pause()
            shown = cells(bar.render_lines(bar.size.region))
            bar.refresh()
            await pilot.pause()
            assert cells(bar.render_lines(bar.size.region)) == shown, step


async def test_tui_framed_a_scroll_bar_of_a_long_list_is_not_painted_for_a_line(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    app = Listed(1_000_000)
    async with app.run_test(size=(40, 10)) as pilot:
        lines = app.query_one(Lines)
        await pilot.pause()
        painted: list[float] = []
        bar = lines.vertical_scrollbar
        monkeypatch.setattr(bar, "refresh", lambda *_, **__: painted.append(bar.position))
        for _ in range(30):
            lines.move(1)
            await pilot.pause()
        assert lines.scroll_offset.y > 0
        assert painted == []
        lines.move_to_end(1)
        await pilot.pause()
        assert painted == [1_000_000 - 10]
