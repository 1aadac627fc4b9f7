"""Kills the program at random moments of every job that writes, and looks at what is left.

    python -m tests.kills [TIMES] [SEED] [JOB]

Each time a job is begun on fresh files, killed by `SIGKILL` at a moment between its first and its last, and then:
`verify` calls the database sound, everything that was acknowledged is in it, an export or a merged database is whole or
not there at all, and the same job, begun again, ends well. The jobs run in forks of a program that has everything
imported, so that the moments fall on its work. Ends with 1 at the first that is not so, and keeps its files.
"""

from __future__ import annotations

import os
import pty
import random
import re
import select
import shutil
import signal
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import NoReturn

import pyte
from click.testing import CliRunner

from curator.__main__ import _Terminal
from curator.cli import program, run
from curator.workbench import Workbench
from tests.faces_samples import FakeExtractor

OLD = Path(__file__).parent / "data" / "databases" / "0001.db"
PAPERS = 8
BETWEEN_KEYS = 0.09
"""Seconds; a key that comes sooner again counts as held down."""
LATEST = 1.05
"""The last moment, as a share of how long the job takes."""


@dataclass
class Scene:
    """The files of one run, and what the program said until it was killed."""

    folder: Path
    said: str = ""
    decided: int = 0
    """The most decisions that the screen showed as saved."""

    @property
    def database(self) -> Path:
        """The database that the job works on."""
        return self.folder / "curator.db"


@dataclass(frozen=True)
class Job:
    """What is run, on which files, and what must hold after a kill."""

    arguments: Callable[[Scene], Sequence[str]]
    check: Callable[[Scene], None]
    begin: Callable[[Scene], None] = lambda scene: None
    keys: str = ""
    """Typed over and over, for a job in the terminal."""
    takes: list[float] = field(default_factory=list)
    """Seconds of the whole job, once measured."""


class LostError(Exception):
    """What must hold does not."""


def main() -> int:
    """Kill as often as asked; 1 where something was lost."""
    words = dict(enumerate(sys.argv))
    times, seed = int(words.get(1, "70")), int(words.get(2, "0"))
    jobs = {name: job for name, job in JOBS.items() if words.get(3, name) == name}
    chance = random.Random(seed)
    _preload()
    killed = dict.fromkeys(jobs, 0)
    for number in range(times):
        name = list(jobs)[number % len(jobs)]
        folder = Path(tempfile.mkdtemp(prefix=f"kill-{name}-"))
        try:
            killed[name] += _round(jobs[name], Scene(folder), chance)
        except LostError as wrong:
            print(f"{name}, round {number}: {wrong}\nits files: {folder}", file=sys.stderr)
            return 1
        shutil.rmtree(folder)
    print(", ".join(f"{name} killed {n} times" for name, n in killed.items()))
    return 0


def _preload() -> None:
    """Import what the jobs import, and let them extract without loading the rules each time."""
    fake = FakeExtractor()
    Workbench.extractor = lambda self: fake  # type: ignore[method-assign,assignment,return-value]
    os.environ.update(CURATOR_NAME="kim", TERM="xterm-256color")
    import_module("curator.tui.start")
    for name in JOBS:
        _run([name, "--help"])


def _round(job: Job, scene: Scene, chance: random.Random) -> bool:
    """Begin, kill, check, and do it again to the end; True where the kill came before the job was done."""
    if not job.takes:
        whole = Scene(scene.folder / "whole")
        whole.folder.mkdir()
        job.begin(whole)
        start = time.monotonic()
        if _killed(job, whole, None):
            raise LostError(f"the job does not end: {whole.said}")
        job.takes.append(time.monotonic() - start)
    job.begin(scene)
    was_killed = _killed(job, scene, chance.uniform(0, LATEST * job.takes[0]))
    job.check(scene)
    if not job.keys:
        code, said = _run(job.arguments(scene))
        if code != 0 and "is there already" not in said:
            raise LostError(f"begun again, it fails: {said}")
        job.check(scene)
    return was_killed


