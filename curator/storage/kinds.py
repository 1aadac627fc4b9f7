"""Whether values are of the kind that their column says: SQLite keeps whatever it is given, and a file may come from
anybody.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator

_KINDS = {"TEXT": ("text",), "INTEGER": ("integer",), "REAL": ("real", "integer")}


def misfits(connection: sqlite3.Connection, tables: Iterable[str]) -> Iterator[tuple[str, str, int, str]]:
    """Table, column, how many of its values are of another kind, and the right kind. Each table is read once."""
    for table in tables:
        rights = {name: kind for _, name, kind, *_ in connection.execute(f"PRAGMA table_info({table})")}
        if not rights:
            continue
        sums = (f"coalesce(sum({_is_other(name, kind)}), 0)" for name, kind in rights.items())
        (found,) = connection.execute(f"SELECT {', '.join(sums)} FROM {table}")
        yield from ((table, name, n, rights[name].lower()) for name, n in zip(rights, found, strict=True) if n)


def _is_other(column: str, kind: str) -> str:
    allowed = ", ".join(f"'{name}'" for name in (*_KINDS[kind], "null"))
    return f"typeof({column}) NOT IN ({allowed})"
