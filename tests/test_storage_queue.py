"""The queue of a database: the rows that the filter names, found by index, and derived from the verdicts alone."""

from __future__ import annotations

import random
import re
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curator.curation.queue import query, select
from curator.errors import InputError
from curator.identity import document_id
from curator.model import Action, Assertion, Claim, Document, Effect, Evidence, Polarity, Sentence, State
from curator.storage import Database, QueueRow, QueueView, Wanted
from curator.storage import queue as queueing
from curator.storage import search as searching
from curator.storage.listed import Listed
from curator.storage.migrations import migrate, migrations
from curator.storage.streamed import Streamed
from tests.storage_samples import CURATOR, document, extract, mir7, mir21, verdict

_DRUGS = ("cisplatin", "paclitaxel", None)
_EFFECTS = (Effect.RESISTANCE, Effect.SENSITIVITY, None)


def _paper(number: int, rows: int) -> tuple[Document, list[Assertion]]:
    """A paper of so many sentences, each of which says one thing; papers share some of what they say."""
    said = [f"Résumé {number}.{row}: exosomes of cell {row} bring drug efflux{row % 4}." for row in range(rows)]
    text = " ".join(said)
    spans = [(text.index(one), text.index(one) + len(one)) for one in said]
    made = Document(f"paper-{number}", text, sentences=tuple(Sentence(*span) for span in spans))
    paper = replace(made, id=document_id(made))
    return paper, [_assertion(paper, number, row, span) for row, span in enumerate(spans)]


def _assertion(paper: Document, number: int, row: int, span: tuple[int, int]) -> Assertion:
    shared = row if row % 3 == 0 else 100 * number + row
    claim = Claim(f"miR-{shared}", None, f"GENE{row % 5}", _EFFECTS[row % 3], None, _DRUGS[shared % 3])
    evidence = Evidence(paper.id, *span, paper.text[slice(*span)], f"Results {row % 2}", f"rule-{row % 3}")
    polarity = Polarity.NEGATED if row == 6 and number == 2 else Polarity.AFFIRMED
    return Assertion(claim, (evidence,), polarity, (row % 11) / 10)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three papers of twelve rows, some judged, one row no longer found."""
    path = tmp_path_factory.mktemp("queue") / "x.db"
    with Database.open(path) as database:
        for number in (1, 2, 3):
            paper, rows = _paper(number, 12)
            database.save_document(paper)
            extract(database, paper, rows)
        extract(database, paper, rows[:-1], rules="r2")
        _judge_some(database)
    return path


def _judge_some(database: Database) -> None:
    rows = database.assertions()
    for row, action in [(rows[0], Action.ACCEPT), (rows[12], Action.ACCEPT), (rows[24], Action.ACCEPT)]:
        database.append_verdict(verdict(row, action))
    database.append_verdict(verdict(rows[1], Action.REJECT))
    database.append_verdict(verdict(rows[3], Action.ACCEPT))
    database.append_verdict(verdict(rows[4], Action.EDIT, after=Claim("miR-77", target="PTEN", citation="9")))


@pytest.fixture
def database(template: Path, tmp_path: Path) -> Iterator[Database]:
    shutil.copy(template, tmp_path / "x.db")
    with Database.open(tmp_path / "x.db") as opened:
        yield opened


@pytest.fixture(params=["listed", "streamed"])
def either(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Once with filters narrow enough to be listed, once with all of them walked."""
    monkeypatch.setattr(queueing, "LISTED_MOST", 20_000 if request.param == "listed" else -1)
    return str(request.param)


def wanted(text: str, *, document_id: str | None = None) -> Wanted:
    asked = query(text)
    return Wanted(asked.conditions, document_id, asked.sort, asked.descending)


def ids(view: QueueView) -> list[str]:
    return [row.stored.id for row in view.window(0, len(view))]


