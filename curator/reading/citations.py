"""Citation markers in the text → the reference keys they stand for.

Three styles: numbers in brackets (`[17,22]`, `[4-8]`), superscript numbers, and author with year. The reference list
decides: a number that it does not hold is no citation, a name and year that it holds is one.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from curator.model import Citation, Document, Reference, Span
from curator.reading.names import surname

_DASH = "-‐‑‒–—−"
_LONGEST_RANGE = 200
_BRACKETED = re.compile(rf"\[\s*\d{{1,4}}(?:\s*[{_DASH},;]\s*\d{{1,4}}){{0,60}}\s*\]")
_PARENTHESISED = re.compile(rf"\(\s*\d{{1,3}}(?:\s*[{_DASH},;]\s*\d{{1,3}}){{0,60}}\s*\)")
_SUPER_DIGITS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_SUPERSCRIPT = re.compile(rf"(?<=[^\s{_SUPER_DIGITS}⁻])[{_SUPER_DIGITS}]+(?:(?:[{_DASH},;⁻]\s?|\s)[{_SUPER_DIGITS}]+)*")
_PLAIN_DIGITS = str.maketrans(_SUPER_DIGITS + "⁻", "0123456789-")
_POWER_BEFORE = re.compile(
    r"(?:^|[\s(×x*])(?:\d[\d.,]*)?\d\Z|(?:^|[^A-Za-zµμ])(?:[kcdmµμn]?m|[km]?g|[mµμ]?[lL]|s|h|min|day|year|Gy|Hz|K|R|r|χ|I|Å)\Z"
)
_YEAR = r"(?:1[89]|20)\d{2}[a-z]?"
_YEARS = rf"{_YEAR}(?:\s?[,;/&]\s?(?:and\s)?(?:{_YEAR}|[a-z]\b))*"
_PARTICLE = r"(?:(?:van|von|de|der|den|del|della|di|da|dos|du|la|le|ten|ter|el|al)[\s-]){0,3}"
_NAME = rf"{_PARTICLE}[^\W\d_a-zß-öø-ÿ][\w'’‐‑-]*(?:\s(?:{_PARTICLE})[^\W\d_a-zß-öø-ÿ][\w'’‐‑-]+){{0,2}}"
_OTHERS = (
    rf"(?:,?\s(?:and|&)\s(?P<second>{_NAME})|(?:,\s{_NAME})+,?\s(?:and|&)\s{_NAME}|,?\s(?:et\.?\sal\.?)"
    r"|,?\s(?:and|&)\s(?:colleagues|co-?workers|others))?(?:['’]s?)?"
)
_NARRATIVE = re.compile(rf"\b(?P<name>{_NAME}){_OTHERS}\s?[(\[](?P<years>{_YEARS})(?:,\s[^()]{{0,40}})?[)\]]")
_INSIDE = re.compile(rf"(?P<name>{_NAME}){_OTHERS},?\s?\(?(?P<years>{_YEARS})")
_GROUP = re.compile(r"[(\[](?=[^()\[\]]{0,600}(?:1[89]|20)\d{2})[^()\[\]]{4,600}[)\]]")


def find_citations(text: str, spans: Iterable[Span], references: Sequence[Reference]) -> list[Citation]:
    """Every marker inside the spans, in text order; without a reference list only bracketed numbers are taken.

    >>> [c.keys for c in find_citations("found [4-6], then [1].", [Span(0, 22)], [])]
    [('4', '5', '6'), ('1',)]
    """
    areas = sorted(spans)
    keys = {r.key for r in references}
    numbered = not keys or any(key.isdigit() for key in keys)
    if not numbered:
        return [c for area in areas for c in _author_year(text, area, references)]
    styles = [
        [c for area in areas for c in _numeric(text, area, _BRACKETED, keys)],
        [c for area in areas for c in _superscripts(text, area, keys)] if keys else [],
        [c for area in areas for c in _numeric(text, area, _PARENTHESISED, keys)] if keys else [],
    ]
    # Numbers in parentheses also count items; they are the style only where they reach half of the list.
    if 2 * _reach(styles[2]) < len(keys):
        styles.pop()
    return max(styles, key=_reach)


def _reach(citations: Iterable[Citation]) -> int:
    """How many references the citations reach; of two styles the one that reaches more is the document's."""
    return len({key for c in citations for key in c.keys})


