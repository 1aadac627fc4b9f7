"""A verdict that was carried to a corrected text is held to the one that it is of, even where its hash is right."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from typing import Any

import pytest

from curator.identity import verdict_id
from curator.model import Action, Reason, Verdict
from curator.storage import StoredAssertion, verdicts
from curator.workbench import Workbench, correcting, extracting, papers, verifying
from tests.faces_samples import PAPER
from tests.test_corrections import NEW_WORDS, TURNED, bench, carried, correct

__all__ = ["bench"]


def faults(bench: Workbench) -> list[str]:
    """As the command tells them."""
    found: list[str] = []
    verifying.verify(bench.path, on_fault=found.append)
    return found


def forge(bench: Workbench, verdict: Verdict) -> None:
    """Append a verdict as whoever knows how ids are made could."""
    with bench.database()._writing() as connection:
        linked = replace(verdict, previous=verdicts.last_id(connection, verdict.curator), settles=(), id="")
        verdicts.insert(connection, replace(linked, id=verdict_id(linked)))


def on(row: StoredAssertion, verdict: Verdict) -> Verdict:
    """The verdict on another row, with that row's evidence."""
    (evidence,) = row.assertion.evidence
    ids = (bench_evidence(row),)
    return replace(verdict, assertion=row.id, claim=row.claim_id, evidence=ids, quote=evidence.quote)


def bench_evidence(row: StoredAssertion) -> str:
    from curator.identity import evidence_id

    return evidence_id(row.assertion.evidence[0])


@pytest.mark.parametrize("text", [NEW_WORDS, TURNED], ids=["carried", "left"])
def test_storage_verify_finds_corrections_sound(bench: Workbench, text: str) -> None:
    correct(bench, text)
    for item in correcting.left(bench):
        correcting.accept(bench, item)
    assert len(carried(bench)) in (1, 2)
    assert faults(bench) == []


def test_storage_verify_finds_dropped_and_second_corrections_sound(bench: Workbench) -> None:
    correct(bench, TURNED)
    (item,) = correcting.left(bench)
    correcting.drop(bench, item)
    bench.undo()
    correct(bench, NEW_WORDS + "\n")
    assert len(carried(bench)) > 1
    assert faults(bench) == []


def test_storage_verify_holds_a_carried_verdict_to_its_sentence_and_claim(bench: Workbench) -> None:
    new = correct(bench, NEW_WORDS.replace("## References", "Blood of 40 mice held miR-9, by XBP1.\n\n## References"))
    accepted = carried(bench)[0]
    other = bench.database().assertions(new)[-1]
    pten = replace(accepted.before, target="PTEN")
    for forged, said in (
        (
            replace(accepted, quote="miR-21 does nothing."),
            "but quotes 'miR-21 does nothing.'; right would be 'Exosomal",
        ),
        (replace(accepted, before=pten, after=pten), "but was given on 'miR-21, PTEN, resistance, 1'; right would be"),
        (on(other, accepted), "but stands on 'Blood of 40 mice held miR-9, by XBP1.'; right would be a sent"),
    ):
        before = faults(bench)
        forge(bench, forged)
        (found,) = set(faults(bench)) - set(before)
        assert f"it carries {accepted.carries}, {said}" in found


def test_storage_verify_holds_a_carried_verdict_to_a_correction(bench: Workbench) -> None:
    correct(bench, NEW_WORDS)
    elsewhere = bench.path.parent / "other.md"
    elsewhere.write_text(PAPER.replace("# Exosomal microRNAs", "# Of something else"), "utf-8")
    (read,) = papers.read(bench, [elsewhere])
    extracting.extract(bench)
    row = bench.database().assertions(read.document_id)[0]
    forge(bench, on(row, carried(bench)[0]))
    (found,) = faults(bench)
    assert "whose text was not replaced by this one; right would be a correction that leads" in found


@pytest.mark.parametrize(
    ("change", "said"),
    [
        pytest.param({"action": Action.COMMENT, "reason": None}, "on the same row, and is no rejection", id="comment"),
        pytest.param(
            {"quote": "no such words"}, "but quotes 'no such words'; right would be a sentence of", id="words"
        ),
    ],
)
def test_storage_verify_holds_a_dropped_row_to_itself(bench: Workbench, change: dict[str, Any], said: str) -> None:
    correct(bench, TURNED)
    (item,) = correcting.left(bench)
    rejected = replace(item.verdict, action=Action.REJECT, after=None, polarity=None, reason=Reason.OTHER)
    forge(bench, replace(rejected, carries=item.verdict.id, **{"quote": item.quote, **change}))
    (found,) = faults(bench)
    assert said in found


def test_storage_verify_holds_a_correction_to_the_identifier(bench: Workbench) -> None:
    correct(bench, NEW_WORDS)
    with closing(sqlite3.connect(bench.path, isolation_level=None)) as connection:
        kept = connection.execute("SELECT name, sql FROM sqlite_master WHERE name = 'corrections_are_never_changed'")
        (name, sql) = kept.fetchone()
        connection.execute(f"DROP TRIGGER {name}")
        connection.execute("UPDATE corrections SET recognised = 'doi'")
        connection.execute(sql)
        connection.execute("UPDATE documents SET doi = 'https://doi.org/10.1/A' WHERE number = 1")
        connection.execute("UPDATE documents SET doi = '10.1/a' WHERE number = 2")
        assert not any("the texts have" in fault for fault in faults(bench))
        connection.execute("UPDATE documents SET doi = '10.1/b' WHERE number = 2")
    assert any("the texts have the doi '10.1/b' and '10.1/a'; right would be the same" in f for f in faults(bench))
