"""Which rows cannot both be right: the same miRNA with the opposite effect, a finding that one affirms and one denies.

Pure. What counts as the same name is a parameter, for a paper prints names as it likes and rows carry canonical ones.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from curator.curation.citing import citation_keys
from curator.model import Claim, GoldRow, Polarity, Slot, State

Same = Callable[[Slot, str, str], bool]
"""Whether two values of a slot name the same thing."""

CONTEXT = (Slot.TARGET, Slot.DRUG, Slot.DISEASE, Slot.SOURCE)
"""What two rows on one miRNA may share, what weighs most first."""


class Kind(StrEnum):
    """What two rows disagree on."""

    EFFECT = "opposite effect"
    """One says resistance, the other sensitivity."""
    DENIED_EFFECT = "effect denied"
    """One affirms the effect, the other denies the same."""
    DENIED_TARGET = "target denied"
    """One says that the miRNA acts on the target, the other that it does not."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a row says, as far as another can contradict it."""

    claim: Claim
    """As decided where it was decided."""
    polarity: Polarity = Polarity.AFFIRMED
    """Likewise."""
    state: State = State.UNDECIDED

    @property
    def counts(self) -> bool:
        """False for a rejected row: nobody says it any more."""
        return self.state is not State.REJECTED

    @property
    def is_denial(self) -> bool:
        """True where the claim is denied."""
        return self.polarity is Polarity.NEGATED

    @property
    def is_doubtful(self) -> bool:
        """True where the claim is only considered."""
        return self.polarity is Polarity.SPECULATIVE


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Why two rows cannot both be right, and how near to each other they are."""

    kind: Kind
    is_weak: bool = False
    """True where one of the two is only considered by its text."""
    shared: tuple[Slot, ...] = ()
    """What both name alike: target, drug, disease, source."""
    differing: tuple[Slot, ...] = ()
    """What both name, and differently; never the drug."""

    @property
    def rank(self) -> tuple[object, ...]:
        """A sorting key: what weighs most comes first."""
        missing = tuple(slot not in self.shared for slot in CONTEXT)
        return self.is_weak, len(self.differing), missing, list(Kind).index(self.kind)


def same_name(slot: Slot, left: str, right: str) -> bool:
    """The same but for the case of letters."""
    return left == right or left.casefold() == right.casefold()


def between(left: Said, right: Said, *, same: Same = same_name) -> Contradiction | None:
    """How two rows contradict each other; none where they do not.

    Both have to be on the same miRNA and, where both name a drug, on the same drug. A denied sensitivity is no
    resistance: it contradicts neither an affirmed one nor a denied one.
    """
    if not (left.counts and right.counts and _agree(left.claim, right.claim, Slot.MIRNA, same)):
        return None
    kind = _kind(left, right, same)
    if kind is None or differ(left.claim, right.claim, Slot.DRUG, same):
        return None
    return Contradiction(
        kind,
        left.is_doubtful or right.is_doubtful,
        tuple(slot for slot in CONTEXT if _agree(left.claim, right.claim, slot, same)),
        tuple(slot for slot in CONTEXT if differ(left.claim, right.claim, slot, same)),
    )


def _kind(left: Said, right: Said, same: Same) -> Kind | None:
    """What they disagree on. A denial with an effect denies the effect, one without denies the target."""
    ours, theirs = left.claim.effect, right.claim.effect
    if left.is_denial and right.is_denial:
        return None
    if not left.is_denial and not right.is_denial:
        return Kind.EFFECT if ours and theirs and ours is not theirs else None
    denial = left if left.is_denial else right
    if denial.claim.effect:
        return Kind.DENIED_EFFECT if ours is theirs else None
    return Kind.DENIED_TARGET if _agree(left.claim, right.claim, Slot.TARGET, same) else None


def _agree(left: Claim, right: Claim, slot: Slot, same: Same) -> bool:
    ours, theirs = left.get(slot), right.get(slot)
    return bool(ours and theirs) and same(slot, str(ours), str(theirs))


def differ(left: Claim, right: Claim, slot: Slot, same: Same) -> bool:
    """True where both fill the slot, and differently."""
    ours, theirs = left.get(slot), right.get(slot)
    return bool(ours and theirs) and not same(slot, str(ours), str(theirs))


def pairs(rows: Sequence[Said], *, same: Same = same_name) -> Iterator[tuple[int, int, Contradiction]]:
    """Every two rows that contradict each other, by their places in the list, as they come."""
    for first, one in enumerate(rows):
        for second in range(first + 1, len(rows)):
            if found := between(one, rows[second], same=same):
                yield first, second, found


# Text against table


@dataclass(frozen=True, slots=True)
class Against:
    """Where a row of the text and one row of the paper's table say different things."""

    slot: Slot
    table: tuple[str, ...]
    """What the table has, in its order."""


def against_table(said: Said, told: Iterable[GoldRow], *, same: Same = same_name) -> list[Against]:
    """In which slots the text's row and the rows that one row of a table gives say different things.

    The effect is compared wherever the miRNA is the same. Target and source are compared where both are of one study,
    for another study may well have found another target.
    """
    rows = [row for row in told if same(Slot.MIRNA, row.mirna, said.claim.mirna)]
    if not rows or not said.counts:
        return []
    found = [_effect_against(said, rows, same)]
    if not said.is_denial and _is_of_one_study(said.claim, rows):
        found += [_slot_against(said.claim, slot, rows, same) for slot in (Slot.TARGET, Slot.SOURCE)]
    return [against for against in found if against]


def _effect_against(said: Said, rows: Sequence[GoldRow], same: Same) -> Against | None:
    """The effect, or the target that the text denies; of one study the drug may be named differently."""
    one_study = _is_of_one_study(said.claim, rows)
    near = [row for row in rows if one_study or not differ(said.claim, row.claim(), Slot.DRUG, same)]
    kinds = {_kind(said, Said(row.claim(), row.polarity), same) for row in near}
    if not kinds or None in kinds:
        return None
    slot = Slot.TARGET if kinds == {Kind.DENIED_TARGET} else Slot.EFFECT
    return Against(slot, _values(rows, slot))


def _slot_against(claim: Claim, slot: Slot, rows: Sequence[GoldRow], same: Same) -> Against | None:
    ours, told = claim.get(slot), _values(rows, slot)
    if not ours or not told or any(same(slot, ours, value) for value in told):
        return None
    return Against(slot, told)


def _values(rows: Iterable[GoldRow], slot: Slot) -> tuple[str, ...]:
    held = (row.claim().get(slot) for row in rows)
    return tuple(dict.fromkeys(str(value) for value in held if value))


def _is_of_one_study(claim: Claim, rows: Iterable[GoldRow]) -> bool:
    """True where they share a reference, or neither has one: then both are the paper's own."""
    ours = set(citation_keys(claim.citation))
    theirs = {key for row in rows for key in citation_keys(row.citation)}
    return bool(ours & theirs) or not (ours or theirs)
