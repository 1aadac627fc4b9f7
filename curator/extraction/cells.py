"""Cell phrases: a cell type or line, or `cells`, with the modifiers before it that say which cells they are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from curator.model import Mention, MentionType
from curator.patterns import Rules
from curator.patterns.vocabulary import Vocabulary

_WORD = re.compile(r"[^\W_]+(?:['’][a-z]+)?|[-\u2010-\u2015/+(),]")
_HYPHEN = re.compile(r"[-\u2010-\u2015/]$")
_CELL_NOUN = re.compile(r"cells?$")
_DERIVED = {"derived", "secreted", "released", "shed"}
_OF_TUMOUR = re.compile(
    r"(?:cancer|tumou?r|carcinoma|sarcoma|blastoma|lymphoma|melanoma|glioma|myeloma|leuka?emia) cells?$"
)
_SHARING = re.compile(
    r"\bfrom ((?:[\w-]+-)?(?:resistant|refractory|tolerant|hypoxic|metastatic|senescent)) (?:in)?to (?:the )?$"
)
_SHARED_WITHIN = 80
"""Characters in front of a cell in which another may share its noun."""
_CONTRASTED = re.compile(
    r"(?:[\w-]+-)?(?:sensitive|parental|na[iï]ve|normal|normoxic|responsive|non-?metastatic) ", re.IGNORECASE
)
_FLUIDS = ("serum", "plasma", "medium", "fluid", "ascites", "urine", "saliva", "blood", "effusion", "effusions")
_OWNER = re.compile(
    r" (?:of|from|in) ((?:(?!and\b|or\b)[\w/-]+ ){0,3}"
    r"(?:(?:non-?)?responders|patients|individuals|donors|volunteers|women|men|mice|rats|children)"
    r"(?: (?:with|resistant to|refractory to) [\w-]+(?: (?:cancer|carcinoma|leukaemia|leukemia|lymphoma|myeloma))?)?)"
)
"""Whose fluid it is: `serum of non-responders`, `plasma from patients with gastric cancer`."""
_CELLS = re.compile(r"cells?|lines?|sublines?|cultures?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Piece:
    """A word or a mention of the sentence."""

    start: int
    end: int
    text: str
    mention: Mention | None


def cell_mentions(text: str, mentions: Sequence[Mention], *, rules: Rules) -> list[Mention]:
    """The cell phrases of a sentence, each as long as its modifiers reach."""
    pieces = _pieces(text, mentions)
    found: list[Mention] = []
    index = 0
    while index < len(pieces):
        end = _head_end(pieces, index)
        if end is None:
            index += 1
            continue
        floor = found[-1].end if found else 0
        start = _leftmost(pieces, index, rules, floor)
        if _is_specific(pieces, start, end):
            found.append(_mention(text, pieces[start:end], rules.vocabulary))
        index = end
    return [*_elliptical(text, found), *found]


def _elliptical(text: str, cells: Sequence[Mention]) -> Iterator[Mention]:
    """The cells that share another's noun: `from cisplatin-resistant to sensitive NSCLC cells` names two."""
    for cell in cells:
        own = _CONTRASTED.match(cell.text)
        shared = _SHARING.search(text, max(0, cell.start - _SHARED_WITHIN), cell.start) if own else None
        if shared and own:
            name = f"{shared[1]} {_CONTRASTED.sub('', cell.name, count=1)}"
            yield Mention(MentionType.CELL, shared.start(1), shared.end(1), shared[1], name, cell.identifier)


def _pieces(text: str, mentions: Sequence[Mention]) -> list[_Piece]:
    outer: list[Mention] = []
    for candidate in mentions:
        if not outer or candidate.start >= outer[-1].end:
            outer.append(candidate)
    pieces: list[_Piece] = []
    position = 0
    ends: list[Mention | None] = [*outer, None]
    for mention in ends:
        until = mention.start if mention else len(text)
        pieces += [_Piece(m.start(), m.end(), m.group(), None) for m in _WORD.finditer(text, position, until)]
        if mention:
            pieces.append(_Piece(mention.start, mention.end, mention.text, mention))
            position = mention.end
    return pieces


