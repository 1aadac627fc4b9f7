"""What other rules make of a paper: which rows are gained, lost, moved or kept, each joined to the verdict on it.

A row is the same where claim and polarity are. It has moved where it stands on none of the sentences any more that it
was judged on; or where it is lost and another row is gained on the same sentence that differs in a few slots. An edited
row is no loss where the rules now propose what the curator had made of it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from curator.curation.verdicts import polarity_of
from curator.model import KEPT, Assertion, Claim, Polarity, Slot, Span, State, Verdict

_NAMED_TWICE = (Slot.MIRNA, Slot.TARGET)
"""Slots in which a difference weighs double: a finding is first of all about these two."""
_FULL = 100
_PER_SLOT = 10
POLARITY = "polarity"


class Change(StrEnum):
    """What becomes of a row; in the order in which a person wants to know."""

    LOST = "lost"
    MOVED = "moved"
    AS_EDITED = "found as edited"
    GAINED = "gained"


@dataclass(frozen=True, slots=True)
class Before:
    """A row as the database has it."""

    id: str
    assertion: Assertion
    state: State = State.UNDECIDED
    decided: Claim | None = None
    verdict: Verdict | None = None
    """The one that gave the state."""
    judged: tuple[Span, ...] = ()
    """The sentences that the verdict was given on; empty where nobody decided or it is not known."""
    found: bool = True
    by_hand: bool = False
    """Added by a curator: no rule has to find it."""

    @property
    def sentences(self) -> set[tuple[int, int]]:
        """Where it stands."""
        return _sentences(self.assertion)

    @property
    def reference(self) -> set[tuple[int, int]]:
        """The sentences that it may not lose: those judged, else those that it stands on."""
        return {(span.start, span.end) for span in self.judged} or self.sentences


@dataclass(frozen=True, slots=True)
class After:
    """A row as the rules propose it now."""

    id: str
    assertion: Assertion


@dataclass(frozen=True, slots=True)
class Difference:
    """What becomes of one row."""

    change: Change
    before: Before | None = None
    """None for a row that was never there; a gained row that has one is found again."""
    after: After | None = None
    """None for a row that is lost."""
    slots: tuple[str, ...] = ()
    """For a row that moved, the slots in which the two differ (`polarity` may be among them); empty where it is the
    same claim on another sentence."""

    @property
    def state(self) -> State:
        """How the row was decided."""
        return self.before.state if self.before else State.UNDECIDED

    @property
    def is_loss(self) -> bool:
        """True where an accepted or edited row is no longer proposed, neither as it was nor as it was made."""
        gone = self.change is Change.LOST or (self.change is Change.MOVED and bool(self.slots))
        return gone and self.state in KEPT


@dataclass(frozen=True, slots=True)
class Comparison:
    """What becomes of the rows of one paper, or of several."""

    differences: tuple[Difference, ...] = ()
    kept: int = 0

    def of(self, change: Change) -> list[Difference]:
        """Those of one kind."""
        return [difference for difference in self.differences if difference.change is change]

    @property
    def losses(self) -> list[Difference]:
        """Accepted or edited rows that the rules no longer propose."""
        return [difference for difference in self.differences if difference.is_loss]


def compare(before: Iterable[Before], after: Iterable[After]) -> Comparison:
    """What becomes of the rows of one paper; by kind of change, in text order."""
    stored = {row.id: row for row in before}
    proposed = {row.id: row for row in after}
    stays = [row for row in stored.values() if row.found and (row.id in proposed or row.by_hand)]
    lost = [row for row in stored.values() if row.found and not row.by_hand and row.id not in proposed]
    gained = [row for row in proposed.values() if row.id not in stored or not stored[row.id].found]
    edited = _found_as_edited(lost, proposed.values())
    used = {difference.after.id for difference in edited if difference.after}
    ours = {difference.before.id for difference in edited if difference.before}
    paired = _pairs([row for row in lost if row.id not in ours], [row for row in gained if row.id not in used])
    used |= {difference.after.id for difference in paired if difference.after}
    ours |= {difference.before.id for difference in paired if difference.before}
    moved = [Difference(Change.MOVED, row, proposed[row.id]) for row in stays if _is_moved(row, proposed)]
    differences = [
        *(Difference(Change.LOST, row) for row in lost if row.id not in ours),
        *paired,
        *moved,
        *edited,
        *(Difference(Change.GAINED, stored.get(row.id), row) for row in gained if row.id not in used),
    ]
    return Comparison(tuple(sorted(differences, key=_order)), len(stays) - len(moved))


def joined(comparisons: Iterable[Comparison]) -> Comparison:
    """What becomes of the rows of several papers."""
    given = list(comparisons)
    return Comparison(tuple(d for each in given for d in each.differences), sum(each.kept for each in given))


def summary(comparison: Comparison) -> str:
    """`3 gained, 2 lost (1 accepted), 1 moved, 40 kept`."""
    parts = [
        f"{len(comparison.of(Change.GAINED))} gained",
        _counted(comparison, Change.LOST),
        _counted(comparison, Change.MOVED),
    ]
    parts += [f"{count} found as edited" for count in [len(comparison.of(Change.AS_EDITED))] if count]
    return ", ".join([*parts, f"{comparison.kept} kept"])


def _counted(comparison: Comparison, change: Change) -> str:
    """How many there are and, in brackets, how many of them were decided and how."""
    found = comparison.of(change)
    states = Counter(difference.state for difference in found)
    decided = ", ".join(f"{states[state]} {state}" for state in State if state is not State.UNDECIDED and states[state])
    return f"{len(found)} {change}{f' ({decided})' if decided else ''}"


def _order(difference: Difference) -> tuple[int, bool, int]:
    row = difference.before or difference.after
    place = row.assertion.evidence[0].start if row else 0
    return list(Change).index(difference.change), difference.state is State.UNDECIDED, place


def _sentences(assertion: Assertion) -> set[tuple[int, int]]:
    return {(evidence.start, evidence.end) for evidence in assertion.evidence}


def _is_moved(row: Before, proposed: dict[str, After]) -> bool:
    """True where the rules are about to leave the last of the sentences that the row was judged on."""
    if row.by_hand or row.id not in proposed:
        return False
    return bool(row.reference & row.sentences) and not row.reference & _sentences(proposed[row.id].assertion)


def _found_as_edited(lost: Iterable[Before], proposed: Iterable[After]) -> list[Difference]:
    """Edited rows that the rules propose now as they were edited."""
    by_claim: dict[tuple[Claim, Polarity], After] = {}
    for after in proposed:
        by_claim.setdefault((after.assertion.claim, after.assertion.polarity), after)
    found = []
    for row in lost:
        polarity = polarity_of(row.verdict) if row.verdict else row.assertion.polarity
        same = by_claim.get((row.decided, polarity)) if row.decided and polarity else None
        if row.state is State.EDITED and same:
            found.append(Difference(Change.AS_EDITED, row, same))
    return found


def _pairs(lost: Sequence[Before], gained: Sequence[After]) -> list[Difference]:
    """The best pairing of rows that tell of one sentence and differ in a few slots; each is used once."""
    found = []
    for rows, columns in _groups(lost, gained):
        scores = [[_likeness(row.assertion, column.assertion) for column in columns] for row in rows]
        for row, at in zip(rows, best_pairing(scores), strict=True):
            if at is not None:
                slots = differing(row.assertion, columns[at].assertion)
                found.append(Difference(Change.MOVED, row, columns[at], slots))
    return found


def _groups(lost: Sequence[Before], gained: Sequence[After]) -> list[tuple[list[Before], list[After]]]:
    """The rows in groups that share sentences, so that no pairing has to look at all of a paper at once."""
    parent: dict[tuple[int, int], tuple[int, int]] = {}

    def root(place: tuple[int, int]) -> tuple[int, int]:
        parent.setdefault(place, place)
        while parent[place] != place:
            place = parent[place]
        return place

    for assertion in (*(row.assertion for row in lost), *(row.assertion for row in gained)):
        first, *others = sorted(_sentences(assertion))
        for other in others:
            parent[root(other)] = root(first)
    groups: defaultdict[tuple[int, int], tuple[list[Before], list[After]]] = defaultdict(lambda: ([], []))
    for before in lost:
        groups[root(min(before.sentences))][0].append(before)
    for after in gained:
        groups[root(min(_sentences(after.assertion)))][1].append(after)
    return [group for group in groups.values() if all(group)]


def differing(before: Assertion, after: Assertion) -> tuple[str, ...]:
    """The slots in which two rows differ, and `polarity` where they differ in that."""
    slots = [slot.value for slot in Slot if before.claim.get(slot) != after.claim.get(slot)]
    return (*slots, *([POLARITY] if before.polarity is not after.polarity else []))


def _likeness(before: Assertion, after: Assertion) -> int:
    """How like two rows are; 0 where they share no sentence, or neither miRNA nor target."""
    shared = any(before.claim.get(slot) == after.claim.get(slot) is not None for slot in _NAMED_TWICE)
    if not shared or not _sentences(before) & _sentences(after):
        return 0
    weights = [2 if name in _NAMED_TWICE else 1 for name in differing(before, after)]
    return _FULL - _PER_SLOT * sum(weights)


def best_pairing(scores: Sequence[Sequence[int]]) -> list[int | None]:
    """For each row the column that it is paired with, so that the scores add up to the most; none at a score of 0.

    The Hungarian method with potentials (Kuhn 1955, Munkres 1957), in O(n³).
    """
    if not scores or not scores[0]:
        return [None] * len(scores)
    size = max(len(scores), len(scores[0]))
    top = max(map(max, scores))
    costs = [
        [top - scores[i][j] if i < len(scores) and j < len(scores[0]) else top for j in range(size)]
        for i in range(size)
    ]
    columns = _cheapest(costs)
    paired = ((row, columns[row]) for row in range(len(scores)))
    return [at if at < len(scores[0]) and scores[row][at] > 0 else None for row, at in paired]


def _cheapest(costs: Sequence[Sequence[int]]) -> list[int]:
    """For each row of a square the column of the cheapest assignment."""
    size = len(costs)
    rows, columns = [0] * (size + 1), [0] * (size + 1)
    owner = [0] * (size + 1)
    for row in range(1, size + 1):
        owner[0] = row
        at, least, way, seen = 0, [_FAR] * (size + 1), [0] * (size + 1), [False] * (size + 1)
        while owner[at]:
            seen[at] = True
            current, delta, following = owner[at], _FAR, 0
            for column in range(1, size + 1):
                if seen[column]:
                    continue
                cost = costs[current - 1][column - 1] - rows[current] - columns[column]
                if cost < least[column]:
                    least[column], way[column] = cost, at
                if least[column] < delta:
                    delta, following = least[column], column
            for column in range(size + 1):
                if seen[column]:
                    rows[owner[column]] += delta
                    columns[column] -= delta
                else:
                    least[column] -= delta
            at = following
        while at:
            owner[at] = owner[way[at]]
            at = way[at]
    return [column - 1 for _, column in sorted((owner[column], column) for column in range(1, size + 1))]


_FAR = 1 << 60
