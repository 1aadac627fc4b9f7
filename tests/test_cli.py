"""The command line: what each command prints, how it exits, and what never reaches a terminal."""

from __future__ import annotations

import csv
import io
import json
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from curator import __version__
from curator.cli import console, program
from curator.exporting import FORMATS
from curator.exporting.documents import RENDERINGS
from curator.model import Action
from curator.workbench import Workbench
from tests.faces_samples import (
    PAPER,
    Review,
    bench,
    curator,
    database,
    files_below,
    ids,
    paper,
    quick_extractor,
)

__all__ = ["bench", "database", "paper", "quick_extractor"]


def commands(group: click.Group = program, prefix: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The words of every command, groups included."""
    yield prefix
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, (*prefix, name))
        else:
            yield (*prefix, name)


def leaves() -> list[tuple[str, ...]]:
    """The words of every command that does something."""
    groups = {()} | {words[:-1] for words in commands() if len(words) > 1}
    return [words for words in commands() if words not in groups]


@pytest.mark.parametrize("words", leaves(), ids=" ".join)
def test_cli_every_command_has_examples_that_begin_with_it(words: tuple[str, ...]) -> None:
    text = curator(*words, "--help").stdout
    _, _, examples = text.partition("Examples:")
    lines = [line.strip() for line in examples.splitlines() if line.strip()]
    assert lines
    assert all(" ".join(("curator", *words)) in line for line in lines)


@pytest.mark.parametrize("words", leaves(), ids=" ".join)
def test_cli_every_option_in_an_example_exists(words: tuple[str, ...]) -> None:
    text = curator(*words, "--help").stdout
    options, _, examples = text.partition("Examples:")
    mine = (line.split("|")[0].split("   ")[0] for line in examples.splitlines())
    used = {word for line in mine for word in line.split() if word.startswith("-")}
    assert {option for option in used if option not in options} == set()


def test_cli_help_lists_the_documented_commands() -> None:
    text = curator("--help").stdout
    listed = [line.split()[0] for line in text.partition("Commands:")[2].splitlines() if line.startswith("  ")]
    assert {"read", "extract", "review", "evaluate", "export", "gold", "demo", "show", "mentions", "patterns"} <= set(
        listed
    )


def test_cli_version_is_the_packages() -> None:
    assert curator("--version").stdout == f"curator {__version__}\n"


@pytest.mark.parametrize(
    "words",
    [
        pytest.param(["raed"], id="unknown command"),
        pytest.param(["read"], id="argument missing"),
        pytest.param(["read", "x.md", "--bd", "y"], id="unknown option"),
        pytest.param(["show", "x.md", "--format", "html"], id="unknown format"),
        pytest.param(["export", "xlsx"], id="unknown export"),
        pytest.param(["export", "sqlite"], id="database to stdout"),
        pytest.param(["extract", "x.md", "--db", "y"], id="database without a meaning"),
        pytest.param(["extract", "--format", "jsonl"], id="format without a path"),
        pytest.param(["extract", "x.md", "--patterns", "nowhere"], id="no such folder"),
    ],
)
def test_cli_a_wrong_command_line_exits_with_two(
    words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = curator(*words)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr
    assert files_below(tmp_path) == set()


def test_cli_read_prints_ids_and_tells_the_place(paper: Path, database: Path) -> None:
    first, second = curator("read", paper, "--db", database), curator("read", paper, "--db", database)
    assert first.exit_code == second.exit_code == 0
    assert first.stdout.split()[1:] == ["new", "yeung"]
    assert second.stdout.split()[1:] == ["known", "yeung"]
    assert f"1 paper read, 1 new, in {database}" in first.stderr


def test_cli_read_goes_on_after_bad_files_and_names_them(paper: Path, database: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty.md"
    empty.touch()
    result = curator("read", "missing.md", empty, paper, "--db", database)
    assert result.exit_code == 1
    assert "yeung" in result.stdout
    assert "2 files failed:\n  missing.md: does not exist\n" in result.stderr
    assert str(empty) in result.stderr.splitlines()[-1]


@pytest.mark.usefixtures("quick_extractor")
def test_cli_database_is_the_option_then_the_variable_then_the_users_folder(
    paper: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    curator("read", paper)
    assert files_below(Path.home())
    monkeypatch.setenv("CURATOR_DB", str(tmp_path / "variable.db"))
    curator("read", paper)
    curator("read", paper, "--db", tmp_path / "option.db")
    assert {p.name for p in tmp_path.glob("*.db")} == {"variable.db", "option.db"}


@pytest.mark.usefixtures("quick_extractor")
def test_cli_extract_of_files_prints_json_lines_and_touches_no_database(paper: Path, tmp_path: Path) -> None:
    before = files_below(tmp_path, Path.home())
    result = curator("extract", paper, "--format", "jsonl")
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert [(r["document"], r["mirna"], r["target"], r["citation"]) for r in rows] == [
        ("yeung", "miR-21", "APAF1", "1"),
        ("yeung", "miR-522", "ALOX15", "2"),
    ]
    assert (result.exit_code, result.stderr) == (0, "")
    assert files_below(tmp_path, Path.home()) == before


@pytest.mark.usefixtures("quick_extractor")
def test_cli_extract_says_where_it_found_nothing(paper: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty.md"
    empty.write_text("# Title\n\nNothing was seen in any cell.\n", encoding="utf-8")
    result = curator("extract", paper, empty)
    assert (result.exit_code, len(result.stdout.splitlines())) == (0, 2)
    assert result.stderr == "no rows found in empty\n"


@pytest.mark.usefixtures("quick_extractor")
def test_cli_extract_goes_on_after_a_bad_file(paper: Path) -> None:
    result = curator("extract", "missing.md", paper)
    assert result.exit_code == 1
    assert len(result.stdout.splitlines()) == 2
    assert "missing.md: does not exist" in result.stderr
    assert result.stderr.endswith("1 file failed:\n  missing.md: does not exist\n")


def test_cli_one_bad_file_is_told_once() -> None:
    assert curator("extract", "missing.md").stderr == "curator: missing.md: does not exist\n"


@pytest.mark.usefixtures("quick_extractor")
def test_cli_extract_of_the_database_counts_what_is_new(paper: Path, database: Path) -> None:
    curator("read", paper, "--db", database)
    first, second = curator("extract", "--db", database), curator("extract", "--db", database)
    assert first.stdout.splitlines()[1].split() == ["yeung", "2", "0", "0"]
    assert second.stdout.splitlines()[1].split() == ["yeung", "0", "2", "0"]


@pytest.mark.usefixtures("quick_extractor")
def test_cli_mentions_prints_the_documented_keys(paper: Path) -> None:
    first = json.loads(curator("mentions", paper).stdout.splitlines()[0])
    assert list(first) == ["document", "type", "text", "start", "end", "name", "identifier"]


def test_cli_show_text_is_what_offsets_count(paper: Path) -> None:
    text = curator("show", paper).stdout
    shown = json.loads(curator("show", paper, "--format", "json").stdout)
    assert text == shown["text"]
    sentence = shown["sentences"][1]
    assert text[sentence["start"] : sentence["end"]] == "Nothing else was seen."
    assert [r["key"] for r in shown["references"]] == ["1", "2"]


def test_cli_show_markdown_can_be_read_again(paper: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.md"
    again.write_text(curator("show", paper, "--format", "markdown").stdout, encoding="utf-8")
    once, twice = (json.loads(curator("show", p, "--format", "json").stdout) for p in (paper, again))
    assert [s["title"] for s in once["sections"]] == [s["title"] for s in twice["sections"]]
    assert len(once["sentences"]) == len(twice["sentences"])


RECORDS = "".join(
    f"PMID- {number}\nTI  - On miR-{number}.\nAB  - Exosomal miR-{number} targets APAF1 in cells.\n\n"
    for number in (21, 34)
)


def test_cli_show_of_several_papers_says_so_and_shows_each(tmp_path: Path) -> None:
    path = tmp_path / "records.nbib"
    path.write_text(RECORDS, encoding="utf-8")
    first, second, third = (curator("show", path, "--paper", n) for n in "123")
    assert "miR-21 targets" in first.stdout
    assert "--paper 2 is the next" in first.stderr
    assert "miR-34 targets" in second.stdout
    assert second.stderr == ""
    assert (third.exit_code, third.stdout) == (1, "")


def test_cli_review_says_that_it_needs_a_terminal(database: Path) -> None:
    review = Review()
    result = curator("review", "--db", database, review=review)
    assert (result.exit_code, review.opened) == (1, [])
    assert "needs a terminal" in result.stderr
    assert "curator review --plain" in result.stderr


def test_cli_review_opens_the_interface_on_the_paper(bench: Workbench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("curator.cli.curating._has_terminal", lambda: True)
    review = Review()
    assert curator("review", "yeung", "--db", bench.path, review=review).exit_code == 0
    assert review.opened == [(bench.path, "yeung")]


def test_cli_review_plain_needs_none(bench: Workbench) -> None:
    review = Review()
    result = curator("review", "yeung", "--plain", "--db", bench.path, review=review)
    assert (result.exit_code, review.plainly, review.opened) == (0, ["yeung"], [])
    assert f"Come back: curator review --db {bench.path}" in result.stderr


def test_cli_keys_prints_the_table_and_where_it_is_changed() -> None:
    result = curator("keys")
    assert "  verdict.accept " in result.stdout
    assert "curator keys --write" in result.stderr
    written = curator("keys", "--write")
    place = Path(written.stderr.partition(": ")[2].strip())
    assert "# verdict.accept = " in place.read_text("utf-8")
    # The table is what it was; the file is named now, and is never written over.
    again = curator("keys")
    assert (again.stdout, str(place) in again.stderr) == (result.stdout, True)
    refused = curator("keys", "--write")
    assert (refused.exit_code, "left as it is" in refused.stderr) == (1, True)


def test_cli_keys_tells_what_is_wrong_with_the_file() -> None:
    place = Path(curator("keys", "--write").stderr.partition(": ")[2].strip())
    place.write_text('\nverdict.accept = "r"\n', "utf-8")
    result = curator("keys")
    assert result.exit_code == 1
    assert f"{place}:2: r would be the key of both" in result.stderr


@pytest.mark.usefixtures("quick_extractor")
def test_cli_demo_prints_findings_and_scores_and_names_the_next_command(database: Path) -> None:
    review = Review()
    result = curator("demo", "--db", database, review=review)
    assert (result.exit_code, review.opened) == (0, [])
    assert "proposed" in result.stdout
    assert "adjudicated" in result.stdout
    assert f"curator review --db {database}" in result.stderr


@pytest.mark.usefixtures("quick_extractor")
def test_cli_demo_opens_the_review_in_a_terminal(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("curator.cli.curating._has_terminal", lambda: True)
    review = Review()
    curator("demo", "--db", database, review=review)
    curator("demo", "--db", database, "--no-review", review=review)
    assert review.opened == [(database, None)]


@pytest.mark.usefixtures("quick_extractor")
def test_cli_demo_lies_in_the_users_folder_and_leaves_her_own_database_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    curator("demo")
    assert files_below(tmp_path) == set()
    assert {p.name for p in files_below(Path.home()) if p.suffix == ".db"} == {"demo.db"}


@pytest.mark.usefixtures("quick_extractor")
def test_cli_demo_database_is_the_option_then_the_variable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CURATOR_DB", str(tmp_path / "variable.db"))
    told = curator("demo").stderr
    curator("demo", "--db", tmp_path / "option.db")
    assert {p.name for p in tmp_path.glob("*.db")} == {"variable.db", "option.db"}
    assert not [p for p in files_below(Path.home()) if p.name == "demo.db"]
    assert told.splitlines()[-1].endswith("curator review")


def test_cli_demo_help_says_once_where_the_database_is() -> None:
    text = " ".join(curator("demo", "--help").stdout.split())
    assert text.count("else $CURATOR_DB, else demo.db in your user data folder") == 1
    assert text.count("Else $CURATOR_DB, else demo.db in your user data folder") == 1
    assert "else one in" not in text


def test_cli_review_says_what_is_kept_and_how_to_go_on(bench: Workbench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("curator.cli.curating._has_terminal", lambda: True)
    bench.judge(ids(bench)[0], Action.ACCEPT)
    named = curator("review", "--db", bench.path)
    assert named.stdout == ""
    assert named.stderr.splitlines() == [
        f"1 verdict stands in {bench.path}",
        f"Come back: curator review --db {bench.path}",
        f"Take the rows away: curator export tsv --db {bench.path}",
    ]
    monkeypatch.setenv("CURATOR_DB", str(bench.path))
    assert "--db" not in curator("review").stderr


@pytest.mark.usefixtures("quick_extractor")
def test_cli_demo_says_how_to_come_back_to_its_own_database(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("curator.cli.curating._has_terminal", lambda: True)
    lines = curator("demo").stderr.splitlines()
    (place,) = (p for p in files_below(Path.home()) if p.name == "demo.db")
    assert f"0 verdicts stand in {place}" in lines
    assert f"Come back: curator review --db {shlex.quote(str(place))}" in lines


@pytest.mark.usefixtures("quick_extractor")
def test_cli_evaluate_shows_both_golds_and_every_error() -> None:
    text = curator("evaluate").stdout
    assert text.index("table as printed") < text.index("adjudicated")
    assert "strict" in text
    assert "relaxed" in text
    assert "FN row" in text
    assert "rule: targets-active" in text
    assert "FN row" not in curator("evaluate", "--brief").stdout


@pytest.mark.usefixtures("quick_extractor")
def test_cli_evaluate_json_agrees_with_its_own_counts() -> None:
    (report,) = json.loads(curator("evaluate", "--format", "json").stdout)
    assert set(report) == {"document", "table", "adjudicated"}
    row = report["adjudicated"]["strict"]["row"]
    right, missed = row["true_positives"], len(row["false_negatives"])
    assert row["recall"] == round(right / (right + missed), 4)
    assert {"value", "sentences", "rules"} == set(row["false_positives"][0])


def test_cli_export_formats_are_all_in_its_help() -> None:
    text = curator("export", "--help").stdout
    assert all(format in text for format in FORMATS)


def test_cli_show_formats_are_those_that_exist() -> None:
    option = next(p for p in program.commands["show"].params if p.name == "rendering")
    assert isinstance(option.type, click.Choice)
    assert set(option.type.choices) == set(RENDERINGS)


@pytest.mark.parametrize("format", ["tsv", "csv", "jsonl"])
def test_cli_export_prints_text_formats(bench: Workbench, format: str) -> None:
    bench.judge(ids(bench)[0], Action.ACCEPT)
    result = curator("export", format, "--db", bench.path)
    assert "miR-21" in result.stdout
    assert "miR-522" not in result.stdout
    assert "1 row written" in result.stderr


def test_cli_export_all_has_every_row_with_its_state(bench: Workbench) -> None:
    rows = list(csv.DictReader(io.StringIO(curator("export", "csv", "--all", "--db", bench.path).stdout)))
    assert [(row["mirna"], row["state"]) for row in rows] == [("miR-21", "undecided"), ("miR-522", "undecided")]


def test_cli_export_to_a_file_prints_nothing_on_stdout(bench: Workbench, tmp_path: Path) -> None:
    target = tmp_path / "rows.tsv"
    result = curator("export", "tsv", "--all", "-o", target, "--db", bench.path)
    assert result.stdout == ""
    assert len(target.read_text(encoding="utf-8").splitlines()) == 3


def test_cli_patterns_list_names_every_rule_with_its_purpose() -> None:
    result = curator("patterns", "list", "--brief")
    assert result.exit_code == 0
    assert result.stdout.splitlines()[0].split() == ["rule", "family", "purpose"]


def test_cli_patterns_list_shows_what_a_rule_matches() -> None:
    result = curator("patterns", "list")
    assert "target-active  (targeting, stage 5, states TARGETS, strong)" in result.stdout
    assert "  matches:        miR-21 directly targets PTEN => miR-21 | PTEN" in result.stdout


HOSTILE = PAPER.replace("Nothing else", "\x1b]0;owned\x07\x1b[31mNothing\x9b2J \u202eelse")


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    """A paper whose text would steer a terminal."""
    path = tmp_path / "hostile.md"
    path.write_text(HOSTILE, encoding="utf-8")
    return path


def steering(text: str) -> set[str]:
    """The characters of a text that a terminal would act on."""
    return {c for c in text if (ord(c) < 32 and c not in "\t\n") or 127 <= ord(c) < 160 or c == "\u202e"}


@pytest.mark.parametrize("format", ["text", "markdown"])
def test_cli_show_never_prints_control_characters(hostile: Path, format: str) -> None:
    assert steering(curator("show", hostile, "--format", format).stdout) == set()


def test_cli_terminal_gets_pictures_of_control_characters(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    console.emit("a\x1b[31mb")
    assert capsys.readouterr().out == "a␛[31mb\n"


def test_cli_errors_never_carry_control_characters(database: Path) -> None:
    result = curator("read", "a\x1b[31mb.md", "--db", database)
    assert "␛[31mb.md" in result.stderr
    assert steering(result.stderr) == set()


def test_cli_progress_is_one_line_that_makes_way(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    with console.progress() as show:
        show("reading a.md", 1, 2)
        console.tell("said")
    drawn, _, rest = capsys.readouterr().err.partition("\r\033[Ksaid\n")
    assert drawn.endswith("1/2 reading a.md")
    assert rest == ""


def test_cli_progress_is_silent_without_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    with console.progress() as show:
        show("reading a.md", 1, 2)
    assert capsys.readouterr().err == ""


def run(*words: str | Path, **options: object) -> subprocess.Popen[str]:
    """Start the program itself."""
    command = [sys.executable, "-m", "curator", *map(str, words)]
    return subprocess.Popen(  # type: ignore[call-overload, no-any-return]
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **options
    )


def test_cli_broken_pipe_is_quiet(tmp_path: Path) -> None:
    long = tmp_path / "long.txt"
    long.write_text("A sentence stands here. " * 50_000, encoding="utf-8")
    process = run("show", long)
    assert process.stdout
    assert process.stderr
    process.stdout.read(10)
    process.stdout.close()
    assert process.stderr.read() == ""
    process.wait(timeout=30)


@pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX")
def test_cli_interrupt_exits_with_130_and_one_line(tmp_path: Path, database: Path) -> None:
    papers = tmp_path / "papers"
    papers.mkdir()
    for number in range(60):
        (papers / f"{number}.txt").write_text(f"Paper {number} is long. " + "miR-21 targets PTEN. " * 15_000)
    process = run("read", papers, "--db", database)
    deadline = time.monotonic() + 30
    while not database.exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    time.sleep(0.5)
    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=120)
    assert process.returncode == 130
    assert len(told.strip().splitlines()) == 1
    with Workbench(database) as workbench:
        assert len(workbench.documents()) < 60


def test_cli_a_fault_of_the_program_is_one_message_not_a_trace(database: Path) -> None:
    script = "import curator.__main__ as m, curator.workbench.papers as p\np.papers = lambda *a, **k: 1 / 0\nm.main()\n"
    process = subprocess.run(
        [sys.executable, "-c", script, "show", "x.md"], capture_output=True, text=True, check=False, timeout=60
    )
    assert process.returncode == 1
    assert "Traceback" not in process.stderr
    assert "fault of the program" in process.stderr
