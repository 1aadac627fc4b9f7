"""Markdown, as people write it and as converters recover it from PDFs → blocks → Document.

Recovered Markdown has no reliable structure: paragraphs are cut by pages and tables, tables are lines of tabs, the
reference list is interrupted, front matter stands where prose should. What a line is, is told from its shape.

Front matter (authors, affiliations, dates, keywords) stands in the text but is no paragraph. A block that opens with
`Abbreviations:` is a paragraph of its own small section of kind BACK: its definitions can be read, and it is no prose
of the abstract it stands in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from curator.model import Document, SectionKind
from curator.reading.assemble import assemble
from curator.reading.blocks import Block, BlockKind
from curator.reading.markup import clean, resolve_inline, resolve_math
from curator.reading.references import parse_reference, split_entries, with_keys
from curator.reading.sections import section_kind

_COMMENT = re.compile(r"<!--(?:[^<]|<(?!!--))*?-->")
_HEADING = re.compile(r"^ {0,3}(?P<marks>#{1,6})[ \t]+(?P<title>.+?)[ \t]*#*$")
_BOLD_LINE = re.compile(r"^\s*(?:\*\*|__)(?P<title>[^*_\n]{2,90}?)(?:\*\*|__)\s*$")
_UNDERLINE = re.compile(r"^(?:=+|-{3,})\s*$")
_RULE = re.compile(r"^\s*(?:[-*_]\s*){3,}$")
_PIPE_ROW = re.compile(r"^\s*\|.*\|\s*$")
_PIPE_RULE = re.compile(r"^(?=[^|\n]*\|)\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$")
_TAB_ROW = re.compile(r"^[^\t\n]*(?:\t[^\t\n]*){2,}$")
_ITEM = re.compile(r"^\s{0,6}(?:[-*+•]|\(?\d{1,2}[.)])\s+(?=\S)")
_PAGE_NUMBER = re.compile(
    r"^\s*(?:[-–—|]\s*)?(?:page\s+)?\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?(?:\s*[-–—|])?\s*$", re.IGNORECASE
)
_IMAGE_ONLY = re.compile(r"^\s*!\[[^\]]*\]\([^()]*\)\s*$")
_FLOAT = re.compile(
    r"^(?P<mark>\*\*|__)?(?P<label>(?:Supplementary |Suppl\. |Additional |Extended Data )?"
    r"(?:Fig(?:ure|\.)?|Table|Scheme|Box|Chart)s?\.?"
    r"\s(?:S?\d{1,3}|[IVX]{1,5})(?:[A-Za-z]\b)?)(?P<stop>\s?[.:|])?(?P<close>\*\*|__)?(?P<stop2>[.:|])?(?:\s+|$)(?P<caption>.*)",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class _Chunk:
    """Lines between two blank lines that belong together."""

    kind: str
    """`heading`, `table`, `item` or `text`"""
    lines: tuple[str, ...]
    level: int = 0


def read_markdown(text: str, *, name: str) -> Document:
    """A Markdown text as a Document; never fails on well-formed Unicode."""
    source = resolve_math(_COMMENT.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n\n")))
    return assemble(_blocks(list(_chunks(source.split("\n")))), name=name, format="markdown")


def _chunks(lines: Sequence[str]) -> Iterator[_Chunk]:
    held: list[str] = []
    table: list[str] = []
    for line in lines:
        kind, level = _line_kind(line)
        if kind == "underline" and len(held) == 1:
            yield _Chunk("heading", (held.pop(),), 1 if line.lstrip().startswith("=") else 2)
            continue
        if table and kind != "table":
            yield _Chunk("table", tuple(table))
            table = []
        if kind != "text" and held:
            yield _Chunk("item" if _ITEM.match(held[0]) else "text", tuple(held))
            held = []
        if kind == "table":
            table.append(line)
        elif kind == "heading":
            yield _Chunk("heading", (line,), level)
        elif kind == "text":
            if held and _ITEM.match(line):
                yield _Chunk("item" if _ITEM.match(held[0]) else "text", tuple(held))
                held = []
            held.append(line)
    if table:
        yield _Chunk("table", tuple(table))
    if held:
        yield _Chunk("item" if _ITEM.match(held[0]) else "text", tuple(held))


def _line_kind(line: str) -> tuple[str, int]:
    """`blank`, `underline`, `heading`, `table` or `text`, and a heading's level."""
    if not line.strip() or _IMAGE_ONLY.match(line) or _PAGE_NUMBER.match(line):
        return "blank", 0
    heading = _HEADING.match(line)
    if heading:
        return "heading", len(heading.group("marks"))
    if _UNDERLINE.match(line):
        return "underline", 0
    if _RULE.match(line):
        return "blank", 0
    if _PIPE_ROW.match(line) or _PIPE_RULE.match(line) or _TAB_ROW.match(line):
        return "table", 0
    return "text", 0


