"""Examples that rules carry: what counts as holding, and what is told of one that does not."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from curator.extraction.examples import ExampleFault, check_rule, firings
from curator.extraction.pipeline import Extractor
from curator.patterns import Example, Rule, load_rules
from tests.extraction_samples import extractor, rules
from tests.faces_samples import curator

PLACE = Path("mine.yaml")


def rule(rule_id: str) -> Rule:
    found = rules().rule(rule_id)
    assert found is not None
    return found


def faults(rule_id: str, *, match: str = "", no_match: str = "") -> list[ExampleFault]:
    """What is told of a rule with this one example."""
    return check_rule(replace(rule(rule_id), match=_examples(match), no_match=_examples(no_match)), extractor())


def _examples(written: str) -> tuple[Example, ...]:
    text, _, values = written.partition(" => ")
    return (Example(text, tuple(values.split(" | ")) if values else (), PLACE, 7),) if text else ()


@pytest.mark.parametrize(
    ("rule_id", "example", "holds"),
    [
        pytest.param("target-active", "miR-21 targets PTEN", True, id="fires"),
        pytest.param("target-active", "miR-21 was seen", False, id="does not fire"),
        pytest.param("target-active", "miR-21 targets PTEN => miR-21 | PTEN", True, id="binds"),
        pytest.param("target-active", "miR-21 targets PTEN => miR-21 | AKT1", False, id="binds another"),
        pytest.param("target-active", "miR-21 targets P-gp => ABCB1", True, id="canonical name"),
        pytest.param("target-active", "miR-21 targets P-gp => P-gp", False, id="name as written"),
        pytest.param(
            "target-active", "miR-21 targets PTEN. miR-7 targets EGFR. => miR-7 | EGFR", True, id="second sentence"
        ),
        pytest.param(
            "target-active", "miR-21 targets PTEN. miR-7 targets EGFR. => miR-7 | PTEN", False, id="of two firings"
        ),
        pytest.param("target-active", "miR-21 was seen. It targets PTEN. => miR-21 | PTEN", True, id="anaphor"),
        pytest.param("target-active", "miR-21 may target PTEN => miR-21 | speculative", True, id="doubt"),
        pytest.param("target-active", "miR-21 may target PTEN => miR-21 | affirmed", False, id="doubt is not affirmed"),
        pytest.param(
            "response-active", "miR-21 confers resistance to cisplatin => cisplatin | resistance", True, id="effect"
        ),
        pytest.param(
            "response-active", "miR-21 confers resistance to cisplatin => sensitivity", False, id="other effect"
        ),
        pytest.param("origin-releases", "fibroblasts secrete miR-21 => fibroblasts", True, id="donor"),
        pytest.param("mirna-blocked", "inhibition of miR-21 => miR-21 | -", True, id="made, with its sign"),
        pytest.param("mirna-blocked", "inhibition of miR-21 => miR-21 | +", False, id="made, with the other sign"),
        pytest.param("response-less", "lower resistance to cisplatin => sensitivity", True, id="made response"),
        pytest.param(
            "represses-participle",
            "miR-21 promotes growth by targeting PTEN => PTEN",
            True,
            id="told better by another",
        ),
    ],
)
def test_examples_match_holds_where_one_firing_binds_all(rule_id: str, example: str, holds: bool) -> None:
    assert (faults(rule_id, match=example) == []) is holds


@pytest.mark.parametrize(
    ("example", "holds"),
    [
        pytest.param("miR-21 was seen", True, id="does not fire"),
        pytest.param("miR-21 targets PTEN", False, id="fires"),
        pytest.param("miR-21 targets PTEN => miR-21 | AKT1", True, id="binds another"),
        pytest.param("miR-21 targets PTEN => miR-21 | PTEN", False, id="binds"),
        pytest.param("miR-21 does not target PTEN => miR-21 | PTEN | affirmed", True, id="denied"),
    ],
)
def test_examples_no_match_holds_where_no_firing_binds_all(example: str, holds: bool) -> None:
    assert (faults("target-active", no_match=example) == []) is holds


@pytest.mark.parametrize(
    ("example", "told"),
    [
        pytest.param(
            "miR-21 targets PTEN => miR-21 | AKT1", "it fires with PTEN | affirmed | miR-21", id="what it binds"
        ),
        pytest.param("miR-21 suppresses PTEN", "represses-active did", id="which other rule fired"),
        pytest.param(
            "miR-21 rose, whereas PTEN targets AKT1", "`whereas` begins another clause", id="which gap failed"
        ),
        pytest.param("growth was seen", "[NOUN growth] [VERB was] [WORD seen]", id="how it is read"),
    ],
)
def test_examples_fault_tells_what_came(example: str, told: str) -> None:
    (fault,) = faults("target-active", match=example)
    assert told in fault.found


def test_examples_fault_names_file_line_and_rule() -> None:
    (fault,) = faults("target-active", match="miR-21 was seen => miR-21")
    assert str(fault).startswith(
        "mine.yaml:7: rule target-active: `miR-21 was seen`\n  expected: it fires and binds miR-21\n"
    )


def test_examples_of_a_near_miss_name_what_must_not_be() -> None:
    (fault,) = faults("target-active", no_match="miR-21 targets PTEN => PTEN")
    assert fault.expected == "it does not bind PTEN"
    assert fault.found == "it fires with PTEN | affirmed | miR-21"


def test_examples_firings_are_told_one_by_one() -> None:
    found = firings(rule("target-active"), "miR-21 targets PTEN. miR-7 targets EGFR.", extractor())
    assert found == [{"miR-21", "PTEN", "affirmed"}, {"miR-7", "EGFR", "affirmed"}]


def test_examples_that_do_not_hold_are_told_under_their_rule() -> None:
    broken = replace(rule("axis"), match=_examples("nothing at all"))
    assert [f.rule for f in check_rule(broken, extractor())] == ["axis"]


# curator patterns test

OWN = """\
purpose: Mine.
stage: 5
rules:
  - id: mine
    purpose: "`miR-21 hits PTEN`"
    role: TARGETS
    pattern:
      - agent=MIRNA hits theme=GENE
    match:
      - miR-21 hits PTEN => miR-21 | {}
