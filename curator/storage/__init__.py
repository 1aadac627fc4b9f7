"""Model ↔ SQLite: one file holds the papers, what was found in them, and every verdict.

The schema lives in `db/`; `Database` is the only way in. What comes out are the model's types and the records below.
"""

from __future__ import annotations

from curator.storage.database import Database
from curator.storage.queue import QueueView, Wanted
from curator.storage.records import DocumentSummary, ExtractionReport, QueueCounts, QueueRow, StoredAssertion

__all__ = [
    "Database",
    "DocumentSummary",
    "ExtractionReport",
    "QueueCounts",
    "QueueRow",
    "QueueView",
    "StoredAssertion",
    "Wanted",
]
