"""A database may come from anybody: nothing in it runs, hides rows or reaches another file; it is refused by name."""

from __future__ import annotations

import os
import shutil
import sqlite3
import struct
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from curator.errors import DatabaseError
from curator.storage import Database, connection, migrations, structure
from curator.storage.verify import verify
from tests.faces_samples import curator
from tests.storage_samples import filled, verdict

NEWEST = migrations.migrations(migrations.shipped_migrations())


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database as the program makes it, with the tables of the search."""
    path = tmp_path_factory.mktemp("ours") / "x.db"
    with filled(path) as database:
        database.append_verdict(verdict(database.assertions()[0]))
    return path


@pytest.fixture
def path(ours: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(ours, tmp_path))


def _run(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as held:
        held.execute("PRAGMA writable_schema = ON")
        for statement in statements:
            held.execute(statement)


OPENINGS: list[Callable[[Path], object]] = [
    lambda path: Database.open(path),
    lambda path: Database.open(path, readonly=True),
    lambda path: list(verify(path)[0]),
]


def _made(name: str) -> str:
    """How the program makes an object."""
    return next(sql for _, found, _, sql in migrations.built(NEWEST) if found == name)


def _smuggled(kind: str, name: str, table: str, made: str) -> str:
    """A row of the schema that no CREATE would make."""
    return f"INSERT INTO sqlite_master VALUES ('{kind}', '{name}', '{table}', 0, '{made}')"


_EVIL = "BEGIN DELETE FROM queue; END"

HOSTILE = [
    pytest.param(
        [f"CREATE TRIGGER evil AFTER INSERT ON documents {_EVIL}"],
        ("trigger", "evil", "on documents is not curator's"),
        id="another trigger",
    ),
    pytest.param(
        ["DROP TRIGGER verdicts_are_never_deleted"],
        ("trigger", "verdicts_are_never_deleted", "is missing"),
        id="no trigger",
    ),
    pytest.param(
        [
            "DROP TRIGGER verdicts_are_never_deleted",
            f"CREATE TRIGGER verdicts_are_never_deleted BEFORE DELETE ON verdicts {_EVIL}",
        ],
        ("trigger", "verdicts_are_never_deleted", "was changed"),
        id="our trigger's name",
    ),
    pytest.param(
        ["DROP VIEW curated", "CREATE VIEW curated AS SELECT 1 AS document"],
        ("view", "curated", "was changed"),
        id="our view's name",
    ),
    pytest.param(
        ["ALTER TABLE mentions RENAME TO hidden", "CREATE VIEW mentions AS SELECT * FROM hidden WHERE kind <> 'mirna'"],
        ("table", "mentions", "is a view"),
        id="a view in a table's place",
    ),
    pytest.param(
        ["ALTER TABLE documents ADD COLUMN evil TEXT AS (upper(title))"],
        ("table", "documents", "was changed"),
        id="a column that calls",
    ),
    pytest.param(
        [
            "UPDATE sqlite_master SET sql = replace(sql, 'title TEXT NOT NULL', "
            "'title TEXT NOT NULL CHECK (title NOT LIKE ''%a%'')') WHERE name = 'documents'"
        ],
        ("table", "documents", "was changed"),
        id="a check",
    ),
    pytest.param(
        [f"CREATE TRIGGER queue_search_evil AFTER INSERT ON verdicts {_EVIL}"],
        ("trigger", "queue_search_evil", "on verdicts is not curator's"),
        id="named like the search",
    ),
    pytest.param(
        ["CREATE VIRTUAL TABLE evil USING fts5(a)"],
        ("table", "evil", "is not curator's"),
        id="a table of another program's",
    ),
    pytest.param(
        ["DROP TABLE queue_search", "CREATE VIEW queue_search AS SELECT 1 AS rowid"],
        ("view", "queue_search", "is not curator's"),
        id="a view in the search's place",
    ),
    pytest.param(
        [
            "DROP TABLE queue_search",
            "CREATE VIRTUAL TABLE queue_search USING fts5(names, quote, section, rule, content = verdicts)",
        ],
        ("table", "queue_search", "is not curator's"),
        id="a search over another table",
    ),
]


@pytest.mark.parametrize(("statements", "said"), HOSTILE)
def test_security_database_with_another_schema_is_refused_by_name(
    path: Path, ours: Path, statements: list[str], said: tuple[str, str, str]
) -> None:
    kind, name, wrong = said
    _run(path, *statements)
    before = path.read_bytes()
    for readonly in (True, False):
        with pytest.raises(DatabaseError, match=f"not as curator makes it: the {kind} {name} {wrong}"):
            Database.open(path, readonly=readonly)
    for words in ((path, ours, "-o", path.with_name("all.db")), (path, "--into", ours)):
        refused = curator("merge", *words)
        assert (refused.exit_code, f"the {kind} {name} {wrong}" in refused.stderr) == (1, True), refused.stderr
    assert f"schema {name}: the {kind} {wrong}; right would be" in curator("verify", "--db", path).stdout
    assert path.read_bytes() == before
    assert not path.with_name("all.db").exists()


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        pytest.param(
            _smuggled("table", "mine", "mine", f"CREATE TRIGGER mine AFTER INSERT ON verdicts {_EVIL}"),
            r"malformed database schema \(mine\)",
            id="a trigger said to be a table",
        ),
        pytest.param(
            _smuggled("trigger", "evil", "mine", f"CREATE TRIGGER evil AFTER INSERT ON verdicts {_EVIL}"),
            r"malformed database schema \(evil\)",
            id="a trigger said to be on another",
        ),
        pytest.param(
            "ALTER TABLE documents ADD COLUMN evil TEXT AS (load_extension('evil.so'))",
            r"malformed database schema \(documents\)",
            id="a column that loads",
        ),
    ],
)
def test_security_database_that_sqlite_cannot_take_is_refused_in_words(path: Path, statement: str, said: str) -> None:
    _run(path, statement)
    for opening in OPENINGS:
        with pytest.raises(DatabaseError, match=f"the database is damaged .*{said}"):
            opening(path)


@pytest.mark.parametrize(
    "statement",
    [
        pytest.param("CREATE TABLE notes (assertion TEXT REFERENCES assertions (id), note TEXT)", id="a table"),
        pytest.param("CREATE VIEW mine AS SELECT mirna, count(*) FROM curated GROUP BY mirna", id="a view"),
        pytest.param("CREATE INDEX mine ON verdicts (time)", id="an index"),
        pytest.param(
            "INSERT INTO sqlite_master VALUES ('view', 'mine', 'mine', 0, "
            f"CAST(x'{b'CREATE VIEW mine AS SELECT 1 AS x --'.hex()}ff' AS TEXT))",
            id="a view in Latin-1",
        ),
        pytest.param("ANALYZE", id="what SQLite counts for itself"),
        pytest.param("DROP TABLE queue_search", id="without the search"),
        pytest.param("VACUUM", id="packed"),
    ],
)
def test_security_database_with_a_curators_own_objects_is_hers(path: Path, ours: Path, statement: str) -> None:
    _run(path, statement)
    with Database.open(path) as database:
        assert database.append_verdict(verdict(database.assertions()[1]))
    assert list(verify(path)[0]) == []
    assert curator("merge", path, ours, "-o", path.with_name("all.db")).exit_code == 0


@pytest.mark.parametrize(
    ("version", "said"),
    [
        pytest.param(0, "schema version 0, which no file in use has", id="none"),
        pytest.param(-1, "schema version -1, which no file in use has", id="below none"),
        pytest.param(1, "not as curator makes it: the", id="the first"),
        pytest.param(NEWEST[-1].number - 1, "not as curator makes it: the", id="the last but one"),
        pytest.param(NEWEST[-1].number + 1, "this program knows versions up to", id="one too many"),
        pytest.param(2**31 - 1, "this program knows versions up to", id="far too many"),
    ],
)
def test_security_database_that_lies_about_its_version_is_refused(path: Path, version: int, said: str) -> None:
    _run(path, f"PRAGMA user_version = {version}")
    before = path.read_bytes()
    with pytest.raises(DatabaseError, match=said):
        Database.open(path)
    assert path.read_bytes() == before


def test_security_database_with_a_table_of_hers_in_the_way_of_a_new_one_is_told_so(
    tmp_path: Path, project_root: Path
) -> None:
    path = Path(shutil.copy(project_root / "tests/data/databases/0001.db", tmp_path / "x.db"))
    _run(path, "CREATE TABLE queue (mine)")
    before = path.read_bytes()
    with pytest.raises(DatabaseError, match="cannot be brought up to date, step 2: table queue already exists"):
        Database.open(path)
    _run(path, "PRAGMA wal_checkpoint")
    assert path.read_bytes()[100:] == before[100:]


def test_security_database_is_opened_without_trust_in_its_schema(path: Path) -> None:
    with closing(connection.connect(path, create=False, readonly=False, busy_seconds=1)) as held:
        asked = {name: held.execute(f"PRAGMA {name}").fetchone()[0] for name in ("trusted_schema", "cell_size_check")}
        assert asked == {"trusted_schema": int(not connection._is_able_to_distrust()), "cell_size_check": 1}
        assert held.getlimit(sqlite3.SQLITE_LIMIT_LENGTH) < 1 << 30


def test_security_database_is_compared_by_one_hash(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that is ours costs a look at the list; building the schema anew would be felt at every start."""

    def dear(steps: object) -> None:
        raise AssertionError("the schema was built anew")

    monkeypatch.setattr(migrations, "built", dear)
    Database.open(path).close()
    _run(path, "CREATE VIEW mine AS SELECT 1")
    with pytest.raises(AssertionError, match="built anew"):
        Database.open(path)


