"""Lines in reading order → blocks: paragraphs grouped, headings, captions, references and small print told apart."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from curator.model import Place, SectionKind
from curator.reading.blocks import Block, BlockKind
from curator.reading.hyphens import Hyphens
from curator.reading.pdf_imprint import IMPRINT, is_imprint, without_boilerplate
from curator.reading.pdf_lines import Line, usual_height
from curator.reading.pdf_set_off import NUMBERED, list_starts, set_off
from curator.reading.references import parse_reference, split_entries, with_keys
from curator.reading.sections import bare_title, section_kind

_SIZE_CHANGE = 0.12
_WIDE_STEP = 1.45
"""A step from line to line this much above the usual one parts two paragraphs."""
_INDENT = 0.7
_SHORT = 0.88
_SMALL_PRINT = 0.9
_LARGE = 1.07
_TITLE = 1.2
_LONGEST_HEADING = 18
_CAPTION = re.compile(
    r"(?P<label>(?:(?:Supplementary|Suppl\.|Additional|Extended Data)\s)?"
    r"(?:Fig(?:ure|\.)?|FIGURE|FIG\.?|Table|TABLE|Scheme|Box)\s?"
    r"(?:S?\d{1,3}|[IVX]{1,5})[A-Za-z]?)(?:\s?[.:|]|\s+(?=[A-Z(])|\s*$)"
)
_RUN_IN_ABSTRACT = re.compile(r"(?P<title>Abstract|ABSTRACT|Summary|SUMMARY)\s*(?:[:.—–-]\s*|\s(?=[A-Z]))(?=\S)")
_RUN_IN_KEYWORDS = re.compile(r"Key\s?-?words?(?: and phrases)?\s*[:.—–-]?\s*(?=\S)", re.IGNORECASE)
_BULLET = re.compile(r"[•·▪►■◦‣➢✓–—]\s?(?=\w)|\(?[ivx]{1,4}\)\s")
_SENTENCE_END = re.compile(r"[.!?:][\"”’)\]⁰¹²³⁴-⁹,–-]*$")


@dataclass(frozen=True, slots=True)
class Group:
    """Lines that make one paragraph, heading or caption."""

    lines: tuple[Line, ...]
    alone: bool = False
    """True where it fills no line and stands between a paragraph and the next, as a heading does."""

    @property
    def height(self) -> float:
        """The height of its characters."""
        return usual_height(self.lines)

    @property
    def bold(self) -> bool:
        """True where all of it is bold."""
        return all(line.bold for line in self.lines)

    @property
    def italic(self) -> bool:
        """True where all of it is italic."""
        return all(line.italic for line in self.lines)

    @property
    def face(self) -> str:
        """The font that most of its upright lines have, and their height in half points; empty where none is known."""
        fonts = Counter(line.font for line in self.lines if line.font and not (line.italic or line.bold))
        font = fonts.most_common(1)[0][0] if fonts else b""
        return f"{font.rpartition(b'+')[2].decode('latin-1')} {round(2 * self.height)}" if font else ""


def groups_of(stretches: Iterable[Sequence[Line]]) -> Iterator[Group]:
    """Paragraph-like groups of every stretch, in order."""
    for lines in stretches:
        if not lines:
            continue
        left, right = min(line.x0 for line in lines), max(line.x1 for line in lines)
        breaks = set_off(lines, right=right) | list_starts(lines)
        held = [lines[0]]
        for index, (before, line) in enumerate(pairwise(lines), start=1):
            if index in breaks or _parts(before, line, left=left, right=right):
                yield Group(tuple(held), alone=_is_alone(lines, index - len(held), index, left=left, right=right))
                held = []
            held.append(line)
        yield Group(tuple(held))


def _is_alone(lines: Sequence[Line], start: int, end: int, *, left: float, right: float) -> bool:
    """True for one or two lines after the end of a sentence and before a paragraph, the last of them short."""
    before, last, after = lines[start - 1], lines[end - 1], lines[end : end + 2]
    if not start or end - start > _LINES_ALONE or len(after) < 2 or last.x1 > left + _SHORT * (right - left):
        return False
    text = " ".join(line.text for line in lines[start:end])
    ended = bool(_SENTENCE_END.search(before.text)) and not before.text.endswith(":")
    named = text[0].isalnum() and not text[0].islower() and text[-1].isalpha() and len(text) >= _LEAST_ALONE
    filled = after[0].x1 >= left + _SHORT * (right - left) and after[1].top - after[0].top < _WIDE_STEP * last.height
    near = 0 < after[0].top - last.top < 3 * last.height
    return ended and named and near and filled and after[0].text[:1].isupper()


_LINES_ALONE = 2
_LEAST_ALONE = 5


def _parts(before: Line, line: Line, *, left: float, right: float) -> bool:
    """True where a new group starts with `line`."""
    height = max(before.height, line.height)
    if abs(before.height - line.height) > _SIZE_CHANGE * height or before.bold != line.bold:
        return True
    if _family(before) and _family(line) and _family(before) != _family(line):
        return True
    if _BULLET.match(line.text):
        return True
    if _is_title(before, left=left, right=right) or _is_title(line, left=left, right=right):
        return True
    if _CAPTION.match(line.text) and _SENTENCE_END.search(before.text):
        return True
    step = line.top - before.top
    if step > _WIDE_STEP * 1.2 * height or step < 0:
        return True
    ended = bool(_SENTENCE_END.search(before.text))
    indented = line.x0 - before.x0 > _INDENT * height and line.x0 - left > _INDENT * height
    short = before.x1 < left + _SHORT * (right - left)
    return ended and (indented or (short and not line.text[:1].islower()))


def _family(line: Line) -> str:
    """The family of an upright line's font, where it has one font alone."""
    return "" if line.italic or line.bold else _family_name(line.font)


