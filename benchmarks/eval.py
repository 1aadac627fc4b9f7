"""Scores the extraction on annotated texts that lie outside the project, with the scorers that lie beside them.

    python benchmarks/eval.py [--only abstracts | reviews | scai] [--errors]

The folder is $CURATOR_EVAL, else ../shared/eval. What it lacks is left out with a word. Below the scorers' own tables
stands each measure that the project holds itself to, with the least it must reach and what it aims at; ends with 1
where one is below its least.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LEAST_PRECISION = 0.85
"""In every measure: a false row costs a curator more than a missed one."""
_NUMBERS = re.compile(
    r"(?P<name>[a-z]+(?: [a-z]+)?)\s+(?:P )?(?P<p>[\d.]+)\s+(?:R )?(?P<r>[\d.]+)\s+(?:F1 )?(?P<f>[\d.]+)\s"
)
_NO_ROWS = "no rows found in"


@dataclass(frozen=True, slots=True)
class Measure:
    """One F1 that the project holds itself to."""

    texts: str
    """Which texts it is taken on."""
    line: str
    """How the scorer's line begins."""
    title: str
    least: float
    aim: float


MEASURES = (
    Measure("scai", "mention overlap", "miRNA mention, SCAI train", 0.97, 0.99),
    Measure("scai", "relation", "miRNA to gene, SCAI train", 0.80, 0.86),
    Measure("abstracts", "target", "(miRNA, target), abstracts", 0.85, 0.92),
    Measure("abstracts", "effect", "(miRNA, effect), abstracts", 0.85, 0.92),
    Measure("abstracts", "source", "(miRNA, source), abstracts", 0.75, 0.88),
    Measure("reviews", "target", "(miRNA, target), reviews", 0.75, 0.88),
    Measure("reviews", "effect", "(miRNA, effect), reviews", 0.75, 0.88),
    Measure("reviews", "citation", "(miRNA, citation), reviews", 0.75, 0.90),
    Measure("reviews", "row", "full row, reviews", 0.60, 0.80),
)


def main() -> int:
    """Run the measures asked for, all by default; 1 where a command fails or a measure is below its least."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", choices=list(SCORERS), help="score these texts alone")
    parser.add_argument("--errors", action="store_true", help="list every false positive and false negative")
    options = parser.parse_args()
    folder = Path(os.environ.get("CURATOR_EVAL") or ROOT.parent / "shared" / "eval")
    if not folder.is_dir():
        print(f"no annotated texts to score on: {folder} is not there; name their folder in CURATOR_EVAL")
        return 0
    errors = ["--errors"] if options.errors else []
    printed: dict[str, str] = {}
    with tempfile.TemporaryDirectory() as scratch:
        for name in [options.only] if options.only else SCORERS:
            print(f"== {name}", flush=True)
            try:
                printed[name] = SCORERS[name](folder, Path(scratch), errors)
            except subprocess.CalledProcessError as e:
                print(f"{name}: `{' '.join(map(str, e.cmd))}` ended with {e.returncode}", file=sys.stderr)
                return 1
    return 0 if _compare(printed) else 1


def _compare(printed: dict[str, str]) -> bool:
    """Print each measure beside its floors; False where one is below its least or not precise enough."""
    lines = {name: dict(_scores(text)) for name, text in printed.items()}
    print(f"== held to\n{'measure (F1)':<30}{'P':>7}{'R':>7}{'F1':>7}{'least':>7}{'aim':>7}")
    good = True
    for measure in (m for m in MEASURES if m.line in lines.get(m.texts, {})):
        precision, recall, f1 = lines[measure.texts][measure.line]
        faults = [f"below its least, {measure.least:.2f}"] if f1 < measure.least else []
        faults += [f"precision below {LEAST_PRECISION:.2f}"] if precision < LEAST_PRECISION else []
        told = "; ".join(faults) or ("" if f1 >= measure.aim else "short of its aim")
        numbers = "".join(f"{n:7.3f}" for n in (precision, recall, f1))
        print(f"{measure.title:<30}{numbers}{measure.least:7.2f}{measure.aim:7.2f}  {told}".rstrip())
        good = good and not faults
    return good


def _scores(text: str) -> Iterator[tuple[str, tuple[float, float, float]]]:
    """Precision, recall and F1 by the name that begins a scorer's line."""
    for found in map(_NUMBERS.match, text.splitlines()):
        if found:
            yield found["name"], (float(found["p"]), float(found["r"]), float(found["f"]))


def _abstracts(folder: Path, scratch: Path, errors: Sequence[str]) -> str:
    texts, gold = folder / "dev" / "abstracts", folder / "dev" / "gold"
    return _score(folder, texts=texts, gold=gold, scratch=scratch, errors=errors)


def _reviews(folder: Path, scratch: Path, errors: Sequence[str]) -> str:
    texts, gold = folder / "dev" / "reviews", folder / "dev" / "reviews_gold"
    return _score(folder, texts=texts, gold=gold, scratch=scratch, errors=errors)


def _score(folder: Path, *, texts: Path, gold: Path, scratch: Path, errors: Sequence[str]) -> str:
    """What the scorer prints of rows found in texts with gold; nothing where there is no gold."""
    if not gold.is_dir():
        print(f"left out: {gold} is not there")
        return ""
    found = _curator("extract", texts, into=scratch / f"{texts.name}.jsonl")
    return _run(folder / "score.py", gold, found, *errors)


def _scai(folder: Path, scratch: Path, errors: Sequence[str]) -> str:
    corpus = folder / "scai" / "train.xml"
    if not corpus.is_file():
        print(f"left out: {corpus} is not there")
        return ""
    texts = scratch / "scai"
    _run(folder / "scai.py", "texts", corpus, texts)
    assertions = _curator("extract", texts, into=scratch / "scai-assertions.jsonl")
    mentions = _curator("mentions", texts, into=scratch / "scai-mentions.jsonl")
    directions: list[str | Path] = ["--directions", folder / "scai" / "train_directions.tsv"]
    return _run(folder / "scai.py", "score", corpus, assertions, mentions, *directions, *errors)


SCORERS: dict[str, Callable[[Path, Path, Sequence[str]], str]] = {
    "abstracts": _abstracts,
    "reviews": _reviews,
    "scai": _scai,
}


def _curator(command: str, texts: Path, *, into: Path) -> Path:
    """Run `curator COMMAND TEXTS --format jsonl` into a file; papers without rows are told as a number."""
    with into.open("w", encoding="utf-8") as lines:
        words = [sys.executable, "-m", "curator", command, str(texts), "--format", "jsonl"]
        talk = subprocess.run(words, stdout=lines, stderr=subprocess.PIPE, text=True, check=False, cwd=ROOT)
    told = talk.stderr.splitlines()
    for line in told:
        if _NO_ROWS not in line:
            print(line, file=sys.stderr)
    talk.check_returncode()
    if without := sum(_NO_ROWS in line for line in told):
        print(f"{_NO_ROWS} {without} of the texts", file=sys.stderr)
    return into


def _run(script: Path, *arguments: str | Path) -> str:
    """What a scorer prints, printed on."""
    words = [sys.executable, str(script), *map(str, arguments)]
    printed = subprocess.run(words, stdout=subprocess.PIPE, text=True, check=True).stdout
    print(printed, end="", flush=True)
    return printed


if __name__ == "__main__":
    sys.exit(main())
