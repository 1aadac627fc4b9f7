"""Mentions ↔ rows: every name that the last extraction recognised in a document, in text order."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from curator.model import Document, Mention, MentionType
from curator.storage import documents
from curator.storage.batch import insert

_COLUMNS = "kind, start_offset, end_offset, text, value, identifier"


def save(connection: sqlite3.Connection, document: Document, mentions: Sequence[Mention]) -> bool:
    """Make the document's mentions these; False where they are so already.

    Raises ValueError for a mention that does not stand in the text.
    """
    if load(connection, document.id) == list(mentions):
        return False
    for mention in mentions:
        if document.quote(mention) != mention.text:
            raise ValueError(f"{document.name}: {mention.text!r} does not stand at {mention.start}..{mention.end}")
    number = documents.number_of(connection, document.id)
    connection.execute("DELETE FROM mentions WHERE document = ?", (number,))
    rows = (
        {
            "document": number,
            "position": position,
            "start_offset": mention.start,
            "end_offset": mention.end,
            "kind": mention.type.value,
            "text": mention.text,
            "value": mention.name,
            "identifier": mention.identifier,
        }
        for position, mention in enumerate(mentions)
    )
    insert(connection, "mentions", rows)
    return True


def load(connection: sqlite3.Connection, document_id: str) -> list[Mention]:
    """Every mention of the document, in text order. Raises DatabaseError where there is none with this id."""
    number = documents.number_of(connection, document_id)
    rows = connection.execute(f"SELECT {_COLUMNS} FROM mentions WHERE document = ? ORDER BY position", (number,))
    return [Mention(MentionType(kind), *values) for kind, *values in rows]
