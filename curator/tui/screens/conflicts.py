"""Rows that curators decided differently: both decisions side by side, and one key that settles the row."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from textual.content import Content

from curator.curation.validation import edit
from curator.model import Action, Claim, Polarity, Reason, Slot, State, Verdict
from curator.tui import words
from curator.tui.desk import Desk
from curator.tui.glyphs import fit, visible
from curator.tui.keys import COMMANDS, Command, Place
from curator.tui.marks import slot_style
from curator.tui.messages import RowsChanged
from curator.tui.screens.comment import CommentScreen
from curator.tui.screens.edit import Edited, EditScreen
from curator.tui.screens.listing import ListScreen
from curator.tui.screens.reason import ReasonScreen
from curator.tui.widgets.lines import Lines
from curator.workbench import conflicts
from curator.workbench.conflicts import Conflict

_LABEL = 11
"""Cells of the names before the two columns, with the sign for what differs."""
_LEAST = 20
"""Cells of a column in the narrowest terminal."""
_DIFFERS = "≠"
_REJECTED = "(rejected)"
_DECIDED = {
    Action.ACCEPT: ("A✓ accepted", "$good bold"),
    Action.EDIT: ("E✎ mended and accepted", "$odd bold"),
    Action.REJECT: ("R✗ rejected", "$bad bold"),
}


class ConflictsScreen(ListScreen):
    """Every row in conflict, one decision beside the other."""

    PLACE = Place.CONFLICTS
    NOTHING = "No conflict: nobody decided a row differently without knowing of the other."
    FINDS = "a part of the row or of a curator's name"

    def __init__(self, desk: Desk, commands: Sequence[Command] = COMMANDS, *, document: str = "") -> None:
        super().__init__(desk, commands, document=document)
        self._all: list[Conflict] = []
        self._shown: list[Conflict] = []
        self._right = 1
        """Which decision stands on the right, where more than two curators decided."""

    def on_mount(self) -> None:
        """All conflicts, papers as read."""
        self.lines.focus()
        self._fetch()
        self.say("1 takes the left, 2 the right; the decision settles the row, u takes it back")

    def on_resize(self) -> None:
        """The columns share the width."""
        self._tell()

    def _fetch(self, *, at: int = 0) -> None:
        self._all = self.attempt(lambda: conflicts.conflicts(self.desk.workbench)) or []
        self._show(at=at)

    def show_anew(self) -> None:
        """The conflicts that are still there."""
        self._fetch(at=self.lines.cursor)

    def _show(self, *, at: int = 0) -> None:
        wanted = self.text.casefold().split()
        self._shown = [found for found in self._all if all(word in _searched(found) for word in wanted)]
        self.lines.show(len(self._shown), at, empty="No conflict holds this." if self.text else self.NOTHING)
        found = f", {len(self._shown)} hold {visible(self.text)}" if self.text else ""
        self.head(f"Conflicts: {words.count(len(self._all), 'row')} that curators decided differently{found}")

    def draw(self, number: int, width: int) -> Content:
        """The row, and who decided what on it."""
        found = self._shown[number]
        said = "  ".join(f"{words.STATE_SIGNS[_STATES[v.action]]} {v.curator}" for v in found.decisions)
        told = fit(visible(said), min(width // 2, max(_LEAST, len(said) + 1)))
        row = fit(visible(words.claim_line(found.row.assertion.claim)), max(_LEAST, width - len(told) - 5))
        return Content.assemble((f"{words.CONFLICT_SIGN}  ", "$odd bold"), row, " ", (told, "$quiet"))

    def narrow(self, text: str) -> str:
        """Only conflicts that hold every word."""
        self.text = text
        self._show()
        return ""

    def on_lines_moved(self, message: Lines.Moved) -> None:
        """The decisions follow the cursor."""
        self._right = 1
        self._tell()

    def on_lines_opened(self, message: Lines.Opened) -> None:
        """A second click goes to the row."""
        self.action_open()

    def _current(self) -> Conflict | None:
        return self._shown[self.lines.cursor] if self._shown else None

    def _tell(self) -> None:
        found = self._current()
        self.detail(_side_by_side(found, 0, self._right, self.size.width - 2) if found else "")

    # Deciding

    def action_other(self) -> None:
        """The next curator's decision on the right."""
        found = self._current()
        if found and len(found.decisions) > 2:
            self._right = self._right % (len(found.decisions) - 1) + 1
            self._tell()
        elif found:
            self.say("only two curators decided this row")

    async def action_take(self, side: str) -> None:
        """Decide as the curator on one side did."""
        if found := self._current():
            number = 0 if side == "left" else self._right
            await self._settle(lambda: conflicts.take(self.desk.workbench, found, number))

    async def action_edit(self) -> None:
        """Mend the row in a form, which begins with what the left has made of it."""
        found = self._current()
        paper = self.attempt(lambda: self.desk.paper(found.row.document_id)) if found else None
        if found and paper:
            begun = found.outcome(0) or found.outcome(self._right) or found.row.claim
            values = {slot: self.desk.completions(paper.id, slot) for slot in Slot}
            polarity = found.polarity(0) or found.polarity(self._right) or found.row.polarity
            screen = EditScreen(
                begun,
                polarity,
                candidates=values,
                mend=lambda changes: edit(begun, changes, paper),
                evidence=Content("\n").join(map(Content, map(visible, _quotes(found)))),
                title="Settle: mend the slots, then save",
            )
            await self.app.push_screen(screen, partial(self._edited, found))

    async def _edited(self, found: Conflict, edited: Edited | None) -> None:
        if edited is None:
            self.say("not settled")
            return
        bench, after, polarity = self.desk.workbench, edited.claim, edited.polarity
        comment = edited.comment
        await self._settle(lambda: conflicts.mend(bench, found, after, polarity=polarity, comment=comment))

    async def action_reject(self) -> None:
        """Reject the row; the next key says why."""
        if found := self._current():
            screen = ReasonScreen(words.claim_line(found.row.assertion.claim))
            await self.app.push_screen(screen, partial(self._reasoned, found))

    async def _reasoned(self, found: Conflict, reason: Reason | None) -> None:
        if reason is None:
            self.say("not settled")
        elif reason is Reason.OTHER:
            about = words.claim_line(found.row.assertion.claim)
            screen = CommentScreen("Why is it wrong?", about, needed="“other” needs a word of explanation: type it")
            await self.app.push_screen(screen, partial(self._explained, found))
        else:
            await self._settle(lambda: conflicts.reject(self.desk.workbench, found, reason))

    async def _explained(self, found: Conflict, comment: str | None) -> None:
        if comment is None:
            self.say("not settled")
        else:
            await self._settle(lambda: conflicts.reject(self.desk.workbench, found, Reason.OTHER, comment=comment))

    async def _settle(self, decide: Callable[[], Verdict]) -> None:
        """The verdict is on disk when this returns; the next conflict takes the row's place."""
        here = self.lines.cursor
        given = await self.save(decide)
        if given is None:
            return
        self._fetch(at=here)
        self.app.post_message(RowsChanged())
        left = words.count(len(self._all), "conflict")
        self.say(f"{words.saved(given)} | settled; {left} left" if self._all else f"{words.saved(given)} | all settled")

    async def action_undo(self) -> None:
        """Take back the last verdict, this screen's or any other."""
        await self._step(self.desk.undo, "undone", nothing="nothing to undo")

    async def action_redo(self) -> None:
        """Give again what was taken back."""
        await self._step(self.desk.redo, "given again", nothing="nothing to redo")

    async def _step(self, step: Callable[[], list[Verdict]], done: str, *, nothing: str) -> None:
        given = await self.save(step)
        if not given:
            if given is not None:
                self.say(nothing)
            return
        about = self.desk.stepped_over(given[0])
        self._fetch()
        rows = [found.row.id for found in self._shown]
        self.lines.show(len(rows), rows.index(given[0].assertion) if given[0].assertion in rows else 0)
        self.app.post_message(RowsChanged())
        self.say(words.stepped(done, about, together=len(given)))

    def action_open(self) -> None:
        """To the row in the review."""
        if found := self._current():
            self.app.post_message(RowsChanged(at=found.row.id, said="in conflict: d shows both decisions"))
            self.dismiss(None)


