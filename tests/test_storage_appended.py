from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from curator.curation.queue import query
from curator.errors import DatabaseError, InputError
from curator.model import Action, Assignment, Mention, MentionType, Span
from curator.storage import Database, Wanted
from curator.storage.appended import entry_id
from tests.storage_samples import document, extract, filled, mir7, mir21, verdict

PAPER = document()
FIRST, SECOND = (Span(s.start, s.end) for s in PAPER.sentences)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with filled(tmp_path / "x.db") as opened:
        yield opened


def _read(database: Database) -> list[tuple[Span, str]]:
    return [(passage.span, passage.curator) for passage in database.passages(PAPER.id)]


def test_storage_passages_stand_until_they_are_opened_again(database: Database) -> None:
    assert database.passages(PAPER.id) == []
    database.mark_passage(PAPER.id, SECOND, curator="ada")
    given = database.mark_passage(PAPER.id, FIRST, curator="bob")
    assert _read(database) == [(FIRST, "bob"), (SECOND, "ada")]
    assert given == database.passages(PAPER.id)[0]
    database.mark_passage(PAPER.id, SECOND, curator="bob", read=False)
    assert _read(database) == [(FIRST, "bob")]
    database.mark_passage(PAPER.id, SECOND, curator="ada")
    assert _read(database) == [(FIRST, "bob"), (SECOND, "ada")]


def test_storage_passages_marked_twice_are_marked_once(database: Database) -> None:
    assert database.mark_passage(PAPER.id, FIRST, curator="ada", read=False) is None
    assert database.mark_passage(PAPER.id, FIRST, curator="ada")
    assert database.mark_passage(PAPER.id, FIRST, curator="bob") is None
    assert _read(database) == [(FIRST, "ada")]


def test_storage_passages_are_of_the_text(database: Database) -> None:
    for wrong in (Span(3, 3), Span(0, len(PAPER.text) + 1)):
        with pytest.raises(InputError, match=f"no passage {wrong.start}..{wrong.end}"):
            database.mark_passage(PAPER.id, wrong, curator="ada")
    with pytest.raises(DatabaseError, match="there is no document d0"):
        database.mark_passage("d0", FIRST, curator="ada")
    assert database.mark_passage(PAPER.id, Span(0, len(PAPER.text)), curator="ada")


def test_storage_assignments_are_changed_and_released(database: Database) -> None:
    claim = database.assertions()[0].claim_id
    given = database.assign(claim, " ada  lovelace ", curator="bob")
    assert given
    assert given == Assignment(claim, "ada lovelace", "bob", given.time, given.id)
    assert database.assignments() == {claim: given}
    assert [row.assigned for row in database.assertions()] == ["ada lovelace", ""]
    assert database.assign(claim, "ada lovelace", curator="cyd") is None
    database.assign(claim, "cyd", curator="cyd")
    assert database.assertions()[0].assigned == "cyd"
    database.assign(claim, "", curator="cyd")
    assert database.assignments() == {}
    assert database.assign(claim, "", curator="cyd") is None
    with pytest.raises(DatabaseError, match="there is no claim c0"):
        database.assign("c0", "ada", curator="ada")


@pytest.mark.parametrize("table", ["passages", "assignments"])
def test_storage_logs_are_chains_of_hashes_that_refuse_change(database: Database, table: str) -> None:
    claim = database.assertions()[0].claim_id
    for times in range(3):
        database.mark_passage(PAPER.id, FIRST, curator="ada", read=times % 2 == 0)
        database.assign(claim, f"bob{times}", curator="ada")
    connection = sqlite3.connect(database.path)
    connection.row_factory = sqlite3.Row
    rows = [dict(row) for row in connection.execute(f"SELECT * FROM {table} ORDER BY number")]
    assert [row["previous"] for row in rows] == ["", rows[0]["id"], rows[1]["id"]]
    assert [row["id"] for row in rows] == [entry_id(table, row) for row in rows]
    for statement in (
        f"UPDATE {table} SET curator = 'bob'",
        f"DELETE FROM {table}",
        f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}",
    ):
        with pytest.raises(sqlite3.IntegrityError, match="is never"):
            connection.execute(statement)
    connection.close()


