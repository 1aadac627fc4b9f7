"""What a re-extraction changes, in words for a biologist and as plain objects for a program."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from curator.curation.reextraction import POLARITY, Change, Comparison, Difference
from curator.model import Action, Assertion, Claim, Evidence, Polarity, Slot, State, Verdict

_INDENT = " " * 10
_NOTHING = "(empty)"
_LONGEST_QUOTE = 240
_DONE = {Action.ACCEPT: "accepted", Action.EDIT: "edited", Action.REJECT: "rejected"}


def lines(document: str, comparison: Comparison) -> Iterator[str]:
    """The changes of one paper, its name first; nothing where nothing changes."""
    if comparison.differences:
        yield document
    for difference in comparison.differences:
        yield from difference_lines(difference)


def difference_lines(difference: Difference) -> Iterator[str]:
    """One row: what becomes of it, who decided on it and when, what differs and in which sentence."""
    row = difference.before or difference.after
    assert row is not None  # A difference is of something.
    kind = "found" if difference.change is Change.AS_EDITED else difference.change.value
    yield f"  {kind:7} {claim_line(row.assertion.claim)}{_polarity(row.assertion)}"
    if difference.before and difference.before.verdict:
        yield f"{_INDENT}{decided(difference.before.verdict)}"
    elif difference.before and difference.state is not State.UNDECIDED:
        yield f"{_INDENT}{difference.state}"
    yield from (f"{_INDENT}{line}" for line in _told(difference))


def objects(document: str, comparison: Comparison) -> Iterator[dict[str, Any]]:
    """The same, one object a row."""
    for difference in comparison.differences:
        before, after = difference.before, difference.after
        yield {
            "document": document,
            "change": difference.change.value,
            "state": difference.state.value,
            "loss": difference.is_loss,
            "differs_in": list(difference.slots),
            "before": _row(before.assertion, before.id) if before else None,
            "after": _row(after.assertion, after.id) if after else None,
            "decided": _claim(before.decided) if before and before.decided else None,
            "verdict": _verdict(before.verdict) if before and before.verdict else None,
        }


def decided(verdict: Verdict) -> str:
    """Who decided when, and how: `edited by ada, 2026-11-23 04:12: source CAF → fibroblast`.

    What was not affirmed is said so: `accepted as speculative by ada, …`.
    """
    changed = ", ".join(_changes(verdict)) if verdict.action is Action.EDIT else ""
    said = "; ".join(filter(None, (changed, verdict.reason and str(verdict.reason), verdict.comment)))
    when = verdict.time[:16].replace("T", " ")
    what = _DONE.get(verdict.action, str(verdict.action))
    tone = f" as {verdict.polarity}" if verdict.polarity not in (None, Polarity.AFFIRMED) else ""
    return f"{what}{tone} by {verdict.curator}, {when}{f': {said}' if said else ''}"


def claim_line(claim: Claim) -> str:
    """A claim in one line: `miR-522 of CAF → ALOX15: resistance to paclitaxel [25]`."""
    parts = [claim.mirna]
    parts += [f"of {claim.source}"] if claim.source else []
    parts += [f"→ {claim.target}"] if claim.target else []
    line = " ".join(parts) + (f": {claim.effect}" if claim.effect else "")
    line += f"{' to' if claim.effect else ','} {claim.drug}" if claim.drug else ""
    line += f" in {claim.disease}" if claim.disease else ""
    return line + (f" [{claim.citation}]" if claim.citation else "")


def _polarity(assertion: Assertion) -> str:
    return "" if assertion.polarity == "affirmed" else f" ({assertion.polarity})"


def _told(difference: Difference) -> Iterator[str]:
    """What differs, and the sentences."""
    before, after = difference.before, difference.after
    if after is None:
        assert before is not None
        yield f"no rule finds it in: {_quoted(before.assertion)}"
    elif before is None:
        yield f"new, by {_rule(after.assertion)}, in: {_quoted(after.assertion)}"
    elif difference.change is Change.AS_EDITED:
        yield f"the rules propose now what it was edited to: {claim_line(after.assertion.claim)}"
    elif difference.change is Change.GAINED:
        yield f"found again, by {_rule(after.assertion)}, in: {_quoted(after.assertion)}"
    elif difference.slots:
        yield f"{_slots(before.assertion, after.assertion, difference.slots)}, in: {_quoted(after.assertion)}"
    else:
        yield f"judged on: {_judged(difference)}"
        yield f"found on:  {_quoted(after.assertion)}"


def _slots(before: Assertion, after: Assertion, slots: tuple[str, ...]) -> str:
    return "; ".join(_change(slot, _held(before, slot), _held(after, slot)) for slot in slots)


def _held(assertion: Assertion, slot: str) -> str | None:
    return assertion.polarity if slot == POLARITY else assertion.claim.get(Slot(slot))


def _changes(verdict: Verdict) -> Iterator[str]:
    """What an edit changed, slot by slot, and the polarity."""
    before, after = verdict.before, verdict.after or verdict.before
    for slot in Slot:
        if before.get(slot) != after.get(slot):
            yield _change(slot, before.get(slot), after.get(slot))
    if verdict.polarity is not verdict.polarity_shown:
        yield _change(POLARITY, verdict.polarity_shown, verdict.polarity)


def _change(name: str, before: str | None, after: str | None) -> str:
    return f"{name} {before or _NOTHING} → {after or _NOTHING}"


def _quoted(assertion: Assertion) -> str:
    """The first sentence, and how many more there are."""
    more = len(assertion.evidence) - 1
    return f"“{_short(assertion.evidence[0].quote)}”{f' and {more} more' if more else ''}"


def _judged(difference: Difference) -> str:
    """The first of the sentences that are left, as they were shown."""
    assert difference.before is not None
    reference = difference.before.reference
    held = [e for e in difference.before.assertion.evidence if (e.start, e.end) in reference]
    return f"“{_short(held[0].quote)}”" if held else "another sentence"


def _short(quote: str) -> str:
    line = " ".join(quote.split())
    return line if len(line) <= _LONGEST_QUOTE else f"{line[: _LONGEST_QUOTE - 1]}…"


def _rule(assertion: Assertion) -> str:
    return " | ".join(dict.fromkeys(evidence.rule for evidence in assertion.evidence))


def _row(assertion: Assertion, id: str) -> dict[str, Any]:
    return {
        **_claim(assertion.claim),
        "polarity": assertion.polarity.value,
        "confidence": round(assertion.confidence, 3),
        "evidence": [_evidence(evidence) for evidence in assertion.evidence],
        "assertion_id": id,
    }


def _claim(claim: Claim) -> dict[str, str | None]:
    return {slot.value: value for slot, value in claim.items()}


def _evidence(evidence: Evidence) -> dict[str, Any]:
    return {"quote": evidence.quote, "start": evidence.start, "end": evidence.end, "rule": evidence.rule}


def _verdict(verdict: Verdict) -> dict[str, Any]:
    return {
        "id": verdict.id,
        "action": verdict.action.value,
        "curator": verdict.curator,
        "time": verdict.time,
        "reason": verdict.reason.value if verdict.reason else None,
        "comment": verdict.comment,
        "polarity": verdict.polarity.value if verdict.polarity else None,
    }
