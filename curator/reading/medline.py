"""MEDLINE/NBIB records and PubMed XML → one Document for each record: title, abstract, keywords, identifiers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from curator.model import Document, SectionKind
from curator.reading.assemble import assemble
from curator.reading.blocks import Block, BlockKind
from curator.reading.decode import decode
from curator.reading.markup import clean
from curator.reading.text import with_labels
from curator.reading.xml import Element, children, first, local_name, parse_xml, plain_text

_FIELD = re.compile(r"^(?P<tag>[A-Z]{2,4})\s{0,2}- ?(?P<value>.*)$")
_DOI = re.compile(r"(10\.\d{4,9}/\S+)\s*(?:\[doi\])?")


def read_medline(content: bytes, *, path: Path) -> Iterator[Document]:
    """Every record of a MEDLINE file. Raises ReadError where it is not UTF-8."""
    records = list(_records(decode(content, path=path).splitlines()))
    for record in records:
        pmid = _first(record, "PMID")
        dois = (_DOI.search(v) for tag in ("LID", "AID", "SO") for v in record.get(tag, ()))
        doi = next((m.group(1).rstrip(".") for m in dois if m), None)
        yield _document(
            title=_first(record, "TI") or _first(record, "BTI"),
            abstract=[("", text) for text in record.get("AB", ())],
            keywords=record.get("OT", ()),
            name=_name(path, pmid, several=len(records) > 1),
            doi=doi,
            pmid=pmid or None,
        )


def _records(lines: Sequence[str]) -> Iterator[dict[str, list[str]]]:
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


def read_pubmed_xml(content: bytes, *, path: Path) -> Iterator[Document]:
    """Every article of a PubMed XML file. Raises ReadError where the XML is broken."""
    root = parse_xml(content, path=path)
    articles = [e for e in root.iter() if local_name(e) in ("MedlineCitation", "BookDocument")]
    for article in articles:
        pmid = plain_text(first(article, "PMID"))
        ids = [e for e in article.iter() if local_name(e) == "ELocationID" and e.get("EIdType") == "doi"]
        yield _document(
            title=plain_text(first(article, "ArticleTitle")),
            abstract=list(_abstract(first(article, "Abstract"))),
            keywords=[plain_text(e) for e in article.iter() if local_name(e) == "Keyword"],
            name=_name(path, pmid, several=len(articles) > 1),
            doi=plain_text(ids[0]) if ids else None,
            pmid=pmid or None,
        )


def _abstract(abstract: Element | None) -> Iterator[tuple[str, str]]:
    """Label and text of each part."""
    for part in children(abstract, "AbstractText") if abstract is not None else ():
        yield part.get("Label", ""), plain_text(part)


def _document(
    *,
    title: str,
    abstract: Sequence[tuple[str, str]],
    keywords: Sequence[str],
    name: str,
    doi: str | None,
    pmid: str | None,
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
    document = assemble(blocks, name=name, format="medline", doi=doi, pmid=pmid, mending=False)
    return replace(document, sections=with_labels(document))


def _name(path: Path, pmid: str, *, several: bool) -> str:
    return f"{path.stem}-{pmid}" if several and pmid else path.stem