def _head_end(pieces: Sequence[_Piece], index: int) -> int | None:
    """One past the head that begins at `index`: a cell name with the `cells` and the `(short form)` behind it."""
    piece = pieces[index]
    is_name = piece.mention is not None and piece.mention.type is MentionType.CELL
    if _donates(pieces, index):
        return index + 1
    if not is_name and not re.fullmatch(r"cells?|(?:sub)?lines?", piece.text):
        return None
    end = index + 1
    if is_name and (longer := _apposed_end(pieces, end)):
        return longer
    while end < len(pieces) and pieces[end].mention is None and _CELLS.fullmatch(pieces[end].text):
        end += 1
    if not is_name and not pieces[index].text.startswith("cell") and index and not pieces[index - 1].mention:
        return None
    return end


def _apposed_end(pieces: Sequence[_Piece], end: int) -> int | None:
    """Where `gastric cancer cells` behind a line's name ends (`MGC-803 gastric cancer cells`), or none."""
    position = end
    while position < len(pieces) and position - end < 4:
        piece = pieces[position]
        if piece.mention is None and _CELLS.fullmatch(piece.text):
            return position + 1 if position > end else None
        if piece.mention is not None and piece.mention.type is MentionType.CELL and position > end - 1:
            return position + 1 if _CELL_NOUN.search(piece.text) else None
        if piece.mention is None or piece.mention.type is not MentionType.DISEASE:
            return None
        position += 1
    return None


def _donates(pieces: Sequence[_Piece], index: int) -> bool:
    """A tumour before `-derived` or before its vesicles stands for its cells: `BC-derived exosomes`, `OC exosomes`."""
    mention = pieces[index].mention
    if mention is None or mention.type is not MentionType.DISEASE or index + 1 >= len(pieces):
        return False
    following = pieces[index + 1]
    if following.mention is not None:
        return following.mention.type is MentionType.VESICLE
    return _HYPHEN.match(following.text) is not None and index + 2 < len(pieces) and pieces[index + 2].text in _DERIVED


def _leftmost(pieces: Sequence[_Piece], index: int, rules: Rules, floor: int) -> int:
    """The first piece of the phrase whose head begins at `index`."""
    modifiers = rules.words("cell_modifiers")
    suffixes = rules.words("cell_modifier_suffixes")
    start = index
    while start > 0 and pieces[start - 1].start >= floor:
        before = pieces[start - 1]
        suffixed = before.text.lower() in suffixes and _takes_suffix(pieces, start)
        if suffixed or (start >= 3 and _hyphened(pieces, start) in modifiers):
            start -= 3
        elif start >= 2 and _ties(before, pieces[start - 2], modifiers):
            start -= 2
        elif _is_named(before) or before.text.lower() in modifiers or _answers(before, pieces[start]):
            start -= 1
        else:
            break
    while start < index and (_HYPHEN.match(pieces[start].text) or pieces[start].text.lower() in ("in", "and")):
        start += 1
    return start


def _hyphened(pieces: Sequence[_Piece], start: int) -> str:
    """The three pieces before `start` as one word (`m2-like`), where a hyphen stands in their middle."""
    before = pieces[start - 3 : start]
    return "-".join((before[0].text, before[2].text)).lower() if _HYPHEN.match(before[1].text) else ""


def _takes_suffix(pieces: Sequence[_Piece], start: int) -> bool:
    """True where a hyphen and what it ties stand before a suffix: `paclitaxel-resistant`, but never a miRNA's."""
    return start >= 3 and _HYPHEN.match(pieces[start - 2].text) is not None and not _is_mirna(pieces[start - 3])


def _is_mirna(piece: _Piece) -> bool:
    return piece.mention is not None and piece.mention.type is MentionType.MIRNA


def _is_drug(piece: _Piece) -> bool:
    return piece.mention is not None and piece.mention.type is MentionType.DRUG


def _is_named(piece: _Piece) -> bool:
    return piece.mention is not None and piece.mention.type in (MentionType.DISEASE, MentionType.CELL)


def _ties(before: _Piece, earlier: _Piece, modifiers: frozenset[str]) -> bool:
    """True where two pieces together modify: `cisplatin resistant`, `non-` before what takes a hyphen."""
    if before.text.lower() in ("resistant", "sensitive"):
        return _is_drug(earlier)
    return _HYPHEN.match(before.text) is not None and _takes_hyphen(earlier, modifiers)


def _answers(before: _Piece, following: _Piece) -> bool:
    """True for the drug of `cisplatin resistant cells`, where the table knows `resistant cells`."""
    return _is_drug(before) and following.text.lower().startswith(("resistant", "sensitive"))


