"""Whatever is wrong with a file, a database or a rule: one clear message, a non-zero exit, an unharmed database."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from curator.model import Action
from curator.storage import Database
from curator.workbench import Workbench
from tests.faces_samples import (
    PAPER,
    REAL_EXTRACTOR,
    bench,
    curator,
    database,
    files_below,
    ids,
    paper,
    quick_extractor,
)

__all__ = ["bench", "database", "paper", "quick_extractor"]

NOBODY = 65534


def scanned_pdf() -> bytes:
    """A sound PDF of one page that holds a picture and no text."""
    picture = zlib.compress(bytes(300))
    stream = b"q 100 0 0 100 50 50 cm /P Do Q"
    bodies = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Contents 4 0 R "
        b"/Resources << /XObject << /P 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /XObject /Subtype /Image /Width 10 /Height 10 /ColorSpace /DeviceRGB /BitsPerComponent 8 "
        b"/Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream" % (len(picture), picture),
    ]
    content, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(bodies, start=1):
        offsets.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    trailer = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(bodies) + 1, len(content))
    return content + b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1) + table + trailer


BAD_FILES = [
    pytest.param("empty.md", b"", "is empty", id="empty"),
    pytest.param("blank.md", b" \n\n\t\n", "is empty", id="blank"),
    pytest.param("image.md", bytes(range(256)) * 8, "binary", id="binary"),
    pytest.param("latin.txt", "Résistance à miR-21.".encode("latin-1"), "not UTF-8", id="not UTF-8"),
    pytest.param("wide.txt", "miR-21 targets APAF1.".encode("utf-16"), "UTF-16", id="UTF-16"),
    pytest.param("scan.pdf", scanned_pdf(), "text", id="PDF without text"),
    pytest.param("broken.pdf", scanned_pdf()[:90], "PDF", id="truncated PDF"),
    pytest.param("numbers.md", b"# 1\n\n1 2 3\n", "no sentence", id="no sentences"),
    pytest.param("page.pdf", b"<!DOCTYPE html><html>404 Not Found</html>", "web page", id="web page"),
    pytest.param("half.xml", b"<article><body><p>miR-21", "XML", id="truncated XML"),
]


@pytest.fixture
def filled(bench: Workbench) -> Path:
    """A database with a paper and a verdict, closed."""
    bench.judge(ids(bench)[0], Action.ACCEPT)
    bench.close()
    return bench.path


def is_unharmed(path: Path) -> bool:
    """True where the paper and the verdict are there and SQLite finds no fault."""
    with closing(sqlite3.connect(path)) as connection:
        sound = connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    with Workbench(path) as workbench:
        return sound and len(workbench.documents()) == 1 and len(workbench.verdicts()) == 1


def message(stderr: str) -> str:
    """The one error line, checked to be one and without a trace."""
    lines = [line for line in stderr.splitlines() if line.startswith("curator: ")]
    assert len(lines) == 1, stderr
    assert "Traceback" not in stderr
    assert "fault of the program" not in stderr
    return lines[0]


@pytest.mark.parametrize(("name", "content", "problem"), BAD_FILES)
def test_bad_input_file_is_refused_and_the_database_unharmed(
    name: str, content: bytes, problem: str, filled: Path, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    result = curator("read", path, "--db", filled)
    told = message(result.stderr)
    assert result.exit_code == 1
    assert name in told
    assert problem in told
    assert is_unharmed(filled)


def test_bad_input_missing_file_is_refused_and_the_database_unharmed(filled: Path) -> None:
    result = curator("read", "missing.md", "--db", filled)
    assert (result.exit_code, message(result.stderr)) == (1, "curator: missing.md: does not exist")
    assert is_unharmed(filled)


def test_bad_input_file_that_no_paper_can_be_is_refused_unread(filled: Path, tmp_path: Path) -> None:
    path = tmp_path / "dump.txt"
    with path.open("wb") as stream:
        stream.truncate(300_000_000)
    result = curator("read", path, "--db", filled)
    assert result.exit_code == 1
    assert "300 MB; the limit is" in message(result.stderr)
    assert is_unharmed(filled)


def test_bad_input_fifty_megabytes_of_text_are_refused(filled: Path, tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    path.write_bytes(b"miR-21 targets APAF1. " * (50_000_000 // 22))
    result = curator("read", path, "--db", filled)
    assert result.exit_code == 1
    assert "50 MB of text; the limit is 20 MB" in message(result.stderr)
    assert is_unharmed(filled)


def test_bad_input_unreadable_name_is_refused(filled: Path) -> None:
    result = curator("read", "x" * 5000, "--db", filled)
    assert result.exit_code == 1
    assert "too long" in message(result.stderr)


@pytest.mark.usefixtures("quick_extractor")
@pytest.mark.parametrize("command", ["show", "extract", "mentions"])
def test_bad_input_file_is_refused_without_a_database_too(command: str, tmp_path: Path) -> None:
    path = tmp_path / "empty.md"
    path.touch()
    result = curator(command, path)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "is empty" in message(result.stderr)
    assert files_below(tmp_path, Path.home()) == {path}


def test_bad_input_good_files_of_a_batch_are_read(filled: Path, tmp_path: Path) -> None:
    bad, good = tmp_path / "empty.md", tmp_path / "good.md"
    bad.touch()
    good.write_text(PAPER.replace("miR-21", "miR-34a"), encoding="utf-8")
    result = curator("read", bad, good, "--db", filled)
    assert result.exit_code == 1
    assert "good" in result.stdout
    with Workbench(filled) as workbench:
        assert [d.name for d in workbench.documents()] == ["yeung", "good"]


# Databases


def corrupt(path: Path) -> None:
    """Overwrite the middle of the file."""
    content = bytearray(path.read_bytes())
    content[100:8000] = os.urandom(7900)
    path.write_bytes(content)


def text_file(path: Path) -> None:
    """Something that is no database at all."""
    path.write_text("This is a shopping list, and a rather long one: " + "bread, " * 200)


def newer(path: Path) -> None:
    """As a later version of the program would leave it."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 9999")
        connection.commit()