def _searched(found: Conflict) -> str:
    claims = [found.row.assertion.claim, *(v.after for v in found.decisions if v.after)]
    names = [verdict.curator for verdict in found.decisions]
    return " ".join([found.row.document_name, *names, *map(words.claim_line, claims)]).casefold()


def _side_by_side(found: Conflict, left: int, right: int, width: int) -> Content:
    """Both decisions, what differs first; then the comments and the sentence."""
    column = max(_LEAST, (width - _LABEL) // 2)
    sides = (left, right)
    decisions = [found.decisions[number] for number in sides]
    heads = [_head(v, number) for v, number in zip(decisions, ("1 left: ", "2 right: "), strict=True)]
    lines = [_pair("", heads, column, "bold")]
    lines.append(_pair("when", [v.time[:16].replace("T", " ") for v in decisions], column, "$quiet"))
    lines.append(_verdicts(decisions, column))
    claims = [found.outcome(number) for number in sides]
    lines += list(_slots(claims, column))
    lines += list(_polarities([found.polarity(number) for number in sides], column))
    if any(verdict.comment for verdict in decisions):
        lines.append(_pair("comment", [v.comment or words.NOTHING for v in decisions], column, ""))
    more = len(found.decisions) - len(sides)
    lines += (
        [Content.styled(f"  {words.count(more, 'other decision')}: o shows the next on the right", "$odd")]
        if more
        else []
    )
    lines += [Content(visible(f"  noted by {v.curator}: {v.comment}")) for v in found.comments]
    lines += [Content(visible(f"“{quote}”")) for quote in _quotes(found)]
    return Content("\n").join(lines)


def _head(verdict: Verdict, side: str) -> str:
    return f"{side}{verdict.curator}"


def _verdicts(decisions: Sequence[Verdict], column: int) -> Content:
    """What each decided, with the reason of a rejection."""
    cells = []
    for verdict in decisions:
        said, style = _DECIDED[verdict.action]
        why = f" ({words.reason(verdict.reason)})" if verdict.reason else ""
        cells.append((fit(visible(said + why), column - 1) + " ", style))
    differ = len({verdict.action for verdict in decisions}) > 1
    return Content.assemble(*_label("decided", differs=differ), *cells)


def _slots(claims: Sequence[Claim | None], column: int) -> Iterator[Content]:
    """A line for each slot that differs, and one for all that are the same."""
    kept = [claim for claim in claims if claim]
    differing = [slot for slot in Slot if len({claim.get(slot) for claim in kept}) > 1]
    for slot in differing:
        values = [(fit(visible(_value(claim, slot)), column - 1) + " ", f"bold {slot_style(slot)}") for claim in claims]
        yield Content.assemble(*_label(words.SLOT_LABELS[slot], differs=True), *values)
    same = [s for s in Slot if s not in differing and kept and kept[0].get(s)]
    told = " · ".join(f"{words.SLOT_LABELS[slot]} {words.value(kept[0], slot)}" for slot in same)
    if told:
        name = "both" if len(kept) == len(claims) else "the row"
        yield Content.assemble(*_label(name), visible(told))


def _polarities(held: Sequence[Polarity | None], column: int) -> Iterator[Content]:
    """A line where the decisions that keep the row differ in the polarity, or neither affirms it."""
    kept = {polarity for polarity in held if polarity}
    if kept - {Polarity.AFFIRMED}:
        cells = [(fit(str(polarity or _REJECTED), column - 1) + " ", "bold") for polarity in held]
        yield Content.assemble(*_label("polarity", differs=len(kept) > 1), *cells)


def _value(claim: Claim | None, slot: Slot) -> str:
    return words.value(claim, slot) if claim else _REJECTED


def _pair(name: str, values: Sequence[str], column: int, style: str) -> Content:
    cells = [(fit(visible(value), column - 1) + " ", style) for value in values]
    differs = bool(name == "comment") and len(set(values)) > 1
    return Content.assemble(*_label(name, differs=differs), *cells)


def _label(name: str, *, differs: bool = False) -> tuple[tuple[str, str], tuple[str, str]]:
    """The name before a line, with a sign where the two differ."""
    sign = (f"{_DIFFERS} ", "$odd bold") if differs else ("  ", "")
    return sign, (fit(name, _LABEL - 2), "$quiet")


def _quotes(found: Conflict) -> list[str]:
    return [evidence.quote for evidence in found.row.assertion.evidence]


_STATES = {
    Action.ACCEPT: State.ACCEPTED,
    Action.EDIT: State.EDITED,
    Action.REJECT: State.REJECTED,
}
