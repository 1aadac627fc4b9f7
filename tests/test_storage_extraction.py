from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from curator.errors import DatabaseError
from curator.model import Action, Assertion, Claim, Document, Evidence, Polarity, Reference, State
from curator.storage import Database
from tests.storage_samples import document, extract, filled, mir7, mir21, verdict

PAPER = document()


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with filled(tmp_path / "x.db") as opened:
        yield opened


def _content(path: Path) -> list[str]:
    """Everything in the file."""
    connection = sqlite3.connect(path)
    try:
        return list(connection.iterdump())
    finally:
        connection.close()


def test_storage_extraction_comes_back_as_it_went_in(database: Database) -> None:
    assert [row.assertion for row in database.assertions()] == [mir21(PAPER), mir7(PAPER)]
    first = database.assertions()[0]
    assert (first.document_id, first.document_name, first.rules_version) == (PAPER.id, "sample", "r1")
    assert (first.state, first.decided, first.found, first.verdicts, first.added_by) == (
        State.UNDECIDED,
        None,
        True,
        0,
        None,
    )


def test_storage_extraction_again_changes_nothing(database: Database) -> None:
    before = _content(database.path)
    assert extract(database, PAPER, [mir7(PAPER), mir21(PAPER)]) == (0, 2, 0)
    assert _content(database.path) == before


def test_storage_extraction_marks_what_vanished_and_keeps_its_verdict(database: Database) -> None:
    row = database.assertions()[0]
    given = database.append_verdict(verdict(row))
    assert extract(database, PAPER, [mir7(PAPER)], rules="r2") == (0, 1, 1)
    gone = database.assertion(row.id)
    assert (gone.found, gone.state, gone.decided) == (False, State.ACCEPTED, row.claim)
    assert gone.assertion == row.assertion
    assert gone.rules_version == "r1"
    assert database.verdicts(row.id) == [given]
    assert extract(database, PAPER, [mir7(PAPER)], rules="r2") == (0, 1, 0)


def test_storage_extraction_takes_back_a_row_that_is_found_again(database: Database) -> None:
    row = database.assertions()[0]
    database.append_verdict(verdict(row, Action.REJECT))
    extract(database, PAPER, [mir7(PAPER)], rules="r2")
    assert extract(database, PAPER, [mir21(PAPER), mir7(PAPER)], rules="r3") == (0, 2, 0)
    back = database.assertion(row.id)
    assert (back.found, back.state, back.rules_version) == (True, State.REJECTED, "r3")


def test_storage_extraction_brings_rule_and_confidence_up_to_date(database: Database) -> None:
    row = database.assertions()[0]
    database.append_verdict(verdict(row))
    better = mir21(PAPER, rule="carries better", confidence=0.5)
    assert extract(database, PAPER, [better, mir7(PAPER)], rules="r2") == (0, 2, 0)
    updated = database.assertion(row.id)
    assert updated.assertion == better
    assert (updated.state, updated.found) == (State.ACCEPTED, True)


def test_storage_extraction_with_another_target_is_another_row(database: Database) -> None:
    row = database.assertions()[0]
    assert extract(database, PAPER, [mir21(PAPER, target="PTEN"), mir7(PAPER)], rules="r2") == (1, 1, 1)
    assert [(r.assertion.claim.target, r.found) for r in database.assertions()] == [
        ("APAF1", False),
        ("PTEN", True),
        (None, True),
    ]
    assert not database.assertion(row.id).found


def test_storage_extraction_marks_evidence_that_a_row_no_longer_rests_on(tmp_path: Path) -> None:
    first, second = mir21(PAPER).evidence[0], mir7(PAPER).evidence[0]
    claim = Claim("miR-21")
    path = tmp_path / "x.db"
    with Database.open(path) as database:
        database.save_document(PAPER)
        extract(database, PAPER, [Assertion(claim, (first, second))])
        extract(database, PAPER, [Assertion(claim, (second,))], rules="r2")
        assert [row.assertion.evidence for row in database.assertions()] == [(second,)]
    rows = sqlite3.connect(path).execute("SELECT quote, still_found FROM evidence_flat ORDER BY start_offset")
    assert rows.fetchall() == [(first.quote, "no"), (second.quote, "yes")]


