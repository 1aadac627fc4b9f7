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

SUBJECT_KINDS = ("CELL", "WORD", "PRON", "GENE", "RESPONSE", "VESICLE", "OUTCOME", "NOUN")
"""Units that are the subject themselves where a pattern without an agent begins with them."""
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
    if units[at].kind in SUBJECT_KINDS and not _has_other_means(units, at, rules):
        return Subject("plain", words=_content(units[at : at + 1]))
    if units[at].text.lower() in rules.words("resumptives"):
        return Subject("plain")
    if _has_other_means(units, at, rules):
        return Subject("rival")
    start = next((i + 1 for i in range(at - 1, -1, -1) if units[i].kind == "SUB"), 0)
    stretch = _own_clause(units[start:at])
    if any(u.kind in ("MIRNA", "CARRIER") for u in _without_condition(stretch, rules)):
        return Subject("mirna")
    first_verb = next((i for i, u in enumerate(stretch) if u.kind == "VERB"), len(stretch))
    return _classified(_without_opening(stretch[:first_verb]), sign_of, rules)


def _own_clause(units: Sequence[Unit]) -> Sequence[Unit]:
    """What stands behind the last `and` or comma that follows a verb: `PTEN was lost by miR-21, and | the cells`."""
    for index in range(len(units) - 1, -1, -1):
        if units[index].kind == "REL" and index and units[index - 1].kind == "VESICLE":
            return units[index - 1 : index]
    for index in range(len(units) - 1, -1, -1):
        if units[index].kind == "VERB":
            break
        joins = units[index].text.lower() in ("and", "but", ",")
        if not joins or index + 1 == len(units) or units[index + 1].kind in ("ING", "PREP", "ADJ", "INF"):
            continue
        if any(u.kind == "VERB" for u in units[:index]):
            return units[index + 1 :]
    return units


def _has_other_means(units: Sequence[Unit], at: int, rules: Rules) -> bool:
    """True where the clause goes on to name another agent's work: `CAFs promote resistance by transferring H19`."""
    for index in range(at, len(units)):
        unit = units[index]
        if unit.kind in ("SUB", "REL") or unit.kind in ("MIRNA", "CARRIER", "CONDITION"):
            return False
        agents = (u for u in units[index + 1 : index + 5] if u.kind == "RNA" and u.mentions)
        if unit.text.lower() in rules.words("means") and any(agents):
            return True
    return False


def _without_condition(units: Sequence[Unit], rules: Rules) -> Sequence[Unit]:
    """The stretch without the condition that opens it: `With miR-21 mimics, …`."""
    opened = len(units) > 1 and _is_condition(units, 1, rules)
    return units[2:] if opened else units


def _without_opening(units: Sequence[Unit]) -> Sequence[Unit]:
    """The subject without what stands before its comma (`In vivo, …`, `Moreover, …`)."""
    comma = next((i for i, u in enumerate(units) if u.text == ","), None)
    opens = comma is not None and (units[0].kind in ("PREP", "WORD", "PUNCT") and comma < 5)
    return units[comma + 1 :] if opens and comma is not None else units


def _classified(units: Sequence[Unit], sign_of: Callable[[Unit], int], rules: Rules) -> Subject:
    if units and units[0].kind == "POSS":
        return Subject("plain", words=_content(units))
    rivals = [i for i, u in enumerate(units) if u.kind in _RIVALS]
    event = next((i for i, u in enumerate(units) if u.kind == "NOUN" and sign_of(u)), None)
    names = tuple(m.name for u in units if u.kind in _RIVALS for m in (*u.mentions, *u.inner))
    if event is not None and _is_done_by_other(units[event + 1 :]):
        return Subject("rival", names)
    if event is not None and (not rivals or event < rivals[0]):
        lexeme = units[event].key.partition(":")[0]
        if lexeme in rules.words("experimental"):
            return Subject("rival", names)
        return Subject("event", names, _content(units))
    return Subject("rival", names) if rivals else Subject("plain", words=_content(units))


def _is_done_by_other(units: Sequence[Unit]) -> bool:
    """True for an event with an agent of its own: `inhibition of exosome release by GW4869`."""
    at = next((i for i, u in enumerate(units) if u.text.lower() == "by"), None)
    return at is not None and at + 1 < len(units) and units[at + 1].kind in (*_RIVALS, "WORD")


def _content(units: Sequence[Unit]) -> tuple[str, ...]:
    return tuple(u.text.lower() for u in units if u.kind in ("WORD", "ADJ", "NOUN") and len(u.text) > 3)


def condition_of(units: Sequence[Unit], start: int, end: int, rules: Rules) -> Unit | None:
    """The miRNA under whose change the stretch from `start` to `end` was seen: `upon inhibition of miR-21, …`.

    The nearest in the same clause, behind the stretch or before it; None where there is none.
    """
    for reach in (range(end, len(units)), range(start - 1, -1, -1)):
        acted = False
        for index in reach:
            unit = units[index]
            behind = index >= end
            if unit.kind == "SUB" or (behind and (unit.kind == "REL" or acted or _joins_clause(units, index))):
                break
            if _is_condition(units, index, rules) and (not acted or unit.kind == "CONDITION"):
                return unit
            acted = acted or unit.kind in ("VERB", "REL")
    return None


def _joins_clause(units: Sequence[Unit], index: int) -> bool:
    """True for the `, and` that begins another clause."""
    return units[index].kind == "CONJ" and units[index - 1].text == ","


def _is_condition(units: Sequence[Unit], index: int, rules: Rules) -> bool:
    unit = units[index]
    if unit.kind == "CONDITION":
        return True
    if unit.kind not in ("MIRNA", "CARRIER") or not unit.mentions or index == 0:
        return False
    opener = units[index - 1].text.lower()
    opened = opener in rules.words("conditions") and (
        opener not in ("in", "from") or _opens(units, index - 1) or unit.kind == "CARRIER"
    )
    return opened and (unit.kind == "CARRIER" or any(f.name == "perturbation" for f in unit.factors))


def _opens(units: Sequence[Unit], index: int) -> bool:
    return index == 0 or units[index - 1].kind in ("PUNCT", "SUB")
