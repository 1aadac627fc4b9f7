"""What a section is for, told from its title."""

from __future__ import annotations

import re

from curator.model import SectionKind

_NUMBER = re.compile(r"^\s*(?:section\s+)?(?:\d{1,2}(?:\.\d{1,2}){0,3}|[IVX]{1,5}|[A-H])[.):]?\s+(?=\w)", re.IGNORECASE)

_TITLES: tuple[tuple[SectionKind, tuple[str, ...]], ...] = (
    (
        SectionKind.REFERENCES,
        (r"references?(?: and notes| list)?", r"bibliography", r"literature cited", r"works cited", r"literature"),
    ),
    (
        SectionKind.BACK,
        (
            r"acknowledge?ments?.*",
            r"(?:conflicts?|competing|declarations?|disclosures?|statements?)\b.*",
            r"(?:authors?['’]?s?['’]?|credit)\b.*(?:contributions?|information|details|statement|affiliations?).*",
            r"contributors|(?:about the )?authors?|author details",
            r"fund(?:ing|ed)\b.*|financial (?:support|disclosure).*|grant support",
            r"(?:data|code)\b.*(?:availability|sharing|access\w*).*|availability of .*",
            r"ethic(?:s|al)\b.*(?:approval|statement|consideration|consent|declaration).*|ethics",
            r"institutional review board.*",
            r"informed consent.*|consent (?:for|to) .*|patient consent.*",
            r"(?:list of )?abbreviations?(?: used)?|glossary|nomenclature|keywords?|key words|key points?|highlights",
            r"appendi(?:x|ces).*|supplement(?:ary|al)\b.*|additional (?:file|information|files).*",
            r"supporting information.*|web extra material|publisher['’]?s note|open access|rights and permissions",
            r"correspondence|orcid.*|footnotes?|disclaimer|copyright.*|how to cite.*",
            r"provenance and peer review|peer review.*|article (?:info\w*|history)|pre-?publication history",
        ),
    ),
    (
        SectionKind.ABSTRACT,
        (r"(?:structured |graphical )?abstract", r"(?:(?:author|lay|plain language) )?summary", r"synopsis"),
    ),
    (
        SectionKind.METHODS,
        (
            r"(?:(?:patients?|subjects?|participants?|materials?|experimental|study|data|search|statistical|online|star)\b"
            r".*)?\bmethods?(?:ology|ologies)?\b.*",
            r"materials|experimental (?:procedures?|section|design)|search strategy|patients",
            r"study (?:design|population)|statistical analys[ei]s",
        ),
    ),
    (
        SectionKind.CONCLUSION,
        (
            r"(?:.*\b)?(?:conclusions?|concluding remarks?|outlook|final remarks|future (?:perspectives?|directions?))"
            r"(?: .*)?",
        ),
    ),
    (SectionKind.DISCUSSION, (r"(?:general )?discussions?(?: .*)?", r"comment")),
    (SectionKind.RESULTS, (r"(?:main )?results?(?: .*)?", r"findings")),
    (
        SectionKind.INTRODUCTION,
        (r"introduction(?: .*)?", r"background(?: .*)?", r"objectives?|aims?(?: .*)?|purpose|context|rationale"),
    ),
)
_COMPILED = tuple((kind, re.compile(rf"(?:{'|'.join(titles)})\Z", re.IGNORECASE)) for kind, titles in _TITLES)
_NOT_INHERITED = (SectionKind.INTRODUCTION, SectionKind.TITLE, SectionKind.REFERENCES)
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
    return SectionKind.OTHER if parent in _NOT_INHERITED else parent
