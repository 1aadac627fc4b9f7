"""Databases that were curated apart, joined into one; compared table by table, numbers included."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curator.curation import merge
from curator.errors import DatabaseError
from curator.model import Action, Mention, MentionType, Polarity, Reason, Span, State, Verdict
from curator.storage import Database
from curator.storage.joining import joined_filters
from curator.storage.merging import DERIVED, JOINED, Entry, Joins
from tests.storage_samples import document, extract, filled, mir7, mir21, verdict


def _entries(logs: Iterable[Iterable[Entry]]) -> list[Entry]:
    return merge.union(*logs, links=lambda entry: (entry.previous,))


JOINS = Joins(lambda logs: merge.joined(*logs), _entries)


def join(target: Path, *paths: Path) -> Path:
    """Add what the files hold to the target, which is made where there is none."""
    if not target.exists():
        shutil.copyfile(_empty(), target)
    with Database.open(target) as database:
        database.join(paths, JOINS)
    return target


@cache
def _empty() -> Path:
    """A database with nothing in it; to make one takes longer than all else here."""
    path = Path(_KEPT.name) / "empty.db"
    Database.open(path).close()
    return path


@cache
def _sample() -> Path:
    """One with the sample paper and its two rows, likewise."""
    path = Path(_KEPT.name) / "sample.db"
    filled(path).close()
    return path


_KEPT = TemporaryDirectory()


def dump(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table but the search, with its number."""
    with closing(sqlite3.connect(path)) as connection:
        return {table: _rows(connection, table) for table in (*JOINED, *DERIVED)}


def _rows(connection: sqlite3.Connection, table: str) -> list[tuple[Any, ...]]:
    named = sorted(row[1] for row in connection.execute(f"PRAGMA table_info({table})"))
    return sorted(connection.execute(f"SELECT {', '.join(named)} FROM {table}"), key=repr)


def sound(path: Path) -> None:
    """Whole, every link in place, everything that is derived as it follows."""
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    with Database.open(path) as database:
        assert database.derived_differences() == []


def as_curator(path: Path, work: Callable[[Database], object]) -> None:
    with Database.open(path) as database:
        work(database)


def copies(folder: Path, *names: str) -> list[Path]:
    """A file with the sample paper and its two rows, as often as there are names."""
    return [_copied(_sample(), folder / f"{name}.db") for name in names]


def _copied(path: Path, to: Path) -> Path:
    return Path(shutil.copyfile(path, to))


def judge(path: Path, row: int, action: Action, curator: str, **more: Any) -> Verdict:
    with Database.open(path) as database:
        shown = database.assertions()[row]
        after = {Action.EDIT: replace(shown.claim, target="PTEN")}.get(action)
        return database.append_verdict(replace(verdict(shown, action, curator=curator, after=after), time="", **more))


def states(path: Path) -> list[str]:
    with Database.open(path) as database:
        return [f"{row.state}{' conflict' if row.conflict else ''}" for row in database.assertions()]


def test_storage_merging_knows_every_table() -> None:
    """A table that a migration adds has to be joined or derived; nothing is forgotten."""
    with TemporaryDirectory() as folder, filled(Path(folder) / "x.db") as database:
        connection = sqlite3.connect(database.path)
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'")
        kept = {name for (name,) in tables if not name.startswith("queue_search")}
        connection.close()
    assert kept == {*JOINED, *DERIVED}


def test_storage_merging_brings_two_curators_together(tmp_path: Path) -> None:
    ada, bob = copies(tmp_path, "ada", "bob")
    judge(ada, 0, Action.ACCEPT, "ada")
    judge(bob, 1, Action.REJECT, "bob", reason=Reason.WRONG_SOURCE, comment="not these cells")
    whole = join(tmp_path / "c.db", ada, bob)
    assert states(whole) == ["accepted", "rejected"]
    sound(whole)


