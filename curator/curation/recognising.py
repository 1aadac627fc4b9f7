"""Whether a paper is a new text of one that was read before: the same DOI or PMID, or the same file name and title."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, TypeVar

from rapidfuzz import fuzz

from curator.curation.alignment import folded

LEAST_TITLE = 90
"""How alike two titles of one paper are at least, 0 to 100: a mended word passes, another paper does not."""
LEAST_LENGTH = 0.5
"""A text of less than half the length is a part of the paper, such as its abstract, and takes the place of none."""


class Paper(Protocol):
    """What a paper is recognised by."""

    @property
    def id(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def doi(self) -> str | None: ...
    @property
    def pmid(self) -> str | None: ...
    @property
    def length(self) -> int:
        """Of its text, in characters."""


Known = TypeVar("Known", bound=Paper)


def recognised(new: Paper, earlier: Sequence[Known]) -> list[tuple[Known, str]]:
    """The papers of which this is a new text, each with what they have in common: `doi`, `pmid` or `name`."""
    found = ((paper, _common(new, paper)) for paper in earlier if paper.id != new.id)
    return [(paper, what) for paper, what in found if what and new.length >= LEAST_LENGTH * paper.length]


def _common(one: Paper, other: Paper) -> str:
    """What two papers have in common; empty where they differ in what only one paper can have."""
    dois, pmids = (_plain(one.doi), _plain(other.doi)), (_plain(one.pmid), _plain(other.pmid))
    for what, (mine, theirs) in (("doi", dois), ("pmid", pmids)):
        if mine and theirs:
            return what if mine == theirs else ""
    same_file = one.name == other.name and bool(one.title) and bool(other.title)
    return "name" if same_file and fuzz.ratio(folded(one.title), folded(other.title)) >= LEAST_TITLE else ""


def _plain(identifier: str | None) -> str:
    """A DOI or PMID without case and without the address in front of it."""
    bare = (identifier or "").strip().lower()
    for front in ("https://", "http://", "dx.", "doi.org/", "doi:", "pmid:"):
        bare = bare.removeprefix(front)
    return bare.strip()
