"""What contradicts what: each contradiction beside what comes near and is none."""

from __future__ import annotations

import pytest

from curator.curation.contradictions import Against, Kind, Said, against_table, between, pairs
from curator.model import Claim, Effect, GoldRow, Polarity, Slot, State

RESISTANCE, SENSITIVITY = Effect.RESISTANCE, Effect.SENSITIVITY
NEGATED, SPECULATIVE = Polarity.NEGATED, Polarity.SPECULATIVE


def said(
    effect: Effect | None = None,
    target: str | None = None,
    drug: str | None = None,
    *,
    mirna: str = "miR-21",
    disease: str | None = None,
    polarity: Polarity = Polarity.AFFIRMED,
    state: State = State.UNDECIDED,
) -> Said:
    return Said(Claim(mirna, None, target, effect, "1", drug, disease), polarity, state)


CONTRADICTIONS = [
    pytest.param(said(RESISTANCE), said(SENSITIVITY), Kind.EFFECT, id="opposite effects"),
    pytest.param(
        said(RESISTANCE, drug="cisplatin"), said(SENSITIVITY, drug="Cisplatin"), Kind.EFFECT, id="under one drug"
    ),
    pytest.param(said(RESISTANCE, drug="cisplatin"), said(SENSITIVITY), Kind.EFFECT, id="one names no drug"),
    pytest.param(said(RESISTANCE, "PTEN"), said(SENSITIVITY, "APAF1"), Kind.EFFECT, id="by other targets"),
    pytest.param(said(RESISTANCE), said(RESISTANCE, polarity=NEGATED), Kind.DENIED_EFFECT, id="the same, denied"),
    pytest.param(
        said(SENSITIVITY, "PTEN"), said(SENSITIVITY, polarity=NEGATED), Kind.DENIED_EFFECT, id="sensitivity, denied"
    ),
    pytest.param(
        said(None, "DKK3"), said(None, "DKK3", polarity=NEGATED), Kind.DENIED_TARGET, id="a target that is denied"
    ),
    pytest.param(
        said(RESISTANCE, "DKK3"),
        said(None, "DKK3", polarity=NEGATED),
        Kind.DENIED_TARGET,
        id="a target that is denied, where the other has an effect too",
    ),
    pytest.param(
        said(RESISTANCE, state=State.ACCEPTED), said(SENSITIVITY), Kind.EFFECT, id="one accepted, one undecided"
    ),
]

NONE = [
    pytest.param(said(RESISTANCE), said(RESISTANCE), id="the same effect"),
    pytest.param(said(RESISTANCE), said(SENSITIVITY, mirna="miR-22"), id="another miRNA"),
    pytest.param(said(RESISTANCE, drug="cisplatin"), said(SENSITIVITY, drug="paclitaxel"), id="another drug"),
    pytest.param(said(RESISTANCE), said(SENSITIVITY, polarity=NEGATED), id="a denied sensitivity is no resistance"),
    pytest.param(
        said(RESISTANCE, polarity=NEGATED), said(SENSITIVITY, polarity=NEGATED), id="neither effect was found"
    ),
    pytest.param(said(RESISTANCE), said(None, "PTEN"), id="one has no effect"),
    pytest.param(said(None, "DKK3"), said(None, "NUMB", polarity=NEGATED), id="another target is denied"),
    pytest.param(
        said(None, "DKK3"),
        said(RESISTANCE, "DKK3", polarity=NEGATED),
        id="what is denied is the effect, not the target",
    ),
    pytest.param(said(RESISTANCE), said(SENSITIVITY, state=State.REJECTED), id="the other is rejected"),
    pytest.param(said(RESISTANCE, state=State.REJECTED), said(SENSITIVITY), id="the row itself is rejected"),
]


@pytest.mark.parametrize(("one", "other", "kind"), CONTRADICTIONS)
def test_contradictions_are_found_from_either_side(one: Said, other: Said, kind: Kind) -> None:
    there, back = between(one, other), between(other, one)
    assert there
    assert back
    assert (there.kind, back.kind) == (kind, kind)


@pytest.mark.parametrize(("one", "other"), NONE)
def test_contradictions_near_misses_are_none(one: Said, other: Said) -> None:
    assert between(one, other) is None
    assert between(other, one) is None


