"""What a PDF page draws: lines and shaded areas, which part the cells of tables, and the clusters that are figures."""

from __future__ import annotations

import ctypes
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from typing import Any, NamedTuple

import pypdfium2 as pdfium  # type: ignore[import-untyped]
import pypdfium2.raw as raw  # type: ignore[import-untyped]

_THIN = 2.5
_SHORTEST_PIECE = 8.0
"""A rule may be drawn cell by cell, in points."""
_LEAST_AREA = 6.0
_MOST_OBJECTS = 4000
_MOST_MARKS = 20000
_MOST_DEPTH = 3
_MOST_SEGMENTS = 400
_STRAIGHT = 0.5
_WHITE = 253


class Rule(NamedTuple):
    """A thin horizontal line, in points from the page's top left corner."""

    x0: float
    x1: float
    y: float


class Post(NamedTuple):
    """A thin vertical line."""

    x: float
    top: float
    bottom: float


class Area(NamedTuple):
    """A filled or framed rectangle."""

    x0: float
    top: float
    x1: float
    bottom: float
    filled: bool = True


class Cluster(NamedTuple):
    """The box of things that are drawn close together, pictures and curves too, as those of a figure are."""

    x0: float
    top: float
    x1: float
    bottom: float
    pieces: int
    """How many things."""
    picture: bool = False
    """True where a bitmap is among them."""


@dataclass(frozen=True, slots=True)
class Drawings:
    """What is drawn on a page, from the top."""

    rules: tuple[Rule, ...] = ()
    posts: tuple[Post, ...] = ()
    areas: tuple[Area, ...] = ()
    clusters: tuple[Cluster, ...] = ()


NOTHING_DRAWN = Drawings()


def page_drawings(page: pdfium.PdfPage) -> Drawings:
    """What is drawn on a page; of thin lines and rectangles only the first few thousand objects are looked at."""
    left, _, _, top = page.get_cropbox()
    size = page.get_size()
    marks: list[Cluster] = []
    placed: list[Area] = []
    for item in islice(_items(page), _MOST_MARKS):
        x0, y0, x1, y1 = item.bounds
        marks.append(Cluster(x0 - left, top - y1, x1 - left, top - y0, 1, item.kind == raw.FPDF_PAGEOBJ_IMAGE))
        if item.kind == raw.FPDF_PAGEOBJ_PATH and len(marks) <= _MOST_OBJECTS:
            placed += [Area(a - left, top - d, c - left, top - b, filled) for a, b, c, d, filled in _boxes(item)]
    return replace(drawings_of(placed), clusters=tuple(clusters_of(marks, width=size[0], height=size[1])))


_CELL = 12.0
"""Points. Things in the same or in neighbouring cells of a grid so wide stand close together."""
_REACH = 1
"""Cells."""
_BACKGROUND = 0.5
"""Of the page: what is larger is no part of a figure."""

_LONG_RULE, _EDGE = 0.4, 0.1


