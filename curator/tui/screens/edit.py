"""The form in which slots are mended, laid beside or above the evidence so that it stays in sight.

Every value is checked as it is typed; the form cannot be saved while one is impossible, and says why.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.suggester import Suggester, SuggestFromList
from textual.widgets import Input, Static
from textual.widgets.input import Selection

from curator.curation.validation import Checked, check_polarity
from curator.model import Claim, Effect, Polarity, Slot
from curator.tui import words
from curator.tui.glyphs import visible
from curator.tui.keys import Place
from curator.tui.marks import LETTERS, slot_style
from curator.tui.reading import Source
from curator.tui.screens.dialog import Dialog, Field, letters_taken
from curator.tui.screens.spanning import SpanScreen
from curator.tui.suggest import Names, NameSuggester

Mend = Callable[[Mapping[Slot, str]], tuple[Claim, dict[Slot, str]]]
"""Values as typed → the claim with them, and what is wrong with each that cannot stand (`curation.validation.edit`)."""

_CANDIDATES_SHOWN = 6
_TITLE = "Edit: mend the slots, then save"
_POLARITY = "polarity"
_POLARITIES = [str(polarity) for polarity in Polarity]


def _selected(field: Field) -> Field:
    """The field with its value selected from the start, so that the first letter replaces it.

    To select on focus comes too late for a fast typist: it would select her first letters, and the next replace them.
    """
    field.selection = Selection(0, len(field.value))
    return field


@dataclass(frozen=True, slots=True)
class Edited:
    """What came out of the form."""

    claim: Claim
    polarity: Polarity
    comment: str = ""


class EditScreen(Dialog[Edited | None]):
    """Mend the slots of one row."""

    PLACE = Place.EDITING

    def __init__(
        self,
        claim: Claim,
        polarity: Polarity,
        *,
        candidates: Mapping[Slot, Sequence[str]],
        mend: Mend,
        evidence: Content,
        title: str = _TITLE,
        names: Names | None = None,
        source: Source | None = None,
    ) -> None:
        """`evidence` is shown below the form where there is no room beside it; `names` complete what is typed.

        With a `source`, values can be picked in its text.
        """
        super().__init__()
        self._title = title
        self._names = names
        self._source = source
        self._evidence = evidence
        self._claim = claim
        self._polarity = polarity
        self._candidates = candidates
        self._mend = mend

    def compose(self) -> ComposeResult:
        """A line a slot, one for the polarity, one for a comment, one for what is wrong."""
        with Vertical(classes="corner"):
            yield Static(Content.styled(self._title, "bold"), markup=False)
            # One widget for all labels: each widget that is mounted delays the first paint.
            with Horizontal(classes="fields"):
                yield Static(_labels(), markup=False, classes="labels")
                with Vertical():
                    yield from self._made_fields()
            yield Static(id="hint", markup=False)
            with VerticalScroll(can_focus=False, classes="tight"):
                yield Static(self._evidence, markup=False)

    def _made_fields(self) -> Iterator[Field]:
        for slot, held in self._claim.items():
            yield _selected(Field(held or "", id=slot.value))
        yield _selected(Field(str(self._polarity), id=_POLARITY))
        yield Field(id="comment")

    def _suggester(self, id: str | None) -> Suggester | None:
        """What completes the value of a field as it is typed."""
        if id == _POLARITY:
            return SuggestFromList(_POLARITIES, case_sensitive=False)
        return NameSuggester(Slot(id), self._candidates.get(Slot(id), ()), self._names) if id in set(Slot) else None

    def on_mount(self) -> None:
        """Begin in the first slot."""
        self.set_focus(self._fields()[0])

    def _fields(self) -> list[Input]:
        return list(self.query(Input))

    def _field(self) -> Input:
        """The field that is being typed in."""
        return self.focused if isinstance(self.focused, Input) else self._fields()[0]

    def on_input_changed(self, event: Input.Changed) -> None:
        """Say at once what is wrong with a value; what the other fields hold from the start is not looked at."""
        event.stop()
        if event.input is self._field():
            self._hint()

    def on_descendant_focus(self) -> None:
        """Say which values the slot has elsewhere in this paper, and complete what is typed."""
        # No field completes what it holds from the start: that takes a task for each.
        if (field := self._field()).suggester is None:
            field.suggester = self._suggester(field.id)
        self._hint()

    async def action_save(self) -> None:
        """Hand the mended claim back, unless a value is impossible."""
        await letters_taken(self._field())
        claim, wrong = self._read()
        if wrong:
            self.set_focus(self.query_one(f"#{next(iter(wrong))}", Input))
            self._hint()
            return
        comment = self.query_one("#comment", Input).value.strip()
        self.dismiss(Edited(claim, Polarity(self._typed_polarity().value or self._polarity), comment))

    def action_field(self, step: int) -> None:
        """To the next slot."""
        fields = self._fields()
        self.set_focus(fields[(fields.index(self._field()) + step) % len(fields)])

    async def action_candidate(self, step: int) -> None:
        """Put the next value that this paper has for the slot into the field."""
        field, values = self._field(), self._values()
        typed = await letters_taken(field)
        if values:
            here = values.index(typed) if typed in values else (-1 if step > 0 else 0)
            field.value = values[(here + step) % len(values)]
            field.cursor_position = len(field.value)

    async def action_pick(self) -> None:
        """Pick the value in the text."""
        field = self._field()
        if self._source is None or field.id not in set(Slot):
            self._say("pick in the text: the cursor has to be in a slot" if self._source else "there is no text here")
            return
        screen = SpanScreen(self._source.paper, Slot(field.id), self._source.sentence)
        await self.app.push_screen(screen, partial(self._picked, field))

    def _picked(self, field: Input, value: str | None) -> None:
        if value is not None:
            field.value = value
            field.cursor_position = len(value)

    def action_leave(self) -> None:
        """Leave the row as it was."""
        self.dismiss(None)

    def _read(self) -> tuple[Claim, dict[str, str]]:
        """The claim as typed, and what is wrong with the form; a value left as it was is not questioned."""
        typed = {slot: self.query_one(f"#{slot.value}", Input).value for slot in Slot}
        typed[Slot.EFFECT] = _completed(typed[Slot.EFFECT], [str(effect) for effect in Effect])
        claim, wrong = self._mend({s: text for s, text in typed.items() if text != (self._claim.get(s) or "")})
        polarity = self._typed_polarity()
        told = [*wrong.items(), (_POLARITY, polarity.problem)]
        return claim, {str(name): why for name, why in told if why}

    def _typed_polarity(self) -> Checked:
        return check_polarity(_completed(self.query_one(f"#{_POLARITY}", Input).value, _POLARITIES))

    def _hint(self) -> None:
        """The first thing wrong, else the values at hand."""
        for name, why in self._read()[1].items():
            self._say(f"{words.SLOT_LABELS[Slot(name)] if name in set(Slot) else name}: {why}", wrong=True)
            return
        shown = " · ".join(self._values()[:_CANDIDATES_SHOWN])
        is_polarity = self._field().id == _POLARITY
        self._say(f"{shown}: only what is affirmed is a fact" if is_polarity else shown and f"in this paper: {shown}")

    def _values(self) -> Sequence[str]:
        """What the field that is being typed in may hold: of a slot, what this paper has for it."""
        id = self._field().id
        if id == _POLARITY:
            return _POLARITIES
        return self._candidates.get(Slot(id), ()) if id in set(Slot) else ()

    def _say(self, text: str, *, wrong: bool = False) -> None:
        line = f"✗ {visible(text)}" if wrong else visible(text)
        hint = self.query_one("#hint", Static)
        hint.set_class(wrong, "-wrong")
        hint.update(Content.styled(line, "bold $bad" if wrong else "$quiet"))


def _labels() -> Content:
    """A line for each field."""
    slots = [_label(slot) for slot in Slot]
    return Content("\n").join([*slots, Content(f"  {_POLARITY}"), Content.styled("  comment", "$quiet")])


def _label(slot: Slot) -> Content:
    return Content.assemble((LETTERS[slot], f"bold {slot_style(slot)}"), " ", words.SLOT_LABELS[slot])


def _completed(typed: str, values: Sequence[str]) -> str:
    """`r` and `res` are resistance; what begins none of the values, or several, is left as it is, to be refused."""
    meant = [value for value in values if typed and value.startswith(typed.casefold())]
    return meant[0] if len(meant) == 1 else typed