def _killed(job: Job, scene: Scene, after: float | None) -> bool:
    """Run the job in a fork; kill it after so many seconds. True where it was killed, False where it was done."""
    start = time.monotonic()
    pid, near = _fork(job, scene)
    screen = pyte.Screen(100, 30)
    stream = pyte.ByteStream(screen)
    typed = 0
    try:
        while after is None or time.monotonic() - start < after:
            if job.keys and time.monotonic() - start > 1 + typed * BETWEEN_KEYS:
                os.write(near, job.keys[typed % len(job.keys)].encode())
                typed += 1
            if not _heard(near, scene, stream if job.keys else None, screen):
                break
            if job.keys and typed > 3 * PAPERS:
                os.write(near, b"q")
        else:
            os.kill(pid, signal.SIGKILL)
            while not job.keys and _heard(near, scene, None, screen):
                pass
    except OSError:
        pass
    _, status = os.waitpid(pid, 0)
    os.close(near)
    return os.WIFSIGNALED(status)


def _fork(job: Job, scene: Scene) -> tuple[int, int]:
    """A fork that runs the job, and what it says; a terminal's end for a job in the terminal."""
    arguments = job.arguments(scene)
    if job.keys:
        pid, near = pty.fork()
        if pid == 0:
            _program(arguments)
        return pid, near
    near, far = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.dup2(far, 1)
        os.dup2(far, 2)
        sys.stdout = os.fdopen(1, "w", buffering=1)
        sys.stderr = os.fdopen(2, "w", buffering=1)
        _program(arguments)
    os.close(far)
    return pid, near


def _program(arguments: Sequence[str]) -> NoReturn:
    """Be the program, from its first word to its last."""
    try:
        run(arguments, interface=_Terminal())
    except SystemExit as end:
        os._exit(end.code if isinstance(end.code, int) else 1)
    os._exit(0)


def _heard(near: int, scene: Scene, stream: pyte.ByteStream | None, screen: pyte.Screen) -> bool:
    """Take in what the job says; False once it says no more."""
    if not select.select([near], [], [], 0.01)[0]:
        return True
    try:
        data = os.read(near, 65536)
    except OSError:
        return False
    scene.said += data.decode("utf-8", "replace")
    if stream is not None:
        stream.feed(re.sub(rb"\x1b\[[>=<?][0-9;]*[a-zA-Z$]?u|\x1b\[\?[0-9;]*\$p|\x1b\[>[0-9;]*[a-zA-Z]", b"", data))
        shown = re.match(r"\s*(\d+)/\d+ ", screen.display[0])
        scene.decided = max(scene.decided, int(shown[1]) if shown else 0)
    return bool(data)


def _run(arguments: Sequence[str]) -> tuple[int, str]:
    """Run a command to its end; its exit code and all that it said."""
    result = CliRunner().invoke(program, list(arguments), obj=_Terminal())
    return result.exit_code, result.output


def _do(*arguments: str | Path) -> None:
    code, said = _run([str(word) for word in arguments])
    if code != 0:
        raise LostError(f"{' '.join(map(str, arguments))}: {said}")


def _sound(path: Path) -> None:
    _do("verify", "--db", path)


def _rows(path: Path, query: str) -> set[str]:
    with closing(sqlite3.connect(path)) as connection:
        return {str(row[0]) for row in connection.execute(query)}


# Scenes


def _papers(scene: Scene) -> None:
    folder = scene.folder / "papers"
    folder.mkdir()
    for number in range(PAPERS):
        names = [f"miR-{number * 10 + n} targets GENE{n} and promotes paclitaxel resistance [1]. " for n in range(5)]
        text = f"# Paper {number}\n\n## Results\n\n{''.join(names)}\n\n## References\n\n1. Yeung C. A. Nat. 2016;7:1.\n"
        (folder / f"paper-{number}.md").write_text(text, encoding="utf-8")


def _read(scene: Scene) -> None:
    _papers(scene)
    _do("read", scene.folder / "papers", "--db", scene.database)


def _extracted(scene: Scene) -> None:
    _read(scene)
    _do("extract", "--db", scene.database)


def _two_copies(scene: Scene) -> None:
    _extracted(scene)
    for name, verdict in (("ada", "accept"), ("bob", "reject")):
        copy = scene.folder / f"{name}.db"
        _do("export", "sqlite", "-o", copy, "--db", scene.database)
        _judge_all(copy, name, verdict)


def _judge_all(path: Path, name: str, verdict: str) -> None:
    from curator.model import Action, Reason

    os.environ["CURATOR_NAME"] = name
    with Workbench(path) as workbench:
        for item in workbench.queue()[: 2 * PAPERS]:
            reason = Reason.NO_RELATION if verdict == "reject" else None
            workbench.judge(item.stored.id, Action(verdict), reason=reason)
    os.environ["CURATOR_NAME"] = "kim"


