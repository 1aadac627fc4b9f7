"""What verdicts add up to: the state of an assertion, and what an undo or a redo would take back.

An undo is a verdict that names another. It may be undone in its turn (that is a redo), and so on: the last word on a
verdict counts. A decision is made over others: those of other curators that it settles, and the same curator's before
on that assertion. Decisions that stand and that none was made over are the heads; they may differ where copies of a
database were curated apart. The views `verdict_standing` and `assertion_states` in `db/` say the same in SQL; a test
holds the two together.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from curator.model import Action, Claim, Polarity, State, Verdict

LEADS_TO = {Action.ACCEPT: State.ACCEPTED, Action.EDIT: State.EDITED, Action.REJECT: State.REJECTED}
"""What a decision leaves its row in."""


def state_of(verdicts: Iterable[Verdict]) -> tuple[State, Claim | None, Polarity | None]:
    """The state that the verdicts on one assertion, in the order given, leave it in; claim and polarity as decided.

    The last of the heads counts, whoever gave it; where they differ the assertion is undecided. Claim and polarity are
    none while undecided or rejected.
    """
    found = heads(verdicts)
    if not found or _differ(found):
        return State.UNDECIDED, None, None
    return LEADS_TO[found[-1].action], outcome(found[-1]), polarity_of(found[-1])


def heads(verdicts: Iterable[Verdict]) -> list[Verdict]:
    """The accepts, edits and rejects on one assertion that stand and that no other was made over; in the order given.

    What was made over a decision that was taken back since, was made over what lay below it too.
    """
    given = list(verdicts)
    stands = {verdict.id for verdict in standing(given)}
    decisive = [verdict for verdict in given if verdict.action in LEADS_TO]
    earlier = _made_over(decisive)
    covered: set[str] = set()
    # Nothing is made over what comes after it, so that one walk from the end meets every verdict after what covers it.
    for verdict in reversed(decisive):
        if verdict.id in stands or verdict.id in covered:
            covered |= earlier[verdict.id]
    return [verdict for verdict in decisive if verdict.id in stands and verdict.id not in covered]


def conflict(verdicts: Iterable[Verdict]) -> bool:
    """True where the verdicts on one assertion, in the order given, have heads that decide differently."""
    return _differ(heads(verdicts))


def outcome(verdict: Verdict) -> Claim | None:
    """What an accept, edit or reject decides: the claim, or none for a rejection."""
    return None if verdict.action is Action.REJECT else verdict.after or verdict.before


def polarity_of(verdict: Verdict) -> Polarity | None:
    """The polarity with which an accept or edit keeps the row; none for a rejection.

    A verdict that says none is of a version in which whoever kept a row affirmed it, whatever its text did.
    """
    return None if verdict.action is Action.REJECT else verdict.polarity or Polarity.AFFIRMED


def standing(verdicts: Iterable[Verdict]) -> list[Verdict]:
    """The verdicts, undos left out, that are not taken back; in the order given."""
    given = list(verdicts)
    taken_back = _taken_back(given)
    return [v for v in given if v.action is not Action.UNDO and not taken_back[v.id]]


def to_undo(verdicts: Iterable[Verdict], *, curator: str) -> Verdict | None:
    """The verdict that the curator's undo takes back: her last that stands, on whichever assertion; none if none does.

    `verdicts` is the whole log in the order given.
    """
    done, _ = _stacks(verdicts, curator=curator)
    return done[-1] if done else None


def to_redo(verdicts: Iterable[Verdict], *, curator: str) -> Verdict | None:
    """The undo that the curator's redo takes back in its turn: her last since she last decided anything, or none."""
    _, undone = _stacks(verdicts, curator=curator)
    return undone[-1] if undone else None


def take_back(verdict: Verdict, *, shown: Claim, time: str, program_version: str = "") -> Verdict:
    """The verdict that takes `verdict` back: a decision's undo, an undo's redo. `shown` is the claim on screen."""
    return Verdict(
        assertion=verdict.assertion,
        action=Action.UNDO,
        curator=verdict.curator,
        time=time,
        before=shown,
        quote=verdict.quote,
        undoes=verdict.id,
        program_version=program_version,
        rules_version=verdict.rules_version,
    )


def _differ(decisions: Sequence[Verdict]) -> bool:
    return len({(outcome(verdict), polarity_of(verdict)) for verdict in decisions}) > 1


def _made_over(decisive: Sequence[Verdict]) -> dict[str, set[str]]:
    """Verdict id → the ids of the decisions that it was made over at once."""
    earlier: dict[str, set[str]] = {}
    own: dict[str, str] = {}
    for verdict in decisive:
        before = {own[verdict.curator]} if verdict.curator in own else set()
        earlier[verdict.id] = {*verdict.settles, *before}
        own[verdict.curator] = verdict.id
    return earlier


def _taken_back(verdicts: Sequence[Verdict]) -> dict[str, bool]:
    """Verdict id → whether the last word on it takes it back. An undo of something unknown says nothing."""
    about: dict[str, tuple[str, bool]] = {}
    last: dict[str, bool] = {}
    for verdict in verdicts:
        if verdict.undoes is None:
            about[verdict.id] = (verdict.id, False)
        elif verdict.undoes in about:
            root, taken_back = about[verdict.undoes]
            about[verdict.id] = (root, not taken_back)
        else:
            continue
        root, taken_back = about[verdict.id]
        last[root] = taken_back
    return last


def _stacks(verdicts: Iterable[Verdict], *, curator: str) -> tuple[list[Verdict], list[Verdict]]:
    """The curator's verdicts that an undo would take back, and her undos that a redo would; the next one last."""
    given = list(verdicts)
    done = [v for v in standing(given) if v.curator == curator]
    undone: list[Verdict] = []
    for verdict in (v for v in given if v.curator == curator):
        if verdict.undoes is None:
            undone.clear()
        elif any(verdict.undoes == undo.id for undo in undone):
            undone = [undo for undo in undone if undo.id != verdict.undoes]
        else:
            undone.append(verdict)
    return done, undone
