"""The same findings in many wordings, and what only sounds like one: a table a slot, in tests/data/extraction."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.extraction_samples import affirmed

TABLES = Path(__file__).parent / "data" / "extraction"


def told(table: str) -> list[tuple[str, str]]:
    """The lines of a table: what is to be read (`-` for nothing), and the text."""
    lines = (TABLES / f"{table}.tsv").read_text(encoding="utf-8").splitlines()
    return [(line.partition("\t")[0], line.partition("\t")[2]) for line in lines]


def cases(table: str) -> list[object]:
    return [
        pytest.param(text, set() if value == "-" else set(value.split(",")), id=text) for value, text in told(table)
    ]


@pytest.mark.parametrize(("text", "expected"), cases("responses"))
def test_paraphrases_of_drug_responses(text: str, expected: set[str]) -> None:
    assert {a.claim.effect.value for a in affirmed(text) if a.claim.effect} == expected


@pytest.mark.parametrize(("text", "expected"), cases("targets"))
def test_paraphrases_of_targets(text: str, expected: set[str]) -> None:
    assert {a.claim.target for a in affirmed(text) if a.claim.target} == expected


@pytest.mark.parametrize(("text", "expected"), cases("donors"))
def test_paraphrases_of_donors(text: str, expected: set[str]) -> None:
    assert {a.claim.source for a in affirmed(text) if a.claim.source} == expected


@pytest.mark.parametrize("table", ["responses", "targets", "donors"])
def test_paraphrases_hold_enough_of_what_must_yield_nothing(table: str) -> None:
    values = [value for value, _ in told(table)]
    assert values.count("-") >= (2 if table == "donors" else 15)
    assert len(set(told(table))) == len(values)


@pytest.mark.xfail(strict=True, reason="known miss; what comes right moves to the table of what is read")
@pytest.mark.parametrize(("text", "expected"), cases("missed-responses"))
def test_paraphrases_of_drug_responses_that_are_missed(text: str, expected: set[str]) -> None:
    assert {a.claim.effect.value for a in affirmed(text) if a.claim.effect} == expected


@pytest.mark.xfail(strict=True, reason="known miss; what comes right moves to the table of what is read")
@pytest.mark.parametrize(("text", "expected"), cases("missed-targets"))
def test_paraphrases_of_targets_that_are_missed(text: str, expected: set[str]) -> None:
    assert {a.claim.target for a in affirmed(text) if a.claim.target} == expected
