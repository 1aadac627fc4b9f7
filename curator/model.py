"""What everything is: the types that every room hands to the next.

Frozen, standard library only, and without behaviour beyond checking themselves. Offsets are code points into one
`Document.text`; a span covers `text[start:end]`. Who owns ids: `curator.identity`; who stores these: `curator.storage`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum


class SectionKind(StrEnum):
    """What a section is for, so that extraction may weigh it."""

    TITLE = "title"
    ABSTRACT = "abstract"
    INTRODUCTION = "introduction"
    METHODS = "methods"
    RESULTS = "results"
    DISCUSSION = "discussion"
    CONCLUSION = "conclusion"
    REFERENCES = "references"
    BACK = "back"
    OTHER = "other"


class MentionType(StrEnum):
    """What a stretch of text names."""

    MIRNA = "mirna"
    GENE = "gene"
    CELL = "cell"
    VESICLE = "vesicle"
    DRUG = "drug"
    DISEASE = "disease"
    RNA = "rna"


class Slot(StrEnum):
    """The parts of a claim. The first five are the row that a curator wants; drug and disease are its context."""

    MIRNA = "mirna"
    SOURCE = "source"
    TARGET = "target"
    EFFECT = "effect"
    CITATION = "citation"
    DRUG = "drug"
    DISEASE = "disease"


SLOT_TYPES = {
    Slot.MIRNA: MentionType.MIRNA,
    Slot.SOURCE: MentionType.CELL,
    Slot.TARGET: MentionType.GENE,
    Slot.DRUG: MentionType.DRUG,
    Slot.DISEASE: MentionType.DISEASE,
}
"""What a slot names in the text; an effect and a citation are no names."""


class Effect(StrEnum):
    """What the miRNA, when present or raised, confers on the tumour cell under a drug."""

    RESISTANCE = "resistance"
    SENSITIVITY = "sensitivity"


class Polarity(StrEnum):
    """Whether the text asserts the claim, denies it or only considers it."""

    AFFIRMED = "affirmed"
    NEGATED = "negated"
    SPECULATIVE = "speculative"


class Action(StrEnum):
    """What a curator did. `UNDO` takes back the verdict it names and is itself a verdict."""

    ACCEPT = "accept"
    EDIT = "edit"
    REJECT = "reject"
    COMMENT = "comment"
    UNDO = "undo"


KEEPING = (Action.ACCEPT, Action.EDIT)
"""What keeps a row, as shown or as edited."""
DECISIVE = (*KEEPING, Action.REJECT)
"""What decides on a row: it gives the row its state."""


class State(StrEnum):
    """How an assertion stands under the verdicts given on it."""

    UNDECIDED = "undecided"
    ACCEPTED = "accepted"
    EDITED = "edited"
    REJECTED = "rejected"


KEPT = (State.ACCEPTED, State.EDITED)
"""How a row stands that was kept."""


class Reason(StrEnum):
    """Why an assertion was rejected, after INDRA's curation tags."""

    ENTITY_BOUNDARY = "entity boundary"
    WRONG_GROUNDING = "wrong grounding"
    WRONG_POLARITY = "wrong polarity"
    NO_RELATION = "no relation"
    WRONG_RELATION = "wrong relation"
    WRONG_SOURCE = "wrong source"
    WRONG_CITATION = "wrong citation"
    NEGATIVE_RESULT = "negative result"
    HYPOTHESIS = "hypothesis"
    OTHER = "other"


