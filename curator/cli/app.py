"""The program `curator`: its name, its version, and the list of its commands."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator, Mapping, MutableMapping, Sequence
from importlib import import_module
from typing import Any

import click

from curator import __version__
from curator.cli.errors import crash, exit_code
from curator.cli.interface import Interface
from curator.cli.options import examples

_MODULES = {
    "demo": "curating",
    "read": "papers",
    "extract": "extracting",
    "review": "curating",
    "keys": "keys",
    "export": "curating",
    "contradictions": "contradictions",
    "corrections": "corrections",
    "merge": "merging",
    "agreement": "merging",
    "assign": "merging",
    "verify": "verifying",
    "evaluate": "measuring",
    "gold": "measuring",
    "show": "showing",
    "mentions": "extracting",
    "explain": "explaining",
    "patterns": "rules",
    "vocabulary": "vocabulary",
}
"""Command → the module of this room that has it, in the order of a curator's work, not of the alphabet."""


class Commands(MutableMapping[str, click.Command]):
    """Commands by their names, each imported when it is asked for: `review` starts without what the others need."""

    def __init__(self, modules: Mapping[str, str]) -> None:
        self._modules = dict(modules)
        self._loaded: dict[str, click.Command] = {}

    def __getitem__(self, name: str) -> click.Command:
        if name not in self._loaded:
            module = import_module(f"curator.cli.{self._modules[name]}")
            self._loaded[name] = getattr(module, name)
        return self._loaded[name]

    def __setitem__(self, name: str, command: click.Command) -> None:
        self._modules[name] = ""
        self._loaded[name] = command

    def __delitem__(self, name: str) -> None:
        del self._modules[name]
        self._loaded.pop(name, None)

    def __iter__(self) -> Iterator[str]:
        return iter(self._modules)

    def __len__(self) -> int:
        return len(self._modules)


class Program(click.Group):
    """A group whose every end, good or bad, goes through the one place that maps errors to exit codes."""

    def main(self, *args: Any, **extra: Any) -> Any:
        """Run a command line and exit."""
        extra["standalone_mode"] = False
        run = super().main
        sys.exit(exit_code(lambda: run(*args, **extra)))

    def list_commands(self, ctx: click.Context) -> list[str]:
        """In the order of the table."""
        return list(self.commands)


@click.group(
    cls=Program,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog=examples(
        "curator demo                       see it at work on the review it comes with",
        "curator read paper.pdf             take a paper in",
        "curator extract                    propose rows from it",
        "curator review                     judge them",
        "curator export tsv -o rows.tsv     take the curated rows away",
    ),
)
@click.version_option(__version__, prog_name="curator", message="%(prog)s %(version)s")
def program() -> None:
    """Reads papers on microRNAs and drug response, proposes rows with their evidence, and lets you judge them.

    A row says which exosomal miRNA, from which source cell, acts on which target, with which effect on drug response,
    and which study found it. Every row shows its sentence and the rule that found it.
    """


program.commands = Commands(_MODULES)


def run(words: Sequence[str] | None = None, *, interface: Interface) -> None:
    """Run a command line (the process's own by default) and exit. `interface` is the terminal's."""
    sys.excepthook = crash
    for stream in (sys.stdout, sys.stderr):
        # A locale's encoding may lack a paper's letters; showing an escape is worth more than failing.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="backslashreplace")
    program.main(args=words, prog_name="curator", obj=interface)