def _blocks(chunks: Sequence[_Chunk]) -> list[Block]:
    """Blocks of every chunk; a reference section is collected and read as a whole."""
    blocks: list[Block] = []
    references: list[str] = []
    in_references, at_front = False, True
    caption: Block | None = None
    for chunk in chunks:
        heading = _heading(chunk, first=not blocks)
        if heading is not None:
            at_front = at_front and heading.kind is not BlockKind.HEADING
            in_references = section_kind(heading.text) is SectionKind.REFERENCES
        if in_references and heading is None and chunk.kind != "table":
            references += chunk.lines if _is_list(chunk.lines) else [" ".join(chunk.lines)]
            continue
        if references and heading is not None and not in_references:
            blocks += _references(references)
            references = []
        block = heading or (
            _table(chunk.lines)
            if chunk.kind == "table"
            else _text_block(chunk, at_front=at_front, after_title=bool(blocks))
        )
        if caption is not None and block.kind is BlockKind.TABLE:
            block = Block(
                BlockKind.TABLE, caption.text, label=caption.label, rows=block.rows, header_rows=block.header_rows
            )
            blocks.pop()
        caption = block if block.kind is BlockKind.CAPTION and block.label.startswith("Table") else None
        blocks.append(block)
    return blocks + _references(references)


def _is_list(lines: Sequence[str]) -> bool:
    """True where every line may be an entry of its own rather than a wrapped one."""
    return len(lines) == 1 or bool(re.match(r"\s*(?:[-*•]|[\[(]?\d{1,4}[.)\]])", lines[0]))


def _heading(chunk: _Chunk, *, first: bool) -> Block | None:
    if chunk.kind == "heading":
        match = _HEADING.match(chunk.lines[0])
        title = _plain(match.group("title") if match else chunk.lines[0])
        kind = (
            BlockKind.TITLE
            if first and chunk.level == 1 and section_kind(title) is SectionKind.OTHER
            else BlockKind.HEADING
        )
        return Block(kind, title, level=chunk.level)
    if chunk.kind == "text" and len(chunk.lines) == 1:
        match = _BOLD_LINE.match(chunk.lines[0])
        if match and not re.search(r"[.:;,]\s*$|^(?:Fig|Table|Scheme)", match.group("title")):
            return Block(BlockKind.HEADING, _plain(match.group("title")), level=3)
    return None


def _plain(text: str) -> str:
    return clean(resolve_inline(text))


_MATTER_LABEL = re.compile(
    r"^(?:\*\*|__|\*)?(?P<label>(?:Received|Accepted|Published|Submitted|Revised|Citation|Copyright|Correspond\w+"
    r"|Keywords?|Key words|(?:List of )?abbreviations?|Running|DOI|E-?mails?|(?:Academic )?Editors?|Edited by"
    r"|Reviewed by|Article history|Funding|To cite|How to cite|Competing interests?|Conflicts? of interest)(?:\s\w+)?)"
    r"\s*:\s*(?:\*\*|__|\*)?\s*",
    re.IGNORECASE,
)
_AFFILIATION = re.compile(
    r"\b(?:Department|University|Hospital|Institutes?|School|College|Faculty|Laborator(?:y|ies)|Cent(?:er|re)|Division|Academy|Clinic)\b"
)
_CONTACT = re.compile(
    r"[\w.+-]+@[\w-]+\.\w+|\bcorrespond(?:ence|ing author)\b|equal(?:ly)? contribut|contributed equally|orcid\.org",
    re.IGNORECASE,
)
_FOOT_MARK = re.compile(r"^\s*(?:<sup>[^<]{1,8}</sup>|\\?[*#†‡§¶])")
_LICENCE = re.compile(r"^(?:©|copyright\b|this is an open.access article|https?://\S+$|doi:)", re.IGNORECASE)
_FULL_STOP = re.compile(r"[.!?](?:\s|$)")
_SHORT_LINE = 25
_LONGEST_MATTER = 5000
"""Characters of a block that are looked at; a list of authors is hardly longer."""


