"""The database itself as one file: a consistent copy, taken while others may be writing."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from curator.exporting.atomic import scratch_beside


def copy(source: Path, target: Path) -> None:
    """Copy a database, compacted and without a log beside it. Raises OSError where the target cannot be written."""
    uri = f"{source.resolve().as_uri()}?mode=ro"
    with scratch_beside(target) as scratch, closing(sqlite3.connect(uri, uri=True)) as connection:
        try:
            connection.execute("VACUUM INTO ?", (str(scratch),))
        except sqlite3.OperationalError as error:
            raise OSError(str(error)) from error
        finally:
            # A copy that comes to no end leaves what it would have been undone by.
            scratch.with_name(f"{scratch.name}-journal").unlink(missing_ok=True)
