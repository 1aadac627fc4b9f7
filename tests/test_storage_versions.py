"""Databases that earlier versions wrote: they open, nothing is lost, and what they were is kept beside them."""

from __future__ import annotations

import random
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from curator import identity
from curator.curation.verdicts import conflict, state_of
from curator.errors import DatabaseError
from curator.model import Polarity, State
from curator.storage import Database, migrations
from curator.storage.verify import verify

DATABASES = Path(__file__).parent / "data" / "databases"
OLD = sorted(DATABASES.glob("*.db"))
NEWEST = migrations.migrations(migrations.shipped_migrations())[-1].number
UNRELEASED = {3}
"""Steps that no program was released with: nobody has such a file."""

_STATES = (
    "SELECT assertions.id, state FROM assertion_states "
    "JOIN assertions ON assertions.number = assertion_states.assertion ORDER BY assertions.id"
)
_VERDICTS = "SELECT id, assertion, action, curator, time, comment, quote, previous FROM verdicts ORDER BY number"


def _said(path: Path, *statements: str) -> list[list[tuple[object, ...]]]:
    with closing(sqlite3.connect(path)) as connection:
        return [connection.execute(statement).fetchall() for statement in statements]


def _content(path: Path) -> bytes:
    """The file without what its header says of its writing: how often, of its schema how often, and by which SQLite."""
    held = path.read_bytes()
    return held[:24] + held[28:40] + held[44:92] + held[100:]


def _copy(old: Path, folder: Path) -> Path:
    return Path(shutil.copy(old, folder / "x.db"))


def test_storage_versions_before_the_newest_are_all_kept() -> None:
    assert {int(path.stem) for path in OLD} >= set(range(1, NEWEST)) - UNRELEASED


@pytest.mark.parametrize("old", OLD, ids=lambda path: path.stem)
def test_storage_versions_open_with_the_same_verdicts_and_states(old: Path, tmp_path: Path) -> None:
    path = _copy(old, tmp_path)
    before = _said(path, _STATES, _VERDICTS)
    with Database.open(path) as database:
        assert database.backup == tmp_path / f"x.db.before-{int(old.stem) + 1:04}.bak"
        assert database.derived_differences() == []
        for row in database.assertions():
            log = database.verdicts(row.id)
            assert (row.state, row.decided, row.decided_polarity) == state_of(log)
            assert not conflict(log)
        row = database.assertions()[0]
        assert database.queue_counts().rows == len(before[0])
    assert _said(path, _STATES, _VERDICTS) == before
    assert list(verify(path)[0]) == []
    assert _said(database.backup, _STATES, _VERDICTS, "PRAGMA user_version") == [*before, [(int(old.stem),)]]
    assert _content(database.backup) == _content(old)


def test_storage_versions_that_did_not_say_a_polarity_affirm_what_was_kept(tmp_path: Path) -> None:
    """Who accepted a row before there was a choice affirmed it, though its text only considers it; what nobody decided
    is as the text has it. Every verdict keeps its id."""
    path = _copy(DATABASES / "0004.db", tmp_path)
    with Database.open(path) as database:
        rows = [row for row in database.assertions() if row.assertion.polarity is not Polarity.AFFIRMED]
        assert [(row.assertion.polarity, row.state, row.decided_polarity, row.polarity) for row in rows] == [
            (Polarity.SPECULATIVE, State.UNDECIDED, None, Polarity.SPECULATIVE),
            (Polarity.SPECULATIVE, State.ACCEPTED, Polarity.AFFIRMED, Polarity.AFFIRMED),
            (Polarity.NEGATED, State.UNDECIDED, None, Polarity.NEGATED),
        ]
        assert {verdict.polarity for verdict in database.verdicts()} == {None}
        assert all(identity.verdict_id(verdict) == verdict.id for verdict in database.verdicts())
    assert _said(path, "SELECT polarity, reference FROM curated WHERE mirna = 'miR-100'") == [
        [("affirmed", "Au Yeung CL, Co NN, Tsuruga T. Exosomal transfer of stroma-derived miR21 confers paclitaxel "
          "resistance. Nat Commun. 2016;7:11150. Zhang H, Deng T, Liu R. CAF secreted miR-522 suppresses ferroptosis. "
          "Mol Cancer. 2020;19:43.")]
    ]  # fmt: skip


@pytest.mark.parametrize("old", OLD, ids=lambda path: path.stem)
def test_storage_versions_are_copied_once_and_tell_how_far(old: Path, tmp_path: Path) -> None:
    path = _copy(old, tmp_path)
    told: list[str] = []
    for _ in range(2):
        with Database.open(path, progress=lambda stage, done, total: told.append(stage)) as database:
            made = database.backup
    assert made is None
    assert told[0] == "copying x.db before it is brought up to date"
    assert f"bringing x.db up to date, step {NEWEST} of {NEWEST}" in told
    assert sorted(file.name for file in tmp_path.iterdir()) == ["x.db", f"x.db.before-{int(old.stem) + 1:04}.bak"]


def test_storage_versions_do_not_write_over_another_copy(tmp_path: Path) -> None:
    path = _copy(OLD[0], tmp_path)
    other = tmp_path / "x.db.before-0002.bak"
    other.write_bytes(b"of another time")
    with Database.open(path) as database:
        assert database.backup == tmp_path / "x.db.before-0002.bak.2"
    assert other.read_bytes() == b"of another time"


