"""Rows that a curator adds herself: the claim under canonical names, its slots found in the sentence that says so."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from curator.curation.citing import citation_keys
from curator.errors import InputError
from curator.model import (
    SLOT_TYPES,
    Action,
    Assertion,
    Claim,
    Document,
    Evidence,
    Polarity,
    Slot,
    SlotSpan,
    Span,
    Verdict,
)
from curator.workbench import judging
from curator.workbench.user import curator_name

if TYPE_CHECKING:
    from curator.patterns.vocabulary import Vocabulary
    from curator.storage import StoredAssertion
    from curator.workbench.bench import Workbench

BY_HAND = "added by hand"
"""What stands for the rule."""
_SLOTS = {type: slot for slot, type in SLOT_TYPES.items()}


class Naming:
    """The names that a workbench knows, sorted when they are first asked for and kept."""

    def __init__(self, workbench: Workbench) -> None:
        self._workbench = workbench
        self._names: dict[Slot, list[str]] | None = None

    def vocabulary(self) -> Vocabulary:
        """The names that the rules know. Raises RuleError."""
        return self._workbench.vocabulary()

    def names(self) -> Mapping[Slot, Sequence[str]]:
        """The canonical names of each slot, sorted without regard to case. Raises RuleError."""
        if self._names is None:
            found: dict[Slot, set[str]] = defaultdict(set)
            for entry in self.vocabulary().entries():
                if entry.type in _SLOTS:
                    found[_SLOTS[entry.type]].add(entry.name)
            self._names = {slot: sorted(held, key=str.casefold) for slot, held in found.items()}
        return self._names


def add_row(
    workbench: Workbench,
    document: Document,
    sentence: Span,
    claim: Claim,
    *,
    polarity: Polarity = Polarity.AFFIRMED,
    naming: Naming,
) -> tuple[StoredAssertion, bool]:
    """Add a row on a sentence; give it back, and whether it is new. One that is there already stays as it is.

    Raises InputError where the claim has no miRNA, DatabaseError.
    """
    if not claim.mirna:
        raise InputError("a row needs a miRNA.")
    named = judging.under_canonical_names(claim, Slot, naming.vocabulary)
    assertion = Assertion(named, (_evidence(document, sentence, claim, named),), polarity, reasons=(BY_HAND,))
    database = workbench.database()
    known = {stored.id for stored in database.assertions(document.id)}
    row = database.add_assertion(document.id, assertion, curator=curator_name())
    return row, row.id not in known


def accept_row(workbench: Workbench, row: StoredAssertion, *, comment: str = "") -> Verdict:
    """Accept a row that the curator has just added: she would not have, were it not right."""
    return workbench.judge(row.id, Action.ACCEPT, comment=comment)


def cited_in(document: Document, sentence: Span) -> str | None:
    """The reference keys of the sentence's last marker, as a citation slot has them; none where it cites nothing."""
    markers = [c for c in document.citations if sentence.contains(Span(c.start, c.end)) and c.keys]
    return ",".join(markers[-1].keys) if markers else None


def _evidence(document: Document, sentence: Span, typed: Claim, named: Claim) -> Evidence:
    section = document.section_at(sentence.start)
    quote = document.text[sentence.start : sentence.end]
    slots = tuple(_slots(document, sentence, typed, named))
    return Evidence(document.id, sentence.start, sentence.end, quote, section.title if section else "", BY_HAND, slots)


def _slots(document: Document, sentence: Span, typed: Claim, named: Claim) -> Iterator[SlotSpan]:
    """Where the sentence names each value, as typed or as it is called; nothing for what it does not name."""
    quote = document.text[sentence.start : sentence.end]
    for slot, value in named.items():
        if not value or slot is Slot.EFFECT:
            continue
        if slot is Slot.CITATION:
            yield from _marker(document, sentence, value)
            continue
        for written in filter(None, (typed.get(slot), value)):
            if (at := _find(quote, written)) >= 0:
                start = sentence.start + at
                yield SlotSpan(slot, start, start + len(written), quote[at : at + len(written)], value)
                break


def _find(quote: str, written: str) -> int:
    """Where the text stands, its case as written before any other; -1 where it does not."""
    at = quote.find(written)
    lowered = quote.lower()
    # Lowering may lengthen a text, and offsets with it.
    return at if at >= 0 or len(lowered) != len(quote) else lowered.find(written.lower())


def _marker(document: Document, sentence: Span, keys: str) -> Iterator[SlotSpan]:
    """The first marker of the sentence that stands for one of the keys."""
    wanted = {keys, *citation_keys(keys)}
    for citation in document.citations:
        inside = sentence.contains(Span(citation.start, citation.end))
        if inside and wanted & set(citation.keys):
            text = document.text[citation.start : citation.end]
            yield SlotSpan(Slot.CITATION, citation.start, citation.end, text, keys)
            return
