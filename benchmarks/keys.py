"""Measures how long the review takes from a key to the last byte of the frame that shows what the key did.

    python -m benchmarks.keys [--rows 100 1000000 ...] [--db FILE ...] [--times 20]

The real program in a pseudo-terminal of 140 by 40, on databases with few and with many assertions; verdicts are written
to them. Prints milliseconds for each key: the median, the 95th percentile and the worst; for the databases after the
first also the ratio of the medians to the first. Two lines sum up: the keys that judge (moving, verdicts, the reason,
undo) and all. The last is what Textual takes at the least: an application of a list and a text beside it, where a key
goes to the next line and shows another text.
"""

from __future__ import annotations

import argparse
import os
import re
import statistics
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import pyte

from benchmarks.queue_database import build
from benchmarks.terminal import Shown, Terminal, compiled, review

ROWS = (100, 1_000_000)
TIMES = 20
BUDGET = 0.050
_FILTERS = ("mirna:miR-21", "-drug:cisplatin", "text:pathway", "text:efflux", "GENE77", "confidence:<0.5")
_JUDGING = ("j", "k", "n", "a", "r", "t (the reason)", "u")
_BARE = """
from textual.app import App
from textual.containers import Horizontal
from textual.widgets import OptionList, Static

def text(number):
    return "\\n".join([f"text {number}"] + [f"line {line} of {number}, as long as the pane" for line in range(30)])

class Bare(App):
    CSS = "OptionList, Static { width: 1fr; height: 1fr; }"
    BINDINGS = [("j", "down", "down")]

    def compose(self):
        with Horizontal():
            yield OptionList(*(f"line {number} of the list" for number in range(100)))
            yield Static(text(0))

    def on_mount(self):
        self.query_one(OptionList).highlighted = 0

    def action_down(self):
        self.query_one(OptionList).action_cursor_down()

    def on_option_list_option_highlighted(self, message):
        self.query_one(Static).update(text(message.option_index))

Bare().run()
"""
_SCREENS = {
    "l": r"Library: ",
    "h": r"History: ",
    "s": r"Scores",
    "v": r"Paper \d+",
    "i": r"\d+ sentences",
    "?": r"Verdicts",
}
Taken = dict[str, list[float]]
"""What was done → the seconds of each time."""


def main() -> int:
    """Measure every database and print one line for each key; 1 where the last misses the budget."""
    options = _options()
    with tempfile.TemporaryDirectory() as folder:
        paths = options.db or [_built(Path(folder), rows) for rows in options.rows or ROWS]
        columns = [_measured(path, options.times, Path(folder)) for path in paths]
        bare = _bare(options.times, Path(folder))
    print(f"{'ms: median / 95th / worst':28}" + "".join(f"{path.name:>26}" for path in paths))
    for what in columns[0]:
        first = statistics.median(columns[0][what])
        cells = [_cell(column[what], first if number else None) for number, column in enumerate(columns)]
        print(f"{what:28}" + "".join(f"{cell:>26}" for cell in cells))
    judging = _pooled(columns, _JUDGING)
    _print_pooled("keys that judge", judging)
    _print_pooled("all", _pooled(columns, columns[0]))
    print(f"{'a bare list and text':28}{_cell(bare, None):>26}")
    print(f"{'keys that judge, against it':28}{statistics.median(judging[-1]) / statistics.median(bare):>25.1f}x")
    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
    return int(_share(judging[-1], 95) > BUDGET)


def _pooled(columns: Sequence[Taken], keys: Iterable[str]) -> list[list[float]]:
    """The seconds of these keys together, for each database."""
    return [[seconds for key in keys for seconds in column.get(key, ())] for column in columns]


def _print_pooled(name: str, pooled: Sequence[Sequence[float]]) -> None:
    first = statistics.median(pooled[0])
    cells = [_cell(taken, first if number else None) for number, taken in enumerate(pooled)]
    print(f"{name:28}" + "".join(f"{cell:>26}" for cell in cells))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, nargs="*", help="build databases with so many rows")
    parser.add_argument("--db", type=Path, nargs="*", help="take these databases instead; verdicts are written to them")
    parser.add_argument("--times", type=int, default=TIMES)
    return parser.parse_args()


