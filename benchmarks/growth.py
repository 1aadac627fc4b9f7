"""Measures how the time of extraction grows with the text: each odd text once, and once twice as long.

    python benchmarks/growth.py [CHARACTERS | line]

Prints the seconds and their ratio; ends with 1 where twice the text takes more than three times as long. With `line`,
every text is one line of 5 MB that cites a reference at its end, read once.
"""

from __future__ import annotations

import sys
import time

from curator.extraction.pipeline import Extractor
from curator.extraction.segment import segment
from curator.model import Citation, Document, Paragraph
from curator.patterns import load_rules

CHARACTERS = 60_000
WORST_RATIO = 3.0
SHORTEST_SECONDS = 0.5
"""Below this the ratio measures the machine."""
LINE = 5_000_000
LINES = ("-", "(", "()", "\0", "a", "A", "9", "Ab-", "word ", "αж中א٣ ", "PTEN, ", "miR-21 targets PTEN and ")
"""What the long lines are made of."""
UNITS = (
    *("-", "(", "()", ".", "\0", "a", "9", "word ", "this ", "not ", "e\u0301", "αж中א٣ "),
    *("miR-21/", "PTEN, ", "PTEN and ", "A549/", "alpha beta (AB) ", "cell line (A549), ", "Smith et al. [1] "),
    *("miR-21 targets PTEN. ", "miR-21 targets PTEN and ", "resistance to cisplatin ", "exosomes from fibroblasts "),
)


def main() -> int:
    """Measure every text; 1 where one grows too fast."""
    extractor = Extractor(load_rules())
    if sys.argv[1:] == ["line"]:
        for unit in LINES:
            print(f"{unit!r:32} {_seconds(extractor, unit, LINE):7.2f} s", flush=True)
        return 0
    characters = int(sys.argv[1]) if len(sys.argv) > 1 else CHARACTERS
    fast = True
    for unit in UNITS:
        once, twice = (_seconds(extractor, unit, n) for n in (characters, 2 * characters))
        ratio = twice / once
        grows = ratio > WORST_RATIO and twice > SHORTEST_SECONDS
        fast = fast and not grows
        print(f"{unit!r:32} {once:7.2f} s {twice:7.2f} s  x {ratio:.1f}{'  too fast' if grows else ''}", flush=True)
    return 0 if fast else 1


def _seconds(extractor: Extractor, unit: str, characters: int) -> float:
    text = (unit * (characters // len(unit) + 1))[:characters]
    text += " miR-21 targets PTEN [1]."
    marker = Citation(len(text) - 4, len(text) - 1, ("1",))
    document = Document("odd", text, paragraphs=(Paragraph(0, len(text)),), citations=(marker,))
    start = time.perf_counter()
    extractor.assertions(segment(document))
    return time.perf_counter() - start


if __name__ == "__main__":
    sys.exit(main())
