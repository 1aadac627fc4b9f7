"""How far a paper has been read: what its sentences name and gave, and the passages that hold nothing more."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from curator.model import SLOT_TYPES, Claim, Document, Mention, MentionType, PassageRead, Sentence, Span, State
from curator.workbench.user import curator_name

if TYPE_CHECKING:
    from curator.storage import Database, StoredAssertion
    from curator.workbench.bench import Workbench


@dataclass(frozen=True, slots=True)
class RowAt:
    """A row, and where its evidence stands."""

    id: str
    claim: Claim
    waits: bool
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Share:
    """Of the sentences that name a miRNA, and of all, how many are done: read, or every row of theirs decided."""

    done_mirna: int
    mirna: int
    done: int
    sentences: int


@dataclass(frozen=True)
class Reading:
    """What is known of the sentences of a paper."""

    document: Document
    mentions: tuple[Mention, ...] = ()
    """In text order."""
    rows: tuple[RowAt, ...] = ()
    passages: tuple[PassageRead, ...] = ()
    """Those that stand."""
    read_sentences: Sequence[Span] = field(init=False, default=())
    """In text order."""
    _by_sentence: Mapping[int, tuple[RowAt, ...]] = field(init=False, default_factory=dict)
    _with_mirna: frozenset[int] = field(init=False, default=frozenset())
    _read: frozenset[int] = field(init=False, default=frozenset())
    _placed: Sequence[tuple[int, RowAt]] = field(init=False, default=())
    share: Share = field(init=False, default=Share(0, 0, 0, 0))
    """How much of the paper is done."""

    def __post_init__(self) -> None:
        """Work out once what each sentence has."""
        rows: dict[int, list[RowAt]] = defaultdict(list)
        for row in self.rows:
            for sentence in {s for span in row.spans for s in sentences_in(self.document, span)}:
                rows[sentence.start].append(row)
        mirnas = (m for m in self.mentions if m.type is MentionType.MIRNA)
        named = {s.start for m in mirnas for s in sentences_in(self.document, Span(m.start, m.end))}
        read = {s.start for p in self.passages for s in sentences_in(self.document, p.span) if p.span.contains(s)}
        object.__setattr__(self, "_by_sentence", {start: tuple(held) for start, held in rows.items()})
        object.__setattr__(self, "_with_mirna", frozenset(named))
        object.__setattr__(self, "_read", frozenset(read))
        stretches = tuple(Span(s.start, s.end) for s in self.document.sentences if s.start in read)
        object.__setattr__(self, "read_sentences", stretches)
        placed = sorted(((span.start, row) for row in self.rows for span in row.spans), key=lambda at: at[0])
        object.__setattr__(self, "_placed", placed)
        object.__setattr__(self, "share", self._counted())

    def rows_of(self, sentence: Span) -> tuple[RowAt, ...]:
        """The rows that stand on a sentence."""
        return self._by_sentence.get(sentence.start, ())

    def is_read(self, sentence: Span) -> bool:
        """True where a passage that holds nothing more holds the sentence."""
        return sentence.start in self._read

    def names_mirna(self, sentence: Span) -> bool:
        """True where the sentence names a miRNA."""
        return sentence.start in self._with_mirna

    def is_done(self, sentence: Span) -> bool:
        """True where the sentence is read, or gave rows of which every one is decided."""
        rows = self.rows_of(sentence)
        return self.is_read(sentence) or (bool(rows) and not any(row.waits for row in rows))

    def may_hide(self, sentence: Span) -> bool:
        """True where a row may be missing: the sentence names a miRNA, gave no row, and nobody has read it."""
        return self.names_mirna(sentence) and not self.rows_of(sentence) and not self.is_read(sentence)

    def _counted(self) -> Share:
        sentences = self.document.sentences
        done = [s for s in sentences if self.is_done(s)]
        named = sum(1 for s in done if self.names_mirna(s))
        return Share(named, len(self._with_mirna), len(done), len(sentences))

    def rows_in(self, span: Span) -> tuple[int, int]:
        """How many rows have evidence in a stretch, and how many of them wait for a verdict."""
        first = bisect_left(self._placed, span.start, key=lambda at: at[0])
        last = bisect_left(self._placed, span.end, key=lambda at: at[0])
        inside = {row.id: row for _, row in self._placed[first:last]}
        return len(inside), sum(row.waits for row in inside.values())

    def mentions_in(self, span: Span, *types: MentionType) -> list[Mention]:
        """The mentions in a stretch, of these types or of any."""
        first = bisect_left(self.mentions, span.start, key=lambda mention: mention.start)
        last = bisect_left(self.mentions, span.end, key=lambda mention: mention.start)
        held = (m for m in self.mentions[first:last] if m.end <= span.end)
        return [m for m in held if not types or m.type in types]


def reading_of(workbench: Workbench, document: Document, *, mentions: tuple[Mention, ...] | None = None) -> Reading:
    """How far a paper has been read, from the database; `mentions` where they are known. Raises DatabaseError."""
    database = workbench.database()
    stored = [row for row in database.assertions(document.id) if row.found or row.verdicts]
    if mentions is None:
        found = database.mentions(document.id) or list(_named_by(stored))
        mentions = tuple(sorted(found, key=lambda mention: (mention.start, mention.end)))
    return Reading(document, mentions, tuple(map(_row, stored)), tuple(database.passages(document.id)))


def with_passages(workbench: Workbench, reading: Reading) -> Reading:
    """The same with the passages as they stand now. Raises DatabaseError."""
    return replace(reading, passages=tuple(workbench.database().passages(reading.document.id)))


def _row(stored: StoredAssertion) -> RowAt:
    spans = tuple(Span(evidence.start, evidence.end) for evidence in stored.assertion.evidence)
    return RowAt(stored.id, stored.claim, stored.found and stored.state is State.UNDECIDED, spans)


def _named_by(rows: Iterable[StoredAssertion]) -> Iterator[Mention]:
    """What the rows name, where an earlier version extracted the paper and kept no mentions."""
    slots = {
        (s.slot, s.start): s for row in rows for e in row.assertion.evidence for s in e.slots if s.slot in SLOT_TYPES
    }
    return (Mention(SLOT_TYPES[s.slot], s.start, s.end, s.text, s.value, s.identifier) for s in slots.values())


@dataclass(frozen=True, slots=True)
class Undone:
    """What an undo took back."""

    span: Span | None = None
    """None where there was nothing to take back."""
    read: bool = False
    """How the passage is now."""


class Marking:
    """The marks that one session gives, so that each can be taken back, the last one first."""

    def __init__(self, workbench: Workbench) -> None:
        self._workbench = workbench
        self._given: list[tuple[str, Span, bool]] = []

    def mark_all(self, document: Document, spans: Iterable[Span], *, read: bool = True) -> bool:
        """Passages are read and hold nothing more, or are open again; on disk when this returns True.

        Raises DatabaseError; then those before the one that failed are marked, and the same may be tried again.
        """
        for span in (Span(stretch.start, stretch.end) for stretch in spans):
            if self._append(document.id, span, read=read):
                self._given.append((document.id, span, read))
        return True

    def undo(self, document: Document) -> Undone:
        """Take back the last mark in the paper, of this session or of one before. Raises DatabaseError."""
        last = next((mark for mark in reversed(self._given) if mark[0] == document.id), None)
        if last is None and (stands := last_mark(self._workbench.database(), document.id)):
            last = (document.id, stands.span, True)
        if last is None:
            return Undone()
        _, span, read = last
        self._append(document.id, span, read=not read)
        if last in self._given:
            # The same passage may have been marked, opened and marked again: the last of these is taken back.
            del self._given[len(self._given) - 1 - self._given[::-1].index(last)]
        return Undone(span, not read)

    def _append(self, document: str, span: Span, *, read: bool) -> bool:
        """False where the passage stands so already."""
        marked = self._workbench.database().mark_passage(document, span, curator=curator_name(), read=read)
        return marked is not None


def last_mark(database: Database, document: str) -> PassageRead | None:
    """The curator's own last passage that stands; none where there is none."""
    mine = [passage for passage in database.passages(document) if passage.curator == curator_name()]
    return max(mine, key=lambda passage: passage.time, default=None)


def sentences_in(document: Document, span: Span) -> Sequence[Sentence]:
    """The sentences of a document that share a part with the span, in text order."""
    sentences = document.sentences
    first = bisect_left(sentences, span.start + 1, key=lambda sentence: sentence.end)
    last = bisect_left(sentences, span.end, key=lambda sentence: sentence.start)
    return sentences[first:last]