def _family_name(font: bytes) -> str:
    """A font's name without the mark of its subset, its style and its part of the characters.

    Names that a program has made up (`AdvOT1ef757c0`) tell no family.
    """
    name = re.sub(r"^[A-Z]{6}\+", "", font.decode("latin-1"))
    return "" if _MADE_UP.match(name) else re.split(r"[-,.+]", re.sub(r"(?:PS)?MT$", "", name))[0]


_MADE_UP = re.compile(r"Adv(?:OT|TT|PS?)\w*[0-9]|\w{0,3}[0-9a-f]{6,}|[A-Z]?\d+$")


def _face(group: Group, style: Style) -> str:
    """The face of a paragraph; one of many fonts has that which is usual for its size."""
    return group.face or style.faces.get(round(2 * group.height), "")


def _usual_faces(groups: Iterable[Group]) -> dict[int, str]:
    """Height in half points → the face of most lines that high."""
    lines: dict[int, Counter[str]] = {}
    for group in groups:
        if group.face:
            lines.setdefault(round(2 * group.height), Counter())[group.face] += len(group.lines)
    return {height: faces.most_common(1)[0][0] for height, faces in lines.items()}


def body_lines(lines: Sequence[Line]) -> Sequence[Line]:
    """The lines above the list of references, whose letters may be others and as many as those of the text."""
    heads = (i for i, line in enumerate(lines) if _is_references_head(line.text))
    end = max(heads, default=0)
    return lines[:end] if end * _LEAST_BODY >= len(lines) else lines


_LEAST_BODY = 4


def _is_references_head(text: str) -> bool:
    return len(text) <= _LONGEST_HEAD and section_kind(text) is SectionKind.REFERENCES


_LONGEST_HEAD = 40


def usual_family(lines: Iterable[Line]) -> str:
    """The family of the font in which most of the text is set."""
    letters: Counter[str] = Counter()
    for line in lines:
        letters[_family(line)] += len(line.text)
    return max((n, family) for family, n in letters.items() if family)[1] if any(letters) else ""


