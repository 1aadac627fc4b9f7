from __future__ import annotations

import csv
import io
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curator.curation.verdicts import conflict, heads, standing, state_of, to_redo, to_undo
from curator.errors import DatabaseError, DecidedError, InputError
from curator.identity import evidence_id, verdict_id
from curator.model import Action, Claim, Polarity, Reason, State, Verdict
from curator.storage import Database, StoredAssertion
from curator.storage import verdicts as log_of_verdicts
from tests.storage_samples import CURATOR, document, extract, filled, mir7, verdict


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with filled(tmp_path / "x.db") as opened:
        yield opened


@pytest.fixture
def row(database: Database) -> StoredAssertion:
    return database.assertions()[0]


def _edit(row: StoredAssertion) -> Verdict:
    return verdict(row, Action.EDIT, after=replace(row.claim, target="PTEN", drug=None))


def test_storage_verdicts_come_back_as_they_were_given(database: Database, row: StoredAssertion) -> None:
    given = replace(_edit(row), reason=Reason.OTHER, comment="zwölf\n'", program_version="1", rules_version="r1")
    stored = database.append_verdict(given)
    assert database.verdicts() == [stored]
    evidence = tuple(evidence_id(e) for e in row.assertion.evidence)
    shown = row.assertion.polarity
    filled = replace(given, claim=row.claim_id, evidence=evidence, polarity=shown, polarity_shown=shown)
    assert replace(stored, id="") == filled


@pytest.mark.parametrize(
    ("action", "after", "state", "decided"),
    [
        pytest.param(Action.ACCEPT, None, State.ACCEPTED, "as shown", id="accept"),
        pytest.param(Action.EDIT, Claim("miR-22"), State.EDITED, Claim("miR-22"), id="edit"),
        pytest.param(Action.REJECT, None, State.REJECTED, None, id="reject"),
        pytest.param(Action.COMMENT, None, State.UNDECIDED, None, id="comment"),
    ],
)
def test_storage_verdicts_give_the_state(
    database: Database,
    row: StoredAssertion,
    action: Action,
    after: Claim | None,
    state: State,
    decided: Claim | str | None,
) -> None:
    database.append_verdict(verdict(row, action, after=after))
    judged = database.assertion(row.id)
    assert (judged.state, judged.verdicts) == (state, 1)
    assert judged.decided == (row.claim if decided == "as shown" else decided)
    assert judged.assertion == row.assertion, "the proposal stays as it was"


def test_storage_verdicts_last_one_counts(database: Database, row: StoredAssertion) -> None:
    for judged in (verdict(row), verdict(row, Action.REJECT), _edit(row), verdict(row, Action.COMMENT)):
        database.append_verdict(judged)
    assert (database.assertion(row.id).state, database.assertion(row.id).verdicts) == (State.EDITED, 4)
    assert database.assertions()[1].state is State.UNDECIDED


def test_storage_verdicts_accept_after_an_edit_accepts_the_edit(database: Database, row: StoredAssertion) -> None:
    database.append_verdict(_edit(row))
    edited = database.assertion(row.id)
    database.append_verdict(verdict(edited))
    assert database.assertion(row.id).decided == edited.decided != row.claim


