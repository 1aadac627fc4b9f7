"""A disk that is full, as a limit of what the program may write: one clear line, nothing lost, nothing left behind.

What a job could not do it does when there is room, by the same command.
"""

from __future__ import annotations

import os
import resource
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from curator.errors import DatabaseError
from curator.storage.verify import verify
from tests.faces_samples import PAPER, curator
from tests.storage_samples import document, extract, filled, mir7, mir21, verdict

OLD = Path(__file__).parent / "data" / "databases" / "0004.db"
_PROGRAM = """
import sys
from curator.__main__ import main
from curator.workbench import Workbench
from tests.faces_samples import FakeExtractor
Workbench.extractor = lambda self: FakeExtractor()
main()
"""


def run(*words: str | Path, room: int | None = None) -> subprocess.CompletedProcess[str]:
    """The program, which can make no file longer than so many bytes."""

    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        if room is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))

    command = [sys.executable, "-c", _PROGRAM, *map(str, words)]
    environment = {**os.environ, "CURATOR_NAME": "ada", "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(command, env=environment, preexec_fn=limit, capture_output=True, text=True, check=False)


def papers(folder: Path) -> None:
    for number in range(3):
        more = "".join(f" Exosomal miR-{n} targets GENE{n} [1]." for n in range(60))
        (folder / f"{number}.md").write_text(PAPER.replace(" Nothing else", f"{more} Paper {number}."), "utf-8")


def read(folder: Path) -> None:
    papers(folder)
    assert curator("read", folder, "--db", folder / "x.db").exit_code == 0


def extracted(folder: Path) -> None:
    read(folder)
    assert run("extract", "--db", folder / "x.db").returncode == 0


def two(folder: Path) -> None:
    extracted(folder)
    shutil.copy(folder / "x.db", folder / "y.db")


def old(folder: Path) -> None:
    shutil.copy(OLD, folder / "x.db")


Job = tuple[Callable[[Path], None], list[str], list[str]]
JOBS: dict[str, Job] = {
    "read": (papers, ["read", "@/0.md", "@/1.md", "@/2.md", "--db", "@/x.db"], ["x.db"]),
    "extract": (read, ["extract", "--db", "@/x.db"], []),
    "migrate": (old, ["contradictions", "--db", "@/x.db"], ["x.db.before-0005.bak"]),
    "merge": (two, ["merge", "@/x.db", "@/y.db", "-o", "@/all.db"], ["all.db"]),
    "export": (extracted, ["export", "tsv", "--all", "-o", "@/rows.tsv", "--db", "@/x.db"], ["rows.tsv"]),
    "copy": (extracted, ["export", "sqlite", "-o", "@/copy.db", "--db", "@/x.db"], ["copy.db"]),
}


@pytest.mark.skipif(sys.platform == "win32", reason="limits are POSIX")
@pytest.mark.parametrize("room", [0, 8_000, 30_000])
@pytest.mark.parametrize("job", JOBS)
def test_disk_full_is_told_in_a_line_and_the_same_command_succeeds_with_room(
    job: str, room: int, tmp_path: Path
) -> None:
    prepare, line, makes = JOBS[job]
    prepare(tmp_path)
    words = [word.replace("@", str(tmp_path)) for word in line]
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    full = run(*words, room=room)
    assert full.returncode == 1
    assert full.stderr.startswith(f"curator: {tmp_path}/")
    assert not any(word in full.stderr for word in ("Traceback", "fault of the program", ".tmp"))
    assert "nothing was changed" in full.stderr.lower()
    left = {path.name for path in tmp_path.iterdir()} - before.keys()
    # A new database stays as an empty file; what SQLite keeps beside one goes when it is next opened.
    assert left <= {"x.db", "x.db-wal", "x.db-shm"}
    assert all(path.read_bytes() == before[path.name] for path in tmp_path.glob("*.md"))
    again = run(*words)
    assert again.returncode == 0, again.stderr
    assert {path.name for path in tmp_path.iterdir()} - before.keys() == set(makes)
    for path in tmp_path.glob("*.db"):
        assert list(verify(path)[0]) == []


def test_disk_full_loses_no_verdict_and_takes_the_next_with_room(tmp_path: Path) -> None:
    """SQLite's own word for it, by a limit on the pages of the file."""
    paper = document()
    with filled(tmp_path / "x.db") as database:
        first, second = database.assertions()
        given = database.append_verdict(verdict(first))
        (pages,) = database._connection.execute("PRAGMA page_count").fetchone()
        database._connection.execute(f"PRAGMA max_page_count = {pages}")
        long = "a" * 100_000
        with pytest.raises(DatabaseError, match="no space is left for the database\nMake room; nothing was changed"):
            database.append_together([verdict(second), replace(verdict(second), comment=long)])
        with pytest.raises(DatabaseError, match="no space is left"):
            database.save_document(document(f"{paper.text}\n\n{long}"))
        assert database.verdicts() == [given]
        assert database.derived_differences() == []
        database._connection.execute("PRAGMA max_page_count = 1000000")
        assert extract(database, paper, [mir21(paper), mir7(paper)], rules="r2") == (0, 2, 0)
        assert database.append_verdict(verdict(second)).previous == given.id
    assert list(verify(tmp_path / "x.db")[0]) == []
