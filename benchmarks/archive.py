"""Measures the memory of reading an archive: one of 200 articles, and one of 2,000.

    python benchmarks/archive.py [FEW MANY]

The articles are written by this file. Prints papers, seconds and the most memory that each took, each read by a process
of its own; ends with 1 where ten times the papers take more than a quarter more.
"""

from __future__ import annotations

import io
import resource
import subprocess
import sys
import tarfile
import tempfile
import time
from pathlib import Path

WORST_RATIO = 1.25
SENTENCE = (
    "Exosomal miR-{0} from A549 cells targets PTEN and confers resistance to cisplatin in {0} of {1} patients [{2}]. "
)
PARAGRAPHS, SENTENCES, REFERENCES = 40, 8, 60


def article(number: int) -> bytes:
    """A JATS article of about 60 kB that no other number has."""
    body = "".join(
        f"<p>{''.join(SENTENCE.format(number, p + 1, s + 1) for s in range(SENTENCES))}</p>" for p in range(PARAGRAPHS)
    )
    references = "".join(
        f'<ref id="r{i}"><label>{i}</label><mixed-citation>Li J. Title {i}. Cell. 2020;{i}:1-9.</mixed-citation></ref>'
        for i in range(1, REFERENCES + 1)
    )
    meta = f'<article-meta><article-id pub-id-type="pmid">{number}</article-id></article-meta>'
    sections = f"<body><sec><title>Results</title>{body}</sec></body><back><ref-list>{references}</ref-list></back>"
    return f"<article><front>{meta}</front>{sections}</article>".encode()


def write(path: Path, papers: int) -> None:
    """An archive as PMC's open access collection is packed."""
    with tarfile.open(path, "w:gz", compresslevel=1) as archive:
        for number in range(papers):
            content = article(number)
            info = tarfile.TarInfo(f"PMC{number // 1000:03d}xxxxxx/PMC{number}.xml")
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))


def measure(path: Path) -> None:
    """Read an archive and print papers, seconds and the most memory in MB."""
    from curator import reading

    start = time.perf_counter()
    papers = sum(1 for _ in reading.read_all(path))
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform == "linux" else 1024 * 1024)
    print(papers, f"{time.perf_counter() - start:.1f}", f"{most:.1f}")


def main() -> int:
    """Measure both archives; 1 where the larger one takes more memory."""
    if len(sys.argv) == 2:
        measure(Path(sys.argv[1]))
        return 0
    most = []
    with tempfile.TemporaryDirectory() as folder:
        for papers in [int(n) for n in sys.argv[1:]] or [200, 2000]:
            path = Path(folder) / f"{papers}.tar.gz"
            write(path, papers)
            told = subprocess.run([sys.executable, __file__, str(path)], capture_output=True, text=True, check=True)
            read, seconds, memory = told.stdout.split()
            most.append(float(memory))
            print(f"{read:>6} papers {seconds:>7} s {memory:>7} MB", flush=True)
    return 0 if most[-1] <= WORST_RATIO * most[0] else 1


if __name__ == "__main__":
    sys.exit(main())
