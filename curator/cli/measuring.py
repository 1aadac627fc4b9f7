"""Commands that measure: `evaluate`, `gold build`."""

from __future__ import annotations

from pathlib import Path

import click

from curator.cli import options
from curator.cli.console import emit, progress
from curator.cli.scores import as_json
from curator.workbench import Workbench, evaluating


@click.command(
    epilog=options.examples(
        "curator evaluate                  the rules, on the texts with gold that curator comes with",
        "curator evaluate --accepted       what has been accepted in the database so far",
        "curator evaluate --format json | jq '.[].adjudicated.strict.row'",
        "curator evaluate --brief          the scores without the errors",
    )
)
@click.option(
    "--format",
    "rendering",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="Tables for people or one JSON list for programs.",
)
@click.option("--accepted", is_flag=True, help="Score what was accepted in the database, not the rules' own.")
@click.option("--brief", is_flag=True, help="Leave out the false positives and false negatives.")
@click.option("--relaxed", is_flag=True, help="List the errors that remain when sources are compared by cell type.")
@options.patterns
@options.database
def evaluate(
    rendering: str, accepted: bool, brief: bool, relaxed: bool, patterns: Path | None, database: Path | None
) -> None:
    """Score the rows against the gold.

    Precision, recall and F1 per slot and for the whole row: against the raw table and against the adjudicated gold
    with its supplement, side by side; strict (canonical names) and relaxed (sources compared by cell type). Then every
    false positive with its sentence and its rule, and every false negative with the sentence that should have given
    it.

    Without --accepted the texts are read and extracted anew and no database is touched.
    """
    with progress() as show, Workbench(database, patterns=patterns, progress=show) as workbench:
        reports = evaluating.evaluate(workbench, accepted=accepted)
    if rendering == "json":
        emit(as_json(reports))
        return
    for report in reports:
        emit(report.text(relaxed=relaxed, errors=not brief))


@click.group(epilog=options.examples("curator gold build"))
def gold() -> None:
    """Work on the gold that scores are measured against."""


@gold.command(
    epilog=options.examples(
        "curator gold build                       the corpus's own, from its tables",
        "curator gold build paper.md -o gold/     from the summary table of another paper",
    )
)
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="FOLDER",
    help="Where the gold files go. Else beside the corpus they belong to.",
)
def build(file: Path | None, output: Path | None) -> None:
    """Build gold rows from a paper's table.

    One row per miRNA, source, target, effect and citation that the table sums up. Writes table.tsv, the table as
    printed, and, where an adjudication.toml stands beside it, adjudicated.tsv with its corrections and supplement
    applied. The adjudication is written by hand and never touched.
    """
    with progress() as show, Workbench(progress=show) as workbench:
        written = evaluating.gold_build(workbench, file, folder=output)
    for path in written:
        emit(str(path))
