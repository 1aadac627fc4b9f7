"""How far curators agree who judged the same rows without knowing each other's verdicts; every figure with its counts.

A curator's judgement of a row is her last accept, edit or reject that stands. A decision made over another curator's
(`Verdict.settles`) is no independent judgement and is left out; so are rows that the rules no longer find. Sources:

- observed agreement and kappa of two curators: J. Cohen, "A coefficient of agreement for nominal scales", Educational
  and Psychological Measurement 20 (1960), 37-46; kappa is defined on p. 40.
- alpha of any number of curators, with rows that some did not judge: K. Krippendorff, "Computing Krippendorff's
  Alpha-Reliability", University of Pennsylvania (2011), pp. 4-5, section C: nominal data, missing data.
- F1 between curators where nobody says how many rows hold nothing: G. Hripcsak and A. S. Rothschild, "Agreement, the
  F-measure, and reliability in information retrieval", JAMIA 12 (2005), 296-298.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from curator.curation.verdicts import outcome, polarity_of, standing
from curator.model import DECISIVE, Action, Claim, Polarity, Slot, Verdict

POLARITY = "polarity"
ROW = "row"
"""The name of the score of all slots and the polarity together."""

_NO_ROWS = "nobody else judged the same rows"
_NO_VALUE = "neither gave a value"


@dataclass(frozen=True, slots=True)
class Judgement:
    """What one curator made of one row."""

    action: Action
    claim: Claim | None
    """As she left it; none where she rejected it."""
    polarity: Polarity | None = Polarity.AFFIRMED
    """Likewise."""


@dataclass(frozen=True, slots=True)
class Coefficient:
    """A measure of agreement beyond chance."""

    value: float | None
    """1 is full agreement, 0 what chance would give; none where it has no value."""
    observed: float | None
    """The share that agrees: of rows (kappa), of pairs of judgements in a row (alpha)."""
    expected: float | None
    """The share that would agree by chance."""
    rows: int
    """On how many it rests: rows that at least two judged."""
    judgements: int
    note: str = ""
    """Why there is no value, in words."""


@dataclass(frozen=True, slots=True)
class SlotAgreement:
    """How often two curators left the same value in a slot, over the rows that both judged."""

    name: str
    """A slot or `polarity`, or `row` for all of them together."""
    same: int
    first_only: int
    """Rows in which the first has a value that the second has not: another one, none, or the row is rejected."""
    second_only: int

    @property
    def f1(self) -> float | None:
        """The harmonic mean of either's precision against the other; none where neither gave a value."""
        given = 2 * self.same + self.first_only + self.second_only
        return 2 * self.same / given if given else None

    @property
    def note(self) -> str:
        """Why there is no F1, in words."""
        return _NO_VALUE if self.f1 is None else ""


@dataclass(frozen=True, slots=True)
class PairAgreement:
    """Two curators."""

    first: str
    second: str
    kappas: Mapping[str, Coefficient]
    """Scale → Cohen's kappa; see `SCALES`."""
    slots: tuple[SlotAgreement, ...]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What the figures do not rest on, each counted once."""

    undecided: int
    """Rows that nobody has decided."""
    judged_by_one: int
    """Rows that one curator alone has judged."""
    no_longer_found: int
    """Rows that were judged and that the rules do not find any more."""
    comments: int
    """Comments; they decide nothing."""
    taken_back: int
    """Decisions that were taken back."""
    made_over_another: int
    """Decisions made over another curator's, who was known by then."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """All figures of one body of verdicts."""

    judged: Mapping[str, int]
    """Curator → how many rows she judged that others could agree on or not; in the order of names."""
    alphas: Mapping[str, Coefficient]
    """Scale → Krippendorff's alpha over all curators."""
    pairs: tuple[PairAgreement, ...]
    slots: tuple[SlotAgreement, ...]
    """Over all pairs."""
    left_out: LeftOut


def _kept(judgement: Judgement) -> Hashable:
    return judgement.claim is not None


def _action(judgement: Judgement) -> Hashable:
    return judgement.action


def _row(judgement: Judgement) -> Hashable:
    return judgement.claim and (judgement.claim, judgement.polarity)


SCALES: Mapping[str, Callable[[Judgement], Hashable]] = {
    "kept or rejected": _kept,
    "accepted, edited or rejected": _action,
    "the row as decided": _row,
}
"""What counts as the same judgement, the coarsest first; `the row as decided` has every slot and the polarity."""


def agreement(verdicts: Iterable[Verdict], *, found: Mapping[str, bool]) -> Agreement:
    """The agreement of every curator in the log, in its order. `found` has every row's id, and whether it is found."""
    log = list(verdicts)
    by_row = judgements(log)
    there = {row: given for row, given in by_row.items() if found.get(row, False)}
    shared = [given for given in there.values() if len(given) > 1]
    names = sorted({name for given in there.values() for name in given})
    pairs = tuple(_pair(first, second, there.values()) for first, second in combinations(names, 2))
    return Agreement(
        judged={name: sum(name in given for given in there.values()) for name in names},
        alphas={scale: alpha([map(label, given.values()) for given in shared]) for scale, label in SCALES.items()},
        pairs=pairs,
        slots=tuple(_pooled(name, [s for pair in pairs for s in pair.slots if s.name == name]) for name in _NAMES),
        left_out=_left_out(log, by_row, found),
    )


