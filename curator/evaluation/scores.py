"""Precision, recall and F1 of claims against gold rows, per slot and for the whole row, with every error.

Method. Only affirmed findings count (`proposals.counted`). For a slot, the pairs (miRNA, value) are compared as sets;
a pair that the gold allows to be missing is right when it is there and no error when it is not. The whole row is the
five slots at once, an empty one being right only where the gold has it empty or allows it. Pairs and rows are matched
one to one by a maximum matching over sorted input, so that neither the order of claims nor a greedy choice changes a
number or an error.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from curator.evaluation.compare import (
    NONE,
    ROW_SLOTS,
    accepted,
    fits,
    fits_row,
    key_fits,
    mirna_key,
    slot_key,
    value_of,
)
from curator.evaluation.gold import Gold
from curator.evaluation.matching import maximum_matching
from curator.evaluation.proposals import Proposal, counted, gold_findings, order, proposal
from curator.model import Assertion, Claim, GoldRow, Slot

ROW = "row"
"""The name of the score of all five slots at once."""
SLOTS = tuple(Slot)


@dataclass(frozen=True, slots=True)
class Fault:
    """One false positive (a proposal, and no row) or false negative (a row, and no proposal)."""

    value: str
    """What was proposed or missed: the slot's value, or the five of a row."""
    proposal: Proposal | None = None
    row: GoldRow | None = None
    nearest: Proposal | None = None
    """For a missed row: what was proposed of its miRNA that comes nearest, hedged or not."""


@dataclass(frozen=True, slots=True)
class Score:
    """How one slot, or the whole row, does."""

    name: str
    right: int
    false_positives: tuple[Fault, ...] = ()
    false_negatives: tuple[Fault, ...] = ()

    @property
    def precision(self) -> float:
        """Right among proposed, 0 where nothing was proposed."""
        return _ratio(self.right, self.right + len(self.false_positives))

    @property
    def recall(self) -> float:
        """Right among what the gold asks for, 0 where it asks for nothing."""
        return _ratio(self.right, self.right + len(self.false_negatives))

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        return _ratio(2 * self.right, 2 * self.right + len(self.false_positives) + len(self.false_negatives))


@dataclass(frozen=True, slots=True)
class Scores:
    """All scores of one set of claims against one gold, under one comparison."""

    relaxed: bool
    rows: int
    """Gold rows that count."""
    proposals: int
    """Distinct proposals that count."""
    slots: tuple[Score, ...]
    """The seven slots in their order, then the whole row."""

    def of(self, name: str) -> Score:
        """The score of a slot by its name, or of the `row`."""
        return next(score for score in self.slots if score.name == name)

    @property
    def row(self) -> Score:
        """The score of all five slots at once."""
        return self.of(ROW)


@dataclass(frozen=True, slots=True)
class Evaluation:
    """One paper's claims against its raw table and against its adjudicated gold, side by side and never mixed."""

    document: str
    table: Scores
    table_relaxed: Scores
    adjudicated: Scores
    adjudicated_relaxed: Scores


def evaluate(gold: Gold, items: Iterable[Claim | Assertion | Proposal]) -> Evaluation:
    """The claims of one paper against both of its golds, strict and relaxed."""
    found = list(items)
    return Evaluation(
        gold.document,
        score(gold.table, found),
        score(gold.table, found, relaxed=True),
        score(gold.adjudicated, found),
        score(gold.adjudicated, found, relaxed=True),
    )


def score(gold: Sequence[GoldRow], items: Iterable[Claim | Assertion | Proposal], *, relaxed: bool = False) -> Scores:
    """The claims against the gold rows; `relaxed` compares the source by cell type."""
    proposals = sorted(map(proposal, items), key=order)
    found = counted(proposals, gold)
    rows = gold_findings(gold)
    slots = (_slot_score(slot, rows, found, relaxed=relaxed) for slot in SLOTS)
    whole = _row_score(rows, found, proposals, relaxed=relaxed)
    return Scores(relaxed, len(rows), len(found), (*slots, whole))


def matched_rows(gold: Sequence[GoldRow], found: Sequence[Proposal], *, relaxed: bool = False) -> dict[int, int]:
    """Index of a gold row → index of the counted proposal that it is matched with, as many as possible."""
    return maximum_matching(len(gold), len(found), lambda i, j: fits_row(gold[i], found[j].claim, relaxed=relaxed))


