"""Cell phrases: as long as the words that say which cells they are."""

from __future__ import annotations

import pytest

from curator.model import MentionType
from tests.extraction_samples import mentions, names

CELL = MentionType.CELL


@pytest.mark.parametrize(
    ("written", "name"),
    [
        pytest.param("A549 cells", "A549 cells", id="line"),
        pytest.param("a549 cells", "A549 cells", id="line in lower case"),
        pytest.param("SW480 cell line", "SW480 cell lines", id="line so called"),
        pytest.param("A549/DDP cells", "A549/DDP cells", id="resistant line"),
        pytest.param("MGC-803R cells", "MGC-803R cells", id="subline"),
        pytest.param("fibroblasts", "fibroblasts", id="type"),
        pytest.param("a fibroblast", "fibroblasts", id="singular"),
        pytest.param("M2-polarized macrophages", "M2-polarized macrophages", id="polarized"),
        pytest.param("cancer-associated fibroblasts", "cancer-associated fibroblasts", id="associated"),
        pytest.param(
            "paclitaxel-resistant ovarian cancer cells", "paclitaxel-resistant ovarian cancer cells", id="drug"
        ),
        pytest.param("cisplatin resistant A549 cells", "cisplatin resistant A549 cells", id="drug without a hyphen"),
        pytest.param("cisplatin-resistant cells", "cisplatin-resistant cells", id="drug and cells"),
        pytest.param("cisplatin sensitive cells", "cisplatin sensitive cells", id="drug and cells without a hyphen"),
        pytest.param("hypoxic tumor cells", "hypoxic tumor cells", id="state"),
        pytest.param("M2-like macrophages", "M2-like macrophages", id="state with a hyphen"),
        pytest.param("human bone marrow mesenchymal stem cells", "human bone marrow mesenchymal stem cells", id="long"),
        pytest.param("endothelial cells", "endothelial cells", id="adjective"),
        pytest.param("CAFs", "cancer-associated fibroblasts", id="abbreviation"),
    ],
)
def test_cells_phrase_has_its_modifiers_and_a_plain_name(written: str, name: str) -> None:
    found = mentions(f"They saw {written} there.", CELL)
    assert [(m.text, m.name) for m in found] == [(written.removeprefix("a "), name)]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("The cells were seen.", id="cells alone"),
        pytest.param("These cells were seen.", id="cells pointed at"),
        pytest.param("Cell growth was seen.", id="cell before a noun"),
        pytest.param("A line of evidence was seen.", id="line of something else"),
        pytest.param("First-line therapy was seen.", id="first-line"),
    ],
)
def test_cells_without_a_name_are_none(text: str) -> None:
    assert names(text, CELL) == []


def test_cells_two_phrases_do_not_run_together() -> None:
    assert names("Exosomes of fibroblasts entered A549 cells.", CELL) == ["fibroblasts", "A549 cells"]


@pytest.mark.parametrize(
    ("written", "identifier"),
    [
        pytest.param("cisplatin-resistant A549 cells", "cellosaurus:CVCL_0023", id="line of resistant cells"),
        pytest.param("paclitaxel-resistant A2780 cells", "cellosaurus:CVCL_0134", id="another line"),
        pytest.param("A549/DDP cells", "cellosaurus:CVCL_0023", id="line of a subline without one"),
        pytest.param("MCF-7/ADR cells", "cellosaurus:CVCL_1452", id="a subline's own"),
        pytest.param("MGC-803R cells", "cellosaurus:CVCL_5334", id="line before the mark of resistance"),
        pytest.param("M2-polarised macrophages", "CL:0000890", id="the more specific cell"),
        pytest.param("M2-like tumor-associated macrophages", "CL:0000235", id="the cell that the last word names"),
        pytest.param("cancer-associated fibroblasts", "CL:0000057", id="fibroblast"),
        pytest.param("CAFs", "CL:0000057", id="abbreviation"),
        pytest.param("gemcitabine-treated CAFs", "CL:0000057", id="abbreviation with a modifier"),
        pytest.param("hypoxic BMSCs", "CL:0002540", id="abbreviation of a specific cell"),
        pytest.param("platinum-resistant ovarian cancer cells", "CL:0001063", id="cells of a tumour"),
        pytest.param("glioma cells", "CL:0001063", id="cells of a tumour that has another name"),
        pytest.param("cisplatin-resistant cells", None, id="no kind of cell"),
        pytest.param("serum", None, id="a fluid"),
    ],
)
def test_cells_identifier_is_that_of_the_cell_or_else_of_its_kind(written: str, identifier: str | None) -> None:
    found = mentions(f"They saw {written} there.", CELL)
    assert [m.identifier for m in found] == [identifier]


def test_cells_tumour_before_its_vesicles_stands_for_its_cells() -> None:
    assert names("Ovarian cancer-derived exosomes were seen.", CELL) == ["ovarian cancer cells"]


def test_cells_mirna_is_no_modifier() -> None:
    assert names("miR-21-treated A549 cells", CELL) == ["A549 cells"]


@pytest.mark.parametrize(
    ("written", "name"),
    [
        pytest.param("serum of non-responders", "serum of non-responders", id="serum"),
        pytest.param("plasma", "plasma", id="plasma"),
    ],
)
def test_cells_fluids_are_sources_too(written: str, name: str) -> None:
    assert names(f"Exosomes from {written} were seen.", CELL)[0] == name
