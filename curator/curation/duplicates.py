"""Which rows of one paper say the same: the same claim twice, or one that only says less than another.

Pure. Rows that several sentences support are one row already; these are what is left to a curator's eye.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from curator.curation.contradictions import Said, differ, same_name
from curator.model import Claim, Slot

_FINDING = (Slot.SOURCE, Slot.TARGET, Slot.EFFECT, Slot.DRUG, Slot.DISEASE)


class Likeness(StrEnum):
    """How a row is like the one shown."""

    SAME = "the same claim"
    LESS = "says less"
    MORE = "says more"


@dataclass(frozen=True, slots=True)
class Twin:
    """A row like the one shown, and what differs."""

    likeness: Likeness
    slots: tuple[Slot, ...] = ()
    """What one of the two leaves out; of the same claim, its citation."""
    other_polarity: bool = False

    @property
    def rank(self) -> tuple[object, ...]:
        """A sorting key: what is most alike comes first."""
        return list(Likeness).index(self.likeness), len(self.slots), self.other_polarity


def likeness(shown: Said, other: Said) -> Twin | None:
    """How the other row is like the one shown; none where each says something of its own.

    The same claim may have another citation or another polarity. A row says less where every slot that it fills has
    the other's value, its citation among them, and the other fills more.
    """
    if not (shown.counts and other.counts and same_name(Slot.MIRNA, shown.claim.mirna, other.claim.mirna)):
        return None
    if not (_is_finding(shown.claim) and _is_finding(other.claim)):
        return None
    if any(differ(shown.claim, other.claim, slot, same_name) for slot in _FINDING):
        return None
    less, more = _only_in(shown.claim, other.claim), _only_in(other.claim, shown.claim)
    polarity = shown.polarity is not other.polarity
    cites_alike = (shown.claim.citation or "") == (other.claim.citation or "")
    if not less and not more:
        return Twin(Likeness.SAME, () if cites_alike else (Slot.CITATION,), polarity)
    if (less and more) or shown.is_denial != other.is_denial:
        return None
    apart = less or more
    cites = _cites(shown.claim, other.claim, shown_has_more=bool(less))
    return Twin(Likeness.LESS if less else Likeness.MORE, apart + cites, polarity) if cites is not None else None


def _is_finding(claim: Claim) -> bool:
    """A row with neither a target nor an effect only tells what is carried, which every row on the miRNA implies."""
    return bool(claim.target or claim.effect)


def _only_in(left: Claim, right: Claim) -> tuple[Slot, ...]:
    """What the one fills and the other leaves out."""
    return tuple(slot for slot in _FINDING if left.get(slot) and not right.get(slot))


def _cites(shown: Claim, other: Claim, *, shown_has_more: bool) -> tuple[Slot, ...] | None:
    """Whether the citation is among what the smaller row leaves out; none where each has one of its own."""
    small, large = (other, shown) if shown_has_more else (shown, other)
    if (small.citation or "") == (large.citation or ""):
        return ()
    return (Slot.CITATION,) if not small.citation else None
