"""Commands that take papers in and show them: `read`, `show`."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

import click

from curator.cli import options
from curator.cli.console import count, emit, progress, tell
from curator.cli.errors import finish_batch, report_failure
from curator.errors import InputError
from curator.workbench import Failure, ReadResult, Workbench


@click.command(
    epilog=options.examples(
        "curator read paper.pdf",
        "curator read papers/ more/PMC4463612.xml",
        "curator read notes.txt --format markdown --db my.db",
    )
)
@options.paths()
@options.only_format
@options.database
def read(paths: tuple[Path, ...], input_format: str | None, database: Path | None) -> None:
    """Read papers into the database.

    PATHs are files, or folders with papers in them. The same content read twice is one document. A file that cannot be
    read is named, and the rest is read.
    """
    with progress() as show, Workbench(database, progress=show) as workbench:
        results = [_told(result) for result in workbench.read_each(paths, format=input_format)]
        place = workbench.path
    done = [r for r in results if not r.error]
    new = sum(r.new for r in done)
    tell(f"{count(len(done), 'paper')} read, {new} new, in {place}")
    finish_batch([Failure(r.path, r.error) for r in results if r.error], asked=paths)


def _told(result: ReadResult) -> ReadResult:
    if result.error:
        report_failure(result.path, result.error)
    else:
        emit(f"{result.document_id}  {'new' if result.new else 'known':5}  {result.name}")
    return result


@click.command(
    epilog=options.examples(
        "curator show paper.pdf | less",
        "curator show paper.xml --format markdown > paper.md",
        "curator show paper.pdf --format json | jq '.references[].title'",
        "curator show records.nbib --paper 2          the second of several",
    )
)
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--format",
    "rendering",
    type=click.Choice(["text", "markdown", "json"]),
    default="text",
    show_default=True,
    help="Canonical text, readable Markdown, or everything with its offsets.",
)
@click.option(
    "--paper",
    "number",
    type=click.IntRange(min=1),
    default=1,
    metavar="N",
    help="Which of the papers in the file, where it holds several; the first is 1.",
)
@options.input_format
def show(file: Path, rendering: str, number: int, input_format: str | None) -> None:
    """Show a paper as curator reads it.

    No database is touched. JSON holds id, title, doi, pmid, text, sections, sentences, citations, references and
    tables; every start and end counts characters of the text. Text and Markdown show control characters as pictures of
    themselves.
    """
    workbench = Workbench()
    papers = workbench.papers(file, format=input_format)
    document = next(islice(papers, number - 1, None), None)
    if document is None:
        raise InputError(f"{file}: holds fewer than {number} papers.")
    emit(workbench.render(document, rendering), newline=False)
    if next(papers, None):
        tell(f"{file} holds more papers; this was paper {number}, and --paper {number + 1} is the next.")
