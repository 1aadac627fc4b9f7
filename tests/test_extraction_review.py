"""The review, whole: how much of its gold is found, and that none of it comes from the table."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from curator.evaluation import gold
from curator.evaluation.scores import Evaluation, Scores, evaluate
from curator.extraction.segment import segment
from curator.model import Assertion, Document, Reference, Table
from curator.reading import read
from tests.extraction_samples import CORPUS, REVIEW, extractor, review

LEAST = 0.90
"""The reach that the product promises on the review, for precision and for recall."""


@cache
def found() -> tuple[Assertion, ...]:
    return tuple(extractor().assertions(review()))


@cache
def measured() -> Evaluation:
    known = gold.find(CORPUS / "gold", review())
    assert known is not None
    return evaluate(known, found())


@pytest.mark.parametrize("comparison", ["adjudicated", "adjudicated_relaxed"])
def test_review_full_row_reaches_what_is_promised(comparison: str) -> None:
    scores: Scores = getattr(measured(), comparison)
    row = scores.of("row")
    assert scores.rows >= 15
    assert row.precision >= LEAST, row.false_positives
    assert row.recall >= LEAST, row.false_negatives


@pytest.mark.parametrize("slot", ["mirna", "source", "target", "effect", "citation"])
def test_review_every_slot_reaches_what_is_promised(slot: str) -> None:
    score = measured().adjudicated.of(slot)
    assert score.precision >= LEAST, score.false_positives
    assert score.recall >= LEAST, score.false_negatives


# The table does not leak


def blanked(document: Document) -> Document:
    """The document with spaces in place of its tables; every offset stays."""
    text = document.text
    for table in document.tables:
        text = text[: table.start] + " " * (table.end - table.start) + text[table.end :]
    return replace(document, text=text, tables=())


def test_review_predictions_are_the_same_with_the_table_blanked() -> None:
    empty = blanked(review())
    assert "miR-451a(Up)" in review().text
    assert "miR-451a(Up)" not in empty.text
    assert tuple(extractor().assertions(empty)) == found()


def test_review_predictions_are_the_same_from_a_file_without_the_table(tmp_path: Path) -> None:
    lines = REVIEW.read_text("utf-8").splitlines(keepends=True)
    first = next(i for i, line in enumerate(lines) if line.startswith("**Table 1.**"))
    last = max(i for i, line in enumerate(lines) if line.count("\t") > 5)
    path = tmp_path / REVIEW.name
    path.write_text("".join(lines[:first] + lines[last + 1 :]), encoding="utf-8")
    document = segment(read(path))
    assert document.tables == ()
    assert claims(document) == claims(review())


def claims(document: Document) -> set[tuple[object, ...]]:
    """Each claim with its polarity and the sentences that it rests on."""
    return {(a.claim, a.polarity, *(e.quote for e in a.evidence)) for a in extractor().assertions(document)}


def test_review_evidence_never_lies_in_a_table_a_heading_or_the_references() -> None:
    document = review()
    outside: list[Table | Reference] = [*document.tables, *document.references]
    for evidence in (e for a in found() for e in a.evidence):
        assert any(s.start == evidence.start and s.end == evidence.end for s in document.sentences)
        assert not any(o.start < evidence.end and evidence.start < o.end for o in outside)


def test_review_table_put_into_the_prose_would_be_seen() -> None:
    told = blanked(review())
    leaky = replace(told, text=told.text.replace("miR-451a", "miR-9999"))
    assert tuple(extractor().assertions(leaky)) != found()
