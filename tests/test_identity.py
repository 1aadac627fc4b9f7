from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import pytest

from curator import identity
from curator.model import (
    Action,
    Claim,
    Document,
    Effect,
    Evidence,
    Polarity,
    Reason,
    Reference,
    Slot,
    SlotSpan,
    Verdict,
)

CLAIM = Claim("miR-21", "CAF", "APAF1", Effect.RESISTANCE, "17", "paclitaxel", "ovarian cancer")
EVIDENCE = Evidence("d1", 0, 9, "a sentence", "Results", "rule", (SlotSpan(Slot.MIRNA, 2, 8, "miR-21", "miR-21"),))
VERDICT = Verdict("a1", Action.EDIT, "ada", "2026-01-02T03:04:05Z", CLAIM, replace(CLAIM, target="PTEN"), id="v1")


# Ids lie in databases and exports: a change here breaks every one. Computed with b2sum, not with the program.
@pytest.mark.parametrize(
    ("found", "expected"),
    [
        pytest.param(identity.document_id(Document("x", "β")), "d9cd6c086c763bb5c", id="document"),
        pytest.param(identity.claim_id(CLAIM, study="doi:10.1/x"), "c09086f938b039137", id="claim"),
        pytest.param(identity.evidence_id(EVIDENCE), "ed800b0eeea479ea8", id="evidence"),
        pytest.param(identity.assertion_id("d1", "c1", Polarity.AFFIRMED), "a13f1ffc29e000461", id="assertion"),
        pytest.param(identity.verdict_id(VERDICT), "v36cfa31feba582b284eb0a03ea705cfb", id="verdict"),
    ],
)
def test_identity_ids_never_move(found: str, expected: str) -> None:
    assert found == expected


def test_identity_document_is_its_text_alone() -> None:
    paper = Document("x", "text")
    assert identity.document_id(paper) == identity.document_id(replace(paper, name="y", title="t", format="pdf"))
    assert identity.document_id(paper) != identity.document_id(replace(paper, text="text "))


@pytest.mark.parametrize(
    ("change", "same"),
    [
        pytest.param({"mirna": "miR-22"}, False, id="mirna"),
        pytest.param({"source": None}, False, id="source"),
        pytest.param({"target": "PTEN"}, False, id="target"),
        pytest.param({"effect": Effect.SENSITIVITY}, False, id="effect"),
        pytest.param({"drug": None}, False, id="drug"),
        pytest.param({"disease": None}, False, id="disease"),
        pytest.param({"citation": "18"}, True, id="printed key"),
    ],
)
def test_identity_claim_is_its_slots_without_the_printed_key(change: dict[str, Any], same: bool) -> None:
    changed = identity.claim_id(replace(CLAIM, **change), study="s")
    assert (changed == identity.claim_id(CLAIM, study="s")) is same


def test_identity_claim_keeps_its_slots_apart() -> None:
    assert identity.claim_id(Claim("miR-1", "a", None), study="") != identity.claim_id(
        Claim("miR-1", None, "a"), study=""
    )


def test_identity_claim_of_another_study_is_another() -> None:
    assert identity.claim_id(CLAIM, study="doi:10.1/x") != identity.claim_id(CLAIM, study="doi:10.1/y")


@pytest.mark.parametrize(
    ("change", "same"),
    [
        pytest.param({"rule": "a better rule"}, True, id="rule"),
        pytest.param({"section": ""}, True, id="section"),
        pytest.param({"slots": (replace(EVIDENCE.slots[0], value="miR-21-5p"),)}, True, id="canonical value"),
        pytest.param({"slots": (replace(EVIDENCE.slots[0], start=3),)}, False, id="slot span"),
        pytest.param({"end": 10}, False, id="sentence"),
        pytest.param({"document": "d2"}, False, id="document"),
    ],
)
def test_identity_evidence_is_spans_without_the_rule(change: dict[str, Any], same: bool) -> None:
    assert (identity.evidence_id(replace(EVIDENCE, **change)) == identity.evidence_id(EVIDENCE)) is same


def test_identity_evidence_does_not_mind_the_order_of_slots() -> None:
    slots = (*EVIDENCE.slots, SlotSpan(Slot.DRUG, 0, 1, "a", "a"))
    forwards, backwards = replace(EVIDENCE, slots=slots), replace(EVIDENCE, slots=slots[::-1])
    assert identity.evidence_id(forwards) == identity.evidence_id(backwards)


