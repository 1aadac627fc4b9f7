"""The command that takes papers in: `read`."""

from __future__ import annotations

from pathlib import Path

import click

from curator.cli import options
from curator.cli.console import count, emit, progress, tell
from curator.cli.errors import finish_batch, report_failure
from curator.workbench import Failure, ReadResult, Workbench
from curator.workbench.papers import read_each
from curator.workbench.user import one_line


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
    read is named, and the rest is read. A new text of a paper that is there already (same DOI or PMID, or same file
    name and title) is recognised. Citations that lead to no reference are counted; `curator show` names them.
    """
    with progress() as show, Workbench(database, progress=show) as workbench:
        results = [_told(result) for result in read_each(workbench, paths, format=input_format)]
        place = workbench.path
    done = [r for r in results if not r.error]
    new = sum(r.new for r in done)
    tell(f"{count(len(done), 'paper')} read, {new} new, in {place}")
    finish_batch([Failure(r.path, r.error) for r in results if r.error], asked=paths)


def _told(result: ReadResult) -> ReadResult:
    if result.error:
        report_failure(result.path, result.error)
    else:
        emit(f"{result.document_id}  {'new' if result.new else 'known':5}  {one_line(result.name)}")
        for older in result.replaces:
            tell(
                f"{result.name}: a new text of a paper in the database ({older.words()}). The old text stays; "
                "`curator extract` carries the verdicts on it to the new one."
            )
        if result.unresolved:
            lead = "leads" if result.unresolved == 1 else "lead"
            citations = f"{count(result.unresolved, 'citation')} {lead} to no reference"
            tell(f"{one_line(result.name)}: {citations}; see curator show")
    return result
