"""The job that looks at a paper as it was read: what in it could not be made out."""

from __future__ import annotations

from curator.model import Document, Span


def unresolved_citations(document: Document) -> list[Span]:
    """Citation markers of the prose that lead, wholly or partly, to no reference of the document."""
    from curator.reading.citations import unresolved

    return unresolved(document)
