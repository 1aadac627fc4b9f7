"""What the tests of extraction share: one extractor for all, and papers made of a few lines."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from curator.extraction.pipeline import Extractor
from curator.extraction.relate import SentenceAnalysis
from curator.extraction.segment import segment
from curator.model import Assertion, Document, Effect, Mention, MentionType, Paragraph, Polarity
from curator.patterns import Rules, load_rules
from curator.reading import read

CORPUS = Path(__file__).resolve().parent.parent / "corpus"
REVIEW = CORPUS / "texts" / "zhao-2024-exosomal-mirna-paclitaxel.md"

Row = tuple[str, str | None, str | None, str | None]
"""miRNA, source, target, effect."""


@cache
def rules() -> Rules:
    """The rules that come with the program, read once."""
    return load_rules()


@cache
def extractor() -> Extractor:
    """The extractor over them, built once."""
    return Extractor(rules())


@cache
def review() -> Document:
    """The review of the corpus, in sentences."""
    return segment(read(REVIEW))


def document(text: str, *, name: str = "sample") -> Document:
    """A text without headings and references, its paragraphs separated by blank lines."""
    return segment(Document(name, text, paragraphs=tuple(_paragraphs(text))))


def _paragraphs(text: str) -> Iterator[Paragraph]:
    start = 0
    for block in text.split("\n\n"):
        if block.strip():
            yield Paragraph(start, start + len(block))
        start += len(block) + 2


def paper(folder: Path, body: str, *references: str) -> Document:
    """A paper with a numbered reference list, read as a Markdown file would be."""
    listed = "\n".join(f"{number}. {text}" for number, text in enumerate(references, start=1))
    path = folder / "paper.md"
    path.write_text(f"# A paper\n\n## Results\n\n{body}\n\n## References\n\n{listed}\n", encoding="utf-8")
    return segment(read(path))


def mentions(text: str, *types: MentionType) -> list[Mention]:
    """The mentions of a text, of some types only if any are given."""
    return [m for m in extractor().mentions(document(text)) if not types or m.type in types]


def names(text: str, *types: MentionType) -> list[str]:
    """Their canonical names, in order."""
    return [m.name for m in mentions(text, *types)]


def analysed(text: str) -> list[SentenceAnalysis]:
    """Each sentence of a text as the rules see it."""
    return list(extractor().analyse(document(text), explain=True).values())


def assertions(text: str | Document) -> list[Assertion]:
    """What a text asserts."""
    return extractor().assertions(document(text) if isinstance(text, str) else text)


def affirmed(text: str | Document) -> list[Assertion]:
    """What it affirms."""
    return [a for a in assertions(text) if a.polarity is Polarity.AFFIRMED]


def rows(text: str | Document) -> set[Row]:
    """The rows that it affirms."""
    return {(a.claim.mirna, a.claim.source, a.claim.target, _effect(a.claim.effect)) for a in affirmed(text)}


def effects(text: str) -> set[tuple[str, str]]:
    """Each miRNA with each effect that is affirmed of it."""
    return {(mirna, effect) for mirna, _, _, effect in rows(text) if effect}


def targets(text: str) -> set[tuple[str, str]]:
    """Each miRNA with each target that is affirmed of it."""
    return {(mirna, target) for mirna, _, target, _ in rows(text) if target}


def sources(text: str) -> set[tuple[str, str]]:
    """Each miRNA with each cell that is affirmed to release it."""
    return {(mirna, source) for mirna, source, _, _ in rows(text) if source}


def _effect(effect: Effect | None) -> str | None:
    return effect.value if effect else None
