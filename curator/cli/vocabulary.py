"""Commands about names: `vocabulary add`, `vocabulary list`, `vocabulary remove`."""

from __future__ import annotations

from pathlib import Path

import click

from curator.cli import options
from curator.cli.console import columns, count, emit, progress, tell
from curator.errors import UsageError
from curator.workbench import add_names, name_tables, remove_names

_NAMES = "hgnc|mirbase|cellosaurus|cell-ontology|chebi|mesh"
_authority = click.argument("name", type=click.Choice(_NAMES.split("|")), metavar=_NAMES)


@click.group(epilog=options.examples("curator vocabulary list"))
def vocabulary() -> None:
    """Look at the names that are known, and import more from the authorities that give them identifiers."""


@vocabulary.command(
    epilog=options.examples(
        "curator vocabulary add hgnc --from hgnc_complete_set.txt.gz",
        "curator vocabulary add cellosaurus --from cellosaurus.txt",
        "curator vocabulary add mesh --download            where there is a network",
    ),
)
@_authority
@click.option(
    "--from", "path", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="The release; .gz too."
)
@click.option("--download", is_flag=True, help="Fetch the authority's current release instead.")
def add(name: str, path: Path | None, download: bool) -> None:
    """Import a whole release of an authority, in the authority's own format.

    Extraction then knows its names behind the built-in ones; it takes the place of a release imported before. Left out
    are names that papers use for something else: numbers and labels (10A, S1), up to three letters that are no approved
    gene symbol, words that a rule has, and aliases of several things. Short names and gene symbols in letters alone
    match only as they are written.

    \b
    hgnc           genes        hgnc_complete_set.txt
    mirbase        miRNAs       mature.fa
    cellosaurus    cell lines   cellosaurus.txt
    cell-ontology  cell types   cl.obo
    chebi          drugs        chebi.obo
    mesh           diseases     d2026.bin (MeSH in ASCII, any year)

    Of cellosaurus, cell-ontology, chebi and mesh, a table of names and identifiers will do too.
    """
    if download == (path is not None):
        raise UsageError("a release comes from a file or from the network.", hint="Give --from FILE or --download.")
    with progress() as show:
        found = add_names(name, path, progress=show)
    version = f", version {found.version}" if found.version else ""
    tell(f"{name}: {count(found.names, 'name')} of {found.holds} ({found.entries} entries{version}) are now known.")


@vocabulary.command(
    "list",
    epilog=options.examples("curator vocabulary list"),
)
def list_tables() -> None:
    """Print the tables of names: the built-in ones and what was imported, with counts, versions and sources."""
    head = ("table", "holds", "names", "entries", "version", "source", "imported", "sha256")
    rows = [
        (t.name, t.holds, str(t.names), str(t.entries), t.version or "-", t.source, t.date or "-", t.sha256[:12] or "-")
        for t in name_tables()
    ]
    for line in columns([head, *rows]):
        emit(line)


@vocabulary.command(epilog=options.examples("curator vocabulary remove hgnc"))
@_authority
def remove(name: str) -> None:
    """Forget an imported release. The built-in names stay."""
    remove_names(name)
    tell(f"{name}: removed.")
