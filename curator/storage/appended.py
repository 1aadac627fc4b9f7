"""The smaller logs: passages that are read, who is to judge which claim, corrections. Appended to like the verdicts.

The last row about a passage or a claim counts. Each row is linked to the same curator's before it, as verdicts are.
"""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime
from typing import Any

from curator import identity
from curator.errors import DatabaseError, InputError
from curator.model import Assignment, PassageRead, Span
from curator.storage import documents

LETTERS = {"passages": "p", "assignments": "s", "corrections": "n"}
"""Log → the first letter of its ids."""


def mark_passage(
    connection: sqlite3.Connection, document_id: str, span: Span, *, curator: str, read: bool = True
) -> PassageRead | None:
    """Mark a passage as read, or with `read=False` open it again; none where it stands so already.

    Raises DatabaseError for an unknown document, InputError for a span that its text has not.
    """
    number = documents.number_of(connection, document_id)
    (length,) = connection.execute("SELECT length(text) FROM documents WHERE number = ?", (number,)).fetchone()
    if not span.start < span.end <= length:
        raise InputError(f"the document has no passage {span.start}..{span.end}; it has {length} characters")
    if _is_read(connection, document_id, span) is read:
        return None
    place = {"document": document_id, "start_offset": span.start, "end_offset": span.end}
    row = append(connection, "passages", {**place, "read": int(read), "curator": curator})
    return PassageRead(document_id, span, curator, row["time"], row["id"])


def passages(connection: sqlite3.Connection, document_id: str) -> list[PassageRead]:
    """The passages of the document that are read, in the order of its text."""
    rows = connection.execute(
        """
        SELECT start_offset, end_offset, curator, time, id FROM passages
        WHERE number IN (SELECT max(number) FROM passages WHERE document = ? GROUP BY start_offset, end_offset) AND read
        ORDER BY start_offset, end_offset
        """,
        (document_id,),
    )
    return [PassageRead(document_id, Span(start, end), curator, time, id_) for start, end, curator, time, id_ in rows]


def assign(connection: sqlite3.Connection, claim_id: str, assignee: str, *, curator: str) -> Assignment | None:
    """Give a claim to a curator, or with an empty name release it; none where it stands so already.

    Raises DatabaseError for an unknown claim.
    """
    if connection.execute("SELECT 1 FROM claims WHERE id = ?", (claim_id,)).fetchone() is None:
        raise DatabaseError(f"there is no claim {claim_id} in the database")
    assignee = " ".join(assignee.split())
    known = assignments(connection, claim_id).get(claim_id)
    if assignee == (known.assignee if known else ""):
        return None
    row = append(connection, "assignments", {"claim": claim_id, "assignee": assignee, "curator": curator})
    return Assignment(claim_id, assignee, curator, row["time"], row["id"])


def assignments(connection: sqlite3.Connection, claim_id: str | None = None) -> dict[str, Assignment]:
    """Claim id → who is to judge it; of all claims that are assigned, or of one."""
    where, values = ("WHERE claim = ?", (claim_id,)) if claim_id else ("", ())
    rows = connection.execute(f"SELECT claim, assignee, curator, time, id FROM assigned {where}", values)
    return {row[0]: Assignment(*row) for row in rows}


def entry_id(table: str, row: dict[str, Any]) -> str:
    """The id of a row of one of the logs, from all its other columns."""
    content = {name: value for name, value in row.items() if name not in ("id", "number")}
    return identity.entry_id(LETTERS[table], **content)


def _is_read(connection: sqlite3.Connection, document_id: str, span: Span) -> bool:
    row = connection.execute(
        "SELECT read FROM passages WHERE document = ? AND start_offset = ? AND end_offset = ? "
        "ORDER BY number DESC LIMIT 1",
        (document_id, span.start, span.end),
    ).fetchone()
    return row is not None and bool(row[0])


def append(connection: sqlite3.Connection, table: str, columns: dict[str, Any]) -> dict[str, Any]:
    """Append a row to one of the logs, its time, link and id filled, and give it back."""
    statement = f"SELECT id FROM {table} WHERE curator = ? ORDER BY number DESC LIMIT 1"
    last = connection.execute(statement, (columns["curator"],)).fetchone()
    row = {**columns, "time": now(), "previous": "" if last is None else last[0]}
    row["id"] = entry_id(table, row)
    connection.execute(
        f"INSERT INTO {table} ({', '.join(row)}) VALUES ({', '.join('?' * len(row))})", tuple(row.values())
    )
    return row


def now() -> str:
    """This moment: ISO 8601, UTC, to the millisecond."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
