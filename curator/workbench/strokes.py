"""Deciding on many rows at one stroke: what a stroke covers, told before it is made; the stroke itself; taking it back.

A stroke is one transaction and is undone as one. It reads through a connection of its own, a batch of rows at a time,
so that a million rows are never in memory at once and the caller's connection stays free meanwhile.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, TypeVar

from curator import __version__
from curator.model import KEPT, Action, Claim, Polarity, Reason, State, Verdict
from curator.workbench import judging
from curator.workbench.results import Progress, silent
from curator.workbench.user import curator_name

if TYPE_CHECKING:
    from curator.curation.queue import Query
    from curator.storage import Database, StoredAssertion
    from curator.workbench.bench import Workbench

Item = TypeVar("Item")

BATCH = 500
"""Rows that are read at once."""
_SEARCHED = 20_000
"""Rows whose ids are read at once."""
_SAME = {Action.ACCEPT: KEPT, Action.REJECT: (State.REJECTED,)}


@dataclass(frozen=True, slots=True)
class Coverage:
    """What a decision is about."""

    rows: int
    """Those that it changes anything in."""
    sentences: int
    papers: int
    changed: int = 0
    """Assertions that were decided otherwise before."""
    hedged: int = 0
    """Assertions that are kept as negated or speculative, and so are no facts."""


@dataclass(frozen=True, slots=True)
class Stroke:
    """What was decided."""

    first: Verdict | None
    """None where there was nothing left to decide."""
    coverage: Coverage


def coverage(workbench: Workbench, ids: Sequence[str], action: Action, *, finding: bool) -> Coverage:
    """What a decision on these rows would be about; with `finding` each row stands for every paper that says the same.

    Counts everything, so it is meant for as many rows as a person has tagged one by one.
    """
    database = workbench.database()
    tally = _Tally(action)
    for batch in batches(ids):
        for row, member in _concerned(database, batch, action, finding):
            tally.count(row, member)
    return tally.coverage()


def decide(
    workbench: Workbench,
    ids: Sequence[str],
    action: Action,
    *,
    finding: bool,
    reason: Reason | None = None,
    comment: str = "",
    progress: Progress = silent,
) -> Stroke:
    """Accept or reject these rows, all or none; on disk when this returns. May be called from any thread.

    Rows that are decided so already are left alone. `progress` may raise to stop: then nothing is written.
    """
    from curator.storage import Database

    tally = _Tally(action)
    with ExitStack() as open:
        reader = open.enter_context(Database.open(workbench.path, readonly=True))
        writer = open.enter_context(Database.open(workbench.path, create=False))

        def verdicts() -> Iterator[Verdict]:
            for done, batch in _counted(batches(ids)):
                progress(_NAMES[action], done, len(ids))
                for row, member in _concerned(reader, batch, action, finding):
                    tally.count(row, member)
                    yield judging.verdict(member, action, reason=reason, comment=comment)
            progress("writing", len(ids), len(ids))

        given = writer.append_together(verdicts())
    return Stroke(given[0] if given else None, tally.coverage())


_NAMES = {Action.ACCEPT: "accepting", Action.REJECT: "rejecting"}


def ids_in(workbench: Workbench, query: Query, *, document: str | None, progress: Progress = silent) -> list[str]:
    """The id of every row that a filter asks for, in order. May be called from any thread."""
    from curator.storage import Database, Wanted

    found: list[str] = []
    with Database.open(workbench.path, readonly=True) as reader:
        view = reader.queue(Wanted(query.conditions, document, query.sort, query.descending))
        for start in range(0, size := len(view), _SEARCHED):
            progress("tagging", start, size)
            found += view.ids(start, start + _SEARCHED)
    return found


def step_size(workbench: Workbench, *, redo: bool = False) -> int:
    """About how many verdicts an undo, or a redo, would take back."""
    return workbench.database().step_size(curator_name(), redo=redo)


def undo(workbench: Workbench) -> list[Verdict]:
    """Take back this curator's last verdict, with all of its stroke; nothing where she has none."""
    return _step(workbench.database(), redo=False)


def redo(workbench: Workbench) -> list[Verdict]:
    """Take back this curator's last undo; nothing where she has decided something since, or undone nothing."""
    return _step(workbench.database(), redo=True)


def step_beside(workbench: Workbench, *, redo: bool, progress: Progress = silent) -> list[Verdict]:
    """The same as `undo` or `redo` over a connection of its own, so that the caller's stays free: for long strokes."""
    from curator.storage import Database

    with Database.open(workbench.path, create=False) as database:
        return _step(database, redo=redo, progress=progress)


def _step(database: Database, *, redo: bool, progress: Progress = silent) -> list[Verdict]:
    who = curator_name()
    progress("looking for the stroke", 0, 0)
    given = database.to_redo(who) if redo else database.to_undo(who)
    return _taken_back(database, given, progress=progress)


def _taken_back(database: Database, given: Sequence[Verdict], *, progress: Progress) -> list[Verdict]:
    """Take the verdicts back at one stroke. `progress` may raise to stop: then nothing is written."""
    from curator.curation.verdicts import take_back

    if not given:
        return []
    claims = _claims(database, [verdict.assertion for verdict in given])

    def undos() -> Iterator[Verdict]:
        for done, batch in _counted(batches(given)):
            progress("taking back", done, len(given))
            for verdict in batch:
                yield take_back(verdict, shown=claims[verdict.assertion], time="", program_version=__version__)

    return database.append_together(undos())


def _claims(database: Database, ids: Sequence[str]) -> dict[str, Claim]:
    """The claims of these rows as they stand."""
    claims: dict[str, Claim] = {}
    for batch in batches(ids):
        behind = database.behind(batch, findings=False)
        claims.update((id, rows[0].claim) for id, rows in behind.items())
    return claims


class _Tally:
    """Counts what a stroke covers while it is made."""

    def __init__(self, action: Action) -> None:
        self._keeps = action is Action.ACCEPT
        self._rows = self._sentences = self._changed = self._hedged = 0
        self._last = ""
        self._papers: set[str] = set()

    def count(self, row: str, member: StoredAssertion) -> None:
        """One more assertion of a row; those of one row come one after the other."""
        self._rows += row != self._last
        self._last = row
        self._sentences += len(member.assertion.evidence)
        self._papers.add(member.document_id)
        self._changed += member.state is not State.UNDECIDED
        self._hedged += self._keeps and member.polarity is not Polarity.AFFIRMED

    def coverage(self) -> Coverage:
        """What was counted."""
        return Coverage(self._rows, self._sentences, len(self._papers), self._changed, self._hedged)


def _concerned(
    database: Database, ids: Sequence[str], action: Action, finding: bool
) -> Iterator[tuple[str, StoredAssertion]]:
    """The assertions that a decision is about, each with its row: those that wait, else all, but none so already."""
    by_row = database.behind(ids, findings=finding)
    for id in ids:
        members = by_row.get(id, [])
        waiting = [m for m in members if m.state is State.UNDECIDED and m.found]
        shown = [m for m in members if m.id == id or m.found]
        yield from ((id, m) for m in waiting or shown if m.state not in _SAME[action])


def batches(of: Iterable[Item]) -> Iterator[list[Item]]:
    """The items, `BATCH` of them at a time; the last batch may be smaller."""
    rest = iter(of)
    while batch := list(islice(rest, BATCH)):
        yield batch


def _counted(batches: Iterable[list[Item]]) -> Iterator[tuple[int, list[Item]]]:
    """Each batch with how many came before it."""
    done = 0
    for batch in batches:
        yield done, batch
        done += len(batch)