def test_storage_versions_without_a_paper_are_not_copied(tmp_path: Path) -> None:
    Database.open(tmp_path / "new.db").close()
    step = migrations.migrations(migrations.shipped_migrations())[:1]
    with closing(sqlite3.connect(tmp_path / "old.db", isolation_level=None)) as connection:
        migrations.migrate(connection, tmp_path / "old.db", step)
    with Database.open(tmp_path / "old.db") as database:
        assert database.backup is None
    assert sorted(file.name for file in tmp_path.iterdir()) == ["new.db", "old.db"]


_OPEN = "import sys; from pathlib import Path; from curator.storage import Database; Database.open(Path(sys.argv[1]))"


def test_storage_versions_killed_while_they_are_brought_up_to_date_lose_nothing(
    tmp_path: Path, project_root: Path
) -> None:
    """A few dozen moments from the start of the program to its end; a file is there as it was, or all new."""
    old = OLD[-1]
    expected = _said(old, _STATES, _VERDICTS)
    chance = random.Random(3)
    found = set()
    started = time.monotonic()
    path = _copy(old, tmp_path)
    subprocess.run([sys.executable, "-c", _OPEN, str(path)], cwd=project_root, check=True)
    whole = time.monotonic() - started
    for number in range(24):
        folder = tmp_path / str(number)
        folder.mkdir()
        path = _copy(old, folder)
        program = subprocess.Popen([sys.executable, "-c", _OPEN, str(path)], cwd=project_root)
        # Most of the time goes by in starting; what matters is at the end.
        time.sleep(whole * chance.uniform(0.6, 1.1))
        program.kill()
        program.wait()
        ((version,),), states, given = _said(path, "PRAGMA user_version", _STATES, _VERDICTS)
        found.add(version)
        assert [states, given] == expected
        for copy in folder.glob("*.bak"):
            assert _content(copy) == _content(old)
        Database.open(path).close()
        assert list(verify(path)[0]) == []
    assert found <= {int(old.stem), NEWEST}


def _limited(program: str, path: Path, project_root: Path, *, room: int) -> subprocess.CompletedProcess[str]:
    """Run a program that can make no file longer than so many bytes, as on a disk that is nearly full."""

    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))

    command = [sys.executable, "-c", program, str(path)]
    return subprocess.run(command, cwd=project_root, preexec_fn=limit, capture_output=True, text=True, check=False)


def test_storage_versions_are_left_alone_where_there_is_no_room_for_a_copy(tmp_path: Path, project_root: Path) -> None:
    path = _copy(OLD[0], tmp_path)
    done = _limited(_OPEN, path, project_root, room=100_000)
    assert "DatabaseError" in done.stderr.splitlines()[-2]
    assert "the copy that is made before the database is brought up to date cannot be written" in done.stderr
    assert "MB of room" in done.stderr.splitlines()[-1]
    assert [file.name for file in tmp_path.iterdir()] == ["x.db"]
    assert path.read_bytes() == OLD[0].read_bytes()
    Database.open(path).close()


_JUDGE = """
import sys
from pathlib import Path
from curator.model import Action, Verdict
from curator.storage import Database
with Database.open(Path(sys.argv[1])) as database:
    row = database.assertions()[0]
    while True:
        given = Verdict(row.id, Action.COMMENT, "ada", "", row.claim, comment="x" * 5000)
        print(database.append_verdict(given).id, flush=True)
"""


def test_storage_on_a_full_disk_says_so_and_keeps_what_it_acknowledged(tmp_path: Path, project_root: Path) -> None:
    path = _copy(OLD[0], tmp_path)
    Database.open(path).close()
    done = _limited(_JUDGE, path, project_root, room=path.stat().st_size + 100_000)
    assert any(words in done.stderr for words in ("no space is left", "the disk failed")), done.stderr
    assert "nothing was changed" in done.stderr
    given = done.stdout.split()
    assert given
    with Database.open(path) as database:
        assert set(given) <= {verdict.id for verdict in database.verdicts()}
    assert list(verify(path)[0]) == []


def test_storage_full_by_its_own_limit_says_so(tmp_path: Path) -> None:
    path = _copy(OLD[0], tmp_path)
    with Database.open(path) as database:
        pages = database._connection.execute("PRAGMA page_count").fetchone()[0]
        database._connection.execute(f"PRAGMA max_page_count = {pages}")
        before = database.verdicts()
        with pytest.raises(DatabaseError, match="no space is left"):
            database.save_filter("long", "x" * 100_000)
        assert (database.filters(), database.verdicts()) == ({}, before)


def test_storage_on_read_only_media_reads_and_says_that_it_cannot_write(tmp_path: Path) -> None:
    path = _copy(OLD[0], tmp_path)
    Database.open(path).close()
    before = path.read_bytes()
    with Database.open(path, readonly=True) as database:
        rows = database.assertions()
        with pytest.raises(DatabaseError, match="read-only"):
            database.assign(rows[0].claim_id, "ada", curator="ada")
    assert path.read_bytes() == before
    names = {file.name for file in tmp_path.iterdir()}
    assert names == {"x.db", "x.db.before-0002.bak"}, "reading leaves nothing beside the file"


def test_storage_versions_are_brought_up_to_date_by_one_of_two_programs(tmp_path: Path, project_root: Path) -> None:
    path = _copy(OLD[-1], tmp_path)
    programs = [subprocess.Popen([sys.executable, "-c", _OPEN, str(path)], cwd=project_root) for _ in range(3)]
    assert [program.wait() for program in programs] == [0, 0, 0]
    assert [file.name for file in tmp_path.glob("*.bak*")] == [f"x.db.before-{int(OLD[-1].stem) + 1:04}.bak"]
    assert list(verify(path)[0]) == []