def _check_span(start: int, end: int) -> None:
    if not 0 <= start <= end:
        raise ValueError(f"a span needs 0 <= start <= end, not {start}..{end}")


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A code-point range of a document's text."""

    start: int
    end: int

    def __post_init__(self) -> None:
        _check_span(self.start, self.end)

    def overlaps(self, other: Span) -> bool:
        """True where the two share at least one character."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        """True where `other` lies wholly inside."""
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True, order=True)
class Sentence(Span):
    """One sentence of the prose; never a heading, a table row or a reference."""


@dataclass(frozen=True, slots=True, order=True)
class Paragraph(Span):
    """One block of prose, whole again where a page or a table had cut it."""


@dataclass(frozen=True, slots=True)
class Section:
    """A headed stretch of the document. Its span runs from its heading to the next heading of any level."""

    title: str
    start: int
    end: int
    kind: SectionKind = SectionKind.OTHER
    level: int = 1

    def __post_init__(self) -> None:
        _check_span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Citation:
    """A marker in the text (`[17,22]`, `(Smith et al., 2020)`) and the reference keys it expands to."""

    start: int
    end: int
    keys: tuple[str, ...]

    def __post_init__(self) -> None:
        _check_span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Reference:
    """One entry of the reference list."""

    key: str
    """As the text cites it: `17`, or `Smith 2020` where the list is not numbered."""
    text: str
    start: int = 0
    end: int = 0
    authors: tuple[str, ...] = ()
    """In order, as printed (`Zhang H`); `et al` is left out."""
    title: str = ""
    journal: str = ""
    year: str = ""
    volume: str = ""
    pages: str = ""
    doi: str | None = None
    pmid: str | None = None

    def __post_init__(self) -> None:
        _check_span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Table:
    """A table, its caption and rows also standing in the text (cells by tabs, rows by line ends), outside the prose."""

    label: str
    """`Table 1`"""
    caption: str
    rows: tuple[tuple[str, ...], ...]
    """Header rows included; every row has as many cells as the widest."""
    start: int
    end: int
    header_rows: int = 1

    def __post_init__(self) -> None:
        _check_span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a stretch of text stands on paper: a page, counted from 1, and a box in points from its top left corner."""

    start: int
    end: int
    page: int
    box: tuple[float, float, float, float] | None = None
    """x0, top, x1, bottom"""


@dataclass(frozen=True, slots=True)
class Document:
    """A paper as read: one immutable text, and everything else as ranges of it."""

    name: str
    """The file's stem: how a person knows it."""
    text: str
    title: str = ""
    doi: str | None = None
    pmid: str | None = None
    format: str = "text"
    sections: tuple[Section, ...] = ()
    paragraphs: tuple[Paragraph, ...] = ()
    sentences: tuple[Sentence, ...] = ()
    """In order, each inside one paragraph; empty until the paragraphs have been segmented."""
    citations: tuple[Citation, ...] = ()
    references: tuple[Reference, ...] = ()
    tables: tuple[Table, ...] = ()
    places: tuple[Place, ...] = ()
    id: str = ""
    """From the content (`identity.document_id`); empty until the workbench has given it."""

    def quote(self, span: Span | Section | Citation | Reference | Table | Mention) -> str:
        """The text that a span covers."""
        return self.text[span.start : span.end]

    def section_at(self, offset: int) -> Section | None:
        """The innermost section that covers the offset, or none."""
        covering = (s for s in self.sections if s.start <= offset < s.end)
        return max(covering, key=lambda s: (s.level, s.start), default=None)

    def reference(self, key: str) -> Reference | None:
        """The reference with this key, or none."""
        return next((r for r in self.references if r.key == key), None)


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in the text and what it stands for."""

    type: MentionType
    start: int
    end: int
    text: str
    name: str
    """Canonical: the HGNC symbol, the miRBase name, the INN, …; the text itself where nothing is known."""
    identifier: str | None = None
    """A CURIE such as `hgnc:9588`, `cellosaurus:CVCL_0291`, `CL:0000057`; none where nothing is known."""

    def __post_init__(self) -> None:
        _check_span(self.start, self.end)

    def __len__(self) -> int:
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Claim:
    """What is claimed, in canonical names. Its identity never includes evidence."""

    mirna: str
    source: str | None = None
    target: str | None = None
    effect: Effect | None = None
    citation: str | None = None
    """The reference's key as printed in the document at hand; none for the document's own finding."""
    drug: str | None = None
    disease: str | None = None

    def get(self, slot: Slot) -> str | None:
        """The value of one slot."""
        value: str | None = getattr(self, slot.value)
        return value

    def items(self) -> Iterator[tuple[Slot, str | None]]:
        """Every slot with its value, in the order of the row."""
        return ((slot, self.get(slot)) for slot in Slot)


@dataclass(frozen=True, slots=True)
class SlotSpan:
    """Where a slot of a claim stands in the text."""

    slot: Slot
    start: int
    end: int
    text: str
    value: str
    """The canonical value that the claim has."""
    identifier: str | None = None

    def __post_init__(self) -> None:
        _check_span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Factor:
    """One sign of the product that makes the effect: the perturbation of the miRNA, the verb, the response."""

    name: str
    """`perturbation`, `verb` or `response`; `denial` where a denied verb says its opposite; `context` for a miRNA whose
    loss was told before."""
    sign: int
    """+1 or -1"""
    start: int
    end: int
    text: str

    def __post_init__(self) -> None:
        _check_span(self.start, self.end)
        if self.sign not in (-1, 1):
            raise ValueError(f"a factor's sign is +1 or -1, not {self.sign}")


@dataclass(frozen=True, slots=True)
class Cue:
    """A word that changes the polarity, and the stretch that it reaches."""

    kind: Polarity
    start: int
    end: int
    text: str
    scope: Span


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a document says so: one sentence, the span of every slot that it binds, the rule that bound them."""

    document: str
    """The document's id."""
    start: int
    end: int
    quote: str
    section: str
    """Title of the section, empty where there is none."""
    rule: str
    """The id of the rule that fired; several are joined by ` + `."""
    slots: tuple[SlotSpan, ...] = ()
    factors: tuple[Factor, ...] = ()
    cues: tuple[Cue, ...] = ()

    def __post_init__(self) -> None:
        _check_span(self.start, self.end)

    def span_of(self, slot: Slot) -> SlotSpan | None:
        """The span of one slot, or none where another sentence or nothing binds it."""
        return next((s for s in self.slots if s.slot == slot), None)


