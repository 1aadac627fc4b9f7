"""Explanations for people: an outline in words, and the outline as text.

The HTML page (`explanation_html`) prints the same outline. Every control character of the paper is shown as a picture
of itself, for both end up on a screen.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from curator.exporting.guard import printable
from curator.model import Assertion, Cue, Explanation, Factor, Firing, Slot, Unpaired, ViewUnit

SIGNS = {1: "+", -1: "−", 0: "?"}
_FACTOR_WORDS = {
    ("perturbation", 1): "there is more of the miRNA",
    ("perturbation", -1): "the miRNA is taken away or blocked",
    ("verb", 1): "it raises",
    ("verb", -1): "it lowers",
    ("response", 1): "resistance",
    ("response", -1): "sensitivity",
    ("denial", -1): "denied, which is its opposite",
    ("context", -1): "stands for the miRNA's loss, told before",
}
_SIGNED = ("RESPONSE", "OUTCOME", "CONDITION")
"""Units of which the sign is always told."""
_SIGN_WORDS = {
    ("RESPONSE", 1): "the miRNA confers resistance",
    ("RESPONSE", -1): "the miRNA confers sensitivity",
    ("TARGETS", 1): "the miRNA raises the gene",
    ("TARGETS", -1): "the miRNA lowers the gene",
    ("REGULATES", 1): "the miRNA raises the gene, so the row is only considered",
    ("REGULATES", -1): "the miRNA lowers the gene",
}
_ROLE_WORDS = {
    "TARGETS": "a miRNA targets a gene",
    "REGULATES": "a miRNA changes a gene",
    "RESPONSE": "a drug response",
    "ORIGIN": "which cells release it",
    "CARRIES": "which vesicle holds it",
    "ACTS": "a miRNA acts",
}


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to say, and what there is to add to it."""

    text: str
    details: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """A headed list of an explanation."""

    title: str
    items: tuple[Item, ...]
    empty: str
    """What stands there when the list is empty."""


def as_text(explanations: Iterable[Explanation]) -> str:
    """The explanations one below the other, set off by indentation."""
    return "\n\n".join("\n".join(_lines(e)) for e in explanations) + "\n"


def _lines(explanation: Explanation) -> Iterator[str]:
    yield heading(explanation)
    yield f"  {shown(explanation.text)}"
    if explanation.note:
        yield f"\n  {explanation.note}"
    for block in outline(explanation):
        yield f"\n  {block.title}"
        for item in block.items:
            yield f"    {item.text}"
            yield from (f"      {detail}" for detail in item.details)
        if not block.items:
            yield f"    {block.empty}"


def heading(explanation: Explanation) -> str:
    """Which sentence it is, and where it stands."""
    section = f", in {shown(explanation.section)}" if explanation.section else ""
    place = f"characters {explanation.start} to {explanation.end}"
    return f"{shown(explanation.document)}, sentence {explanation.number}{section} ({place})"


def outline(explanation: Explanation) -> list[Block]:
    """What there is to say of a sentence; nothing of one that was not read."""
    blocks = [] if explanation.note else _reading_blocks(explanation)
    blocks.append(Block("Evidence for", tuple(map(_row, explanation.assertions)), "no row"))
    if not explanation.note:
        blocks.append(Block("Pairs not joined here", tuple(_unpaired(explanation)), "none"))
    return blocks


def _reading_blocks(explanation: Explanation) -> list[Block]:
    """How the sentence was read: names, units, rules and cues."""
    names = tuple(
        Item(f"{m.type:<7}  {quoted(m.text)} = {shown(m.name)}{_identifier(m.identifier)}, {m.start} to {m.end}")
        for m in explanation.mentions
    )
    return [
        Block("Names", names, "none"),
        Block("As the rules see it", tuple(_view(explanation.units)), "not at all: it is no sentence"),
        Block("Rules that fired", tuple(_fired(f) for f in explanation.firings), "none"),
        Block("Cues", tuple(_cue(c, explanation) for c in explanation.cues), "none"),
    ]


def shown(text: str) -> str:
    """A stretch of the paper on one line, safe for a terminal; one character stays one character."""
    return printable(text.translate({9: " ", 10: " ", 13: " "}))


def quoted(text: str) -> str:
    """The same in quotation marks, so that its ends show."""
    return f"“{shown(text)}”"


def _identifier(identifier: str | None) -> str:
    return f" ({shown(identifier)})" if identifier else ""


def _view(units: tuple[ViewUnit, ...]) -> Iterator[Item]:
    if not units:
        return
    yield Item(" ".join(f"[{_unit(unit)}]" for unit in units))
    for unit in units:
        if unit.rules:
            sign = f", sign {SIGNS[unit.sign]}" if unit.sign < 0 or unit.kind in _SIGNED else ""
            yield Item(f"{unit.kind} {quoted(unit.text)}{sign}, made by {', '.join(map(shown, unit.rules))}")


