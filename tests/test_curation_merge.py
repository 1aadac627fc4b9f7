from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.curation.merge import MergeError, joined, union, verdict_links
from curator.curation.verdicts import conflict, state_of
from curator.model import Action, State, Verdict
from tests.merge_samples import CURATORS, ROWS, SHOWN, Step, steps, worked


def _step(what: str, where: int = 0, who: str = "ada", row: str = "a1", minute: int = 0) -> Step:
    return Step(what, where, who, row, minute)


def _of(log: list[Verdict], row: str) -> list[Verdict]:
    return [verdict for verdict in log if verdict.assertion == row]


@given(steps)
def test_curation_merge_holds_every_verdict_once(given: list[Step]) -> None:
    copies = worked(given)
    ids = [verdict.id for verdict in joined(*copies)]
    assert sorted(ids) == sorted({verdict.id for log in copies for verdict in log})


@given(steps, st.randoms(use_true_random=False))
def test_curation_merge_is_commutative(given: list[Step], chance: Random) -> None:
    copies = worked(given)
    shuffled = [chance.sample(log, len(log)) for log in chance.sample(copies, len(copies))]
    assert joined(*shuffled) == joined(*copies)


@given(steps, st.integers(0, 9))
def test_curation_merge_is_associative(given: list[Step], cut: int) -> None:
    copies = worked(given)
    cut %= len(copies) + 1
    assert joined(joined(*copies[:cut]), joined(*copies[cut:])) == joined(*copies)


@given(steps)
def test_curation_merge_is_idempotent(given: list[Step]) -> None:
    copies = worked(given)
    whole = joined(*copies)
    assert joined(whole) == whole
    assert all(joined(whole, copy) == whole for copy in copies)


@given(steps)
def test_curation_merge_puts_nothing_before_what_it_names(given: list[Step]) -> None:
    seen: set[str] = set()
    for verdict in joined(*worked(given)):
        assert {id for id in verdict_links(verdict) if id} <= seen
        seen.add(verdict.id)


@given(steps)
def test_curation_merge_keeps_every_curators_order(given: list[Step]) -> None:
    copies = worked(given)
    place = {verdict.id: number for number, verdict in enumerate(joined(*copies))}
    for log in copies:
        for curator in CURATORS:
            places = [place[verdict.id] for verdict in log if verdict.curator == curator]
            assert places == sorted(places)


@given(steps)
def test_curation_merge_of_one_file_moves_no_state(given: list[Step]) -> None:
    """However the clock went: what was decided over what is in the verdicts, not in their times."""
    for log in worked(given):
        for row in ROWS:
            assert state_of(_of(joined(log), row)) == state_of(_of(log, row))


@given(steps)
def test_curation_merge_conflicts_only_where_curators_differ(given: list[Step]) -> None:
    copies = worked(given)
    for row in ROWS:
        states = {state_of(_of(log, row)) for log in copies if _of(log, row)}
        whole = _of(joined(*copies), row)
        deciders = {v.curator for v in whole if v.action in (Action.ACCEPT, Action.EDIT, Action.REJECT)}
        if conflict(whole):
            assert len(deciders) > 1
            assert len(states) > 1


def test_curation_merge_leaves_what_two_copies_decided_differently_in_conflict() -> None:
    ada, bob = worked([_step("copy"), _step("accept"), _step("reject", 1, "bob", minute=1)])
    whole = joined(ada, bob)
    assert conflict(whole)
    assert state_of(whole)[0] is State.UNDECIDED
    assert not conflict(ada)
    assert not conflict(bob)


def test_curation_merge_what_two_copies_decided_alike_is_agreed() -> None:
    ada, bob = worked([_step("copy"), _step("accept"), _step("accept", 1, "bob", minute=1)])
    assert state_of(joined(ada, bob))[:2] == (State.ACCEPTED, SHOWN)


def test_curation_merge_what_was_decided_over_another_is_no_conflict() -> None:
    """Bob saw Ada's acceptance before the copy was made: his rejection is the last word."""
    first, second = worked([_step("accept"), _step("copy"), _step("reject", 1, "bob")])
    assert state_of(joined(first, second))[0] is State.REJECTED


def test_curation_merge_of_one_curators_two_copies_takes_her_last_word() -> None:
    """Ada worked at home and in the laboratory: nobody else decided, so the later of her verdicts counts."""
    home, laboratory = worked([_step("copy"), _step("accept", minute=3), _step("reject", 1, minute=2)])
    assert state_of(joined(home, laboratory)) == state_of(home)
    assert [verdict.previous for verdict in joined(home, laboratory)] == ["", ""]


def test_curation_merge_refuses_two_verdicts_of_one_id() -> None:
    ((verdict,),) = worked([_step("accept")])
    with pytest.raises(MergeError, match=f"{verdict.id} and say different things"):
        joined([verdict], [replace(verdict, comment="forged")])


def test_curation_merge_joins_what_was_filled_in_later() -> None:
    """A verdict of an earlier version does not name its claim; what it settles was worked out when the file was
    brought up to date, and is no part of its id."""
    old = replace(worked([_step("accept")])[0][0], claim="", settles=())
    below = replace(old, id="v0", curator="bob")
    (*_, whole) = joined([below, old], [below, replace(old, settles=("v0",))])
    assert whole.settles == ("v0",)
    assert joined([below, replace(old, settles=("v0",))], [below, old])[-1] == whole


@pytest.mark.parametrize(
    ("change", "message"),
    [
        pytest.param({"previous": "v404"}, "names v404, which is nowhere", id="previous"),
        pytest.param({"undoes": "v404"}, "names v404, which is nowhere", id="undo"),
        pytest.param({"carries": "v404"}, "names v404, which is nowhere", id="carries"),
        pytest.param({"settles": ("v404",)}, "names v404, which is nowhere", id="settles"),
        pytest.param({"together": "v404"}, "names v404, which is nowhere", id="stroke"),
        pytest.param({"id": "v1", "previous": "v1"}, "names a later entry, which names it", id="circle"),
    ],
)
def test_curation_merge_refuses_a_log_that_does_not_hang_together(change: dict[str, object], message: str) -> None:
    ((verdict,),) = worked([_step("accept")])
    with pytest.raises(MergeError, match=message):
        joined([replace(verdict, **change)])  # type: ignore[arg-type]


def test_curation_merge_of_other_entries_refuses_two_of_one_id() -> None:
    ((verdict,),) = worked([_step("accept")])
    assert union([verdict], [verdict], links=verdict_links) == [verdict]
    with pytest.raises(MergeError, match="say different things"):
        union([verdict], [replace(verdict, comment="forged")], links=verdict_links)
