"""A sentence's mentions: miRNAs by grammar, other names by the vocabulary, unknown genes by shape, cells by phrase.

Each sentence is read alone; what the paper as a whole adds is its abbreviations.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from curator.extraction.cells import cell_mentions
from curator.extraction.mirna import find_mirnas, identified
from curator.extraction.overlap import Cover, Holders, outer, without_overlap
from curator.model import Mention, MentionType
from curator.patterns import Rules
from curator.patterns.inflect import fold_word
from curator.patterns.regex_cost import LONGEST_TEXT, matches
from curator.patterns.vocabulary import Entry, Name, fold_name

_TOKEN = re.compile(r"[A-Za-z]+|\d+|[\u0370-\u03ff]+|[^\sA-Za-z0-9]|[^\W\d_]+")
_JOINER = re.compile(r"[-\u2010-\u2015\u2212\u00ad \u00a0'’/+.()]*$")
_MOST_TOKENS = 14
_PRECEDENCE = (
    MentionType.DRUG, MentionType.CELL, MentionType.VESICLE, MentionType.DISEASE, MentionType.RNA, MentionType.GENE,
)  # fmt: skip
_INHIBITOR = re.compile(r"(?:/[A-Z0-9a-z]+)?[- ](?:kinase )?inhibitors?\b(?! of)")
_NAMED_LINE = re.compile(r"\bcell (?:sub)?lines? \(([^()]{3,80})\)")


@dataclass(frozen=True, slots=True)
class Abbreviations:
    """What a paper's short forms stand for: the entry, or that it is something no vocabulary holds."""

    long_forms: Mapping[str, str]
    entries: Mapping[str, Entry | None]
    """Short form → its entry; none where the paper defines it as something that no vocabulary holds."""


def resolve_abbreviations(long_forms: Mapping[str, str], rules: Rules) -> Abbreviations:
    """Ground each short form by its long form, so that `OC` is a disease where the paper says so and never a gene."""
    entries = {short: _entry_of(short, long, rules) for short, long in long_forms.items()}
    return Abbreviations(long_forms, entries)


def defined_lines(text: str) -> dict[str, Entry]:
    """The cell lines that a paper names in brackets: `a resistant cell line (MGC-803R)`."""
    names = [n.strip() for found in _NAMED_LINE.finditer(text) for n in re.split(r",| and ", found.group(1))]
    return {
        name: Entry(MentionType.CELL, name, None, "defined", "text")
        for name in names
        if re.fullmatch(r"[A-Z0-9][\w/-]{2,15}", name)
    }


def _entry_of(short: str, long: str, rules: Rules) -> Entry | None:
    for text in (long, long.removesuffix("s"), re.sub(r"^(?:the|a|an|human)\s+", "", long)):
        if names := rules.vocabulary.find(text):
            return names[0].entry
    head = re.split(r"[\s-]", long.lower())[-1].rstrip("s")
    if head == "inhibitor" and rules.vocabulary.find(long.rsplit(" ", 1)[0]):
        return Entry(MentionType.DRUG, long if long.endswith("s") else f"{long}s", None, "defined", "text")
    if head in rules.words("not_gene_heads"):
        return None
    if any(
        n.entry.type is MentionType.DRUG for word in re.findall(r"[\w-]{5,}", long) for n in rules.vocabulary.find(word)
    ):
        return Entry(MentionType.DRUG, short, None, "defined", "text")
    genes = [n.entry for n in rules.vocabulary.find(short) if n.entry.type is MentionType.GENE]
    if genes:
        return genes[0]
    if head in rules.words("gene_heads") or re.search(r"\d$", long):
        return Entry(MentionType.GENE, short, None, "defined", "text")
    return None