def test_storage_verdicts_undo_and_redo_over_sessions(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    states = []
    with filled(path) as database:
        row = database.assertions()[0]
        database.append_verdict(verdict(row))
        database.append_verdict(verdict(row, Action.REJECT))
    for step in (to_undo, to_undo, to_undo, to_redo, to_redo, to_redo):
        with Database.open(path) as database:
            target = step(database.verdicts(), curator=CURATOR)
            if target:
                database.append_verdict(verdict(row, Action.UNDO, undoes=target.id))
            states.append(database.assertion(row.id).state.value)
    assert states == ["accepted", "undecided", "undecided", "accepted", "rejected", "rejected"]


def test_storage_verdicts_form_one_chain_a_curator(database: Database) -> None:
    first, second = database.assertions()
    given = [
        database.append_verdict(verdict(row, curator=curator))
        for row, curator in ((first, "ada"), (first, "bob"), (second, "ada"), (second, "ada"))
    ]
    assert [v.previous for v in given] == ["", "", given[0].id, given[2].id]
    assert all(v.id == verdict_id(v) for v in database.verdicts())
    assert database.verdicts(curator="bob") == [given[1]]
    assert database.verdicts(first.id, curator="ada") == [given[0]]


def test_storage_verdicts_fill_the_time(database: Database, row: StoredAssertion) -> None:
    stored = database.append_verdict(replace(verdict(row), time=""))
    assert stored.time.endswith("Z")
    assert database.verdicts() == [stored]


@pytest.mark.parametrize(
    "statement",
    [
        pytest.param("UPDATE verdicts SET action = 'reject'", id="update"),
        pytest.param("UPDATE verdicts SET comment = comment", id="update to the same"),
        pytest.param("DELETE FROM verdicts", id="delete"),
        pytest.param("INSERT OR REPLACE INTO verdicts SELECT * FROM verdicts", id="replace by number"),
        pytest.param(
            "INSERT OR REPLACE INTO verdicts (id, assertion, action, curator, time, before_mirna, comment, quote, "
            "program_version, rules_version, previous) "
            "SELECT id, assertion, 'reject', 'eve', time, 'x', '', '', '', '', '' FROM verdicts",
            id="replace by id",
        ),
        pytest.param("DELETE FROM assertions", id="delete what was judged"),
    ],
)
@pytest.mark.parametrize("cautious", [True, False], ids=["our settings", "another program's settings"])
def test_storage_verdicts_refuse_change(
    database: Database, row: StoredAssertion, statement: str, cautious: bool
) -> None:
    given = database.append_verdict(verdict(row))
    connection = sqlite3.connect(database.path)
    if cautious or "assertions" in statement:
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA recursive_triggers = ON")
    with pytest.raises(sqlite3.IntegrityError):
        connection.execute(statement)
    connection.close()
    assert database.verdicts() == [given]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        pytest.param({"assertion": "a404"}, "no assertion a404", id="unknown row"),
        pytest.param({"action": Action.UNDO, "undoes": "v404"}, "no verdict v404", id="undo of nothing"),
    ],
)
def test_storage_verdicts_on_nothing_are_refused(
    database: Database, row: StoredAssertion, change: dict[str, object], message: str
) -> None:
    with pytest.raises(DatabaseError, match=message):
        database.append_verdict(replace(verdict(row), **change))  # type: ignore[arg-type]
    assert database.verdicts() == []


def test_storage_verdicts_refuse_a_text_that_no_file_can_hold(database: Database, row: StoredAssertion) -> None:
    with pytest.raises(InputError, match=r"not valid Unicode at character 1: n\\udcff"):
        database.append_verdict(replace(verdict(row), curator="n\udcffx"))
    assert database.verdicts() == []


def test_storage_verdicts_undo_only_on_their_own_row(database: Database) -> None:
    first, second = database.assertions()
    given = database.append_verdict(verdict(first))
    with pytest.raises(DatabaseError, match="to take back"):
        database.append_verdict(verdict(second, Action.UNDO, undoes=given.id))
    assert database.assertion(first.id).state is State.ACCEPTED


@pytest.mark.parametrize(
    "given",
    [
        pytest.param({"action": Action.EDIT}, id="edit without a claim"),
        pytest.param({"action": Action.REJECT, "after": Claim("miR-1")}, id="rejection with a claim"),
        pytest.param({"action": Action.UNDO}, id="undo of nothing"),
        pytest.param({"curator": ""}, id="nobody"),
    ],
)
def test_storage_verdicts_that_make_no_sense_are_refused(
    database: Database, row: StoredAssertion, given: dict[str, object]
) -> None:
    with pytest.raises(DatabaseError, match="refused what was to be saved"):
        database.append_verdict(replace(verdict(row), **given))  # type: ignore[arg-type]
    assert database.verdicts() == []


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Database:
    return Database.open(tmp_path_factory.mktemp("shared") / "x.db")


