"""What all screens share that ask something: an answer that could not be saved stands there again, as it was typed."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from typing import TypeVar

from curator.model import Reason
from curator.tui.screens.comment import CommentScreen
from curator.tui.screens.dialog import Dialog
from curator.tui.screens.keyed import KeyedScreen
from curator.tui.screens.reason import ReasonScreen

Answer = TypeVar("Answer")
_OTHER_NEEDS = "the reason “other” needs a word of explanation"


async def ask(
    screen: KeyedScreen,
    dialog: Callable[[Answer | None], Dialog[Answer | None]],
    save: Callable[[Answer], Awaitable[bool]],
    *,
    left: str,
) -> None:
    """Open a dialog and save its answer; where that fails it is open again, with that answer in it.

    `dialog` makes it, with the answer that could not be saved if there was one; `save` gives false where it could not,
    with the reason on the screen; `left` is what is said where she leaves it.
    """

    async def answered(answer: Answer | None) -> None:
        if answer is None:
            screen.say(left)
        elif not await save(answer):
            # The reason stands below the dialog. Not waited for: what waits here is the end of the one before it.
            screen.app.push_screen(dialog(answer), answered)

    await screen.app.push_screen(dialog(None), answered)


async def ask_for_line(
    screen: KeyedScreen, title: str, about: str, save: Callable[[str], Awaitable[bool]], *, left: str, needed: str = ""
) -> None:
    """Have a line typed and save it. With `needed`, why a line is needed, an empty one is refused with these words."""
    await ask(screen, partial(CommentScreen, title, about, needed=needed), save, left=left)


async def ask_why(
    screen: KeyedScreen, about: str, reject: Callable[[Reason, str], Awaitable[bool]], *, left: str
) -> None:
    """Have one of the reasons chosen, the reason “other” with a word of explanation, and reject with it."""

    async def chosen(reason: Reason) -> bool:
        if reason is not Reason.OTHER:
            await reject(reason, "")
            return True
        explained = partial(reject, reason)
        needs = {"left": f"{left}: {_OTHER_NEEDS}", "needed": f"{_OTHER_NEEDS}: type it"}
        await ask_for_line(screen, "Why is it wrong?", about, explained, **needs)
        return True

    await ask(screen, lambda _: ReasonScreen(about), chosen, left=left)
