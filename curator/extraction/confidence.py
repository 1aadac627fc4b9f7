"""How sure a row is, and why, in words.

The number is a product of named parts, each of which is also said in words; a ledger of verdicts may later replace a
rule's own part by its record.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from curator.model import Polarity

if TYPE_CHECKING:
    from curator.extraction.placing import Placed

RULE_STRENGTH = {"strong": 0.95, "fair": 0.8, "weak": 0.5}
ANAPHOR = 0.9
TOPIC = 0.75
SEVERAL_SENTENCES = 0.9
TURNED = 0.9
"""The sign comes from a loss that was told before."""
OPPOSITE = 0.95
"""A denial is read as its opposite."""
CUE = 0.9
"""A word of denial or doubt makes the polarity."""
DIRECTION = 0.9
"""The text ties the two to each other and says no lowering."""
Part = tuple[float, str]
"""What a circumstance is worth, and how it is told."""


def confidence_of(slots: Sequence[Sequence[Placed]], polarity: Polarity) -> tuple[float, tuple[str, ...]]:
    """The confidence of a row of that polarity and its reasons; `slots` holds the findings of each of its slots.

    Each slot counts by its best finding, the row by its weakest slot.
    """
    best = [max(placed, key=_sureness) for placed in slots]
    weakest = min(best, key=lambda p: RULE_STRENGTH[p.finding.strength]).finding
    wording = (RULE_STRENGTH[weakest.strength], f"{weakest.strength} wording ({weakest.rule})")
    parts = [wording, *_joining(best), *_signs(best), *_polarity(best, polarity)]
    confidence = 1.0
    for factor, _ in parts:
        confidence *= factor
    return round(confidence, 2), tuple(reason for _, reason in parts)


def _sureness(placed: Placed) -> tuple[bool, float, float]:
    how = {"named": 1.0, "anaphor": ANAPHOR, "topic": TOPIC}[placed.how]
    affirms = placed.finding.polarity is Polarity.AFFIRMED
    return affirms, RULE_STRENGTH[placed.finding.strength] * how, -placed.sentence


def _joining(best: Sequence[Placed]) -> Iterator[Part]:
    """How the findings came to their miRNA and to each other."""
    if any(p.how == "anaphor" for p in best):
        yield ANAPHOR, "the miRNA is named before, not in the sentence itself"
    if any(p.how == "topic" for p in best):
        yield TOPIC, "no agent is named; taken to be the miRNA that the study tells of"
    if len({p.sentence for p in best}) > 1:
        yield SEVERAL_SENTENCES, "joined from several sentences of one study"


def _signs(best: Sequence[Placed]) -> Iterator[Part]:
    """Signs that are read and not said."""
    factors = {f.name: f for p in best for f in p.finding.factors}
    if "context" in factors:
        yield TURNED, "the sign is turned round, for the miRNA's loss was told before"
    if "denial" in factors:
        yield OPPOSITE, f"what “{factors['denial'].text}” denies is read as its opposite"


def _polarity(best: Sequence[Placed], polarity: Polarity) -> Iterator[Part]:
    """The cues that make the polarity, or that were weighed and did not."""
    doubted = [p.finding for p in best if p.finding.polarity is not Polarity.AFFIRMED]
    words = ", ".join(dict.fromkeys(f"“{c.text}”" for f in doubted for c in f.cues))
    if words and polarity is Polarity.AFFIRMED:
        yield CUE, f"affirmed in spite of {words}, for the study has shown the effect"
    elif words:
        yield CUE, f"{polarity} because of {words}"
    elif polarity is Polarity.SPECULATIVE:
        yield DIRECTION, "the text ties the two to each other and says no lowering"
