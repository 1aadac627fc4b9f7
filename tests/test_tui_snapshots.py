"""Pictures of every screen, held as SVG: what moves on a screen is seen in the change that moves it.

`make snapshots` draws them anew; look at them before they are kept. Where one differs, the test writes the new picture
beside its temporary files and says where.
"""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from curator.model import Action, Reason
from curator.tui.app import CuratorApp
from curator.tui.desk import Desk
from curator.workbench import Workbench
from tests.tui_samples import Sample, add_paper_without_gold, corrected, in_conflict, sample

PICTURES = Path(__file__).parent / "data" / "snapshots"
WRITE = "CURATOR_SNAPSHOTS"
"""The variable that has the pictures written instead of compared."""
NARROW, WIDE = (80, 24), (140, 40)
_FONT_FACE = re.compile(r"\s*@font-face \{.*?\}", re.DOTALL)
_TIME = re.compile(r"\d{4}-\d\d-\d\d(.{1,6})\d\d:\d\d(:\d\d)?")
_DRAWING = re.compile(r"terminal-\d+")
"""Names in an SVG that are made from its content, times included."""


@dataclass(frozen=True)
class Shot:
    """A picture: where the keys lead, and how the terminal is."""

    keys: Sequence[str]
    size: tuple[int, int]
    look: str = "dark"
    """`dark`, `light`, or `plain`, which is a terminal without colour."""


SCREENS = {
    "edit": ("e",),
    "reasons": ("r",),
    "find": ("slash",),
    "palette": ("colon",),
    "help": ("question_mark",),
    "tagged": ("T",),
    "misses": ("5",),
    "reader": ("v",),
    "new-row": ("i",),
    "library": ("l",),
    "history": ("h",),
    "conflicts": ("d",),
    "corrections": ("C",),
    "scores": ("s",),
}
LOOKS = (*((size, look) for size in (NARROW, WIDE) for look in ("dark", "light", "plain")),)
SHOTS = {
    f"{name}-{size[0]}-{look}": Shot(keys, size, look)
    for name, keys, looks in [
        ("review", (), LOOKS),
        # How a screen is laid out and which colours it has are two things: each size and each look is seen once.
        *((name, keys, ((NARROW, "dark"), (WIDE, "light"), (NARROW, "plain"))) for name, keys in SCREENS.items()),
    ]
    for size, look in looks
}


@pytest.fixture
def desk(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Sample:
    """Two papers; of the rows of the first, one is accepted and one rejected.

    Where conflicts are drawn two curators differ in two of its rows; where corrections are, its text was replaced.
    """
    monkeypatch.setenv("CURATOR_NAME", "kim")
    drawn = request.node.callspec.params["name"]
    if drawn.startswith("conflicts"):
        return in_conflict(tmp_path, monkeypatch)
    if drawn.startswith("corrections"):
        return corrected(tmp_path, monkeypatch)
    made = sample(tmp_path)
    add_paper_without_gold(made.path)
    with made.workbench() as workbench:
        first, _, third, _ = workbench.queue()
        workbench.judge(first.stored.id, Action.ACCEPT)
        workbench.judge(third.stored.id, Action.REJECT, reason=Reason.NEGATIVE_RESULT)
    return made


@pytest.mark.parametrize("name", SHOTS)
async def test_tui_snapshots(name: str, desk: Sample, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shot, kept = SHOTS[name], PICTURES / f"{name}.svg"
    if shot.look == "plain":
        monkeypatch.setenv("NO_COLOR", "1")
    else:
        monkeypatch.setenv("CURATOR_THEME", shot.look)
    with desk.workbench() as workbench:
        drawn = await _drawn(workbench, shot)
    if os.environ.get(WRITE):
        kept.parent.mkdir(exist_ok=True)
        kept.write_text(drawn, encoding="utf-8")
        return
    if not kept.exists() or kept.read_text("utf-8") != drawn:
        new = tmp_path / kept.name
        new.write_text(drawn, encoding="utf-8")
        pytest.fail(f"{name} is another picture now: compare {new} with {kept}; `make snapshots` keeps the new ones")


async def _drawn(workbench: Workbench, shot: Shot) -> str:
    app = CuratorApp(Desk(workbench))
    async with app.run_test(size=shot.size) as pilot:
        await pilot.pause()
        await pilot.press(*shot.keys)
        await app.workers.wait_for_complete()
        await pilot.pause()
        picture = _FONT_FACE.sub("", app.export_screenshot(title="curator"))
    return _DRAWING.sub("terminal", _TIME.sub(r"2024-01-01\g<1>00:00", picture))


def test_tui_snapshots_hold_no_picture_of_a_screen_that_is_gone() -> None:
    assert {path.stem for path in PICTURES.glob("*.svg")} == set(SHOTS)
