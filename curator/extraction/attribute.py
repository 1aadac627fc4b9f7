"""Which study a sentence tells of, and which reference owns it.

A study is opened by an author's name, by `another study` and the like, or by a paragraph; it is closed by a citation at
a sentence's end. Its reference is the one that the author's name resolves to, else one cited where it opens, else the one
that closes it. A citation inside a clause of background owns nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from curator.extraction.mirna import find_mirnas
from curator.model import Citation, Document, Sentence

_AUTHOR = re.compile(
    r"(?P<surname>[A-Z][\w'’-]+(?:[- ][A-Z][\w'’-]+){0,2}) (?:et al\b|and (?:colleagues|co-?workers|associates|collaborators)\b)"
)
_OPENER = re.compile(
    r"\b(?:[Aa]nother (?:study|group|report|team|work|mi|micro)|[Aa] (?:recent|second|third|further|separate|later|subsequent|different|previous|similar) (?:study|group|report|team|work|route|paper)|"
    r"[Oo]ther (?:studies|groups|authors)|[Rr]ecent(?:ly|\s+studies)|[Ii]n (?:a|another) (?:later|recent|further|separate|different)|By contrast|In contrast|Similarly|Likewise|Additionally|In addition to|For instance|For example)\b"
)
_CONTINUES = re.compile(
    r"^(?:This|These|Such|It|They|Its|Their|The (?:mi|micro|same|two|latter|former|effect|authors?|loss|inhibition|findings|results|over)|Moreover|Furthermore|Consistently|Conversely|Mechanistically|Consequently|Thus|Hence|Therefore|Accordingly|"
    r"Instead|Both|Knock-?down|Inhibition|Overexpression|An? (?:inhibitor|mimic|antagomir)|Restoration|In (?:addition|vivo|vitro|these|this|turn)|Direct|Xenografts|Once|When|Here|Notably|Importantly|Interestingly|Survival|Silencing)\b"
)
_OWN = re.compile(r"\b(?:[Ww]e (?:found|show|showed|demonstrate|demonstrated|report|observed|identified)|[Oo]ur (?:results|data|findings)|[Ii]n (?:this|the present|our) study|\(Fig)")
_TRAILING = re.compile(r"[\s.;:,)\]\u2019\u201d\"']*$")


@dataclass(frozen=True, slots=True)
class Study:
    """Neighbouring sentences of one paragraph that tell of one study."""

    sentences: tuple[int, ...]
    """Indexes into the document's sentences."""
    keys: tuple[str, ...]
    """The references that own it; empty for the document's own findings."""
    named: bool = False
    """True where an author's name or a citation at its opening gave the reference."""


def studies(document: Document) -> list[Study]:
    """The document's prose cut into studies, in order."""
    paragraphs = _paragraphs(document)
    if not document.citations:
        return _merged([Study(tuple(indexes), ()) for indexes in paragraphs])
    segments: list[list[int]] = []
    for indexes in paragraphs:
        told = _with_commentary(document, _segments(document, indexes))
        if segments and told and _goes_on(document, segments[-1], told[0]):
            segments[-1] = [*segments[-1], *told.pop(0)]
        segments += told
    return [_owned(document, segment) for segment in segments]


def _goes_on(document: Document, before: Sequence[int], after: Sequence[int]) -> bool:
    """True where a study without a citation is told on in the next paragraph: no opener there, and the same miRNA."""
    if any(citations_in(document, document.sentences[i]) for i in before) or _opens(document, after[0]):
        return False
    names = [{m.name for i in part for m in find_mirnas(document.quote(document.sentences[i]))} for part in (before, after[:1])]
    return bool(names[0] & names[1])


def _merged(found: Sequence[Study]) -> list[Study]:
    """A text without citations, such as an abstract, tells of one study."""
    return [Study(tuple(i for study in found for i in study.sentences), ())] if found else []


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


def citations_in(document: Document, sentence: Sentence) -> list[Citation]:
    """The citation markers of a sentence, and those that stand right behind its full stop."""
    return [c for c in document.citations if sentence.start <= c.start < sentence.end]


def _closes(document: Document, index: int) -> bool:
    """True where the sentence ends with a citation."""
    sentence = document.sentences[index]
    cited = citations_in(document, sentence)
    return bool(cited) and _TRAILING.fullmatch(document.text[cited[-1].end : sentence.end]) is not None