FILTERS = [
    "",
    "state:undecided",
    "-state:undecided",
    "state:undecided found:yes",
    "found:no",
    "state:edited",
    "mirna:miR-1",
    "mirna:MIR-77",
    "-mirna:miR-1",
    "target:gene1 effect:sensitivity",
    'effect:""',
    'drug:""',
    '-drug:""',
    "-drug:cisplatin",
    "not drug:cisplatin effect:resistance",
    "citation:9",
    "polarity:negated",
    "confidence:<0.5",
    "confidence:>=.9",
    "confidence:0.3",
    "document:paper-2",
    "-document:paper-2",
    'section:"results 1"',
    "rule:rule-2",
    "text:efflux3",
    'text:"drug effl"',
    'text:"resume 2"',
    "-text:efflux3",
    "paper-3",
    "GENE4 -efflux1",
    "text:nowhere",
]


@pytest.mark.parametrize("text", FILTERS)
def test_storage_queue_of_a_paper_is_what_the_filter_says(database: Database, text: str, either: str) -> None:
    for summary in database.documents():
        expected = [row.id for row in select(database.assertions(summary.id), query(text).conditions)]
        assert ids(database.queue(wanted(text, document_id=summary.id))) == expected


@pytest.mark.parametrize("text", FILTERS)
def test_storage_queue_of_findings_is_what_the_filter_says(database: Database, text: str, either: str) -> None:
    """A finding is read at its first assertion; a word, a paper, a section or a rule counts wherever it has it."""
    conditions = query(text).conditions
    rows = database.queue(Wanted()).window(0, 100)
    expected = []
    for row in rows:
        whole = replace(row.stored, state=row.state, found=row.found)
        anywhere = [c for c in conditions if c.field in ("", "text", "section", "rule", "document")]
        here = [c for c in conditions if c not in anywhere]
        members = database.finding(row.stored.id)
        met = all(bool(select(members, [replace(c, negated=False)])) is not c.negated for c in anywhere)
        expected += [whole.id] if met and select([whole], here) else []
    view = database.queue(wanted(text))
    assert ids(view) == expected
    assert len(view) == len(expected)


def test_storage_queue_row_of_a_finding_says_how_much_stands_behind_it(database: Database) -> None:
    first, *_ = database.queue(Wanted()).window(0, 1)
    assert (first.members, first.sentences, first.state) == (3, 3, State.ACCEPTED)
    assert [row.document_name for row in database.finding(first.stored.id)] == ["paper-1", "paper-2", "paper-3"]
    paper = database.documents()[0].id
    (alone,) = database.queue(Wanted(document_id=paper)).window(0, 1)
    assert (alone.members, alone.sentences) == (1, 1)


def test_storage_queue_keeps_a_denied_finding_apart(database: Database) -> None:
    row = next(row for row in database.assertions() if row.assertion.polarity is Polarity.NEGATED)
    assert [member.id for member in database.finding(row.id)] == [row.id]


def test_storage_queue_finding_waits_while_any_of_its_assertions_does(database: Database) -> None:
    # Of three papers that say it, only the first was accepted.
    row = database.assertions()[3]
    view = database.queue(Wanted())
    place = view.index_of(row.id)
    assert place is not None
    (shown,) = view.window(place, place + 1)
    assert (row.state, shown.state, shown.members) == (State.ACCEPTED, State.UNDECIDED, 3)
    for member in database.finding(row.id)[1:]:
        assert view.index_of(member.id) == place
        database.append_verdict(verdict(member))
    assert view.window(place, place + 1)[0].state is State.ACCEPTED


SORTS = ["", "sort:-document", "sort:confidence", "sort:-confidence", "sort:mirna", "sort:state", "sort:-state"]


@pytest.mark.parametrize("order", SORTS)
@pytest.mark.parametrize("text", ["", "state:undecided", "-drug:cisplatin", "text:drug"])
def test_storage_queue_answers_alike_from_every_place(database: Database, order: str, text: str, either: str) -> None:
    """Windows, numbers of rows and the next one that waits, asked in any order, agree with the whole list."""
    whole = database.queue(wanted(f"{text} {order}")).window(0, 100)
    listed = [row.stored.id for row in whole]
    waiting = [n for n, row in enumerate(whole) if row.state is State.UNDECIDED and row.found]
    view = database.queue(wanted(f"{text} {order}"))
    places = list(range(len(listed)))
    random.Random(1).shuffle(places)
    for place in places:
        assert [row.stored.id for row in view.window(place, place + 3)] == listed[place : place + 3]
        assert view.index_of(listed[place]) == place
        assert view.next_waiting(place) == next((n for n in waiting if n >= place), None)
        assert view.next_waiting(place, backwards=True) == next((n for n in waiting[::-1] if n <= place), None)
    assert view.window(len(listed), len(listed) + 5) == []


