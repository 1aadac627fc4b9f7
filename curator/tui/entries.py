"""The rows in view as a sequence that fetches only what is looked at: a screenful at a time, the last few kept."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Generic, TypeVar, overload

if TYPE_CHECKING:
    from curator.workbench import QueueItem, Rows

Made = TypeVar("Made")

_PAGE = 64
"""Rows fetched at once: more than a tall terminal shows."""
_PAGES_KEPT = 8
_MADE_KEPT = 2_000
"""Rows that are kept as they were made, so that a verdict on one does not fetch its neighbours anew."""


class Pages(Sequence[Made], Generic[Made]):
    """What is fetched by windows, each line of it when it is first looked at."""

    def __init__(self, count: Callable[[], int], window: Callable[[int, int], list[Made]]) -> None:
        """`window` gives the lines from one place up to another."""
        self._count = count
        self._window = window
        self._pages: OrderedDict[int, list[Made]] = OrderedDict()
        self._length: int | None = None

    def __len__(self) -> int:
        if self._length is None:
            self._length = self._count()
        return self._length

    @overload
    def __getitem__(self, place: int) -> Made: ...
    @overload
    def __getitem__(self, place: slice) -> list[Made]: ...
    def __getitem__(self, place: int | slice) -> Made | list[Made]:
        if isinstance(place, slice):
            return [self._at(n) for n in range(*place.indices(len(self)))]
        return self._at(range(len(self))[place])

    def __iter__(self) -> Iterator[Made]:
        return (self._at(n) for n in range(len(self)))

    def _at(self, place: int) -> Made:
        number, inside = divmod(place, _PAGE)
        if number not in self._pages:
            self._pages[number] = self._window(number * _PAGE, (number + 1) * _PAGE)
            if len(self._pages) > _PAGES_KEPT:
                self._pages.popitem(last=False)
        self._pages.move_to_end(number)
        # Another program may have taken rows away since they were counted.
        page = self._pages[number]
        if inside >= len(page):
            raise IndexError(place)
        return page[inside]

    def forget(self) -> None:
        """Something has changed: fetch anew what is looked at next."""
        self._pages.clear()
        self._length = None


class Entries(Pages[Made], Generic[Made]):
    """Rows of the workbench, each made into what the face shows when it is first looked at."""

    def __init__(self, rows: Rows, make: Callable[[QueueItem], Made]) -> None:
        super().__init__(rows.__len__, self._fetched)
        self.rows = rows
        self._make = make
        self._made: dict[int, Made] = {}
        """Row number → what it was made into."""

    def _fetched(self, start: int, stop: int) -> list[Made]:
        numbers = self.rows.numbers(start, stop)
        if len(self._made) > _MADE_KEPT:
            self._made.clear()
        missing = [number for number in numbers if number not in self._made]
        self._made.update(zip(missing, map(self._make, self.rows.at(missing)), strict=True))
        return [self._made[number] for number in numbers]

    def forget(self) -> None:
        """Any row may have changed."""
        super().forget()
        self._made.clear()

    def forget_those(self, ids: Iterable[str]) -> None:
        """Only the rows that show these assertions have changed; others may stand elsewhere or be gone from view."""
        super().forget()
        for id in ids:
            self._made.pop(self.rows.number_of(id) or 0, None)
