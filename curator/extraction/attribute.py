"""Which study a sentence tells of, and which reference owns it.

A study is opened by an author's name, by `another study` and the like, or by a paragraph; it is closed by a citation at
a sentence's end. Its reference is the one that the author's name resolves to, else one cited where it opens, else the
one that closes it. A citation inside a clause of background owns nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from curator.extraction.mirna import find_mirnas
from curator.model import Citation, Document, Sentence
from curator.patterns import Rules
from curator.patterns.inflect import fold_word

_AUTHOR = re.compile(
    r"(?<![\w'’-])(?P<surname>[A-Z][\w'’-]{1,40}+(?: [A-Z][\w'’-]{1,40}+){0,2}) "
    r"(?:et al\b|and (?:colleagues|co-?workers|associates|collaborators|others)\b"
    r"|(?:and|&) [A-Z][\w'’-]+(?=\s{3,}|\s?[\[(]))"
)
_APPOSITION = re.compile(r"[^,;.]{0,40},\s+(?P<opener>[a-z]+)\s[^;.]*$")
_ANAPHOR = re.compile(r"\b(?:this|the|these|both|the two) (?:mi(?:cro)?RNAs?|miRs?)\b")
_TRAILING = re.compile(r"[\s.;:,)\]\u2019\u201d\"']*$")
_PANEL = re.compile(r"\([^()]{0,80}\bFig(?:ure)?s?\.? ?S?\d{1,2} ?[a-zA-Z](?!\w)[^()]{0,80}\)")
"""A panel of a figure, which only the paper that shows it cites."""
_INITIALS = re.compile(r"(?:\s+[A-Z][A-Z.\-]{0,3})+$")
OPENER_REACH = 60
"""A phrase that opens a study, or a citation that owns it, stands so near to the sentence's beginning."""
AUTHOR_REACH = 80
CITED_NEARBY = 3000
"""An author's name stands for the reference that is cited within so many characters after it."""


@dataclass(frozen=True, slots=True)
class Study:
    """Neighbouring sentences that tell of one study."""

    sentences: tuple[int, ...]
    """Indexes into the document's sentences."""
    keys: tuple[str, ...]
    """The references that own it; empty for the document's own findings."""
    named: bool = False
    """True where an author's name or a citation at its opening gave the reference."""


@dataclass(frozen=True, slots=True)
class _Told:
    """What a sentence says of studies."""

    index: int
    start: int
    citations: tuple[Citation, ...]
    opens: bool
    continues: bool
    closes: bool
    author_key: str | None
    owner_opening: tuple[str, ...]
    """The keys of a citation right behind an author's name at the beginning."""
    mirnas: frozenset[str]
    anaphoric: bool = False
    """It speaks of a miRNA that an earlier sentence names: `this miRNA`."""
    own: bool = False
    """It tells the document's own finding: `we found`, `(Fig. 2A)`, and no citation behind it."""


def studies(document: Document, rules: Rules) -> list[Study]:
    """The document's prose cut into studies, in order. A text without citations tells of one, its own."""
    if not document.citations:
        everything = tuple(range(len(document.sentences)))
        return [Study(everything, ())] if everything else []
    cited = _citations_by_sentence(document)
    segments: list[list[_Told]] = []
    for indexes in _paragraphs(document):
        told = [_told(document, index, cited[index], rules) for index in indexes]
        parts = _with_commentary(_segments(told))
        if segments and parts and _goes_on(segments[-1], parts[0]):
            segments[-1] = [*segments[-1], *parts.pop(0)]
        segments += parts
    return [_owned(segment) for segment in segments]


def _citations_by_sentence(document: Document) -> list[tuple[Citation, ...]]:
    found: list[list[Citation]] = [[] for _ in document.sentences]
    index = 0
    for citation in sorted(document.citations, key=lambda c: c.start):
        while index < len(document.sentences) and document.sentences[index].end <= citation.start:
            index += 1
        if index < len(document.sentences) and document.sentences[index].start <= citation.start:
            found[index].append(citation)
    return [tuple(citations) for citations in found]


