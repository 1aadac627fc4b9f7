"""Owns when Python looks for garbage: while nobody types, so that no key waits for it."""

from __future__ import annotations

import gc

RESTED = 0.15
"""Seconds without a key after which there is time."""
_AT_THE_LATEST = 200_000
"""New objects after which it is done all the same: some twenty keys without a rest between them."""
_OLDER_EVERY = 16
"""Rounds after which what has outlived some is looked through too."""


class Tidying:
    """Rounds of collecting garbage. What was there before the first is never looked through: it stays to the end."""

    def __init__(self) -> None:
        self._rounds = 0

    def tidy(self) -> None:
        """One round."""
        if not self._rounds:
            gc.freeze()
            gc.set_threshold(_AT_THE_LATEST, *gc.get_threshold()[1:])
        self._rounds += 1
        gc.collect(int(self._rounds % _OLDER_EVERY == 0))
