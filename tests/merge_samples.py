"""Curators at work on copies of one file, as the tests of merging let them: a list of steps → the copies' logs."""

from __future__ import annotations

from dataclasses import dataclass, replace

from hypothesis import strategies as st

from curator.curation.verdicts import heads, to_redo, to_undo
from curator.identity import verdict_id
from curator.model import Action, Claim, Polarity, Verdict

CURATORS = ("ada", "bob", "cem")
ROWS = ("a1", "a2")
SHOWN = Claim("miR-21", target="APAF1")
_OF_STEPS = {
    "accept": Action.ACCEPT,
    "edit": Action.EDIT,
    "reject": Action.REJECT,
    "comment": Action.COMMENT,
}


@dataclass(frozen=True)
class Step:
    """What somebody does: on which copy, who, on which row; `copy` makes another copy of the file."""

    what: str
    where: int
    who: str
    row: str
    minute: int
    """Clocks of two machines need not agree, and two verdicts may bear one time."""


steps = st.lists(
    st.builds(
        Step,
        what=st.sampled_from(["accept", "edit", "reject", "comment", "undo", "redo", "both", "copy"]),
        where=st.integers(0, 9),
        who=st.sampled_from(CURATORS),
        row=st.sampled_from(ROWS),
        minute=st.integers(0, 5),
    ),
    max_size=14,
)


def worked(given: list[Step]) -> list[list[Verdict]]:
    """The logs of all copies; the first is of the file that every other was copied from, directly or not."""
    copies: list[list[Verdict]] = [[]]
    for step in given:
        log = copies[step.where % len(copies)]
        if step.what == "copy":
            copies.append(list(log))
        else:
            _do(log, step)
    return copies


def _do(log: list[Verdict], step: Step) -> None:
    if step.what in ("undo", "redo"):
        target = (to_undo if step.what == "undo" else to_redo)(log, curator=step.who)
        if target:
            _append(log, _verdict(target.assertion, Action.UNDO, step, undoes=target.id))
    elif step.what == "both":
        first = _append(log, _verdict(ROWS[0], Action.ACCEPT, step))
        _append(log, replace(_verdict(ROWS[1], Action.ACCEPT, step), together=first.id))
    else:
        _append(log, _verdict(step.row, _OF_STEPS[step.what], step))


def _verdict(row: str, action: Action, step: Step, *, undoes: str | None = None) -> Verdict:
    after = {Action.ACCEPT: SHOWN, Action.EDIT: replace(SHOWN, target=f"PTEN{step.minute}")}.get(action)
    time = f"2026-01-02T03:{step.minute:02}:00Z"
    given = Verdict(row, action, step.who, time, SHOWN, after, comment=f"copy {step.where}", undoes=undoes, claim="c1")
    # One who edits doubts what another affirms; an acceptance of an earlier version says nothing of it.
    polarity = {Action.ACCEPT: [Polarity.AFFIRMED, None][step.minute % 2], Action.EDIT: [*Polarity][step.minute % 3]}
    return replace(given, polarity=polarity.get(action))


def _append(log: list[Verdict], given: Verdict) -> Verdict:
    """As the database appends: linked to the curator's last, and settling what others decided."""
    previous = next((v.id for v in reversed(log) if v.curator == given.curator), "")
    others = [v.id for v in heads(v for v in log if v.assertion == given.assertion) if v.curator != given.curator]
    decides = given.action in (Action.ACCEPT, Action.EDIT, Action.REJECT)
    linked = replace(given, previous=previous, settles=tuple(others) if decides else ())
    log.append(replace(linked, id=verdict_id(linked)))
    return log[-1]
