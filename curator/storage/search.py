"""The words of every row, for searching: SQLite's FTS5 where the build has it, else the evidence read row by row.

The table is not in the schema, because a database must open under a SQLite without FTS5 too. The schema's triggers only
note in `search_pending` whose words changed; here they are taken in, at the end of the transaction that changed them.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

TABLE = "queue_search"
_WALL = "' ' || char(0xE000) || ' '"
"""A word that no text has, between two values, so that no phrase reaches from one into the next."""

MADE_AS = f"{TABLE} USING fts5(names, quote, section, rule, columnsize = 0)"
_CREATE = f"CREATE VIRTUAL TABLE IF NOT EXISTS {MADE_AS}"
_NAMES = f" || {_WALL} || ".join(
    ["documents.name"]
    + [f"coalesce(queue.{c}, '')" for c in ("mirna", "source", "target", "effect", "citation", "drug", "disease")]
)


def _joined(column: str) -> str:
    of_row = "evidence.assertion = queue.assertion AND evidence.found"
    return f"(SELECT group_concat({column}, {_WALL}) FROM evidence WHERE {of_row})"


WORDS = f"""
SELECT queue.assertion, {_NAMES}, {_joined("quote")}, {_joined("section")}, {_joined("rule")}
FROM queue JOIN documents ON documents.number = queue.document
"""
"""The words of every row, as they stand in the table."""
_TAKE_IN = f"""
INSERT INTO {TABLE} (rowid, names, quote, section, rule)
{WORDS} WHERE queue.assertion IN (SELECT assertion FROM search_pending)
"""

COLUMNS = {"": "{names quote}", "text": "quote", "section": "section", "rule": "rule"}
"""Field of a filter → where it looks; the empty field is a word without one."""


@dataclass(frozen=True, slots=True)
class Search:
    """How assertions are found by their words: a subquery that gives their numbers."""

    sql: str
    values: tuple[str, ...]
    match: str = ""
    """What FTS5 is asked; empty where it is not there."""


def available(connection: sqlite3.Connection) -> bool:
    """True where this SQLite was built with FTS5."""
    return connection.execute("SELECT 1 FROM pragma_module_list WHERE name = 'fts5'").fetchone() is not None


def is_current(connection: sqlite3.Connection) -> bool:
    """True where every row's words are taken in and this SQLite can search them."""
    table = connection.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (TABLE,)).fetchone()
    return table is not None and not _has_pending(connection) and available(connection)


def is_due(connection: sqlite3.Connection) -> bool:
    """True where words wait to be taken in and this SQLite can."""
    return _has_pending(connection) and available(connection)


def take_in(connection: sqlite3.Connection) -> None:
    """Take in the words that changed; nothing where this SQLite cannot. The caller holds the write lock."""
    if not is_due(connection):
        return
    connection.execute(_CREATE)
    connection.execute(f"DELETE FROM {TABLE} WHERE rowid IN (SELECT assertion FROM search_pending)")
    connection.execute(_TAKE_IN)
    connection.execute("DELETE FROM search_pending")


def search(connection: sqlite3.Connection, field: str, words: str) -> Search:
    """The assertions with these words, one after the other, in that field; the last may be the beginning of a word.

    Without FTS5 any stretch of the text counts, wherever in a word it begins.
    """
    if is_current(connection):
        # The query would end at a zero byte, within its quotation marks.
        quoted = words.replace('"', '""').replace("\0", " ")
        match = f'{COLUMNS[field]} : "{quoted}" *'
        return Search(f"SELECT rowid FROM {TABLE} WHERE {TABLE} MATCH ?", (match,), match)
    return _read_through(field, words)


def _read_through(field: str, words: str) -> Search:
    pattern = holding(words)
    column = "quote" if field in ("", "text") else field
    in_evidence = f"SELECT assertion FROM evidence WHERE evidence.found AND {column} LIKE ? ESCAPE '\\'"
    if field:
        return Search(in_evidence, (pattern,))
    in_names = (
        f"SELECT queue.assertion FROM queue JOIN documents ON documents.number = queue.document "
        f"WHERE {_NAMES} LIKE ? ESCAPE '\\'"
    )
    return Search(f"{in_evidence} UNION {in_names}", (pattern, pattern))


def holding(text: str) -> str:
    """What holds the text, as a pattern of LIKE with the escape `\\`."""
    escaped = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"


def _has_pending(connection: sqlite3.Connection) -> bool:
    return connection.execute("SELECT 1 FROM search_pending LIMIT 1").fetchone() is not None
