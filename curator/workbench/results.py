"""What the jobs hand back to a face, and how they tell it what they are doing."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from curator.errors import CuratorError

if TYPE_CHECKING:
    from curator.curation.reextraction import Comparison
    from curator.evaluation.gold import Gold
    from curator.evaluation.scores import Evaluation
    from curator.evaluation.standing import Standing
    from curator.model import Claim
    from curator.storage import ExtractionReport, StoredAssertion
    from curator.workbench.correcting import Corrected, Recognised

Progress = Callable[[str, int, int], None]
"""What is being done, how many of the steps are done, how many there are (0 where that is not known, `NOTICE`)."""
NOTICE = -1
"""In place of how many steps there are: what is said is to stay in sight."""
OnError = Callable[[Path, CuratorError], None]
"""What to do about a file of a batch that cannot be worked on; the batch goes on."""


def silent(stage: str, done: int, total: int) -> None:
    """The progress callback of someone who does not look."""


def step(number: int, total: int) -> tuple[int, int]:
    """How many of the papers are done, and how many there are; of a single one the steps inside it tell more."""
    return (number, total) if total > 1 else (0, 0)


def claim_line(claim: Claim) -> str:
    """A claim in one line: `miR-522 of CAF → ALOX15: resistance to paclitaxel [25]`."""
    from curator.curation import changes

    return changes.claim_line(claim)


def which(number: int, total: int) -> str:
    """Which of several papers it is that is being worked on, to be put behind its name."""
    return f" ({number + 1} of {total})" if total > 1 else ""


def paced(progress: Progress, *, seconds: float) -> Progress:
    """A callback that passes on every new stage and every end, and what is between only every so many seconds."""
    told = ("", 0.0)

    def tell(stage: str, done: int, total: int) -> None:
        nonlocal told
        now = time.monotonic()
        if stage != told[0] or now - told[1] >= seconds or done >= total:
            told = stage, now
            progress(stage, done, total)

    return tell


@dataclass(frozen=True, slots=True)
class Failure:
    """A file of a batch that could not be worked on, and why."""

    path: Path
    error: CuratorError


@dataclass(frozen=True, slots=True)
class ReadResult:
    """What became of one file: a document, new or known, or an error."""

    path: Path
    document_id: str = ""
    name: str = ""
    new: bool = False
    error: CuratorError | None = None
    unresolved: int = 0
    """How many citation markers lead, wholly or partly, to no reference."""
    replaces: tuple[Recognised, ...] = ()
    """The texts in the database that this is a new one of."""


@dataclass(frozen=True, slots=True)
class ExtractResult:
    """What extraction changed in one document."""

    document_id: str
    name: str
    report: ExtractionReport
    changes: Comparison | None = None
    """Row by row."""
    corrected: Corrected | None = None
    """What was carried from the texts that this one replaces; none where it replaces none."""
    replaced_by: str = ""
    """The name of the newer text; then nothing was extracted from this one."""


@dataclass(frozen=True, slots=True)
class QueueItem:
    """A row to judge, and how it stands to the gold; no standing where its document has no gold."""

    stored: StoredAssertion
    standing: Standing | None = None
    members: int = 1
    """How many assertions stand behind the row: over all papers, one a paper that says the same."""
    sentences: int = 1
    """How many sentences stand behind it in all."""


@dataclass(frozen=True, slots=True)
class Report:
    """How the rows of one document do against its gold."""

    evaluation: Evaluation
    gold: Gold

    def text(self, *, relaxed: bool = False, errors: bool = True) -> str:
        """For people: the scores, and with `errors` every false positive and false negative."""
        from curator.evaluation.report import render

        return render(self.evaluation, self.gold, relaxed=relaxed, errors=errors)


@dataclass(frozen=True, slots=True)
class DemoResult:
    """What the demo built: which papers, what was found in them, and how that scores."""

    database: Path
    read: list[ReadResult]
    extracted: list[ExtractResult]
    reports: list[Report]
