"""The rows in view as a sequence that fetches only what is looked at: a screenful at a time, the last few kept."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Generic, TypeVar, overload

if TYPE_CHECKING:
    from curator.workbench import QueueItem, Rows

Made = TypeVar("Made")

_PAGE = 64
"""Rows fetched at once: more than a tall terminal shows."""
_PAGES_KEPT = 8


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
        super().__init__(rows.__len__, lambda start, stop: [make(item) for item in rows.window(start, stop)])
        self.rows = rows
