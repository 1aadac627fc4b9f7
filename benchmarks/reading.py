"""Measures how fast PDFs are read: pages a second, and how many times as long as PDFium takes for their bare text.

    python benchmarks/reading.py FOLDER

Both are measured in the same run, file by file, in processor time, so that the ratio holds on a busy machine too. The
folder's PDFs are read whole, sentences included.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pypdfium2 as pdfium  # type: ignore[import-untyped]

from curator import reading
from curator.errors import ReadError
from curator.extraction.segment import segment


def bare(path: Path) -> int:
    """The text of every page as PDFium gives it; how many pages there are."""
    document = pdfium.PdfDocument(path)
    try:
        for page in document:
            text = page.get_textpage()
            text.get_text_range()
            text.close()
            page.close()
        return len(document)
    finally:
        document.close()


def measure(path: Path) -> tuple[int, float, float]:
    """Pages, seconds of reading and seconds of bare text. Raises ReadError."""
    start = time.process_time()
    segment(reading.read(path))
    middle = time.process_time()
    pages = bare(path)
    return pages, middle - start, time.process_time() - middle


def main() -> int:
    """Measure every PDF of the folder and print the sums."""
    if len(sys.argv) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    measured = []
    for path in sorted(Path(sys.argv[1]).glob("*.pdf")):
        try:
            measured.append(measure(path))
        except ReadError as e:
            print(e, file=sys.stderr)
    if not measured:
        print(f"{sys.argv[1]}: holds no PDF that can be read", file=sys.stderr)
        return 1
    pages, read, plain = (sum(column) for column in zip(*measured, strict=True))
    print(f"{pages} pages  {pages / read:.1f} pages/s  {read / plain:.1f} times the bare text ({pages / plain:.0f}/s)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