@dataclass(frozen=True, slots=True)
class Assertion:
    """A claim as one document makes it, with one polarity and all the evidence for it there."""

    claim: Claim
    evidence: tuple[Evidence, ...]
    """In text order; at least one."""
    polarity: Polarity = Polarity.AFFIRMED
    confidence: float = 1.0
    """Between 0 and 1; `reasons` says in words what it is made of."""
    reasons: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.evidence:
            raise ValueError("an assertion needs evidence")
        if not 0 <= self.confidence <= 1:
            raise ValueError(f"confidence lies between 0 and 1, not {self.confidence}")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a curator decided, with a snapshot of what she saw. Appended, never changed."""

    assertion: str
    """The id of the assertion (`identity.assertion_id`)."""
    action: Action
    curator: str
    time: str
    """ISO 8601, UTC."""
    before: Claim
    """The claim as shown."""
    after: Claim | None = None
    """The claim as decided: the same for accept, changed for edit, none for reject."""
    reason: Reason | None = None
    comment: str = ""
    quote: str = ""
    """The evidence as shown, sentences joined by a line end."""
    undoes: str | None = None
    """For `undo`: the id of the verdict that it takes back."""
    program_version: str = ""
    rules_version: str = ""
    previous: str = ""
    """Hash of the same curator's verdict before this one; empty for her first."""
    together: str | None = None
    """The id of the first verdict that was given at the same stroke; none for that one, and for one given alone."""
    claim: str = ""
    """The id of the claim (`identity.claim_id`); empty in a verdict of a version that did not say."""
    evidence: tuple[str, ...] = ()
    """The ids of the evidence as shown; likewise."""
    settles: tuple[str, ...] = ()
    """For accept, edit and reject: the decisions of other curators on the assertion that this one was made over."""
    carries: str | None = None
    """The verdict on a replaced text that this one carries to the new text; on the same assertion, the one that it
    drops because the new text does not say so."""
    polarity: Polarity | None = None
    """The polarity as decided by an accept or an edit. None in one of a version that did not say: that affirms the row,
    whatever the text does (`curation.verdicts.polarity_of`); and in every other verdict."""
    polarity_shown: Polarity | None = None
    """The polarity as shown; none in a verdict of a version that did not say."""
    id: str = ""


@dataclass(frozen=True, slots=True)
class PassageRead:
    """A passage that a curator has read and found nothing more in."""

    document: str
    """The document's id."""
    span: Span
    curator: str
    time: str
    """ISO 8601, UTC."""
    id: str = ""


