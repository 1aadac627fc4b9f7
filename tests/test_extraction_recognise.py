"""Names in a sentence: what they stand for, and what is none although it looks like one."""

from __future__ import annotations

import pytest

from curator.model import MentionType
from tests.extraction_samples import document, extractor, mentions, names

GENE, DRUG, DISEASE, RNA, VESICLE = (
    MentionType.GENE,
    MentionType.DRUG,
    MentionType.DISEASE,
    MentionType.RNA,
    MentionType.VESICLE,
)


@pytest.mark.parametrize(
    ("written", "name", "identifier"),
    [
        pytest.param("PTEN", "PTEN", "hgnc:9588", id="symbol"),
        pytest.param("phosphatase and tensin homolog", "PTEN", "hgnc:9588", id="full name"),
        pytest.param("Phosphatase and Tensin Homologue", "PTEN", "hgnc:9588", id="British spelling"),
        pytest.param("Bcl-2", "BCL2", "hgnc:990", id="hyphen"),
        pytest.param("Bcl\u20112", "BCL2", "hgnc:990", id="non-breaking hyphen"),
        pytest.param("BCL2", "BCL2", "hgnc:990", id="no hyphen"),
        pytest.param("P-gp", "ABCB1", "hgnc:40", id="alias by letters"),
        pytest.param("programmed cell death 4", "PDCD4", "hgnc:8763", id="name that ends in a number"),
        pytest.param("X-linked inhibitor of apoptosis", "XIAP", "hgnc:592", id="name that begins with a letter"),
        pytest.param("cyclin-dependent kinase inhibitor 1B", "CDKN1B", "hgnc:1785", id="name that ends in a letter"),
        pytest.param("arachidonate 15-lipoxygenase", "ALOX15", "hgnc:433", id="name with a number inside"),
        pytest.param("Sprouty 2", "SPRY2", "hgnc:11270", id="word and number"),
        pytest.param("SRY-box transcription factor 2", "SOX2", "hgnc:11195", id="a newer name"),
        pytest.param("casein kinase 1\u03b1", "CSNK1A1", "hgnc:2451", id="Greek letter behind a number"),
        pytest.param("\U0001d6fd-catenin", "CTNNB1", "hgnc:2514", id="Greek letter of mathematics"),
        pytest.param("TGF\u03b2R2", "TGFBR2", "hgnc:11773", id="Greek letter inside"),
        pytest.param("P-glycoprotein", "ABCB1", "hgnc:40", id="alias by name"),
        pytest.param("MDR1", "ABCB1", "hgnc:40", id="old symbol"),
        pytest.param("β-catenin", "CTNNB1", "hgnc:2514", id="Greek letter"),
        pytest.param("beta-catenin", "CTNNB1", "hgnc:2514", id="Greek letter spelled out"),
        pytest.param("TGF-β1", "TGFB1", "hgnc:11766", id="Greek letter inside"),
        pytest.param("HIF-1α", "HIF1A", "hgnc:4910", id="Greek letter at the end"),
        pytest.param("p27", "CDKN1B", "hgnc:1785", id="protein by weight"),
        pytest.param("PI3K p85α", "PIK3R1", "hgnc:8979", id="subunit"),
        pytest.param("c-Myc", "MYC", "hgnc:7553", id="prefix"),
    ],
)
def test_recognise_gene_in_any_spelling(written: str, name: str, identifier: str) -> None:
    found = mentions(f"The loss of {written} was seen.", GENE)
    assert [(m.text, m.name, m.identifier) for m in found] == [(written, name, identifier)]


