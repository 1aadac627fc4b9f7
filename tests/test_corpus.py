"""The corpus as data under test: every text is the one that its origin names, and every gold belongs to a text."""

from __future__ import annotations

import hashlib
import tomllib
from pathlib import Path

import pytest

_ROOT = Path(__file__).resolve().parent.parent / "corpus"
TEXTS = sorted(path for path in (_ROOT / "texts").iterdir() if path.suffix != ".toml")
GOLDS = sorted(path for path in (_ROOT / "gold").iterdir() if path.is_dir())


def test_corpus_has_texts_and_gold() -> None:
    assert "zhao-2024-exosomal-mirna-paclitaxel" in {path.stem for path in TEXTS}
    assert "zhao-2024-exosomal-mirna-paclitaxel" in {path.name for path in GOLDS}


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_corpus_text_is_the_one_that_its_origin_describes(path: Path) -> None:
    told = tomllib.loads(path.with_suffix(".toml").read_text(encoding="utf-8"))
    assert told["file"] == path.name
    assert told["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
    assert told["origin"].strip()
    assert told["licence"].startswith("CC")


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_corpus_text_says_its_own_licence(path: Path) -> None:
    assert "Creative Commons Attribution License" in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("folder", GOLDS, ids=lambda path: path.name)
def test_corpus_gold_belongs_to_a_text_and_says_so(folder: Path) -> None:
    assert folder.name in {path.stem for path in TEXTS}
    adjudication = tomllib.loads((folder / "adjudication.toml").read_text(encoding="utf-8"))
    origin = tomllib.loads((_ROOT / "texts" / f"{folder.name}.toml").read_text(encoding="utf-8"))
    assert adjudication["document"] == folder.name
    assert adjudication["title"] == origin["title"]


def test_corpus_readme_names_every_text_and_every_gold_file() -> None:
    told = (_ROOT / "README.md").read_text(encoding="utf-8")
    names = {path.name for path in TEXTS} | {path.name for folder in GOLDS for path in folder.iterdir()}
    assert [name for name in sorted(names) if name not in told] == []
