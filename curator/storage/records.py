"""What the database hands out beyond the model: a row and its state, a paper and its progress, a run and its counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from curator.model import Assertion, Claim, Polarity, State


@dataclass(frozen=True, slots=True)
class StoredAssertion:
    """One row of the queue."""

    id: str
    document_id: str
    document_name: str
    assertion: Assertion
    """As proposed. Its evidence is what the last extraction found; for a row no longer found, what it stood on last."""
    state: State
    decided: Claim | None
    """The claim as accepted or edited; none while undecided or rejected."""
    found: bool
    """False where the rules found the row once and no longer do. A curator's own row is always found."""
    verdicts: int
    """How many verdicts were given on it, undone ones and comments included."""
    added_by: str | None = None
    """The curator who added the row; none where the rules did."""
    rules_version: str = ""
    """Of the rules that found it last."""
    claim_id: str = ""
    conflict: bool = False
    """True where curators decided differently and none of them in sight of the other: then the row is undecided."""
    assigned: str = ""
    """The curator who is to judge the claim; empty where anybody may."""
    moved: bool = False
    """True where it was decided on sentences that it no longer stands on; it stands on others."""
    replaced_by: str = ""
    """The name of the newer text of the paper; empty where this is the newest. A row of an old text is never found."""
    carried: bool = False
    """True where the decision was carried to the newer text."""
    decided_polarity: Polarity | None = None
    """The polarity with which it was accepted or edited; none while undecided or rejected."""
    noted: bool = False
    """True where a comment stands on it, by itself or with a decision."""

    @property
    def claim(self) -> Claim:
        """The claim as it stands: as decided where it was, else as proposed."""
        return self.decided or self.assertion.claim

    @property
    def polarity(self) -> Polarity:
        """The polarity as it stands: as decided where it was, else as the text has it."""
        return self.decided_polarity or self.assertion.polarity


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One row of the queue as it is scrolled: an assertion or, over all papers, the first of a finding."""

    stored: StoredAssertion
    state: State
    """Of the finding: undecided while any of its assertions waits for a verdict."""
    found: bool
    """False where the rules find none of them any more."""
    members: int
    """How many assertions stand behind it, itself included: one a paper and polarity."""
    sentences: int
    """How many sentences stand behind them."""
    conflict: bool = False
    """True where curators decided any of them differently."""


@dataclass(frozen=True, slots=True)
class QueueCounts:
    """How many rows of the queue there are in each state."""

    by_state: Mapping[State, int]
    waiting: int
    """Undecided, and still found."""

    @property
    def rows(self) -> int:
        """How many there are in all."""
        return sum(self.by_state.values())

    @property
    def decided(self) -> int:
        """How many are accepted, edited or rejected."""
        return self.rows - self.by_state[State.UNDECIDED]


@dataclass(frozen=True, slots=True)
class DocumentSummary:
    """A paper and how far its curation is; the five counts are of assertions."""

    id: str
    name: str
    title: str
    format: str
    proposed: int
    accepted: int
    edited: int
    rejected: int
    undecided: int
    """Those that wait for a verdict."""
    no_longer_found: int
    replaced_by: str = ""
    """The name of the newer text of the paper; empty where this is the newest."""


@dataclass(frozen=True, slots=True)
class ExtractionReport:
    """What an extraction changed in the database, in assertions."""

    added: int
    kept: int
    gone: int
    """Found before and not now. They stay, marked, with their verdicts."""

    @property
    def changed(self) -> bool:
        """True where a row came or went."""
        return bool(self.added or self.gone)
