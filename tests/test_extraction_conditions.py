"""Consequences that name no agent: under which change of a miRNA something was seen, and how cells then answered."""

from __future__ import annotations

import pytest

from tests.extraction_samples import affirmed, analysed, assertions, effects, sources, targets

RESISTANCE, SENSITIVITY = "resistance", "sensitivity"


@pytest.mark.parametrize(
    ("text", "kind", "sign", "word"),
    [
        pytest.param("When miR-21 was blocked, growth fell.", "CONDITION", -1, "blocked", id="clause"),
        pytest.param("Growth fell after miR-21 was overexpressed.", "CONDITION", 1, "overexpressed", id="behind"),
        pytest.param("When miR-21 was present, growth fell.", "CONDITION", 1, "present", id="copula"),
        pytest.param("Without miR-21, growth fell.", "CONDITION", -1, "Without", id="without"),
        pytest.param("Cells without miR-21 grew.", "CARRIER", -1, "without", id="cells without"),
        pytest.param("miR-21-deficient cells grew.", "MIRNA", -1, "-deficient", id="suffix"),
        pytest.param("Anti-miR-21 was given.", "MIRNA", -1, "Anti-", id="prefix"),
    ],
)
def test_conditions_sign_stands_at_the_word_that_has_it(text: str, kind: str, sign: int, word: str) -> None:
    (unit,) = (u for u in analysed(text)[0].units if u.mentions and u.mentions[0].name == "miR-21")
    assert (unit.kind, unit.sign) == (kind, sign)
    assert [(f.name, f.sign, f.text) for f in unit.factors] == [("perturbation", sign, word)]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("When miR-21 was measured, growth fell.", id="measured"),
        pytest.param("When PTEN was blocked, growth fell.", id="a gene"),
        pytest.param("Growth fell and miR-21 was blocked.", id="a clause of its own"),
    ],
)
def test_conditions_are_changes_of_a_mirna(text: str) -> None:
    assert not any(u.kind == "CONDITION" for u in analysed(text)[0].units)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("When miR-21 was blocked, resistance to cisplatin fell.", RESISTANCE, id="before"),
        pytest.param("Resistance to cisplatin fell when miR-21 was blocked.", RESISTANCE, id="behind"),
        pytest.param("Upon overexpression of miR-21, cells resisted cisplatin.", RESISTANCE, id="noun"),
        pytest.param("Without miR-21, cells died under cisplatin.", RESISTANCE, id="without"),
        pytest.param("When miR-21 was present, cells did not respond to cisplatin.", RESISTANCE, id="present, denied"),
        pytest.param("When miR-21 was blocked, cells did not respond to cisplatin.", SENSITIVITY, id="blocked, denied"),
        pytest.param("With miR-21 mimics, fewer cells died under cisplatin.", RESISTANCE, id="with mimics"),
    ],
)
def test_conditions_are_the_agent_of_a_consequence(text: str, expected: str) -> None:
    assert effects(text) == {("miR-21", expected)}


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Resistance to cisplatin rose when miR-21 was measured.", id="no change of it"),
        pytest.param("Resistance to cisplatin rose, and miR-21 was blocked.", id="another clause"),
        pytest.param("When miR-21 was blocked, PTEN conferred cisplatin resistance.", id="another agent"),
        pytest.param("When PTEN was blocked, resistance to cisplatin fell.", id="another condition"),
    ],
)
def test_conditions_are_not_the_agent_of(text: str) -> None:
    assert effects(text) == set()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("cisplatin lost much of its efficacy", [1], id="lost its efficacy"),
        pytest.param("fewer cells died under cisplatin", [1], id="fewer died"),
        pytest.param("cisplatin regained its efficacy", [-1], id="regained its efficacy"),
        pytest.param("more cells died under cisplatin", [-1], id="more died"),
        pytest.param("cisplatin was given", [], id="given"),
        pytest.param("cells were seen under cisplatin", [], id="seen"),
    ],
)
def test_conditions_outcome_of_a_clause_has_its_sign(text: str, expected: list[int]) -> None:
    units = analysed(f"When miR-21 was overexpressed, {text}.")[0].units
    assert [u.sign for u in units if u.kind == "OUTCOME"] == expected


@pytest.mark.parametrize(
    ("text", "expected", "signs"),
    [
        pytest.param("miR-21-expressing cells failed to respond to cisplatin.", RESISTANCE, [-1, -1], id="failed to"),
        pytest.param("miR-21-expressing cells did not resist cisplatin.", SENSITIVITY, [1, -1], id="did not resist"),
        pytest.param("miR-21-expressing cells resisted cisplatin.", RESISTANCE, [1], id="nothing denied"),
    ],
)
def test_conditions_denial_of_some_verbs_is_their_opposite(text: str, expected: str, signs: list[int]) -> None:
    (assertion,) = affirmed(text)
    (evidence,) = assertion.evidence
    assert assertion.claim.effect == expected
    assert [f.sign for f in evidence.factors] == signs
    assert evidence.cues == ()


