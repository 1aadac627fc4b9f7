"""Commands that find: `extract`, `mentions`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import click

from curator.cli import options
from curator.cli.console import count, emit, progress, tell
from curator.cli.errors import finish_batch, report_failure
from curator.errors import CuratorError, UsageError
from curator.workbench import ExtractResult, Failure, Workbench, extracting
from curator.workbench.user import json_text, one_line

_LOST = 1
"""The exit code where an accepted row would be lost."""

lines_format = click.option(
    "--format", "lines", type=click.Choice(["jsonl"]), help="One JSON object a line; the default and only form."
)


@click.command(
    epilog=options.examples(
        "curator extract                                   all papers in the database",
        "curator extract paper.pdf > rows.jsonl            no database needed",
        "curator extract abstracts/ --format jsonl | jq -r '[.mirna, .target, .effect] | @tsv'",
        "curator extract --patterns my-rules/              with rules of your own",
        "curator extract --list-gone                       and name every row that is no longer found",
        "curator extract --dry-run --patterns my-rules/    what these rules would change; nothing is written",
        "curator extract --dry-run --fail-on-lost          exit code 1 where an accepted row would be lost",
        "curator extract --dry-run --format jsonl | jq 'select(.loss)'",
    )
)
@options.paths(required=False)
@click.option(
    "--format",
    "lines",
    type=click.Choice(["text", "jsonl"]),
    help="For PATHs jsonl, one JSON object a line, is the only form; for --dry-run text is the default.",
)
@click.option("--dry-run", is_flag=True, help="Only say which rows would be gained, lost or moved; write nothing.")
@click.option("--fail-on-lost", is_flag=True, help="With --dry-run: exit code 1 where an accepted row would be lost.")
@click.option("--list-gone", is_flag=True, help="Name undecided rows too that are no longer found.")
@options.input_format
@options.patterns
@options.database
def extract(
    paths: tuple[Path, ...],
    lines: str | None,
    dry_run: bool,
    fail_on_lost: bool,
    list_gone: bool,
    input_format: str | None,
    patterns: Path | None,
    database: Path | None,
) -> int:
    """Propose rows from papers.

    With PATHs: reads them and prints one assertion a line; no database is touched. Without: extracts from every paper
    in the database and says what is new; verdicts stay as they are. A decided row that is no longer found is named
    and kept.

    With --dry-run nothing is written: every row that would be gained, lost or moved is printed with the verdict on
    it. A row has moved where it would stand on another sentence than it was judged on, or where another row takes
    its place in its sentence. Lost, for --fail-on-lost, is an accepted or edited row whose claim would no longer be
    proposed, unless the rules would propose what it was edited to.

    A line holds document, mirna, source, target, effect (resistance, sensitivity or null), drug, disease, citation,
    polarity (affirmed, negated or speculative), confidence, and evidence: quote, start, end, section, rule and the
    span of each slot.
    """
    if paths and database:
        raise UsageError("PATHs are extracted without a database, so --db has no meaning.", hint="Leave one out.")
    _check_options(paths, lines, dry_run=dry_run, fail_on_lost=fail_on_lost, list_gone=list_gone)
    if dry_run:
        return _preview(database, patterns, lines=lines == "jsonl", fail_on_lost=fail_on_lost)
    if not paths:
        _extract_stored(database, patterns, list_gone=list_gone)
        return 0
    batch = _Batch(paths)
    with progress() as show:
        bench = Workbench(patterns=patterns, progress=show)
        batch.run(
            extracting.assertion_lines(bench, paths, format=input_format, on_error=batch.failed, on_nothing=_nothing)
        )
    return 0


def _check_options(
    paths: tuple[Path, ...], lines: str | None, *, dry_run: bool, fail_on_lost: bool, list_gone: bool
) -> None:
    if lines and not paths and not dry_run:
        raise UsageError(
            "--format is for PATHs and for --dry-run.", hint="For rows of the database: curator export jsonl --all"
        )
    if paths and (dry_run or fail_on_lost or list_gone):
        raise UsageError(
            "--dry-run, --fail-on-lost and --list-gone are about the papers in the database.", hint="Leave PATHs out."
        )
    if paths and lines == "text":
        raise UsageError("PATHs are printed as jsonl.", hint="To look at a paper with its rows: curator explain FILE")
    if fail_on_lost and not dry_run:
        raise UsageError("--fail-on-lost goes with --dry-run.", hint="curator extract --dry-run --fail-on-lost")


def _preview(database: Path | None, patterns: Path | None, *, lines: bool, fail_on_lost: bool) -> int:
    """Print what would change, row by row; the sum is talk where the rows are for a program."""
    found = []
    with progress() as show, Workbench(database, patterns=patterns, progress=show) as workbench:
        for preview in extracting.preview(workbench):
            found.append(preview.changes)
            for line in map(json_text, preview.objects()) if lines else preview.lines():
                emit(line)
    words, losses = extracting.summary(found)
    (tell if lines else emit)(words)
    if fail_on_lost and losses:
        tell(f"curator: {count(losses, 'accepted or edited row')} would no longer be proposed.")
        return _LOST
    return 0


@click.command(
    epilog=options.examples(
        "curator mentions abstract.txt",
        "curator mentions papers/ --format jsonl > names.jsonl",
        "curator mentions paper.pdf | jq -r 'select(.type == \"mirna\") | .name' | sort | uniq -c",
    )
)
@options.paths()
@lines_format
@options.input_format
@options.patterns
def mentions(paths: tuple[Path, ...], lines: str | None, input_format: str | None, patterns: Path | None) -> None:
    """Print every name found in papers.

    One mention a line, without a database. A line holds document, type (mirna, gene, cell, vesicle, drug, disease or
    rna), text, start, end, name (canonical) and identifier (a CURIE, or null).
    """
    batch = _Batch(paths)
    with progress() as show:
        bench = Workbench(patterns=patterns, progress=show)
        batch.run(extracting.mention_lines(bench, paths, format=input_format, on_error=batch.failed))


def _nothing(name: str) -> None:
    tell(f"no rows found in {one_line(name)}")


class _Batch:
    """The files of one command line that failed; the rest goes on."""

    def __init__(self, asked: Sequence[Path]) -> None:
        self._asked = asked
        self.failures: list[Failure] = []

    def failed(self, path: Path, error: CuratorError) -> None:
        report_failure(path, error)
        self.failures.append(Failure(path, error))

    def run(self, lines: Iterable[str]) -> None:
        for line in lines:
            emit(line)
        finish_batch(self.failures, asked=self._asked)


def _extract_stored(database: Path | None, patterns: Path | None, *, list_gone: bool) -> None:
    with progress() as show, Workbench(database, patterns=patterns, progress=show) as workbench:
        width = max((len(summary.name) for summary in workbench.documents()), default=0)
        done = gone = 0
        for number, result in enumerate(extracting.extract_each(workbench), start=1):
            if number == 1:
                emit(f"{'document':{width}}  new  kept  gone")
            if result.replaced_by:
                tell(f"{result.name}: replaced by {result.replaced_by}; nothing was extracted from the old text")
                continue
            done += 1
            emit(_result_line(result, width))
            lines = extracting.gone_lines(result, undecided=list_gone)
            gone += len(lines)
            for line in lines:
                emit(line)
            _tell_corrected(result)
        place = workbench.path
    if gone:
        tell(
            "Decided rows named here keep their verdicts; to look at them, filter the review by found:no or moved:yes."
        )
    tell(f"{count(done, 'paper')} extracted in {place}. Judge what is new: curator review")


def _tell_corrected(result: ExtractResult) -> None:
    corrected = result.corrected
    if corrected is None or not (corrected.carried or corrected.left or result.report.added):
        return
    left = f"; {count(corrected.left, 'row')} could not be carried: curator corrections" if corrected.left else ""
    old = ", ".join(corrected.replaces)
    tell(f"{result.name} takes the place of {old}: {count(corrected.carried, 'verdict')} carried{left}")


def _result_line(result: ExtractResult, width: int) -> str:
    report = result.report
    return f"{one_line(result.name):{width}}  {report.added:>3}  {report.kept:>4}  {report.gone:>4}"