def test_storage_merging_leaves_only_true_conflicts(tmp_path: Path) -> None:
    ada, bob = copies(tmp_path, "ada", "bob")
    judge(ada, 0, Action.ACCEPT, "ada")
    judge(bob, 0, Action.REJECT, "bob")
    judge(ada, 1, Action.ACCEPT, "ada")
    judge(bob, 1, Action.ACCEPT, "bob")
    whole = join(tmp_path / "c.db", ada, bob)
    assert states(whole) == ["undecided conflict", "accepted"]
    # Whoever decides next settles it, and a copy that has not heard of that does not open it again.
    judge(whole, 0, Action.REJECT, "cem")
    assert states(whole) == ["rejected", "accepted"]
    assert states(join(whole, ada, bob)) == ["rejected", "accepted"]


def test_storage_merging_two_who_differ_in_polarity_alone_are_in_conflict(tmp_path: Path) -> None:
    """The text only considers the first row: Ada accepts it so, Bob reads it as a fact."""
    ada, bob = copies(tmp_path, "ada", "bob")
    judge(ada, 0, Action.ACCEPT, "ada")
    judge(bob, 0, Action.EDIT, "bob", after=mir21(document()).claim, polarity=Polarity.AFFIRMED)
    whole = join(tmp_path / "c.db", ada, bob)
    assert states(whole) == ["undecided conflict", "undecided"]
    with closing(sqlite3.connect(whole)) as connection:
        held = connection.execute("SELECT curator, polarity FROM conflicts").fetchall()
    assert sorted(held) == [("ada", "speculative"), ("bob", "affirmed")]
    sound(whole)


def test_storage_merging_tells_what_each_file_brought(tmp_path: Path) -> None:
    ada, bob = copies(tmp_path, "ada", "bob")
    judge(ada, 0, Action.ACCEPT, "ada")
    other = document("Another paper.\n\n" + document().text, name="other")
    with Database.open(bob) as database:
        database.save_document(other)
        extract(database, other, [mir7(other)])
    with Database.open(tmp_path / "c.db") as database:
        first, second = database.join([ada, bob], JOINS)
    assert (first.papers, first.rows, first.verdicts) == (1, 2, 1)
    assert (first.only_papers, first.only_rows, first.only_verdicts) == (0, 0, 1)
    assert (second.path, second.papers, second.only_papers, second.only_rows) == (bob, 2, 1, 1)


def test_storage_merging_a_verdict_on_a_row_that_one_copy_alone_has_stands(tmp_path: Path) -> None:
    ada, bob = copies(tmp_path, "ada", "bob")
    paper = document()
    own = replace(mir7(paper), claim=replace(mir7(paper).claim, target="BCL2"))
    with Database.open(ada) as database:
        row = database.add_assertion(paper.id, own, curator="ada")
        database.append_verdict(verdict(row))
    whole = join(tmp_path / "c.db", bob, ada)
    with Database.open(whole) as database:
        added = database.assertion(row.id)
    assert (added.state, added.added_by, added.found) == (State.ACCEPTED, "ada", True)


@pytest.mark.parametrize("reverse", [False, True], ids=["old first", "new first"])
def test_storage_merging_what_any_rules_find_is_found(tmp_path: Path, reverse: bool) -> None:
    """Bob's rules no longer find the second row and stand the first on other evidence; Ada's find both."""
    ada, bob = copies(tmp_path, "ada", "bob")
    paper = document()
    judge(bob, 1, Action.ACCEPT, "bob")
    shorter = replace(mir21(paper).evidence[0], slots=mir21(paper).evidence[0].slots[:2])
    with Database.open(bob) as database:
        extract(database, paper, [replace(mir21(paper), evidence=(shorter,))], rules="r2")
        assert [row.found for row in database.assertions()] == [True, False]
    whole = join(tmp_path / "c.db", *([bob, ada] if reverse else [ada, bob]))
    with Database.open(whole) as database:
        first, second = database.assertions()
    assert (first.found, second.found, second.state) == (True, True, State.ACCEPTED)
    assert {len(evidence.slots) for evidence in first.assertion.evidence} == {2, 3}


