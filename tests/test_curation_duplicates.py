"""Which rows of a paper repeat each other, and what differs."""

from __future__ import annotations

from dataclasses import replace

import pytest

from curator.curation.contradictions import Said
from curator.curation.duplicates import Likeness, Twin, likeness
from curator.model import Claim, Effect, Polarity, Slot, State

WHOLE = Claim("miR-21", "CAF", "APAF1", Effect.RESISTANCE, "27", "paclitaxel", "ovarian cancer")


@pytest.mark.parametrize(
    ("other", "twin"),
    [
        pytest.param(Said(replace(WHOLE, citation="31")), Twin(Likeness.SAME, (Slot.CITATION,)), id="another citation"),
        pytest.param(
            Said(WHOLE, Polarity.SPECULATIVE), Twin(Likeness.SAME, (), True), id="the same, only considered there"
        ),
        pytest.param(Said(replace(WHOLE, source=None)), Twin(Likeness.LESS, (Slot.SOURCE,)), id="without the source"),
        pytest.param(
            Said(replace(WHOLE, source=None, disease=None, citation=None)),
            Twin(Likeness.LESS, (Slot.SOURCE, Slot.DISEASE, Slot.CITATION)),
            id="without the citation too",
        ),
        pytest.param(
            Said(Claim("mir-21", None, "apaf1", citation="27")),
            Twin(Likeness.LESS, (Slot.SOURCE, Slot.EFFECT, Slot.DRUG, Slot.DISEASE)),
            id="only the target, in other letters",
        ),
    ],
)
def test_duplicates_are_named_with_what_differs(other: Said, twin: Twin) -> None:
    assert likeness(Said(WHOLE), other) == twin


def test_duplicates_seen_from_the_smaller_row_say_more() -> None:
    smaller = Said(replace(WHOLE, source=None))
    assert likeness(smaller, Said(WHOLE)) == Twin(Likeness.MORE, (Slot.SOURCE,))


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(Said(replace(WHOLE, target="PTEN")), id="another target"),
        pytest.param(Said(replace(WHOLE, drug="cisplatin")), id="another drug"),
        pytest.param(Said(replace(WHOLE, mirna="miR-22")), id="another miRNA"),
        pytest.param(Said(replace(WHOLE, source=None, citation="31")), id="less, from another study"),
        pytest.param(Said(Claim("miR-21", "CAF")), id="only what is carried"),
        pytest.param(Said(replace(WHOLE, citation="31"), state=State.REJECTED), id="rejected"),
        pytest.param(Said(replace(WHOLE, source=None), Polarity.NEGATED), id="less, and denied"),
    ],
)
def test_duplicates_near_misses_are_none(other: Said) -> None:
    assert likeness(Said(WHOLE), other) is None


def test_duplicates_rows_that_each_say_something_of_their_own_are_none() -> None:
    one, other = replace(WHOLE, source=None), replace(WHOLE, disease=None)
    assert likeness(Said(one), Said(other)) is None
