"""A document as a person or a program reads it: plain text, Markdown or JSON."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from curator.exporting.guard import json_text, printable
from curator.model import Document, Place, Reference, Section, Table

MAX_HEADING = 6


def as_text(document: Document) -> str:
    """The canonical text, control characters made visible; offsets hold."""
    return printable(document.text)


def as_markdown(document: Document) -> str:
    """Headings by level, whole paragraphs, tables as pipe tables, references as a list, in text order."""
    title = [f"# {_escape(document.title)}"] if document.title else []
    return printable("\n\n".join([*title, *(block for _, block in sorted(_blocks(document)))])) + "\n"


def as_json(document: Document) -> str:
    """One JSON object with every part of the document and its offsets."""
    return json_text(document_object(document), indent=1) + "\n"


def document_object(document: Document) -> dict[str, Any]:
    """The document as `curator show --format json` prints it; every `start, end` counts code points of `text`."""
    return {
        "id": document.id,
        "name": document.name,
        "format": document.format,
        "title": document.title,
        "doi": document.doi,
        "pmid": document.pmid,
        "text": document.text,
        "sections": [_section(s) for s in document.sections],
        "paragraphs": [{"start": p.start, "end": p.end} for p in document.paragraphs],
        "sentences": [{"start": s.start, "end": s.end} for s in document.sentences],
        "citations": [{"start": c.start, "end": c.end, "keys": list(c.keys)} for c in document.citations],
        "references": [_reference(r) for r in document.references],
        "tables": [_table(t) for t in document.tables],
        "places": [_place(p) for p in document.places],
    }


RENDERINGS: dict[str, Callable[[Document], str]] = {"text": as_text, "markdown": as_markdown, "json": as_json}


def _section(section: Section) -> dict[str, Any]:
    span = {"start": section.start, "end": section.end}
    return {"title": section.title, **span, "kind": section.kind.value, "level": section.level}


def _reference(reference: Reference) -> dict[str, Any]:
    fields = ("title", "journal", "year", "volume", "pages", "doi", "pmid", "text", "start", "end")
    return {
        "key": reference.key,
        "authors": list(reference.authors),
        **{field: getattr(reference, field) for field in fields},
    }


def _table(table: Table) -> dict[str, Any]:
    return {
        "label": table.label,
        "caption": table.caption,
        "rows": [list(row) for row in table.rows],
        "header_rows": table.header_rows,
        "start": table.start,
        "end": table.end,
    }


def _place(place: Place) -> dict[str, Any]:
    box = list(place.box) if place.box else None
    return {"page": place.page, "box": box, "start": place.start, "end": place.end}


def _blocks(document: Document) -> Iterator[tuple[int, str]]:
    """Offset and Markdown of every heading, paragraph, table and reference."""
    for section in document.sections:
        if section.title and section.title != document.title:
            yield section.start, f"{_heading(section, document)} {_escape(section.title)}"
    for paragraph in document.paragraphs:
        # The title may be kept as a paragraph; it stands as the first heading already.
        if document.quote(paragraph) != document.title:
            yield paragraph.start, _escape(document.quote(paragraph))
    for table in document.tables:
        yield table.start, _pipe_table(table)
    for reference in document.references:
        yield reference.start, f"- [{_escape(reference.key)}] {_escape(reference.text)}"


def _heading(section: Section, document: Document) -> str:
    """As many `#` as the section is deep, without gaps, the title having the first."""
    above = {
        other.level for other in document.sections if other.level < section.level and other.title != document.title
    }
    return "#" * min(len(above) + 2, MAX_HEADING)


def _escape(text: str) -> str:
    """Markdown's own characters as themselves, so that `miR-124*` and `p<0.05` read as printed."""
    return _MARKDOWN.sub(r"\\\g<0>", " ".join(text.split()))


_MARKDOWN = re.compile(r"[\\`*_<]|\](?=[(:\[])|\A[#>~|=+-](?=\W)|\A~~~")
"""Signs that Markdown reads; a bracket only where it makes a link or a picture, which a viewer would fetch."""


def _pipe_table(table: Table) -> str:
    heading = f"**{_escape(table.label)}** {_escape(table.caption)}".strip()
    if not table.rows:
        return heading
    rows = [[_escape(cell).replace("|", "\\|") for cell in row] for row in table.rows]
    widths = [min(max(3, *map(len, column)), _WIDEST) for column in zip(*rows, strict=True)]
    rule = ["-" * width for width in widths]
    head = max(table.header_rows, 1)
    return "\n".join([heading, "", *(_pipes(row, widths) for row in [*rows[:head], rule, *rows[head:]])])


_WIDEST = 40
"""Characters; cells are filled up to stand below one another as far as this, so that long ones stretch no others."""


def _pipes(row: Sequence[str], widths: Sequence[int]) -> str:
    cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
    return f"| {' | '.join(cells)} |"
