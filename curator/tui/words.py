"""Owns what things are called on the screen: plain strings for states, effects, signs, scores and verdicts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from math import prod
from typing import TYPE_CHECKING

from curator.curation.citing import citation_keys
from curator.model import (
    Action,
    Assertion,
    Claim,
    Cue,
    Document,
    Effect,
    Evidence,
    Factor,
    Polarity,
    Reason,
    Reference,
    Slot,
    State,
    Verdict,
)
from curator.tui.glyphs import visible
from curator.tui.marks import CUE_SIGNS, LETTERS, SIGNS

if TYPE_CHECKING:
    from curator.workbench import Evaluation, Miss, Score, Standing, StoredAssertion
    from curator.workbench.strokes import Coverage, Stroke

NOTHING = "—"

STATE_SIGNS: dict[State, str] = {
    State.UNDECIDED: " ·",
    State.ACCEPTED: "A✓",
    State.EDITED: "E✎",
    State.REJECTED: "R✗",
}
"""A letter and a symbol a state, so that neither colour nor font carries it alone."""

STATE_STYLES: dict[State, str] = {
    State.UNDECIDED: "",
    State.ACCEPTED: "$good bold",
    State.EDITED: "$odd bold",
    State.REJECTED: "$bad bold",
}
POLARITY_SIGNS = {Polarity.AFFIRMED: "", Polarity.NEGATED: "¬", Polarity.SPECULATIVE: "?"}
MOVED_SIGN = "⇄"
"""The row was decided on a sentence that it no longer stands on."""
GONE_SIGN = "†"
"""The rules found the row once and no longer do."""
ASSIGNED_SIGN = "@"
"""Somebody is to judge the row; who it is stands beside it."""
NOTED_SIGN = '"'
"""Somebody has commented on the row; what she says stands beside it."""
CONFLICT_SIGN = "C≠"
"""Curators decided the row differently, none in sight of the other."""
MISS_SIGN, MISS_STYLE = "M○", "$odd bold"

SLOT_LABELS: dict[Slot, str] = {
    Slot.MIRNA: "miRNA",
    Slot.SOURCE: "source",
    Slot.TARGET: "target",
    Slot.EFFECT: "effect",
    Slot.CITATION: "citation",
    Slot.DRUG: "drug",
    Slot.DISEASE: "disease",
}

RESPONSE = "response"
"""The factor without which the signs say nothing of resistance or sensitivity."""
_FACTORS: dict[tuple[str, int], str] = {
    ("perturbation", 1): "the miRNA is raised, added or present",
    ("perturbation", -1): "the miRNA is lowered, blocked or lost",
    ("verb", 1): "this brings or raises",
    ("verb", -1): "this lowers or removes",
    (RESPONSE, 1): "resistance to the drug",
    (RESPONSE, -1): "sensitivity to the drug",
    ("denial", -1): "denied, which says the opposite",
    ("context", -1): "the miRNA's loss, told before",
}
_CUES = {
    Polarity.AFFIRMED: "the text affirms it",
    Polarity.NEGATED: "the text denies it",
    Polarity.SPECULATIVE: "the text only considers it",
}
_BY_SIGN = {1: Effect.RESISTANCE, -1: Effect.SENSITIVITY}

_STANDING_SIGNS = {"match": "=", "differs": "≠", "absent": "∅"}

_ACTIONS: dict[Action, str] = {
    Action.ACCEPT: "accepted",
    Action.EDIT: "mended and accepted",
    Action.REJECT: "rejected",
    Action.COMMENT: "comment",
    Action.UNDO: "undone",
}


_TAKEN_BACK: dict[Action, str] = {
    Action.ACCEPT: "acceptance",
    Action.EDIT: "edit",
    Action.REJECT: "rejection",
    Action.COMMENT: "comment",
    Action.UNDO: "undo",
}


def reason(given: Reason) -> str:
    """A reason as it is chosen; polarity is said of effects, so that it is not taken for affirmed or negated."""
    return f"{given} (sign of the effect)" if given is Reason.WRONG_POLARITY else str(given)


def claim_line(claim: Claim) -> str:
    """A claim in one line: `miR-522 of CAF → ALOX15: resistance [25]`."""
    parts = [claim.mirna]
    parts += [f"of {claim.source}"] if claim.source else []
    parts += [f"→ {claim.target}"] if claim.target else []
    line = " ".join(parts) + (f": {claim.effect}" if claim.effect else "")
    return f"{line} {citation(claim.citation)}" if claim.citation else line


def citation(key: str | None) -> str:
    """A reference key as the text prints it: `[25]`, `[31,32]`, or the key itself where it is no number."""
    if key is None:
        return NOTHING
    return f"[{key}]" if key.replace(",", "").isdigit() else key


def value(claim: Claim, slot: Slot) -> str:
    """What one slot holds, or a dash."""
    held = claim.get(slot)
    return citation(held) if slot is Slot.CITATION else (str(held) if held else NOTHING)


def factor(part: Factor) -> str:
    """One sign in words: `− “inhibition of”: the miRNA is lowered, blocked or lost`."""
    meaning = _FACTORS.get((part.name, part.sign), part.name)
    return f"{SIGNS[part.sign]} “{part.text}”: {meaning}"


def cue(word: Cue) -> str:
    """A word that changes the polarity: `¬ “not”: the text denies it`."""
    return f"{CUE_SIGNS[word.kind]} “{word.text}”: {_CUES[word.kind]}"


def polarity(held: Polarity, text: Polarity | None = None) -> str:
    """The polarity of a row, with the sign that the list has for it and what it means: `? speculative: the text …`.

    Where a curator has decided otherwise than the `text` has it, both are said: `affirmed; the text only considers it`.
    """
    named = f"{POLARITY_SIGNS[held]} {held}".strip()
    if text is not None and text is not held:
        return f"{named}; {_CUES[text]}"
    return named if held is Polarity.AFFIRMED else f"{named}: {_CUES[held]}"


def kept_as(given: Verdict) -> str:
    """` as speculative`, where a verdict keeps a row that it does not affirm, or affirms one that was not affirmed."""
    plain = given.polarity is None or (given.polarity, given.polarity_shown or given.polarity) == _BOTH_AFFIRMED
    return "" if plain else f" as {given.polarity}"


_BOTH_AFFIRMED = (Polarity.AFFIRMED, Polarity.AFFIRMED)


def turned(before: Polarity | None, after: Polarity | None) -> list[str]:
    """The change of a polarity: `polarity speculative → affirmed`; nothing where there is none, or none was said."""
    return [f"polarity {before} → {after}"] if before and after and before is not after else []


def product(factors: Sequence[Factor], claim: Claim) -> str:
    """What the signs multiply to, and whether the row says the same."""
    sign = prod(f.sign for f in factors)
    signs = "".join(f"({SIGNS[f.sign]})" for f in factors)
    effect = _BY_SIGN[sign]
    line = f"{signs} = {SIGNS[sign]}: {claim.mirna}, when present, confers {effect}"
    return line if claim.effect in (None, effect) else f"{line}; but the row says {claim.effect}"


def keys_of(citation: str | None, paper: Document) -> list[str]:
    """The reference keys in a citation slot: several stand with commas between, unless the whole is a key itself."""
    if not citation:
        return []
    return [citation] if paper.reference(citation) else list(citation_keys(citation))


def references(citation_key: str | None, paper: Document) -> Iterator[str]:
    """Every reference that the slot cites, in full with its ids below it; or why there is none."""
    keys = keys_of(citation_key, paper)
    if not keys:
        yield "none: the paper's own finding"
    for key in keys:
        yield from _reference_lines(key, paper.reference(key))


def _reference_lines(key: str, reference: Reference | None) -> Iterator[str]:
    if reference is None:
        yield f"{citation(key)} is not in the reference list"
        return
    yield f"{citation(key)} {reference.text}"
    ids = [f"doi:{reference.doi}"] if reference.doi else []
    ids += [f"pmid:{reference.pmid}"] if reference.pmid else []
    yield from (["  ".join(ids)] if ids else [])


def rule_lines(evidence: Evidence, claim: Claim) -> Iterator[str]:
    """The rule that fired on one sentence, the signs that it read there and what they multiply to, and its cues."""
    yield f"Rule {evidence.rule}"
    yield from (f"  {factor(part)}" for part in evidence.factors)
    if any(part.name == RESPONSE for part in evidence.factors):
        yield f"  {product(evidence.factors, claim)}"
    yield from (f"  {cue(found)}" for found in evidence.cues)


def confidence(assertion: Assertion) -> str:
    """The confidence with what it is made of."""
    because = "; ".join(assertion.reasons)
    return f"{assertion.confidence:.2f}" + (f": {because}" if because else "")


def where_it_stands(row: StoredAssertion) -> str:
    """Whether the row is still found where it was judged, with a sign; nothing where all is as it was."""
    if row.replaced_by:
        carried = "its verdict was carried there" if row.carried else "the corrections show what is not carried"
        return f"{GONE_SIGN} the paper has a newer text, {row.replaced_by}: {carried}"
    if not row.found:
        return f"{GONE_SIGN} no longer proposed by the rules"
    return f"{MOVED_SIGN} judged on another sentence, which the rules no longer read so" if row.moved else ""


def gives_again(step: Verdict, log: Iterable[Verdict]) -> bool:
    """True of an undo that takes back an undo, so that what it was about stands again. `log` is that of its row."""
    known, again = {verdict.id: verdict for verdict in log}, False
    while (undone := known.get(step.undoes or "")) and undone.action is Action.UNDO:
        step, again = undone, not again
    return again


def verdict(given: Verdict, *, again: bool = False) -> str:
    """A verdict in one line: who, when and what; `again` of an undo that gives again."""
    what = "given again" if again else _ACTIONS[given.action] + kept_as(given)
    if given.reason:
        what += f" ({given.reason})"
    if given.comment:
        what += f": {given.comment}"
    return f"{given.time[:16].replace('T', ' ')} {given.curator} {what}"


def saved(given: Verdict) -> str:
    """What the status line says once a verdict is in the database; of what is no fact, as what it was kept."""
    what = _ACTIONS[given.action] + kept_as(given) + (f" ({given.reason})" if given.reason else "")
    return f"saved: {what}: {claim_line(given.after or given.before)}"


def stepped(done: str, given: Verdict, *, together: int = 1) -> str:
    """What the status line says once a verdict was undone or given again: `saved: undone: rejection (other) of …`.

    `together` is how many verdicts the stroke had.
    """
    what = _TAKEN_BACK[given.action] + (f" ({given.reason})" if given.reason else "")
    joined = "on" if given.action is Action.COMMENT else "of"
    # In front: a narrow terminal cuts the end.
    more = f", with {together - 1:,} more of the same stroke" if together > 1 else ""
    return f"saved: {done}{more}: {what} {joined} {claim_line(given.before)}"


def hold(number: int, text: str, *, more: str = "") -> str:
    """How many of a list hold what is looked for, to be put behind how many there are; nothing where all are shown.

    `more` is a sign that there may be more of them.
    """
    return f", {number:,}{more} {'holds' if number == 1 and not more else 'hold'} {visible(text)}" if text else ""


def holds_all(text: str, words: Sequence[str]) -> bool:
    """True where the text holds every one of the words, which are casefolded."""
    lowered = text.casefold()
    return all(word in lowered for word in words)


def count(number: int, name: str) -> str:
    """`1 row`, `1,200 rows`."""
    return f"{number:,} {name}{'' if number == 1 else 's'}"


def doing(action: Action) -> str:
    """What is being done, as the head of a job: `Accepting`."""
    return {Action.ACCEPT: "Accepting", Action.REJECT: "Rejecting"}.get(action, "Deciding on")


def behind(sentences: int, papers: int) -> str:
    """What stands behind a decision: `3 sentences in 2 papers`."""
    return f"{count(sentences, 'sentence')} in {count(papers, 'paper')}"


def tagged(rows: int, counted: Coverage | None) -> str:
    """How many rows are tagged, and what a decision on them is about, where that was counted."""
    said = count(rows, "tagged row")
    if counted is None:
        return said
    so = f"; {rows - counted.rows:,} so already" if rows > counted.rows else ""
    other = f"; {counted.changed:,} decided otherwise" if counted.changed else ""
    return f"{said} ({behind(counted.sentences, counted.papers)}{so}{other}{_hedged(counted)})"


def _hedged(counted: Coverage) -> str:
    """How many rows an acceptance keeps that it does not affirm."""
    return f"; {counted.hedged:,} as negated or speculative" if counted.hedged else ""


def stroke(action: Action, made: Stroke, *, undo: str) -> str:
    """What the status line says once many rows were decided at one stroke; `undo` is the key that takes it back."""
    if made.first is None:
        return f"every one of the tagged rows was {_ACTIONS[action]} already; nothing was changed"
    covered = behind(made.coverage.sentences, made.coverage.papers) + _hedged(made.coverage)
    reason = f" ({made.first.reason})" if made.first.reason else ""
    return f"saved: {_ACTIONS[action]}{reason}: {count(made.coverage.rows, 'row')}, {covered}; {undo} takes it back"


def changes(before: Claim, after: Claim) -> list[str]:
    """What an edit changed: `source CAF → fibroblast`."""
    slots = [slot for slot in Slot if before.get(slot) != after.get(slot)]
    return [f"{SLOT_LABELS[s]} {value(before, s)} → {value(after, s)}" for s in slots]


def standing(held: Standing) -> str:
    """How a row stands to the gold, with a sign: `= matches Table 1, row 3`."""
    return f"{_standing_sign(held)} {held.words()}"


def standing_short(held: Standing | None) -> str:
    """The same in a few cells: `=`, `≠ ST` with the letters of the slots that differ, `∅`."""
    if held is None:
        return ""
    return f"{_standing_sign(held)} {''.join(LETTERS[slot] for slot in held.differing)}".rstrip()


def _standing_sign(held: Standing) -> str:
    """`=?` is a row that would match if it were affirmed."""
    return "=?" if held.hedged else _STANDING_SIGNS[held.kind]


def standing_style(held: Standing) -> str:
    """The colour of a standing."""
    if held.hedged:
        return "$odd"
    return {"match": "$good", "differs": "$odd"}.get(held.kind, "$quiet")


def miss(missed: Miss) -> str:
    """Where a gold row is from that no proposed row meets in all its slots."""
    return f"{missed.row.origin or 'a gold row'}; no proposed row has all of it"


def scores(measured: Evaluation | None, *, width: int) -> str:
    """What has been accepted so far, against both golds, side by side and never mixed; at most `width` long."""
    if measured is None:
        return "no gold for this paper: precision and recall are not known"
    golds = {"adjudicated gold": measured.adjudicated.row, "table as printed": measured.table.row}
    full = "accepted so far   " + "   ".join(f"{name}: {_ratios(score)}" for name, score in golds.items())
    short = "accepted  " + "  ".join(f"{name.split()[0]} {_short_ratios(score)}" for name, score in golds.items())
    return full if len(full) <= width else short


def _ratios(score: Score) -> str:
    """Precision and recall, each with what it is made of."""
    given, asked = counts(score)
    precision, recall = ratio(score.precision, given), ratio(score.recall, asked)
    return f"precision {precision} ({score.right}/{given}) recall {recall} ({score.right}/{asked})"


def _short_ratios(score: Score) -> str:
    """The same where there is little room."""
    given, asked = counts(score)
    return f"P {ratio(score.precision, given)} R {ratio(score.recall, asked)} ({score.right} of {asked})"


def counts(score: Score) -> tuple[int, int]:
    """How many rows were given, and how many the gold asks for."""
    return score.right + len(score.false_positives), score.right + len(score.false_negatives)


def ratio(ratio: float, of: int) -> str:
    """A ratio over nothing is a dash."""
    return f"{ratio:.2f}" if of else NOTHING
