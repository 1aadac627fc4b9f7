"""The rows of a table: which printed lines of its body make one row, and which of its head one header row."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from curator.reading.hyphens import Hyphens
from curator.reading.pdf_glyphs import Run
from curator.reading.pdf_table_columns import Cell, Stripe, TableLine, home_of, spanned
from curator.reading.pdf_table_zones import Level

Row = list[TableLine]
_WIDER = 1.35
"""A step this much above the least one parts two rows whatever they hold."""
_CLEARLY_WIDER = 1.1
"""Where only such steps stand between whole rows, they part rows and the least ones do not."""
_HALF = 0.6
_SPACE = 0.25
_FEW = 0.15
_MOST_UNIT_LETTERS = 4
_SIGN = re.compile(r"[–—−+✓✔√●•×xX*±-]{1,3}|[Nn][./]?[SsAaRrDdEe][.]?|[Yy]es|[Nn]o|[.…]+")
_CUT_SHORT = re.compile(
    r"(?:[-‐–/,;:(\[&+=<>≥≤±]|\b(?:and|or|of|the|in|with|to|for|by|vs\.?|versus|from|at|on|than|a|an|not|per|as|de))$"
)
_GOES_ON = re.compile(r"[a-zα-ω(\[/&)\],;%±+–-]")


def is_value(text: str) -> bool:
    """True for a number with what belongs to it, or a sign that stands for one.

    >>> [is_value(s) for s in ("58.7 ± 9.2", "<0.001 b", "NS", "x", "2×10 sub-maximal load", "Type 3 tumours", "")]
    [True, True, True, True, False, False, False]
    """
    letters = sum(c.isalpha() for c in text)
    digits = sum(c.isdigit() for c in text)
    if digits and letters <= min(_MOST_UNIT_LETTERS, digits):
        return True
    return bool(_SIGN.fullmatch(text))


@dataclass(frozen=True, slots=True)
class Spacing:
    """What is usual in the body of a table."""

    widths: tuple[float, ...]
    """Of the widest cell of each column, in points."""
    least: float
    """The least step from line to line."""
    parting: float
    """A wider step parts two rows."""
    joining: bool
    """True where a narrower step never parts two."""
    low_labels: bool
    """True where the first cells of rows begin with small letters."""
    separators: tuple[float, ...]
    """Heights of rules between rows."""


def spacing_of(lines: Sequence[TableLine], separators: Sequence[float]) -> Spacing:
    """How the lines of a body are spaced."""
    count = max((len(line.cells) for line in lines), default=0)
    widths = tuple(max((c.x1 - c.x0 for line in lines if (c := line.cells[i])), default=0.0) for i in range(count))
    steps = [(a, b, b.top - a.top) for a, b in pairwise(lines) if not _apart(a, b, separators)]
    real = sorted(step for a, _, step in steps if step > _HALF * (a.bottom - a.top))
    least = real[len(real) // 10] if real else 0.0
    labels = [line.text(0) for line in lines if len(line.filled) > 1 and line.cells[0]]
    low = sum(label[0].islower() for label in labels) > 0.6 * len(labels) if labels else False
    spacing = Spacing(widths, least, _WIDER * least, False, low, tuple(separators))
    wide = [step for step in real if step > _CLEARLY_WIDER * least]
    narrow = [(a, b) for a, b, step in steps if _HALF * least < step <= _CLEARLY_WIDER * least]
    whole = sum(_is_whole_row([a], b, spacing) for a, b in narrow)
    if len(wide) >= 2 and narrow and len(wide) >= _FEW * len(real) and whole <= _FEW * len(narrow):
        return Spacing(widths, least, _CLEARLY_WIDER * least, True, low, tuple(separators))
    return spacing


def _apart(a: TableLine, b: TableLine, separators: Sequence[float]) -> bool:
    return any(a.top + 1 < y < b.bottom - 2 for y in separators)


def rows_of(lines: Sequence[TableLine], spacing: Spacing, *, grid: bool) -> list[Row]:
    """The lines of a body gathered into rows; `grid` says that its columns are parted by lines too."""
    ruled = _rows(lines, lambda row, line: _is_parted(row, line, spacing))
    bands = 1 + sum(_apart(a, b, spacing.separators) for a, b in pairwise(lines))
    if bands >= (_LEAST_BANDS if grid else _MANY_BANDS) and len(ruled) <= _ROWS_IN_BAND * bands:
        return ruled
    return _rows(lines, lambda row, line: _starts_row(row, line, spacing))


_LEAST_BANDS, _MANY_BANDS = 2, 4
_ROWS_IN_BAND = 1.2
"""Where hardly a band between two rules holds values for two rows, every band is a row."""


def _rows(lines: Sequence[TableLine], starts: Callable[[Row, TableLine], bool]) -> list[Row]:
    rows: list[Row] = []
    for line in lines:
        if rows and not starts(rows[-1], line):
            rows[-1].append(line)
        else:
            rows.append([line])
    return rows


def _is_parted(row: Row, line: TableLine, spacing: Spacing) -> bool:
    return _apart(row[-1], line, spacing.separators) or _has_other_values(row, line)


def _starts_row(row: Row, line: TableLine, spacing: Spacing) -> bool:
    before = row[-1]
    if _is_parted(row, line, spacing):
        return True
    step = line.top - before.top
    if step < _HALF * spacing.least:
        return False
    if step > spacing.parting:
        return not _is_next_paragraph(row, line, spacing)
    return not (spacing.joining or _continues(row, line, spacing))


def _is_next_paragraph(row: Row, line: TableLine, spacing: Spacing) -> bool:
    """True for words that stand alone in a column other than the first, a blank line below those of the row."""
    if len(line.filled) != 1 or line.cells[0] or line.top - row[-1].top > _BLANK_LINE * spacing.least:
        return False
    column = line.filled[0]
    return row[-1].filled == [column] and not is_value(line.text(column)) and _has_words(row, column)


_BLANK_LINE = 2.5


def _has_other_values(row: Row, line: TableLine) -> bool:
    """True where a column has a value in the row and a second one, which does not belong to it, in the line."""
    for column in line.filled:
        above = _last(row, column) if column else None
        if above is not None and _is_other_value(above.text(column), line.text(column)):
            return True
    return False


def _is_other_value(above: str, text: str) -> bool:
    if not (is_value(above) and is_value(text)) or _CUT_SHORT.search(above):
        return False
    return text[0] not in "([±" or text[0] in above


def _last(row: Row, column: int) -> TableLine | None:
    """The last line of the row that has text in the column."""
    return next((line for line in reversed(row) if line.cells[column]), None)


def _is_whole_row(row: Row, line: TableLine, spacing: Spacing) -> bool:
    """True for a line that can only be a row of its own."""
    return _has_other_values(row, line) or (len(line.filled) > 1 and not _continues(row, line, spacing))


def _continues(row: Row, line: TableLine, spacing: Spacing) -> bool:
    """True where the cells of the line go on with those above: broken where the column was full."""
    filled = line.filled
    added = [c for c in filled if _last(row, c) is None]
    wrapped = [c for c in filled if _is_wrapped(row, line, c, spacing)]
    strong = [c for c in filled if _goes_on(row, line, c, spacing)]
    if 0 in filled and added:
        return all(r.filled == [0] for r in row) and 0 in wrapped and 0 in strong
    if 0 in filled:
        told = 0 in strong or any(_has_words(row, c) for c in strong)
        return told and (
            len(wrapped) == len(filled) or (0 in strong and 0 in wrapped and 2 * len(wrapped) >= len(filled))
        )
    if added or any(not _is_next(row, line, c, spacing) for c in filled):
        return False
    if len(wrapped) == len(filled) or any(c in wrapped for c in strong):
        return True
    return len(filled) < max(2, len(row[0].filled) - 1)


def _has_words(row: Row, column: int) -> bool:
    """True where the column holds running words rather than names and values."""
    above = _last(row, column)
    return above is not None and len(above.text(column).split()) >= _LEAST_WORDS


_LEAST_WORDS = 3


def _is_next(row: Row, line: TableLine, column: int, spacing: Spacing) -> bool:
    above = _last(row, column)
    return above is not None and line.top - above.top <= _WIDER * spacing.least


def _is_wrapped(row: Row, line: TableLine, column: int, spacing: Spacing) -> bool:
    """True where the first word would not have found room in the line above."""
    above, cell = _last(row, column), line.cells[column]
    if above is None or cell is None or not _is_next(row, line, column, spacing):
        return False
    last: Cell | None = above.cells[column]
    if last is None:
        return False
    space = _SPACE * (line.bottom - line.top)
    return (last.x1 - last.x0) + space + cell.first_word > spacing.widths[column] - 1


def _goes_on(row: Row, line: TableLine, column: int, spacing: Spacing) -> bool:
    """True where the words tell that the cell above is not at its end."""
    above = _last(row, column)
    if above is None:
        return False
    text, last = line.text(column), above.text(column)
    if _CUT_SHORT.search(last) or last.count("(") > last.count(")"):
        return True
    return bool(_GOES_ON.match(text)) and not (column == 0 and spacing.low_labels and text[0].isalpha())


def lifted(bands: Sequence[Sequence[Row]]) -> list[dict[int, int]]:
    """For each band the columns whose one cell is centred over several rows → the row on which it is printed.

    Such a cell belongs to the first row of the band. A column counts where most of its bands are centred.
    """
    several = [band for band in bands if len(band) > 1]
    votes: dict[int, list[bool]] = {}
    for band in several:
        for column, (_, centred) in _single_cells(band).items():
            votes.setdefault(column, []).append(centred)
    centred_columns = {c for c, found in votes.items() if len(found) > 1 and sum(found) > 0.6 * len(found)}
    return [
        {c: at for c, (at, centred) in _single_cells(band).items() if centred and c in centred_columns}
        if len(band) > 1
        else {}
        for band in bands
    ]


def _single_cells(band: Sequence[Row]) -> dict[int, tuple[int, bool]]:
    """The columns that have text in only one row of the band → that row, and whether it stands at mid-height."""
    lines = [line for row in band for line in row]
    top, bottom = lines[0].top, max(line.bottom for line in lines)
    found: dict[int, tuple[int, bool]] = {}
    for column in range(len(lines[0].cells)):
        at = [i for i, row in enumerate(band) if any(line.cells[column] for line in row)]
        if len(at) != 1:
            continue
        own = [line for line in band[at[0]] if line.cells[column]]
        off = (own[0].top + own[-1].bottom) / 2 - (top + bottom) / 2
        height = own[0].bottom - own[0].top
        found[column] = (at[0], abs(off) < _CENTRED * height and own[0].top > top + _CENTRED * height)
    return found


_CENTRED = 0.3


def cells_of(row: Row, hyphens: Hyphens) -> tuple[str, ...]:
    """The cells of several printed lines as those of one row."""
    width = max((len(line.cells) for line in row), default=0)
    return tuple(hyphens.join([line.text(i) for line in row if line.cells[i]])[0] for i in range(width))


def header_of(
    lines: Sequence[TableLine], levels: Sequence[Level], columns: Sequence[Stripe], hyphens: Hyphens
) -> list[tuple[str, ...]]:
    """The header rows: parted where a rule stands below some cells, or where one cell spans several others."""
    groups: list[Row] = []
    for line in lines:
        if groups and not _parts_header(groups[-1], line, levels, columns):
            groups[-1].append(line)
        else:
            groups.append([line])
    below = [*groups[1:], []][: len(groups)]
    placed = [
        [_with_spanners(line, under, columns) for line in group] for group, under in zip(groups, below, strict=True)
    ]
    return [cells_of(group, hyphens) for group in placed]


def _with_spanners(line: TableLine, below: Row, columns: Sequence[Stripe]) -> TableLine:
    """The line with each cell that spans several in the first column that it spans."""
    cells = list(line.cells)
    lower = below[0].pieces if below else ()
    for i, piece in enumerate(line.pieces):
        under = _centred_over(line.pieces, i, lower)
        at, to = home_of(piece, columns), home_of(under[0], columns) if under else -1
        if 0 <= to < at and cells[to] is None and cells[at] is not None:
            cells[to], cells[at] = cells[at], None
    return replace(line, cells=tuple(cells))


def _parts_header(group: Row, line: TableLine, levels: Sequence[Level], columns: Sequence[Stripe]) -> bool:
    if any(group[-1].top + 1 < level.y < line.bottom - 2 for level in levels):
        return True
    upper = sorted((piece for row in group for piece in row.pieces), key=lambda r: r.x0)
    lower = line.pieces
    return any(
        len(set(spanned(piece, columns)) & set(line.filled)) > 1 or bool(_centred_over(upper, i, lower))
        for i, piece in enumerate(upper)
    )


def _centred_over(upper: Sequence[Run], at: int, lower: Sequence[Run]) -> Sequence[Run]:
    """The pieces of the line below at the middle of which a piece of a header line stands; none, or several."""
    piece = upper[at]
    left = upper[at - 1].x1 if at else float("-inf")
    right = upper[at + 1].x0 if at + 1 < len(upper) else float("inf")
    below = [r for r in lower if left < (r.x0 + r.x1) / 2 < right][:_MOST_SPANNED]
    parts = [below[a : b + 1] for a in range(len(below)) for b in range(a + 1, len(below))]
    return min((part for part in parts if _is_over(piece, part)), key=lambda part: _off_centre(piece, part), default=())


def _is_over(piece: Run, part: Sequence[Run]) -> bool:
    middle = part[len(part) // 2]
    over_one = len(part) % 2 and piece.x1 - piece.x0 < _OVER_ONE * (middle.x1 - middle.x0)
    return _off_centre(piece, part) <= _OFF_CENTRE * (part[-1].x1 - part[0].x0) and not over_one


def _off_centre(piece: Run, part: Sequence[Run]) -> float:
    return abs((piece.x0 + piece.x1) / 2 - (part[0].x0 + part[-1].x1) / 2)


_MOST_SPANNED = 30
_OFF_CENTRE = 0.05
_OVER_ONE = 1.3
