"""Running heads, page numbers, line numbers and side panels: what is printed on a page but is not part of the paper."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from curator.reading.pdf_drawings import NOTHING_DRAWN, Drawings
from curator.reading.pdf_glyphs import Run
from curator.reading.pdf_turned import Turn

_TOP, _BOTTOM = 0.1, 0.92
_SAME_PLACE = 4.0
_PAGE_NUMBER = re.compile(r"(?:page\s*)?\d{1,6}(?:\s*(?:of|/)\s*\d{1,4})?", re.IGNORECASE)
_FLOAT_LABEL = re.compile(r"(?:Continued\s)?(?:Table|TABLE|Figure|FIGURE|Fig\.)\s?(?:S?\d|[IVX])")
"""Captions stand at the top of several pages, and are none of their heads."""
_LINE_NUMBER = re.compile(r"\d{1,4}")
_MARGIN = 0.12
_LEAST_NUMBERED = 6


@dataclass(frozen=True, slots=True)
class PageRuns:
    """The runs of one page."""

    number: int
    """Counted from 1."""
    width: float
    height: float
    runs: tuple[Run, ...]
    drawings: Drawings = NOTHING_DRAWN
    turn: Turn | None = None
    """How its text stands on paper, where that is not upright."""


def without_furniture(pages: Sequence[PageRuns]) -> list[PageRuns]:
    """The pages without what stands at the same place of several, page numbers, and text that is not upright."""
    repeated, numbers = _repeated(pages), _line_numbers(pages)

    def is_kept(run: Run, page: PageRuns) -> bool:
        return run.upright and id(run) not in numbers and not _is_furniture(run, page, repeated)

    return [replace(page, runs=tuple(r for r in page.runs if is_kept(r, page))) for page in pages]


_FEW_BESIDE = 10
"""Numbers for each run of words that may begin beside them."""


def _numbering(page: PageRuns) -> list[Run]:
    """The numbers in the left margin, where they count on by the same step and are a good many.

    Where words begin in the same stripe, the numbers are those of a table's first column.
    """
    numbered = _in_margin(page)
    steps = Counter(int(b.text) - int(a.text) for a, b in pairwise(numbered))
    step, count = steps.most_common(1)[0] if steps else (0, 0)
    if step <= 0 or count < _LEAST_NUMBERED:
        return []
    numbers = set(map(id, numbered))
    edge = max(r.x1 for r in numbered)
    beside = sum(r.upright and r.x0 < edge - 1 and id(r) not in numbers for r in page.runs)
    return [] if beside * _FEW_BESIDE > len(numbered) else numbered


def _in_margin(page: PageRuns) -> list[Run]:
    margin = (r for r in page.runs if r.x1 < _MARGIN * page.width and _LINE_NUMBER.fullmatch(r.text))
    return sorted(margin, key=lambda r: r.top)


def _line_numbers(pages: Sequence[PageRuns]) -> set[int]:
    """The runs that are line numbers; on a page with few of them those that count on from the page before."""
    found: list[Run] = []
    for page in pages:
        numbers = _numbering(page)
        if found and not numbers:
            last = found[-1]
            numbers = [r for r in _in_margin(page) if abs(r.x1 - last.x1) < _SAME_EDGE and int(r.text) > int(last.text)]
        found += numbers
    return set(map(id, found))


_SAME_EDGE = 8.0


def _is_furniture(run: Run, page: PageRuns, repeated: dict[str, list[float]]) -> bool:
    text = run.text
    at_edge = _at_edge(run, page)
    if _FLOAT_LABEL.match(text) or (at_edge and not any(c.isalpha() for c in text) and _is_in_row(run, page)):
        return False
    if at_edge and _PAGE_NUMBER.fullmatch(text):
        return True
    places = repeated.get(_key(text), ())
    return any(abs(top - run.top) <= _SAME_PLACE for top in places)


def _is_in_row(run: Run, page: PageRuns) -> bool:
    """True where as many runs stand beside a number as only the cells of a table do."""
    return sum(abs(other.top - run.top) < 1 for other in page.runs) >= _LEAST_CELLS


_LEAST_CELLS = 5


def _at_edge(run: Run, page: PageRuns) -> bool:
    return run.bottom < _TOP * page.height or run.top > _BOTTOM * page.height


def _key(text: str) -> str:
    """The text with its numbers made equal, so that `Page 3 of 9` is `Page 4 of 9`."""
    return re.sub(r"\d+", "#", text.lower()).replace(" ", "")


def _repeated(pages: Sequence[PageRuns]) -> dict[str, list[float]]:
    """Text → the heights at which it stands on several pages: on two in the margins, on a third elsewhere.

    Numbers elsewhere are values of tables that happen to stand as high.
    """
    seen: dict[str, list[tuple[int, float, bool]]] = defaultdict(list)
    for page in pages:
        for run in page.runs:
            seen[_key(run.text)].append((page.number, run.top, _at_edge(run, page)))
    found: dict[str, list[float]] = {}
    for key, places in seen.items():
        for _, top, edge in places:
            same = {number for number, other, _ in places if abs(other - top) <= _SAME_PLACE}
            least = 2 if edge else max(3, len(pages) // 3)
            if len(same) >= least and len(key) > 1 and (edge or any(c.isalpha() for c in key)):
                found.setdefault(key, []).append(top)
    return found
