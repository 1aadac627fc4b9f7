"""The parts of the jobs that measure: which gold belongs to a document, and how rows do against it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from curator.errors import GoldError
from curator.model import Assertion, Document
from curator.workbench.results import Report

if TYPE_CHECKING:
    from curator.evaluation.gold import Gold
    from curator.evaluation.proposals import Proposal
    from curator.evaluation.standing import Standing
    from curator.storage import StoredAssertion


def corpus_texts() -> Path:
    """The folder of the texts that come with the program."""
    from curator import resources

    return resources.corpus_dir() / "texts"


def corpus_gold() -> Path:
    """The folder of the gold that belongs to them."""
    from curator import resources

    return resources.corpus_dir() / "gold"


@lru_cache(maxsize=1)
def gold_names() -> tuple[frozenset[str], frozenset[str]]:
    """The names, and the titles in lower case, of the papers that have gold; a bad gold has its name alone.

    Asked before the first paint, so the title is looked for where it is written and nothing else of a gold is read.
    """
    folders = [folder for folder in corpus_gold().glob("*") if folder.is_dir()]
    titles = {_title(folder).casefold() for folder in folders}
    return frozenset(folder.name for folder in folders), frozenset(titles - {""})


def _title(folder: Path) -> str:
    """The title of the paper that a gold belongs to; empty where none is told or it cannot be read."""
    try:
        text = (folder / _ADJUDICATION).read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        return ""
    if plain := _PLAIN_TITLE.search(text):
        return plain[1]
    from curator.evaluation import gold
    from curator.evaluation.faults import GoldFormatError

    with suppress(GoldFormatError, OSError):
        return gold.load(folder).title
    return ""


_ADJUDICATION = "adjudication.toml"
_PLAIN_TITLE = re.compile(r'^title = "([^"\\\n]+)"$', re.MULTILINE)
"""A title as TOML has it where nothing in it is escaped."""


def may_have_gold(name: str, title: str) -> bool:
    """True where it pays to look for the gold of a paper."""
    names, titles = gold_names()
    return name in names or title.casefold() in titles


def find_gold(document: Document) -> Gold | None:
    """The gold of a document, or none. Raises GoldError where it is there and bad."""
    from curator.evaluation import gold
    from curator.evaluation.faults import GoldFormatError

    try:
        return gold.find(corpus_gold(), document)
    except GoldFormatError as error:
        raise GoldError(str(error)) from error


def write_gold(folder: Path, document: Document) -> list[Path]:
    """Build the gold of a document from its table and write it. Raises GoldError."""
    from curator.evaluation import gold
    from curator.evaluation.faults import GoldFormatError

    try:
        return gold.write(folder, document)
    except GoldFormatError as error:
        raise GoldError(str(error)) from error


def accepted(stored: Iterable[StoredAssertion]) -> list[Proposal]:
    """The rows that the curator let stand, as she left them, with the evidence they had.

    What she let stand as negated or speculative is no fact, and is measured as a proposal of that polarity is.
    """
    from curator.evaluation.proposals import proposal

    return [replace(proposal(s.assertion), claim=s.decided, polarity=s.polarity) for s in stored if s.decided]


def standing_of(stored: StoredAssertion, gold: Gold | None) -> Standing | None:
    """How a row stands to the gold, as proposed or as decided; none without one."""
    if gold is None:
        return None
    from curator.evaluation.standing import standing

    return standing(gold.adjudicated, stored.claim, polarity=stored.polarity)


def report(gold: Gold | None, items: Iterable[Assertion] | Iterable[Proposal]) -> Report | None:
    """How rows do against a gold; none without one."""
    from curator.evaluation.scores import evaluate

    return Report(evaluate(gold, items), gold) if gold else None
