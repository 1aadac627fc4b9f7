"""Owns how is told what stands beside a row: what contradicts it, what repeats it, other papers, the gold.

Pure: what was found in, styled text out. A sign and words tell it everywhere, never colour alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from textual.content import Content

from curator.curation.contradictions import Contradiction, Kind
from curator.curation.duplicates import Likeness, Twin
from curator.model import Claim, Evidence, Polarity, Span, State
from curator.tui import words
from curator.tui.glyphs import visible
from curator.tui.marks import QUIET, Mark, Passage, evidence_marks, marked
from curator.workbench.related import Alike, Noted, Opposed, Related, SlotStanding, TableRow, slot_by_slot

if TYPE_CHECKING:
    from curator.workbench import Standing, StoredAssertion

AGAINST, OTHERWISE, ALIKE, ALSO = "⇄", "≠", "≈", "+"
"""Contradicted; told otherwise by the paper's table; said again; said by another paper too."""
_HEADING = "bold $primary"
_FITS, _DIFFERS = "=", "≠"


# One line near the top


def mark_line(related: Related, key: str) -> Content:
    """What stands beside the row, in one line; empty where nothing does. `key` is the one that goes there."""
    parts = [part for part in (_against_mark(related), _alike_mark(related)) if part]
    if not parts:
        return Content("")
    go = [Content.styled(f"{key}: {'go there' if related.ids() else 'see'}", QUIET)] if key else []
    return Content("  ").join([*parts, *go])


def _against_mark(related: Related) -> Content:
    """Who says the opposite: rows here, rows of other papers, the paper's table."""
    here = sum(1 for opposed in related.opposed if opposed.is_here)
    elsewhere = len(related.opposed) - here + related.more_opposed
    opposite = dict.fromkeys(row.origin for row in related.tables if row.is_opposite)
    noted = [note.origin for note in related.noted if note.origin not in opposite]
    told = [f"{here} here"] if here else []
    told += [f"{elsewhere} elsewhere"] if elsewhere else []
    told += [*opposite, *(f"{origin}, by the gold's notes" for origin in dict.fromkeys(noted))]
    others = [row for row in related.tables if not row.is_opposite and row.origin not in noted]
    line = Content("")
    if told:
        is_weak = not opposite and not noted and all(o.contradiction.is_weak for o in related.opposed)
        name = "perhaps contradicted" if is_weak else "contradicted"
        line = Content.styled(visible(f"{AGAINST} {name}: {', '.join(told)}"), "$bad bold")
    if others:
        slots = ", ".join(dict.fromkeys(a.slot.value for row in others for a in row.against))
        other = Content.styled(visible(f"{OTHERWISE} {others[0].origin}: other {slots}"), "$odd bold")
        line = Content("  ").join([line, other]) if line else other
    return line


def _alike_mark(related: Related) -> Content:
    count = len(related.twins)
    if not count:
        return Content("")
    return Content.styled(f"{ALIKE} {count} nearly the same", "$odd bold")


# Details


def details(related: Related, *, shown: Sequence[StoredAssertion] = ()) -> Iterator[Content]:
    """Everything that stands beside the row, in paragraphs. `shown` are rows whose sentences are shown already."""
    if related.opposed or related.tables or related.noted:
        yield Content("")
        yield Content.styled("Contradictions", _HEADING)
    for opposed in related.opposed:
        yield from _opposed(opposed, related)
    if related.more_opposed:
        yield Content.styled(f"  and {related.more_opposed} more: curator contradictions lists them", QUIET)
    for row in related.tables:
        yield from _table(row)
    for note in related.noted:
        yield from _noted(note)
    if related.twins:
        yield Content("")
        yield Content.styled("Nearly the same, in this paper", _HEADING)
    for alike in related.twins:
        yield from _alike(alike, related)
    known = {stored.id for stored in shown}
    elsewhere = [stored for stored in related.elsewhere if stored.id not in known]
    if elsewhere:
        yield Content("")
        yield Content.styled("The same finding in other papers", _HEADING)
    for stored in elsewhere:
        yield Content.assemble((f"{ALSO} ", "bold"), visible(stored.document_name), "  ", _state(stored))
        yield from _sentences(stored)


