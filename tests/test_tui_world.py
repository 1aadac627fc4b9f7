"""What happens around the review: windows that change, terminals that break, files that vanish, programs that write."""

from __future__ import annotations

import signal
import sqlite3
import time
from contextlib import closing
from pathlib import Path

from tests.terminal import review
from tests.tui_samples import sample


def verdicts(database: Path) -> list[tuple[str, str]]:
    with closing(sqlite3.connect(database)) as connection:
        return list(connection.execute("SELECT action, before_mirna FROM verdicts ORDER BY number"))


def test_tui_world_the_window_changes_its_size(tmp_path: Path) -> None:
    database = sample(tmp_path).path
    with review(database) as terminal:
        terminal.wait_for(r"‹M:miR-522›")
        # She makes the window wide: queue and evidence stand side by side, on one line.
        terminal.resize(140, 40)
        terminal.wait_for(r"miR-378d.*│")
        # She makes it as narrow as it goes: the marked sentence is still there, and keys still work.
        terminal.resize(60, 20)
        terminal.wait_for(r"‹M:miR-522›")
        terminal.type("a")
        terminal.wait_for(r"saved: accepted")
        # Too small for anything, and back.
        terminal.resize(10, 3)
        terminal.resize(80, 24)
        terminal.wait_for(r"1/3")
        terminal.type("q")
        assert terminal.wait_for_end() == 0
    assert verdicts(database) == [("accept", "miR-522")]


def test_tui_world_suspended_and_taken_up_again(tmp_path: Path) -> None:
    database = sample(tmp_path).path
    with review(database) as terminal:
        terminal.wait_for(r"‹M:miR-522›")
        terminal.type("a")
        terminal.wait_for(r"saved: accepted: miR-522")
        # Ctrl+Z stops the program; in her shell she looks at something else, and goes on an hour later.
        terminal.type("\x1a")
        terminal.wait_for_stop()
        assert verdicts(database) == [("accept", "miR-522")]
        terminal.signal(signal.SIGCONT)
        terminal.type("e")
        terminal.wait_for(r"Edit: mend the slots")
        # Out of a form too; what she has typed is there when she comes back.
        terminal.type("\tadipo\x1a")
        terminal.wait_for_stop()
        terminal.screen.reset()
        terminal.signal(signal.SIGCONT)
        terminal.wait_for(r"adipo")
        terminal.type("cyte\r")
        terminal.wait_for(r"saved: mended and accepted: miR-21 of adipocyte")
        terminal.type("q")
        assert terminal.wait_for_end() == 0


def test_tui_world_a_lost_terminal_loses_no_verdict(tmp_path: Path) -> None:
    database = sample(tmp_path).path
    with review(database) as terminal:
        terminal.wait_for(r"‹M:miR-522›")
        terminal.type("a")
        terminal.wait_for(r"saved: accepted: miR-522")
        # The connection breaks with a form open.
        terminal.type("e")
        terminal.wait_for(r"Edit: mend the slots")
        terminal.hang_up()
        terminal.process.wait(timeout=30)
    assert verdicts(database) == [("accept", "miR-522")]
    # From another terminal the work goes on where it was.
    with review(database) as terminal:
        terminal.wait_for(r"1/3")
        terminal.wait_for(r"‹M:miR-21›")
        terminal.type("q")
        assert terminal.wait_for_end() == 0


def test_tui_world_a_database_that_is_moved_away_is_told_and_nothing_is_called_saved(tmp_path: Path) -> None:
    database = sample(tmp_path).path
    with review(database) as terminal:
        terminal.wait_for(r"‹M:miR-522›")
        # Somebody moves the file while she works: what is saved now would go where she does not look.
        database.rename(tmp_path / "elsewhere.db")
        terminal.type("a")
        terminal.wait_for(r"moved or deleted")
        assert "0/3" in terminal.text()
        # It is put back, and she goes on.
        (tmp_path / "elsewhere.db").rename(database)
        terminal.type("a")
        terminal.wait_for(r"saved: accepted: miR-522")
        terminal.type("q")
        assert terminal.wait_for_end() == 0
    assert verdicts(database) == [("accept", "miR-522")]


def test_tui_world_a_paper_deleted_underneath_is_told(tmp_path: Path) -> None:
    database = sample(tmp_path).path
    with review(database) as terminal:
        terminal.wait_for(r"‹M:miR-522›")
        # Another program takes the whole paper out of the file, past every rule that curator keeps.
        with closing(sqlite3.connect(database)) as other:
            other.execute("PRAGMA foreign_keys = OFF")
            for table in ("queue", "queue_counts", "slots", "factors", "cues", "evidence", "assertions", "documents"):
                other.execute(f"DELETE FROM {table}")
            other.commit()
        terminal.type("a")
        terminal.wait_for(r"0/0 100%")
        assert "saved: accepted" not in terminal.text()
        # The program is still there, says so, and ends when it is told to.
        terminal.type("?")
        terminal.wait_for(r"Verdicts")
        terminal.type("\x1b")
        terminal.wait_for(r"No rows yet")
        terminal.type("q")
        assert terminal.wait_for_end() == 0
    assert verdicts(database) == []


def test_tui_world_a_fault_of_the_program_is_one_line_on_a_sound_terminal(tmp_path: Path) -> None:
    database = sample(tmp_path).path
    with review(database) as terminal:
        terminal.wait_for(r"‹M:miR-522›")
        terminal.type("a")
        terminal.wait_for(r"saved: accepted: miR-522")
        # Another program breaks the file in a way that nobody foresaw.
        with closing(sqlite3.connect(database)) as other:
            other.execute("DROP VIEW verdict_standing")
        terminal.type("u")
        terminal.wait_for(r"this is a fault of the program, not of your input: \w+")
        assert terminal.wait_for_end() == 1
    assert verdicts(database) == [("accept", "miR-522")]


def test_tui_world_a_locked_database_is_waited_for(tmp_path: Path) -> None:
    database = sample(tmp_path).path
    with review(database) as terminal, closing(sqlite3.connect(database, isolation_level=None)) as other:
        terminal.wait_for(r"‹M:miR-522›")
        # A backup holds the file for a second; her verdict waits for it and is not lost.
        other.execute("BEGIN IMMEDIATE")
        terminal.type("a")
        time.sleep(1)
        other.execute("ROLLBACK")
        terminal.wait_for(r"saved: accepted: miR-522")
        terminal.type("q")
        assert terminal.wait_for_end() == 0
    assert verdicts(database) == [("accept", "miR-522")]
