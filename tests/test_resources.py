from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from curator import resources
from curator.errors import CuratorError, DatabaseError


@pytest.mark.parametrize(
    ("find", "holds"),
    [
        pytest.param(resources.patterns_dir, "vocabulary", id="patterns"),
        pytest.param(resources.corpus_dir, "texts", id="corpus"),
        pytest.param(resources.db_dir, "migrations", id="db"),
    ],
)
def test_resources_finds_the_folder_of_the_checkout(find: Callable[[], Path], holds: str, project_root: Path) -> None:
    assert find().parent == project_root
    assert (find() / holds).is_dir()


def test_resources_prefers_what_a_wheel_carries_to_a_neighbour(tmp_path: Path) -> None:
    carried, neighbour = tmp_path / "curator" / "data" / "db", tmp_path / "db"
    carried.mkdir(parents=True)
    neighbour.mkdir()
    assert resources._data("db", package=tmp_path / "curator") == carried


def test_resources_names_both_places_where_a_folder_is_missing(tmp_path: Path) -> None:
    with pytest.raises(CuratorError) as caught:
        resources._data("db", package=tmp_path / "curator")
    assert str(tmp_path / "db") in str(caught.value)
    assert str(tmp_path / "curator" / "data" / "db") in str(caught.value)


def test_resources_option_wins_over_the_variable(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CURATOR_DB", str(tmp_path / "variable.db"))
    assert resources.default_database(tmp_path / "option.db") == tmp_path / "option.db"


def test_resources_variable_wins_over_the_users_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CURATOR_DB", str(tmp_path / "variable.db"))
    assert resources.default_database(None) == tmp_path / "variable.db"


def test_resources_tilde_in_the_variable_is_home(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CURATOR_DB", "~/mine.db")
    assert resources.default_database(None) == Path.home() / "mine.db"


@pytest.mark.parametrize("variable", [pytest.param(None, id="unset"), pytest.param("", id="empty")])
def test_resources_database_is_in_the_users_folder_otherwise(
    variable: str | None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    if variable is not None:
        monkeypatch.setenv("CURATOR_DB", variable)
    database = resources.default_database(None)
    assert database == resources.user_data_dir() / "curator.db"
    assert database.parent.is_dir()
    assert list(tmp_path.iterdir()) == []


def test_resources_users_folder_that_cannot_be_made_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder", "utf-8")
    monkeypatch.setattr(resources, "user_data_dir", lambda: blocked / "curator")
    with pytest.raises(DatabaseError, match="--db") as caught:
        resources.default_database(None)
    assert str(blocked) in str(caught.value)
