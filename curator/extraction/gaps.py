"""What may stand between two parts of a pattern, and why not.

The gap is what makes a rule safe: `miR-21 … suppresses` holds only if nothing else is the subject of `suppresses`.
Each check returns an empty string where the gap is allowed, else the constraint that failed, in words.
"""

from __future__ import annotations

from collections.abc import Sequence

from curator.extraction.units import Unit
from curator.patterns import Rules

NOUN_GAP_LENGTH = 7
LIST_GAP_LENGTH = 16
CLAUSE_GAP_LENGTH = 45
_VERBS = ("VERB",)
_INSIDE_NOUN_PHRASE = ("WORD", "ADJ", "NOUN", "NUM", "CELL", "DISEASE", "VESICLE", "SUFFIX", "DRUG", "POSS", "PATHWAY")
_LIST_KINDS = (*_INSIDE_NOUN_PHRASE, "RESPONSE", "GENE", "CONJ")
_OWN_PLACE = ("PREP", "CELL", "VESICLE", "DISEASE", "ADJ")
_RIVALS = ("MIRNA", "GENE", "RNA", "DRUG", "CELL", "PATHWAY", "VESICLE", "CARRIER")


def gap_fault(units: Sequence[Unit], left: int, right: int, kind: str, *, rules: Rules) -> str:
    """Why the gap `units[left:right]` is not allowed before the unit at `right`; empty where it is."""
    return _noun_fault(units, left, right, rules) if kind == ".." else _clause_fault(units, left, right, rules)


def _noun_fault(units: Sequence[Unit], left: int, right: int, rules: Rules) -> str:
    if _is_listed(units, left, right, rules):
        return ""
    if right - left > NOUN_GAP_LENGTH:
        return "the noun phrase is too long"
    for unit in units[left:right]:
        joins = unit.text in (":", "/") or _is_noun_preposition(unit, rules)
        if not joins and unit.kind not in _INSIDE_NOUN_PHRASE:
            return f"`{unit.text}` stands inside the noun phrase"
    return ""


def _is_noun_preposition(unit: Unit, rules: Rules) -> bool:
    """True for `of` and the few others that stay inside a noun phrase."""
    return unit.kind == "PREP" and unit.text.lower() in rules.words("noun_prepositions")


def _is_listed(units: Sequence[Unit], left: int, right: int, rules: Rules) -> bool:
    """True where the unit at `right` ends a list of objects: `induces survival, growth and cisplatin resistance`."""
    between = units[left:right]
    if not between or len(between) > LIST_GAP_LENGTH or units[right].kind not in ("RESPONSE", "OUTCOME"):
        return False
    if not any(u.text.lower() in ("and", "or", "&") or u.text == "," for u in between):
        return False
    after = units[right + 1] if right + 1 < len(units) else None
    opens_clause = after is not None and (after.kind == "VERB" or after.key.endswith(":passive"))
    opens_clause = opens_clause or units[right - 1].kind not in ("CONJ", "PUNCT", "ADJ", "PREP")
    inside = all(
        u.kind in _LIST_KINDS or u.text == "," or _is_noun_preposition(u, rules) for u in _without_repeated_to(between)
    )
    return inside and not opens_clause and "but" not in {u.text.lower() for u in between}


def _without_repeated_to(units: Sequence[Unit]) -> list[Unit]:
    """Leave out the `to` of `leading to growth and to resistance`."""
    return [u for i, u in enumerate(units) if not (u.text.lower() == "to" and i and units[i - 1].kind == "CONJ")]


def _clause_fault(units: Sequence[Unit], left: int, right: int, rules: Rules) -> str:
    if right - left > CLAUSE_GAP_LENGTH:
        return "the clause is too long"
    barrier = next((u for u in units[left:right] if u.kind == "SUB"), None)
    if barrier is not None:
        return f"`{barrier.text}` begins another clause"
    if units[right].kind in _VERBS:
        return _subject_fault(units, left, right, rules)
    return _adjunct_fault(units, left, right, rules)


def _subject_fault(units: Sequence[Unit], left: int, right: int, rules: Rules) -> str:
    """Whether what ends at `left` is the subject of the verb at `right`."""
    if any(u.text == ":" for u in units[left:right]):
        return "`:` begins another clause"
    agent, left = left, _after_relative_clause(units, left, right)
    if fault := _object_fault(units, left - 1, rules):
        return fault
    relative = next((u for u in units[left:right] if u.kind == "REL"), None)
    if relative is not None:
        return f"the verb belongs to `{relative.text}`"
    verbs = [i for i in range(left, right) if units[i].kind in _VERBS]
    if not verbs:
        rival = _rival_subject(units, left, right)
        return f"`{rival.text}` is nearer to the verb" if rival else ""
    last = right - 1
    while last > verbs[-1] and units[last].kind in ("ADJ", "SUFFIX") and units[last].key == "":
        last -= 1
    if left > agent and len(verbs) == 1 and units[last].text not in (",", "and", "or", "but"):
        return ""
    if units[last].text.lower() in ("and", "or", ",", "but", "which", "that", "then") and _shares_subject(
        units, left, verbs, last, rules
    ):
        return ""
    return f"the verb `{units[verbs[-1]].text}` stands between"


def _object_fault(units: Sequence[Unit], agent: int, rules: Rules) -> str:
    """Why the agent cannot be a subject: it is the object of the verb right before it (`a drug that raised miR-21`)."""
    before = units[agent - 1] if agent > 0 else None
    if before is None or before.kind not in ("VERB", "INF") or not before.key.endswith(":active"):
        return ""
    verb = before.key.partition(":")[0]
    stays_subject = verb in rules.words("reporting_verbs") or verb in rules.words("carrying_verbs")
    return "" if stays_subject else f"it is the object of `{before.text}`"


