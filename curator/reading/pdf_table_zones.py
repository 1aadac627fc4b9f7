"""Where the tables of a page stand: found from their captions, by rules, frames, or the lines below a caption."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from curator.reading.pdf_drawings import Area, Drawings, Rule
from curator.reading.pdf_glyphs import Run

_NUMBER = r"(?:Table|TABLE|Tab\.)\s?(?:[A-Z]?\d{1,2}(?!\d)|[IVX]{1,5}\b)"
LABEL = re.compile(rf"(?:(?:Supplementary|Suppl\.|Supplemental|Additional|Extended Data)\s)?{_NUMBER}")
_CAPTION = re.compile(
    rf"(?:\(?Continued\s)?(?P<label>{LABEL.pattern})"
    r"(?:\s?[.:|–—-]|\s+(?=[^a-z\s,;)])|\s+\(?cont|\s*$|(?=[A-Z][a-z]))"
)
_GOES_ON = re.compile(
    r"\(?(?P<label>(?:Table|TABLE)\s?(?:S?\d{1,2}|[IVX]{1,4})) continue[sd] (?:in|on)\b", re.IGNORECASE
)
_CONTINUED = re.compile(r"\b(?:continued|contd|cont(?:[’'.]|inued)?d?\.?)(?=\W|$)", re.IGNORECASE)
_SAME_EDGE = 6.0
_SAME_HEIGHT = 1.5
_SHORTEST_RULE = 40.0
_LONGEST_CAPTION = 90.0
"""How far below its label's top the first rule of a table may stand, in points."""
_NO_LIMIT = float("inf")
_CLOSE_ABOVE = 14.0
_PROSE_LINES = 6
_LONG_LINE = 35
_COVERED = 0.8
_LEAST_FRAME = 50.0
_FOOT_OF_FRAME = 30.0


@dataclass(frozen=True, slots=True)
class Level:
    """Rules at one height, drawn in one piece or several."""

    y: float
    pieces: tuple[Rule, ...]

    @property
    def x0(self) -> float:
        """The left end of the first piece."""
        return self.pieces[0].x0

    @property
    def x1(self) -> float:
        """The right end of the last piece."""
        return max(p.x1 for p in self.pieces)

    def covers(self, x0: float, x1: float) -> float:
        """The share of the stretch that is drawn."""
        drawn = sum(max(0.0, min(p.x1, x1) - max(p.x0, x0)) for p in self.pieces)
        return drawn / (x1 - x0) if x1 > x0 else 0.0


@dataclass(frozen=True, slots=True)
class Caption:
    """The run that names a table."""

    run: Run
    label: str
    continued: bool = False
    """True where the table began above or on a page before."""
    goes_on: bool = False
    """True for a note, in the place of a caption, that the table is continued elsewhere."""


@dataclass(frozen=True, slots=True)
class Zone:
    """The part of a page that a table fills; its caption stands outside."""

    caption: Caption
    x0: float
    top: float
    x1: float
    bottom: float
    levels: tuple[Level, ...] = ()
    """All rules inside, those at its edges among them, from the top."""
    ruled: bool = True

    @property
    def full(self) -> list[Level]:
        """The rules that run over the whole width."""
        return [level for level in self.levels if level.covers(self.x0, self.x1) >= _COVERED]

    def holds(self, run: Run) -> bool:
        """True for a run that stands inside."""
        middle = (run.top + run.bottom) / 2
        return self.top < middle < self.bottom and self.x0 - 4 <= run.x0 and run.x1 <= self.x1 + 4


def captions_of(runs: Iterable[Run]) -> list[Caption]:
    """The runs that name tables, from the top."""
    found: list[Caption] = []
    for run in runs:
        text = run.text
        goes_on = _GOES_ON.match(text)
        match = goes_on or _CAPTION.match(text)
        if match:
            continued = not goes_on and bool(_CONTINUED.search(text[:60]))
            found.append(Caption(run, " ".join(match.group("label").split()), continued, bool(goes_on)))
    return sorted(found, key=lambda c: c.run.top)


def levels_of(rules: Iterable[Rule]) -> list[Level]:
    """Rules gathered by height, from the top; touching pieces made one, and short ones left out."""
    groups: list[list[Rule]] = []
    for rule in sorted(rules, key=lambda r: r.y):
        if groups and rule.y - groups[-1][0].y <= _SAME_HEIGHT:
            groups[-1].append(rule)
        else:
            groups.append([rule])
    return [level for level in (_level(group) for group in groups) if level is not None]


