"""Rows that curators decided differently: both decisions side by side, and one key that settles the row."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from textual.content import Content

from curator.curation.verdicts import LEADS_TO
from curator.model import Action, Claim, Polarity, Reason, Slot, Span, Verdict
from curator.tui import words
from curator.tui.desk import Desk
from curator.tui.glyphs import fit, visible
from curator.tui.keys import COMMANDS, Command, Place
from curator.tui.marks import slot_style
from curator.tui.messages import RowsChanged
from curator.tui.screens.asking import ask_why
from curator.tui.screens.edit import Edited
from curator.tui.screens.settling import Mendable, SettlingScreen
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


class ConflictsScreen(SettlingScreen[Conflict]):
    """Every row in conflict, one decision beside the other."""

    PLACE = Place.CONFLICTS
    NOTHING = "No conflict: nobody decided a row differently without knowing of the other."
    NONE_HOLDS = "No conflict holds this."
    FINDS = "a part of the row or of a curator's name"

    def __init__(self, desk: Desk, commands: Sequence[Command] = COMMANDS, *, document: str = "") -> None:
        super().__init__(desk, commands, document=document)
        self._right = 1
        """Which decision stands on the right, where more than two curators decided."""

    def on_mount(self) -> None:
        """All conflicts, and what the keys do."""
        super().on_mount()
        left, right, undo = map(self.key_of, ("conflict.left", "conflict.right", "conflict.undo"))
        self.say(f"{left} takes the left, {right} the right; the decision settles the row, {undo} takes it back")

    def fetched(self) -> Sequence[Conflict]:
        """Every row in conflict."""
        return conflicts.conflicts(self.desk.workbench)

    def searched(self, item: Conflict) -> str:
        """The paper, the curators, and what each made of the row."""
        claims = [item.row.assertion.claim, *(v.after for v in item.decisions if v.after)]
        names = [verdict.curator for verdict in item.decisions]
        return " ".join([item.row.document_name, *names, *map(words.claim_line, claims)])

    def told(self, item: Conflict) -> Content:
        """Both decisions side by side."""
        return _side_by_side(item, 0, self._right, self.size.width - 2, other=self.key_of("conflict.other"))

    def heading(self) -> str:
        """How many there are."""
        return f"Conflicts: {words.count(len(self._all), 'row')} that curators decided differently"

    def draw(self, number: int, width: int) -> Content:
        """The row, and who decided what on it."""
        found = self._shown[number]
        said = "  ".join(f"{words.STATE_SIGNS[LEADS_TO[v.action]]} {v.curator}" for v in found.decisions)
        told = fit(visible(said), min(width // 2, max(_LEAST, len(said) + 1)))
        row = fit(visible(words.claim_line(found.row.assertion.claim)), max(_LEAST, width - len(told) - 5))
        return Content.assemble((f"{words.CONFLICT_SIGN}  ", "$odd bold"), row, " ", (told, "$quiet"))

    def on_lines_moved(self, message: Lines.Moved) -> None:
        """The decisions follow the cursor."""
        self._right = 1
        self.tell()

    def on_lines_opened(self, message: Lines.Opened) -> None:
        """A second click goes to the row."""
        self.action_open()

    # Deciding

    def action_other(self) -> None:
        """The next curator's decision on the right."""
        found = self.current
        if found and len(found.decisions) > 2:
            self._right = self._right % (len(found.decisions) - 1) + 1
            self.tell()
        elif found:
            self.say("only two curators decided this row")

    async def action_take(self, side: str) -> None:
        """Decide as the curator on one side did."""
        if found := self.current:
            number = 0 if side == "left" else self._right
            await self._settle(lambda: conflicts.take(self.desk.workbench, found, number))

    async def action_edit(self) -> None:
        """Mend the row in a form, which begins with what the left has made of it."""
        if found := self.current:
            row = Mendable(
                found.row.document_id,
                found.outcome(0) or found.outcome(self._right) or found.row.claim,
                found.polarity(0) or found.polarity(self._right) or found.row.polarity,
                Content("\n").join(map(Content, map(visible, _quotes(found)))),
                next((Span(e.start, e.end) for e in found.row.assertion.evidence), None),
                "Settle: mend the slots, then save",
            )
            await self.ask_to_mend(row, partial(self._mend, found), left="not settled")

    async def _mend(self, found: Conflict, edited: Edited) -> bool:
        bench, polarity, comment = self.desk.workbench, edited.polarity, edited.comment
        return await self._settle(
            lambda: conflicts.mend(bench, found, edited.claim, polarity=polarity, comment=comment)
        )

    async def action_reject(self) -> None:
        """Reject the row; the next key says why."""
        if found := self.current:
            about = words.claim_line(found.row.assertion.claim)
            await ask_why(self, about, partial(self._reject, found), left="not settled")

    async def _reject(self, found: Conflict, reason: Reason, comment: str) -> bool:
        return await self._settle(lambda: conflicts.reject(self.desk.workbench, found, reason, comment=comment))

    async def _settle(self, decide: Callable[[], Verdict]) -> bool:
        def said(given: Verdict, left: int) -> str:
            settled = f"settled; {words.count(left, 'conflict')} left" if left else "all settled"
            return f"{words.saved(given)} | {settled}"

        return await self.settle(decide, said)

    def stepped(self, verdict: Verdict) -> None:
        """The conflict that was settled is there again."""
        rows = [found.row.id for found in self._shown]
        if verdict.assertion in rows:
            self.lines.show(len(rows), rows.index(verdict.assertion))

    def action_open(self) -> None:
        """To the row in the review."""
        if found := self.current:
            both = f"in conflict: {self.key_of('screen.conflicts')} shows both decisions"
            self.app.post_message(RowsChanged(at=found.row.id, said=both))
            self.dismiss(None)


def _side_by_side(found: Conflict, left: int, right: int, width: int, *, other: str) -> Content:
    """Both decisions, what differs first; then the comments and the sentence."""
    column = max(_LEAST, (width - _LABEL) // 2)
    sides = (left, right)
    decisions = [found.decisions[number] for number in sides]
    heads = [f"{side}: {v.curator}" for side, v in zip(("1 left", "2 right"), decisions, strict=True)]
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
        [Content.styled(f"  {words.count(more, 'other decision')}: {other} shows the next on the right", "$odd")]
        if more
        else []
    )
    lines += [Content(visible(f"  noted by {v.curator}: {v.comment}")) for v in found.comments]
    lines += [Content(visible(f"“{quote}”")) for quote in _quotes(found)]
    return Content("\n").join(lines)


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
