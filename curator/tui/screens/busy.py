"""A job that takes longer than a key may: done beside the screen, its progress shown, stopped by escape."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, Generic, TypeVar

from textual.app import ComposeResult
from textual.content import Content

from curator.errors import CuratorError
from curator.tui.glyphs import bar, visible
from curator.tui.keys import Place
from curator.tui.screens.dialog import Dialog
from curator.tui.widgets.framed import Box
from curator.tui.widgets.told import Told
from curator.workbench import Progress

Result = TypeVar("Result")
_BAR = 30


class StoppedError(Exception):
    """The curator has stopped the job; what it wrote is taken back on the way out."""


@dataclass(frozen=True, slots=True)
class Done(Generic[Result]):
    """What became of a job: its result, or why there is none."""

    result: Result | None = None
    error: CuratorError | None = None
    stopped: bool = False


class BusyScreen(Dialog[Done[Any]]):
    """Hold the screen until the job is done."""

    PLACE = Place.JOB

    def __init__(self, title: str, job: Callable[[Progress], Any]) -> None:
        """The job is called in a thread of its own; to tell its progress may raise, and then it is to stop."""
        super().__init__()
        self._title = title
        self._job = job
        self._is_stopping = False

    def compose(self) -> ComposeResult:
        """What is being done, and how far it is."""
        with Box(classes="corner"):
            yield Told(Content.styled(visible(self._title), "bold"))
            yield Told(id="hint")

    def on_mount(self) -> None:
        """Begin."""
        self.run_worker(self._work, thread=True)

    def _work(self) -> None:
        try:
            done = Done(self._job(self._progressed))
        except CuratorError as error:
            done = Done(error=error)
        except StoppedError:
            done = Done(stopped=True)
        self.app.call_from_thread(partial(self.dismiss, done))

    def _progressed(self, stage: str, done: int, total: int) -> None:
        if self._is_stopping:
            raise StoppedError
        share = f"{bar(done / total, _BAR)} {int(100 * done / total)}%  {done:,} of {total:,}  " if total else ""
        self.app.call_from_thread(self._draw, f"{share}{stage}")

    def _draw(self, line: str) -> None:
        self.query_one("#hint", Told).update(Content(line))

    def action_stop(self) -> None:
        """Stop at the next step."""
        self._is_stopping = True
        self._draw("stopping …")
