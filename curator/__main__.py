"""The program's entry point: the one place that knows both faces, and hands the terminal's to the command line."""

from __future__ import annotations

import gc
from pathlib import Path

# Imports make many objects and no garbage: to look for some after every seven hundred takes a tenth of the start.
gc.set_threshold(50_000, 20, 20)

from curator.cli import Interface, run  # noqa: E402
from curator.workbench import Workbench  # noqa: E402


class _Terminal:
    """The terminal interface, imported when it is asked for."""

    def review(self, workbench: Workbench, paper: str | None) -> int:
        """Open it, on one paper where it is named, and return the exit code when it is left."""
        from curator.tui import run as run_interface

        return run_interface(workbench, document=paper)

    def review_plainly(self, workbench: Workbench, paper: str | None) -> int:
        """The same line by line, on stdin and stdout."""
        from curator.tui import run_plainly

        return run_plainly(workbench, document=paper)

    def keys(self) -> str:
        """The table of keys, with the curator's own. Raises InputError where her file is bad."""
        from curator.tui import keys_table

        return keys_table()

    def write_keys(self) -> Path:
        """Write a first file of keys. Raises ExportError where there is one."""
        from curator.tui import write_keys

        return write_keys()


def main() -> None:
    """Run `curator` on the words of the command line and exit."""
    interface: Interface = _Terminal()
    run(interface=interface)


if __name__ == "__main__":
    main()
