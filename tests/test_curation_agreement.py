from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.curation.agreement import (
    POLARITY,
    ROW,
    Judgement,
    SlotAgreement,
    agreement,
    alpha,
    judgements,
    kappa,
    slot_agreement,
)
from curator.model import Action, Claim, Effect, Polarity, Verdict

# K. Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011), section C: 4 observers, 12 units, some missing.
KRIPPENDORFF_2011 = (
    "123321412...",
    "1233224125.3",
    ".3332342251.",
    "12332441251.",
)

# Each row of labels is one unit, one letter an observer, `.` where she did not judge. The figures are those of the
# packages krippendorff 0.9.0 (alpha, all observers) and scikit-learn 1.9.1 (kappa, the first two), worked out once.
OTHER_PROGRAMS = [
    pytest.param("ab bb aa aa aa ba bb ba", 0.285714, 0.25, id="two observers"),
    pytest.param(
        "bb bc bb bc ca bb aa cc cb cc cc aa aa ba ac aa aa aa cb aa bc aa ac ba bb", 0.401709, 0.394673, id="25 units"
    ),
    pytest.param("ccc bbc bcc bbc c.c aaa aaa aaa cab ..a a.. a.a", 0.517857, 0.619048, id="three, some missing"),
    pytest.param(
        "c..c. aaa.c .aaa. .dddd b..a. .dacd .dbc. cc..c b.d.b d..ab ddbc. .dddd ...ca d.d.d bbb.. ..d.. ...cc .d.dc "
        "cd.d. .bdbd",
        0.362808,
        0.736842,
        id="five, many missing",
    ),
    pytest.param(
        "ff dd .. .f bc bb d. fd cb cc dc .f af .d dd bb cd b. e. bb b. fc ba ff .b ea .a .d fa aa",
        0.364261,
        0.353741,
        id="six labels",
    ),
]


def _units(observers: Sequence[str]) -> list[list[str]]:
    """Unit by unit, what was judged."""
    return [[label for label in unit if label != "."] for unit in zip(*observers, strict=True)]


def test_curation_agreement_alpha_is_that_of_the_published_example() -> None:
    found = alpha(_units(KRIPPENDORFF_2011))
    assert found.value == pytest.approx(0.743, abs=0.0005)
    # The coincidence matrix of the paper sums to 40 pairable values of 11 units; unit 12 has one value and is left out.
    assert (found.rows, found.judgements) == (11, 40)


@pytest.mark.parametrize(
    ("table", "observed", "expected", "value"),
    [
        # J. L. Fleiss, B. Levin, M. C. Paik, "Statistical Methods for Rates and Proportions" (2003), table 18.1.
        pytest.param([[75, 1, 4], [5, 4, 1], [0, 0, 10]], 0.89, 0.66, 0.676, id="Fleiss, Levin and Paik"),
        pytest.param([[20, 5], [10, 15]], 0.70, 0.50, 0.40, id="fifty proposals, two readers"),
        pytest.param([[0, 5], [5, 0]], 0.0, 0.5, -1.0, id="never the same"),
        pytest.param([[0, 7], [0, 0]], 0.0, 0.0, 0.0, id="two constants that differ"),
    ],
)
def test_curation_agreement_kappa_is_that_of_the_textbook(
    table: list[list[int]], observed: float, expected: float, value: float
) -> None:
    pairs = [(i, j) for i, row in enumerate(table) for j, count in enumerate(row) for _ in range(count)]
    found = kappa(pairs)
    assert found.observed == pytest.approx(observed)
    assert found.expected == pytest.approx(expected)
    assert found.value == pytest.approx(value, abs=0.0005)
    assert found.rows == len(pairs)


@pytest.mark.parametrize(("units", "alpha_", "kappa_"), OTHER_PROGRAMS)
def test_curation_agreement_is_what_other_programs_say(units: str, alpha_: float, kappa_: float) -> None:
    rows = [[label for label in unit if label != "."] for unit in units.split()]
    both = [(unit[0], unit[1]) for unit in units.split() if "." not in unit[:2]]
    assert alpha(rows).value == pytest.approx(alpha_, abs=1e-6)
    assert kappa(both).value == pytest.approx(kappa_, abs=1e-6)