def _paragraphs(document: Document) -> list[list[int]]:
    groups: list[list[int]] = []
    position = 0
    for paragraph in document.paragraphs:
        indexes = []
        while position < len(document.sentences) and document.sentences[position].start < paragraph.end:
            if document.sentences[position].start >= paragraph.start:
                indexes.append(position)
            position += 1
        if indexes:
            groups.append(indexes)
    return groups


def _told(document: Document, index: int, citations: tuple[Citation, ...], rules: Rules) -> _Told:
    sentence = document.sentences[index]
    text = document.quote(sentence)
    author = _AUTHOR.search(_without_parentheses(text, sentence.start, citations))
    named_early = author is not None and author.start() < AUTHOR_REACH
    closing = citations and _TRAILING.fullmatch(text[citations[-1].end - sentence.start :])
    continues = not citations and _begins_with(text, rules.words("study_continuations"))
    return _Told(
        index=index,
        start=sentence.start,
        citations=citations,
        opens=named_early or _has_phrase(text[:OPENER_REACH], rules.words("study_openers")),
        continues=continues,
        closes=bool(closing),
        author_key=_author_key(document, author, sentence.start) if author else None,
        owner_opening=_opening_keys(text, sentence.start, citations),
        mirnas=frozenset(m.name for m in find_mirnas(text)),
        anaphoric=bool(_ANAPHOR.search(text)),
        own=not closing and author is None and _is_own(text, rules),
    )


def _is_own(text: str, rules: Rules) -> bool:
    return bool(_PANEL.search(text)) or _has_phrase(text, rules.words("own_findings"))


def _without_parentheses(text: str, start: int, citations: Sequence[Citation]) -> str:
    """The sentence with blanks for `(Guo et al., 2019)`: a name that only cites tells of no study."""
    for citation in citations:
        first, last = citation.start - start, citation.end - start
        if text[first] in "([":
            text = text[:first] + " " * (last - first) + text[last:]
    return text


def _folded(text: str) -> str:
    words = (fold_word(word) for word in re.findall(r"[^\W_]+(?:-[^\W_]+)*", text))
    return f" {' '.join(words)} "


def _begins_with(text: str, phrases: frozenset[str]) -> bool:
    folded = _folded(text[:OPENER_REACH])
    return any(folded.startswith(f" {phrase} ") for phrase in phrases)


def _has_phrase(text: str, phrases: frozenset[str]) -> bool:
    folded = _folded(text)
    return any(f" {phrase} " in folded for phrase in phrases)


def _author_key(document: Document, author: re.Match[str], start: int) -> str | None:
    """The reference whose first author is named: the one cited nearby, else the only one."""
    words = author["surname"].split(" ")
    names = {" ".join(words[i:]).lower() for i in range(len(words))}
    matching = [r.key for r in document.references if r.authors and _surname(r.authors[0]) in names]
    nearby = [
        key
        for citation in document.citations
        if start <= citation.start < start + CITED_NEARBY
        for key in citation.keys
        if key in matching
    ]
    return nearby[0] if nearby else (matching[0] if len(matching) == 1 else None)


def _surname(author: str) -> str:
    return _INITIALS.sub("", author.strip()).lower()


def _opening_keys(text: str, start: int, citations: Sequence[Citation]) -> tuple[str, ...]:
    told = _without_parentheses(text, start, citations)
    for citation in citations:
        if citation.start - start < OPENER_REACH and _AUTHOR.search(told[: citation.end - start + 1]):
            return citation.keys
    return ()


def _segments(told: Sequence[_Told]) -> list[list[_Told]]:
    """The sentences of a paragraph cut before every opener and behind every closing citation."""
    segments: list[list[_Told]] = [[]]
    for position, sentence in enumerate(told):
        current = segments[-1]
        ended = position > 0 and told[position - 1].closes and not sentence.continues
        ended = ended and not (current and _cited_again(current[0].author_key, told[position:]))
        opens = sentence.opens and not _introduced(current, sentence)
        if current and (opens or ended or _changes_hands(current, sentence, told[position:])):
            segments.append([])
        segments[-1].append(sentence)
    return segments


def _introduced(current: Sequence[_Told], sentence: _Told) -> bool:
    """True where an author's name comes behind the sentence that introduces the miRNA, which it only takes up."""
    uncited = not any(s.citations for s in current)
    return uncited and sentence.anaphoric and not sentence.mirnas and any(s.mirnas for s in current)


