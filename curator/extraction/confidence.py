"""How sure a row is, and why, in words.

The number is a product of named parts, each of which is also said in words; a ledger of verdicts may later replace a
rule's own part by its record.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from curator.extraction.frames import Placed

RULE_STRENGTH = {"strong": 0.95, "fair": 0.8, "weak": 0.5}
ANAPHOR = 0.9
TOPIC = 0.75
SEVERAL_SENTENCES = 0.9


def confidence_of(slots: Sequence[Sequence[Placed]]) -> tuple[float, tuple[str, ...]]:
    """The confidence of a row and its reasons; `slots` holds the findings of its target, effect and source.

    Each slot counts by its best finding, the row by its weakest slot.
    """
    best = [max(placed, key=_sureness) for placed in slots]
    weakest = min(best, key=lambda p: RULE_STRENGTH[p.finding.strength]).finding
    parts = [(RULE_STRENGTH[weakest.strength], f"{weakest.strength} wording ({weakest.rule})")]
    if any(p.how == "anaphor" for p in best):
        parts.append((ANAPHOR, "the miRNA is named before, not in the sentence itself"))
    if any(p.how == "topic" for p in best):
        parts.append((TOPIC, "no agent is named; taken to be the miRNA that the study tells of"))
    if len({p.sentence for p in best}) > 1:
        parts.append((SEVERAL_SENTENCES, "joined from several sentences of one study"))
    confidence = 1.0
    for factor, _ in parts:
        confidence *= factor
    return round(confidence, 2), tuple(reason for _, reason in parts)


def _sureness(placed: Placed) -> tuple[float, float]:
    how = {"named": 1.0, "anaphor": ANAPHOR, "topic": TOPIC}[placed.how]
    return RULE_STRENGTH[placed.finding.strength] * how, -placed.sentence
