"""Documents ↔ rows: one table a part, the order of each kept, so that a paper comes back as it went in."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from curator import identity
from curator.errors import DatabaseError
from curator.model import (
    Citation,
    Document,
    Paragraph,
    Place,
    Reference,
    Section,
    SectionKind,
    Sentence,
    Table,
)
from curator.storage.batch import Row, insert
from curator.storage.records import DocumentSummary


def save(connection: sqlite3.Connection, document: Document) -> bool:
    """Save the document with all its parts; False where its text is there already, which then stays as it is.

    An empty `document.id` is filled from the content; raises ValueError for another document's.
    """
    document = replace(document, id=_checked_id(document))
    if connection.execute("SELECT 1 FROM documents WHERE id = ?", (document.id,)).fetchone():
        return False
    insert(connection, "documents", [_document_row(document)])
    number = number_of(connection, document.id)
    for table, rows in _PARTS.items():
        numbered = ({"document": number, "position": i, **row} for i, row in enumerate(rows(document)))
        insert(connection, table, numbered)
    return True


def load(connection: sqlite3.Connection, document_id: str) -> Document:
    """The document, equal to what was saved. Raises DatabaseError where there is none with this id."""
    number = number_of(connection, document_id)
    name, text, title, doi, pmid, format_ = connection.execute(
        "SELECT name, text, title, doi, pmid, format FROM documents WHERE number = ?", (number,)
    ).fetchone()
    return Document(
        name=name,
        text=text,
        title=title,
        doi=doi,
        pmid=pmid,
        format=format_,
        sections=_sections(connection, number),
        paragraphs=tuple(Paragraph(*row) for row in _part(connection, "paragraphs", _SPAN, number)),
        sentences=tuple(Sentence(*row) for row in _part(connection, "sentences", _SPAN, number)),
        citations=_citations(connection, number),
        references=_references(connection, number),
        tables=_tables(connection, number),
        places=_places(connection, number),
        id=document_id,
    )


def number_of(connection: sqlite3.Connection, document_id: str) -> int:
    """This file's number for the document. Raises DatabaseError where there is none with this id."""
    row = connection.execute("SELECT number FROM documents WHERE id = ?", (document_id,)).fetchone()
    if row is None:
        raise DatabaseError(f"there is no document {document_id} in the database", hint="`curator read FILE` adds one.")
    return int(row[0])


def summaries(connection: sqlite3.Connection) -> list[DocumentSummary]:
    """Every document with its progress, in the order in which they were read."""
    rows = connection.execute(
        """
        SELECT documents.id, documents.name, documents.title, documents.format, proposed, accepted, edited, rejected,
               undecided, no_longer_found, coalesce(replaced_by, '')
        FROM progress JOIN documents ON documents.id = progress.document_id
        ORDER BY documents.number
        """
    )
    return [DocumentSummary(*row) for row in rows]


def _checked_id(document: Document) -> str:
    expected = identity.document_id(document)
    if document.id not in ("", expected):
        raise ValueError(f"{document.name}: the id {document.id} is not that of its text, {expected}")
    return expected


def _document_row(document: Document) -> Row:
    return {name: getattr(document, name) for name in ("id", "name", "title", "doi", "pmid", "format", "text")}


def _span(item: Any) -> Row:
    return {"start_offset": item.start, "end_offset": item.end}


def _section_rows(document: Document) -> list[Row]:
    return [{"title": s.title, "kind": s.kind.value, "level": s.level, **_span(s)} for s in document.sections]


def _citation_rows(document: Document) -> list[Row]:
    return [{"keys": c.keys, **_span(c)} for c in document.citations]


_REFERENCE_COLUMNS = ("key", "text", "authors", "title", "journal", "year", "volume", "pages", "doi", "pmid")


def _reference_rows(document: Document) -> list[Row]:
    return [{**{name: getattr(r, name) for name in _REFERENCE_COLUMNS}, **_span(r)} for r in document.references]


def _table_rows(document: Document) -> list[Row]:
    return [
        {"label": t.label, "caption": t.caption, "cells": t.rows, "header_rows": t.header_rows, **_span(t)}
        for t in document.tables
    ]


def _place_rows(document: Document) -> list[Row]:
    sides = ("x0", "top", "x1", "bottom")
    return [
        {"page": p.page, **dict(zip(sides, p.box or (None,) * len(sides), strict=True)), **_span(p)}
        for p in document.places
    ]


_PARTS: dict[str, Callable[[Document], list[Row]]] = {
    "sections": _section_rows,
    "paragraphs": lambda document: [_span(p) for p in document.paragraphs],
    "sentences": lambda document: [_span(s) for s in document.sentences],
    "citations": _citation_rows,
    "bibliography": _reference_rows,
    "document_tables": _table_rows,
    "places": _place_rows,
}

_SPAN = "start_offset, end_offset"


def _part(connection: sqlite3.Connection, table: str, columns: str, number: int) -> list[tuple[Any, ...]]:
    return connection.execute(
        f"SELECT {columns} FROM {table} WHERE document = ? ORDER BY position", (number,)
    ).fetchall()


def _sections(connection: sqlite3.Connection, number: int) -> tuple[Section, ...]:
    rows = _part(connection, "sections", f"title, {_SPAN}, kind, level", number)
    return tuple(Section(title, start, end, SectionKind(kind), level) for title, start, end, kind, level in rows)


def _citations(connection: sqlite3.Connection, number: int) -> tuple[Citation, ...]:
    rows = _part(connection, "citations", f"{_SPAN}, keys", number)
    return tuple(Citation(start, end, tuple(json.loads(keys))) for start, end, keys in rows)


def _references(connection: sqlite3.Connection, number: int) -> tuple[Reference, ...]:
    rows = _part(connection, "bibliography", f"{', '.join(_REFERENCE_COLUMNS)}, {_SPAN}", number)
    return tuple(_reference(row) for row in rows)


def _reference(row: tuple[Any, ...]) -> Reference:
    *values, start, end = row
    columns = dict(zip(_REFERENCE_COLUMNS, values, strict=True))
    return Reference(**{**columns, "authors": tuple(json.loads(columns["authors"]))}, start=start, end=end)


def _tables(connection: sqlite3.Connection, number: int) -> tuple[Table, ...]:
    rows = _part(connection, "document_tables", f"label, caption, cells, {_SPAN}, header_rows", number)
    return tuple(
        Table(label, caption, tuple(tuple(row) for row in json.loads(cells)), start, end, header_rows)
        for label, caption, cells, start, end, header_rows in rows
    )


def _places(connection: sqlite3.Connection, number: int) -> tuple[Place, ...]:
    rows = _part(connection, "places", f"{_SPAN}, page, x0, top, x1, bottom", number)
    return tuple(
        Place(start, end, page, None if x0 is None else (x0, top, x1, bottom))
        for start, end, page, x0, top, x1, bottom in rows
    )
