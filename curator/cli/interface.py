"""What the commands ask of the terminal interface. The entry point hands it in, for neither face knows the other."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from curator.workbench import Workbench


class Interface(Protocol):
    """The terminal interface as the commands see it."""

    def review(self, workbench: Workbench, paper: str | None) -> int:
        """Open it, on one paper where it is named; give back the exit code."""

    def review_plainly(self, workbench: Workbench, paper: str | None) -> int:
        """The same line by line, on stdin and stdout."""

    def keys(self) -> str:
        """The table of keys, with the curator's own. Raises InputError where her file is bad."""

    def write_keys(self) -> Path:
        """Write a first file of keys and give back its path. Raises ExportError where there is one."""
