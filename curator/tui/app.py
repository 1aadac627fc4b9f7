"""The application: its screens, its themes, its keys and what holds on all of them."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Sequence
from time import monotonic
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import App
from textual.timer import Timer

from curator.tui.burst import Bursts, Speed
from curator.tui.keys import COMMANDS, Command, drawn
from curator.tui.later import import_the_rest, screen_called
from curator.tui.messages import PaperChosen, RowsChanged
from curator.tui.themes import THEMES, first_theme, theme_after
from curator.tui.tidying import RESTED, Tidying

if TYPE_CHECKING:
    from curator.tui.desk import Desk
    from curator.tui.screens.keyed import KeyedScreen
    from curator.tui.screens.review import ReviewScreen

_AFTER_FIRST_PAINT = 0.3
"""Seconds after which what is not needed for the first paint is imported, so that no key has to wait for it."""
_LOOKS_EVERY = 0.001
"""Seconds between two looks at whether a key came alone."""
_NOT_TYPED = {
    Speed.PASTED: "keys came faster than anybody types (a paste?): nothing was changed",
    Speed.HELD: "is held down: taken once; press it anew for each verdict",
}


class CuratorApp(App[None]):
    """The terminal face of a desk.

    Its first frame is painted before the rows are fetched and before what draws them is imported; keys that are typed
    meanwhile wait for the review.
    """

    TITLE = "curator"
    CSS_PATH = "style.tcss"
    ENABLE_COMMAND_PALETTE: ClassVar[bool] = False

    def __init__(
        self,
        desk: Desk | Callable[[], Desk],
        *,
        begin_at: str = "",
        commands: Sequence[Command] = COMMANDS,
        bursts: Bursts | None = None,
        tidying: Tidying | None = None,
    ) -> None:
        """`desk` is a desk, or what makes one once the first frame is painted.

        `begin_at` is the id of the row to begin with; else it is the first that waits for a verdict.
        With `bursts`, keys that come faster than a person types are not taken for commands. With `tidying`, garbage is
        collected between keys.
        """
        # Without colours only the terminal's own theme leaves them all out; the others would be turned to greys.
        super().__init__(ansi_color=True if os.environ.get("NO_COLOR") else None)
        # Nothing is said in them, and every screen and dialog would be given a widget for each.
        self._disable_notifications = self._disable_tooltips = True
        self._desk = desk
        self._early: list[events.Key] | None = []
        self.commands = tuple(commands)
        self._begin_at = begin_at
        self._bursts = bursts
        self._tidying = tidying
        self._resting: Timer | None = None
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = first_theme(os.environ)

    @property
    def desk(self) -> Desk:
        """What the curator has before her; made when it is first asked for."""
        if callable(self._desk):
            self._desk = self._desk()
        return self._desk

    async def on_mount(self) -> None:
        """Begin; where the desk is still to be made, once the screen shows that the program is there."""
        if callable(self._desk):
            self.call_after_refresh(self._begin)
        else:
            await self._begin()

    async def _begin(self) -> None:
        """Begin with the review, and with the keys that were typed before it was there."""
        from curator.tui.screens.review import ReviewScreen

        await self.push_screen(ReviewScreen(self.desk, self.commands, begin_at=self._begin_at))
        early, self._early = self._early or [], None
        for key in early:
            self.post_message(key)
        self.set_timer(_AFTER_FIRST_PAINT, import_the_rest)
        if self._tidying:
            self._resting = self.set_interval(RESTED, self._tidy)

    @property
    def fault(self) -> Exception | None:
        """What ended the program, where that was not the curator."""
        return self._exception

    def action_next_theme(self) -> None:
        """Dark, light, or the terminal's own colours."""
        self.theme = theme_after(self.theme)
        self._keyed_screen().say(f"colours: {self.theme.removeprefix('curator-')}")

    async def action_show(self, name: str) -> None:
        """Another screen over the review."""
        review = await self._to_review()
        await self.push_screen(screen_called(name)(self.desk, self.commands, document=review.document))

    async def on_paper_chosen(self, message: PaperChosen) -> None:
        """Review the rows of one paper, or of all."""
        from curator.tui.desk import Desk
        from curator.tui.screens.review import ReviewScreen

        await self._to_review()
        self._desk = Desk(self.desk.workbench, document=message.document)
        await self.switch_screen(ReviewScreen(self.desk, self.commands))

    def on_rows_changed(self, message: RowsChanged) -> None:
        """The review below shows the rows as they are now."""
        from curator.tui.screens.review import ReviewScreen

        for screen in self.screen_stack:
            if isinstance(screen, ReviewScreen):
                screen.reload(at=message.at, said=message.said)

    async def _to_review(self) -> ReviewScreen:
        """Close what lies over the review, and give it back."""
        from curator.tui.screens.review import ReviewScreen

        while not isinstance(self.screen, ReviewScreen):
            await self.pop_screen()
        return self.screen

    async def action_help(self) -> None:
        """The keys of the screen or of the dialog over it."""
        from curator.tui.screens.dialog import Dialog
        from curator.tui.screens.help import HelpScreen

        screen = self.screen if isinstance(self.screen, Dialog) else self._keyed_screen()
        await self.push_screen(HelpScreen(screen.commands))

    def action_help_quit(self) -> None:
        """How to leave, for whoever presses ctrl+c; said where everything is said, and over no row."""
        screen = self._keyed_screen()
        screen.say(
            f"{screen.key_of('program.quit') or screen.key_of('program.leave')} leaves; everything is saved already"
        )

    async def action_palette(self) -> None:
        """Any command of the screen, any paper, any saved filter."""
        from curator.tui.screens.palette import PaletteScreen
        from curator.workbench import filtering

        screen = self._keyed_screen()
        workbench = self.desk.workbench
        papers = screen.attempt(lambda: workbench.database().named_documents()) or []
        saved = screen.attempt(lambda: filtering.filters(workbench)) or {}
        await self.push_screen(PaletteScreen(screen.commands, papers=papers, filters=saved), self._chosen)

    async def _chosen(self, chosen: str | None) -> None:
        """Do what was picked in the palette, where it was opened."""
        screen = self._keyed_screen()
        kind, _, name = (chosen or "").partition(":")
        if kind == "paper":
            self.post_message(PaperChosen(name))
        elif kind == "filter":
            (await self._to_review()).use_filter(name)
        elif command := next((command for command in screen.commands if command.id == name), None):
            await self.run_action(command.action, default_namespace=screen)

    # Faults of the program

    def _fatal_error(self) -> None:
        """Leave without a word; the command line tells what happened, in one line."""
        self._close_messages_no_wait()

    def _tidy(self) -> None:
        if self._tidying and self._resting:
            self._resting.pause()
            self._tidying.tidy()

    # Keys that nobody has typed

    async def on_event(self, event: events.Event) -> None:
        """Keep from the screens what nobody has typed, and keys from before there is a screen for them until then."""
        if isinstance(event, events.Key) and self._early is not None:
            self._early.append(event)
            return
        if isinstance(event, events.Key) and self._resting:
            self._resting.reset()
        if isinstance(event, events.Key) and not event.is_forwarded and await self._is_stray(event):
            return
        await super().on_event(event)

    async def _is_stray(self, event: events.Key) -> bool:
        """Say so where a key that has to be meant came in a burst."""
        from curator.tui.screens.dialog import Dialog
        from curator.tui.screens.keyed import KeyedScreen

        screen = self.screen
        if self._bursts is None or not isinstance(screen, Dialog | KeyedScreen) or not screen.is_meant(event.key):
            return False
        # The first key of a burst is known by what comes with it and behind it.
        began = monotonic()
        while not self._bursts.is_known(event.time, monotonic() - began):
            await asyncio.sleep(_LOOKS_EVERY)
        speed = self._bursts.speed(event.key, event.time)
        if speed is Speed.TYPED:
            return False
        name = f"{drawn(event.key)} " if speed is Speed.HELD else ""
        self._keyed_screen().say(f"{name}{_NOT_TYPED[speed]}", wrong=True)
        return True

    def _keyed_screen(self) -> KeyedScreen:
        """The topmost screen that is no dialog."""
        from curator.tui.screens.keyed import KeyedScreen

        return next(screen for screen in reversed(self.screen_stack) if isinstance(screen, KeyedScreen))