def test_storage_merging_a_row_that_nobody_finds_keeps_what_it_stood_on(tmp_path: Path) -> None:
    ada, bob = copies(tmp_path, "ada", "bob")
    judge(ada, 1, Action.ACCEPT, "ada")
    for path in (ada, bob):
        as_curator(path, lambda database: extract(database, document(), [mir21(document())], rules="r2"))
    whole = join(tmp_path / "c.db", ada, bob)
    with Database.open(whole) as database:
        gone = database.assertions()[1]
    assert (gone.found, gone.state, gone.assertion.evidence) == (False, State.ACCEPTED, mir7(document()).evidence)


def test_storage_merging_joins_everything_else(tmp_path: Path) -> None:
    ada, bob = copies(tmp_path, "ada", "bob")
    paper = document()
    start = paper.text.index("miR-7")
    name = Mention(MentionType.MIRNA, start, start + 5, "miR-7", "miR-7", "mirbase:1")
    with Database.open(ada) as database:
        claim = database.assertions()[0].claim_id
        database.assign(claim, "bob", curator="ada")
        database.save_filter("mine", "state:undecided")
        database.save_extraction(paper.id, [mir21(paper)], rules_version="r9", program_version="0", mentions=[name])
    with Database.open(bob) as database:
        database.mark_passage(paper.id, Span(paper.sentences[0].start, paper.sentences[0].end), curator="bob")
        database.save_filter("mine", "state:accepted")
    with Database.open(join(tmp_path / "c.db", ada, bob)) as database:
        assert database.assignments()[claim].assignee == "bob"
        assert [passage.curator for passage in database.passages(paper.id)] == ["bob"]
        assert database.filters() == {"mine": "state:accepted", "mine (state:undecided)": "state:undecided"}
        assert database.mentions(paper.id) == [name]
        assert database.document(paper.id) == paper


def test_storage_merging_is_searched_as_any_database(tmp_path: Path) -> None:
    ada, bob = copies(tmp_path, "ada", "bob")
    whole = join(ada, bob)
    with Database.open(whole) as database:
        assert [row.assertion.claim.mirna for row in database.assertions(text="restored")] == ["miR-7"]


def test_storage_merging_does_not_touch_what_it_reads(tmp_path: Path) -> None:
    folder = tmp_path / "given"
    folder.mkdir()
    ada, bob = copies(folder, "ada", "bob")
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    join(tmp_path / "c.db", ada, bob)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_storage_merging_sees_what_another_program_has_just_written(tmp_path: Path) -> None:
    """The log beside an open database is part of it."""
    ada, bob = copies(tmp_path, "ada", "bob")
    with Database.open(ada) as open_elsewhere:
        open_elsewhere.append_verdict(verdict(open_elsewhere.assertions()[0]))
        assert states(join(tmp_path / "c.db", bob, ada)) == ["accepted", "undecided"]


def test_storage_merging_into_a_database_in_use(tmp_path: Path) -> None:
    """A curator has the file open while another's work comes in: she sees it, and goes on."""
    ada, bob = copies(tmp_path, "ada", "bob")
    judge(bob, 1, Action.ACCEPT, "bob")
    with Database.open(ada) as at_work:
        first, _ = at_work.assertions()
        at_work.append_verdict(verdict(first))
        join(ada, bob)
        assert [row.state for row in at_work.assertions()] == [State.ACCEPTED, State.ACCEPTED]
        at_work.append_verdict(verdict(first, Action.REJECT))
        log = at_work.verdicts(curator="ada")
        assert [given.previous for given in log] == ["", log[0].id]
    sound(ada)
    assert dump(join(tmp_path / "c.db", bob, ada)) == dump(join(ada, bob))


