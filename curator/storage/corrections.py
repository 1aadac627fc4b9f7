"""Corrected papers: which text took the place of which, and verdicts carried from the old text to the new.

`corrections` is one of the smaller logs (`storage.appended`): two databases are joined in it as in the others, entries
with one id being one. That a row of a replaced text waits for nobody is derived from it, as the queue is, so that no
flag has to be joined; a carried verdict names in `carries` the one that it is of, and lies in the log like any other.
"""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable, Set
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace

from curator.model import Assertion, Correction, Document, Evidence, Verdict
from curator.storage import appended, assertions, documents, extraction, verdicts
from curator.storage.records import StoredAssertion

_COLUMNS = "document, replaces, recognised, curator, time, id"
Transaction = Callable[[], AbstractContextManager[sqlite3.Connection]]


@dataclass(frozen=True, slots=True)
class KnownPaper:
    """What a paper is recognised by."""

    id: str
    name: str
    title: str
    doi: str | None
    pmid: str | None
    length: int
    """Of its text, in characters."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A row of a replaced text with everything that was said on it."""

    stored: StoredAssertion
    verdicts: tuple[Verdict, ...]
    evidence: tuple[Evidence, ...]
    """All that it ever rested on."""
    carried: Set[str]
    """The ids of those verdicts that were carried to a newer text."""


@dataclass(frozen=True, slots=True)
class ToCarry:
    """Verdicts on a row of an old text, and the row of the new text that they go to."""

    row: str
    """The id of the old row."""
    target: str
    """The id of the new row; empty where it is to be added."""
    assertion: Assertion
    evidence: tuple[Evidence, ...]
    verdicts: tuple[Verdict, ...]
    """As they are to be, but for what only the database knows; each names in `carries` the one that it is of."""
    added_by: str = ""
    """The curator who had added the old row; then it is added to the new text even where nothing was said on it."""


class Corrections:
    """The corrections of a database."""

    def __init__(self, reading: Transaction, writing: Transaction) -> None:
        self._reading = reading
        self._writing = writing

    def listed(self) -> list[Correction]:
        """Every correction in the order in which they were made; the latest of each text alone."""
        with self._reading() as connection:
            return _listed(connection)

    def replaced(self) -> dict[str, str]:
        """The id of each text that was replaced → the id of the text in its place."""
        with self._reading() as connection:
            return dict(connection.execute("SELECT document_id, by_id FROM replaced").fetchall())

    def alike(self, document_id: str) -> tuple[KnownPaper, list[KnownPaper]]:
        """A paper, and those read before it that share its DOI, PMID or name and were not replaced by another."""
        with self._reading() as connection:
            return _alike(connection, document_id)

    def is_extracted(self, document_id: str) -> bool:
        """True where rows were proposed from the document or added to it."""
        with self._reading() as connection:
            statement = "SELECT 1 FROM assertions WHERE document = ? LIMIT 1"
            return bool(connection.execute(statement, (documents.number_of(connection, document_id),)).fetchone())

    def record(self, document_id: str, replaces: str, recognised: str, *, curator: str) -> None:
        """Let one text take the place of another. The same again changes nothing."""
        with self._writing() as connection:
            known = connection.execute(
                "SELECT 1 FROM corrections WHERE document = ? AND replaces = ?", (document_id, replaces)
            ).fetchone()
            if not known:
                row = {"document": document_id, "replaces": replaces, "recognised": recognised, "curator": curator}
                appended.append(connection, "corrections", row)

    def judged(self, document_id: str) -> list[Judged]:
        """The rows of a text that something was said on, or that a curator added, in the order of the text."""
        with self._reading() as connection:
            return _judged(connection, document_id)

    def carry(self, document_id: str, given: Iterable[ToCarry]) -> list[Verdict]:
        """Append verdicts on rows of the new text, all or none, and give them back as stored. Twice is as once.

        Left out is what was carried already, and what would go over a decision made on the new text.
        """
        with self._writing() as connection:
            document = documents.load(connection, document_id)
            return [verdict for item in given for verdict in _carry(connection, document, item)]


def _listed(connection: sqlite3.Connection) -> list[Correction]:
    """The same in SQL."""
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM corrections AS made "
        "WHERE number = (SELECT max(number) FROM corrections WHERE replaces = made.replaces) ORDER BY number"
    )
    return [Correction(*row) for row in rows]


_KNOWN = "id, name, title, doi, pmid, length(text)"