def _built(folder: Path, rows: int) -> Path:
    path = folder / f"{rows}.db"
    build(path, rows)
    return path


def _cell(taken: Sequence[float], first: float | None) -> str:
    ratio = "" if first is None else f" {statistics.median(taken) / first:.1f} x"
    return " / ".join(f"{1000 * s:.0f}" for s in (statistics.median(taken), _share(taken, 95), max(taken))) + ratio


def _share(taken: Sequence[float], percent: int) -> float:
    """The time that so many of a hundred do not exceed."""
    return sorted(taken)[max(0, -(-len(taken) * percent // 100) - 1)]


def _measured(path: Path, times: int, folder: Path) -> Taken:
    """Every key, as often as told."""
    terminal = Terminal(review(path), compiled(folder / "compiled"))
    try:
        terminal.painted(_row_in_sight, since=terminal.started)
        hand = _Hand(terminal)
        for journey in _JOURNEYS:
            for _ in range(max(1, times // 4) if journey in _SELDOM else times):
                journey(hand)
        return dict(hand.taken)
    finally:
        terminal.close()


def _bare(times: int, folder: Path) -> list[float]:
    """The same of an application that only moves on in a list and shows another text beside it."""
    program = folder / "bare.py"
    program.write_text(_BARE, "utf-8")
    terminal = Terminal([sys.executable, str(program)], compiled(folder / "compiled"))
    try:
        terminal.painted(lambda screen: _says(screen, r"text 0\b"), since=terminal.started)
        hand = _Hand(terminal)
        for number in range(1, times + 1):
            hand.press("j", "j", lambda screen, number=number: _says(screen, rf"text {number}\b"))  # type: ignore[misc]
        return hand.taken["j"]
    finally:
        terminal.close()


class _Hand:
    """Presses keys, each once nothing more is painted, and notes how long each took."""

    def __init__(self, terminal: Terminal) -> None:
        self.terminal = terminal
        self.taken: defaultdict[str, list[float]] = defaultdict(list)

    def press(self, what: str, key: str, shown: Shown) -> None:
        """Press it and note the time under a name; without one it is not noted."""
        self.terminal.settle()
        seconds = self.terminal.press(key, shown)
        if what:
            self.taken[what].append(seconds)

    @property
    def row(self) -> str:
        """The row under the cursor, as its line shows it."""
        return _cursor_line(self.terminal.screen)


def _moves(hand: _Hand) -> None:
    for name, key in (("j", "j"), ("k", "k")):
        # Twice down and once up, so that rows not seen before come into sight.
        for _ in range(2 if key == "j" else 1):
            before = hand.row
            hand.press(name, key, lambda screen, before=before: _other_row(screen, before))  # type: ignore[misc]


def _pages(hand: _Hand) -> None:
    for name, key in (("page down", "\x1b[6~"), ("page up", "\x1b[5~")):
        before = hand.row
        hand.press(name, key, lambda screen, before=before: _other_row(screen, before))  # type: ignore[misc]


def _ends(hand: _Hand) -> None:
    for name, key in (("g (first row)", "g"), ("G (last row)", "G")):
        before = hand.row
        hand.press(name, key, lambda screen, before=before: _other_row(screen, before))  # type: ignore[misc]


def _accepts(hand: _Hand) -> None:
    hand.press("n", "n", _row_in_sight)
    before = hand.row
    hand.press("a", "a", lambda screen: _says(screen, "saved: .*accepted") and _other_row(screen, before))
    hand.press("u", "u", lambda screen: _says(screen, "undone") and _row_in_sight(screen))
    _on_from(hand)


def _on_from(hand: _Hand) -> None:
    """To another row, so that no row gathers more verdicts than rows do."""
    before = hand.row
    hand.press("j", "j", lambda screen: _other_row(screen, before))


def _edits(hand: _Hand) -> None:
    hand.press("e", "e", lambda screen: _says(screen, "Edit: mend") and _says(screen, r"in this paper|enter save"))
    hand.press("esc in the form", "\x1b", lambda screen: _says(screen, "not edited") and _row_in_sight(screen))


def _rejects(hand: _Hand) -> None:
    hand.press("n", "n", _row_in_sight)
    hand.press("r", "r", lambda screen: _says(screen, "negative result"))
    before = hand.row
    hand.press("t (the reason)", "t", lambda screen: _says(screen, "saved: rejected") and _other_row(screen, before))
    hand.press("u", "u", lambda screen: _says(screen, "undone") and _row_in_sight(screen))
    _on_from(hand)


def _filters(hand: _Hand) -> None:
    for text in _FILTERS:
        hand.press("/", "/", lambda screen: _says(screen, "enter keep"))
        for end in range(1, len(text)):
            typed = text[:end]
            hand.press("letter of a filter", typed[-1], lambda screen, typed=typed: _says(screen, re.escape(typed)))  # type: ignore[misc]
        hand.press(f"filter {text}", text[-1], lambda screen, text=text: _holds(screen, text))  # type: ignore[misc]
        hand.press("enter in the filter", "\r", lambda screen: not _says(screen, "enter keep") and _any_row(screen))
        hand.press("esc", "\x1b", lambda screen: _says(screen, "no filter") and _row_in_sight(screen))


def _views(hand: _Hand) -> None:
    for number, name in ((1, "undecided"), (2, "accepted"), (0, "all")):
        pattern = rf"\[{number} {name}"
        hand.press("a view", str(number), lambda screen, pattern=pattern: _says(screen, pattern))  # type: ignore[misc]


def _screens(hand: _Hand) -> None:
    for key, pattern in _SCREENS.items():
        hand.press(f"screen {key}", key, lambda screen, pattern=pattern: _says(screen, pattern))  # type: ignore[misc]
        hand.press("esc from a screen", "\x1b", lambda screen: _row_in_sight(screen) and _says(screen, r"a accept"))


_JOURNEYS: tuple[Callable[[_Hand], None], ...] = (
    _moves, _pages, _ends, _accepts, _edits, _rejects, _filters, _views, _screens,
)  # fmt: skip
_SELDOM = (_filters, _views, _screens)
"""What is done a quarter as often: a filter over a million rows may take seconds."""


def _lines(screen: pyte.Screen) -> Iterator[str]:
    return iter(screen.display)


def _says(screen: pyte.Screen, pattern: str) -> bool:
    return any(re.search(pattern, line) for line in _lines(screen))


def _cursor_line(screen: pyte.Screen) -> str:
    """The line with the cursor, as far as the queue reaches, and where it stands."""
    found = ((n, line) for n, line in enumerate(_lines(screen)) if line.startswith("▶"))
    number, line = next(found, (0, ""))
    return f"{number} {line[:60]}"


def _row_in_sight(screen: pyte.Screen) -> bool:
    """The sentence of the row under the cursor is shown, marked, and the line of keys."""
    named = re.search(r"miR-\d+", _cursor_line(screen))
    return named is not None and _says(screen, f"‹M:{named[0]}›")


def _any_row(screen: pyte.Screen) -> bool:
    """The rows are shown, or that there is none."""
    return _row_in_sight(screen) or _says(screen, "No row")


def _other_row(screen: pyte.Screen, before: str) -> bool:
    return _cursor_line(screen) != before and _row_in_sight(screen)


def _holds(screen: pyte.Screen, text: str) -> bool:
    """The filter is worked out: the rows that hold it are counted and shown."""
    return _says(screen, rf"^ filter: {re.escape(text)} .*\d rows?\b") and _any_row(screen)


if __name__ == "__main__":
    sys.exit(main())
