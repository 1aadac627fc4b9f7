"""The README's picture: drawn from the demo by one command, the same each time."""

from __future__ import annotations

import html
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest


def draw(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "curator.tui.screenshot", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, **environment})


@pytest.fixture(scope="module")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Two pictures, drawn by two people with different terminals."""
    folder = tmp_path_factory.mktemp("pictures")
    first, second = folder / "first.svg", folder / "second.svg"
    assert draw(str(first), NO_COLOR="1", TERM="linux").returncode == 0
    assert draw(str(second), COLORFGBG="0;15", TERM="xterm-256color", CURATOR_NAME="kim").returncode == 0
    return [first.read_text("utf-8"), second.read_text("utf-8")]


def test_tui_screenshot_the_same_whoever_draws_it(pictures: list[str]) -> None:
    assert pictures[0] == pictures[1]


def test_tui_screenshot_shows_a_row_with_its_marked_sentence(pictures: list[str]) -> None:
    text = html.unescape(re.sub(r"<[^>]+>", "", pictures[0])).replace("\u00a0", " ")
    for part in ("‹M:", "Evidence", "gold ", "recall", "accept", "Role of Exosomal MicroRNAs"):
        assert part in text


def test_tui_screenshot_fetches_nothing_from_elsewhere(pictures: list[str]) -> None:
    addresses = re.findall(r"https?://[^\s\"')]+", pictures[0])
    assert [a for a in addresses if "w3.org" not in a and "textualize.io" not in a] == []


def test_tui_screenshot_without_a_path_says_how_it_is_called(tmp_path: Path) -> None:
    done = draw()
    assert done.returncode == 2
    assert "PATH.svg" in done.stderr
