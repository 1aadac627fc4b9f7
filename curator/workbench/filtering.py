"""Filters as a curator keeps and types them: saved under a name, and completed from what the database holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curator.model import Slot

if TYPE_CHECKING:
    from curator.workbench.bench import Workbench

_MOST_VALUES = 5_000
"""Values of one field that are looked through while somebody types."""


def filters(workbench: Workbench) -> dict[str, str]:
    """Every saved filter by its name, in the order of names."""
    return workbench.database().filters()


def save_filter(workbench: Workbench, name: str, text: str) -> str:
    """Save a filter under a name, in place of the one that had it; give back the name as it is kept.

    Raises InputError without a name, FilterError (a ValueError) for a filter that cannot be read.
    """
    from curator.curation.queue import query

    query(text)
    workbench.database().save_filter(name, text)
    return " ".join(name.split())


def drop_filter(workbench: Workbench, name: str) -> bool:
    """Forget a saved filter; False where there is none of that name."""
    return workbench.database().drop_filter(name)


def values(workbench: Workbench, field: str) -> list[str]:
    """What a field holds anywhere in the queue, in order; empty where that is not known at once."""
    if field in _SLOTS:
        return workbench.database().slot_values(Slot(field))[:_MOST_VALUES]
    if field == "document":
        return sorted({name for _, name, _ in workbench.database().named_documents()})[:_MOST_VALUES]
    return []


_SLOTS = {slot.value for slot in Slot} - {Slot.EFFECT.value, Slot.CITATION.value}
