"""The program's entry point: the one place that knows both faces, and hands the terminal's to the command line."""

from __future__ import annotations

from curator.cli import run
from curator.workbench import Workbench


def open_review(workbench: Workbench, paper: str | None) -> int:
    """Open the terminal interface, on one paper where it is named, and return the exit code when it is left."""
    from curator.tui import run as run_interface

    return run_interface(workbench, document=paper)


def main() -> None:
    """Run `curator` on the words of the command line and exit."""
    run(review=open_review)


if __name__ == "__main__":
    main()