CHANGES: dict[str, Any] = {
    "assertion": "a2",
    "action": Action.ACCEPT,
    "curator": "bob",
    "time": "2027-01-01T00:00:00Z",
    "before": replace(CLAIM, drug=None),
    "after": None,
    "reason": Reason.OTHER,
    "comment": "why",
    "quote": "a sentence",
    "undoes": "v0",
    "program_version": "9",
    "rules_version": "9",
    "previous": "v0",
    "together": "v1",
    "claim": "c2",
    "evidence": ("e1", "e2"),
    "settles": ("v0",),
    "carries": "v0",
    "polarity": Polarity.NEGATED,
    "polarity_shown": Polarity.SPECULATIVE,
}


@pytest.mark.parametrize("name", [f.name for f in fields(Verdict) if f.name != "id"])
def test_identity_verdict_hashes_every_field(name: str) -> None:
    given = replace(VERDICT, claim="c1")
    assert identity.verdict_id(replace(given, **{name: CHANGES[name]})) != identity.verdict_id(given)


def test_identity_verdict_of_an_earlier_version_keeps_its_id_when_more_is_known_of_it() -> None:
    """What such a verdict settles was filled in later; the id is the one that version gave."""
    assert identity.verdict_id(replace(VERDICT, settles=("v0",))) == identity.verdict_id(VERDICT)
    assert identity.verdict_id(VERDICT) == "v36cfa31feba582b284eb0a03ea705cfb"


def test_identity_entry_of_a_log_hashes_every_column() -> None:
    row = {"claim": "c1", "assignee": "ada", "previous": ""}
    known = identity.entry_id("s", **row)
    assert known.startswith("s")
    assert len(known) == 33
    for name in row:
        assert identity.entry_id("s", **{**row, name: "other"}) != known


def test_identity_verdict_does_not_hash_its_own_id() -> None:
    assert identity.verdict_id(replace(VERDICT, id="")) == identity.verdict_id(VERDICT)


TITLED = Reference("17", "printed", authors=("Müller-Lüdenscheidt A",), title="A  ﬁne—study", year="2019")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        pytest.param(
            Reference("17", "x", doi="10.1000/ABC"),
            Reference("3", "y", doi="https://doi.org/10.1000/abc"),
            True,
            id="doi",
        ),
        pytest.param(Reference("17", "x", doi="10.1/a"), Reference("17", "x", doi="10.1/b"), False, id="other doi"),
        pytest.param(Reference("17", "x", pmid="7"), Reference("3", "y", pmid=" 7"), True, id="pmid"),
        pytest.param(
            Reference("17", "x", pmid="7", doi="10.1/a"), Reference("3", "y", doi="10.1/a"), True, id="doi wins"
        ),
        pytest.param(
            TITLED,
            Reference("3", "?", authors=("Muller-Ludenscheidt A", "B C"), title="A fine-study.", year="2019"),
            True,
            id="accents, ligatures, dashes and later authors",
        ),
        pytest.param(TITLED, replace(TITLED, year="2020"), False, id="other year"),
        pytest.param(TITLED, replace(TITLED, authors=("Meier A",)), False, id="other first author"),
        pytest.param(Reference("17", "Zhang, One."), Reference("3", "ZHANG one"), True, id="text alone"),
        pytest.param(Reference("17", "Zhang, One."), Reference("3", "Zhang, Two."), False, id="other text"),
    ],
)
def test_identity_study_is_the_same_from_every_paper(one: Reference, other: Reference, same: bool) -> None:
    first, second = Document("x", "a", references=(one,)), Document("y", "b", references=(other,))
    assert (identity.study_id(first, one.key) == identity.study_id(second, other.key)) is same


def test_identity_study_of_the_paper_itself_is_empty() -> None:
    assert identity.study_id(Document("x", "a"), None) == ""


def test_identity_study_of_an_unknown_key_is_known_in_this_paper_alone() -> None:
    assert identity.study_id(Document("x", "a"), "99") != identity.study_id(Document("y", "b"), "99")
    assert identity.study_id(Document("x", "a"), "99") == identity.study_id(Document("z", "a"), "99")
