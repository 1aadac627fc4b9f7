"""A paper with its rows out of one file, and the joined one into another: what `storage.joining` works on ↔ tables.

Columns are read from the schema, so that one that a migration adds travels too; numbers belong to a file and do not.
"""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from curator.storage.joining import EvidenceCopy, PaperCopy, Row, RowCopy

PARTS = ("sections", "paragraphs", "sentences", "citations", "bibliography", "document_tables", "places")
"""Tables of what a paper consists of, each row under the paper's number and a position."""
OF_EVIDENCE = ("slots", "factors", "cues")
_PLACE = ("document", "evidence", "position")
_CLAIM = "claim_id"


def columns(connection: sqlite3.Connection, table: str, *, without: Sequence[str] = ()) -> list[str]:
    """The columns of a table in alphabetical order: a file's own order depends on the migrations that it saw."""
    found = (name for _, name, *_ in connection.execute(f"PRAGMA table_info({table})"))
    return sorted(name for name in found if name not in without)


def paper(connection: sqlite3.Connection, document_id: str) -> PaperCopy | None:
    """The paper as the file has it; none where it has not."""
    named = columns(connection, "documents", without=("number",))
    statement = f"SELECT number, {', '.join(named)} FROM documents WHERE id = ?"
    row = connection.execute(statement, (document_id,)).fetchone()
    if row is None:
        return None
    parts = {table: tuple(_part(connection, table, row[0])) for table in PARTS}
    return PaperCopy(dict(zip(named, row[1:], strict=True)), parts)


def mentions(connection: sqlite3.Connection, document_id: str) -> list[tuple[Any, ...]]:
    """What the paper names, without positions; nothing where the file has no such paper."""
    return _part(connection, "mentions", _number(connection, "documents", document_id))


def extractions(connection: sqlite3.Connection, document_id: str) -> list[tuple[Any, ...]]:
    """The runs that changed something in the paper, likewise."""
    named = ", ".join(columns(connection, "extractions", without=("number", "document")))
    number = _number(connection, "documents", document_id)
    return connection.execute(f"SELECT {named} FROM extractions WHERE document = ?", (number,)).fetchall()


def rows(connection: sqlite3.Connection, document_id: str) -> dict[str, RowCopy]:
    """The paper's assertions by id, each with its claim's id and its evidence; none where it has no such paper."""
    number = _number(connection, "documents", document_id)
    named = columns(connection, "assertions", without=("number", "document", "claim"))
    listed = ", ".join(f"assertions.{name}" for name in named)
    found = connection.execute(
        f"SELECT assertions.number, claims.id, {listed} FROM assertions JOIN claims ON claims.number = claim "
        "WHERE document = ?",
        (number,),
    ).fetchall()
    evidence = _evidence(connection, number)
    made = (
        RowCopy({**dict(zip(named, values, strict=True)), _CLAIM: claim}, evidence[at]) for at, claim, *values in found
    )
    return {row.columns["id"]: row for row in made}


def write_paper(target: sqlite3.Connection, joined: PaperCopy) -> int:
    """Insert a paper with its parts, and give back the number that it gets."""
    number = insert(target, "documents", joined.columns)
    for table, part in joined.parts.items():
        insert_part(target, table, number, part)
    return number


def write_rows(target: sqlite3.Connection, document: int, joined: Sequence[RowCopy]) -> None:
    """Insert assertions, their claims being there, with their evidence: a few statements, however many there are."""
    if not joined:
        return
    claims = _claim_numbers(target, [row.columns[_CLAIM] for row in joined])
    numbers, at = _next(target, "assertions"), _next(target, "evidence")
    tables: dict[str, list[Row]] = {table: [] for table in ("assertions", "evidence", *OF_EVIDENCE)}
    for number, row in enumerate(joined, numbers):
        plain = {name: value for name, value in row.columns.items() if name != _CLAIM}
        placed = {"number": number, "document": document, "claim": claims[row.columns[_CLAIM]]}
        tables["assertions"].append({**plain, **placed})
        for evidence in row.evidence.values():
            tables["evidence"].append({**evidence.columns, "number": at, "assertion": number})
            for table, part in evidence.parts.items():
                tables[table] += ({"evidence": at, "position": n, "": values} for n, values in enumerate(part))
            at += 1
    for table, rows in tables.items():
        _insert_all(target, table, rows)


