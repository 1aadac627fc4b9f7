"""The jobs that read: files and folders into documents, and documents into the database."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from curator.errors import CuratorError
from curator.model import Document
from curator.workbench import checks, correcting, files
from curator.workbench.results import OnError, Progress, ReadResult, step, which

if TYPE_CHECKING:
    from curator.storage import Database
    from curator.workbench.bench import Workbench

_LARGE = 10_000_000
"""Bytes of a file whose progress is told in megabytes."""


def read(workbench: Workbench, paths: Iterable[Path], *, format: str | None = None) -> list[ReadResult]:
    """Read files and folders into the database. A bad file is told in its result; the rest is read."""
    return list(read_each(workbench, paths, format=format))


def read_each(workbench: Workbench, paths: Iterable[Path], *, format: str | None = None) -> Iterator[ReadResult]:
    """The same, paper by paper: each is saved when its result is handed out."""
    database = workbench.database(create=True)
    for path, outcome in _each(paths, format, workbench.progress):
        yield _read_one(database, path, outcome)


def _read_one(database: Database, path: Path, outcome: Document | CuratorError) -> ReadResult:
    if isinstance(outcome, CuratorError):
        return ReadResult(path, error=outcome)
    new = database.save_document(outcome)
    unresolved = len(checks.unresolved_citations(outcome))
    corrects = tuple(correcting.recognised(database, outcome.id)) if new else ()
    return ReadResult(path, outcome.id, outcome.name, new, unresolved=unresolved, replaces=corrects)


def read_file(path: Path) -> Document:
    """The first paper in a file, with sentences and id, without a database. Raises ReadError."""
    return next(papers(path))


def papers(path: Path, *, format: str | None = None) -> Iterator[Document]:
    """Every paper in a file, likewise. Raises ReadError."""
    from curator import reading

    return (_prepared(document) for document in reading.read_all(path, format=format))


def each_document(
    paths: Iterable[Path], *, format: str | None, on_error: OnError | None, progress: Progress
) -> Iterator[Document]:
    """Every paper behind the paths, without a database. Without `on_error` the first bad file raises."""
    for path, outcome in _each(paths, format, progress):
        if isinstance(outcome, Document):
            yield outcome
        elif on_error is None:
            raise outcome
        else:
            on_error(path, outcome)


def render(document: Document, format: str, *, width: int | None = None) -> str:
    """The document as `text`, `markdown` or `json`; text for a screen of a certain width has its tables drawn."""
    from curator.exporting.documents import RENDERINGS
    from curator.exporting.terminal import as_screen

    if format == "text" and width is not None:
        return as_screen(document, width=width)
    return RENDERINGS[format](document)


def _each(
    paths: Iterable[Path], format: str | None, progress: Progress
) -> Iterator[tuple[Path, Document | CuratorError]]:
    """Every paper behind the paths, in order, and for a file that is bad the reason in its place.

    A paper of an archive has the archive's path with its own name below it.
    """
    from curator import reading

    found = list(files.sources(paths))
    for number, (path, problem) in enumerate(found):
        progress(f"reading {path.name}", *step(number, len(found)))
        if problem:
            yield path, problem
            continue
        reached = partial(_reached, progress, f"{path.name}{which(number, len(found))}")
        for inner, outcome in reading.read_each(path, format=format, reached=reached):
            yield inner, _prepared(outcome) if isinstance(outcome, Document) else outcome


def _reached(progress: Progress, name: str, what: str, done: int, size: int) -> None:
    """Tell how far a file has been read."""
    if what == "bytes":
        unit, what = (1_000_000, "MB") if size > _LARGE else (1_000, "kB")
        done, size = done // unit, size // unit
    progress(f"{what} of {name}", done, size)
    if what == "pages" and done == size:
        # A third of the time is still to come.
        progress(f"paragraphs and tables of {name}", 0, 0)


def _prepared(document: Document) -> Document:
    """The document as read, with its id and its sentences."""
    from curator import identity
    from curator.extraction.segment import segment

    return segment(replace(document, id=identity.document_id(document)))
