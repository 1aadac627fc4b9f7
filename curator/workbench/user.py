"""Whose work this is and where it lies: the curator's name, her databases, and what her terminal may be shown."""

from __future__ import annotations

import getpass
import os
from pathlib import Path

from curator.errors import UsageError

CURATOR_VARIABLE = "CURATOR_NAME"


def printable(text: str) -> str:
    """The text with control characters shown as pictures, so that a paper cannot steer the terminal."""
    from curator.exporting import guard

    return guard.printable(text)


def one_line(text: str) -> str:
    """The same on one line, line ends and tabs as pictures too."""
    from curator.exporting import guard

    return guard.one_line(text)


def spreadsheet_cell(text: str) -> str:
    """The text with a `'` before what a spreadsheet that it is pasted into would evaluate."""
    from curator.exporting import guard

    return guard.spreadsheet_cell(text)


def json_text(value: object, *, indent: int | None = None) -> str:
    """JSON without a character that steers a terminal; whoever parses it gets every character as it was."""
    from curator.exporting import guard

    return guard.json_text(value, indent=indent)


def default_database() -> Path:
    """Where the database is when nobody says: $CURATOR_DB, else in the user's data folder."""
    from curator import resources

    return resources.default_database(None)


def demo_database() -> Path:
    """Where the demo's database is when nobody says: $CURATOR_DB, else beside the user's own."""
    from curator import resources

    return resources.demo_database()


def curator_name() -> str:
    """Who judges: $CURATOR_NAME, else the login name. Raises UsageError where there is neither."""
    name = os.environ.get(CURATOR_VARIABLE, "").strip()
    try:
        return name or getpass.getuser()
    except (KeyError, OSError) as error:
        raise UsageError("who is judging? This account has no login name.", hint=f"Set ${CURATOR_VARIABLE}.") from error