def _after_relative_clause(units: Sequence[Unit], left: int, right: int) -> int:
    """Step over `, which is raised in …,` and over a `which` or `that` of the agent itself."""
    at = _relative_pronoun(units, left, right)
    if at is None:
        return left
    if at + 1 == right or (units[right - 1].text == "," and units[at - 1].text == ","):
        return right
    return at + 1


def _relative_pronoun(units: Sequence[Unit], left: int, right: int) -> int | None:
    """Where the relative pronoun of the agent stands: next to it, or behind a comma with only its own cells between."""
    for index in range(left, right):
        unit = units[index]
        if unit.kind == "REL":
            beside = index == left or units[index - 1].text == ","
            return index if beside else None
        if unit.kind not in _OWN_PLACE and unit.text != ",":
            return None
    return None


def _shares_subject(units: Sequence[Unit], left: int, verbs: Sequence[int], conjunction: int, rules: Rules) -> bool:
    """`X reduced growth and raised …`: the second verb has the first one's subject, unless the first had another."""
    if units[conjunction].kind == "REL" or units[conjunction].text.lower() in ("which", "that"):
        return False
    return not _clause_fault(units, left, verbs[0], rules)


def _rival_subject(units: Sequence[Unit], left: int, right: int) -> Unit | None:
    """A name that begins a noun phrase of its own between the agent and the verb."""
    for index in range(left + 1, right):
        unit = units[index]
        if unit.kind not in _RIVALS or not unit.mentions:
            continue
        before = [u.text for u in units[max(left, index - 2) : index]]
        if before[-1] == "," or (before[-1] in ("and", "or", "but") and before[0] == ","):
            return unit
    return None


def _adjunct_fault(units: Sequence[Unit], left: int, right: int, rules: Rules) -> str:
    """Whether a participle or a `by …` at `right` still belongs to the clause of the agent before `left`."""
    rival = next((u for u in units[left:right] if u.kind == "MIRNA" and u.mentions), None)
    if rival is not None and units[right].kind == "GENE":
        return f"`{rival.text}` is nearer"
    if (told := _told_of(units, left, right, rules)) is not None:
        return f"`{told.text}` is what it is said of"
    acting = next((u for i, u in enumerate(units[left:right], left) if _acts_unknown(units, i)), None)
    if acting is not None:
        return f"`{acting.text}` has a verb of its own"
    verbs = [i for i in range(left, right) if units[i].kind in _VERBS]
    return _clause_fault(units, left, verbs[-1], rules) if verbs else ""


def _told_of(units: Sequence[Unit], left: int, right: int, rules: Rules) -> Unit | None:
    """The nearer name of which an infinitive is told: `miR-21 …, PTEN, known to suppress`."""
    hearsay = right - left > 1 and units[right - 1].text.lower() in rules.words("hearsay")
    if units[right].kind != "INF" or not hearsay:
        return None
    return next((u for u in reversed(units[left : right - 1]) if u.kind in _RIVALS and u.mentions), None)


def head_fault(units: Sequence[Unit], index: int, *, rules: Rules) -> str:
    """Why the unit at `index` cannot head its noun phrase: a preposition before it ties it to another noun."""
    seen_mention = False
    for position in range(index - 1, max(-1, index - 7), -1):
        unit = units[position]
        if unit.kind == "PREP":
            if unit.text.lower() not in rules.words("tying_prepositions") or (
                seen_mention and _opens_clause(units, position)
            ):
                return ""
            return f"`{unit.text}` ties it to another noun"
        if unit.kind in ("PUNCT", "CONJ", "SUB", "REL", "VERB", "INF", "ING") or unit.text == "that":
            return ""
        seen_mention = seen_mention or bool(unit.mentions) or unit.kind == "NOUN"
    return ""


def relative_fault(units: Sequence[Unit], index: int) -> str:
    """Why the unit at `index` cannot be the subject: it stands in a relative clause (`X, which encodes Y, is …`)."""
    for position in range(index - 1, max(-1, index - 7), -1):
        if units[position].kind == "REL" and position < index - 1:
            closed = any(u.text == "," for u in units[index + 1 : index + 12])
            return f"it belongs to `{units[position].text}`" if closed else ""
        if units[position].kind in ("PUNCT", "SUB"):
            return ""
    return ""


def _opens_clause(units: Sequence[Unit], position: int) -> bool:
    return position == 0 or units[position - 1].kind in ("PUNCT", "SUB", "REL") or units[position - 1].text == "that"


def modifier_fault(units: Sequence[Unit], index: int) -> str:
    """Why the unit at `index` cannot head its noun phrase: a noun behind it is the head (`a miR-1246 target`)."""
    after = units[index + 1] if index + 1 < len(units) else None
    heads = after is not None and after.kind == "NOUN" and after.key.startswith("target")
    return f"it only modifies `{after.text}`" if heads and after is not None else ""


def _acts_unknown(units: Sequence[Unit], index: int) -> bool:
    """True for a name that opens a clause with a verb no cue file has: `…, and the drug acted`."""
    if units[index].kind not in _RIVALS or index + 1 >= len(units) or index == 0:
        return False
    following = units[index + 1]
    opens = units[index - 1].text in (",", "and", "but")
    return opens and following.kind == "WORD" and following.text.endswith("ed")
