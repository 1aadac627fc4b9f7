"""Paragraphs → sentences, by rules on the full stop.

A stop ends a sentence unless what stands before it is an abbreviation or an initial, or what stands after it cannot
begin a sentence. Names such as miR-21, p53 and mTOR can begin one in lower case. Citation markers and closing brackets
after the stop belong to the sentence before. Linear in the length of the text.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import replace

from curator.model import Document, Sentence

_STOP = re.compile(r"[.!?…]+")
_CLOSE = re.compile(r"[\"'”’»)\]]{0,6}")
_BRACKETED = r"\[\s?\d{1,4}(?:\s?[,;‐‑–—-]\s?\d{1,4}){0,40}\s?\]"
_MARKER = re.compile(
    rf"(?:{_BRACKETED}\s?){{0,4}}{_BRACKETED}(?=\s|\Z)|\s{_BRACKETED}(?=\s+[A-Z]|\s*\Z)"
    r"|[⁰¹²³⁴-⁹]{1,4}(?:[,⁻‐‑–—-]\s?[⁰¹²³⁴-⁹]{1,4}){0,40}"
)
_FLAT_MARKER = re.compile(r"\d{1,3}(?:[,–-]\d{1,3}){0,10}(?=\s+[A-Z])")
_SPACE = re.compile(r"\s+")
_WORD_BEFORE = re.compile(r"[^\s(\[{\"“‘/]*\Z")
_REACH = 60
"""Characters before and after a stop that are looked at; no word that matters is longer."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_NEVER = _words(
    "al cf vs viz e.g eg i.e ie ca approx resp esp incl excl dr drs prof mr mrs ms st sp spp subsp ssp var cv str ed "
    "eds pp suppl supp sect chap app ver gen nov anon pers dept univ r.p.m v/v w/v a.k.a c.f conc temp wt avg dev"
)
"""Before a full stop these never end a sentence."""
_JOURNAL = _words(
    "int rev biol chem med proc acad sci nat natl cell mol commun res clin exp oncol cancer genet physiol pharmacol "
    "jan feb mar apr jun jul aug sept sep oct nov dec inst comm"
)
"""Words of journal names, and months: no end before a number or another shortened word."""
_MAY_END = _words("inc ltd co corp gmbh llc plc u.s u.s.a u.k jr sr ph.d m.d b.sc m.sc i.v i.p s.c p.o i.m d.c")
"""These end one where a common opening word follows."""
_WITH_NUMBER = _words(
    "no nos nr n op lot cat art para fig figs table tables tab tabs ref refs eq eqs eqn eqns p vol vols version scheme "
    "sec ch pt"
)
"""These stand before a number; before anything else their stop is a stop."""
_OPENINGS = _words(
    "The This These That Those We In It Its Our However Moreover Furthermore Additionally Therefore Thus Hence "
    "Here A An And But As At By For From To On After Although Also All Both Such Since Then There They Their When "
    "While With Among Finally First Second Third Next Recently Previous Previously Results Conclusion Conclusions "
    "Methods Interestingly Importantly Notably Consistent Consistently Similarly Meanwhile Nevertheless Overall "
    "Together Taken If Because Despite During Each Following Given Further Several Some Many Most No Not One Two "
    "Three Using Based Exosomes Exosomal Patients Cells Mice Overexpression Knockdown Inhibition Expression "
    "Conversely Indeed Accordingly Another Subsequently Collectively Data Only Other Under Upon What Which Who "
    "How Why Yet"
)
_SHORT_OR_NUMBER = re.compile(r"\d|[A-Z][A-Za-z]{0,9}\.(?:\s|\Z)|U\b")
_STRAY_STOP = re.compile(r"[.;]?(?=\s|\Z)|")
_NEW_SENTENCE = re.compile(r"[.;]?\s+[A-Z]|[.;]?\Z")
_INITIAL = re.compile(r"(?:[A-Z]|[A-Z][a-z]|[A-Z](?:\.-?[A-Z]){1,3})\Z")
_INITIAL_AHEAD = re.compile(r"[A-Z]\.")
_LIST_NUMBER = re.compile(r"\(?(?:\d{1,2}(?:\.\d{1,2}){0,2}|[ivx]{1,4}|[IVX]{1,4})\Z")
_LOW_NAME = re.compile(
    r"[a-z]{1,7}-?[A-Z0-9]|(?:let|miRs?|hsa|mmu|pre|pri|circ|lnc|anti|pan|cis|trans|sh|si|c|v|t)-[A-Za-z0-9]|[α-ω]"
    r"|[ivx]{1,4}\)|[a-h]\)"
)
_OPEN = re.compile(r"[\"'“‘«(\[¿]{0,3}")
_LONGEST_ASIDE = 300
"""A bracket that closes within so many characters is an aside, and no sentence ends in it."""


