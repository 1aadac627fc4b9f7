"""The reader: the whole paper, the slots of the row marked; its outline, its references, and what has been read."""

from __future__ import annotations

from collections.abc import Sequence

from textual import getters
from textual.app import ComposeResult
from textual.content import Content

from curator.model import Claim, Reference, Section, Span, Verdict
from curator.tui import words
from curator.tui.desk import Desk
from curator.tui.entry import Entry
from curator.tui.glyphs import visible
from curator.tui.keys import COMMANDS, Command, Place
from curator.tui.messages import RowsChanged
from curator.tui.outline import outline_line
from curator.tui.passages import Reach, passage_of
from curator.tui.reading import Opened, Papers, sentence_of, share_line
from curator.tui.screens.adding import NewRow, ask_for_row
from curator.tui.screens.find import FindScreen
from curator.tui.screens.marking import MarkingScreen
from curator.tui.widgets.bars import KeyLine, MessageLine
from curator.tui.widgets.lines import Lines
from curator.tui.widgets.reader import PaperView
from curator.tui.widgets.told import Told
from curator.workbench.adding import Naming, cited_in
from curator.workbench.history import take_back

_FINDS = "text to find, case makes no difference"
_NO_SENTENCE = "the cursor is on no sentence: headings, tables and references are not read for rows"


