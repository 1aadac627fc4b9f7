"""Owns which values are offered for a slot: the sentence's first, then the paper's, frequent ones before rare ones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace

from curator.model import SLOT_TYPES, Claim, Effect, Slot, Span
from curator.workbench.passages import Reading

Offered = Callable[[Slot], Sequence[str]]
"""The values that a slot is offered."""


def candidates(reading: Reading, slot: Slot, sentence: Span | None = None) -> list[str]:
    """The values of this paper for a slot: what the sentence names, what rows have, what else is named."""
    if slot is Slot.EFFECT:
        return [str(effect) for effect in Effect]
    if slot is Slot.CITATION:
        cited = _cited(reading, sentence) if sentence else []
        return list(dict.fromkeys([*cited, *(reference.key for reference in reading.document.references)]))
    here = named_in(reading, slot, sentence) if sentence else []
    quote = reading.document.text[sentence.start : sentence.end] if sentence else ""
    held = Counter(value for row in reading.rows if (value := row.claim.get(slot)))
    of_rows = named_first([value for value, _ in held.most_common()], quote)
    everywhere = Counter(m.name for m in reading.mentions if m.type is SLOT_TYPES[slot])
    return list(dict.fromkeys([*here, *of_rows, *(name for name, _ in everywhere.most_common())]))


def named_in(reading: Reading, slot: Slot, sentence: Span) -> list[str]:
    """The names of a slot's kind in a sentence, in its order."""
    return list(dict.fromkeys(mention.name for mention in reading.mentions_in(sentence, SLOT_TYPES[slot])))


def _cited(reading: Reading, sentence: Span) -> list[str]:
    markers = [c for c in reading.document.citations if sentence.contains(Span(c.start, c.end)) and c.keys]
    return [",".join(marker.keys) for marker in reversed(markers)]


def begun_claim(reading: Reading, sentence: Span, begun: Claim) -> Claim:
    """The claim with every empty slot filled for which the sentence names one thing, and only one."""
    empty = [slot for slot in SLOT_TYPES if not begun.get(slot)]
    single = {slot: names[0] for slot in empty if len(names := named_in(reading, slot, sentence)) == 1}
    return replace(begun, **{slot.value: name for slot, name in single.items()})  # type: ignore[arg-type]


def named_first(values: Sequence[str], quote: str) -> list[str]:
    """The values that the sentence names, then the others; each in its order."""
    return sorted(values, key=lambda value: value.casefold() not in quote.casefold())