def spoken(related: Related) -> Iterator[str]:
    """The same in plain lines, for a screen reader."""
    for opposed in related.opposed:
        place = "in this paper" if opposed.is_here else f"in {opposed.stored.document_name}"
        reason = why(opposed.contradiction, opposed.stored)
        yield f"Contradicted {place}: {reason}: {words.claim_line(opposed.stored.claim)}"
        yield from (f"Its sentence: {evidence.quote}" for evidence in opposed.stored.assertion.evidence)
    if related.more_opposed:
        yield f"Contradicted: {words.count(related.more_opposed, 'more row')}"
    for row in related.tables:
        said = "; ".join(f"{against.slot.value} {', '.join(against.table)}" for against in row.against)
        yield f"{'Contradicted' if row.is_opposite else 'Told otherwise'} by {row.origin}: it has {said}"
    for note in related.noted:
        yield f"Contradicted by {note.origin}, in the words of the gold: table “{note.table}”, text “{note.text}”"
    for alike in related.twins:
        yield f"Nearly the same, {twin(alike.twin, alike.stored)}: {words.claim_line(alike.stored.claim)}"


def _opposed(opposed: Opposed, related: Related) -> Iterator[Content]:
    place = "in this paper" if opposed.is_here else f"in {opposed.stored.document_name}"
    head = f"{AGAINST} {why(opposed.contradiction, opposed.stored)}, {place}"
    yield Content.styled(visible(head), "$bad bold")
    yield from _row(opposed.stored, related)


def why(found: Contradiction, other: StoredAssertion) -> str:
    """What two rows disagree on and how near they are: `opposite effect; same drug paclitaxel; another target PTEN`."""
    kind = {
        Kind.EFFECT: f"opposite effect, {other.claim.effect}",
        Kind.DENIED_EFFECT: f"{_denies(other)} the effect",
        Kind.DENIED_TARGET: f"{_denies(other)} the target",
    }[found.kind]
    same = [f"same {slot.value} {words.value(other.claim, slot)}" for slot in found.shared]
    apart = [f"another {slot.value} {words.value(other.claim, slot)}" for slot in found.differing]
    weak = ["weak, for one of the two is only considered"] if found.is_weak else []
    return "; ".join([kind, *same, *apart, *weak])


def what(related: Related, id: str) -> str:
    """Why a row stands beside the other, by its id."""
    against = (why(opposed.contradiction, opposed.stored) for opposed in related.opposed if opposed.stored.id == id)
    alike = (twin(found.twin, found.stored) for found in related.twins if found.stored.id == id)
    return next(against, next(alike, ""))


def _denies(other: StoredAssertion) -> str:
    return "denies" if other.polarity is Polarity.NEGATED else "affirms, against the denial,"


def _table(row: TableRow) -> Iterator[Content]:
    """What the table says against the text, then its cells as printed."""
    sign, style = (AGAINST, "$bad bold") if row.is_opposite else (OTHERWISE, "$odd bold")
    said = "; ".join(f"{against.slot.value} {', '.join(against.table)}" for against in row.against)
    yield Content.styled(visible(f"{sign} text against table: {row.origin} has {said}"), style)
    for head, cell in row.cells:
        yield Content.assemble("  ", (f"{visible(head)}: ", QUIET), visible(cell))


def _noted(note: Noted) -> Iterator[Content]:
    yield Content.styled(visible(f"{AGAINST} text against table, in the words of the gold: {note.origin}"), "$bad bold")
    yield Content.assemble("  ", ("table: ", QUIET), visible(f"“{note.table}”"))
    yield Content.assemble("  ", ("text: ", QUIET), visible(f"“{note.text}”"))
    yield Content(f"  {visible(note.reason)}")


def _alike(alike: Alike, related: Related) -> Iterator[Content]:
    yield Content.styled(visible(f"{ALIKE} {twin(alike.twin, alike.stored)}"), "$odd bold")
    yield from _row(alike.stored, related)