def _is_title(line: Line, *, left: float, right: float) -> bool:
    """True for a line that is the known title of a section and nothing else."""
    words = bare_title(line.text).split()
    if not 0 < len(words) <= 4 or line.x1 - line.x0 > 0.7 * (right - left) or not words[0][0].isupper():
        return False
    return section_kind(line.text) is not SectionKind.OTHER and line.text[-1] not in ".,;:"


@dataclass(frozen=True, slots=True)
class Style:
    """What is usual in the document."""

    height: float
    hyphens: Hyphens
    family: str = ""
    """Of the running text's font."""
    faces: Mapping[int, str] = field(default_factory=dict)
    """Height in half points → the face that most lines of that height have."""


def blocks_of(groups: Sequence[Group], *, style: Style) -> list[Block]:
    """The blocks of a document; the reference list is read as a whole."""
    groups = without_boilerplate(groups, text=lambda group: _text(group, style))
    style = replace(style, faces=_usual_faces(groups))
    title, opening = _title_at(groups, style), _opening_at(groups, style)
    blocks: list[Block] = []
    references: list[Line] = []
    section: SectionKind | None = None
    closed = False
    for index, group in enumerate(groups):
        block = Block(BlockKind.TITLE, _text(group, style)) if index == title else None
        before = index < opening if opening else not _has_heading(blocks) and group.lines[0].page <= _LAST_OPENING
        front = before and section is not SectionKind.ABSTRACT
        heading = block or _heading(group, style, in_references=section is SectionKind.REFERENCES, front=front)
        if heading is not None and front and block is None and (opening or _is_byline(heading.text)):
            heading = replace(heading, kind=BlockKind.MATTER)
        if heading is not None:
            section = section_kind(heading.text) if heading.kind is BlockKind.HEADING else section
            blocks.append(heading)
        elif section is SectionKind.REFERENCES and _AFTER_REFERENCES.match(group.lines[0].text):
            section, closed = SectionKind.BACK, True
            blocks.append(_placed(BlockKind.MATTER, group, style))
        elif section is SectionKind.REFERENCES or (not closed and _resumes(group, references, section, style)):
            references += group.lines
        else:
            found = _block(group, style, section=section, front=front)
            section = next((b.section for b in found if b.section), section)
            blocks += found
    return _with_references(_without_repeats(blocks), references, style)


def _without_repeats(blocks: Sequence[Block]) -> list[Block]:
    """The blocks without matter that is printed twice, and without the title where it is printed again."""
    seen = {_squashed(b.text)[:_REPEATED] for b in blocks if b.kind is BlockKind.TITLE}
    kept: list[Block] = []
    for block in blocks:
        opening = _squashed(block.text)[:_REPEATED] if block.kind is BlockKind.MATTER else ""
        if len(opening) < _REPEATED or opening not in seen:
            kept.append(block)
        seen.add(opening)
    return kept


_REPEATED = 40
"""Letters and digits."""


def _squashed(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())


_AFTER_REFERENCES = re.compile(
    r"(?:conflicts? of interests?|competing interests?|disclaimer|publisher['’]s note"
    r"|(?:author|authors['’]) contributions?|funding|acknowledge?ments?)\s?[:.]|copyright\s©|©\s?(?:the|\d{4})",
    re.IGNORECASE,
)
"""How what follows the list of references begins, where no heading closes it."""
_OPENINGS = (SectionKind.ABSTRACT, SectionKind.INTRODUCTION)
_LAST_OPENING = 2
"""The page by which the abstract or the introduction has begun."""


def _opening_at(groups: Sequence[Group], style: Style) -> int:
    """The group with the heading of the abstract or the introduction, up to which all is front matter; 0 for none."""
    for index, group in enumerate(groups):
        if group.lines[0].page > _LAST_OPENING:
            break
        text = _text(group, style)
        run_in = _RUN_IN_ABSTRACT.match(text)
        known = section_kind(text) in _OPENINGS and bool(_heading(group, style, in_references=False, front=True))
        if known or (run_in and not IMPRINT.search(text)):
            return index
    return 0


