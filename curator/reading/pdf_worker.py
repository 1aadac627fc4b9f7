"""The process that reads PDFs for another: `pdf_apart` starts it, and asks and is answered over its pipes.

It is bound in memory for its life and in processor time for each paper; beyond either the system ends it.
"""

from __future__ import annotations

import os
import pickle
import resource
import signal
import sys
from pathlib import Path

from curator.errors import ReadError
from curator.reading.pdf import read_pdf
from curator.reading.pdf_apart import OUT_OF_MEMORY, Answer, Pages, receive, send
from curator.reading.pdf_guard import check_pdf

MOST_MEMORY = 4_000_000_000
"""Bytes of address space."""
MOST_SECONDS = 600.0
SECONDS_AT_LEAST, _SECONDS_A_PAGE = 30.0, 1.0
"""A dense page takes a tenth of a second; a machine may be slow."""


def answer(content: bytes, path: Path, *, seconds: float = SECONDS_AT_LEAST) -> Answer:
    """The document, or problem and hint of what is wrong with it. Takes some `seconds` more for each page."""
    try:
        _allow(seconds)
        pages = check_pdf(content, path=path)
        _allow(min(MOST_SECONDS, seconds + pages * _SECONDS_A_PAGE))
        return Answer(read_pdf(content, path=path, reached=_tell))
    except ReadError as e:
        return Answer(None, e.problem, e.hint)
    finally:
        _allow(0)


def _tell(done: int, total: int) -> None:
    """Say how many pages have been read."""
    send(sys.stdout.buffer, pickle.dumps(Pages(done, total)))


def _allow(seconds: float) -> None:
    """Be ended by the system once so much processor time has been spent from now on; 0 is no bound."""
    signal.setitimer(signal.ITIMER_PROF, seconds)


def main(arguments: list[str]) -> None:
    """Answer until nobody asks; the first argument, if any, is how many seconds a paper may take."""
    seconds = float(arguments[0]) if arguments else SECONDS_AT_LEAST
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    most = MOST_MEMORY if hard == resource.RLIM_INFINITY else min(MOST_MEMORY, hard)
    resource.setrlimit(resource.RLIMIT_AS, (most, hard))
    while True:
        try:
            path = Path(os.fsdecode(receive(sys.stdin.buffer)))
            content = receive(sys.stdin.buffer)
        except EOFError:
            return
        try:
            send(sys.stdout.buffer, pickle.dumps(answer(content, path, seconds=seconds)))
        except MemoryError:
            os._exit(OUT_OF_MEMORY)


if __name__ == "__main__":
    main(sys.argv[1:])