@pytest.mark.parametrize(
    ("statements", "message"),
    [
        pytest.param(["UPDATE verdicts SET comment = 'forged'"], "was changed after it was given", id="forged verdict"),
        pytest.param(["DELETE FROM verdicts WHERE previous = ''"], "which is nowhere", id="missing verdict"),
        pytest.param(["UPDATE assignments SET assignee = 'eve'"], "was changed after it was given", id="assignment"),
    ],
)
def test_storage_merging_refuses_what_was_tampered_with(tmp_path: Path, statements: list[str], message: str) -> None:
    ada, bob = copies(tmp_path, "ada", "bob")
    judge(bob, 0, Action.ACCEPT, "bob")
    judge(bob, 1, Action.ACCEPT, "bob")
    as_curator(bob, lambda database: database.assign(database.assertions()[0].claim_id, "bob", curator="bob"))
    with closing(sqlite3.connect(bob, isolation_level=None)) as connection:
        triggers = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _ in triggers:
            connection.execute(f"DROP TRIGGER {name}")
        for statement in [*statements, *(sql for _, sql in triggers)]:
            connection.execute(statement)
    before = dump(ada)
    with Database.open(ada) as database, pytest.raises(DatabaseError, match=message):
        database.join([bob], JOINS)
    assert dump(ada) == before
    sound(ada)


def test_storage_merging_refuses_what_is_no_database_of_curators(tmp_path: Path) -> None:
    (ada,) = copies(tmp_path, "ada")
    other = tmp_path / "other.db"
    with closing(sqlite3.connect(other)) as connection:
        connection.execute("CREATE TABLE x (y)")
    (tmp_path / "torn.db").write_bytes(ada.read_bytes()[:40_000])
    (tmp_path / "nothing.db").touch()
    with Database.open(ada) as database:
        for name, message in {"other": "another program's", "torn": "damaged", "nothing": "empty"}.items():
            with pytest.raises(DatabaseError, match=rf"{name}.db: .*{message}"):
                database.join([tmp_path / f"{name}.db"], JOINS)


@dataclass(frozen=True)
class Work:
    """What somebody does to one of the copies."""

    what: str
    where: int
    who: str
    row: int


work = st.lists(
    st.builds(
        Work,
        what=st.sampled_from(
            [
                "accept",
                "edit",
                "reject",
                "comment",
                "undo",
                "copy",
                "extract",
                "paper",
                "assign",
                "pass",
                "filter",
                "add",
            ]
        ),
        where=st.integers(0, 3),
        who=st.sampled_from(["ada", "bob"]),
        row=st.integers(0, 3),
    ),
    max_size=10,
)
_ACTIONS = {action.value: action for action in (Action.ACCEPT, Action.EDIT, Action.REJECT, Action.COMMENT)}


def worked(folder: Path, given: Sequence[Work]) -> list[Path]:
    """Files as the work leaves them; all were copied, sooner or later, from the first."""
    paths = copies(folder, "0")
    for number, step in enumerate(given):
        path = paths[step.where % len(paths)]
        if step.what == "copy":
            paths.append(_copied(path, folder / f"{len(paths)}.db"))
        else:
            with Database.open(path) as database:
                _do(database, step, number)
    return paths


