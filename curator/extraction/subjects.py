"""What a clause without a miRNA is about, so that a consequence can be tied to the study's miRNA or left alone.

A review tells a chain: the miRNA lowers a gene, `the decrease of …` or `inhibition of ADAM10` then leads to resistance.
Such a noun takes up an event told before. A gene or drug that acts by itself, above all one that was knocked down in an
experiment, is an agent of its own and is never credited to the miRNA.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from curator.extraction.units import Unit
from curator.patterns import Rules

_RIVALS = ("GENE", "RNA", "PATHWAY", "DRUG")


@dataclass(frozen=True, slots=True)
class Subject:
    """The subject of a clause that names no agent."""

    kind: str
    """`plain`, `event` (a nominalised change), `rival` (another agent) or `mirna`."""
    names: tuple[str, ...] = ()
    """Canonical names in it."""
    words: tuple[str, ...] = ()
    """Its content words, in lower case."""


def subject_of(units: Sequence[Unit], at: int, *, sign_of: Callable[[Unit], int], rules: Rules) -> Subject:
    """The subject of the verb or participle at `at`."""
    if units[at].kind in ("CELL", "WORD", "PRON", "GENE", "RESPONSE", "VESICLE"):
        return Subject("plain", words=_content(units[at : at + 1]))
    if units[at].text.lower() in rules.words("resumptives"):
        return Subject("plain")
    start = next((i + 1 for i in range(at - 1, -1, -1) if units[i].kind == "SUB"), 0)
    stretch = units[start:at]
    if any(u.kind in ("MIRNA", "CARRIER") for u in stretch):
        return Subject("mirna")
    first_verb = next((i for i, u in enumerate(stretch) if u.kind == "VERB"), len(stretch))
    return _classified(_without_opening(stretch[:first_verb]), sign_of, rules)


def _without_opening(units: Sequence[Unit]) -> Sequence[Unit]:
    """The subject without what stands before its comma (`In vivo, …`, `Moreover, …`)."""
    comma = next((i for i, u in enumerate(units) if u.text == ","), None)
    opens = comma is not None and (units[0].kind in ("PREP", "WORD", "PUNCT") and comma < 5)
    return units[comma + 1 :] if opens and comma is not None else units


def _classified(units: Sequence[Unit], sign_of: Callable[[Unit], int], rules: Rules) -> Subject:
    rivals = [i for i, u in enumerate(units) if u.kind in _RIVALS]
    event = next((i for i, u in enumerate(units) if u.kind == "NOUN" and sign_of(u)), None)
    names = tuple(m.name for u in units if u.kind in _RIVALS for m in (*u.mentions, *u.inner))
    if event is not None and (not rivals or event < rivals[0]):
        lexeme = units[event].key.partition(":")[0]
        if lexeme in rules.words("experimental"):
            return Subject("rival", names)
        return Subject("event", names, _content(units))
    return Subject("rival", names) if rivals else Subject("plain", words=_content(units))


def _content(units: Sequence[Unit]) -> tuple[str, ...]:
    return tuple(u.text.lower() for u in units if u.kind in ("WORD", "ADJ", "NOUN") and len(u.text) > 3)