def _resumes(group: Group, references: Sequence[Line], section: SectionKind | None, style: Style) -> bool:
    """True for small print like that of the list, below the back matter that a second column has put in between."""
    if section is not SectionKind.BACK or not references or group.height >= _SMALL_PRINT * style.height:
        return False
    return abs(group.height - usual_height(references)) < 0.3


_ARTICLE_KIND = (
    r"(?:(?:Original|Research|Review|Clinical|Brief|Short|Full|Rapid|Mini|Systematic|Case|Special|Invited|Regular)"
    r"[\s-]+){0,3}(?:Articles?|Papers?|Reviews?|Reports?|Communications?|Research|Study|Letters?|Editorial|Commentary)"
)
_JOURNAL = (
    r"(?:[A-Z][\w-]+\s){0,3}(?:Journal|Annals|Archives|Reviews|Proceedings|Transactions|Bulletin|Frontiers|Acta)"
    r"(?:\s(?:of|in|for|and|&|the|[A-Z][\w-]+)){1,7}"
)
_NO_TITLE = re.compile(rf"(?i:{_ARTICLE_KIND})|{_JOURNAL}|(?i:{_ARTICLE_KIND})\s+Open Access")
_MARKED_NAME = re.compile(r"[^\W\d_]{2}[.]?\s?(?:[¹²³⁴⁵⁶⁷⁸⁹⁰]|[*†‡§])[¹²³⁴⁵⁶⁷⁸⁹⁰,*†‡§]*(?:\s?,|\s(?:and|&)\s|\s*$)")


def _is_byline(text: str) -> bool:
    """True for the names of authors, and for the kind of the article, which may be set like a heading.

    >>> [_is_byline(s) for s in ("Anna Lee,¹ Bo Chen²", "Ann Lee, Bo Chen, and Cy Dee", "Research Article", "Cells")]
    [True, True, True, False]
    """
    names = re.split(r",\s(?:and\s|&\s)?|\s(?:and|&)\s", text)
    named = len(names) > 2 and all(re.fullmatch(r"(?:[A-Z][\w.'’-]*\s?){2,4}", name.strip()) for name in names)
    return named or bool(_MARKED_NAME.search(text) or _NO_TITLE.fullmatch(text))


def _has_heading(blocks: Sequence[Block]) -> bool:
    return any(b.kind is BlockKind.HEADING for b in blocks)


def _title_at(groups: Sequence[Group], style: Style) -> int | None:
    """The group in the largest letters of the first page, where they are clearly larger than the text.

    The kind of the article and the name of the journal may be printed as large.
    """
    first = [
        (group.height, -index)
        for index, group in enumerate(groups)
        if group.lines[0].page == 1
        and sum(len(line.text) for line in group.lines) > 15
        and not _NO_TITLE.fullmatch(_text(group, style))
    ]
    height, index = max(first, default=(0.0, 0))
    return -index if height > _TITLE * style.height else None


def _text(group: Group, style: Style) -> str:
    text = style.hyphens.join([line.text for line in group.lines])[0]
    return "Abstract" if _SPACED_ABSTRACT.fullmatch(text) else text


_SPACED_ABSTRACT = re.compile(r"(?:[A-Z] ){0,12}A B S T R A C T|a b s t r a c t")
"""Set with spaces between its letters, perhaps in one line with the heading of the panel beside it."""


