"""The parts of the jobs around verdicts: what an edit may say, and rows as an export has them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from curator import __version__
from curator.errors import InputError, UsageError
from curator.model import (
    KEEPING,
    KEPT,
    SLOT_TYPES,
    Action,
    Claim,
    Document,
    MentionType,
    Polarity,
    Reason,
    Slot,
    State,
    Verdict,
)
from curator.workbench.user import curator_name

if TYPE_CHECKING:
    from curator.exporting.rows import Row
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


def export_rows(database: Database, *, every_state: bool) -> list[Row]:
    """The curated rows, or all, each with its reference in full and the verdict that stands on it."""
    stored = [s for s in database.assertions() if _is_exported(s, every_state=every_state)]
    verdicts = _by_assertion(database.verdicts())
    documents = {id: database.document(id) for id in dict.fromkeys(s.document_id for s in stored)}
    return [_row(s, documents[s.document_id], verdicts.get(s.id, [])) for s in stored]


def _is_exported(stored: StoredAssertion, *, every_state: bool) -> bool:
    """A row of a text that was replaced is exported where a decision on it could not be carried to the newer text."""
    if stored.replaced_by and (stored.carried or stored.state is State.UNDECIDED):
        return False
    return every_state or stored.state in KEPT


def _row(stored: StoredAssertion, document: Document, verdicts: Sequence[Verdict]) -> Row:
    from curator.exporting.rows import Row

    return Row(
        id=stored.id,
        document_id=stored.document_id,
        document=stored.document_name,
        assertion=stored.assertion,
        state=stored.state,
        decided=stored.decided,
        decided_polarity=stored.decided_polarity,
        reference=_reference(document, stored.claim.citation),
        verdict=_standing_verdict(verdicts),
        found=stored.found,
        replaced_by=stored.replaced_by,
    )


def _reference(document: Document, citation: str | None) -> str:
    """The cited reference in full; of several keys (`31,32`) each, in their order."""
    if not citation:
        return ""
    whole = document.reference(citation)
    found = [whole] if whole else [document.reference(key.strip()) for key in citation.split(",")]
    return " ".join(reference.text for reference in found if reference)


def _standing_verdict(verdicts: Sequence[Verdict]) -> Verdict | None:
    """The one that gave the row its state."""
    from curator.curation.verdicts import standing

    return next((v for v in reversed(standing(verdicts)) if v.action is not Action.COMMENT), None)


def _by_assertion(verdicts: Iterable[Verdict]) -> dict[str, list[Verdict]]:
    grouped: dict[str, list[Verdict]] = {}
    for verdict in verdicts:
        grouped.setdefault(verdict.assertion, []).append(verdict)
    return grouped