def expand(marker: str) -> tuple[str, ...]:
    """The numbers of a marker, ranges written out.

    >>> expand("[4-6, 9]"), expand("[22]")
    (('4', '5', '6', '9'), ('22',))
    """
    numbers: list[str] = []
    for part in re.findall(rf"\d+(?:\s*[{_DASH}]\s*\d+)?", marker):
        ends = [int(n) for n in re.findall(r"\d+", part)]
        first, last = ends[0], ends[-1]
        run = range(first, last + 1) if first <= last < first + _LONGEST_RANGE else ends
        numbers += [str(n) for n in run if str(n) not in numbers]
    return tuple(numbers)


def merge_marked(text: str, marked: Sequence[Citation]) -> tuple[Citation, ...]:
    """Cross-references that print as one marker as one citation, brackets included and ranges written out.

    >>> one, three = Citation(1, 2, ("1",)), Citation(3, 4, ("3",))
    >>> merge_marked("[1–3]", [one, three])
    (Citation(start=0, end=5, keys=('1', '2', '3')),)
    """
    merged: list[Citation] = []
    for citation in sorted(marked, key=lambda c: (c.start, c.end)):
        gap = text[merged[-1].end : citation.start] if merged else None
        if gap is None or citation.start < merged[-1].end or not _JOINS.match(gap):
            merged.append(citation)
            continue
        first, last = merged[-1].keys, citation.keys
        between = (
            expand(f"{first[-1]}-{last[0]}") if re.search(rf"[{_DASH}⁻]", gap) and _are_numbers(first, last) else ()
        )
        merged[-1] = Citation(merged[-1].start, citation.end, _unique([*first, *between, *last]))
    return tuple(_with_brackets(text, c) for c in merged)


_JOINS = re.compile(rf"[{_DASH}⁻\s,;]{{0,4}}\Z")


def _are_numbers(*keys: tuple[str, ...]) -> bool:
    return all(key.isdigit() for group in keys for key in group) and all(keys)


def _with_brackets(text: str, citation: Citation) -> Citation:
    around = text[citation.start - 1 : citation.start] + text[citation.end : citation.end + 1]
    if around in ("[]", "()"):
        return Citation(citation.start - 1, citation.end + 1, citation.keys)
    return citation


def _numeric(text: str, area: Span, pattern: re.Pattern[str], keys: set[str]) -> Iterator[Citation]:
    for match in pattern.finditer(text, area.start, area.end):
        numbers = expand(match.group())
        known = tuple(n for n in numbers if not keys or n in keys)
        if known and (not keys or numbers[0] in keys):
            yield Citation(match.start(), match.end(), known)


def _superscripts(text: str, area: Span, keys: set[str]) -> Iterator[Citation]:
    for match in _SUPERSCRIPT.finditer(text, area.start, area.end):
        if _POWER_BEFORE.search(text[max(0, match.start() - 12) : match.start()]):
            continue
        numbers = expand(match.group().translate(_PLAIN_DIGITS))
        if all(n in keys for n in numbers):
            yield Citation(match.start(), match.end(), numbers)


_PARTICLES = re.compile(rf"\A{_PARTICLE}(?=\S)", re.IGNORECASE)
"""Some texts leave them out, or write them otherwise than the list."""


class _Authors:
    """Which references an author name and a year stand for."""

    def __init__(self, references: Sequence[Reference]) -> None:
        self._by_name: dict[tuple[str, str], list[Reference]] = {}
        self._by_bare_name: dict[tuple[str, str], list[Reference]] = {}
        for reference in references:
            name = surname(reference.authors[0]) if reference.authors else reference.key.rpartition(" ")[0]
            year = reference.year[:4]
            self._by_name.setdefault((_folded(name), year), []).append(reference)
            self._by_bare_name.setdefault((_folded(_PARTICLES.sub("", name)), year), []).append(reference)

    def keys(self, name: str, year: str, second: str | None) -> tuple[str, ...]:
        """Keys of the references of this first author and year, narrowed by the letter or the second author."""
        whole, bare = (_folded(name), year[:4]), (_folded(_PARTICLES.sub("", name)), year[:4])
        found = self._by_name.get(whole) or self._by_bare_name.get(bare, [])
        lettered = [r for r in found if year[4:] and (r.key.endswith(year) or r.year == year)]
        if second and len(found) > 1:
            found = [r for r in found if _is_second(r, second)] or found
        return tuple(r.key for r in lettered or found)


