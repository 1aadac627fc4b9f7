"""The review of the corpus in a real terminal, from its first row to its last, as a curator would do it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from curator.workbench import Workbench
from curator.workbench.demo import build_demo
from tests.terminal import Terminal, review


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "demo.db"
    with Workbench(path) as workbench:
        build_demo(workbench)
    return path


def rows(database: Path, query: str) -> list[tuple[str, ...]]:
    with closing(sqlite3.connect(database)) as connection:
        return list(connection.execute(query))


def accept_until(terminal: Terminal, done: int, of: int, *, start: int) -> None:
    for number in range(start + 1, done + 1):
        terminal.type("a")
        terminal.wait_for(rf"^ {number}/{of} ")


def test_tui_whole_review_from_first_row_to_last(database: Path) -> None:
    proposed = rows(database, "SELECT mirna, source, target, effect FROM assertions_flat")
    every = len(proposed)
    with review(database, columns=120, lines=36) as terminal:
        # The queue begins with the first row of the text; she accepts two.
        terminal.wait_for(rf"^ 0/{every} 0%")
        accept_until(terminal, 2, every, start=0)
        # The third she rejects, sees that she was wrong, takes it back and accepts it.
        terminal.type("r")
        terminal.wait_for(r"no relation")
        terminal.type("n")
        terminal.wait_for(r"saved: rejected \(no relation\)")
        terminal.type("u")
        terminal.wait_for(rf"^ 2/{every} .*\n(.*\n)*.*undone")
        accept_until(terminal, 5, every, start=2)
        # The sixth is contradicted by the paper's own table, and says so; she notes it and lets the text stand.
        terminal.wait_for(r"contradicted: Table 1")
        terminal.type("c")
        terminal.wait_for(r"enter save")
        terminal.type("the table says the opposite\r")
        terminal.wait_for(r"saved: comment")
        accept_until(terminal, 6, every, start=5)
        # The seventh wants another source.
        terminal.type("e")
        terminal.wait_for(r"Edit: mend the slots")
        terminal.type("\t\x15adipocyte\r")
        terminal.wait_for(r"saved: mended and accepted: .* of adipocyte")
        # Lunch: she leaves in the middle and comes back to the row that waits.
        terminal.type("q")
        assert terminal.wait_for_end() == 0
    with review(database, columns=80, lines=24) as terminal:
        terminal.wait_for(rf"^ 7/{every} ")
        accept_until(terminal, every, every, start=7)
        terminal.wait_for(r"every row is decided")
        terminal.type("q")
        assert terminal.wait_for_end() == 0
    # What SQLite holds is what she did, in her order, and nothing else.
    actions = [action for (action,) in rows(database, "SELECT action FROM verdicts ORDER BY number")]
    assert actions == [
        *["accept"] * 2, "reject", "undo", *["accept"] * 3, "comment", "accept", "edit", *["accept"] * (every - 7)
    ]  # fmt: skip
    assert rows(database, "SELECT DISTINCT curator FROM verdicts") == [("kim",)]
    decided = rows(database, "SELECT mirna, source, target, effect FROM curated")
    assert len(decided) == every
    assert [new for old, new in zip(proposed, decided, strict=True) if old != new] == [
        (proposed[6][0], "adipocyte", *proposed[6][2:])
    ]
    with Workbench(database) as workbench:
        assert workbench.database().derived_differences() == []
