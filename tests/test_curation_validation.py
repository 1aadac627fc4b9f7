from __future__ import annotations

import pytest

from curator.curation.validation import LONGEST_VALUE, check, check_polarity, edit
from curator.model import Claim, Document, Effect, Reference, Slot

REFERENCES = ("1", "2", "10", "Smith 2020")


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        *(
            pytest.param(name, name, id=name)
            for name in (
                "miR-21",
                "miR-21-5p",
                "miR-21*",
                "miR-378d",
                "miR-92a-1-5p",
                "let-7",
                "let-7a-3p",
                "lin-4",
                "hsa-miR-1246",
                "ebv-miR-BART1-5p",
                "kshv-miR-K12-4-5p",
                "mir-21",
                "MIR21",
                "MIRLET7A1",
                "miR-17~92",
                "miR-17-92 cluster",
                "miR-106a-363",
                "miR-183/96/182",
                "miR-199a/b-5p",
                "miR-200c/miR-141",
                "miR-200 family",
                "let-7 family",
            )
        ),
        pytest.param("microRNA-21", "miR-21", id="long word"),
        pytest.param("miRNA 21-5p", "miR-21-5p", id="shorter word"),
        pytest.param("miR21", "miR-21", id="no hyphen"),
        pytest.param("  miR-21  ", "miR-21", id="blanks around"),
    ],
)
def test_curation_mirna_that_parses_is_kept(written: str, kept: str) -> None:
    assert check(Slot.MIRNA, written).value == kept


@pytest.mark.parametrize(
    "written",
    [
        pytest.param("TP53", id="gene"),
        pytest.param("miR-", id="no number"),
        pytest.param("miR", id="family word alone"),
        pytest.param("21", id="number alone"),
        pytest.param("miR-21-6p", id="no such arm"),
        pytest.param("miR-21 and miR-22", id="two names"),
        pytest.param("miR-21, miR-22", id="a list"),
        pytest.param("miR-21 mimic", id="name and more"),
        pytest.param("xmiR-21", id="something in front"),
        pytest.param("miRror-1", id="another word"),
        pytest.param("lincRNA-21", id="another RNA"),
    ],
)
def test_curation_mirna_that_does_not_parse_is_refused_in_words(written: str) -> None:
    result = check(Slot.MIRNA, written)
    assert not result.ok
    assert result.problem.startswith(f"{written} is no name of a miRNA: write one such as miR-21-5p")


def test_curation_mirna_of_any_make_is_answered() -> None:
    """A pattern that tries every way to split these would not come to an end."""
    for piece in ("1", "-1", "1a", "/1", "miR-1~", "1-1a-"):
        assert not check(Slot.MIRNA, ("miR-" + piece * LONGEST_VALUE)[: LONGEST_VALUE - 1] + "!").ok


@pytest.mark.parametrize(
    ("slot", "written", "kept"),
    [
        pytest.param(Slot.EFFECT, "resistance", "resistance", id="effect"),
        pytest.param(Slot.EFFECT, "Sensitivity ", "sensitivity", id="effect, capital"),
        pytest.param(Slot.CITATION, "10", "10", id="key"),
        pytest.param(Slot.CITATION, "[10]", "10", id="key as printed"),
        pytest.param(Slot.CITATION, "Smith 2020", "Smith 2020", id="key in words"),
        pytest.param(Slot.CITATION, "1,2", "1,2", id="two keys"),
        pytest.param(Slot.CITATION, "[1; 10, 1]", "1,10", id="several keys as printed, one twice"),
        pytest.param(Slot.TARGET, "α-SMA", "α-SMA", id="name with a sign in it"),
        pytest.param(Slot.SOURCE, "细胞", "细胞", id="letters of another script"),
        pytest.param(Slot.TARGET, " USP7 /\u00a0  hnRNPA1 ", "USP7 / hnRNPA1", id="one blank between words"),
        pytest.param(Slot.SOURCE, "cafe\u0301", "café", id="composed"),
        pytest.param(Slot.SOURCE, "<b>x</b> =1+1", "<b>x</b> =1+1", id="markup is text"),
        pytest.param(Slot.SOURCE, "5637", "5637", id="cell line that is called by a number"),
        pytest.param(Slot.TARGET, "miR-10b", "miR-10b", id="miRNA that is a target"),
        pytest.param(Slot.DRUG, "miR-34a mimic", "miR-34a mimic", id="drug made of a miRNA"),
        pytest.param(Slot.DRUG, "5-FU", "5-FU", id="drug with a number"),
        pytest.param(Slot.DISEASE, "drug resistance", "drug resistance", id="effect in a longer name"),
        pytest.param(Slot.DRUG, "", None, id="emptied"),
        pytest.param(Slot.EFFECT, "  ", None, id="emptied with blanks"),
        pytest.param(Slot.CITATION, "", None, id="the paper's own finding"),
    ],
)
def test_curation_value_is_cleaned(slot: Slot, written: str, kept: str | None) -> None:
    result = check(slot, written, references=REFERENCES)
    assert (result.value, result.problem) == (kept, "")


