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
from curator.workbench.user import one_line

lines_format = click.option(
    "--format", "lines", type=click.Choice(["jsonl"]), help="One JSON object a line; the default and only form."
)


@click.command(
    epilog=options.examples(
        "curator extract                                   all papers in the database",
        "curator extract paper.pdf > rows.jsonl            no database needed",
        "curator extract abstracts/ --format jsonl | jq -r '[.mirna, .target, .effect] | @tsv'",
        "curator extract --patterns my-rules/              with rules of your own",
    )
)
@options.paths(required=False)
@lines_format
@options.input_format
@options.patterns
@options.database
def extract(
    paths: tuple[Path, ...], lines: str | None, input_format: str | None, patterns: Path | None, database: Path | None
) -> None:
    """Propose rows from papers.

    With PATHs: reads them and prints one assertion a line; no database is touched. Without: extracts from every paper
    in the database and says what is new; verdicts stay as they are.

    A line holds document, mirna, source, target, effect (resistance, sensitivity or null), drug, disease, citation,
    polarity (affirmed, negated or speculative), confidence, and evidence: quote, start, end, section, rule and the
    span of each slot.
    """
    if paths and database:
        raise UsageError("PATHs are extracted without a database, so --db has no meaning.", hint="Leave one out.")
    if lines and not paths:
        raise UsageError("--format is for PATHs.", hint="For rows of the database: curator export jsonl --all")
    if not paths:
        _extract_stored(database, patterns)
        return
    batch = _Batch(paths)
    with progress() as show:
        bench = Workbench(patterns=patterns, progress=show)
        batch.run(
            extracting.assertion_lines(bench, paths, format=input_format, on_error=batch.failed, on_nothing=_nothing)
        )


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


def _extract_stored(database: Path | None, patterns: Path | None) -> None:
    with progress() as show, Workbench(database, patterns=patterns, progress=show) as workbench:
        width = max((len(summary.name) for summary in workbench.documents()), default=0)
        done = 0
        for done, result in enumerate(extracting.extract_each(workbench), start=1):
            if done == 1:
                emit(f"{'document':{width}}  new  kept  gone")
            emit(_result_line(result, width))
        place = workbench.path
    tell(f"{count(done, 'paper')} extracted in {place}. Judge what is new: curator review")


def _result_line(result: ExtractResult, width: int) -> str:
    report = result.report
    return f"{one_line(result.name):{width}}  {report.added:>3}  {report.kept:>4}  {report.gone:>4}"