def foreign(path: Path) -> None:
    """Another program's database."""
    path.unlink()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE bookmarks (url TEXT)")
        connection.commit()


BAD_DATABASES = [
    pytest.param(corrupt, "damaged", id="corrupt"),
    pytest.param(text_file, "not a database|no database|damaged|not a curator", id="text file"),
    pytest.param(newer, "schema version 9999", id="newer"),
    pytest.param(foreign, "another program|not curator|not a curator", id="another program's"),
]
COMMANDS = [
    pytest.param(["read", "{paper}"], id="read"),
    pytest.param(["extract"], id="extract"),
    pytest.param(["export", "tsv"], id="export"),
    pytest.param(["evaluate", "--accepted"], id="evaluate"),
    pytest.param(["review"], id="review"),
]


@pytest.fixture
def in_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """`review` believes that it has a terminal."""
    monkeypatch.setattr("curator.cli.curating._has_terminal", lambda: True)


@pytest.mark.usefixtures("quick_extractor", "in_terminal")
@pytest.mark.parametrize("words", COMMANDS)
@pytest.mark.parametrize(("spoil", "problem"), BAD_DATABASES)
def test_bad_input_database_is_refused_and_left_as_it_is(
    spoil: Callable[[Path], None], problem: str, words: list[str], filled: Path, paper: Path
) -> None:
    spoil(filled)
    before = filled.read_bytes()
    result = curator(*(word.format(paper=paper) for word in words), "--db", filled)
    told = message(result.stderr)
    assert result.exit_code == 1
    assert any(words in told for words in problem.split("|"))
    assert filled.name in told
    assert filled.read_bytes() == before


@pytest.mark.usefixtures("in_terminal")
@pytest.mark.parametrize("words", [p for p in COMMANDS if p.id != "read"])
def test_bad_input_missing_database_is_told_and_not_made(words: list[str], database: Path) -> None:
    result = curator(*words, "--db", database)
    assert result.exit_code == 1
    assert "there is no such database" in message(result.stderr)
    assert not database.exists()


def test_bad_input_database_in_a_missing_folder_is_told(paper: Path, tmp_path: Path) -> None:
    result = curator("read", paper, "--db", tmp_path / "nowhere" / "x.db")
    assert result.exit_code == 1
    assert "nowhere" in message(result.stderr)


def test_bad_input_folder_as_database_is_told(paper: Path, tmp_path: Path) -> None:
    result = curator("read", paper, "--db", tmp_path)
    assert result.exit_code in (1, 2)
    assert tmp_path.name in result.stderr


@contextmanager
def written_by_another(path: Path) -> Iterator[None]:
    """Another program is in the middle of a write."""
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


