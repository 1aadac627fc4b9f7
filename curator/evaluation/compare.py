"""When two values of a slot are the same: names reduced to keys, and sources to cell types.

Strict comparison is equality of keys: case, plural, hyphen, Greek letter and `tumour` do not count, words do. Relaxed
comparison differs in the source alone, which is compared by cell type.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from curator.model import Claim, GoldRow, Slot

ROW_SLOTS = (Slot.MIRNA, Slot.SOURCE, Slot.TARGET, Slot.EFFECT, Slot.CITATION)
"""The five slots that make a row; drug and disease are its context."""
NONE = ""
"""The key of a slot that is not filled."""

_NAMES_KEPT = 50_000
"""Names whose key is remembered: after each verdict the same few are compared a hundred thousand times."""
_GREEK = {"α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "κ": "kappa"}
_STATES = frozenset(
    (
        *("resistant", "sensitive", "treated", "surviving", "elicited", "conditioned", "activated", "educated"),
        *("derived", "associated", "expressing", "overexpressing", "transfected", "polarised", "polarized"),
    )
)
_CANCERS = frozenset({"carcinoma", "adenocarcinoma", "tumor", "tumour", "malignant"})
_MIRNA_PREFIX = re.compile(r"^(?:[a-z]{3}-)?(?:micro-?rna|mirna|mir)[-_ ]?")
_LET_PREFIX = re.compile(r"^(?:[a-z]{3}-)?let[-_ ]?")


def mirna_key(name: str) -> str:
    """`hsa-miR-21`, `miR21` and `microRNA-21` are one name; an arm (`-5p`) is part of it."""
    lowered = name.strip().lower().replace("–", "-").replace("‑", "-")
    if _LET_PREFIX.match(lowered):
        return _LET_PREFIX.sub("let-", lowered)
    return _MIRNA_PREFIX.sub("mir-", lowered)


def gene_key(name: str) -> str:
    """`BCL-2` and `BCL2`, `TGF-β` and `TGF-beta` are one name; `P-gp` and `ABCB1` are not."""
    lowered = "".join(_GREEK.get(letter, letter) for letter in name.lower())
    return re.sub(r"[^a-z0-9]", "", lowered)


def words_key(name: str) -> str:
    """A phrase as its words, lower-case and singular: `Docetaxel-resistant cell lines` → `docetaxel resistant cell`."""
    return " ".join(_words(name))


def citation_key(key: str) -> str:
    """A reference key without its brackets."""
    return key.strip(" []()").lower()


_KEYS: dict[Slot, Callable[[str], str]] = {Slot.MIRNA: mirna_key, Slot.TARGET: gene_key, Slot.CITATION: citation_key}


@lru_cache(_NAMES_KEPT)
def slot_key(slot: Slot, value: str | None) -> str:
    """The key under which a slot's values compare; `NONE` for an empty slot."""
    return NONE if not value else _KEYS.get(slot, words_key)(value) or value


def claim_key(claim: Claim) -> tuple[str, ...]:
    """The keys of the five slots: claims with the same are one row."""
    return tuple(slot_key(slot, claim.get(slot)) for slot in ROW_SLOTS)


def value_of(row: GoldRow, slot: Slot) -> str | None:
    """The value that a gold row has in one slot."""
    return row.claim().get(slot)


def accepted(row: GoldRow, slot: Slot) -> frozenset[str]:
    """The keys that count as right in one slot of a row; `NONE` among them where it may be left empty."""
    values = (value_of(row, slot), *row.alternatives.get(slot.value, ()))
    return frozenset(slot_key(slot, value) for value in values)


def fits(row: GoldRow, claim: Claim, slot: Slot, *, relaxed: bool = False) -> bool:
    """True where the claim's value in this slot is right for the row. Empty fits only where empty is accepted."""
    return key_fits(slot_key(slot, claim.get(slot)), accepted(row, slot), slot, relaxed=relaxed)


def key_fits(key: str, keys: frozenset[str], slot: Slot, *, relaxed: bool = False) -> bool:
    """True where a key is among those accepted or, relaxed, names the same type of cell as one of them."""
    if key in keys:
        return True
    if slot is not Slot.SOURCE or not relaxed or not key:
        return False
    return any(same_cell_type(key, other) for other in keys if other)


def fits_row(row: GoldRow, claim: Claim, *, relaxed: bool = False) -> bool:
    """True where all five slots are right."""
    return all(fits(row, claim, slot, relaxed=relaxed) for slot in ROW_SLOTS)


def cell_type(name: str) -> tuple[str, ...]:
    """The type behind a source, without what was done to the cells: what narrows it, and its head last.

    `docetaxel-resistant prostate cancer cells` → `prostate`, `cancer`; `cancer-associated fibroblasts (CAFs)` →
    `fibroblast`; `umbilical cord mesenchymal stem cells` → `umbilical`, `cord`, `mesenchymal`, `stem`.
    """
    words = _words(re.sub(r"\([^)]*\)", " ", name))
    last_state = max((i for i, word in enumerate(words) if word in _STATES), default=-1)
    words = ["cancer" if word in _CANCERS else word for word in words[last_state + 1 :]]
    if words[-1:] == ["cell"]:
        return tuple(words[:-1])
    return tuple(words if words[-1:] == ["cancer"] else words[-1:])


def same_cell_type(left: str, right: str) -> bool:
    """True where one type is the other, or only says less of it (`cancer cell`, `ovarian cancer cell`)."""
    small, large = sorted((cell_type(left), cell_type(right)), key=len)
    return bool(small) and small[-1] == large[-1] and set(small) <= set(large)


def _words(phrase: str) -> list[str]:
    lowered = re.sub(r"-(?=\d)", "", phrase.lower().replace("tumour", "tumor"))
    found = [_singular(word) for word in re.findall(r"[^\W_]+", lowered)]
    named = [word for word in found if word not in {"the", "a", "an"}]
    is_cell_line = named[-2:] == ["cell", "line"]
    return named[:-1] if is_cell_line else named


def _singular(word: str) -> str:
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")) else word