def _do(database: Database, step: Work, number: int) -> None:
    rows = database.assertions()
    row = rows[step.row % len(rows)]
    paper = database.document(row.document_id)
    if step.what in _ACTIONS:
        after = {"edit": replace(row.claim, target=f"G{number}")}.get(step.what)
        polarity = [*Polarity][number % 3] if after else None
        given = verdict(row, _ACTIONS[step.what], curator=step.who, after=after)
        database.append_verdict(replace(given, polarity=polarity))
    elif step.what == "undo":
        for last in database.to_undo(step.who):
            database.append_verdict(
                replace(verdict(row, Action.UNDO, curator=step.who), assertion=last.assertion, undoes=last.id)
            )
    elif step.what == "extract":
        found = [mir21(paper, rule=f"rule {number}", confidence=number / 20), mir7(paper)]
        extract(database, paper, found[: 1 + step.row % 2], rules=f"r{number}")
    elif step.what == "paper":
        other = document(f"Paper {step.row}.\n\n" + document().text, name=f"{step.who} {number}")
        database.save_document(replace(other, title=f"Title {number}"))
        extract(database, other, [mir7(other)])
    elif step.what == "assign":
        database.assign(row.claim_id, step.who if step.row else "", curator=step.who)
    elif step.what == "read":
        database.mark_passage(paper.id, Span(step.row, step.row + 5), curator=step.who, read=number % 3 > 0)
    elif step.what == "filter":
        database.save_filter(f"filter {step.row}", f"mirna:{number}")
    elif step.what == "add":
        own = replace(mir7(paper), claim=replace(mir7(paper).claim, target=f"OWN{step.row}"))
        database.add_assertion(paper.id, own, curator=step.who)


@given(given=work, chance=st.randoms(use_true_random=False))
@settings(max_examples=8)
def test_storage_merging_is_commutative_associative_and_idempotent(given: list[Work], chance: Random) -> None:
    with TemporaryDirectory() as made:
        folder = Path(made)
        paths = worked(folder, given)
        whole = dump(join(folder / "whole.db", *paths))
        shuffled = chance.sample(paths, len(paths))
        cut = chance.randint(0, len(paths) - 1)
        assert dump(join(folder / "shuffled.db", *shuffled)) == whole
        left = join(folder / "left.db", *shuffled[: cut + 1])
        right = [join(folder / "right.db", *shuffled[cut + 1 :])] if shuffled[cut + 1 :] else []
        assert dump(join(folder / "grouped.db", *right, left)) == whole
        assert dump(join(folder / "whole.db", *shuffled)) == whole
        # Into one that is in use, the same.
        assert dump(join(shuffled[0], *shuffled[1:])) == whole
        sound(folder / "whole.db")
        sound(shuffled[0])


@given(given=work)
@settings(max_examples=8)
def test_storage_merging_loses_nothing_that_a_file_holds(given: list[Work]) -> None:
    with TemporaryDirectory() as made:
        folder = Path(made)
        paths = worked(folder, given)
        ids = {path: _ids(path) for path in paths}
        whole = _ids(join(folder / "whole.db", *paths))
        for table in whole:
            assert whole[table] == set().union(*(ids[path][table] for path in paths))
        found = [_found(path) for path in paths]
        assert _found(folder / "whole.db") == set().union(*found)


def _ids(path: Path) -> dict[str, set[str]]:
    tables = ("documents", "claims", "assertions", "evidence", "verdicts", "passages", "assignments")
    with closing(sqlite3.connect(path)) as connection:
        return {table: {id for (id,) in connection.execute(f"SELECT id FROM {table}")} for table in tables}


def _found(path: Path) -> set[tuple[str, str]]:
    """Every assertion that is found, with each evidence that it stands on."""
    with Database.open(path) as database:
        rows = database.assertions()
    return {(row.id, e.rule) for row in rows if row.found for e in row.assertion.evidence if " " not in e.rule}


filters = st.dictionaries(st.sampled_from(["a", "a (x)", "b"]), st.sampled_from(["x", "y", "z"]), max_size=3)


@given(st.lists(filters, max_size=4), st.integers(0, 4), st.randoms(use_true_random=False))
def test_storage_merging_of_filters_keeps_every_text(saved: list[dict[str, str]], cut: int, chance: Random) -> None:
    whole = joined_filters(saved)
    assert joined_filters(chance.sample(saved, len(saved))) == whole
    assert joined_filters([joined_filters(saved[:cut]), joined_filters(saved[cut:])]) == whole
    assert {text for copy in saved for text in copy.values()} == set(whole.values())
