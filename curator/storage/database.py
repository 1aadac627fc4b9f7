"""The way in: one open database, every job one transaction, every failure a DatabaseError in words."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from curator.errors import DatabaseError, TooLongError
from curator.model import Assertion, Assignment, Document, Mention, PassageRead, Slot, Span, State, Verdict
from curator.storage import (
    appended,
    assertions,
    conditions,
    derived,
    documents,
    extraction,
    filters,
    mentions,
    migrations,
    queue,
    search,
    verdicts,
)
from curator.storage.backup import Progress
from curator.storage.connection import (
    BUSY_SECONDS,
    connect,
    left_beside,
    tidy,
    transaction,
    translated,
    use_write_ahead_log,
)
from curator.storage.log import Log
from curator.storage.papers import Papers
from curator.storage.queue import QueueView, Wanted
from curator.storage.records import DocumentSummary, ExtractionReport, QueueCounts, StoredAssertion
from curator.storage.related import RelatedRows

if TYPE_CHECKING:
    from curator.storage import corrections, merging


_STEPS = 10_000
"""Steps of SQLite's machine, a fraction of a millisecond, between two looks at the clock."""


class Database:
    """One SQLite file, open. Threads may share it and take turns; programs that share the file wait for each other."""

    def __init__(self, connection: sqlite3.Connection, path: Path, *, busy_seconds: float = BUSY_SECONDS) -> None:
        self.path = path
        self._connection = connection
        self._busy_seconds = busy_seconds
        self._turn = threading.RLock()
        self._file = _file(path)
        self._beside = True
        self.backup: Path | None = None
        """The copy of the file as it was before this opening brought it up to date; none where it was already."""

    @classmethod
    def open(
        cls,
        path: Path,
        *,
        create: bool = True,
        readonly: bool = False,
        busy_seconds: float = BUSY_SECONDS,
        migrations_folder: Path | None = None,
        progress: Progress = migrations.silent,
    ) -> Self:
        """Open the file and bring it to the newest schema; with `readonly` nothing is written, not even that.

        A file of an older schema is copied first (`backup` says where to), and `progress` is told how far that is.
        Raises DatabaseError where the folder or (without `create`) the file is missing, where the file is not
        curator's, newer than the program, damaged or read-only, or locked for longer than `busy_seconds`.
        """
        steps = migrations.migrations(migrations_folder or migrations.shipped_migrations())
        beside = left_beside(path) or not readonly
        connection = connect(path, create=create, readonly=readonly, busy_seconds=busy_seconds)
        kept: Path | None = None
        try:
            with translated(path, busy_seconds=busy_seconds):
                with transaction(connection, write=False):
                    if readonly:
                        migrations.require_newest(connection, path, newest=steps[-1].number)
                    migrations.check(connection, path, steps)
                if not readonly:
                    use_write_ahead_log(connection, busy_seconds=busy_seconds)
                    kept = migrations.migrate(connection, path, steps, progress=progress)
                    if search.is_due(connection):
                        progress(f"taking the words of {path.name} into the search", 0, 0)
                        with transaction(connection, write=True):
                            search.take_in(connection)
        except BaseException:
            connection.close()
            tidy(path, beside)
            raise
        opened = cls(connection, path, busy_seconds=busy_seconds)
        opened.backup = kept
        opened._beside = beside
        return opened

    def close(self) -> None:
        """Close the file. What was saved is in it already."""
        with self._turn, translated(self.path, busy_seconds=self._busy_seconds):
            self._connection.close()
        tidy(self.path, self._beside)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @contextmanager
    def patience(self, seconds: float) -> Iterator[None]:
        """Wait only so long for another program, for somebody who would rather try again than be kept waiting."""
        with self._turn, translated(self.path):
            usual = self._busy_seconds
            self._wait_at_most(seconds)
            try:
                yield
            finally:
                self._wait_at_most(usual)

    def _wait_at_most(self, seconds: float) -> None:
        self._busy_seconds = seconds
        self._connection.execute(f"PRAGMA busy_timeout = {round(1000 * seconds)}")

    @contextmanager
    def within(self, seconds: float) -> Iterator[None]:
        """Inside it a question that takes longer than so many seconds in all is given up. Raises TooLongError."""
        deadline = time.monotonic() + seconds
        with self._turn:
            self._connection.set_progress_handler(lambda: int(time.monotonic() > deadline), _STEPS)
            try:
                with self._given_up():
                    yield
            finally:
                self._connection.set_progress_handler(None, 0)

    @contextmanager
    def _given_up(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_INTERRUPT:
                raise
            raise TooLongError(f"{self.path}: the question was given up before it was answered") from error

    def give_up(self) -> None:
        """Give up the question that another thread is asking; it raises TooLongError there."""
        self._connection.interrupt()

    def data_version(self) -> int:
        """A number that changes when another program or connection has written to the file; cheap to ask."""
        with self._turn, translated(self.path, busy_seconds=self._busy_seconds):
            return int(self._connection.execute("PRAGMA data_version").fetchone()[0])

    def written(self) -> tuple[int, int]:
        """Two numbers one of which changes whenever anybody has written to the file, this connection included."""
        return self.data_version(), self._connection.total_changes

    def save_document(self, document: Document) -> bool:
        """Save the document; False where its text is there already, which then stays as it is."""
        with self._writing() as connection:
            return documents.save(connection, document)

    def documents(self) -> list[DocumentSummary]:
        """Every document with its progress, in the order in which they were read."""
        with self._reading() as connection:
            return documents.summaries(connection)

    def document(self, document_id: str) -> Document:
        """The document, equal to what was saved. Raises DatabaseError where there is none with this id."""
        with self._reading() as connection:
            return documents.load(connection, document_id)

    def named_documents(self) -> list[tuple[str, str, str]]:
        """The id, name and title of every document, in the order in which they were read; without their counts."""
        with self._reading() as connection:
            return connection.execute("SELECT id, name, title FROM documents ORDER BY number").fetchall()

    def document_name(self, document_id: str) -> tuple[str, str]:
        """The name and title of a document. Raises DatabaseError where there is none with this id."""
        with self._reading() as connection:
            number = documents.number_of(connection, document_id)
            name, title = connection.execute("SELECT name, title FROM documents WHERE number = ?", (number,)).fetchone()
            return name, title

    def save_extraction(
        self,
        document_id: str,
        found: Iterable[Assertion],
        *,
        rules_version: str,
        program_version: str,
        mentions: Sequence[Mention] | None = None,
    ) -> ExtractionReport:
        """Make the document's rows, and its mentions where given, those of this extraction. Twice is as once.

        New rows are added; rows found again are kept; rows not found any more are marked, never dropped; verdicts stay
        as they are. Raises DatabaseError for an unknown document, ValueError for evidence that is not in its text.
        """
        with self._writing() as connection:
            return extraction.save(
                connection,
                document_id,
                found,
                rules_version=rules_version,
                program_version=program_version,
                mentions=mentions,
            )

    def mentions(self, document_id: str) -> list[Mention]:
        """Every name that the last extraction recognised in the document, in text order."""
        with self._reading() as connection:
            return mentions.load(connection, document_id)

    def add_assertion(self, document_id: str, assertion: Assertion, *, curator: str) -> StoredAssertion:
        """Add a curator's own row, undecided; where it is there already, that row is returned as it is."""
        with self._writing() as connection:
            return assertions.one(connection, extraction.add(connection, document_id, assertion, curator=curator))

    def assertions(
        self,
        document_id: str | None = None,
        *,
        state: State | None = None,
        text: str | None = None,
        limit: int | None = None,
        offset: int = 0,
    ) -> list[StoredAssertion]:
        """A window of the rows: papers in the order in which they were read, rows as in the text.

        `text` is part of a name in the row, of the paper's name, or of the evidence.
        """
        chosen = assertions.Conditions(document_id=document_id, state=state, text=text)
        with self._reading() as connection:
            return assertions.window(connection, chosen, limit=limit, offset=offset)

    def assertion(self, assertion_id: str) -> StoredAssertion:
        """One row. Raises DatabaseError where there is none with this id."""
        with self._reading() as connection:
            return assertions.one(connection, assertion_id)

    def queue(self, wanted: Wanted) -> QueueView:
        """The rows that are wanted, to be scrolled: assertions of one paper, or findings of all."""
        return QueueView(self._reading, wanted)

    def papers(self) -> Papers:
        """The papers, to be looked through: as fast with many as with few."""
        return Papers(self._reading)

    def log(self) -> Log:
        """The verdicts, to be scrolled, the last one given first."""
        return Log(self._reading)

    def queue_counts(self, document_id: str | None = None) -> QueueCounts:
        """How the queue of one paper, or of all, stands; as fast with many rows as with few."""
        with self._reading() as connection:
            return queue.counts(connection, document_id)

    def finding(self, assertion_id: str) -> list[StoredAssertion]:
        """Every assertion, from whichever paper, of the finding that this one belongs to; itself among them."""
        with self._reading() as connection:
            return queue.members(connection, assertion_id)

    def behind(self, ids: Iterable[str], *, findings: bool) -> dict[str, list[StoredAssertion]]:
        """The assertions behind each row: with `findings` every one of its finding, papers as read; else itself."""
        with self._reading() as connection:
            return queue.behind(connection, ids, findings=findings)

    def related(self) -> RelatedRows:
        """The rows, asked for what stands beside each: on the same miRNA, here and in other papers."""
        return RelatedRows(self._reading)

    def slot_values(self, slot: Slot) -> list[str]:
        """Every value that source, target, drug, disease or miRNA has in any finding, in order."""
        with self._reading() as connection:
            return conditions.values(connection, slot.value)

    def filters(self) -> dict[str, str]:
        """Every saved filter by its name."""
        with self._reading() as connection:
            return filters.listed(connection)

    def save_filter(self, name: str, text: str) -> None:
        """Save a filter under a name, in place of the one that had it. Raises InputError for an empty name."""
        with self._writing() as connection:
            filters.save(connection, name, text)

    def drop_filter(self, name: str) -> bool:
        """Forget a saved filter; False where there is none of that name."""
        with self._writing() as connection:
            return filters.drop(connection, name)

    def derived_differences(self) -> list[str]:
        """In words, what is kept for speed and does not follow from the verdicts; empty where all is well."""
        with self._reading() as connection:
            return derived.differences(connection)

    def derive_anew(self) -> None:
        """Work out anew what is kept for speed."""
        with self._writing() as connection:
            derived.build_anew(connection)

    def append_verdict(self, verdict: Verdict, *, seen: int | None = None) -> Verdict:
        """Append the verdict, on disk when this returns, and give it back with its id, links and time filled.

        `seen` is `StoredAssertion.verdicts` as the row was shown: raises DecidedError, and writes nothing, where
        another curator has decided since.
        """
        with self._writing() as connection:
            return verdicts.append(connection, verdict, seen=seen)

    def append_together(self, given: Iterable[Verdict], *, seen: Mapping[str, int] | None = None) -> list[Verdict]:
        """Append verdicts that were given at one stroke: all of them or none, and undone as one.

        `seen` is by the assertion's id, and guards each as `append_verdict` does.
        """
        with self._writing() as connection:
            return verdicts.append_together(connection, given, seen=seen)

    def mark_passage(self, document_id: str, span: Span, *, curator: str, read: bool = True) -> PassageRead | None:
        """Mark a passage as read with nothing more in it, or open it again; none where it stands so already."""
        with self._writing() as connection:
            return appended.mark_passage(connection, document_id, span, curator=curator, read=read)

    def passages(self, document_id: str) -> list[PassageRead]:
        """The passages of the document that are read, in the order of its text."""
        with self._reading() as connection:
            return appended.passages(connection, document_id)

    def assign(self, claim_id: str, assignee: str, *, curator: str) -> Assignment | None:
        """Give a claim to a curator to judge, or with an empty name release it; none where it stands so already."""
        with self._writing() as connection:
            return appended.assign(connection, claim_id, assignee, curator=curator)

    def assignments(self) -> dict[str, Assignment]:
        """Claim id → who is to judge it, for every claim that is assigned."""
        with self._reading() as connection:
            return appended.assignments(connection)

    def join(self, paths: Sequence[Path], joins: merging.Joins) -> list[merging.Brought]:
        """Add what other databases hold, all of it or nothing, and tell what each brought; this one's own comes first.

        Done again it changes nothing. Raises DatabaseError where a file cannot be read or was tampered with.
        """
        from curator.storage import merging

        with self._turn, translated(self.path, busy_seconds=self._busy_seconds):
            return merging.join_into(self._connection, self._writing, self.path, paths, joins)

    def conflicts(self) -> list[StoredAssertion]:
        """Every row that curators decided differently, neither in sight of the other; in the order of the queue."""
        with self._reading() as connection:
            from curator.storage import merging

            return merging.in_conflict(connection)

    def assign_all(self, claim_ids: Iterable[str], assignee: str, *, curator: str) -> int:
        """Give several claims to a curator at one stroke, or release them; how many did not stand so already."""
        with self._writing() as connection:
            given = [appended.assign(connection, claim_id, assignee, curator=curator) for claim_id in claim_ids]
        return sum(assignment is not None for assignment in given)

    def corrections(self) -> corrections.Corrections:
        """Corrected papers, and the verdicts carried to them."""
        from curator.storage import corrections

        return corrections.Corrections(self._reading, self._writing)

    def to_undo(self, curator: str) -> list[Verdict]:
        """What the curator's undo takes back: her last verdict that stands and those of its stroke; or nothing."""
        with self._reading() as connection:
            return verdicts.to_undo(connection, curator)

    def step_size(self, curator: str, *, redo: bool = False) -> int:
        """About how many verdicts the curator's undo, or her redo, would take back; known at once."""
        with self._reading() as connection:
            return verdicts.step_size(connection, curator, redo=redo)

    def to_redo(self, curator: str) -> list[Verdict]:
        """What the curator's redo takes back: her last undo since she last decided, with those of the same stroke."""
        with self._reading() as connection:
            return verdicts.to_redo(connection, curator)

    def verdicts(self, assertion_id: str | None = None, *, curator: str | None = None) -> list[Verdict]:
        """Every verdict in the order given, on one assertion and by one curator where these are named."""
        with self._reading() as connection:
            return verdicts.listed(connection, assertion_id=assertion_id, curator=curator)

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        with self._transaction(write=False) as connection:
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        self._check_in_place()
        with self._transaction(write=True) as connection:
            yield connection
            search.take_in(connection)

    def _check_in_place(self) -> None:
        """Refuse to write where nobody looks: a file that is moved or deleted while it is open goes on without a name.

        Raises DatabaseError.
        """
        if _file(self.path) != self._file:
            raise DatabaseError(
                f"{self.path}: the file was moved or deleted while it was open; nothing was saved",
                hint="Put it back, or leave and open it where it is now.",
            )

    @contextmanager
    def _transaction(self, *, write: bool) -> Iterator[sqlite3.Connection]:
        with (
            self._turn,
            self._given_up(),
            translated(self.path, busy_seconds=self._busy_seconds),
            transaction(self._connection, write=write),
        ):
            yield self._connection


def _file(path: Path) -> tuple[int, int] | None:
    """Which file has the name, whatever it holds; none where there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino
