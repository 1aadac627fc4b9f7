"""What the screens share that are a list: a heading, the lines, what is said of the one under the cursor, the keys."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.content import Content
from textual.widget import Widget

from curator.tui.desk import Desk
from curator.tui.keys import COMMANDS, Command
from curator.tui.screens.find import FindScreen
from curator.tui.screens.saving import SavingScreen
from curator.tui.widgets.bars import KeyLine, MessageLine
from curator.tui.widgets.lines import Lines
from curator.tui.widgets.told import Told


class ListScreen(SavingScreen):
    """A list over the whole screen, with its detail below."""

    NOTHING: ClassVar[str] = "Nothing here."
    FINDS: ClassVar[str] = "a part of the line"

    def __init__(self, desk: Desk, commands: Sequence[Command] = COMMANDS, *, document: str = "") -> None:
        """`document` is the id of the paper that is being judged; empty where no row is."""
        super().__init__(desk, commands)
        self.document = document
        self.text = ""

    def compose(self) -> ComposeResult:
        """Heading, lines, detail, message, keys."""
        yield Told(id="progress")
        yield from self.compose_above()
        yield Lines(self.draw, empty=self.NOTHING, id="lines")
        yield Told(id="detail")
        yield MessageLine(id="message")
        yield KeyLine(self.commands, id="keys")

    def compose_above(self) -> Iterable[Widget]:
        """What stands between the heading and the lines."""
        return ()

    @property
    def lines(self) -> Lines:
        """The list."""
        return self.query_one("#lines", Lines)

    def draw(self, number: int, width: int) -> Content:
        """The line with a number, in so many cells."""
        raise NotImplementedError

    def narrow(self, text: str) -> str:
        """Show only lines that hold the text; give back what is wrong with it, or nothing."""
        raise NotImplementedError

    def head(self, text: str | Content) -> None:
        """Set the heading."""
        self.query_one("#progress", Told).update(Content(text) if isinstance(text, str) else text)

    def detail(self, text: str | Content) -> None:
        """Set what is said below the lines."""
        detail = self.query_one("#detail", Told)
        detail.display = bool(text)
        detail.update(Content(text) if isinstance(text, str) else text)

    def action_move(self, step: int) -> None:
        """Lines up or down."""
        self.lines.move(step)

    def action_move_page(self, direction: int) -> None:
        """A page of lines up or down."""
        self.lines.move_page(direction)

    def action_move_to_end(self, direction: int) -> None:
        """To the first or the last line."""
        self.lines.move_to_end(direction)

    async def action_find(self) -> None:
        """Type what the lines are to hold."""
        await self.app.push_screen(FindScreen(self.text, self.narrow, help=self.FINDS))

    def action_back(self) -> None:
        """Drop the text, else leave."""
        if self.text:
            self.narrow("")
        else:
            self.dismiss(None)
