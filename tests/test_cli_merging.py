"""Several curators on the command line: merging their files, measuring how far they agree, sharing the work out."""

from __future__ import annotations

import json
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from curator.model import Action, Polarity, Reason
from curator.storage import Database
from curator.workbench import Workbench
from tests.faces_samples import curator
from tests.storage_samples import filled
from tests.tui_samples import sample


@pytest.fixture(scope="module")
def proposed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with three rows that nobody has judged."""
    return sample(tmp_path_factory.mktemp("proposed")).path


def copy_for(name: str, proposed: Path, folder: Path, *judged: tuple[int, Action]) -> Path:
    """A curator's copy with her verdicts."""
    path = Path(shutil.copyfile(proposed, folder / f"{name}.db"))
    with pytest.MonkeyPatch.context() as patch, Workbench(path) as workbench:
        patch.setenv("CURATOR_NAME", name)
        rows = workbench.queue()
        for number, action in judged:
            reason = Reason.WRONG_SOURCE if action is Action.REJECT else None
            comment = "macrophages" if action is Action.REJECT else ""
            workbench.judge(rows[number].stored.id, action, reason=reason, comment=comment)
    return path


@pytest.fixture
def copies(proposed: Path, tmp_path: Path) -> tuple[Path, Path]:
    """Ada accepted the first two rows; Bob accepted the first and rejected the second."""
    ada = copy_for("ada", proposed, tmp_path, (0, Action.ACCEPT), (1, Action.ACCEPT))
    bob = copy_for("bob", proposed, tmp_path, (0, Action.ACCEPT), (1, Action.REJECT))
    return ada, bob


def states(path: Path) -> list[str]:
    with Workbench(path) as workbench:
        return [item.stored.state.value for item in workbench.queue()]


def test_cli_merge_tells_what_each_brought_and_what_is_in_conflict(copies: tuple[Path, Path], tmp_path: Path) -> None:
    both = tmp_path / "both.db"
    run = curator("merge", *copies, "-o", both)
    assert run.exit_code == 0
    table, conflicts = run.stdout.split("\n\n")
    assert [line.split()[1:] for line in table.splitlines()[1:]] == [["1", "3", "2", "0", "0", "2"]] * 2
    assert "in conflict: 1 row\n" in conflicts
    assert "small-2024: miR-21 of macrophage → APAF1: resistance to paclitaxel [1]\n    ada accepted\n" in conflicts
    assert "    bob rejected: wrong source: macrophages\n" in conflicts
    assert f"{both}: 1 paper, 3 rows, 4 verdicts, 1 conflict." in run.stderr
    assert f"curator review --db {both}" in run.stderr
    assert states(both) == ["accepted", "undecided", "undecided"]


def test_cli_merge_tells_how_two_differ_who_keep_the_row(proposed: Path, tmp_path: Path) -> None:
    """The text denies the third row; Ada accepts it so, Bob takes it for a fact."""
    ada = copy_for("ada", proposed, tmp_path, (2, Action.ACCEPT))
    bob = copy_for("bob", proposed, tmp_path)
    with pytest.MonkeyPatch.context() as patch, Workbench(bob) as workbench:
        patch.setenv("CURATOR_NAME", "bob")
        row = workbench.queue()[2].stored
        workbench.judge(row.id, Action.EDIT, after=row.claim, polarity=Polarity.AFFIRMED)
    run = curator("merge", ada, bob, "-o", tmp_path / "both.db")
    assert "    ada accepted as negated\n    bob mended and accepted as affirmed\n" in run.stdout
    run = curator("agreement", ada, bob)
    (told,) = (line.split() for line in run.stdout.splitlines() if line.strip().startswith("polarity"))
    assert told[1:5] == ["0", "1", "1", "0.00"]


def test_cli_merge_leaves_one_file_and_touches_no_other(copies: tuple[Path, Path], tmp_path: Path) -> None:
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    curator("merge", *copies, "-o", tmp_path / "both.db")
    after = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert after.keys() - before.keys() == {"both.db"}
    assert {name: after[name] for name in before} == before


def test_cli_merge_into_a_database_and_again(copies: tuple[Path, Path]) -> None:
    ada, bob = copies
    assert "had all of it" not in curator("merge", bob, "--into", ada).stderr
    assert states(ada) == ["accepted", "undecided", "undecided"]
    again = curator("merge", bob, "--into", ada)
    assert again.exit_code == 0
    assert "4 verdicts, 1 conflict. It had all of it already." in again.stderr


