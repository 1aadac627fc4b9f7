"""Which reference owns a finding: studies are opened by a name or a phrase and closed by a citation, or are the own."""

from __future__ import annotations

from pathlib import Path

import pytest

from curator.extraction.attribute import studies
from curator.model import Document
from tests.extraction_samples import affirmed, paper, rules

REFERENCES = (
    "Smith J, Doe A. Exosomal miR-21 and PTEN. Cancer Res. 2018;1:1-9.",
    "Zhang H, Li K. miR-155 in drug resistance. Oncogene. 2019;2:10-19.",
    "Zhang W, Wu Q. miR-34a in prostate cancer. PLoS One. 2020;3:20-29.",
    "Müller K. Background of exosomes. Nature. 2015;4:30-39.",
)

Cited = set[tuple[str, str | None, str | None]]


def cited(document: Document) -> Cited:
    """miRNA, target and citation of each row."""
    return {(a.claim.mirna, a.claim.target, a.claim.citation) for a in affirmed(document)}


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param("miR-21 targets PTEN [1].", {("miR-21", "PTEN", "1")}, id="at the end"),
        pytest.param("miR-21 targets PTEN.[1] Growth fell.", {("miR-21", "PTEN", "1")}, id="behind the full stop"),
        pytest.param("miR-21 targets PTEN [1,2].", {("miR-21", "PTEN", "1,2")}, id="two at once"),
        pytest.param(
            "miR-21 targets PTEN [1] and miR-155 targets PDCD4 [2].",
            {("miR-21", "PTEN", "1"), ("miR-155", "PDCD4", "2")},
            id="two in one sentence",
        ),
        pytest.param(
            "Growth was studied. miR-21 targets PTEN. It rose in tumors [1].",
            {("miR-21", "PTEN", "1")},
            id="cited sentences later",
        ),
        pytest.param(
            "Smith et al. [1] studied growth. miR-21 targets PTEN. It rose in tumors.",
            {("miR-21", "PTEN", "1")},
            id="author with a citation",
        ),
        pytest.param(
            "Smith and colleagues studied growth. miR-21 targets PTEN. It rose in tumors [1].",
            {("miR-21", "PTEN", "1")},
            id="author and colleagues",
        ),
        pytest.param(
            "Zhang et al. found that miR-155 targets PDCD4. It rose in tumors [2].",
            {("miR-155", "PDCD4", "2")},
            id="the first of two of that name",
        ),
        pytest.param(
            "Zhang et al. found that miR-34a targets BCL2 [3].",
            {("miR-34a", "BCL2", "3")},
            id="the second of that name",
        ),
        pytest.param(
            "A recent study used exosomes. miR-34a targets BCL2. It rose in tumors [3].",
            {("miR-34a", "BCL2", "3")},
            id="a recent study",
        ),
        pytest.param(
            "miR-21 targets PTEN [1]. Another study showed that miR-155 targets PDCD4 [2].",
            {("miR-21", "PTEN", "1"), ("miR-155", "PDCD4", "2")},
            id="another study",
        ),
        pytest.param(
            "Exosomes carry cargo [4]. miR-21 targets PTEN [1].", {("miR-21", "PTEN", "1")}, id="background before"
        ),
        pytest.param(
            "In exosomes [4], which carry cargo, miR-21 targets PTEN [1].",
            {("miR-21", "PTEN", "1")},
            id="background in the sentence",
        ),
        pytest.param(
            "miR-21 targets PTEN [1].\n\nIn another study, miR-155 targets PDCD4 [2].",
            {("miR-21", "PTEN", "1"), ("miR-155", "PDCD4", "2")},
            id="paragraphs",
        ),
        pytest.param(
            "Exosomes carry cargo [4].\n\nWe found that miR-21 targets PTEN (Fig. 2A).",
            {("miR-21", "PTEN", None)},
            id="own finding with a figure",
        ),
        pytest.param("miR-21 targets PTEN.", {("miR-21", "PTEN", None)}, id="no citation anywhere"),
        pytest.param(
            "miR-21 targets PTEN, a ligase known to degrade MYC [4], and growth rose [1].",
            {("miR-21", "PTEN", "1")},
            id="cited in an apposition",
        ),
        pytest.param(
            "miR-21 targets PTEN in tumors [4], and growth rose [1].",
            {("miR-21", "PTEN", "4")},
            id="cited behind the finding itself",
        ),
        pytest.param(
            "Smith and Doe [1] studied growth. miR-21 targets PTEN. It rose in tumors.",
            {("miR-21", "PTEN", "1")},
            id="two authors",
        ),
        pytest.param(
            "Smith et al. [1] studied growth. miR-21 targets PTEN. This was seen again [1,3].",
            {("miR-21", "PTEN", "1")},
            id="cited with more later",
        ),
        pytest.param(
            "miR-21 targets PTEN [1]. We found that miR-155 targets PDCD4. Growth fell [4].",
            {("miR-21", "PTEN", "1"), ("miR-155", "PDCD4", None)},
            id="own finding between others",
        ),
    ],
)
def test_attribute_finding_to_its_reference(body: str, expected: Cited, tmp_path: Path) -> None:
    assert cited(paper(tmp_path, body, *REFERENCES)) == expected


def test_attribute_citation_is_evidence_where_it_stands(tmp_path: Path) -> None:
    document = paper(tmp_path, "Growth was studied. miR-21 targets PTEN [1].", *REFERENCES)
    slots = {s.slot.value: s for e in affirmed(document)[0].evidence for s in e.slots}
    assert (slots["citation"].text, slots["citation"].value) == ("[1]", "1")
    assert document.text[slots["citation"].start : slots["citation"].end] == "[1]"


def test_attribute_every_sentence_belongs_to_one_study(tmp_path: Path) -> None:
    body = (
        "Exosomes carry cargo [4]. Zhang et al. told of miR-155. It rose [2].\n\nIn another study, growth fell [1]. So."
    )
    document = paper(tmp_path, body, *REFERENCES)
    told = [index for study in studies(document, rules()) for index in study.sentences]
    assert sorted(told) == list(range(len(document.sentences)))


def test_attribute_two_studies_of_one_mirna_are_two_rows(tmp_path: Path) -> None:
    body = "miR-21 targets PTEN [1]. Another study showed that miR-21 targets PTEN [2]."
    assert cited(paper(tmp_path, body, *REFERENCES)) == {("miR-21", "PTEN", "1"), ("miR-21", "PTEN", "2")}


def test_attribute_effect_of_another_study_does_not_join(tmp_path: Path) -> None:
    body = "miR-21 targets PTEN [1]. Another study showed that miR-21 increased resistance to cisplatin [2]."
    found = {(a.claim.target, a.claim.effect, a.claim.citation) for a in affirmed(paper(tmp_path, body, *REFERENCES))}
    assert found == {("PTEN", None, "1"), (None, "resistance", "2")}
