"""The way in: one open database, every job one transaction, every failure a DatabaseError in words."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from curator.model import Assertion, Document, State, Verdict
from curator.storage import assertions, documents, extraction, migrations, verdicts
from curator.storage.connection import BUSY_SECONDS, connect, transaction, translated, use_write_ahead_log
from curator.storage.records import DocumentSummary, ExtractionReport, StoredAssertion


class Database:
    """One SQLite file, open. Threads may share it and take turns; programs that share the file wait for each other."""

    def __init__(self, connection: sqlite3.Connection, path: Path, *, busy_seconds: float = BUSY_SECONDS) -> None:
        self.path = path
        self._connection = connection
        self._busy_seconds = busy_seconds
        self._turn = threading.RLock()

    @classmethod
    def open(
        cls,
        path: Path,
        *,
        create: bool = True,
        readonly: bool = False,
        busy_seconds: float = BUSY_SECONDS,
        migrations_folder: Path | None = None,
    ) -> Self:
        """Open the file and bring it to the newest schema; with `readonly` nothing is written, not even that.

        Raises DatabaseError where the folder or (without `create`) the file is missing, where the file is not
        curator's, newer than the program, damaged or read-only, or locked for longer than `busy_seconds`.
        """
        steps = migrations.migrations(migrations_folder or migrations.shipped_migrations())
        connection = connect(path, create=create, readonly=readonly, busy_seconds=busy_seconds)
        try:
            with translated(path, busy_seconds=busy_seconds):
                if readonly:
                    migrations.require_newest(connection, path, newest=steps[-1].number)
                else:
                    migrations.check(connection, path, newest=steps[-1].number)
                    use_write_ahead_log(connection, busy_seconds=busy_seconds)
                    migrations.migrate(connection, path, steps)
        except BaseException:
            connection.close()
            raise
        return cls(connection, path, busy_seconds=busy_seconds)

    def close(self) -> None:
        """Close the file. What was saved is in it already."""
        with self._turn, translated(self.path, busy_seconds=self._busy_seconds):
            self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

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

    def save_extraction(
        self, document_id: str, found: Iterable[Assertion], *, rules_version: str, program_version: str
    ) -> ExtractionReport:
        """Make the document's rows those of this extraction. The same again changes nothing.

        New rows are added; rows found again are kept; rows not found any more are marked, never dropped; verdicts stay
        as they are. Raises DatabaseError for an unknown document, ValueError for evidence that is not in its text.
        """
        with self._writing() as connection:
            return extraction.save(
                connection, document_id, found, rules_version=rules_version, program_version=program_version
            )

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
        conditions = assertions.Conditions(document_id=document_id, state=state, text=text)
        with self._reading() as connection:
            return assertions.window(connection, conditions, limit=limit, offset=offset)

    def assertion(self, assertion_id: str) -> StoredAssertion:
        """One row. Raises DatabaseError where there is none with this id."""
        with self._reading() as connection:
            return assertions.one(connection, assertion_id)

    def append_verdict(self, verdict: Verdict) -> Verdict:
        """Append the verdict, on disk when this returns, and give it back with its id, chain link and time filled."""
        with self._writing() as connection:
            return verdicts.append(connection, verdict)

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
        with self._transaction(write=True) as connection:
            yield connection

    @contextmanager
    def _transaction(self, *, write: bool) -> Iterator[sqlite3.Connection]:
        with (
            self._turn,
            translated(self.path, busy_seconds=self._busy_seconds),
            transaction(self._connection, write=write),
        ):
            yield self._connection
