"""Nothing that a paper brings acts on what shows it: terminal, spreadsheet, browser, Markdown viewer, clipboard."""

from __future__ import annotations

import base64
import csv
import html.parser
import io
import json
import os
import pty
import re
import select
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.segment import Segment
from textual.pilot import Pilot

from curator.cli import program
from curator.cli.agreement import as_json
from curator.curation.agreement import Agreement, LeftOut
from curator.exporting import FORMATS, SQLITE, TEXT_FORMATS
from curator.exporting.documents import RENDERINGS
from curator.exporting.guard import json_text, one_line, printable, spreadsheet_cell
from curator.tui.app import CuratorApp
from curator.tui.desk import Desk
from curator.workbench import Workbench
from tests.faces_samples import curator
from tests.hostile_samples import ALL, ATTACKS, FILES, FOLDER, HostileExtractor, hostile_database, judge, steering

FORMULA_STARTS = set("=+-@\t\r\n＝＋－＠")


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A database full of attacks, judged by somebody with an attack for a name."""
    monkeypatch.setenv("CURATOR_NAME", f"eve{ATTACKS[0]}")
    path = hostile_database(tmp_path / "hostile.db")
    with Workbench(path) as workbench:
        judge(workbench)
    return path


@pytest.fixture(autouse=True)
def _extractor(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Workbench, "extractor", lambda self: HostileExtractor())


# The guards themselves


@pytest.mark.parametrize("attack", [*ATTACKS, "\ud800", "\0"])
def test_security_guard_shows_what_would_act_and_moves_nothing(attack: str) -> None:
    assert steering(printable(attack)) == set()
    assert len(printable(attack)) == len(attack)
    assert steering(one_line(f"a\nb\t{attack}")) == set()
    assert len(one_line(f"a\nb\t{attack}").splitlines()) == 1


@pytest.mark.parametrize("attack", [*ATTACKS, "\ud800", "\0"])
def test_security_json_holds_every_character_and_shows_none_that_acts(attack: str) -> None:
    written = json_text({"a": attack})
    assert steering(written) == set()
    assert json.loads(written) == {"a": attack}


def test_security_agreement_as_json_holds_a_curators_name_as_it_is() -> None:
    measured = Agreement({"a\x1bda": 1}, {}, (), (), LeftOut(0, 0, 0, 0, 0, 0))
    assert json.loads(printable(as_json(measured)))["curators"] == {"a\x1bda": 1}


@pytest.mark.parametrize(
    ("text", "guarded"),
    [
        pytest.param('"=1+1"', '\'"=1+1"', id="quotation mark that is taken off"),
        pytest.param('"one', "'\"one", id="quotation mark that swallows"),
        pytest.param("x;=1+1", "x;'=1+1", id="behind a semicolon"),
        pytest.param("x; @SUM(1)", "x; '@SUM(1)", id="behind a semicolon and a blank"),
        pytest.param("x,=1+1", "x,'=1+1", id="behind a comma"),
        pytest.param("x\n-1+cmd|' /C calc'!A0", "x\n'-1+cmd|' /C calc'!A0", id="on a line of its own"),
        pytest.param("miR-200a, -200b and -429", "miR-200a, -200b and -429", id="names in a list"),
        pytest.param("p = 0.05; n = 3", "p = 0.05; n = 3", id="equals inside"),
    ],
)
def test_security_cell_is_no_formula_at_any_separator(text: str, guarded: str) -> None:
    assert spreadsheet_cell(text) == guarded


# Exports


def exported(database: Path, format: str, folder: Path) -> list[str]:
    """What `export` prints, and what it writes to a file."""
    target = folder / f"out.{format}"
    printed = curator("export", format, "--all", "--db", database)
    written = curator("export", format, "--all", "--db", database, "-o", target)
    assert (printed.exit_code, written.exit_code) == (0, 0)
    return [printed.stdout, target.read_bytes().decode("utf-8")]


@pytest.mark.parametrize("format", TEXT_FORMATS)
def test_security_export_brings_nothing_that_acts(format: str, database: Path, tmp_path: Path) -> None:
    for text in exported(database, format, tmp_path):
        assert "HYPERLINK" in text
        assert steering(text) == set()


def as_spreadsheets_read(text: str, format: str) -> Iterator[str]:
    """Every cell as a program would have it that takes quotation marks off and cuts at what it is set to."""
    usual = "\t" if format == "tsv" else ","
    for delimiter in {usual, ";", "\t"}:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            yield from row


@pytest.mark.parametrize("format", [name for name in TEXT_FORMATS if name != "jsonl"])
def test_security_export_has_no_cell_that_a_spreadsheet_evaluates(format: str, database: Path, tmp_path: Path) -> None:
    for text in exported(database, format, tmp_path):
        cells = list(as_spreadsheets_read(text, format))
        assert sum("HYPERLINK" in cell for cell in cells) > 4
        assert [cell[:40] for cell in cells if cell.lstrip(" ")[:1] in FORMULA_STARTS and cell.strip()] == []


@pytest.mark.parametrize("format", [name for name in TEXT_FORMATS if name != "jsonl"])
def test_security_export_has_as_many_rows_and_columns_as_it_should(format: str, database: Path, tmp_path: Path) -> None:
    printed, _ = exported(database, format, tmp_path)
    dialect = {"delimiter": "\t", "quoting": csv.QUOTE_NONE} if format == "tsv" else {}
    rows = list(csv.reader(io.StringIO(printed, newline=""), **dialect))  # type: ignore[arg-type]
    assert len(rows) == 6
    assert len({len(row) for row in rows}) == 1


def test_security_every_export_format_is_text_that_is_tested_or_the_database() -> None:
    assert set(FORMATS) == {*TEXT_FORMATS, SQLITE}


# Commands

_QUIET = {"demo", "review", "vocabulary"}
"""Commands that begin something else: the review has tests of its own below."""


@pytest.mark.parametrize("name", sorted(set(program.commands) - _QUIET))
def test_security_command_prints_nothing_that_acts(name: str, database: Path) -> None:
    asked: dict[str, list[str | Path]] = {
        "read": [*(FOLDER / file for file in FILES), "--db", database],
        "extract": ["--db", database],
        "evaluate": ["--accepted", "--db", database],
        "export": ["tsv", "--all", "--db", database],
        "gold": ["build", FOLDER / "paper.md", "-o", database.parent / "gold"],
        "show": [FOLDER / "paper.md"],
        "mentions": [FOLDER / "paper.md"],
        "explain": [FOLDER / "paper.md", "--match", ALL],
        "patterns": ["list", "--brief"],
        "keys": [],
    }
    result = curator(name, *asked.get(name, ["--db", database]))
    assert steering(result.stdout) == set()
    assert steering(result.stderr) == set()


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize("format", RENDERINGS)
def test_security_show_prints_nothing_that_acts(format: str, file: str) -> None:
    result = curator("show", FOLDER / file, "--format", format)
    assert "APAF1" in result.stdout
    assert steering(result.stdout + result.stderr) == set()


@pytest.mark.parametrize("command", ["extract", "mentions"])
@pytest.mark.parametrize("file", FILES)
def test_security_lines_are_json_and_nothing_in_them_acts(file: str, command: str) -> None:
    result = curator(command, FOLDER / file)
    assert steering(result.stdout + result.stderr) == set()
    assert [json.loads(line) for line in result.stdout.split("\n")[:-1]]


def test_security_markdown_makes_no_link_picture_or_html(tmp_path: Path) -> None:
    shown = curator("show", FOLDER / "paper.md", "--format", "markdown").stdout
    assert "evil.example" in shown
    assert re.findall(r"(?<!\\)\]\(|(?<!\\)\]:|(?<!\\)<\w", shown) == []


_TAGS = {
    *[
        "html",
        "head",
        "meta",
        "title",
        "style",
        "body",
        "h1",
        "h2",
        "h3",
        "article",
        "blockquote",
        "mark",
        "small",
        "ul",
        "li",
        "p",
    ]
}
_ATTRIBUTES = {*["lang", "charset", "http-equiv", "content", "name", "id", "class", "title"]}


class _Page(html.parser.HTMLParser):
    """Every tag of a page with its attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


