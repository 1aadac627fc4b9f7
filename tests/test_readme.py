from __future__ import annotations

import re
import subprocess
import sys

import pytest

from curator.tui import keys
from tests.readme_examples import README, ROOT, Example, Reader, examples

TEXT = README.read_text("utf-8")


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    """Somebody who works through the README, example after example."""
    return Reader(tmp_path_factory.mktemp("reader"))


@pytest.mark.parametrize("example", examples(TEXT), ids=lambda example: example.command)
def test_readme_example_prints_what_it_says(example: Example, reader: Reader) -> None:
    printed = reader.type(example.command)
    assert example.agrees(printed), f"{printed}\n`make readme` writes this down"


@pytest.mark.parametrize(
    ("wanted", "printed", "agree"),
    [
        pytest.param("a\nb\n", "a\nb\n", True, id="same"),
        pytest.param("a\n…\nz\n", "a\nb\nc\nz\n", True, id="lines-elided"),
        pytest.param("a … z\n", "a b c z\n", True, id="words-elided"),
        pytest.param("a\nb\n", "a\nc\n", False, id="other-line"),
        pytest.param("a\n", "a\nb\n", False, id="line-too-many"),
        pytest.param("a.c\n", "abc\n", False, id="dot-is-a-dot"),
    ],
)
def test_readme_comparison_forgives_only_elisions(wanted: str, printed: str, agree: bool) -> None:
    assert Example("", wanted).agrees(printed) is agree


def test_readme_examples_are_found_with_what_they_print() -> None:
    markdown = "```console\n$ a\none\ntwo\n$ b | c\n```\n```\n$ not this\n```\n"
    assert examples(markdown) == [Example("a", "one\ntwo\n"), Example("b | c", "")]


def test_readme_begins_with_the_two_commands_and_a_picture() -> None:
    first_screen = TEXT.split("\n## ")[0]
    assert re.findall(r"^```\w*\n(.*?)^```$", first_screen, flags=re.MULTILINE | re.DOTALL) == [
        "make demo\nmake test\n"
    ]
    (picture,) = re.findall(r"!\[.+?\]\((.+?)\)", first_screen)
    assert (ROOT / picture).read_text("utf-8").lstrip().startswith("<svg")


def test_readme_shows_every_command_at_work() -> None:
    listing = subprocess.run(
        [sys.executable, "-m", "curator", "--help"], capture_output=True, text=True, check=True
    ).stdout
    commands = re.findall(r"^  (\w+) ", listing.partition("Commands:")[2].partition("Examples:")[0], flags=re.MULTILINE)
    assert len(commands) > 5
    assert [name for name in commands if f"curator {name}" not in TEXT] == []


def test_readme_keys_are_the_programs() -> None:
    shown = re.findall(r"^\| `(.+?)` \| (.+?) \|$", TEXT, flags=re.MULTILINE)
    assert len(shown) > 5
    assert set(shown) <= {(keys.drawn(command.keys[0]), command.help) for command in keys.COMMANDS}


def test_readme_links_lead_somewhere() -> None:
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", TEXT)
    assert [link for link in links if not (ROOT / link).exists()] == []
