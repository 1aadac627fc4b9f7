"""Rows: findings of one study joined on their miRNA, and what is not joined."""

from __future__ import annotations

import pytest

from curator.model import Polarity
from tests.extraction_samples import affirmed, assertions, rows, sources, targets

Row = tuple[str, str | None, str | None, str | None]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "miR-21 targets PTEN. It increased resistance to cisplatin.",
            {("miR-21", None, "PTEN", "resistance")},
            id="target and effect of one miRNA",
        ),
        pytest.param(
            "Fibroblasts secrete exosomes. Exosomal miR-21 targets PTEN. This miRNA increased resistance to cisplatin.",
            {("miR-21", "fibroblasts", "PTEN", "resistance")},
            id="donor, target and effect over three sentences",
        ),
        pytest.param(
            "miR-21 targets PTEN and PDCD4. miR-21 increased resistance to cisplatin.",
            {("miR-21", None, "PTEN", "resistance"), ("miR-21", None, "PDCD4", "resistance")},
            id="each target with the effect",
        ),
        pytest.param(
            "miR-21 targets PTEN. Cisplatin resistance was increased.",
            {("miR-21", None, "PTEN", "resistance")},
            id="consequence of the only miRNA",
        ),
        pytest.param(
            "miR-21-5p targets PTEN. miR-21 increased resistance to cisplatin.",
            {("miR-21-5p", None, "PTEN", "resistance")},
            id="the arm left out the second time",
        ),
    ],
)
def test_frames_findings_of_one_mirna_join(text: str, expected: set[Row]) -> None:
    assert rows(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "miR-21 targets PTEN. miR-155 increased resistance to cisplatin.",
            {("miR-21", None, "PTEN", None), ("miR-155", None, None, "resistance")},
            id="two findings in one paragraph",
        ),
        pytest.param(
            "miR-21 targets PTEN and miR-155 increased resistance to cisplatin.",
            {("miR-21", None, "PTEN", None), ("miR-155", None, None, "resistance")},
            id="two findings in one sentence",
        ),
        pytest.param(
            "miR-21 targets PTEN. miR-155 targets PDCD4. Cisplatin resistance was increased.",
            {("miR-21", None, "PTEN", None), ("miR-155", None, "PDCD4", None)},
            id="consequence of two miRNAs told apart",
        ),
        pytest.param(
            "miR-21 targets PTEN. HOTAIR knockdown increased cisplatin resistance.",
            {("miR-21", None, "PTEN", None)},
            id="consequence of another agent",
        ),
        pytest.param(
            "miR-21 targets PTEN. Exosomes from A549 cells carried miR-155.",
            {("miR-21", None, "PTEN", None)},
            id="donor of another miRNA",
        ),
        pytest.param(
            "miR-21-5p targets PTEN. miR-21-3p was lost. miR-21 increased resistance to cisplatin.",
            {("miR-21-5p", None, "PTEN", None), ("miR-21", None, None, "resistance")},
            id="two arms in one study",
        ),
    ],
)
def test_frames_findings_of_different_mirnas_do_not(text: str, expected: set[Row]) -> None:
    assert rows(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("miR-21 was raised. It targets PTEN.", {"miR-21"}, id="it"),
        pytest.param("miR-21 was raised. miR-155 fell. This miRNA targets PTEN.", {"miR-155"}, id="the nearest"),
        pytest.param("miR-21 and miR-155 rose. Both miRNAs target PTEN.", {"miR-21", "miR-155"}, id="both"),
        pytest.param("miR-21 and miR-155 rose. These miRNAs target PTEN.", {"miR-21", "miR-155"}, id="these"),
        pytest.param("miR-21 and miR-155 rose. It targets PTEN.", set(), id="it after two is nobody"),
        pytest.param("miR-21 and miR-155 rose. The latter targets PTEN.", {"miR-155"}, id="the latter"),
        pytest.param("miR-21 and miR-155 rose. The former targets PTEN.", {"miR-21"}, id="the former"),
        pytest.param("miR-21 rose. The latter targets PTEN.", set(), id="the latter of one is nobody"),
        pytest.param("Growth fell. It targets PTEN.", set(), id="it without a miRNA"),
        pytest.param("This miRNA targets PTEN. miR-21 rose.", set(), id="named only later"),
    ],
)
def test_frames_anaphor_stands_for(text: str, expected: set[str]) -> None:
    assert {mirna for mirna, _ in targets(text)} == expected


