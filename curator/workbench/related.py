"""What stands beside a row: what contradicts it, what repeats it, the same finding in other papers, the paper's table.

What a contradiction and a repetition are is `curation`'s; what a table says is `evaluation`'s.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING

from curator.curation import contradictions
from curator.curation.citing import citation_keys
from curator.curation.contradictions import Against, Contradiction, Said
from curator.curation.duplicates import Twin, likeness
from curator.model import Claim, Document, GoldRow, Slot

if TYPE_CHECKING:
    from curator.evaluation.gold import Gold
    from curator.storage import StoredAssertion
    from curator.storage.related import Narrow
    from curator.workbench.bench import Workbench

SHOWN_MOST = 20
"""Rows that are fetched whole; the rest are counted."""
_PAPERS_KEPT = 8
_ROWS_KEPT = 64
_TABLE_ONLY = ("mirna",)
"""The column without which a table says nothing of a row."""


@dataclass(frozen=True, slots=True)
class Opposed:
    """A row that contradicts the one shown, or the same finding of other papers at its first."""

    stored: StoredAssertion
    contradiction: Contradiction
    is_here: bool
    """Whether it stands in the same paper."""


@dataclass(frozen=True, slots=True)
class Alike:
    """A row of the same paper that says the same, more or less."""

    stored: StoredAssertion
    twin: Twin


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of a table of the paper itself that says something else than the text."""

    origin: str
    """`Table 1, row 7`"""
    cells: tuple[tuple[str, str], ...]
    """Head and content of every cell that is filled, as printed."""
    against: tuple[Against, ...]
    start: int
    """Where the table begins in the text."""
    is_weak: bool = False
    """True where the text only considers what it says against the table."""

    @property
    def is_opposite(self) -> bool:
        """True where the two cannot both be right; another target or source may merely be one more."""
        return any(against.slot is Slot.EFFECT for against in self.against)


