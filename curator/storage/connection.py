"""An SQLite connection that fails in words: opening, transactions, and the translation of SQLite's errors.

Every write is one transaction that a crash leaves whole or undone (write-ahead log, `synchronous = FULL`), and waits
for another program's write for `busy_seconds` before it gives up.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from functools import cache
from os import SEEK_END
from pathlib import Path

from curator.errors import DatabaseError, InputError, LockedError

BUSY_SECONDS = 5.0
_RETRY_SECONDS = 0.02
_CACHE_KIBIBYTES = 64 * 1024
"""Of the file, kept in memory: the queue's indexes with a million rows, where SQLite's own 2 MB would hold none."""
_SHOWN = 40
"""Characters of a bad text that an error shows."""
_PRIMARY_CODE = 0xFF
"""SQLite's extended error codes carry the primary one in their lowest byte."""
_LONGEST = 1 << 28
"""Bytes of one value or row: many times what a paper has, and what any machine can hold."""
_NAMES_ANOTHER = bytes.fromhex("d9d505f920a163d7")
"""The end of a journal that is one of several and names a file of SQLite's that lists them."""


def connect(path: Path, *, create: bool, readonly: bool, busy_seconds: float) -> sqlite3.Connection:
    """Open the file, in driver autocommit: transactions are begun by `transaction` alone.

    Raises DatabaseError where there is no such file or folder, or where SQLite cannot open it.
    """
    _check_place(path, create=create and not readonly)
    _check_journal(path)
    mode = "ro" if readonly else "rwc" if create else "rw"
    with translated(path, busy_seconds=busy_seconds):
        connection = _open(path, mode, busy_seconds=busy_seconds)
        try:
            _configure(connection)
        except BaseException:
            connection.close()
            raise
    return connection


def use_write_ahead_log(connection: sqlite3.Connection, *, busy_seconds: float) -> None:
    """Let readers and a writer work at once. Kept in the file, so this is a no-op from the second opening on."""
    deadline = time.monotonic() + busy_seconds
    while _journal_mode(connection) != "wal":
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as e:
            # SQLite does not wait for this lock by itself.
            if _code(e) != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
            time.sleep(_RETRY_SECONDS)
        else:
            return


@contextmanager
def transaction(connection: sqlite3.Connection, *, write: bool) -> Iterator[None]:
    """All or nothing. A write takes its lock at once, so that what it reads first cannot change under it."""
    connection.execute("BEGIN IMMEDIATE" if write else "BEGIN")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        # A full disk or a RAISE(ROLLBACK) has ended the transaction already.
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


@contextmanager
def translated(path: Path, *, busy_seconds: float = BUSY_SECONDS) -> Iterator[None]:
    """Turn what SQLite says of the file into a DatabaseError; a mistake in a statement stays what it is.

    Raises InputError for a text that no file can hold, such as a name that the terminal sent in another encoding.
    """
    try:
        yield
    except UnicodeEncodeError as e:
        shown = e.object[: e.end][-_SHOWN:].encode("ascii", "backslashreplace").decode()
        raise InputError(
            f"a text is not valid Unicode at character {e.start}: {shown}", hint="Write it in UTF-8."
        ) from e
    except sqlite3.Error as e:
        error = _explained(e, path, busy_seconds=busy_seconds)
        if error is None:
            raise
        raise error from e


def left_beside(path: Path) -> bool:
    """Whether SQLite keeps its log beside the file: some program has it open, or died with it open."""
    return path.with_name(f"{path.name}-wal").exists()


def tidy(path: Path, beside: bool) -> None:
    """Take away the empty log that reading the file has made; `beside` is `left_beside` before it was opened.

    Only a connection that may write takes it away, as the last to close. Where none may, or another program has opened
    the file meanwhile, the log stays.
    """
    if beside or not left_beside(path):
        return
    with suppress(sqlite3.Error), closing(_connected(f"{path.absolute().as_uri()}?mode=rw", busy_seconds=0)) as last:
        last.execute("PRAGMA schema_version").fetchone()


def _open(path: Path, mode: str, *, busy_seconds: float) -> sqlite3.Connection:
    uri = f"{path.absolute().as_uri()}?mode={mode}"
    connection = _connected(uri, busy_seconds=busy_seconds)
    if mode != "ro" or _readable(connection):
        return connection
    # A write-ahead log needs a writable folder even to be read; on read-only media nothing can be pending in one.
    connection.close()
    return _connected(f"{uri}&immutable=1", busy_seconds=busy_seconds)


def _connected(uri: str, *, busy_seconds: float) -> sqlite3.Connection:
    # Threads take turns in `Database`; SQLite itself is built to be called from any.
    return sqlite3.connect(uri, uri=True, timeout=busy_seconds, isolation_level=None, check_same_thread=False)


def _readable(connection: sqlite3.Connection) -> bool:
    try:
        connection.execute("PRAGMA schema_version").fetchone()
    except sqlite3.OperationalError as e:
        if _code(e) in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY):
            return False
        connection.close()
        raise
    return True