def _alpha_from_the_definition(rows: list[list[str]]) -> Fraction | None:
    """1 - observed/expected disagreement, pair of values by pair of values."""
    units = [row for row in rows if len(row) > 1]
    values = [(u, n, label) for u, row in enumerate(units) for n, label in enumerate(row)]
    differing = [(a, b) for a, b in permutations(values, 2) if a[2] != b[2]]
    if not differing:
        return None
    within = sum((Fraction(1, len(units[a[0]]) - 1) for a, b in differing if a[0] == b[0]), Fraction())
    return 1 - (within / len(values)) / Fraction(len(differing), len(values) * (len(values) - 1))


@given(st.lists(st.lists(st.sampled_from("abc"), max_size=4), max_size=8))
def test_curation_agreement_alpha_follows_its_definition(rows: list[list[str]]) -> None:
    found, expected = alpha(rows), _alpha_from_the_definition(rows)
    assert found.value == (None if expected is None else pytest.approx(float(expected)))
    assert bool(found.note) is (expected is None)


def _kappa_from_the_definition(pairs: list[tuple[str, str]]) -> Fraction | None:
    """Agreement of the pairs against that of every first with every second."""
    if not pairs:
        return None
    observed = Fraction(sum(a == b for a, b in pairs), len(pairs))
    crossed = [(a, b) for a, _ in pairs for _, b in pairs]
    expected = Fraction(sum(a == b for a, b in crossed), len(crossed))
    return None if expected == 1 else (observed - expected) / (1 - expected)


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc")), max_size=12))
def test_curation_agreement_kappa_follows_its_definition(pairs: list[tuple[str, str]]) -> None:
    found, expected = kappa(pairs), _kappa_from_the_definition(pairs)
    assert found.value == (None if expected is None else pytest.approx(float(expected)))
    assert bool(found.note) is (expected is None)


@pytest.mark.parametrize(
    ("pairs", "note"),
    [
        pytest.param([("a", "a")] * 3, "the same label", id="no variance"),
        pytest.param([], "nobody else judged the same rows", id="no rows"),
    ],
)
def test_curation_agreement_without_a_value_says_why(pairs: list[tuple[Hashable, Hashable]], note: str) -> None:
    for found in (kappa(pairs), alpha(pairs)):
        assert found.value is None
        assert note in found.note


PROPOSED = Claim("miR-21", "CAF", "APAF1", Effect.RESISTANCE, "2")
MENDED = replace(PROPOSED, target="PTEN", source=None)


def _verdict(row: str, curator: str, action: Action, number: int, **more: object) -> Verdict:
    after = {Action.ACCEPT: PROPOSED, Action.EDIT: MENDED}.get(action)
    given = Verdict(row, action, curator, f"2026-01-01T00:00:{number:02}Z", PROPOSED, after, id=f"v{number}")
    return replace(given, **more)  # type: ignore[arg-type]


def _log(*given: tuple[str, str, Action]) -> list[Verdict]:
    return [_verdict(row, curator, action, number) for number, (row, curator, action) in enumerate(given)]


A, E, R, C = Action.ACCEPT, Action.EDIT, Action.REJECT, Action.COMMENT
FOUND = dict.fromkeys(("r1", "r2", "r3", "r4"), True)


def test_curation_agreement_counts_what_it_rests_on_and_what_it_leaves_out() -> None:
    log = _log(
        ("r1", "ada", A), ("r1", "bob", A), ("r2", "ada", R), ("r2", "bob", E), ("r3", "ada", A), ("r3", "bob", C),
        ("gone", "ada", A), ("gone", "bob", A), ("r4", "bob", A),
    )  # fmt: skip
    log.append(_verdict("r4", "bob", Action.UNDO, 20, undoes="v8", after=None))
    found = agreement(log, found={**FOUND, "gone": False})
    assert dict(found.judged) == {"ada": 3, "bob": 2}
    left = found.left_out
    assert (left.undecided, left.judged_by_one, left.no_longer_found) == (1, 1, 1)
    assert (left.comments, left.taken_back, left.made_over_another) == (1, 1, 0)
    (pair,) = found.pairs
    assert (pair.first, pair.second) == ("ada", "bob")
    assert {scale: k.rows for scale, k in pair.kappas.items()} == dict.fromkeys(pair.kappas, 2)
    assert pair.kappas["kept or rejected"].observed == 0.5
    assert found.alphas["kept or rejected"].rows == 2