steps = st.lists(
    st.tuples(st.sampled_from(Action), st.sampled_from(["ada", "bob"]), st.integers(0, 99)), min_size=1, max_size=12
)


@given(steps=steps)
@settings(max_examples=60)
def test_storage_verdicts_view_and_curation_agree(shared: Database, steps: list[tuple[Action, str, int]]) -> None:
    """Whatever was given and taken back, by whom and in what order: SQL and Python name the same state."""
    paper = document()
    shared.save_document(paper)
    another = replace(mir7(paper), claim=Claim("miR-1", target=str(len(shared.assertions()))))
    row = shared.add_assertion(paper.id, another, curator="ada")
    for action, curator, chosen in steps:
        log = shared.verdicts(row.id)
        if action is Action.UNDO and not log:
            continue
        undoes = log[chosen % len(log)].id if action is Action.UNDO else None
        after = Claim(f"miR-{chosen}") if action is Action.EDIT else None
        polarity = list(Polarity)[chosen % 3] if action is Action.EDIT else None
        given = verdict(row, action, curator=curator, after=after, undoes=undoes)
        shared.append_verdict(replace(given, polarity=polarity))
    stored, log = shared.assertion(row.id), shared.verdicts(row.id)
    assert (stored.state, stored.decided, stored.decided_polarity) == state_of(log)
    # In one file whoever decides has the decisions before in sight: the last that stands counts, and all agree on it.
    last = [v for v in standing(log) if v.action is not Action.COMMENT][-1:]
    assert heads(log) == last
    assert (stored.conflict, conflict(log)) == (False, False)


apart = st.lists(
    st.tuples(st.sampled_from([*Action, Action.ACCEPT]), st.sampled_from("abc"), st.integers(0, 99), st.integers(0, 2)),
    min_size=1,
    max_size=12,
)


@given(steps=apart)
@settings(max_examples=100)
def test_storage_verdicts_given_apart_and_joined_conflict_alike_in_view_and_curation(
    shared: Database, steps: list[tuple[Action, str, int, int]]
) -> None:
    """A curator sees every second or third decision of the others, or all: as where copies of a file are joined."""
    paper = document()
    shared.save_document(paper)
    another = replace(mir7(paper), claim=Claim("miR-2", target=str(len(shared.assertions()))))
    row = shared.add_assertion(paper.id, another, curator="ada")
    log: list[Verdict] = []
    for action, curator, chosen, apart in steps:
        if action is Action.UNDO and not log:
            continue
        undoes = log[chosen % len(log)].id if action is Action.UNDO else None
        after = Claim(f"miR-{chosen % 2}") if action is Action.EDIT else row.claim if action is Action.ACCEPT else None
        decisive = [v.id for v in log if v.curator != curator and v.action in log_of_verdicts.DECISIVE]
        settles = tuple(decisive[chosen % (apart + 1) :: apart + 1]) if action in log_of_verdicts.DECISIVE else ()
        given = replace(
            verdict(row, action, curator=curator, after=after, undoes=undoes),
            claim=row.claim_id,
            comment=str(len(log)),
            settles=settles,
            # Some are of a version that did not say.
            polarity=[None, *Polarity][chosen % 4] if after else None,
        )
        log.append(replace(given, id=verdict_id(given)))
        with shared._writing() as connection:
            log_of_verdicts.insert(connection, log[-1])
        stored = shared.assertion(row.id)
        decided = (stored.state, stored.decided, stored.decided_polarity)
        assert (decided, stored.conflict) == (state_of(log), conflict(log))
    assert shared.verdicts(row.id) == log
    assert shared.derived_differences() == []


def _apart(database: Database, row: StoredAssertion, *given: Verdict) -> None:
    """Append verdicts of which none was given in sight of another."""
    with database._writing() as connection:
        for one in given:
            after = one.before if one.action is Action.ACCEPT else one.after
            filled = replace(one, claim=row.claim_id, after=after)
            log_of_verdicts.insert(connection, replace(filled, id=verdict_id(filled)))