@dataclass(frozen=True, slots=True)
class Noted:
    """A contradiction inside the paper that whoever adjudicated its gold has written down."""

    origin: str
    table: str
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Related:
    """Everything that stands beside one row."""

    opposed: tuple[Opposed, ...] = ()
    """What weighs most first; those of the same paper before others."""
    more_opposed: int = 0
    """Further ones, which were not fetched; counted to a thousand."""
    tables: tuple[TableRow, ...] = ()
    noted: tuple[Noted, ...] = ()
    twins: tuple[Alike, ...] = ()
    elsewhere: tuple[StoredAssertion, ...] = ()
    """The same finding in other papers."""
    references: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Id of each of these rows → the references that it cites, in full."""

    def ids(self) -> list[str]:
        """The rows to step through: contradictions, then repetitions."""
        rows = [*(o.stored for o in self.opposed), *(a.stored for a in self.twins)]
        return list(dict.fromkeys(row.id for row in rows))


class Relations:
    """What stands beside the rows of a database; keeps what it has learnt of the papers looked at last."""

    def __init__(self, workbench: Workbench) -> None:
        self._workbench = workbench
        self._names = lru_cache(_PAPERS_KEPT)(self._printed_names)
        self._groups = lru_cache(_PAPERS_KEPT)(self._gold_groups)
        self._told = lru_cache(_PAPERS_KEPT)(lambda id: _table_rows(self._workbench.document(id)))
        self._seen: dict[str, tuple[tuple[int, int], Related]] = {}
        """Id → what stood beside the row, and what had been written by then."""

    def of(self, assertion_id: str) -> Related:
        """What stands beside the row. Raises DatabaseError where there is none with this id, GoldError for bad gold."""
        written = self._workbench.database().written()
        if assertion_id in self._seen and self._seen[assertion_id][0] == written:
            return self._seen[assertion_id][1]
        found = self._looked_up(assertion_id)
        if len(self._seen) >= _ROWS_KEPT:
            self._seen = {}
        self._seen[assertion_id] = (written, found)
        return found

    def as_seen(self, assertion_id: str) -> tuple[Related, bool]:
        """The same as it was when it was last asked for, and whether nothing has been written since."""
        seen = self._seen.get(assertion_id)
        if seen is None:
            return self.of(assertion_id), True
        return seen[1], seen[0] == self._workbench.database().written()

    def _looked_up(self, assertion_id: str) -> Related:
        related = self._workbench.database().related()
        around = related.around(assertion_id)
        shown = _said(around.row)
        opposed = _opposing(shown, around.here, around.elsewhere)
        here = {number for number, _, is_here in opposed if is_here}
        apart = ((row.number, likeness(shown, _said(row))) for row in around.here if row.number not in here)
        alike = [(number, twin) for number, twin in apart if twin]
        twins = sorted(alike, key=lambda found: found[1].rank)[:SHOWN_MOST]
        fetched = opposed[:SHOWN_MOST]
        rows = related.rows([*(n for n, *_ in fetched), *(n for n, _ in twins), *around.same])
        return Related(
            tuple(Opposed(rows[number], found, is_here) for number, found, is_here in fetched),
            len(opposed) - len(fetched) + around.opposed_elsewhere - len(around.elsewhere),
            self.against_tables(around.document_id, shown),
            self.noted(around.document_id, shown),
            tuple(Alike(rows[number], twin) for number, twin in twins),
            tuple(rows[number] for number in around.same),
            {row.id: self.references(row) for row in rows.values()},
        )

    def references(self, stored: StoredAssertion) -> tuple[str, ...]:
        """The references that a row cites, in full; none for its paper's own finding."""
        held = (
            self._workbench.database().related().references(stored.document_id, _possible_keys(stored.claim.citation))
        )
        return tuple(f"[{key}] {text}" if key.isdigit() else text for key, text in held)

    def against_tables(self, document_id: str, said: Said) -> tuple[TableRow, ...]:
        """The rows of the paper's own tables that say something else."""
        told = self._told(document_id)
        if not told:
            return ()
        same = self._same(document_id)
        found = ((row, contradictions.against_table(said, row.rows, same=same)) for row in told)
        weak = said.is_doubtful
        return tuple(TableRow(r.origin, r.cells, tuple(against), r.start, weak) for r, against in found if against)

    def noted(self, document_id: str, said: Said) -> tuple[Noted, ...]:
        """What the adjudication says of the table rows that are on the same miRNA and of the same study."""
        gold = self._workbench.gold(document_id)
        if gold is None or not said.counts:
            return ()
        return tuple(_notes(gold, said.claim, self._same(document_id)))

    def _printed_names(self, document_id: str) -> Mapping[tuple[Slot, str], str]:
        """Key of a name as the paper prints it → key of the name that it stands for; none that stands for several."""
        from curator.evaluation.compare import slot_key

        held: dict[tuple[Slot, str], set[str]] = {}
        for slot, text, value in self._workbench.database().related().printed_names(document_id):
            held.setdefault((slot, slot_key(slot, text)), set()).add(slot_key(slot, value))
        return {key: names.pop() for key, names in held.items() if len(names) == 1}

    def _gold_groups(self, document_id: str) -> Mapping[Slot, Sequence[frozenset[str]]]:
        """Keys that a careful reader of the paper counts as one in a slot of a row."""
        from curator.evaluation.compare import accepted

        gold = self._workbench.gold(document_id)
        rows = gold.adjudicated if gold else ()
        named = (Slot.MIRNA, Slot.SOURCE, Slot.TARGET, Slot.DRUG)
        return {slot: [accepted(row, slot) for row in rows if slot.value in row.alternatives] for slot in named}

    def _same(self, document_id: str) -> contradictions.Same:
        """Whether two names are one: canonical, as this paper prints it, by type of cell, or to the paper's gold."""
        from curator.evaluation.compare import same_cell_type, slot_key

        names, groups = self._names(document_id), self._groups(document_id)

        def same(slot: Slot, left: str, right: str) -> bool:
            ours, theirs = (names.get((slot, key), key) for key in (slot_key(slot, left), slot_key(slot, right)))
            if ours == theirs or (slot is Slot.SOURCE and same_cell_type(left, right)):
                return True
            return any({ours, theirs} <= group for group in groups.get(slot, ()))

        return same


def _possible_keys(citation: str | None) -> list[str]:
    """The keys that a citation may stand for: it as a whole, and its parts where it names several (`12,13`)."""
    if not citation:
        return []
    return list(dict.fromkeys([citation, *citation_keys(citation)]))


def _said(row: Narrow | StoredAssertion) -> Said:
    return Said(row.claim, row.polarity, row.state)