def judgements(verdicts: Iterable[Verdict]) -> dict[str, dict[str, Judgement]]:
    """Row → curator → her judgement, of the log in its order; made without knowing another's."""
    made: dict[str, dict[str, Judgement]] = defaultdict(dict)
    for verdict in standing(verdicts):
        if verdict.action in DECISIVE and not verdict.settles:
            made[verdict.assertion][verdict.curator] = Judgement(verdict.action, outcome(verdict), polarity_of(verdict))
    return dict(made)


def kappa(pairs: Sequence[tuple[Hashable, Hashable]]) -> Coefficient:
    """Cohen's kappa of the two labels of each row (1960, p. 40): (observed - expected) / (1 - expected)."""
    rows = len(pairs)
    if not rows:
        return Coefficient(None, None, None, 0, 0, _NO_ROWS)
    agreeing = sum(first == second for first, second in pairs)
    firsts, seconds = Counter(first for first, _ in pairs), Counter(second for _, second in pairs)
    # Whole numbers until the end, so that full agreement is exactly 1 and no variance is exactly none.
    by_chance = sum(count * seconds[label] for label, count in firsts.items())
    observed, expected = agreeing / rows, by_chance / rows**2
    if by_chance == rows**2:
        return Coefficient(None, observed, expected, rows, 2 * rows, _no_variance("both gave"))
    value = (agreeing * rows - by_chance) / (rows**2 - by_chance)
    return Coefficient(value, observed, expected, rows, 2 * rows)


def alpha(rows: Iterable[Iterable[Hashable]]) -> Coefficient:
    """Krippendorff's alpha for nominal labels (2011, section C); each row has the labels of those who judged it.

    Rows with fewer than two labels pair with nothing and are left out.
    """
    units = [counts for counts in map(Counter, rows) if counts.total() > 1]
    values: Counter[Hashable] = sum(units, Counter())
    total = values.total()
    if not total:
        return Coefficient(None, None, None, 0, 0, _NO_ROWS)
    # Diagonal of the coincidence matrix: pairs of equal labels, each row weighed by its number of labels less one.
    observed = sum(_equal_pairs(counts) / (counts.total() - 1) for counts in units) / total
    chance = _equal_pairs(values)
    expected = chance / (total * (total - 1))
    if chance == total * (total - 1):
        return Coefficient(None, observed, expected, len(units), total, _no_variance("all gave"))
    value = 1 - (1 - observed) / (1 - expected)
    return Coefficient(value, observed, expected, len(units), total)


def slot_agreement(pairs: Iterable[tuple[Judgement, Judgement]]) -> tuple[SlotAgreement, ...]:
    """The score of each slot, of the polarity and of the row, over what two curators made of each row."""
    kept = list(pairs)
    return tuple(_slot_score(name, kept) for name in _NAMES)


_NAMES = (*(slot.value for slot in Slot), POLARITY, ROW)


def _pair(first: str, second: str, rows: Iterable[Mapping[str, Judgement]]) -> PairAgreement:
    both = [(given[first], given[second]) for given in rows if first in given and second in given]
    kappas = {scale: kappa([(label(a), label(b)) for a, b in both]) for scale, label in SCALES.items()}
    return PairAgreement(first, second, kappas, slot_agreement(both))


def _slot_score(name: str, pairs: Iterable[tuple[Judgement, Judgement]]) -> SlotAgreement:
    values = [(_value(first, name), _value(second, name)) for first, second in pairs]
    same = sum(first == second and first is not None for first, second in values)
    firsts = sum(first is not None for first, _ in values)
    seconds = sum(second is not None for _, second in values)
    return SlotAgreement(name, same, firsts - same, seconds - same)


def _value(judgement: Judgement, name: str) -> Hashable:
    """What one of them has there; none where the row is rejected."""
    if judgement.claim is None or name == ROW:
        return _row(judgement)
    return judgement.polarity if name == POLARITY else judgement.claim.get(Slot(name))


def _pooled(name: str, scores: Sequence[SlotAgreement]) -> SlotAgreement:
    return SlotAgreement(
        name, sum(s.same for s in scores), sum(s.first_only for s in scores), sum(s.second_only for s in scores)
    )


def _equal_pairs(counts: Counter[Hashable]) -> int:
    """How many ordered pairs of different judgements have the same label."""
    return sum(count * (count - 1) for count in counts.values())


def _no_variance(who: str) -> str:
    return f"{who} every row the same label, so that chance alone would agree as often"


def _left_out(
    log: Sequence[Verdict], by_row: Mapping[str, Mapping[str, Judgement]], found: Mapping[str, bool]
) -> LeftOut:
    stands = standing(log)
    decided = {verdict.assertion for verdict in stands if verdict.action in DECISIVE}
    return LeftOut(
        undecided=sum(is_found and row not in decided for row, is_found in found.items()),
        judged_by_one=sum(len(given) == 1 and found.get(row, False) for row, given in by_row.items()),
        no_longer_found=sum(not found.get(row, False) for row in decided),
        comments=sum(verdict.action is Action.COMMENT for verdict in log),
        taken_back=sum(v.action in DECISIVE for v in log) - sum(v.action in DECISIVE for v in stands),
        made_over_another=sum(bool(v.settles) and v.action in DECISIVE for v in stands),
    )
