"""The queue: one line a row, drawn only where it is seen, so that its length costs nothing."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping, Sequence
from typing import NamedTuple

from rich.cells import cell_len
from textual.content import Content
from textual.geometry import Size
from textual.strip import Strip
from textual.style import Style

from curator.model import Slot
from curator.tui import words
from curator.tui.entry import Entry
from curator.tui.glyphs import fit, fit_middle, visible
from curator.tui.marks import slot_style
from curator.tui.messages import RowOpened
from curator.tui.widgets.drawing import strip_of
from curator.tui.widgets.scrolled import Scrolled

_EFFECTS = {"resistance": "resist", "sensitivity": "sensit", None: words.NOTHING}
_STATE, _EFFECT, _CITATION, _STANDING = 4, 7, 6, 6
"""Cells of the columns whose width is fixed, each with its gap."""
_CURSOR = "▶"
_TAG = "*"
_LEAST_REACH = 24
"""Rows above and below the cursor that the columns fit, where the pane is not yet laid out or lower."""
_STRIPS_KEPT = 512
_NAMED = (Slot.MIRNA, Slot.SOURCE, Slot.TARGET)
"""The columns that share what the fixed ones leave."""


class _Looks(NamedTuple):
    """All that a line of the screen shows."""

    entry: Entry | None
    """None below the last row."""
    said: str
    is_current: bool
    is_tagged: bool
    width: int
    needs: Mapping[Slot, int]
    style: Style


class Queue(Scrolled):
    """The rows in view, with a cursor."""

    def __init__(
        self, follow: Callable[[Entry | None], None], tagged: Container[str] = (), *, id: str | None = None
    ) -> None:
        """`follow` shows the row under the cursor; `tagged` are the ids of the rows that have a tag, as they change."""
        super().__init__(id=id)
        self._follow = follow
        self._tagged = tagged
        self._entries: Sequence[Entry] = ()
        self._needs = needs(())
        self._fitted: range | None = None
        """The rows that the columns are made as wide as."""
        self._strips: dict[int, tuple[_Looks, Strip]] = {}
        """Place in view → the row there as it was drawn last."""
        self._painted: dict[int, _Looks] = {}
        """Line of the screen → what was painted on it last."""

    @property
    def current(self) -> Entry | None:
        """The row under the cursor."""
        return self._entries[self.cursor] if self.cursor < len(self._entries) else None

    def show(self, entries: Sequence[Entry], cursor: int = 0, *, follow: bool = True) -> None:
        """Show these rows with the cursor on one of them; unless the row is as it was, what is shown of it follows."""
        if entries is not self._entries:
            self._entries, self._fitted = entries, None
        self.virtual_size = Size(0, len(entries))
        self.set_reactive(Queue.cursor, max(0, min(cursor, len(entries) - 1)))
        self.redraw()
        if follow:
            # At once and not by a message, so that the row and what is shown of it are painted together.
            self._follow(self.current)

    @property
    def lines(self) -> int:
        """The rows in view."""
        return len(self._entries)

    def open(self) -> None:
        """The row under the cursor was clicked."""
        self.post_message(RowOpened())

    def watch_cursor(self) -> None:
        """The cursor moved."""
        self.redraw()
        self._follow(self.current)

    def redraw(self) -> None:
        """Paint the lines that are not as they were painted last."""
        self.scroll_to_cursor()
        changed = self._changed()
        needed = needs([self._entries[place] for place in changed if place < len(self._entries)])
        if any(needed[slot] > self._needs[slot] for slot in needed):
            self._needs = {slot: max(cells, self._needs[slot]) for slot, cells in needed.items()}
            changed = self._changed()
        for place in changed:
            self.refresh_line(place)

    def _changed(self) -> list[int]:
        """The places in view whose lines are not as they were painted last."""
        top, looks = self.scroll_offset.y, self._looking()
        return [top + y for y in range(self.size.height) if self._painted.get(y) != looks(y)]

    def scroll_to_cursor(self) -> None:
        """Bring the cursor into sight, in columns that fit what is there."""
        self._fit_columns()
        super().scroll_to_cursor()

    def _fit_columns(self) -> None:
        """Make them as wide as what may be in sight needs; the other rows are never fetched for it."""
        reach = max(_LEAST_REACH, self.size.height)
        begin = (self.cursor - reach) // _LEAST_REACH * _LEAST_REACH
        around = range(max(0, begin), begin + 2 * reach + _LEAST_REACH)
        if around != self._fitted:
            self._fitted, self._needs = around, needs(self._entries[around.start : around.stop])

    def render_line(self, y: int) -> Strip:
        """One line of the screen."""
        return self.drawing()(y)

    def drawing(self) -> Callable[[int], Strip]:
        """What draws each line as it is now; a row that looks as it did is not drawn again."""
        looking, top, strips = self._looking(), self.scroll_offset.y, self._strips

        def drawn(y: int) -> Strip:
            looks = self._painted[y] = looking(y)
            if looks.entry is None:
                return strip_of(Content.styled(looks.said, "$quiet"), looks.style)
            kept = strips.get(top + y)
            if kept is None or kept[0] != looks:
                if len(strips) > _STRIPS_KEPT:
                    strips.clear()
                kept = strips[top + y] = (looks, self._strip(looks.entry, looks))
            return kept[1]

        return drawn

    def _looking(self) -> Callable[[int], _Looks]:
        """What is to be painted on a line, for each."""
        entries, tagged, needs, style = self._entries, self._tagged, self._needs, self.visual_style
        top, size, width, cursor = self.scroll_offset.y, len(self._entries), self.size.width, self.cursor

        def looks(y: int) -> _Looks:
            place = top + y
            entry = entries[place] if place < size else None
            said = "  No rows here." if not size and place == 0 else ""
            is_tagged = entry is not None and entry.id in tagged
            return _Looks(entry, said, place == cursor, is_tagged, width, needs, style)

        return looks

    def _strip(self, entry: Entry, looks: _Looks) -> Strip:
        row = line(entry, looks.width - 2, looks.needs)
        signs = (_CURSOR if looks.is_current else " ") + (_TAG if looks.is_tagged else " ")
        text = Content.assemble((signs, "bold $accent" if looks.is_tagged else "bold"), row)
        text, style = self.pointed_at(text, looks.style) if looks.is_current else (text, looks.style)
        return strip_of(text, style).adjust_cell_length(looks.width, style.rich_style)


def needs(entries: Sequence[Entry]) -> dict[Slot, int]:
    """How many cells each named column would take to cut off nothing, its gap included."""
    return {slot: 1 + max((cell_len(_named(entry, slot)) for entry in entries), default=1) for slot in _NAMED}


def shares(needed: Mapping[Slot, int], room: int) -> dict[Slot, int]:
    """The cells of each named column, `room` in all: short ones what they need, long ones alike, the rest to source."""
    given: dict[Slot, int] = {}
    for slot in sorted(needed, key=needed.__getitem__):
        given[slot] = min(needed[slot], (room - sum(given.values())) // (len(needed) - len(given)))
    given[Slot.SOURCE] += room - sum(given.values())
    return given


def line(entry: Entry, width: int, needed: Mapping[Slot, int]) -> Content:
    """A row in exactly `width` cells; `needed` is what the named columns would take (`needs`)."""
    parts: list[tuple[str, str]] = [_state(entry)]
    room = max(12, width - _STATE - _EFFECT - _CITATION - _STANDING)
    cells = shares(needed, room)
    for slot in _NAMED:
        # Sources begin alike and end alike (cancer-associated fibroblasts, adipocytes): both ends tell them apart.
        cut = fit_middle if slot is Slot.SOURCE else fit
        parts.append((cut(_named(entry, slot), cells[slot] - 1) + " ", slot_style(slot) if slot is Slot.MIRNA else ""))
    parts.append((fit(_EFFECTS[entry.claim.effect], _EFFECT), ""))
    parts.append((fit(visible(words.citation(entry.claim.citation)), _CITATION), ""))
    standing = entry.standing
    parts.append((fit(words.standing_short(standing), _STANDING), words.standing_style(standing) if standing else ""))
    return Content.assemble(*parts)


def _named(entry: Entry, slot: Slot) -> str:
    """What a named column holds; the miRNA with the polarity's sign and, over papers, how many sentences."""
    held = visible(words.value(entry.claim, slot))
    if slot is not Slot.MIRNA:
        return held
    return _polarity_sign(entry) + held + (f" ×{entry.sentences}" if entry.papers > 1 else "")


def _state(entry: Entry) -> tuple[str, str]:
    """The sign of the state and how it is coloured."""
    if entry.item is None or entry.state is None:
        return fit(words.MISS_SIGN, _STATE), words.MISS_STYLE
    gone = "" if entry.item.stored.found else words.GONE_SIGN
    gone += words.NOTED_SIGN if entry.item.stored.noted else ""
    gone += words.ASSIGNED_SIGN if entry.item.stored.assigned else ""
    if entry.item.stored.conflict:
        return fit(words.CONFLICT_SIGN + gone, _STATE), "$odd bold"
    return fit(words.STATE_SIGNS[entry.state] + gone, _STATE), words.STATE_STYLES[entry.state]


def _polarity_sign(entry: Entry) -> str:
    return words.POLARITY_SIGNS[entry.polarity]
