"""Gaps: what may stand between two parts of a pattern, and the fault in words where it may not."""

from __future__ import annotations

import pytest

from curator.extraction.gaps import gap_fault, head_fault, modifier_fault
from curator.extraction.units import Unit, build_units
from tests.extraction_samples import analysed, effects, mentions, rules


def units(text: str) -> list[Unit]:
    return build_units(text, mentions(text), rules())


def fault(text: str, kind: str) -> str:
    """What is wrong with the gap between the first unit and the one before the last."""
    found = units(text)
    return gap_fault(found, 1, len(found) - 1, kind, rules=rules())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("targets PTEN", "", id="nothing between"),
        pytest.param("targets of the lost tumor suppressor PTEN", "", id="nouns, adjectives and of"),
        pytest.param("loss in the resistant cells of PTEN", "", id="in"),
        pytest.param("targets were PTEN", "`were` stands inside the noun phrase", id="verb"),
        pytest.param("targets , PTEN", "`,` stands inside the noun phrase", id="comma"),
        pytest.param("targets by PTEN", "`by` stands inside the noun phrase", id="by"),
        pytest.param("targets which PTEN", "`which` stands inside the noun phrase", id="relative"),
        pytest.param("targets miR-21 PTEN", "`miR-21` stands inside the noun phrase", id="a miRNA"),
        pytest.param("targets " + "word " * 8 + "PTEN", "the noun phrase is too long", id="too long"),
    ],
)
def test_gaps_inside_a_noun_phrase(text: str, expected: str) -> None:
    assert fault(text, "..") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("miR-21 suppresses", "", id="nothing between"),
        pytest.param("miR-21 in tumor cells suppresses", "", id="where it is"),
        pytest.param("miR-21 , which is raised , suppresses", "", id="relative clause"),
        pytest.param("miR-21 that suppresses", "", id="that of the agent"),
        pytest.param("miR-21 reduced growth and suppressed", "", id="shared subject"),
        pytest.param("miR-21 that is raised suppresses", "", id="restrictive relative clause"),
        pytest.param("miR-21 is raised suppresses", "the verb `raised` stands between", id="verb of its clause"),
        pytest.param("miR-21 , and PTEN suppresses", "`PTEN` is nearer to the verb", id="another subject"),
        pytest.param("miR-21 rose whereas something suppresses", "`whereas` begins another clause", id="whereas"),
        pytest.param("miR-21 rose because it suppresses", "`because` begins another clause", id="because"),
        pytest.param("miR-21 rose ; it suppresses", "`;` begins another clause", id="semicolon"),
        pytest.param("miR-21 was found where it grew suppresses", "`where` begins another clause", id="where"),
        pytest.param("miR-21 " + "word " * 50 + "suppresses", "the clause is too long", id="too long"),
    ],
)
def test_gaps_between_an_agent_and_its_verb(text: str, expected: str) -> None:
    assert fault(text, "...") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("We show miR-21 suppresses PTEN", "", id="behind a verb that reports"),
        pytest.param("Exosomes transferred miR-21 and suppressed PTEN", "", id="behind a verb that carries"),
        pytest.param(
            "Exosomes raised miR-21 and suppressed PTEN", "it is the object of `raised`", id="behind another verb"
        ),
        pytest.param("Cisplatin raised miR-21 suppresses PTEN", "it is the object of `raised`", id="object of a drug"),
    ],
)
def test_gaps_object_of_a_verb_is_no_subject(text: str, expected: str) -> None:
    found = units(text)
    index = next(i for i, u in enumerate(found) if u.kind == "MIRNA")
    assert gap_fault(found, index + 1, len(found) - 2, "...", rules=rules()) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("miR-21 induces cell survival, growth and cisplatin resistance.", True, id="list of objects"),
        pytest.param("miR-21 leads to growth and to cisplatin resistance.", True, id="to repeated"),
        pytest.param(
            "miR-21 induces survival, growth and PTEN confers cisplatin resistance.", False, id="a new clause"
        ),
        pytest.param("miR-21 induces growth but cisplatin resistance fell.", False, id="but"),
    ],
)
def test_gaps_list_of_objects_goes_on_to_a_response(text: str, expected: bool) -> None:
    assert (("miR-21", "resistance") in effects(text)) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("miR-21 suppresses PTEN by targeting", "", id="means of the same clause"),
        pytest.param("miR-21 rose , thereby targeting", "", id="participle behind a comma"),
        pytest.param(
            "miR-21 rose whereas it grew by targeting", "`whereas` begins another clause", id="another clause"
        ),
    ],
)
def test_gaps_between_an_agent_and_a_participle(text: str, expected: str) -> None:
    found = units(text)
    assert gap_fault(found, 1, len(found) - 1, "...", rules=rules()) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("miR-21 suppresses", "", id="first word"),
        pytest.param("a rise of miR-21 suppresses", "`of` ties it to another noun", id="of"),
        pytest.param("growth in miR-21 suppresses", "`in` ties it to another noun", id="in"),
        pytest.param("growth fell , miR-21 suppresses", "", id="behind a comma"),
        pytest.param("In vivo , miR-21 suppresses", "", id="an opening of its own"),
    ],
)
def test_gaps_agent_heads_its_noun_phrase(text: str, expected: str) -> None:
    found = units(text)
    index = next(i for i, u in enumerate(found) if u.kind == "MIRNA")
    assert head_fault(found, index, rules=rules()) == expected


def test_gaps_mirna_before_target_only_modifies_it() -> None:
    found = units("the miR-21 targets of old")
    assert modifier_fault(found, 0) == "it only modifies `targets`"
    assert modifier_fault(units("miR-21 of old"), 0) == ""


def test_gaps_nearest_rule_is_told_with_its_fault() -> None:
    misses = analysed("miR-21 was raised, whereas PTEN suppressed AKT1.")[0].misses
    assert {m.fault for m in misses if m.rule.id == "represses-active"} >= {"`whereas` begins another clause"}
