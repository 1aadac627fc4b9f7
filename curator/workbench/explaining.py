"""The job that explains: which sentences are meant, why they say what they say, and how that is printed."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from curator.errors import InputError, UsageError
from curator.model import Document, Explanation
from curator.workbench import files, papers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from curator.extraction.pipeline import Extractor
    from curator.workbench.bench import Workbench


def explain(
    workbench: Workbench, path: Path, *, sentence: int | None = None, match: str | None = None, paper: int = 1,
    format: str | None = None,
) -> list[Explanation]:  # fmt: skip
    """Why a paper's sentences say what they say: one by its number, those that hold a text, or all with a miRNA.

    Without a database. Raises ReadError, InputError where nothing is chosen, UsageError where both ways are used.
    """
    document = _nth_paper(papers.papers(path, format=format), paper, path)
    indexes = _chosen(document, sentence, match)
    return _explanations(document, indexes, workbench.extractor())


def write(found: Sequence[Explanation], *, html: bool = False, path: Path | None = None) -> str:
    """Explanations as text or as a page, which is also written to `path`. Raises ExportError."""
    text = _rendered(found, html=html)
    if path is not None:
        files.write_whole(path, text)
    return text


def _nth_paper(found: Iterator[Document], number: int, path: Path) -> Document:
    """The paper with this number, counted from 1. Raises InputError where there are fewer."""
    document = next(islice(found, number - 1, None), None)
    if document is None:
        raise InputError(f"{path}: holds fewer than {number} papers.")
    return document


def _chosen(document: Document, sentence: int | None, match: str | None) -> list[int] | None:
    """The indexes of the sentences that are meant, or none where nobody says which.

    Raises UsageError where both are given, InputError where there is no such sentence.
    """
    if sentence is not None and match is not None:
        raise UsageError("a sentence is chosen by --sentence or by --match, not by both.")
    total = len(document.sentences)
    if sentence is not None:
        if not 1 <= sentence <= total:
            holds = f"sentences 1 to {total}" if total else "no sentence"
            raise InputError(f"{document.name} has no sentence {sentence}; it has {holds}.")
        return [sentence - 1]
    if match is None:
        return None
    wanted = _folded(match)
    if not wanted:
        raise UsageError("--match needs some text to look for.")
    found = [i for i, s in enumerate(document.sentences) if wanted in _folded(document.quote(s))]
    if not found:
        raise InputError(
            f"{document.name}: no sentence holds {match!r}.", hint="Case and line ends make no difference."
        )
    return found


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()


def _explanations(document: Document, indexes: Sequence[int] | None, extractor: Extractor) -> list[Explanation]:
    """Why these sentences say what they say; without `indexes`, all that name a miRNA."""
    from curator.extraction import explain

    analyses = extractor.analyse(document, explain=True, only=indexes)
    named = explain.naming_mirnas(analyses) if indexes is None else indexes
    wanted = {index: analyses.get(index) for index in named}
    return explain.explain(document, wanted, extractor.assertions(document), rules=extractor.rules)


def _rendered(found: Sequence[Explanation], *, html: bool) -> str:
    """The explanations as text or as a page."""
    if html:
        from curator.exporting.explanation_html import as_html

        return as_html(found)
    from curator.exporting.explanation import as_text

    return as_text(found) if found else ""
