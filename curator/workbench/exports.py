"""The job that exports: curated rows to a file or a stream, or the whole database."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from curator.curation.citing import citation_keys
from curator.errors import UsageError
from curator.model import KEPT, Action, Document, State, Verdict
from curator.workbench import files

if TYPE_CHECKING:
    from curator.exporting import Sink
    from curator.exporting.rows import Row
    from curator.storage import Database, StoredAssertion
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
    rows = _rows(workbench.database(), every_state=every_state)
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


def _rows(database: Database, *, every_state: bool) -> list[Row]:
    """The curated rows, or all, each with its reference in full and the verdict that stands on it."""
    stored = [s for s in database.assertions() if _is_exported(s, every_state=every_state)]
    verdicts = _by_assertion(database.verdicts())
    documents = {id: database.document(id) for id in dict.fromkeys(s.document_id for s in stored)}
    return [_row(s, documents[s.document_id], verdicts.get(s.id, [])) for s in stored]


def _is_exported(stored: StoredAssertion, *, every_state: bool) -> bool:
    """A row of a text that was replaced is exported where a decision on it could not be carried to the newer text."""
    if stored.replaced_by and (stored.carried or stored.state is State.UNDECIDED):
        return False
    return every_state or stored.state in KEPT


def _row(stored: StoredAssertion, document: Document, verdicts: Sequence[Verdict]) -> Row:
    from curator.exporting.rows import Row

    return Row(
        id=stored.id,
        document_id=stored.document_id,
        document=stored.document_name,
        assertion=stored.assertion,
        state=stored.state,
        decided=stored.decided,
        decided_polarity=stored.decided_polarity,
        reference=_reference(document, stored.claim.citation),
        verdict=_standing_verdict(verdicts),
        found=stored.found,
        replaced_by=stored.replaced_by,
    )


def _reference(document: Document, citation: str | None) -> str:
    """The cited reference in full; of several keys (`31,32`) each, in their order."""
    whole = document.reference(citation) if citation else None
    found = [whole] if whole else map(document.reference, citation_keys(citation))
    return " ".join(reference.text for reference in found if reference)


def _standing_verdict(verdicts: Sequence[Verdict]) -> Verdict | None:
    """The one that gave the row its state."""
    from curator.curation.verdicts import standing

    return next((v for v in reversed(standing(verdicts)) if v.action is not Action.COMMENT), None)


def _by_assertion(verdicts: Iterable[Verdict]) -> dict[str, list[Verdict]]:
    grouped: dict[str, list[Verdict]] = {}
    for verdict in verdicts:
        grouped.setdefault(verdict.assertion, []).append(verdict)
    return grouped