@pytest.mark.usefixtures("quick_extractor")
def test_bad_input_locked_database_is_told(filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(Database.open.__func__.__kwdefaults__, "busy_seconds", 0.1)  # type: ignore[attr-defined]
    new = tmp_path / "new.md"
    new.write_text(PAPER + "\nMore.\n", encoding="utf-8")
    with written_by_another(filled):
        result = curator("read", new, "--db", filled)
    assert result.exit_code == 1
    assert "locked" in message(result.stderr)
    assert is_unharmed(filled)


@contextmanager
def read_only(path: Path) -> Iterator[None]:
    """Nobody may write to the file or beside it; permissions bind everybody but root."""
    user = os.geteuid()
    modes = {p: p.stat().st_mode for p in (path, path.parent, path.parent.parent)}
    path.parent.parent.chmod(0o755)
    path.chmod(0o444)
    path.parent.chmod(0o555)
    os.seteuid(user or NOBODY)
    try:
        yield
    finally:
        os.seteuid(user)
        for place, mode in modes.items():
            place.chmod(mode)


@pytest.mark.skipif(sys.platform == "win32", reason="permissions are POSIX")
def test_bad_input_read_only_database_is_told(filled: Path) -> None:
    folder = Path(tempfile.mkdtemp())
    try:
        copy = Path(shutil.copy(filled, folder / "copy.db"))
        paper = folder / "new.md"
        paper.write_text(PAPER + "\nMore.\n", encoding="utf-8")
        with read_only(copy):
            result = curator("read", paper, "--db", copy)
        assert result.exit_code == 1
        assert "read-only" in message(result.stderr) or "cannot be opened" in message(result.stderr)
        assert is_unharmed(copy)
    finally:
        shutil.rmtree(folder)


# Rules

SOUND_RULE = """\
  - id: my-rule
    purpose: "`miR-21 hits X`"
    role: TARGETS
    pattern:
      - agent=MIRNA hits theme=GENE
"""
HEAD = "purpose: A curator's own.\nstage: 2\nrules:\n"
BAD_RULES = [
    pytest.param(SOUND_RULE.replace("purpose:", "porpoise:"), "porpoise", id="unknown key"),
    pytest.param(SOUND_RULE.replace("agent=MIRNA", "agent=MIRNA|"), "my-rule", id="bad pattern"),
    pytest.param(SOUND_RULE.replace("MIRNA", "NONSENSE"), "NONSENSE", id="unknown kind"),
    pytest.param(SOUND_RULE.replace("theme=", "patient="), "patient", id="unknown name"),
    pytest.param(SOUND_RULE + SOUND_RULE, "my-rule", id="duplicate id"),
    pytest.param("  - id: [\n", "mine.yaml", id="no YAML"),
]


@pytest.fixture
def patterns(tmp_path: Path) -> Path:
    """Where a file of a curator's own rules goes."""
    path = tmp_path / "patterns" / "assertions" / "mine.yaml"
    path.parent.mkdir(parents=True)
    return path


@pytest.mark.parametrize("words", [["extract"], ["patterns", "list"], ["evaluate"]], ids=" ".join)
@pytest.mark.parametrize(("rules", "named"), BAD_RULES)
def test_bad_input_rule_file_is_refused_with_its_line(
    rules: str, named: str, words: list[str], patterns: Path, filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Workbench, "extractor", REAL_EXTRACTOR)
    patterns.write_text(HEAD + rules, encoding="utf-8")
    database: list[str | Path] = ["--db", filled] if words == ["extract"] else []
    result = curator(*words, "--patterns", patterns.parent.parent, *database)
    told = message(result.stderr)
    assert result.exit_code == 1
    assert named in told
    assert re.search(r"mine\.yaml:\d+", told)
    assert is_unharmed(filled)


def test_bad_input_folder_without_rules_is_refused(patterns: Path) -> None:
    patterns.write_text(HEAD + SOUND_RULE, encoding="utf-8")
    result = curator("patterns", "list", "--patterns", patterns.parent)
    assert result.exit_code == 2
    assert "no rules are in this folder" in message(result.stderr)


def test_bad_input_sound_rule_of_ones_own_is_taken(patterns: Path) -> None:
    patterns.write_text(HEAD + SOUND_RULE, encoding="utf-8")
    result = curator("patterns", "list", "--patterns", patterns.parent.parent)
    assert result.exit_code == 0
    assert "my-rule" in result.stdout


# The program itself


def test_bad_input_program_itself_exits_with_one_and_no_trace(tmp_path: Path) -> None:
    process = subprocess.run(
        [sys.executable, "-m", "curator", "show", str(tmp_path / "missing.pdf")],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert process.returncode == 1
    assert message(process.stderr).endswith("missing.pdf: does not exist")
