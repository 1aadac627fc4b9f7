"""Owns what is said about one row: the claim against the gold above, the evidence and every reason below.

Pure: an entry and its paper in, styled text out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.content import Content

from curator.model import Document, Evidence, Polarity, Slot, Span, State, Verdict
from curator.tui import words
from curator.tui.desk import Entry
from curator.tui.glyphs import fit, visible
from curator.tui.marks import (
    LETTERS,
    QUIET,
    Mark,
    Passage,
    evidence_marks,
    lead,
    marked,
    passage_at,
    passages,
    slot_style,
)

if TYPE_CHECKING:
    from curator.workbench import QueueItem

_PAIRS = ((Slot.MIRNA, Slot.DRUG), (Slot.SOURCE, Slot.DISEASE), (Slot.TARGET, Slot.CITATION), (Slot.EFFECT, None))
_NO_SENTENCE = "No sentence of the paper is known to say this; the gold has it from elsewhere."
_LABEL_WIDTH = 11
_TWO_COLUMNS_FROM = 56
"""Cells from which the slots stand in two columns."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """What the pane shows for one row."""

    head: Content
    """Claim, standing and state: always in sight."""
    body: Content
    """Evidence and reasons: scrolls."""
    lead: Content
    """What stands in the body above the first evidence sentence."""


def sheet(
    entry: Entry, paper: Document, *, verdicts: Sequence[Verdict] = (), width: int = 80, tall: bool = True
) -> Sheet:
    """The sheet of a row. `width` is in cells; where the pane is not `tall` the slots share a line or two."""
    slots = _slot_table(entry, width) if tall else _slot_line(entry)
    head = _lines([slots, *_status(entry, width)])
    if entry.miss:
        return Sheet(head, *_miss_body(entry, paper))
    passage_lines, before = _evidence(entry, paper)
    reasons = [*_why(entry), *_reference(entry, paper), *_history(verdicts)]
    return Sheet(head, _lines([*passage_lines, Content(""), *reasons]), before)


def _lines(lines: Sequence[Content]) -> Content:
    return Content("\n").join(lines)


# The head


def _slot(entry: Entry, slot: Slot) -> Content:
    """Letter, label and value of one slot, with what the gold has instead or what it read before."""
    style = slot_style(slot)
    held = visible(words.value(entry.claim, slot))
    label = fit(words.SLOT_LABELS[slot], _LABEL_WIDTH - 3)
    return Content.assemble((LETTERS[slot], f"bold {style}"), " ", (label, QUIET), " ", (held, f"bold {style}"))


def _slot_table(entry: Entry, width: int) -> Content:
    """The slots as a table that is the legend of the marks too."""
    lines: list[Content] = []
    half = width // 2
    for left, right in _PAIRS:
        first = _slot(entry, left)
        if right is None:
            lines.append(first)
        elif width < _TWO_COLUMNS_FROM or first.cell_length >= half:
            lines += [first, _slot(entry, right)]
        else:
            lines.append(Content.assemble(first.pad_right(half - first.cell_length), _slot(entry, right)))
    return _lines(lines)


def _slot_line(entry: Entry) -> Content:
    """The slots that hold something, one after the other, each with its letter."""
    parts = [
        Content.assemble(
            (LETTERS[slot], QUIET), " ", (visible(words.value(entry.claim, slot)), f"bold {slot_style(slot)}")
        )
        for slot in Slot
        if entry.claim.get(slot)
    ]
    return Content("  ").join(parts)


def _status(entry: Entry, width: int) -> Iterator[Content]:
    """How the row stands to the curator, to the text and to the gold; in one line where it fits."""
    if entry.miss:
        yield Content.assemble((f"{words.MISS_SIGN} missed", words.MISS_STYLE), f": {visible(words.miss(entry.miss))}")
        return
    if entry.item is None:
        return
    state = _state(entry.item)
    gold = Content("")
    if entry.standing:
        line = words.standing(entry.standing)
        gold = Content.assemble(("gold ", QUIET), (visible(line), words.standing_style(entry.standing)))
    together = Content.assemble(state, "  ", gold) if gold else state
    yield from [together] if together.cell_length <= width else [state, gold]
    if entry.item.stored.state is State.EDITED:
        changed = "; ".join(words.changes(entry.item.stored.assertion.claim, entry.claim))
        yield Content.assemble(("edited: ", QUIET), visible(changed))


def _state(item: QueueItem) -> Content:
    """State, polarity where the text does not simply affirm, confidence, and whether the rules still propose it."""
    stored = item.stored
    sign = words.STATE_SIGNS[stored.state].strip()
    state = (f"{sign} {stored.state}", words.STATE_STYLES[stored.state])
    polarity = stored.assertion.polarity
    is_plain = polarity is Polarity.AFFIRMED
    tone = (f"  {words.POLARITY_SIGNS[polarity]} {polarity}".replace("   ", "  "), "" if is_plain else "$odd bold")
    gone = ("", "") if stored.found else ("  no longer proposed by the rules", "$odd")
    return Content.assemble(state, tone, ("  confidence ", QUIET), f"{stored.assertion.confidence:.2f}", gone)


# The body


def _heading(text: str) -> Content:
    return Content.styled(text, "bold $primary")


def sentences(entry: Entry, paper: Document) -> Content:
    """The evidence sentences of a row alone, marked."""
    if entry.item is None:
        return Content("")
    assertion = entry.item.stored.assertion
    marks = evidence_marks(assertion)
    spans = [Span(e.start, e.end) for e in assertion.evidence]
    return _lines([marked(paper.text, Passage(span, (span,)), marks) for span in spans])


def _evidence(entry: Entry, paper: Document) -> tuple[list[Content], Content]:
    """Every paragraph that bears on the row, marked; and what stands above its first sentence."""
    assert entry.item is not None  # A miss has a body of its own.
    assertion = entry.item.stored.assertion
    marks = evidence_marks(assertion)
    shown = passages(paper, assertion.evidence)
    lines: list[Content] = []
    before = Content("")
    for passage in shown:
        title = _heading(f"Evidence in {visible(passage.section)}" if passage.section else "Evidence")
        if not any(p.sentences for p in shown[: shown.index(passage)]) and passage.sentences:
            before = _lines([*lines, title, lead(paper.text, passage, marks)])
        lines += [title, marked(paper.text, passage, marks)]
    return lines, before


def _why(entry: Entry) -> Iterator[Content]:
    """The rule, the signs and the confidence."""
    assert entry.item is not None
    assertion = entry.item.stored.assertion
    yield Content.assemble(_heading("Rule "), visible(words.rules(assertion.evidence)))
    for evidence in assertion.evidence:
        yield from _signs(evidence, entry)
    yield from (_cue_lines(assertion.evidence))
    yield Content.assemble(_heading("Confidence "), visible(words.confidence(assertion)))


def _signs(evidence: Evidence, entry: Entry) -> Iterator[Content]:
    """The factors of the effect, and what they multiply to."""
    if not evidence.factors or entry.item is None:
        return
    yield _heading("Sign of the effect")
    yield from (Content(f"  {visible(words.factor(part))}") for part in evidence.factors)
    yield Content(f"  {visible(words.product(evidence.factors, entry.item.stored.assertion.claim))}")


def _cue_lines(evidence: Sequence[Evidence]) -> Iterator[Content]:
    for cue in (c for e in evidence for c in e.cues):
        yield Content.assemble(_heading("Polarity "), visible(f"{cue.kind}: “{cue.text}”"))


def _reference(entry: Entry, paper: Document) -> Iterator[Content]:
    key = entry.claim.citation
    lines = list(words.reference_lines(key, paper.reference(key) if key else None))
    yield Content.assemble(_heading("Reference "), visible(lines[0]))
    yield from (Content(visible(line)) for line in lines[1:])


def _history(verdicts: Sequence[Verdict]) -> Iterator[Content]:
    if verdicts:
        yield _heading("Verdicts")
    yield from (Content(f"  {visible(words.verdict(v))}") for v in reversed(verdicts))


def _miss_body(entry: Entry, paper: Document) -> tuple[Content, Content]:
    """The sentence that should have given the row, in its paragraph; and what stands above it."""
    assert entry.miss is not None
    row, sentence = entry.miss.row, entry.miss.sentence
    notes = [Content(visible(text)) for text in (row.note,) if text]
    tail = [Content(""), *_reference(entry, paper), *notes]
    if sentence is None:
        quote = Content(visible(row.quote or _NO_SENTENCE))
        return _lines([_heading("Sentence"), quote, *tail]), Content("")
    passage = passage_at(paper, Span(sentence.start, sentence.end))
    title = _heading(f"Should have come from {visible(passage.section)}")
    marks = _named_in(paper, passage.sentences, entry)
    before = _lines([title, lead(paper.text, passage, marks)])
    return _lines([title, marked(paper.text, passage, marks), *tail]), before


def _named_in(paper: Document, sentences: Sequence[Span], entry: Entry) -> list[Mark]:
    """Where the sentence names the row's values letter for letter: a help to the eye, no more."""
    marks: list[Mark] = []
    for slot, held in entry.claim.items():
        for sentence in sentences:
            at = paper.text.find(held, sentence.start, sentence.end) if held and slot is not Slot.CITATION else -1
            if held and at >= 0:
                marks.append(Mark(at, at + len(held), LETTERS[slot], f"{slot_style(slot)} bold underline"))
    return marks
