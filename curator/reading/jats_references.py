"""The reference lists of a JATS article, and which keys a cross-reference stands for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from curator.model import Reference
from curator.reading.citations import expand
from curator.reading.references import parse_reference, with_keys
from curator.reading.xml import Element, children, local_name, plain_text

_CITATIONS = ("element-citation", "mixed-citation", "nlm-citation", "citation", "product", "note")


@dataclass(frozen=True, slots=True)
class JatsReferences:
    """The entries in printed order, and the key of each `id`."""

    entries: tuple[Reference, ...]
    by_id: dict[str, str]

    def is_citation(self, element: Element) -> bool:
        """True for a cross-reference to an entry; not every publisher types them as the standard says."""
        if local_name(element) != "xref":
            return False
        return element.get("ref-type") == "bibr" or any(r in self.by_id for r in (element.get("rid") or "").split())

    def keys(self, xref: Element) -> tuple[str, ...]:
        """Keys of an `xref`, a range that it prints written out; what it prints where its target is missing."""
        known = [self.by_id[rid] for rid in (xref.get("rid") or "").split() if rid in self.by_id]
        printed = plain_text(xref)
        if len(known) == 1 and _RANGE.match(printed):
            keys = set(self.by_id.values())
            known += [number for number in expand(printed) if number in keys]
        return tuple(dict.fromkeys(known)) or tuple(re.findall(r"\d+", printed)[:1])


_RANGE = re.compile(r"\[?\s?\d{1,4}(?:\s?[‐‑–—,-]\s?\d{1,4})+\s?\]?\Z")


def read_references(article: Element) -> JatsReferences:
    """Every `ref` of the article, keyed as the text cites it: by number, or by author and year."""
    found = [(ref.get("id") or "", _entry(ref)) for ref in _refs(article)]
    entries = [entry for _, entry in found]
    if not any(e.key for e in entries) and _cited_by_number(article):
        entries = [replace(e, key=str(i)) for i, e in enumerate(entries, start=1)]
    entries = with_keys(entries)
    ids = {rid: e.key for (rid, _), e in zip(found, entries, strict=True) if rid}
    for ref, entry in zip(_refs(article), entries, strict=True):
        ids |= {inner.get("id", ""): entry.key for inner in ref.iter() if inner.get("id")}
    return JatsReferences(tuple(entries), ids)


def _refs(article: Element) -> list[Element]:
    own = [e for e in article if local_name(e) not in ("sub-article", "response")]
    return [e for part in own for e in part.iter() if local_name(e) == "ref"]


def _cited_by_number(article: Element) -> bool:
    xrefs = (e for e in article.iter() if local_name(e) == "xref" and e.get("ref-type") in ("bibr", "ref"))
    return next((plain_text(x).strip("[]() ").isdigit() for x in xrefs), True)


def _entry(ref: Element) -> Reference:
    label = plain_text(next(iter(children(ref, "label")), None)).strip("[]().: ")
    citation = next((e for e in ref.iter() if local_name(e) in _CITATIONS), ref)
    label = label or plain_text(next(iter(children(citation, "label")), None)).strip("[]().: ")
    key = label if label.isdigit() else ""
    text = _without_label(plain_text(citation, without=_numbers), key)
    if _text(citation, "article-title", "chapter-title", "source", "part-title"):
        return _structured(citation, key=key, text=text)
    return parse_reference(text, key=key)


def _numbers(element: Element) -> bool:
    """Identifiers that no reader of the page sees."""
    return local_name(element) == "pub-id" and element.get("pub-id-type") in ("pmid", "pmcid", "medline")


def _without_label(text: str, key: str) -> str:
    return re.sub(rf"^\[?{re.escape(key)}[\].]*\s*", "", text) if key else text


def _structured(citation: Element, *, key: str, text: str) -> Reference:
    first, last = _text(citation, "fpage"), _text(citation, "lpage")
    pages = f"{first}-{last}" if first and last and last != first else first
    ids = {e.get("pub-id-type"): plain_text(e) for e in citation.iter() if local_name(e) == "pub-id"}
    reference = Reference(
        key=key,
        text=text,
        authors=tuple(_authors(citation)),
        title=_text(citation, "article-title", "chapter-title", "part-title").rstrip(" ."),
        journal=_text(citation, "source").rstrip(" ."),
        year=_text(citation, "year")[:5],
        volume=_text(citation, "volume"),
        pages=pages or _text(citation, "elocation-id"),
        doi=ids.get("doi"),
        pmid=ids.get("pmid"),
    )
    is_bare = local_name(citation) != "mixed-citation"
    return replace(reference, text=_printed(reference)) if is_bare else reference


def _text(citation: Element, *names: str) -> str:
    found = (plain_text(e) for name in names for e in citation.iter() if local_name(e) == name)
    return next((text for text in found if text), "")


def _authors(citation: Element) -> Iterator[str]:
    for name in citation.iter():
        if any(a.get("person-group-type") not in (None, "author") for a in name.iterancestors("{*}person-group")):
            continue
        if local_name(name) in ("name", "string-name"):
            surname, given = _text(name, "surname"), _text(name, "given-names")
            full = f"{surname} {_initials(given)}".strip() if surname else plain_text(name)
            yield full
        elif local_name(name) == "collab":
            yield plain_text(name)


def _initials(given: str) -> str:
    """`Jane B.` and `J.B.` → JB; `JB` stays."""
    parts: Sequence[str] = re.split(r"[\s.]+", given.strip())
    return "".join(p if p.isupper() and len(p) <= 3 else p[:1].upper() for p in parts if p)


def _printed(reference: Reference) -> str:
    """An element-citation has no punctuation of its own; print it in the Vancouver way."""
    issue = f";{reference.volume}" if reference.volume else ""
    pages = f":{reference.pages}" if reference.pages else ""
    dated = f"{reference.year}{issue}{pages}"
    parts = [", ".join(reference.authors), reference.title, reference.journal, dated]
    return " ".join(f"{part.rstrip('.')}." for part in parts if part)
