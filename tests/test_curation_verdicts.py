from __future__ import annotations

from dataclasses import replace

import pytest

from curator.curation.verdicts import conflict, heads, standing, state_of, take_back, to_redo, to_undo
from curator.model import Action, Claim, Polarity, State, Verdict

DECISIVE = (Action.ACCEPT, Action.EDIT, Action.REJECT)
SHOWN, EDITED = Claim("miR-21", target="PTEN"), Claim("miR-21", target="APAF1")


def _log(*steps: str) -> list[Verdict]:
    """`accept`, `edit`, `reject`, `comment` or `undo N` (of step N, from 1); `bob: …` is Bob's, the rest Ada's.

    Each decision settles those of the others so far; `bob apart: …` settles none, as one given on a copy.
    """
    log: list[Verdict] = []
    for number, step in enumerate(steps, 1):
        who, _, words = step.rpartition(": ")
        curator, _, apart = who.partition(" ")
        name, _, target = words.partition(" ")
        others = tuple(v.id for v in log if v.curator != (curator or "ada") and v.action in DECISIVE)
        log.append(
            Verdict(
                assertion="a1",
                action=Action(name),
                curator=curator or "ada",
                time="2026-01-02T03:04:05Z",
                before=SHOWN,
                after={"accept": SHOWN, "edit": EDITED}.get(name),
                undoes=f"v{target}" if target else None,
                settles=others if name in DECISIVE and not apart else (),
                id=f"v{number}",
            )
        )
    return log


@pytest.mark.parametrize(
    ("steps", "state", "decided"),
    [
        pytest.param([], State.UNDECIDED, None, id="nothing"),
        pytest.param(["accept"], State.ACCEPTED, SHOWN, id="accept"),
        pytest.param(["edit"], State.EDITED, EDITED, id="edit"),
        pytest.param(["reject"], State.REJECTED, None, id="reject"),
        pytest.param(["comment"], State.UNDECIDED, None, id="a comment decides nothing"),
        pytest.param(["accept", "comment"], State.ACCEPTED, SHOWN, id="nor takes anything back"),
        pytest.param(["edit", "reject", "accept"], State.ACCEPTED, SHOWN, id="the last counts"),
        pytest.param(["edit", "bob: reject"], State.REJECTED, None, id="whoever gave it"),
        pytest.param(["edit", "undo 1"], State.UNDECIDED, None, id="undo"),
        pytest.param(["edit", "reject", "undo 2"], State.EDITED, EDITED, id="undo shows what was below"),
        pytest.param(
            ["edit", "reject", "undo 1"], State.REJECTED, None, id="undo of what is below changes nothing yet"
        ),
        pytest.param(["edit", "undo 1", "undo 2"], State.EDITED, EDITED, id="undo of undo is redo"),
        pytest.param(["edit", "undo 1", "undo 2", "undo 3"], State.UNDECIDED, None, id="undo of redo"),
        pytest.param(["edit", "undo 1", "undo 2", "undo 1"], State.UNDECIDED, None, id="undo after redo"),
        pytest.param(["edit", "undo 1", "bob: undo 1"], State.UNDECIDED, None, id="undone twice"),
        pytest.param(["edit", "undo 1", "bob: undo 1", "undo 2"], State.EDITED, EDITED, id="the last word counts"),
        pytest.param(["accept", "bob apart: reject"], State.UNDECIDED, None, id="two that differ"),
        pytest.param(["accept", "bob apart: accept"], State.ACCEPTED, SHOWN, id="two that agree"),
        pytest.param(["accept", "bob apart: reject", "cyd: reject"], State.REJECTED, None, id="settled by a third"),
        pytest.param(["accept", "bob apart: reject", "edit"], State.EDITED, EDITED, id="settled by one of them"),
        pytest.param(["accept", "bob apart: reject", "undo 1"], State.REJECTED, None, id="one taken back"),
        pytest.param(
            ["accept", "bob apart: reject", "cyd: edit", "cyd: undo 3"], State.UNDECIDED, None, id="unsettled again"
        ),
        pytest.param(
            ["accept", "bob: reject", "bob: undo 2", "cyd apart: edit"], State.UNDECIDED, None, id="what lay below"
        ),
        pytest.param(["edit", "undo 99"], State.EDITED, EDITED, id="undo of something elsewhere"),
    ],
)
def test_curation_state_of(steps: list[str], state: State, decided: Claim | None) -> None:
    assert state_of(_log(*steps)) == (state, decided, Polarity.AFFIRMED if decided else None)


def test_curation_heads_are_what_no_other_was_made_over() -> None:
    log = _log("accept", "bob apart: reject", "edit", "cyd apart: accept", "comment")
    assert [v.id for v in heads(log)] == ["v3", "v4"]
    assert conflict(log)
    assert not conflict(log[:1])
    assert heads([]) == []


def test_curation_what_was_made_over_a_decision_taken_back_was_made_over_what_lay_below() -> None:
    """Bob settled Ada's, Cyd settled Bob's, and Bob took his back: Ada's does not come up again beside Cyd's."""
    ada, bob, cyd, undo = _log("accept", "bob: reject", "cyd: edit", "bob: undo 2")
    log = [ada, bob, replace(cyd, settles=(bob.id,)), undo]
    assert [v.id for v in heads(log)] == [cyd.id]


