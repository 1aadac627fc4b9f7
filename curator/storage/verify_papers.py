"""The ids, offsets and quotes of papers and of what was found in them, worked out again."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import Any

from curator import identity
from curator.model import Claim, Document, Evidence, Slot, SlotSpan
from curator.storage.backup import Progress
from curator.storage.faults import Counts, Fault, shown

_SPANS = ("sections", "paragraphs", "sentences", "citations", "bibliography", "document_tables", "places")
_PARTS = ("slots", "factors", "cues")
_CLAIM_SLOTS = ("mirna", "source", "target", "effect", "drug", "disease")


def claims(connection: sqlite3.Connection, counts: Counts, progress: Progress) -> Iterator[Fault]:
    """The id of every claim."""
    for id_, study, *values in connection.execute(f"SELECT id, study, {', '.join(_CLAIM_SLOTS)} FROM claims"):
        counts["claims"] += 1
        claim = Claim(**dict(zip(_CLAIM_SLOTS, values, strict=True)))
        yield from _id("claims", id_, identity.claim_id(claim, study=study))


def papers(connection: sqlite3.Connection, counts: Counts, progress: Progress) -> Iterator[Fault]:
    """Paper by paper: its id, its parts, its mentions, its rows and their evidence."""
    numbers = connection.execute("SELECT number, id, name FROM documents ORDER BY number").fetchall()
    for done, (number, id_, name) in enumerate(numbers):
        progress(f"checking {name}", done, len(numbers))
        counts["papers"] += 1
        (text,) = connection.execute("SELECT text FROM documents WHERE number = ?", (number,)).fetchone()
        yield from _id("documents", id_, identity.document_id(Document(name, text)))
        for table in _SPANS:
            yield from _inside(connection, counts, table, number, id_, len(text))
        yield from _sentences(connection, number, id_)
        yield from _mentions(connection, counts, number, id_, text)
        yield from _rows(connection, counts, number, id_)
        yield from _evidence(connection, counts, number, id_, text)
        yield from _evidence_parts(connection, counts, number, text)


def _id(table: str, found: str, right: str) -> Iterator[Fault]:
    if found != right:
        yield Fault(table, found, "the id is not that of the content", right)


def _inside(
    connection: sqlite3.Connection, counts: Counts, table: str, number: int, document: str, length: int
) -> Iterator[Fault]:
    """Spans that the text has."""
    rows = connection.execute(
        f"SELECT position, start_offset, end_offset FROM {table} WHERE document = ? ORDER BY position", (number,)
    )
    for position, start, end in rows:
        counts["offsets"] += 1
        if not _is_span(start, end, length):
            right = f"offsets between 0 and {length}"
            yield Fault(table, f"{document} {position}", f"reaches from {start} to {end}", right)


def _is_span(start: Any, end: Any, length: int) -> bool:
    return isinstance(start, int) and isinstance(end, int) and 0 <= start <= end <= length


def _sentences(connection: sqlite3.Connection, number: int, document: str) -> Iterator[Fault]:
    """Every sentence stands inside one paragraph."""
    rows = connection.execute(
        """
        SELECT position, start_offset, end_offset FROM sentences
        WHERE document = ? AND NOT EXISTS (
            SELECT 1 FROM paragraphs WHERE paragraphs.document = sentences.document
            AND paragraphs.start_offset <= sentences.start_offset AND paragraphs.end_offset >= sentences.end_offset
        )
        """,
        (number,),
    )
    for position, start, end in rows:
        yield Fault("sentences", f"{document} {position}", f"{start}..{end} lies in no paragraph", "inside one")


def _mentions(connection: sqlite3.Connection, counts: Counts, number: int, document: str, text: str) -> Iterator[Fault]:
    rows = connection.execute(
        "SELECT position, start_offset, end_offset, text FROM mentions WHERE document = ? ORDER BY position", (number,)
    )
    for position, start, end, quote in rows:
        counts["mentions"] += 1
        yield from _quote("mentions", f"{document} {position}", text, start, end, quote)


def _quote(table: str, row: str, text: str, start: Any, end: Any, quote: str) -> Iterator[Fault]:
    """What is quoted stands where it is said to."""
    if not _is_span(start, end, len(text)):
        yield Fault(table, row, f"reaches from {start} to {end}", f"offsets between 0 and {len(text)}")
    elif text[start:end] != quote:
        yield Fault(table, row, f"{shown(quote)} does not stand at {start}..{end}", shown(text[start:end]))


def _rows(connection: sqlite3.Connection, counts: Counts, number: int, document: str) -> Iterator[Fault]:
    """Assertions: their ids, that they have evidence, and that they stand where it begins."""
    rows = connection.execute(
        """
        SELECT assertions.id, claims.id, polarity, start_offset, (
            SELECT start_offset FROM evidence WHERE evidence.assertion = assertions.number
            ORDER BY found DESC, position LIMIT 1
        )
        FROM assertions JOIN claims ON claims.number = assertions.claim WHERE document = ?
        """,
        (number,),
    )
    for id_, claim, polarity, start, first in rows:
        counts["rows"] += 1
        yield from _id("assertions", id_, identity.assertion_id(document, claim, polarity))
        if first is None:
            yield Fault("assertions", id_, "no evidence stands behind it", "at least one sentence")
        elif first != start:
            yield Fault("assertions", id_, f"stands at {start}", f"{first}, where its evidence begins")


_OF_PAPER = "FROM evidence JOIN assertions ON assertions.number = evidence.assertion"


def _evidence(connection: sqlite3.Connection, counts: Counts, number: int, document: str, text: str) -> Iterator[Fault]:
    """Every quote stands in the text, and every id is that of the sentence and its slots."""
    slots = _slots(connection, number)
    rows = connection.execute(
        f"SELECT evidence.number, evidence.id, evidence.start_offset, evidence.end_offset, quote {_OF_PAPER} "
        "WHERE assertions.document = ?",
        (number,),
    )
    for key, id_, start, end, quote in rows:
        counts["evidence"] += 1
        yield from _quote("evidence", id_, text, start, end, quote)
        if _is_span(start, end, len(text)):
            made = Evidence(document, start, end, "", "", "", tuple(slots.get(key, ())))
            yield from _id("evidence", id_, identity.evidence_id(made))


def _slots(connection: sqlite3.Connection, number: int) -> dict[int, list[SlotSpan]]:
    """The slots of the paper's evidence, by the number of the evidence; those that cannot be are named elsewhere."""
    found: dict[int, list[SlotSpan]] = {}
    rows = connection.execute(
        f"SELECT slots.evidence, slot, slots.start_offset, slots.end_offset {_OF_PAPER} "
        "JOIN slots ON slots.evidence = evidence.number WHERE assertions.document = ?",
        (number,),
    )
    known = {slot.value: slot for slot in Slot}
    for key, slot, start, end in rows:
        if slot in known and isinstance(start, int) and isinstance(end, int) and 0 <= start <= end:
            found.setdefault(key, []).append(SlotSpan(known[slot], start, end, "", ""))
    return found


def _evidence_parts(connection: sqlite3.Connection, counts: Counts, number: int, text: str) -> Iterator[Fault]:
    """The words of slots, factors and cues stand in the text, and a cue reaches no further than it."""
    for table in _PARTS:
        scope = "scope_start, scope_end" if table == "cues" else "0, 0"
        rows = connection.execute(
            f"SELECT evidence.id, {table}.position, {table}.start_offset, {table}.end_offset, {table}.text, {scope} "
            f"{_OF_PAPER} JOIN {table} ON {table}.evidence = evidence.number WHERE assertions.document = ?",
            (number,),
        )
        for id_, position, start, end, quote, scope_start, scope_end in rows:
            counts["slots, factors and cues"] += 1
            yield from _quote(table, f"{id_} {position}", text, start, end, quote)
            if not _is_span(scope_start, scope_end, len(text)):
                right = f"offsets between 0 and {len(text)}"
                yield Fault(table, f"{id_} {position}", f"its scope is {scope_start}..{scope_end}", right)
