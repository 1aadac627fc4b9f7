"""Times ways of keeping 200,000 imported names: what each costs at start, and what a look-up costs then.

    python benchmarks/vocabulary.py [--names 200000] [--memory]

Every way holds the same made-up names as data alone; nothing that could run is ever loaded (no pickle, no marshal).
"""

from __future__ import annotations

import argparse
import json
import mmap
import random
import statistics
import tempfile
import time
import tracemalloc
from bisect import bisect_left
from collections.abc import Callable
from itertools import product
from pathlib import Path

from curator.patterns.prepared import ImportedNames, prepare
from curator.patterns.releases import AUTHORITIES

Find = Callable[[str], object]
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
_RUNS = 5
_LOOKUPS = 50_000


def main() -> None:
    """Print a line a way: milliseconds to start, microseconds a look-up, megabytes where asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--names", type=int, default=200_000)
    parser.add_argument("--memory", action="store_true", help="also measure the memory that each takes")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = _prepared(Path(folder), options.names)
        keys = [line.split("\t", 1)[0] for line in path.read_text("utf-8").splitlines() if not line.startswith("#")]
        asked = _asked(keys)
        print(f"{len(keys):,} names, {path.stat().st_size / 1e6:.1f} MB; one look-up in ten finds a name")
        print(f"{'way':<34}{'start ms':>10}{'look-up µs':>12}{'MB':>8}")
        for title, (write, start) in WAYS.items():
            _print(title, write(path), start, asked, memory=options.memory)


def _prepared(folder: Path, count: int) -> Path:
    """A prepared file of so many made-up names."""
    make = random.Random(7)
    rows = ("".join(make.choices(_LETTERS, k=make.randint(5, 24))) for _ in range(count))
    release = folder / "release.tsv"
    accessions = map("".join, product(_LETTERS, repeat=4))
    lines = (f"Q{name}\tCVCL_{accession}\n" for name, accession in zip(rows, accessions, strict=False))
    release.write_text("".join(lines), "utf-8")
    _, text = prepare(AUTHORITIES["cellosaurus"], release, source="made up", date="2000-01-01")
    path = folder / "cellosaurus.tsv"
    path.write_text(text, "utf-8")
    return path


def _asked(keys: list[str]) -> list[str]:
    make = random.Random(11)
    return [make.choice(keys) if n % 10 == 0 else f"{make.choice(keys)}x" for n in range(_LOOKUPS)]


def _print(title: str, path: Path, start: Callable[[Path], Find], asked: list[str], *, memory: bool) -> None:
    starts, lookups = [], []
    for _ in range(_RUNS):
        began = time.perf_counter()
        find = start(path)
        starts.append(time.perf_counter() - began)
        began = time.perf_counter()
        for key in asked:
            find(key)
        lookups.append((time.perf_counter() - began) / len(asked))
    taken = f"{_memory(path, start):8.1f}" if memory else ""
    print(f"{title:<34}{statistics.median(starts) * 1e3:10.1f}{statistics.median(lookups) * 1e6:12.2f}{taken}")


def _memory(path: Path, start: Callable[[Path], Find]) -> float:
    tracemalloc.start()
    kept = start(path)
    size, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    del kept
    return size / 1e6


def _rows(path: Path) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for line in path.read_text("utf-8").splitlines():
        if not line.startswith("#"):
            key, _, rest = line.partition("\t")
            found.setdefault(key, []).append(rest)
    return found


def _as_json(path: Path) -> Path:
    target = path.with_suffix(".json")
    target.write_text(json.dumps(_rows(path)), "utf-8")
    return target


def _start_dict(path: Path) -> Find:
    return _rows(path).get


def _start_json(path: Path) -> Find:
    found: dict[str, list[str]] = json.loads(path.read_bytes())
    return found.get


def _start_bisected_lines(path: Path) -> Find:
    lines = path.read_bytes().split(b"\n")[:-1]

    def find(key: str) -> bytes | None:
        start = key.encode() + b"\t"
        index = bisect_left(lines, start)
        return lines[index] if index < len(lines) and lines[index].startswith(start) else None

    return find


def _start_bisected_map(path: Path) -> Find:
    with path.open("rb") as stream:
        data = mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)

    def find(key: str) -> bytes | None:
        start, low, high = key.encode() + b"\t", 0, len(data)
        while low < high:
            middle = data.rfind(b"\n", 0, (low + high) // 2) + 1
            end = data.find(b"\n", middle)
            if data[middle:end] < start:
                low = end + 1
            else:
                high = middle
        return data[low : data.find(b"\n", low)] if data[low : low + len(start)] == start else None

    return find


def _start_program(path: Path) -> Find:
    imported = ImportedNames([path])
    return lambda key: imported.find(key, known={})


def _same(path: Path) -> Path:
    return path


WAYS: dict[str, tuple[Callable[[Path], Path], Callable[[Path], Find]]] = {
    "dict from the prepared lines": (_same, _start_dict),
    "dict from JSON": (_as_json, _start_json),
    "bisected memory map": (_same, _start_bisected_map),
    "bisected list of lines": (_same, _start_bisected_lines),
    "as curator does it (that, checked)": (_same, _start_program),
}


if __name__ == "__main__":
    main()
