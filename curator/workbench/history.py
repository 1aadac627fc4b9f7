"""The history: every verdict that was given, whether it stands, and taking back or giving again any one of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from curator import __version__
from curator.errors import InputError
from curator.model import Action, Verdict
from curator.workbench.user import curator_name

if TYPE_CHECKING:
    from curator.storage.log import Recorded
    from curator.workbench.bench import Workbench


_FIRST_LOOK, _LOOK = 2_000, 1_000
"""Verdicts that are looked through at once for the words of a filter: no more than a key may wait for."""


class History:
    """Every verdict, or those that hold certain words, the last one given first; read as it is looked at.

    With words, verdicts are looked through a stretch at a time: `look_on` finds more until `is_whole`.
    """

    def __init__(self, workbench: Workbench, *, text: str = "") -> None:
        self._log = workbench.database().log()
        self._words = text.casefold().split()
        self._numbers: list[int] = []
        self._below: int | None = None
        self.counts = self._log.counts()
        self.is_whole = not self._words
        if self._words:
            self.look_on(_FIRST_LOOK)

    def __len__(self) -> int:
        """How many verdicts there are; with words, how many are found so far."""
        return len(self._numbers) if self._words else self.counts.verdicts

    def window(self, start: int, stop: int) -> list[Recorded]:
        """The verdicts from one place up to another."""
        return self._log.numbered(self._numbers[start:stop]) if self._words else self._log.window(start, stop)

    def look_on(self, most: int = _LOOK) -> None:
        """Look through so many verdicts more."""
        found, self._below = self._log.holding(self._words, below=self._below, most=most)
        self._numbers += found
        self.is_whole = self._below is None

    def place_of(self, verdict: Verdict) -> int | None:
        """Where a verdict stands; none where it is not among these, or not found yet."""
        if not self._words:
            return self._log.place_of(verdict.id)
        number = self._log.number_of(verdict.id)
        return self._numbers.index(number) if number in self._numbers else None


def take_back(workbench: Workbench, verdict: Verdict) -> Verdict:
    """Take back a verdict that stands, of whatever day. Raises InputError where that cannot be."""
    log = workbench.verdicts(verdict.assertion)
    _check_own(verdict)
    _, is_taken_back = _last_word(verdict, log)
    if verdict.action is Action.UNDO or is_taken_back:
        raise InputError("this is taken back already." if verdict.undoes is None else _NOT_AN_UNDO)
    return _append(workbench, verdict)


def give_again(workbench: Workbench, verdict: Verdict) -> Verdict:
    """Give again a verdict that was taken back. Raises InputError where that cannot be."""
    log = workbench.verdicts(verdict.assertion)
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

    database = workbench.database()
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
