from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from curator.errors import DatabaseError
from curator.storage import Database
from curator.storage.migrations import migrations
from tests.storage_samples import document, filled, verdict


def _run(path: Path, *statements: str) -> None:
    connection = sqlite3.connect(path)
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


def _another_programs(path: Path) -> None:
    _run(path, "CREATE TABLE bookmarks (url)")


def _numbered_by_another_program(path: Path) -> None:
    _run(path, "PRAGMA application_id = 7", "CREATE TABLE verdicts (x)")


def _newer(path: Path) -> None:
    filled(path).close()
    _run(path, "PRAGMA user_version = 99")


def _text(path: Path) -> None:
    path.write_text("miRNA\tsource\n" * 400, "utf-8")


def _cut_short(path: Path) -> None:
    filled(path).close()
    path.write_bytes(path.read_bytes()[:5000])


def _overwritten_inside(path: Path) -> None:
    filled(path).close()
    content = bytearray(path.read_bytes())
    content[100:4096] = b"\xff" * 3996
    path.write_bytes(bytes(content))


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        pytest.param(_another_programs, "another program's", id="another program's"),
        pytest.param(_numbered_by_another_program, "another program's", id="another program's number"),
        pytest.param(_newer, "schema version 99, and this program knows versions up to", id="newer"),
        pytest.param(_text, "not a curator database", id="not SQLite"),
        pytest.param(_cut_short, "damaged", id="cut short"),
        pytest.param(_overwritten_inside, "damaged", id="overwritten"),
    ],
)
@pytest.mark.parametrize("readonly", [False, True], ids=["for writing", "for reading"])
def test_storage_database_refuses_in_words_and_changes_nothing(
    tmp_path: Path, spoil: Callable[[Path], None], message: str, readonly: bool
) -> None:
    path = tmp_path / "x.db"
    spoil(path)
    before = path.read_bytes()
    with pytest.raises(DatabaseError, match=message) as caught:
        Database.open(path, readonly=readonly)
    assert str(caught.value).startswith(f"{path}: ")
    assert path.read_bytes() == before
    # Where SQLite may not write, it cannot clear its two side files away either.
    assert {p.name for p in tmp_path.iterdir()} <= {"x.db", *(["x.db-wal", "x.db-shm"] if readonly else [])}


@pytest.mark.parametrize(
    ("where", "options", "message"),
    [
        pytest.param("none/x.db", {}, "there is no folder", id="no folder"),
        pytest.param("x.db", {"create": False}, "there is no such database", id="no file"),
        pytest.param("x.db", {"readonly": True}, "there is no such database", id="no file to read"),
        pytest.param(".", {}, "this is a folder", id="a folder"),
    ],
)
def test_storage_database_that_is_not_there_is_said(
    tmp_path: Path, where: str, options: dict[str, Any], message: str
) -> None:
    with pytest.raises(DatabaseError, match=message):
        Database.open(tmp_path / where, **options)
    assert list(tmp_path.iterdir()) == []


