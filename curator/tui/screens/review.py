"""The review: queue and assertion side by side or one above the other; the keys that give verdicts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from textual import getters
from textual.app import ComposeResult
from textual.containers import Container
from textual.content import Content

from curator.model import Action, Reason, Verdict
from curator.tui import words
from curator.tui.desk import Desk
from curator.tui.entry import Entry, View
from curator.tui.keys import COMMANDS, Command, Place
from curator.tui.messages import RowOpened
from curator.tui.screens.ahead import AheadScreen
from curator.tui.screens.assigning import AssigningScreen
from curator.tui.screens.filtering import FilteringScreen
from curator.tui.screens.reading import ReadingScreen
from curator.tui.screens.rows import LOOKS_EVERY
from curator.tui.widgets.assertion import AssertionPane
from curator.tui.widgets.bars import Bar, KeyLine, MessageLine
from curator.tui.widgets.queue import Queue
from curator.tui.widgets.reader import ReaderPane

if TYPE_CHECKING:
    from curator.tui.screens.copy import Part
    from curator.tui.screens.edit import Edited, EditScreen


class ReviewScreen(AssigningScreen, FilteringScreen, AheadScreen, ReadingScreen):
    """Judge one row after the other, or all that are tagged."""

    PLACE = Place.REVIEW

    _message = getters.query_one("#message", MessageLine)
    _scores = getters.query_one("#scores", Bar)

    def __init__(self, desk: Desk, commands: Sequence[Command] = COMMANDS, *, begin_at: str = "") -> None:
        """`begin_at` is the id of the row to begin with; else it is the first that waits for a verdict."""
        super().__init__(desk, commands)
        self._begin_at = begin_at

    def compose(self) -> ComposeResult:
        """Progress, filter, panes, scores, message, keys."""
        yield Bar(id="progress")
        yield Bar(id="filter")
        with Container(id="panes"):
            yield Queue(self.show_row, self.tags, id="queue")
            yield ReaderPane(id="reader")
            yield AssertionPane(id="assertion")
        yield Bar(id="scores")
        yield MessageLine(id="message")
        yield KeyLine(self.commands, id="keys")

    def on_mount(self) -> None:
        """Begin where asked to, else at the first row that is not decided."""
        self._queue.focus()
        self.set_reading()
        begin = self._desk.index_of(self._begin_at)
        self.redraw((self._desk.undecided_from(0) or 0) if begin is None else begin)
        self.note_version()
        self.set_interval(LOOKS_EVERY, self.look_for_others)
        self.rest()
        self.call_after_refresh(self._catch_up)

    def _catch_up(self) -> None:
        """Fill in what the first paint does not wait for."""
        if self.attempt(self._desk.catch_up):
            self.draw_bars()

    # Drawing

    def reload(self, *, at: str = "", said: str = "") -> None:
        """Fetch all rows anew; go to the row with this id, else stay; tell what was done."""
        here = at or self.here
        self.attempt(self._desk.reload)
        found = self.redraw_at(here)
        self.note_version()
        self.look_again(at=here)
        self.call_after_refresh(self._catch_up)
        if said:
            self.say(f"{said}{'' if found else ' (not in this view)'}")

    async def action_copy(self) -> None:
        """Copy something of the row; the next key says what."""
        if entry := self._queue.current:
            from curator.tui.screens.copy import CopyScreen

            screen = CopyScreen(words.claim_line(entry.claim))
            await self.app.push_screen(screen, partial(self._copied, entry))

    def _copied(self, entry: Entry, part: Part | None) -> None:
        if part is None:
            self.say("nothing was copied")
        elif paper := self.attempt(lambda: self._desk.paper(entry.document)):
            from curator.tui.screens.copy import copied

            text = copied(part, entry, paper)
            self.app.copy_to_clipboard(text)
            self.say(f"copied the {part}: {text}")

    def _draw_scores(self) -> None:
        entry = self._queue.current
        measured = self.attempt(lambda: self._desk.accepted_scores(entry.document)) if entry else None
        line = words.scores(measured, width=self.size.width - 2) if entry else ""
        self._scores.update(Content(line))

    def on_resize(self) -> None:
        """Progress and scores have shorter words in a narrow terminal."""
        self.draw_bars()
        self.call_after_refresh(self._draw_scores)
        self.set_reading()

    def show_row(self, entry: Entry | None) -> None:
        """The assertion follows the queue, and so does the paper."""
        self.follow(entry)
        if entry is None:
            library, back = self.key_of("show.library"), self.key_of("show.back")
            self._pane.show_nothing(_why_empty(self._desk, library=library, back=back))
            return
        self.attempt(lambda: self.show_in_full(entry))
        # The gold is read from files and its scores take a moment; neither a first paint nor a verdict waits for them.
        # The bar asks for it: a screen that is woken before its parts are ready paints each of them by itself.
        self._scores.call_after_refresh(self._draw_scores)
        self.look_ahead()

    # Verdicts

    async def action_accept(self) -> None:
        """Accept the row as it stands; where rows are tagged, all of them, once she has said yes."""
        if self.tags:
            await self.ask_to_accept()
        elif entry := self.entry_to_judge():
            await self._judge(entry, lambda: self._desk.accept(entry))

    async def action_edit(self) -> None:
        """Mend the row in a form."""
        if entry := self.entry_to_judge():
            from curator.tui.screens.asking import ask

            shown = entry

            def form(typed: Edited | None) -> EditScreen:
                nonlocal shown
                # As it stands by now: where the form is shown again, somebody may have decided on the row.
                at = self._desk.index_of(shown.id)
                shown = shown if at is None else self._desk.entries[at]
                return self._form(shown, typed)

            await ask(self, form, lambda edited: self._save_edited(shown, edited), left="not edited")

    def _form(self, entry: Entry, typed: Edited | None) -> EditScreen:
        from curator.tui.screens.edit import EditScreen

        return EditScreen(
            entry.claim,
            entry.polarity,
            offered=partial(self.offered, entry),
            mend=partial(self._desk.mend, entry),
            evidence=self._pane.sentences(),
            names=self._naming.names,
            source=self.source(entry),
            typed=typed,
        )

    async def _save_edited(self, entry: Entry, edited: Edited) -> bool:
        if (edited.claim, edited.polarity) != (entry.claim, entry.polarity):
            polarity, comment = edited.polarity, edited.comment
            return await self._judge(
                entry, lambda: self._desk.edit(entry, edited.claim, polarity=polarity, comment=comment)
            )
        if edited.comment:
            return await self._save_comment(entry, edited.comment)
        self.say(f"nothing was changed; {self.key_of('verdict.accept')} accepts the row as it stands")
        return True

    async def action_reject(self) -> None:
        """Reject the row, or all that are tagged; the next key says why."""
        if self.tags:
            if (about := self.attempt(lambda: self.covered(Action.REJECT))) is not None:
                await self._ask_why(about, None)
        elif entry := self.entry_to_judge():
            await self._ask_why(words.claim_line(entry.claim), entry)

    async def _ask_why(self, about: str, entry: Entry | None) -> None:
        from curator.tui.screens.asking import ask_why

        await ask_why(self, about, partial(self._reject, entry), left="not rejected")

    async def _reject(self, entry: Entry | None, reason: Reason, comment: str) -> bool:
        """Reject the row, or without one all that are tagged; false where it could not be saved."""
        if entry:
            return await self._judge(entry, lambda: self._desk.reject(entry, reason, comment=comment))
        await self.stroke(Action.REJECT, reason=reason, comment=comment)
        return True

    async def action_comment(self) -> None:
        """Note something on the row."""
        if entry := self.entry_to_judge():
            from curator.tui.screens.asking import ask_for_line

            about, save = words.claim_line(entry.claim), partial(self._save_comment, entry)
            await ask_for_line(self, "Comment", about, save, left="no comment saved")

    async def _save_comment(self, entry: Entry, comment: str) -> bool:
        given = await self.save(lambda: self._desk.comment(entry, comment))
        if given:
            self.redraw(self._desk.index_of(entry.id) or 0)
            self.say(words.saved(given))
        return given is not None

    async def _judge(self, entry: Entry, give: Callable[[], Verdict]) -> bool:
        """Save the verdict, then go where the next decision is. The database has it before the next key is read.

        False with the reason on the screen where it could not be saved.
        """
        index = self._desk.index_of(entry.id)
        given = await self.save(give)
        if given:
            self.redraw(self._desk.after_verdict(index or 0, entry.id))
            self.say(f"{_what_is_left(self._desk)}{words.saved(given)}{_covers(entry, self._desk)}")
        return given is not None

    # Moving and showing

    def action_scroll_evidence(self, direction: int) -> None:
        """Read on."""
        self._pane.scroll_evidence(direction)

    def action_zoom(self) -> None:
        """Evidence on the whole screen, and back."""
        self.toggle_class("-zoomed")

    def on_row_opened(self, message: RowOpened) -> None:
        """A second click opens."""
        self.action_zoom()

    def action_back(self) -> None:
        """Close what was opened, else drop the filter, else the tags."""
        if self.has_class("-zoomed"):
            self.remove_class("-zoomed")
        elif self.give_up_look():
            self.say("given up; the rows are as they were")
        elif self._desk.text:
            self.filter_by("")
        elif self.tags:
            self.action_untag()


def _covers(entry: Entry, desk: Desk) -> str:
    """What a decision was about, where that is more than one sentence."""
    if entry.sentences < 2:
        return ""
    return f" ({words.behind(entry.sentences, entry.papers if desk.is_of_findings else 1)})"


def _what_is_left(desk: Desk) -> str:
    """What to do once the last row is decided."""
    done, wanted = desk.progress()
    if done < wanted:
        return ""
    desk.catch_up()
    misses = desk.counts()[View.MISSES]
    # In front: a narrow terminal cuts the end.
    return "every row is decided" + (f"; 5 shows what was missed ({misses})" if misses else "") + " | "


def _why_empty(desk: Desk, *, library: str, back: str) -> str:
    if desk.view is View.MISSES:
        return "No gold row is missing: everything the gold holds was proposed, or the paper has no gold."
    if desk.text:
        return f"No row meets this filter; {back} drops it."
    if desk.view is View.ALL:
        return f"No rows yet. {library} opens the library, where papers are read; or run `curator extract`."
    return f"No rows here: {desk.view.value}. 0 shows all."
