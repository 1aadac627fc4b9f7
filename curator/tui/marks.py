"""Owns how evidence looks: a paragraph, its sentences set off, every slot marked by letter, underline and colour.

A mark reads `‹M:miR-522›`: the letter says which slot, so that the page reads the same without any colour.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from textual.content import Content

from curator.model import (
    SLOT_TYPES,
    Assertion,
    Cue,
    Document,
    Evidence,
    Factor,
    Mention,
    Polarity,
    Slot,
    SlotSpan,
    Span,
)
from curator.tui.glyphs import SENTENCE_CLOSES, SENTENCE_OPENS, visible

LETTERS: dict[Slot, str] = {
    Slot.MIRNA: "M",
    Slot.SOURCE: "S",
    Slot.TARGET: "T",
    Slot.EFFECT: "E",
    Slot.CITATION: "C",
    Slot.DRUG: "D",
    Slot.DISEASE: "I",
}
"""One letter a slot; the disease is the drug's indication, since D is taken."""

SIGNS = {1: "+", -1: "−"}
CUE_SIGNS = {Polarity.NEGATED: "¬", Polarity.SPECULATIVE: "?", Polarity.AFFIRMED: "!"}
_OPEN, _CLOSE = "‹", "›"
_SENTENCE_OPEN, _SENTENCE_CLOSE = f"{SENTENCE_OPENS} ", f" {SENTENCE_CLOSES}"
QUIET = "$quiet"


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of the document's text that is marked, and how."""

    start: int
    end: int
    letter: str
    """Empty for what is only underlined, without brackets."""
    style: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of what is shown: text of the document, or a sign that was put between."""

    text: str
    style: str
    at: int
    """The offset at which the text begins, or before which the sign stands."""
    is_sign: bool = False


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph to show, and the sentences in it that matter."""

    paragraph: Span
    sentences: tuple[Span, ...]
    section: str = ""


def slot_style(slot: Slot) -> str:
    """The colour of a slot, as a style that every theme knows."""
    return f"$slot-{slot}"


def slot_mark(span: SlotSpan) -> Mark:
    """How a slot's span is marked."""
    return Mark(span.start, span.end, LETTERS[span.slot], f"{slot_style(span.slot)} bold underline")


def factor_mark(factor: Factor) -> Mark:
    """How a factor of the sign is marked."""
    return Mark(factor.start, factor.end, SIGNS[factor.sign], "italic")


def cue_mark(cue: Cue) -> Mark:
    """How a word that denies or doubts is marked."""
    return Mark(cue.start, cue.end, CUE_SIGNS[cue.kind], "italic bold")


_SLOT_OF = {type: slot for slot, type in SLOT_TYPES.items()}


def mention_mark(mention: Mention) -> Mark:
    """How a name is marked that the row at hand does not use: underlined, and dim in the colour of its slot."""
    slot = _SLOT_OF.get(mention.type)
    style = f"dim underline {slot_style(slot)}" if slot else "dim underline"
    return Mark(mention.start, mention.end, "", style)


def evidence_marks(assertion: Assertion) -> list[Mark]:
    """Every mark that the evidence of an assertion bears, slots first."""
    evidence = assertion.evidence
    slots = [slot_mark(s) for e in evidence for s in e.slots]
    factors = [factor_mark(f) for e in evidence for f in e.factors]
    cues = [cue_mark(c) for e in evidence for c in e.cues]
    return list(dict.fromkeys([*slots, *factors, *cues]))


def passages(document: Document, evidence: Sequence[Evidence]) -> list[Passage]:
    """The paragraphs that hold the evidence or one of its slots, in text order."""
    sentences: dict[Span, list[Span]] = defaultdict(list)
    for piece in evidence:
        whole = Span(piece.start, piece.end)
        sentences[paragraph_around(document, whole)].append(whole)
    for slot in (s for e in evidence for s in e.slots):
        sentences[paragraph_around(document, Span(slot.start, slot.end))]
    return [_passage(document, block, spans) for block, spans in sorted(sentences.items())]


