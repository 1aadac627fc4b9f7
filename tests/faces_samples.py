"""What the tests of the faces share: a paper on disk, an extractor that needs no rules, and a way to run commands."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner, Result

from curator.cli import program
from curator.model import (
    Assertion,
    Claim,
    Document,
    Effect,
    Evidence,
    Mention,
    MentionType,
    Sentence,
    Slot,
    SlotSpan,
)
from curator.tui import keys_table, write_keys
from curator.workbench import Workbench, extracting, papers

PAPER = """# Exosomal microRNAs and resistance

## Results

Exosomal miR-21 from fibroblasts targets APAF1 and promotes paclitaxel resistance [1]. Nothing else was seen.

In another study, exosomal miR-522 targets ALOX15 [2].

## References

1. Yeung C, Co N. Exosomal transfer of miR-21. Nat Commun. 2016;7:11150.
2. Zhang H. CAF secreted miR-522. Mol Cancer. 2020;19:43.
"""

_FINDING = re.compile(r"(?P<mirna>miR-\d+)\b.*?\b(?P<target>[A-Z][A-Z0-9]{2,})\b")
_KEY = re.compile(r"\[(\d+)\]")


REAL_EXTRACTOR = Workbench.extractor


class FakeExtractor:
    """Finds a miRNA and a name in capitals behind it: enough for everything that is not about rules."""

    rules = SimpleNamespace(version="fake")

    def assertions(self, document: Document) -> list[Assertion]:
        found = ((s, _FINDING.search(document.quote(s))) for s in document.sentences)
        return [_assertion(document, sentence, match) for sentence, match in found if match]

    def mentions(self, document: Document) -> list[Mention]:
        found = re.finditer(r"miR-\d+", document.text)
        return [Mention(MentionType.MIRNA, m.start(), m.end(), m[0], m[0]) for m in found]

    def both(
        self, document: Document, *, reached: Callable[[int, int], None] = lambda done, total: None
    ) -> tuple[list[Mention], list[Assertion]]:
        for number, _ in enumerate(document.sentences, start=1):
            reached(number, len(document.sentences))
        return self.mentions(document), self.assertions(document)


def _assertion(document: Document, sentence: Sentence, match: re.Match[str]) -> Assertion:
    slots = tuple(
        SlotSpan(slot, sentence.start + match.start(slot), sentence.start + match.end(slot), match[slot], match[slot])
        for slot in (Slot.MIRNA, Slot.TARGET)
    )
    evidence = Evidence(
        document.id, sentence.start, sentence.end, document.quote(sentence), "Results", "targets-active", slots
    )
    effect = Effect.RESISTANCE if "resistance" in evidence.quote else None
    key = _KEY.search(evidence.quote)
    claim = Claim(match["mirna"], None, match["target"], effect, key[1] if key else None)
    return Assertion(claim, (evidence,), confidence=0.9)


@dataclass
class Review:
    """Stands in for the terminal interface and remembers how it was opened."""

    opened: list[tuple[Path, str | None]] = field(default_factory=list)
    plainly: list[str | None] = field(default_factory=list)

    def review(self, workbench: Workbench, paper: str | None) -> int:
        self.opened.append((workbench.path, paper))
        return 0

    def review_plainly(self, workbench: Workbench, paper: str | None) -> int:
        self.plainly.append(paper)
        return 0

    def keys(self) -> str:
        return keys_table()

    def write_keys(self) -> Path:
        return write_keys()


def curator(*words: str | Path, review: Review | None = None) -> Result:
    """Run a command line as a user would; output and exit code are in the result."""
    return CliRunner().invoke(program, [str(w) for w in words], obj=review or Review(), catch_exceptions=False)


def files_below(*folders: Path) -> set[Path]:
    """Every file in these folders, at any depth."""
    return {path for folder in folders if folder.exists() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    """A paper with two findings, in a folder of its own."""
    path = tmp_path / "papers" / "yeung.md"
    path.parent.mkdir()
    path.write_text(PAPER, encoding="utf-8")
    return path


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """Where a database may be made; it is not there yet."""
    return tmp_path / "curator.db"


@pytest.fixture
def quick_extractor(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every workbench extracts with the fake."""
    monkeypatch.setattr(Workbench, "extractor", lambda self: FakeExtractor())


@pytest.fixture
def bench(database: Path, paper: Path, quick_extractor: None) -> Iterator[Workbench]:
    """A workbench whose database holds the paper, extracted."""
    with Workbench(database) as workbench:
        papers.read(workbench, [paper])
        extracting.extract(workbench)
        yield workbench


def ids(bench: Workbench) -> Sequence[str]:
    """The ids of all rows, in text order."""
    return [item.stored.id for item in bench.queue()]
