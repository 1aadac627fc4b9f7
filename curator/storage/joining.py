"""One paper as several files hold it → one: what was found in any of them is found, and nothing is lost. Pure.

Where copies differ in what can be only once (a title, a confidence), the choice depends on the copies' content alone,
never on their order, so that joining is commutative, associative and idempotent.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

Copy = TypeVar("Copy")
Row = dict[str, Any]
"""Column → value."""
Parts = Mapping[str, tuple[tuple[Any, ...], ...]]
"""Table → its rows about one thing, in their order, without the number of that thing."""


@dataclass(frozen=True, slots=True)
class PaperCopy:
    """A paper as one file has it."""

    columns: Row
    parts: Parts


@dataclass(frozen=True, slots=True)
class EvidenceCopy:
    """A piece of evidence as one file has it."""

    columns: Row
    parts: Parts


@dataclass(frozen=True, slots=True)
class RowCopy:
    """An assertion as one file has it; its claim by id, its evidence by id."""

    columns: Row
    evidence: Mapping[str, EvidenceCopy]


def joined_paper(copies: Sequence[PaperCopy]) -> PaperCopy:
    """The copy with the most parts, with the time when the paper was first read."""
    best = _best(copies, _richness)
    return replace(best, columns={**best.columns, "added": min(copy.columns["added"] for copy in copies)})


def joined_rows(copies: Iterable[Mapping[str, RowCopy]]) -> list[RowCopy]:
    """Every assertion of a paper once, in the order of its text."""
    by_id: dict[str, list[RowCopy]] = {}
    for copy in copies:
        for id, row in copy.items():
            by_id.setdefault(id, []).append(row)
    rows = [_joined_row(found) for found in by_id.values()]
    return sorted(rows, key=lambda row: (row.columns["start_offset"], row.columns["id"]))


def distinct(copies: Iterable[Iterable[tuple[Any, ...]]]) -> list[tuple[Any, ...]]:
    """Every row of the copies, in order; as often as the copy has it that has it most often."""
    most: Counter[tuple[Any, ...]] = Counter()
    for copy in copies:
        most |= Counter(copy)
    return sorted(most.elements(), key=_orderly)


def joined_filters(copies: Iterable[Mapping[str, str]]) -> dict[str, str]:
    """Name → filter; of several filters with one name, all but the first in the alphabet get their text as well."""
    named: dict[str, set[str]] = {}
    for copy in copies:
        for name, text in copy.items():
            named.setdefault(name, set()).add(text)
    joined: dict[str, str] = {}
    # A name that is made here may be taken too: it is longer, so its turn is later.
    while named:
        name = min(named, key=lambda name: (len(name), name))
        joined[name], *others = sorted(named.pop(name))
        for text in others:
            named.setdefault(f"{name} ({text})", set()).add(text)
    return joined


def _joined_row(copies: Sequence[RowCopy]) -> RowCopy:
    """One assertion: found where any copy finds it, on the evidence of all."""
    best = _best(copies, lambda copy: (copy.columns["found"], copy.columns["confidence"], _content(copy.columns)))
    found = max(copy.columns["found"] for copy in copies)
    evidence = _joined_evidence(copies, found=found)
    starts = [e.columns["start_offset"] for e in evidence.values() if e.columns["found"]]
    adders = [copy.columns["added_by"] for copy in copies if copy.columns["added_by"] is not None]
    changed = {"found": found, "start_offset": min(starts), "added_by": min(adders, default=None)}
    return RowCopy({**best.columns, **changed}, evidence)


def _joined_evidence(copies: Sequence[RowCopy], *, found: int) -> dict[str, EvidenceCopy]:
    """Evidence by id, in the order of the text.

    An assertion that no file finds any more keeps what it stood on last; that is no evidence where another file still
    finds the assertion, but on another.
    """
    by_id: dict[str, list[tuple[int, EvidenceCopy]]] = {}
    for copy in copies:
        for id, evidence in copy.evidence.items():
            holds = int(evidence.columns["found"] and copy.columns["found"])
            by_id.setdefault(id, []).append((holds, evidence))
    best = {id: _best_evidence(same, found=found) for id, same in by_id.items()}
    ordered = sorted(best, key=lambda id: (best[id].columns["start_offset"], best[id].columns["end_offset"], id))
    return {id: _changed(best[id], position=position) for position, id in enumerate(ordered)}


def _best_evidence(copies: Sequence[tuple[int, EvidenceCopy]], *, found: int) -> EvidenceCopy:
    """Of copies, each with whether it holds up a row that is found, one that does."""
    _, best = _best(copies, lambda pair: (pair[0], _content(pair[1].columns, pair[1].parts)))
    stands = any(holds if found else copy.columns["found"] for holds, copy in copies)
    return _changed(best, found=int(stands))


def _best(copies: Sequence[Copy], worth: Callable[[Copy], tuple[Any, ...]]) -> Copy:
    """The copy of the most worth; where all are the same, as they nearly always are, that is not worked out."""
    return copies[0] if all(copy == copies[0] for copy in copies[1:]) else max(copies, key=worth)


def _changed(evidence: EvidenceCopy, **columns: int) -> EvidenceCopy:
    return replace(evidence, columns={**evidence.columns, **columns})


_WORKED_OUT = ("added", "added_by", "found", "position", "start_offset")
"""Columns that joining works out; a choice that rested on them would not be the same the next time."""


def _richness(copy: PaperCopy) -> tuple[int, str]:
    return sum(map(len, copy.parts.values())), _content(copy.columns, copy.parts)


def _content(columns: Row, parts: Parts | None = None) -> str:
    """What a copy says, so that of two that differ the same one is always chosen."""
    told = {name: value for name, value in columns.items() if name not in _WORKED_OUT}
    return json.dumps([told, parts], ensure_ascii=False, sort_keys=True)


def _orderly(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """Rows by their values; a missing value comes before any other."""
    return tuple((value is not None, value) for value in row)
