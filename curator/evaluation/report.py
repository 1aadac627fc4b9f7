"""An evaluation as plain text: scores side by side in aligned columns, then every error with sentence and rule."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence

from curator.evaluation.gold import Gold
from curator.evaluation.ledger import RuleEntry
from curator.evaluation.proposals import Proposal
from curator.evaluation.scores import Evaluation, Fault, Score, Scores, shown
from curator.evaluation.standing import standing
from curator.model import GoldRow, Polarity

WIDTH = 118
_SIDE = f"{'P':>6}{'R':>6}{'F1':>6}{'TP':>5}{'FP':>4}{'FN':>4}"
_GAP = "   "
_NAMES = 12
"""Cells of the slots' names; with both sides a line of the scores fits a terminal of 80."""


def render(evaluation: Evaluation, gold: Gold, *, relaxed: bool = False, errors: bool = True) -> str:
    """The whole report of one paper. Errors are those of the whole row, strict unless `relaxed`, both golds apart."""
    parts = [render_scores(evaluation)]
    if errors:
        table = evaluation.table_relaxed if relaxed else evaluation.table
        adjudicated = evaluation.adjudicated_relaxed if relaxed else evaluation.adjudicated
        parts.append(render_errors(adjudicated, gold.adjudicated, against="the adjudicated gold with supplement"))
        parts.append(render_errors(table, gold.table, against="the table as printed"))
    return "\n".join(parts)


def render_scores(evaluation: Evaluation) -> str:
    """Strict and relaxed scores against the table as printed (left) and the adjudicated gold (right)."""
    strict = _block("strict: canonical names", evaluation.table, evaluation.adjudicated)
    relaxed = _block("relaxed: source by cell type", evaluation.table_relaxed, evaluation.adjudicated_relaxed)
    return "\n".join([evaluation.document, "", *strict, "", *relaxed, ""])


def render_errors(scores: Scores, gold: Sequence[GoldRow], *, against: str) -> str:
    """Every error of the whole row with sentence and rule, then those of each slot.

    A slot's error is one line where the row it belongs to has been told in full above.
    """
    how = "relaxed" if scores.relaxed else "strict"
    lines = [f"Errors against {against} ({how})", ""]
    told: list[Proposal | GoldRow | None] = []
    for score in (scores.row, *(s for s in scores.slots if s is not scores.row)):
        faults = [("FP", fault) for fault in score.false_positives] + [("FN", fault) for fault in score.false_negatives]
        for kind, fault in faults:
            full = _fault(f"{kind} {score.name}", fault, gold, relaxed=scores.relaxed)
            subject = fault.proposal or fault.row
            lines += full[:1] if subject in told else full
            told.append(subject)
        lines += [""] if faults else []
    return "\n".join(lines if len(lines) > 2 else [*lines, "none", ""])


def render_ledger(entries: Iterable[RuleEntry]) -> str:
    """One line a rule: fired, right, wrong."""
    lines = [f"{entry.fired:>6}{entry.right:>7}{entry.wrong:>7}  {entry.rule}" for entry in entries]
    return "\n".join([f"{'fired':>6}{'right':>7}{'wrong':>7}  rule", *lines, ""])


def _block(title: str, left: Scores, right: Scores) -> list[str]:
    side = len(_SIDE)
    heads = (f"table as printed, {left.rows} rows", f"adjudicated, {right.rows} rows")
    header = f"{'':{_NAMES}}{heads[0]:>{side}}{_GAP}{heads[1]:>{side}}"
    pairs = zip(left.slots, right.slots, strict=True)
    lines = [f"{f'  {a.name}':{_NAMES}}{_figures(a)}{_GAP}{_figures(b)}" for a, b in pairs]
    return [title, header, f"{'':{_NAMES}}{_SIDE}{_GAP}{_SIDE}", *lines]


def _figures(score: Score) -> str:
    """A ratio over nothing is a dash, not a zero."""
    wrong, missed = len(score.false_positives), len(score.false_negatives)
    ratios = (
        (score.precision, score.right + wrong),
        (score.recall, score.right + missed),
        (score.f1, score.right + wrong + missed),
    )
    shown = "".join(f"{ratio:>6.2f}" if whole else f"{'–':>6}" for ratio, whole in ratios)
    return f"{shown}{score.right:>5}{wrong:>4}{missed:>4}"


def _fault(head: str, fault: Fault, gold: Sequence[GoldRow], *, relaxed: bool) -> list[str]:
    lines = [f"{head:13} {fault.value}"]
    if fault.proposal is not None:
        lines.append(_indented(standing(gold, fault.proposal.claim, relaxed=relaxed).words()))
        lines.append(_indented(f"rule: {', '.join(fault.proposal.rules) or 'none given'}"))
        lines += [_indented(f"“{sentence}”") for sentence in fault.proposal.sentences]
    if fault.row is not None:
        lines.append(_indented(fault.row.origin))
        lines += [_indented(f"“{fault.row.quote}”")] if fault.row.quote else []
        lines += [_indented(_near(fault.nearest))] if fault.nearest else []
    return lines


def _near(item: Proposal) -> str:
    how = "" if item.polarity is Polarity.AFFIRMED else f", {item.polarity}"
    return f"nearest proposal: {shown(item.claim)}{how} (rule: {', '.join(item.rules) or 'none given'})"


def _indented(text: str) -> str:
    return textwrap.fill(text, WIDTH, initial_indent=" " * 14, subsequent_indent=" " * 14)
