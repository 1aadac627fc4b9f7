"""What a face can ask for: every job of the program, composed once from the rooms that do its parts.

A room is imported only inside what needs it, so that listing the help loads none and curating loads no spaCy. The names
of other rooms' records stand here for a face's annotations alone.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from curator.workbench.bench import Workbench
from curator.workbench.queueing import Rows
from curator.workbench.results import (
    NOTICE,
    DemoResult,
    ExtractResult,
    Failure,
    OnError,
    Progress,
    QueueItem,
    ReadResult,
    Report,
)
from curator.workbench.user import curator_name, default_database, demo_database, printable

if TYPE_CHECKING:
    from curator.evaluation.gold import Gold
    from curator.evaluation.scores import Evaluation, Fault, Score, Scores
    from curator.evaluation.standing import Miss, Standing
    from curator.extraction.examples import ExampleFault
    from curator.patterns import Example, Rule
    from curator.storage import DocumentSummary, ExtractionReport, QueueCounts, StoredAssertion
    from curator.storage.log import Recorded
    from curator.workbench.names import NameTable, add_names, name_tables, remove_names
    from curator.workbench.provenance import Passage, places

_LATE = {
    **dict.fromkeys(("NameTable", "add_names", "name_tables", "remove_names"), "names"),
    **dict.fromkeys(("Passage", "places"), "provenance"),
}
"""Name → its module, imported when it is asked for: the review starts without them."""

__all__ = [
    "NOTICE",
    "DemoResult",
    "DocumentSummary",
    "Evaluation",
    "Example",
    "ExampleFault",
    "ExtractResult",
    "ExtractionReport",
    "Failure",
    "Fault",
    "Gold",
    "Miss",
    "NameTable",
    "OnError",
    "Passage",
    "Progress",
    "QueueCounts",
    "QueueItem",
    "ReadResult",
    "Recorded",
    "Report",
    "Rows",
    "Rule",
    "Score",
    "Scores",
    "Standing",
    "StoredAssertion",
    "Workbench",
    "add_names",
    "curator_name",
    "default_database",
    "demo_database",
    "name_tables",
    "places",
    "printable",
    "remove_names",
]


def __getattr__(name: str) -> object:
    if name not in _LATE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(import_module(f"{__name__}.{_LATE[name]}"), name)
    globals()[name] = value
    return value
