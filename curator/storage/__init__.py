"""Model ↔ SQLite: one file holds the papers, what was found in them, and every verdict.

The schema lives in `db/`; `Database` is the only way in. What comes out are the model's types and the records below.
"""

from __future__ import annotations

from curator.storage.database import Database
from curator.storage.records import DocumentSummary, ExtractionReport, StoredAssertion

__all__ = ["Database", "DocumentSummary", "ExtractionReport", "StoredAssertion"]