def test_curation_acceptance_without_a_claim_accepts_what_was_shown() -> None:
    (verdict,) = _log("comment")
    accepted = Verdict("a1", Action.ACCEPT, "ada", "", SHOWN, id="v1")
    assert state_of([accepted])[:2] == (State.ACCEPTED, SHOWN)
    assert state_of([verdict])[:2] == (State.UNDECIDED, None)


@pytest.mark.parametrize(
    ("ada", "bob", "differ"),
    [
        pytest.param(Polarity.SPECULATIVE, Polarity.SPECULATIVE, False, id="alike"),
        pytest.param(Polarity.SPECULATIVE, Polarity.AFFIRMED, True, id="one affirms what the other doubts"),
        pytest.param(Polarity.NEGATED, Polarity.SPECULATIVE, True, id="neither affirms"),
        pytest.param(None, Polarity.AFFIRMED, False, id="an earlier version affirms"),
        pytest.param(None, Polarity.SPECULATIVE, True, id="an earlier version does not doubt"),
    ],
)
def test_curation_two_who_differ_in_polarity_are_in_conflict(
    ada: Polarity | None, bob: Polarity | None, differ: bool
) -> None:
    first, second = _log("accept", "bob apart: accept")
    log = [replace(first, polarity=ada), replace(second, polarity=bob)]
    assert conflict(log) is differ
    assert state_of(log) == ((State.UNDECIDED, None, None) if differ else (State.ACCEPTED, SHOWN, bob))


def test_curation_polarity_goes_with_the_decision_that_counts() -> None:
    """Taken back, the edit leaves what lay below it; given again, its polarity is back."""
    accepted, edited, undo, redo = _log("accept", "edit", "undo 2", "undo 3")
    log = [replace(accepted, polarity=Polarity.SPECULATIVE), replace(edited, polarity=Polarity.AFFIRMED), undo, redo]
    assert state_of(log[:2])[2] is Polarity.AFFIRMED
    assert state_of(log[:3])[2] is Polarity.SPECULATIVE
    assert state_of(log)[2] is Polarity.AFFIRMED


def test_curation_standing_leaves_out_undos_and_what_they_take_back() -> None:
    log = _log("accept", "comment", "edit", "undo 3", "reject")
    assert [v.id for v in standing(log)] == ["v1", "v2", "v5"]


@pytest.mark.parametrize(
    ("steps", "undo", "redo"),
    [
        pytest.param([], None, None, id="nothing"),
        pytest.param(["accept"], "v1", None, id="one verdict"),
        pytest.param(["accept", "reject"], "v2", None, id="the last"),
        pytest.param(["accept", "reject", "undo 2"], "v1", "v3", id="then the one before"),
        pytest.param(["accept", "undo 1"], None, "v2", id="nothing left"),
        pytest.param(["accept", "reject", "undo 2", "undo 1"], None, "v4", id="redo goes backwards"),
        pytest.param(["accept", "reject", "undo 2", "undo 1", "undo 4"], "v1", "v3", id="and on"),
        pytest.param(["accept", "undo 1", "undo 2"], "v1", None, id="redone"),
        pytest.param(["accept", "undo 1", "undo 2", "undo 1"], None, "v4", id="undone again"),
        pytest.param(["accept", "undo 1", "reject"], "v3", None, id="a new decision ends redo"),
        pytest.param(["accept", "undo 1", "bob: reject"], None, "v2", id="somebody else's does not"),
        pytest.param(["accept", "bob: reject"], "v1", None, id="somebody else's is not hers to undo"),
        pytest.param(["bob: accept", "bob: undo 1"], None, None, id="nor to redo"),
        pytest.param(["accept", "reject", "undo 1"], "v2", "v3", id="undone out of order"),
        pytest.param(["accept", "reject", "undo 1", "undo 2", "undo 3"], "v1", "v4", id="redone out of order"),
    ],
)
def test_curation_undo_and_redo_choose(steps: list[str], undo: str | None, redo: str | None) -> None:
    chosen = to_undo(_log(*steps), curator="ada"), to_redo(_log(*steps), curator="ada")
    assert tuple(v and v.id for v in chosen) == (undo, redo)


def test_curation_undo_and_redo_walk_the_whole_log_and_back() -> None:
    log = _log("accept", "edit", "reject", "comment", "accept")
    before = state_of(log)
    walked = []
    for choose in (to_undo, to_redo):
        while target := choose(log, curator="ada"):
            log.append(replace(take_back(target, shown=SHOWN, time="later"), id=f"v{len(log) + 1}"))
        walked.append(state_of(log))
    assert walked == [(State.UNDECIDED, None, None), before]
    assert len(log) == 15


def test_curation_take_back_keeps_what_was_shown() -> None:
    (given,) = _log("edit")
    undo = take_back(given, shown=EDITED, time="now", program_version="1")
    assert (undo.action, undo.undoes, undo.before, undo.after) == (Action.UNDO, "v1", EDITED, None)
    assert (undo.assertion, undo.curator, undo.time) == ("a1", "ada", "now")
