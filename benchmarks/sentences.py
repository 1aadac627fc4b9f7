"""Compares ways of cutting paragraphs into sentences, on the paragraphs of JATS articles in a folder.

    python benchmarks/sentences.py FOLDER [--limit 50]

Ends are known without any rule where two paragraphs are joined by a space. No end is known inside `et al. (2010)`,
`Fig. 2A`, `i.e.`, `vs.`, a decimal, an initial, the name of a species. For every way it prints how many of the first
it finds, how many of the second it cuts, how many pieces have fewer than four words, and megabytes a second.

The project keeps its own rules. On 19 articles (798 pairs, 1116 places that are no end) they find every end and cut
nothing wrongly; nupunkt 0.8, as fast as they are, misses 2.1 % of the ends (most of them behind `Cons.` in one article,
a few behind `cancer.`) and cuts 0.4 % wrongly; a plain pattern is ten times as fast and cuts 5.7 % wrongly.
"""

from __future__ import annotations

import argparse
import importlib
import re
import time
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

from curator.errors import ReadError
from curator.extraction.segment import split
from curator.reading import read

Ends = Callable[[str], list[int]]

_NEVER = re.compile(
    r"\bet al\.(?=\s[\[(\d,a-z])"
    r"|\b[Ff]igs?\.(?=\s?S?\d)|\bi\.e\.(?=\s[a-z])|\be\.g\.(?=\s\S)|\bvs\.(?=\s\S)|(?<=\d)\.(?=\d)"
    r"|\b[Nn]o\.(?=\s?\d)|\b[A-Z]\.(?=\s[a-z]{4,}\b)|\bapprox\.(?=\s)|\bca\.(?=\s\d)|\bspp?\.(?=\s[a-z(])"
)
_PLAIN = re.compile(r"[.!?](?=\s+[A-Z(\[])")
_WHOLE = re.compile(r"[a-z)\]][.]$")
_LEAST_WORDS = 4


def main() -> None:
    """Print a line a way."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--limit", type=int, default=50, help="how many articles to read")
    options = parser.parse_args()
    texts = list(_paragraphs(sorted(options.folder.glob("*.*ml"))[: options.limit]))
    pairs = [(a, b) for a, b in pairwise(texts) if _WHOLE.search(a) and b[:1].isupper()]
    print(f"{len(pairs)} pairs of paragraphs, {sum(len(a) + len(b) for a, b in pairs) / 1e6:.1f} million characters")
    for name, ends in _ways().items():
        print(f"{name:10} {_measured(ends, pairs)}")


def _paragraphs(paths: list[Path]) -> Iterator[str]:
    for path in paths:
        try:
            document = read(path)
        except ReadError as e:
            print(e)
            continue
        yield from (document.text[p.start : p.end] for p in document.paragraphs)


def _ways() -> dict[str, Ends]:
    ways: dict[str, Ends] = {
        "own rules": lambda text: [end for _, end in split(text)],
        "pattern": lambda text: [*(m.end() for m in _PLAIN.finditer(text)), len(text.rstrip())],
    }
    try:
        spans = importlib.import_module("nupunkt").sent_spans
    except ImportError:
        print("nupunkt is not installed and left out")
    else:
        ways["nupunkt"] = lambda text: [start + len(text[start:end].rstrip()) for start, end in spans(text)]
    return ways


def _measured(ends: Ends, pairs: list[tuple[str, str]]) -> str:
    texts = [f"{a} {b}" for a, b in pairs]
    start = time.process_time()
    found = [sorted(ends(text)) for text in texts]
    seconds = time.process_time() - start
    hit = never = cut = short = total = 0
    for (first, _), text, stops in zip(pairs, texts, found, strict=True):
        known = set(stops)
        wrong = [m.end() for m in _NEVER.finditer(text)]
        hit += len(first) in known
        never, cut = never + len(wrong), cut + sum(w in known for w in wrong)
        pieces = [text[a:b] for a, b in zip([0, *stops], stops, strict=False)]
        short, total = short + sum(len(p.split()) < _LEAST_WORDS for p in pieces), total + len(pieces)
    return (
        f"ends found {hit / max(1, len(pairs)):.4f} of {len(pairs)}   "
        f"wrongly cut {cut / max(1, never):.4f} of {never}   "
        f"short {short / max(1, total):.4f}   {sum(map(len, texts)) / 1e6 / seconds:.1f} MB/s"
    )


if __name__ == "__main__":
    main()
