"""The jobs that extract: from files or from the papers in the database; and the rules tried on their own examples."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from curator import __version__
from curator.errors import InputError
from curator.model import Assertion, Document, Mention
from curator.workbench import papers
from curator.workbench.results import ExtractResult, OnError

if TYPE_CHECKING:
    from curator.extraction.examples import ExampleFault
    from curator.storage import Database
    from curator.workbench.bench import Workbench


def extract(workbench: Workbench, documents: Sequence[str] | None = None) -> list[ExtractResult]:
    """Extract from the documents with these ids, or from all; each is saved as one transaction."""
    return list(extract_each(workbench, documents))


def extract_each(workbench: Workbench, documents: Sequence[str] | None = None) -> Iterator[ExtractResult]:
    """The same, paper by paper: each is saved when its result is handed out."""
    database = workbench.database()
    names = {summary.id: summary.name for summary in database.documents()}
    wanted = list(names) if documents is None else list(documents)
    if not wanted:
        raise InputError(f"{workbench.path} holds no document yet.", hint="Read one first: curator read FILE")
    for number, id in enumerate(wanted):
        yield _extract_one(workbench, database, id, names.get(id, id), number, len(wanted))


def _extract_one(
    workbench: Workbench, database: Database, id: str, name: str, number: int, total: int
) -> ExtractResult:
    extractor = workbench.extractor()
    workbench.progress(f"extracting from {name}", number, total)
    mentions, assertions = extractor.both(database.document(id))
    report = database.save_extraction(
        id,
        assertions,
        rules_version=workbench.rules_version(),
        program_version=__version__,
        mentions=mentions,
    )
    return ExtractResult(id, name, report)


def of_files(
    workbench: Workbench, paths: Iterable[Path], *, format: str | None = None, on_error: OnError | None = None
) -> Iterator[tuple[Document, list[Assertion]]]:
    """Every file with its assertions, without a database. Without `on_error` the first bad file raises."""
    extractor = workbench.extractor()
    for document in papers.each_document(paths, format=format, on_error=on_error, progress=workbench.progress):
        yield document, extractor.assertions(document)


def mentions_of_files(
    workbench: Workbench, paths: Iterable[Path], *, format: str | None = None, on_error: OnError | None = None
) -> Iterator[tuple[Document, list[Mention]]]:
    """Every file with its mentions, without a database. Without `on_error` the first bad file raises."""
    extractor = workbench.extractor()
    for document in papers.each_document(paths, format=format, on_error=on_error, progress=workbench.progress):
        yield document, extractor.mentions(document)


def assertion_lines(
    workbench: Workbench, paths: Iterable[Path], *, format: str | None = None, on_error: OnError | None = None,
    on_nothing: Callable[[str], None] | None = None,
) -> Iterator[str]:  # fmt: skip
    """The assertions of files as JSON lines; `on_nothing` is told the name of each paper that has none."""
    from curator.exporting import jsonl

    for document, assertions in of_files(workbench, paths, format=format, on_error=on_error):
        if not assertions and on_nothing:
            on_nothing(document.name)
        yield from (jsonl.line(jsonl.assertion_object(document.name, a)) for a in assertions)


def mention_lines(
    workbench: Workbench, paths: Iterable[Path], *, format: str | None = None, on_error: OnError | None = None
) -> Iterator[str]:
    """The mentions of files as JSON lines."""
    from curator.exporting import jsonl

    for document, mentions in mentions_of_files(workbench, paths, format=format, on_error=on_error):
        yield from (jsonl.line(jsonl.mention_object(document.name, m)) for m in mentions)


def rule_faults(workbench: Workbench) -> list[ExampleFault]:
    """Every example of a rule that does not hold. Raises RuleError."""
    from curator.extraction.examples import check_rule

    rules = workbench.rules().rules
    faults: list[ExampleFault] = []
    for number, rule in enumerate(rules):
        workbench.progress(f"trying {rule.id}", number, len(rules))
        faults += check_rule(rule, workbench.extractor())
    return faults