@pytest.mark.parametrize(
    ("polarity", "state", "weak"),
    [
        pytest.param(SPECULATIVE, State.UNDECIDED, True, id="the text only considers it"),
        pytest.param(SPECULATIVE, State.ACCEPTED, True, id="a curator has let it stand as that"),
        pytest.param(Polarity.AFFIRMED, State.EDITED, False, id="a curator has affirmed it"),
    ],
)
def test_contradictions_with_a_speculation_are_weak_until_it_is_affirmed(
    polarity: Polarity, state: State, weak: bool
) -> None:
    found = between(said(RESISTANCE), said(SENSITIVITY, polarity=polarity, state=state))
    assert found
    assert found.is_weak is weak


def test_contradictions_say_what_both_rows_share_and_where_they_differ() -> None:
    one = said(RESISTANCE, "PTEN", "cisplatin", disease="breast cancer")
    found = between(one, said(SENSITIVITY, "PTEN", "cisplatin", disease="gastric cancer"))
    assert found
    assert (found.shared, found.differing) == ((Slot.TARGET, Slot.DRUG), (Slot.DISEASE,))


def test_contradictions_that_weigh_most_come_first() -> None:
    one = said(RESISTANCE, "PTEN", "cisplatin")
    rows = [
        said(SENSITIVITY, "PTEN", "cisplatin", polarity=SPECULATIVE),
        said(SENSITIVITY, "APAF1", "cisplatin"),
        said(SENSITIVITY),
        said(SENSITIVITY, "PTEN", "cisplatin"),
    ]
    found = sorted((why.rank, number) for number, row in enumerate(rows) if (why := between(one, row)))
    assert [number for _, number in found] == [3, 2, 1, 0]


def test_contradictions_of_a_list_are_each_told_once() -> None:
    rows = [said(RESISTANCE), said(SENSITIVITY), said(RESISTANCE, "PTEN")]
    assert [(one, other) for one, other, _ in pairs(rows)] == [(0, 1), (1, 2)]


# Text against table


def told(
    *targets: str, effect: Effect = RESISTANCE, source: str | None = None, citation: str | None = "1"
) -> list[GoldRow]:
    origin = "Table 1, row 1"
    return [GoldRow("miR-21", source, target, effect, citation, "paclitaxel", origin=origin) for target in targets]


@pytest.mark.parametrize(
    ("row", "table", "slots"),
    [
        pytest.param(said(SENSITIVITY, "PTEN"), told("PTEN"), [Slot.EFFECT], id="opposite effect"),
        pytest.param(said(RESISTANCE, "APAF1"), told("PTEN"), [Slot.TARGET], id="another target"),
        pytest.param(said(SENSITIVITY, "APAF1"), told("PTEN"), [Slot.EFFECT, Slot.TARGET], id="both"),
        pytest.param(said(RESISTANCE, "PTEN"), told("PTEN"), [], id="the same"),
        pytest.param(said(RESISTANCE, "APAF1"), told("PTEN", "APAF1"), [], id="one of the table's targets"),
        pytest.param(said(RESISTANCE), told("PTEN"), [], id="the text names no target"),
        pytest.param(said(SENSITIVITY, mirna="miR-7"), told("PTEN"), [], id="another miRNA"),
        pytest.param(said(RESISTANCE, "APAF1"), told("PTEN", citation="9"), [], id="another study, another target"),
        pytest.param(
            said(SENSITIVITY, "APAF1"), told("PTEN", citation="9"), [Slot.EFFECT], id="another study, opposite effect"
        ),
        pytest.param(
            said(SENSITIVITY, drug="docetaxel"), told("PTEN"), [Slot.EFFECT], id="the study's drug is told differently"
        ),
        pytest.param(
            said(SENSITIVITY, drug="docetaxel"), told("PTEN", citation="9"), [], id="another study with another drug"
        ),
        pytest.param(
            said(None, "PTEN", polarity=NEGATED), told("PTEN"), [Slot.TARGET], id="the text denies the table's target"
        ),
        pytest.param(said(SENSITIVITY, state=State.REJECTED), told("PTEN"), [], id="a rejected row"),
    ],
)
def test_contradictions_of_text_and_table(row: Said, table: list[GoldRow], slots: list[Slot]) -> None:
    assert [against.slot for against in against_table(row, table)] == slots


def test_contradictions_with_a_table_name_what_it_has() -> None:
    assert against_table(said(RESISTANCE, "APAF1"), told("PTEN", "NUMB")) == [Against(Slot.TARGET, ("PTEN", "NUMB"))]
