"""The command `verify`."""

from __future__ import annotations

from pathlib import Path

import click

from curator.cli import options
from curator.cli.console import count, emit, progress, tell
from curator.errors import CuratorError
from curator.workbench import default_database, verifying


@click.command(
    epilog=options.examples(
        "curator verify                       the database that you work in",
        "curator verify --db both.db          another one, such as one just merged",
        "curator verify --mend                work out anew what is kept for speed, then check",
        "curator verify > faults.txt || mail -s faults me@example.org < faults.txt",
    )
)
@options.database
@click.option("--mend", is_flag=True, help="First work out anew what follows from the verdicts and is kept for speed.")
def verify(database: Path | None, mend: bool) -> None:
    """Check that a database is sound.

    Every id, offset, quote, hash and link is worked out again from what it stands for, as are the rows that are kept
    for speed. Each fault is one line: table, row, what was found, what would be right. The file is only read, but
    for --mend. Exits 1 where there is a fault.
    """
    path = database or default_database()
    if mend:
        verifying.mend(path)
        tell(f"{path}: what is kept for speed is worked out anew.")
    with progress() as show:
        verified = verifying.verify(path, on_fault=emit, progress=show)
    looked = ", ".join(f"{number:,} {what}" for what, number in verified.counts.items())
    tell(f"{path}: looked at {looked}.")
    tell(f"{path}: {count(verified.faults, 'fault')}." if verified.faults else f"{path}: sound.")
    if verified.faults:
        raise click.exceptions.Exit(CuratorError.exit_code)
