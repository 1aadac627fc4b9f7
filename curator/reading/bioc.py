"""BioC XML and JSON (PMC's BioC service, BioRED, Auto-CORPus) and PubTator → Documents.

The passages are taken as they stand; what each is, its infons tell. Annotations are left out: what the text names is
for this program to find.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from bioc import BioCDocument, BioCPassage, biocjson, biocxml, pubtator
from lxml import etree

from curator.errors import ReadError
from curator.model import Document, Reference, SectionKind
from curator.reading.assemble import assemble
from curator.reading.blocks import Block, BlockKind
from curator.reading.decode import decode
from curator.reading.markup import clean
from curator.reading.references import parse_reference, with_keys
from curator.reading.sections import section_kind
from curator.reading.text import with_labels
from curator.reading.xml import Element, elements, named

_SECTIONS = {
    "title": SectionKind.TITLE,
    "abstract": SectionKind.ABSTRACT,
    "intro": SectionKind.INTRODUCTION,
    "methods": SectionKind.METHODS,
    "results": SectionKind.RESULTS,
    "discuss": SectionKind.DISCUSSION,
    "concl": SectionKind.CONCLUSION,
    "ref": SectionKind.REFERENCES,
    "ack_fund": SectionKind.BACK,
    "auth_cont": SectionKind.BACK,
    "comp_int": SectionKind.BACK,
    "suppl": SectionKind.BACK,
    "abbr": SectionKind.BACK,
    "appendix": SectionKind.BACK,
    "review_info": SectionKind.BACK,
    "keyword": SectionKind.BACK,
}
"""PMC's `section_type`, in small letters."""
_HEADING = re.compile(r"(?:abstract_)?title(?:_(\d))?\Z")


def read_bioc_xml(chunks: Iterable[bytes], *, path: Path) -> Iterator[Document]:
    """Every document of a BioC XML collection, one at a time. Raises ReadError where it is broken."""
    return named((_document(_from_xml(e, path)) for e in elements(chunks, "document", path=path)), path=path)


def _from_xml(element: Element, path: Path) -> BioCDocument:
    """By way of a tree without its document type, so that the library meets no entity."""
    text = etree.tostring(element, encoding="unicode", with_tail=False)
    try:
        (document,) = biocxml.loads(f"<collection><source/><date/><key/>{text}</collection>").documents
    except (etree.XMLSyntaxError, ValueError, KeyError, TypeError, AttributeError) as e:
        raise ReadError(path, f"is no BioC XML that can be read: {_short(e)}") from e
    return document


def read_bioc_json(content: bytes, *, path: Path) -> Iterator[Document]:
    """Every document of a BioC JSON collection, or of a list of them. Raises ReadError where it is broken."""
    text = decode(content, path=path)
    try:
        told = json.loads(text)
        parts = told if isinstance(told, list) else [told]
        if not all(isinstance(part, dict) and isinstance(part.get("documents"), list) for part in parts):
            raise ReadError(path, "is JSON, but not BioC: it has no list of `documents`")
        collections = [biocjson.loads(json.dumps(_completed(part))) for part in parts]
    except json.JSONDecodeError as e:
        raise ReadError(path, f"is broken JSON at line {e.lineno}, column {e.colno}: {e.msg}") from e
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError) as e:
        raise ReadError(path, f"is no BioC JSON that can be read: {_short(e)}") from e
    return named((_document(document) for found in collections for document in found.documents), path=path)


def _short(error: Exception) -> str:
    """The library repeats the whole input in some of its errors."""
    text = str(error) or type(error).__name__
    return text if len(text) <= _LONGEST_REASON else f"{text[:_LONGEST_REASON]}…"


_LONGEST_REASON = 120
_LONGEST_TITLE = 400
_NESTED = ("documents", "passages", "sentences")


def _completed(part: dict[str, Any]) -> dict[str, Any]:
    """The object with the keys that the library asks for but not every writer writes; annotations are left out."""
    nested = {key: [_completed(p) for p in part.get(key, ())] for key in _NESTED}
    asked = {"infons": {}, "source": "", "date": "", "key": "", "id": "", "offset": 0, "text": ""}
    return {**asked, **part, **nested, "annotations": [], "relations": []}


_TITLE_OR_ABSTRACT = re.compile(r"\d+\|[ta]\|")


def read_pubtator(content: bytes, *, path: Path) -> Iterator[Document]:
    """Every title and abstract of a PubTator file. Raises ReadError where it is broken."""
    lines = decode(content, path=path).splitlines()
    # The library talks on the terminal about annotations that it cannot parse, and they are not wanted here.
    text = "\n".join(line for line in lines if not line.strip() or _TITLE_OR_ABSTRACT.match(line))
    try:
        entries = pubtator.loads(text)
    except (ValueError, IndexError, AssertionError) as e:
        raise ReadError(path, f"is no PubTator file that can be read: {_short(e)}") from e
    return named(((_entry(entry), entry.pmid or "") for entry in entries), path=path)


def _entry(entry: pubtator.PubTator) -> Document:
    blocks = [Block(BlockKind.TITLE, clean(entry.title or "")), *_abstract([clean(entry.abstract or "")])]
    return labelled(assemble(blocks, name="", format="pubtator", pmid=_pmid(entry.pmid), mending=False))


