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


def confidence_of(placed: Sequence[Placed]) -> tuple[float, tuple[str, ...]]:
    """The confidence of a row that rests on these findings, and its reasons."""
    parts: list[tuple[float, str]] = []
    weakest = min((p.finding.strength for p in placed), key=lambda s: RULE_STRENGTH[s])
    rules = ", ".join(dict.fromkeys(p.finding.rule for p in placed))
    parts.append((RULE_STRENGTH[weakest], f"{weakest} wording ({rules})"))
    if any(p.how == "anaphor" for p in placed):
        parts.append((ANAPHOR, "the miRNA is named before, not in the sentence itself"))
    if any(p.how == "topic" for p in placed):
        parts.append((TOPIC, "no agent is named; taken to be the only miRNA of the study"))
    if len({p.sentence for p in placed}) > 1:
        parts.append((SEVERAL_SENTENCES, "joined from several sentences of one study"))
    confidence = 1.0
    for factor, _ in parts:
        confidence *= factor
    return round(confidence, 2), tuple(reason for _, reason in parts)
