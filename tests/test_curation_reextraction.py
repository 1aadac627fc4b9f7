"""What other rules make of a paper's rows: gained, lost, moved, found as edited, kept."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.curation.changes import lines, objects
from curator.curation.reextraction import (
    After,
    Before,
    Change,
    Comparison,
    Difference,
    best_pairing,
    compare,
    joined,
    summary,
)
from curator.model import Action, Assertion, Claim, Effect, Evidence, Polarity, Span, State, Verdict

FIRST, SECOND = (0, 40), (41, 90)
CLAIM = Claim("miR-21", "CAF", "PTEN", Effect.RESISTANCE, "2", "cisplatin")


def assertion(claim: Claim = CLAIM, *places: tuple[int, int], polarity: Polarity = Polarity.AFFIRMED) -> Assertion:
    evidence = tuple(Evidence("d1", *at, f"sentence {at[0]}", "", "targets") for at in places or (FIRST,))
    return Assertion(claim, evidence, polarity)


def claim(**slots: Any) -> Claim:
    values = {slot.value: value for slot, value in CLAIM.items()}
    return Claim(**{**values, **slots})


def before(id: str, made: Assertion, state: State = State.UNDECIDED, **more: Any) -> Before:
    return Before(id, made, state, **more)


def kinds(comparison: Comparison) -> list[tuple[str, tuple[str, ...]]]:
    return [(difference.change.value, difference.slots) for difference in comparison.differences]


ACCEPTED = before("a1", assertion(), State.ACCEPTED)
SAME = After("a1", assertion())


@pytest.mark.parametrize(
    ("stored", "proposed", "expected", "kept"),
    [
        pytest.param([ACCEPTED], [SAME], [], 1, id="the same row is kept"),
        pytest.param([], [SAME], [("gained", ())], 0, id="a row that was never there"),
        pytest.param([ACCEPTED], [], [("lost", ())], 0, id="a row that nothing finds"),
        pytest.param([before("a1", assertion(), found=False)], [], [], 0, id="what was lost before is not lost again"),
        pytest.param([before("a1", assertion(), found=False)], [SAME], [("gained", ())], 0, id="found again"),
        pytest.param([before("a1", assertion(), by_hand=True)], [], [], 1, id="a curator's own row needs no rule"),
        pytest.param([ACCEPTED], [After("a1", assertion(CLAIM, SECOND))], [("moved", ())], 0, id="another sentence"),
        pytest.param([ACCEPTED], [After("a1", assertion(CLAIM, FIRST, SECOND))], [], 1, id="one sentence more"),
        pytest.param(
            [before("a1", assertion(CLAIM, FIRST, SECOND), State.ACCEPTED, judged=(Span(*FIRST),))],
            [After("a1", assertion(CLAIM, SECOND))],
            [("moved", ())],
            0,
            id="the judged one of two sentences is left",
        ),
        pytest.param(
            [before("a1", assertion(CLAIM, FIRST, SECOND), State.ACCEPTED, judged=(Span(*FIRST),))],
            [After("a1", assertion(CLAIM, FIRST))],
            [],
            1,
            id="the other of two sentences is left",
        ),
        pytest.param(
            [before("a1", assertion(CLAIM, SECOND), State.ACCEPTED, judged=(Span(*FIRST),))],
            [After("a1", assertion(CLAIM, SECOND))],
            [],
            1,
            id="what moved in an earlier extraction is no news",
        ),
        pytest.param(
            [ACCEPTED],
            [After("a2", assertion(claim(target="APAF1")))],
            [("moved", ("target",))],
            0,
            id="another target in the same sentence",
        ),
        pytest.param(
            [ACCEPTED],
            [After("a2", assertion(polarity=Polarity.NEGATED))],
            [("moved", ("polarity",))],
            0,
            id="denied now",
        ),
        pytest.param(
            [ACCEPTED],
            [After("a2", assertion(claim(target="APAF1"), SECOND))],
            [("lost", ()), ("gained", ())],
            0,
            id="another target in another sentence is another row",
        ),
        pytest.param(
            [ACCEPTED],
            [After("a2", assertion(claim(mirna="miR-7", target="APAF1")))],
            [("lost", ()), ("gained", ())],
            0,
            id="another finding in the same sentence",
        ),
        pytest.param(
            [before("a1", assertion(), State.EDITED, decided=claim(source="fibroblast"))],
            [After("a2", assertion(claim(source="fibroblast"), SECOND))],
            [("found as edited", ())],
            0,
            id="the rules propose what it was edited to",
        ),
        pytest.param(
            [before("a1", assertion(), State.EDITED, decided=claim(source="fibroblast"))],
            [After("a2", assertion(claim(source="fibroblast"), SECOND, polarity=Polarity.NEGATED))],
            [("lost", ()), ("gained", ())],
            0,
            id="the edited claim, but denied, is not what it was edited to",
        ),
        pytest.param(
            [
                before("a1", assertion(), State.EDITED, decided=claim(source="fibroblast")),
                before("a2", assertion(claim(source="fibroblast"))),
            ],
            [After("a2", assertion(claim(source="fibroblast")))],
            [("found as edited", ())],
            1,
            id="the rules had proposed it already",
        ),
    ],
)
def test_reextraction_tells_what_becomes_of_a_row(
    stored: list[Before], proposed: list[After], expected: list[tuple[str, tuple[str, ...]]], kept: int
) -> None:
    comparison = compare(stored, proposed)
    assert (kinds(comparison), comparison.kept) == (expected, kept)


def test_reextraction_pairs_each_row_once_and_as_well_as_can_be() -> None:
    """The first row alone is most like the first of the new ones; but that one is the only partner of the second."""
    lost = [before("a1", assertion()), before("a2", assertion(claim(mirna="miR-7", target="APAF1")))]
    wanted_by_both = After("b1", assertion(claim(target="APAF1")))
    less_like = After("b2", assertion(claim(target="BCL2", source=None, drug=None)))
    comparison = compare(lost, [wanted_by_both, less_like])
    pairs = {(d.before.id, d.after.id) for d in comparison.differences if d.before and d.after}
    assert pairs == {("a1", "b2"), ("a2", "b1")}
    assert {d.change for d in comparison.differences} == {Change.MOVED}


@given(st.integers(1, 5), st.integers(1, 5), st.data())
def test_reextraction_best_pairing_is_the_best_of_all(rows: int, columns: int, data: st.DataObject) -> None:
    scores = [[data.draw(st.integers(0, 9)) for _ in range(columns)] for _ in range(rows)]
    paired = best_pairing(scores)
    used = [at for at in paired if at is not None]
    assert len(used) == len(set(used))
    size = max(rows, columns)
    total = sum(scores[row][at] for row, at in enumerate(paired) if at is not None)
    assert total == max(
        sum(scores[row][at] for row, at in enumerate(order) if row < rows and at < columns)
        for order in permutations(range(size))
    )
    assert all(scores[row][at] for row, at in enumerate(paired) if at is not None)


@pytest.mark.parametrize(
    ("state", "proposed", "is_loss"),
    [
        pytest.param(State.ACCEPTED, [], True, id="accepted and lost"),
        pytest.param(State.EDITED, [], True, id="edited and lost"),
        pytest.param(State.REJECTED, [], False, id="rejected"),
        pytest.param(State.UNDECIDED, [], False, id="undecided"),
        pytest.param(State.ACCEPTED, [After("a2", assertion(claim(drug=None)))], True, id="another claim in its place"),
        pytest.param(State.ACCEPTED, [After("a1", assertion(CLAIM, SECOND))], False, id="on another sentence"),
    ],
)
def test_reextraction_counts_as_losses_what_was_accepted_and_is_not_proposed(
    state: State, proposed: list[After], is_loss: bool
) -> None:
    comparison = compare([before("a1", assertion(), state, decided=CLAIM)], proposed)
    assert bool(comparison.losses) is is_loss


def test_reextraction_what_is_found_as_edited_is_no_loss() -> None:
    edited = before("a1", assertion(), State.EDITED, decided=claim(source="fibroblast"))
    assert compare([edited], [After("a2", assertion(claim(source="fibroblast")))]).losses == []


@pytest.mark.parametrize(
    ("said", "proposed", "is_loss"),
    [
        pytest.param(Polarity.AFFIRMED, Polarity.AFFIRMED, False, id="affirmed, and now proposed so"),
        pytest.param(
            Polarity.AFFIRMED, Polarity.SPECULATIVE, True, id="affirmed, and still a speculation to the rules"
        ),
        pytest.param(None, Polarity.AFFIRMED, False, id="an earlier version affirmed whatever it kept"),
        pytest.param(None, Polarity.SPECULATIVE, True, id="so that a speculation is not what it kept"),
    ],
)
def test_reextraction_of_an_edited_polarity(said: Polarity | None, proposed: Polarity, is_loss: bool) -> None:
    """The text hedged the row; the curator mended its source, and what she said of the hedging counts."""
    mended = claim(source="fibroblast")
    hedged = replace(assertion(), polarity=Polarity.SPECULATIVE)
    given = Verdict("a1", Action.EDIT, "ada", "2026-01-02T03:04:05Z", hedged.claim, mended, polarity=said)
    edited = replace(before("a1", hedged, State.EDITED, decided=mended), verdict=given)
    found = compare([edited], [After("a2", replace(assertion(mended), polarity=proposed))])
    assert bool(found.losses) is is_loss


def test_reextraction_sums_up() -> None:
    one = compare([ACCEPTED, before("a3", assertion(claim(mirna="miR-3", target="X1"), SECOND))], [])
    other = compare([ACCEPTED], [After("a1", assertion(CLAIM, SECOND)), After("a9", assertion(claim(mirna="miR-9")))])
    assert summary(joined([one, other, Comparison((), 40)])) == (
        "1 gained, 2 lost (1 accepted), 1 moved (1 accepted), 40 kept"
    )


def test_reextraction_found_as_edited_is_summed_up_only_where_there_is_any() -> None:
    found = Difference(Change.AS_EDITED, ACCEPTED, SAME)
    assert summary(Comparison((found,), 2)) == "0 gained, 0 lost, 0 moved, 1 found as edited, 2 kept"


def test_reextraction_is_told_to_a_biologist() -> None:
    verdict = Verdict("a1", Action.ACCEPT, "ada", "2026-11-23T04:12:05.123Z", CLAIM, CLAIM)
    row = before("a1", assertion(), State.ACCEPTED, verdict=verdict)
    told = list(lines("zhao", compare([row], [After("a2", assertion(claim(target="APAF1", drug=None)))])))
    assert told == [
        "zhao",
        "  moved   miR-21 of CAF → PTEN: resistance to cisplatin [2]",
        "          accepted by ada, 2026-11-23 04:12",
        "          target PTEN → APAF1; drug cisplatin → (empty), in: “sentence 0”",
    ]
    (object,) = objects("zhao", compare([row], []))
    assert (object["change"], object["state"], object["loss"]) == ("lost", "accepted", True)
    assert (object["before"]["target"], object["after"], object["verdict"]["curator"]) == ("PTEN", None, "ada")


def test_reextraction_says_nothing_of_a_paper_that_stays_as_it_is() -> None:
    assert list(lines("zhao", compare([ACCEPTED], [SAME]))) == []
