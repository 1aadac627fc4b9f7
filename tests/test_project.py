from __future__ import annotations

import os
import re
import tomllib
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

from curator import __version__
from tests.test_architecture import IMPORTERS

ROOT = Path(__file__).resolve().parent.parent
PYPROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
LOCK = (ROOT / "requirements.lock").read_text("utf-8")

RUNTIME = [Requirement(text) for text in PYPROJECT["project"]["dependencies"]]
BUILD = [Requirement(text) for text in PYPROJECT["build-system"]["requires"]]
DEVELOPMENT = [Requirement(text) for text in PYPROJECT["dependency-groups"]["dev"]]


def _locked() -> list[tuple[Requirement, str]]:
    """Every requirement of the lock with the lines that belong to it."""
    entries = re.split(r"\n(?=\S)", LOCK.strip())
    return [(Requirement(entry.partition("\\")[0].strip()), entry) for entry in entries]


@pytest.mark.parametrize("wanted", [*RUNTIME, *BUILD, *DEVELOPMENT], ids=str)
def test_project_lock_respects_the_bounds(wanted: Requirement) -> None:
    versions = [
        specifier.version
        for locked, _ in _locked()
        if canonicalize_name(locked.name) == canonicalize_name(wanted.name)
        for specifier in locked.specifier
    ]
    assert versions
    assert [version for version in versions if version not in wanted.specifier] == []


def test_project_lock_pins_and_hashes_everything() -> None:
    loose = [str(locked) for locked, lines in _locked() if "--hash=sha256:" not in lines or "==" not in lines]
    assert loose == []


def test_project_lock_names_no_host() -> None:
    assert re.findall(r"https?:|://|--index|--find-links|\.\w+/simple", LOCK) == []


def test_project_lock_holds_the_build_backend() -> None:
    assert {str(wanted) for wanted in BUILD} <= {str(wanted) for wanted in DEVELOPMENT}


def test_project_python_ends_where_spacy_ends() -> None:
    ours = SpecifierSet(PYPROJECT["project"]["requires-python"])
    spacys = SpecifierSet(metadata.metadata("spacy")["Requires-Python"])
    versions = [f"3.{minor}" for minor in range(11, 30)]
    assert [v for v in versions if v in ours] == [v for v in versions if v in spacys]


def test_project_makefile_takes_the_same_pythons() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    found = re.search(r"\((\d+), (\d+)\) <= sys\.version_info\[:2\] < \((\d+), (\d+)\)", makefile)
    assert found is not None
    low, high = ".".join(found.group(1, 2)), ".".join(found.group(3, 4))
    assert SpecifierSet(f">={low},<{high}") == SpecifierSet(PYPROJECT["project"]["requires-python"])


def test_project_every_dependency_is_imported_and_every_import_is_a_dependency() -> None:
    providers = metadata.packages_distributions()
    imported = {canonicalize_name(name) for library in IMPORTERS for name in providers[library]}
    assert imported == {canonicalize_name(wanted.name) for wanted in RUNTIME}


def test_project_changelog_has_the_version() -> None:
    assert f"\n## {__version__}" in (ROOT / "CHANGELOG.md").read_text("utf-8")


def test_project_ci_calls_make_test_and_nothing_else() -> None:
    script = ROOT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    assert script.read_text("utf-8").splitlines()[-1] == "exec make test"
