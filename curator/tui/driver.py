"""Owns how soon escape is taken for escape: a terminal sends it as the first byte of many other keys too.

Textual waits as long as ESCDELAY says for the rest of such a key, but looks at its clock only every tenth of a second.
"""

from __future__ import annotations

import os
import selectors
import sys

ALONE = 0.02
"""Seconds after which nothing more belongs to escape: terminals send the bytes of one key together."""
_LOOKS_EVERY = 0.01
_LOOKS = 4
"""How often the clock is looked at after a key; then only as often as Textual does."""


class _Watchful(selectors.SelectSelector):
    """Waits for keys, and after one for a short time only."""

    _left = 0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        """What has come. `timeout` is in seconds."""
        found = super().select(_LOOKS_EVERY if self._left else timeout)
        self._left = _LOOKS if found else max(0, self._left - 1)
        return found


class _Selectors:
    """What Textual's driver takes from the module `selectors`."""

    EVENT_READ = selectors.EVENT_READ
    SelectSelector = _Watchful


def wait_less_for_escape() -> None:
    """To be called before Textual is imported. A curator's own ESCDELAY, in milliseconds, holds."""
    os.environ.setdefault("ESCDELAY", str(round(1000 * ALONE)))
    if sys.platform == "win32":
        return
    from textual.drivers import linux_driver

    linux_driver.selectors = _Selectors  # type: ignore[attr-defined, assignment]
