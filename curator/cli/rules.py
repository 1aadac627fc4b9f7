"""Commands about the rules: `patterns list`, `patterns test`."""

from __future__ import annotations

from pathlib import Path

import click

from curator.cli import options
from curator.cli.console import columns, emit
from curator.workbench import Workbench


@click.group(epilog=options.examples("curator patterns list"))
def patterns() -> None:
    """Look at the rules that find rows."""


@patterns.command(
    "list",
    epilog=options.examples(
        "curator patterns list",
        "curator patterns list --patterns my-rules/",
    ),
)
@options.patterns
def list_rules(patterns: Path | None) -> None:
    """Print every rule and what it is for."""
    rules = Workbench(patterns=patterns).rule_list()
    for line in columns([("rule", "family", "purpose"), *((r.id, r.family, r.purpose) for r in rules)]):
        emit(line)