def _level(group: Sequence[Rule]) -> Level | None:
    merged: list[Rule] = []
    for rule in sorted(group, key=lambda r: r.x0):
        last = merged[-1] if merged else None
        if last and rule.x0 - last.x1 <= 1:
            merged[-1] = Rule(last.x0, max(last.x1, rule.x1), last.y)
        else:
            merged.append(rule)
    return Level(group[0].y, tuple(merged)) if max(r.x1 - r.x0 for r in merged) >= _SHORTEST_PIECE else None


_SHORTEST_PIECE = 8.0


def zone_of(caption: Caption, drawings: Drawings, runs: Sequence[Run], *, body: float, size: Size) -> Zone | None:
    """The zone that the table of a caption fills by its rules; none where no rules are near."""
    levels = levels_of(drawings.rules)
    framed = _framed(caption, drawings.areas, levels, size=size)
    found = framed or _below(caption, levels, runs, body=body) or _above(caption, levels, runs, body=body)
    return found or _beside(caption, levels, runs, body=body)


Size = tuple[float, float]
"""Width and height of a page, in points."""


def _framed(caption: Caption, areas: Sequence[Area], levels: Sequence[Level], *, size: Size) -> Zone | None:
    """A zone above the caption where both stand in one frame."""
    run = caption.run
    around = [
        a
        for a in areas
        if a.x0 - 1 <= run.x0
        and run.x1 <= a.x1 + 1
        and a.top < run.top - _LEAST_FRAME
        and run.bottom <= a.bottom + 2
        and a.bottom - run.bottom < _FOOT_OF_FRAME
        and (a.bottom - a.top) * (a.x1 - a.x0) < 0.8 * size[0] * size[1]
    ]
    if not around:
        return None
    frame = min(around, key=lambda a: a.bottom - a.top)
    inside = [level for level in levels if frame.top + 2 < level.y < run.top]
    x0, x1 = frame.x0, frame.x1
    cut = [_clipped(level, x0, x1) for level in inside]
    kept = tuple(level for level in cut if level is not None)
    wide = [level for level in kept if level.covers(x0 + 10, x1 - 10) >= _COVERED]
    if not wide:
        return None
    return Zone(caption, max(x0, wide[0].x0 - 2), frame.top, min(x1, wide[0].x1 + 2), run.top, kept)


def _clipped(level: Level, x0: float, x1: float) -> Level | None:
    """The rules of a level that lie between two places; one that runs on to other columns is none of the table's."""
    pieces = tuple(p for p in level.pieces if p.x0 >= x0 - _SAME_EDGE and p.x1 <= x1 + _SAME_EDGE)
    return replace(level, pieces=pieces) if pieces else None


def _below(caption: Caption, levels: Sequence[Level], runs: Sequence[Run], *, body: float) -> Zone | None:
    """The rules of the table below a caption."""
    run = caption.run
    stretches = _stretches_near(run, levels)
    near = [s for s in stretches if run.bottom - 2 < s.y <= run.top + _LONGEST_CAPTION]
    if not near:
        return None
    first = _widest_before_text(near, runs)
    others = [c.run for c in captions_of(runs) if c.run is not run and c.run.top > run.top + 1]
    limit = min((r.top for r in others if _overlaps(r, first)), default=_NO_LIMIT)
    alike = [s for s in _alike(first, levels) if first.y <= s.y < limit]
    kept = _until_prose(alike, runs, body=body)
    return _zone(caption, kept, levels)


def _widest_before_text(near: Sequence[Rule], runs: Sequence[Run]) -> Rule:
    """The first rule, or a wider one below it with no words between: a caption may be set in a box of its own."""
    first = near[0]
    for other in near[1:]:
        wider = other.x0 <= first.x0 + 1 and other.x1 >= first.x1 - 1 and other.x1 - other.x0 > first.x1 - first.x0 + 2
        between = any(first.y < (r.top + r.bottom) / 2 < other.y and _overlaps(r, other) for r in runs)
        if between:
            break
        if wider:
            first = other
    return first


