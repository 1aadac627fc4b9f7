from __future__ import annotations

import sqlite3
from pathlib import Path

from curator.storage import Database
from curator.storage.schema import schema


def test_schema_is_the_sum_of_the_migrations(project_root: Path) -> None:
    written = (project_root / "db" / "schema.sql").read_text("utf-8")
    assert written == schema(project_root / "db" / "migrations"), "run `python -m curator.storage.schema`"


def test_schema_alone_makes_the_same_database(project_root: Path, tmp_path: Path) -> None:
    listing = "SELECT type, name, sql FROM sqlite_master ORDER BY type, name"
    from_schema = sqlite3.connect(":memory:")
    from_schema.executescript((project_root / "db" / "schema.sql").read_text("utf-8"))
    Database.open(tmp_path / "x.db").close()
    migrated = sqlite3.connect(tmp_path / "x.db")
    assert from_schema.execute(listing).fetchall() == migrated.execute(listing).fetchall()
    for pragma in ("user_version", "application_id"):
        found = [c.execute(f"PRAGMA {pragma}").fetchone()[0] for c in (from_schema, migrated)]
        assert found[0] == found[1] > 0


def test_schema_says_yes_and_no_and_lists_only_to_what_the_model_knows(project_root: Path) -> None:
    """Every enumeration of the model stands in a CHECK, word for word."""
    from curator.model import Action, Effect, Polarity, Reason, SectionKind, Slot, State

    written = " ".join((project_root / "db" / "schema.sql").read_text("utf-8").split())
    for enumeration in (Action, Effect, Polarity, Reason, SectionKind, Slot):
        assert f"IN ({', '.join(repr(value.value) for value in enumeration)})" in written, enumeration.__name__
    for state in State:
        assert f"'{state.value}'" in written