@pytest.mark.parametrize(
    ("text", "type", "expected"),
    [
        pytest.param("Taxol was given.", DRUG, "paclitaxel", id="trade name"),
        pytest.param("5-FU was given.", DRUG, "5-fluorouracil", id="abbreviation with a number"),
        pytest.param("DDP was given.", DRUG, "cisplatin", id="abbreviation that nobody spells out"),
        pytest.param("taxanes were given.", DRUG, "taxane", id="class in the plural"),
        pytest.param("Ovarian tumours were seen in ovarian cancer.", DISEASE, "ovarian cancer", id="disease"),
        pytest.param("NSCLC was seen.", DISEASE, "non-small cell lung cancer", id="disease by letters"),
        pytest.param("Exosomes were seen.", VESICLE, "exosome", id="vesicle in the plural"),
        pytest.param("EVs were seen.", VESICLE, "extracellular vesicle", id="vesicle by letters"),
        pytest.param("MALAT1 was seen.", RNA, "MALAT1", id="lncRNA"),
        pytest.param("circBACH1 was seen.", RNA, "circBACH1", id="circRNA by shape"),
        pytest.param("LINC99999 was seen.", RNA, "LINC99999", id="lncRNA by shape"),
    ],
)
def test_recognise_other_names(text: str, type: MentionType, expected: str) -> None:
    assert expected in names(text, type)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("An EMT was seen.", id="EMT"),
        pytest.param("OC was seen.", id="OC"),
        pytest.param("CAFs and a CAF were seen.", id="CAF"),
        pytest.param("PTX was given.", id="PTX"),
        pytest.param("ROS, TS, GC, CSC, MSC, PC, MDR and TAM were seen.", id="abbreviations of other things"),
        pytest.param("It was met by the cat at rest.", id="common words that are symbols elsewhere"),
        pytest.param("qRT-PCR and an MTT assay in the USA.", id="methods and places"),
        pytest.param("The DNA and the mRNA and the 3'-UTR.", id="molecules"),
        pytest.param("P < 0.05, 95% CI 1.2-2.3, HR 2.1.", id="statistics"),
        pytest.param("Stage IV and type II in group A1.", id="numerals and groups"),
        pytest.param("miR-21 and let-7a and MIR155.", id="miRNAs"),
        pytest.param("MALAT1 and circBACH1.", id="other RNAs"),
        pytest.param("A549 cells and SW480 cells and OVCAR-3 cells.", id="cell lines"),
        pytest.param("BALB/c nude mice were used.", id="strain"),
    ],
)
def test_recognise_no_gene_in(text: str) -> None:
    assert names(text, GENE) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("FOXQ9 was lowered.", ["FOXQ9"], id="symbol in a gene's shape"),
        pytest.param("KIAA9999 was lowered.", ["KIAA9999"], id="KIAA"),
        pytest.param("C1orf999 was lowered.", ["C1orf999"], id="open reading frame"),
        pytest.param("FOXQ9 cells were grown.", [], id="the same before cells is a line"),
        pytest.param("The foxq word was said.", [], id="lower case"),
    ],
)
def test_recognise_unknown_gene_by_shape(text: str, expected: list[str]) -> None:
    assert names(text, GENE) == expected


def test_recognise_inhibitor_named_after_a_gene_is_a_drug() -> None:
    found = mentions("A BRAF inhibitor was given to BRAF mutants.")
    assert [(m.type, m.text) for m in found][:1] == [(DRUG, "BRAF inhibitor")]


def test_recognise_longest_name_wins() -> None:
    assert names("non-small cell lung cancer", DISEASE) == ["non-small cell lung cancer"]


def test_recognise_short_form_inside_a_word_is_none() -> None:
    assert names("An unptened and a ptenoid thing", GENE) == []


def test_recognise_names_each_stretch_once() -> None:
    text = "Phosphatase and tensin homolog (PTEN) was lost."
    found = [(m.start, m.end) for m in mentions(text, GENE)]
    assert found == [(0, 30), (32, 36)]


def test_recognise_gene_long_form_without_vocabulary_is_its_short_form() -> None:
    text = "Zeta growth inducing receptor (ZGIR) fell. Later zeta growth inducing receptor rose and ZGIR too."
    assert names(text, GENE)[-1] == "ZGIR"


def test_recognise_mentions_stand_in_order_and_quote() -> None:
    text = "miR-21 from CAFs lowers APAF1.\n\nThen PTX-resistant OVCAR3 cells and β-catenin rose."
    found = extractor().mentions(document(text))
    assert [text[m.start : m.end] for m in found] == [m.text for m in found]
    assert [m.start for m in found] == sorted(m.start for m in found)
