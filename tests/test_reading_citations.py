"""Citation markers in every style, and the bracketed things that are none."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from curator.model import Document, Paragraph, Reference, Span
from curator.reading.citations import expand, find_citations, unresolved

_NUMBERED = [Reference(key=str(n), text="") for n in range(1, 31)]
_NAMED = [
    Reference(key="Li 2019", text="", authors=("Li J", "Wu B"), year="2019"),
    Reference(key="Li 2020a", text="", authors=("Li J",), year="2020"),
    Reference(key="Li 2020b", text="", authors=("Li X", "Smith A"), year="2020"),
    Reference(key="de la Cruz-Merino 2011", text="", authors=("de la Cruz-Merino L",), year="2011"),
    Reference(key="Leskelä 2011", text="", authors=("Leskelä S",), year="2011"),
]


def _found(text: str, references: list[Reference]) -> list[tuple[str, tuple[str, ...]]]:
    found = find_citations(text, [Span(0, len(text))], references)
    return [(text[c.start : c.end], c.keys) for c in found]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("seen [17,22].", [("[17,22]", ("17", "22"))], id="list"),
        pytest.param("seen [4-6].", [("[4-6]", ("4", "5", "6"))], id="range"),
        pytest.param("seen [4–6, 9].", [("[4–6, 9]", ("4", "5", "6", "9"))], id="en-dash-and-list"),
        pytest.param("seen [1], [2].", [("[1]", ("1",)), ("[2]", ("2",))], id="two-markers"),
        pytest.param("cells.[12] The", [("[12]", ("12",))], id="after-the-stop"),
        pytest.param("in [2019] and [95% CI 1-2] and [99]", [], id="no-citations"),
        pytest.param("seen [ 3 ; 4 ]", [("[ 3 ; 4 ]", ("3", "4"))], id="spaced"),
    ],
)
def test_citations_in_brackets(text: str, found: list[tuple[str, tuple[str, ...]]]) -> None:
    assert _found(text, _NUMBERED) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("cells.¹²,¹³ The", [("¹²,¹³", ("12", "13"))], id="list"),
        pytest.param("miR-21⁴⁻⁶ rose", [("⁴⁻⁶", ("4", "5", "6"))], id="range"),
        pytest.param("5 mg/m² at 10⁶ cells", [], id="units-and-powers"),
        pytest.param("cells⁹⁹", [], id="not-in-the-list"),
    ],
)
def test_citations_in_superscript(text: str, found: list[tuple[str, tuple[str, ...]]]) -> None:
    assert _found(text, _NUMBERED) == found


def test_citations_in_parentheses_count_only_where_they_reach_half_of_the_list() -> None:
    references = _NUMBERED[:2]
    assert _found("seen (1) and later (2).", references) == [("(1)", ("1",)), ("(2)", ("2",))]
    assert _found("because (1) it is so", _NUMBERED) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("(Li et al., 2019)", [("(Li et al., 2019)", ("Li 2019",))], id="parenthetical"),
        pytest.param("In Li and Wu (2019)", [("Li and Wu (2019)", ("Li 2019",))], id="narrative"),
        pytest.param("Li's group (2019)", [], id="words-between"),
        pytest.param("(Li, 2020a, b)", [("(Li, 2020a, b)", ("Li 2020a", "Li 2020b"))], id="letters"),
        pytest.param("(Li and Smith, 2020)", [("(Li and Smith, 2020)", ("Li 2020b",))], id="second-author"),
        pytest.param("(Li, 2020)", [("(Li, 2020)", ("Li 2020a", "Li 2020b"))], id="ambiguous"),
        pytest.param(
            "(reviewed in de la Cruz-Merino et al. 2011; Leskela, 2011)",
            [
                (
                    "(reviewed in de la Cruz-Merino et al. 2011; Leskela, 2011)",
                    ("de la Cruz-Merino 2011", "Leskelä 2011"),
                )
            ],
            id="particles-and-accents",
        ),
        pytest.param("(n = 2019) and (Table 3, 2019)", [], id="no-citations"),
    ],
)
def test_citations_by_author_and_year(text: str, found: list[tuple[str, tuple[str, ...]]]) -> None:
    assert _found(text, _NAMED) == found


def test_citations_without_a_reference_list_are_bracketed_numbers_only() -> None:
    assert _found("seen [3] and (Li et al., 2019) and ¹²", []) == [("[3]", ("3",))]


def test_citations_outside_the_spans_are_left_out() -> None:
    assert find_citations("[1] and [2]", [Span(4, 11)], _NUMBERED)[0].keys == ("2",)


@pytest.mark.parametrize(("marker", "keys"), [("[9-7]", ("9", "7")), ("[1-9999]", ("1", "9999")), ("[2,2]", ("2",))])
def test_citations_nonsense_ranges_are_not_written_out(marker: str, keys: tuple[str, ...]) -> None:
    assert expand(marker) == keys


def _cited(text: str, keys: Sequence[str]) -> Document:
    span = Span(0, len(text))
    references = [Reference(key, f"{key}.", authors=(key.rpartition(" ")[0] + " A",), year=key[-4:]) for key in keys]
    citations = find_citations(text, [span], references)
    return Document(
        "d", text, paragraphs=(Paragraph(0, len(text)),), citations=tuple(citations), references=tuple(references)
    )


@pytest.mark.parametrize(
    ("text", "keys", "told"),
    [
        pytest.param("It fell [1,2], it rose [3] and fell [2,7].", "1 2", ["[3]", "[2,7]"], id="numbers"),
        pytest.param("It fell [1] in some (12) of them.", "1 2", [], id="count-in-other-brackets"),
        pytest.param("It fell.¹,² It rose.⁹ A dose of 5 mg/m² was given.", "1 2", ["⁹"], id="superscripts"),
        pytest.param("It fell (1, 2) in 3 (30) of them and rose (2, 9).", "1 2", ["(2, 9)"], id="parentheses"),
        pytest.param(
            "Li et al. (2010) saw it (Wu et al., 2011; Ma and Xu, 2012).",
            "Li 2010|Wu 2011",
            ["Ma and Xu, 2012"],
            id="names",
        ),
        pytest.param("It fell [1].", "", [], id="no-list"),
    ],
)
def test_citations_that_lead_nowhere_are_told(text: str, keys: str, told: list[str]) -> None:
    document = _cited(text, keys.split("|") if "|" in keys else keys.split())
    assert [document.quote(span) for span in unresolved(document)] == told


_PARTICLES = ["da Câmara Machado 1992", "van der Berg 2001", "El-Sayed 2004", "O'Brien 2005", "Von Arnim 2003"]


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        pytest.param("(da Câmara Machado et al., 1992)", ["da Câmara Machado 1992"], id="as in the list"),
        pytest.param("(Câmara Machado et al., 1992)", ["da Câmara Machado 1992"], id="left out"),
        pytest.param("seen by Van der Berg (2001)", ["van der Berg 2001"], id="capital"),
        pytest.param("(Berg, 2001)", ["van der Berg 2001"], id="two left out"),
        pytest.param("(van Berg, 2001)", ["van der Berg 2001"], id="one left out"),
        pytest.param("(el-Sayed, 2004; O’Brien 2005)", ["El-Sayed 2004", "O'Brien 2005"], id="hyphen and apostrophe"),
        pytest.param("(Arnim, 2003; von Arnim 2003)", ["Von Arnim 2003"], id="both ways"),
        pytest.param("(Machado et al., 1992; Vander, 2001)", [], id="another name"),
    ],
)
def test_citations_particles_of_names_may_be_left_out(text: str, keys: list[str]) -> None:
    assert [key for c in _cited(text, _PARTICLES).citations for key in c.keys] == keys
