"""Owns which references a citation slot names."""

from __future__ import annotations


def citation_keys(citation: str | None) -> tuple[str, ...]:
    """The keys in a citation slot, in their order: `12,13` holds two."""
    return tuple(part for key in (citation or "").split(",") if (part := key.strip()))
