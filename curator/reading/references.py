"""One entry of a reference list → authors, title, journal, year, volume, pages, DOI and PMID.

Knows the common styles (Vancouver, AMA, ACS, APA, Nature, Elsevier, Hindawi and their mixtures) by the shape of names
and of the year-volume-pages group, not by journal. A field that cannot be told apart stays empty.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from curator.model import Reference
from curator.reading.names import leading_authors, surname

_DOI = re.compile(
    r"(?:https?://(?:dx\.)?doi\.org/|doi\s*[:.]?\s*(?:org/)?\s*)?(10\.\d{4,9}/[^\s\"<>,;]*[^\s\"<>,;.)\]])",
    re.IGNORECASE,
)
_PMID = re.compile(
    r"(?:\bPMID\b|\bPubMed(?: PMID)?\b)\s*[:#]?\s*(\d{5,9})|ncbi\.nlm\.nih\.gov/pubmed/(\d{5,9})", re.IGNORECASE
)
_TRAILER = re.compile(
    r"\s*(?:\[(?:PMC free article|PubMed|CrossRef|Google Scholar|DOI)\]"
    r"|\(?(?:Epub|Published online|Accessed|Available (?:at|from|online))\b.*"
    r"|https?://\S+|\bPMC\s?ID?:?\s?(?:PMC)?\d+|\bPMC\d+|\[PubMed:?\s*\d*\]?|(?:\bPMID\b|\bdoi\b)\s*[:#]?\s*)[\s.;,]*\Z",
    re.IGNORECASE,
)

_YEAR = r"(?:1[89]|20)\d{2}[a-z]?"
_PAGE = r"(?:[A-Za-z]{0,6}\.?\d[\w./]*|[ivxlc]+\b)"
_PAGES = rf"{_PAGE}(?:\s?[-‐‑–—−]+\s?{_PAGE})?(?:,\s?{_PAGE}\s?[-–]\s?{_PAGE})?"
_VOLUME = r"[A-Z]{0,3}\d[\w/–-]{0,9}(?:\s?(?:Suppl|Pt|Spec|Part)\.?\s?\w{0,4})?"
_ISSUE = r"(?:\s?\((?:[^()]|\([^()]*\)){0,40}\))?"
_MONTH = r"[A-Z][a-z]{2,8}\.?"
_DATE = rf"(?:[,\s]+{_MONTH}(?:\s?[-–/]\s?{_MONTH})?(?:\s\d{{1,2}}(?:st|nd|rd|th)?)?)?(?:\s\d{{1,2}}\s[A-Z][a-z]{{2}})?"
_NUMBERS = r"(?:,\s?(?:no|supplement|article|suppl)\.?\s?[\w/–-]+\s?)*"
_LOCATORS = tuple(
    re.compile(pattern)
    for pattern in (
        # 2021 Apr 1;14(4):662-70
        rf"(?P<year>{_YEAR}){_DATE}\s?[;:,]\s?(?P<volume>{_VOLUME}){_ISSUE}\s?[:,]\s?"
        rf"(?:pp?\.\s?)?(?:Article (?:ID )?)?(?P<pages>{_PAGES})",
        # vol. 14, no. 4, pp. 662-670, 2021
        rf"\bvol\.\s?(?P<volume>[\w/–-]+)\s?{_NUMBERS}"
        rf"(?:,\s?(?:pp?|article|Article ID)\.?\s?(?:ID\s)?(?P<pages>{_PAGES}))?\s?,\s?(?P<year>{_YEAR})",
        # 14(4), 662-670 (2021)
        rf"(?P<volume>{_VOLUME}){_ISSUE}\s?[:,]\s?(?P<pages>{_PAGES})\s?\((?P<year>{_YEAR})\)",
        # 14 (2021) 662-670
        rf"(?P<volume>{_VOLUME}){_ISSUE}\s?\((?P<year>{_YEAR})\)[\s,:]{{0,2}}(?P<pages>{_PAGES})",
        # (2021) 14(4): 662-670
        rf"\((?P<year>{_YEAR})\)\s?(?P<volume>{_VOLUME}){_ISSUE}\s?[:,]\s?(?P<pages>{_PAGES})",
        # 2021;14(4)
        rf"(?P<year>{_YEAR}){_DATE}\s?;\s?(?P<volume>{_VOLUME}){_ISSUE}",
        # 2021;:662-670
        rf"(?P<year>{_YEAR})\s?;\s?{_ISSUE}\s?:?\s?(?P<pages>{_PAGES})",
        # 14(4):662-670 at the end, the year being elsewhere
        rf"(?<=[\s.]),?\s?(?P<volume>{_VOLUME}){_ISSUE}\s?[:,]\s?(?:pp?\.\s?)?(?:Article\s)?(?P<pages>{_PAGES})"
        rf"(?=[\s.,;]*\Z)",
        # 14(4) (2021)
        rf"(?P<volume>{_VOLUME}){_ISSUE}\s?\((?P<year>{_YEAR})\)",
    )
)
_ANY_YEAR = re.compile(rf"\(?\b(?P<year>{_YEAR})\b\)?")
_YEAR_AFTER_AUTHORS = re.compile(rf"[\s.,]*\(\s?(?P<year>{_YEAR})(?:,\s[^()]*)?\)[\s.,:]*|[\s.,]+(?P<bare>{_YEAR})\.\s")

_CAPITAL = "A-ZÀ-ÖØ-ÞĀ-Ž"


_LONGEST_ENTRY = 4000
"""Fields are looked for in so many characters; more is no entry but a failed split."""


@dataclass(frozen=True, slots=True)
class _Fields:
    authors: tuple[str, ...] = ()
    title: str = ""
    journal: str = ""
    year: str = ""
    volume: str = ""
    pages: str = ""


def parse_reference(text: str, *, key: str = "", journal: str = "") -> Reference:
    """The fields of one entry, without its number; `journal` is a hint where markup has set it apart.

    >>> r = parse_reference("Hill M, Tran N. miRNA interplay. Disease Models & Mechanisms. 2021 Apr 1;14(4):dmm047662.")
    >>> r.authors, r.title, r.journal, r.year, r.volume, r.pages
    (('Hill M', 'Tran N'), 'miRNA interplay', 'Disease Models & Mechanisms', '2021', '14', 'dmm047662')
    """
    doi, pmid, body = _identifiers(text[:_LONGEST_ENTRY])
    fields = _fields(body, journal=journal)
    return Reference(
        key=key,
        text=text,
        authors=fields.authors,
        title=fields.title,
        journal=fields.journal,
        year=fields.year,
        volume=fields.volume,
        pages=fields.pages,
        doi=doi,
        pmid=pmid,
    )


def _identifiers(text: str) -> tuple[str | None, str | None, str]:
    """DOI, PMID and the text without them."""
    doi, pmid = _DOI.search(text), _PMID.search(text)
    body = text
    for match in sorted((m for m in (doi, pmid) if m), key=lambda m: m.start(), reverse=True):
        body = body[: match.start()].rstrip(" ([") + " " + body[match.end() :].lstrip(" )].;,")
    previous = None
    while previous != body:
        previous, body = body, _TRAILER.sub("", body).strip()
    return (doi.group(1) if doi else None), (next(g for g in pmid.groups() if g) if pmid else None), body


def _fields(body: str, *, journal: str) -> _Fields:
    authors, position = leading_authors(body)
    year = ""
    after = _YEAR_AFTER_AUTHORS.match(body, max(0, position - 2)) or _YEAR_AFTER_AUTHORS.match(body, position)
    if after and authors:
        year, position = after.group("year") or after.group("bare"), after.end()
    if not authors:
        authors, position = _organisation(body)
    rest = body[position:].lstrip(" .,;:)")
    locator = _locator(rest)
    if locator is None:
        return _without_locator(authors, rest, year, journal)
    found = {k: v for k, v in locator.groupdict().items() if v}
    title, name = _title_and_journal(rest[: locator.start()], hint=journal)
    if not found.get("year") and not year:
        later = _ANY_YEAR.search(rest, locator.end())
        year = later.group("year") if later else ""
    volume, pages = found.get("volume", ""), re.sub(r"\s", "", found.get("pages", "")).rstrip(".")
    return _Fields(authors, title, name, found.get("year") or year, volume.strip(), pages)


def _locator(rest: str) -> re.Match[str] | None:
    """The year-volume-pages group that ends last; the earlier shape wins a tie."""
    best: re.Match[str] | None = None
    for pattern in _LOCATORS:
        for match in pattern.finditer(rest):
            if (
                best is None
                or (match.start() > best.end())
                or (match.start() < best.start() and match.end() >= best.end())
            ):
                best = match
    return best


def _without_locator(authors: tuple[str, ...], rest: str, year: str, journal: str) -> _Fields:
    if not year:
        years = list(_ANY_YEAR.finditer(rest))
        if years:
            year = years[-1].group("year")
            if years[-1].end() >= len(rest.rstrip(" .;,")) - 1:
                rest = rest[: years[-1].start()]
    title, name = _title_and_journal(rest, hint=journal)
    return _Fields(authors, title, name, year)


def _organisation(body: str) -> tuple[tuple[str, ...], int]:
    """`World Health Organization. Title. …`: a short first piece, where two more follow."""
    pieces = list(re.finditer(r"[.]\s+(?=\S)", body))
    if (
        len(pieces) >= 2
        and len(body[: pieces[0].start()].split()) <= 7
        and not re.search(r"\d", body[: pieces[0].start()])
    ):
        return (body[: pieces[0].start()].strip(),), pieces[0].end()
    return (), 0


_QUOTED = re.compile(r"[“\"](?P<title>[^”\"]{5,})[”\"][\s.,]*")
_PIECE_END = re.compile(r"(?:[.?!]['’”\"]?\.?|[.?!]\))\s+")
_NO_END = re.compile(r"(?:\b(?:vs|et al|cf|e\.g|i\.e|sp|spp|subsp|var|No|St|[A-Z])|\b[A-Z][a-z]?\.[A-Z])\.\s+\Z")
_ABBREVIATED = re.compile(rf"(?:[{_CAPITAL}(&][\w'’&()-]{{0,12}}[.,]?\s?){{1,3}}\Z")
_SHORT_PIECE = 14


def _title_and_journal(text: str, *, hint: str = "") -> tuple[str, str]:
    """Split `Title. Journal` at the full stop that a journal follows."""
    text = text.strip().rstrip(",;(").strip()
    quoted = _QUOTED.match(text)
    if quoted:
        return _trim(quoted.group("title")), _trim(text[quoted.end() :])
    at = text.rfind(hint.strip()) if hint else -1
    if at > 0:
        return _trim(text[:at]), _trim(text[at : at + len(hint)])
    ends = [m for m in _PIECE_END.finditer(text) if not _is_inner(text, m)]
    if not ends:
        head, comma, tail = text.rpartition(", ")
        is_journal = bool(comma) and tail[:1].isupper() and len(tail.split()) <= 8 and len(head.split()) >= 3
        return (_trim(head), _trim(tail)) if is_journal else (_trim(text), "")
    chosen = _journal_start(text, ends)
    return _trim(text[: chosen.start() + (text[chosen.start()] in "?!")]), _trim(
        re.sub(r"^In:\s", "", text[chosen.end() :])
    )


def _is_inner(text: str, match: re.Match[str]) -> bool:
    """True for the full stop of an abbreviation inside a title, such as `vs.`, but not for a lone last initial."""
    return (
        text[match.start()] == "."
        and bool(_NO_END.search(text[max(0, match.start() - 8) : match.end()]))
        and match.end() < 20
    )


def _journal_start(text: str, ends: Sequence[re.Match[str]]) -> re.Match[str]:
    """The last split, moved back over the pieces of an abbreviated journal name (`J. Exp. Clin. Cancer Res`)."""
    index = len(ends) - 1
    while index > 0:
        piece = text[ends[index - 1].end() : ends[index].start() + 1]
        if len(piece) > _SHORT_PIECE or not _ABBREVIATED.match(piece):
            break
        index -= 1
    return ends[index]


def _trim(text: str) -> str:
    text = text.strip().strip('“”"').strip()
    text = re.sub(r"(?<=[?!])\.\Z", "", text)
    return re.sub(r"[\s.,;:(]+\Z", "", text)


_NUMBERED = re.compile(r"^\s*[\[(]?(?P<number>\d{1,4})(?:[.)\]]+:?|\s(?=\s*[A-Z]))\s*(?=\S)")
_UNMARKED_STEP = 1


def split_entries(lines: Iterable[str]) -> list[tuple[str, str]]:
    """Lines of a reference section → (printed number or empty, entry).

    Numbered lists hold only entries that count upwards, so that a line that happens to begin with a number continues
    the entry before it; where 1, 2 and 3 follow a higher number, another list begins. In unnumbered lists every
    non-empty line is an entry.
    """
    lines = [line for line in (re.sub(r"^\s*[-*•]\s+(?=\S)|^\s*[-*•]\s*$", "", line).strip() for line in lines) if line]
    numbers = [_NUMBERED.match(line) for line in lines]
    if sum(m is not None for m in numbers) * 2 < len(lines) and not (numbers and numbers[0]):
        return [("", line) for line in lines]
    entries: list[tuple[str, list[str]]] = []
    expected: int | None = None
    restarts = _restarts([int(m.group("number")) if m else None for m in numbers])
    for at, (line, match) in enumerate(zip(lines, numbers, strict=True)):
        number = int(match.group("number")) if match else None
        expected = None if at in restarts else expected
        if match is not None and number is not None and (expected is None or expected <= number <= expected + 3):
            entries.append((str(number), [line[match.end() :].strip()]))
            expected = number + _UNMARKED_STEP
        elif entries:
            entries[-1][1].append(line)
    return [(number, " ".join(parts)) for number, parts in entries]


def _restarts(numbers: Sequence[int | None]) -> set[int]:
    """Where a list begins anew: at a 1 after which 2 and 3 come next."""
    known = [(at, number) for at, number in enumerate(numbers) if number is not None]
    triples = zip(known, known[1:], known[2:], strict=False)
    return {a[0] for a, b, c in triples if (a[1], b[1], c[1]) == (1, 2, 3)}


def with_keys(references: Sequence[Reference]) -> list[Reference]:
    """Give every reference without a printed number the key `Surname Year`, with a, b, … where two would be one.

    A number that an earlier list has too is marked with the number of its list: `1 (2)`.
    """
    references = _with_lists(references)
    bare = [r.key or _author_year(r) for r in references]
    count = Counter(bare)
    used: Counter[str] = Counter()
    keyed = []
    for reference, key in zip(references, bare, strict=True):
        if not reference.key and count[key] > 1 and not key[-1:].isalpha():
            used[key] += 1
            key = f"{key}{_letter(used[key])}"
        keyed.append(replace(reference, key=key))
    return keyed


def _with_lists(references: Sequence[Reference]) -> list[Reference]:
    seen: Counter[str] = Counter()
    marked = []
    for reference in references:
        seen[reference.key] += bool(reference.key)
        again = seen[reference.key]
        marked.append(replace(reference, key=f"{reference.key} ({again})") if again > 1 else reference)
    return marked


def _author_year(reference: Reference) -> str:
    name = surname(reference.authors[0]) if reference.authors else " ".join(reference.text.split()[:2]).rstrip(".,")
    return f"{name} {reference.year}".strip()


def _letter(number: int) -> str:
    return chr(ord("a") + (number - 1) % 26)
