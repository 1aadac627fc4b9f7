"""Numbered, forward-only steps from an empty file to the schema that this program knows.

Each `db/migrations/NNNN_name.sql` is applied once, in order, all that are due in one transaction; a file that holds
anything is copied first. `PRAGMA user_version` is the number of the last, `PRAGMA application_id` says that the file is
curator's.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from curator.errors import DatabaseError
from curator.storage import backup, structure
from curator.storage.backup import Progress
from curator.storage.connection import transaction

APPLICATION_ID = int.from_bytes(b"crtr", "big")
_NAME = re.compile(r"(\d{4})_\w+\.sql")


@dataclass(frozen=True, slots=True)
class Migration:
    """One step; `number` is the `user_version` that it leads to."""

    number: int
    path: Path


def shipped_migrations() -> Path:
    """The folder of migrations that came with the program, from a checkout or from an installed wheel."""
    package = Path(__file__).resolve().parent.parent
    installed = package / "data" / "db" / "migrations"
    return installed if installed.is_dir() else package.parent / "db" / "migrations"


def migrations(folder: Path) -> list[Migration]:
    """The steps in the folder, in order. Raises DatabaseError where a number is missing or given twice."""
    matches = [(_NAME.fullmatch(path.name), path) for path in sorted(folder.glob("*.sql"))]
    steps = [Migration(int(match[1]), path) for match, path in matches if match]
    if not steps or [step.number for step in steps] != list(range(1, len(steps) + 1)):
        raise DatabaseError(f"{folder}: migrations must be numbered 0001, 0002, … without a gap")
    return steps


def version(connection: sqlite3.Connection) -> int:
    """The number of the last migration that the file has seen; 0 for an empty one."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def check(connection: sqlite3.Connection, path: Path, steps: Sequence[Migration]) -> None:
    """Refuse a database that is another program's, newer than this one, or not made as its version says.

    Changes nothing. Raises DatabaseError that names an object which is missing, differs or is not curator's.
    """
    check_version(connection, path, newest=steps[-1].number)
    found = differences(connection, steps)
    if found:
        more = f", and {len(found) - 1} more like it" if len(found) > 1 else ""
        raise DatabaseError(
            f"{path}: the file is not as curator makes it: the {found[0].kind} {found[0].name} {found[0].said}{more}",
            hint="Nothing was changed. `curator verify` names all of it; work on with a copy from before, or with what "
            "its sender exports anew.",
        )


def differences(connection: sqlite3.Connection, steps: Sequence[Migration]) -> list[structure.Difference]:
    """What of the schema is not as the steps up to the file's version make it."""
    held = structure.without_search(structure.listed(connection))
    found = version(connection)
    if found == steps[-1].number and structure.fingerprint(held) == structure.expected_fingerprint(_summed(steps)):
        return []
    return list(structure.differences(held, built(steps[:found])))


def built(steps: Sequence[Migration]) -> list[structure.Object]:
    """Every table, index, trigger and view that the steps add up to, in the order of their creation."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        for step in steps:
            _apply(connection, step, "", silent)
        return structure.listed(connection)


def _summed(steps: Sequence[Migration]) -> Path:
    """What all steps add up to, as `curator.storage.schema` writes it beside their folder."""
    return steps[-1].path.parent.parent / "schema.sql"


def check_version(connection: sqlite3.Connection, path: Path, *, newest: int) -> None:
    """Refuse a database that is another program's or newer than this one. Changes nothing."""
    tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    found = version(connection)
    if application != APPLICATION_ID and (tables or found or application):
        raise DatabaseError(f"{path}: this SQLite database is another program's", hint="Name another file with --db.")
    if found > newest:
        raise DatabaseError(
            f"{path}: the database has schema version {found}, and this program knows versions up to {newest}",
            hint="Upgrade curator; nothing was changed.",
        )
    if found < 0 or (tables and not found):
        raise DatabaseError(
            f"{path}: the database says that it has schema version {found}, which no file in use has",
            hint="Restore it from a copy; nothing was changed.",
        )


def silent(stage: str, done: int, total: int) -> None:
    """Report to nobody."""


def migrate(
    connection: sqlite3.Connection, path: Path, steps: list[Migration], *, progress: Progress = silent
) -> Path | None:
    """Bring the database to the newest version, all in one transaction; another program may do so at the same time.

    Returns the copy of the file as it was; none where nothing was due or nothing was in it.
    """
    newest = steps[-1].number
    if version(connection) == newest:
        return None
    with transaction(connection, write=True):
        # Under the lock: another program may have been first.
        check(connection, path, steps)
        due = steps[version(connection) :]
        filled = bool(due) and _is_filled(connection)
        kept = backup.keep(connection, path, step=due[0].number, progress=progress) if filled else None
        for step in due:
            stage = f"bringing {path.name} up to date" if filled else f"making {path.name}"
            stage += f", step {step.number} of {newest}"
            with _refused(path, step):
                _apply(connection, step, stage, progress)
    return kept


@contextmanager
def _refused(path: Path, step: Migration) -> Iterator[None]:
    """Tell what of a curator's own stands in the way of a step, such as a table of hers with the name of a new one."""
    try:
        yield
    except sqlite3.OperationalError as e:
        if e.sqlite_errorcode != sqlite3.SQLITE_ERROR:
            raise
        raise DatabaseError(
            f"{path}: the database cannot be brought up to date, step {step.number}: {e}",
            hint="Drop or rename what you added to it yourself; nothing was changed.",
        ) from e


def _is_filled(connection: sqlite3.Connection) -> bool:
    """True where an earlier version of the program has saved a paper; without one there is nothing to lose."""
    if version(connection) == 0:
        return False
    return connection.execute("SELECT 1 FROM documents LIMIT 1").fetchone() is not None


def require_newest(connection: sqlite3.Connection, path: Path, *, newest: int) -> None:
    """For a read-only opening, which cannot migrate; what is in the file is not looked at."""
    check_version(connection, path, newest=newest)
    found = version(connection)
    if found == 0:
        raise DatabaseError(f"{path}: the database is empty", hint="`curator read FILE` fills one.")
    if found < newest:
        raise DatabaseError(
            f"{path}: the database has the older schema version {found} and is opened for reading only",
            hint=f"Open it once for writing: that brings it to version {newest}.",
        )


def _apply(connection: sqlite3.Connection, step: Migration, stage: str, progress: Progress) -> None:
    # Python's own `executescript` would commit first.
    script = list(_statements(step.path.read_text(encoding="utf-8")))
    for number, statement in enumerate(script):
        progress(stage, number, len(script))
        connection.execute(statement)
    connection.execute(f"PRAGMA user_version = {step.number:d}")


def _statements(script: str) -> Iterator[str]:
    """The statements of a script whose statements end at line ends, triggers whole."""
    pending = ""
    for line in script.splitlines(keepends=True):
        pending += line
        if sqlite3.complete_statement(pending):
            yield pending
            pending = ""
    if pending.strip():
        yield pending