def _alike(connection: sqlite3.Connection, document_id: str) -> tuple[KnownPaper, list[KnownPaper]]:
    """The same in SQL."""
    number = documents.number_of(connection, document_id)
    row = connection.execute(f"SELECT {_KNOWN} FROM documents WHERE number = ?", (number,)).fetchone()
    paper = KnownPaper(*row)
    numbers: set[int] = set()
    for column, value in (("lower(doi)", (paper.doi or "").lower()), ("pmid", paper.pmid), ("name", paper.name)):
        if value:
            numbers |= {n for (n,) in connection.execute(f"SELECT number FROM documents WHERE {column} = ?", (value,))}
    rows = connection.execute(
        f"SELECT {_KNOWN} FROM documents WHERE number IN (SELECT value FROM json_each(?)) AND number < ? "
        "AND id NOT IN (SELECT document_id FROM replaced WHERE by_id <> ?) ORDER BY number",
        (json.dumps(sorted(numbers)), number, document_id),
    )
    return paper, [KnownPaper(*row) for row in rows]


def _judged(connection: sqlite3.Connection, document_id: str) -> list[Judged]:
    """The same in SQL."""
    number = documents.number_of(connection, document_id)
    logs: dict[str, list[Verdict]] = defaultdict(list)
    columns = ", ".join(f"verdicts.{name.strip()}" for name in verdicts.COLUMNS.split(","))
    for row in connection.execute(
        f"SELECT {columns} FROM assertions JOIN verdicts ON verdicts.assertion = assertions.id "
        "WHERE assertions.document = ? ORDER BY verdicts.number",
        (number,),
    ):
        verdict = verdicts.from_row(row)
        logs[verdict.assertion].append(verdict)
    wanted = connection.execute("SELECT number, id, added_by FROM assertions WHERE document = ?", (number,)).fetchall()
    numbers = [n for n, id, added_by in wanted if id in logs or added_by is not None]
    evidence = assertions.evidence_of(connection, numbers, once_found=True)
    carried = _carried(connection, number)
    return [
        Judged(row.stored, (log := tuple(logs[row.stored.id])), evidence[row.number], carried & {v.id for v in log})
        for row in assertions.numbered(connection, numbers)
    ]


def _carried(connection: sqlite3.Connection, document: int) -> set[str]:
    """The verdicts on a text that were carried to another."""
    rows = connection.execute(
        """
        SELECT original.id FROM assertions AS own
        JOIN verdicts AS original ON original.assertion = own.id
        JOIN verdicts AS carrying ON carrying.carries = original.id AND carrying.assertion <> own.id
        WHERE own.document = ?
        """,
        (document,),
    )
    return {id for (id,) in rows}


def _carry(connection: sqlite3.Connection, document: Document, item: ToCarry) -> list[Verdict]:
    """The verdicts of one row as stored; none where they are there or would go over a decision on the new text."""
    wanted = [v for v in item.verdicts if not _is_carried(connection, v)]
    if not (wanted or item.added_by) or (item.target and _is_decided(connection, item)):
        return []
    curator = item.added_by or wanted[0].curator
    target = item.target or extraction.add_to(connection, document, item.assertion, curator=curator)
    evidence = extraction.attach(connection, document, target, item.evidence)
    claim = verdicts.claim_of(connection, target)
    quote = "\n".join(found.quote for found in item.evidence)
    stored = []
    for verdict in wanted:
        carried = replace(verdict, assertion=target, claim=claim, evidence=evidence, quote=quote)
        stored.append(verdicts.filled(carried, previous=verdicts.last_id(connection, verdict.curator)))
        verdicts.insert(connection, stored[-1])
    return stored


def _is_carried(connection: sqlite3.Connection, verdict: Verdict) -> bool:
    statement = (
        "SELECT 1 FROM verdicts AS carrying JOIN verdicts AS original ON original.id = carrying.carries "
        "WHERE original.id = ? AND carrying.assertion <> original.assertion"
    )
    return bool(connection.execute(statement, (verdict.carries,)).fetchone())


def _is_decided(connection: sqlite3.Connection, item: ToCarry) -> bool:
    """True where somebody decided on the new row otherwise than by what was carried from the same old row."""
    return bool(
        connection.execute(
            """
            SELECT 1 FROM verdict_standing AS made
            WHERE assertion = ? AND action IN ('accept', 'edit', 'reject') AND stands AND (
                carries IS NULL OR (SELECT assertion FROM verdicts WHERE id = made.carries) <> ?
            )
            """,
            (item.target, item.row),
        ).fetchone()
    )