@dataclass(frozen=True, slots=True)
class Assignment:
    """Who is to judge a claim, and who said so."""

    claim: str
    """The claim's id."""
    assignee: str
    """Empty where the claim is released again."""
    curator: str
    time: str
    """ISO 8601, UTC."""
    id: str = ""


@dataclass(frozen=True, slots=True)
class Correction:
    """A new text of a paper that takes the place of an old one. Both stay."""

    document: str
    """The id of the new text."""
    replaces: str
    """The id of the text before."""
    recognised: str
    """What they have in common: `doi`, `pmid` or `name`."""
    curator: str
    time: str
    """ISO 8601, UTC."""
    id: str = ""


@dataclass(frozen=True, slots=True)
class GoldRow:
    """One row that a careful reader says the document holds."""

    mirna: str
    source: str | None = None
    target: str | None = None
    effect: Effect | None = None
    citation: str | None = None
    drug: str | None = None
    disease: str | None = None
    origin: str = ""
    """Where it is from: `Table 1, row 3` or `supplement, sentence …`."""
    quote: str = ""
    """A sentence of the prose that supports it, where one is known."""
    polarity: Polarity = Polarity.AFFIRMED
    alternatives: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Slot name → other values that count as right (`source`: the cell type behind a cell line); `""` for none."""
    contradicts: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Slot name → values that another place of the same document gives and that this row denies."""
    note: str = ""

    def claim(self) -> Claim:
        """The row as a claim."""
        return Claim(self.mirna, self.source, self.target, self.effect, self.citation, self.drug, self.disease)


@dataclass(frozen=True, slots=True)
class ViewUnit:
    """One unit of the working view that rules match. Offsets here and below are those of the document."""

    kind: str
    """`MIRNA`, `GENE`, `RESPONSE`, `VERB`, `WORD`, …"""
    start: int
    end: int
    text: str
    names: tuple[str, ...] = ()
    """Canonical names in it."""
    sign: int = 1
    rules: tuple[str, ...] = ()
    """The ids of the rules that made it of smaller units."""


@dataclass(frozen=True, slots=True)
class Firing:
    """A rule that fired in a sentence, and what it binds."""

    rule: str
    purpose: str
    role: str
    """`TARGETS`, `REGULATES`, `RESPONSE`, `ORIGIN`, `CARRIES` or `ACTS`"""
    strength: str
    start: int
    end: int
    slots: tuple[SlotSpan, ...]
    """Without a miRNA where the sentence only points at it or says nothing of it; `stand_in` is then what it says."""
    stand_in: str
    factors: tuple[Factor, ...]
    sign: int
    """Their product: +1 resistance or a gene that rises, -1 sensitivity or a gene that falls, 0 not said."""
    cues: tuple[Cue, ...]
    polarity: Polarity
    kept: bool
    """False where another rule told the same better."""


@dataclass(frozen=True, slots=True)
class Unpaired:
    """A miRNA and another name of a sentence that it is no evidence for, and why."""

    mirna: str
    other: str
    type: MentionType
    reason: str
    """The first constraint that failed, in words."""
    rule: str = ""
    """The nearest rule; empty where none comes near."""
    pattern: str = ""
    missing: int = 0
    """How many parts of the pattern the sentence lacks; 0 where all were there and did not hang together."""
    fired: bool = False
    """Whether the rule fired, and its finding made no row."""
    elsewhere: bool = False
    """Whether another sentence of the document tells the pair."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a sentence is evidence for what it is, and not for more."""

    document: str
    """The document's name."""
    number: int
    """Which sentence of the document, counted from 1."""
    start: int
    end: int
    text: str
    section: str = ""
    mentions: tuple[Mention, ...] = ()
    units: tuple[ViewUnit, ...] = ()
    firings: tuple[Firing, ...] = ()
    cues: tuple[Cue, ...] = ()
    assertions: tuple[Assertion, ...] = ()
    unpaired: tuple[Unpaired, ...] = ()
    """The most telling first."""
    unpaired_more: int = 0
    """How many pairs are left out."""
    note: str = ""
    """Why the sentence was not read, where it was not."""
