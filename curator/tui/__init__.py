"""The terminal face: a curator at a keyboard, over the workbench. `run` is all that others call."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from curator.workbench import Workbench


def run(database: Path | Workbench, *, document: str | None = None) -> int:
    """Open the review on a database, or on a workbench that has one; return the exit code.

    `document` is the id or the name of the one paper to show. Raises DatabaseError, and InputError for no such paper.
    """
    from curator.tui.start import start
    from curator.workbench import Workbench

    if isinstance(database, Workbench):
        return start(database, document=document)
    with Workbench(database) as workbench:
        return start(workbench, document=document)