def _natural(name: str) -> tuple[tuple[str, int], ...]:
    """Small letters, and numbers as numbers."""
    return tuple((text, int(number or 0)) for text, number in re.findall(r"([^0-9]*)([0-9]*)", name.lower()))


NAMES = ["let-7a", "miR-9", "miR-17~92 cluster", "miR-21", "miR-21-3p", "miR-21-5p", "miR-34a", "miR-100", "miR-1246"]


def test_storage_queue_sorts_the_numbers_of_mirnas_as_numbers(tmp_path: Path, either: str) -> None:
    """miR-9 before miR-21 before miR-100; a name that is edited moves to where the new one stands."""
    with Database.open(tmp_path / "x.db") as opened:
        opened.save_document(document())
        rows = [replace(mir7(document()), claim=Claim(name)) for name in sorted(NAMES)]
        extract(opened, document(), rows)
        for of in (None, document().id):
            shown = opened.queue(wanted("sort:mirna", document_id=of)).window(0, 20)
            assert [row.stored.claim.mirna for row in shown] == NAMES
        last = opened.queue(wanted("sort:-mirna")).window(0, 1)[0].stored
        opened.append_verdict(verdict(last, Action.EDIT, after=Claim("miR-22")))
        shown = opened.queue(wanted("sort:mirna")).window(0, 20)
        assert [row.stored.claim.mirna for row in shown][6:9] == ["miR-22", "miR-34a", "miR-100"]
        assert opened.derived_differences() == []


@given(name=st.text(alphabet="miR-~/*aé²٣0129", max_size=12))
@settings(max_examples=200)
def test_storage_queue_key_of_a_name_is_in_small_letters_with_the_length_of_each_number(name: str) -> None:
    """The key as the view has it, whatever stands in a name; digits are those of ASCII."""
    written = (Path(__file__).parent.parent / "db" / "schema.sql").read_text("utf-8")
    begin = written.index("WITH RECURSIVE", written.index("states.conflict AS conflict"))
    statement = written[begin : written.index(") AS mirna_key")]
    decided = "CASE WHEN decision.after_mirna IS NULL THEN claims.mirna ELSE decision.after_mirna END"
    assert statement.count(decided) == 1
    with closing(sqlite3.connect(":memory:")) as connection:
        ((key,),) = connection.execute(statement.replace(decided, "?"), (name,)).fetchall()
    small = "".join(c.lower() if c.isascii() else c for c in name)
    assert key == re.sub("[0-9]+", lambda found: f"{len(str(int(found[0])))}{int(found[0])}", small)


@pytest.mark.parametrize(
    ("order", "key"),
    [
        pytest.param("sort:confidence", lambda row: row.stored.assertion.confidence, id="confidence"),
        pytest.param("sort:mirna", lambda row: _natural(row.stored.claim.mirna), id="miRNA"),
        pytest.param("sort:state", lambda row: row.state.value, id="state"),
    ],
)
def test_storage_queue_is_sorted(database: Database, order: str, key: Callable[[QueueRow], Any], either: str) -> None:
    keys = [key(row) for row in database.queue(wanted(order)).window(0, 100)]
    assert keys == sorted(keys)
    assert len(set(keys)) > 1


@pytest.mark.parametrize("text", ["", "state:undecided", "state:accepted", "sort:state", "text:efflux2 sort:mirna"])
def test_storage_queue_follows_verdicts_without_looking_anew(database: Database, text: str, either: str) -> None:
    view = database.queue(wanted(text))
    for row in database.queue(Wanted()).window(0, 40)[::3]:
        view.window(5, 8)
        with view.judging(row.stored.id):
            given = database.append_verdict(verdict(row.stored, Action.REJECT))
        assert ids(view) == ids(database.queue(wanted(text)))
        if row.stored.assertion.confidence > 0.5:
            with view.judging(row.stored.id):
                database.append_verdict(verdict(row.stored, Action.UNDO, undoes=given.id))
        fresh = database.queue(wanted(text))
        assert (ids(view), len(view)) == (ids(fresh), len(fresh))