def _insert_all(target: sqlite3.Connection, table: str, rows: Sequence[Row]) -> None:
    """Insert rows of the same columns; under an empty name stand the values of all columns that are not named."""
    if not rows:
        return
    named = [name for name in rows[0] if name] + (columns(target, table, without=_PLACE) if "" in rows[0] else [])
    statement = f"INSERT INTO {table} ({', '.join(named)}) VALUES ({', '.join('?' * len(named))})"
    plain = [name for name in rows[0] if name]
    target.executemany(statement, ((*(row[name] for name in plain), *row.get("", ())) for row in rows))


def _next(target: sqlite3.Connection, table: str) -> int:
    """The first number that is free."""
    return int(target.execute(f"SELECT coalesce(max(number), 0) + 1 FROM {table}").fetchone()[0])


def _claim_numbers(target: sqlite3.Connection, ids: Sequence[str]) -> dict[str, int]:
    statement = "SELECT id, number FROM claims WHERE id IN (SELECT value FROM json_each(?))"
    return dict(target.execute(statement, (json.dumps(ids),)))


def insert(target: sqlite3.Connection, table: str, row: Mapping[str, Any]) -> int:
    """Insert one row, and give back its number."""
    statement = f"INSERT INTO {table} ({', '.join(row)}) VALUES ({', '.join('?' * len(row))})"
    return int(target.execute(statement, tuple(row.values())).lastrowid or 0)


def insert_part(target: sqlite3.Connection, table: str, document: int, part: Iterable[tuple[Any, ...]]) -> None:
    """Insert rows about one paper, in their order."""
    named = ["document", "position", *columns(target, table, without=_PLACE)]
    statement = f"INSERT INTO {table} ({', '.join(named)}) VALUES ({', '.join('?' * len(named))})"
    target.executemany(statement, ((document, position, *values) for position, values in enumerate(part)))


def _part(connection: sqlite3.Connection, table: str, document: int) -> list[tuple[Any, ...]]:
    named = ", ".join(columns(connection, table, without=_PLACE))
    return connection.execute(
        f"SELECT {named} FROM {table} WHERE document = ? ORDER BY position", (document,)
    ).fetchall()


_OF_PAPER = "JOIN assertions ON assertions.number = evidence.assertion WHERE assertions.document = ?"


def _evidence(connection: sqlite3.Connection, document: int) -> dict[int, dict[str, EvidenceCopy]]:
    """Assertion number → its evidence by id."""
    named = columns(connection, "evidence", without=("number", "assertion"))
    listed = ", ".join(f"evidence.{name}" for name in named)
    parts = {table: _evidence_part(connection, table, document) for table in OF_EVIDENCE}
    found: dict[int, dict[str, EvidenceCopy]] = defaultdict(dict)
    for number, assertion, *values in connection.execute(
        f"SELECT evidence.number, evidence.assertion, {listed} FROM evidence {_OF_PAPER}", (document,)
    ):
        row: Row = dict(zip(named, values, strict=True))
        found[assertion][row["id"]] = EvidenceCopy(row, {table: tuple(parts[table][number]) for table in OF_EVIDENCE})
    return found


def _evidence_part(connection: sqlite3.Connection, table: str, document: int) -> dict[int, list[tuple[Any, ...]]]:
    """Evidence number → its rows of one table."""
    listed = ", ".join(f"{table}.{name}" for name in columns(connection, table, without=_PLACE))
    found: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
    for number, *values in connection.execute(
        f"SELECT {table}.evidence, {listed} FROM {table} JOIN evidence ON evidence.number = {table}.evidence "
        f"{_OF_PAPER} ORDER BY {table}.evidence, {table}.position",
        (document,),
    ):
        found[number].append(tuple(values))
    return found


def _number(connection: sqlite3.Connection, table: str, id: str) -> int:
    """This file's number; 0, which nothing has, where it is not there."""
    row = connection.execute(f"SELECT number FROM {table} WHERE id = ?", (id,)).fetchone()
    return 0 if row is None else int(row[0])
