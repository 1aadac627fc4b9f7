"""The workbench: one database, one set of rules, and every job that a face can ask for.

Owns the order of the steps and nothing else; the parts beside it and the rooms below it do them.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from curator import __version__
from curator.errors import CuratorError, GoldError, InputError, UsageError
from curator.model import Action, Assertion, Claim, Document, Explanation, Mention, Reason, State, Verdict
from curator.workbench import checks, explaining, files, judging, measuring, queueing
from curator.workbench.queueing import Rows
from curator.workbench.results import (
    DemoResult,
    ExtractResult,
    OnError,
    Progress,
    QueueItem,
    ReadResult,
    Report,
    silent,
)
from curator.workbench.user import curator_name, default_database

if TYPE_CHECKING:
    from curator.curation.queue import Query
    from curator.evaluation.gold import Gold
    from curator.evaluation.scores import Evaluation
    from curator.evaluation.standing import Miss
    from curator.exporting import Sink
    from curator.extraction.examples import ExampleFault
    from curator.extraction.pipeline import Extractor
    from curator.patterns import Rule, Rules
    from curator.patterns.vocabulary import Vocabulary
    from curator.storage import Database, DocumentSummary, QueueCounts, StoredAssertion


_LARGE = 10_000_000
"""Bytes of a file whose progress is told in megabytes."""


class Workbench:
    """Every job over one database. It is opened when the first job needs it and closed by `close` or a `with` block."""

    def __init__(
        self, database: Path | None = None, *, patterns: Path | None = None, progress: Progress = silent
    ) -> None:
        """`patterns` is a folder of the user's own rules, beside the built-in ones."""
        self._path = database
        self._patterns = patterns
        self.progress = progress
        self._database: Database | None = None
        self._extractor: Extractor | None = None
        self._vocabulary: Vocabulary | None = None
        self._golds: dict[str, Gold | None] = {}
        self._resources = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the database; the next job would open it again."""
        self._database = None
        self._resources.close()

    @property
    def path(self) -> Path:
        """The database's file."""
        return self._path or default_database()

    def database(self, *, create: bool = False) -> Database:
        """The database, opened when first asked for and closed with the workbench. Raises DatabaseError."""
        if self._database is None:
            from curator.storage import Database

            self._database = self._resources.enter_context(Database.open(self.path, create=create))
        return self._database

    # Files

    def read(self, paths: Iterable[Path], *, format: str | None = None) -> list[ReadResult]:
        """Read files and folders into the database. A bad file is told in its result; the rest is read."""
        return list(self.read_each(paths, format=format))

    def read_each(self, paths: Iterable[Path], *, format: str | None = None) -> Iterator[ReadResult]:
        """The same, paper by paper: each is saved when its result is handed out."""
        database = self.database(create=True)
        for path, outcome in self._each(paths, format):
            yield self._read_one(database, path, outcome)

    def _read_one(self, database: Database, path: Path, outcome: Document | CuratorError) -> ReadResult:
        if isinstance(outcome, CuratorError):
            return ReadResult(path, error=outcome)
        new = database.save_document(outcome)
        return ReadResult(path, outcome.id, outcome.name, new, unresolved=len(checks.unresolved_citations(outcome)))

    def read_file(self, path: Path, *, format: str | None = None) -> Document:
        """The first paper in a file, with sentences and id, without a database. Raises ReadError."""
        return next(self.papers(path, format=format))

    def papers(self, path: Path, *, format: str | None = None) -> Iterator[Document]:
        """Every paper in a file, likewise. Raises ReadError."""
        from curator import reading

        return (_prepared(document) for document in reading.read_all(path, format=format))

    def render(self, document: Document, format: str, *, width: int | None = None) -> str:
        """The document as `text`, `markdown` or `json`; text for a screen of a certain width has its tables drawn."""
        from curator.exporting.documents import RENDERINGS
        from curator.exporting.terminal import as_screen

        if format == "text" and width is not None:
            return as_screen(document, width=width)
        return RENDERINGS[format](document)

    def _each(self, paths: Iterable[Path], format: str | None) -> Iterator[tuple[Path, Document | CuratorError]]:
        """Every paper behind the paths, in order, and for a file that is bad the reason in its place.

        A paper of an archive has the archive's path with its own name below it.
        """
        from curator import reading

        found = list(files.sources(paths))
        for number, (path, problem) in enumerate(found):
            self.progress(f"reading {path.name}", number, len(found))
            if problem:
                yield path, problem
                continue
            for inner, outcome in reading.read_each(path, format=format, reached=partial(self._reached, path)):
                yield inner, _prepared(outcome) if isinstance(outcome, Document) else outcome

    def _reached(self, path: Path, done: int, size: int) -> None:
        """Tell how far a large file has been read."""
        unit, name = (1_000_000, "MB") if size > _LARGE else (1_000, "kB")
        self.progress(f"{name} of {path.name}", done // unit, size // unit)

    def _each_document(self, paths: Iterable[Path], format: str | None, on_error: OnError | None) -> Iterator[Document]:
        for path, outcome in self._each(paths, format):
            if isinstance(outcome, Document):
                yield outcome
            elif on_error is None:
                raise outcome
            else:
                on_error(path, outcome)

    # Extraction

    def rules(self) -> Rules:
        """The built-in rules and the user's own. Raises RuleError."""
        from curator.patterns import load_rules

        if self._patterns is None:
            return load_rules()
        files.check_patterns(self._patterns)
        return load_rules(self._patterns)

    def extractor(self) -> Extractor:
        """The extractor over `rules`, made once."""
        if self._extractor is None:
            from curator.extraction.pipeline import Extractor

            self.progress("loading rules", 0, 0)
            self._extractor = Extractor(self.rules())
        return self._extractor

    def extract_files(
        self, paths: Iterable[Path], *, format: str | None = None, on_error: OnError | None = None
    ) -> Iterator[tuple[Document, list[Assertion]]]:
        """Every file with its assertions, without a database. Without `on_error` the first bad file raises."""
        extractor = self.extractor()
        for document in self._each_document(paths, format, on_error):
            yield document, extractor.assertions(document)

    def mention_files(
        self, paths: Iterable[Path], *, format: str | None = None, on_error: OnError | None = None
    ) -> Iterator[tuple[Document, list[Mention]]]:
        """Every file with its mentions, without a database. Without `on_error` the first bad file raises."""
        extractor = self.extractor()
        for document in self._each_document(paths, format, on_error):
            yield document, extractor.mentions(document)

    def explain(
        self, path: Path, *, sentence: int | None = None, match: str | None = None, paper: int = 1,
        format: str | None = None,
    ) -> list[Explanation]:  # fmt: skip
        """Why a paper's sentences say what they say: one by its number, those that hold a text, or all with a miRNA.

        Without a database. Raises ReadError, InputError where nothing is chosen, UsageError where both ways are used.
        """
        document = explaining.nth_paper(self.papers(path, format=format), paper, path)
        indexes = explaining.chosen(document, sentence, match)
        return explaining.explanations(document, indexes, self.extractor())

    def render_explanations(self, found: Sequence[Explanation], *, html: bool = False, path: Path | None = None) -> str:
        """Explanations as text or as a page, which is also written to `path`. Raises ExportError."""
        text = explaining.rendered(found, html=html)
        if path is not None:
            files.write_whole(path, text)
        return text

    def extraction_lines(
        self, paths: Iterable[Path], *, format: str | None = None, on_error: OnError | None = None,
        on_nothing: Callable[[str], None] | None = None,
    ) -> Iterator[str]:  # fmt: skip
        """The assertions of files as JSON lines; `on_nothing` is told the name of each paper that has none."""
        from curator.exporting import jsonl

        for document, assertions in self.extract_files(paths, format=format, on_error=on_error):
            if not assertions and on_nothing:
                on_nothing(document.name)
            yield from (jsonl.line(jsonl.assertion_object(document.name, a)) for a in assertions)

    def mention_lines(
        self, paths: Iterable[Path], *, format: str | None = None, on_error: OnError | None = None
    ) -> Iterator[str]:
        """The mentions of files as JSON lines."""
        from curator.exporting import jsonl

        for document, mentions in self.mention_files(paths, format=format, on_error=on_error):
            yield from (jsonl.line(jsonl.mention_object(document.name, m)) for m in mentions)

    def extract(self, documents: Sequence[str] | None = None) -> list[ExtractResult]:
        """Extract from the documents with these ids, or from all; each is saved as one transaction."""
        return list(self.extract_each(documents))

    def extract_each(self, documents: Sequence[str] | None = None) -> Iterator[ExtractResult]:
        """The same, paper by paper: each is saved when its result is handed out."""
        database = self.database()
        names = {summary.id: summary.name for summary in database.documents()}
        wanted = list(names) if documents is None else list(documents)
        if not wanted:
            raise InputError(f"{self.path} holds no document yet.", hint="Read one first: curator read FILE")
        for number, id in enumerate(wanted):
            yield self._extract_one(database, id, names.get(id, id), number, len(wanted))

    def _extract_one(self, database: Database, id: str, name: str, number: int, total: int) -> ExtractResult:
        extractor = self.extractor()
        self.progress(f"extracting from {name}", number, total)
        assertions = extractor.assertions(database.document(id))
        report = database.save_extraction(
            id, assertions, rules_version=self.rules_version(), program_version=__version__
        )
        return ExtractResult(id, name, report)

    def rule_list(self) -> tuple[Rule, ...]:
        """Every rule, in the order in which they run. Raises RuleError."""
        known = self._extractor.rules if self._extractor else self.rules()
        return known.rules

    def rule_faults(self) -> list[ExampleFault]:
        """Every example of a rule that does not hold. Raises RuleError."""
        from curator.extraction.examples import check_rule

        rules = self.extractor().rules.rules
        faults: list[ExampleFault] = []
        for number, rule in enumerate(rules):
            self.progress(f"trying {rule.id}", number, len(rules))
            faults += check_rule(rule, self.extractor())
        return faults

    def rules_version(self) -> str:
        """The version of the rules that this workbench extracts with."""
        version: str = self.extractor().rules.version
        return version

    # What the database holds

    def documents(self) -> list[DocumentSummary]:
        """Every document with its counts."""
        return self.database().documents()

    def document(self, id: str) -> Document:
        """One document, whole."""
        return self.database().document(id)

    def queue(
        self, *, document: str | None = None, state: State | None = None, text: str | None = None
    ) -> list[QueueItem]:
        """The rows to judge, in text order, each with its standing to the gold."""
        return [self._queue_item(stored) for stored in self.database().assertions(document, state=state, text=text)]

    def rows(self, query: Query | None = None, *, document: str | None = None) -> Rows:
        """The rows that a filter asks for, read a window at a time: of one paper or, as findings, of all."""
        from curator.curation.queue import Query

        return queueing.rows(self.database(), query or Query(), document, self.gold)

    def queue_counts(self, *, document: str | None = None) -> QueueCounts:
        """How the queue of one paper, or of all, stands; at once, however long it is."""
        return self.database().queue_counts(document)

    def finding(self, assertion_id: str) -> list[StoredAssertion]:
        """Every assertion of the same finding, from whichever paper; the one asked for among them."""
        return self.database().finding(assertion_id)

    def filters(self) -> dict[str, str]:
        """Every saved filter by its name."""
        return self.database().filters()

    def save_filter(self, name: str, text: str) -> None:
        """Save a filter under a name. Raises InputError without a name, ValueError for one that cannot be read."""
        from curator.curation.queue import query

        query(text)
        self.database().save_filter(name, text)

    def drop_filter(self, name: str) -> bool:
        """Forget a saved filter; False where there is none of that name."""
        return self.database().drop_filter(name)

    def _queue_item(self, stored: StoredAssertion) -> QueueItem:
        return QueueItem(stored, measuring.standing_of(stored, self.gold(stored.document_id)))

    # Verdicts

    def judge(
        self,
        assertion_id: str,
        action: Action,
        *,
        after: Claim | None = None,
        reason: Reason | None = None,
        comment: str = "",
    ) -> Verdict:
        """Append a verdict; it is durable when this returns. `after` is the claim as edited.

        A name that the vocabulary knows is saved as its canonical one. Raises InputError where an edited slot holds
        what it cannot, UsageError where an edit comes without a claim.
        """
        database = self.database()
        stored = database.assertion(assertion_id)
        edited = judging.edited(stored, after, database, self._names) if action is Action.EDIT else None
        return database.append_verdict(_verdict(stored, action, edited, reason=reason, comment=comment))

    def judge_finding(
        self,
        assertion_id: str,
        action: Action,
        *,
        after: Claim | None = None,
        reason: Reason | None = None,
        comment: str = "",
    ) -> list[Verdict]:
        """The same on every assertion of the finding that waits, in one transaction and undone as one.

        Where none waits, on all that are found. An edit leaves each paper its own citation.
        """
        database = self.database()
        members = queueing.at_one_stroke(database, assertion_id)
        shown = database.assertion(assertion_id)
        edited = judging.edited(shown, after, database, self._names) if action is Action.EDIT else None
        others = [queueing.mended(member, shown.claim, edited) if edited else None for member in members[1:]]
        claims = [edited, *others]
        pairs = zip(members, claims, strict=True)
        return database.append_together(
            _verdict(member, action, claim, reason=reason, comment=comment) for member, claim in pairs
        )

    def _names(self) -> Vocabulary:
        """The names that the rules know; read when first asked for, and without spaCy."""
        if self._vocabulary is None:
            self._vocabulary = self.rules().vocabulary
        return self._vocabulary

    def undo(self) -> Verdict | None:
        """Take back this curator's last verdict, with all of its stroke; none where she has none. Gives the first."""
        return self._take_back(self.database().to_undo(curator_name()))

    def redo(self) -> Verdict | None:
        """Take back this curator's last undo; none where she has decided something since, or undone nothing."""
        return self._take_back(self.database().to_redo(curator_name()))

    def _take_back(self, given: Sequence[Verdict]) -> Verdict | None:
        done = queueing.taken_back(self.database(), given, program_version=__version__)
        return done[0] if done else None

    def verdicts(self, assertion_id: str | None = None) -> list[Verdict]:
        """Every verdict on one row, or on all, oldest first."""
        return self.database().verdicts(assertion_id)

    # Gold and scores

    def gold(self, document_id: str) -> Gold | None:
        """The gold of a stored document, or none. Raises GoldError."""
        if document_id not in self._golds:
            name, title = self.database().document_name(document_id)
            # Of a thousand papers hardly one has gold, and reading them to find out would be felt.
            may = measuring.may_have_gold(name, title)
            self._golds[document_id] = measuring.find_gold(self.document(document_id)) if may else None
        return self._golds[document_id]

    def gold_documents(self) -> list[tuple[str, str]]:
        """The id and name of every stored document that may have gold."""
        named = self.database().named_documents()
        return [(id, name) for id, name, title in named if measuring.may_have_gold(name, title)]

    def misses(self, document_id: str) -> list[Miss]:
        """The gold rows that no proposed row meets, each with the sentence that should have given it."""
        from curator.evaluation.standing import misses

        gold = self.gold(document_id)
        if gold is None:
            return []
        proposed = [s.assertion for s in self.database().assertions(document_id) if s.found]
        return misses(gold.adjudicated, proposed, self.document(document_id))

    def scores(self, document_id: str, *, accepted_only: bool = False) -> Evaluation | None:
        """How the proposed rows of a stored document do, or those accepted so far; none where it has no gold."""
        report = self.report(document_id, accepted_only=accepted_only)
        return report.evaluation if report else None

    def report(self, document_id: str, *, accepted_only: bool = False) -> Report | None:
        """The same with the gold beside it."""
        gold = self.gold(document_id)
        if gold is None:
            return None
        stored = self.database().assertions(document_id)
        return measuring.report(
            gold, measuring.accepted(stored) if accepted_only else [s.assertion for s in stored if s.found]
        )

    def evaluate(self, *, accepted: bool = False) -> list[Report]:
        """Score every text that has gold: what the rules find in the corpus, or what was accepted in the database."""
        found = self._accepted_reports() if accepted else self._corpus_reports()
        reports = [report for report in found if report]
        if not reports:
            where = f"{self.path} holds no paper with gold" if accepted else "the corpus holds no text with gold"
            raise GoldError(f"{where}.", hint="The demo has one: curator demo")
        return reports

    def _accepted_reports(self) -> Iterator[Report | None]:
        return (self.report(summary.id, accepted_only=True) for summary in self.documents())

    def _corpus_reports(self) -> Iterator[Report | None]:
        for document, assertions in self.extract_files([measuring.corpus_texts()]):
            yield measuring.report(measuring.find_gold(document), assertions)

    def gold_build(self, path: Path | None = None, *, folder: Path | None = None) -> list[Path]:
        """Write the gold of one paper, or of every corpus text, from its table; give back the files written."""
        target = folder or measuring.corpus_gold()
        documents = [self.read_file(path)] if path else self._each_document([measuring.corpus_texts()], None, None)
        return [written for document in documents for written in measuring.write_gold(target, document)]

    def demo(self) -> DemoResult:
        """Read the corpus into the database, extract and score. Done again, it changes nothing but what is new."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        read = self.read([measuring.corpus_texts()])
        for result in read:
            if result.error:
                raise result.error
        ids = [result.document_id for result in read]
        extracted = self.extract(ids)
        reports = [report for report in map(self.report, ids) if report]
        return DemoResult(self.path, read, extracted, reports)

    # Exports

    def export(
        self, format: str, path: Path | None = None, *, stream: Sink | None = None, every_state: bool = False
    ) -> int:
        """Write the curated rows, or with `every_state` all, and return how many. `sqlite` copies the whole database.

        Without `path`, text goes to `stream` (stdout). A file appears whole or not at all. Raises ExportError.
        """
        from curator import exporting

        if format == exporting.SQLITE:
            return self._export_database(path)
        if format not in exporting.TEXT_FORMATS:
            known = ", ".join(exporting.FORMATS)
            raise UsageError(f"there is no export format {format!r}.", hint=f"There are: {known}")
        rows = judging.export_rows(self.database(), every_state=every_state)
        write = exporting.TEXT_FORMATS[format].write
        if path is None:
            write(rows, stream or sys.stdout)
        else:
            files.keep_database(path, self.path)
            files.write_text(path, lambda target: write(rows, target))
        return len(rows)

    def _export_database(self, path: Path | None) -> int:
        if path is None:
            raise UsageError("a database cannot be printed.", hint="Name the file to write: -o FILE")
        proposed = sum(summary.proposed for summary in self.documents())
        files.copy_database(self.path, path)
        return proposed


def _verdict(
    stored: StoredAssertion, action: Action, edited: Claim | None, *, reason: Reason | None, comment: str
) -> Verdict:
    """A verdict of the curator who sits here on a row as it stands."""
    return Verdict(
        assertion=stored.id,
        action=action,
        curator=curator_name(),
        time="",  # The moment of saving; storage fills it in.
        before=stored.claim,
        after=stored.claim if action is Action.ACCEPT else edited,
        reason=reason,
        comment=comment,
        quote=judging.quotes(stored),
        program_version=__version__,
        rules_version=stored.rules_version,
    )


def _prepared(document: Document) -> Document:
    """The document as read, with its id and its sentences."""
    from curator import identity
    from curator.extraction.segment import segment

    return segment(replace(document, id=identity.document_id(document)))