def test_cli_merge_takes_files_of_earlier_versions(
    copies: tuple[Path, Path], tmp_path: Path, project_root: Path
) -> None:
    """A copy that another curator has not opened since the program was brought up to date is left as it is."""
    old = tmp_path / "old.db"
    with closing(sqlite3.connect(old)) as connection:
        for step in sorted((project_root / "db" / "migrations").glob("*.sql"))[:2]:
            connection.executescript(step.read_text("utf-8"))
        connection.execute(f"PRAGMA application_id = {int.from_bytes(b'crtr', 'big')}")
        connection.execute("PRAGMA user_version = 2")
        connection.execute(
            "INSERT INTO documents (id, name, title, format, text, added) "
            "VALUES ('d1', 'older', '', 'text', 'Older.', '2025-01-01T00:00:00Z')"
        )
        connection.commit()
    before = old.read_bytes()
    run = curator("merge", old, copies[0], "-o", tmp_path / "both.db")
    assert run.exit_code == 0
    with Workbench(tmp_path / "both.db") as workbench:
        assert [paper.name for paper in workbench.documents()] == ["older", "small-2024"]
    assert old.read_bytes() == before


@pytest.mark.parametrize(
    ("words", "code", "problem", "hint"),
    [
        pytest.param(["ada.db", "bob.db"], 2, "merge writes to one place", "-o", id="no place"),
        pytest.param(["ada.db", "bob.db", "-o", "x.db", "--into", "ada.db"], 2, "one place", "-o", id="two places"),
        pytest.param(["ada.db", "-o", "x.db"], 2, "at least two databases", "curator merge ada.db", id="one file"),
        pytest.param(["ada.db", "bob.db", "-o", "bob.db"], 2, "one of the files to join", "--into", id="over an input"),
        pytest.param(["ada.db", "bob.db", "-o", "there.db"], 2, "nothing is written over", "--into", id="over a file"),
        pytest.param(["ada.db", "--into", "ada.db"], 2, "nothing to join", "curator merge FILE", id="into itself"),
        pytest.param(["ada.db", "none.db", "-o", "x.db"], 1, "none.db: there is no such", "", id="missing input"),
        pytest.param(["ada.db", "--into", "none.db"], 1, "none.db: there is no such", "", id="missing target"),
        pytest.param(["ada.db", "there.db", "-o", "x.db"], 1, "there.db: this is not a curator", "", id="no database"),
        pytest.param(["ada.db", "bob.db", "-o", "no/x.db"], 1, "there is no folder", "Create it", id="no folder"),
        pytest.param(["ada.db", "bob.db", "-o", "left.db"], 2, "left.db-wal is left over", "remove it", id="left over"),
    ],
)
def test_cli_merge_says_what_is_wrong_and_writes_nothing(
    copies: tuple[Path, Path],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    words: list[str],
    code: int,
    problem: str,
    hint: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "there.db").write_text("mine, and not for writing over; longer than SQLite's header " * 4)
    (tmp_path / "left.db-wal").write_text("of another database")
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    run = curator("merge", *words)
    assert run.exit_code == code
    assert problem in run.stderr
    assert hint in run.stderr
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


_MERGE = "import sys; from curator.cli.app import run; run(sys.argv[1:], interface=None)"