def twin(found: Twin, other: StoredAssertion) -> str:
    """How a row is like the one shown: `says more: target BCL2; speculative`, `the same claim, citation [25]`."""
    if found.likeness is Likeness.LESS:
        parts = [f"{found.likeness}: no {', no '.join(slot.value for slot in found.slots)}"]
    elif found.slots:
        held = ", ".join(f"{slot.value} {words.value(other.claim, slot)}" for slot in found.slots)
        parts = [f"{found.likeness}: {held}"]
    else:
        parts = [str(found.likeness)]
    return "; ".join([*parts, *([f"there {other.polarity}"] if found.other_polarity else [])])


def _row(stored: StoredAssertion, related: Related) -> Iterator[Content]:
    """A row in one line, its sentences, and the study it rests on."""
    yield Content.assemble("  ", visible(words.claim_line(stored.claim)), "  ", _state(stored))
    yield from _sentences(stored)
    for reference in related.references.get(stored.id, ()):
        yield Content.styled(f"  {visible(reference)}", QUIET)


def _state(stored: StoredAssertion) -> Content:
    """How another row stands, and its polarity where it is not simply affirmed."""
    sign = words.STATE_SIGNS[stored.state].strip()
    polarity = stored.polarity
    tone = f" {words.POLARITY_SIGNS[polarity]}{polarity}" if polarity is not Polarity.AFFIRMED else ""
    return Content.assemble((f"{sign} {stored.state}", words.STATE_STYLES[stored.state]), (tone, "$odd"))


def _sentences(stored: StoredAssertion) -> Iterator[Content]:
    for evidence in stored.assertion.evidence:
        section = f"  ({visible(evidence.section)})" if evidence.section else ""
        yield Content.assemble("  ", quoted(evidence, evidence_marks(stored.assertion)), (section, QUIET))


def quoted(evidence: Evidence, marks: Sequence[Mark]) -> Content:
    """A sentence with its marks, without the paper around it."""
    whole = Span(0, len(evidence.quote))
    start = evidence.start
    inside = [mark for mark in marks if evidence.start <= mark.start and mark.end <= evidence.end]
    moved = [Mark(mark.start - start, mark.end - start, mark.letter, mark.style) for mark in inside]
    return marked(evidence.quote, Passage(whole, (whole,)), moved)


# The others of a finding


def members(finding: Sequence[StoredAssertion], shown: StoredAssertion) -> Iterator[Content]:
    """What the other rows of one decision rest on: every sentence with its paper and section."""
    for stored in finding:
        if stored.id == shown.id:
            continue
        state = Content("") if stored.state is State.UNDECIDED else Content.assemble("  ", _state(stored))
        for evidence in stored.assertion.evidence:
            section = f", section {evidence.section}" if evidence.section else ""
            cited = f", {words.citation(stored.claim.citation)}" if stored.claim.citation else ""
            place = f"Also in {stored.document_name}{section}{cited}"
            yield Content.assemble((visible(place), _HEADING), state)
            yield quoted(evidence, evidence_marks(stored.assertion))


# The gold


def gold(standing: Standing | None, claim: Claim) -> Iterator[Content]:
    """How the row stands to the gold, slot by slot; nothing where the paper has no gold."""
    if standing is None:
        return
    yield Content("")
    if standing.row is None:
        yield Content.assemble(("Gold ", _HEADING), "no row of the gold is like this one")
        return
    hedged = "; it would match if it were affirmed" if standing.hedged else ""
    yield Content.assemble(("Gold ", _HEADING), visible(f"{standing.row.origin}{hedged}"))
    yield from (_slot(found, claim) for found in slot_by_slot(standing.row, claim))
    told = [standing.row.note] if standing.row.note else []
    yield from (Content.assemble("  ", ("note: ", QUIET), visible(note)) for note in told)


def _slot(found: SlotStanding, claim: Claim) -> Content:
    """`≠ source   CAF; the gold has adipocyte, or fat cell`."""
    label = f"{words.SLOT_LABELS[found.slot]:<9}"
    ours = visible(words.value(claim, found.slot))
    if found.fits:
        return Content.assemble("  ", (_FITS, "$good bold"), " ", (label, QUIET), ours)
    also = "".join(f", or {value or 'none'}" for value in found.also)
    theirs = visible(f"{found.gold or 'none'}{also}")
    return Content.assemble("  ", (_DIFFERS, "$odd bold"), " ", (label, QUIET), f"{ours}; the gold has {theirs}")