def clusters_of(marks: Iterable[Cluster], *, width: float, height: float) -> list[Cluster]:
    """Marks that stand close together gathered; those outside the page and those behind most of it are left out."""
    cells: dict[tuple[int, int], list[int]] = {}
    shown = [m for m in map(partial(_shown, width=width, height=height), marks) if m is not None]
    for number, mark in enumerate(shown):
        for row in range(int(mark.top // _CELL), int(mark.bottom // _CELL) + 1):
            for column in range(int(mark.x0 // _CELL), int(mark.x1 // _CELL) + 1):
                cells.setdefault((row, column), []).append(number)
    found: list[Cluster] = []
    while cells:
        numbers = _neighbours(cells)
        x0s, tops, x1s, bottoms, _, pictures = zip(*(shown[n] for n in numbers), strict=True)
        found.append(Cluster(min(x0s), min(tops), max(x1s), max(bottoms), len(numbers), any(pictures)))
    return sorted(found, key=lambda c: (c.top, c.x0))


def _shown(mark: Cluster, *, width: float, height: float) -> Cluster | None:
    """The part of a mark that is on the page; none of a background or of the rule below a running head."""
    x0, top = max(0.0, mark.x0), max(0.0, mark.top)
    x1, bottom = min(width, mark.x1), min(height, mark.bottom)
    behind = (x1 - x0) * (bottom - top) > _BACKGROUND * width * height
    at_edge = bottom < _EDGE * height or top > (1 - _EDGE) * height
    rule = at_edge and bottom - top <= _THIN and x1 - x0 > _LONG_RULE * width
    if x1 < x0 or bottom < top or behind or rule:
        return None
    return mark._replace(x0=x0, top=top, x1=x1, bottom=bottom)


def _neighbours(cells: dict[tuple[int, int], list[int]]) -> set[int]:
    """The marks in any one cell and in all that are linked to it, taken out of the cells."""
    start = next(iter(cells))
    numbers, waiting = set(cells.pop(start)), [start]
    steps = range(-_REACH, _REACH + 1)
    while waiting:
        row, column = waiting.pop()
        for near in ((row + down, column + right) for down in steps for right in steps):
            if near in cells:
                numbers.update(cells.pop(near))
                waiting.append(near)
    return numbers


def drawings_of(boxes: Iterable[Area]) -> Drawings:
    """Boxes told apart by their shape."""
    rules: list[Rule] = []
    posts: list[Post] = []
    areas: list[Area] = []
    for box in boxes:
        wide, high = box.x1 - box.x0, box.bottom - box.top
        if high <= _THIN and wide >= _SHORTEST_PIECE:
            rules.append(Rule(box.x0, box.x1, (box.top + box.bottom) / 2))
        elif wide <= _THIN and high >= _LEAST_AREA:
            posts.append(Post((box.x0 + box.x1) / 2, box.top, box.bottom))
        elif wide >= _SHORTEST_PIECE and high >= _LEAST_AREA:
            areas.append(box)
    return Drawings(
        tuple(sorted(rules, key=lambda r: (r.y, r.x0))),
        tuple(sorted(posts)),
        tuple(sorted(areas, key=lambda a: (a.top, a.x0))),
    )


_Bounds = tuple[float, float, float, float]
_Matrix = tuple[float, float, float, float, float, float]
_AS_IT_IS: _Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_DRAWN = (raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_SHADING)


class _Item(NamedTuple):
    """PDFium's object, with its box on the page in PDF coordinates."""

    object: Any
    kind: int
    bounds: _Bounds
    matrix: _Matrix
    """How the form that holds it is placed on the page."""


def _items(page: pdfium.PdfPage) -> Iterator[_Item]:
    """All that is drawn but text, what stands in forms too."""
    count = raw.FPDFPage_CountObjects(page.raw)
    yield from _drawn((raw.FPDFPage_GetObject(page.raw, i) for i in range(count)), _AS_IT_IS, depth=1)


def _drawn(objects: Iterable[Any], matrix: _Matrix, *, depth: int) -> Iterator[_Item]:
    edges = [ctypes.c_float() for _ in range(4)]
    for item in objects:
        kind = raw.FPDFPageObj_GetType(item)
        if kind in _DRAWN and raw.FPDFPageObj_GetBounds(item, *edges):
            x0, y0, x1, y1 = (edge.value for edge in edges)
            yield _Item(item, kind, _moved((x0, y0, x1, y1), matrix), matrix)
        elif kind == raw.FPDF_PAGEOBJ_FORM and depth < _MOST_DEPTH:
            inner = (raw.FPDFFormObj_GetObject(item, i) for i in range(max(0, raw.FPDFFormObj_CountObjects(item))))
            yield from _drawn(inner, _times(_matrix(item), matrix), depth=depth + 1)


def _matrix(item: Any) -> _Matrix:
    found = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(item, found):
        return _AS_IT_IS
    return found.a, found.b, found.c, found.d, found.e, found.f


def _times(first: _Matrix, then: _Matrix) -> _Matrix:
    a, b, c, d, e, f = first
    corner = _point(then, e, f)
    return (
        a * then[0] + b * then[2],
        a * then[1] + b * then[3],
        c * then[0] + d * then[2],
        c * then[1] + d * then[3],
        *corner,
    )


def _point(matrix: _Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _moved(bounds: _Bounds, matrix: _Matrix) -> _Bounds:
    if matrix == _AS_IT_IS:
        return bounds
    x0, y0, x1, y1 = bounds
    xs, ys = zip(*(_point(matrix, x, y) for x in (x0, x1) for y in (y0, y1)), strict=True)
    return min(xs), min(ys), max(xs), max(ys)


_Box = tuple[float, float, float, float, bool]


def _boxes(item: _Item) -> Iterator[_Box]:
    """The boxes of a path in PDF coordinates: of the whole where it is thin or filled, of its straight lines else."""
    x0, y0, x1, y1 = item.bounds
    if min(x1 - x0, y1 - y0) <= _THIN:
        yield x0, y0, x1, y1, True
        return
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(item.object, fill, stroke)
    if fill.value and raw.FPDFPath_CountSegments(item.object) <= _SEGMENTS_OF_BOX:
        if not _is_white(item.object):
            yield x0, y0, x1, y1, True
        elif stroke.value:
            yield x0, y0, x1, y1, False
    if stroke.value:
        yield from _straight_lines(item)


_SEGMENTS_OF_BOX = 6


def _is_white(item: Any) -> bool:
    parts = [ctypes.c_uint() for _ in range(4)]
    known = raw.FPDFPageObj_GetFillColor(item, *parts)
    return bool(known) and all(p.value >= _WHITE for p in parts[:3])


def _straight_lines(item: _Item) -> Iterator[_Box]:
    """The horizontal and vertical lines of a path that draws several, such as a frame or a grid."""
    matrix = _times(_matrix(item.object), item.matrix)
    last: tuple[float, float] | None = None
    first: tuple[float, float] | None = None
    x, y = ctypes.c_float(), ctypes.c_float()
    for number in range(min(raw.FPDFPath_CountSegments(item.object), _MOST_SEGMENTS)):
        segment = raw.FPDFPath_GetPathSegment(item.object, number)
        if not raw.FPDFPathSegment_GetPoint(segment, x, y):
            continue
        point = _point(matrix, x.value, y.value)
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            first = point
        elif kind == raw.FPDF_SEGMENT_LINETO and last is not None:
            yield from _line(last, point)
            if raw.FPDFPathSegment_GetClose(segment) and first is not None:
                yield from _line(point, first)
        last = point


def _line(a: tuple[float, float], b: tuple[float, float]) -> Iterator[_Box]:
    if abs(a[0] - b[0]) <= _STRAIGHT or abs(a[1] - b[1]) <= _STRAIGHT:
        yield min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1]), True