def segment(document: Document) -> Document:
    """The document with its sentences: each inside one paragraph, in order, all non-space characters covered."""
    citations = sorted((c.start, c.end) for c in document.citations)
    starts = [start for start, _ in citations]
    sentences: list[Sentence] = []
    for paragraph in document.paragraphs:
        inside = citations[bisect_left(starts, paragraph.start) : bisect_left(starts, paragraph.end)]
        marked = {start - paragraph.start: end - paragraph.start for start, end in inside}
        text = document.text[paragraph.start : paragraph.end]
        sentences += [Sentence(paragraph.start + a, paragraph.start + b) for a, b in split(text, citations=marked)]
    return replace(document, sentences=tuple(sentences))


def split(text: str, *, citations: Mapping[int, int] | None = None) -> list[tuple[int, int]]:
    """Spans of the sentences of one paragraph; `citations` maps the start of each known marker to its end.

    >>> text = "miR-21 rose (Fig. 2A). let-7 fell.[12] So did p53."
    >>> [text[a:b] for a, b in split(text)]
    ['miR-21 rose (Fig. 2A).', 'let-7 fell.[12]', 'So did p53.']
    """
    spans: list[tuple[int, int]] = []
    start = len(text) - len(text.lstrip())
    for end, following in _boundaries(text, citations or {}):
        if end > start:
            spans.append((start, end))
            start = following
    end = len(text.rstrip())
    if end > start:
        spans.append((start, end))
    return spans


def _boundaries(text: str, citations: Mapping[int, int]) -> Iterator[tuple[int, int]]:
    """End of a sentence and start of the next."""
    asides = _Asides(text)
    sentence_start = 0
    for stop in _STOP.finditer(text):
        end = _end_after(text, stop, citations)
        space = _SPACE.match(text, end)
        following = space.end() if space else end
        if following >= len(text) or (space is None and not _runs_on(text, stop, end)):
            continue
        if asides.holds(stop.start(), end):
            continue
        if _ends_sentence(text, sentence_start, stop, following):
            yield end, following
            sentence_start = following


def _end_after(text: str, stop: re.Match[str], citations: Mapping[int, int]) -> int:
    """Where the sentence ends when this stop ends it: behind closing brackets, quotes and citation markers."""
    end = _past(_CLOSE, text, stop.end())
    known = _after_citation(text, end, citations)
    if known:
        return known
    marker = _MARKER.match(text, end)
    if marker:
        return marker.end()
    before = text[max(0, stop.start() - 3) : stop.start()]
    flat = _FLAT_MARKER.match(text, end) if re.search(r"[a-z)%]{2,3}\Z", before) else None
    return flat.end() if flat else end


def _past(pattern: re.Pattern[str], text: str, position: int) -> int:
    match = pattern.match(text, position)
    return match.end() if match else position


def _after_citation(text: str, end: int, citations: Mapping[int, int]) -> int | None:
    """The end of the known markers right behind the stop; behind a space only where they belong to no new sentence."""
    if end in citations:
        return _past(_STRAY_STOP, text, citations[end])
    spaced = end + 1
    if text[end:spaced] == " " and text[spaced : spaced + 1] in ("(", "[") and spaced in citations:
        after = text[citations[spaced] : citations[spaced] + 3]
        if not after or _NEW_SENTENCE.match(after):
            return _past(_STRAY_STOP, text, citations[spaced])
    return None