def _abstract(paragraphs: Iterable[str]) -> list[Block]:
    texts = [p for p in paragraphs if p]
    heading = [Block(BlockKind.HEADING, "Abstract", section=SectionKind.ABSTRACT)] if texts else []
    return heading + [Block(BlockKind.PROSE, text) for text in texts]


def labelled(document: Document) -> Document:
    """The document with a section for each label of its structured abstract."""
    return replace(document, sections=with_labels(document))


def _pmid(identifier: str | None) -> str | None:
    return identifier if identifier and identifier.isdigit() else None


def _document(document: BioCDocument) -> tuple[Document, str]:
    """A document and the identifier that names it among others."""
    blocks: list[Block] = []
    references: list[Reference] = []
    for passage in document.passages:
        infons = {str(k): str(v) for k, v in passage.infons.items()}
        if _is_reference(infons):
            references += [_reference(passage, infons)] if _is_entry(_text(passage)) else []
        else:
            blocks += _passage(_text(passage), infons, blocks)
    if references:
        blocks.append(Block(BlockKind.HEADING, "References", section=SectionKind.REFERENCES))
        blocks += [Block(BlockKind.REFERENCE, r.text, reference=r) for r in with_keys(references)]
    front = document.passages[0].infons if document.passages else {}
    pmid = front.get("article-id_pmid") or _pmid(document.id)
    doi = front.get("article-id_doi")
    found = assemble(blocks, name="", format="bioc", doi=doi, pmid=pmid, mending=False)
    return labelled(found), document.id or ""


def _text(passage: BioCPassage) -> str:
    return clean(passage.text or " ".join(s.text or "" for s in passage.sentences))


def _is_reference(infons: Mapping[str, str]) -> bool:
    return infons.get("type") == "ref" or "references section" in infons.get("iao_name_1", "")


def _is_entry(text: str) -> bool:
    """False for an empty passage, and for the whole list that some converters repeat at its end."""
    return bool(text) and not re.match(r"References\s?\[?1\b", text)


def _passage(text: str, infons: Mapping[str, str], before: list[Block]) -> Iterator[Block]:
    kind = infons.get("type", "").lower()
    section = _SECTIONS.get(infons.get("section_type", "").lower())
    iao = infons.get("iao_name_1", "")
    untyped = not (kind or iao or section)
    if not before and (kind in ("title", "front") or "title" in iao or (untyped and len(text) <= _LONGEST_TITLE)):
        yield Block(BlockKind.TITLE, text)
        return
    heading = _HEADING.match(kind)
    if heading:
        yield Block(BlockKind.HEADING, text, level=int(heading.group(1) or 1), section=section)
        return
    yield from _headings(infons, kind, before)
    if "caption" in kind or kind in ("fig", "table", "table_foot", "table_footnote") or "caption" in iao:
        yield Block(BlockKind.CAPTION, text)
    elif "keyword" in iao or (section is SectionKind.BACK and kind == "keyword"):
        yield Block(BlockKind.MATTER, text.removeprefix("Keywords:").strip(), label="Keywords")
    else:
        yield Block(BlockKind.PROSE, text)


def _headings(infons: Mapping[str, str], kind: str, before: list[Block]) -> Iterator[Block]:
    """Headings that only the infons of a passage name, where they differ from the ones before."""
    untitled = not any(b.kind is BlockKind.HEADING for b in before)
    if untitled and (kind == "abstract" or not (kind or infons)):
        yield Block(BlockKind.HEADING, "Abstract", section=SectionKind.ABSTRACT)
    for level in range(1, 4):
        title = clean(infons.get(f"section_title_{level}", ""))
        last = next((b for b in reversed(before) if b.kind is BlockKind.HEADING and b.level == level), None)
        if title and title != "keywords" and (last is None or last.text != title):
            yield Block(BlockKind.HEADING, title, level=level, section=_known(title))


def _known(title: str) -> SectionKind | None:
    kind = section_kind(title)
    return None if kind is SectionKind.OTHER else kind


def _reference(passage: BioCPassage, infons: Mapping[str, str]) -> Reference:
    """PMC gives the fields apart and the title as text; others give the entry as printed."""
    text = _text(passage)
    if "source" not in infons and "year" not in infons:
        number = re.match(r"\[?(\d{1,3})[\].]\s*", text)
        return parse_reference(text[number.end() :], key=number.group(1)) if number else parse_reference(text)
    names = [_author(v) for k, v in sorted(infons.items()) if re.fullmatch(r"name_\d+", k)]
    pages = "-".join(dict.fromkeys(p for p in (infons.get("fpage"), infons.get("lpage")) if p))
    dated = f"{infons.get('year', '')};{infons.get('volume', '')}:{pages}".strip(";:")
    printed = ". ".join(p.rstrip(".") for p in (", ".join(names), text, infons.get("source", ""), dated) if p) + "."
    return Reference(
        key="",
        text=printed,
        authors=tuple(names),
        title=text.rstrip("."),
        journal=infons.get("source", ""),
        year=infons.get("year", ""),
        volume=infons.get("volume", ""),
        pages=pages,
        doi=infons.get("pub-id_doi"),
        pmid=infons.get("pub-id_pmid"),
    )


def _author(value: str) -> str:
    """`surname:Smith;given-names:J` → Smith J."""
    parts = dict(p.split(":", 1) for p in value.split(";") if ":" in p)
    return f"{parts.get('surname', '')} {parts.get('given-names', '')}".strip() or value
