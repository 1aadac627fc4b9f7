"""Programs that die in the middle or write at once: what was acknowledged is there, and all is sound."""

from __future__ import annotations

import random
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from curator.identity import verdict_id
from curator.storage import Database
from curator.storage.verify import verify
from tests.storage_samples import document, filled

# Says on stdout what is durable, one line a job; killed from outside at any moment.
_WRITER = """
import sys
from dataclasses import replace
from pathlib import Path
from curator.model import Action
from curator.storage import Database
from tests.storage_samples import document, extract, mir7, mir21, verdict

path, curator, rounds = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
with Database.open(path, busy_seconds=60) as database:
    print("open", flush=True)
    for number in range(rounds):
        paper = document(f"{curator} {number}\\n\\n" + document().text, name=f"{curator}-{number}")
        database.save_document(paper)
        print("paper", paper.id, flush=True)
        extract(database, paper, [mir21(paper), mir7(paper)], rules=str(number))
        for row in database.assertions(paper.id):
            print("verdict", database.append_verdict(verdict(row, curator="ada")).id, flush=True)
        extract(database, paper, [mir7(paper)], rules="next")
        print("gone", paper.id, flush=True)
"""


def _writer(path: Path, project_root: Path, *, curator: str = "ada", rounds: int = 10_000) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", _WRITER, str(path), curator, str(rounds)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=project_root)


def _check(path: Path, said: list[list[str]]) -> None:
    """The file is sound, holds all that was acknowledged, and nothing half done."""
    connection = sqlite3.connect(path)
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    assert connection.execute(
        "SELECT count(*) FROM documents WHERE number NOT IN (SELECT document FROM sections)"
    ).fetchone() == (0,)
    assert connection.execute(
        "SELECT count(*) FROM assertions WHERE number NOT IN (SELECT assertion FROM evidence)"
    ).fetchone() == (0,)
    connection.close()
    with Database.open(path) as database:
        log = database.verdicts()
        papers = {paper.id: paper.no_longer_found for paper in database.documents()}
    assert [v.previous for v in log] == ["", *(v.id for v in log[:-1])][: len(log)]
    assert all(v.id == verdict_id(v) for v in log)
    assert {id_ for what, id_ in said if what == "verdict"} <= {v.id for v in log}
    assert {id_ for what, id_ in said if what == "paper"} <= papers.keys()
    assert all(papers[id_] == 1 for what, id_ in said if what == "gone")
    assert list(verify(path)[0]) == []


@pytest.mark.parametrize("seed", range(5))
def test_storage_killed_in_the_middle_keeps_what_it_acknowledged(tmp_path: Path, project_root: Path, seed: int) -> None:
    path = tmp_path / "x.db"
    filled(path).close()
    chance = random.Random(seed)
    said: list[list[str]] = []
    writer = _writer(path, project_root, curator=f"round {seed}")
    assert writer.stdout is not None
    assert writer.stdout.readline() == "open\n"
    time.sleep(chance.uniform(0, 0.4))
    writer.kill()
    # A line that the kill cut in two acknowledges nothing.
    said = [line.split() for line in writer.stdout if line.endswith("\n")]
    writer.stdout.close()
    assert writer.wait() == -9
    _check(path, said)


def test_storage_killed_while_it_makes_the_database(tmp_path: Path, project_root: Path) -> None:
    """Wherever the first opening is cut off, the next one finds an empty file or a whole schema."""
    started = time.monotonic()
    writer = _writer(tmp_path / "whole.db", project_root, rounds=0)
    assert writer.wait() == 0
    whole = time.monotonic() - started
    for part in (0.5, 0.7, 0.8, 0.9, 1.0):
        path = tmp_path / f"{part}.db"
        writer = _writer(path, project_root, rounds=0)
        time.sleep(whole * part)
        writer.kill()
        writer.wait()
        if writer.stdout is not None:
            writer.stdout.close()
        with Database.open(path) as database:
            assert database.save_document(document())
        _check(path, [])


def test_storage_two_programs_write_at_once(tmp_path: Path, project_root: Path) -> None:
    """One curator, two programs: no verdict is lost, and her chain stays one."""
    path = tmp_path / "x.db"
    writers = [_writer(path, project_root, curator=name, rounds=6) for name in ("left", "right")]
    said = [line.split() for writer in writers for line in writer.communicate()[0].splitlines()]
    assert [writer.returncode for writer in writers] == [0, 0]
    _check(path, [words for words in said if len(words) == 2])
    with Database.open(path) as database:
        assert len(database.documents()) == 12
        assert len(database.verdicts()) == 24