def _runs_on(text: str, stop: re.Match[str], end: int) -> bool:
    """True where only the space is missing: `cells.The`; never inside a name, a number or an address."""
    before = text[max(0, stop.start() - 4) : stop.start()]
    is_word = re.search(r"[a-z]{3}\Z|\d\)\Z", before)
    return stop.group() == "." and bool(is_word and re.match(r"[A-Z][a-z]{1,12}[ ,]", text[end : end + 15]))


def _ends_sentence(text: str, sentence_start: int, stop: re.Match[str], following: int) -> bool:
    after = text[following : following + _REACH]
    opener = _OPEN.match(after)
    first = after[opener.end() :] if opener else after
    if not _can_begin(first):
        return False
    if stop.group() != ".":
        return True
    word = _word_before(text, stop.start(), sentence_start)
    return not _is_abbreviation(word, text, stop.start(), sentence_start, first)


def _can_begin(first: str) -> bool:
    """True where a sentence can begin so: not with a small word, a comma or nothing."""
    if not first:
        return False
    return (
        first[0].isupper()
        or first[0].isdigit()
        or bool(_LOW_NAME.match(first))
        or not (first[0].isalpha() or first[0] in ",;:.)]}%&=<>/*")
    )


def _word_before(text: str, stop: int, start: int) -> str:
    match = _WORD_BEFORE.search(text[max(start, stop - _REACH) : stop])
    return match.group() if match else ""


def _is_abbreviation(word: str, text: str, stop: int, sentence_start: int, first: str) -> bool:
    """True where the stop behind `word` belongs to the word, seen what follows."""
    low = word.lower().lstrip("-–—")
    next_word = re.match(r"[\w'’-]*", first)
    opening = next_word is not None and next_word.group() in _OPENINGS
    if low in _WITH_NUMBER:
        token = first.split(maxsplit=1)[0].rstrip(").,;")
        numbered = any(c.isdigit() for c in token) or len(token) == 1
        return numbered or (word[:1].isupper() and not opening)
    if low in _NEVER:
        return True
    if low in _JOURNAL and word[:1].isupper():
        return bool(_SHORT_OR_NUMBER.match(first)) and not opening
    if low in _MAY_END:
        return not opening
    if _LIST_NUMBER.match(word) and _opens_item(text, stop - len(word), sentence_start):
        return True
    another = bool(_INITIAL_AHEAD.match(first))
    return bool(_INITIAL.match(word)) and _is_initial(word, text, stop, opening and not another)


def _opens_item(text: str, at: int, sentence_start: int) -> bool:
    """True where a number opens a sentence or, after a semicolon or colon, an entry of a list."""
    return at <= sentence_start + 1 or text[max(0, at - 2) : at].rstrip()[-1:] in (";", ":")


def _is_initial(word: str, text: str, stop: int, opening: bool) -> bool:
    """`J. Smith` and `E. coli`, but not the end of `vitamin D. The`."""
    if len(word) == 2 and word[1].islower():
        return False
    before = text[max(0, stop - len(word) - 14) : stop - len(word)]
    if before.endswith("/") or (word in "CFK" and re.search(r"[°º]\s?\Z", before)):
        return False
    named = bool(re.search(r"[a-zα-ω0-9]\s*\Z", before))
    return not (opening and (named or len(word) > 1))


class _Asides:
    """The bracketed stretches of a paragraph that are short enough to be asides."""

    def __init__(self, text: str) -> None:
        spans: list[tuple[int, int]] = []
        opened: list[int] = []
        for match in re.finditer(r"[()\[\]]", text):
            if match.group() in "([":
                opened.append(match.start())
            elif opened:
                start = opened.pop()
                if match.start() - start <= _LONGEST_ASIDE:
                    spans.append((start, match.start()))
        self._starts, self._ends = _merged(sorted(spans))

    def holds(self, position: int, end: int) -> bool:
        """True where the position lies inside an aside that is still open at `end`."""
        index = bisect_right(self._starts, position) - 1
        return index >= 0 and position < self._ends[index] and end <= self._ends[index]


def _merged(spans: list[tuple[int, int]]) -> tuple[list[int], list[int]]:
    starts: list[int] = []
    ends: list[int] = []
    for start, end in spans:
        if ends and start <= ends[-1]:
            ends[-1] = max(ends[-1], end)
        else:
            starts.append(start)
            ends.append(end)
    return starts, ends
