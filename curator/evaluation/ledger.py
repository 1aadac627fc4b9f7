"""What each rule is worth: how often it fired, and how often the row it helped to make was right."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from curator.evaluation.proposals import Proposal, counted, gold_findings
from curator.evaluation.scores import matched_rows
from curator.model import Assertion, Claim, GoldRow


@dataclass(frozen=True, slots=True)
class RuleEntry:
    """One rule's account, in rows of the gold's five slots."""

    rule: str
    right: int = 0
    wrong: int = 0

    @property
    def fired(self) -> int:
        """Counted rows that the rule had a part in."""
        return self.right + self.wrong


def rule_ledger(
    gold: Sequence[GoldRow], items: Iterable[Claim | Assertion | Proposal], *, relaxed: bool = False
) -> list[RuleEntry]:
    """An entry for every rule that fired, the most wrong first. A row made by several rules counts for each of them."""
    found = counted(items, gold)
    right = set(matched_rows(gold_findings(gold), found, relaxed=relaxed).values())
    entries: dict[str, RuleEntry] = {}
    for j, item in enumerate(found):
        for rule in item.rules:
            before = entries.get(rule, RuleEntry(rule))
            is_right = j in right
            entries[rule] = RuleEntry(rule, before.right + is_right, before.wrong + (not is_right))
    return sorted(entries.values(), key=lambda entry: (-entry.wrong, -entry.right, entry.rule))
