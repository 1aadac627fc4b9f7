"""Who is to judge what: claims are given to a curator or released, on every paper that makes them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from curator.errors import InputError
from curator.workbench.strokes import BATCH, batches
from curator.workbench.user import curator_name

if TYPE_CHECKING:
    from curator.curation.queue import Condition, Query
    from curator.storage import StoredAssertion
    from curator.workbench.bench import Workbench

ME = "me"
"""What a curator may write for her own name."""
_FIELD = "assigned"


def assign(workbench: Workbench, rows: Iterable[StoredAssertion], assignee: str) -> int:
    """Give the rows' claims to a curator (`me` is whoever sits here), or with an empty name release them.

    All at one stroke. Returns how many claims that changed.
    """
    claims = dict.fromkeys(row.claim_id for row in rows)
    return workbench.database().assign_all(claims, named(assignee), curator=curator_name())


def assign_found(workbench: Workbench, text: str, assignee: str) -> tuple[int, int]:
    """The same with every row that a filter finds, over all papers. Returns how many were found, and how many changed.

    Raises InputError for a filter that cannot be read.
    """
    from curator.curation.queue import FilterError, query

    try:
        asked = with_names(query(text))
    except FilterError as error:
        raise InputError(str(error)) from error
    found = workbench.rows(asked)
    rows = [item.stored for at in range(0, len(found), BATCH) for item in found.window(at, at + BATCH)]
    return len(rows), assign(workbench, rows, assignee)


def assigned(workbench: Workbench) -> dict[str, int]:
    """Curator → how many claims she is to judge; most first."""
    held = Counter(assignment.assignee for assignment in workbench.database().assignments().values())
    return dict(sorted(held.items(), key=lambda pair: (-pair[1], pair[0])))


def named(assignee: str) -> str:
    """The name that is meant."""
    bare = " ".join(assignee.split())
    return curator_name() if bare.casefold() == ME else bare


def with_names(asked: Query) -> Query:
    """The query with the curator's own name where she wrote `assigned:me`."""
    return replace(asked, conditions=tuple(_named(condition) for condition in asked.conditions))


def _named(condition: Condition) -> Condition:
    return replace(condition, value=named(condition.value)) if condition.field == _FIELD else condition


def behind(workbench: Workbench, ids: Iterable[str], *, findings: bool) -> Iterator[StoredAssertion]:
    """The rows with these ids; with `findings` all that make the same findings too."""
    database = workbench.database()
    for batch in batches(ids):
        yield from (row for rows in database.behind(batch, findings=findings).values() for row in rows)


def another(rows: Sequence[StoredAssertion]) -> str:
    """Somebody else who is to judge one of the rows; empty where nobody is."""
    mine = curator_name().casefold()
    return next((row.assigned for row in rows if row.assigned and row.assigned.casefold() != mine), "")