@pytest.mark.parametrize("into", [False, True], ids=["new file", "into one in use"])
def test_cli_merge_killed_at_any_moment_leaves_all_or_nothing(
    copies: tuple[Path, Path], tmp_path: Path, project_root: Path, into: bool
) -> None:
    ada, bob = copies
    target = ada if into else tmp_path / "both.db"
    place = ["--into", str(ada)] if into else ["-o", str(target), str(ada)]
    command = [sys.executable, "-c", _MERGE, "merge", str(bob), *place]
    started = time.monotonic()
    shutil.copyfile(ada, tmp_path / "try.db")
    first = [*command[:-1], str(tmp_path / "try.db")] if into else command
    subprocess.run(first, check=True, cwd=project_root, capture_output=True)
    whole = time.monotonic() - started
    if not into:
        target.unlink()
    for part in (0.5, 0.7, 0.8, 0.9, 0.95, 1.0):
        running = subprocess.Popen(command, cwd=project_root, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(whole * part)
        running.send_signal(signal.SIGKILL)
        running.wait()
        if target.exists():
            with Database.open(target) as database:
                assert len(database.verdicts()) in ((2, 4) if into else (4,))
                assert database.derived_differences() == []
            with closing(sqlite3.connect(target)) as connection:
                assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
                assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
            if not into:
                target.unlink()


def test_cli_agreement_prints_every_figure_with_what_it_rests_on(copies: tuple[Path, Path]) -> None:
    run = curator("agreement", *copies)
    assert run.exit_code == 0
    lines = run.stdout.splitlines()
    assert lines[0] == "rows judged: ada 2, bob 2"
    assert ["kept", "or", "rejected", "2", "0.50", "0.50", "0.00"] in [line.split() for line in lines]
    assert "  1 row decided by nobody" in lines
    assert any(line.split()[:4] == ["mirna", "1", "1", "0"] for line in lines)


def test_cli_agreement_of_a_merged_database_is_that_of_its_parts(copies: tuple[Path, Path], tmp_path: Path) -> None:
    both = tmp_path / "both.db"
    curator("merge", *copies, "-o", both)
    apart = curator("agreement", *copies, "--format", "json").stdout
    assert curator("agreement", both, "--format", "json").stdout == apart
    assert curator("agreement", "--db", both, "--format", "json").stdout == apart
    shown = json.loads(apart)
    assert shown["curators"] == {"ada": 2, "bob": 2}
    assert shown["alpha"]["kept or rejected"]["rows"] == 2
    assert shown["pairs"][0]["slots"]["row"] == {"f1": 0.6667, "same": 1, "first_only": 1, "second_only": 0}
    assert shown["left_out"]["undecided"] == 1


def test_cli_agreement_without_variance_says_so(proposed: Path, tmp_path: Path) -> None:
    copies = [copy_for(name, proposed, tmp_path, (0, Action.ACCEPT)) for name in ("ada", "bob")]
    run = curator("agreement", *copies)
    assert "both gave every row the same label, so that chance alone would agree as often" in run.stdout
    assert "nan" not in run.stdout.casefold()


@pytest.mark.parametrize(
    ("judged", "problem"),
    [
        pytest.param(((0, Action.ACCEPT),), "only ada has judged rows", id="one curator"),
        pytest.param((), "nobody has judged rows", id="nobody"),
    ],
)
def test_cli_agreement_needs_two_curators(
    proposed: Path, tmp_path: Path, judged: tuple[tuple[int, Action], ...], problem: str
) -> None:
    run = curator("agreement", copy_for("ada", proposed, tmp_path, *judged))
    assert run.exit_code == 1
    assert problem in run.stderr
    assert "curator agreement ada.db bob.db" in run.stderr


def test_cli_assign_shares_the_work_out(proposed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = shutil.copyfile(proposed, tmp_path / "x.db")
    monkeypatch.setenv("CURATOR_NAME", "kim")
    assert "1 finding found, 1 assigned to ada" in curator("assign", "ada", "mirna:miR-522", "--db", path).stderr
    assert (
        "1 finding found, 0 assigned to ada; 1 stood so already"
        in curator("assign", "ada", "mirna:miR-522", "--db", path).stderr
    )
    assert "2 findings found, 2 assigned to kim" in curator("assign", "me", 'assigned:""', "--db", path).stderr
    assert curator("assign", "--db", path).stdout.split()[2:] == ["kim", "2", "ada", "1"]
    assert "2 findings found, 2 released" in curator("assign", "--release", "assigned:me", "--db", path).stderr
    assert curator("assign", "--db", path).stdout.split()[2:] == ["ada", "1"]


@pytest.mark.parametrize(
    ("words", "code", "problem"),
    [
        pytest.param(["ada"], 2, "which findings?", id="no filter"),
        pytest.param(["--release"], 0, "Nothing is assigned", id="nothing to release"),
        pytest.param(["ada", "mrna:miR-21"], 1, "there is no field mrna (is it mirna?)", id="bad filter"),
    ],
)
def test_cli_assign_says_what_is_wrong(tmp_path: Path, words: list[str], code: int, problem: str) -> None:
    path = tmp_path / "x.db"
    filled(path).close()
    run = curator("assign", *words, "--db", path)
    assert (run.exit_code, problem in run.stderr) == (code, True)