def test_storage_database_empty_file_becomes_one(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    path.touch()
    with pytest.raises(DatabaseError, match="is empty"):
        Database.open(path, readonly=True)
    with Database.open(path) as database:
        assert database.save_document(document())


@pytest.mark.parametrize("name", ["a b.db", "50%.db", "what?.db", "nr#1.db", "ünï.db", "'; --.db"])
def test_storage_database_may_have_any_name(tmp_path: Path, name: str) -> None:
    with Database.open(tmp_path / name) as database:
        database.save_document(document())
    assert {p.name for p in tmp_path.iterdir()} == {name}
    with Database.open(tmp_path / name, readonly=True) as database:
        assert database.document(document().id) == document()


def test_storage_database_open_for_reading_writes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    filled(path).close()
    before = path.read_bytes()
    with Database.open(path, readonly=True) as database:
        row = database.assertions()[0]
        with pytest.raises(DatabaseError, match="read-only"):
            database.append_verdict(verdict(row))
        assert database.assertion(row.id) == row
    assert path.read_bytes() == before


@pytest.fixture
def guarded(project_root: Path) -> Iterator[Path]:
    """A filled database, and a copy of the migrations beside it, in a folder where nobody may write."""
    folder = Path(tempfile.mkdtemp())
    shutil.copytree(project_root / "db" / "migrations", folder / "migrations")
    filled(folder / "x.db").close()
    (folder / "x.db").chmod(0o444)
    folder.chmod(0o555)
    yield folder / "x.db"
    folder.chmod(0o755)
    shutil.rmtree(folder)


@contextmanager
def _ordinary_user() -> Iterator[None]:
    """Permissions bind everybody but root."""
    user = os.geteuid()
    os.seteuid(user or 65534)
    try:
        yield
    finally:
        os.seteuid(user)


def test_storage_database_on_read_only_media_is_said(guarded: Path) -> None:
    with _ordinary_user(), pytest.raises(DatabaseError, match=r"read-only|cannot be opened"):
        Database.open(guarded, migrations_folder=guarded.parent / "migrations")


def test_storage_database_on_read_only_media_can_be_read(guarded: Path) -> None:
    with (
        _ordinary_user(),
        Database.open(guarded, readonly=True, migrations_folder=guarded.parent / "migrations") as database,
    ):
        assert database.document(document().id) == document()


def test_storage_database_waits_for_another_program_then_gives_up(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    with filled(path) as database:
        row = database.assertions()[0]
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with Database.open(path, busy_seconds=0.1) as database:
        assert database.assertion(row.id) == row, "reading does not wait"
        with pytest.raises(DatabaseError, match=r"locked by another program \(waited 0.1 s\)"):
            database.append_verdict(verdict(row))
        other.execute("ROLLBACK")
        database.append_verdict(verdict(row))
        assert len(database.verdicts()) == 1
    other.close()


def test_storage_database_new_one_waits_for_a_lock_too(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(DatabaseError, match="locked by another program"):
        Database.open(path, busy_seconds=0.1)
    other.close()
    Database.open(path).close()


def test_storage_database_fault_in_the_middle_undoes_the_whole(tmp_path: Path) -> None:
    def failing() -> Iterator[object]:
        raise RuntimeError("in the middle")
        yield

    with filled(tmp_path / "x.db") as database:
        before = database.assertions()
        with pytest.raises(RuntimeError, match="in the middle"):
            database.save_extraction(document().id, failing(), rules_version="r2", program_version="1")  # type: ignore[arg-type]
        assert database.assertions() == before
        database.append_verdict(verdict(before[0]))


def test_storage_database_full_disk_is_said_and_undone(tmp_path: Path) -> None:
    with filled(tmp_path / "x.db") as database:
        pages = database._connection.execute("PRAGMA page_count").fetchone()[0]
        database._connection.execute(f"PRAGMA max_page_count = {pages + 1}")
        with pytest.raises(DatabaseError, match="no space is left"):
            database.save_document(document("long " * 20000 + document().text))
        database._connection.execute("PRAGMA max_page_count = 1000000")
        assert len(database.documents()) == 1
        assert database._connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_storage_database_is_shared_by_threads(tmp_path: Path) -> None:
    with filled(tmp_path / "x.db") as database:
        row = database.assertions()[0]
        threads = [threading.Thread(target=database.append_verdict, args=[verdict(row)]) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        log = database.verdicts()
    assert [v.previous for v in log] == ["", *(v.id for v in log[:-1])]
    assert len(log) == 8


def test_storage_database_writes_to_disk_before_it_answers(tmp_path: Path) -> None:
    with Database.open(tmp_path / "x.db") as database:
        pragmas = ("journal_mode", "synchronous", "foreign_keys", "recursive_triggers")
        values = [database._connection.execute(f"PRAGMA {name}").fetchone()[0] for name in pragmas]
    assert values == ["wal", 2, 1, 1]


@pytest.fixture
def longer(tmp_path: Path, project_root: Path) -> Path:
    """The program's migrations and one more, as a later version of the program would have."""
    folder = tmp_path / "migrations"
    shutil.copytree(project_root / "db" / "migrations", folder)
    number = len(list(folder.iterdir())) + 1
    (folder / f"{number:04d}_notes.sql").write_text(
        "CREATE TABLE notes (text TEXT);\nINSERT INTO notes VALUES ('a;b'); -- two; statements\n", "utf-8"
    )
    return folder


def test_storage_migrations_bring_an_older_database_up(tmp_path: Path, longer: Path) -> None:
    path = tmp_path / "x.db"
    with filled(path) as database:
        given = database.append_verdict(verdict(database.assertions()[0]))
    with pytest.raises(DatabaseError, match="older schema version"):
        Database.open(path, readonly=True, migrations_folder=longer)
    with Database.open(path, migrations_folder=longer) as database:
        assert database.verdicts() == [given]
        assert database.document(document().id) == document()
    with pytest.raises(DatabaseError, match="Upgrade curator"):
        Database.open(path)


def test_storage_migrations_that_fail_leave_the_old_database(tmp_path: Path, longer: Path) -> None:
    path = tmp_path / "x.db"
    filled(path).close()
    last = migrations(longer)[-1].path
    last.write_text(last.read_text("utf-8") + "CREATE TABLE documents (x);\n", "utf-8")
    with pytest.raises(DatabaseError, match=r"step .* table documents already exists"):
        Database.open(path, migrations_folder=longer)
    with Database.open(path) as database:
        assert len(database.assertions()) == 2
    assert sqlite3.connect(path).execute("SELECT count(*) FROM sqlite_master WHERE name = 'notes'").fetchone() == (0,)


def test_storage_migrations_run_once_where_two_programs_start_at_once(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    failures: list[BaseException] = []

    def start() -> None:
        try:
            Database.open(path).close()
        except DatabaseError as e:
            failures.append(e)

    threads = [threading.Thread(target=start) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []


@pytest.mark.parametrize(
    "names",
    [
        pytest.param([], id="none"),
        pytest.param(["0002_b.sql"], id="first missing"),
        pytest.param(["0001_a.sql", "0003_c.sql"], id="gap"),
        pytest.param(["0001_a.sql", "0001_b.sql"], id="twice"),
    ],
)
def test_storage_migrations_are_numbered_without_a_gap(tmp_path: Path, names: list[str]) -> None:
    for name in names:
        (tmp_path / name).touch()
    with pytest.raises(DatabaseError, match="without a gap"):
        migrations(tmp_path)