MENTIONS = [
    Mention(MentionType.MIRNA, FIRST.start + 9, FIRST.start + 15, "miR-21", "miR-21", "mirbase:MI0000077"),
    Mention(MentionType.CELL, FIRST.start + 21, FIRST.start + 25, "CAFs", "CAF"),
]


def test_storage_mentions_are_those_of_the_last_extraction(database: Database) -> None:
    assert database.mentions(PAPER.id) == []
    for mentions in (MENTIONS, MENTIONS, MENTIONS[1:], []):
        database.save_extraction(PAPER.id, [], rules_version="r1", program_version="1", mentions=mentions)
        assert database.mentions(PAPER.id) == mentions


def test_storage_mentions_stay_where_an_extraction_brings_none(database: Database) -> None:
    database.save_extraction(PAPER.id, [mir7(PAPER)], rules_version="r1", program_version="1", mentions=MENTIONS)
    extract(database, PAPER, [mir21(PAPER)])
    assert database.mentions(PAPER.id) == MENTIONS


def test_storage_mentions_stand_in_the_text(database: Database) -> None:
    wrong = Mention(MentionType.CELL, 0, 4, "CAFs", "CAF")
    with pytest.raises(ValueError, match=r"'CAFs' does not stand at 0\.\.4"):
        database.save_extraction(PAPER.id, [], rules_version="r2", program_version="1", mentions=[wrong])
    assert [row.found for row in database.assertions()] == [True, True]
    with pytest.raises(DatabaseError, match="there is no document d0"):
        database.mentions("d0")


@pytest.mark.parametrize("paper", [pytest.param(None, id="findings"), pytest.param(PAPER.id, id="rows of a paper")])
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("assigned:ada", ["miR-21"], id="hers"),
        pytest.param("assigned:ADA", ["miR-21"], id="in any case"),
        pytest.param("assigned:ad", [], id="whole names"),
        pytest.param('assigned:""', ["miR-7"], id="nobody's"),
        pytest.param("-assigned:ada", ["miR-7"], id="not hers"),
        pytest.param('-assigned:""', ["miR-21"], id="somebody's"),
        pytest.param("conflict:yes", ["miR-7"], id="decided differently"),
        pytest.param("conflict:no", ["miR-21"], id="not decided differently"),
        pytest.param("-conflict:yes", ["miR-21"], id="likewise"),
        pytest.param("conflict:yes state:undecided", ["miR-7"], id="it waits"),
        pytest.param("conflict:yes assigned:ada", [], id="both"),
    ],
)
def test_storage_queue_is_filtered_by_who_judges_and_by_conflict(
    database: Database, paper: str | None, text: str, expected: list[str]
) -> None:
    first, second = database.assertions()
    database.assign(first.claim_id, "ada", curator="bob")
    view = database.queue(Wanted(query(text).conditions, paper))
    _in_conflict(database, second.id)
    rows = view.window(0, 9)
    assert [row.stored.claim.mirna for row in rows] == expected
    assert len(view) == len(expected)
    assert [row.conflict for row in rows] == [row.stored.claim.mirna == "miR-7" for row in rows]
    for index, row in enumerate(rows):
        assert view.index_of(row.stored.id) == index


def _in_conflict(database: Database, assertion_id: str) -> None:
    """Two decisions that were not made in sight of one another."""
    from dataclasses import replace

    from curator.identity import verdict_id
    from curator.storage import verdicts

    row = database.assertion(assertion_id)
    database.append_verdict(verdict(row, curator="ada"))
    apart = replace(verdict(row, Action.REJECT, curator="bob"), claim=row.claim_id)
    with database._writing() as connection:
        verdicts.insert(connection, replace(apart, id=verdict_id(apart)))


def test_storage_queue_forgets_a_conflict_once_it_is_settled(database: Database) -> None:
    view = database.queue(Wanted(query("conflict:yes").conditions))
    row = database.assertions()[1]
    _in_conflict(database, row.id)
    view.refresh()
    assert len(view) == 1
    with view.judging(row.id):
        database.append_verdict(verdict(row, curator="cyd"))
    assert len(view) == 0
    assert database.derived_differences() == []
