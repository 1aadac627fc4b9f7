"""Commands around a curator's judgement: `review`, `export`, `demo`."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Callable
from pathlib import Path

import click

from curator.cli import options
from curator.cli.console import TerminalStream, count, emit, progress, tell
from curator.cli.interface import Interface
from curator.errors import CuratorError
from curator.workbench import DemoResult, Workbench, default_database, demo_database


@click.command(
    epilog=options.examples(
        "curator review",
        "curator review PMC4463612                 only this paper, by its name or id",
        "curator review --db project.db",
        "CURATOR_NAME='A. Curator' curator review",
        "curator review --plain                    line by line, for a screen reader or a dumb terminal",
        "printf 'accept\\nquit\\n' | curator review --plain",
    )
)
@click.argument("paper", required=False)
@options.database
@click.option("--plain", is_flag=True, help="Line by line on stdin and stdout, without a screen.")
@click.pass_obj
def review(interface: Interface, paper: str | None, database: Path | None, plain: bool) -> int:
    """Judge the proposed rows in the terminal.

    Accept, edit, reject with a reason, undo. Every verdict is in the database before the next key is read; quit at any
    time. Your name on it is $CURATOR_NAME, else your login name. PAPER is the name or id of one paper; without it, all
    are in the queue. The keys: curator keys.

    With --plain each row is printed in full and commands are typed as words, one a line; `help` lists them. From a
    pipe, the first line that is no command ends it with exit code 1; the verdicts before it are kept.
    """
    if not plain:
        _need_terminal()
    with Workbench(database) as workbench:
        # Opened here, so that a database that is missing or bad is told on the terminal and not under the interface.
        workbench.database()
        face = interface.review_plainly if plain else interface.review
        return _reviewed(face, workbench, paper, _place_option(database))


def _reviewed(face: Callable[[Workbench, str | None], int], workbench: Workbench, paper: str | None, place: str) -> int:
    """Open the interface; once it is left, say what is kept, how to come back and how to take the rows away."""
    code = face(workbench, paper)
    stand = sum(d.accepted + d.edited + d.rejected for d in workbench.documents())
    tell(f"{count(stand, 'verdict')} {'stands' if stand == 1 else 'stand'} in {workbench.path}")
    tell(f"Come back: curator review{place}")
    tell(f"Take the rows away: curator export tsv{place}")
    return code


def _place_option(database: Path | None) -> str:
    """What a command needs so that it opens this database; nothing for the one that is opened without being named."""
    return "" if database is None else f" --db {shlex.quote(str(database))}"


def _has_terminal() -> bool:
    return sys.stdin.isatty() and sys.stdout.isatty()


def _need_terminal() -> None:
    if not _has_terminal():
        raise CuratorError(
            "review needs a terminal, and here input or output is none.",
            hint="Run it in a terminal window, without a pipe; or line by line: curator review --plain",
        )


@click.command(
    epilog=options.examples(
        "curator export tsv > rows.tsv",
        "curator export csv -o rows.csv",
        "curator export jsonl --all | jq 'select(.state == \"rejected\")'",
        "curator export sqlite -o copy.db     the database itself, to open in any SQLite browser",
    )
)
@click.argument("format", metavar="FORMAT")
@options.output
@click.option("--all", "every_state", is_flag=True, help="Undecided and rejected rows too, each with its state.")
@options.database
def export(format: str, output: Path | None, every_state: bool, database: Path | None) -> None:
    """Write the curated rows to a file.

    FORMAT is tsv, csv, jsonl or sqlite. The rows are those accepted or edited, with their evidence and verdict. Only
    those whose polarity is affirmed are facts: negated and speculative ones were kept as that.

    In tsv and csv, a cell that a spreadsheet would take for a formula (it starts with = + - or @) gets a leading '.
    sqlite is a consistent copy of the whole database; its views `curated`, `assertions_flat`, `evidence_flat` and
    `verdicts_flat` read like spreadsheets.
    """
    from curator.workbench import exports

    with Workbench(database) as workbench:
        written = exports.export(workbench, format, output, stream=TerminalStream(), every_state=every_state)
    where = f" to {output}" if output else ""
    if output or not sys.stdout.isatty():
        tell(f"{count(written, 'row')} written{where}")


@click.command(
    epilog=options.examples(
        "curator demo",
        "curator demo --no-review           only build it and print the scores",
        "curator demo --db /tmp/demo.db",
    )
)
@options.demo_database
@options.patterns
@click.option("--no-review", is_flag=True, help="Do not open the review afterwards.")
@click.pass_obj
def demo(interface: Interface, database: Path | None, patterns: Path | None, no_review: bool) -> int:
    """See curator at work on a review.

    Builds a database from the review that curator comes with, extracts, scores, and opens it for curation. The
    database is --db, else $CURATOR_DB, else demo.db in your user data folder. Built again, it keeps your verdicts.
    """
    from curator.workbench.demo import build_demo

    place = database or demo_database()
    with progress() as show, Workbench(place, patterns=patterns, progress=show) as workbench:
        result = build_demo(workbench)
    _print_demo(result)
    named = None if database is None and place == default_database() else place
    if no_review or not _has_terminal():
        tell(f"Judge the rows in a terminal: curator review{_place_option(named)}")
        return 0
    click.pause("Press any key to judge the rows (q leaves the review) ...", err=True)
    with Workbench(place, patterns=patterns) as workbench:
        return _reviewed(interface.review, workbench, None, _place_option(named))


def _print_demo(result: DemoResult) -> None:
    emit(f"database   {result.database}")
    for read, extracted in zip(result.read, result.extracted, strict=True):
        emit(f"paper      {read.name}")
        emit(f"proposed   {count(extracted.report.added + extracted.report.kept, 'row')}")
    for report in result.reports:
        emit(report.text(errors=False))
