"""Commands for several curators: `merge`, `agreement`, `assign`."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from curator.cli import options
from curator.cli.agreement import as_json, as_text
from curator.cli.console import columns, count, emit, tell
from curator.errors import UsageError
from curator.workbench import Workbench, agreeing, assigning, default_database, merging
from curator.workbench.conflicts import Conflict
from curator.workbench.results import claim_line

if TYPE_CHECKING:
    from curator.model import Verdict
    from curator.workbench.merging import Merged

_MOST_LISTED = 20
"""Conflicts that are printed; the review shows all."""
_DATABASES = click.argument(
    "databases",
    nargs=-1,
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="DATABASE...",
)


@click.command(
    epilog=options.examples(
        "curator merge ada.db bob.db -o both.db     a new file that holds what both hold",
        "curator merge bob.db --into ada.db         add what bob.db holds to ada.db",
        "curator merge *.db -o all.db && curator agreement all.db",
    )
)
@_DATABASES
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="The new database. It appears whole or not at all, and no file is written over.",
)
@click.option(
    "--into",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="A database to add to, all at once or not at all; somebody may be working in it.",
)
def merge(databases: tuple[Path, ...], output: Path | None, into: Path | None) -> None:
    """Join the work of several curators.

    Papers, rows, verdicts, passages read, assignments and saved filters of every DATABASE are joined; nothing is lost,
    and nothing comes twice. A row is found where the rules of any of them found it. The order of the files does not
    matter, and to merge again changes nothing. With -o the files themselves are only read.

    Where curators decided differently without knowing of each other, the row is in conflict: it counts as undecided
    until somebody decides. Where one decided over the other's verdict, that decision stands.
    """
    if (output is None) == (into is None):
        raise UsageError("merge writes to one place.", hint="Name a new file with -o, or one to add to with --into.")
    if len(databases) < (1 if into else 2):
        raise UsageError("merge needs at least two databases.", hint="curator merge ada.db bob.db -o both.db")
    merged = merging.merge_into(databases, into) if into else merging.merge(databases, output or Path())
    _print_merged(merged)


def _print_merged(merged: Merged) -> None:
    heading = ("database", "papers", "rows", "verdicts", "only here: papers", "rows", "verdicts")
    brought = [
        (str(b.path), *map(str, (b.papers, b.rows, b.verdicts, b.only_papers, b.only_rows, b.only_verdicts)))
        for b in merged.brought
    ]
    for line in columns([heading, *brought]):
        emit(line)
    for line in _conflict_lines(merged):
        emit(line)
    papers, rows, verdicts = count(merged.papers, "paper"), count(merged.rows, "row"), count(merged.verdicts, "verdict")
    already = " It had all of it already." if merged.already else ""
    tell(f"{merged.path}: {papers}, {rows}, {verdicts}, {count(len(merged.conflicts), 'conflict')}.{already}")
    if merged.conflicts:
        tell(f"Settle them: curator review --db {shlex.quote(str(merged.path))}, then d shows each side by side.")


def _conflict_lines(merged: Merged) -> Iterator[str]:
    """Who decided what on each row in conflict."""
    if not merged.conflicts:
        return
    yield ""
    yield f"in conflict: {count(len(merged.conflicts), 'row')}"
    for conflict in merged.conflicts[:_MOST_LISTED]:
        yield f"  {conflict.row.document_name}: {claim_line(conflict.row.assertion.claim)}"
        yield from (f"    {line}" for line in _decisions(conflict))
    more = len(merged.conflicts) - _MOST_LISTED
    if more > 0:
        yield f"  and {more} more"


def _decisions(conflict: Conflict) -> Iterator[str]:
    for number, verdict in enumerate(conflict.decisions):
        outcome = conflict.outcome(number)
        changed = "" if outcome is None or outcome == conflict.row.assertion.claim else claim_line(outcome)
        polarity = conflict.polarity(number)
        tone = f" as {polarity}" if polarity and conflict.differs_in_polarity() else ""
        said = "".join(f": {part}" for part in _said(verdict, changed))
        yield f"{verdict.curator} {_DONE[verdict.action]}{tone}{said}"


def _said(verdict: Verdict, changed: str) -> Sequence[str]:
    return [part for part in (verdict.reason and str(verdict.reason), changed, verdict.comment) if part]


_DONE = {"accept": "accepted", "edit": "mended and accepted", "reject": "rejected"}


@click.command(
    epilog=options.examples(
        "curator agreement ada.db bob.db            over the verdicts of both, as if merged first",
        "curator agreement both.db                  over all curators of one database",
        "curator agreement ada.db bob.db --format json",
    )
)
@_DATABASES
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", help="text (the default) or json."
)
@options.database
def agreement(databases: tuple[Path, ...], form: str, database: Path | None) -> None:
    """Measure how far curators agree.

    Prints the share of rows on which they agree, Cohen's kappa for every two curators, Krippendorff's alpha for all of
    them, and F1 for every slot, each with the rows it rests on, and what was left out: rows that only one of them
    judged, verdicts given in sight of another's, comments, rows that are no longer found.

    Without a DATABASE it is the one of --db, else $CURATOR_DB, else curator.db in your user data folder.
    """
    measured = agreeing.agreement(databases or (database or default_database(),))
    emit(as_json(measured) if form == "json" else as_text(measured))


@click.command(
    epilog=options.examples(
        "curator assign                                 who is to judge how many findings",
        "curator assign ada 'mirna:miR-21'              every finding on miR-21 is for ada",
        "curator assign me 'document:zhao state:undecided'",
        "curator assign --release 'assigned:ada'        anybody may judge them again",
    )
)
@click.argument("words", nargs=-1, metavar="[NAME] [FILTER]")
@click.option("--release", is_flag=True, help="Take the findings back from whoever has them; no NAME then.")
@options.database
def assign(words: tuple[str, ...], release: bool, database: Path | None) -> None:
    """Say who is to judge which findings.

    So two curators do not do the same work. FILTER is written as in the review. A finding is assigned in every paper
    that makes it. Where you judge a finding that is another's, the review asks first. NAME is as in $CURATOR_NAME; `me`
    is you. In the review, assigned:me shows yours and assigned:"" what is nobody's.
    """
    with Workbench(database) as workbench:
        if not words:
            _print_assigned(workbench)
            return
        name, asked = ("", words) if release else (words[0], words[1:])
        if not asked:
            hint = "For all that wait: curator assign NAME state:undecided"
            raise UsageError("which findings? Write a filter behind the name.", hint=hint)
        found, changed = assigning.assign_found(workbench, " ".join(asked), name)
    who = f"assigned to {assigning.named(name)}" if name else "released"
    tell(f"{count(found, 'finding')} found, {changed} {who}; {found - changed} stood so already.")


def _print_assigned(workbench: Workbench) -> None:
    held = assigning.assigned(workbench)
    if not held:
        tell("Nothing is assigned. Examples: curator assign --help")
        return
    for line in columns([("curator", "findings"), *((name, str(number)) for name, number in held.items())]):
        emit(line)
