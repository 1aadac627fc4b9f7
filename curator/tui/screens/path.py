"""The line in which the path of a paper is typed, with completion as in a shell."""

from __future__ import annotations

from pathlib import Path

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Input

from curator.tui.glyphs import visible
from curator.tui.keys import Place
from curator.tui.screens.dialog import Dialog, Field, letters_taken
from curator.tui.widgets.framed import Box
from curator.tui.widgets.told import Told
from curator.workbench.library import completions

_OFFERED = 6


class PathScreen(Dialog[Path | None]):
    """Ask for a file or a folder; escape is none."""

    PLACE = Place.PATH

    def __init__(self, begun: str = "") -> None:
        """`begun` is what stands in the line at first."""
        super().__init__()
        self._begun = begun

    def compose(self) -> ComposeResult:
        """The line, and what it may become."""
        with Box(classes="corner"):
            yield Told(Content.styled("Read a paper: a file, or a folder of them", "bold"))
            yield Field(self._begun, id="text")
            yield Told(id="hint")

    def on_mount(self) -> None:
        """Letters go to the line from the first one on."""
        self.set_focus(self.query_one(Input))
        self._offer(self._begun)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Offer what the line may become."""
        event.stop()
        self._offer(event.value)

    def _offer(self, typed: str) -> None:
        found = [visible(Path(path).name + "/" * path.endswith("/")) for path in completions(typed)]
        more = " …" if len(found) > _OFFERED else ""
        self._say(Content.styled("  ".join(found[:_OFFERED]) + more, "$quiet"))

    def _say(self, line: Content, *, wrong: bool = False) -> None:
        hint = self.query_one("#hint", Told)
        hint.set_class(wrong, "-wrong")
        hint.update(line)

    async def action_complete(self) -> None:
        """Add what all that it may become have in common."""
        field = self.query_one(Input)
        common = _common(completions(await letters_taken(field)))
        if len(common) > len(field.value):
            field.value = common
            field.cursor_position = len(common)

    async def action_take(self) -> None:
        """Hand the path back if something is there."""
        typed = (await letters_taken(self.query_one(Input))).strip()
        path = Path(typed).expanduser()
        if not typed or not path.exists():
            what = f"{visible(typed)}: nothing is there" if typed else "the name of a file or a folder is missing"
            self._say(Content.styled(f"✗ {what}", "bold $bad"), wrong=True)
            return
        self.dismiss(path)

    def action_leave(self) -> None:
        """Hand nothing back."""
        self.dismiss(None)


def _common(paths: list[str]) -> str:
    """What all the paths begin with, letter by letter."""
    first, last = min(paths, default=""), max(paths, default="")
    same = next((n for n, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), min(len(first), len(last)))
    return first[:same]
