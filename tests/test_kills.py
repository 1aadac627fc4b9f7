"""A few of the kills of `tests/kills.py`, every job once or more; by hand it is run a thousand times."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.kills import JOBS


@pytest.mark.parametrize("job", JOBS)
def test_kills_lose_nothing_that_was_acknowledged(job: str, project_root: Path) -> None:
    command = [sys.executable, "-m", "tests.kills", "3", "1", job]
    done = subprocess.run(command, cwd=project_root, capture_output=True, text=True, check=False, timeout=600)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(f"{job} killed ")
