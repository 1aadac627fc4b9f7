"""Owns what is said about one row: the claim against the gold above, the evidence and every reason below.

Pure: an entry and its paper in, styled text out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from textual.content import Content

from curator.model import Document, Polarity, Slot, Span, State, Verdict
from curator.tui import beside, words
from curator.tui.entry import Entry
from curator.tui.glyphs import stacked, visible, visible_lines
from curator.tui.marks import (
    LETTERS,
    QUIET,
    Mark,
    Passage,
    evidence_marks,
    lead,
    marked,
    paragraph_around,
    passage_at,
    passages,
    slot_style,
)

if TYPE_CHECKING:
    from curator.workbench import QueueItem, StoredAssertion
    from curator.workbench.related import Related

_FINDING = (Slot.MIRNA, Slot.SOURCE, Slot.TARGET, Slot.EFFECT)
_CONTEXT = (Slot.CITATION, Slot.DRUG, Slot.DISEASE)
_NO_SENTENCE = "No sentence of the paper is known to say this; the gold has it from elsewhere."
_LABEL_WIDTH = 8


@dataclass(frozen=True, slots=True)
class Body:
    """Evidence and reasons, and where the first evidence sentences stand in them."""

    text: Content
    start: int = 0
    end: int = 0
    """Code points of `text`."""
    details: int = 0
    """Where that begins which contradicts or repeats the row; 0 where nothing does."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """What the pane shows for one row."""

    head: Content
    """Claim, standing and state: always in sight."""
    body: Body
    """Scrolls."""


@dataclass(frozen=True, slots=True)
class Around:
    """What is shown of a row beside the row itself."""

    verdicts: Sequence[Verdict] = ()
    related: Related | None = None
    """What contradicts it, what repeats it; none where that is not known."""
    finding: Sequence[StoredAssertion] = ()
    """Every row of the same decision, itself among them; none where it is the only one."""
    key: str = ""
    """The key that goes to the next of the related rows."""


def sheet(entry: Entry, paper: Document, *, around: Around | None = None, width: int = 80, tall: bool = True) -> Sheet:
    """The sheet of a row. `width` is in cells; where the pane is not `tall` the slots share a line or two."""
    around = around or Around()
    slots = _slot_table(entry, width) if tall else _slot_lines(entry, width)
    mark = beside.mark_line(around.related, around.key) if around.related else Content("")
    head = stacked([slots, *_status(entry, width), *([mark] if mark else [])])
    if entry.miss:
        return Sheet(head, _miss_body(entry, paper))
    return Sheet(head, _row_body(entry, paper, around, whole=tall))


# The head


def _slot(entry: Entry, slot: Slot, *, label_width: int = _LABEL_WIDTH) -> Content:
    """Letter, label and value of one slot."""
    style = slot_style(slot)
    held = visible(words.value(entry.claim, slot))
    label = f"{words.SLOT_LABELS[slot]:<{label_width}}"
    return Content.assemble((LETTERS[slot], f"bold {style}"), " ", (label, QUIET), " ", (held, f"bold {style}"))


def _slot_table(entry: Entry, width: int) -> Content:
    """The slots as a table that is the legend of the marks too: the finding to the left, its context to the right."""
    half = width // 2
    left = [_slot(entry, slot) for slot in _FINDING]
    right = [_slot(entry, slot) for slot in _CONTEXT]
    if max(cell.cell_length for cell in left) >= half:
        return stacked([*left, Content("  ").join(_slot(entry, slot, label_width=0) for slot in _CONTEXT)])
    lines = [Content.assemble(a.pad_right(half - a.cell_length), b) for a, b in zip(left, right, strict=False)]
    return stacked([*lines, *left[len(lines) :]])


def _slot_lines(entry: Entry, width: int) -> Content:
    """The slots that hold something, one after the other; no line ends between a letter and its value."""
    lines: list[Content] = []
    for slot in (slot for slot in Slot if entry.claim.get(slot)):
        held = visible(words.value(entry.claim, slot))
        part = Content.assemble((LETTERS[slot], QUIET), " ", (held, f"bold {slot_style(slot)}"))
        if lines and lines[-1].cell_length + 2 + part.cell_length <= width:
            part = Content("  ").join([lines.pop(), part])
        lines.append(part)
    return stacked(lines)


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
        proposed = entry.item.stored.assertion
        changed = [*words.changes(proposed.claim, entry.claim), *words.turned(proposed.polarity, entry.polarity)]
        yield Content.assemble(("edited: ", QUIET), visible("; ".join(changed)))


def _state(item: QueueItem) -> Content:
    """State, polarity as decided or as the text has it, confidence, and whether the rules still propose it."""
    stored = item.stored
    sign = words.STATE_SIGNS[stored.state].strip()
    state = (f"{sign} {stored.state}", words.STATE_STYLES[stored.state])
    if stored.conflict:
        state = (f"{words.CONFLICT_SIGN} in conflict: decided differently", "$odd bold")
    whose = f"  {words.ASSIGNED_SIGN} assigned to {visible(stored.assigned)}" if stored.assigned else ""
    is_plain = stored.polarity is Polarity.AFFIRMED
    tone = (f"  {words.polarity(stored.polarity, stored.assertion.polarity)}", "" if is_plain else "$odd bold")
    standing = words.where_it_stands(stored)
    gone = (f"  {visible(standing)}", "$odd") if standing else ("", "")
    confidence = f"{stored.assertion.confidence:.2f}"
    return Content.assemble(state, tone, ("  confidence ", QUIET), confidence, gone, (whose, "$accent"))


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
    return stacked([marked(paper.text, Passage(span, (span,)), marks) for span in spans])


def _row_body(entry: Entry, paper: Document, around: Around, *, whole: bool) -> Body:
    """What bears on the row, marked, and what other papers say of it; every reason; what stands beside the row.

    Where there is little room, of a paragraph not the `whole` is shown but the sentences that matter and one around.
    """
    assert entry.item is not None  # A miss has a body of its own.
    stored = entry.item.stored
    marks = evidence_marks(stored.assertion)
    shown = passages(paper, stored.assertion.evidence)
    shown = shown if whole else [_cut(paper, passage, marks) for passage in shown]
    evidence = _passages(paper, shown, marks, title="Evidence")
    lines = [evidence.text, *beside.members(around.finding, stored), Content(""), *_why(entry)]
    lines += _reference(entry, paper)
    above = stacked(lines)
    details = list(beside.details(around.related, shown=around.finding)) if around.related else []
    text = stacked([above, *details, *beside.gold(entry.standing, entry.claim), *_history(around.verdicts)])
    return replace(evidence, text=text, details=len(above) + 1 if details else 0)


def held(entry: Entry, paper: Document) -> list[Content]:
    """The evidence sentences, marked, that which binds most slots first: what stays in sight of them."""
    if entry.item is None:
        return []
    assertion = entry.item.stored.assertion
    marks = evidence_marks(assertion)
    spans = [Span(e.start, e.end) for e in sorted(assertion.evidence, key=lambda e: (-len(e.slots), e.start))]
    return [marked(paper.text, Passage(span, (span,)), marks) for span in spans]


def _cut(paper: Document, passage: Passage, marks: Sequence[Mark]) -> Passage:
    """The passage from the sentence before the first that matters or bears a mark to the sentence after the last."""
    block = passage.paragraph
    inside = [mark for mark in marks if block.start <= mark.start and mark.end <= block.end]
    ends = [*passage.sentences, *(Span(mark.start, mark.end) for mark in inside)]
    if not ends:
        return passage
    first, last = min(span.start for span in ends), max(span.end for span in ends)
    before = max((s.start for s in paper.sentences if block.start <= s.start and s.end <= first), default=first)
    after = min((s.end for s in paper.sentences if last <= s.start and s.end <= block.end), default=last)
    # A mark may begin inside a sentence that is none of those that matter.
    around = [s for s in paper.sentences if s.start < first < s.end or s.start < last < s.end]
    start, end = min([before, *(s.start for s in around)]), max([after, *(s.end for s in around)])
    return replace(passage, paragraph=Span(max(block.start, start), min(block.end, end)))


def _passages(paper: Document, shown: Sequence[Passage], marks: Sequence[Mark], *, title: str) -> Body:
    """The paragraphs under their sections, and where the first sentences that matter stand in them."""
    lines: list[Content] = []
    place: tuple[int, int] | None = None
    for passage in shown:
        lines.append(_heading(f"{title}, section {visible(passage.section)}" if passage.section else title))
        begins, ends = _is_cut(paper, passage)
        before = Content(_CUT if begins else "")
        if place is None and passage.sentences:
            place = _place(paper, passage, marks, above=stacked([*lines, before]))
        after = Content(_CUT if ends else "")
        lines.append(Content.assemble(before, marked(paper.text, passage, marks), after, strip_control_codes=False))
    return Body(stacked(lines), *(place or (0, 0)))


_CUT = " … "


def _is_cut(paper: Document, passage: Passage) -> tuple[bool, bool]:
    """Whether the paragraph goes on before and after what is shown of it."""
    shown = passage.paragraph
    whole = paragraph_around(paper, shown)
    return whole.start < shown.start, shown.end < whole.end


def _place(paper: Document, passage: Passage, marks: Sequence[Mark], *, above: Content) -> tuple[int, int]:
    """From where to where the sentences of a passage stand, below what is above it."""
    hull = Span(passage.sentences[0].start, passage.sentences[-1].end)
    start = len(above) + len(lead(paper.text, passage, marks))
    return start, start + len(marked(paper.text, Passage(hull, passage.sentences), marks))


def _why(entry: Entry) -> Iterator[Content]:
    """The rules with their signs and cues, sentence by sentence, and the confidence with its reasons."""
    assert entry.item is not None
    assertion = entry.item.stored.assertion
    blocks = ("\n".join(words.rule_lines(evidence, assertion.claim)) for evidence in assertion.evidence)
    for block in dict.fromkeys(blocks):
        yield Content.assemble(_heading("Rule"), visible_lines(block.removeprefix("Rule")))
    yield Content.assemble(_heading("Confidence "), visible(words.confidence(assertion)))


def _reference(entry: Entry, paper: Document) -> Iterator[Content]:
    lines = list(words.references(entry.claim.citation, paper))
    yield Content.assemble(_heading("Reference "), visible(lines[0]))
    yield from (Content(visible(line)) for line in lines[1:])


def _history(verdicts: Sequence[Verdict]) -> Iterator[Content]:
    if verdicts:
        yield _heading("Verdicts")
    told = (words.verdict(v, again=words.gives_again(v, verdicts)) for v in reversed(verdicts))
    yield from (Content(f"  {visible(line)}") for line in told)


def _miss_body(entry: Entry, paper: Document) -> Body:
    """The sentence that should have given the row, in its paragraph."""
    assert entry.miss is not None
    row, sentence = entry.miss.row, entry.miss.sentence
    tail = [Content(""), *_reference(entry, paper)]
    tail += [Content.assemble(_heading("Note "), visible(row.note))] if row.note else []
    if sentence is None:
        return Body(stacked([_heading("Sentence"), Content(visible(row.quote or _NO_SENTENCE)), *tail]))
    passage = passage_at(paper, Span(sentence.start, sentence.end))
    shown = _passages(paper, [passage], _named_in(paper, passage.sentences, entry), title="Should have given this row")
    return replace(shown, text=stacked([shown.text, *tail]))


def _named_in(paper: Document, sentences: Sequence[Span], entry: Entry) -> list[Mark]:
    """Where the sentence names the row's values letter for letter: a help to the eye, no more."""
    marks: list[Mark] = []
    for slot, held in entry.claim.items():
        for sentence in sentences:
            at = paper.text.find(held, sentence.start, sentence.end) if held and slot is not Slot.CITATION else -1
            if held and at >= 0:
                marks.append(Mark(at, at + len(held), LETTERS[slot], f"{slot_style(slot)} bold underline"))
    return marks
