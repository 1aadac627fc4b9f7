"""Rows that curators decided differently without knowing of each other: which they are, and settling one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from curator.model import Action, Claim, Polarity, Reason, Slot, Verdict
from curator.workbench import judging

if TYPE_CHECKING:
    from curator.storage import Database, StoredAssertion
    from curator.workbench.bench import Workbench


@dataclass(frozen=True, slots=True)
class Conflict:
    """A row, and the decisions on it that stand against each other."""

    row: StoredAssertion
    decisions: tuple[Verdict, ...]
    """At least two, in the order given; none was made over another."""
    comments: tuple[Verdict, ...] = ()
    """What was noted on the row without deciding."""

    def outcome(self, number: int) -> Claim | None:
        """What one of the decisions makes of the row; none where it rejects it."""
        from curator.curation.verdicts import outcome

        return outcome(self.decisions[number])

    def polarity(self, number: int) -> Polarity | None:
        """The polarity with which one of the decisions keeps the row; none where it rejects it."""
        from curator.curation.verdicts import polarity_of

        return polarity_of(self.decisions[number])

    def differing(self) -> tuple[Slot, ...]:
        """The slots in which the decisions that keep the row differ."""
        kept = [claim for number in range(len(self.decisions)) if (claim := self.outcome(number))]
        return tuple(slot for slot in Slot if len({claim.get(slot) for claim in kept}) > 1)

    def differs_in_polarity(self) -> bool:
        """True where the decisions that keep the row differ in the polarity."""
        return len({self.polarity(number) for number in range(len(self.decisions))} - {None}) > 1


def conflicts(workbench: Workbench) -> list[Conflict]:
    """Every row in conflict, papers as read and rows as in the text."""
    return conflicts_in(workbench.database())


def conflicts_in(database: Database) -> list[Conflict]:
    """The same of an open database."""
    return [_conflict(database, row) for row in database.conflicts()]


def conflict_on(workbench: Workbench, row: StoredAssertion) -> Conflict:
    """The decisions on one row that is in conflict."""
    return _conflict(workbench.database(), row)


def take(workbench: Workbench, conflict: Conflict, number: int) -> Verdict:
    """Decide as one of the curators did: her reason, mended slots and polarity too. Durable when this returns.

    Raises DecidedError where another curator has decided since.
    """
    reason, polarity = conflict.decisions[number].reason, conflict.polarity(number)
    return _decide(workbench, conflict, conflict.outcome(number), reason, "", polarity)


def mend(
    workbench: Workbench, conflict: Conflict, after: Claim, *, polarity: Polarity | None = None, comment: str = ""
) -> Verdict:
    """Decide that the row is right once it reads as `after`. Raises InputError, DecidedError."""
    stored = conflict.row
    edited = judging.edited(stored, after, workbench.database(), workbench.vocabulary)
    return _decide(workbench, conflict, edited, None, comment, polarity)


def reject(workbench: Workbench, conflict: Conflict, reason: Reason, *, comment: str = "") -> Verdict:
    """Decide that the row is wrong. Raises DecidedError."""
    return _decide(workbench, conflict, None, reason, comment)


def _decide(
    workbench: Workbench,
    conflict: Conflict,
    outcome: Claim | None,
    reason: Reason | None,
    comment: str,
    polarity: Polarity | None = None,
) -> Verdict:
    """A verdict over those in conflict, which the database notes as settled by it."""
    stored = conflict.row
    as_shown = outcome == stored.claim and polarity in (None, stored.polarity)
    kept = Action.ACCEPT if as_shown else Action.EDIT
    action = Action.REJECT if outcome is None else kept
    edited = outcome if action is Action.EDIT else None
    given = judging.verdict(stored, action, edited, polarity=polarity, reason=reason, comment=comment)
    return workbench.database().append_verdict(given, seen=stored.verdicts)


def _conflict(database: Database, row: StoredAssertion) -> Conflict:
    from curator.curation.verdicts import heads, standing

    log = database.verdicts(row.id)
    comments = tuple(verdict for verdict in standing(log) if verdict.action is Action.COMMENT)
    return Conflict(row, tuple(heads(log)), comments)