def test_curation_agreement_the_last_decision_that_stands_counts() -> None:
    log = _log(("r1", "ada", R), ("r1", "ada", A), ("r1", "ada", R))
    log.append(_verdict("r1", "ada", Action.UNDO, 9, undoes="v2", after=None))
    assert judgements(log)["r1"]["ada"].action is A


def test_curation_agreement_a_decision_over_anothers_is_no_independent_judgement() -> None:
    """Ada settles a conflict in Bob's favour: that is no agreement of Ada's."""
    log = _log(("r1", "ada", A), ("r1", "bob", R))
    log.append(_verdict("r1", "ada", R, 9, settles=("v1",)))
    found = agreement(log, found=FOUND)
    assert found.left_out.made_over_another == 1
    assert found.pairs[0].kappas["kept or rejected"].observed == 0.0


def test_curation_agreement_slots_are_compared_where_both_judged() -> None:
    proposed, mended, rejected = Judgement(A, PROPOSED), Judgement(E, MENDED), Judgement(R, None, None)
    scores = {s.name: s for s in slot_agreement([(proposed, mended), (proposed, rejected), (proposed, proposed)])}
    assert scores["mirna"] == SlotAgreement("mirna", same=2, first_only=1, second_only=0)
    assert scores["target"] == SlotAgreement("target", same=1, first_only=2, second_only=1)
    assert scores["source"] == SlotAgreement("source", same=1, first_only=2, second_only=0)
    assert scores[ROW] == SlotAgreement(ROW, same=1, first_only=2, second_only=1)
    assert scores["target"].f1 == pytest.approx(2 / 5)
    assert (scores["drug"].f1, scores["drug"].note) == (None, "neither gave a value")


def test_curation_agreement_the_polarity_is_part_of_the_row_as_decided() -> None:
    """Both accept the claim; what the one affirms, the other takes as speculation."""
    log = _log(("r1", "ada", A), ("r1", "bob", A), ("r2", "ada", A), ("r2", "bob", A))
    log[1] = replace(log[1], polarity=Polarity.SPECULATIVE)
    found = agreement(log, found=FOUND)
    kappas, scores = found.pairs[0].kappas, {score.name: score for score in found.slots}
    assert kappas["accepted, edited or rejected"].observed == 1.0
    assert kappas["the row as decided"].observed == 0.5
    assert scores[POLARITY] == SlotAgreement(POLARITY, same=1, first_only=1, second_only=1)
    assert (scores["mirna"].f1, scores[ROW].f1) == (1.0, 0.5)


def test_curation_agreement_of_three_curators_has_every_pair() -> None:
    log = _log(("r1", "ada", A), ("r1", "bob", A), ("r2", "bob", R), ("r2", "cem", R), ("r3", "cem", A))
    found = agreement(log, found=FOUND)
    assert [(pair.first, pair.second) for pair in found.pairs] == [("ada", "bob"), ("ada", "cem"), ("bob", "cem")]
    assert found.pairs[1].kappas["kept or rejected"].note == "nobody else judged the same rows"
    assert found.alphas["kept or rejected"].value == 1.0
    assert next(s for s in found.slots if s.name == "mirna").same == 1


def test_curation_agreement_of_nobody_is_empty() -> None:
    found = agreement([], found=FOUND)
    assert (dict(found.judged), found.pairs, found.left_out.undecided) == ({}, (), 4)
    assert all(a.value is None and a.note for a in found.alphas.values())
