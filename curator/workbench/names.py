"""Vocabularies: which tables of names there are, and the releases that a user imports beside them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from curator import __version__
from curator.errors import InputError, UsageError
from curator.resources import patterns_dir, vocabulary_dir
from curator.workbench import files
from curator.workbench.results import Progress, silent

if TYPE_CHECKING:
    from curator.patterns.releases import Authority

BUILT_IN = "built-in"


@dataclass(frozen=True, slots=True)
class NameTable:
    """One table of names: a built-in one, or what was imported from an authority."""

    name: str
    holds: str
    names: int
    entries: int
    version: str
    source: str
    date: str = ""
    sha256: str = ""
    path: Path | None = None


def name_tables() -> list[NameTable]:
    """Every built-in table, then every imported one. Raises RuleError where an imported one is not whole."""
    return [*_built_in(), *_imported()]


def _built_in() -> Iterator[NameTable]:
    from curator.patterns.vocabulary import TABLES, read_table

    for path in sorted(patterns_dir().glob("vocabulary/*.tsv")):
        names = list(read_table(path))
        entries = len({name.entry for name in names})
        yield NameTable(path.stem, TABLES[path.stem].value, len(names), entries, __version__, BUILT_IN, path=path)


def _imported() -> Iterator[NameTable]:
    from curator.patterns.prepared import read_origin
    from curator.patterns.releases import AUTHORITIES

    for path in sorted(vocabulary_dir().glob("*.tsv")):
        told = read_origin(path)
        holds = AUTHORITIES[told.authority].holds if told.authority in AUTHORITIES else ""
        yield NameTable(
            told.authority, holds, told.names, told.entries, told.version, told.source, told.date, told.sha256, path
        )


def add_names(name: str, path: Path | None, *, progress: Progress = silent) -> NameTable:
    """Import a release from a file, or from its authority's address; it takes the place of one imported before.

    The import is there whole or not at all. Raises InputError where the release cannot be had or read, ExportError
    where the user's data folder cannot be written to.
    """
    from curator.patterns.prepared import prepare

    authority = _authority(name)
    with _release(authority, path, progress) as (release, source):
        progress(f"reading {authority.title}", 0, 0)
        _, text = prepare(authority, release, source=source, date=date.today().isoformat())
    target = vocabulary_dir() / f"{name}.tsv"
    files.make_folder(target.parent)
    files.write_text(target, lambda stream: print(text, end="", file=stream))
    return next(table for table in _imported() if table.name == name)


@contextmanager
def _release(authority: Authority, path: Path | None, progress: Progress) -> Iterator[tuple[Path, str]]:
    """A release on disk and what to call its source."""
    if path is not None:
        yield path, path.name
        return
    from curator.patterns.download import fetch

    url = authority.url.format(year=date.today().year)
    by_hand = f"Fetch it in another way, then: curator vocabulary add {authority.name} --from FILE"
    with TemporaryDirectory(prefix="curator-") as folder:
        fetched = Path(folder) / "release"
        progress(f"fetching {url}", 0, 0)
        fetch(url, fetched, by_hand=by_hand)
        yield fetched, url


def remove_names(name: str) -> Path:
    """Forget an imported release; give back the file that was removed. Raises UsageError where there is none."""
    _authority(name)
    path = vocabulary_dir() / f"{name}.tsv"
    try:
        path.unlink()
    except FileNotFoundError as error:
        raise UsageError(f"{name} is not imported.", hint="What is: curator vocabulary list") from error
    except OSError as error:
        raise InputError(f"{path}: cannot be removed: {error.strerror or error}.") from error
    return path


def _authority(name: str) -> Authority:
    from curator.patterns.releases import AUTHORITIES

    if name not in AUTHORITIES:
        raise UsageError(f"no authority is called `{name}`.", hint=f"There are: {', '.join(AUTHORITIES)}.")
    return AUTHORITIES[name]
