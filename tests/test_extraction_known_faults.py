"""What extraction is known to read wrong. A reading that has come right moves to the tests of its stage."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.extraction_samples import affirmed, paper, targets

wrong = pytest.mark.xfail(strict=True, reason="known fault")


@wrong
@pytest.mark.parametrize(
    "text",
    [
        pytest.param("miR-21 independently of AKT1 suppresses PTEN.", id="independence before the verb"),
        pytest.param("miR-21 targets, including PTEN, fell.", id="targets with a comma"),
    ],
)
def test_known_faults_of_targets(text: str) -> None:
    assert targets(text) == {("miR-21", "PTEN")}


@wrong
def test_known_faults_of_background_cited_within_a_study(tmp_path: Path) -> None:
    body = "Smith et al. [1] studied tumors. PTEN lowers growth in general [2]. There, miR-21 suppressed BCL2."
    document = paper(tmp_path, body, "Smith J. One. Cancer Res. 2018;1:1-9.", "Lee K. Two. Nature. 2015;4:30-39.")
    assert [a.claim.citation for a in affirmed(document)] == ["1"]