def _opens(document: Document, index: int) -> bool:
    text = document.quote(document.sentences[index])
    return _AUTHOR.search(text[:80]) is not None or _OPENER.search(text[:60]) is not None


def _segments(document: Document, indexes: Sequence[int]) -> list[list[int]]:
    """The sentences of a paragraph cut before every opener and after every closing citation."""
    segments: list[list[int]] = [[]]
    for position, index in enumerate(indexes):
        current = segments[-1]
        text = document.quote(document.sentences[index])
        after_close = position > 0 and _closes(document, indexes[position - 1])
        continues = _CONTINUES.match(text) is not None and not citations_in(document, document.sentences[index])
        named = bool(current) and _author_key(document, current) is not None
        if current and (_opens(document, index) or (after_close and not continues and not (named and _ends_named(document, indexes, position, current)))):
            segments.append([])
        segments[-1].append(index)
    return segments


def _ends_named(document: Document, indexes: Sequence[int], position: int, current: Sequence[int]) -> bool:
    """True where a study named by its author is cited again further on in the paragraph."""
    key = _author_key(document, current)
    for index in indexes[position:]:
        if _opens(document, index):
            return False
        if any(key in c.keys for c in citations_in(document, document.sentences[index])):
            return True
    return False


def _author_key(document: Document, indexes: Sequence[int]) -> str | None:
    """The reference whose first author the opening sentence names: the one cited nearby, else the only one."""
    if not indexes:
        return None
    opening = document.quote(document.sentences[indexes[0]])
    found = _AUTHOR.search(opening)
    if not found:
        return None
    surname = found["surname"].split(" ")
    names = {" ".join(surname[i:]).lower() for i in range(len(surname))}
    matching = [r.key for r in document.references if r.authors and _surname(r.authors[0]) in names]
    start = document.sentences[indexes[0]].start
    nearby = [k for c in document.citations if start <= c.start < start + 3000 for k in c.keys if k in matching]
    return nearby[0] if nearby else (matching[0] if len(matching) == 1 else None)


def _surname(author: str) -> str:
    return re.sub(r"(?:\s+[A-Z][A-Z.\-]{0,3})+$", "", author.strip()).lower()


def _with_commentary(document: Document, segments: Sequence[list[int]]) -> list[list[int]]:
    """What follows a study without naming a miRNA or another study is still told of it, citations and all."""
    joined: list[list[int]] = []
    for segment in segments:
        text = " ".join(document.quote(document.sentences[i]) for i in segment)
        bare = next(find_mirnas(text), None) is None and not _opens(document, segment[0]) if segment else True
        if bare and joined:
            joined[-1].extend(segment)
        elif segment:
            joined.append(list(segment))
    return joined


def _owned(document: Document, segment: Sequence[int]) -> Study:
    own = [i for i in segment if next(find_mirnas(document.quote(document.sentences[i])), None) is not None]
    last = next((i for i in segment if i >= (own[-1] if own else 0) and _closes(document, i)), segment[-1])
    segment_all, segment = tuple(segment), [i for i in segment if i <= last]
    return replace(_owner(document, segment), sentences=segment_all)


def _owner(document: Document, segment: Sequence[int]) -> Study:
    key = _author_key(document, segment)
    if key is not None:
        return Study(tuple(segment), (key,), named=True)
    first = document.sentences[segment[0]]
    opening = [c for c in citations_in(document, first) if c.start - first.start < 60]
    if opening and _AUTHOR.search(document.quote(first)[: opening[0].end - first.start + 1]):
        return Study(tuple(segment), opening[0].keys, named=True)
    closing = [c for i in segment for c in citations_in(document, document.sentences[i]) if _closes(document, i)]
    if closing:
        return Study(tuple(segment), closing[-1].keys)
    any_cited = [c for i in segment for c in citations_in(document, document.sentences[i])]
    return Study(tuple(segment), any_cited[-1].keys if any_cited else ())


def finding_keys(document: Document, study: Study, sentence: Sentence, end: int) -> tuple[str, ...]:
    """The references of a finding that ends at `end`: in a sentence with several citations, the next one after it."""
    cited = citations_in(document, sentence)
    if study.named or len(cited) < 2:
        return study.keys
    following = next((c for c in cited if c.start >= end - 1), None)
    return following.keys if following else study.keys
