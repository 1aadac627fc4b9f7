"""What all screens that write share: a save waits for another program that holds the database, and says so."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from typing import TypeVar

from curator.errors import CuratorError, DecidedError, LockedError
from curator.tui.desk import Desk
from curator.tui.keys import COMMANDS, Command
from curator.tui.screens.keyed import KeyedScreen

Result = TypeVar("Result")

WAITS = 30.0
"""Seconds for which a save waits for another program to let go of the database."""
_TRIES_EVERY = 0.1


class SavingScreen(KeyedScreen):
    """A screen over a desk."""

    def __init__(self, desk: Desk, commands: Sequence[Command] = COMMANDS) -> None:
        super().__init__(commands)
        self._desk = desk

    @property
    def desk(self) -> Desk:
        """The rows that are judged."""
        return self._desk

    def show_anew(self) -> None:
        """Show what somebody else has decided meanwhile; a screen that shows decisions fetches them."""

    async def save(self, job: Callable[[], Result]) -> Result | None:
        """The result of a job that writes, or none with the reason on the screen.

        While another program holds the database it is tried again and again; keys typed meanwhile wait their turn.
        """
        began = time.monotonic()
        while True:
            try:
                with self._desk.impatience(_TRIES_EVERY):
                    return job()
            except LockedError as error:
                waited = time.monotonic() - began
                if waited > WAITS:
                    self.say(f"not saved after {waited:.0f} seconds: {error}", wrong=True)
                    return None
                self.say(f"waiting for another program that writes to the database ({waited:.0f} s); your key is kept")
            except DecidedError as error:
                self.show_anew()
                self.say(str(error), wrong=True)
                return None
            except CuratorError as error:
                self.say(str(error), wrong=True)
                return None
            await asyncio.sleep(_TRIES_EVERY)
