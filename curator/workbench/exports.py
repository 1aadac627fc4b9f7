"""The job that exports: curated rows to a file or a stream, or the whole database."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from curator.errors import UsageError
from curator.workbench import files, judging

if TYPE_CHECKING:
    from curator.exporting import Sink
    from curator.workbench.bench import Workbench


def export(
    workbench: Workbench,
    format: str,
    path: Path | None = None,
    *,
    stream: Sink | None = None,
    every_state: bool = False,
) -> int:
    """Write the curated rows, or with `every_state` all, and return how many. `sqlite` copies the whole database.

    Without `path`, text goes to `stream` (stdout). A file appears whole or not at all. Raises ExportError.
    """
    from curator import exporting

    if format == exporting.SQLITE:
        return _export_database(workbench, path)
    if format not in exporting.TEXT_FORMATS:
        known = ", ".join(exporting.FORMATS)
        raise UsageError(f"there is no export format {format!r}.", hint=f"There are: {known}")
    rows = judging.export_rows(workbench.database(), every_state=every_state)
    write = exporting.TEXT_FORMATS[format].write
    if path is None:
        write(rows, stream or sys.stdout)
    else:
        files.keep_database(path, workbench.path)
        files.write_text(path, lambda target: write(rows, target))
    return len(rows)


def _export_database(workbench: Workbench, path: Path | None) -> int:
    if path is None:
        raise UsageError("a database cannot be printed.", hint="Name the file to write: -o FILE")
    proposed = sum(summary.proposed for summary in workbench.documents())
    files.copy_database(workbench.path, path)
    return proposed
