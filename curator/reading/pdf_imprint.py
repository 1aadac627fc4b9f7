"""What the publisher and not the author has written on the pages: advertisements left out, imprints told from prose."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import TypeVar

BOILERPLATE = re.compile(
    r"(?:[•·►▶■*–-]\s?)?(?:"
    r"\(?continued (?:on|from) (?:the )?(?:next|previous|following|preceding) page|(?:please )?submit your manuscript\b"
    r"|(?:your )?manuscript \| www\.|ready to submit your research|choose BMC\b|learn more\b.{0,40}biomedcentral"
    r"|fast, convenient online submission|thorough peer review by experienced|rapid publication on acceptance"
    r"|support for research data, including|gold Open Access which fosters|maximum visibility for your research"
    r"|at BMC, research is always|submit your next manuscript|open access full text article|publish your work in this"
    r"|full list of author information is available|check for updates|downloaded from\b|for personal use only"
    r"|running head (?:verso|recto)|journal name:|(?:a1{6,}\s?)+|view (?:publication stats|article impact)"
    r"|(?:click here|see next page) to|dove\s?press\b|crossmark\b"
    r"|[\w,& -]{5,80} is an (?:international|open access),?\s(?:[\w-]+,?\s){0,3}(?:peer-?\s?reviewed|open access)"
    r"|open access to scientific and medical research|this article was published in the following\b"
    r"|the manuscript\s+management system is|has also been accepted for indexing|prepublication history\b"
    r"|available online at www\.|(?:please |to |how to )?cite this (?:article|paper)\b|to cite:|citation:\s)",
    re.IGNORECASE,
)
"""How a paragraph begins that the publisher, not the author, has written on the page."""
_CITATION_AHEAD = re.compile(
    r"(?:[►▶■*]\s?)?(?:(?:please |to |how to )?cite this (?:article|paper)(?: as)?|citation)\s?:?", re.I
)
"""A label alone, below which the paper cites itself."""

_HOUSE = r"(?:University|Department|Hospital|Institute)\b"
IMPRINT = re.compile(
    r"©|\bcopyright\b|open.access article|Creative Commons|\bcorrespond(?:ence|ing)\b|@[\w-]+\."
    rf"|\bReceived\b.{{3,30}}\b\d{{4}}|\bcite this\b|{_HOUSE}[^.]*,[^.]*,[^.]*\b{_HOUSE}",
    re.IGNORECASE,
)
"""What makes it likely that small print or a paragraph before the text is no prose."""
_OPENING = re.compile(
    r"(?:\d{4}-\d{3}[\dX]/)?(?:©|\(c\)|copyright\b)"
    r"|[*∗†‡✉]{0,2}\s?(?:address )?(?:correspond(?:ence|ing author)\b|e-?mail\b)"
    r"|received:?\s.{3,30}\b\d{4}|editor:|this is an open.access article|full list of author information",
    re.IGNORECASE,
)


_Group = TypeVar("_Group")


def without_boilerplate(groups: Iterable[_Group], *, text: Callable[[_Group], str]) -> list[_Group]:
    """The groups of lines without those that the publisher prints on its papers."""
    kept: list[_Group] = []
    labelled = False
    for group in groups:
        words = text(group)
        label = bool(_CITATION_AHEAD.fullmatch(words))
        if not (label or labelled or BOILERPLATE.match(words)):
            kept.append(group)
        labelled = label
    return kept


def is_imprint(text: str) -> bool:
    """True for copyright, correspondence and dates.

    >>> [is_imprint(s) for s in ("© 2018 The Authors.", "*Correspondence: a@b.org", "Correspondingly, it fell.")]
    [True, True, False]
    """
    return bool(_OPENING.match(text))