def test_security_page_has_no_tag_or_address_of_the_papers() -> None:
    from curator.exporting.explanation_html import as_html
    from curator.model import Explanation
    from tests.hostile_samples import assertions, document, mentions

    paper = document()
    first = paper.sentences[0]
    page = as_html(
        [
            Explanation(
                document=paper.name, number=1, start=first.start, end=first.end, text=paper.quote(first), section=ALL,
                mentions=tuple(mentions(paper)[:1]), assertions=tuple(assertions(paper)[:1]),
            )
        ]
    )  # fmt: skip
    tags = _Page(page).tags
    assert {tag for tag, _ in tags} <= _TAGS
    assert {name for _, held in tags for name in held} <= _ATTRIBUTES
    assert steering(page) == set()


# Names of files


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("a\x1b]0;owned\x07.md", id="title"),
        pytest.param("a\n12 papers read, 12 new, in curator.db.md", id="forged line"),
        pytest.param("a\x9b2J\u202e.md", id="C1 and turned round"),
        pytest.param("[bold]a[@click=app.quit].md", id="markup"),
        pytest.param("--help\x1b[2J.md", id="option"),
        pytest.param("=1+1;$(touch pwned)`touch pwned`.md", id="shell"),
    ],
)
@pytest.mark.parametrize("words", [["read", "--db", "{db}"], ["show"], ["mentions"], ["explain"], ["gold", "build"]])
@pytest.mark.parametrize("there", [True, False])
def test_security_name_of_a_file_forges_no_line_and_does_nothing(
    words: list[str], there: bool, name: str, database: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "papers"
    folder.mkdir()
    if there:
        (folder / name).write_bytes(b"\0")
    result = curator(*(w.format(db=database) for w in words), folder / name)
    assert result.exit_code == 1
    assert steering(result.output) == set()
    assert [line for line in result.output.splitlines() if line.startswith("12 papers")] == []
    assert sorted(p.name for p in folder.iterdir()) == [name] * there


@pytest.mark.parametrize(
    "words",
    [["show", "a", "b\x1b[2J"], ["show", "--\x1b[2J"], ["\x1b[2J"], ["export", "\x1b[2J"],
     ["read", "a", "--from", "\x1b[2J"]],
)  # fmt: skip
def test_security_wrong_command_line_is_told_without_acting(words: list[str], tmp_path: Path) -> None:
    result = curator(*words)
    assert result.exit_code in (1, 2)
    assert steering(result.output) == set()


# The terminal interface


def on_screen(app: CuratorApp) -> list[Segment]:
    return [segment for strip in app.screen._compositor.render_strips() for segment in strip]


def check_screen(app: CuratorApp) -> None:
    """No character acts, and no letter is a link or does anything when it is clicked."""
    for segment in on_screen(app):
        assert steering(segment.text) == set()
        assert segment.style is None or segment.style.link is None
        assert segment.style is None or "@click" not in segment.style.meta


_WAYS = {
    "review": (),
    "whole": ("enter",),
    "reader": ("v",),
    "library": ("l",),
    "history": ("h",),
    "scores": ("s",),
    "help": ("question_mark",),
    "edit": ("e",),
    "reject": ("r",),
    "other reason": ("r", "o"),
    "comment": ("c",),
    "find": ("slash",),
    "copy": ("y",),
    "sentences": ("i",),
    "rejected": ("4",),
    "wrong filter": ("slash", "[", "b", "]", ":", "x", "enter"),
}


@pytest.mark.parametrize("size", [(80, 24), (160, 50)], ids=["small", "large"])
@pytest.mark.parametrize("way", _WAYS)
async def test_security_screen_shows_a_hostile_paper_and_obeys_none_of_it(
    way: str, size: tuple[int, int], database: Path
) -> None:
    with Workbench(database) as workbench:
        app = CuratorApp(Desk(workbench))
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            await _press(pilot, *_WAYS[way])
            check_screen(app)
            await _press(pilot, "down", "down")
            check_screen(app)
            assert app.is_running


async def _press(pilot: Pilot[None], *keys: str) -> None:
    for key in keys:
        await pilot.press(key)
        await pilot.pause()


@pytest.mark.parametrize("part", ["r", "s", "c"])
async def test_security_copy_takes_text_that_neither_acts_nor_counts(part: str, database: Path) -> None:
    with Workbench(database) as workbench:
        app = CuratorApp(Desk(workbench))
        async with app.run_test(size=(120, 40)) as pilot:
            await pilot.pause()
            await _press(pilot, "1", "y", part)
            copied = app.clipboard
    assert copied
    assert steering(copied) == set()
    if part == "r":
        assert [cell for cell in copied.split("\t") if cell[:1] in FORMULA_STARTS and cell] == []


# The program itself in a terminal

_BROUGHT = {
    "title": b"\x1b]0;owned",
    "clipboard": b"\x1b]52;c;cm0g",
    "link": b"\x1b]8;;http://evil",
    "link by markup": b"\x1b]8;id",
    "device control": b"\x1bP$q",
    "reset": b"\x1bc",
    "C1": b"\xc2\x9b",
    "C1 command": b"\xc2\x9d",
    "turned round": "\u202e".encode(),
    "without width": "\u200b".encode(),
    "tag": "\U000e0041".encode(),
}


def in_terminal(database: Path, *words: str, keys: str, seconds: float = 90) -> bytes:
    """Every byte that the program sends to a terminal while keys are typed; each is sent when it has fallen silent."""
    near, far = pty.openpty()
    environment = {**os.environ, "TERM": "xterm-256color", "CURATOR_NAME": "kim", "COLUMNS": "120", "LINES": "40"}
    process = subprocess.Popen(
        [sys.executable, "-m", "curator", *words, "--db", str(database)],
        stdin=far, stdout=far, stderr=far, env=environment, start_new_session=True,
    )  # fmt: skip
    os.close(far)
    said, waiting, deadline = b"", list(keys), time.monotonic() + seconds
    try:
        while time.monotonic() < deadline:
            ready, _, _ = select.select([near], [], [], 1.0)
            if ready:
                try:
                    said += os.read(near, 65536)
                except OSError:
                    break
            elif waiting and len(said) > 200:
                os.write(near, waiting.pop(0).encode())
            elif process.poll() is not None:
                break
    finally:
        if process.poll() is None:
            process.kill()
        process.wait()
        os.close(near)
    assert not waiting, said[-2000:]
    return said


def test_security_terminal_gets_no_sequence_of_the_papers(database: Path) -> None:
    said = in_terminal(database, "review", keys="1yrq")
    assert b"\x1b[?1049h" in said
    assert [name for name, brought in _BROUGHT.items() if brought in said] == []
    copies = re.findall(rb"\x1b\]52;c;([^\x07\x1b]*)\x07", said)
    assert len(copies) == 1
    assert steering(base64.b64decode(copies[0], validate=True).decode()) == set()


def test_security_plain_review_in_a_terminal_gets_no_sequence_of_the_papers(database: Path) -> None:
    said = in_terminal(database, "review", "--plain", keys="show all\nback\nwrong \x01 word\nquit\n", seconds=60)
    echoed = said.replace(b"\x1b[K", b"").replace(b"\x1b[?2004h", b"").replace(b"\x1b[?2004l", b"")
    assert b"Row 4 of 5" in said
    assert b"\x1b" not in echoed
    assert [name for name, brought in _BROUGHT.items() if brought in said] == []