def test_frames_anaphor_is_evidence_where_it_stands() -> None:
    text = "miR-21 was raised. This miRNA targets PTEN."
    (assertion,) = affirmed(text)
    (evidence,) = assertion.evidence
    span = evidence.slots[0]
    assert (span.text, span.value) == ("This miRNA", "miR-21")
    assert text[span.start : span.end] == "This miRNA"
    assert "the miRNA is named before, not in the sentence itself" in assertion.reasons


def test_frames_two_donors_named_together_make_a_row_each() -> None:
    text = "Fibroblasts and macrophages secrete miR-21. miR-21 targets PTEN."
    assert sources(text) == {("miR-21", "fibroblasts"), ("miR-21", "macrophages")}


def test_frames_donor_alone_is_no_row() -> None:
    assert assertions("Fibroblasts secrete miR-21.") == []


def test_frames_denied_target_does_not_take_the_effect() -> None:
    found = assertions("miR-21 does not target PTEN. miR-21 increased resistance to cisplatin.")
    told = {(a.claim.target, a.claim.effect, a.polarity) for a in found}
    assert told == {("PTEN", None, Polarity.NEGATED), (None, "resistance", Polarity.AFFIRMED)}


def test_frames_same_claim_of_two_sentences_is_one_assertion_with_both() -> None:
    (assertion,) = affirmed("miR-21 targets PTEN. Growth fell. PTEN is a target of miR-21.")
    assert [e.rule for e in assertion.evidence] == ["target-active", "target-noun"]


@pytest.mark.parametrize(
    ("text", "drug", "disease"),
    [
        pytest.param("miR-21 increased resistance to Taxol.", "paclitaxel", None, id="in the response"),
        pytest.param("In ovarian cancer, miR-21 promoted chemoresistance.", None, "ovarian cancer", id="disease"),
        pytest.param("Cisplatin was given. miR-21 promoted chemoresistance.", "cisplatin", None, id="in the study"),
        pytest.param("miR-21 promoted chemoresistance of cancer.", None, None, id="no particular disease"),
        pytest.param(
            "miR-21 increased resistance to cisplatin and paclitaxel.", "cisplatin; paclitaxel", None, id="two"
        ),
    ],
)
def test_frames_drug_and_disease_are_context(text: str, drug: str | None, disease: str | None) -> None:
    (assertion,) = affirmed(text)
    assert (assertion.claim.drug, assertion.claim.disease) == (drug, disease)


@pytest.mark.parametrize(
    ("text", "least", "reason"),
    [
        pytest.param("miR-21 targets PTEN.", 0.9, "strong wording (target-active)", id="plain"),
        pytest.param("The miR-21/PTEN axis was active.", 0.7, "fair wording (axis)", id="fair rule"),
        pytest.param(
            "miR-21 targets PTEN. It increased resistance to cisplatin.",
            0.7,
            "joined from several sentences of one study",
            id="joined",
        ),
        pytest.param(
            "miR-21 targets PTEN. Cisplatin resistance was increased.",
            0.4,
            "no agent is named; taken to be",
            id="consequence",
        ),
        pytest.param("miR-21 may target PTEN.", 0.8, "speculative because of “may”", id="doubt"),
        pytest.param("miR-21 does not target PTEN.", 0.8, "negated because of “not”", id="denial"),
        pytest.param("miR-21 correlated with PTEN.", 0.3, "the text ties the two to each other", id="no direction"),
        pytest.param(
            "miR-21-expressing cells failed to respond to cisplatin.",
            0.8,
            "what “failed” denies is read as its opposite",
            id="opposite",
        ),
    ],
)
def test_frames_confidence_is_told_in_words(text: str, least: float, reason: str) -> None:
    (assertion,) = assertions(text)
    assert any(told.startswith(reason) for told in assertion.reasons)
    assert least <= assertion.confidence <= least + 0.2


def test_frames_take_the_donor_of_a_vesicle_for_the_mirna_it_carries() -> None:
    text = "CAF-derived exosomes carried miR-21, and miR-21 targets PTEN."
    assert [a.claim.source for a in affirmed(text)] == ["cancer-associated fibroblasts"]
