"""The parts of the jobs around verdicts: what an edit may say, and what a verdict keeps of the row as shown."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from curator import __version__
from curator.errors import InputError, UsageError
from curator.model import (
    KEEPING,
    SLOT_TYPES,
    Action,
    Claim,
    MentionType,
    Polarity,
    Reason,
    Slot,
    Verdict,
)
from curator.workbench.user import curator_name

if TYPE_CHECKING:
    from curator.patterns.vocabulary import Vocabulary
    from curator.storage import Database, StoredAssertion

_NAMED: dict[Slot, MentionType] = {slot: type for slot, type in SLOT_TYPES.items() if slot is not Slot.MIRNA}
"""Slots whose values have canonical names, and what is named there; of a miRNA the form of its name says which."""


def edited(stored: StoredAssertion, after: Claim | None, database: Database, names: Callable[[], Vocabulary]) -> Claim:
    """The claim as edited, its values cleaned and under their canonical names.

    `names` is asked only where a slot that has such names was changed. Raises InputError with the problem of each slot
    that has one.
    """
    from curator.curation.validation import edit

    if after is None:
        raise UsageError("an edit needs the claim as edited.")
    changes = {slot: value or "" for slot, value in after.items() if value != stored.claim.get(slot)}
    claim, problems = edit(stored.claim, changes, database.document(stored.document_id))
    if problems:
        raise InputError("; ".join(f"{slot}: {problem}" for slot, problem in problems.items()))
    return under_canonical_names(claim, changes, names)


def under_canonical_names(claim: Claim, slots: Iterable[Slot], names: Callable[[], Vocabulary]) -> Claim:
    """The claim with what these slots hold under its canonical name; `names` is asked only where one has such names."""
    named = {slot: value for slot in slots if slot in _NAMED and (value := claim.get(slot))}
    return replace(claim, **{slot.value: _canonical(slot, value, names()) for slot, value in named.items()})  # type: ignore[arg-type]


def _canonical(slot: Slot, value: str, names: Vocabulary) -> str:
    """The name under which the vocabulary has the value; the value itself where it has none of its kind, or several."""
    found = dict.fromkeys(name.entry.name for name in names.find(value) if name.entry.type is _NAMED[slot])
    return next(iter(found)) if len(found) == 1 else value


def verdict(
    stored: StoredAssertion,
    action: Action,
    edited: Claim | None = None,
    *,
    polarity: Polarity | None = None,
    reason: Reason | None,
    comment: str,
) -> Verdict:
    """A verdict of the curator who sits here on a row as it stands; `polarity` where it is edited."""
    return Verdict(
        assertion=stored.id,
        action=action,
        curator=curator_name(),
        time="",  # The moment of saving; storage fills it in.
        before=stored.claim,
        after=stored.claim if action is Action.ACCEPT else edited,
        reason=reason,
        comment=comment,
        quote=quotes(stored),
        program_version=__version__,
        rules_version=stored.rules_version,
        polarity=(polarity or stored.polarity) if action in KEEPING else None,
        polarity_shown=stored.polarity,
    )


def quotes(stored: StoredAssertion) -> str:
    """The evidence as shown, sentences joined by a line end."""
    return "\n".join(evidence.quote for evidence in stored.assertion.evidence)
