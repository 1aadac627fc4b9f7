"""A fault of a database, as `verify` names it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

Counts = Counter[str]
"""What → how many of it were looked at."""

_LONGEST = 80


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is not as it should be."""

    table: str
    row: str
    """Its id, or its number where it has none."""
    found: str
    right: str

    def __str__(self) -> str:
        return f"{self.table} {self.row}: {self.found}; right would be {self.right}"


def shown(text: object) -> str:
    """A value in a fault: quoted, on one line and not too long."""
    quoted = repr(text)
    return quoted if len(quoted) <= _LONGEST else f"{quoted[:_LONGEST]}…"
