"""Reference entries in the styles that journals use, and how entries are told apart and keyed."""

from __future__ import annotations

import pytest

from curator.model import Reference
from curator.reading.references import parse_reference, split_entries, with_keys

_AUTHORS = ("Au Yeung CL", "O'Brien K")
_TITLE = "Exosomal transfer of miR21: does it confer resistance"


def _fields(r: Reference) -> tuple[object, ...]:
    return r.authors, r.title, r.journal, r.year, r.volume, r.pages


@pytest.mark.parametrize(
    "entry",
    [
        pytest.param(f"Au Yeung CL, O'Brien K. {_TITLE}. Nat Commun. 2016 Mar 29;7(1):1115-21.", id="vancouver"),
        pytest.param(f"Au Yeung CL, O'Brien K, et al. {_TITLE}. Nat Commun. 2016;7:1115-21.", id="et-al"),
        pytest.param(f"Au Yeung CL, O'Brien K: {_TITLE}. Nat Commun 2016, 7:1115-21.", id="biomed-central"),
        pytest.param(f"Au Yeung CL, O'Brien K (2016) {_TITLE}. Nat Commun 7:1115-21.", id="springer"),
        pytest.param(f"Au Yeung, C. L., & O'Brien, K. (2016). {_TITLE}. Nat Commun, 7(1), 1115-21.", id="apa"),
        pytest.param(f"Au Yeung, C.L.; O'Brien, K. {_TITLE}. Nat Commun 2016, 7, 1115-21.", id="acs"),
        pytest.param(f"Au Yeung, C. L. & O'Brien, K. {_TITLE}. Nat Commun 7, 1115-21 (2016).", id="nature"),
        pytest.param(f"C.L. Au Yeung, K. O'Brien, {_TITLE}, Nat Commun 7 (2016) 1115-21.", id="elsevier"),
        pytest.param(
            f"C. L. Au Yeung and K. O'Brien, “{_TITLE},” Nat Commun, vol. 7, no. 1, pp. 1115-21, 2016.", id="hindawi"
        ),
    ],
)
def test_references_styles_give_the_same_fields(entry: str) -> None:
    assert _fields(parse_reference(entry)) == (_AUTHORS, _TITLE, "Nat Commun", "2016", "7", "1115-21")


@pytest.mark.parametrize(
    ("entry", "fields"),
    [
        pytest.param(
            "Ge R, Asada HH. Exosomes: have we overlooked them?. Cancer Microenviron. 2012 Dec;5:323-32.",
            (("Ge R", "Asada HH"), "Exosomes: have we overlooked them?", "Cancer Microenviron", "2012", "5", "323-32"),
            id="question-and-stop",
        ),
        pytest.param(
            "Corada M, Taketo MM, The Wnt pathway modulates remodeling. Dev cell. 2010 Jun 15;18(6):938-49.",
            (("Corada M", "Taketo MM"), "The Wnt pathway modulates remodeling", "Dev cell", "2010", "18", "938-49"),
            id="comma-instead-of-et-al",
        ),
        pytest.param(
            "Smith, J. Title of it. J. Exp. Clin. Cancer Res. 2020, 39, 12.",
            (("Smith J",), "Title of it", "J. Exp. Clin. Cancer Res", "2020", "39", "12"),
            id="abbreviated-journal-with-stops",
        ),
        pytest.param(
            "Bhome R. miR-21 vs. miR-22 in CAFs. Aging (Albany NY). 2017 Dec;9(12):2666-94.",
            (("Bhome R",), "miR-21 vs. miR-22 in CAFs", "Aging (Albany NY)", "2017", "9", "2666-94"),
            id="journal-with-place",
        ),
        pytest.param(
            "Yu D. Mechanisms of resistance. Semin Oncol. 2001 Oct 1;28(5 Suppl 16):12-7.",
            (("Yu D",), "Mechanisms of resistance", "Semin Oncol", "2001", "28", "12-7"),
            id="supplement",
        ),
    ],
)
def test_references_odd_entries(entry: str, fields: tuple[object, ...]) -> None:
    assert _fields(parse_reference(entry)) == fields


@pytest.mark.parametrize(
    ("tail", "doi", "pmid"),
    [
        ("doi:10.1038/ncomms11150.", "10.1038/ncomms11150", None),
        ("https://doi.org/10.1016/S0140-6736(10)61389-X", "10.1016/S0140-6736(10)61389-X", None),
        ("PMID: 27021436", None, "27021436"),
        ("[PubMed: 27021436]", None, "27021436"),
        ("", None, None),
    ],
)
def test_references_identifiers_are_found_and_leave_the_fields_alone(
    tail: str, doi: str | None, pmid: str | None
) -> None:
    reference = parse_reference(f"Li J. Title of it. Cell. 2016;7:1-2. {tail}")
    assert (reference.doi, reference.pmid) == (doi, pmid)
    assert (reference.title, reference.journal, reference.pages) == ("Title of it", "Cell", "1-2")


def test_references_unknown_shape_keeps_the_text() -> None:
    reference = parse_reference("personal observation, unpublished", key="3")
    assert (reference.text, reference.year, reference.authors) == ("personal observation, unpublished", "", ())


@pytest.mark.parametrize(
    ("lines", "entries"),
    [
        pytest.param(["1. A one.", "2. B two."], [("1", "A one."), ("2", "B two.")], id="numbers"),
        pytest.param(["[1] A one.", "[2] B two."], [("1", "A one."), ("2", "B two.")], id="brackets"),
        pytest.param(
            ["1. A in", "2016. one.", "2. B."], [("1", "A in 2016. one."), ("2", "B.")], id="year-is-no-number"
        ),
        pytest.param(["- ", "50. A", "51. B"], [("50", "A"), ("51", "B")], id="stray-bullet"),
        pytest.param(["A one.", "", "B two."], [("", "A one."), ("", "B two.")], id="no-numbers"),
        pytest.param([], [], id="empty"),
    ],
)
def test_references_entries_are_told_apart(lines: list[str], entries: list[tuple[str, str]]) -> None:
    assert split_entries(lines) == entries


def test_references_keys_of_unnumbered_entries_get_letters_where_they_collide() -> None:
    entries = ["Li J (2020) One. Cell 1:1.", "Li X (2020) Two. Cell 1:2.", "Wu B (2020a) Three. Cell 1:3."]
    assert [r.key for r in with_keys([parse_reference(e) for e in entries])] == ["Li 2020a", "Li 2020b", "Wu 2020a"]


def _entries(letter: str, count: int) -> list[str]:
    return [f"{i}. Lee {letter}. On cells. Cell. 2010;{i}:1-2." for i in range(1, count + 1)]


def test_references_numbers_that_begin_anew_make_another_list() -> None:
    found = split_entries([*_entries("A", 4), *_entries("B", 3)])
    references = with_keys([parse_reference(text, key=number) for number, text in found])
    assert [(r.key, r.authors) for r in references] == [
        *((str(i), ("Lee A",)) for i in range(1, 5)),
        *((f"{i} (2)", ("Lee B",)) for i in range(1, 4)),
    ]


def test_references_line_that_begins_with_one_is_no_new_list() -> None:
    found = split_entries(
        ["1. Lee A. On cells. Cell.", "2. Wu B. On phase", "1. Trials and more. Cell.", "3. Ma C. Cells."]
    )
    assert [number for number, _ in found] == ["1", "2", "3"]
