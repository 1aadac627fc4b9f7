"""Owns what is imported only after the first paint: the screens and dialogs that a key may call for."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from threading import Thread
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from curator.tui.screens.listing import ListScreen

_DIALOGS = (
    "asking",
    "assignee",
    "copy",
    "edit",
    "filter",
    "filters",
    "ask",
    "busy",
    "help",
    "palette",
    "path",
)
_SCREENS = ("library", "history", "conflicts", "corrections", "scores", "reader", "sentences")


def screen_called(name: str) -> type[ListScreen]:
    """A screen that is called over the review, by the name that the table of keys has for it."""
    if name == "library":
        from curator.tui.screens.library import LibraryScreen

        return LibraryScreen
    if name == "history":
        from curator.tui.screens.history import HistoryScreen

        return HistoryScreen
    if name == "corrections":
        from curator.tui.screens.corrections import CorrectionsScreen

        return CorrectionsScreen
    if name == "conflicts":
        from curator.tui.screens.conflicts import ConflictsScreen

        return ConflictsScreen
    from curator.tui.screens.scores import ScoresScreen

    return ScoresScreen


def import_the_rest() -> None:
    """Import what the first paint did without, beside the screen: the thread ends by itself and holds nothing up."""
    Thread(target=lambda: list(_imported()), name="imports", daemon=True).start()


def _imported() -> Iterator[str]:
    for module in (*_DIALOGS, *_SCREENS):
        yield import_module(f"curator.tui.screens.{module}").__name__