def _old(scene: Scene) -> None:
    shutil.copy(OLD, scene.database)


# What must hold


def _nothing_read_is_lost(scene: Scene) -> None:
    said = set(re.findall(r"^(d[0-9a-f]{16})  new .*\n", scene.said, re.MULTILINE))
    if not scene.database.exists() or not _version(scene.database):
        if said:
            raise LostError(f"{len(said)} papers were acknowledged and there is no database")
        return
    _sound(scene.database)
    if lost := said - _rows(scene.database, "SELECT id FROM documents"):
        raise LostError(f"acknowledged and lost: {lost}")


def _version(path: Path) -> int:
    with closing(sqlite3.connect(path)) as connection:
        return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _nothing_extracted_is_lost(scene: Scene) -> None:
    _sound(scene.database)
    said = set(re.findall(r"^(paper-\d+) +\d+ +\d+ +\d+ *\n", scene.said, re.MULTILINE))
    done = "SELECT name FROM documents JOIN extractions ON extractions.document = documents.number"
    if lost := said - _rows(scene.database, done):
        raise LostError(f"acknowledged and lost: {lost}")


def _no_verdict_is_lost(scene: Scene) -> None:
    _sound(scene.database)
    held = len(_rows(scene.database, "SELECT id FROM verdicts WHERE action = 'accept'"))
    if held < scene.decided:
        raise LostError(f"the screen showed {scene.decided} verdicts as saved, {held} are there")


def _no_old_verdict_is_lost(scene: Scene) -> None:
    query = "SELECT id FROM verdicts"
    if lost := _rows(OLD, query) - _rows(scene.database, query):
        raise LostError(f"lost by the migration: {lost}")
    # A copy that was being written is called partial until it is whole.
    for backup in [path for path in scene.folder.glob("*.bak*") if path.suffix != ".partial"]:
        if _rows(backup, "PRAGMA integrity_check") != {"ok"} or _rows(backup, query) != _rows(OLD, query):
            raise LostError(f"the backup is not whole: {backup}")
    if _version(scene.database) > _version(OLD):
        _sound(scene.database)


def _merged_whole_or_not(scene: Scene) -> None:
    parts, whole = [scene.folder / "ada.db", scene.folder / "bob.db"], scene.folder / "all.db"
    for part in parts:
        _sound(part)
    if whole.exists():
        _sound(whole)
        query = "SELECT id FROM verdicts"
        if _rows(whole, query) != _rows(parts[0], query) | _rows(parts[1], query):
            raise LostError("the merged database does not hold the verdicts of both")


def _exported_whole_or_not(scene: Scene) -> None:
    rows, copy = scene.folder / "rows.tsv", scene.folder / "copy.db"
    _sound(scene.database)
    if rows.exists() and len(rows.read_text("utf-8").splitlines()) != 5 * PAPERS + 1:
        raise LostError("the export is there and not whole")
    if copy.exists():
        _sound(copy)


JOBS = {
    "read": Job(lambda s: ["read", f"{s.folder}/papers", "--db", str(s.database)], _nothing_read_is_lost, _papers),
    "extract": Job(lambda s: ["extract", "--db", str(s.database)], _nothing_extracted_is_lost, _read),
    "review": Job(lambda s: ["review", "--db", str(s.database)], _no_verdict_is_lost, _extracted, keys="a"),
    "migrate": Job(
        lambda s: ["export", "tsv", "--all", "-o", f"{s.folder}/rows.tsv", "--db", str(s.database)],
        _no_old_verdict_is_lost,
        _old,
    ),
    "merge": Job(
        lambda s: ["merge", f"{s.folder}/ada.db", f"{s.folder}/bob.db", "-o", f"{s.folder}/all.db"],
        _merged_whole_or_not,
        _two_copies,
    ),
    "export": Job(
        lambda s: ["export", "tsv", "--all", "-o", f"{s.folder}/rows.tsv", "--db", str(s.database)],
        _exported_whole_or_not,
        _extracted,
    ),
    "copy": Job(
        lambda s: ["export", "sqlite", "-o", f"{s.folder}/copy.db", "--db", str(s.database)],
        _exported_whole_or_not,
        _extracted,
    ),
}


if __name__ == "__main__":
    sys.exit(main())
