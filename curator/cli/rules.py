"""Commands about the rules: `patterns list`, `patterns test`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from curator.cli import options
from curator.cli.console import columns, count, emit, progress, tell
from curator.errors import CuratorError
from curator.workbench import Workbench
from curator.workbench.extracting import rule_faults

if TYPE_CHECKING:
    from curator.workbench import Example, Rule


@click.group(epilog=options.examples("curator patterns list"))
def patterns() -> None:
    """Look at the rules that find rows, and test them."""


@patterns.command(
    "list",
    epilog=options.examples(
        "curator patterns list",
        "curator patterns list --brief                    one line a rule",
        "curator patterns list --patterns my-rules/",
    ),
)
@click.option("--brief", is_flag=True, help="One line a rule, without what it matches.")
@options.patterns
def list_rules(brief: bool, patterns: Path | None) -> None:
    """Print every rule: what it is for, its patterns, and examples of what it matches and what it must not match."""
    rules = Workbench(patterns=patterns).rules().rules
    if brief:
        for line in columns([("rule", "family", "purpose"), *((r.id, r.family, r.purpose) for r in rules)]):
            emit(line)
        return
    for rule in rules:
        emit("\n".join(_described(rule)) + "\n")


def _described(rule: Rule) -> Iterator[str]:
    kind = f"makes {rule.make}" if rule.make else f"states {rule.role}"
    yield f"{rule.id}  ({rule.family}, stage {rule.stage}, {kind}, {rule.strength})"
    yield f"  {rule.purpose}"
    yield from (f"    {pattern.source}" for pattern in rule.patterns)
    yield from (f"  matches:        {_shown(example)}" for example in rule.match)
    yield from (f"  does not match: {_shown(example)}" for example in rule.no_match)


def _shown(example: Example) -> str:
    return f"{example.text} => {' | '.join(example.values)}" if example.values else example.text


@patterns.command(
    "test",
    epilog=options.examples(
        "curator patterns test",
        "curator patterns test --patterns my-rules/       with rules of your own",
    ),
)
@options.patterns
def test_rules(patterns: Path | None) -> None:
    """Try every rule on its own examples.

    Each rule says which sentences it must match, with which values, and which it must not. What does not hold is
    printed with its file, line and rule; the exit code is then 1.
    """
    with progress() as show:
        workbench = Workbench(patterns=patterns, progress=show)
        faults, rules = rule_faults(workbench), workbench.rules().rules
    for fault in faults:
        emit(str(fault))
    examples = sum(len(rule.match) + len(rule.no_match) for rule in rules)
    for rule in rules:
        if not rule.match:
            tell(f"{rule.path}:{rule.line}: rule {rule.id} has no example of what it matches.")
    tell(f"{count(len(rules), 'rule')}, {count(examples, 'example')}, {count(len(faults), 'failure')}.")
    if faults:
        raise click.exceptions.Exit(CuratorError.exit_code)