def _text_block(chunk: _Chunk, *, at_front: bool, after_title: bool) -> Block:
    raw = " ".join(line.strip() for line in chunk.lines)
    floating = _float(raw)
    if floating is not None:
        return floating
    labelled = _labelled(raw)
    if labelled is not None:
        return labelled
    if chunk.kind == "item":
        return Block(BlockKind.ITEM, _plain(_ITEM.sub("", raw, count=1)))
    matter = at_front and _is_front_matter(raw, after_title=after_title)
    return Block(BlockKind.MATTER if matter else BlockKind.PROSE, _plain(raw))


def _float(raw: str) -> Block | None:
    """A caption: its label ends with a stop, or stands bold at the head of the block with a capital after it."""
    match = _FLOAT.match(raw)
    if match is None:
        return None
    stopped = match.group("stop") or match.group("stop2")
    caption = match.group("caption").lstrip("* ")
    bold = match.group("mark") and match.group("close") and (caption[:1].isupper() or not caption)
    if not stopped and not bold:
        return None
    label = _plain(match.group("label"))
    return Block(BlockKind.CAPTION, _plain(raw), label=label)


def _labelled(raw: str) -> Block | None:
    """`**Keywords:** …` and its like, wherever they stand; only abbreviations are worth reading as prose."""
    match = _MATTER_LABEL.match(raw)
    if match is None:
        return None
    label, rest = _plain(match.group("label")), _plain(raw[match.end() :])
    if label.casefold() in ("abbreviations", "abbreviation", "list of abbreviations"):
        return Block(BlockKind.PROSE, rest, label="Abbreviations")
    if label.casefold() in ("keywords", "keyword", "key words"):
        return Block(BlockKind.MATTER, rest, label="Keywords")
    return Block(BlockKind.MATTER, _plain(raw))


def _is_front_matter(raw: str, *, after_title: bool) -> bool:
    """True for the lines between title and abstract: names, affiliations, footnotes, licence."""
    raw = raw[:_LONGEST_MATTER]
    if _FOOT_MARK.match(raw) or _LICENCE.match(raw) or _CONTACT.search(raw):
        return True
    words = len(raw.split())
    sentences = len(_FULL_STOP.findall(raw))
    if _AFFILIATION.search(raw) and sentences <= 1 and raw.count(",") >= 2 and words < 60:
        return True
    return (after_title and sentences == 0 and words <= _SHORT_LINE) or bool(
        re.search(r"<sup>[^<]+</sup>\s*(?:,|and\b|$)", raw) and words < 150
    )


def _table(lines: Sequence[str]) -> Block:
    """Pipe or tab rows as cells; the rule below a pipe table's header says how many rows the header has."""
    header_rows = next((i for i, line in enumerate(lines) if _PIPE_RULE.match(line)), 0) or 1
    rows = [_cells(line) for line in lines if not _PIPE_RULE.match(line)]
    width = max((len(row) for row in rows), default=0)
    padded = tuple(tuple(_plain(cell) for cell in row) + ("",) * (width - len(row)) for row in rows)
    return Block(BlockKind.TABLE, "", rows=padded, header_rows=header_rows)


def _cells(line: str) -> list[str]:
    if "\t" in line and not _PIPE_ROW.match(line):
        return line.split("\t")
    return [cell.replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", line.strip().strip("|"))]


_ITALIC = re.compile(r"(?<![*\w])\*(?=[^\s*])(?P<name>[^*]+?)\*|(?<![\w_])_(?=[^\s_])(?P<name2>[^_]+?)_(?!\w)")


def _references(lines: Sequence[str]) -> list[Block]:
    """The blocks of a reference section; italics, where there are any, set the journal apart."""
    entries = split_entries(lines)
    parsed = []
    for number, raw in entries:
        italics = [_plain(m.group("name") or m.group("name2")) for m in _ITALIC.finditer(raw)]
        hint = italics[-1].rstrip(".,") if italics and len(italics[-1]) > 2 else ""
        parsed.append(parse_reference(_plain(raw), key=number, journal=hint))
    return [Block(BlockKind.REFERENCE, r.text, reference=r) for r in with_keys(parsed)]