def _takes_hyphen(piece: _Piece, modifiers: frozenset[str]) -> bool:
    """True for what may stand before a hyphen: `non-`, a tumour, and the drug of `cisplatin-resistant cells`."""
    named = (MentionType.DISEASE, MentionType.DRUG)
    return piece.text.lower() in modifiers or bool(piece.mention and piece.mention.type in named)


def _is_specific(pieces: Sequence[_Piece], start: int, end: int) -> bool:
    """`cells` alone names nothing; with a name or a modifier it does."""
    phrase = pieces[start:end]
    return any(p.mention for p in phrase) or len([p for p in phrase if not _CELLS.fullmatch(p.text)]) > 0


def _mention(text: str, phrase: Sequence[_Piece], vocabulary: Vocabulary) -> Mention:
    start, end = phrase[0].start, phrase[-1].end
    name = _name(text, phrase)
    cells = [p.mention for p in phrase if p.mention and p.mention.type is MentionType.CELL]
    known = (m.identifier or general_identifier(m.name, vocabulary) for m in reversed(cells))
    identifier = next(filter(None, known), None) or general_identifier(name, vocabulary)
    owner = _OWNER.match(text, end) if name.endswith(_FLUIDS) else None
    if owner:
        end, name = owner.end(), f"{name} of {owner[1]}"
    return Mention(MentionType.CELL, start, end, text[start:end], name, identifier)


def general_identifier(name: str, vocabulary: Vocabulary) -> str | None:
    """What an authority calls the kind of cell that a cell is, where it has no identifier of its own.

    That is the line of a resistant subline (`A549/DDP` is an A549), the cell that the last words name
    (`cancer-associated fibroblast` is a fibroblast), and a neoplastic cell where the word before `cell` is a tumour.
    """
    for general in _more_general(name):
        for text in (general, general.removesuffix("s")):
            named = (n.entry for n in vocabulary.find(text) if n.entry.type is MentionType.CELL)
            if identifier := next((e.identifier for e in named if e.identifier), None):
                return identifier
    return None


def _more_general(name: str) -> Iterator[str]:
    """Ever more general names of a cell, the name itself first."""
    yield name
    if re.search(r"\d", name):
        line = re.sub(r" (?:cells?|lines?)$", "", name)
        yield from (line[: m.start()] for m in reversed(list(re.finditer(r"[-/](?=[A-Z0-9])", line))) if m.start() > 2)
        yield re.sub(r"[A-Z]{0,2}R$", "", line)
    yield from (name[m.end() :] for m in re.finditer(r"[ -]", name) if name[m.end() :] not in ("cell", "cells"))
    if _OF_TUMOUR.search(name):
        yield "neoplastic cell"


def _name(text: str, phrase: Sequence[_Piece]) -> str:
    """The phrase with its abbreviations written out, in lower case but for cell lines, in the plural."""
    words = []
    position = phrase[0].start
    for piece in phrase:
        words.append(text[position : piece.start])
        words.append(_piece_name(piece))
        position = piece.end
    name = re.sub(r"\s+", " ", "".join(words)).strip()
    if phrase[-1].mention is not None and phrase[-1].mention.type is MentionType.DISEASE:
        name = f"{name} cells"
    return _plural(name) if name[-1:].islower() and not name.endswith("s") else name


def _piece_name(piece: _Piece) -> str:
    if piece.mention is None:
        return piece.text if re.search(r"\d", piece.text) else _lowered(piece.text)
    if piece.mention.type is MentionType.DISEASE and piece.mention.text.isupper():
        return piece.mention.name
    if piece.mention.type is MentionType.CELL and not re.search(r"[a-z]{4}", piece.text):
        return piece.mention.name
    is_name = re.search(r"\d", piece.text) or piece.text.isupper()
    return piece.text if is_name else _lowered(piece.text)


def _lowered(text: str) -> str:
    """The words in lower case, but for abbreviations: `Resistant GBM cells` are `resistant GBM cells`."""
    return re.sub(r"\b[A-Z]?[a-z]+\b", lambda word: word.group().lower(), text)


def _plural(name: str) -> str:
    if name.endswith("y") and name[-2:-1] not in "aeiou":
        return f"{name[:-1]}ies"
    return name if name.endswith(_FLUIDS) else f"{name}s"
