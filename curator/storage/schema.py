"""The schema that all migrations add up to, as one readable file: `db/schema.sql`.

`python -m curator.storage.schema` writes it; a test compares.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from curator.storage.migrations import APPLICATION_ID, migrate, migrations, shipped_migrations

_HEADER = "-- What db/migrations add up to. Written by `python -m curator.storage.schema`; not edited by hand."


def schema(folder: Path) -> str:
    """The text of `schema.sql`: every table, index, trigger and view in the order of their creation."""
    numbers = [f"PRAGMA application_id = {APPLICATION_ID};\nPRAGMA user_version = {migrations(folder)[-1].number};"]
    return "\n\n".join([_HEADER, *numbers, *(f"{sql};" for _, _, sql in objects(folder))]) + "\n"


def objects(folder: Path) -> list[tuple[str, str, str]]:
    """The kind, name and text of every table, index, trigger and view, in the order of their creation."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        migrate(connection, Path(":memory:"), migrations(folder))
        return connection.execute(
            "SELECT type, name, sql FROM sqlite_master "
            "WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY rowid"
        ).fetchall()


def write(folder: Path) -> Path:
    """Write `schema.sql` beside the folder of migrations and return its path."""
    path = folder.parent / "schema.sql"
    path.write_text(schema(folder), encoding="utf-8")
    return path


if __name__ == "__main__":
    print(write(shipped_migrations()))
