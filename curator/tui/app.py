"""The application: its screens, its themes and what holds on all of them."""

from __future__ import annotations

import os
from typing import ClassVar

from textual.app import App

from curator.tui.desk import Desk
from curator.tui.screens.help import HelpScreen
from curator.tui.screens.review import ReviewScreen
from curator.tui.themes import THEMES, first_theme, theme_after


class CuratorApp(App[None]):
    """The terminal face of a desk."""

    TITLE = "curator"
    CSS_PATH = "style.tcss"
    ENABLE_COMMAND_PALETTE: ClassVar[bool] = False

    def __init__(self, desk: Desk, *, begin_at: str = "") -> None:
        """`begin_at` is the id of the row to begin with; else it is the first that waits for a verdict."""
        # Without colours only the terminal's own theme leaves them all out; the others would be turned to greys.
        super().__init__(ansi_color=True if os.environ.get("NO_COLOR") else None)
        self.desk = desk
        self._begin_at = begin_at
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = first_theme(os.environ)

    def on_mount(self) -> None:
        """Begin with the review."""
        self.push_screen(ReviewScreen(self.desk, begin_at=self._begin_at))

    def action_next_theme(self) -> None:
        """Dark, light, or the terminal's own colours."""
        self.theme = theme_after(self.theme)

    async def action_help(self) -> None:
        """The keys."""
        await self.push_screen(HelpScreen())
