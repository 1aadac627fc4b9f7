"""What stands beside a row, out of a database: contradictions, repetitions, other papers, the paper's own table."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from curator.curation.contradictions import Kind
from curator.curation.duplicates import Likeness
from curator.model import Action, Reason, Slot
from curator.workbench import Workbench
from curator.workbench.related import Relations, pairs, slot_by_slot
from tests.faces_samples import curator
from tests.related_samples import AGAIN, CONFERS, DENIES, RESTORES, SHORT, related_database
from tests.tui_samples import assertions as small_rows
from tests.tui_samples import gold as small_gold


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CURATOR_NAME", "kim")
    return related_database(tmp_path)


@pytest.fixture
def bench(path: Path) -> Iterator[Workbench]:
    with Workbench(path) as workbench:
        yield workbench


def id_of(bench: Workbench, sentence: str) -> str:
    rows = bench.database().assertions()
    return next(row.id for row in rows if row.assertion.evidence[0].quote == sentence)


def quotes(rows: object) -> list[str]:
    return [row.stored.assertion.evidence[0].quote for row in rows]  # type: ignore[attr-defined]


def test_related_finds_contradictions_here_and_in_other_papers(bench: Workbench) -> None:
    found = Relations(bench).of(id_of(bench, CONFERS))
    assert quotes(found.opposed) == [RESTORES, DENIES]
    assert [o.contradiction.kind for o in found.opposed] == [Kind.EFFECT, Kind.DENIED_EFFECT]
    assert [o.is_here for o in found.opposed] == [True, False]
    assert found.references[found.opposed[0].stored.id] == ("[2] Au Yeung C. Two.",)


def test_related_finds_what_repeats_the_row_and_the_finding_elsewhere(bench: Workbench) -> None:
    found = Relations(bench).of(id_of(bench, CONFERS))
    assert quotes(found.twins) == [SHORT]
    assert found.twins[0].twin.likeness is Likeness.LESS
    assert [row.assertion.evidence[0].quote for row in found.elsewhere] == [AGAIN]
    assert found.ids() == [*(o.stored.id for o in found.opposed), *(a.stored.id for a in found.twins)]


def test_related_holds_the_text_against_the_papers_own_table(bench: Workbench) -> None:
    relations = Relations(bench)
    # The table has another target for the same study; its `CAFs` is the row's `CAF`, for so the paper prints it.
    (row,) = relations.of(id_of(bench, CONFERS)).tables
    assert (row.origin, row.is_opposite) == ("Table 1, row 1", False)
    assert [(against.slot, against.table) for against in row.against] == [(Slot.TARGET, ("APAF1",))]
    assert ("Outcome", "inducing cisplatin resistance of tumour cells") in row.cells
    (opposite,) = relations.of(id_of(bench, RESTORES)).tables
    assert opposite.is_opposite
    # The other paper has no table: no word of it.
    assert relations.of(id_of(bench, AGAIN)).tables == ()


def test_related_a_rejected_row_contradicts_nothing(bench: Workbench) -> None:
    bench.judge(id_of(bench, RESTORES), Action.REJECT, reason=Reason.WRONG_POLARITY)
    assert quotes(Relations(bench).of(id_of(bench, CONFERS)).opposed) == [DENIES]
    rejected = Relations(bench).of(id_of(bench, RESTORES))
    assert (rejected.opposed, rejected.tables) == ((), ())


def test_related_is_kept_until_somebody_writes(path: Path, bench: Workbench) -> None:
    relations, row = Relations(bench), id_of(bench, CONFERS)
    first = relations.of(row)
    assert relations.of(row) is first
    assert relations.as_seen(row) == (first, True)
    # Her own verdict: what was seen stands, and is said to be of before; asked anew, it is looked up.
    bench.judge(id_of(bench, RESTORES), Action.REJECT, reason=Reason.WRONG_POLARITY)
    assert relations.as_seen(row) == (first, False)
    second = relations.of(row)
    assert quotes(second.opposed) == [DENIES]
    # Another program's verdict likewise.
    with Workbench(path) as other:
        other.judge(id_of(bench, DENIES), Action.REJECT, reason=Reason.NEGATIVE_RESULT)
    assert relations.as_seen(row) == (second, False)
    assert relations.of(row).opposed == ()


def test_related_weighs_the_claim_as_decided(bench: Workbench) -> None:
    row = bench.database().assertion(id_of(bench, RESTORES))
    mended = row.claim.__class__("miR-22", None, None, row.claim.effect, "2", "cisplatin")
    bench.judge(row.id, Action.EDIT, after=mended)
    assert quotes(Relations(bench).of(id_of(bench, CONFERS)).opposed) == [DENIES]


def test_related_asks_an_index_for_what_speaks_against_a_row(path: Path, bench: Workbench) -> None:
    Relations(bench).of(id_of(bench, CONFERS))
    with closing(sqlite3.connect(path)) as connection:
        plan = connection.execute(
            "EXPLAIN QUERY PLAN SELECT assertion, target, drug FROM queue "
            "WHERE finding = assertion AND mirna = 'miR-21' AND effect IS 'sensitivity' "
            "AND polarity IN ('affirmed', 'speculative') AND (drug IS NULL OR drug = 'x')"
        ).fetchall()
    assert "queue_by_opposite (mirna=? AND effect=? AND polarity=?)" in plan[0][3]


def test_related_lists_every_pair_once(bench: Workbench) -> None:
    told = [(p.why.kind if p.why else None, p.left.assertion.evidence[0].quote) for p in pairs(bench)]
    assert sorted(quote for kind, quote in told if kind is Kind.EFFECT) == sorted([CONFERS, RESTORES])
    assert [kind for kind, _ in told].count(Kind.DENIED_EFFECT) == 2
    tables = [p for p in pairs(bench) if p.table]
    assert len(tables) == 2


def test_related_stands_to_the_gold_slot_by_slot() -> None:
    row, claim = small_gold().adjudicated[1], small_rows()[1].claim
    standing = {found.slot: (found.fits, found.gold) for found in slot_by_slot(row, claim)}
    assert standing[Slot.SOURCE] == (False, "adipocyte")
    assert standing[Slot.TARGET] == (True, "APAF1")


def test_cli_contradictions_prints_both_sentences_and_studies(path: Path) -> None:
    said = curator("contradictions", "--db", path)
    assert said.exit_code == 0
    first = said.stdout.split("\n\n")[0]
    assert first.startswith("opposite effect: miR-21; same drug cisplatin")
    assert f"“{CONFERS}”  [Results]" in first
    assert f"“{RESTORES}”  [Results]" in first
    assert "[2] Au Yeung C. Two." in first
    assert "text against table: miR-21, target" in said.stdout
    assert "Table 1, row 1 has target APAF1" in said.stdout


def test_cli_contradictions_as_json_lines(path: Path) -> None:
    lines = curator("contradictions", "--db", path, "--format", "jsonl").stdout.splitlines()
    records = [json.loads(line) for line in lines]
    assert {record["kind"] for record in records} == {"opposite effect", "effect denied", "text against table"}
    denied = next(record for record in records if record["kind"] == "effect denied")
    assert "negated" in (denied["left"]["polarity"], denied["right"]["polarity"])
    assert denied["left"]["studies"] == ["[1] Zhang H. One."]


def test_cli_contradictions_as_json_keep_what_steers_a_terminal_as_an_escape(path: Path) -> None:
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("UPDATE documents SET name = char(27) || '[2J' || name")
    printed = curator("contradictions", "--db", path, "--format", "jsonl").stdout
    assert "\x1b" not in printed
    assert all(json.loads(line)["left"]["document"].startswith("\x1b[2J") for line in printed.splitlines())


def test_cli_contradictions_says_where_there_are_none(tmp_path: Path) -> None:
    empty = tmp_path / "empty.db"
    with Workbench(empty) as workbench:
        workbench.database(create=True)
    said = curator("contradictions", "--db", empty)
    assert (said.exit_code, said.stdout, said.stderr) == (0, "", "No rows contradict each other.\n")
