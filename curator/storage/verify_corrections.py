"""Corrected papers and the verdicts carried to them: what each rests on is looked up and compared again."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from curator.model import Action, Claim, Verdict
from curator.storage import verdicts as stored
from curator.storage.backup import Progress
from curator.storage.faults import Counts, Fault, shown

Near = Callable[[str, str], bool]
"""Whether two wordings may be those of one sentence in two texts of a paper."""


def identifiers(connection: sqlite3.Connection, counts: Counts, progress: Progress) -> Iterator[Fault]:
    """Two texts that were recognised by a DOI or PMID have the same. Files that are joined may name a text anew."""
    rows = connection.execute(
        """
        SELECT corrections.id, recognised, newer.doi, older.doi, newer.pmid, older.pmid FROM corrections
        JOIN documents AS newer ON newer.id = corrections.document
        JOIN documents AS older ON older.id = corrections.replaces
        WHERE recognised IN ('doi', 'pmid') ORDER BY corrections.number
        """
    )
    for id_, recognised, *given in rows:
        new, old = (_bare(value) for value in (given[:2] if recognised == "doi" else given[2:]))
        if new and old and new != old:
            yield Fault(
                "corrections", id_, f"the texts have the {recognised} {shown(new)} and {shown(old)}", "the same"
            )


def _bare(identifier: str | None) -> str:
    """A DOI or PMID without case and without what stands in front of it."""
    text = str(identifier or "").strip().lower()
    return text[max(0, text.find("10.")) :].removeprefix("pmid:").strip()


def carried(connection: sqlite3.Connection, counts: Counts, progress: Progress, *, near: Near) -> Iterator[Fault]:
    """Every carried verdict beside the one that it is of: its text, its claim, its sentence and the words of that."""
    rows = connection.execute(
        f"SELECT number, {stored.COLUMNS} FROM verdicts WHERE carries IS NOT NULL ORDER BY number"
    )
    for number, *row in rows.fetchall():
        counts["carried verdicts"] += 1
        try:
            verdict = stored.from_row(tuple(row))
            original = _original(connection, verdict)
        except (ValueError, TypeError):
            # Named among the verdicts, as is one that carries what is not there.
            continue
        if original is not None:
            for said, right in _of_one(connection, number, verdict, *original, near=near):
                yield Fault("verdicts", verdict.id, f"it carries {verdict.carries}, {said}", right)


def _original(connection: sqlite3.Connection, verdict: Verdict) -> tuple[int, Verdict] | None:
    statement = f"SELECT number, {stored.COLUMNS} FROM verdicts WHERE id = ?"
    row = connection.execute(statement, (verdict.carries,)).fetchone()
    return None if row is None else (int(row[0]), stored.from_row(tuple(row[1:])))


def _of_one(
    connection: sqlite3.Connection, number: int, verdict: Verdict, held: int, original: Verdict, *, near: Near
) -> Iterator[tuple[str, str]]:
    """What is wrong with one, and what would be right."""
    if held >= number:
        yield "which comes after it", "one given before"
    if verdict.assertion == original.assertion:
        yield from _dropped(connection, verdict)
        return
    if not _is_reached(connection, original.assertion, verdict.assertion):
        yield "whose text was not replaced by this one", "a correction that leads from that text to this"
    if not _is_same_row(verdict, original):
        yield f"but was given on {shown(_said(verdict.before))}", shown(_said(original.before))
    found = _quotes(connection, verdict.assertion, verdict.evidence)
    if "\n".join(found) != verdict.quote:
        yield f"but quotes {shown(verdict.quote)}", f"{shown(chr(10).join(found))}, as its evidence has it"
    judged = _quotes(connection, original.assertion, None)
    for quote in found:
        if not any(near(quote, other) for other in judged):
            yield f"but stands on {shown(quote)}", "a sentence like one that was judged"


def _dropped(connection: sqlite3.Connection, verdict: Verdict) -> Iterator[tuple[str, str]]:
    """A row that the new text does not have is rejected in the old one, on a sentence of its own."""
    if verdict.action is not Action.REJECT:
        yield f"which is on the same row, and is no rejection but {verdict.action.value}", "a verdict on another text"
    if verdict.quote not in _quotes(connection, verdict.assertion, None):
        yield f"but quotes {shown(verdict.quote)}", "a sentence of its row"


_REACHED = """
WITH RECURSIVE newer (id) AS (
    SELECT documents.id FROM assertions JOIN documents ON documents.number = assertions.document
    WHERE assertions.id = ?
    UNION
    SELECT corrections.document FROM newer JOIN corrections ON corrections.replaces = newer.id
)
SELECT 1 FROM assertions JOIN documents ON documents.number = assertions.document
WHERE assertions.id = ? AND documents.id IN (SELECT id FROM newer)
"""


def _is_reached(connection: sqlite3.Connection, old: str, new: str) -> bool:
    """Whether the text of one row was replaced, at once or by and by, by the text of the other."""
    return connection.execute(_REACHED, (old, new)).fetchone() is not None


def _is_same_row(verdict: Verdict, original: Verdict) -> bool:
    """Numbers of references differ between two texts; one that the new text has not was mended by an edit."""
    mended = verdict.action is Action.EDIT and verdict.before == verdict.after
    return mended or replace(verdict.before, citation=None) == replace(original.before, citation=None)


def _said(claim: Claim) -> str:
    return ", ".join(str(value) for _, value in claim.items() if value)


def _quotes(connection: sqlite3.Connection, assertion: str, ids: tuple[str, ...] | None) -> list[Any]:
    """The quotes of a row's evidence in the order of the ids, or of all that it ever rested on."""
    of_row = "evidence.assertion = (SELECT number FROM assertions WHERE id = ?)"
    if ids is None:
        rows = connection.execute(f"SELECT quote FROM evidence WHERE {of_row} ORDER BY position", (assertion,))
    else:
        rows = connection.execute(
            f"SELECT quote FROM json_each(?) AS listed JOIN evidence ON evidence.id = listed.value WHERE {of_row} "
            "ORDER BY listed.key",
            (json.dumps(ids), assertion),
        )
    return [quote for (quote,) in rows]
