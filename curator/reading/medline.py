"""MEDLINE/NBIB records and PubMed XML → one Document for each record: title, abstract, keywords, identifiers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path

from curator.model import Document, SectionKind
from curator.reading.assemble import assemble
from curator.reading.blocks import Block, BlockKind
from curator.reading.decode import decode
from curator.reading.markup import clean
from curator.reading.text import with_labels
from curator.reading.xml import Element, children, elements, first, local_name, named, plain_text

_FIELD = re.compile(r"^(?P<tag>[A-Z]{2,4})\s{0,2}- ?(?P<value>.*)$")
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|(?<=[^\r\n])\Z)")
_CITATIONS = ("MedlineCitation", "BookDocument")
_DOI = re.compile(r"(10\.\d{4,9}/\S+)\s*(?:\[doi\])?")


def read_medline(content: bytes, *, path: Path) -> Iterator[Document]:
    """Every record of a MEDLINE file. Raises ReadError where it is not UTF-8."""
    lines = (m.group() for m in _LINE.finditer(decode(content, path=path)))
    return named((_read(record) for record in _records(lines)), path=path)


def _read(record: Mapping[str, Sequence[str]]) -> tuple[Document, str]:
    pmid = _first(record, "PMID")
    dois = (_DOI.search(v) for tag in ("LID", "AID", "SO") for v in record.get(tag, ()))
    doi = next((m.group(1).rstrip(".") for m in dois if m), None)
    title = _first(record, "TI") or _first(record, "BTI")
    abstract = [("", text) for text in record.get("AB", ())]
    return _document(title, abstract, record.get("OT", ()), doi=doi, pmid=pmid or None), pmid


def _records(lines: Iterable[str]) -> Iterator[dict[str, list[str]]]:
    """Records as tag → values; a continued line belongs to the value before, a blank line ends the record."""
    record: dict[str, list[str]] = {}
    tag = ""
    for line in lines:
        match = _FIELD.match(line)
        if match and (match.group("tag") != "PMID" or "PMID" not in record):
            tag = match.group("tag")
            record.setdefault(tag, []).append(match.group("value"))
        elif match:
            yield record
            tag, record = "PMID", {"PMID": [match.group("value")]}
        elif tag and line.strip():
            record[tag][-1] += f" {line.strip()}"
    if record:
        yield record


def _first(record: Mapping[str, Sequence[str]], tag: str) -> str:
    return clean(next(iter(record.get(tag, ())), ""))


def read_pubmed_xml(chunks: Iterable[bytes], *, path: Path) -> Iterator[Document]:
    """Every article of a PubMed XML file, one at a time. Raises ReadError where the XML is broken."""
    records = elements(chunks, "PubmedArticle", "PubmedBookArticle", *_CITATIONS, path=path)
    return named((_read_xml(record) for record in records), path=path)


def _read_xml(record: Element) -> tuple[Document, str]:
    citation = next((e for e in record.iter() if local_name(e) in _CITATIONS), record)
    pmid = plain_text(first(citation, "PMID"))
    keywords = [plain_text(e) for e in citation.iter() if local_name(e) == "Keyword"]
    # A book's own title stands before that of its chapter.
    title = plain_text(first(citation, "ArticleTitle")) or plain_text(first(citation, "BookTitle"))
    abstract = list(_abstract(first(citation, "Abstract")))
    return _document(title, abstract, keywords, doi=_doi(record), pmid=pmid or None), pmid


def _doi(record: Element) -> str | None:
    """As the publisher places it, else as PubMed lists it; never that of a reference."""
    placed = (e for e in record.iter() if local_name(e) == "ELocationID" and e.get("EIdType") == "doi")
    listed = (
        e
        for group in record.iter()
        if local_name(group) == "ArticleIdList" and "Reference" not in [local_name(a) for a in group.iterancestors()]
        for e in children(group, "ArticleId")
        if e.get("IdType") == "doi"
    )
    return next((text for e in chain(placed, listed) if (text := plain_text(e))), None)


def _abstract(abstract: Element | None) -> Iterator[tuple[str, str]]:
    """Label and text of each part."""
    for part in children(abstract, "AbstractText") if abstract is not None else ():
        yield part.get("Label", ""), plain_text(part)


def _document(
    title: str, abstract: Sequence[tuple[str, str]], keywords: Sequence[str], *, doi: str | None, pmid: str | None
) -> Document:
    """Parts with labels are one paragraph, as MEDLINE prints them: `METHODS: … RESULTS: …`."""
    blocks = [Block(BlockKind.TITLE, clean(title))] if title else []
    labels = all(label for label, _ in abstract)
    texts = [clean(f"{label}: {text}" if label else text) for label, text in abstract]
    if texts:
        blocks.append(Block(BlockKind.HEADING, "Abstract", section=SectionKind.ABSTRACT))
        blocks += [Block(BlockKind.PROSE, text) for text in ([" ".join(texts)] if labels else texts)]
    if keywords:
        blocks.append(Block(BlockKind.MATTER, ", ".join(clean(k) for k in keywords), label="Keywords"))
    document = assemble(blocks, name="", format="medline", doi=doi, pmid=pmid, mending=False)
    return replace(document, sections=with_labels(document))