def test_storage_extraction_joins_two_keys_of_one_study(tmp_path: Path) -> None:
    """The list prints one study twice: the rows that cite it under either key are one claim."""
    twice = Reference("3", "Au Yeung CL. Two, again.", doi="https://doi.org/10.1/two")
    paper = replace(PAPER, references=(*PAPER.references, twice))
    one, other = mir7(paper, citation="2"), mir7(paper, citation="3")
    elsewhere = replace(other, evidence=(replace(mir21(paper).evidence[0], document=""),))
    with Database.open(tmp_path / "x.db") as database:
        database.save_document(paper)
        assert extract(database, paper, [one, elsewhere]) == (1, 0, 0)
        (row,) = database.assertions()
        assert extract(database, paper, [one, elsewhere]) == (0, 1, 0)
    assert row.assertion.claim.citation == "2"
    assert [e.quote for e in row.assertion.evidence] == [paper.quote(s) for s in paper.sentences]
    assert {e.document for e in row.assertion.evidence} == {paper.id}


def test_storage_extraction_joins_the_rules_of_one_evidence(tmp_path: Path) -> None:
    found = mir7(PAPER)
    both = replace(found, evidence=(*found.evidence, replace(found.evidence[0], rule="another"), *found.evidence))
    with Database.open(tmp_path / "x.db") as database:
        database.save_document(PAPER)
        extract(database, PAPER, [both])
        assert [e.rule for e in database.assertions()[0].assertion.evidence] == ["loss + another"]


def test_storage_extraction_keeps_polarities_apart(tmp_path: Path) -> None:
    with Database.open(tmp_path / "x.db") as database:
        database.save_document(PAPER)
        denied = replace(mir7(PAPER), polarity=Polarity.NEGATED)
        assert extract(database, PAPER, [mir7(PAPER), denied]) == (2, 0, 0)


def test_storage_extraction_leaves_other_papers_alone(tmp_path: Path) -> None:
    other = document("A first line.\n\n" + PAPER.text, name="other")
    with filled(tmp_path / "x.db", papers=[PAPER]) as database:
        database.save_document(other)
        assert extract(database, other, [], rules="r2") == (0, 0, 0)
        assert all(row.found for row in database.assertions())


def _misquoting(evidence: Evidence) -> Evidence:
    return replace(evidence, quote=evidence.quote.upper())


def _beside_its_slot(evidence: Evidence) -> Evidence:
    moved = replace(evidence.slots[0], start=evidence.slots[0].start + 1, end=evidence.slots[0].end + 1)
    return replace(evidence, slots=(moved,))


def _of_another_paper(evidence: Evidence) -> Evidence:
    return replace(evidence, document="d0")


@pytest.mark.parametrize("break_", [_misquoting, _beside_its_slot, _of_another_paper])
def test_storage_extraction_refuses_evidence_that_is_not_in_the_text(tmp_path: Path, break_: object) -> None:
    assert callable(break_)
    bad = replace(mir7(PAPER), evidence=(break_(mir7(PAPER).evidence[0]),))
    with Database.open(tmp_path / "x.db") as database:
        database.save_document(PAPER)
        with pytest.raises(ValueError, match=r"stand|another document"):
            extract(database, PAPER, [mir21(PAPER), bad])
        assert database.assertions() == [], "the good row of the same extraction is undone with it"


def test_storage_extraction_of_an_unknown_paper_is_said(tmp_path: Path) -> None:
    with Database.open(tmp_path / "x.db") as database, pytest.raises(DatabaseError, match=f"no document {PAPER.id}"):
        extract(database, PAPER, [])


def test_storage_assertions_of_a_curator_outlive_extraction(database: Database) -> None:
    own = replace(mir7(PAPER), claim=Claim("miR-7", target="BCL2"))
    added = database.add_assertion(PAPER.id, own, curator="ada")
    assert (added.assertion, added.added_by, added.state) == (own, "ada", State.UNDECIDED)
    assert extract(database, PAPER, [mir21(PAPER), mir7(PAPER)], rules="r2") == (0, 2, 0)
    assert database.assertion(added.id).found
    assert database.add_assertion(PAPER.id, own, curator="bob") == added


def test_storage_assertions_of_a_curator_are_not_rewritten_by_rules(database: Database) -> None:
    own = replace(mir7(PAPER), claim=Claim("miR-7", target="BCL2"))
    added = database.add_assertion(PAPER.id, own, curator="ada")
    elsewhere = replace(own, evidence=mir21(PAPER).evidence, confidence=0.5)
    assert extract(database, PAPER, [mir21(PAPER), mir7(PAPER), elsewhere], rules="r2") == (0, 3, 0)
    assert database.assertion(added.id) == added


