"""The workbench: one database, one set of rules, and every job that a face can ask for.

Owns the order of the steps and nothing else; the parts beside it and the rooms below it do them.
"""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from curator.model import Action, Claim, Document, Polarity, Reason, State, Verdict
from curator.workbench import files, judging, measuring, queueing, strokes
from curator.workbench.queueing import Rows
from curator.workbench.results import (
    NOTICE,
    Progress,
    QueueItem,
    silent,
)
from curator.workbench.user import default_database

if TYPE_CHECKING:
    from curator.curation.queue import Query
    from curator.evaluation.gold import Gold
    from curator.extraction.pipeline import Extractor
    from curator.patterns import Rules
    from curator.patterns.vocabulary import Vocabulary
    from curator.storage import Database, DocumentSummary, QueueCounts, StoredAssertion


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

            opened = Database.open(self.path, create=create, progress=self.progress)
            self._database = self._resources.enter_context(opened)
            if opened.backup:
                self.progress(
                    f"{self.path} was brought up to date; as it was, it is kept in {opened.backup}", 0, NOTICE
                )
        return self._database

    # Rules

    def rules(self) -> Rules:
        """The built-in rules and the user's own. Raises RuleError."""
        from curator.patterns import load_rules

        if self._extractor:
            return self._extractor.rules
        if self._patterns is None:
            return load_rules()
        files.check_patterns(self._patterns)
        return load_rules(self._patterns)

    def vocabulary(self) -> Vocabulary:
        """The names that the rules know; read when first asked for, and without spaCy. Raises RuleError."""
        if self._vocabulary is None:
            self._vocabulary = self.rules().vocabulary
        return self._vocabulary

    def extractor(self) -> Extractor:
        """The extractor over `rules`, made once."""
        if self._extractor is None:
            from curator.extraction.pipeline import Extractor

            self.progress("loading rules", 0, 0)
            self._extractor = Extractor(self.rules())
        return self._extractor

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

    def _queue_item(self, stored: StoredAssertion) -> QueueItem:
        return QueueItem(stored, measuring.standing_of(stored, self.gold(stored.document_id)))

    # Verdicts

    def judge(
        self,
        assertion_id: str,
        action: Action,
        *,
        after: Claim | None = None,
        polarity: Polarity | None = None,
        reason: Reason | None = None,
        comment: str = "",
        seen: int | None = None,
    ) -> Verdict:
        """Append a verdict; it is durable when this returns. `after` is the claim as edited, `polarity` likewise.

        A name that the vocabulary knows is saved as its canonical one. `seen` is how many verdicts the row had when it
        was shown. Raises DecidedError where another curator has decided since, InputError where an edited slot holds
        what it cannot, UsageError where an edit comes without a claim.
        """
        database = self.database()
        stored = database.assertion(assertion_id)
        edited = judging.edited(stored, after, database, self.vocabulary) if action is Action.EDIT else None
        given = judging.verdict(stored, action, edited, polarity=polarity, reason=reason, comment=comment)
        return database.append_verdict(given, seen=seen)

    def judge_finding(
        self,
        assertion_id: str,
        action: Action,
        *,
        after: Claim | None = None,
        polarity: Polarity | None = None,
        reason: Reason | None = None,
        comment: str = "",
        seen: int | None = None,
    ) -> list[Verdict]:
        """The same on every assertion of the finding that waits, in one transaction and undone as one.

        Where none waits, on all that are found. An edit leaves each paper its own citation.
        """
        database = self.database()
        members = queueing.at_one_stroke(database, assertion_id)
        shown = database.assertion(assertion_id)
        edited = judging.edited(shown, after, database, self.vocabulary) if action is Action.EDIT else None
        others = [queueing.mended(member, shown.claim, edited) if edited else None for member in members[1:]]
        claims = [edited, *others]
        pairs = zip(members, claims, strict=True)
        given = [
            judging.verdict(member, action, claim, polarity=polarity, reason=reason, comment=comment)
            for member, claim in pairs
        ]
        # What the other papers say was not before her: what has been decided there by now was read just above.
        counts = {member.id: member.verdicts for member in members}
        return database.append_together(given, seen=counts if seen is None else {**counts, assertion_id: seen})

    def undo(self) -> Verdict | None:
        """Take back this curator's last verdict, with all of its stroke; none where she has none. Gives the first."""
        return next(iter(strokes.undo(self)), None)

    def redo(self) -> Verdict | None:
        """Take back this curator's last undo; none where she has decided something since, or undone nothing."""
        return next(iter(strokes.redo(self)), None)

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
