"""The sentences of a paper, to pick one that says what no row says yet, and to mark those that hold nothing more."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from curator.model import Claim, Document, Sentence, Span, Verdict
from curator.tui import words
from curator.tui.desk import Desk
from curator.tui.entry import Entry
from curator.tui.glyphs import fit, visible
from curator.tui.keys import COMMANDS, Command, Place
from curator.tui.marks import Passage, marked
from curator.tui.passages import Reach, passage_of
from curator.tui.reading import Papers, sentence_of, share_line
from curator.tui.screens.adding import NewRow, ask_for_row
from curator.tui.screens.listing import ListScreen
from curator.tui.screens.marking import MarkingScreen
from curator.tui.widgets.lines import Lines
from curator.workbench.adding import Naming, cited_in

_ROWS = 4
_SECTION = 18


class SentencesScreen(MarkingScreen, ListScreen):
    """Every sentence, with how many rows it gave and whether it has been read."""

    PLACE = Place.SENTENCES
    NOTHING = "No sentence here."
    FINDS = "words of the sentence"

    def __init__(
        self,
        desk: Desk,
        entry: Entry,
        commands: Sequence[Command] = COMMANDS,
        *,
        naming: Naming,
        papers: Papers | None = None,
    ) -> None:
        """`entry` is the row to begin at; of a gold row that was missed the slots are filled already."""
        super().__init__(desk, commands, document=entry.document)
        self._entry = entry
        self._naming = naming
        self._papers = papers or Papers(desk)
        self._opened = self._papers.text(entry.document)
        self._shown: list[Sentence] = list(self._paper.sentences)

    def on_mount(self) -> None:
        """Begin at the sentence of the row."""
        self.lines.focus()
        self.fetch()
        self._show(at=sentence_of(self._entry))
        filled = ", its slots filled from the missed gold row" if self._entry.miss else " from this sentence"
        new, nothing = self.key_of("sentences.pick"), self.key_of("passage.sentence")
        self.say(f"{new}: new row{filled}; {nothing}: read, nothing here")

    @property
    def _paper(self) -> Document:
        return self._opened.document

    def _show(self, *, at: Span | None = None) -> None:
        here = next((n for n, s in enumerate(self._shown) if at and s.start <= at.start < s.end), 0)
        self.lines.show(len(self._shown), here)
        self._draw_head()

    def _draw_head(self) -> None:
        found = f", hold {visible(self.text)}" if self.text else ""
        silent = sum(1 for s in self._shown if not self._opened.reading.rows_of(s))
        read = share_line(self._opened.reading, width=self.size.width // 2)
        title = visible(self._paper.title or self._paper.name)
        self.head(f"{len(self._shown)} sentences{found}, {silent} without a row | {read} | {title}")

    def draw(self, number: int, width: int) -> Content:
        """Its sign, how many rows the sentence gave, its section, its beginning; quiet where it has been read."""
        sentence = self._shown[number]
        count = len(self._opened.reading.rows_of(sentence))
        section = self._paper.section_at(sentence.start)
        text = fit(visible(self._paper.quote(sentence)), max(10, width - _ROWS - _SECTION))
        title = fit(visible(section.title if section else ""), _SECTION - 1) + " "
        style = "$quiet" if self._opened.reading.is_read(sentence) else ""
        sign = self._opened.sign(sentence) or " "
        return Content.assemble((fit(f"{sign} {count or '·'}", _ROWS), "bold"), (title, "$quiet"), (text, style))

    def _current(self) -> Sentence | None:
        return self._shown[self.lines.cursor] if self._shown else None

    def on_lines_moved(self, message: Lines.Moved) -> None:
        """The sentence in full, and the rows that it gave."""
        sentence = self._current()
        if sentence is None:
            self.detail("")
            return
        held = self._opened.reading.rows_of(sentence)
        rows = [Content.assemble(("row ", "$quiet"), visible(words.claim_line(row.claim))) for row in held]
        self.detail(Content("\n").join([self._in_full(sentence), *rows]))

    def _in_full(self, sentence: Sentence) -> Content:
        names = self._opened.reading.mentions_in(sentence)
        held = {(m.start, m.end) for m in names}
        marks = [mark for mark in self._opened.names if (mark.start, mark.end) in held]
        return marked(self._paper.text, Passage(sentence, (sentence,)), marks)

    async def on_lines_opened(self, message: Lines.Opened) -> None:
        """A second click picks the sentence."""
        await self.action_pick()

    def narrow(self, text: str) -> str:
        """Only sentences that hold every word."""
        here = self._current()
        self.text = text
        wanted = text.casefold().split()
        paper = self._paper
        self._shown = [sentence for sentence in paper.sentences if words.holds_all(paper.quote(sentence), wanted)]
        self._show(at=here)
        return ""

    # A new row

    async def action_pick(self) -> None:
        """Fill the slots of a new row on this sentence."""
        if sentence := self._current():
            row = NewRow(self.desk, self._opened, sentence, self._naming)
            cited = cited_in(self._paper, sentence)
            begun = self._entry.claim if self._entry.miss else Claim("", citation=cited)
            await ask_for_row(self, row, begun, complete=not self._entry.miss, done=self._added)

    def _added(self, accepted: Verdict | None) -> None:
        self.dismiss(None)

    # What has been read

    async def action_none_here(self, reach: str) -> None:
        """The sentence holds nothing more, or its paragraph or section; where it is read, it is open again."""
        sentence = self._current()
        if sentence is None:
            return
        passage = passage_of(self._opened.reading, sentence, Reach(reach))
        if await self.mark(passage):
            self._draw_head()
            self.lines.move(1 if passage.read else 0)
            self.lines.refresh()

    async def action_undo(self) -> None:
        """Take back the last mark in this paper."""
        if span := await self.unmark():
            self._show(at=span)

    def action_next_unread(self, direction: int) -> None:
        """To the next sentence that names a miRNA, gave no row and was not read."""
        current = self._current()
        found = self.next_hiding(self._shown, current.start if current else 0, direction)
        if found:
            self.lines.cursor = self._shown.index(found[0])
