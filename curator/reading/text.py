"""Plain text → Document: blank lines separate paragraphs, and no heading is needed.

An abstract on one line, a paper with headings on lines of their own, and a structured abstract with labels such as
`METHODS:` are all read. Labels stay in their paragraph and open a section.

The canonical text is the file's own, character by character, so that offsets are the file's. Only line ends are made
one character each (`\\n`, and a space inside a paragraph), as are page numbers between the halves of a paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from curator.model import Document, Section, SectionKind
from curator.reading.assemble import assemble_in_place
from curator.reading.blocks import TAIL, Block, BlockKind, continues
from curator.reading.markup import clean
from curator.reading.references import parse_reference, split_entries, with_keys
from curator.reading.sections import bare_title, section_kind

_LONGEST_HEADING = 90
_PAGE_NUMBER = re.compile(r"^\s*(?:page\s+)?\d{1,4}\s*$", re.IGNORECASE)
_PAGE_NUMBER_LINE = re.compile(r"(?im)(?<=[\n\f])[ \t]*(?:page[ \t]+)?\d{1,4}[ \t]*(?=[\n\f])")
_NUMBERED_TITLE = re.compile(r"^\d{1,2}(?:\.\d{1,2}){0,3}\.?\s+[A-Z][^.!?]{2,80}$")
_COLON = re.compile(r":\s+(?=\S)")
_LABEL = re.compile(
    r"(?:(?<=[.!?)\]] )|(?<=[.!?)\]])|\A)(?P<label>[A-Z][A-Z &/,'()-]{2,58}"
    r"|Background|Introduction|Objectives?|Aims?|Purpose|(?:Materials|Patients) and [Mm]ethods|Methods?|Results?"
    r"|Findings|Conclusions?|Discussion|Interpretation)\Z"
)
_LONGEST_LABEL = 62
_LABEL_LEVEL = 8


@dataclass(frozen=True, slots=True)
class _Stretch:
    """A block and its span in the text."""

    block: Block
    start: int
    end: int


_Lines = Sequence[re.Match[str]]
_LINE = re.compile(r"(?<![^\n\f])[^\S\n\f]*\S[^\n\f]*")
_LINE_END = re.compile(r"[\n\f]")


def read_text(text: str, *, name: str) -> Document:
    """A plain text as a Document; never fails on well-formed Unicode."""
    source = text.replace("\r\n", "\n").replace("\r", "\n")
    stretches = _mended(_stretches(source, _groups(source)))
    placed = [(s.block, s.start, s.end) for s in stretches]
    document = assemble_in_place(_joined(source, stretches), placed, name=name, format="text")
    return replace(document, sections=with_labels(document))


def _groups(source: str) -> list[list[re.Match[str]]]:
    """The lines with something on them, those that follow one another together."""
    groups: list[list[re.Match[str]]] = []
    for line in _LINE.finditer(source):
        if not groups or source[groups[-1][-1].end() : line.start()] != "\n":
            groups.append([])
        groups[-1].append(line)
    return groups


def _stretches(source: str, groups: Sequence[_Lines]) -> Iterator[_Stretch]:
    in_references = False
    references: list[re.Match[str]] = []
    for index, group in enumerate(groups):
        lines = [line for line in group if not _PAGE_NUMBER.match(line.group())]
        if lines and is_heading(lines[0].group()) and (len(lines) > 1 or len(groups) > 1):
            yield from _references(source, references)
            heading, lines, references = lines[0], lines[1:], []
            in_references = section_kind(clean(heading.group())) is SectionKind.REFERENCES
            yield _heading(heading, first=index == 0)
        if in_references:
            references += lines
        elif lines:
            yield _prose(source, lines[0].start(), lines[-1].end())
    yield from _references(source, references)


def _heading(line: re.Match[str], *, first: bool) -> _Stretch:
    text = clean(line.group())
    known = section_kind(text) is not SectionKind.OTHER
    kind = BlockKind.TITLE if first and not known else BlockKind.HEADING
    start, end = _trimmed(line.string, line.start(), line.end())
    return _Stretch(Block(kind, text, level=1 if known else 2), start, end)


def _prose(source: str, start: int, end: int) -> _Stretch:
    start, end = _trimmed(source, start, end)
    return _Stretch(Block(BlockKind.PROSE, source[start:end]), start, end)


def _trimmed(source: str, start: int, end: int) -> tuple[int, int]:
    """The span without the blanks at its ends."""
    body = source[start:end]
    return start + len(body) - len(body.lstrip()), end - len(body) + len(body.rstrip())


def _mended(stretches: Iterable[_Stretch]) -> list[_Stretch]:
    """Paragraphs made whole that a page had cut: their halves become one span."""
    mended: list[_Stretch] = []
    for stretch in stretches:
        last = mended[-1] if mended else None
        prose = last is not None and last.block.kind is BlockKind.PROSE is stretch.block.kind
        if last is not None and prose and continues(last.block, stretch.block):
            text = f"{last.block.text} {stretch.block.text}"[-TAIL:]
            mended[-1] = _Stretch(replace(last.block, text=text), last.start, stretch.end)
        else:
            mended.append(stretch)
    return mended


def _joined(source: str, stretches: Iterable[_Stretch]) -> str:
    """The text with spaces for the line ends, and for the page numbers, inside its paragraphs; as long as before."""
    parts: list[str] = []
    position = 0
    for stretch in stretches:
        if stretch.block.kind is not BlockKind.PROSE:
            continue
        body = _PAGE_NUMBER_LINE.sub(lambda m: " " * len(m.group()), source[stretch.start : stretch.end])
        parts += [source[position : stretch.start], _LINE_END.sub(" ", body)]
        position = stretch.end
    return "".join([*parts, source[position:]])


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


def _references(source: str, lines: _Lines) -> Iterator[_Stretch]:
    """The entries of the list, each with its span: the entries hold the text of the lines in order."""
    entries = split_entries([line.group() for line in lines])
    parsed = with_keys([parse_reference(clean(text), key=number) for number, text in entries])
    letters = [at for line in lines for at in range(line.start(), line.end()) if not source[at].isspace()]
    position = 0
    for reference, (_, text) in zip(parsed, entries, strict=True):
        wanted = "".join(text.split())
        position = _found(
            "".join(source[at] for at in letters[position : position + len(wanted) + _MARK]), wanted, position
        )
        span = letters[position : position + len(wanted)]
        if span:
            position += len(span)
            yield _Stretch(Block(BlockKind.REFERENCE, reference.text, reference=reference), span[0], span[-1] + 1)


_MARK = 12
"""Characters of a bullet and a number before an entry, at most."""


def _found(window: str, wanted: str, position: int) -> int:
    """Where the entry begins, looked for in a window that opens at `position`."""
    return position + max(0, window.find(wanted))


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