@pytest.mark.parametrize(
    ("slot", "written", "problem"),
    [
        pytest.param(Slot.EFFECT, "resistant", "write resistance or sensitivity", id="no effect"),
        pytest.param(Slot.CITATION, "11", "not in the reference list: it runs from Smith 2020 to 10", id="no such key"),
        pytest.param(Slot.CITATION, "1,11", "11 is not in the reference list", id="two keys, one unknown"),
        pytest.param(
            Slot.CITATION, "1,,2", "the empty place in 1,,2 is not in the reference list", id="no key between"
        ),
        pytest.param(Slot.TARGET, "?", "? has no letter or digit: write a name, or empty the target", id="a sign"),
        pytest.param(Slot.DRUG, "--", "-- has no letter or digit", id="dashes for a drug"),
        pytest.param(Slot.DISEASE, "()", "() has no letter or digit", id="brackets for a disease"),
        pytest.param(
            Slot.DRUG, "[25]", "[25] is a citation, no drug: write the name of a drug", id="citation for a drug"
        ),
        pytest.param(Slot.SOURCE, "(3,4)", "(3,4) is a citation, no source", id="citation for a source"),
        pytest.param(
            Slot.DISEASE, "2020", "2020 is a number alone: write the name of a disease", id="year for a disease"
        ),
        pytest.param(Slot.TARGET, "3.5", "3.5 is a number alone", id="number for a target"),
        pytest.param(Slot.DRUG, "Resistance", "Resistance is an effect, no drug", id="effect for a drug"),
        pytest.param(Slot.SOURCE, "miR-21-5p", "miR-21-5p is a miRNA, no source", id="miRNA for a source"),
        pytest.param(Slot.DISEASE, "let-7a", "let-7a is a miRNA, no disease", id="miRNA for a disease"),
        pytest.param(Slot.MIRNA, " ", "a row needs a miRNA", id="no miRNA"),
        pytest.param(Slot.SOURCE, "a\x1b[2Jb", "U+001B (a control character)", id="escape"),
        pytest.param(Slot.SOURCE, "a\u202eb", "U+202E (right-to-left override)", id="direction"),
        pytest.param(Slot.SOURCE, "a\u200bb", "U+200B (zero width space)", id="invisible"),
        pytest.param(Slot.SOURCE, "a\nb", "U+000A", id="two lines"),
        pytest.param(Slot.SOURCE, "a\tb", "U+0009", id="two cells"),
        pytest.param(Slot.SOURCE, "a\ud800", "U+D800", id="half a character"),
        pytest.param(Slot.SOURCE, "x" * 201, "201 characters are too many for a source: at most 200", id="a text"),
    ],
)
def test_curation_impossible_value_is_refused_in_words(slot: Slot, written: str, problem: str) -> None:
    result = check(slot, written, references=REFERENCES)
    assert result.value is None
    assert problem in result.problem


def test_curation_citation_without_a_list_is_refused() -> None:
    assert "no reference list" in check(Slot.CITATION, "1").problem


PAPER = Document("x", "text", references=(Reference("1", "One."), Reference("2", "Two.")))
CLAIM = Claim("miR-21", "CAF", "PTEN", Effect.RESISTANCE, "1", "paclitaxel")


def test_curation_edit_changes_the_named_slots_alone() -> None:
    edited, problems = edit(CLAIM, {Slot.TARGET: " APAF1", Slot.EFFECT: "sensitivity", Slot.DRUG: ""}, PAPER)
    assert edited == Claim("miR-21", "CAF", "APAF1", Effect.SENSITIVITY, "1")
    assert isinstance(edited.effect, Effect)
    assert problems == {}


def test_curation_edit_keeps_a_slot_that_is_refused() -> None:
    edited, problems = edit(CLAIM, {Slot.CITATION: "3", Slot.SOURCE: "exosome"}, PAPER)
    assert edited == Claim("miR-21", "exosome", "PTEN", Effect.RESISTANCE, "1", "paclitaxel")
    assert problems == {Slot.CITATION: "3 is not in the reference list: it runs from 1 to 2"}


def test_curation_edit_may_empty_the_effect() -> None:
    assert edit(CLAIM, {Slot.EFFECT: ""}, PAPER)[0].effect is None


@pytest.mark.parametrize(
    ("written", "kept", "problem"),
    [
        pytest.param("negated", "negated", "", id="a polarity"),
        pytest.param(" Speculative ", "speculative", "", id="in any case, with blanks around"),
        pytest.param("spec", None, "spec is no polarity: write affirmed, negated or speculative", id="begun alone"),
        pytest.param("resistance", None, "resistance is no polarity: write", id="an effect"),
        pytest.param("", None, "write affirmed, negated or speculative", id="a row has one"),
        pytest.param("affirmed\u200b", None, "an invisible character is in it: U+200B", id="something invisible"),
    ],
)
def test_curation_validation_of_a_polarity(written: str, kept: str | None, problem: str) -> None:
    found = check_polarity(written)
    assert (found.value, found.ok) == (kept, not problem)
    assert found.problem.startswith(problem)
