from __future__ import annotations

from dataclasses import dataclass

import pytest

from curator.curation.queue import Condition, FilterError, query, select
from curator.model import Assertion, Claim, Effect, Evidence, Polarity, State


@dataclass(frozen=True)
class Row:
    id: str
    document_name: str
    assertion: Assertion
    state: State = State.UNDECIDED
    decided: Claim | None = None
    found: bool = True
    conflict: bool = False
    assigned: str = ""
    moved: bool = False
    decided_polarity: Polarity | None = None

    @property
    def polarity(self) -> Polarity:
        return self.decided_polarity or self.assertion.polarity


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
        assigned="Ada",
    ),
    Row("a4", "li", _assertion(Claim("miR-21", target="PTEN"), "Once.", confidence=0.4), found=False),
    Row("a5", "li", _assertion(Claim("miR-22"), "More.", confidence=1.0), conflict=True),
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
        pytest.param("conflict:yes", "a5", id="decided differently"),
        pytest.param("conflict:no document:li", "a3 a4", id="not decided differently"),
        pytest.param("assigned:ada", "a3", id="assigned to one curator, any case"),
        pytest.param('assigned:""', "a1 a2 a4 a5", id="assigned to nobody"),
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
        pytest.param("drug:[b]", "", id="markup is text"),
        pytest.param("not drug:paclitaxel", "a2 a3 a4 a5", id="not"),
        pytest.param("not -drug:paclitaxel", "a1", id="not turned round twice"),
        pytest.param('"not"', "", id="the word not, looked for"),
        pytest.param("notable", "", id="a word that begins with not"),
        pytest.param("eff", "a1", id="a word that is only begun"),
        pytest.param("flux", "", id="the end of a word"),
        pytest.param('text:"drug eff"', "a1", id="words of which the last is only begun"),
        pytest.param('text:"dru efflux"', "", id="words of which another is only begun"),
        pytest.param("mir-7", "a2", id="a name is two words in a row"),
        pytest.param("state:Rejected effect:SENSITIVITY", "a2", id="choices in capitals"),
        pytest.param("sort:mirna zhao", "a1 a2", id="an order is no condition"),
    ],
)
def test_curation_filter_selects(text: str, expected: str) -> None:
    assert [row.id for row in select(ROWS, query(text).conditions)] == expected.split()


def test_curation_filter_is_conditions() -> None:
    assert query('-drug:cisplatin  text:"a b"').conditions == (
        Condition("drug", "cisplatin", negated=True),
        Condition("text", "a b"),
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param("colour:red", "there is no field colour; there are mirna, source", id="unknown field"),
        pytest.param("state:done", "state is undecided or accepted or edited or rejected", id="unknown state"),
        pytest.param("polarity:no", "polarity is affirmed or negated or speculative", id="unknown polarity"),
        pytest.param("effect:sensitive", 'effect is resistance or sensitivity or "" for none', id="unknown effect"),
        pytest.param("found:maybe", "found is yes or no", id="neither yes nor no"),
        pytest.param("confidence:<high", "write a number between 0 and 1", id="no number"),
        pytest.param('text:"efflux', 'write text:"two words"', id="open quotation"),
        pytest.param("mirna:", 'write mirna:""', id="no value"),
        pytest.param("document:", "such as document:zhao", id="no value where none can be empty"),
        pytest.param("mrina:miR-21", "there is no field mrina (is it mirna?)", id="a field nearly right"),
        pytest.param("-", "such as -drug:cisplatin", id="a hyphen alone"),
        pytest.param("miR-7 not", "such as not drug:cisplatin", id="not, and nothing behind it"),
        pytest.param("text:--", "no letter or digit", id="no word"),
        pytest.param("sort:drug", "sort is document or -document or confidence", id="an order that there is not"),
        pytest.param("-sort:confidence", "write sort:-confidence", id="an order turned round"),
    ],
)
def test_curation_filter_that_makes_no_sense_is_refused_in_words(text: str, message: str) -> None:
    with pytest.raises(FilterError) as caught:
        query(text)
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("text", "sort", "descending"),
    [
        pytest.param("miR-7", "document", False, id="as read"),
        pytest.param("sort:confidence", "confidence", False, id="lowest first"),
        pytest.param("state:undecided sort:-confidence", "confidence", True, id="highest first"),
        pytest.param("sort:mirna sort:state", "state", False, id="the last one counts"),
    ],
)
def test_curation_filter_says_the_order(text: str, sort: str, descending: bool) -> None:
    asked = query(text)
    assert (asked.sort, asked.descending) == (sort, descending)
    assert not any(condition.field == "sort" for condition in asked.conditions)
