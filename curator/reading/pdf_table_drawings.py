"""The lines and shaded areas that a PDF page draws, which part the rows and columns of tables."""

from __future__ import annotations

import ctypes
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

import pypdfium2 as pdfium  # type: ignore[import-untyped]
import pypdfium2.raw as raw  # type: ignore[import-untyped]

_THIN = 2.5
_SHORTEST_PIECE = 8.0
"""A rule may be drawn cell by cell, in points."""
_LEAST_AREA = 6.0
_MOST_OBJECTS = 4000
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


@dataclass(frozen=True, slots=True)
class Drawings:
    """What is drawn on a page, from the top."""

    rules: tuple[Rule, ...] = ()
    posts: tuple[Post, ...] = ()
    areas: tuple[Area, ...] = ()


NOTHING_DRAWN = Drawings()


def page_drawings(page: pdfium.PdfPage) -> Drawings:
    """The thin lines and rectangles of a page; only the first few thousand drawn objects are looked at."""
    left, _, _, top = page.get_cropbox()
    boxes = (box for item in _paths(page) for box in _boxes(item))
    placed = [Area(x0 - left, top - y1, x1 - left, top - y0, filled) for x0, y0, x1, y1, filled in boxes]
    return drawings_of(placed)


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


def _paths(page: pdfium.PdfPage) -> Iterator[Any]:
    for count, item in enumerate(page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=3)):
        if count > _MOST_OBJECTS:
            return
        yield item


_Box = tuple[float, float, float, float, bool]


def _boxes(item: Any) -> Iterator[_Box]:
    """The boxes of a path in PDF coordinates: of the whole where it is thin or filled, of its straight lines else."""
    x0, y0, x1, y1 = item.get_bounds()
    if min(x1 - x0, y1 - y0) <= _THIN:
        yield x0, y0, x1, y1, True
        return
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(item.raw, ctypes.byref(fill), ctypes.byref(stroke))
    if fill.value and raw.FPDFPath_CountSegments(item.raw) <= _SEGMENTS_OF_BOX:
        if not _is_white(item):
            yield x0, y0, x1, y1, True
        elif stroke.value:
            yield x0, y0, x1, y1, False
    if stroke.value:
        yield from _straight_lines(item)


_SEGMENTS_OF_BOX = 6


def _is_white(item: Any) -> bool:
    parts = [ctypes.c_uint() for _ in range(4)]
    known = raw.FPDFPageObj_GetFillColor(item.raw, *(ctypes.byref(p) for p in parts))
    return bool(known) and all(p.value >= _WHITE for p in parts[:3])


def _straight_lines(item: Any) -> Iterator[_Box]:
    """The horizontal and vertical lines of a path that draws several, such as a frame or a grid."""
    matrix = item.get_matrix()
    last: tuple[float, float] | None = None
    first: tuple[float, float] | None = None
    x, y = ctypes.c_float(), ctypes.c_float()
    for number in range(min(raw.FPDFPath_CountSegments(item.raw), _MOST_SEGMENTS)):
        segment = raw.FPDFPath_GetPathSegment(item.raw, number)
        if not raw.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y)):
            continue
        point = matrix.on_point(x.value, y.value)
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
