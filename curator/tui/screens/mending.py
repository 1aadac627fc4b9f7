"""What all screens share that have a form filled: where it cannot be saved it stands there again, as it was filled."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from curator.tui.screens.edit import Edited, EditScreen
from curator.tui.screens.keyed import KeyedScreen

Form = Callable[[Edited | None], EditScreen]
"""Makes the form, with what was filled in before, if anything was."""
Save = Callable[[Edited], Awaitable[bool]]
"""Saves what came out of the form; false with the reason on the screen where it could not be."""


async def ask_to_mend(screen: KeyedScreen, form: Form, save: Save, *, left: str) -> None:
    """Have the form filled and saved; `left` is what is said where she leaves it."""

    async def filled(edited: Edited | None) -> None:
        if edited is None:
            screen.say(left)
        elif not await save(edited):
            # The reason stands below the form. Not waited for: what waits here is the end of the form before it.
            screen.app.push_screen(form(edited), filled)

    await screen.app.push_screen(form(None), filled)
