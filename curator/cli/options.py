"""Options that several commands share, worded once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

Command = TypeVar("Command", bound=Callable[..., Any])


def _database(otherwise: str) -> Callable[[Command], Command]:
    return click.option(
        "--db",
        "database",
        type=click.Path(dir_okay=False, path_type=Path),
        metavar="FILE",
        help=f"The database. Else $CURATOR_DB, else {otherwise} in your user data folder.",
    )


database = _database("one")
demo_database = _database("demo.db")

patterns = click.option(
    "--patterns",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="FOLDER",
    help="A folder with rules of your own; they add to the built-in ones or replace those of the same id.",
)

_INPUT_HELP = "How to read the files: markdown, text, pdf, jats, bioc, pubtator or medline. Else told by their content."

input_format = click.option("--from", "input_format", metavar="FORMAT", help=_INPUT_HELP)

only_format = click.option("--format", "--from", "input_format", metavar="FORMAT", help=_INPUT_HELP)
"""The same for a command that has no other format to ask for."""

output = click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write there instead of to stdout; the file appears whole or not at all.",
)


def paths(*, required: bool = True) -> Callable[[Command], Command]:
    """The argument that takes files and folders; whether each exists is told file by file, so that the rest is done."""
    return click.argument(
        "paths",
        nargs=-1,
        required=required,
        type=click.Path(path_type=Path),
        metavar="PATH..." if required else "[PATH]...",
    )


def examples(*lines: str) -> str:
    """The end of a help text: what to type, each line as it stands."""
    return "\b\nExamples:\n" + "\n".join(f"  {line}" for line in lines)
