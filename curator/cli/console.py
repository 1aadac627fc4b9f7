"""What a person sees: data on stdout, talk and progress on stderr, and nothing in either that steers the terminal."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click

from curator.workbench import NOTICE, Progress, printable
from curator.workbench.user import one_line

BAR_WIDTH = 24


def emit(text: str, *, newline: bool = True) -> None:
    """Print data, control characters as pictures of themselves, for a pipe may end in a terminal too.

    JSON keeps them as its own escapes.
    """
    _BAR.wipe()
    click.echo(printable(text), nl=newline)


def screen_width() -> int | None:
    """The width of the terminal that data goes to; none where it goes to a file or a pipe."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


def tell(text: str) -> None:
    """Print talk: what was done, what went wrong."""
    _BAR.wipe()
    click.echo(printable(text), err=True)


def fail_line(text: str) -> None:
    """Print one error."""
    tell(f"curator: {text}")


def count(number: int, noun: str, plural: str | None = None) -> str:
    """`1 file`, `2 files`."""
    return f"{number} {noun if number == 1 else plural or noun + 's'}"


def columns(rows: list[tuple[str, ...]]) -> Iterator[str]:
    """The rows with every column as wide as its widest cell; columns of numbers stand to the right."""
    rows = [tuple(map(one_line, row)) for row in rows]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    numeric = [all(_is_number(cell) for cell in column[1:]) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = [c.rjust(w) if n else c.ljust(w) for c, w, n in zip(row, widths, numeric, strict=True)]
        yield "  ".join(cells).rstrip()


def _is_number(cell: str) -> bool:
    return not cell or cell == "-" or cell.replace(".", "", 1).isdigit()


class _Bar:
    """One line on stderr that is kept up to date, and out of the way of everything else that is printed."""

    def __init__(self) -> None:
        self._drawn = False

    def draw(self, stage: str, done: int, total: int) -> None:
        filled = BAR_WIDTH * done // total if total else 0
        bar = f"{'█' * filled}{'░' * (BAR_WIDTH - filled)} {done}/{total} " if total else ""
        width = shutil.get_terminal_size().columns - 1
        self._write(_CLEAR + (bar + " ".join(printable(stage).split()))[:width])
        self._drawn = True

    def wipe(self) -> None:
        if self._drawn:
            self._write(_CLEAR)
            self._drawn = False

    def _write(self, text: str) -> None:
        sys.stderr.write(text)
        sys.stderr.flush()


_CLEAR = "\r\033[K"
_BAR = _Bar()


@contextmanager
def progress() -> Iterator[Progress]:
    """A callback that keeps one line on stderr up to date; where stderr is no terminal it only prints notices."""
    drawn = sys.stderr.isatty()

    def show(stage: str, done: int, total: int) -> None:
        if total == NOTICE:
            tell(stage)
        elif drawn:
            _BAR.draw(stage, done, total)

    try:
        yield show
    finally:
        _BAR.wipe()


class TerminalStream:
    """stdout as something to write to that guards a terminal as `emit` does."""

    def write(self, text: str, /) -> None:
        """Print without adding a line end."""
        emit(text, newline=False)
