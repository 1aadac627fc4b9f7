"""Scores the extraction on annotated texts that lie outside the project, with the scorers that lie beside them.

    python benchmarks/eval.py [--only abstracts | reviews | scai] [--errors]

The folder is $CURATOR_EVAL, else ../shared/eval. What it lacks is left out with a word.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    """Run the measures asked for, all of them by default; 1 where a command that they call fails."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", choices=list(MEASURES), help="run this measure alone")
    parser.add_argument("--errors", action="store_true", help="list every false positive and false negative")
    options = parser.parse_args()
    folder = Path(os.environ.get("CURATOR_EVAL") or ROOT.parent / "shared" / "eval")
    if not folder.is_dir():
        print(f"no annotated texts to score on: {folder} is not there; name their folder in CURATOR_EVAL")
        return 0
    errors = ["--errors"] if options.errors else []
    with tempfile.TemporaryDirectory() as scratch:
        for name in [options.only] if options.only else MEASURES:
            print(f"== {name}", flush=True)
            try:
                MEASURES[name](folder, Path(scratch), errors)
            except subprocess.CalledProcessError as e:
                print(f"{name}: `{' '.join(map(str, e.cmd))}` ended with {e.returncode}", file=sys.stderr)
                return 1
    return 0


def _abstracts(folder: Path, scratch: Path, errors: list[str]) -> None:
    _score(folder, texts=folder / "dev" / "abstracts", gold=folder / "dev" / "gold", scratch=scratch, errors=errors)


def _reviews(folder: Path, scratch: Path, errors: list[str]) -> None:
    _score(
        folder, texts=folder / "dev" / "reviews", gold=folder / "dev" / "reviews_gold", scratch=scratch, errors=errors
    )


def _score(folder: Path, *, texts: Path, gold: Path, scratch: Path, errors: list[str]) -> None:
    if not gold.is_dir():
        print(f"left out: {gold} is not there")
        return
    found = _curator("extract", texts, into=scratch / f"{texts.name}.jsonl")
    _run(folder / "score.py", gold, found, *errors)


def _scai(folder: Path, scratch: Path, errors: list[str]) -> None:
    corpus = folder / "scai" / "train.xml"
    if not corpus.is_file():
        print(f"left out: {corpus} is not there")
        return
    texts = scratch / "scai"
    _run(folder / "scai.py", "texts", corpus, texts)
    assertions = _curator("extract", texts, into=scratch / "scai-assertions.jsonl")
    mentions = _curator("mentions", texts, into=scratch / "scai-mentions.jsonl")
    directions: list[str | Path] = ["--directions", folder / "scai" / "train_directions.tsv"]
    _run(folder / "scai.py", "score", corpus, assertions, mentions, *directions, *errors)


MEASURES: dict[str, Callable[[Path, Path, list[str]], None]] = {
    "abstracts": _abstracts,
    "reviews": _reviews,
    "scai": _scai,
}


def _curator(command: str, texts: Path, *, into: Path) -> Path:
    """Run `curator COMMAND TEXTS --format jsonl` into a file, as the measures' README describes it."""
    with into.open("w", encoding="utf-8") as lines:
        words = [sys.executable, "-m", "curator", command, str(texts), "--format", "jsonl"]
        subprocess.run(words, stdout=lines, check=True, cwd=ROOT)
    return into


def _run(script: Path, *arguments: str | Path) -> None:
    subprocess.run([sys.executable, str(script), *map(str, arguments)], check=True)


if __name__ == "__main__":
    sys.exit(main())
