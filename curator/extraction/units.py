"""The working view of a sentence: units that rules match, each with its place in the canonical text.

A unit is a mention, a verb group, a cue noun or a plain word. Mentions of one kind in a list are one unit; articles and
adverbs are left out; a bracket that only repeats a name or cites is left out. Every unit keeps the offsets of what it
stands for, so nothing found in the view is ever far from the text.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from curator.extraction.verbs import Token, group_verbs, tokenise
from curator.model import Cue, Factor, Mention
from curator.patterns import Rules
from curator.patterns.inflect import fold_word

_LIST_JOINS = {",", "and", "or", "/", "&", "as well as", "plus", "and/or", "nor"}
_LISTED = {"MIRNA", "GENE", "DRUG", "CELL", "RNA", "VESICLE"}
_OPEN, _CLOSE = {"(", "["}, {")", "]"}


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit of the working view. Offsets are those of the sentence's text."""

    kind: str
    start: int
    end: int
    text: str
    key: str = ""
    """`lexeme:role` for verb groups and cue nouns, empty for the rest."""
    mentions: tuple[Mention, ...] = ()
    inner: tuple[Mention, ...] = ()
    """Other mentions inside: the drug of a response, the disease of a cell phrase."""
    sign: int = 1
    factors: tuple[Factor, ...] = ()
    cues: tuple[Cue, ...] = ()
    rules: tuple[str, ...] = ()
    """The ids of the rules that made this unit."""
    vesicle: bool = False

    @property
    def anaphor(self) -> bool:
        """True where the unit stands for a miRNA that is named elsewhere."""
        return self.kind in ("MIRNA", "PRON") and not self.mentions


def build_units(text: str, mentions: Sequence[Mention], rules: Rules) -> list[Unit]:
    """The working view of a sentence. `CD34+` is a marker of its cells and no gene that anything acts on."""
    mentions = [m for m in mentions if text[m.end : m.end + 1] not in ("+", "\u207a")]
    ordered = sorted(mentions, key=lambda m: m.start)
    tokens = tokenise(text, _outermost(mentions), rules)
    units = [_unit(token, ordered) for token in group_verbs(tokens, rules)]
    units = [_as_drug(unit, rules) for unit in units]
    units = _join_anaphors([_as_pronoun(unit, units, i, rules) for i, unit in enumerate(units)], rules)
    units = [u for i, u in enumerate(units) if u.kind not in ("DET", "ADV") and not _determines(units, i)]
    units = _without_idle_brackets(units)
    return join_lists(units, openers=rules.words("list_openers"))


def _as_pronoun(unit: Unit, units: Sequence[Unit], index: int, rules: Rules) -> Unit:
    """`Both` before a verb, and `the treatment` behind a sentence that told it, stand for what was named before."""
    before = units[index - 1] if index else None
    after = next((u for u in units[index + 1 :] if u.kind != "ADV"), None)
    said, acts = unit.text.lower(), after is not None and after.kind == "VERB"
    if unit.kind in ("ADV", "CONJ") and said in rules.words("standing_quantifiers") and acts:
        return replace(unit, kind="PRON")
    if said in rules.words("standing_ordinals") and (after is None or after.kind not in ("MIRNA", "WORD", "NOUN")):
        return replace(unit, kind="PRON")
    told = unit.kind in ("WORD", "NOUN") and said in rules.words("interventions")
    if told and before and before.text.lower() in ("the", "this", "such") and acts:
        return replace(unit, kind="PRON")
    return unit


def _as_drug(unit: Unit, rules: Rules) -> Unit:
    """`the drug`, `either agent`: a drug that is named elsewhere."""
    named_elsewhere = unit.kind == "WORD" and fold_word(unit.text) in rules.words("drug_nouns")
    return replace(unit, kind="DRUG") if named_elsewhere else unit


