"""The command that says why: `explain`."""

from __future__ import annotations

from pathlib import Path

import click

from curator.cli import options
from curator.cli.console import count, emit, progress, tell
from curator.workbench import Workbench, explaining


@click.command(
    epilog=options.examples(
        "curator explain paper.pdf --match 'miR-21' | less",
        "curator explain abstract.txt --sentence 3",
        "curator explain paper.pdf --html -o why.html         every sentence that names a miRNA",
        "curator explain paper.pdf --patterns my-rules/       with rules of your own",
    )
)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--sentence", type=click.IntRange(min=1), metavar="N", help="Only the sentence with this number.")
@click.option("--match", metavar="TEXT", help="Only sentences that hold this text, in any case.")
@click.option("--html", is_flag=True, help="A page for a browser, whole in one file.")
@options.output
@click.option(
    "--paper",
    type=click.IntRange(min=1),
    default=1,
    metavar="N",
    help="Which of the papers in the file, where it holds several; the first is 1.",
)
@options.input_format
@options.patterns
def explain(
    file: Path, sentence: int | None, match: str | None, html: bool, output: Path | None, paper: int,
    input_format: str | None, patterns: Path | None,
) -> None:  # fmt: skip
    """Show why a sentence gives its rows and no others.

    Without --sentence or --match, every sentence that names a miRNA. For each: the names in it, how the rules see it,
    every rule that fired with its signs, every cue with its scope, the rows that it is evidence for, and for each miRNA
    with a gene, drug or cell that was not joined the nearest rule and the first constraint that failed. No database is
    touched. Control characters are shown as pictures of themselves.
    """
    with progress() as show:
        workbench = Workbench(patterns=patterns, progress=show)
        found = explaining.explain(workbench, file, sentence=sentence, match=match, paper=paper, format=input_format)
        text = explaining.write(found, html=html, path=output)
    if output is None:
        emit(text, newline=False)
    else:
        tell(f"{count(len(found), 'sentence')} explained in {output}")
    if not found:
        tell(f"{file}: no sentence names a miRNA. Choose one yourself: --sentence N or --match TEXT")
