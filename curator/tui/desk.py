"""Owns what the curator does with the rows before her: the verdicts she gives, and the help she gets with them.

No screen in here: a face asks, the desk answers from the workbench. Every verdict is durable when its method returns.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import nullcontext
from typing import TYPE_CHECKING

from curator.curation.validation import edit
from curator.model import Action, Claim, Effect, Polarity, Reason, Slot, Verdict
from curator.tui.entry import Entry
from curator.tui.inview import InView
from curator.workbench import conflicts, strokes
from curator.workbench.results import Progress, silent

if TYPE_CHECKING:
    from curator.workbench import StoredAssertion
    from curator.workbench.conflicts import Conflict
    from curator.workbench.strokes import Coverage, Stroke


class Desk(InView):
    """The rows in view, and the verdicts on them."""

    # Verdicts

    def accept(self, entry: Entry) -> Verdict:
        """The row is right."""
        return self._judge(entry, Action.ACCEPT)

    def edit(self, entry: Entry, after: Claim, *, polarity: Polarity | None = None, comment: str = "") -> Verdict:
        """The row is right once it reads as `after`, with this polarity."""
        turned = None if polarity is entry.polarity else polarity
        return self._judge(entry, Action.EDIT, after=after, polarity=turned, comment=comment)

    def reject(self, entry: Entry, reason: Reason, *, comment: str = "") -> Verdict:
        """The row is wrong."""
        return self._judge(entry, Action.REJECT, reason=reason, comment=comment)

    def take(self, entry: Entry, conflict: Conflict, number: int) -> Verdict:
        """Settle a row in conflict as one of the curators decided it."""
        with self._fetched.rows.judging(entry.id) if self._fetched else nullcontext():
            given = conflicts.take(self.workbench, conflict, number)
        self._refresh([entry.id])
        return given

    def comment(self, entry: Entry, text: str) -> Verdict:
        """Something to remember; the state stays."""
        return self._judge(entry, Action.COMMENT, comment=text)

    def _judge(
        self,
        entry: Entry,
        action: Action,
        *,
        after: Claim | None = None,
        polarity: Polarity | None = None,
        reason: Reason | None = None,
        comment: str = "",
    ) -> Verdict:
        """One verdict, or one for each paper that says the same: a finding is one decision. Gives the first.

        Raises DecidedError where another curator has decided on the row since it was fetched.
        """
        seen = entry.item.stored.verdicts if entry.item and action is not Action.COMMENT else None
        with self._fetched.rows.judging(entry.id) if self._fetched else nullcontext():
            if self._document is None and action is not Action.COMMENT and entry.papers > 1:
                given = self.workbench.judge_finding(
                    entry.id, action, after=after, polarity=polarity, reason=reason, comment=comment, seen=seen
                )[0]
            else:
                given = self.workbench.judge(
                    entry.id, action, after=after, polarity=polarity, reason=reason, comment=comment, seen=seen
                )
        self._refresh([entry.id])
        return given

    def finding(self, entry: Entry) -> list[StoredAssertion]:
        """What every paper says of the row's finding, the row's own first."""
        return self.workbench.finding(entry.id) if entry.item and entry.papers > 1 else []

    def coverage(self, ids: Sequence[str], action: Action) -> Coverage:
        """What a decision on these rows would be about."""
        return strokes.coverage(self.workbench, ids, action, finding=self.is_of_findings)

    def decide_all(
        self,
        ids: Sequence[str],
        action: Action,
        *,
        reason: Reason | None = None,
        comment: str = "",
        progress: Progress = silent,
    ) -> Stroke:
        """Decide on these rows at one stroke; may be called from any thread. `refresh` shows what has become of it."""
        return strokes.decide(
            self.workbench,
            ids,
            action,
            finding=self.is_of_findings,
            reason=reason,
            comment=comment,
            progress=progress,
        )

    def undo(self) -> list[Verdict]:
        """Take back the last verdict with all of its stroke, and give back the undos; none where there is none."""
        return self._stepped(strokes.undo(self.workbench))

    def redo(self) -> list[Verdict]:
        """Give again what was taken back last, likewise."""
        return self._stepped(strokes.redo(self.workbench))

    def step_size(self, *, redo: bool) -> int:
        """About how many verdicts an undo, or a redo, would take back."""
        return strokes.step_size(self.workbench, redo=redo)

    def step_beside(self, *, redo: bool, progress: Progress) -> list[Verdict]:
        """An undo or a redo from another thread; `refresh` shows what has become of it."""
        return strokes.step_beside(self.workbench, redo=redo, progress=progress)

    def _stepped(self, given: list[Verdict]) -> list[Verdict]:
        """A row may have come back into view."""
        if given:
            self._list_anew()
        self._refresh({verdict.assertion for verdict in given})
        return given

    def stepped_over(self, step: Verdict) -> Verdict:
        """The verdict that an undo, or an undo of an undo, has taken back or given again; never an undo itself."""
        log = {verdict.id: verdict for verdict in self.workbench.verdicts(step.assertion)}
        while step.undoes in log:
            step = log[step.undoes]
        return step

    def verdicts(self, entry: Entry) -> list[Verdict]:
        """Every verdict on the row, oldest first."""
        return self.workbench.verdicts(entry.id) if entry.item and entry.item.stored.verdicts else []

    # Help with a decision

    def mend(self, entry: Entry, changes: Mapping[Slot, str]) -> tuple[Claim, dict[Slot, str]]:
        """The row's claim with these values, and what is wrong with each that cannot stand."""
        return edit(entry.claim, changes, self.paper(entry.document))

    def completions(self, document: str, slot: Slot) -> list[str]:
        """Values that the slot has elsewhere in this document, most frequent first."""
        if slot is Slot.EFFECT:
            return [str(effect) for effect in Effect]
        if slot is Slot.CITATION:
            return [reference.key for reference in self.paper(document).references]
        return [held for held, _ in Counter(self._values(document, slot)).most_common()]

    def _values(self, document: str, slot: Slot) -> Iterator[str]:
        for item in self.workbench.queue(document=document):
            yield from (v for v in (item.stored.claim.get(slot), item.stored.assertion.claim.get(slot)) if v)
            spans = (s for e in item.stored.assertion.evidence for s in e.slots)
            yield from (s.value for s in spans if s.slot is slot)
