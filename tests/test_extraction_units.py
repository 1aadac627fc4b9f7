"""The working view of a sentence: what is one unit, what is left out, and that every unit keeps its place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.extraction.units import Unit, build_units
from tests.extraction_samples import mentions, rules


def units(text: str) -> list[Unit]:
    """The working view of a sentence before any rule."""
    return build_units(text, mentions(text), rules())


def kinds(text: str) -> str:
    return " ".join(u.kind for u in units(text))


def named(text: str) -> list[list[str]]:
    """The names in each unit that has any."""
    return [[m.name for m in u.mentions] for u in units(text) if u.mentions]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("miR-21 and miR-155 target PTEN", [["miR-21", "miR-155"], ["PTEN"]], id="two"),
        pytest.param("PTEN, PDCD4, and SPRY2 fell", [["PTEN", "PDCD4", "SPRY2"]], id="serial comma"),
        pytest.param("PTEN/PDCD4 fell", [["PTEN", "PDCD4"]], id="slash"),
        pytest.param("PTEN as well as PDCD4 fell", [["PTEN", "PDCD4"]], id="as well as, one join"),
        pytest.param("miR-200a/b/c fell", [["miR-200a", "miR-200b", "miR-200c"]], id="ellipsis"),
        pytest.param("miR-21 lowered growth, and PTEN was raised", [["miR-21"], ["PTEN"]], id="a new clause"),
        pytest.param("PTEN and cisplatin fell", [["PTEN"], ["cisplatin"]], id="two kinds"),
        pytest.param("CAFs, TAMs", [["cancer-associated fibroblasts"], ["tumor-associated macrophages"]], id="cells"),
    ],
)
def test_units_names_of_a_list_are_one(text: str, expected: list[list[str]]) -> None:
    assert named(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("the PTEN gene", "GENE NOUN", id="article"),
        pytest.param("PTEN directly fell", "GENE ADJ", id="adverb"),
        pytest.param("PTEN (Fig. 2A) and cisplatin", "GENE CONJ DRUG", id="figure"),
        pytest.param("PTEN [12,14] and cisplatin", "GENE CONJ DRUG", id="citation"),
        pytest.param("cisplatin (DDP) and PTEN", "DRUG CONJ GENE", id="the same name again"),
        pytest.param("PTEN (a target of miR-21) fell", "GENE PUNCT NOUN PREP MIRNA PUNCT ADJ", id="another name"),
        pytest.param("PTEN ) and cisplatin (", "GENE PUNCT CONJ DRUG PUNCT", id="brackets that do not match"),
    ],
)
def test_units_leave_out_what_says_nothing(text: str, expected: str) -> None:
    assert kinds(text) == expected


@pytest.mark.parametrize(
    ("text", "anaphor"),
    [
        pytest.param("This miRNA lowers PTEN", "This miRNA", id="this"),
        pytest.param("These two miRNAs target PTEN", "two miRNAs", id="these two"),
        pytest.param("The microRNA targets PTEN", "microRNA", id="the"),
        pytest.param("It targets PTEN", "It", id="it"),
    ],
)
def test_units_anaphor_stands_for_a_mirna(text: str, anaphor: str) -> None:
    first = units(text)[0]
    assert first.anaphor
    assert first.text.endswith(anaphor)


def test_units_mirnas_in_general_are_no_anaphor() -> None:
    assert not any(u.anaphor for u in units("Human miRNAs are small"))


@given(st.lists(st.sampled_from(["miR-21", "PTEN", "cisplatin", "(", ")", "[", "]", ",", "and", "/", "the", "not"])))
def test_units_keep_their_places_in_any_order_of_words(words: list[str]) -> None:
    text = " ".join(words)
    found = units(text)
    assert all(0 <= u.start < u.end <= len(text) for u in found)
    assert [u.start for u in found] == sorted(u.start for u in found)
    assert all(text[m.start : m.end] == m.text for u in found for m in u.mentions)
