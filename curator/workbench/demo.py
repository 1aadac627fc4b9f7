"""The demonstration: the corpus read, extracted and scored."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curator.workbench import evaluating, extracting, measuring, papers
from curator.workbench.results import DemoResult

if TYPE_CHECKING:
    from curator.workbench.bench import Workbench


def build_demo(workbench: Workbench) -> DemoResult:
    """Read the corpus into the database, extract and score. Done again, it changes nothing but what is new."""
    workbench.path.parent.mkdir(parents=True, exist_ok=True)
    read = papers.read(workbench, [measuring.corpus_texts()])
    for result in read:
        if result.error:
            raise result.error
    ids = [result.document_id for result in read]
    extracted = extracting.extract(workbench, ids)
    reports = [report for report in (evaluating.report(workbench, id) for id in ids) if report]
    return DemoResult(workbench.path, read, extracted, reports)
