"""The single lines above and below: progress and views, the scores, what was just done, the keys."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from operator import attrgetter

from textual.content import Content

from curator.curation.queue import SORTS
from curator.tui import words
from curator.tui.desk import Desk
from curator.tui.entry import View
from curator.tui.glyphs import bar, fit, on_one_line, visible
from curator.tui.keys import Command, drawn
from curator.tui.widgets.told import Told

_BAR_WIDTH = 10
_SHORT_BELOW = 100
"""Cells below which the views are called by shorter names."""
_SCOPE = 24
"""Cells for the name of the one paper whose rows are shown."""
_GAP = Content("  ")
_ALWAYS = 3
"""Keys at the end of the table that stay in the line however narrow it is."""
_SHORT = {
    View.ALL: "all",
    View.UNDECIDED: "left",
    View.ACCEPTED: "acc",
    View.EDITED: "edit",
    View.REJECTED: "rej",
    View.MISSES: "miss",
}


def progress(desk: Desk, width: int) -> Content:
    """How much is done, and the views with their keys and counts, the one shown in brackets."""
    line = _progress(desk, roomy=True) if width >= _SHORT_BELOW else None
    return line if line and line.cell_length <= width else _progress(desk, roomy=False)


def _progress(desk: Desk, *, roomy: bool) -> Content:
    done, wanted = desk.progress()
    share = done / wanted if wanted else 1.0
    parts: list[str | tuple[str, str] | Content] = [f"{done}/{wanted} {int(share * 100)}% "]
    parts += [(bar(share, _BAR_WIDTH), "$primary"), " "] if roomy else []
    counts = desk.counts()
    for number, view in enumerate(View):
        label = f"{number} {view.value if roomy else _SHORT[view]} {counts.get(view, '…')}"
        parts.append((f"[{label}]", "bold reverse") if view is desk.view else f" {label} ")
    return Content.assemble(*parts)


def filter_line(desk: Desk, tagged: int, width: int) -> Content:
    """The filter in force and the order; how many rows meet it, how many of them are done, how many are tagged."""
    rows = len(desk.entries)
    counted = [words.count(rows, "row")]
    left = desk.left_in_view()
    if rows and not desk.shows_misses and left is not None:
        counted.append(f"{int(100 * (rows - left) / rows)}% done")
    counted += [f"* {tagged:,} tagged"] if tagged else []
    right = ", ".join(counted)
    order = SORTS[desk.sort] + (", from the end" if desk.descending else "")
    shown, style = (visible(desk.text), "bold $accent") if desk.text else ("no filter", "$quiet")
    name = visible(desk.only)
    scope = (
        Content.assemble(("only ", "$quiet"), (fit(name, min(len(name), _SCOPE)), "bold"), "  ")
        if name
        else Content("")
    )
    told = Content.assemble(scope, ("filter: ", "$quiet"), (shown, style), (f"   by {order}", "$quiet"))
    room = max(0, width - len(right) - 2)
    if told.cell_length > room:
        left = room - 8 - scope.cell_length
        told = Content.assemble(scope, ("filter: ", "$quiet"), (fit(shown, max(1, left)), style))
    return Content.assemble(
        told, " " * max(2, width - told.cell_length - len(right)), (right, "bold" if tagged else "")
    )


class Bar(Told):
    """One line of fixed height: what changes in it moves nothing else on the screen."""

    DEFAULT_CSS = "Bar { height: 1; }"


class KeyLine(Bar):
    """The keys that matter most, from the table of keys."""

    def __init__(self, commands: Iterable[Command], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._commands = tuple(commands)

    def on_resize(self) -> None:
        """Choose anew for the new width."""
        self.update(key_line(self._commands, self.size.width))


def key_line(commands: Iterable[Command], width: int) -> Content:
    """As many keys as fit: the last ones of the table, among them the way out, and before them each that still does."""
    labels = _key_labels(commands)
    wanted, last = labels[:-_ALWAYS], labels[-_ALWAYS:]
    room = width - sum(label.cell_length + _GAP.cell_length for label in last)
    kept: list[Content] = []
    for label in wanted:
        if label.cell_length <= room:
            kept.append(label)
            room -= label.cell_length + _GAP.cell_length
    # `Content.join` counts a gap too many, and a line that fits would be cut.
    return Content.assemble(*[part for label in (*kept, *last) for part in (_GAP, label)][1:])


def _key_labels(commands: Iterable[Command]) -> list[Content]:
    """The first key of each command and what it does; commands that follow each other and do one thing share it."""
    shown = [command for command in commands if command.shown and command.keys]
    labels = []
    for label, alike in groupby(shown, key=attrgetter("label")):
        keys = " ".join(drawn(command.keys[0]) for command in alike)
        labels.append(Content.assemble((keys, "bold $accent"), " ", label))
    return labels


class MessageLine(Told):
    """What was just done, or why not."""

    def say(self, text: str, *, wrong: bool = False) -> None:
        """Show one line; trouble also says so in words, and in as many lines as it needs."""
        line = on_one_line(text) if wrong else visible(" ".join(text.split()))
        self.set_class(wrong, "-wrong")
        self.update(Content.styled(f"✗ {line}", "bold $bad") if wrong else Content(line))
