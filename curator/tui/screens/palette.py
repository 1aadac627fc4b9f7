"""The palette: every command of the place by its name, with its key; papers and saved filters too."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from curator.tui.keys import Command, drawn
from curator.tui.screens.choose import Choice, ChooseScreen, best
from curator.tui.words import holds_all

COMMAND, PAPER, FILTER = "command:", "paper:", "filter:"
"""What the id of a choice begins with."""
_MOST_PAPERS = 50
_THIS = "program.palette"


class PaletteScreen(ChooseScreen):
    """Ask what to do."""

    def __init__(
        self, commands: Sequence[Command], *, papers: Sequence[tuple[str, str, str]], filters: Mapping[str, str]
    ) -> None:
        """The commands of the place; id, name and title of each paper; the text of each saved filter by its name."""
        self._commands = [_choice(command) for command in commands if command.id != _THIS]
        self._filters = [Choice(f"{FILTER}{name}", f"{name}: {text}", "filter") for name, text in filters.items()]
        self._papers = papers
        super().__init__("Do what, or go where?", self._found)

    def _found(self, typed: str) -> list[Choice]:
        """Commands and filters by their letters; papers, which may be thousands, by their words."""
        found = best([*self._commands, *self._filters], typed)
        wanted = typed.casefold().split()
        if not wanted:
            return found
        held = (p for p in self._papers if holds_all(f"{p[1]} {p[2]}", wanted))
        papers = [paper for paper, _ in zip(held, range(_MOST_PAPERS), strict=False)]
        return [*found, *(Choice(f"{PAPER}{id}", _called(name, title), "paper") for id, name, title in papers)]


def _choice(command: Command) -> Choice:
    keys = " ".join(map(drawn, command.keys))
    return Choice(f"{COMMAND}{command.id}", f"{command.label}: {command.help}", keys)


def _called(name: str, title: str) -> str:
    return f"{name}: {title}" if title and title != name else name
