"""Blocks: what every reader makes of its file before it becomes a Document, and the mending that all formats share.

A block is one heading, paragraph, table, caption or reference with its text already canonical. Offsets of citations
and places are relative to the block's text; `curator.reading.assemble` turns them into offsets of the document.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypeVar

from curator.model import Citation, Place, Reference, SectionKind


class BlockKind(StrEnum):
    """What a block is in the document."""

    TITLE = "title"
    HEADING = "heading"
    PROSE = "prose"
    ITEM = "item"
    """Prose too: one entry of a list."""
    MATTER = "matter"
    """Stands in the text but is no prose: authors, affiliations, dates, keywords."""
    CAPTION = "caption"
    TABLE = "table"
    REFERENCE = "reference"


_Placed = TypeVar("_Placed", Citation, Place)
PROSE_KINDS = (BlockKind.PROSE, BlockKind.ITEM)
FLOAT_KINDS = (BlockKind.TABLE, BlockKind.CAPTION, BlockKind.MATTER)


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of a document in reading order."""

    kind: BlockKind
    text: str
    """Canonical; for a table its caption."""
    level: int = 1
    """Of a heading; 1 is the highest."""
    label: str = ""
    """`Table 1`; for prose or matter the printed label that opens it and names its own small section (`Keywords`)."""
    rows: tuple[tuple[str, ...], ...] = ()
    header_rows: int = 1
    citations: tuple[Citation, ...] = ()
    """Where the format marks them up; elsewhere they are found in the text later."""
    reference: Reference | None = None
    section: SectionKind | None = None
    """Of a heading, where the format tells what its section is for; none to tell it from the title."""
    places: tuple[Place, ...] = ()
    face: str = ""
    """Font and size of a paragraph, where the format has them: what is cut goes on in the same."""


_CLOSERS = re.compile(r"(?:\s*(?:[\])}\"'”’»]|\[[\d,;\s–-]{1,40}\])|[⁰¹²³⁴-⁹⁻⁺,–]+)+$")
_ABBREVIATION_END = re.compile(r"(?:\bet al|\bFigs?|\bvs|\be\.g|\bi\.e|\bcf|\bca|\bRefs?|\bapprox|\bNo)\.$")
_LEAST_CUT = 40
"""A shorter block without a full stop is a label or a line of front matter rather than a paragraph that was cut."""


def is_unfinished(text: str) -> bool:
    """True where a paragraph stops in the middle of a sentence: no full stop, or only that of an abbreviation.

    >>> [is_unfinished(s) for s in ("trials are warranted to develop exosomal", "It fell [3].", "It fell.[3]")]
    [True, False, False]
    """
    text = text.rstrip()
    if _ABBREVIATION_END.search(text[-12:]):
        return True
    end = _CLOSERS.sub("", text[-80:]).rstrip()
    return bool(end) and end[-1] not in ".!?:…"


def continues(first: Block, second: Block) -> bool:
    """True where `second` goes on with the sentence in which `first` stops."""
    if first.label or second.label or not is_unfinished(first.text):
        return False
    starts_low = second.text[:1].islower() or second.text[:1] in "([,;"
    if BlockKind.ITEM in (first.kind, second.kind):
        return second.kind is BlockKind.PROSE and starts_low
    return starts_low or len(first.text) >= _LEAST_CUT


def _joint(first: str, second: str) -> str:
    """What stands between two halves of a cut paragraph; a hyphen at the cut stays, without a space after it."""
    return "" if re.search(r"\w[-‐‑–/]$", first[-2:]) and second[:1].isalnum() else " "


def join(parts: Sequence[Block]) -> Block:
    """The parts of a cut paragraph as one block, offsets moved along; in time linear in their length."""
    pieces: list[str] = []
    citations: list[Citation] = []
    places: list[Place] = []
    length = 0
    for part in parts:
        body = part.text.strip()
        joint = _joint(pieces[-1], body) if pieces else ""
        shift = length + len(joint) - part.text.find(body)
        citations += [_moved(c, shift) for c in part.citations]
        places += [_moved(p, shift) for p in part.places]
        pieces += [joint, body]
        length += len(joint) + len(body)
    return replace(parts[0], text="".join(pieces), citations=tuple(citations), places=tuple(places))


def _moved(item: _Placed, shift: int) -> _Placed:
    return replace(item, start=max(0, item.start + shift), end=max(0, item.end + shift))


def mend(blocks: Iterable[Block]) -> list[Block]:
    """Make paragraphs whole that a page, a table, a figure or a box had cut; what stood between comes after.

    >>> prose, table = BlockKind.PROSE, BlockKind.TABLE
    >>> [b.text for b in mend([Block(prose, "to develop exosomal"), Block(table, "T"), Block(prose, "miRNA.")])]
    ['to develop exosomal miRNA.', 'T']
    """
    mended: list[list[Block]] = []
    cuts: dict[str, _Cut] = {}
    for block in blocks:
        cut = cuts.get(block.face) if block.kind in PROSE_KINDS else None
        if cut is not None and continues(cut.end, block) and (cut.near or _goes_on(block)):
            cut.parts.append(block)
            cut.end = replace(cut.end, text=f"{cut.end.text} {block.text}"[-TAIL:])
            cut.near = True
            continue
        mended.append([block])
        if block.kind in PROSE_KINDS:
            cuts[block.face] = _Cut(mended[-1], replace(block, text=block.text[-TAIL:]))
        elif block.kind not in FLOAT_KINDS:
            _pass_heading(cuts)
    return [parts[0] if len(parts) == 1 else join(parts) for parts in mended]


@dataclass(slots=True)
class _Cut:
    """The last paragraph of a face, which may go on."""

    parts: list[Block]
    end: Block
    near: bool = True
    """False where a heading stands after it: that of a box, if the paragraph goes on."""


def _pass_heading(cuts: dict[str, _Cut]) -> None:
    for face, cut in list(cuts.items()):
        cut.near = False
        if not face:
            del cuts[face]


def _goes_on(block: Block) -> bool:
    """True where a paragraph begins in the middle of a sentence."""
    return block.text[:1].islower() and bool(re.match(r"[a-z]{2,}[\s,;.)]|a\s", block.text))


TAIL = 200
"""Characters that tell whether a paragraph is unfinished."""


def merge_tables(blocks: Sequence[Block]) -> list[Block]:
    """Join a table with its continuation: the next block, as wide, without a caption of its own.

    A header row printed again at the head of the continuation is dropped.
    """
    merged: list[list[Block]] = []
    for block in blocks:
        if merged and _continues_table(merged[-1][0], block):
            merged[-1].append(block)
        else:
            merged.append([block])
    return [parts[0] if len(parts) == 1 else _one_table(parts) for parts in merged]


def _one_table(parts: Sequence[Block]) -> Block:
    first = parts[0]
    rows = list(first.rows)
    for part in parts[1:]:
        rows += part.rows[int(part.rows[:1] == first.rows[:1]) :]
    return replace(first, rows=tuple(rows), places=tuple(place for part in parts for place in part.places))


def _continues_table(first: Block, second: Block) -> bool:
    if first.kind is not BlockKind.TABLE or second.kind is not BlockKind.TABLE or not first.rows or not second.rows:
        return False
    return not second.text and len(first.rows[0]) == len(second.rows[0])
