"""Measures the queue on made-up databases: how much longer each thing takes with many assertions than with few.

    python -m benchmarks.large_queue [ROWS ...]

Builds a database for each number of rows (100 and 100000 unless told) in a temporary folder; a million take minutes.
Prints milliseconds for the first and, for the others, the ratio to it. The first call of each is thrown away.
"""

from __future__ import annotations

import itertools
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.queue_database import build
from curator.curation.queue import query
from curator.tui.desk import Desk
from curator.tui.entry import Entry, View
from curator.workbench import Workbench
from curator.workbench.related import Relations

ROWS = (100, 100_000)
REPEATS = 5
FILTERS = (
    "mirna:miR-21",
    "source:CAF",
    "target:GENE77",
    "effect:resistance",
    "drug:cisplatin",
    "disease:breast",
    "-drug:cisplatin",
    "state:undecided",
    "confidence:<0.5",
    "document:paper-77",
    "text:efflux",
    "text:pathway",
    "GENE77",
    "sort:confidence",
    "sort:-mirna",
)


def main() -> int:
    """Measure every number of rows and print one line for each thing."""
    rows = [int(argument) for argument in sys.argv[1:]] or list(ROWS)
    with tempfile.TemporaryDirectory() as folder:
        columns = [_measured(Path(folder) / f"{number}.db", number) for number in rows]
    print(f"{'':28}" + "".join(f"{number:>12}" for number in rows))
    for what, first in columns[0].items():
        others = "".join(f"{column[what] / first:>10.1f} x" for column in columns[1:])
        print(f"{what:28}{1000 * first:>9.2f} ms{others}")
    return 0


def _measured(path: Path, rows: int) -> dict[str, float]:
    """What is measured, in seconds."""
    build(path, rows)
    with Workbench(path) as workbench:
        desk = Desk(workbench)
        found = {"open, first window": _least(lambda: _opened(path)), "window in the middle": _least(_middle(desk))}
        found["last window"] = _least(lambda: _fresh(desk)[-1])
        found["verdict to next row"] = _least(lambda: _judged(desk))
        found["what contradicts a row"] = _least(_beside(workbench, rows))
        found |= {f"filter {text}": _least(lambda text=text: _filtered(workbench, text)) for text in FILTERS}  # type: ignore[misc]
    return found


def _opened(path: Path) -> None:
    with Workbench(path) as workbench:
        desk = Desk(workbench)
        desk.progress()
        _ = desk.entries[desk.undecided_from(0) or 0]


def _middle(desk: Desk) -> Callable[[], object]:
    return lambda: _fresh(desk)[len(desk.entries) // 2]


def _beside(workbench: Workbench, rows: int) -> Callable[[], object]:
    """What stands beside rows here and there in the queue, one at each call."""
    relations = Relations(workbench)
    numbers = itertools.cycle(range(1, rows + 1, max(1, rows // 37)))
    return lambda: relations.of(f"a{next(numbers):016x}")


def _fresh(desk: Desk) -> Sequence[Entry]:
    """The rows of the desk, none of them fetched."""
    desk.show(View.ALL)
    return desk.entries


def _judged(desk: Desk) -> None:
    desk.show(View.UNDECIDED)
    entry = desk.entries[0]
    desk.accept(entry)
    _ = desk.entries[desk.after_verdict(0, entry.id)]
    desk.progress()


def _filtered(workbench: Workbench, text: str) -> None:
    rows = workbench.rows(query(text))
    rows.window(0, 50)
    len(rows)


def _least(job: Callable[[], object]) -> float:
    """The least seconds of several runs: what the job takes when nothing else does."""
    job()
    return min(_seconds(job) for _ in range(REPEATS))


def _seconds(job: Callable[[], object]) -> float:
    start = time.perf_counter()
    job()
    return time.perf_counter() - start


if __name__ == "__main__":
    sys.exit(main())
