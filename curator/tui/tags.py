"""Owns which rows are tagged: ids, kept whatever is in view, in the order in which they were tagged."""

from __future__ import annotations

from collections.abc import Iterable, Iterator


class Tags:
    """The tagged rows."""

    def __init__(self) -> None:
        self._ids: dict[str, None] = {}

    def __contains__(self, id: object) -> bool:
        return id in self._ids

    def __iter__(self) -> Iterator[str]:
        return iter(self._ids)

    def __len__(self) -> int:
        return len(self._ids)

    def toggle(self, id: str) -> bool:
        """Tag the row, or take its tag off; true where it is tagged now."""
        if id in self._ids:
            del self._ids[id]
            return False
        self._ids[id] = None
        return True

    def add(self, ids: Iterable[str]) -> None:
        """Tag these too."""
        self._ids.update(dict.fromkeys(ids))

    def invert(self, ids: Iterable[str]) -> None:
        """Of these rows, take the tag off those that have one and give it to the others."""
        for id in ids:
            self.toggle(id)

    def drop(self, ids: Iterable[str]) -> None:
        """Take the tags off these."""
        for id in list(ids):
            self._ids.pop(id, None)

    def clear(self) -> None:
        """Take off every tag."""
        self._ids.clear()
