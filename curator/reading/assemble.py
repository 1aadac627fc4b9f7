"""Blocks → Document: the canonical text is laid out here, and every offset of a document is made here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from curator.model import Citation, Document, Paragraph, Place, Reference, Section, SectionKind, Span, Table
from curator.reading.blocks import PROSE_KINDS, Block, BlockKind, mend, merge_tables
from curator.reading.citations import find_citations
from curator.reading.sections import section_kind

_GAP = "\n\n"
_NESTED_LEVEL = 9
"""Deeper than any heading, so that a small labelled section wins inside the section it stands in."""
_LABELLED_KINDS = {"abbreviations": SectionKind.BACK, "keywords": SectionKind.BACK}


@dataclass(slots=True)
class _Sheet:
    """The text while it grows, with what is known about it."""

    parts: list[str] = field(default_factory=list)
    length: int = 0
    headings: list[tuple[str, int, int, SectionKind]] = field(default_factory=list)
    """title, start, level, kind"""
    labelled: list[Section] = field(default_factory=list)
    paragraphs: list[Paragraph] = field(default_factory=list)
    marked: list[Citation] = field(default_factory=list)
    citable: list[Span] = field(default_factory=list)
    references: list[Reference] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)

    @property
    def next(self) -> int:
        """Where the next block will start."""
        return self.length + (len(_GAP) if self.parts else 0)

    def write(self, text: str) -> tuple[int, int]:
        """Append a block's text after a blank line; its span."""
        start = self.next
        self.parts += [_GAP, text] if self.parts else [text]
        self.length = start + len(text)
        return start, self.length


def assemble(
    blocks: Iterable[Block],
    *,
    name: str,
    format: str,
    title: str = "",
    doi: str | None = None,
    pmid: str | None = None,
    mending: bool = True,
) -> Document:
    """Lay the blocks out as one text and turn everything known about them into spans of it.

    A heading without text opens a section without a title. `mending` joins paragraphs that a page or a float had cut;
    formats that mark paragraphs up have none.
    Citations are looked for unless the format has marked them up.
    """
    ordered = merge_tables([b for b in blocks if b.text or b.rows or b.kind is BlockKind.HEADING])
    sheet = _Sheet()
    for block in mend(ordered) if mending else ordered:
        _lay_out(sheet, block)
    return _document(sheet, "".join(sheet.parts), name=name, format=format, title=title, doi=doi, pmid=pmid)


def assemble_in_place(text: str, placed: Iterable[tuple[Block, int, int]], *, name: str, format: str) -> Document:
    """The Document of a text that is canonical as it stands; each block comes with its span there, in order.

    Headings, prose and references have a place in such a text; tables and captions are not known in it.
    """
    sheet = _Sheet(length=len(text))
    for block, start, end in placed:
        if block.kind in (BlockKind.TITLE, BlockKind.HEADING):
            _open_section(sheet, block, start)
        elif block.reference is not None:
            sheet.references.append(replace(block.reference, start=start, end=end))
        else:
            sheet.paragraphs.append(Paragraph(start, end))
            sheet.citable.append(Span(start, end))
    return _document(sheet, text, name=name, format=format)


def _document(
    sheet: _Sheet,
    text: str,
    *,
    name: str,
    format: str,
    title: str = "",
    doi: str | None = None,
    pmid: str | None = None,
) -> Document:
    citations = sheet.marked or find_citations(text, sheet.citable, sheet.references)
    heading = next((t for t, _, _, kind in sheet.headings if kind is SectionKind.TITLE), "")
    return Document(
        name=name,
        text=text,
        title=title or heading,
        doi=doi,
        pmid=pmid,
        format=format,
        sections=_sections(sheet),
        paragraphs=tuple(sheet.paragraphs),
        citations=tuple(sorted(citations, key=lambda c: (c.start, c.end))),
        references=tuple(sheet.references),
        tables=tuple(sheet.tables),
        places=tuple(sheet.places),
    )


def _lay_out(sheet: _Sheet, block: Block) -> None:
    if block.kind is BlockKind.TABLE:
        start, end = _lay_out_table(sheet, block)
    elif block.kind is BlockKind.REFERENCE:
        start, end = _lay_out_reference(sheet, block)
    elif block.kind is BlockKind.HEADING and not block.text:
        _open_section(sheet, block, sheet.next)
        return
    elif block.kind in (BlockKind.TITLE, BlockKind.HEADING):
        start, end = sheet.write(block.text)
        _open_section(sheet, block, start)
    else:
        start, end = _lay_out_text(sheet, block)
    sheet.marked += [replace(c, start=c.start + start, end=c.end + start) for c in block.citations]
    sheet.places += [replace(p, start=p.start + start, end=min(end, p.end + start)) for p in block.places]


def _lay_out_text(sheet: _Sheet, block: Block) -> tuple[int, int]:
    """Prose, captions and front matter; a printed label (`Keywords:`) stands before the block and names a section."""
    opening = f"{block.label}: " if block.label and block.kind is not BlockKind.CAPTION else ""
    whole, end = sheet.write(opening + block.text)
    start = whole + len(opening)
    if opening:
        kind = _LABELLED_KINDS.get(block.label.casefold(), SectionKind.BACK)
        sheet.labelled.append(Section(block.label, whole, end, kind, _NESTED_LEVEL))
    if block.kind in PROSE_KINDS:
        sheet.paragraphs.append(Paragraph(start, end))
    if block.kind is not BlockKind.MATTER:
        sheet.citable.append(Span(start, end))
    return start, end


def _lay_out_table(sheet: _Sheet, block: Block) -> tuple[int, int]:
    width = max((len(row) for row in block.rows), default=0)
    rows = tuple(row + ("",) * (width - len(row)) for row in block.rows)
    lines = ([block.text] if block.text else []) + ["\t".join(row) for row in rows]
    start, end = sheet.write("\n".join(lines))
    caption = block.text.removeprefix(block.label).lstrip(" .:|")
    sheet.tables.append(Table(block.label, caption, rows, start, end, min(block.header_rows, len(rows))))
    sheet.citable.append(Span(start, end))
    return start, end


def _lay_out_reference(sheet: _Sheet, block: Block) -> tuple[int, int]:
    reference = block.reference or Reference(key="", text=block.text)
    number = f"{reference.key}. " if reference.key.isdigit() else ""
    start, end = sheet.write(number + block.text)
    sheet.references.append(replace(reference, text=block.text, start=start + len(number), end=end))
    return start + len(number), end


def _open_section(sheet: _Sheet, block: Block, start: int) -> None:
    if block.kind is BlockKind.TITLE:
        sheet.headings.append((block.text, start, 1, SectionKind.TITLE))
        return
    parent = next((h[3] for h in reversed(sheet.headings) if h[2] < block.level), SectionKind.OTHER)
    kind = block.section or section_kind(block.text, parent=parent)
    sheet.headings.append((block.text, start, block.level, kind))


def _sections(sheet: _Sheet) -> tuple[Section, ...]:
    """Headed sections, each up to the next heading, and the small labelled ones inside them.

    A section without a title is one only if something stands in it.
    """
    ends = [*(start for _, start, _, _ in sheet.headings[1:]), sheet.length]
    headed = [
        Section(title, start, end, kind, level)
        for (title, start, level, kind), end in zip(sheet.headings, ends, strict=False)
        if title or end > start
    ]
    return tuple(sorted([*headed, *sheet.labelled], key=lambda s: (s.start, s.level)))