def _unit(unit: ViewUnit) -> str:
    return shown(unit.text) if unit.kind in ("WORD", "PUNCT", "PREP", "CONJ") else f"{unit.kind} {shown(unit.text)}"


# Rules and cues


def _fired(firing: Firing) -> Item:
    head = f"{shown(firing.rule)} ({firing.strength}; {_ROLE_WORDS[firing.role]}), {firing.start} to {firing.end}"
    return Item(head, tuple(_firing_details(firing)))


def _firing_details(firing: Firing) -> Iterator[str]:
    yield f"for: {shown(firing.purpose)}"
    if firing.stand_in:
        yield f"in place of the miRNA: {quoted(firing.stand_in)}"
    elif not any(s.slot is Slot.MIRNA for s in firing.slots):
        yield "no miRNA in it: the study's own, if it has just one"
    for slot in firing.slots:
        value = f"{shown(slot.value)}{_identifier(slot.identifier)}"
        yield f"{slot.slot}: {quoted(slot.text)} = {value}, {slot.start} to {slot.end}"
    yield from _signs(firing)
    yield _polarity(firing)
    if not firing.kept:
        yield "left out: another rule told the same better, or what it is about is no miRNA"


def _signs(firing: Firing) -> Iterator[str]:
    """The factors in words, then their product."""
    yield from (_factor(f) for f in firing.factors)
    if not firing.sign:
        return
    result = _SIGN_WORDS.get((firing.role, firing.sign), SIGNS[firing.sign])
    product = 1
    for factor in firing.factors:
        product *= factor.sign
    if not firing.factors or product != firing.sign:
        yield f"sign: {SIGNS[firing.sign]} by the rule itself: {result}"
        return
    yield f"sign: {' × '.join(f'({SIGNS[f.sign]})' for f in firing.factors)} = {SIGNS[firing.sign]}: {result}"


def _factor(factor: Factor) -> str:
    words = _FACTOR_WORDS.get((factor.name, factor.sign), "")
    return f"{factor.name} {quoted(factor.text)}: {SIGNS[factor.sign]}, {words}, {factor.start} to {factor.end}"


def _polarity(firing: Firing) -> str:
    because = f", because of {', '.join(quoted(c.text) for c in firing.cues)}" if firing.cues else ""
    return f"{firing.polarity}{because}"


def _cue(cue: Cue, explanation: Explanation) -> Item:
    start, end = cue.scope.start - explanation.start, cue.scope.end - explanation.start
    reached = dict.fromkeys(f.rule for f in explanation.firings if cue in f.cues)
    turned = dict.fromkeys(f.rule for f in explanation.firings for x in f.factors if _is_sign(cue, x))
    changes = [f"changes {', '.join(map(shown, reached))}"] if reached else []
    changes += [f"turns the sign of {', '.join(map(shown, turned))}"] if turned else []
    return Item(
        f"{quoted(cue.text)}: {cue.kind}, {cue.start} to {cue.end}",
        (
            f"reaches {quoted(explanation.text[start:end])}, {cue.scope.start} to {cue.scope.end}",
            "; ".join(changes) or "changes no finding",
        ),
    )


def _is_sign(cue: Cue, factor: Factor) -> bool:
    """True for a denial that is read as a sign."""
    return factor.name == "denial" and (factor.start, factor.end) == (cue.start, cue.end)


# Rows


def _row(assertion: Assertion) -> Item:
    claim = assertion.claim
    parts = [f"{slot} {shown(value)}" for slot, value in claim.items() if value and slot is not Slot.MIRNA]
    text = f"{shown(claim.mirna)}: {', '.join(parts) or 'nothing else'}"
    sure = f"{assertion.polarity}, confidence {assertion.confidence:.2f}"
    return Item(text, (f"{sure}: {'; '.join(map(shown, assertion.reasons))}" if assertion.reasons else sure,))


def _unpaired(explanation: Explanation) -> Iterator[Item]:
    for pair in explanation.unpaired:
        note = "; another sentence tells it" if pair.elsewhere else ""
        yield Item(f"{shown(pair.mirna)} and {pair.type} {shown(pair.other)}{note}", tuple(_why_not(pair)))
    if explanation.unpaired_more:
        yield Item(f"… and {explanation.unpaired_more} more")


def _why_not(pair: Unpaired) -> Iterator[str]:
    if pair.rule and pair.fired:
        yield f"{shown(pair.rule)} fired, but {shown(pair.reason)}"
        return
    if pair.rule:
        yield f"nearest rule: {shown(pair.rule)}: {shown(pair.pattern)}"
    yield f"failed: {shown(pair.reason)}"
    if pair.missing > 1:
        yield f"and {pair.missing - 1} more of its parts missing"
