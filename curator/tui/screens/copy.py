"""The second key of copying: what of the row goes to the terminal's clipboard."""

from __future__ import annotations

from enum import StrEnum

from textual.app import ComposeResult
from textual.content import Content

from curator.model import Document
from curator.tui import words
from curator.tui.entry import Entry
from curator.tui.glyphs import visible
from curator.tui.keys import Group, Place, drawn
from curator.tui.screens.dialog import Dialog
from curator.tui.widgets.framed import Box
from curator.tui.widgets.told import Told
from curator.workbench.user import spreadsheet_cell


class Part(StrEnum):
    """What can be copied."""

    ROW = "row"
    SENTENCE = "sentence"
    CITATION = "citation"


class CopyScreen(Dialog[Part | None]):
    """Ask what to copy; escape copies nothing."""

    PLACE = Place.COPYING

    def __init__(self, row: str) -> None:
        super().__init__()
        self._row = row

    def compose(self) -> ComposeResult:
        """The parts with their keys."""
        with Box(classes="corner"):
            yield Told(Content.assemble(("Copy ", "bold"), visible(self._row)))
            for command in (c for c in self.commands if c.keys and c.group is Group.COPYING):
                yield Told(Content.assemble((f" {drawn(command.keys[0])} ", "bold reverse"), f" {command.help}"))

    def action_copy(self, part: str) -> None:
        """One key decides."""
        self.dismiss(Part(part))

    def action_leave(self) -> None:
        """Copy nothing."""
        self.dismiss(None)


def copied(part: Part, entry: Entry, paper: Document) -> str:
    """What goes to the clipboard: slots with tabs between, as a spreadsheet takes them; sentences; references."""
    if part is Part.ROW:
        return visible_cells(entry)
    if part is Part.CITATION:
        return "\n".join(map(visible, words.references(entry.claim.citation, paper)))
    if entry.item:
        return "\n".join(visible(evidence.quote) for evidence in entry.item.stored.assertion.evidence)
    return visible(entry.miss.row.quote) if entry.miss else ""


def visible_cells(entry: Entry) -> str:
    """The seven slots and the polarity; a cell that a spreadsheet would take for a formula gets an apostrophe."""
    cells = [*(held for _, held in entry.claim.items()), entry.polarity]
    return "\t".join(spreadsheet_cell(visible(str(held or ""))) for held in cells)