def _placed(kind: BlockKind, group: Group, style: Style, *, label: str = "") -> Block:
    """The group as one block, with a place for each page and column that it stands on."""
    text, starts = style.hyphens.join([line.text for line in group.lines])
    ends = [*starts[1:], len(text)]
    places: list[Place] = []
    for line, start, end in zip(group.lines, starts, ends, strict=True):
        box = (round(line.x0, 1), round(line.top, 1), round(line.x1, 1), round(line.bottom, 1))
        last = places[-1] if places else None
        if last is not None and last.box is not None and last.page == line.page and line.top >= last.box[1]:
            wider = (min(last.box[0], box[0]), last.box[1], max(last.box[2], box[2]), box[3])
            places[-1] = replace(last, end=end, box=wider)
        else:
            places.append(Place(start, end, line.page, box))
    return Block(kind, text, label=label, places=tuple(places))


def _heading(group: Group, style: Style, *, in_references: bool, front: bool) -> Block | None:
    """The group as a heading where it is short, unfinished as a sentence, and set apart or a known title."""
    text = _text(group, style)
    words = text.split()
    if not words or len(words) > _LONGEST_HEADING or len(group.lines) > 4 or text[-1] in ",;" or text[0].islower():
        return None
    if _CAPTION.match(text) or not any(c.isalpha() for c in text):
        return None
    kind = section_kind(text)
    known = kind is not SectionKind.OTHER and len(bare_title(text).split()) <= 6
    if in_references and not known:
        return None
    set_apart = group.bold or group.height > _LARGE * style.height or (text.isupper() and len(text) > 6)
    set_apart = set_apart or (not front and (group.italic or (group.alone and not in_references)))
    if _SENTENCE_END.search(text) and text[-1] not in "!?" and not (known and set_apart):
        return None
    if not (known or (set_apart and group.height > _SMALL_PRINT * style.height)):
        return None
    level = 1 if known else 2
    return replace(_placed(BlockKind.HEADING, group, style), text=text, level=level)


def _block(group: Group, style: Style, *, section: SectionKind | None, front: bool) -> list[Block]:
    text = _text(group, style)
    caption = _CAPTION.match(text)
    if caption:
        return [_placed(BlockKind.CAPTION, group, style, label=caption.group("label"))]
    abstract = _RUN_IN_ABSTRACT.match(text)
    if front and abstract:
        heading = Block(BlockKind.HEADING, abstract.group("title"), section=SectionKind.ABSTRACT)
        return [heading, _cut(_placed(BlockKind.PROSE, group, style), abstract.end())]
    keywords = _RUN_IN_KEYWORDS.match(text)
    if keywords and len(text) < 600:
        return [replace(_cut(_placed(BlockKind.MATTER, group, style), keywords.end()), label="Keywords")]
    if is_imprint(text):
        return [_placed(BlockKind.MATTER, group, style)]
    if not front and _is_label(group, text, style):
        return []
    if front and _is_abstract(text):
        heading = Block(BlockKind.HEADING, "Abstract", section=SectionKind.ABSTRACT)
        return [heading, _placed(BlockKind.PROSE, group, style)]
    small = group.height < _SMALL_PRINT * style.height and section is not SectionKind.ABSTRACT
    if small and section is SectionKind.BACK and _tells(text):
        return [replace(_placed(BlockKind.PROSE, group, style), face=_face(group, style))]
    if front or small or not _is_prose(group, text):
        return [_placed(BlockKind.MATTER, group, style)]
    bullet = _BULLET.match(text)
    if bullet:
        return [_cut(_placed(BlockKind.ITEM, group, style), bullet.end())]
    kind = BlockKind.ITEM if NUMBERED.match(text) else BlockKind.PROSE
    return [replace(_placed(kind, group, style), face=_face(group, style))]


_LEAST_ABSTRACT = 60
"""Words. Less may be anything that stands between the title and the text."""


def _is_abstract(text: str) -> bool:
    """True for a paragraph before the first heading that tells something: an abstract without a title of its own."""
    label = _LABELLED.match(text)
    if label and section_kind(label.group("label")) in _PARTS:
        return _stops(text) >= 1
    return len(text.split()) >= _LEAST_ABSTRACT and _stops(text) >= 2 and not IMPRINT.search(text)


