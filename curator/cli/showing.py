"""The command that shows a paper as it is read, and where on paper it stands: `show`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice
from pathlib import Path

import click

from curator.cli import options
from curator.cli.console import columns, count, emit, screen_width, tell
from curator.errors import InputError, UsageError
from curator.model import Document, Place
from curator.workbench import Passage, checks, papers, provenance

_LONGEST_QUOTE = 60
_MOST_TOLD = 8


class _Span(click.ParamType[tuple[int, int]]):
    """`START:END`, two numbers of characters."""

    name = "span"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> tuple[int, int]:
        """The two numbers, or a complaint about the option."""
        match = re.fullmatch(r"(\d{1,12})[:-](\d{1,12})", str(value).strip())
        if match is None:
            self.fail(f"{value!r} is no span; write START:END, for example 1200:1250.", param, ctx)
        return int(match.group(1)), int(match.group(2))


@click.command(
    epilog=options.examples(
        "curator show paper.pdf | less",
        "curator show paper.xml --format markdown > paper.md",
        "curator show paper.pdf --format json | jq '.references[].title'",
        "curator show records.nbib --paper 2                  the second of several",
        "curator show paper.pdf --page 3                      its text, with the box of every block",
        "curator show paper.pdf --match 'miR-21 targets'      page and boxes of a passage",
        "curator show paper.pdf --span 1200:1250 --png out.png    the page with the passage boxed",
    )
)
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--format",
    "rendering",
    type=click.Choice(["text", "markdown", "json"]),
    help="Canonical text (the default), readable Markdown, or everything with its offsets.",
)
@click.option(
    "--paper",
    "number",
    type=click.IntRange(min=1),
    default=1,
    metavar="N",
    help="Which of the papers in the file, where it holds several; the first is 1.",
)
@click.option("--page", type=click.IntRange(min=1), metavar="N", help="What stands on this page of a PDF, and where.")
@click.option("--match", metavar="TEXT", help="Page and boxes of every place that reads so, in any case.")
@click.option("--span", type=_Span(), metavar="START:END", help="The same for a span of the text.")
@click.option(
    "--png",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Draw the page into this file, with the (first) match or the span boxed.",
)
@options.input_format
def show(
    file: Path, rendering: str | None, number: int, page: int | None, match: str | None, span: tuple[int, int] | None,
    png: Path | None, input_format: str | None,
) -> None:  # fmt: skip
    """Show a paper as curator reads it.

    Or where on paper it stands: what a page holds, and the page and boxes of a passage. No database is touched. JSON
    holds id, title, doi, pmid, text, sections, sentences, citations, references, tables and places; every start and end
    counts characters of the text, which on a terminal has its tables drawn. Boxes are x0, top, x1, bottom in points
    from the top left corner of the page. Text and Markdown show control characters as pictures of themselves. Citations
    that lead to no reference are told apart.
    """
    _check(rendering, page, match, span, png)
    found = papers.papers(file, format=input_format)
    document = next(islice(found, number - 1, None), None)
    if document is None:
        raise InputError(f"{file}: holds fewer than {number} papers.")
    if page is not None:
        _show_page(document, page, file)
    elif match is not None or span is not None:
        _show_passages(document, match, span, file, png)
    else:
        emit(papers.render(document, rendering or "text", width=screen_width()), newline=False)
        _tell_unresolved(document)
        if next(found, None):
            tell(f"{file} holds more papers; this was paper {number}, and --paper {number + 1} is the next.")


def _tell_unresolved(document: Document) -> None:
    spans = checks.unresolved_citations(document)
    if spans:
        shown = ", ".join(f"{document.quote(span)} at {span.start}" for span in spans[:_MOST_TOLD])
        more = ", …" if len(spans) > _MOST_TOLD else ""
        tell(f"{count(len(spans), 'citation')} lead{'s' * (len(spans) == 1)} to no reference: {shown}{more}")


def _check(
    rendering: str | None, page: int | None, match: str | None, span: tuple[int, int] | None, png: Path | None
) -> None:
    """Refuse options that ask for different things. Raises UsageError."""
    if sum(asked is not None for asked in (page, match, span)) > 1:
        raise UsageError("ask for one of --page, --match and --span.")
    if rendering and (page, match, span) != (None, None, None):
        raise UsageError("--format shows the whole paper; it does not go with --page, --match or --span.")
    if png is not None and match is None and span is None:
        raise UsageError("--png needs to know what to box: --match TEXT or --span START:END.")


def _show_page(document: Document, number: int, file: Path) -> None:
    section = None
    for passage in provenance.page(document, number, path=file):
        if passage.section != section:
            section = passage.section
            emit(f"[{section or 'no section'}]\n")
        emit(f"page {number}  box {_box(passage.places[0])}  characters {passage.start}:{passage.end}")
        emit(f"{passage.text.strip()}\n")


def _show_passages(
    document: Document, match: str | None, span: tuple[int, int] | None, file: Path, png: Path | None
) -> None:
    spans = [provenance.check_span(document, span)] if span else provenance.find_text(document, match or "")
    found = provenance.passages(document, spans, path=file)
    if png is not None:
        _draw(found, file, png)
        return
    rows = [row for passage in found for row in _rows(passage)]
    for line in columns([("page", "x0", "top", "x1", "bottom", "characters", "section", "text"), *rows]):
        emit(line)


def _rows(passage: Passage) -> list[tuple[str, ...]]:
    """A line for every box; one that is not known has dashes."""
    about = (f"{passage.start}:{passage.end}", _shortened(passage.section), _shortened(passage.text))
    return [(str(p.page), *_box(p).split(), *about) for p in passage.places] or [("-",) * 5 + about]


def _box(place: Place) -> str:
    return " ".join(f"{side:.1f}" for side in place.box) if place.box else "- - - -"


def _shortened(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _LONGEST_QUOTE else f"{flat[: _LONGEST_QUOTE - 1]}…"


def _draw(found: Sequence[Passage], file: Path, png: Path) -> None:
    provenance.save_picture(png, provenance.picture(file, found[0]))
    pages = sorted({place.page for place in found[0].places})
    tell(f"page {pages[0]} of {file}, characters {found[0].start}:{found[0].end} boxed, in {png}")
    if len(pages) > 1:
        tell(f"  The passage goes on on page {pages[1]}.")
    if len(found) > 1:
        tell(f"  The text stands in {len(found)} places; this is the first. Without --png all are listed.")