"""


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A folder for a rule of one's own."""
    (tmp_path / "assertions").mkdir()
    return tmp_path


def test_examples_that_fail_are_printed_and_end_with_one(own: Path) -> None:
    (own / "assertions" / "mine.yaml").write_text(OWN.format("AKT1"), encoding="utf-8")
    result = curator("patterns", "test", "--patterns", own)
    assert result.exit_code == 1
    assert f"{own / 'assertions' / 'mine.yaml'}:10: rule mine: `miR-21 hits PTEN`" in result.stdout
    assert "expected: it fires and binds miR-21 | AKT1" in result.stdout
    assert "1 failure." in result.stderr


def test_examples_that_hold_end_with_nought(own: Path) -> None:
    (own / "assertions" / "mine.yaml").write_text(OWN.format("PTEN"), encoding="utf-8")
    result = curator("patterns", "test", "--patterns", own)
    assert (result.exit_code, result.stdout) == (0, "")
    assert "0 failures." in result.stderr


def test_examples_missing_altogether_are_told(own: Path) -> None:
    without = OWN.partition("    match:")[0]
    (own / "assertions" / "mine.yaml").write_text(without, encoding="utf-8")
    result = curator("patterns", "test", "--patterns", own)
    assert result.exit_code == 0
    assert "mine.yaml:4: rule mine has no example of what it matches." in result.stderr


def test_examples_own_rule_takes_the_place_of_a_built_in_one(own: Path) -> None:
    (own / "assertions" / "mine.yaml").write_text(OWN.format("PTEN").replace("id: mine", "id: target-active"), "utf-8")
    replaced = load_rules(own).rule("target-active")
    assert replaced is not None
    changed = Extractor(load_rules(own))
    assert firings(replaced, "miR-21 hits PTEN.", changed)
    assert firings(replaced, "miR-21 targets PTEN.", changed) == []
