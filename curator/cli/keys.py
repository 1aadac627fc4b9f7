"""The command around the keys of the review: `keys`."""

from __future__ import annotations

import click

from curator.cli import options
from curator.cli.console import emit, tell
from curator.cli.interface import Interface
from curator.workbench.settings import keys_file


@click.command(
    epilog=options.examples(
        "curator keys                see every command, its keys and where they are changed",
        "curator keys --write        make a file of keys to change",
    )
)
@click.option("--write", is_flag=True, help="Write a file in which every key stands, to be changed; once.")
@click.pass_obj
def keys(interface: Interface, write: bool) -> None:
    """Show the keys of the review, and where to change them.

    The file is keys.toml in your folder for settings. A line such as verdict.accept = ["w", "f2"] gives a command
    other keys. What is wrong with the file is told with its line.
    """
    if write:
        tell(f"Written: {interface.write_keys()}")
        return
    emit(interface.keys())
    place = keys_file()
    tell(f"\nChanged in {place}" if place.exists() else f"\nTo change them: curator keys --write makes {place}")
