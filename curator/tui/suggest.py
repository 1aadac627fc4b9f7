"""Completion while a value is typed: first from this paper, then from the vocabulary."""

from __future__ import annotations

import asyncio
from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence

from textual.suggester import Suggester

from curator.errors import CuratorError
from curator.model import Slot

Names = Callable[[], Mapping[Slot, Sequence[str]]]
"""The vocabulary's names of each slot, sorted without regard to case; asked for when the first letter is typed."""

SHORTEST = 2
"""Letters from which the vocabulary is asked; one letter begins too many names."""


class NameSuggester(Suggester):
    """Completes one slot."""

    def __init__(self, slot: Slot, here: Sequence[str], names: Names | None) -> None:
        """`here` are the values that this paper has for the slot, the best first."""
        super().__init__(use_cache=False, case_sensitive=True)
        self._slot = slot
        self._here = here
        self._names = names

    async def get_suggestion(self, value: str) -> str | None:
        """A value that begins with what was typed, as Textual has it: in the case typed."""
        typed = value.casefold()
        found = next((name for name in self._here if name.casefold().startswith(typed)), None)
        if found is None and self._names and len(value) >= SHORTEST:
            # The vocabulary takes a moment to load; letters go on being taken meanwhile.
            found = first_beginning(await asyncio.to_thread(self._known), value)
        return found

    def _known(self) -> Sequence[str]:
        """The vocabulary's names; none where it cannot be read, for a form works without completion too."""
        try:
            return self._names().get(self._slot, ()) if self._names else ()
        except CuratorError:
            return ()


def first_beginning(names: Sequence[str], typed: str) -> str | None:
    """The first of the sorted names that begins so, without regard to case."""
    at = bisect_left(names, typed.casefold(), key=str.casefold)
    return names[at] if at < len(names) and names[at].casefold().startswith(typed.casefold()) else None
