"""The command line: parse, call the workbench, print."""

from __future__ import annotations

from curator.cli.app import program, run
from curator.cli.interface import Interface

__all__ = ["Interface", "program", "run"]