@dataclass(frozen=True, slots=True)
class _GoldPair:
    """What the gold has in one slot of one miRNA, merged over its rows."""

    mirna: str
    keys: frozenset[str]
    required: bool
    row: GoldRow


@dataclass(frozen=True, slots=True)
class _FoundPair:
    mirna: str
    key: str
    proposal: Proposal


def _slot_score(slot: Slot, rows: Sequence[GoldRow], found: Sequence[Proposal], *, relaxed: bool) -> Score:
    wanted, given = _gold_pairs(slot, rows), _found_pairs(slot, found)
    matching = maximum_matching(len(wanted), len(given), _pair_fits(wanted, given, slot, relaxed=relaxed))
    taken = set(matching.values())
    return Score(
        slot.value,
        len(matching),
        tuple(_charged(pair.proposal, slot) for j, pair in enumerate(given) if j not in taken),
        tuple(_missed(pair.row, slot) for i, pair in enumerate(wanted) if i not in matching and pair.required),
    )


def _pair_fits(
    wanted: Sequence[_GoldPair], given: Sequence[_FoundPair], slot: Slot, *, relaxed: bool
) -> Callable[[int, int], bool]:
    def fits(i: int, j: int) -> bool:
        return wanted[i].mirna == given[j].mirna and key_fits(given[j].key, wanted[i].keys, slot, relaxed=relaxed)

    return fits


def _gold_pairs(slot: Slot, rows: Iterable[GoldRow]) -> list[_GoldPair]:
    """One for each value of a miRNA, those that have to be there first."""
    pairs: dict[tuple[str, str], _GoldPair] = {}
    for row in rows:
        keys = accepted(row, slot)
        if keys == {NONE}:
            continue
        identity = mirna_key(row.mirna), slot_key(slot, value_of(row, slot))
        known = pairs.get(identity)
        required = NONE not in keys or (known is not None and known.required)
        together = keys - {NONE} | (known.keys if known else frozenset())
        pairs[identity] = _GoldPair(identity[0], together, required, known.row if known else row)
    return sorted(pairs.values(), key=lambda pair: (not pair.required, pair.mirna, sorted(pair.keys)))


def _found_pairs(slot: Slot, found: Iterable[Proposal]) -> list[_FoundPair]:
    pairs: dict[tuple[str, str], _FoundPair] = {}
    for item in found:
        mirna, key = mirna_key(item.claim.mirna), slot_key(slot, item.claim.get(slot))
        if key != NONE:
            pairs.setdefault((mirna, key), _FoundPair(mirna, key, item))
    return [pairs[identity] for identity in sorted(pairs)]


def _row_score(
    rows: Sequence[GoldRow], found: Sequence[Proposal], proposals: Sequence[Proposal], *, relaxed: bool
) -> Score:
    matching = matched_rows(rows, found, relaxed=relaxed)
    taken = set(matching.values())
    return Score(
        ROW,
        len(matching),
        tuple(_charged(item) for j, item in enumerate(found) if j not in taken),
        tuple(
            _missed(row, nearest=_nearest(row, proposals, relaxed=relaxed))
            for i, row in enumerate(rows)
            if i not in matching
        ),
    )


def _nearest(row: GoldRow, proposals: Iterable[Proposal], *, relaxed: bool) -> Proposal | None:
    """The proposal on the row's miRNA with the most slots right, the first of several."""
    same = (item for item in proposals if fits(row, item.claim, Slot.MIRNA))

    def slots_right(item: Proposal) -> int:
        return sum(fits(row, item.claim, slot, relaxed=relaxed) for slot in ROW_SLOTS)

    return max(same, key=slots_right, default=None)


def _charged(item: Proposal, slot: Slot | None = None) -> Fault:
    return Fault(_shown(item.claim, slot), proposal=item)


def _missed(row: GoldRow, slot: Slot | None = None, *, nearest: Proposal | None = None) -> Fault:
    return Fault(_shown(row.claim(), slot), row=row, nearest=nearest)


def shown(claim: Claim) -> str:
    """The five slots of a claim on one line."""
    return _shown(claim, None)


def _shown(claim: Claim, slot: Slot | None) -> str:
    if slot is Slot.MIRNA:
        return claim.mirna
    if slot is not None:
        return f"{claim.mirna} | {claim.get(slot) or '–'}"
    five = (claim.mirna, claim.source, claim.target, claim.effect, claim.citation and f"[{claim.citation}]")
    return " | ".join(value or "–" for value in five)


def _ratio(part: int, whole: int) -> float:
    return part / whole if whole else 0.0