def _above(caption: Caption, levels: Sequence[Level], runs: Sequence[Run], *, body: float) -> Zone | None:
    """The rules of the table right above a caption."""
    run = caption.run
    near = [s for s in _stretches_near(run, levels) if -_CLOSE_ABOVE <= s.y - run.top <= 2]
    if not near:
        return None
    last = near[-1]
    others = [c.run for c in captions_of(runs) if c.run is not run and c.run.top < run.top - 1]
    limit = max((r.bottom for r in others if _overlaps(r, last)), default=-_NO_LIMIT)
    alike = [s for s in _alike(last, levels) if limit < s.y <= last.y]
    flipped = [s._replace(y=-s.y) for s in reversed(alike)]
    kept = _until_prose(flipped, [replace(r, top=-r.bottom, bottom=-r.top) for r in runs], body=body)
    return _zone(caption, [s._replace(y=-s.y) for s in reversed(kept)], levels)


def _beside(caption: Caption, levels: Sequence[Level], runs: Sequence[Run], *, body: float) -> Zone | None:
    """The rules of a table to the right of its caption, the first of them at the height of the label."""
    run = caption.run
    for level in levels:
        for first in _wholes(level):
            if abs(first.y - run.top) <= _CLOSE_ABOVE and 0 < first.x0 - run.x1 < _SIDE and first.x1 - first.x0 > _SIDE:
                alike = [s for s in _alike(first, levels) if s.y >= first.y]
                return _zone(caption, _until_prose(alike, runs, body=body), levels)
    return None


_SIDE = 120.0
"""How far a caption may stand from a table beside it, and how wide such a table is at least."""


def _zone(caption: Caption, rules: Sequence[Rule], levels: Sequence[Level]) -> Zone | None:
    if len(rules) < 2:
        return None
    x0, x1 = min(r.x0 for r in rules), max(r.x1 for r in rules)
    cut = [_clipped(s, x0, x1) for s in levels if rules[0].y - 1 <= s.y <= rules[-1].y + 1]
    kept = tuple(level for level in cut if level is not None)
    return Zone(caption, x0, rules[0].y, x1, rules[-1].y, kept)


def _stretches_near(run: Run, levels: Sequence[Level]) -> list[Rule]:
    """Of every level, what is drawn over or below the run, from end to end."""
    found: list[Rule] = []
    for level in levels:
        for whole in _wholes(level):
            if _overlaps(run, whole):
                found.append(whole)
    return found


def _wholes(level: Level) -> list[Rule]:
    """The rules of a level, those with small gaps between made one; wider gaps part two tables."""
    wholes: list[Rule] = []
    for piece in level.pieces:
        if wholes and piece.x0 - wholes[-1].x1 <= _WIDEST_GAP:
            wholes[-1] = Rule(wholes[-1].x0, max(wholes[-1].x1, piece.x1), level.y)
        else:
            wholes.append(piece)
    return [whole for whole in wholes if whole.x1 - whole.x0 >= _SHORTEST_RULE]


_WIDEST_GAP = 14.0


def _alike(first: Rule, levels: Sequence[Level]) -> list[Rule]:
    """The rules that run from the same place to the same place, though they may be drawn with gaps."""
    found: list[Rule] = []
    for level in levels:
        cut = _clipped(level, first.x0, first.x1)
        if cut is None or abs(cut.x0 - first.x0) > _SAME_EDGE or abs(cut.x1 - first.x1) > _SAME_EDGE:
            continue
        if cut.covers(first.x0, first.x1) >= _COVERED:
            found.append(Rule(cut.x0, cut.x1, level.y))
    return found


def _overlaps(run: Run, rule: Rule) -> bool:
    """True where a good part of the shorter of the two stands over the other."""
    shared = min(run.x1, rule.x1) - max(run.x0, rule.x0)
    return shared >= 0.5 * min(run.x1 - run.x0, rule.x1 - rule.x0)


def _until_prose(zone: Sequence[Rule], runs: Sequence[Run], *, body: float) -> list[Rule]:
    """The rules down to the first two with running text between them, such as a rule at the foot of the page."""
    kept = list(zone[:1])
    for before, rule in pairwise(zone):
        inside = [r for r in runs if before.y < r.top < rule.y and r.x0 >= rule.x0 - 4 and r.x1 <= rule.x1 + 4]
        long = [r for r in inside if r.x1 - r.x0 > 0.4 * (rule.x1 - rule.x0) and len(r.text) > _LONG_LINE]
        usual = sum(abs(r.height - body) < 0.04 * body for r in long)
        if len(long) >= _PROSE_LINES and (2 * usual > len(inside) or 10 * len(long) > 4 * len(inside) + 40):
            break
        kept.append(rule)
    return kept
