"""Denial and doubt: which words make them, how far they reach, and what stops them."""

from __future__ import annotations

import pytest

from curator.extraction.scope import scope_marks
from curator.model import Polarity
from tests.extraction_samples import assertions, document, rules

AFFIRMED, NEGATED, SPECULATIVE = Polarity.AFFIRMED, Polarity.NEGATED, Polarity.SPECULATIVE


@pytest.mark.parametrize(
    ("text", "polarity"),
    [
        pytest.param("miR-21 targets PTEN.", AFFIRMED, id="plain"),
        pytest.param("miR-21 did not target PTEN.", NEGATED, id="did not"),
        pytest.param("miR-21 cannot target PTEN.", NEGATED, id="cannot"),
        pytest.param("miR-21 failed to target PTEN.", NEGATED, id="failed to"),
        pytest.param("miR-21 no longer targets PTEN.", NEGATED, id="no longer"),
        pytest.param("There was no evidence that miR-21 targets PTEN.", NEGATED, id="no evidence that"),
        pytest.param("Targeting of PTEN by miR-21 was not observed.", NEGATED, id="was not observed, backward"),
        pytest.param("miR-21 may target PTEN.", SPECULATIVE, id="may"),
        pytest.param("miR-21 possibly targets PTEN.", SPECULATIVE, id="possibly"),
        pytest.param("We hypothesized that miR-21 targets PTEN.", SPECULATIVE, id="hypothesis"),
        pytest.param("We aimed to determine whether miR-21 targets PTEN.", SPECULATIVE, id="aim"),
        pytest.param("It remains unclear whether miR-21 targets PTEN.", SPECULATIVE, id="open question"),
        pytest.param("TargetScan predicted that miR-21 targets PTEN.", SPECULATIVE, id="prediction"),
        pytest.param("Whether miR-21 might not target PTEN is open.", NEGATED, id="denial outweighs doubt"),
        pytest.param("These results suggest that miR-21 targets PTEN.", AFFIRMED, id="suggest is how papers affirm"),
        pytest.param("We found that miR-21 can target PTEN.", AFFIRMED, id="can"),
    ],
)
def test_scope_polarity_of_a_finding(text: str, polarity: Polarity) -> None:
    assert {(a.claim.mirna, a.claim.target, a.polarity) for a in assertions(text)} == {("miR-21", "PTEN", polarity)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("miR-21 targets PTEN but not AKT1.", {("miR-21", "PTEN", AFFIRMED)}, id="but not behind it"),
        pytest.param("miR-21 targets PTEN rather than AKT1.", {("miR-21", "PTEN", AFFIRMED)}, id="rather than"),
        pytest.param(
            "miR-21 targets PTEN, although it may also target AKT1.",
            {("miR-21", "PTEN", AFFIRMED), ("miR-21", "AKT1", SPECULATIVE)},
            id="although",
        ),
        pytest.param(
            "miR-21 does not target AKT1, whereas miR-155 targets PTEN.",
            {("miR-21", "AKT1", NEGATED), ("miR-155", "PTEN", AFFIRMED)},
            id="whereas",
        ),
        pytest.param(
            "A role of miR-155 is possible. However, miR-21 targets PTEN.",
            {("miR-21", "PTEN", AFFIRMED)},
            id="full stop",
        ),
        pytest.param("miR-21 may grow and targets PTEN.", {("miR-21", "PTEN", AFFIRMED)}, id="another verb"),
    ],
)
def test_scope_ends_where_the_text_turns(text: str, expected: set[tuple[str, str, Polarity]]) -> None:
    assert {(a.claim.mirna, a.claim.target, a.polarity) for a in assertions(text)} == expected


@pytest.mark.parametrize(
    ("text", "cue", "reached"),
    [
        pytest.param("no evidence that it rose", "no evidence that", "no evidence that it rose", id="to the end"),
        pytest.param("no evidence that it rose but it fell", "no evidence that", "no evidence that it rose ", id="but"),
        pytest.param(
            "it fell but growth was not observed", "was not observed", " growth was not observed", id="backward"
        ),
        pytest.param("it was predicted and confirmed here", "predicted", "predicted and ", id="until confirmed"),
    ],
)
def test_scope_mark_has_its_words_and_its_reach(text: str, cue: str, reached: str) -> None:
    marks = {text[m.start : m.end]: text[m.scope.start : m.scope.end] for m in scope_marks(text, rules())}
    assert marks[cue] == reached


def test_scope_cue_is_evidence_with_its_place() -> None:
    text = "Growth fell. We hypothesized that miR-21 targets PTEN."
    (evidence,) = assertions(text)[0].evidence
    assert [(text[c.start : c.end], c.kind) for c in evidence.cues] == [("hypothesized that", SPECULATIVE)]
    assert text[evidence.cues[0].scope.start : evidence.cues[0].scope.end].endswith("targets PTEN.")


def test_scope_of_a_word_inside_another_is_none() -> None:
    assert scope_marks("The potentials and impossibles", rules()) == ()


def test_scope_marks_lie_in_the_sentence() -> None:
    prepared = document("It is possible. Perhaps not; no evidence that, whether or not, it is unknown.")
    for sentence in prepared.sentences:
        text = prepared.quote(sentence)
        for mark in scope_marks(text, rules()):
            assert text[mark.start : mark.end] == mark.text
            assert 0 <= mark.scope.start <= mark.start < mark.end <= mark.scope.end <= len(text)
