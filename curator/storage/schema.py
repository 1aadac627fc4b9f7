"""The schema that all migrations add up to, as one readable file: `db/schema.sql`.

`python -m curator.storage.schema` writes it; a test compares.
"""

from __future__ import annotations

from pathlib import Path

from curator.storage.migrations import APPLICATION_ID, built, migrations, shipped_migrations
from curator.storage.structure import marked

_HEADER = "-- What db/migrations add up to. Written by `python -m curator.storage.schema`; not edited by hand."


def schema(folder: Path) -> str:
    """The text of `schema.sql`: every table, index, trigger and view in the order of their creation."""
    steps = migrations(folder)
    objects = built(steps)
    head = f"{_HEADER}\n{marked(objects)}"
    numbers = f"PRAGMA application_id = {APPLICATION_ID};\nPRAGMA user_version = {steps[-1].number};"
    return "\n\n".join([head, numbers, *(f"{sql};" for _, _, _, sql in objects)]) + "\n"


def write(folder: Path) -> Path:
    """Write `schema.sql` beside the folder of migrations and return its path."""
    path = folder.parent / "schema.sql"
    path.write_text(schema(folder), encoding="utf-8")
    return path


if __name__ == "__main__":
    print(write(shipped_migrations()))