class ReaderScreen(MarkingScreen):
    """One paper from its title to its references."""

    PLACE = Place.READER

    paper = getters.query_one("#paper", PaperView)
    outline = getters.query_one("#outline", Lines)

    def __init__(
        self,
        desk: Desk,
        entry: Entry,
        commands: Sequence[Command] = COMMANDS,
        *,
        papers: Papers | None = None,
        naming: Naming | None = None,
    ) -> None:
        """`entry` is the row whose slots are marked and at whose sentence it begins."""
        super().__init__(desk, commands)
        self.document = entry.document
        self.text = ""
        self._entry = entry
        self._papers = papers or Papers(desk)
        self._naming = naming or Naming(desk.workbench)
        self._opened: Opened = self._papers.text(entry.document)
        self._trail: list[int] = []
        self._followed = (-1, 0)
        """The line from which a reference was looked up last, and which of its references that was."""
        self._found: tuple[Span, ...] = ()
        self._accepted: Verdict | None = None
        """The verdict on a new row, while that is the last thing that was saved here."""

    def compose(self) -> ComposeResult:
        """Heading, paper or outline, message, keys."""
        yield Told(id="progress")
        yield PaperView(id="paper")
        yield Lines(self._draw_section, id="outline")
        yield MessageLine(id="message")
        yield KeyLine(self.commands, id="keys")

    def on_mount(self) -> None:
        """At the sentence of the row."""
        self.outline.display = False
        self.paper.focus()
        self.fetch()
        sentence = sentence_of(self._entry)
        self.paper.go(sentence.start if sentence else 0)
        keys = {"passage.sentence": "nothing more here", "passage.next": "next unread miRNA", "verdict.add": "new row"}
        keys |= {"reader.outline": "outline", "program.help": "all keys"}
        self.say(", ".join(f"{self.key_of(id)} {what}" for id, what in keys.items()))

    def show_marks(self, opened: Opened) -> None:
        """The paper as it is now, dressed for the row."""
        super().show_marks(opened)
        self.paper.show(opened.skeleton, opened.dress(self._entry), sign=opened.sign)
        self._draw_head()

    @property
    def _is_outline(self) -> bool:
        return self.outline.display

    # The heading

    def on_paper_view_moved(self, message: PaperView.Moved) -> None:
        """In the heading, where in the paper the cursor stands."""
        self._draw_head()

    def on_lines_moved(self, message: Lines.Moved) -> None:
        """The same in the outline."""
        self._draw_head()

    def on_resize(self) -> None:
        """The heading has shorter words in a narrow terminal."""
        self._draw_head()

    def _draw_head(self) -> None:
        document = self._opened.document
        title = visible(document.title or document.name)
        read = share_line(self._opened.reading, width=self.size.width // 2)
        if self._is_outline:
            parts = ["Outline", read, title]
        else:
            offset = self.paper.place
            section = document.section_at(offset)
            page = self._opened.skeleton.page_at(offset)
            share = f"{int(100 * offset / max(1, len(document.text)))}%{f' p. {page}' if page else ''}"
            found = [f"{len(self._found)} × {visible(self.text)}"] if self.text else []
            parts = [share, *([visible(section.title)] if section else []), *found, read, title]
        self.query_one("#progress", Told).update(Content(" | ".join(parts)))

    # Moving

    def action_move(self, step: int) -> None:
        """Lines up or down."""
        self._shown.move(step)

    def action_move_page(self, direction: int) -> None:
        """A page up or down."""
        self._shown.move_page(direction)

    def action_move_to_end(self, direction: int) -> None:
        """To the first or the last line."""
        self._shown.move_to_end(direction)

    def action_move_sentence(self, direction: int) -> None:
        """To the next sentence."""
        if not self._is_outline:
            self.paper.move_sentence(direction)

    @property
    def _shown(self) -> Lines | PaperView:
        return self.outline if self._is_outline else self.paper

    # Jumps

    def _jump(self, offset: int) -> None:
        """To an offset, so that `back` leads to where it began."""
        self._trail.append(self.paper.line.start or self.paper.place)
        self._show_outline(False)
        self.paper.go(offset)

    def _show_outline(self, is_shown: bool) -> None:
        self.outline.display, self.paper.display = is_shown, not is_shown
        self._shown.focus()
        self._draw_head()

    def action_outline(self) -> None:
        """The sections, the cursor on the one that was read; and back."""
        sections = self._sections
        if self._is_outline:
            self._show_outline(False)
        elif not sections:
            self.say("this paper has no sections", wrong=True)
        else:
            before = [n for n, section in enumerate(sections) if section.start <= self.paper.place]
            self.outline.show(len(sections), before[-1] if before else 0)
            self._show_outline(True)

    @property
    def _sections(self) -> tuple[Section, ...]:
        return self._opened.document.sections

    def _draw_section(self, number: int, width: int) -> Content:
        return outline_line(self._opened.skeleton, self._opened.reading, self._sections[number], width=width)

    async def on_lines_opened(self, message: Lines.Opened) -> None:
        """A second click goes to the section."""
        self.action_follow()

    def action_follow(self) -> None:
        """From the outline to the section; from a citation to its reference, again from there to the next one."""
        if self._is_outline:
            self._jump(self._sections[self.outline.cursor].start)
            return
        back = self.key_of("reader.back")
        here, cited = self.paper.line.start, self._cited()
        if not cited:
            self.say(f"no reference is cited in this sentence; {back} comes back from one", wrong=True)
            return
        before, number = self._followed
        number = (number + 1) % len(cited) if before == here else 0
        self._followed = here, number
        self._jump(cited[number].start)
        more = f"; {self.key_of('reader.follow')} shows the next there" if len(cited) > 1 else ""
        which = f" ({number + 1} of {len(cited)})" if more else ""
        self.say(f"{visible(cited[number].key)}{which}: {back} comes back{more}")

    def _cited(self) -> list[Reference]:
        """The references cited on the line under the cursor; where none is, in its sentence.

        A marker that the line's end cuts is on both lines.
        """
        line, sentence = self.paper.line, self.paper.sentence
        return (self._cited_in(Span(line.start, line.end)) if line.origins else []) or (
            self._cited_in(sentence) if sentence else []
        )

    def _cited_in(self, here: Span) -> list[Reference]:
        document = self._opened.document
        inside = [c for c in document.citations if c.start < here.end and here.start < c.end]
        keys = dict.fromkeys(key for citation in inside for key in citation.keys)
        return [reference for key in keys if (reference := document.reference(key)) and reference.end]

    def action_return(self) -> None:
        """To where the last jump began."""
        if self._trail:
            self._show_outline(False)
            self.paper.go(self._trail.pop())
            self.say("back where the jump began")
        else:
            self.say("there is nothing to come back from")

    def action_to_row(self) -> None:
        """To the sentence of the row."""
        if sentence := sentence_of(self._entry):
            self._jump(sentence.start)

    def action_back(self) -> None:
        """Close the outline, else drop the text, else leave."""
        if self._is_outline:
            self._show_outline(False)
        elif self.text:
            self.narrow("")
        else:
            self.dismiss(None)

    def action_close(self) -> None:
        """Close the outline, else leave."""
        if self._is_outline:
            self._show_outline(False)
        else:
            super().action_close()

    # Finding

    async def action_find(self) -> None:
        """Type what to look for."""
        await self.app.push_screen(FindScreen(self.text, self.narrow, help=_FINDS))

    def narrow(self, text: str) -> str:
        """Go to the first place after the cursor that holds the text; say so where none does."""
        here, self.text = self.paper.place, text
        offsets = found_in(self._opened.document.text, text)
        self._found = tuple(Span(at, at + len(text)) for at in offsets)
        self.paper.find(self._found)
        self._draw_head()
        if text and not offsets:
            return f"{text!r} is nowhere in the paper"
        if offsets:
            self._show_outline(False)
            self.paper.go(next((offset for offset in offsets if offset >= here), offsets[0]))
        return ""

    def action_next_found(self, direction: int) -> None:
        """To the next line that holds the text, around the end if need be."""
        if not self._found:
            self.say(f"nothing to find; {self.key_of('show.find')} asks what")
            return
        line, starts = self.paper.line, [found.start for found in self._found]
        ordered = starts if direction > 0 else starts[::-1]
        further = (at for at in ordered if (at >= line.end if direction > 0 else at < line.start))
        self._show_outline(False)
        found = next(further, ordered[0])
        self.paper.go(found)
        self.say(f"{starts.index(found) + 1} of {len(starts)} × {visible(self.text)}")

    # What has been read

    async def action_none_here(self, reach: str) -> None:
        """The sentence here, its paragraph or its section holds nothing more; where it is read, it is open again."""
        reading, place = self._opened.reading, self.paper.sentence
        if self._is_outline:
            passage = passage_of(reading, Span(*self._section_span()), Reach.SECTION)
        elif place is None:
            self.say(_NO_SENTENCE, wrong=True)
            return
        else:
            passage = passage_of(reading, place, Reach(reach))
        if await self.mark(passage):
            self._accepted = None
            if passage.read and not self._is_outline:
                self.paper.go_after(passage.spans[-1].end)

    def _section_span(self) -> tuple[int, int]:
        section = self._sections[self.outline.cursor]
        return section.start, section.end

    async def action_undo(self) -> None:
        """Take back the last mark in this paper; right after a new row, its acceptance."""
        if self._accepted:
            await self._take_back(self._accepted)
            return
        if span := await self.unmark():
            self._show_outline(False)
            self.paper.go(span.start)

    async def _take_back(self, accepted: Verdict) -> None:
        self._accepted = None
        if await self.save(lambda: take_back(self.desk.workbench, accepted)):
            self.fetch()
            self.app.post_message(RowsChanged())
            self.say(words.stepped("undone", accepted))

    def action_next_unread(self, direction: int) -> None:
        """To the next sentence that names a miRNA, gave no row and was not read: there misses hide."""
        if found := self.next_hiding(self._opened.document.sentences, self.paper.place, direction):
            sentence, number, every = found
            self._jump(sentence.start)
            new, nothing = self.key_of("verdict.add"), self.key_of("passage.sentence")
            self.say(f"{number} of {every} with a miRNA, no row and not read: {new} new row, {nothing} nothing here")

    # A new row

    async def action_add_row(self) -> None:
        """A row on the sentence under the cursor."""
        sentence = self.paper.sentence
        if sentence is None:
            self.say(_NO_SENTENCE, wrong=True)
            return
        begun = Claim("", citation=cited_in(self._opened.document, sentence))
        row = NewRow(self.desk, self._opened, sentence, self._naming)
        await ask_for_row(self, row, begun, done=self._added)

    def _added(self, accepted: Verdict | None) -> None:
        self._accepted = accepted
        self.fetch()


def found_in(text: str, part: str) -> list[int]:
    """Every offset at which the part stands, whatever its case."""
    wanted = part.lower()
    lowered = text.lower()
    if not wanted or len(lowered) != len(text):
        # Lowering may lengthen a text, and offsets with it; then the case counts.
        wanted, lowered = part, text
    offsets, at = [], lowered.find(wanted) if wanted else -1
    while at >= 0:
        offsets.append(at)
        at = lowered.find(wanted, at + len(wanted))
    return offsets
