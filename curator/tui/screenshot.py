"""Draws the picture of the review that the README shows: `python -m curator.tui.screenshot PATH.svg`.

Deterministic: made from the demo's database, which is built anew in a folder of its own, with verdicts that follow from
the gold. A test redraws it.
"""

from __future__ import annotations

import asyncio
import os
import re
import sys
import tempfile
from pathlib import Path

from curator.model import Document
from curator.tui.app import CuratorApp
from curator.tui.desk import Desk
from curator.tui.entry import Entry
from curator.tui.marks import passages
from curator.workbench import Workbench
from curator.workbench.demo import build_demo

_SIZE = (140, 34)
_SHARE_JUDGED = 0.4
"""Of the rows, from the top, before the picture is taken: the picture shows work in progress."""
_FONT_FACE = re.compile(r"\s*@font-face \{.*?\}", re.DOTALL)
_USAGE = "usage: python -m curator.tui.screenshot PATH.svg"


def main(arguments: list[str]) -> int:
    """Draw the picture into the file named; return the exit code."""
    if len(arguments) != 1:
        print(_USAGE, file=sys.stderr)
        return 2
    # Whoever draws, the picture is the same: her name, theme and terminal stay out of it.
    os.environ |= {"CURATOR_NAME": "curator", "CURATOR_THEME": "dark"}
    os.environ.pop("NO_COLOR", None)
    Path(arguments[0]).write_text(picture(), encoding="utf-8")
    return 0


def picture() -> str:
    """The review of the demo's paper, some rows judged, as SVG."""
    with tempfile.TemporaryDirectory() as folder, Workbench(Path(folder) / "demo.db") as workbench:
        build_demo(workbench)
        desk = Desk(workbench)
        _judge_some(desk)
        return asyncio.run(_drawn(desk))


def _judge_some(desk: Desk) -> None:
    """Accept what matches the gold, as a curator would."""
    rows = list(desk.entries)
    for entry in rows[: int(len(rows) * _SHARE_JUDGED)]:
        if entry.standing and entry.standing.kind == "match":
            desk.accept(entry)


async def _drawn(desk: Desk) -> str:
    app = CuratorApp(desk, begin_at=_showpiece(desk))
    async with app.run_test(size=_SIZE) as pilot:
        await pilot.pause()
        return _FONT_FACE.sub("", app.export_screenshot(title="curator review"))


def _showpiece(desk: Desk) -> str:
    """The id of the undecided row that shows the most slots in the least room."""
    undecided = [entry for entry in desk.entries if entry.waits]
    return max(undecided, key=lambda entry: _worth(entry, desk.paper(entry.document))).id if undecided else ""


def _worth(entry: Entry, paper: Document) -> tuple[int, int]:
    """How many kinds of slot are marked; then, fewer being better, how many characters have to be shown for it."""
    evidence = entry.item.stored.assertion.evidence if entry.item else ()
    shown = passages(paper, evidence)
    last = max((sentence.end for passage in shown for sentence in passage.sentences), default=0)
    return len({slot.slot for e in evidence for slot in e.slots}), min(p.paragraph.start for p in shown) - last


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