def test_conditions_denial_of_other_verbs_denies() -> None:
    (assertion,) = assertions("miR-21 did not confer resistance to cisplatin.")
    assert (assertion.polarity, [c.text for e in assertion.evidence for c in e.cues]) == ("negated", ["not"])
    assert all(f.name != "denial" for e in assertion.evidence for f in e.factors)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Delivery of anti-miR-21 lowered resistance to cisplatin.", RESISTANCE, id="delivered"),
        pytest.param("Delivery of miR-21 lowered resistance to cisplatin.", SENSITIVITY, id="the miRNA itself"),
        pytest.param("AntagomiR-21 lowered resistance to cisplatin.", RESISTANCE, id="antagomir"),
    ],
)
def test_conditions_antagonist_is_the_loss_of_its_mirna(text: str, expected: str) -> None:
    assert effects(text) == {("miR-21", expected)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("CAFs secrete anti-miR-21. miR-21 targets PTEN.", set(), id="antagonist"),
        pytest.param(
            "CAFs secrete miR-21. miR-21 targets PTEN.", {("miR-21", "cancer-associated fibroblasts")}, id="miRNA"
        ),
    ],
)
def test_conditions_who_gives_an_antagonist_is_no_donor(text: str, expected: set[tuple[str, str]]) -> None:
    assert sources(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("miR-21 was inhibited. Resistance to cisplatin fell.", RESISTANCE, id="blocked before"),
        pytest.param("miR-21 was not inhibited. Resistance to cisplatin fell.", SENSITIVITY, id="not blocked"),
        pytest.param("miR-21 was studied. Resistance to cisplatin fell.", SENSITIVITY, id="studied"),
        pytest.param("miR-21-deficient cells were taken. Resistance to cisplatin fell.", RESISTANCE, id="lost"),
        pytest.param(
            "miR-21 targets PTEN. Then miR-21 was silenced. Resistance to cisplatin fell.", RESISTANCE, id="later on"
        ),
    ],
)
def test_conditions_told_in_the_sentence_before_turn_the_sign(text: str, expected: str) -> None:
    assert effects(text) == {("miR-21", expected)}


def test_conditions_told_before_are_a_factor_in_words() -> None:
    (assertion,) = affirmed("miR-21 was inhibited. Resistance to cisplatin fell.")
    factors = [(f.name, f.sign) for e in assertion.evidence for f in e.factors]
    assert factors == [("context", -1), ("verb", -1), ("response", 1)]
    assert "the sign is turned round, for the miRNA's loss was told before" in assertion.reasons


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "PTEN was silenced by miR-21, and the cells resisted cisplatin.", {RESISTANCE}, id="its own clause"
        ),
        pytest.param("PTEN was silenced by miR-21 and HOTAIR raised cisplatin resistance.", set(), id="another agent"),
        pytest.param(
            "Exosomal miR-21 rose. CAFs promote cisplatin resistance by transferring it.", {RESISTANCE}, id="it"
        ),
        pytest.param(
            "Exosomal miR-21 rose. CAFs promote cisplatin resistance by transferring HOTAIR.", set(), id="RNA"
        ),
        pytest.param(
            "miR-21 mimics were given. The treatment raised cisplatin resistance.", {RESISTANCE}, id="treatment"
        ),
        pytest.param("miR-21 mimics were given. A treatment raised cisplatin resistance.", set(), id="some treatment"),
        pytest.param("miR-21 increased resistance to the drug.", {RESISTANCE}, id="the drug"),
        pytest.param("miR-21 increased resistance to the road.", set(), id="no drug"),
        pytest.param("miR-21 rose. Its inhibition lowered cisplatin resistance.", {RESISTANCE}, id="its, of a miRNA"),
        pytest.param("PTEN rose. Its inhibition lowered cisplatin resistance.", set(), id="its, of a gene"),
    ],
)
def test_conditions_subject_of_a_clause(text: str, expected: set[str]) -> None:
    assert effects(text) == {("miR-21", effect) for effect in expected}


@pytest.mark.parametrize(
    ("text", "polarity"),
    [
        pytest.param("miR-21 acts by silencing PTEN.", "affirmed", id="plain"),
        pytest.param("miR-21 may act by silencing PTEN.", "speculative", id="may"),
        pytest.param("miR-21 does not act by silencing PTEN.", "negated", id="does not"),
        pytest.param("miR-21 may act in tumors and raises growth by silencing PTEN.", "affirmed", id="another verb"),
        pytest.param(
            "Silencing of miR-21 restored sensitivity to cisplatin. miR-21 may act by silencing PTEN.",
            "affirmed",
            id="means of an effect that was shown",
        ),
        pytest.param(
            "Silencing of miR-21 restored sensitivity to cisplatin. miR-21 possibly acts by silencing PTEN.",
            "speculative",
            id="more than politeness",
        ),
        pytest.param(
            "Silencing of miR-21 restored sensitivity to cisplatin. miR-21 may target PTEN.",
            "speculative",
            id="no means",
        ),
    ],
)
def test_conditions_means_are_as_doubtful_as_what_is_done(text: str, polarity: str) -> None:
    (assertion,) = (a for a in assertions(text) if a.claim.target == "PTEN")
    assert assertion.polarity == polarity


def test_conditions_both_is_a_subject_before_its_verb() -> None:
    assert targets("miR-21 and miR-155 rose. Both target PTEN.") == {("miR-21", "PTEN"), ("miR-155", "PTEN")}
    assert targets("miR-21 and miR-155 rose. Both targets of PTEN fell.") == set()
