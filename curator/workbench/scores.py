"""The scores of one paper as a curator looks at them: what was proposed and what was accepted, per slot and per rule.

Every error knows the row or the gold row that it is about, so that a face can lead to its sentence.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from curator.model import Claim, GoldRow
from curator.workbench import measuring

if TYPE_CHECKING:
    from curator.evaluation.ledger import RuleEntry
    from curator.evaluation.scores import Fault, Score, Scores
    from curator.workbench.bench import Workbench
    from curator.workbench.results import QueueItem


@dataclass(frozen=True, slots=True)
class Measure:
    """A slot, or the whole row, measured twice."""

    name: str
    proposed: Score
    accepted: Score


@dataclass(frozen=True, slots=True)
class Share:
    """What one rule had a part in: how many rows, how many of them right, of how many that the gold asks for."""

    right: int
    given: int
    wanted: int

    @property
    def precision(self) -> float:
        """Right among the rows that the rule helped to make, 0 where there are none."""
        return self.right / self.given if self.given else 0.0

    @property
    def recall(self) -> float:
        """Right among what the gold asks for, 0 where it asks for nothing."""
        return self.right / self.wanted if self.wanted else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        return 2 * self.right / (self.given + self.wanted) if self.given + self.wanted else 0.0


@dataclass(frozen=True, slots=True)
class RuleMeasure:
    """A rule, measured twice."""

    name: str
    proposed: Share
    accepted: Share


@dataclass(frozen=True, slots=True)
class Scoreboard:
    """How one paper's rows do against one of its golds."""

    measures: tuple[Measure, ...]
    """The whole row first, then the seven slots."""
    rules: tuple[RuleMeasure, ...]
    """Every rule that had a part in a row that was proposed, the one with most wrong rows first."""
    gold_rows: int


@dataclass(frozen=True, slots=True)
class Error:
    """One error: what was proposed and is not in the gold, or is in the gold and was not found."""

    text: str
    is_miss: bool
    row: str = ""
    """The id of the row that it is about or that comes nearest; empty where there is none."""
    gold: GoldRow | None = None
    rules: tuple[str, ...] = ()
    """Of what was proposed and is not in the gold: the rules that made it."""


def scoreboard(
    workbench: Workbench, document: str, *, relaxed: bool = False, printed: bool = False
) -> Scoreboard | None:
    """Proposed and accepted against the adjudicated gold, or with `printed` the table; none without gold.

    `relaxed` compares the source by cell type.
    """
    from curator.evaluation.ledger import rule_ledger
    from curator.evaluation.scores import score

    gold = workbench.gold(document)
    if gold is None:
        return None
    rows = gold.table if printed else gold.adjudicated
    stored = [item.stored for item in workbench.queue(document=document)]
    # What a curator added by hand was proposed by nothing.
    found = [s.assertion for s in stored if s.found and not s.added_by]
    kept = measuring.accepted(stored)
    proposed, accepted = score(rows, found, relaxed=relaxed), score(rows, kept, relaxed=relaxed)
    ledgers = (rule_ledger(rows, items, relaxed=relaxed) for items in (found, kept))
    return Scoreboard(_measures(proposed, accepted), _rules(*ledgers, wanted=proposed.rows), proposed.rows)


def _rules(proposed: Sequence[RuleEntry], accepted: Sequence[RuleEntry], *, wanted: int) -> tuple[RuleMeasure, ...]:
    kept = {entry.rule: Share(entry.right, entry.fired, wanted) for entry in accepted}
    none = Share(0, 0, wanted)
    return tuple(
        RuleMeasure(entry.rule, Share(entry.right, entry.fired, wanted), kept.get(entry.rule, none))
        for entry in proposed
    )


def _measures(proposed: Scores, accepted: Scores) -> tuple[Measure, ...]:
    pairs = list(zip(proposed.slots, accepted.slots, strict=True))
    return tuple(Measure(p.name, p, a) for p, a in [pairs[-1], *pairs[:-1]])


def errors(workbench: Workbench, document: str, score: Score) -> list[Error]:
    """The errors of one score: first what should not be there, then what is missing."""
    items = workbench.queue(document=document)
    wrong = [Error(f.value, False, row=_row_of(f, items), rules=_made_by(f)) for f in score.false_positives]
    missing = [Error(f.value, True, row=_row_near(f, items), gold=f.row) for f in score.false_negatives]
    return [*wrong, *missing]


def _made_by(fault: Fault) -> tuple[str, ...]:
    return fault.proposal.rules if fault.proposal else ()


def _row_of(fault: Fault, items: Sequence[QueueItem]) -> str:
    """The row whose claim was charged. The gold's name of a miRNA may differ from the row's: the rest must agree."""
    claim = fault.proposal.claim if fault.proposal else None
    if claim is None:
        return ""
    exact = (item.stored.id for item in items if item.stored.claim == claim)
    alike = (item.stored.id for item in items if _rest(item.stored.claim) == _rest(claim))
    return next(exact, next(alike, ""))


def _row_near(fault: Fault, items: Sequence[QueueItem]) -> str:
    """The row that stands nearest to a missed gold row; empty where none is about it."""
    about = (item.stored.id for item in items if item.standing and item.standing.row == fault.row)
    return next(about, "")


def _rest(claim: Claim) -> tuple[object, ...]:
    return claim.source, claim.target, claim.effect, claim.citation, claim.drug, claim.disease
