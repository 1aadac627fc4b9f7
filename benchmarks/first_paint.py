"""Measures how long the review takes from its start to its first paint, against an empty Textual application.

    python -m benchmarks.first_paint [--rows 100 1000000 ...] [--db FILE ...] [--runs 11]

Every run is a new process in a pseudo-terminal of 140 by 40, timed to the last byte of its first frame and, for the
review, of the first that shows a row, its sentence marked and the line of keys. Runs take turns, so that whatever else
the machine does falls on all alike. Prints the median of each and its ratio to the empty application's, and the load.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import pyte

from benchmarks.queue_database import build
from benchmarks.terminal import COLUMNS, LINES, Shown, Terminal, compiled, review

RUNS = 11
ROWS = (100, 1_000_000)
_EMPTY = "from textual.app import App\nclass Empty(App):\n    pass\nEmpty().run()\n"


def main() -> int:
    """Measure and print one line for each program."""
    options = _options()
    with tempfile.TemporaryDirectory() as folder:
        built = [] if options.db else [_built(Path(folder), rows) for rows in options.rows or ROWS]
        empty = Path(folder) / "empty.py"
        empty.write_text(_EMPTY, "utf-8")
        named = {f"review, {path.name}": review(path) for path in options.db or built}
        taken = _measured({"empty application": [sys.executable, str(empty)], **named}, options.runs, Path(folder))
    medians = {name: statistics.median(seconds) for name, seconds in taken.items()}
    least = medians["empty application"]
    for name, median in medians.items():
        spread = f"{1000 * min(taken[name]):.0f} to {1000 * max(taken[name]):.0f}"
        print(f"{name:36}{1000 * median:>7.0f} ms ({spread:>14}){median / least:>7.2f} x")
    print(f"{options.runs} runs each, taking turns; load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, nargs="*", help="build databases with so many rows")
    parser.add_argument("--db", type=Path, nargs="*", help="take these databases instead")
    parser.add_argument("--runs", type=int, default=RUNS)
    return parser.parse_args()


def _built(folder: Path, rows: int) -> Path:
    path = folder / f"{rows}.db"
    build(path, rows)
    return path


def _measured(commands: dict[str, list[str]], runs: int, folder: Path) -> dict[str, list[float]]:
    """Seconds of every run. The first of each compiles what is not compiled, and is thrown away."""
    variables = compiled(folder / "compiled")
    taken: dict[str, list[float]] = {}
    for run in range(runs + 1):
        for name, command in commands.items():
            frames = _FRAMES if name.startswith("review") else _FRAMES[:1]
            for (frame, _), seconds in zip(frames, _seconds(command, variables, frames), strict=True):
                kept = taken.setdefault(f"{name}{frame}", [])
                if run:
                    kept.append(seconds)
    return taken


def _seconds(command: Sequence[str], variables: dict[str, str], frames: Sequence[tuple[str, Shown]]) -> list[float]:
    """From the start of the program to each of the frames, one after the other."""
    terminal = Terminal(command, variables)
    try:
        return [terminal.painted(shown, since=terminal.started) for _, shown in frames]
    finally:
        terminal.close()


def _background_shown(screen: pyte.Screen) -> bool:
    """An empty application paints blanks, to the last cell."""
    return bool(screen.buffer[LINES - 1][COLUMNS - 1].bg != "default")


def _row_shown(screen: pyte.Screen) -> bool:
    return "quit" in screen.display[-1] and any("‹M:miR-" in line for line in screen.display)


_FRAMES: tuple[tuple[str, Shown], ...] = (("", _background_shown), (", first row", _row_shown))
"""What is waited for, by what the line adds to the program's name."""


if __name__ == "__main__":
    sys.exit(main())