def _configure(connection: sqlite3.Connection) -> None:
    if _is_able_to_distrust():
        # A file may come from anybody: its views and triggers may call nothing that reaches out of it.
        connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("PRAGMA cell_size_check = ON")
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST)
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = FULL")
    # Without it, INSERT OR REPLACE deletes past the triggers.
    connection.execute("PRAGMA recursive_triggers = ON")
    connection.execute(f"PRAGMA cache_size = {-_CACHE_KIBIBYTES}")
    # The first read of the file: where it is not SQLite, this is where it shows.
    connection.execute("PRAGMA schema_version").fetchone()


@cache
def _is_able_to_distrust() -> bool:
    """False for SQLite 3.38 to 3.40, which takes its own JSON functions for some that reach out of the file."""
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("CREATE VIEW asked AS SELECT json_valid('1')")
        connection.execute("PRAGMA trusted_schema = OFF")
        try:
            connection.execute("SELECT * FROM asked")
        except sqlite3.OperationalError:
            return False
    return True


def _journal_mode(connection: sqlite3.Connection) -> str:
    return str(connection.execute("PRAGMA journal_mode").fetchone()[0])


def _check_place(path: Path, *, create: bool) -> None:
    if path.is_dir():
        raise DatabaseError(f"{path}: this is a folder, not a database", hint="Name a file in it.")
    for held in (path.with_name(f"{path.name}{ending}") for ending in ("", "-journal", "-wal", "-shm")):
        if held.exists() and not held.is_file():
            # To open a pipe is to wait for whoever writes to it.
            raise DatabaseError(f"{held}: this is a pipe, a device or a folder, not a file", hint="Name a database.")
    if create and not path.parent.is_dir():
        raise DatabaseError(f"{path}: there is no folder {path.parent}", hint="Create it, or name another with --db.")
    if not create and not path.exists():
        raise DatabaseError(f"{path}: there is no such database", hint="`curator read FILE` makes one.")


def _check_journal(path: Path) -> None:
    """Refuse a journal that names another file: SQLite would delete that file, whatever it is, when it opens ours.

    The program writes no such journal, so that whoever put it there wants a file away.
    """
    journal = path.with_name(f"{path.name}-journal")
    try:
        with journal.open("rb") as held:
            held.seek(-min(journal.stat().st_size, len(_NAMES_ANOTHER)), SEEK_END)
            end = held.read()
    except OSError:
        return
    if end == _NAMES_ANOTHER:
        raise DatabaseError(
            f"{path}: the journal beside it names another file, which SQLite would delete; curator writes no such one",
            hint=f"Nothing was opened. Remove {journal.name}, or ask for a copy of the database alone.",
        )


def _code(error: sqlite3.Error) -> int:
    if _is_unreadable(error):
        return sqlite3.SQLITE_CORRUPT
    return int(getattr(error, "sqlite_errorcode", sqlite3.SQLITE_OK)) & _PRIMARY_CODE


def _is_unreadable(error: sqlite3.Error) -> bool:
    """True for a text that is no UTF-8, of which Python says so by itself, without a code of SQLite's."""
    return "Could not decode to UTF-8" in str(error)


def _reason(error: sqlite3.Error) -> str:
    return "a text in it is not UTF-8" if _is_unreadable(error) else str(error)


def _explained(error: sqlite3.Error, path: Path, *, busy_seconds: float) -> DatabaseError | None:
    messages = {
        sqlite3.SQLITE_BUSY: (
            f"locked by another program (waited {busy_seconds:g} s)",
            "Close the other program or let it finish, then try again.",
        ),
        sqlite3.SQLITE_LOCKED: ("locked by another connection", "Let it finish, then try again."),
        sqlite3.SQLITE_READONLY: (
            "the database is read-only",
            "Allow writing to the file and its folder, or copy it elsewhere and use --db.",
        ),
        sqlite3.SQLITE_PERM: ("no permission to open the database", "Allow reading and writing, or use --db."),
        sqlite3.SQLITE_CANTOPEN: ("the database cannot be opened", "Allow reading and writing in its folder."),
        sqlite3.SQLITE_NOTADB: ("this is not a curator database", "Name another file with --db."),
        sqlite3.SQLITE_CORRUPT: (
            f"the database is damaged ({_reason(error)})",
            "Restore it from a copy; nothing was changed.",
        ),
        sqlite3.SQLITE_FULL: ("no space is left for the database", "Make room; nothing was changed."),
        sqlite3.SQLITE_IOERR: (
            f"the disk failed ({error})",
            "Look whether there is room on it, or a limit; nothing was changed.",
        ),
        sqlite3.SQLITE_CONSTRAINT: (f"the database refused what was to be saved ({error})", "Nothing was changed."),
        sqlite3.SQLITE_TOOBIG: (f"a text is longer than {_LONGEST >> 20} MB", "Split the file; nothing was changed."),
    }
    code = _code(error)
    found = messages.get(code)
    kind = LockedError if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED) else DatabaseError
    return None if found is None else kind(f"{path}: {found[0]}", hint=found[1])