def _row(made: str) -> structure.Object:
    return ("table", "papers", "papers", made)


@pytest.mark.parametrize(
    ("made", "same"),
    [
        pytest.param("CREATE TABLE papers (a, b)", True, id="the same"),
        pytest.param("CREATE TABLE papers (a, -- of it\n  b)", True, id="a comment elsewhere"),
        pytest.param("CREATE TABLE papers (a, b, c)", False, id="a column"),
        pytest.param("CREATE TABLE papers (a '--', b)", False, id="what looks like a comment"),
    ],
)
def test_security_database_schema_is_compared_but_for_comments(made: str, same: bool) -> None:
    found = list(structure.differences([_row(made)], [_row("CREATE TABLE papers (a, b)")]))
    assert (found == []) is same


def _journal(path: Path, *, naming: Path) -> None:
    """Leave a journal beside the file, as a program that died within a transaction over several files would."""
    with closing(sqlite3.connect(path, isolation_level=None)) as held:
        held.execute("PRAGMA journal_mode = DELETE")
        held.execute("PRAGMA cache_size = 1")
        held.execute("BEGIN")
        held.execute("CREATE TABLE filler AS SELECT zeroblob(4000) AS x FROM verdicts, documents, slots")
        held.execute("UPDATE documents SET name = name || 'x'")
        half = [file.read_bytes() for file in (path, path.with_name(f"{path.name}-journal"))]
        held.execute("ROLLBACK")
    name = os.fsencode(naming)
    total = sum(struct.unpack(f"{len(name)}b", name)) & 0xFFFFFFFF
    page = struct.pack(">I", 0x40000000 // 4096 + 1)
    record = page + name + struct.pack(">II", len(name), total) + bytes.fromhex("d9d505f920a163d7")
    path.write_bytes(half[0])
    path.with_name(f"{path.name}-journal").write_bytes(half[1] + record)


def _reads(path: Path) -> None:
    with closing(sqlite3.connect(path)) as held:
        held.execute("SELECT count(*) FROM documents").fetchone()


def test_security_database_journal_deletes_no_other_file(path: Path) -> None:
    precious = path.with_name("thesis.txt")
    precious.write_bytes(b"three years\0")
    _journal(path, naming=precious)
    for opening in OPENINGS:
        with pytest.raises(DatabaseError, match="the journal beside it names another file, which SQLite would delete"):
            opening(path)
    assert "names another file" in curator("merge", path, path, "-o", path.with_name("all.db")).stderr
    assert precious.read_bytes() == b"three years\0"
    # It is what SQLite does with the file by itself, or nothing was shown here.
    _reads(path)
    assert not precious.exists()


def test_security_database_goes_on_after_a_journal_of_its_own(path: Path) -> None:
    _journal(path, naming=path.with_name("none"))
    journal = path.with_name("x.db-journal")
    journal.write_bytes(journal.read_bytes()[:-1])
    with Database.open(path) as database:
        assert [paper.name for paper in database.documents()] == ["sample"]
    assert not journal.exists()


@pytest.mark.parametrize(
    ("table", "column", "value", "right"),
    [
        pytest.param("documents", "text", "x'00ff'", "text", id="a paper's text"),
        pytest.param("claims", "mirna", "x'6d'", "text", id="a name"),
        pytest.param("assertions", "confidence", "x'00'", "real", id="a number"),
        pytest.param("evidence", "number", "number", "", id="as it should be"),
    ],
)
def test_security_database_values_of_another_kind_are_named(
    path: Path, ours: Path, table: str, column: str, value: str, right: str
) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as held:
        held.execute("PRAGMA ignore_check_constraints = ON")
        held.execute("DROP TRIGGER search_follows_evidence")
        held.execute(f"UPDATE {table} SET {column} = {value} WHERE number = 1")
        held.execute(_made("search_follows_evidence"))
    named = [str(fault) for fault in verify(path)[0]]
    merged = curator("merge", path, ours, "-o", path.with_name("all.db"))
    if not right:
        assert (named, merged.exit_code) == ([], 0)
        return
    assert f"{table} {column}: 1 of its values are of another kind; right would be {right}" in named
    assert merged.exit_code == 1
    assert f"x.db: {table}.{column} holds what is not {right}, 1 times" in merged.stderr or "damaged" in merged.stderr


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes with a name are POSIX")
@pytest.mark.parametrize("name", ["pipe", "x.db-journal", "x.db-wal", "x.db-shm", "/dev/zero"])
def test_security_database_that_is_no_file_is_not_waited_for(path: Path, name: str) -> None:
    odd = path.parent / name
    if not odd.exists():
        os.mkfifo(odd)
    opened = odd if name in ("pipe", "/dev/zero") else path
    for opening in OPENINGS:
        with pytest.raises(DatabaseError, match="this is a pipe, a device or a folder, not a file"):
            opening(opened)
    assert "not a file" in curator("merge", opened, path, "-o", path.with_name("all.db")).stderr
