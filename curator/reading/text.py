"""Plain text → Document: blank lines separate paragraphs, and no heading is needed.

An abstract on one line, a paper with headings on lines of their own, and a structured abstract with labels such as
`METHODS:` are all read. Labels stay in their paragraph and open a section.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from curator.model import Document, Section, SectionKind
from curator.reading.assemble import assemble
from curator.reading.blocks import Block, BlockKind
from curator.reading.markup import clean
from curator.reading.references import parse_reference, split_entries, with_keys
from curator.reading.sections import bare_title, section_kind

_LONGEST_HEADING = 90
_PAGE_NUMBER = re.compile(r"^\s*(?:page\s+)?\d{1,4}\s*$", re.IGNORECASE)
_NUMBERED_TITLE = re.compile(r"^\d{1,2}(?:\.\d{1,2}){0,3}\.?\s+[A-Z][^.!?]{2,80}$")
_COLON = re.compile(r":\s+(?=\S)")
_LABEL = re.compile(
    r"(?:(?<=[.!?)\]] )|(?<=[.!?)\]])|\A)(?P<label>[A-Z][A-Z &/,'()-]{2,58}"
    r"|Background|Introduction|Objectives?|Aims?|Purpose|(?:Materials|Patients) and [Mm]ethods|Methods?|Results?"
    r"|Findings|Conclusions?|Discussion|Interpretation)\Z"
)
_LONGEST_LABEL = 62
_LABEL_LEVEL = 8


def read_text(text: str, *, name: str) -> Document:
    """A plain text as a Document; never fails on well-formed Unicode."""
    groups = [g for g in re.split(r"\n[ \t]*(?:\n[ \t]*)+", _unified(text)) if g.strip()]
    document = assemble(_blocks(groups), name=name, format="text")
    return replace(document, sections=with_labels(document))


def _unified(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n\n")


def _blocks(groups: Sequence[str]) -> Iterator[Block]:
    in_references = False
    references: list[str] = []
    for index, group in enumerate(groups):
        lines = [line for line in group.split("\n") if line.strip() and not _PAGE_NUMBER.match(line)]
        if lines and is_heading(lines[0]) and (len(lines) > 1 or len(groups) > 1):
            heading, lines = lines[0], lines[1:]
            yield from _references(references)
            references = []
            in_references = section_kind(clean(heading)) is SectionKind.REFERENCES
            known = section_kind(clean(heading)) is not SectionKind.OTHER
            kind = BlockKind.TITLE if index == 0 and not known else BlockKind.HEADING
            yield Block(kind, clean(heading), level=1 if known else 2)
        if in_references:
            references += lines
        elif lines:
            yield Block(BlockKind.PROSE, clean("\n".join(lines)))
    yield from _references(references)


def is_heading(line: str) -> bool:
    """True for a short line without a full stop that names a section, is numbered, or is in capitals or few words.

    >>> [is_heading(s) for s in ("MATERIALS AND METHODS", "2.1 Cell lines", "Results", "It rose.", "We found that")]
    [True, True, True, False, False]
    """
    line = line.strip()
    if not line or len(line) > _LONGEST_HEADING or line[-1] in ".,;:!?" or not any(c.isalpha() for c in line):
        return False
    known = section_kind(line) is not SectionKind.OTHER and len(bare_title(line).split()) <= 6
    capitals = line.isupper() and len(line) > 3 and len(line.split()) <= 12
    return known or capitals or bool(_NUMBERED_TITLE.match(line))


def _references(lines: Sequence[str]) -> list[Block]:
    entries = [parse_reference(clean(text), key=number) for number, text in split_entries(lines)]
    return [Block(BlockKind.REFERENCE, r.text, reference=r) for r in with_keys(entries)]


def with_labels(document: Document) -> tuple[Section, ...]:
    """The document's sections and one for each label of a structured abstract; its kind is what the label says."""
    found: list[Section] = []
    for paragraph in document.paragraphs:
        body = document.text[paragraph.start : paragraph.end]
        labels = list(_labels(body))
        ends = [*(at for at, _ in labels[1:]), len(body)]
        for (at, title), end in zip(labels, ends, strict=False):
            kind = section_kind(title)
            found.append(Section(title, paragraph.start + at, paragraph.start + end, kind, _LABEL_LEVEL))
    return tuple(sorted([*document.sections, *found], key=lambda s: (s.start, s.level)))


def _labels(body: str) -> Iterator[tuple[int, str]]:
    """Start and words of each label that opens a sentence."""
    for colon in _COLON.finditer(body):
        start = max(0, colon.start() - _LONGEST_LABEL)
        # Two characters more, so that what stands before the label can be seen.
        match = _LABEL.search(body[max(0, start - 2) : colon.start()])
        if match and (match.start() or start <= 2) and section_kind(match.group("label")) is not SectionKind.OTHER:
            yield max(0, start - 2) + match.start("label"), match.group("label")
