"""A list to pick from by typing: letters in their order are enough, the best comes first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from textual.app import ComposeResult
from textual.content import Content
from textual.fuzzy import Matcher
from textual.widgets import Input

from curator.tui.glyphs import fit, visible
from curator.tui.keys import Place
from curator.tui.screens.dialog import Dialog, Field, letters_taken
from curator.tui.widgets.framed import Box
from curator.tui.widgets.lines import Lines
from curator.tui.widgets.told import Told

_TALLEST = 12
"""Lines of the list."""
_WORTH = 0.62
"""The share of the best match's score below which a match is chance."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to pick."""

    id: str
    text: str
    """What is searched and shown."""
    beside: str = ""
    """What stands at the right: a key, or what kind of thing it is."""


Choices = Callable[[str], Sequence[Choice]]
"""What there is to pick for what was typed, the best first."""


def best(choices: Iterable[Choice], typed: str) -> list[Choice]:
    """The choices whose text has the typed letters in their order, those that have them together or in the name first.

    The name is what stands before a colon.
    """
    if not typed.strip():
        return list(choices)
    matcher = Matcher(typed.strip())
    scored = [(matcher.match(choice.text), choice) for choice in choices]
    least = max((score for score, _ in scored), default=0.0) * _WORTH
    found = [(score, choice) for score, choice in scored if score > 0 and score >= least]
    return [choice for _, choice in sorted(found, key=lambda pair: -pair[0] - matcher.match(_name(pair[1])))]


def _name(choice: Choice) -> str:
    return choice.text.partition(":")[0]


class ChooseScreen(Dialog[str | None]):
    """Ask for one of a list, by its id; escape picks nothing."""

    PLACE = Place.CHOOSING

    def __init__(self, title: str, choices: Choices, *, empty: str = "Nothing is called so.") -> None:
        super().__init__()
        self._title = title
        self._choices = choices
        self._empty = empty
        self._shown: Sequence[Choice] = ()

    def compose(self) -> ComposeResult:
        """The line and the list."""
        with Box(classes="dialog", id="choose"):
            yield Told(Content.styled(self._title, "bold"))
            yield Field(id="text")
            yield Lines(self._draw, empty=self._empty, id="choices")
            yield Told(id="hint")

    def on_mount(self) -> None:
        """Letters go to the line from the first one on."""
        self.query_one("#choices").can_focus = False
        self.query_one("#hint").display = False
        self.set_focus(self.query_one(Input))
        self.search("")

    def on_input_changed(self, event: Input.Changed) -> None:
        """Search anew with every letter."""
        event.stop()
        self.search(event.value)

    def search(self, typed: str, *, cursor: int = 0) -> None:
        """Show what there is for what was typed."""
        self._shown = self._choices(typed)
        lines = self.query_one("#choices", Lines)
        lines.styles.height = max(1, min(len(self._shown), _TALLEST))
        lines.show(len(self._shown), cursor)

    def _draw(self, number: int, width: int) -> Content:
        choice = self._shown[number]
        beside = visible(choice.beside)
        # The last cell is the scroll bar's, where there is one.
        room = max(1, width - len(beside) - 3)
        return Content.assemble(" ", fit(visible(choice.text), room), " ", (beside, "bold $accent"))

    @property
    def chosen(self) -> Choice | None:
        """The choice under the cursor; none where the list is empty."""
        cursor = self.query_one("#choices", Lines).cursor
        return self._shown[cursor] if cursor < len(self._shown) else None

    def action_move(self, step: int) -> None:
        """Another choice."""
        self.query_one("#choices", Lines).move(step)

    async def action_choose(self) -> None:
        """Hand over what is under the cursor, once every letter is searched for."""
        field = self.query_one(Input)
        typed = await letters_taken(field)
        if self._shown != (found := self._choices(typed)):
            self._shown = found
            self.query_one("#choices", Lines).show(len(found))
        if self.chosen:
            self.dismiss(self.chosen.id)

    def on_lines_opened(self, message: Lines.Opened) -> None:
        """A second click picks."""
        message.stop()
        if self.chosen:
            self.dismiss(self.chosen.id)

    def on_lines_moved(self, message: Lines.Moved) -> None:
        """The list is this dialog's own business."""
        message.stop()

    def action_leave(self) -> None:
        """Pick nothing."""
        self.dismiss(None)