def test_storage_verdicts_conflict_waits_until_a_later_one_settles_it(database: Database, row: StoredAssertion) -> None:
    _apart(database, row, verdict(row, curator="ada"), verdict(row, Action.REJECT, curator="bob"))
    waiting = database.assertion(row.id)
    assert (waiting.state, waiting.decided, waiting.conflict) == (State.UNDECIDED, None, True)
    assert database.queue_counts().waiting == 2
    settled = database.append_verdict(verdict(row, curator="cyd"))
    assert settled.settles == tuple(v.id for v in database.verdicts(row.id)[:2])
    assert database.assertion(row.id).state is State.ACCEPTED
    database.append_verdict(verdict(row, Action.UNDO, curator="cyd", undoes=settled.id))
    assert database.assertion(row.id).conflict


def test_storage_verdicts_conflict_ends_where_one_side_takes_back(database: Database, row: StoredAssertion) -> None:
    _apart(database, row, verdict(row, curator="ada"), verdict(row, Action.REJECT, curator="bob"))
    (undone,) = database.to_undo("bob")
    database.append_verdict(verdict(row, Action.UNDO, curator="bob", undoes=undone.id))
    assert (database.assertion(row.id).state, database.assertion(row.id).conflict) == (State.ACCEPTED, False)


@pytest.mark.parametrize(
    ("first", "second", "differ"),
    [
        pytest.param(Action.ACCEPT, Action.ACCEPT, False, id="both accept"),
        pytest.param(Action.REJECT, Action.REJECT, False, id="both reject"),
        pytest.param(Action.EDIT, Action.EDIT, False, id="both edit alike"),
        pytest.param(Action.ACCEPT, Action.REJECT, True, id="accept and reject"),
        pytest.param(Action.ACCEPT, Action.EDIT, True, id="accept and edit"),
        pytest.param(Action.ACCEPT, Action.COMMENT, False, id="a comment decides nothing"),
    ],
)
def test_storage_verdicts_given_apart_conflict_where_they_differ(
    database: Database, row: StoredAssertion, first: Action, second: Action, differ: bool
) -> None:
    after = {Action.ACCEPT: row.claim, Action.EDIT: Claim("miR-99")}
    given = [
        verdict(row, action, curator=curator, after=after.get(action))
        for curator, action in (("ada", first), ("bob", second))
    ]
    _apart(database, row, *given)
    assert database.assertion(row.id).conflict is differ


def test_storage_verdicts_settle_what_others_decided_before(database: Database, row: StoredAssertion) -> None:
    first = database.append_verdict(verdict(row, curator="ada"))
    own = database.append_verdict(_edit(row))
    other = database.append_verdict(verdict(row, Action.REJECT, curator="bob"))
    comment = database.append_verdict(verdict(row, Action.COMMENT, curator="cyd"))
    assert [v.settles for v in (first, own, other, comment)] == [(), (), (own.id,), ()]


def test_storage_verdicts_settle_only_what_is_there(database: Database, row: StoredAssertion) -> None:
    another = database.append_verdict(verdict(database.assertions()[1]))
    for settled in (another.id, "v0"):
        with pytest.raises(DatabaseError, match="settles verdicts on the same assertion"):
            _apart(database, row, replace(verdict(row), settles=(settled,)))


@pytest.mark.parametrize(
    ("other", "refused"),
    [
        pytest.param(Action.REJECT, "bob has rejected this row since it was shown here", id="rejected"),
        pytest.param(Action.EDIT, r"bob has edited .*\(target PTEN; drug empty\)", id="edited"),
        pytest.param(Action.COMMENT, "", id="a comment decides nothing"),
    ],
)
def test_storage_verdicts_are_refused_where_another_decided_meanwhile(
    database: Database, row: StoredAssertion, other: Action, refused: str
) -> None:
    database.append_verdict(verdict(row, curator="bob"))
    seen = database.assertion(row.id).verdicts
    given = replace(_edit(row) if other is Action.EDIT else verdict(row, other), curator="bob")
    database.append_verdict(given)
    if not refused:
        assert database.append_verdict(verdict(row), seen=seen)
        return
    before = database.verdicts()
    with pytest.raises(DecidedError, match=refused):
        database.append_verdict(verdict(row), seen=seen)
    with pytest.raises(DecidedError, match=refused):
        database.append_together([verdict(database.assertions()[1]), verdict(row)], seen={row.id: seen})
    assert database.verdicts() == before
    assert database.append_verdict(verdict(row), seen=database.assertion(row.id).verdicts)