def passage_at(document: Document, span: Span) -> Passage:
    """The paragraph around one sentence."""
    return _passage(document, paragraph_around(document, span), [span])


def paragraph_around(document: Document, span: Span) -> Span:
    """The paragraph that holds the span, or the span itself where no paragraph does."""
    for block in document.paragraphs:
        if block.start <= span.start < block.end:
            return Span(block.start, block.end)
    return Span(span.start, span.end)


def _passage(document: Document, block: Span, sentences: Iterable[Span]) -> Passage:
    section = document.section_at(block.start)
    return Passage(block, tuple(sorted(set(sentences))), section.title if section else "")


def marked(text: str, passage: Passage, marks: Iterable[Mark]) -> Content:
    """The paragraph as it is shown.

    Marks that share a span share one pair of brackets (`‹MT:…›`); those outside the paragraph are left out.
    """
    # Every piece is `visible` already.
    parts = ((piece.text, piece.style) for piece in pieces(text, passage, marks))
    return Content.assemble(*parts, strip_control_codes=False)


def pieces(
    text: str, passage: Passage, marks: Iterable[Mark], *, around: str = QUIET, within: Mapping[Span, str] | None = None
) -> Iterator[Piece]:
    """The same, piece by piece. `around` is the style beside the sentences, `within` that of some other stretches."""
    block = passage.paragraph
    inside = _merged([m for m in marks if block.start <= m.start < m.end <= block.end])
    backgrounds = {**(within or {}), **dict.fromkeys(passage.sentences, "")}
    edges = {block.start, block.end} | {e for m in inside for e in (m.start, m.end)}
    edges |= {e for s in backgrounds for e in (s.start, s.end) if block.start <= e <= block.end}
    cuts = sorted(edges)
    for start, end in zip(cuts, [*cuts[1:], None], strict=True):
        yield from (Piece(sign, style, start, is_sign=True) for sign, style in _signs_at(start, passage, inside))
        if end is not None:
            style = _style_between(start, end, inside, backgrounds, around)
            yield Piece(visible(text[start:end]), style, start)


def lead(text: str, passage: Passage, marks: Iterable[Mark]) -> Content:
    """What is shown before the first sentence that matters; its wrapped height is where to scroll."""
    if not passage.sentences:
        return Content("")
    before = Span(passage.paragraph.start, passage.sentences[0].start)
    return marked(text, Passage(before, ()), marks)


def _merged(marks: Iterable[Mark]) -> list[Mark]:
    """One mark a span: the letters of all, the style of the first."""
    by_span: dict[tuple[int, int], list[Mark]] = defaultdict(list)
    for mark in marks:
        by_span[mark.start, mark.end].append(mark)
    letters = {span: "".join(dict.fromkeys(m.letter for m in same)) for span, same in by_span.items()}
    return [Mark(*span, letters[span], same[0].style) for span, same in by_span.items()]


def _signs_at(offset: int, passage: Passage, marks: Sequence[Mark]) -> Iterator[tuple[str, str]]:
    """The brackets that close, then those that open, at one offset; the longest opens first."""
    for mark in sorted((m for m in marks if m.end == offset and m.letter), key=lambda m: -m.start):
        yield _CLOSE, mark.style.replace(" underline", "")
    yield from ((_SENTENCE_CLOSE, "bold") for s in passage.sentences if s.end == offset)
    yield from ((_SENTENCE_OPEN, "bold") for s in passage.sentences if s.start == offset)
    for mark in sorted((m for m in marks if m.start == offset and m.letter), key=lambda m: -m.end):
        yield f"{_OPEN}{mark.letter}:", mark.style.replace(" underline", "")


def _style_between(start: int, end: int, marks: Sequence[Mark], backgrounds: Mapping[Span, str], around: str) -> str:
    """The style of the innermost mark there; else that of the innermost stretch, or of what is around them."""
    covering = [m for m in marks if m.start <= start and end <= m.end]
    if covering:
        return min(covering, key=lambda m: m.end - m.start).style
    under = [span for span in backgrounds if span.start <= start and end <= span.end]
    return backgrounds[min(under, key=lambda span: span.end - span.start)] if under else around
