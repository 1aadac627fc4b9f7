"""What a section is for, told from its title."""

from __future__ import annotations

import re

from curator.model import SectionKind

_NUMBER = re.compile(r"^\s*(?:(?:section\s+)?(?:\d{1,2}(?:\.\d{1,2}){0,3}|[IVX]{1,5}|[A-H])[.):]?\s+)(?=\w)", re.IGNORECASE)

_TITLES: tuple[tuple[SectionKind, str], ...] = (
    (SectionKind.REFERENCES, r"references?(?: and notes| list)?|bibliography|literature cited|works cited|literature"),
    (
        SectionKind.BACK,
        r"acknowledge?ments?.*|(?:conflicts?|competing|declarations?|disclosures?|statements?)\b.*(?:interests?|conflicts?)?.*"
        r"|(?:authors?['’]?s?['’]?|credit)\b.*(?:contributions?|information|details|statement|affiliations?).*|fund(?:ing|ed)\b.*"
        r"|financial (?:support|disclosure).*|grant support|(?:data|code)\b.*(?:availability|sharing|access\w*).*"
        r"|availability of .*|ethic(?:s|al)\b.*(?:approval|statement|consideration|consent|declaration).*|ethics|informed consent.*"
        r"|consent (?:for|to) .*|patient consent.*|abbreviations?(?: used)?|list of abbreviations|keywords?|key words|key points?"
        r"|appendi(?:x|ces).*|supplement(?:ary|al)\b.*|additional (?:file|information|files).*|supporting information.*"
        r"|publisher['’]?s note|open access|correspondence|orcid.*|footnotes?|glossary|nomenclature|disclaimer"
        r"|provenance and peer review|peer review.*|about the authors?|article (?:info\w*|history)|pre-?publication history"
        r"|contributors|author details|rights and permissions|copyright.*|how to cite.*|highlights|institutional review board.*",
    ),
    (SectionKind.ABSTRACT, r"(?:structured |graphical )?abstract|summary|synopsis|author summary|lay summary|plain language summary"),
    (
        SectionKind.METHODS,
        r"(?:(?:patients?|subjects?|participants?|materials?|experimental|study|data|search|statistical|online|star)\b.*)?"
        r"\bmethods?(?:ology|ologies)?\b.*|materials|experimental (?:procedures?|section|design)|methods?/design|search strategy"
        r"|study (?:design|population)|statistical analys[ei]s|patients",
    ),
    (SectionKind.CONCLUSION, r"(?:.*\b)?(?:conclusions?|concluding remarks?|outlook|final remarks|future (?:perspectives?|directions?))(?: .*)?"),
    (SectionKind.DISCUSSION, r"(?:general )?discussions?(?: .*)?|comment"),
    (SectionKind.RESULTS, r"results?(?: .*)?|findings|main results"),
    (SectionKind.INTRODUCTION, r"introduction(?: .*)?|background(?: .*)?|objectives?|aims?(?: .*)?|purpose|context|rationale"),
)
_COMPILED = tuple((kind, re.compile(rf"(?:{pattern})\Z", re.IGNORECASE)) for kind, pattern in _TITLES)
_LONGEST_TITLE = 90


def bare_title(title: str) -> str:
    """A heading without its number and final stop.

    >>> bare_title("2.1 Vesicles of tumour-cell origin."), bare_title("I. Introduction"), bare_title("A role for EVs")
    ('Vesicles of tumour-cell origin', 'Introduction', 'A role for EVs')
    """
    match = _NUMBER.match(title)
    letter_word = match is not None and re.match(r"\s*[A-HIVX]\s+[a-z]", title)
    return (title if match is None or letter_word else title[match.end() :]).strip().rstrip(".:").strip()


def section_kind(title: str, *, parent: SectionKind = SectionKind.OTHER) -> SectionKind:
    """What a section of this title is for; one whose title does not tell takes its parent's kind.

    Below an abstract everything is abstract. A title below an introduction tells nothing, because papers hang whole
    bodies under it.
    """
    if parent is SectionKind.ABSTRACT:
        return SectionKind.ABSTRACT
    bare = bare_title(title)
    if len(bare) <= _LONGEST_TITLE:
        for kind, pattern in _COMPILED:
            if pattern.match(bare):
                return kind
    return SectionKind.OTHER if parent in (SectionKind.INTRODUCTION, SectionKind.TITLE, SectionKind.REFERENCES) else parent
