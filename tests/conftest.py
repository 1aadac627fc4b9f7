"""What every test may rely on: an environment of its own, and the same inputs on every run."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from curator.tui.app import CuratorApp
    from tests.tui_samples import Sample

# A deadline measures the machine, and a random seed makes a failure that the next run does not show.
settings.register_profile("curator", deadline=None, derandomize=True)
settings.load_profile("curator")

_USERS_OWN = ("CURATOR_DB", "CURATOR_NAME", "NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE", "COLUMNS", "LINES")


@pytest.fixture(autouse=True)
def _home_of_its_own(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Point every place where a user's data or settings lie into a fresh folder, and forget the user's variables."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("XDG_DATA_HOME", str(home / "data"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home / "config"))
    for name in _USERS_OWN:
        monkeypatch.delenv(name, raising=False)
    return home


@pytest.fixture(scope="session")
def project_root() -> Path:
    """The checkout that the tests belong to."""
    return Path(__file__).resolve().parent.parent


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Sample:
    """The small paper in a database, and kim before it at a terminal with colours."""
    from tests.tui_samples import sample

    monkeypatch.setenv("CURATOR_NAME", "kim")
    monkeypatch.setenv("TERM", "xterm-256color")
    return sample(tmp_path)


@pytest.fixture
def app(desk: Sample) -> Iterator[CuratorApp]:
    """The review on it, not yet begun."""
    from curator.tui.app import CuratorApp
    from curator.tui.desk import Desk

    with desk.workbench() as workbench:
        yield CuratorApp(Desk(workbench))
