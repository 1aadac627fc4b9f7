"""The command line: parse, call the workbench, print."""

from __future__ import annotations

from curator.cli.app import program, run

__all__ = ["program", "run"]
