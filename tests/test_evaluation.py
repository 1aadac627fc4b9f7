"""Scores by hand: named gold rows, named claims, and the numbers that follow from them."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.evaluation.gold import Gold
from curator.evaluation.ledger import RuleEntry, rule_ledger
from curator.evaluation.matching import maximum_matching
from curator.evaluation.proposals import Proposal
from curator.evaluation.scores import Score, evaluate, score
from curator.evaluation.standing import Standing, misses, standing
from curator.model import (
    Assertion,
    Claim,
    Document,
    Effect,
    Evidence,
    GoldRow,
    Paragraph,
    Polarity,
    Sentence,
    Slot,
)

RESISTANCE, SENSITIVITY = Effect.RESISTANCE, Effect.SENSITIVITY

FIBROBLASTS = GoldRow(
    "miR-21",
    "cancer-associated fibroblasts",
    "APAF1",
    RESISTANCE,
    "27",
    origin="Table 1, row 5",
    alternatives={"source": ("CAFs",)},
    quote="It binds APAF1.",
)
ADIPOCYTES = replace(FIBROBLASTS, source="cancer-associated adipocytes", alternatives={})
CONTRADICTED = GoldRow(
    "miR-34a",
    "docetaxel-resistant prostate cancer cells",
    "BCL2",
    SENSITIVITY,
    "24",
    origin="Table 1, row 7",
    alternatives={"source": ("",)},
    contradicts={"effect": ("resistance",)},
)
HEDGED = GoldRow(
    "miR-433",
    "ovarian cancer cells",
    "CDK6",
    RESISTANCE,
    "25",
    origin="Table 1, row 6",
    alternatives={"polarity": ("speculative",), "mirna": ("miR-433-3p",)},
)
TARGET_ONLY = GoldRow("miR-217", None, "G3BP2", None, "33", origin="supplement 1")
GOLD = [FIBROBLASTS, ADIPOCYTES, CONTRADICTED, HEDGED, TARGET_ONLY]

EVERY_CLAIM = [row.claim() for row in GOLD]


def _counts(scored: Score) -> tuple[int, int, int]:
    """Right, false positives, false negatives."""
    return scored.right, len(scored.false_positives), len(scored.false_negatives)


# Whole rows and slots, counted by hand


def test_evaluation_of_the_gold_itself_is_right_in_everything() -> None:
    scores = score(GOLD, EVERY_CLAIM)
    assert (scores.row.precision, scores.row.recall, scores.row.f1) == (1.0, 1.0, 1.0)
    assert {name: _counts(scores.of(name)) for name in ("mirna", "source", "target", "effect", "citation", "row")} == {
        "mirna": (4, 0, 0),
        "source": (4, 0, 0),
        "target": (4, 0, 0),
        "effect": (3, 0, 0),
        "citation": (4, 0, 0),
        "row": (5, 0, 0),
    }


def test_evaluation_counts_one_wrong_slot_once_in_its_slot_and_once_in_the_row() -> None:
    wrong_citation = replace(EVERY_CLAIM[3], citation="41")
    scores = score(GOLD, [*EVERY_CLAIM[:3], wrong_citation, EVERY_CLAIM[4]])
    assert _counts(scores.of("citation")) == (3, 1, 1)
    assert _counts(scores.row) == (4, 1, 1)
    assert (scores.row.precision, scores.row.recall, scores.row.f1) == (0.8, 0.8, 0.8)
    assert _counts(scores.of("target")) == (4, 0, 0)


def test_evaluation_of_a_half_found_gold_has_its_precision_and_recall() -> None:
    scores = score(GOLD, [FIBROBLASTS.claim(), Claim("miR-9", target="A", effect=RESISTANCE)])
    assert (scores.row.precision, scores.row.recall) == (0.5, 0.2)
    assert scores.row.f1 == pytest.approx(2 * 0.5 * 0.2 / 0.7)
    assert (scores.of("mirna").precision, scores.of("mirna").recall) == (0.5, 0.25)


def test_evaluation_of_nothing_proposed_is_zero_not_an_error() -> None:
    scores = score(GOLD, [])
    assert (scores.row.precision, scores.row.recall, scores.row.f1, scores.proposals) == (0.0, 0.0, 0.0, 0)


@pytest.mark.parametrize(
    ("change", "is_right"),
    [
        pytest.param({}, True, id="as the gold has it"),
        pytest.param({"source": "CAFs"}, True, id="an alternative"),
        pytest.param({"source": "Cancer-Associated Fibroblast"}, True, id="case and number"),
        pytest.param({"source": "cancer associated fibroblasts"}, True, id="hyphen"),
        pytest.param({"source": "fibroblasts"}, False, id="only the type"),
        pytest.param({"source": None}, False, id="left empty"),
        pytest.param({"mirna": "hsa-miR-21"}, True, id="species prefix"),
        pytest.param({"mirna": "miR21"}, True, id="no hyphen"),
        pytest.param({"mirna": "miR-21-5p"}, False, id="an arm is another name"),
        pytest.param({"target": "Apaf-1"}, True, id="case and hyphen of a symbol"),
        pytest.param({"target": "APAF2"}, False, id="another gene"),
        pytest.param({"target": None}, False, id="no target"),
        pytest.param({"effect": SENSITIVITY}, False, id="the other effect"),
        pytest.param({"effect": None}, False, id="no effect"),
        pytest.param({"citation": "[27]"}, True, id="brackets"),
        pytest.param({"citation": "2"}, False, id="another reference"),
        pytest.param({"drug": "cisplatin", "disease": "x"}, True, id="drug and disease are no part of a row"),
    ],
)
def test_evaluation_strict_row_is_right_only_with_all_five_slots(change: dict[str, str | None], is_right: bool) -> None:
    claim = replace(FIBROBLASTS.claim(), **change)  # type: ignore[arg-type]
    assert _counts(score([FIBROBLASTS], [claim]).row) == ((1, 0, 0) if is_right else (0, 1, 1))


@pytest.mark.parametrize(
    ("gold", "given", "strict", "relaxed"),
    [
        pytest.param("cancer-associated fibroblasts", "fibroblasts", False, True, id="head noun"),
        pytest.param("cancer-associated fibroblasts", "cancer-associated adipocytes", False, False, id="another cell"),
        pytest.param("docetaxel resistant prostate cancer cells", "prostate cancer cells", False, True, id="state"),
        pytest.param("paclitaxel-resistant NPC cells", "paclitaxel-sensitive NPC cells", False, True, id="other state"),
        pytest.param("ovarian cancer cells", "breast cancer cells", False, False, id="another cancer"),
        pytest.param("ovarian cancer cells", "cancer cells", False, True, id="says less"),
        pytest.param("ovarian cancer cells", "ovarian carcinoma cell line", False, True, id="carcinoma is cancer"),
        pytest.param("ovarian cancer cells", "ovarian cancer", False, True, id="without its noun"),
        pytest.param("ovarian cancer cells", "breast cancer", False, False, id="another cancer without its noun"),
        pytest.param("ovarian cancer cells", "cells", False, False, id="no type at all"),
        pytest.param(
            "human umbilical cord mesenchymal stem cells", "mesenchymal stem cells", False, True, id="stem cell"
        ),
        pytest.param("breast cancer stem cells", "breast cancer cells", False, False, id="a stem cell is another type"),
        pytest.param("tumour-associated macrophages", "M2 macrophages", False, True, id="macrophage"),
        pytest.param("MGC-803R", "MGC803R cells", False, True, id="a line with and without its noun"),
        pytest.param("MCF-7 cells", "MCF7 cell line", True, True, id="hyphen and line"),
        pytest.param("A-1", "B-1", False, False, id="names that end alike"),
        pytest.param("tumour cells", "tumor cells", True, True, id="spelling"),
    ],
)
def test_evaluation_relaxed_compares_the_source_by_cell_type(
    gold: str, given: str, strict: bool, relaxed: bool
) -> None:
    row = GoldRow("miR-1", gold, "A", RESISTANCE, "1")
    claim = Claim("miR-1", given, "A", RESISTANCE, "1")
    assert _counts(score([row], [claim]).row)[0] == strict
    assert _counts(score([row], [claim], relaxed=True).row)[0] == relaxed
    assert _counts(score([row], [claim], relaxed=True).of("source"))[0] == relaxed


def test_evaluation_relaxed_is_strict_in_every_slot_but_the_source() -> None:
    claim = replace(FIBROBLASTS.claim(), target="APAF2", source="fibroblasts")
    scores = score([FIBROBLASTS], [claim], relaxed=True)
    assert (_counts(scores.of("source")), _counts(scores.of("target"))) == ((1, 0, 0), (0, 1, 1))


# Empty slots


def test_evaluation_empty_slot_that_the_gold_allows_is_no_error_and_a_filled_one_is_right() -> None:
    without = replace(CONTRADICTED.claim(), source=None)
    assert _counts(score([CONTRADICTED], [without]).row) == (1, 0, 0)
    assert _counts(score([CONTRADICTED], [without]).of("source")) == (0, 0, 0)
    assert _counts(score([CONTRADICTED], [CONTRADICTED.claim()]).of("source")) == (1, 0, 0)
    wrong = replace(CONTRADICTED.claim(), source="fibroblasts")
    assert _counts(score([CONTRADICTED], [wrong]).of("source")) == (0, 1, 0)


def test_evaluation_value_where_the_gold_has_none_is_an_error() -> None:
    scores = score([TARGET_ONLY], [replace(TARGET_ONLY.claim(), effect=RESISTANCE)])
    assert (_counts(scores.of("effect")), _counts(scores.row)) == ((0, 1, 0), (0, 1, 1))


def test_evaluation_claim_without_target_and_effect_is_no_finding() -> None:
    cargo = Claim("miR-21", "cancer-associated fibroblasts", citation="27")
    assert _counts(score([FIBROBLASTS], [cargo]).row) == (0, 0, 1)
    assert score([FIBROBLASTS], [cargo]).proposals == 0


# Several of a kind


def test_evaluation_two_sources_are_two_rows_and_one_claim_meets_one_of_them() -> None:
    scores = score([FIBROBLASTS, ADIPOCYTES], [FIBROBLASTS.claim()])
    assert (_counts(scores.row), _counts(scores.of("source"))) == ((1, 0, 1), (1, 0, 1))
    assert (_counts(scores.of("target")), _counts(scores.of("mirna"))) == ((1, 0, 0), (1, 0, 0))


def test_evaluation_claim_made_twice_under_one_key_is_right_once_and_never_wrong() -> None:
    twice = [FIBROBLASTS.claim(), replace(FIBROBLASTS.claim(), mirna="miR21", drug="paclitaxel")]
    assert _counts(score([FIBROBLASTS], twice).row) == (1, 0, 0)


def test_evaluation_second_claim_for_a_row_that_is_already_met_is_charged() -> None:
    two = [FIBROBLASTS.claim(), replace(FIBROBLASTS.claim(), source="CAFs")]
    assert _counts(score([FIBROBLASTS], two).row) == (1, 1, 0)


def test_evaluation_other_name_of_a_mirna_is_not_another_mirna() -> None:
    two = [HEDGED.claim(), replace(HEDGED.claim(), mirna="miR-433-3p")]
    scores = score([HEDGED], two)
    assert (_counts(scores.of("mirna")), _counts(scores.row)) == ((1, 0, 0), (1, 0, 0))


def test_evaluation_matching_is_best_where_a_greedy_one_would_lose_a_row() -> None:
    wide = GoldRow("miR-1", "A cells", "T", None, "1", alternatives={"source": ("B cells",)})
    narrow = GoldRow("miR-1", "B cells", "T", None, "1")
    for order in permutations([Claim("miR-1", "A cells", "T", None, "1"), Claim("miR-1", "B cells", "T", None, "1")]):
        assert _counts(score([wide, narrow], order).row) == (2, 0, 0)
        assert _counts(score([narrow, wide], order).row) == (2, 0, 0)


# Polarity


@pytest.mark.parametrize(
    ("row", "polarity", "expected"),
    [
        pytest.param(FIBROBLASTS, Polarity.AFFIRMED, (1, 0, 0), id="affirmed"),
        pytest.param(FIBROBLASTS, Polarity.SPECULATIVE, (0, 0, 1), id="speculative is not counted"),
        pytest.param(FIBROBLASTS, Polarity.NEGATED, (0, 0, 1), id="negated is not counted"),
        pytest.param(HEDGED, Polarity.SPECULATIVE, (1, 0, 0), id="hedged where the gold allows it"),
        pytest.param(HEDGED, Polarity.NEGATED, (0, 0, 1), id="denied where the gold allows a hedge"),
    ],
)
def test_evaluation_counts_affirmed_claims_and_hedges_that_the_gold_allows(
    row: GoldRow, polarity: Polarity, expected: tuple[int, int, int]
) -> None:
    assert _counts(score([row], [Proposal(row.claim(), polarity)]).row) == expected


def test_evaluation_wrong_hedged_claim_on_a_row_that_allows_hedges_is_charged() -> None:
    wrong = Proposal(replace(HEDGED.claim(), citation="41"), Polarity.SPECULATIVE)
    elsewhere = Proposal(replace(HEDGED.claim(), target="CDK4"), Polarity.SPECULATIVE)
    assert _counts(score([HEDGED], [wrong, elsewhere]).row) == (0, 1, 1)


def test_evaluation_claim_that_affirms_what_the_gold_denies_is_an_error() -> None:
    denied = replace(FIBROBLASTS, polarity=Polarity.NEGATED)
    assert _counts(score([denied], [denied.claim()]).row) == (0, 1, 0)


# Raw table and adjudicated gold, apart


def test_evaluation_keeps_the_table_and_the_adjudicated_gold_apart() -> None:
    printed = replace(CONTRADICTED, effect=RESISTANCE, alternatives={}, contradicts={})
    gold = Gold("d", table=(printed,), adjudicated=(CONTRADICTED, TARGET_ONLY))
    evaluation = evaluate(gold, [CONTRADICTED.claim()])
    assert (_counts(evaluation.table.row), _counts(evaluation.adjudicated.row)) == ((0, 1, 1), (1, 0, 1))
    assert (evaluation.table.rows, evaluation.adjudicated.rows) == (1, 2)
    assert (evaluation.table.relaxed, evaluation.adjudicated_relaxed.relaxed) == (False, True)


def test_evaluation_error_carries_its_sentences_and_rules() -> None:
    def evidence(start: int, quote: str, rule: str) -> Evidence:
        return Evidence("d", start, start + len(quote), quote, "Results", rule)

    told = (evidence(0, "It kills.", "a + b"), evidence(20, "It binds.", "b + c"))
    scores = score([FIBROBLASTS], [Assertion(Claim("miR-9", target="A"), told)])
    (fault,) = scores.row.false_positives
    assert fault.proposal is not None
    assert fault.proposal.sentences == ("It kills.", "It binds.")
    assert fault.proposal.rules == ("a", "b", "c")
    assert fault.value == "miR-9 | – | A | – | –"
    assert [fault.row for fault in scores.row.false_negatives] == [FIBROBLASTS]


def test_evaluation_missed_row_names_the_nearest_proposal_hedged_or_not() -> None:
    far, near = replace(FIBROBLASTS.claim(), target="PTEN", source=None), replace(FIBROBLASTS.claim(), target=None)
    hedged = Proposal(near, Polarity.SPECULATIVE)
    scores = score([FIBROBLASTS, TARGET_ONLY], [Proposal(far), hedged])
    assert [fault.nearest for fault in scores.row.false_negatives] == [hedged, None]


# Standing and misses


@pytest.mark.parametrize(
    ("change", "kind", "differing", "words"),
    [
        pytest.param({}, "match", (), "matches Table 1, row 5", id="matches"),
        pytest.param({"source": "CAFs"}, "match", (), "matches Table 1, row 5", id="matches by an alternative"),
        pytest.param(
            {"source": "macrophages"},
            "differs",
            (Slot.SOURCE,),
            "differs from Table 1, row 5 in source: the gold has cancer-associated fibroblasts",
            id="one slot",
        ),
        pytest.param(
            {"target": None, "effect": None},
            "differs",
            (Slot.TARGET, Slot.EFFECT),
            "differs from Table 1, row 5 in target: the gold has APAF1; effect: the gold has resistance",
            id="left empty",
        ),
        pytest.param(
            {"source": None, "target": "PTEN", "citation": "56"}, "absent", (), "not in the gold", id="only the miRNA"
        ),
        pytest.param({"mirna": "miR-22"}, "absent", (), "not in the gold", id="another miRNA"),
    ],
)
def test_evaluation_standing_of_a_claim(
    change: dict[str, str | None], kind: str, differing: tuple[Slot, ...], words: str
) -> None:
    found = standing(GOLD, replace(FIBROBLASTS.claim(), **change))  # type: ignore[arg-type]
    assert (found.kind, found.differing, found.words()) == (kind, differing, words)


@pytest.mark.parametrize(
    ("row", "polarity", "words"),
    [
        pytest.param(FIBROBLASTS, Polarity.AFFIRMED, "matches Table 1, row 5", id="affirmed"),
        pytest.param(
            FIBROBLASTS,
            Polarity.SPECULATIVE,
            "would match Table 1, row 5; speculative, so not counted unless affirmed",
            id="speculative",
        ),
        pytest.param(
            FIBROBLASTS,
            Polarity.NEGATED,
            "would match Table 1, row 5; negated, so not counted unless affirmed",
            id="negated",
        ),
        pytest.param(HEDGED, Polarity.SPECULATIVE, "matches Table 1, row 6", id="the gold may be read so"),
    ],
)
def test_evaluation_standing_matches_plainly_only_where_the_row_is_no_miss(
    row: GoldRow, polarity: Polarity, words: str
) -> None:
    found = standing(GOLD, row.claim(), polarity=polarity)
    assert (found.kind, found.words()) == ("match", words)
    missed = {miss.row.origin for miss in misses([row], [Proposal(row.claim(), polarity)])}
    assert bool(missed) is bool(found.hedged)


def test_evaluation_standing_goes_to_the_nearest_row_not_to_the_first() -> None:
    assert standing(GOLD, replace(ADIPOCYTES.claim(), target="PTEN")).row == ADIPOCYTES


def test_evaluation_standing_says_where_the_paper_contradicts_itself() -> None:
    found = standing(GOLD, replace(CONTRADICTED.claim(), effect=RESISTANCE))
    assert found == Standing("differs", CONTRADICTED, (Slot.EFFECT,), (Slot.EFFECT,))
    assert "the paper contradicts itself on effect" in found.words()
    assert standing(GOLD, replace(CONTRADICTED.claim(), effect=None)).contradicted == ()


def test_evaluation_misses_are_the_rows_that_nothing_met_with_their_sentence() -> None:
    text = "It is raised. It binds APAF1. So it is."
    sentences = (Sentence(0, 13), Sentence(14, 29), Sentence(30, 39))
    document = Document("d", text, paragraphs=(Paragraph(0, 39),), sentences=sentences)
    found = misses(GOLD, [ADIPOCYTES.claim(), CONTRADICTED.claim(), HEDGED.claim()], document)
    assert [(miss.row, miss.sentence) for miss in found] == [(FIBROBLASTS, Sentence(14, 29)), (TARGET_ONLY, None)]


def test_evaluation_misses_under_relaxed_comparison_are_fewer() -> None:
    claims = [replace(row.claim(), source="fibroblasts") for row in (FIBROBLASTS,)]
    assert [len(misses([FIBROBLASTS], claims, relaxed=relaxed)) for relaxed in (False, True)] == [1, 0]


# The ledger


def test_evaluation_ledger_counts_right_and_wrong_rows_of_each_rule() -> None:
    found = [
        Proposal(FIBROBLASTS.claim(), rules=("origin", "target")),
        Proposal(HEDGED.claim(), rules=("target",)),
        Proposal(Claim("miR-9", target="A"), rules=("target", "loose")),
        Proposal(Claim("miR-9", target="B"), Polarity.NEGATED, rules=("never",)),
    ]
    assert rule_ledger(GOLD, found) == [RuleEntry("target", 2, 1), RuleEntry("loose", 0, 1), RuleEntry("origin", 1, 0)]
    assert RuleEntry("target", 2, 1).fired == 3


# Under any order


_MIRNAS = st.sampled_from(["miR-21", "miR21", "miR-34a", "miR-433", "miR-433-3p", "miR-217", "miR-9"])
_SOURCES = st.sampled_from(
    [
        None,
        "CAFs",
        "cancer-associated fibroblasts",
        "fibroblasts",
        "cancer-associated adipocytes",
        "ovarian cancer cells",
    ]
)
_CLAIMS = st.builds(
    Claim,
    _MIRNAS,
    _SOURCES,
    st.sampled_from([None, "APAF1", "BCL2", "CDK6", "G3BP2"]),
    st.sampled_from([None, RESISTANCE, SENSITIVITY]),
    st.sampled_from([None, "24", "25", "27", "33"]),
    st.sampled_from([None, "paclitaxel"]),
)
_PROPOSALS = st.builds(Proposal, _CLAIMS, st.sampled_from(Polarity), st.sampled_from([(), ("One.",), ("Two.",)]))


@given(st.lists(_PROPOSALS, max_size=12), st.randoms(use_true_random=False), st.booleans())
def test_evaluation_order_of_claims_changes_neither_numbers_nor_errors(
    found: list[Proposal], random: object, relaxed: bool
) -> None:
    shuffled = list(found)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert score(GOLD, shuffled, relaxed=relaxed) == score(GOLD, found, relaxed=relaxed)


@given(st.lists(_PROPOSALS, max_size=8), st.permutations(GOLD))
def test_evaluation_order_of_gold_rows_changes_no_number(found: list[Proposal], gold: list[GoldRow]) -> None:
    def numbers(rows: list[GoldRow]) -> list[tuple[int, int, int]]:
        return [_counts(scored) for scored in score(rows, found).slots]

    assert numbers(gold) == numbers(GOLD)


@given(st.lists(_PROPOSALS, max_size=12))
def test_evaluation_relaxed_is_never_below_strict(found: list[Proposal]) -> None:
    for name in ("source", "row"):
        assert score(GOLD, found, relaxed=True).of(name).right >= score(GOLD, found).of(name).right


@given(st.lists(_PROPOSALS, max_size=12), st.booleans())
def test_evaluation_every_proposal_and_row_is_either_right_or_told(found: list[Proposal], relaxed: bool) -> None:
    scores = score(GOLD, found, relaxed=relaxed)
    right, wrong, missed = _counts(scores.row)
    assert (right + wrong, right + missed) == (scores.proposals, scores.rows)
    assert len(misses(GOLD, found, relaxed=relaxed)) == missed


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), max_size=25))
def test_evaluation_matching_is_maximum(edges: list[tuple[int, int]]) -> None:
    allowed = set(edges)
    matching = maximum_matching(5, 5, lambda i, j: (i, j) in allowed)
    best = max(sum((i, j) in allowed for i, j in enumerate(order)) for order in permutations(range(5)))
    assert len(matching) == len(set(matching.values())) == best
    assert all((i, j) in allowed for i, j in matching.items())
