"""Sharing the work out: who is to judge a row is shown, filtered by, and asked about before somebody else does."""

from __future__ import annotations

from textual.pilot import Pilot

from curator.tui.app import CuratorApp
from curator.tui.widgets.queue import Queue
from curator.tui.widgets.told import Told
from curator.workbench.assigning import assign_found
from tests.tui_samples import Sample, said

NARROW = (80, 24)


def assigned(desk: Sample) -> list[str]:
    with desk.workbench() as workbench:
        return [item.stored.assigned for item in workbench.queue()]


def states(desk: Sample) -> list[str]:
    with desk.workbench() as workbench:
        return [item.stored.state.value for item in workbench.queue()]


async def press(pilot: Pilot[None], *keys: str) -> None:
    await pilot.press(*keys)
    await pilot.pause()


async def test_tui_assigning_a_row_to_somebody_and_back(app: CuratorApp, desk: Sample) -> None:
    async with app.run_test(size=NARROW) as pilot:
        # The first row is for Ada: A asks for the name.
        await press(pilot, "A", *"ada", "enter")
        assert assigned(desk) == ["ada", "", ""]
        assert "saved: 1 finding assigned to ada" in said(app, "message")
        # It has a sign in the queue, and the name beside it.
        queue = app.screen.query_one(Queue)
        assert [queue.render_line(number).text[2:5] for number in range(2)] == [" ·@", " · "]
        assert "@ assigned to ada" in said(app, "head")
        # An empty name releases it; escape leaves everything as it is.
        await press(pilot, "A", "enter")
        assert assigned(desk) == ["", "", ""]
        await press(pilot, "A", *"bob", "escape")
        assert assigned(desk) == ["", "", ""]
        assert "nothing was assigned" in said(app, "message")


async def test_tui_assigning_tagged_rows_to_oneself(app: CuratorApp, desk: Sample) -> None:
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "space", "space", "A", *"me", "enter")
        assert assigned(desk) == ["kim", "kim", ""]
        # `assigned:me` is what is mine.
        await press(pilot, "slash", *"assigned:me", "enter")
        assert len(app.screen.query_one(Queue)._entries) == 2
        # One's own rows are judged without a question.
        await press(pilot, "a")
        assert states(desk)[0] == "accepted"


async def test_tui_assigning_asks_before_anothers_row_is_judged(app: CuratorApp, desk: Sample) -> None:
    with desk.workbench() as workbench:
        assign_found(workbench, "mirna:miR-522", "ada")
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "a")
        assert states(desk) == ["undecided"] * 3
        assert "✗ this row is assigned to ada; press the key again to go on all the same" in said(app, "message")
        # On another row nothing is asked; back on Ada's it is asked anew.
        await press(pilot, "j", "a")
        assert states(desk) == ["undecided", "accepted", "undecided"]
        await press(pilot, "g", "a")
        assert states(desk)[0] == "undecided"
        await press(pilot, "a")
        assert states(desk)[0] == "accepted"


async def test_tui_assigning_tells_of_anothers_rows_among_the_tagged(app: CuratorApp, desk: Sample) -> None:
    with desk.workbench() as workbench:
        assign_found(workbench, "mirna:miR-522", "ada")
    async with app.run_test(size=NARROW) as pilot:
        await press(pilot, "space", "space", "a")
        shown = "\n".join(str(part.content) for part in app.screen.query(Told)).replace("\n", " ")
        assert "1 of them assigned to ada" in shown
        await press(pilot, "escape")
        assert states(desk) == ["undecided"] * 3
