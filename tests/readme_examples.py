"""The README's worked examples: finds them and runs them.

`python -m tests.readme_examples` writes down in the README what they print now.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"
ELISION = "…"

_PIPE_CLOSED = 141
"""How a shell reports a command that `head` did not let finish."""

_BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_EXAMPLE = re.compile(r"^\$ (?P<command>.*)\n(?P<printed>(?:(?!\$ ).*\n)*)", re.MULTILINE)


@dataclass(frozen=True)
class Example:
    """A command and what the README says that it prints; `…` there stands for anything."""

    command: str
    printed: str

    def agrees(self, printed: str) -> bool:
        """True where the text printed is the one that the README shows."""
        pattern = ".*".join(re.escape(piece) for piece in self.printed.rstrip().split(ELISION))
        return re.fullmatch(pattern, printed.rstrip(), flags=re.DOTALL) is not None


class Reader:
    """Somebody who works through the README from the top: one folder that looks like the checkout, one new home."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        for name in ("corpus", "patterns"):
            (folder / name).symlink_to(ROOT / name)
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("CURATOR", "XDG"))}
        programs = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        home = str(folder / "home")
        self._environment = {**kept, "PATH": programs, "HOME": home, "LC_ALL": "C.UTF-8", "COLUMNS": "80"}

    def type(self, command: str) -> str:
        """Run a command and return what it prints, with the way to the reader's home elided.

        Raises RuntimeError where it fails, for no example is meant to.
        """
        run = subprocess.run(
            ["bash", "-o", "pipefail", "-c", command],
            cwd=self._folder,
            env=self._environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            timeout=300,
            check=False,
        )
        if run.returncode not in (0, _PIPE_CLOSED):
            raise RuntimeError(f"`{command}` ended with {run.returncode}:\n{run.stdout}")
        return re.sub(rf"{re.escape(str(self._folder))}/home.*/", f"{ELISION}/", run.stdout)


def examples(markdown: str) -> list[Example]:
    """The commands of every `console` block, in order."""
    blocks = _BLOCK.findall(markdown)
    return [Example(found["command"], found["printed"]) for block in blocks for found in _EXAMPLE.finditer(block)]


def rewritten(markdown: str, reader: Reader) -> str:
    """The text with every example's output as it is now; those that still agree keep their elisions."""

    def example(found: re.Match[str]) -> str:
        known = Example(found["command"], found["printed"])
        printed = reader.type(known.command)
        return found[0] if known.agrees(printed) else f"$ {known.command}\n{printed.rstrip()}\n"

    return _BLOCK.sub(lambda block: f"```console\n{_EXAMPLE.sub(example, block[1])}```", markdown)


@contextmanager
def _reader() -> Iterator[Reader]:
    with tempfile.TemporaryDirectory() as folder:
        yield Reader(Path(folder))


if __name__ == "__main__":
    with _reader() as somebody:
        README.write_text(rewritten(README.read_text("utf-8"), somebody), "utf-8")
