"""The history: every verdict that was given, whether it stands, and taking back or giving again any one of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from curator import __version__
from curator.errors import InputError
from curator.model import Action, Verdict
from curator.workbench.user import curator_name

if TYPE_CHECKING:
    from curator.workbench.bench import Workbench


@dataclass(frozen=True, slots=True)
class Recorded:
    """A verdict of the log."""

    verdict: Verdict
    stands: bool
    """False once it is taken back; of an undo, whether what it took back is still taken back by it."""


def history(workbench: Workbench) -> list[Recorded]:
    """Every verdict, the last one given first."""
    log = workbench.verdicts()
    last = dict(_with_roots(log))
    by_id = {verdict.id: verdict for verdict in log}
    taken_back = {root for root, verdict in last.items() if _takes_back(verdict, by_id)}
    shown = []
    for root, verdict in _with_roots(log):
        is_last_word = last[root] is verdict
        stands = is_last_word if verdict.undoes else root not in taken_back
        shown.append(Recorded(verdict, stands))
    return shown[::-1]


def take_back(workbench: Workbench, verdict: Verdict) -> Verdict:
    """Take back a verdict that stands, of whatever day. Raises InputError where that cannot be."""
    log = workbench.verdicts()
    _check_own(verdict)
    _, is_taken_back = _last_word(verdict, log)
    if verdict.action is Action.UNDO or is_taken_back:
        raise InputError("this is taken back already." if verdict.undoes is None else _NOT_AN_UNDO)
    return _append(workbench, verdict)


def give_again(workbench: Workbench, verdict: Verdict) -> Verdict:
    """Give again a verdict that was taken back. Raises InputError where that cannot be."""
    log = workbench.verdicts()
    _check_own(verdict)
    last, is_taken_back = _last_word(verdict, log)
    if verdict.action is Action.UNDO or not is_taken_back:
        raise InputError("this stands; there is nothing to give again." if verdict.undoes is None else _NOT_AN_UNDO)
    return _append(workbench, last)


_NOT_AN_UNDO = "this line is itself an undo; go to the verdict that it is about."


def _check_own(verdict: Verdict) -> None:
    if verdict.curator != (name := curator_name()):
        raise InputError(
            f"this verdict is {verdict.curator}'s, and you are {name}.",
            hint="Judge the row anew: the last word counts.",
        )


def _append(workbench: Workbench, verdict: Verdict) -> Verdict:
    """An undo of the verdict, on disk when this returns."""
    from curator.curation import verdicts
    from curator.storage import Database

    with Database.open(workbench.path, create=False) as database:
        shown = database.assertion(verdict.assertion).claim
        undo = verdicts.take_back(verdict, shown=shown, time="", program_version=__version__)
        return database.append_verdict(replace(undo, curator=curator_name()))


def _with_roots(log: Iterable[Verdict]) -> list[tuple[str, Verdict]]:
    """Each verdict of the log with the id of the decision that it is, or that it is about."""
    roots: dict[str, str] = {}
    for verdict in log:
        roots[verdict.id] = roots.get(verdict.undoes, verdict.id) if verdict.undoes else verdict.id
    return [(roots[verdict.id], verdict) for verdict in log]


def _last_word(verdict: Verdict, log: Sequence[Verdict]) -> tuple[Verdict, bool]:
    """The last verdict that is about the same decision, and whether the decision is taken back by it."""
    rooted = _with_roots(log)
    root = next((root for root, other in rooted if other.id == verdict.id), verdict.id)
    last = next((other for found, other in reversed(rooted) if found == root), verdict)
    return last, _takes_back(last, {other.id: other for other in log})


def _takes_back(last: Verdict, by_id: Mapping[str, Verdict]) -> bool:
    """Whether the last word on a decision takes it back: an undo of it does, an undo of that undo does not."""
    steps = 0
    while last.undoes and last.undoes in by_id:
        last, steps = by_id[last.undoes], steps + 1
    return steps % 2 == 1