_LABELLED = re.compile(r"(?P<label>[A-Z][A-Za-z()]+(?:\s(?:and\s)?[A-Za-z]+){0,2})\s?[:.]\s+(?=[A-Z])")
_PARTS = (SectionKind.INTRODUCTION, SectionKind.METHODS, SectionKind.RESULTS, SectionKind.CONCLUSION)


def _stops(text: str) -> int:
    return len(re.findall(r"[a-z)\]%][.]\s+[A-Z]", text))


def _tells(text: str) -> bool:
    """True for small print that is prose all the same: sentences below a heading, not an address or a licence."""
    ends = bool(_SENTENCE_END.search(text))
    return len(text.split()) >= _LEAST_NOTE and ends and _stops(text) >= 1 and not IMPRINT.search(text)


_LEAST_NOTE = 20


def _is_label(group: Group, text: str, style: Style) -> bool:
    """True for the words and numbers inside a figure: scattered, and not in the size of the running text."""
    other_size = abs(group.height - style.height) > 0.06 * style.height
    families = {_family(line) for line in group.lines}
    other_face = bool(style.family) and "" not in families and style.family not in families
    return (other_size or (other_face and not text[0].islower())) and not _is_prose(group, text)


def _cut(block: Block, at: int) -> Block:
    """The block without its first characters."""
    places = tuple(replace(p, start=max(0, p.start - at), end=max(0, p.end - at)) for p in block.places)
    return replace(block, text=block.text[at:], places=places)


def _is_prose(group: Group, text: str) -> bool:
    """False for scattered words, such as the labels inside a figure."""
    words = text.split()
    letters = sum(c.isalpha() for c in text)
    per_line = len(words) / len(group.lines)
    return letters > 0.5 * len(text.replace(" ", "")) and (per_line >= 4 or bool(_SENTENCE_END.search(text)))


def _with_references(blocks: list[Block], lines: Sequence[Line], style: Style) -> list[Block]:
    """The reference list behind its heading, wherever the heading stands."""
    if not lines:
        return blocks
    entries = split_entries(_entry_lines(lines, style))
    parsed = with_keys([parse_reference(text, key=number) for number, text in entries])
    made = [Block(BlockKind.REFERENCE, r.text, reference=r) for r in parsed]
    at = next(i for i, b in enumerate(blocks) if b.kind is BlockKind.HEADING and _is_references(b))
    return [*blocks[: at + 1], *made, *blocks[at + 1 :]]


def _is_references(block: Block) -> bool:
    return section_kind(block.text) is SectionKind.REFERENCES


_NUMBER_AHEAD = re.compile(r"[\[(]?\d{1,3}[\]).]?\s")


def _entry_lines(lines: Sequence[Line], style: Style) -> list[str]:
    """The lines of the list joined to entries: at a number, or at a line that hangs out to the left."""
    numbered = sum(bool(_NUMBER_AHEAD.match(line.text)) for line in lines) * 6 > len(lines)
    lefts = _lefts(lines)
    entries: list[list[str]] = []
    for line in lines:
        hangs = line.x0 <= lefts[line.page, _side(line)] + 0.4 * line.height
        starts = bool(_NUMBER_AHEAD.match(line.text)) if numbered else hangs
        if starts or not entries:
            entries.append([])
        entries[-1].append(line.text)
    return [style.hyphens.join(entry)[0] for entry in entries]


def _side(line: Line) -> int:
    return round(line.x0 / 60)


def _lefts(lines: Sequence[Line]) -> dict[tuple[int, int], float]:
    """Page and rough column → the leftmost start of a line there, looking at the neighbouring stripe too."""
    found: dict[tuple[int, int], float] = {}
    for line in lines:
        for side in (_side(line) - 1, _side(line), _side(line) + 1):
            key = (line.page, side)
            found[key] = min(found.get(key, line.x0), line.x0)
    return found
