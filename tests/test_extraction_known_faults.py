"""What extraction is known to read wrong. A reading that has come right moves to the tests of its stage."""

from __future__ import annotations

from pathlib import Path

import pytest

from curator.extraction.mirna import find_mirnas
from tests.extraction_samples import affirmed, effects, names, paper, targets

wrong = pytest.mark.xfail(strict=True, reason="known fault")


@wrong
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "Cells transfected with a miR-21 inhibitor resisted cisplatin.", "sensitivity", id="cells, inhibitor"
        ),
        pytest.param("Cisplatin resistance fell after miR-21 was blocked.", "resistance", id="after a clause"),
        pytest.param("Antagomir-21 restored sensitivity to cisplatin.", "resistance", id="antagomir with a number"),
        pytest.param("miR-21's loss restored sensitivity to cisplatin.", "resistance", id="genitive"),
    ],
)
def test_known_faults_of_effects(text: str, expected: str) -> None:
    assert effects(text) == {("miR-21", expected)}


@wrong
@pytest.mark.parametrize(
    "text",
    [
        pytest.param("PTEN, a target of miR-21, suppresses AKT1.", id="what the target does"),
        pytest.param("A drug that raised miR-21 suppresses AKT1.", id="verb behind a relative clause"),
        pytest.param("miR-21 rose and the drug acted by suppressing AKT1.", id="participle of another subject"),
    ],
)
def test_known_faults_of_subjects(text: str) -> None:
    assert ("miR-21", "AKT1") not in targets(text)


@wrong
@pytest.mark.parametrize(
    "text",
    [
        pytest.param("To investigate growth, we showed that miR-21 targets PTEN.", id="an aim before what was shown"),
        pytest.param("miR-21 independently of AKT1 suppresses PTEN.", id="independence before the verb"),
        pytest.param("miR-21 targets PTEN, which was not affected by cisplatin.", id="denial in a relative clause"),
        pytest.param("The miR-21/PTEN pathway was active.", id="axis called a pathway"),
        pytest.param("miR-21 targets, including PTEN, fell.", id="targets with a comma"),
    ],
)
def test_known_faults_of_targets(text: str) -> None:
    assert targets(text) == {("miR-21", "PTEN")}


@wrong
def test_known_faults_of_exceptions_in_brackets_of_commas() -> None:
    assert {mirna for mirna, _ in targets("miR-21, but not miR-155, targets PTEN.")} == {"miR-21"}


@wrong
def test_known_faults_of_the_latter() -> None:
    assert effects("miR-21 and miR-155 target PTEN. The latter increased resistance to cisplatin.") == {
        ("miR-155", "resistance")
    }


@wrong
def test_known_faults_of_background_cited_within_a_study(tmp_path: Path) -> None:
    body = "Smith et al. [1] studied tumors. PTEN lowers growth in general [2]. There, miR-21 suppressed BCL2."
    document = paper(tmp_path, body, "Smith J. One. Cancer Res. 2018;1:1-9.", "Lee K. Two. Nature. 2015;4:30-39.")
    assert [a.claim.citation for a in affirmed(document)] == ["1"]


@wrong
def test_known_faults_of_two_genes_that_are_also_a_family() -> None:
    assert names("miR-200b targets ZEB1 and ZEB2.")[1:] == ["ZEB1", "ZEB2"]


@wrong
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("antagomir-21", ["miR-21"], id="antagomir with a number"),
        pytest.param("miR-30a~d", ["miR-30a", "miR-30b", "miR-30c", "miR-30d"], id="range of letters"),
    ],
)
def test_known_faults_of_mirna_names(text: str, expected: list[str]) -> None:
    assert [m.name for m in find_mirnas(text)] == expected


@wrong
def test_known_faults_of_old_mirna_names() -> None:
    assert names("miR-213 rose.") == ["miR-181a-3p"]
