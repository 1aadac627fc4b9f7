"""Findings in one sentence: who targets whom, what follows for a drug and in which direction, who released it."""

from __future__ import annotations

from itertools import product

import pytest

from curator.model import Factor
from tests.extraction_samples import affirmed, analysed, assertions, effects, rows, sources, targets

RESISTANCE, SENSITIVITY = "resistance", "sensitivity"

PERTURBATIONS = {"Overexpression of miR-21": 1, "Inhibition of miR-21": -1}
VERBS = {"increased": 1, "reduced": -1}
RESPONSES = {"resistance to cisplatin": 1, "sensitivity to cisplatin": -1}
EFFECTS = {1: RESISTANCE, -1: SENSITIVITY}
SIGNED = [
    pytest.param((p, v, r), EFFECTS[PERTURBATIONS[p] * VERBS[v] * RESPONSES[r]], id=f"{p} {v} {r}")
    for p, v, r in product(PERTURBATIONS, VERBS, RESPONSES)
]


@pytest.mark.parametrize(("words", "effect"), SIGNED)
def test_relate_effect_is_the_product_of_three_signs(words: tuple[str, str, str], effect: str) -> None:
    assert effects(f"{' '.join(words)}.") == {("miR-21", effect)}


@pytest.mark.parametrize(("words", "effect"), SIGNED)
def test_relate_every_factor_is_kept_with_its_place(words: tuple[str, str, str], effect: str) -> None:
    text = f"Growth fell. {' '.join(words)}."
    factors = affirmed(text)[0].evidence[0].factors
    assert [(f.name, f.sign) for f in factors] == [
        ("perturbation", PERTURBATIONS[words[0]]),
        ("verb", VERBS[words[1]]),
        ("response", RESPONSES[words[2]]),
    ]
    assert [f.text for f in factors] == [words[0].split()[0], *words[1:]]
    assert all(text[f.start : f.end] == f.text for f in factors)


def test_relate_factors_multiply_to_the_effect() -> None:
    for assertion in affirmed("Loss of miR-34a led to reduced resistance to paclitaxel."):
        signs = [f.sign for e in assertion.evidence for f in e.factors if isinstance(f, Factor)]
        assert signs == [-1, 1, -1]
        assert assertion.claim.effect == RESISTANCE


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("miR-21 conferred cisplatin resistance.", RESISTANCE, id="confers"),
        pytest.param("miR-21 mimics enhanced cisplatin-induced apoptosis.", SENSITIVITY, id="mimics and apoptosis"),
        pytest.param("A miR-21 antagomir lowered the IC50 of cisplatin.", RESISTANCE, id="antagomir and IC50"),
        pytest.param("Knockdown of miR-21 reversed cisplatin resistance.", RESISTANCE, id="knockdown reverses"),
        pytest.param("miR-21 sensitized cells to cisplatin.", SENSITIVITY, id="sensitizes"),
        pytest.param("Loss of miR-21 desensitized cells to cisplatin.", SENSITIVITY, id="loss desensitizes"),
        pytest.param("miR-21 protected cells from cisplatin-induced apoptosis.", RESISTANCE, id="protects"),
        pytest.param("Resistance to cisplatin was increased by miR-21.", RESISTANCE, id="passive"),
        pytest.param("Resistance to cisplatin was reversed by anti-miR-21.", RESISTANCE, id="passive, anti-"),
        pytest.param("Exosomal transfer of miR-21 conferred cisplatin resistance.", RESISTANCE, id="transfer"),
        pytest.param("miR-21-induced resistance to cisplatin was seen.", RESISTANCE, id="suffix"),
        pytest.param("miR-21 promoted chemoresistance.", RESISTANCE, id="no drug needed"),
        pytest.param("A549 cells treated with anti-miR-21 showed resistance to cisplatin.", SENSITIVITY, id="cells"),
        pytest.param("Cisplatin resistance fell after miR-21 was blocked.", RESISTANCE, id="after a clause"),
        pytest.param("miR-21-deficient cells were sensitive to cisplatin.", RESISTANCE, id="deficient cells"),
    ],
)
def test_relate_effect_in_many_words(text: str, expected: str) -> None:
    assert effects(text) == {("miR-21", expected)}


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Cisplatin increased miR-21.", id="a drug changes a miRNA"),
        pytest.param("miR-21 was higher in cisplatin-resistant cells.", id="profile"),
        pytest.param("miR-21 predicts resistance to cisplatin.", id="biomarker"),
        pytest.param("miR-21 increased resistance to radiation.", id="radiation"),
        pytest.param("miR-21 increased the resistance of the vessel wall.", id="another resistance"),
        pytest.param("PTEN increased resistance to cisplatin, and miR-21 was measured.", id="another agent"),
        pytest.param("Exosomes increased resistance to cisplatin.", id="the vesicle as a whole"),
        pytest.param("miR-21 did not increase resistance to cisplatin.", id="denied"),
        pytest.param("We asked whether miR-21 increases resistance to cisplatin.", id="asked"),
        pytest.param("In cells with miR-21, PTEN increased resistance to cisplatin.", id="miRNA beside it"),
    ],
)
def test_relate_no_effect_in(text: str) -> None:
    assert effects(text) == set()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("miR-21 directly targets PTEN.", {"PTEN"}, id="active"),
        pytest.param("PTEN is directly targeted by miR-21.", {"PTEN"}, id="passive"),
        pytest.param("PTEN is a direct target of miR-21.", {"PTEN"}, id="noun"),
        pytest.param("miR-21 binds the 3'-UTR of PTEN mRNA.", {"PTEN"}, id="3'-UTR"),
        pytest.param("miR-21-mediated repression of PTEN was seen.", {"PTEN"}, id="nominal"),
        pytest.param("Repression of PTEN by miR-21 was seen.", {"PTEN"}, id="nominal by"),
        pytest.param("miR-21 promotes growth, thereby repressing PTEN.", {"PTEN"}, id="participle"),
        pytest.param("miR-21, which is raised in tumors, suppresses PTEN.", {"PTEN"}, id="relative clause"),
        pytest.param("Inhibition of miR-21 increased PTEN.", {"PTEN"}, id="inhibitor raises"),
        pytest.param("miR-21 targets PTEN and PDCD4.", {"PTEN", "PDCD4"}, id="list"),
        pytest.param("miR-21 targets PTEN, PDCD4, and SPRY2.", {"PTEN", "PDCD4", "SPRY2"}, id="serial comma"),
        pytest.param("The miR-21/PTEN axis was active.", {"PTEN"}, id="axis"),
        pytest.param("miR-21 lowers P-gp.", {"ABCB1"}, id="alias"),
        pytest.param("miR-21 reduced growth and suppressed PTEN.", {"PTEN"}, id="second verb"),
    ],
)
def test_relate_target_in_many_words(text: str, expected: set[str]) -> None:
    assert targets(text) == {("miR-21", target) for target in expected}


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("PTEN suppressed miR-21.", id="the gene acts"),
        pytest.param("miR-21 and PTEN were measured.", id="side by side"),
        pytest.param("miR-21 lowered cisplatin.", id="a drug is no target"),
        pytest.param("miR-21 lowered EMT.", id="a process is no target"),
        pytest.param("circBACH1 sponges miR-21.", id="the miRNA is the object"),
        pytest.param("The HOTAIR/miR-21 axis was active.", id="what stands before it is upstream"),
        pytest.param("miR-21 fell; PTEN suppressed AKT1.", id="another clause"),
        pytest.param("miR-21 fell, whereas PTEN suppressed AKT1.", id="whereas"),
        pytest.param("miR-21 fell, and PTEN suppressed AKT1.", id="another subject"),
        pytest.param("A gene controlled by miR-21 suppresses PTEN.", id="in a relative clause"),
        pytest.param("miR-21 increased PTEN.", id="a gene that rises"),
        pytest.param("miR-21 correlated with PTEN.", id="correlation"),
        pytest.param("miR-21 may target PTEN.", id="doubt"),
    ],
)
def test_relate_no_target_in(text: str) -> None:
    assert targets(text) == set()