def test_storage_queue_shows_what_another_program_wrote(database: Database) -> None:
    view = database.queue(wanted("state:undecided found:yes"))
    before = len(view)
    with Database.open(database.path) as other:
        other.append_verdict(verdict(view.window(2, 3)[0].stored, Action.REJECT))
    assert len(view) in (before, before - 1)
    assert len(view) == len(database.queue(wanted("state:undecided found:yes")))


# Derived, and nothing but derived


def test_storage_derived_rows_follow_whatever_happens(database: Database) -> None:
    assert database.derived_differences() == []
    database.derive_anew()
    assert database.derived_differences() == []


@given(st.lists(st.tuples(st.sampled_from(Action), st.integers(0, 35), st.integers(0, 99)), max_size=12))
@settings(max_examples=25, deadline=None)
def test_storage_derived_rows_follow_any_verdicts(
    template: Path, tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[Action, int, int]]
) -> None:
    path = tmp_path_factory.mktemp("any") / "x.db"
    shutil.copy(template, path)
    with Database.open(path) as database:
        rows = database.assertions()
        for action, row, chosen in steps:
            log = database.verdicts(rows[row].id)
            if action is Action.UNDO and not log:
                continue
            undoes = log[chosen % len(log)].id if action is Action.UNDO else None
            after = Claim(f"miR-{chosen}") if action is Action.EDIT else None
            database.append_verdict(verdict(rows[row], action, after=after, undoes=undoes))
        assert database.derived_differences() == []


def test_storage_derived_rows_follow_extractions(database: Database) -> None:
    # An earlier paper comes to say what only a later one said, and forgets what it said first.
    paper, rows = _paper(1, 12)
    _, of_second = _paper(2, 12)
    extract(database, paper, [replace(rows[0], claim=of_second[1].claim), *rows[1:5]], rules="r3")
    assert database.derived_differences() == []
    moved = next(row for row in database.assertions() if row.claim.mirna == of_second[1].claim.mirna)
    assert [member.document_name for member in database.finding(moved.id)] == ["paper-1", "paper-2"]
    assert ids(database.queue(wanted("found:no")))
    database.add_assertion(paper.id, replace(rows[2], claim=Claim("miR-555")), curator=CURATOR)
    assert database.derived_differences() == []


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        pytest.param("UPDATE queue SET mirna = 'miR-4040' WHERE assertion = 1", "2 rows of the queue", id="a slot"),
        pytest.param("UPDATE queue SET finding_state = 'edited' WHERE assertion = 1", "2 findings", id="a finding"),
        pytest.param("UPDATE queue_counts SET rows = rows + 1 WHERE document = 1", "counts", id="a count"),
        pytest.param("DELETE FROM queue WHERE assertion = 2", "1 rows of the queue", id="a row"),
    ],
)
def test_storage_derived_rows_that_do_not_follow_are_told_and_mended(database: Database, spoil: str, said: str) -> None:
    with database._writing() as connection:
        connection.execute(spoil)
    assert said in " ".join(database.derived_differences())
    database.derive_anew()
    assert database.derived_differences() == []


def test_storage_queue_counts_are_the_rows(database: Database) -> None:
    paper = database.documents()[0].id
    for of_paper in (None, paper):
        view = database.queue(Wanted(document_id=of_paper))
        rows = view.window(0, 100)
        counts = database.queue_counts(of_paper)
        assert counts.rows == len(rows) == len(view)
        assert {state: sum(row.state is state for row in rows) for state in State} == dict(counts.by_state)
        assert counts.waiting == sum(row.state is State.UNDECIDED and row.found for row in rows)
        assert counts.decided == counts.rows - counts.by_state[State.UNDECIDED]


