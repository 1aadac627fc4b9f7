"""The history: every verdict of every session, newest first; any of one's own can be taken back or given again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from textual.content import Content

from curator.model import Action, Claim, Polarity, Verdict
from curator.tui import words
from curator.tui.desk import Desk
from curator.tui.entries import Pages
from curator.tui.glyphs import fit, visible
from curator.tui.keys import COMMANDS, Command, Place
from curator.tui.messages import RowsChanged
from curator.tui.screens.listing import ListScreen
from curator.tui.widgets.lines import Lines
from curator.workbench.history import History, give_again, take_back

if TYPE_CHECKING:
    from curator.workbench import Recorded

_TIME, _CURATOR, _ACTION = 17, 10, 12
_SIGNS = {
    Action.ACCEPT: ("A✓ accept", "$good bold"),
    Action.EDIT: ("E✎ edit", "$odd bold"),
    Action.REJECT: ("R✗ reject", "$bad bold"),
    Action.COMMENT: ("C… comment", ""),
    Action.UNDO: ("U↶ undo", "$quiet"),
}
_AGAIN = ("U↷ redo", "$quiet")
_GONE = "taken back"
_BETWEEN_LOOKS = 0.02
"""Seconds left to the keys between two looks through the log."""


class HistoryScreen(ListScreen):
    """The log of verdicts."""

    PLACE = Place.HISTORY
    NOTHING = "No verdict yet."
    FINDS = "words of curator, action, reason, comment or claim"

    def __init__(self, desk: Desk, commands: Sequence[Command] = COMMANDS, *, document: str = "") -> None:
        super().__init__(desk, commands, document=document)
        self._log: History | None = None
        self._again: dict[str, bool] = {}
        self._shown: Pages[Recorded] = Pages(lambda: 0, lambda start, stop: [])

    def on_mount(self) -> None:
        """The whole log, the newest first."""
        self.lines.focus()
        self._fetch()
        undo, redo, row = map(self.key_of, ("history.undo", "history.redo", "history.open"))
        self.say(f"{undo} takes this verdict back, {redo} gives it again; {row} goes to its row")

    def _fetch(self, *, at: Verdict | None = None) -> None:
        """The log anew, the cursor on a verdict, else at the newest."""
        self._log = log = self.attempt(lambda: History(self.desk.workbench, text=self.text))
        if log is None:
            return
        self._shown = Pages(log.__len__, log.window)
        self._show(at=(log.place_of(at) if at else None) or 0)
        if not log.is_whole:
            self.call_after_refresh(self._look_on, log)

    def _look_on(self, log: History) -> None:
        """Find more of what the words ask for, while the curator reads or types on."""
        if log is not self._log or not self.is_attached:
            return
        self.attempt(log.look_on)
        self._shown.forget()
        self._show(at=self.lines.cursor)
        if not log.is_whole:
            self.set_timer(_BETWEEN_LOOKS, partial(self._look_on, log))

    def _show(self, *, at: int = 0) -> None:
        if self._log is None:
            return
        empty = self.NOTHING if not self.text else "No verdict holds this." if self._log.is_whole else "Looking …"
        self.lines.show(len(self._shown), at, empty=empty)
        counts = self._log.counts
        standing = "" if counts.standing is None else f", {counts.standing} stand{'s' * (counts.standing == 1)}"
        more = "" if self._log.is_whole else "+"
        found = words.hold(len(self._shown), self.text, more=more)
        self.head(f"History: {words.count(counts.verdicts, 'verdict')}{standing}{found}")

    def draw(self, number: int, width: int) -> Content:
        """When, who, what, on which claim; what is taken back is said so."""
        recorded = self._shown[number]
        given = recorded.verdict
        sign, style = _AGAIN if self._gives_again(given) else _SIGNS[given.action]
        gone = f"({_GONE}) " if not recorded.stands and given.action is not Action.UNDO else ""
        gone += f"({words.kept_as(given).strip()}) " if words.kept_as(given) else ""
        left = Content.assemble(
            (fit(given.time[:16].replace("T", " "), _TIME), "$quiet"),
            fit(visible(given.curator), _CURATOR - 1) + " ",
            (fit(sign, _ACTION), style if recorded.stands else "$quiet"),
        )
        line = visible(gone + words.claim_line(given.after or given.before))
        return Content.assemble(
            left, (fit(line, max(10, width - left.cell_length)), "" if recorded.stands else "$quiet")
        )

    def _gives_again(self, given: Verdict) -> bool:
        """True of an undo that takes back an undo."""
        if given.action is not Action.UNDO:
            return False
        if given.id not in self._again:
            log = self.attempt(lambda: self.desk.workbench.verdicts(given.assertion)) or []
            self._again[given.id] = words.gives_again(given, log)
        return self._again[given.id]

    def _current(self) -> Recorded | None:
        return self._shown[self.lines.cursor] if self._shown else None

    def on_lines_moved(self, message: Lines.Moved) -> None:
        """The verdict in full: before, after, why, on which sentence."""
        recorded = self._current()
        self.detail(Content("\n").join(map(Content, map(visible, self._in_full(recorded)))) if recorded else "")

    def _in_full(self, recorded: Recorded) -> list[str]:
        """Line by line: what was done, what changed, on which sentence."""
        given = recorded.verdict
        lines = [
            words.verdict(given, again=self._gives_again(given))
            + ("" if recorded.stands or given.action is Action.UNDO else f"; {_GONE} since")
        ]
        changes = words.changes(given.before, given.after) if given.after else []
        changes += words.turned(given.polarity_shown, given.polarity)
        lines += [f"before  {_whole(given.before, given.polarity_shown)}"]
        lines += [f"after   {_whole(given.after, given.polarity)}"] if given.after and changes else []
        lines += [f"changed {change}" for change in changes]
        return [*lines, *(f"“{quote}”" for quote in given.quote.splitlines()[:1])]

    def on_lines_opened(self, message: Lines.Opened) -> None:
        """A second click goes to the row."""
        self.action_open()

    def narrow(self, text: str) -> str:
        """Only verdicts that hold every word."""
        self.text = text
        self._fetch()
        return ""

    def action_open(self) -> None:
        """To the row in the review."""
        if recorded := self._current():
            given = recorded.verdict
            said = words.verdict(given, again=self._gives_again(given))
            self.app.post_message(RowsChanged(at=given.assertion, said=said))
            self.dismiss(None)

    async def action_undo(self) -> None:
        """Take back the verdict under the cursor."""
        await self._step(take_back, "undone")

    async def action_redo(self) -> None:
        """Give the verdict under the cursor again."""
        await self._step(give_again, "given again")

    async def _step(self, step: Callable[..., Verdict], done: str) -> None:
        """The log grows by the step, at its beginning; the cursor stays on the verdict."""
        recorded = self._current()
        if recorded is None:
            return
        if await self.save(lambda: step(self.desk.workbench, recorded.verdict)):
            self._fetch(at=recorded.verdict)
            self.app.post_message(RowsChanged())
            self.say(words.stepped(done, recorded.verdict))


def _whole(claim: Claim, polarity: Polarity | None) -> str:
    """With drug and disease, and the polarity where it is not simply affirmed."""
    context = [value for value in (claim.drug, claim.disease) if value]
    context += [str(polarity)] if polarity not in (None, Polarity.AFFIRMED) else []
    return words.claim_line(claim) + (f" ({', '.join(context)})" if context else "")
