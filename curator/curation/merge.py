"""Joining logs that were written apart: verdicts and whatever else is only appended to.

A joined log is the union by id, in one order that depends on nothing but what is in it: by time, then by id, and never
before what an entry names: the one before it, what it takes back, settles or carries, the first of its stroke.
So joining is commutative, associative and idempotent, and one curator's verdicts keep the order in which she gave them.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Protocol, TypeVar

from curator.model import Verdict


class Entry(Protocol):
    """One entry of a log."""

    @property
    def id(self) -> str: ...
    @property
    def time(self) -> str: ...


E = TypeVar("E", bound=Entry)
Links = Callable[[E], Iterable[str]]
"""An entry → the ids of those that it names, which come before it."""


class MergeError(ValueError):
    """Logs that cannot be joined; the message says which entry is at fault."""


def joined(*logs: Iterable[Verdict]) -> list[Verdict]:
    """Every verdict of the logs once, in order.

    Raises MergeError where two verdicts of one id differ, or where one names a verdict that no log has.
    """
    found: dict[str, Verdict] = {}
    for log in logs:
        for verdict in log:
            found[verdict.id] = _one(found[verdict.id], verdict) if verdict.id in found else verdict
    return in_order(found.values(), links=verdict_links)


def union(*logs: Iterable[E], links: Links[E]) -> list[E]:
    """The same of entries of another kind. Raises MergeError likewise."""
    found: dict[str, E] = {}
    for log in logs:
        for entry in log:
            if found.setdefault(entry.id, entry) != entry:
                raise MergeError(f"two entries have the id {entry.id} and say different things")
    return in_order(found.values(), links=links)


def in_order(entries: Iterable[E], *, links: Links[E]) -> list[E]:
    """The entries by time, then by id, each behind those that it names.

    Raises MergeError where one that is named is not among them, or where entries name each other in a circle.
    """
    by_id = {entry.id: entry for entry in entries}
    behind: dict[str, list[str]] = defaultdict(list)
    waits_for: dict[str, int] = {}
    for entry in by_id.values():
        named = {id for id in links(entry) if id}
        if missing := named - by_id.keys():
            raise MergeError(f"{entry.id} names {min(missing)}, which is nowhere")
        waits_for[entry.id] = len(named)
        for id in named:
            behind[id].append(entry.id)
    ready = [(entry.time, entry.id) for entry in by_id.values() if not waits_for[entry.id]]
    heapq.heapify(ready)
    ordered: list[E] = []
    while ready:
        _, id = heapq.heappop(ready)
        ordered.append(by_id[id])
        for following in behind[id]:
            waits_for[following] -= 1
            if not waits_for[following]:
                heapq.heappush(ready, (by_id[following].time, following))
    if len(ordered) < len(by_id):
        circle = min(id for id, count in waits_for.items() if count)
        raise MergeError(f"{circle} names a later entry, which names it")
    return ordered


def verdict_links(verdict: Verdict) -> tuple[str, ...]:
    """The ids of the verdicts that one names; empty where a link is not used."""
    one = (verdict.undoes, verdict.together, verdict.carries)
    return (verdict.previous, *(id or "" for id in one), *verdict.settles)


def _one(first: Verdict, second: Verdict) -> Verdict:
    """Two copies of a verdict as one; what its version did not record was filled in later, in each copy alone."""
    if first == second:
        return first
    if not first.claim and replace(first, settles=()) == replace(second, settles=()):
        return replace(first, settles=tuple(sorted({*first.settles, *second.settles})))
    raise MergeError(f"two verdicts have the id {first.id} and say different things")