def test_storage_migration_brings_an_old_database_its_queue(tmp_path: Path, project_root: Path) -> None:
    """What was found and decided before there was a queue is in it, and nothing of it is changed."""
    old = tmp_path / "old"
    shutil.copytree(project_root / "db" / "migrations", old)
    steps = migrations(old)
    with Database.open(tmp_path / "new.db") as database:
        database.save_document(document())
        extract(database, document(), [mir21(document()), mir7(document())])
        given = database.append_verdict(verdict(database.assertions()[1]))
        expected = database.assertions()
    path = tmp_path / "x.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        migrate(connection, path, steps[:1])
        connection.execute("ATTACH ? AS new", (str(tmp_path / "new.db"),))
        connection.execute("PRAGMA foreign_keys = OFF")
        for (table,) in connection.execute("SELECT name FROM main.sqlite_master WHERE type = 'table'").fetchall():
            columns = ", ".join(row[1] for row in connection.execute(f"PRAGMA main.table_info({table})"))
            if not table.startswith("sqlite_"):
                connection.execute(f"INSERT INTO main.{table} ({columns}) SELECT {columns} FROM new.{table}")
    with Database.open(path) as database:
        told = replace(given, claim="", evidence=(), polarity=None, polarity_shown=None)
        assert (database.assertions(), database.verdicts()) == (expected, [told])
        assert database.derived_differences() == []
        assert len(database.queue(wanted("state:accepted"))) == 1
        assert len(database.queue(wanted("text:paclitaxel"))) == 1


# How it is found


PLANS = [
    pytest.param("", "queue USING PRIMARY KEY", id="all"),
    pytest.param("state:undecided", "USING COVERING INDEX queue_by_state (finding_state=?", id="state"),
    pytest.param("sort:confidence", "USING COVERING INDEX queue_by_confidence", id="by confidence"),
    pytest.param("sort:mirna", "USING COVERING INDEX queue_by_mirna_key", id="by miRNA"),
    pytest.param("sort:state", "USING COVERING INDEX queue_by_state", id="by state"),
]


@pytest.mark.parametrize(("text", "step"), PLANS)
def test_storage_queue_wide_window_is_read_off_an_index_in_its_order(
    database: Database, text: str, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queueing, "LISTED_MOST", -1)
    plans = _plans(database, text, lambda view: view.window(10, 12))
    walked = next(plan for plan in plans if "LIMIT" in plan[0] and "OFFSET" in plan[0])
    assert any(step.split("queue ")[-1] in line or "SCAN q" in line for line in walked[1])
    assert not any("TEMP B-TREE" in line for line in walked[1])
    if text:
        assert any(step in line for line in walked[1])


NARROW = [
    ("mirna:miR-1", "queue_by_mirna (mirna=?"),
    ("target:GENE1", "queue_by_target (target=?"),
    ("drug:cisplatin", "queue_by_drug (drug=?"),
    ('drug:""', "queue_by_drug (drug=?"),
    ("effect:resistance", "queue_by_effect (effect=?"),
    ("confidence:<0.5", "queue_by_confidence (confidence<?"),
    ("text:efflux1", "queue_by_assertion (assertion=?"),
    ("efflux1", "queue_by_assertion (assertion=?"),
    ("document:paper-2", "queue_by_assertion (assertion=?"),
]


@pytest.mark.parametrize(("text", "step"), NARROW)
def test_storage_queue_narrow_filter_is_found_by_its_index(database: Database, text: str, step: str) -> None:
    plans = _plans(database, text, lambda view: view.window(0, 5))
    listing = next(plan for statement, plan in plans if statement.lstrip().startswith("SELECT q.assertion FROM queue"))
    assert any(step in line for line in listing)
    assert not any(line.split(" USING")[0] == "SCAN q" for line in listing)


def test_storage_queue_reads_a_window_and_never_more(database: Database, either: str) -> None:
    """However long the queue, what is read of assertions and evidence is what is shown."""
    id = database.assertions()[20].id
    asks: list[Callable[[QueueView], object]] = [
        lambda view: view.window(10, 15),
        lambda view: view.index_of(id),
        lambda view: view.next_waiting(9),
    ]
    for ask in asks:
        plans = _plans(database, "state:undecided", ask)
        assert not any("SCAN assertions" in line or "SCAN evidence" in line for _, plan in plans for line in plan)


