from __future__ import annotations

from dataclasses import dataclass

import pytest

from curator.curation.queue import Condition, FilterError, next_undecided, parse, select, undecided
from curator.model import Assertion, Claim, Effect, Evidence, Polarity, State


@dataclass(frozen=True)
class Row:
    id: str
    document_name: str
    assertion: Assertion
    state: State = State.UNDECIDED
    decided: Claim | None = None
    found: bool = True


def _assertion(claim: Claim, quote: str, *, confidence: float, polarity: Polarity = Polarity.AFFIRMED) -> Assertion:
    evidence = Evidence("d1", 0, len(quote), quote, "Results", "carries")
    return Assertion(claim, (evidence,), polarity, confidence)


ROWS = [
    Row(
        "a1",
        "zhao",
        _assertion(
            Claim("miR-21", "CAF", "APAF1", Effect.RESISTANCE, "25", "paclitaxel"),
            "Exosomal miR-21 conferred drug efflux.",
            confidence=0.9,
        ),
    ),
    Row(
        "a2",
        "zhao",
        _assertion(
            Claim("miR-7", None, None, Effect.SENSITIVITY, "2", "cisplatin"),
            "Perhaps miR-7 helps.",
            confidence=0.5,
            polarity=Polarity.SPECULATIVE,
        ),
        State.REJECTED,
    ),
    Row(
        "a3",
        "li",
        _assertion(Claim("miR-9"), "miR-9 does.", confidence=0.2),
        State.EDITED,
        Claim("miR-9", target="PTEN"),
    ),
    Row("a4", "li", _assertion(Claim("miR-21", target="PTEN"), "Once.", confidence=0.4), found=False),
    Row("a5", "li", _assertion(Claim("miR-22"), "More.", confidence=1.0)),
]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("", "a1 a2 a3 a4 a5", id="nothing asked"),
        pytest.param("mirna:mir-21", "a1 a4", id="slot, any case"),
        pytest.param("mirna:miR-2", "a1 a4 a5", id="part of a slot"),
        pytest.param("target:PTEN", "a3 a4", id="slot as decided"),
        pytest.param('target:""', "a2 a5", id="empty slot"),
        pytest.param('-target:""', "a1 a3 a4", id="filled slot"),
        pytest.param("citation:2", "a2", id="a citation is a whole key"),
        pytest.param("effect:resistance", "a1", id="effect"),
        pytest.param('effect:""', "a3 a4 a5", id="no effect"),
        pytest.param("state:undecided", "a1 a4 a5", id="state"),
        pytest.param("-state:undecided", "a2 a3", id="not a state"),
        pytest.param("state:undecided found:yes", "a1 a5", id="two conditions"),
        pytest.param("found:no", "a4", id="no longer found"),
        pytest.param("polarity:speculative", "a2", id="polarity"),
        pytest.param("confidence:<0.5", "a3 a4", id="below"),
        pytest.param("confidence:<=0.5", "a2 a3 a4", id="at most"),
        pytest.param("confidence:>.9", "a5", id="above"),
        pytest.param("confidence:>=0.9", "a1 a5", id="at least"),
        pytest.param("confidence:0.4", "a4", id="exactly"),
        pytest.param('text:"drug efflux"', "a1", id="two words"),
        pytest.param("efflux", "a1", id="a word anywhere"),
        pytest.param('"drug efflux"', "a1", id="two words anywhere"),
        pytest.param("zhao -efflux", "a2", id="a word nowhere"),
        pytest.param("document:li", "a3 a4 a5", id="paper"),
        pytest.param("rule:carr section:res document:zhao", "a1 a2", id="rule and section"),
        pytest.param("STATE:rejected", "a2", id="field in capitals"),
        pytest.param("-", "a1 a2 a3 a4 a5", id="a hyphen is a word"),
        pytest.param("drug:[b]", "", id="markup is text"),
    ],
)
def test_curation_filter_selects(text: str, expected: str) -> None:
    assert [row.id for row in select(ROWS, parse(text))] == expected.split()


def test_curation_filter_is_conditions() -> None:
    assert parse('-drug:cisplatin  text:"a b"') == (
        Condition("drug", "cisplatin", negated=True),
        Condition("text", "a b"),
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param("colour:red", "there is no field colour; there are mirna, source", id="unknown field"),
        pytest.param("state:done", "state is undecided or accepted or edited or rejected", id="unknown state"),
        pytest.param("polarity:no", "polarity is affirmed or negated or speculative", id="unknown polarity"),
        pytest.param("effect:sensitive", "effect is resistance or sensitivity or ''", id="unknown effect"),
        pytest.param("found:maybe", "found is yes or no", id="neither yes nor no"),
        pytest.param("confidence:<high", "write a number between 0 and 1", id="no number"),
        pytest.param('text:"efflux', 'write text:"two words"', id="open quotation"),
        pytest.param("mirna:", 'write mirna:""', id="no value"),
    ],
)
def test_curation_filter_that_makes_no_sense_is_refused_in_words(text: str, message: str) -> None:
    with pytest.raises(FilterError) as caught:
        parse(text)
    assert message in str(caught.value)


def test_curation_queue_waits_for_what_is_undecided_and_still_found() -> None:
    assert [row.id for row in undecided(ROWS)] == ["a1", "a5"]


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        pytest.param(None, "a1", id="from the top"),
        pytest.param("a1", "a5", id="the one behind"),
        pytest.param("a3", "a5", id="from a decided one"),
        pytest.param("a5", "a1", id="around the end"),
        pytest.param("a404", "a1", id="from nowhere"),
    ],
)
def test_curation_next_undecided(after: str | None, expected: str) -> None:
    following = next_undecided(ROWS, after=after)
    assert following is not None
    assert following.id == expected


def test_curation_next_undecided_where_all_are_decided() -> None:
    assert next_undecided([ROWS[1], ROWS[3]], after="a2") is None
    assert next_undecided([], after=None) is None
