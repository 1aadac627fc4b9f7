"""The vocabulary as data: every table holds together, and says what papers' usual names stand for."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest

from curator.patterns.vocabulary import Name, fold_name, read_table

VOCABULARY = Path(__file__).resolve().parent.parent / "patterns" / "vocabulary"

IDENTIFIERS = {
    "genes": r"hgnc:\d{1,5}",
    "gene_families": r"fplx:\w+",
    "rnas": r"hgnc:\d{1,5}",
    "mirnas": r"mirbase:MI(MAT)?\d{7}|mirbase\.family:MIPF\d{7}",
    "cells": r"CL:\d{7}",
    "cell_lines": r"cellosaurus:CVCL_[A-Z0-9]{4}",
    "body_fluids": r"(?!)",
    "vesicles": r"(?!)",
    "drugs": r"chebi:\d{1,6}",
    "drug_classes": r"chebi:\d{1,6}",
    "diseases": r"mesh:D\d{6}(\d{3})?",
}
"""Table → the shape of its identifiers. Where no authority is named, there are none."""

FEWEST_ROWS = {
    "genes": 5000,
    "gene_families": 200,
    "rnas": 300,
    "mirnas": 250,
    "cells": 150,
    "cell_lines": 550,
    "body_fluids": 30,
    "vesicles": 20,
    "drugs": 600,
    "drug_classes": 75,
    "diseases": 150,
}

FEWEST_IDENTIFIED = {"genes": 1.0, "gene_families": 0.9, "rnas": 0.75, "cells": 0.6, "cell_lines": 0.8, "drugs": 0.7}
"""Share of rows that must have an identifier. Antibodies and new drugs have none in ChEBI."""

TWO_TABLES = {
    "ADM", "CAD", "CHOP", "EC", "GSC", "MB", "PC", "RHO", "TACE", "TAM", "TEC", "TPA",
}  # fmt: skip
"""Names known to stand for rows of two tables; each must be flagged in one of them, or be told apart by its case."""

tables = pytest.mark.parametrize("table", IDENTIFIERS)


@cache
def _lines(table: str) -> list[str]:
    return (VOCABULARY / f"{table}.tsv").read_text("utf-8").splitlines()


@cache
def _rows(table: str) -> list[list[str]]:
    return [line.split("\t") for line in _lines(table)[1:] if not line.startswith("#")]


@cache
def _names(table: str) -> list[Name]:
    return list(read_table(VOCABULARY / f"{table}.tsv"))


def _matched_as(name: Name) -> str:
    """What two names share if one surface can match both."""
    return _letters(name.text) if name.exact else fold_name(name.text)


def _letters(text: str) -> str:
    return re.sub(r"[^\w]|_", "", unicodedata.normalize("NFKC", text))


def _find(table: str, text: str) -> set[str]:
    folded = fold_name(text)
    return {
        name.entry.name
        for name in _names(table)
        if fold_name(name.text) == folded and (not name.exact or _letters(name.text) == _letters(text))
    }


def test_vocabulary_has_these_tables_only() -> None:
    assert {path.stem for path in VOCABULARY.glob("*.tsv")} == set(IDENTIFIERS)


@tables
def test_vocabulary_names_its_columns(table: str) -> None:
    assert _lines(table)[0] == "name\tidentifier\tsynonyms\tnote"


@tables
def test_vocabulary_rows_have_four_cells_and_clean_text(table: str) -> None:
    for line in _lines(table)[1:]:
        assert line.startswith("# ") or line.count("\t") == 3, line
        assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f\u00a0\u00ad\u200b-\u200f\ufeff]", line), line
        assert unicodedata.normalize("NFC", line) == line
        for cell in line.split("\t"):
            assert cell == cell.strip(), line
            assert "  " not in cell, line


@tables
def test_vocabulary_rows_stand_under_headings(table: str) -> None:
    assert _lines(table)[1].startswith("# ")
    for before, line in zip(_lines(table)[1:], _lines(table)[2:], strict=False):
        assert not (before.startswith("#") and line.startswith("#")), f"nothing stands under {before}"


@tables
def test_vocabulary_names_every_row_once(table: str) -> None:
    names = [row[0] for row in _rows(table)]
    assert all(names)
    assert sorted(names) == sorted(set(names))


@tables
def test_vocabulary_identifiers_have_their_authoritys_shape(table: str) -> None:
    for row in _rows(table):
        assert not row[1] or re.fullmatch(IDENTIFIERS[table], row[1]), row


@tables
def test_vocabulary_gives_an_identifier_to_one_row(table: str) -> None:
    rows = defaultdict(list)
    for name, identifier, *_ in _rows(table):
        rows[identifier].append(name)
    rows.pop("", None)
    assert [names for names in rows.values() if len(names) > 1] == []


@pytest.mark.parametrize("table", FEWEST_IDENTIFIED)
def test_vocabulary_identifies_most_rows(table: str) -> None:
    identified = sum(1 for row in _rows(table) if row[1])
    assert identified >= FEWEST_IDENTIFIED[table] * len(_rows(table))


@tables
def test_vocabulary_separates_synonyms_by_bars_between_spaces(table: str) -> None:
    for row in _rows(table):
        for synonym in row[2].split(" | ") if row[2] else []:
            assert synonym == synonym.strip(), row
            assert synonym, row
            assert "|" not in synonym, row


@tables
def test_vocabulary_lists_no_synonym_that_matching_would_find_anyway(table: str) -> None:
    # The grammar of miRNA names, not the folding of names, reads the stars and strokes of this table.
    if table == "mirnas":
        return
    for row in _rows(table):
        flagged = "case" in row[3].split()
        spellings = [row[0], *filter(None, row[2].split(" | "))]
        keys = [_letters(s) if flagged or len(fold_name(s)) <= 3 else fold_name(s) for s in spellings]
        assert len(keys) == len(set(keys)), row


@tables
def test_vocabulary_name_stands_for_one_row_of_its_table(table: str) -> None:
    if table == "mirnas":
        key = {name: name.text for name in _names(table)}
    else:
        key = {name: _matched_as(name) for name in _names(table)}
    rows = defaultdict(set)
    for name in _names(table):
        rows[key[name]].add(name.entry.name)
    assert {k: v for k, v in rows.items() if len(v) > 1} == {}


def test_vocabulary_name_of_two_tables_is_known_and_flagged() -> None:
    found = defaultdict(list)
    for table in set(IDENTIFIERS) - {"mirnas"}:
        for name in _names(table):
            found[fold_name(name.text)].append(name)
    shared = {k: v for k, v in found.items() if len({(n.entry.table, n.entry.name) for n in v}) > 1}
    assert set(shared) == {fold_name(name) for name in TWO_TABLES}
    for names in shared.values():
        flagged = any({"abbreviation", "case"} & set(n.entry.note.split()) for n in names)
        apart = len({_letters(n.text) for n in names}) == len({n.entry for n in names})
        assert flagged or apart, names


@tables
def test_vocabulary_is_as_large_as_promised(table: str) -> None:
    assert len(_rows(table)) >= FEWEST_ROWS[table]


@pytest.mark.parametrize(
    ("table", "text", "name"),
    [
        pytest.param("genes", "P-gp", "ABCB1", id="P-glycoprotein"),
        pytest.param("genes", "MDR1", "ABCB1", id="MDR1"),
        pytest.param("genes", "BCRP", "ABCG2", id="BCRP"),
        pytest.param("genes", "MRP1", "ABCC1", id="MRP1"),
        pytest.param("genes", "Bcl-2", "BCL2", id="Bcl-2"),
        pytest.param("genes", "Bcl-xL", "BCL2L1", id="Bcl-xL"),
        pytest.param("genes", "Mcl-1", "MCL1", id="Mcl-1"),
        pytest.param("genes", "Bim", "BCL2L11", id="Bim"),
        pytest.param("genes", "PUMA", "BBC3", id="PUMA"),
        pytest.param("genes", "p27Kip1", "CDKN1B", id="p27Kip1"),
        pytest.param("genes", "p21", "CDKN1A", id="p21"),
        pytest.param("genes", "p53", "TP53", id="p53"),
        pytest.param("genes", "c-Myc", "MYC", id="c-Myc"),
        pytest.param("genes", "c-MET", "MET", id="c-Met"),
        pytest.param("genes", "HER2/neu", "ERBB2", id="HER2"),
        pytest.param("genes", "PD-L1", "CD274", id="PD-L1"),
        pytest.param("genes", "E-cadherin", "CDH1", id="E-cadherin"),
        pytest.param("genes", "beta-catenin", "CTNNB1", id="beta-catenin"),
        pytest.param("genes", "β-Catenin", "CTNNB1", id="β-catenin"),
        pytest.param("genes", "survivin", "BIRC5", id="survivin"),
        pytest.param("genes", "caspase 3", "CASP3", id="caspase-3"),
        pytest.param("genes", "cyclin D1", "CCND1", id="cyclin D1"),
        pytest.param("genes", "TRAIL", "TNFSF10", id="TRAIL"),
        pytest.param("genes", "Cox-2", "PTGS2", id="COX-2"),
        pytest.param("genes", "HIF-1α", "HIF1A", id="HIF-1α"),
        pytest.param("genes", "TGF-β1", "TGFB1", id="TGF-β1"),
        pytest.param("genes", "PI3K p85α", "PIK3R1", id="PI3K p85α"),
        pytest.param("genes", "βIII-tubulin", "TUBB3", id="class III β-tubulin"),
        pytest.param("genes", "programmed cell death 4", "PDCD4", id="PDCD4 in words"),
        pytest.param("genes", "alpha-smooth muscle actin", "ACTA2", id="α-SMA"),
        pytest.param("genes", "Tau", "MAPT", id="tau"),
        pytest.param("genes", "Apaf-1", "APAF1", id="Apaf-1"),
        pytest.param("gene_families", "NF-κB", "NF-κB", id="NF-κB"),
        pytest.param("gene_families", "Akt", "AKT", id="Akt"),
        pytest.param("gene_families", "protein phosphatase 2A", "PP2A", id="PP2A"),
        pytest.param("drugs", "taxol", "paclitaxel", id="taxol"),
        pytest.param("drugs", "PTX", "paclitaxel", id="PTX"),
        pytest.param("drugs", "5-FU", "5-fluorouracil", id="5-FU"),
        pytest.param("drugs", "CDDP", "cisplatin", id="CDDP"),
        pytest.param("drugs", "L-OHP", "oxaliplatin", id="L-OHP"),
        pytest.param("drugs", "adriamycin", "doxorubicin", id="adriamycin"),
        pytest.param("drugs", "PLX4032", "vemurafenib", id="PLX4032"),
        pytest.param("drugs", "T-DM1", "trastuzumab emtansine", id="T-DM1"),
        pytest.param("drugs", "SN-38", "SN-38", id="SN-38"),
        pytest.param("drugs", "ATRA", "tretinoin", id="ATRA"),
        pytest.param("drugs", "AZD9291", "osimertinib", id="osimertinib by its code"),
        pytest.param("drugs", "almonertinib", "aumolertinib", id="aumolertinib"),
        pytest.param("drugs", "sulfatinib", "surufatinib", id="surufatinib"),
        pytest.param("drugs", "desferrioxamine", "deferoxamine", id="an iron chelator"),
        pytest.param("diseases", "CTCL", "cutaneous T-cell lymphoma", id="CTCL"),
        pytest.param("drug_classes", "EGFR-TKIs", "EGFR tyrosine kinase inhibitor", id="EGFR-TKIs"),
        pytest.param("cells", "CAF", "cancer-associated fibroblast", id="CAF"),
        pytest.param("cells", "tumour-associated macrophage", "tumor-associated macrophage", id="British spelling"),
        pytest.param("cell_lines", "SKOV3", "SK-OV-3", id="SKOV3"),
        pytest.param("cell_lines", "SGC7901/DDP", "SGC-7901/DDP", id="a resistant subline"),
        pytest.param("diseases", "NSCLC", "non-small cell lung cancer", id="NSCLC"),
        pytest.param("diseases", "hepatoma", "hepatocellular carcinoma", id="hepatoma"),
        pytest.param("vesicles", "EVs", "extracellular vesicle", id="EVs"),
        pytest.param("rnas", "linc-ROR", "LINC-ROR", id="lincRNA"),
    ],
)
def test_vocabulary_knows_usual_names(table: str, text: str, name: str) -> None:
    assert _find(table, text) == {name}


@pytest.mark.parametrize(
    ("table", "text"),
    [
        pytest.param("genes", "cat", id="cat is no catalase"),
        pytest.param("genes", "Met", id="Met is an amino acid"),
        pytest.param("genes", "set", id="set is a word"),
        pytest.param("genes", "Trail", id="Trail is a word"),
        pytest.param("genes", "cAMP", id="cAMP is no cathelicidin"),
        pytest.param("genes", "EMT", id="EMT is a transition"),
        pytest.param("genes", "CAF", id="CAF is a cell"),
        pytest.param("genes", "PTX", id="PTX is a drug"),
        pytest.param("genes", "OC", id="OC is a disease"),
        pytest.param("genes", "T", id="T is a cell, a tumour stage, a base"),
        pytest.param("genes", "GCS", id="GCS is a coma scale"),
        pytest.param("genes", "H19", id="H19 is not translated"),
        pytest.param("genes", "TERC", id="TERC is not translated"),
        pytest.param("drugs", "TRAIL", id="TRAIL is a protein"),
        pytest.param("drugs", "MDR", id="MDR is no drug"),
        pytest.param("drugs", "radiation", id="radiation is no drug"),
        pytest.param("drug_classes", "S1", id="S1 is a figure"),
        pytest.param("cell_lines", "697", id="697 is a number"),
        pytest.param("body_fluids", "liver", id="the liver is no fluid"),
    ],
)
def test_vocabulary_leaves_out_what_is_something_else(table: str, text: str) -> None:
    assert _find(table, text) == set()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("miR-199a*", "miR-199a-3p", id="lesser arm 3p"),
        pytest.param("miR-126*", "miR-126-5p", id="lesser arm 5p"),
        pytest.param("miR-9*", "miR-9-3p", id="miR-9*"),
        pytest.param("miR-422b", "miR-378a-3p", id="renumbered"),
        pytest.param("miR-17~92", "miR-17-92 cluster", id="cluster"),
        pytest.param("miR-200s", "miR-200 family", id="family"),
    ],
)
def test_vocabulary_resolves_old_mirna_names(old: str, new: str) -> None:
    assert {name.entry.name for name in _names("mirnas") if name.text == old} == {new}


def test_vocabulary_lists_the_members_of_mirna_groups() -> None:
    for name, _, _, note in _rows("mirnas"):
        if name.endswith(("family", "cluster")):
            kind, _, members = note.partition(": ")
            assert kind in ("family", "cluster"), name
            assert all(re.fullmatch(r"(miR-\d+[a-z]?|let-7[a-k])", member) for member in members.split(", ")), name


@pytest.mark.parametrize(
    ("table", "name", "note"),
    [
        pytest.param("drug_classes", "chemotherapy", "unspecific", id="chemotherapy"),
        pytest.param("drug_classes", "multidrug", "unspecific", id="multidrug"),
        pytest.param("drug_classes", "radiation", "radiation", id="radiation"),
        pytest.param("diseases", "ovarian cancer", "abbreviation", id="OC"),
        pytest.param("genes", "TNFSF10", "case", id="TRAIL"),
    ],
)
def test_vocabulary_flags(table: str, name: str, note: str) -> None:
    assert [note in row[3].split() for row in _rows(table) if row[0] == name] == [True]