def test_storage_verdicts_of_the_same_curator_elsewhere_do_not_refuse_hers(
    database: Database, row: StoredAssertion
) -> None:
    database.append_verdict(verdict(row, Action.REJECT))
    assert database.append_verdict(verdict(row), seen=0)


def _view(database: Database, name: str) -> list[dict[str, object]]:
    connection = sqlite3.connect(database.path)
    connection.row_factory = sqlite3.Row
    try:
        return [dict(row) for row in connection.execute(f"SELECT * FROM {name}")]
    finally:
        connection.close()


def test_storage_views_show_what_was_curated(database: Database) -> None:
    first, second = database.assertions()
    database.append_verdict(_edit(first))
    database.append_verdict(verdict(second, Action.REJECT))
    (curated,) = _view(database, "curated")
    expected = {
        "document": "sample",
        "mirna": "miR-21",
        "source": "CAF",
        "target": "PTEN",
        "effect": "resistance",
        "citation": "2",
        "drug": None,
        "state": "edited",
        "reference": "Au Yeung CL. Two. 2016.",
        "evidence": first.assertion.evidence[0].quote,
        "rules": "carries",
        "curator": CURATOR,
        "still_found": "yes",
        "assertion_id": first.id,
    }
    assert {name: curated[name] for name in expected} == expected


def test_storage_views_keep_a_curated_row_that_vanished(database: Database) -> None:
    row = database.assertions()[0]
    database.append_verdict(verdict(row))
    extract(database, document(), [], rules="r2")
    assert [(r["mirna"], r["still_found"]) for r in _view(database, "curated")] == [("miR-21", "no")]


def test_storage_views_are_flat(database: Database, row: StoredAssertion) -> None:
    given = database.append_verdict(verdict(row))
    database.append_verdict(verdict(row, Action.UNDO, undoes=given.id))
    views = ["curated", "assertions_flat", "evidence_flat", "verdicts_flat", "progress"]
    lengths = {name: len(_view(database, name)) for name in views}
    assert lengths == {"curated": 0, "assertions_flat": 2, "evidence_flat": 2, "verdicts_flat": 2, "progress": 1}
    for name in views[1:]:
        for shown in _view(database, name):
            assert all(value is None or isinstance(value, (str, int, float)) for value in shown.values())
            csv.writer(io.StringIO()).writerow(shown.values())
    assert [(v["action"], v["stands"]) for v in _view(database, "verdicts_flat")] == [("accept", "no"), ("undo", "yes")]
    assert _view(database, "evidence_flat")[0]["source_in_text"] == "CAFs"


def test_storage_verdicts_on_one_row_take_time_that_grows_with_their_number(
    database: Database, row: StoredAssertion
) -> None:
    """Counted in steps of SQLite: ten times the verdicts of three curators make a verdict cost ten times as much."""
    steps = {}
    for many in (10, 100):
        while len(database.verdicts(row.id)) < many:
            number = len(database.verdicts(row.id))
            action = (Action.ACCEPT, Action.REJECT)[number % 2]
            database.append_verdict(verdict(row, action, curator="abc"[number % 3]))
        steps[many] = _steps(database, verdict(row, curator="a"))
    assert steps[100] < 15 * steps[10]


def _steps(database: Database, given: Verdict) -> int:
    """How many tens of SQLite's instructions it takes to append the verdict."""
    counted = 0

    def count() -> int:
        nonlocal counted
        counted += 1
        return 0

    database._connection.set_progress_handler(count, 10)
    database.append_verdict(given)
    database._connection.set_progress_handler(None, 0)
    return counted