def _changes_hands(current: Sequence[_Told], sentence: _Told, rest: Sequence[_Told]) -> bool:
    """True where a sentence tells what others found than those whose study it follows; one side may be the document."""
    if sentence.own or current[0].own:
        return sentence.own != current[0].own and (sentence.own or sentence.closes)
    return _changes_owner(current[0], sentence, rest)


def _changes_owner(first: _Told, sentence: _Told, rest: Sequence[_Told]) -> bool:
    """True where a sentence closes with another reference than the one that opened the study and is not cited again."""
    owners = first.owner_opening or ((first.author_key,) if first.author_key else ())
    if not owners or not sentence.closes or sentence is first:
        return False
    closing = sentence.citations[-1].keys
    return not set(owners) & set(closing) and not any(_cited_again(key, rest) for key in owners)


def _cited_again(key: str | None, rest: Sequence[_Told]) -> bool:
    """True where a study named by its author is cited again before the next study opens."""
    for sentence in rest:
        if sentence.opens or key is None:
            return False
        if any(key in citation.keys for citation in sentence.citations):
            return True
    return False


def _with_commentary(segments: Sequence[list[_Told]]) -> list[list[_Told]]:
    """What follows a study without naming a miRNA or another study is still told of it, citations and all."""
    joined: list[list[_Told]] = []
    for segment in segments:
        bare = not any(s.mirnas for s in segment) and not any(s.opens for s in segment[:1])
        if bare and joined:
            joined[-1] += segment
        elif segment:
            joined.append(list(segment))
    return joined


def _goes_on(before: Sequence[_Told], after: Sequence[_Told]) -> bool:
    """True where a study without a citation is told on in the next paragraph: no opener there, and the same miRNA."""
    if any(s.citations for s in before) or after[0].opens:
        return False
    named = frozenset().union(*(s.mirnas for s in before))
    return bool(named & after[0].mirnas)


def _owned(segment: Sequence[_Told]) -> Study:
    """The study with its reference; commentary behind its last miRNA gives none."""
    everything = tuple(s.index for s in segment)
    last_named = max((i for i, s in enumerate(segment) if s.mirnas), default=0)
    end = next((i for i, s in enumerate(segment) if i >= last_named and s.closes), len(segment) - 1)
    told = segment[: end + 1]
    if told[0].own:
        return Study(everything, (), named=True)
    named = next((s for s in told if s.author_key is not None or s.citations), told[0])
    if named.author_key is not None:
        return Study(everything, (named.author_key,), named=True)
    if told[0].owner_opening:
        return Study(everything, told[0].owner_opening, named=True)
    closing = [s.citations[-1].keys for s in told if s.closes]
    cited = [c.keys for s in told for c in s.citations]
    return Study(everything, (closing or cited or [()])[-1])


def citations_in(document: Document, sentence: Sentence) -> list[Citation]:
    """The citation markers of a sentence."""
    return [c for c in document.citations if sentence.start <= c.start < sentence.end]


def next_keys(document: Document, study: Study, sentence: Sentence, end: int, *, rules: Rules) -> tuple[str, ...]:
    """The references cited next behind a finding that ends at `end`, in its sentence; none where the study is named."""
    behind = [c for c in citations_in(document, sentence) if c.start >= end - 1]
    if study.named:
        return next((c.keys for c in behind if study.keys and set(study.keys) < set(c.keys)), ())
    own = [c for i, c in enumerate(behind) if i == len(behind) - 1 or not _in_apposition(document, end, c, rules)]
    return own[0].keys if own else ()


def _in_apposition(document: Document, end: int, citation: Citation, rules: Rules) -> bool:
    """True for a citation of what is said of a name in passing: `FBXW7, a ligase known to degrade MYC [2], and …`."""
    found = _APPOSITION.match(document.text[end : citation.start])
    return found is not None and found["opener"] in rules.words("apposition_openers")


def last_keys(document: Document, study: Study, sentence: Sentence) -> tuple[str, ...]:
    """The references of a finding behind which nothing is cited: its sentence's last of several, else the study's."""
    cited = citations_in(document, sentence)
    return study.keys if study.named or len(cited) < 2 else cited[-1].keys
