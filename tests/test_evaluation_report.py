"""The report as text: what a curator reads after `curator evaluate`."""

from __future__ import annotations

from dataclasses import replace

import pytest

from curator.evaluation.gold import Gold
from curator.evaluation.ledger import RuleEntry
from curator.evaluation.proposals import Proposal
from curator.evaluation.report import render, render_ledger, render_scores
from curator.evaluation.scores import evaluate
from curator.model import Claim, Effect, GoldRow

PRINTED = GoldRow("miR-34a", None, "BCL2", Effect.RESISTANCE, "24", origin="Table 1, row 7")
READ = replace(PRINTED, effect=Effect.SENSITIVITY, contradicts={"effect": ("resistance",)}, quote="Its loss resists.")
MISSED = GoldRow("miR-217", None, "G3BP2", None, "33", origin="supplement 1", quote="It targets G3BP2.")
GOLD = Gold("paper", table=(PRINTED,), adjudicated=(READ, MISSED))
AS_PRINTED = Proposal(PRINTED.claim(), sentences=("miR-34a raises resistance.",), rules=("response-noun", "target"))


def test_evaluation_report_puts_both_golds_side_by_side_in_aligned_columns() -> None:
    lines = render_scores(evaluate(GOLD, [AS_PRINTED])).splitlines()
    strict = lines[lines.index(next(line for line in lines if line.startswith("strict"))) :]
    assert strict[0] == "strict: canonical names"
    assert " ".join(strict[1].split()) == "table as printed, 1 rows adjudicated, 2 rows"
    assert strict[2].split() == ["P", "R", "F1", "TP", "FP", "FN"] * 2
    rows = [line for line in strict if line.startswith("  row")]
    assert [row.split() for row in rows] == [
        ["row", "1.00", "1.00", "1.00", "1", "0", "0", "0.00", "0.00", "0.00", "0", "1", "2"]
    ] * 2
    # Aligned, and no wider than the narrowest terminal.
    assert {len(line) for line in strict[1:11]} == {77}


def test_evaluation_report_shows_a_ratio_over_nothing_as_a_dash() -> None:
    row = next(line for line in render_scores(evaluate(GOLD, [])).splitlines() if line.startswith("  row"))
    assert row.split()[1:7] == ["–", "0.00", "0.00", "0", "0", "1"]


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("FP row        miR-34a | – | BCL2 | resistance | [24]", id="the claim"),
        pytest.param("rule: response-noun, target", id="its rules"),
        pytest.param("“miR-34a raises resistance.”", id="its sentence"),
        pytest.param("differs from Table 1, row 7 in effect: the gold has sensitivity", id="how it stands"),
        pytest.param("FN row        miR-217 | – | G3BP2 | – | [33]", id="the row that was missed"),
        pytest.param("“It targets G3BP2.”", id="its sentence of the prose"),
        pytest.param("FN citation   miR-217 | 33", id="the slot"),
        pytest.param(
            "nearest proposal: miR-34a | – | BCL2 | resistance | [24] (rule: response-noun", id="what came near"
        ),
    ],
)
def test_evaluation_report_lists_every_error_with_sentence_and_rule(line: str) -> None:
    assert line in render(evaluate(GOLD, [AS_PRINTED]), GOLD)


def test_evaluation_report_tells_an_error_in_full_once() -> None:
    text = render(evaluate(GOLD, [AS_PRINTED]), GOLD)
    assert (text.count("“miR-34a raises resistance.”"), text.count("“It targets G3BP2.”")) == (1, 1)


def test_evaluation_report_says_so_where_there_are_no_errors() -> None:
    text = render(evaluate(GOLD, [AS_PRINTED]), GOLD)
    assert "Errors against the table as printed (strict)\n\nnone" in text


def test_evaluation_report_follows_the_comparison_it_is_asked_for() -> None:
    claim = Claim("miR-1", "fibroblasts", "A", None, "1")
    row = GoldRow("miR-1", "cancer-associated fibroblasts", "A", None, "1", origin="Table 1, row 1")
    gold = Gold("paper", (row,), (row,))
    evaluation = evaluate(gold, [claim])
    assert "FP row" in render(evaluation, gold)
    assert "FP row" not in render(evaluation, gold, relaxed=True)
    assert "FP row" not in render(evaluation, gold, errors=False)


def test_evaluation_report_ledger_is_one_line_a_rule() -> None:
    lines = render_ledger([RuleEntry("target", 2, 1), RuleEntry("loose", 0, 1)]).splitlines()
    assert [line.split() for line in lines] == [
        ["fired", "right", "wrong", "rule"],
        ["3", "2", "1", "target"],
        ["1", "0", "1", "loose"],
    ]
