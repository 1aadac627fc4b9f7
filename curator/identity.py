"""Content → ids that never move.

Every id is a letter and a BLAKE2b digest in hex: of a document's text, else of the canonical JSON of the content. The
same content has the same id on every machine and in every run, so that reading, extracting or merging twice never
makes a second row. What is left out of an id on purpose: a claim's evidence, evidence's rule, a citation's printed key.
"""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import fields
from hashlib import blake2b

from curator.model import Claim, Document, Evidence, Polarity, Reference, Verdict

_ID_BYTES = 8
"""64 bits: among ten million ids the odds of one collision are about one in 400,000."""
_CHAIN_BYTES = 16
"""A verdict's id is also the link of its curator's chain, so nobody may find a second content for it."""

_DOI_PREFIX = re.compile(r"^(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", re.IGNORECASE)
_NOT_WORD = re.compile(r"[\W_]+")
_EMPTY: tuple[object, ...] = ("", None, [])


def document_id(document: Document) -> str:
    """`d` and 16 hex digits over the text in UTF-8 alone: another name, format or metadata is the same document."""
    return "d" + _hex(document.text, size=_ID_BYTES)


def study_id(document: Document, key: str | None) -> str:
    """Which study the citation `key` stands for, the same from every paper that cites it.

    In order of trust: `doi:…`, `pmid:…`, first author, year and title, the printed reference; a key that the
    document's list does not hold is only known inside this document. Empty for none (the document's own finding).
    """
    if key is None:
        return ""
    reference = document.reference(key)
    if reference is None:
        return f"key:{document.id or document_id(document)}:{key}"
    return _study(reference)


def claim_id(claim: Claim, *, study: str) -> str:
    """`c` and 16 hex digits over the slots, with `study` (`study_id`) in the place of the printed key."""
    slots = [claim.mirna, claim.source, claim.target, claim.effect, claim.drug, claim.disease]
    return "c" + _digest([*slots, study])


def evidence_id(evidence: Evidence) -> str:
    """`e` and 16 hex digits over document, sentence and slot spans: a better rule finds the same evidence again."""
    slots = sorted([slot.slot, slot.start, slot.end] for slot in evidence.slots)
    return "e" + _digest([evidence.document, evidence.start, evidence.end, slots])


def assertion_id(document_id: str, claim_id: str, polarity: Polarity) -> str:
    """`a` and 16 hex digits: one claim, made by one document, with one polarity."""
    return "a" + _digest([document_id, claim_id, polarity])


def verdict_id(verdict: Verdict) -> str:
    """`v` and 32 hex digits over every field but the id, the link to the verdict before included.

    Fields at their empty value are left out, so that a field added to the model later moves no id. A verdict that names
    no claim is of a version that did not record what it settles either: that was filled in later, and is left out.
    """
    left_out = {"id"} if verdict.claim else {"id", "settles"}
    content = {f.name: _plain(getattr(verdict, f.name)) for f in fields(verdict) if f.name not in left_out}
    filled = {name: value for name, value in content.items() if value not in _EMPTY}
    return "v" + _digest(filled, size=_CHAIN_BYTES)


def entry_id(kind: str, **columns: object) -> str:
    """A letter and 32 hex digits over the columns of a row of a log: `p` passages, `s` assignments, `n` corrections."""
    return kind + _digest(columns, size=_CHAIN_BYTES)


def _study(reference: Reference) -> str:
    if reference.doi:
        return "doi:" + _DOI_PREFIX.sub("", reference.doi.strip()).lower()
    if reference.pmid:
        return "pmid:" + reference.pmid.strip()
    if reference.title:
        first = reference.authors[0] if reference.authors else ""
        return ":".join(["study", _normal(first), _normal(reference.year), _normal(reference.title)])
    return "reference:" + _normal(reference.text)


def _normal(text: str) -> str:
    """Letters and digits alone, without case, accents or the width and ligature variants that PDFs bring."""
    decomposed = unicodedata.normalize("NFKD", text)
    bare = "".join(c for c in decomposed if not unicodedata.combining(c))
    return _NOT_WORD.sub(" ", bare.casefold()).strip()


def _plain(value: object) -> object:
    """A claim as its filled slots, a tuple as a list; everything else is plain already."""
    if isinstance(value, Claim):
        return {slot.value: filled for slot, filled in value.items() if filled is not None}
    return list(value) if isinstance(value, tuple) else value


def _digest(content: object, *, size: int = _ID_BYTES) -> str:
    return _hex(json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")), size=size)


def _hex(text: str, *, size: int) -> str:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=size).hexdigest()
