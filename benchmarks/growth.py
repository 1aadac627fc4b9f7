"""Measures how the time of each step grows with the text: odd texts, each once and once four times as long.

    python benchmarks/growth.py [STEP ...]
    python benchmarks/growth.py line

STEP is `read`, `segment`, `mentions` or `assertions`; without one, all are measured. Prints the seconds and their
ratio; ends with 1 where four times the text takes more than ten times as long, which lies between the four of linear
and the sixteen of quadratic time. With `line`, every text is one line of 5 MB that cites a reference at its end, read
once.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from curator.extraction.pipeline import Extractor
from curator.extraction.segment import segment
from curator.model import Citation, Document, Paragraph
from curator.patterns import load_rules
from curator.reading import read

WORST_RATIO = 10.0
TIMES = 4
SHORTEST_SECONDS = 0.1
"""Below this the ratio measures the machine."""
LINE = 5_000_000
LINES = ("-", "(", "()", "\0", "a", "A", "9", "Ab-", "word ", "αж中א٣ ", "PTEN, ", "miR-21 targets PTEN and ")
"""What the long lines are made of."""
SHAPES = (
    *("It rose [1]. ", "It rose [1].\n\n", "it rose and\n\n", "# Results\n\nIt rose.\n\n", "- it rose\n", "a\tb\tc\n"),
    *("\t", "x", "[1, ", "![", "<!-- ", "<sup>1 "),
)
SENTENCES = ("Cells died after miR-21 fell in E. coli (n = 3). ", "(", "[(.)]", ".", "a.", "[1,")
NAMES = (
    *("-", "(", "a", "A", "Ab-", "word ", "αж中א٣\0 ", "miR-21/", "miR-30a~d, 30e and -31, ", "PTEN and BCL2, "),
    *("A549/", "alpha beta (AB) ", "cell line (A549), ", "cisplatin-resistant A549 cells "),
)
FINDINGS = (
    *("-", "(", "()", ".", "\0", "a", "A", "9", "Ab-", "word ", "this ", "not ", "e\u0301", "αж中א٣\0 ", "(Fig. 1A "),
    *("miR-21/", "PTEN, ", "PTEN and ", "A549/", "Smith and ", "Smith et al. [1] ", "miR-21 targets PTEN. "),
    *("miR-21 targets PTEN and ", "miR-21 rose. It targets PTEN. ", "resistance to cisplatin "),
    *("Cisplatin resistance was increased. ", "exosomes from fibroblasts ", "Exosomes of fibroblasts were taken up. "),
)


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the road, the texts that it is tried on, and how long the shorter of each is."""

    run: Callable[[str], object]
    units: tuple[str, ...]
    characters: int


def main() -> int:
    """Measure every text; 1 where one grows too fast."""
    asked = sys.argv[1:]
    extractor = Extractor(load_rules())
    if asked == ["line"]:
        for unit in LINES:
            print(f"{unit!r:40} {_seconds(partial(_asserted, extractor), unit, LINE):7.2f} s", flush=True)
        return 0
    with tempfile.TemporaryDirectory() as folder:
        steps = _steps(extractor, Path(folder))
        unknown = [name for name in asked if name not in steps]
        if unknown:
            print(f"there is no step {unknown[0]!r}; there are: {', '.join(steps)}", file=sys.stderr)
            return 2
        slow = [_measured(name, step) for name, step in steps.items() if not asked or name in asked]
    return 1 if any(slow) else 0


def _steps(extractor: Extractor, folder: Path) -> Mapping[str, Step]:
    return {
        "read": Step(partial(_read, folder), SHAPES, 60_000),
        "segment": Step(lambda text: segment(_document(text)), SENTENCES, 400_000),
        "mentions": Step(lambda text: extractor.mentions(segment(_document(text))), NAMES, 20_000),
        "assertions": Step(partial(_asserted, extractor), FINDINGS, 20_000),
    }


def _measured(name: str, step: Step) -> bool:
    """Print how the step grows with each text; True where one grows too fast."""
    fast = True
    for unit in step.units:
        once, more = (_seconds(step.run, unit, times * step.characters) for times in (1, TIMES))
        grows = more / once > WORST_RATIO and more > SHORTEST_SECONDS
        fast = fast and not grows
        remark = "  too fast" if grows else ""
        print(f"{name:10} {unit!r:52} {once:7.3f} s {more:7.3f} s  x {more / once:.1f}{remark}", flush=True)
    return not fast


def _seconds(run: Callable[[str], object], unit: str, characters: int) -> float:
    """The shortest of three runs, or of one that is long, in seconds of work; other programs' work does not count."""
    text = (unit * (characters // len(unit) + 1))[:characters]
    taken: list[float] = []
    while len(taken) < 3 and sum(taken) < 1:
        start = time.process_time()
        run(text)
        taken.append(time.process_time() - start)
    return min(taken)


def _read(folder: Path, text: str) -> None:
    for name in ("a.txt", "a.md"):
        path = folder / name
        path.write_text(f"It rose.\n\n{text}", encoding="utf-8")
        read(path)


def _asserted(extractor: Extractor, text: str) -> None:
    """With a marker at the end, so that every sentence looks for its study."""
    whole = f"{text} miR-21 targets PTEN [1]."
    marker = Citation(len(whole) - 4, len(whole) - 1, ("1",))
    extractor.assertions(segment(_document(whole, marker)))


def _document(text: str, *citations: Citation) -> Document:
    return Document("odd", text, paragraphs=(Paragraph(0, len(text)),), citations=citations)


if __name__ == "__main__":
    sys.exit(main())
