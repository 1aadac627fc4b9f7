"""The sentences of a paper, to pick one that says what no row says yet, and to mark those that hold nothing more."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from textual.content import Content

from curator.model import Claim, Document, Sentence, Span
from curator.tui import words
from curator.tui.desk import Desk
from curator.tui.entry import Entry
from curator.tui.glyphs import fit, visible
from curator.tui.keys import COMMANDS, Command, Place
from curator.tui.marks import Passage, marked
from curator.tui.passages import Reach, passage_of, told_of_passage
from curator.tui.reading import Papers, sentence_of, share_line
from curator.tui.screens.adding import NewRow, save_row
from curator.tui.screens.edit import Edited
from curator.tui.screens.listing import ListScreen
from curator.tui.widgets.lines import Lines
from curator.workbench.adding import Naming, cited_in

_ROWS = 4
_SECTION = 18


class SentencesScreen(ListScreen):
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
        self._paper: Document = self._opened.document
        self._shown: list[Sentence] = list(self._paper.sentences)

    def on_mount(self) -> None:
        """Begin at the sentence of the row."""
        self.lines.focus()
        self._fetch()
        self._show(at=sentence_of(self._entry))
        missed = "; its slots are filled from the gold row that was missed" if self._entry.miss else ""
        self.say(f"enter makes a new row from this sentence{missed}; x marks it as read, nothing here")

    def _fetch(self) -> None:
        """The rows and the marks of the sentences as they are now."""
        self._opened = self.attempt(lambda: self._papers.whole(self._paper.id)) or self._opened

    def _fetch_marks(self) -> None:
        """The same, where only marks have changed."""
        self._opened = self.attempt(lambda: self._papers.marked(self._paper.id)) or self._opened

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
        held = ((s, self._paper.quote(s).casefold()) for s in self._paper.sentences)
        self._shown = [sentence for sentence, quote in held if all(word in quote for word in wanted)]
        self._show(at=here)
        return ""

    # A new row

    async def action_pick(self) -> None:
        """Fill the slots of a new row on this sentence."""
        if sentence := self._current():
            row = NewRow(self.desk, self._opened, sentence, self._naming)
            cited = cited_in(self._paper, sentence)
            begun = self._entry.claim if self._entry.miss else Claim("", citation=cited)
            await self.app.push_screen(row.form(begun, complete=not self._entry.miss), partial(self._filled, row))

    async def _filled(self, row: NewRow, filled: Edited | None) -> None:
        """Save the row, accepted; show it in the review."""
        if await save_row(self, row, filled):
            self.dismiss(None)

    # What has been read

    async def action_none_here(self, reach: str) -> None:
        """The sentence holds nothing more, or its paragraph or section; where it is read, it is open again."""
        sentence = self._current()
        if sentence is None:
            return
        passage = passage_of(self._opened.reading, sentence, Reach(reach))
        marking, paper = self._papers.marking, self._paper
        if not await self.save(lambda: marking.mark_all(paper, passage.spans, read=passage.read)):
            return
        self._fetch_marks()
        self._draw_head()
        self.lines.move(1 if passage.read else 0)
        self.lines.refresh()
        self.say(told_of_passage(passage))

    async def action_undo(self) -> None:
        """Take back the last mark in this paper."""
        undone = await self.save(lambda: self._papers.marking.undo(self._paper))
        if undone is None:
            return
        if undone.span is None:
            self.say("nothing in this paper was marked as read by you")
        else:
            self._fetch_marks()
            self._show(at=undone.span)
            self.say(f"saved: undone: the passage is {'read' if undone.read else 'open'} again")

    def action_next_unread(self, direction: int) -> None:
        """To the next sentence that names a miRNA, gave no row and was not read."""
        hiding = [n for n, s in enumerate(self._shown) if self._opened.reading.may_hide(s)]
        ordered, here = hiding if direction > 0 else hiding[::-1], self.lines.cursor
        further = (n for n in ordered if (n > here if direction > 0 else n < here))
        found = next(further, next(iter(ordered), None))
        if found is None:
            self.say("every sentence with a miRNA gave a row or was read")
        else:
            self.lines.cursor = found
