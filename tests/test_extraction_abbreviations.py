"""Abbreviations as a paper defines them (Schwartz and Hearst 2003), and that they are never taken for genes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.extraction.abbreviations import expand, find_abbreviations, listed_abbreviations, long_form
from curator.model import MentionType
from tests.extraction_samples import names


@pytest.mark.parametrize(
    ("text", "short", "long"),
    [
        pytest.param("ovarian cancer (OC)", "OC", "ovarian cancer", id="initials"),
        pytest.param("paclitaxel (PTX)", "PTX", "paclitaxel", id="letters of one word"),
        pytest.param("cancer-associated fibroblasts (CAFs)", "CAFs", "cancer-associated fibroblasts", id="plural"),
        pytest.param("cancer-associated fibroblasts (CAFs)", "CAF", None, id="no singular is made of a plural"),
        pytest.param("cancer stem cell (CSC)", "CSCs", "cancer stem cell", id="plural of a singular"),
        pytest.param(
            "epithelial-mesenchymal transition (EMT)", "EMT", "epithelial-mesenchymal transition", id="hyphen"
        ),
        pytest.param("OC (ovarian cancer)", "OC", "ovarian cancer", id="long form in the bracket"),
        pytest.param(
            "triple negative breast cancer (TNBC; 15%)", "TNBC", "triple negative breast cancer", id="more inside"
        ),
        pytest.param("phosphatase and tensin homolog (PTEN)", "PTEN", "phosphatase and tensin homolog", id="gene"),
        pytest.param("transforming growth factor β1 (TGF-β1)", "TGF-β1", "transforming growth factor β1", id="Greek"),
        pytest.param("in this study (see below)", "see below", None, id="aside"),
        pytest.param("as measured (Fig. 2A)", "Fig. 2A", None, id="figure"),
        pytest.param("we saw growth (PTX)", "PTX", None, id="letters that are not there"),
        pytest.param("PTX rose (PTX)", "PTX", None, id="itself"),
    ],
)
def test_abbreviations_are_found_where_they_are_defined(text: str, short: str, long: str | None) -> None:
    assert find_abbreviations(f"Here {text} was seen.").get(short) == long


def test_abbreviations_first_definition_counts() -> None:
    found = find_abbreviations("Ovarian cancer (OC) grew. An optical coherence (OC) was measured.")
    assert found["OC"] == "Ovarian cancer"


def test_abbreviations_of_a_list_are_read() -> None:
    text = "CAF: Cancer-Associated Fibroblast; BC: Breast Cancer; EMT, Epithelial Mesenchymal Transition."
    found = listed_abbreviations(text)
    assert found["CAF"] == "Cancer-Associated Fibroblast"
    assert found["BCs"] == "Breast Cancer"


@pytest.mark.parametrize(
    ("short", "before", "expected"),
    [
        pytest.param("HMM", "a hidden Markov model", "hidden Markov model", id="shortest end"),
        pytest.param("OC", "of ovarian cancer in ovarian cancer", "ovarian cancer", id="nearest"),
        pytest.param("ABC", "nothing of it", None, id="letters missing"),
        pytest.param("XY", "", None, id="nothing before"),
    ],
)
def test_abbreviations_long_form_is_the_shortest_that_has_the_letters(
    short: str, before: str, expected: str | None
) -> None:
    assert long_form(short, before) == expected


def test_abbreviations_expand_whole_words_only() -> None:
    assert expand("OC and NOC in OC-derived cells", {"OC": "ovarian cancer"}) == (
        "ovarian cancer and NOC in OC-derived cells"
    )


@pytest.mark.parametrize(
    ("definition", "short"),
    [
        pytest.param("Epithelial-mesenchymal transition (EMT) was seen.", "EMT", id="EMT"),
        pytest.param("Ovarian cancer (OC) was studied.", "OC", id="OC"),
        pytest.param("Cancer-associated fibroblasts (CAFs) grew.", "CAFs", id="CAFs"),
        pytest.param("Paclitaxel (PTX) was given.", "PTX", id="PTX"),
        pytest.param("Cells of the clear adenocarcinoma type (CAT) were used.", "CAT", id="a gene's own symbol"),
        pytest.param("The maximal effective treatment (MET) was found.", "MET", id="another gene's symbol"),
    ],
)
def test_abbreviations_of_something_else_are_no_genes(definition: str, short: str) -> None:
    assert names(f"{definition} Then {short} was told of.", MentionType.GENE) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Ovarian cancer (OC) was studied. OC grew.", "ovarian cancer", id="disease"),
        pytest.param("Paclitaxel (PCX) was given. PCX worked.", "paclitaxel", id="drug by an unusual short form"),
        pytest.param(
            "Cancer-associated fibroblasts (CAFs) grew. CAFs left.", "cancer-associated fibroblasts", id="cell"
        ),
        pytest.param("Phosphatase and tensin homolog (PTH) fell. PTH rose.", "PTEN", id="gene by another's symbol"),
    ],
)
def test_abbreviations_stand_for_what_the_paper_says(text: str, expected: str) -> None:
    assert names(text)[-1] == expected


@given(st.text(alphabet="abCD (),.-/α", max_size=80))
def test_abbreviations_are_quotes_of_any_text(text: str) -> None:
    for short, long in find_abbreviations(text).items():
        assert long in text
        assert short.removesuffix("s") in text