def test_storage_assertions_that_rules_and_curator_found_are_one(database: Database) -> None:
    row = database.assertions()[0]
    assert database.add_assertion(PAPER.id, mir21(PAPER), curator="ada") == row


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("MIR-21", ["miR-21"], id="miRNA, any case"),
        pytest.param("apaf", ["miR-21"], id="target"),
        pytest.param("restored", ["miR-7"], id="evidence"),
        pytest.param("sample", ["miR-21", "miR-7"], id="paper"),
        pytest.param("%", [], id="a wildcard is a character"),
        pytest.param("miR_21", [], id="so is the other"),
        pytest.param("'; DROP TABLE verdicts; --", [], id="SQL is text"),
        pytest.param("", ["miR-21", "miR-7"], id="nothing asked"),
    ],
)
def test_storage_assertions_are_found_by_text(database: Database, text: str, expected: list[str]) -> None:
    assert [row.claim.mirna for row in database.assertions(text=text)] == expected


def test_storage_assertions_are_found_by_state_and_paper(database: Database) -> None:
    row = database.assertions()[1]
    database.append_verdict(verdict(row))
    assert [r.id for r in database.assertions(state=State.ACCEPTED)] == [row.id]
    assert [r.claim.mirna for r in database.assertions(PAPER.id, state=State.UNDECIDED)] == ["miR-21"]
    assert database.assertions("d404") == []


def test_storage_assertions_come_in_windows_in_text_order(tmp_path: Path) -> None:
    papers = [PAPER, document("Another.\n\n" + PAPER.text, name="other")]
    with filled(tmp_path / "x.db", papers=papers) as database:
        # A row found later, but earlier in the text, stands where the text has it.
        early = replace(mir21(PAPER), claim=Claim("miR-1"))
        extract(database, PAPER, [early, mir21(PAPER), mir7(PAPER)], rules="r2")
        whole = [(row.document_name, row.claim.mirna) for row in database.assertions()]
        pieces = [database.assertions(limit=2, offset=offset) for offset in (0, 2, 4)]
    assert [m for d, m in whole if d == "sample"] == ["miR-21", "miR-1", "miR-7"]
    assert [d for d, _ in whole] == ["sample"] * 3 + ["other"] * 2
    assert [(row.document_name, row.claim.mirna) for piece in pieces for row in piece] == whole
    assert [len(piece) for piece in pieces] == [2, 2, 1]


def test_storage_assertions_unknown_id_is_said(database: Database) -> None:
    with pytest.raises(DatabaseError, match="no assertion a404"):
        database.assertion("a404")


@pytest.mark.parametrize("chosen", [{}, {"state": State.UNDECIDED}, {"text": "miR"}], ids=["all", "state", "text"])
def test_storage_assertions_window_sorts_nothing(database: Database, chosen: dict[str, Any]) -> None:
    """A million rows open as fast as ten: the window is read off an index, in its order."""
    statements: list[str] = []
    database._connection.set_trace_callback(statements.append)
    database.assertions(limit=50, offset=100, **chosen)
    database._connection.set_trace_callback(None)
    (choice,) = [statement for statement in statements if "LIMIT 50 OFFSET 100" in statement]
    plan = [step for *_, step in database._connection.execute(f"EXPLAIN QUERY PLAN {choice}")]
    assert any(
        "USING COVERING INDEX assertions_in_order" in step or "INDEX assertions_in_order" in step for step in plan
    )
    # The replies to one verdict, all of them on one row, are the one thing to sort.
    assert len([step for step in plan if "TEMP B-TREE" in step]) <= ("state" in chosen), plan


def test_storage_extraction_counts_progress(database: Database) -> None:
    row = database.assertions()[0]
    database.append_verdict(verdict(row, Action.REJECT))
    extract(database, PAPER, [mir21(PAPER)], rules="r2")
    (summary,) = database.documents()
    counts = (summary.proposed, summary.accepted, summary.edited, summary.rejected, summary.undecided)
    assert counts == (2, 0, 0, 1, 0), "what nothing proposes any more is left to nobody"
    assert summary.no_longer_found == 1


def test_storage_document_without_rows_has_empty_progress(tmp_path: Path) -> None:
    with Database.open(tmp_path / "x.db") as database:
        database.save_document(Document("bare", "Nothing here."))
        (summary,) = database.documents()
    assert (summary.name, summary.proposed, summary.undecided) == ("bare", 0, 0)