def _determines(units: Sequence[Unit], index: int) -> bool:
    """True for `this` and `these` before a noun: an article, no pronoun."""
    if units[index].kind != "PRON" or units[index].text.lower() not in ("this", "these", "both"):
        return False
    following = next((u for u in units[index + 1 :] if u.kind != "ADV"), None)
    return following is not None and following.kind not in ("VERB", "INF", "PUNCT", "PREP", "CONJ")


def _outermost(mentions: Sequence[Mention]) -> list[Mention]:
    kept: list[Mention] = []
    for mention in sorted(mentions, key=lambda m: (m.start, -m.end)):
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
    return kept


def _unit(token: Token, mentions: Sequence[Mention]) -> Unit:
    if token.mention is None:
        return Unit(token.kind, token.start, token.end, token.text, token.key, cues=token.cues)
    # The members of a range such as `miR-30a~d` share its place.
    within = list(_inside(token, mentions))
    place = (token.mention.type, token.start, token.end)
    ranged = tuple(m for m in within if (m.type, m.start, m.end) == place)
    inner = tuple(m for m in within if m not in ranged)
    return Unit(token.mention.type.name, token.start, token.end, token.text, mentions=ranged, inner=inner)


def _inside(token: Token, mentions: Sequence[Mention]) -> Iterator[Mention]:
    """The mentions inside a token; `mentions` are in order of their starts."""
    for index in range(bisect_left(mentions, token.start, key=lambda m: m.start), len(mentions)):
        if mentions[index].start >= token.end:
            return
        if mentions[index].end <= token.end:
            yield mentions[index]


def _join_anaphors(units: Sequence[Unit], rules: Rules) -> list[Unit]:
    """`this miRNA`, `the two miRNAs`, `both` before a miRNA noun: a miRNA that is named elsewhere."""
    nouns, openers = rules.words("mirna_nouns"), rules.words("anaphor_openers")
    joined: list[Unit] = []
    for index, unit in enumerate(units):
        named = index + 1 < len(units) and units[index + 1].kind == "MIRNA"
        if unit.kind == "WORD" and unit.text.lower() in nouns and joined and not named:
            start = _anaphor_start(joined, openers, rules.words("anaphor_modifiers"))
            if start is not None:
                first = joined[start]
                del joined[start:]
                joined.append(Unit("MIRNA", first.start, unit.end, f"{first.text} {unit.text}"))
                continue
        joined.append(unit)
    return joined


def _anaphor_start(units: Sequence[Unit], openers: frozenset[str], modifiers: frozenset[str]) -> int | None:
    for back in (1, 2, 3):
        if len(units) < back:
            return None
        text = units[-back].text.lower()
        if text in openers:
            return len(units) - back
        if text not in modifiers:
            return None
    return None


def _without_idle_brackets(units: Sequence[Unit]) -> list[Unit]:
    """Leave out brackets without a mention, and those that name again what stands before them."""
    kept: list[Unit] = []
    index = 0
    while index < len(units):
        close = _closing(units, index) if units[index].text in _OPEN else None
        if close is None:
            kept.append(units[index])
            index += 1
            continue
        inside = [u for u in units[index + 1 : close] if u.mentions]
        before = kept[-1] if kept else None
        index = close + 1
        if not inside or units[close].text == "]":
            continue
        if before and before.mentions and before.kind == inside[0].kind and before.kind != "MIRNA":
            kept[-1] = _renamed(before, inside, units[close - 1].end)
        elif before and before.mentions and before.kind == inside[0].kind and len(inside) == 1:
            kept[-1] = replace(before, inner=(*before.inner, *inside[0].mentions))
        elif before and before.mentions:
            kept += _bracketed(units, inside, close)
        else:
            kept += _bracketed(units, inside, close)[1:-1]
    return kept


def _bracketed(units: Sequence[Unit], inside: Sequence[Unit], close: int) -> list[Unit]:
    first = units.index(inside[0])
    opening = max(i for i in range(first) if units[i].text in _OPEN)
    return list(units[opening : close + 1])


