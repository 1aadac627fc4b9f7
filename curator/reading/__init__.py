"""A file → Document. `read` is the whole of it; the modules beside it each know one format.

Sections, paragraphs, citations, references and tables are spans of one canonical text. Sentences and the id are left
to the rooms that own them. Anything that cannot be read raises `ReadError`, which says what is wrong and what would be
right.
"""

from __future__ import annotations

from curator.reading.dispatch import FORMATS, detect, read, read_all, read_each, sources

__all__ = ["FORMATS", "detect", "read", "read_all", "read_each", "sources"]
