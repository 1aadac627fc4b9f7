"""The form in which slots are mended, laid beside or above the evidence so that it stays in sight.

Every value is checked as it is typed; the form cannot be saved while one is impossible, and says why.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.suggester import Suggester, SuggestFromList
from textual.widgets import Input

from curator.curation.validation import Checked, check_polarity
from curator.model import Claim, Effect, Polarity, Slot
from curator.tui import words
from curator.tui.candidates import Offered
from curator.tui.glyphs import visible
from curator.tui.keys import Place
from curator.tui.marks import LETTERS, slot_style
from curator.tui.reading import Source
from curator.tui.screens.dialog import Dialog, letters_taken
from curator.tui.screens.form import Form
from curator.tui.screens.spanning import SpanScreen
from curator.tui.suggest import Names, NameSuggester
from curator.tui.themes import WIDE_FROM
from curator.tui.widgets.framed import Box
from curator.tui.widgets.told import Told

Mend = Callable[[Mapping[Slot, str]], tuple[Claim, dict[Slot, str]]]
"""Values as typed → the claim with them, and what is wrong with each that cannot stand (`curation.validation.edit`)."""

_CANDIDATES_SHOWN = 6
_LOADS_AFTER = 1.0
"""Seconds after which the vocabulary is loaded: to load it takes half the machine for a moment, in which keys are late,
and whoever only looked at the form is gone by then.
"""
_TITLE = "Edit: mend the slots, then save"
_POLARITY = "polarity"
_COMMENT = "comment"
_SLOTS = frozenset(slot.value for slot in Slot)
_POLARITIES = [str(polarity) for polarity in Polarity]


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
        offered: Offered,
        mend: Mend,
        evidence: Content,
        title: str = _TITLE,
        names: Names | None = None,
        source: Source | None = None,
        typed: Edited | None = None,
    ) -> None:
        """`offered` gives the values at hand for a slot; `names` complete what is typed.

        `evidence` is shown below the form where there is no room beside it. With a `source`, values can be picked in
        its text. `typed` is what was filled in before and could not be saved.
        """
        super().__init__()
        self._title = title
        self._names = names
        self._source = source
        self._evidence = evidence
        self._claim = claim
        self._polarity = polarity
        self._begun = typed or Edited(claim, polarity)
        self._offered = lru_cache(None)(offered)
        self._mend = mend

    def compose(self) -> ComposeResult:
        """A line a slot, one for the polarity, one for a comment, one for what is wrong."""
        begun = self._begun
        slots = {slot.value: held or "" for slot, held in begun.claim.items()}
        with Box(classes="corner"):
            yield Told(Content.styled(self._title, "bold"))
            yield Form({**slots, _POLARITY: str(begun.polarity), _COMMENT: begun.comment}, _labels())
            yield Told(id="hint")
            if self.app.size.width < WIDE_FROM:
                yield self._evidence_below()

    def _evidence_below(self) -> VerticalScroll:
        return VerticalScroll(Told(self._evidence), can_focus=False, classes="tight")

    def on_resize(self) -> None:
        """Where there is no room any more beside the form, the evidence is shown below it."""
        if self.app.size.width < WIDE_FROM and not self.query(".tight"):
            self.query_one(".corner").mount(self._evidence_below())

    def _suggester(self, name: str) -> Suggester | None:
        """What completes a value as it is typed."""
        if name == _POLARITY:
            return SuggestFromList(_POLARITIES, case_sensitive=False)
        return NameSuggester(Slot(name), self._offered(Slot(name)), self._names) if name in _SLOTS else None

    def on_mount(self) -> None:
        """Begin in the first slot; while she reads, load the names that completion and the save ask for."""
        self._go(next(iter(Slot)).value)
        self.set_timer(_LOADS_AFTER, self._load_names)

    def _load_names(self) -> None:
        if self._names:
            # What is wrong with the vocabulary is told where it is asked.
            self.app.run_worker(asyncio.to_thread(self._names), exit_on_error=False, group="names", exclusive=True)

    @property
    def form(self) -> Form:
        """The values, as they are typed."""
        return self.query_one(Form)

    def _go(self, name: str) -> None:
        """Type in this value; say which others its slot has in this paper, and complete what is typed."""
        form = self.form
        form.go(name)
        form.field.suggester = self._suggester(name)
        self.set_focus(form.field)
        self._hint()

    def on_form_pointed(self, message: Form.Pointed) -> None:
        """The mouse chooses the value too."""
        self._go(message.name)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Say at once what is wrong with a value."""
        event.stop()
        self._hint()

    async def action_save(self) -> None:
        """Hand the mended claim back, unless a value is impossible."""
        await letters_taken(self.form.field)
        claim, wrong = self._read()
        if wrong:
            self._go(next(iter(wrong)))
            return
        polarity = Polarity(self._typed_polarity().value or self._polarity)
        self.dismiss(Edited(claim, polarity, self.form.values[_COMMENT].strip()))

    async def action_field(self, step: int) -> None:
        """To the next slot."""
        await letters_taken(self.form.field)
        self._go(self.form.next_to(step))

    async def action_candidate(self, step: int) -> None:
        """Put the next value that this paper has for the slot into the field."""
        form, values = self.form, self._values()
        typed = await letters_taken(form.field)
        if values:
            here = values.index(typed) if typed in values else (-1 if step > 0 else 0)
            form.put(form.at, values[(here + step) % len(values)])

    async def action_pick(self) -> None:
        """Pick the value in the text."""
        name = self.form.at
        if self._source is None or name not in _SLOTS:
            self._say("pick in the text: the cursor has to be in a slot" if self._source else "there is no text here")
            return
        screen = SpanScreen(self._source.paper, Slot(name), self._source.sentence)
        await self.app.push_screen(screen, partial(self._picked, name))

    def _picked(self, name: str, value: str | None) -> None:
        if value is not None:
            self.form.put(name, value)

    def action_leave(self) -> None:
        """Leave the row as it was."""
        self.dismiss(None)

    def _read(self) -> tuple[Claim, dict[str, str]]:
        """The claim as typed, and what is wrong with the form; a value left as it was is not questioned."""
        values = self.form.values
        typed = {slot: values[slot.value] for slot in Slot}
        typed[Slot.EFFECT] = _completed(typed[Slot.EFFECT], [str(effect) for effect in Effect])
        claim, wrong = self._mend({s: text for s, text in typed.items() if text != (self._claim.get(s) or "")})
        polarity = self._typed_polarity()
        told = [*wrong.items(), (_POLARITY, polarity.problem)]
        return claim, {str(name): why for name, why in told if why}

    def _typed_polarity(self) -> Checked:
        return check_polarity(_completed(self.form.values[_POLARITY], _POLARITIES))

    def _hint(self) -> None:
        """The first thing wrong, else the values at hand."""
        for name, why in self._read()[1].items():
            self._say(f"{words.SLOT_LABELS[Slot(name)] if name in _SLOTS else name}: {why}", wrong=True)
            return
        shown = " · ".join(self._values()[:_CANDIDATES_SHOWN])
        is_polarity = self.form.at == _POLARITY
        self._say(f"{shown}: only what is affirmed is a fact" if is_polarity else shown and f"in this paper: {shown}")

    def _values(self) -> Sequence[str]:
        """What the field that is being typed in may hold: of a slot, what this paper has for it."""
        name = self.form.at
        if name == _POLARITY:
            return _POLARITIES
        return self._offered(Slot(name)) if name in _SLOTS else ()

    def _say(self, text: str, *, wrong: bool = False) -> None:
        line = f"✗ {visible(text)}" if wrong else visible(text)
        hint = self.query_one("#hint", Told)
        hint.set_class(wrong, "-wrong")
        hint.update(Content.styled(line, "bold $bad" if wrong else "$quiet"))


def _labels() -> dict[str, Content]:
    """What stands before each value."""
    slots = {slot.value: _label(slot) for slot in Slot}
    return {**slots, _POLARITY: Content(f"  {_POLARITY}"), _COMMENT: Content.styled("  comment", "$quiet")}


def _label(slot: Slot) -> Content:
    return Content.assemble((LETTERS[slot], f"bold {slot_style(slot)}"), " ", words.SLOT_LABELS[slot])


def _completed(typed: str, values: Sequence[str]) -> str:
    """`r` and `res` are resistance; what begins none of the values, or several, is left as it is, to be refused."""
    meant = [value for value in values if typed and value.startswith(typed.casefold())]
    return meant[0] if len(meant) == 1 else typed