def _renamed(before: Unit, inside: Sequence[Unit], end: int) -> Unit:
    """A name and its short form in brackets: one mention of each; the grounded one gives the name."""
    known, other = before.mentions[-1], inside[0].mentions[0]
    if len(inside) == 1:
        if not known.identifier and other.identifier:
            known = replace(known, name=other.name, identifier=other.identifier)
        known = replace(known, end=other.end)
    more = tuple(m for u in inside for m in u.mentions)
    return replace(before, mentions=(*before.mentions[:-1], known), inner=(*before.inner, *more))


def _closing(units: Sequence[Unit], index: int) -> int | None:
    depth = 0
    for position in range(index, min(len(units), index + 60)):
        if units[position].text in _OPEN:
            depth += 1
        elif units[position].text in _CLOSE:
            depth -= 1
            if depth == 0:
                return position
    return None


def join_lists(units: Sequence[Unit], *, openers: frozenset[str]) -> list[Unit]:
    """Mentions of one kind in a list become one unit, so that what is said of the list is said of each.

    `openers` are the words behind which names with mere commas between them are a list.
    """
    joined: list[Unit] = []
    index = 0
    while index < len(units):
        unit = units[index]
        end = index + 1
        members = [unit]
        while unit.kind in _LISTED and unit.mentions:
            step = _next_member(units, end, members)
            if step is None:
                break
            members.append(units[step])
            end = step + 1
        if len(members) > 1 and not _is_list(units, index, end, openers):
            members, end = [unit], index + 1
        joined.append(_listed(members) if len(members) > 1 else unit)
        index = end
    return joined


def _is_list(units: Sequence[Unit], start: int, end: int, openers: frozenset[str]) -> bool:
    """A list has a conjunction or is opened by one of its marks; names with only commas between open a clause."""
    joins = {u.text.lower() for u in units[start:end]} & _LIST_JOINS
    opened = start > 0 and units[start - 1].text.lower() in openers
    closed = end >= len(units) or units[end].kind == "PUNCT"
    return "," not in joins or bool(joins - {",", "/"}) or opened or closed


def _next_member(units: Sequence[Unit], index: int, members: Sequence[Unit]) -> int | None:
    """Where the next member of a list stands, or none where the list ends before `index`."""
    position = index
    while position < len(units) and units[position].text.lower() in _LIST_JOINS and position - index < 2:
        position += 1
    if (
        position > index
        and position < len(units)
        and units[position].text.lower() == "of"
        and members[0].kind == "GENE"
    ):
        position += 1
    if position == index or position >= len(units):
        return None
    candidate = units[position]
    if candidate.kind != members[0].kind or not candidate.mentions or candidate.sign != members[0].sign:
        return None
    if position + 1 < len(units) and units[position + 1].kind == "SUFFIX":
        return None
    if len(members) > 30 or (candidate.kind in ("CELL", "VESICLE") and units[index].text == ","):
        return None
    opens_clause = units[index].text == "," and position + 1 < len(units) and units[position + 1].kind == "VERB"
    return (
        None
        if (opens_clause and units[position - 1].text != "and") or _starts_clause(units, members, index, position)
        else position
    )


def _starts_clause(units: Sequence[Unit], members: Sequence[Unit], index: int, position: int) -> bool:
    """`…, and PTEN was raised`: a comma, a conjunction, a name and its own verb begin a new clause."""
    after = units[position + 1] if position + 1 < len(units) else None
    if len(members) > 1:
        return False
    has_comma = any(u.text == "," for u in units[index:position])
    return has_comma and after is not None and after.kind == "VERB" and any(u.kind == "VERB" for u in units[:index])


def _listed(members: Sequence[Unit]) -> Unit:
    first, last = members[0], members[-1]
    return replace(
        first,
        end=last.end,
        text=f"{first.text} … {last.text}",
        mentions=tuple(m for u in members for m in u.mentions),
        inner=tuple(m for u in members for m in u.inner),
        factors=tuple(f for u in members for f in u.factors),
        rules=tuple(dict.fromkeys(r for u in members for r in u.rules)),
    )