class Recogniser:
    """Finds mentions in sentences; built once from the rules."""

    def __init__(self, rules: Rules) -> None:
        self._rules = rules
        self._stop = rules.words("not_names")
        self._not_symbols = rules.words("not_symbols")

    def mentions(self, text: str, *, abbreviations: Abbreviations) -> list[Mention]:
        """The mentions of one sentence, in order; a cell phrase may hold the disease or drug that it is made of."""
        mirnas = list(identified(text, find_mirnas(text), self._rules.vocabulary))
        taken = [*mirnas, *self._by_shape(text, MentionType.RNA), *_long_forms(text, abbreviations)]
        named = list(self._named(text, abbreviations, taken))
        known = [*taken, *(m for m in named if m.type is MentionType.CELL)]
        named = [self._with_subline(text, m) for m in named]
        within = [disease for m in named if (disease := self._disease_within(m))]
        lines = without_overlap(self._by_shape(text, MentionType.CELL), known)
        named = [*without_overlap(named, lines), *lines]
        shaped = list(self._shaped(text, abbreviations, [*taken, *named]))
        named, shaped = _as_inhibitors(text, named), _as_inhibitors(text, shaped)
        simple = sorted([*outer(without_overlap(taken, named)), *named, *shaped], key=lambda m: (m.start, -m.end))
        cells = cell_mentions(text, simple, rules=self._rules)
        phrases = Holders(cells)
        kept = (m for m in simple if m.type is not MentionType.CELL or not phrases.hold(m))
        return sorted([*cells, *kept, *within], key=lambda m: (m.start, -m.end))

    def _disease_within(self, mention: Mention) -> Mention | None:
        """The tumour that a cell is named after: `gastric cancer` of `gastric cancer cells`."""
        phrase = re.match(r"(.+?)[ -]cells?$", mention.text) if mention.type is MentionType.CELL else None
        names = self._rules.vocabulary.find(phrase.group(1)) if phrase else ()
        skip = self._rules.noted("unspecific")
        diseases = (n.entry for n in names if n.entry.type is MentionType.DISEASE and n.entry.name not in skip)
        entry = next(diseases, None)
        if entry is None or phrase is None:
            return None
        end = mention.start + phrase.end(1)
        return Mention(entry.type, mention.start, end, phrase.group(1), entry.name, entry.identifier)

    def _named(self, text: str, abbreviations: Abbreviations, taken: Sequence[Mention]) -> Iterator[Mention]:
        tokens = [m.span() for m in _TOKEN.finditer(text)]
        cover = Cover(taken)
        index = 0
        while index < len(tokens):
            found = self._longest(text, tokens, index, abbreviations)
            if found and not cover.touches(found.start, found.end):
                yield found
                while index < len(tokens) and tokens[index][0] < found.end:
                    index += 1
            else:
                index += 1

    def _longest(
        self, text: str, tokens: list[tuple[int, int]], index: int, abbreviations: Abbreviations
    ) -> Mention | None:
        start = tokens[index][0]
        if not text[start].isalnum() or (start and text[start - 1].isalnum()):
            return None
        best: Mention | None = None
        folded = ""
        for last in range(index, min(index + _MOST_TOKENS, len(tokens))):
            end = tokens[last][1]
            if last > index and not _JOINER.match(text[tokens[last - 1][1] : tokens[last][0]]):
                break
            folded += fold_name(text[tokens[last][0] : end])
            if len(folded) > self._rules.vocabulary.longest:
                break
            if not _ends_word(text, end) or _goes_on_in_digits(text, start, end):
                continue
            if entry := self._entry(text[start:end], folded, abbreviations):
                if abbreviations.entries.get(text[start:end]) is not None:
                    return Mention(entry.type, start, end, text[start:end], entry.name, entry.identifier)
                best = Mention(entry.type, start, end, text[start:end], entry.name, entry.identifier)
        return best

    def _entry(self, surface: str, folded: str, abbreviations: Abbreviations) -> Entry | None:
        defined = abbreviations.entries.get(surface)
        if defined is not None and not (defined.type is MentionType.GENE and fold_word(surface) in self._not_symbols):
            return defined
        if surface in self._stop or (not surface[-1].isalnum() and surface[-1] not in ")+"):
            return None
        names = self._rules.vocabulary.find(surface, folded=folded)
        if not names and len(folded) > 3 and folded.endswith("s"):
            names = self._rules.vocabulary.find(surface.removesuffix("s"), folded=folded[:-1])
        usable = [n.entry for n in names if _plausible(n, surface) and _same_parts(n.text, surface)]
        if surface in abbreviations.entries:
            usable = [e for e in usable if e.type is not MentionType.GENE]
        return min(usable, key=lambda e: _PRECEDENCE.index(e.type) if e.type in _PRECEDENCE else 99, default=None)

    def _shaped(self, text: str, abbreviations: Abbreviations, taken: Sequence[Mention]) -> Iterator[Mention]:
        """Symbols that no vocabulary has: letters and digits in a gene's shape, where nothing says otherwise."""
        for mention in without_overlap(self._by_shape(text, MentionType.GENE), taken):
            symbol = mention.text
            if symbol in abbreviations.entries or fold_word(symbol) in self._not_symbols or not _may_be_gene(symbol):
                continue
            if not _is_cell_or_animal(text, mention.end):
                yield mention

    def _with_subline(self, text: str, mention: Mention) -> Mention:
        """A cell line with the mark of its subline (`HSC-3-R`)."""
        if mention.type is not MentionType.CELL or not re.search(r"\d", mention.text):
            return mention
        for shape in self._rules.shapes.get("subline", ()):
            if found := shape.match(text, mention.end, mention.end + LONGEST_TEXT):
                whole = text[mention.start : found.end()]
                return Mention(mention.type, mention.start, found.end(), whole, whole)
        return mention

    def _by_shape(self, text: str, kind: MentionType) -> list[Mention]:
        """What looks like a name of this kind; the longest where two shapes overlap."""
        found = [
            Mention(kind, match.start(), match.end(), match.group(), match.group())
            for shape in self._rules.shapes.get(kind.value, ())
            for match in matches(shape, text)
        ]
        kept: list[Mention] = []
        for mention in sorted(found, key=lambda m: (m.start, -m.end)):
            if not kept or mention.start >= kept[-1].end:
                kept.append(mention)
        return kept


