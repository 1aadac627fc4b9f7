"""`curator extract` over rows that were judged: what vanished is named, and `--dry-run` says it beforehand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from curator.model import Action, Assertion, Document, State
from curator.workbench import Workbench, extracting, papers
from tests.faces_samples import PAPER, FakeExtractor, curator


class Losing(FakeExtractor):
    """Rules that have lost the one for `targets … and promotes`."""

    def both(self, document: Document, **_: object) -> tuple[list[object], list[Assertion]]:  # type: ignore[override]
        return [], self.assertions(document)

    def assertions(self, document: Document) -> list[Assertion]:
        return [a for a in super().assertions(document) if a.claim.effect is None]


TWICE = PAPER.replace(
    "Nothing else was seen.", "Here too miR-21 hits APAF1 and brings resistance [1]. Nothing else was seen."
)


class Elsewhere(Losing):
    """Rules that read the same claim in another sentence."""

    def assertions(self, document: Document) -> list[Assertion]:
        return [a for a in FakeExtractor.assertions(self, document) if "promotes" not in a.evidence[0].quote]


class First(Losing):
    """Rules that read it in the first sentence alone."""

    def assertions(self, document: Document) -> list[Assertion]:
        return [a for a in FakeExtractor.assertions(self, document) if "Here too" not in a.evidence[0].quote]


def database(path: Path, monkeypatch: pytest.MonkeyPatch, text: str, extractor: FakeExtractor) -> Path:
    """Ada has accepted the first row."""
    monkeypatch.setattr(Workbench, "extractor", lambda self: extractor)
    monkeypatch.setenv("CURATOR_NAME", "ada")
    (path / "yeung.md").write_text(text, "utf-8")
    with Workbench(path / "x.db") as workbench:
        papers.read(workbench, [path / "yeung.md"])
        extracting.extract(workbench)
        workbench.judge(workbench.queue()[0].stored.id, Action.ACCEPT)
    return path / "x.db"


@pytest.fixture
def judged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return database(tmp_path, monkeypatch, PAPER, FakeExtractor())


def test_cli_reextraction_dry_run_writes_nothing(judged: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Workbench, "extractor", lambda self: Losing())
    before = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in judged.parent.iterdir()}
    told = curator("extract", "--dry-run", "--db", judged)
    assert told.exit_code == 0
    assert {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in judged.parent.iterdir()} == before
    first, row, who, why, total = told.stdout.splitlines()
    assert first == "yeung"
    assert row == "  lost    miR-21 → APAF1: resistance [1]"
    assert who.strip().startswith("accepted by ada, 20")
    assert why.strip().startswith("no rule finds it in: “Exosomal miR-21 from fibroblasts")
    assert total == "0 gained, 1 lost (1 accepted), 0 moved, 1 kept"


def test_cli_reextraction_fails_where_an_accepted_row_would_be_lost(
    judged: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = curator("extract", "--dry-run", "--fail-on-lost", "--db", judged)
    assert (kept.exit_code, kept.stdout) == (0, "0 gained, 0 lost, 0 moved, 2 kept\n")
    monkeypatch.setattr(Workbench, "extractor", lambda self: Losing())
    lost = curator("extract", "--dry-run", "--fail-on-lost", "--db", judged)
    assert lost.exit_code == 1
    assert "1 accepted or edited row would no longer be proposed" in lost.stderr


def test_cli_reextraction_dry_run_for_a_program(judged: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Workbench, "extractor", lambda self: Losing())
    told = curator("extract", "--dry-run", "--format", "jsonl", "--db", judged)
    (row,) = map(json.loads, told.stdout.splitlines())
    assert (row["change"], row["state"], row["loss"], row["verdict"]["curator"]) == ("lost", "accepted", True, "ada")


def test_cli_reextraction_names_what_vanished_and_keeps_it(judged: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Workbench, "extractor", lambda self: Losing())
    told = curator("extract", "--db", judged)
    assert "  lost    miR-21 → APAF1: resistance [1]" in told.stdout
    assert "filter the review by found:no or moved:yes" in told.stderr
    with Workbench(judged) as workbench:
        row = workbench.queue()[0].stored
    assert (row.state, row.found) == (State.ACCEPTED, False)
    assert "lost" not in curator("extract", "--db", judged).stdout, "it is told once"


def test_cli_reextraction_lists_undecided_rows_when_asked(judged: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(FakeExtractor, "both", lambda self, document, **_: ([], []))
    assert "ALOX15" not in curator("extract", "--db", judged).stdout
    monkeypatch.undo()
    monkeypatch.setattr(Workbench, "extractor", lambda self: FakeExtractor())
    curator("extract", "--db", judged)
    monkeypatch.setattr(FakeExtractor, "both", lambda self, document, **_: ([], []))
    assert "  lost    miR-522 → ALOX15 [2]" in curator("extract", "--list-gone", "--db", judged).stdout


def test_cli_reextraction_a_row_that_moved_is_found_by_a_filter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from curator.curation.queue import query

    path = database(tmp_path, monkeypatch, TWICE, First())
    monkeypatch.setattr(Workbench, "extractor", lambda self: Elsewhere())
    told = curator("extract", "--dry-run", "--fail-on-lost", "--db", path)
    assert told.exit_code == 0
    assert "judged on: “Exosomal miR-21" in told.stdout
    assert "found on:  “Here too miR-21" in told.stdout
    curator("extract", "--db", path)
    with Workbench(path) as workbench:
        (document,) = workbench.documents()
        for scope in (None, document.id):
            (item,) = workbench.rows(query("moved:yes"), document=scope).window(0, 9)
            assert (item.stored.state, item.stored.moved, item.stored.found) == (State.ACCEPTED, True, True)
            others = workbench.rows(query("-moved:yes"), document=scope).window(0, 9)
            assert [other.stored.moved for other in others] == [False]
    monkeypatch.setattr(Workbench, "extractor", lambda self: First())
    curator("extract", "--db", path)
    with Workbench(path) as workbench:
        assert len(workbench.rows(query("moved:yes"))) == 0, "back on its sentence"


@pytest.mark.parametrize(
    "words",
    [
        pytest.param(("extract", "--fail-on-lost"), id="without a dry run"),
        pytest.param(("extract", "paper.md", "--dry-run"), id="files are not in the database"),
        pytest.param(("extract", "--format", "jsonl"), id="rows of the database are exported"),
    ],
)
def test_cli_reextraction_says_what_options_go_together(words: tuple[str, ...]) -> None:
    assert curator(*words).exit_code == 2


def test_cli_reextraction_dry_run_without_a_database_is_said(tmp_path: Path) -> None:
    told = curator("extract", "--dry-run", "--db", tmp_path / "none.db")
    assert told.exit_code == 1
    assert "there is no such database" in told.stderr
