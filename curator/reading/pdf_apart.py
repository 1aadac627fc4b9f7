"""PDFs read in a process of their own, so that none can stop, fill or break the program that asked.

PDFium is a large library in C, and a file of a kilobyte can keep it busy for days (forms that draw forms that draw
forms). The other process has a bound in time and memory, and the system ends it there; the rest of a batch is read.
"""

from __future__ import annotations

import atexit
import os
import pickle
import signal
import struct
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from curator.errors import ReadError
from curator.model import Document

OUT_OF_MEMORY = 3
"""The exit code of a reader that was given no more memory."""
_SIZE = struct.Struct(">Q")
_PACKAGES = Path(__file__).resolve().parents[2]
_LONGEST_REASON = 200

Reached = Callable[[int, int], None]
"""Told how many pages have been read, and how many there are."""


@dataclass(frozen=True, slots=True)
class Pages:
    """What the other process says while it reads."""

    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Answer:
    """What it says last: the paper, or what is wrong with it."""

    document: Document | None
    problem: str = ""
    hint: str = ""


def send(stream: IO[bytes], part: bytes) -> None:
    """Write a part with its length in front."""
    stream.write(_SIZE.pack(len(part)))
    stream.write(part)
    stream.flush()


def receive(stream: IO[bytes]) -> bytes:
    """The next part. Raises EOFError where the other side has ended."""
    head = stream.read(_SIZE.size)
    if len(head) < _SIZE.size:
        raise EOFError
    (size,) = _SIZE.unpack(head)
    part = stream.read(size)
    if len(part) < size:
        raise EOFError
    return part


class PdfReader:
    """The other process, started when it is first needed and again after it was ended."""

    def __init__(self, *, seconds: float | None = None) -> None:
        """`seconds` of processor time are given to a paper in place of the usual ones."""
        self._seconds = seconds
        self._turn = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._said: IO[bytes] | None = None

    def read(self, content: bytes, path: Path, *, reached: Reached | None = None) -> Document:
        """The paper in a PDF. Raises ReadError."""
        with self._turn:
            process = self._started()
            try:
                assert process.stdin is not None
                assert process.stdout is not None
                send(process.stdin, os.fsencode(path))
                send(process.stdin, content)
                answer = _answered(process.stdout, reached)
            except (EOFError, BrokenPipeError) as e:
                raise self._ended(process, path) from e
            except BaseException:
                # Interrupted half-way: what it would answer next is no answer to what it is asked next.
                process.kill()
                self.stop()
                raise
        if answer.document is None:
            raise ReadError(path, answer.problem, hint=answer.hint)
        return answer.document

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is None:
            self._said = tempfile.TemporaryFile()  # noqa: SIM115 (open as long as the process runs)
            # Not -m without -P: the folder of papers would be searched for modules.
            command = [sys.executable, "-P", "-m", "curator.reading.pdf_worker"]
            command += [] if self._seconds is None else [str(self._seconds)]
            paths = [str(_PACKAGES), *filter(None, [os.environ.get("PYTHONPATH")])]
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self._said,
                env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
            )
        return self._process

    def _ended(self, process: subprocess.Popen[bytes], path: Path) -> ReadError:
        """Why there is no answer."""
        self.stop(keep_said=True)
        code = process.returncode
        if code == -signal.SIGPROF:
            return ReadError(path, "is a PDF that takes far longer to read than any paper", hint=_REPRINT)
        if code == OUT_OF_MEMORY:
            return ReadError(path, "is a PDF that needs far more memory than any paper", hint=_REPRINT)
        return ReadError(path, f"is a PDF that its reader fails on ({self._last_words(code)})", hint=_REPRINT)

    def _last_words(self, code: int) -> str:
        assert self._said is not None
        self._said.seek(0)
        lines = self._said.read().decode("utf-8", "replace").strip().splitlines()
        self._said.close()
        if code < 0 or not lines:
            return f"signal {-code}" if code < 0 else f"exit code {code}"
        return lines[-1][:_LONGEST_REASON]

    def stop(self, *, keep_said: bool = False) -> None:
        """End the process, if it runs."""
        process, self._process = self._process, None
        if process is None:
            return
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except BrokenPipeError:
                    continue
        process.wait()
        if self._said is not None and not keep_said:
            self._said.close()


def _answered(stream: IO[bytes], reached: Reached | None) -> Answer:
    """The answer that comes after all pages. Raises EOFError where the other side has ended."""
    while not isinstance(said := pickle.loads(receive(stream)), Answer):
        if reached:
            reached(said.done, said.total)
    return said


_REPRINT = "Print it into a new PDF, or take the paper in another format."
_READER = PdfReader()
atexit.register(_READER.stop)


def read_pdf_apart(content: bytes, *, path: Path, reached: Reached | None = None) -> Document:
    """A PDF as a Document. Raises ReadError, also where it takes too long, needs too much or breaks the reader."""
    return _READER.read(content, path, reached=reached)
