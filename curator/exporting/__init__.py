"""Curated rows and documents as files: one module a format, and the registry of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from curator.exporting import csv, jsonl, tsv
from curator.exporting.rows import Row, Sink


@dataclass(frozen=True, slots=True)
class TextFormat:
    """A way to write curated rows to a text stream."""

    purpose: str
    write: Callable[[Iterable[Row], Sink], None]


TEXT_FORMATS: dict[str, TextFormat] = {
    "tsv": TextFormat("one row a line, cells by tabs; opens in every spreadsheet", tsv.write),
    "csv": TextFormat("one row a line, cells by commas, quoted where needed", csv.write),
    "jsonl": TextFormat("one JSON object a line, evidence and verdict nested", jsonl.write),
}

SQLITE = "sqlite"
"""The whole database as one consistent file; copied by the storage room, for only it knows how."""

FORMATS: tuple[str, ...] = (*TEXT_FORMATS, SQLITE)

__all__ = ["FORMATS", "SQLITE", "TEXT_FORMATS", "Row", "Sink", "TextFormat"]
