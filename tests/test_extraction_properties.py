"""What holds for any text: nothing crashes or hangs, everything quotes, and a sentence means what it means alone."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curator.extraction.segment import segment
from curator.model import Assertion, Document, Mention, Paragraph
from curator.reading import read
from tests.extraction_samples import REVIEW, analysed, assertions, document, extractor, mentions

WORDS = [
    *(
        "miR-21",
        "let-7a",
        "miR-200a/b",
        "-27a",
        "PTEN",
        "β-catenin",
        "ABCB1",
        "cisplatin",
        "A549 cells",
        "CAFs",
        "exosomes",
    ),
    *("targets", "suppressed", "was", "not", "may", "by", "of", "to", "the", "and", ",", ".", ";", "(", ")", "[1]"),
    *(
        "resistance",
        "sensitivity",
        "inhibition",
        "increased",
        "this miRNA",
        "which",
        "whereas",
        "-mediated",
        "-derived",
    ),
    *("3'-UTR", "/", "axis", "Smith et al.", "another study", "(PTX)"),
    *("\0", "\u00a0", "\u2028", "\u202e", "ﬁ", "İ", "ß", "א", "中文", "𝛽", "\ufeff", "\n", "\t"),
]
DEFINING = {".", "(PTX)", "(", ")"}
"""What may define an abbreviation or end a sentence, and so changes what its neighbours mean."""
odd = st.one_of(st.sampled_from(WORDS), st.text(max_size=8))
texts = st.lists(odd, max_size=25).map(" ".join)
plain = st.lists(st.sampled_from([w for w in WORDS if w not in DEFINING]), min_size=1, max_size=12)
sentences = plain.map(lambda words: "Then " + " ".join(words) + ".")
quick = settings(max_examples=60)


def points(assertion: Assertion) -> list[tuple[int, int, str]]:
    """Every place that an assertion points at, with the text it says is there."""
    found = []
    for evidence in assertion.evidence:
        found.append((evidence.start, evidence.end, evidence.quote))
        found += [(s.start, s.end, s.text) for s in evidence.slots]
        found += [(f.start, f.end, f.text) for f in evidence.factors]
        found += [(c.start, c.end, c.text) for c in evidence.cues]
    return found


@given(texts)
@quick
def test_properties_every_offset_quotes(text: str) -> None:
    for mention in mentions(text):
        assert text[mention.start : mention.end] == mention.text != ""
    for assertion in assertions(text):
        assert all(text[start:end] == said for start, end, said in points(assertion))


@given(texts)
@quick
def test_properties_units_and_cues_lie_in_their_sentence(text: str) -> None:
    for analysis in analysed(text):
        length = len(analysis.text)
        assert all(0 <= u.start <= u.end <= length for u in analysis.units)
        assert all(0 <= c.scope.start <= c.start <= c.end <= c.scope.end <= length for c in analysis.cues)
        assert all(0 <= f.start <= f.end <= length for f in analysis.fired)


@given(texts)
@quick
def test_properties_claims_are_made_of_names_in_the_text(text: str) -> None:
    known = {m.name for m in mentions(text)}
    for assertion in assertions(text):
        assert assertion.claim.target is None or assertion.claim.target in known
        assert assertion.claim.effect or assertion.claim.target


@given(st.lists(sentences, min_size=2, max_size=4))
@quick
def test_properties_a_sentence_alone_has_the_mentions_that_it_has_in_its_paragraph(parts: list[str]) -> None:
    text = " ".join(parts)
    prepared = document(text)
    together = extractor().mentions(prepared)
    for sentence in prepared.sentences:
        inside = [m for m in together if sentence.start <= m.start and m.end <= sentence.end]
        alone = extractor().mentions(_one_paragraph(prepared.quote(sentence)))
        assert [_moved(m, sentence.start) for m in alone] == inside


def _one_paragraph(text: str) -> Document:
    return Document("alone", text, paragraphs=(Paragraph(0, len(text)),))


def _moved(mention: Mention, offset: int) -> Mention:
    return replace(mention, start=mention.start + offset, end=mention.end + offset)


def test_properties_a_documents_neighbours_change_nothing() -> None:
    papers = [read(REVIEW), document("miR-21 targets PTEN. OC is a symbol."), document("Ovarian cancer (OC) grew.")]
    forward = [extractor().assertions(p) for p in papers]
    backward = [extractor().assertions(p) for p in reversed(papers)]
    assert forward == backward[::-1]
    assert forward[1] == assertions("miR-21 targets PTEN. OC is a symbol.")


def test_properties_extraction_is_repeatable() -> None:
    paper = segment(read(REVIEW))
    assert extractor().assertions(paper) == extractor().assertions(paper)
    assert extractor().mentions(paper) == extractor().mentions(read(REVIEW))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("-" * 50_000, id="hyphens"),
        pytest.param("(" * 10_000, id="opening brackets"),
        pytest.param("()" * 10_000, id="brackets"),
        pytest.param("(miR-21 [" * 2_000, id="brackets with names"),
        pytest.param("a" * 1_000_000, id="one word"),
        pytest.param("9" * 200_000, id="one number"),
        pytest.param("\0" * 50_000, id="NUL"),
        pytest.param("αж中א٣ " * 3_000, id="scripts"),
        pytest.param("miR-21/" * 2_500, id="one list of miRNAs"),
        pytest.param("PTEN and " * 2_000, id="one list of genes"),
        pytest.param("miR-21 targets " * 1_000, id="verbs without end"),
        pytest.param("A549/" * 2_500, id="one list of lines"),
        pytest.param("this " * 2_500, id="pointing"),
        pytest.param("cell line (A549), " * 1_000, id="defined lines"),
        pytest.param("alpha beta (AB) " * 1_000, id="defined abbreviations"),
        pytest.param("." * 50_000, id="full stops"),
        pytest.param("\n" * 50_000 + "x", id="line ends"),
        pytest.param("e\u0301" * 5_000, id="combining marks"),
    ],
)
def test_properties_odd_texts_are_read_to_their_end(text: str) -> None:
    """How the time grows is measured in benchmarks/growth.py."""
    assert all(text[m.start : m.end] == m.text for m in mentions(text))
    assert all(a.evidence for a in assertions(text))


@pytest.mark.parametrize("text", [pytest.param("", id="nothing"), pytest.param(" \n\n\t ", id="spaces")])
def test_properties_text_without_sentences_asserts_nothing(text: str) -> None:
    assert mentions(text) == []
    assert assertions(text) == []


def test_properties_line_that_is_no_sentence_keeps_its_names() -> None:
    text = "miR-21 targets PTEN and " * 1_000
    assert {m.name for m in mentions(text)} == {"miR-21", "PTEN"}
    assert assertions(text) == []
