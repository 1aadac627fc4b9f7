"""What an edited slot may hold: the cleaned value, or in words why not.

A slot that is emptied holds nothing (none), never an empty text; a row without a miRNA is no row.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from curator.model import Claim, Document, Effect, Polarity, Slot

LONGEST_VALUE = 200
"""Longer than any name; what is longer is a sentence pasted into the wrong field."""


@dataclass(frozen=True, slots=True)
class Checked:
    """The value to keep, or the problem that keeps it out."""

    value: str | None = None
    problem: str = ""

    @property
    def ok(self) -> bool:
        """True where the value may be kept."""
        return not self.problem


def check(slot: Slot, text: str, *, references: Collection[str] = ()) -> Checked:
    """The text as the slot would hold it, or what is wrong with it. `references` are the document's reference keys."""
    bad = _control_character(text)
    if bad:
        return Checked(problem=bad)
    value = " ".join(unicodedata.normalize("NFC", text).split())
    if len(value) > LONGEST_VALUE:
        return Checked(problem=f"{len(value)} characters are too many for a {slot.value}: at most {LONGEST_VALUE}")
    if not value:
        return Checked(problem="a row needs a miRNA") if slot is Slot.MIRNA else Checked()
    if slot is Slot.MIRNA:
        return _mirna(value)
    if slot is Slot.EFFECT:
        return _effect(value)
    if slot is Slot.CITATION:
        return _citation(value, references)
    return _name(slot, value)


def edit(claim: Claim, changes: Mapping[Slot, str], document: Document) -> tuple[Claim, dict[Slot, str]]:
    """The claim with the changes made, and the problem of each slot that could not be changed."""
    references = [reference.key for reference in document.references]
    checked = {slot: check(slot, text, references=references) for slot, text in changes.items()}
    problems = {slot: result.problem for slot, result in checked.items() if not result.ok}
    values = {slot: result.value for slot, result in checked.items() if result.ok}
    return _changed(claim, values), problems


def check_polarity(text: str) -> Checked:
    """The polarity that the text names, or what is wrong with it; a row always has one."""
    value = text.strip().lower()
    if value in list(Polarity):
        return Checked(value)
    *others, last = Polarity
    named = f"{', '.join(others)} or {last}"
    bad = _control_character(text)
    return Checked(problem=bad or (f"{value} is no polarity: write {named}" if value else f"write {named}"))


def _changed(claim: Claim, values: Mapping[Slot, str | None]) -> Claim:
    effect = values.get(Slot.EFFECT, claim.effect)
    plain = {slot.value: value for slot, value in values.items() if slot is not Slot.EFFECT}
    return replace(claim, **plain, effect=None if effect is None else Effect(effect))  # type: ignore[arg-type]


def _control_character(text: str) -> str:
    """Names the first character that no name holds: a control, an invisible or direction mark, a lone surrogate."""
    for character in text.strip():
        if unicodedata.category(character) in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp"):
            name = unicodedata.name(character, "a control character")
            return f"an invisible character is in it: U+{ord(character):04X} ({name.lower()})"
    return ""


# One name: an organism, the family word, a number with its letters, copies and arm or star. No copy ends in p, for that
# is an arm, and there are two arms.
_ORGANISM = r"(?:[a-z]{3,4}-)?"
_FAMILY = r"(?:miR|mir|let|lin|lsy)"
_ARM = r"(?:-[35]p|\*)?"
_NUMBER = rf"[A-Z]{{0,5}}\d+[a-z]{{0,2}}(?:-\d+[a-oq-z]?){{0,3}}{_ARM}"
_NAME = rf"{_ORGANISM}{_FAMILY}-?{_NUMBER}"
# Several under one name: miR-17~92, miR-199a/b, miR-183/96/182, miR-200c/miR-141.
_MEMBER = rf"(?:{_ORGANISM}{_FAMILY}-?)?(?:[A-Z]{{0,5}}\d+[a-z]{{0,2}}(?:-\d+)?|[a-z])s?{_ARM}"
_GENE = r"MIR(?:LET)?\d+[A-Z]{0,2}\d*(?:-\d+)?"
_MIRNA = re.compile(rf"{_NAME}(?:[~/]{_MEMBER})*(?: (?:cluster|family))?|{_GENE}")
_LONG_PREFIX = re.compile(r"^(?:micro ?RNA|miRNA|miR)[- ]?(?=\d)", re.IGNORECASE)


def _mirna(value: str) -> Checked:
    """A name after miRBase. `microRNA-21`, `miRNA 21` and `miR21` become `miR-21`; MIR21 is a gene and stays."""
    cleaned = value if value.startswith(("mir-", "MIR")) else _LONG_PREFIX.sub("miR-", value)
    if _MIRNA.fullmatch(cleaned):
        return Checked(cleaned)
    return Checked(problem=f"{value} is no name of a miRNA: write one such as miR-21-5p, let-7a or miR-17~92 cluster")


_MARKER = re.compile(r"[\[(]\d[\d,;\s–-]*[\])]")


def _name(slot: Slot, value: str) -> Checked:
    """A source, target, drug or disease: a name, and not what belongs to another slot."""
    instead = f"write the name of a {slot.value}, or leave the slot empty"
    if not any(character.isalnum() for character in value):
        return Checked(problem=f"{value} has no letter or digit: write a name, or empty the {slot.value}")
    if _MARKER.fullmatch(value):
        return Checked(problem=f"{value} is a citation, no {slot.value}: {instead}")
    # Cell lines such as 5637 are called by a number alone; nothing else is.
    if slot is not Slot.SOURCE and not any(character.isalpha() for character in value):
        return Checked(problem=f"{value} is a number alone: {instead}")
    if value.lower() in list(Effect):
        return Checked(problem=f"{value} is an effect, no {slot.value}: {instead}")
    # One RNA may target another, so a target may be a miRNA.
    if slot is not Slot.TARGET and _MIRNA.fullmatch(value):
        return Checked(problem=f"{value} is a miRNA, no {slot.value}: {instead}")
    return Checked(value)


def _effect(value: str) -> Checked:
    if value.lower() in list(Effect):
        return Checked(value.lower())
    return Checked(problem=f"{value} is no effect: write {' or '.join(Effect)}")


def _citation(value: str, references: Collection[str]) -> Checked:
    """The key of a reference, or several (`31,32`), with or without the brackets that the text prints around them."""
    key = value if value in references else value.strip("[]() ")
    if key in references:
        return Checked(key)
    keys = list(dict.fromkeys(part.strip("[]() ") for part in re.split("[,;]", key)))
    unknown = [part for part in keys if part not in references]
    if not unknown:
        return Checked(",".join(keys))
    if len(keys) > len(unknown):
        value = next((part for part in unknown if part), f"the empty place in {value}")
    if not references:
        return Checked(problem=f"{value} cannot be cited: the document has no reference list")
    first, last = min(references, key=_natural), max(references, key=_natural)
    return Checked(problem=f"{value} is not in the reference list: it runs from {first} to {last}")


def _natural(key: str) -> tuple[int, str]:
    return (int(key), key) if key.isdecimal() else (0, key)