def _opposing(
    shown: Said, here: Sequence[Narrow], elsewhere: Sequence[Narrow]
) -> list[tuple[int, Contradiction, bool]]:
    """Number, why, and whether in the same paper; in the order in which they are told."""
    rows = [*((row, True) for row in here), *((row, False) for row in elsewhere)]
    judged = ((row.number, contradictions.between(shown, _said(row)), is_here) for row, is_here in rows)
    found = [(number, why, is_here) for number, why, is_here in judged if why]
    return sorted(found, key=lambda one: (not one[2], one[1].rank))


# Tables


@dataclass(frozen=True, slots=True)
class _Told:
    """What one row of a table says: the raw rows that it gives, and its cells as printed."""

    origin: str
    rows: tuple[GoldRow, ...]
    cells: tuple[tuple[str, str], ...]
    start: int


def _table_rows(document: Document) -> tuple[_Told, ...]:
    """The rows of every table with a miRNA column; nothing where there is none."""
    from curator.evaluation import tables

    told: list[_Told] = []
    for table in document.tables:
        if not tables.is_summary(table, needed=_TABLE_ONLY):
            continue
        rows = tables.raw_rows(table, needed=_TABLE_ONLY)
        heads = table.rows[table.header_rows - 1]
        for origin, of_row in groupby(rows, key=lambda row: row.origin):
            cells = table.rows[table.header_rows - 1 + int(origin.rpartition(" ")[2])]
            filled = tuple((head, cell) for head, cell in zip(heads, cells, strict=False) if cell.strip(" -–—"))
            told.append(_Told(origin.removeprefix(", "), tuple(of_row), filled, table.start))
    return tuple(told)


def _notes(gold: Gold, claim: Claim, same: contradictions.Same) -> Iterator[Noted]:
    """The adjudicator's notes on contradictions in the table rows that the claim is about."""
    from curator.evaluation.adjudication import CELLS_WITHOUT_SLOT, Decision, row_number

    if gold.adjudication is None:
        return
    about = [row for row in gold.table if same(Slot.MIRNA, row.mirna, claim.mirna) and _cites(row, claim)]
    origins = {row_number(row): row.origin for row in about}
    for found in gold.adjudication.corrections:
        is_told = found.decision is Decision.CONTRADICTION or found.slot in CELLS_WITHOUT_SLOT
        if is_told and found.row in origins:
            yield Noted(origins[found.row], found.table, found.text, found.reason)


def _cites(row: GoldRow, claim: Claim) -> bool:
    return row.citation in citation_keys(claim.citation)


# Slot by slot against the gold


@dataclass(frozen=True, slots=True)
class SlotStanding:
    """One slot of a row against the gold row that it stands to."""

    slot: Slot
    fits: bool
    gold: str | None
    also: tuple[str, ...] = ()
    """What else counts as right; an empty one is an empty slot."""


def slot_by_slot(row: GoldRow, claim: Claim) -> list[SlotStanding]:
    """Every slot against a gold row, in the order of the row."""
    from curator.evaluation.compare import fits

    held = row.claim()
    also = row.alternatives
    return [SlotStanding(slot, fits(row, claim, slot), held.get(slot), also.get(slot.value, ())) for slot in Slot]


# Every contradiction


@dataclass(frozen=True, slots=True)
class Pair:
    """Two rows that contradict each other, or a row of the text and one of its paper's table.

    One of `right`, `table` and `noted` is there.
    """

    left: StoredAssertion
    why: Contradiction | None = None
    right: StoredAssertion | None = None
    table: TableRow | None = None
    noted: Noted | None = None


def pairs(workbench: Workbench) -> Iterator[Pair]:
    """Every pair of findings that contradict each other, miRNA by miRNA; then text against table, paper by paper.

    The same finding of several papers is told once, at the paper read first. Raises GoldError for bad gold.
    """
    database = workbench.database()
    related, mirnas = database.related(), database.slot_values(Slot.MIRNA)
    for done, mirna in enumerate(mirnas):
        workbench.progress(f"comparing rows on {mirna}", done, len(mirnas))
        rows = related.on_mirna(mirna)
        found = sorted(contradictions.pairs(list(map(_said, rows))), key=lambda pair: pair[2].rank)
        for first, second, why in found:
            one, other = rows[first].number, rows[second].number
            held = related.rows([one, other])
            yield Pair(held[one], why, held[other])
    relations = Relations(workbench)
    for document in related.papers_with_tables():
        for stored in database.assertions(document):
            if stored.found or stored.decided:
                said = _said(stored)
                yield from (Pair(stored, table=row) for row in relations.against_tables(document, said))
                yield from (Pair(stored, noted=note) for note in relations.noted(document, said))
