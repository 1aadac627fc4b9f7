"""Several curators on one file at once, each in her own program: nothing is lost, and nobody is overruled unseen."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from collections import defaultdict
from contextlib import closing
from pathlib import Path

import pytest

from curator.curation.verdicts import conflict
from curator.errors import DecidedError
from curator.identity import verdict_id
from curator.model import Action
from curator.storage import Database
from tests.storage_samples import filled, verdict

# A curator who decides again and again on what she sees, and says what the database has acknowledged or refused.
_CURATOR = """
import random, sys
from dataclasses import replace
from pathlib import Path
from curator.errors import DecidedError
from curator.model import Action
from curator.storage import Database
from tests.storage_samples import verdict

path, curator, rounds = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
chance = random.Random(curator + sys.argv[4])
with Database.open(path, busy_seconds=60) as database:
    for number in range(rounds):
        row = chance.choice(database.assertions())
        action = chance.choice([Action.ACCEPT, Action.REJECT, Action.EDIT, Action.COMMENT, Action.UNDO])
        after = replace(row.claim, target=f"{curator} {number}") if action is Action.EDIT else None
        try:
            if action is Action.UNDO:
                given = [database.append_verdict(replace(verdict(row, action, curator=curator, undoes=last.id),
                         assertion=last.assertion, time="")) for last in database.to_undo(curator)]
            else:
                one = replace(verdict(row, action, curator=curator, after=after), time="")
                given = [database.append_verdict(one, seen=row.verdicts)]
        except DecidedError:
            print("refused", row.id, flush=True)
        else:
            for one in given:
                print("given", one.id, flush=True)
"""

_MERGER = """
import sys
from pathlib import Path
from curator.workbench.merging import merge_into

for number in range(int(sys.argv[3])):
    merge_into([Path(sys.argv[2])], Path(sys.argv[1]))
    print("merged", number, flush=True)
"""


def _program(source: str, *arguments: object, cwd: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", source, *map(str, arguments)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=cwd)


def _heard(programs: list[subprocess.Popen[str]]) -> dict[str, set[str]]:
    """What the programs said, once all have ended well."""
    heard: dict[str, set[str]] = defaultdict(set)
    for program in programs:
        for line in program.communicate(timeout=120)[0].splitlines():
            what, which = line.split()
            heard[what].add(which)
    assert [program.returncode for program in programs] == [0] * len(programs)
    return heard


def _check(path: Path, heard: dict[str, set[str]]) -> None:
    with Database.open(path) as database:
        log = database.verdicts()
        assert database.derived_differences() == []
        rows = database.assertions()
    assert heard["given"] <= {given.id for given in log}
    assert all(given.id == verdict_id(given) for given in log)
    for curator in {given.curator for given in log}:
        chain = [given for given in log if given.curator == curator]
        assert [given.previous for given in chain] == ["", *(given.id for given in chain[:-1])]
    for row in rows:
        of_row = [given for given in log if given.assertion == row.id]
        # Whoever decided had every decision of the others before her.
        assert not conflict(of_row)
        assert row.verdicts == len(of_row)
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []


def test_storage_together_no_verdict_is_lost_and_none_overrules_another_unseen(
    tmp_path: Path, project_root: Path
) -> None:
    """Ada sits at two screens, Bob and Cem at one each; all judge the same few rows."""
    path = tmp_path / "x.db"
    filled(path).close()
    at_work = [("ada", "1"), ("ada", "2"), ("bob", "1"), ("cem", "1")]
    programs = [_program(_CURATOR, path, curator, 40, screen, cwd=project_root) for curator, screen in at_work]
    heard = _heard(programs)
    _check(path, heard)
    with Database.open(path) as database:
        assert len(database.verdicts()) == len(heard["given"])


def test_storage_together_a_merge_comes_in_while_they_work(tmp_path: Path, project_root: Path) -> None:
    """Another's copy is merged in again and again while two curators judge: what they were told is saved, is there."""
    path, copy = tmp_path / "x.db", tmp_path / "dora.db"
    filled(path).close()
    shutil.copyfile(path, copy)
    with Database.open(copy) as database:
        row = database.assertions()[0]
        brought = database.append_verdict(verdict(row, Action.COMMENT, curator="dora"))
    programs = [_program(_CURATOR, path, curator, 30, "1", cwd=project_root) for curator in ("ada", "bob")]
    programs.append(_program(_MERGER, path, copy, 4, cwd=project_root))
    heard = _heard(programs)
    assert len(heard["merged"]) == 4
    _check(path, heard)
    with Database.open(path) as database:
        assert database.verdicts(curator="dora") == [brought]


def test_storage_together_the_guard_names_who_was_faster(tmp_path: Path) -> None:
    """The same without chance: two programs show a row, one decides, the other is told."""
    path = tmp_path / "x.db"
    filled(path).close()
    with Database.open(path) as ada, Database.open(path) as bob:
        shown = ada.assertions()[0]
        bob.append_verdict(verdict(shown, Action.REJECT, curator="bob"), seen=shown.verdicts)
        with pytest.raises(DecidedError, match="bob has rejected this row since it was shown"):
            ada.append_verdict(verdict(shown, Action.ACCEPT), seen=shown.verdicts)
        # Her own second screen is no other curator, and a comment decides nothing.
        other = ada.assertions()[1]
        ada.append_verdict(verdict(other, Action.ACCEPT), seen=other.verdicts)
        bob.append_verdict(verdict(other, Action.COMMENT, curator="bob"), seen=other.verdicts + 1)
        ada.append_verdict(verdict(other, Action.REJECT), seen=other.verdicts)
        assert [given.curator for given in ada.verdicts(shown.id)] == ["bob"]
