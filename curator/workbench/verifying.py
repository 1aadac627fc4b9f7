"""Whether a database is sound: every id, offset, quote and link worked out again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from curator.workbench.results import Progress, silent


@dataclass(frozen=True, slots=True)
class Verified:
    """What came of it."""

    path: Path
    faults: int
    counts: Mapping[str, int]
    """What was looked at → how many of it."""


def mend(path: Path) -> None:
    """Work out anew what a database keeps for speed; no verdict, row or text is touched. Raises DatabaseError."""
    from curator.storage import Database

    with Database.open(path, create=False) as database:
        database.derive_anew()


def verify(path: Path, *, on_fault: Callable[[str], None], progress: Progress = silent) -> Verified:
    """Look at everything in a database, tell each fault in one line as it is found, and change nothing.

    Raises DatabaseError where there is no database to look at, or one of another schema.
    """
    from curator.curation.alignment import near
    from curator.storage.verify import verify as faults_of

    found, counts = faults_of(path, near=near, progress=progress)
    faults = 0
    for fault in found:
        on_fault(str(fault))
        faults += 1
    return Verified(path, faults, dict(counts))
