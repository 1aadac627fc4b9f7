"""The library: which papers there are and how far each is, and taking a new one in, step by step."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from curator.errors import CuratorError
from curator.workbench import extracting, papers

if TYPE_CHECKING:
    from curator.storage import Database, DocumentSummary
    from curator.workbench.bench import Workbench
    from curator.workbench.results import Progress

_ONE_AT_A_TIME = Lock()
_MOST_OFFERED = 200
"""Paths offered for completion; nobody reads more."""


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What became of the papers behind a path."""

    document: str = ""
    """The id of the last paper that was read; empty where none was."""
    papers: int = 0
    new: int = 0
    rows: int = 0
    """Proposed now that were not before."""
    problems: tuple[str, ...] = ()
    """A line for each file that could not be read, or what stopped the work."""


def take_in(workbench: Workbench, path: Path, *, progress: Progress) -> TakenIn:
    """Read the papers behind a path and propose rows from them. What goes wrong is told in the result, never raised."""
    if not _ONE_AT_A_TIME.acquire(blocking=False):
        return TakenIn(problems=("another paper is being read; wait until it is done.",))
    told, workbench.progress = workbench.progress, progress
    try:
        results = papers.read(workbench, [path])
        good = [result for result in results if not result.error]
        ids = list(dict.fromkeys(result.document_id for result in good))
        rows = sum(result.report.added for result in extracting.extract(workbench, ids)) if ids else 0
    except CuratorError as error:
        return TakenIn(problems=(str(error),))
    finally:
        workbench.progress = told
        _ONE_AT_A_TIME.release()
    problems = tuple(str(result.error) for result in results if result.error)
    return TakenIn(ids[-1] if ids else "", len(ids), sum(result.new for result in good), rows, problems)


def is_taking_in() -> bool:
    """True while papers are being read."""
    return _ONE_AT_A_TIME.locked()


def completions(typed: str) -> list[str]:
    """The paths that what was typed may become, folders with a separator at their end; hidden ones when asked for."""
    folder, _, begun = typed.rpartition(os.sep)
    place = Path(f"{folder}{os.sep}" if os.sep in typed else ".").expanduser()
    try:
        with os.scandir(place) as entries:
            found = sorted((e.name, e.is_dir()) for e in entries if e.name.startswith(begun))
    except OSError:
        return []
    shown = [(name, is_folder) for name, is_folder in found if begun or not name.startswith(".")]
    prefix = typed[: len(typed) - len(begun)]
    return [f"{prefix}{name}{os.sep if is_folder else ''}" for name, is_folder in shown[:_MOST_OFFERED]]


ORDERS: dict[str, Callable[[str, int, int], tuple[object, ...]]] = {
    "as read": lambda name, rows, left: (),
    "name": lambda name, rows, left: (name.casefold(),),
    "most left": lambda name, rows, left: (-left,),
    "most done": lambda name, rows, left: (left / rows - 1 if rows else -1.0,),
    "most rows": lambda name, rows, left: (-rows,),
}
"""Ways to sort the papers, each beginning at its first: by the name, the rows proposed and those left to decide."""


def share_done(paper: DocumentSummary) -> float | None:
    """Decided among proposed; none where nothing was proposed, so that it is not taken for done."""
    return 1 - paper.undecided / paper.proposed if paper.proposed else None


class Library:
    """The papers, all or those whose name or title holds every word of a text, sorted; read as they are looked at."""

    def __init__(self, workbench: Workbench, *, text: str = "", order: str = "as read") -> None:
        database = workbench.database()
        self._papers = database.papers()
        everything = self._papers.ids()
        self.papers = len(everything)
        """How many there are in all."""
        self.left = self._papers.left()
        """Rows left to decide in all of them."""
        self.ids = self._sorted(order, _named(database, text) if text.strip() else everything)
        """Of the papers chosen, in order."""

    def __len__(self) -> int:
        return len(self.ids)

    def window(self, start: int, stop: int) -> list[DocumentSummary]:
        """The papers from one place up to another."""
        return self._papers.summaries(self.ids[start:stop])

    def _sorted(self, order: str, ids: list[str]) -> list[str]:
        if order == "as read":
            return ids
        held, key = self._papers.progress(), ORDERS[order]
        return sorted(ids, key=lambda id: key(*held[id]))


def _named(database: Database, text: str) -> list[str]:
    wanted = text.casefold().split()
    named = ((id, f"{name} {title}".casefold()) for id, name, title in database.named_documents())
    return [id for id, held in named if all(word in held for word in wanted)]
