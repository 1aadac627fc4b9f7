"""Whole sentences that were once read wrong, and how they are to be read."""

from __future__ import annotations

import pytest

from tests.extraction_samples import effects, names, targets


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "Cells transfected with a miR-21 inhibitor resisted cisplatin.", "sensitivity", id="cells, inhibitor"
        ),
        pytest.param("Antagomir-21 restored sensitivity to cisplatin.", "resistance", id="antagomir with a number"),
        pytest.param("miR-21's loss restored sensitivity to cisplatin.", "resistance", id="genitive"),
    ],
)
def test_readings_of_effects_keep_the_sign_of_what_was_done(text: str, expected: str) -> None:
    assert effects(text) == {("miR-21", expected)}


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("PTEN, a target of miR-21, suppresses AKT1.", id="what the target does"),
        pytest.param("A drug that raised miR-21 suppresses AKT1.", id="verb behind a relative clause"),
        pytest.param("miR-21 rose and the drug acted by suppressing AKT1.", id="participle of another subject"),
    ],
)
def test_readings_of_verbs_leave_them_to_their_subject(text: str) -> None:
    assert ("miR-21", "AKT1") not in targets(text)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("To investigate growth, we showed that miR-21 targets PTEN.", id="an aim before what was shown"),
        pytest.param("miR-21 targets PTEN, which was not affected by cisplatin.", id="denial in a relative clause"),
        pytest.param("The miR-21/PTEN pathway was active.", id="axis called a pathway"),
    ],
)
def test_readings_of_targets_stop_a_cue_at_its_clause(text: str) -> None:
    assert targets(text) == {("miR-21", "PTEN")}


def test_readings_of_exceptions_deny_only_what_they_except() -> None:
    assert {mirna for mirna, _ in targets("miR-21, but not miR-155, targets PTEN.")} == {"miR-21"}


def test_readings_of_two_genes_are_no_family() -> None:
    assert names("miR-200b targets ZEB1 and ZEB2.")[1:] == ["ZEB1", "ZEB2"]
