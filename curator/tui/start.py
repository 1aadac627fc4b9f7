"""Owns how the terminal face begins: which paper, and what to say when there is none."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING

from curator.errors import InputError
from curator.tui.app import CuratorApp
from curator.tui.burst import Bursts
from curator.tui.driver import watching
from curator.tui.keyfile import read_keys
from curator.tui.tidying import Tidying
from curator.workbench.settings import keys_file

if TYPE_CHECKING:
    from curator.tui.desk import Desk
    from curator.workbench import Workbench


_NAMED = 5
"""Papers that are named to somebody who asks for one that is not there."""


def start(workbench: Workbench, *, document: str | None = None) -> int:
    """Open the review and return the exit code once it is left. Raises InputError for a bad keys file.

    A fault of the program is raised once the terminal is as it was.
    """
    commands = read_keys(keys_file())
    chosen = document_id(workbench, document)
    bursts = Bursts()
    app = CuratorApp(lambda: _desk(workbench, chosen), commands=commands, bursts=bursts, tidying=Tidying())
    app.driver_class = watching(app.driver_class, bursts)
    # A terminal interface ends with its terminal, also where the program was started to outlive it (nohup).
    if hangup := getattr(signal, "SIGHUP", None):
        signal.signal(hangup, signal.SIG_DFL)
    app.run()
    if app.fault:
        raise app.fault
    return app.return_code or 0


def _desk(workbench: Workbench, document: str | None) -> Desk:
    from curator.tui.desk import Desk

    return Desk(workbench, document=document)


def document_id(workbench: Workbench, wanted: str | None) -> str | None:
    """The id of the paper with this id or name."""
    papers = workbench.database().papers()
    names = papers.names(_NAMED)
    if not names:
        raise InputError("There is nothing to review: the database holds no paper.", hint="Read one: curator read FILE")
    if wanted is None:
        return None
    found = papers.found(wanted)
    if found is None:
        raise InputError(f"The database holds no paper called {wanted!r}.", hint=f"It holds: {', '.join(names)}")
    return found
