"""The terminal face: a curator at a keyboard, over the workbench. What others call is here."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from curator.workbench import Workbench


def run(database: Path | Workbench, *, document: str | None = None) -> int:
    """Open the review on a database, or on a workbench that has one; return the exit code.

    `document` is the id or the name of the one paper to show. Raises DatabaseError, and InputError for no such paper.
    """
    from curator.tui.driver import wait_less_for_escape

    wait_less_for_escape()
    from curator.tui.start import start
    from curator.workbench import Workbench

    if isinstance(database, Workbench):
        return start(database, document=document)
    with Workbench(database) as workbench:
        return start(workbench, document=document)


def run_plainly(workbench: Workbench, *, document: str | None = None) -> int:
    """The review line by line on stdin and stdout; give back the exit code. Raises as `run` does."""
    from curator.tui.plain import run_plain

    return run_plain(workbench, document=document)


def keys_table() -> str:
    """Every command with its keys, those of the curator's own file among them. Raises InputError for a bad file."""
    from curator.tui.keyfile import read_keys, table_text
    from curator.workbench.settings import keys_file

    return table_text(read_keys(keys_file()))


def write_keys() -> Path:
    """Write a keys file to be changed and give back its path. Raises ExportError where there is one."""
    from curator.tui.keyfile import template
    from curator.workbench.settings import keys_file, write_new

    write_new(keys_file(), template())
    return keys_file()
