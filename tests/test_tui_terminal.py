"""The real program in a real pseudo-terminal: what is typed, what is shown, and what SQLite then holds."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from pathlib import Path

from curator.tui.burst import HELD
from curator.workbench.settings import keys_file
from tests.terminal import review
from tests.tui_samples import sample


def verdicts(database: Path) -> list[tuple[str, str, str | None]]:
    with closing(sqlite3.connect(database)) as connection:
        return list(connection.execute("SELECT action, before_mirna, reason FROM verdicts ORDER BY number"))


def curated(database: Path) -> list[tuple[str, str, str]]:
    with closing(sqlite3.connect(database)) as connection:
        return list(connection.execute("SELECT mirna, source, state FROM curated ORDER BY mirna"))


def test_tui_terminal_a_morning_of_curation(tmp_path: Path) -> None:
    database = sample(tmp_path).path
    with review(database) as terminal:
        # The first row comes up with its sentence, marked.
        shown = terminal.wait_for(r"‹M:miR-522›")
        assert "0/3 0%" in shown
        assert "Exosomes [and] paclitaxel" in shown
        # Accept the first, mend the source of the second, reject the third.
        terminal.type("a")
        terminal.wait_for(r"saved: accepted: miR-522")
        assert verdicts(database) == [("accept", "miR-522", None)]
        terminal.type("e")
        terminal.wait_for(r"Edit: mend the slots")
        terminal.type("\t\x15adipocyte\r")
        terminal.wait_for(r"saved: mended and accepted: miR-21 of adipocyte")
        terminal.type("r")
        terminal.wait_for(r"negative result")
        terminal.type("t")
        terminal.wait_for(r"saved: rejected \(negative result\)")
        assert "3/3 100%" in terminal.text()
        terminal.type("q")
        assert terminal.wait_for_end() == 0
    assert verdicts(database) == [
        ("accept", "miR-522", None),
        ("edit", "miR-21", None),
        ("reject", "miR-378d", "negative result"),
    ]
    # Back from lunch: everything is as it was, and the last verdict can be taken back.
    with review(database) as terminal:
        terminal.wait_for(r"3/3 100%")
        terminal.type("u")
        terminal.wait_for(r"saved: undone")
        terminal.type("q")
        assert terminal.wait_for_end() == 0
    assert curated(database) == [("miR-21", "adipocyte", "edited"), ("miR-522", "CAF", "accepted")]


def test_tui_terminal_keys_typed_ahead_are_taken_in_their_order(tmp_path: Path) -> None:
    database = sample(tmp_path).path
    with review(database) as terminal:
        terminal.wait_for(r"‹M:miR-522›")
        # A curator faster than the program: she does not wait to see what a key has done.
        terminal.type("a" + "e\t\x15adipocyte\r" + "rt" + "cdone\r" + "/dkk3\r" + "u")
        terminal.wait_for(r"saved: undone")
        terminal.type("q")
        assert terminal.wait_for_end() == 0
    assert [action for action, *_ in verdicts(database)] == ["accept", "edit", "reject", "comment", "undo"]
    assert curated(database) == [("miR-21", "adipocyte", "edited"), ("miR-522", "CAF", "accepted")]


def test_tui_terminal_a_verdict_survives_the_loss_of_the_terminal(tmp_path: Path) -> None:
    database = sample(tmp_path).path
    with review(database) as terminal:
        terminal.wait_for(r"‹M:miR-522›")
        terminal.type("a")
        terminal.wait_for(r"saved: accepted")
        # The line drops before anything is closed.
        terminal.process.kill()
        terminal.process.wait()
    assert verdicts(database) == [("accept", "miR-522", None)]


def test_tui_terminal_a_bracketed_paste_gives_no_verdict(tmp_path: Path) -> None:
    database = sample(tmp_path).path
    with review(database) as terminal:
        terminal.wait_for(r"‹M:miR-522›")
        terminal.send("\x1b[200~area\raaa\x1b[201~")
        terminal.wait_for(r"nothing was changed")
        terminal.type("q")
        assert terminal.wait_for_end() == 0
    assert verdicts(database) == []


def test_tui_terminal_a_paste_that_comes_as_keys_gives_no_verdict(tmp_path: Path) -> None:
    database = sample(tmp_path).path
    with review(database) as terminal:
        terminal.wait_for(r"‹M:miR-522›")
        # The terminal knows no bracketed paste: the clipboard comes as letters, accept, reject and quit among them.
        terminal.send("area of quick rats\raaa\r")
        terminal.wait_for(r"✗ keys came faster than anybody types")
        assert verdicts(database) == []
        # The review is still there, and what is typed by hand is taken again; nobody is as fast as a held key.
        time.sleep(2 * HELD)
        terminal.type("a")
        terminal.wait_for(r"saved: accepted")
        # Text with a line end that is pasted into a line does not save it.
        terminal.type("c")
        terminal.wait_for(r"enter save")
        terminal.send("see the table\r")
        terminal.wait_for(r"✗ keys came faster")
        terminal.type("\x1b")
        terminal.wait_for(r"no comment saved")
        terminal.type("q")
        assert terminal.wait_for_end() == 0
    assert verdicts(database) == [("accept", "miR-522", None)]


def test_tui_terminal_dialogs_leave_nothing_behind(tmp_path: Path) -> None:
    dialogs = {"e": "in this paper", "r": "b entity boundary", "c": "enter save", "y": "s sentence", "/": "enter keep"}
    with review(sample(tmp_path).path) as terminal:
        terminal.wait_for(r"miss \d")
        rows = terminal.wait_for("precision and recall are not known").splitlines()[:-2]
        for key, shown in (dialogs | {":": "enter choose", "?": "esc close"}).items():
            # Only what a dialog covers is painted when it comes; help over it covers more,
            terminal.type(key)
            terminal.wait_for(shown)
            if key not in ":?":
                # f1: a terminal sends the bytes of one key together.
                terminal.send("\x1bOP")
                terminal.wait_for("esc close")
                terminal.type("\x1b")
                terminal.wait_for(rf"(?s)\A(?!.*esc close).*{shown}")
            # and only that is painted again when it goes: the rows are as they were.
            terminal.type("\x1b")
            assert terminal.wait_for("a accept").splitlines()[:-2] == rows, key
        # A dialog that comes of another's answer covers less than that one did: all the rest is as it was.
        assert not rows[7].strip()
        for keys, first, then in (
            ("ro", "b entity boundary", "Why is it wrong"),
            (":find\r", "enter choose", "enter keep"),
        ):
            terminal.type(keys[0])
            terminal.wait_for(first)
            terminal.type(keys[1:])
            terminal.wait_for(rf"\A(?=(?s:.*){then})(?:.*\n){{7}} +\n")
            terminal.type("\x1b")
            assert terminal.wait_for("a accept").splitlines()[:-2] == rows, keys
        terminal.type("q")
        assert terminal.wait_for_end() == 0


def test_tui_terminal_keys_of_her_own(tmp_path: Path) -> None:
    database = sample(tmp_path).path
    file = keys_file()
    file.parent.mkdir(parents=True)
    file.write_text('verdict.accept = ["w", "z"]\n', "utf-8")
    with review(database) as terminal:
        # The line of keys shows the key that she has given the command; the old one does nothing.
        terminal.wait_for(r"‹M:miR-522›")
        terminal.wait_for(r"w accept")
        terminal.type("aw")
        terminal.wait_for(r"saved: accepted: miR-522")
        terminal.type("z")
        terminal.wait_for(r"saved: accepted: miR-21")
        terminal.type("q")
        assert terminal.wait_for_end() == 0
    assert [mirna for _, mirna, _ in verdicts(database)] == ["miR-522", "miR-21"]


def test_tui_terminal_without_colours_none_are_sent(tmp_path: Path) -> None:
    with review(sample(tmp_path).path, NO_COLOR="1") as terminal:
        terminal.wait_for(r"‹M:miR-522›")
        cells = [cell for row in terminal.screen.buffer.values() for cell in row.values()]
        assert {cell.fg for cell in cells} | {cell.bg for cell in cells} == {"default"}
        # The row under the cursor is told by reversal, the slots by underline.
        under_cursor = next(n for n, line in enumerate(terminal.screen.display) if line.startswith("▶"))
        assert any(cell.reverse for cell in terminal.screen.buffer[under_cursor].values())
        assert any(cell.underscore for cell in cells)
        terminal.type("q")
        assert terminal.wait_for_end() == 0
