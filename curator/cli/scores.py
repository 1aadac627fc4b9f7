"""Scores as JSON, for programs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from curator.workbench.user import json_text

if TYPE_CHECKING:
    from curator.workbench import Fault, Report, Score, Scores

DIGITS = 4


def as_json(reports: Iterable[Report]) -> str:
    """A JSON list, one object a document: `table` and `adjudicated`, each `strict` and `relaxed`, each per slot."""
    return json_text([_report(report) for report in reports], indent=1)


def _report(report: Report) -> dict[str, Any]:
    evaluation = report.evaluation
    return {
        "document": evaluation.document,
        "table": {"strict": _scores(evaluation.table), "relaxed": _scores(evaluation.table_relaxed)},
        "adjudicated": {
            "strict": _scores(evaluation.adjudicated),
            "relaxed": _scores(evaluation.adjudicated_relaxed),
        },
    }


def _scores(scores: Scores) -> dict[str, Any]:
    counts = {"gold_rows": scores.rows, "proposed_rows": scores.proposals}
    return counts | {score.name: _score(score) for score in scores.slots}


def _score(score: Score) -> dict[str, Any]:
    return {
        "precision": round(score.precision, DIGITS),
        "recall": round(score.recall, DIGITS),
        "f1": round(score.f1, DIGITS),
        "true_positives": score.right,
        "false_positives": [_fault(fault) for fault in score.false_positives],
        "false_negatives": [_fault(fault) for fault in score.false_negatives],
    }


def _fault(fault: Fault) -> dict[str, Any]:
    """What was proposed or missed, with its sentences, and the rules or the gold row behind it."""
    if fault.proposal:
        return {
            "value": fault.value,
            "sentences": list(fault.proposal.sentences),
            "rules": list(fault.proposal.rules),
        }
    quotes = [fault.row.quote] if fault.row and fault.row.quote else []
    return {"value": fault.value, "sentences": quotes, "origin": fault.row.origin if fault.row else ""}
