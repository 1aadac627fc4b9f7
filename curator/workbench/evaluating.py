"""The jobs that measure: rows of the database, and what the rules find in the corpus, against gold."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from curator.errors import GoldError
from curator.model import Document
from curator.workbench import extracting, measuring, papers
from curator.workbench.results import Report

if TYPE_CHECKING:
    from curator.evaluation.scores import Evaluation
    from curator.evaluation.standing import Miss
    from curator.workbench.bench import Workbench


def misses(workbench: Workbench, document_id: str) -> list[Miss]:
    """The gold rows that no proposed row meets, each with the sentence that should have given it."""
    from curator.evaluation import standing

    gold = workbench.gold(document_id)
    if gold is None:
        return []
    proposed = [s.assertion for s in workbench.database().assertions(document_id) if s.found]
    return standing.misses(gold.adjudicated, proposed, workbench.document(document_id))


def scores(workbench: Workbench, document_id: str, *, accepted_only: bool = False) -> Evaluation | None:
    """How the proposed rows of a stored document do, or those accepted so far; none where it has no gold."""
    measured = report(workbench, document_id, accepted_only=accepted_only)
    return measured.evaluation if measured else None


def report(workbench: Workbench, document_id: str, *, accepted_only: bool = False) -> Report | None:
    """The same with the gold beside it."""
    gold = workbench.gold(document_id)
    if gold is None:
        return None
    stored = workbench.database().assertions(document_id)
    return measuring.report(
        gold, measuring.accepted(stored) if accepted_only else [s.assertion for s in stored if s.found]
    )


def evaluate(workbench: Workbench, *, accepted: bool = False) -> list[Report]:
    """Score every text that has gold: what the rules find in the corpus, or what was accepted in the database."""
    measured = _accepted_reports(workbench) if accepted else _corpus_reports(workbench)
    reports = [report for report in measured if report]
    if not reports:
        where = f"{workbench.path} holds no paper with gold" if accepted else "the corpus holds no text with gold"
        raise GoldError(f"{where}.", hint="The demo has one: curator demo")
    return reports


def _accepted_reports(workbench: Workbench) -> Iterator[Report | None]:
    return (report(workbench, summary.id, accepted_only=True) for summary in workbench.documents())


def _corpus_reports(workbench: Workbench) -> Iterator[Report | None]:
    for document, assertions in extracting.of_files(workbench, [measuring.corpus_texts()]):
        yield measuring.report(measuring.find_gold(document), assertions)


def gold_build(workbench: Workbench, path: Path | None = None, *, folder: Path | None = None) -> list[Path]:
    """Write the gold of one paper, or of every corpus text, from its table; give back the files written."""
    target = folder or measuring.corpus_gold()
    documents = [papers.read_file(path)] if path else _corpus(workbench)
    return [written for document in documents for written in measuring.write_gold(target, document)]


def _corpus(workbench: Workbench) -> Iterator[Document]:
    return papers.each_document([measuring.corpus_texts()], format=None, on_error=None, progress=workbench.progress)