def test_relate_list_of_mirnas_distributes() -> None:
    assert targets("miR-200a/b and miR-429 target SIRT1 and BCL2.") == {
        (mirna, gene) for mirna in ("miR-200a", "miR-200b", "miR-429") for gene in ("SIRT1", "BCL2")
    }


@pytest.mark.parametrize(
    ("text", "source"),
    [
        pytest.param("{} Fibroblast-derived exosomes transferred miR-21.", "fibroblasts", id="derived"),
        pytest.param("{} Exosomes from hypoxic tumor cells carried miR-21.", "hypoxic tumor cells", id="from"),
        pytest.param("{} Macrophages secrete miR-21.", "macrophages", id="secrete"),
        pytest.param("{} miR-21 was transferred from fibroblasts to A549 cells.", "fibroblasts", id="from and to"),
        pytest.param("{} Secretion of miR-21 by fibroblasts was seen.", "fibroblasts", id="noun"),
    ],
)
def test_relate_source_is_the_donor(text: str, source: str) -> None:
    assert sources(text.format("miR-21 targets PTEN.")) == {("miR-21", source)}


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("miR-21 targets PTEN. A549 cells took up exosomal miR-21.", id="recipient"),
        pytest.param("miR-21 targets PTEN in A549 cells.", id="place"),
        pytest.param("miR-21 targets PTEN. Exosomal miR-21 entered fibroblasts.", id="entered"),
    ],
)
def test_relate_recipient_is_no_source(text: str) -> None:
    assert sources(text) == set()


def test_relate_drug_is_part_of_the_effect_and_never_a_target() -> None:
    (assertion,) = affirmed("miR-21 increased resistance of A549 cells to docetaxel.")
    assert (assertion.claim.drug, assertion.claim.target) == ("docetaxel", None)


def test_relate_keeps_what_every_rule_found() -> None:
    analysis = analysed("miR-21 promotes growth by targeting PTEN.")[0]
    assert {f.rule for f in analysis.findings} < {f.rule for f in analysis.fired}


def test_relate_denied_and_doubted_findings_are_assertions_of_their_own() -> None:
    assert [(a.claim.target, a.polarity.value) for a in assertions("miR-21 did not target PTEN.")] == [
        ("PTEN", "negated")
    ]
    assert rows("miR-21 did not target PTEN.") == set()
