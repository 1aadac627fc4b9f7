"""The sentences of a paper, to pick one that says what no row says yet."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from textual.content import Content

from curator.curation.validation import edit
from curator.model import Claim, Document, Sentence, Slot, Span
from curator.tui import words
from curator.tui.desk import Desk, Entry
from curator.tui.glyphs import fit, visible
from curator.tui.keys import COMMANDS, Command, Place
from curator.tui.marks import Passage, marked
from curator.tui.messages import RowsChanged
from curator.tui.screens.edit import Edited, EditScreen
from curator.tui.screens.listing import ListScreen
from curator.tui.widgets.lines import Lines
from curator.workbench.adding import Naming, accept_row, add_row, cited_in

_ROWS = 4
_SECTION = 18
_NEW = "New row: fill the slots, then enter"


class SentencesScreen(ListScreen):
    """Every sentence, with how many rows it gave."""

    PLACE = Place.SENTENCES
    NOTHING = "No sentence here."
    FINDS = "words of the sentence   enter: keep   esc: drop"

    def __init__(self, desk: Desk, entry: Entry, commands: Sequence[Command] = COMMANDS, *, naming: Naming) -> None:
        """`entry` is the row to begin at; of a gold row that was missed the slots are filled already."""
        super().__init__(desk, commands, document=entry.document)
        self._entry = entry
        self._naming = naming
        self._paper = desk.paper(entry.document)
        self._shown: list[Sentence] = list(self._paper.sentences)
        self._rows: dict[int, list[str]] = {}

    def on_mount(self) -> None:
        """Begin at the sentence of the row."""
        self.lines.focus()
        self._fetch()
        self._show(at=sentence_of(self._entry))
        missed = "; its slots are filled from the gold row that was missed" if self._entry.miss else ""
        self.say(f"enter makes a new row from this sentence{missed}")

    def _fetch(self) -> None:
        items = self.attempt(lambda: self.desk.workbench.queue(document=self._entry.document)) or []
        rows: dict[int, list[str]] = {}
        for item in items:
            for start in dict.fromkeys(evidence.start for evidence in item.stored.assertion.evidence):
                rows.setdefault(start, []).append(words.claim_line(item.stored.claim))
        self._rows = rows

    def _show(self, *, at: Span | None = None) -> None:
        here = next((n for n, s in enumerate(self._shown) if at and s.start <= at.start < s.end), 0)
        self.lines.show(len(self._shown), here)
        silent = len(self._shown) - sum(1 for s in self._shown if s.start in self._rows)
        found = f", hold {visible(self.text)}" if self.text else ""
        title = visible(self._paper.title or self._paper.name)
        self.head(f"{len(self._shown)} sentences{found}, {silent} without a row: {title}")

    def draw(self, number: int, width: int) -> Content:
        """How many rows the sentence gave, its section, its beginning."""
        sentence = self._shown[number]
        count = len(self._rows.get(sentence.start, ()))
        section = self._paper.section_at(sentence.start)
        text = fit(visible(self._paper.quote(sentence)), max(10, width - _ROWS - _SECTION))
        title = fit(visible(section.title if section else ""), _SECTION - 1) + " "
        return Content.assemble((fit(f"{count or '·'}", _ROWS), "bold"), (title, "$quiet"), text)

    def _current(self) -> Sentence | None:
        return self._shown[self.lines.cursor] if self._shown else None

    def on_lines_moved(self, message: Lines.Moved) -> None:
        """The sentence in full, and the rows that it gave."""
        sentence = self._current()
        if sentence is None:
            self.detail("")
            return
        rows = [Content.assemble(("row ", "$quiet"), visible(line)) for line in self._rows.get(sentence.start, ())]
        self.detail(Content("\n").join([_in_full(self._paper, sentence), *rows]))

    async def on_lines_opened(self, message: Lines.Opened) -> None:
        """A second click picks the sentence."""
        await self.action_pick()

    def narrow(self, text: str) -> str:
        """Only sentences that hold every word."""
        here = self._current()
        self.text = text
        wanted = text.casefold().split()
        held = ((s, self._paper.quote(s).casefold()) for s in self._paper.sentences)
        self._shown = [sentence for sentence, quote in held if all(word in quote for word in wanted)]
        self._show(at=here)
        return ""

    async def action_pick(self) -> None:
        """Fill the slots of a new row on this sentence."""
        if sentence := self._current():
            await self.app.push_screen(self._form(sentence), partial(self._filled, sentence))

    def _form(self, sentence: Sentence) -> EditScreen:
        begun = self._entry.claim if self._entry.miss else Claim("", citation=cited_in(self._paper, sentence))
        values = {slot: self.desk.completions(self._entry.document, slot) for slot in Slot}
        return EditScreen(
            begun,
            candidates={slot: named_first(held, self._paper.quote(sentence)) for slot, held in values.items()},
            mend=lambda changes: edit(begun, {Slot.MIRNA: begun.mirna, **changes}, self._paper),
            evidence=_in_full(self._paper, sentence),
            title=_NEW,
            names=self._naming.names,
        )

    def _filled(self, sentence: Sentence, filled: Edited | None) -> None:
        """Save the row, accepted; show it in the review."""
        if filled is None:
            self.say("no row was added")
            return
        bench, naming = self.desk.workbench, self._naming
        added = self.attempt(lambda: add_row(bench, self._paper, sentence, filled.claim, naming=naming))
        if added is None:
            return
        row, is_new = added
        given = self.attempt(lambda: accept_row(bench, row, comment=filled.comment)) if is_new else None
        self.app.post_message(RowsChanged(at=row.id, said=_told(row.claim, is_new=is_new, is_accepted=bool(given))))
        self.dismiss(None)


def sentence_of(entry: Entry) -> Span | None:
    """The first sentence that backs a row, or that should have given it; none where none is known."""
    if entry.item:
        first = entry.item.stored.assertion.evidence[0]
        return Span(first.start, first.end)
    sentence = entry.miss.sentence if entry.miss else None
    return Span(sentence.start, sentence.end) if sentence else None


def named_first(values: Sequence[str], quote: str) -> list[str]:
    """The values that the sentence names, then the others; each in its order."""
    return sorted(values, key=lambda value: value.casefold() not in quote.casefold())


def _in_full(paper: Document, sentence: Sentence) -> Content:
    return marked(paper.text, Passage(sentence, (sentence,)), ())


def _told(claim: Claim, *, is_new: bool, is_accepted: bool) -> str:
    line = words.claim_line(claim)
    if not is_new:
        return f"this row is there already: {line}"
    return f"saved: added{' and accepted' if is_accepted else ''}: {line}"