def _is_second(reference: Reference, name: str) -> bool:
    return len(reference.authors) > 1 and _folded(surname(reference.authors[1])) == _folded(name)


def _folded(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.casefold())
    return "".join(c for c in plain if c.isalnum())


def _author_year(text: str, area: Span, references: Sequence[Reference]) -> list[Citation]:
    authors = _Authors(references)
    found: list[Citation] = []
    for group in _GROUP.finditer(text, area.start, area.end):
        keys = _unique(k for m in _INSIDE.finditer(group.group()) for k in _resolve(authors, m)[0])
        if keys:
            found.append(Citation(group.start(), group.end(), keys))
    taken = {c.start for c in found}
    for match in _NARRATIVE.finditer(text, area.start, area.end):
        keys, skipped = _resolve(authors, match)
        inside_group = any(c.start < match.end() and match.start() < c.end for c in found if c.start in taken)
        if keys and not inside_group:
            found.append(Citation(match.start() + skipped, match.end(), keys))
    return sorted(found, key=lambda c: c.start)


def _resolve(authors: _Authors, match: re.Match[str]) -> tuple[tuple[str, ...], int]:
    """Keys, and how many characters of the name were words before it (`In Smith et al. (2010)`)."""
    name, second = match.group("name"), match.group("second")
    years = _written_out(match.group("years"))
    starts = [0, *(m.end() for m in re.finditer(r"\s", name))]
    for skipped in starts:
        keys = _unique(k for year in years for k in authors.keys(name[skipped:], year, second))
        if keys:
            return keys, skipped
    return (), 0


def _written_out(years: str) -> list[str]:
    """`2020a, b; 2021` → 2020a, 2020b, 2021."""
    full: list[str] = []
    for part in re.findall(rf"{_YEAR}|\b[a-z]\b", years):
        full.append(full[-1][:4] + part if len(part) == 1 and full else part)
    return full


def _unique(keys: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(keys))


def unresolved(document: Document) -> list[Span]:
    """Markers in the prose that look like the document's citations and lead, wholly or partly, to no reference.

    Without a reference list nothing can be told, and nothing is.
    """
    keys = {r.key for r in document.references}
    if not keys or not document.citations:
        return []
    areas = [Span(p.start, p.end) for p in document.paragraphs]
    if not any(key.isdigit() for key in keys):
        return [span for area in areas for span in _unknown_authors(document, area)]
    opening = Counter(document.text[c.start] for c in document.citations).most_common(1)[0][0]
    pattern = {"[": _BRACKETED, "(": _PARENTHESISED}.get(opening, _SUPERSCRIPT)
    matches = (m for area in areas for m in pattern.finditer(document.text, area.start, area.end))
    return [Span(m.start(), m.end()) for m in matches if _is_unknown(document.text, m, keys)]


def _is_unknown(text: str, match: re.Match[str], keys: set[str]) -> bool:
    if match.re is _SUPERSCRIPT and _POWER_BEFORE.search(text[max(0, match.start() - 12) : match.start()]):
        return False
    numbers = expand(match.group().translate(_PLAIN_DIGITS))
    if match.re is _PARENTHESISED and not any(n in keys for n in numbers):
        return False
    return any(n not in keys for n in numbers)


def _unknown_authors(document: Document, area: Span) -> Iterator[Span]:
    """Names of several authors with a year that no reference has."""
    authors = _Authors(document.references)
    text = document.text
    for group in _GROUP.finditer(text, area.start, area.end):
        for match in _INSIDE.finditer(text, group.start(), group.end()):
            if _has_others(match) and not _resolve(authors, match)[0]:
                yield Span(match.start(), match.end())
    for match in _NARRATIVE.finditer(text, area.start, area.end):
        if _has_others(match) and not _resolve(authors, match)[0]:
            yield Span(match.start(), match.end())


def _has_others(match: re.Match[str]) -> bool:
    return bool(re.search(r"\set\.?\sal|\s(?:and|&)\s", match.group()))
