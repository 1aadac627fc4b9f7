"""The jobs that extract: from files or from the papers in the database; and the rules tried on their own examples."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from curator import __version__
from curator.errors import InputError
from curator.model import Assertion, Document, Mention, Span, State
from curator.workbench import correcting, papers
from curator.workbench.results import ExtractResult, OnError, step, which

if TYPE_CHECKING:
    from curator.curation.reextraction import Before, Comparison
    from curator.extraction.examples import ExampleFault
    from curator.storage import Database, StoredAssertion
    from curator.storage.corrections import Judged
    from curator.workbench.bench import Workbench


def extract(workbench: Workbench, documents: Sequence[str] | None = None) -> list[ExtractResult]:
    """Extract from the documents with these ids, or from all; each is saved as one transaction."""
    return list(extract_each(workbench, documents))


def extract_each(workbench: Workbench, documents: Sequence[str] | None = None) -> Iterator[ExtractResult]:
    """The same, paper by paper: each is saved when its result is handed out."""
    from curator.storage import ExtractionReport

    database = workbench.database()
    names = {summary.id: summary.name for summary in database.documents()}
    wanted = list(names) if documents is None else list(documents)
    _check_any(wanted, workbench)
    replaced = database.corrections().replaced()
    for number, id in enumerate(wanted):
        name = names.get(id, id)
        workbench.progress(f"extracting from {name}", *step(number, len(wanted)))
        if id not in replaced:
            correcting.begin(workbench, id)
            sentences = partial(workbench.progress, f"sentences of {name}{which(number, len(wanted))}")
            yield _extract_one(workbench, database, id, name, sentences)
        else:
            newer = correcting.newest(replaced, id)
            yield ExtractResult(id, name, ExtractionReport(0, 0, 0), replaced_by=names.get(newer, newer))


def _check_any(wanted: Sequence[object], workbench: Workbench) -> None:
    if not wanted:
        raise InputError(f"{workbench.path} holds no document yet.", hint="Read one first: curator read FILE")


def _extract_one(
    workbench: Workbench, database: Database, id: str, name: str, sentences: Callable[[int, int], None]
) -> ExtractResult:
    """`sentences` is told in how many of the paper's sentences names have been looked for, and how many it has."""
    document = database.document(id)
    mentions, assertions = workbench.extractor().both(document, reached=sentences)
    changes = _compared(database, document, assertions)
    report = database.save_extraction(
        id,
        assertions,
        rules_version=workbench.rules_version(),
        program_version=__version__,
        mentions=mentions,
    )
    corrected = correcting.carry(workbench, id)
    return ExtractResult(id, name, report, changes, corrected if corrected.replaces else None)


@dataclass(frozen=True, slots=True)
class Preview:
    """What an extraction would change in one paper."""

    name: str
    changes: Comparison

    def lines(self) -> list[str]:
        """For a person; nothing where nothing would change."""
        from curator.curation.changes import lines

        return list(lines(self.name, self.changes))

    def objects(self) -> list[dict[str, Any]]:
        """For a program, one object a row."""
        from curator.curation.changes import objects

        return list(objects(self.name, self.changes))


def preview(workbench: Workbench) -> Iterator[Preview]:
    """What an extraction would change, paper by paper; nothing is written, not even beside the database.

    Texts that were replaced are left out: nothing is extracted from them.
    """
    from curator.storage import Database
    from curator.storage.snapshots import copied

    with copied(workbench.path) as copy, Database.open(copy, create=False) as database:
        replaced = database.corrections().replaced()
        wanted = [(id, name) for id, name, _ in database.named_documents() if id not in replaced]
        _check_any(wanted, workbench)
        for number, (id, name) in enumerate(wanted):
            workbench.progress(f"comparing {name}", number, len(wanted))
            document = database.document(id)
            yield Preview(name, _compared(database, document, workbench.extractor().assertions(document)))


def summary(changes: Iterable[Comparison]) -> tuple[str, int]:
    """The changes of all papers in one line, and how many accepted or edited rows would be lost."""
    from curator.curation.reextraction import joined
    from curator.curation.reextraction import summary as in_words

    whole = joined(changes)
    return in_words(whole), len(whole.losses)


def gone_lines(result: ExtractResult, *, undecided: bool) -> list[str]:
    """The rows that are no longer found, or stand on another sentence than judged: the decided ones, or all."""
    from curator.curation.changes import difference_lines
    from curator.curation.reextraction import Change

    if result.changes is None:
        return []
    told = [d for d in result.changes.differences if d.change is not Change.GAINED]
    wanted = [d for d in told if undecided or d.state is not State.UNDECIDED]
    return [line for difference in wanted for line in difference_lines(difference)]


def _compared(database: Database, document: Document, assertions: Sequence[Assertion]) -> Comparison:
    """The stored rows, each with the verdict on it, beside what the rules propose now."""
    from curator.curation.reextraction import After, compare
    from curator.storage.extraction import proposed_rows

    judged = {row.stored.id: row for row in database.corrections().judged(document.id)}
    before = [_before(stored, judged.get(stored.id)) for stored in database.assertions(document.id)]
    return compare(before, [After(id, row) for id, row in proposed_rows(document, assertions).items()])


def _before(stored: StoredAssertion, judged: Judged | None) -> Before:
    from curator.curation.reextraction import Before

    made = correcting.decisions(judged) if judged and stored.state is not State.UNDECIDED else []
    places = tuple(Span(e.start, e.end) for e in correcting.as_judged(judged)) if judged and made else ()
    return Before(
        stored.id,
        stored.assertion,
        stored.state,
        stored.decided,
        made[-1] if made else None,
        places,
        stored.found,
        stored.added_by is not None,
    )


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
