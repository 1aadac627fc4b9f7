"""Agreement between curators, as a table for people and as JSON for programs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from curator.cli.console import columns, count
from curator.workbench.user import json_text

if TYPE_CHECKING:
    from curator.workbench.agreeing import Agreement, Coefficient, SlotAgreement

_DIGITS = 4


def as_text(measured: Agreement) -> str:
    """Every figure beside what it rests on, and below them what was left out."""
    return "\n".join(_lines(measured))


def as_json(measured: Agreement) -> str:
    """One object: `curators`, `alpha`, `pairs` (each with `kappa` and `slots`), `slots`, `left_out`."""
    shown = {
        "curators": dict(measured.judged),
        "alpha": {scale: _coefficient(found) for scale, found in measured.alphas.items()},
        "pairs": [
            {
                "curators": [pair.first, pair.second],
                "kappa": {scale: _coefficient(found) for scale, found in pair.kappas.items()},
                "slots": {score.name: _slot(score) for score in pair.slots},
            }
            for pair in measured.pairs
        ],
        "slots": {score.name: _slot(score) for score in measured.slots},
        "left_out": asdict(measured.left_out),
    }
    return json_text(shown, indent=1)


def _lines(measured: Agreement) -> Iterator[str]:
    judged = ", ".join(f"{name} {number}" for name, number in measured.judged.items())
    yield f"rows judged: {judged or 'none that are still found'}"
    for pair in measured.pairs:
        yield ""
        yield f"{pair.first} and {pair.second}"
        heading = ("  counts as the same", "rows", "agree", "by chance", "kappa", "")
        yield from columns([heading, *(_row(scale, found) for scale, found in pair.kappas.items())])
    if len(measured.judged) > 1:
        yield ""
        yield f"all {len(measured.judged)} curators (Krippendorff's alpha)"
        heading = ("  counts as the same", "rows", "agree", "by chance", "alpha", "")
        yield from columns([heading, *(_row(scale, found) for scale, found in measured.alphas.items())])
        yield ""
        yield from _slot_lines(measured)
    yield ""
    yield from _left_out(measured)


def _row(scale: str, found: Coefficient) -> tuple[str, ...]:
    shares = (_number(found.observed), _number(found.expected), _number(found.value))
    return (f"  {scale}", str(found.rows), *shares, found.note)


def _slot_lines(measured: Agreement) -> Iterator[str]:
    yield "slots, over the rows that two judged" + (" (all pairs together)" if len(measured.pairs) > 1 else "")
    first, second = (
        (measured.pairs[0].first, measured.pairs[0].second) if len(measured.pairs) == 1 else ("one", "the other")
    )
    heading = ("  slot", "same", f"only {first}", f"only {second}", "F1", "")
    rows = (
        (f"  {s.name}", str(s.same), str(s.first_only), str(s.second_only), _number(s.f1), s.note)
        for s in measured.slots
    )
    yield from columns([heading, *rows])


def _left_out(measured: Agreement) -> Iterator[str]:
    left = measured.left_out
    yield "left out"
    for number, noun, why in (
        (left.judged_by_one, "row", "judged by one curator only"),
        (left.undecided, "row", "decided by nobody"),
        (left.no_longer_found, "row", "judged, and no longer found"),
        (left.made_over_another, "decision", "made in sight of another curator's"),
        (left.taken_back, "decision", "taken back"),
        (left.comments, "comment", ""),
    ):
        yield f"  {count(number, noun)}{f' {why}' if why else ''}"


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}"


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, _DIGITS)


def _coefficient(found: Coefficient) -> dict[str, Any]:
    numbers = {name: _rounded(getattr(found, name)) for name in ("value", "observed", "expected")}
    return {
        **numbers,
        "rows": found.rows,
        "judgements": found.judgements,
        **({"note": found.note} if found.note else {}),
    }


def _slot(score: SlotAgreement) -> dict[str, Any]:
    counts = {"same": score.same, "first_only": score.first_only, "second_only": score.second_only}
    return {"f1": _rounded(score.f1), **counts, **({"note": score.note} if score.note else {})}
