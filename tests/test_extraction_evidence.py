"""Evidence: one sentence with the place of everything it says, quoted to the letter."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from enum import Enum
from math import prod

import pytest

import curator.model
from curator.model import Assertion, Cue, Document, Factor, Slot, SlotSpan, Span
from tests.extraction_samples import affirmed, document, extractor, review, rules

TEXT = (
    "Growth was studied in ovarian cancer. Fibroblast-derived exosomes transferred miR-21 to tumor cells. "
    "There, miR-21 suppressed APAF1, thereby increasing resistance to paclitaxel."
)


def quotes(text: str, assertion: Assertion) -> Iterator[tuple[str, str]]:
    """Each stretch that an assertion points at, and what it says stands there."""
    for evidence in assertion.evidence:
        yield text[evidence.start : evidence.end], evidence.quote
        pointing: tuple[SlotSpan | Factor | Cue, ...] = (*evidence.slots, *evidence.factors, *evidence.cues)
        for part in pointing:
            yield text[part.start : part.end], part.text


def test_evidence_binds_every_slot_in_its_sentence() -> None:
    (assertion,) = affirmed(TEXT)
    told = [{s.slot.value: s.text for s in e.slots} for e in assertion.evidence]
    assert told == [
        {"mirna": "miR-21", "source": "Fibroblast"},
        {"mirna": "miR-21", "target": "APAF1", "effect": "resistance to paclitaxel", "drug": "paclitaxel"},
    ]


def test_evidence_values_are_those_of_the_claim() -> None:
    (assertion,) = affirmed(TEXT)
    for slot in (s for e in assertion.evidence for s in e.slots):
        assert slot.value == assertion.claim.get(slot.slot)


def test_evidence_names_its_rules() -> None:
    (assertion,) = affirmed(TEXT)
    origin, relations = ({*e.rule.split(" + ")} for e in assertion.evidence)
    assert "origin-derived" in origin
    assert {"represses-active", "response-active"} <= relations
    assert origin | relations <= {rule.id for rule in rules().rules}


def test_evidence_of_grounded_names_has_their_identifiers() -> None:
    (assertion,) = affirmed(TEXT)
    identifiers = {s.slot: s.identifier for e in assertion.evidence for s in e.slots}
    assert identifiers[Slot.TARGET] == "hgnc:576"
    assert identifiers[Slot.DRUG] == "chebi:45863"


@pytest.mark.parametrize(
    "paper",
    [
        pytest.param(document(TEXT), id="sample"),
        pytest.param(review(), id="review"),
        pytest.param(
            document("\u00a0 \n" + TEXT.replace(" ", " \u2009") + "\n\nmiR\u201121 targets β\u2011catenin."),
            id="odd spaces",
        ),
    ],
)
def test_evidence_always_quotes(paper: Document) -> None:
    found = extractor().assertions(paper)
    assert found
    for assertion in found:
        assert all(there == said for there, said in quotes(paper.text, assertion))


def test_evidence_parts_lie_in_its_sentence() -> None:
    for evidence in (e for a in extractor().assertions(review()) for e in a.evidence):
        places: list[SlotSpan | Factor | Cue | Span] = [*evidence.slots, *evidence.factors, *evidence.cues]
        for part in (*places, *(cue.scope for cue in evidence.cues)):
            assert evidence.start <= part.start <= part.end <= evidence.end


def parts(value: object) -> Iterator[object]:
    """A value and everything in it."""
    yield value
    if is_dataclass(value):
        for field in fields(value):
            yield from parts(getattr(value, field.name))
    elif isinstance(value, tuple):
        for item in value:
            yield from parts(item)


def test_evidence_holds_types_of_the_model_alone() -> None:
    plain = (str, int, float, type(None), tuple)
    for value in parts(tuple(extractor().assertions(review()))):
        own = type(value).__module__ == curator.model.__name__
        assert own or (type(value) in plain and not isinstance(value, Enum)), type(value)


def test_evidence_signs_multiply_to_the_effect_also_beside_a_target() -> None:
    told = [*affirmed(TEXT), *extractor().assertions(review())]
    effects = {1: "resistance", -1: "sensitivity"}
    signed = [(a, e) for a in told for e in a.evidence if any(f.name == "response" for f in e.factors)]
    assert len(signed) > 5
    for assertion, evidence in signed:
        assert effects[prod(f.sign for f in evidence.factors)] == assertion.claim.effect, evidence.quote