def _is_cell_or_animal(text: str, end: int) -> bool:
    return re.match(r"[- ]?(?:cells?\b|cell lines?\b|mice\b)|/[A-Z]", text[end : end + 16]) is not None


def _may_be_gene(symbol: str) -> bool:
    if re.fullmatch(r"[A-Z]{2}", symbol) or re.fullmatch(r"[IVXLC]+|[A-Z]\d{1,2}", symbol):
        return False
    return bool(re.search(r"\d", symbol)) or 3 <= len(symbol) <= 7


def _plausible(name: Name, surface: str) -> bool:
    """A symbol in capitals is not meant by the same letters as a common word; a marked abbreviation needs defining."""
    if "abbreviation" in name.entry.note.split() and len(surface) <= 5 and name.text == surface.removesuffix("s"):
        return False
    letters = re.sub(r"[^A-Za-z]", "", surface)
    return not (surface.islower() and letters == surface and name.text.isupper())


def _ends_word(text: str, end: int) -> bool:
    """True where a name may end: on a letter or digit with none behind it."""
    return (text[end - 1].isalnum() or text[end - 1] == "+") and not (end < len(text) and text[end].isalnum())


def _goes_on_in_digits(text: str, start: int, end: int) -> bool:
    """`PSC-27` is no `PSC`: a short form in capitals that goes on in digits is another name."""
    return end - start <= 4 and text[start:end].isupper() and re.match(r"-\d", text[end : end + 2]) is not None


def _same_parts(name: str, surface: str) -> bool:
    """`MUC1 3` is not `MUC13`, nor `proteins` protein S: a border in one needs a border in the other.

    Between a word and its number it needs none: `Sprouty 2` is Sprouty2.
    """
    if re.fullmatch(r"[A-Z]?[a-z]{4,} \d{1,2}", surface):
        return True
    if re.search(r"\s", surface):
        return re.search(r"[^A-Za-z0-9]", name) is not None
    return not (surface.isalpha() and re.search(r"\s", name))


def _long_forms(text: str, abbreviations: Abbreviations) -> list[Mention]:
    """The long forms that the paper gives for genes, where no vocabulary has them; a plural has the same one."""
    found: dict[int, Mention] = {}
    for short, long in abbreviations.long_forms.items():
        entry = abbreviations.entries.get(short)
        if short.removesuffix("s") in abbreviations.long_forms and short.endswith("s"):
            continue
        if entry is not None and entry.type is MentionType.GENE and " " in long and (start := text.find(long)) >= 0:
            mention = Mention(entry.type, start, start + len(long), long, entry.name, entry.identifier)
            found.setdefault(start, mention)
    return list(found.values())


def _as_inhibitors(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """`BRAF inhibitor` is a drug named after a gene."""
    found = []
    for mention in mentions:
        inhibitor = _INHIBITOR.match(text, mention.end) if mention.type is MentionType.GENE else None
        if inhibitor:
            end = inhibitor.end()
            mention = Mention(
                MentionType.DRUG, mention.start, end, text[mention.start : end], f"{mention.text} inhibitors"
            )
        found.append(mention)
    return found


def shift(mention: Mention, offset: int) -> Mention:
    """The mention with offsets moved from a sentence's text to the document's."""
    return replace(mention, start=mention.start + offset, end=mention.end + offset)
