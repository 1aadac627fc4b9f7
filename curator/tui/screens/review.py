"""The review: queue and assertion side by side or one above the other; the keys that give verdicts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from textual import getters
from textual.app import ComposeResult
from textual.containers import Container
from textual.content import Content
from textual.widgets import Static

from curator.curation.queue import FilterError
from curator.model import Reason, Slot, Verdict
from curator.tui import words
from curator.tui.desk import Desk, Entry, View
from curator.tui.glyphs import visible
from curator.tui.keys import COMMANDS, Command, Place
from curator.tui.messages import RowHighlighted, RowOpened
from curator.tui.screens.comment import CommentScreen
from curator.tui.screens.copy import CopyScreen, Part, copied
from curator.tui.screens.edit import Edited, EditScreen
from curator.tui.screens.find import FindScreen
from curator.tui.screens.keyed import KeyedScreen
from curator.tui.screens.reader import ReaderScreen
from curator.tui.screens.reason import ReasonScreen
from curator.tui.screens.sentences import SentencesScreen
from curator.tui.widgets.assertion import AssertionPane
from curator.tui.widgets.bars import KeyLine, MessageLine, progress
from curator.tui.widgets.queue import Queue
from curator.workbench.adding import Naming

_OTHER_NEEDS = "the reason “other” needs a word of explanation"
_NOT_FOR_A_MISS = "nothing proposed this gold row, so there is no verdict to give on it"


class ReviewScreen(KeyedScreen):
    """Judge one row after the other."""

    PLACE = Place.REVIEW

    _queue = getters.query_one("#queue", Queue)
    _pane = getters.query_one("#assertion", AssertionPane)
    _message = getters.query_one("#message", MessageLine)

    def __init__(self, desk: Desk, commands: Sequence[Command] = COMMANDS, *, begin_at: str = "") -> None:
        """`begin_at` is the id of the row to begin with; else it is the first that waits for a verdict."""
        super().__init__(commands)
        self._desk = desk
        self._begin_at = begin_at
        self._naming = Naming(desk.workbench)

    def compose(self) -> ComposeResult:
        """Progress, panes, scores, message, keys."""
        yield Static(id="progress", markup=False)
        with Container(id="panes"):
            yield Queue(id="queue")
            yield AssertionPane(id="assertion")
        yield Static(id="scores", markup=False)
        yield MessageLine(id="message", markup=False)
        yield KeyLine(self.commands, id="keys")

    def on_mount(self) -> None:
        """Begin where asked to, else at the first row that is not decided."""
        self._queue.focus()
        begin = self._desk.index_of(self._begin_at)
        self._redraw((self._desk.undecided_from(0) or 0) if begin is None else begin)
        self._message.say("every verdict is saved the moment it is given; ? shows the keys")

    # Drawing

    def reload(self, *, at: str = "", said: str = "") -> None:
        """Fetch all rows anew; go to the row with this id, else stay; tell what was done."""
        here = at or (self._queue.current.id if self._queue.current else "")
        self.attempt(self._desk.reload)
        found = self._desk.index_of(here)
        self._redraw(found or 0)
        if said:
            self.say(f"{said}{' (not in this view)' if found is None else ''}")

    async def action_read_paper(self) -> None:
        """The whole paper, at the sentence of the row."""
        if entry := self._queue.current:
            await self.app.push_screen(ReaderScreen(self._desk, entry, self.table))

    async def action_copy(self) -> None:
        """Copy something of the row; the next key says what."""
        if entry := self._queue.current:
            screen = CopyScreen(words.claim_line(entry.claim), self.table)
            await self.app.push_screen(screen, partial(self._copied, entry))

    def _copied(self, entry: Entry, part: Part | None) -> None:
        if part is None:
            self.say("nothing was copied")
        elif paper := self.attempt(lambda: self._desk.paper(entry.document)):
            text = copied(part, entry, paper)
            self.app.copy_to_clipboard(text)
            self.say(f"copied the {part}: {text}")

    @property
    def document(self) -> str:
        """The id of the paper of the row under the cursor; empty where there is none."""
        return self._queue.current.document if self._queue.current else ""

    async def action_add_row(self) -> None:
        """Pick a sentence for a row that nothing proposed."""
        if entry := self._queue.current:
            await self.app.push_screen(SentencesScreen(self._desk, entry, self.table, naming=self._naming))

    def _redraw(self, cursor: int) -> None:
        """Everything anew, with the cursor on this row."""
        self._queue.show(self._desk.entries, cursor)
        self._draw_progress()

    def _draw_progress(self) -> None:
        self.query_one("#progress", Static).update(progress(self._desk, self.size.width))

    def _draw_scores(self) -> None:
        entry = self._queue.current
        measured = self.attempt(lambda: self._desk.accepted_scores(entry.document)) if entry else None
        line = words.scores(measured, width=self.size.width - 2) if entry else ""
        self.query_one("#scores", Static).update(Content(line))

    def on_resize(self) -> None:
        """Progress and scores have shorter words in a narrow terminal."""
        self._draw_progress()
        self._draw_scores()

    def on_row_highlighted(self, message: RowHighlighted) -> None:
        """The assertion follows the queue."""
        entry = message.entry
        if entry is None:
            self._pane.show_nothing(_why_empty(self._desk))
            return
        shown = self.attempt(lambda: (self._desk.paper(entry.document), self._desk.verdicts(entry)))
        self._draw_scores()
        if shown:
            self._pane.show(entry, *shown)
            self._pane.border_title = Content(visible(shown[0].title or entry.document_name))

    # Verdicts

    def action_accept(self) -> None:
        """Accept the row as it stands."""
        if entry := self._judged_entry():
            self._judge(entry, lambda: self._desk.accept(entry))

    async def action_edit(self) -> None:
        """Mend the row in a form."""
        if entry := self._judged_entry():
            values = {slot: self._desk.completions(entry.document, slot) for slot in Slot}
            mend = partial(self._desk.mend, entry)
            evidence = self._pane.sentences()
            screen = EditScreen(entry.claim, candidates=values, mend=mend, evidence=evidence, names=self._naming.names)
            await self.app.push_screen(screen, partial(self._edited, entry))

    def _edited(self, entry: Entry, edited: Edited | None) -> None:
        if edited is None:
            self._message.say("not edited")
        elif edited.claim == entry.claim:
            self._message.say("nothing was changed; a accepts the row as it stands")
        else:
            self._judge(entry, lambda: self._desk.edit(entry, edited.claim, comment=edited.comment))

    async def action_reject(self) -> None:
        """Reject the row; the next key says why."""
        if entry := self._judged_entry():
            screen = ReasonScreen(words.claim_line(entry.claim), self.table)
            await self.app.push_screen(screen, partial(self._reasoned, entry))

    async def _reasoned(self, entry: Entry, reason: Reason | None) -> None:
        if reason is None:
            self._message.say("not rejected")
        elif reason is Reason.OTHER:
            screen = CommentScreen(
                "Why is it wrong?", words.claim_line(entry.claim), needed=f"{_OTHER_NEEDS}: type it, or esc"
            )
            await self.app.push_screen(screen, partial(self._explained, entry))
        else:
            self._judge(entry, lambda: self._desk.reject(entry, reason))

    def _explained(self, entry: Entry, comment: str | None) -> None:
        if comment is None:
            self._message.say(f"not rejected: {_OTHER_NEEDS}")
        else:
            self._judge(entry, lambda: self._desk.reject(entry, Reason.OTHER, comment=comment))

    async def action_comment(self) -> None:
        """Note something on the row."""
        if entry := self._judged_entry():
            screen = CommentScreen("Comment", words.claim_line(entry.claim))
            await self.app.push_screen(screen, partial(self._commented, entry))

    def _commented(self, entry: Entry, comment: str | None) -> None:
        if comment is None:
            self._message.say("no comment saved")
        elif given := self.attempt(lambda: self._desk.comment(entry, comment)):
            self._redraw(self._desk.index_of(entry.id) or 0)
            self._message.say(words.saved(given))

    def _judged_entry(self) -> Entry | None:
        """The row under the cursor if there is anything to judge."""
        entry = self._queue.current
        if entry and entry.miss:
            self._message.say(_NOT_FOR_A_MISS, wrong=True)
            return None
        return entry

    def _judge(self, entry: Entry, give: Callable[[], Verdict]) -> None:
        """Save the verdict, then go where the next decision is. The database has it before the next key is read."""
        index = self._desk.index_of(entry.id)
        given = self.attempt(give)
        if given:
            self._redraw(self._desk.after_verdict(index or 0, entry.id))
            self._message.say(f"{words.saved(given)}{_what_is_left(self._desk)}")

    def action_undo(self) -> None:
        """Take back the last verdict."""
        self._step_back("undone", self._desk.undo, nothing="nothing to undo", more="; U gives it again")

    def action_redo(self) -> None:
        """Give again what was taken back."""
        self._step_back("given again", self._desk.redo, nothing="nothing to redo")

    def _step_back(self, done: str, step: Callable[[], Verdict | None], *, nothing: str, more: str = "") -> None:
        here = self._queue.cursor
        problem = self._message
        problem.say(nothing)
        verdict = self.attempt(step)
        if verdict:
            found = self._desk.index_of(verdict.assertion)
            self._redraw(here if found is None else found)
            hidden = "" if found is not None else " (not in this view)"
            problem.say(f"{words.stepped(done, self._desk.stepped_over(verdict))}{hidden}{more}")

    # Moving and showing

    def action_move(self, step: int) -> None:
        """Rows up or down."""
        self._queue.move(step)

    def action_move_page(self, direction: int) -> None:
        """A page of rows up or down."""
        self._queue.move(direction * max(1, self._queue.size.height - 1))

    def action_move_to_end(self, direction: int) -> None:
        """To the first or the last row."""
        self._queue.move(direction * len(self._desk.entries))

    def action_next_undecided(self, direction: int) -> None:
        """To the next row that is not decided."""
        found = self._desk.undecided_from(self._queue.cursor + direction, direction) if self._desk.entries else None
        if found is None:
            self._message.say("every row in view is decided")
        else:
            self._queue.cursor = found

    def action_scroll_evidence(self, direction: int) -> None:
        """Read on."""
        self._pane.scroll_evidence(direction)

    def action_show(self, view: str) -> None:
        """Only the rows of one view, with the cursor where it was if that row is among them."""
        entry = self._queue.current
        self._desk.show(View(view))
        self._redraw((self._desk.index_of(entry.id) if entry else None) or 0)

    def action_zoom(self) -> None:
        """Evidence on the whole screen, and back."""
        self.toggle_class("-zoomed")

    def on_row_opened(self, message: RowOpened) -> None:
        """A second click opens."""
        self.action_zoom()

    def action_back(self) -> None:
        """Close what was opened, else drop the text filter."""
        if self.has_class("-zoomed"):
            self.remove_class("-zoomed")
        elif self._desk.text:
            self._find("")

    async def action_find(self) -> None:
        """Type a filter."""
        await self.app.push_screen(FindScreen(self._desk.text, self._find))

    def _find(self, text: str) -> str:
        """Show only rows that meet the filter; give back what is wrong with it, or nothing."""
        if text == self._desk.text:
            return ""
        entry = self._queue.current
        try:
            self._desk.find(text)
        except FilterError as error:
            return str(error)
        self._redraw((self._desk.index_of(entry.id) if entry else None) or 0)
        return ""


def _what_is_left(desk: Desk) -> str:
    """What to do once the last row is decided."""
    done, wanted = desk.progress()
    if done < wanted:
        return ""
    misses = desk.counts()[View.MISSES]
    return " | every row is decided" + (f"; 5 shows what was missed ({misses})" if misses else "")


def _why_empty(desk: Desk) -> str:
    if desk.view is View.MISSES:
        return "No gold row is missing: everything the gold holds was proposed, or the paper has no gold."
    if desk.text:
        return "No row holds this text; esc drops the filter."
    if desk.view is View.ALL:
        return "No rows yet. Leave with q and run `curator extract`."
    return f"No rows here: {desk.view.value}. 0 shows all."