def _plans(database: Database, text: str, ask: Callable[[QueueView], object]) -> list[tuple[str, list[str]]]:
    """Every statement that a question runs, and how SQLite goes about it."""
    statements: list[str] = []
    view = database.queue(wanted(text))
    database._connection.set_trace_callback(statements.append)
    ask(view)
    database._connection.set_trace_callback(None)
    read = [statement for statement in statements if statement.lstrip().startswith(("SELECT", "WITH"))]
    explained = [(s, database._connection.execute(f"EXPLAIN QUERY PLAN {s}").fetchall()) for s in read]
    return [(statement, [str(line[-1]) for line in plan]) for statement, plan in explained]


def test_storage_queue_is_listed_where_narrow_and_walked_where_wide(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    with database._reading() as connection:
        kinds = {
            text: type(queueing.rows_of(queueing.selection(connection, wanted(text)), connection))
            for text in ("", "mirna:miR-1", "state:accepted", "text:efflux1")
        }
        monkeypatch.setattr(queueing, "LISTED_MOST", 0)
        wide = type(queueing.rows_of(queueing.selection(connection, wanted("mirna:miR-1")), connection))
    assert list(kinds.values()) == [Streamed, Listed, Streamed, Listed]
    assert wide is Streamed


def test_storage_queue_without_fts5_searches_all_the_same(
    template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Slower, and by any part of a word; what is written meanwhile is taken in where there is FTS5 again."""
    shutil.copy(template, tmp_path / "x.db")
    with monkeypatch.context() as patched:
        patched.setattr(searching, "available", lambda connection: False)
        with Database.open(tmp_path / "x.db") as database:
            paper, rows = _paper(4, 5)
            database.save_document(paper)
            extract(database, paper, rows)
            assert len(database.queue(wanted("text:flux1 document:paper-4"))) == 1
            assert len(database.queue(wanted("paper-4"))) == 5
            assert len(database.queue(wanted("section:results rule:rule-1 document:paper-4"))) == 2
    with Database.open(tmp_path / "x.db") as database:
        assert len(database.queue(wanted("text:flux1 document:paper-4"))) == 0
        assert len(database.queue(wanted("text:efflux1 document:paper-4"))) == 1


# Saved filters, and verdicts at one stroke


def test_storage_filters_are_kept_by_name(database: Database) -> None:
    database.save_filter(" to  discuss ", "confidence:<0.5")
    database.save_filter("mine", "state:undecided")
    database.save_filter("mine", "state:edited")
    assert database.filters() == {"mine": "state:edited", "to discuss": "confidence:<0.5"}
    assert database.drop_filter("mine")
    assert not database.drop_filter("mine")
    with pytest.raises(InputError, match="needs a name"):
        database.save_filter("  ", "x")


def test_storage_verdicts_of_one_stroke_are_undone_and_redone_as_one(database: Database) -> None:
    rows = database.finding(database.assertions()[6].id)
    before = database.append_verdict(verdict(database.assertions()[2]))
    given = database.append_together(verdict(row) for row in rows)
    assert [v.together for v in given] == [None, *[given[0].id] * (len(given) - 1)]
    assert len(given) == 2
    assert database.to_undo(CURATOR) == given
    assert database.to_undo("another") == []
    undone = database.append_together(
        replace(verdict(row, Action.UNDO, undoes=v.id)) for row, v in zip(rows, given, strict=True)
    )
    assert database.to_undo(CURATOR) == [before]
    assert database.to_redo(CURATOR) == undone
    database.append_together(verdict(row, Action.UNDO, undoes=v.id) for row, v in zip(rows, undone, strict=True))
    assert (database.to_undo(CURATOR), database.to_redo(CURATOR)) == (given, [])


def test_storage_verdicts_of_one_stroke_are_all_there_or_none(database: Database) -> None:
    row = database.assertions()[2]
    before = database.verdicts()
    with pytest.raises(Exception, match="no assertion"):
        database.append_together([verdict(row), replace(verdict(row), assertion="a404")])
    assert database.verdicts() == before
