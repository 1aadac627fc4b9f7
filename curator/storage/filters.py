"""Filters that a curator keeps, by the name that she gave them."""

from __future__ import annotations

import sqlite3

from curator.errors import InputError


def listed(connection: sqlite3.Connection) -> dict[str, str]:
    """Every filter by its name, in the order of names."""
    return dict(connection.execute("SELECT name, filter FROM saved_filters ORDER BY name"))


def save(connection: sqlite3.Connection, name: str, text: str) -> None:
    """Save a filter, in place of the one that had the name. Raises InputError for an empty name."""
    named = " ".join(name.split())
    if not named:
        raise InputError("a filter needs a name to be saved under", hint="Write one, such as: to discuss")
    connection.execute(
        "INSERT INTO saved_filters VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET filter = excluded.filter",
        (named, text),
    )


def drop(connection: sqlite3.Connection, name: str) -> bool:
    """Forget a filter; False where there is none of that name."""
    return connection.execute("DELETE FROM saved_filters WHERE name = ?", (name,)).rowcount > 0
