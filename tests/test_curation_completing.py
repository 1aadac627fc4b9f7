"""What a filter that is being typed may become."""

from __future__ import annotations

import pytest

from curator.curation.completing import offer
from curator.curation.queue import FIELDS, sorted_by

HELD = {"target": ["ABCB1", "heat shock protein", "PTEN"], "drug": ["cisplatin", 'the "old" drug']}


def values(field: str) -> list[str]:
    return HELD.get(field, [])


OFFERS = [
    pytest.param("tar", ["target:"], id="a field begun"),
    pytest.param("TAR", ["target:"], id="in capitals"),
    pytest.param("-tar", ["-target:"], id="negated"),
    pytest.param("miR-21 dr", ["drug:"], id="the last word of several"),
    pytest.param("target:p", ["target:PTEN", 'target:"heat shock protein"'], id="begins so, before holds it"),
    pytest.param("target:b", ["target:ABCB1"], id="holds it"),
    pytest.param('target:"heat s', ['target:"heat shock protein"'], id="within quotation marks"),
    pytest.param("-effect:re", ["-effect:resistance"], id="a choice, negated"),
    pytest.param("sort:-c", ["sort:-confidence"], id="an order"),
    pytest.param("confidence:>", ["confidence:>=0.5", "confidence:>=0.8"], id="a bound"),
    pytest.param("drug:", ["drug:cisplatin"], id="no value that cannot be written"),
    pytest.param("target:xyz", [], id="no such value"),
    pytest.param("colour:", [], id="no such field"),
    pytest.param("miR-21", [], id="a plain word"),
]


@pytest.mark.parametrize(("typed", "options"), OFFERS)
def test_curation_completing_offers(typed: str, options: list[str]) -> None:
    assert list(offer(typed, values).options) == options


def test_curation_completing_an_empty_word_may_become_any_field() -> None:
    assert [option.rstrip(":") for option in offer("target:PTEN ", values).options] == list(FIELDS)
    assert "-sort:" not in offer("-", values).options


def test_curation_completing_replaces_the_last_word_alone() -> None:
    found = offer("miR-21 target:a", values)
    assert found.completed("miR-21 target:a", found.options[0]) == "miR-21 target:ABCB1 "
    assert offer("miR-21 tar", values).completed("miR-21 tar", "target:") == "miR-21 target:"
    assert offer("x s", values).common("x s") == "x s"
    assert offer("x conf", values).common("x conf") == "x conf"


ORDERS = [
    pytest.param("", "mirna", False, "sort:mirna", id="alone"),
    pytest.param('target:"a b" sort:mirna x', "state", True, 'target:"a b" x sort:-state', id="in place of another"),
    pytest.param("x SORT:-mirna", "document", False, "x", id="back to the usual one"),
    pytest.param("x", "document", True, "x sort:-document", id="the usual one from its end"),
]


@pytest.mark.parametrize(("text", "order", "descending", "wanted"), ORDERS)
def test_curation_queue_sorted_by(text: str, order: str, descending: bool, wanted: str) -> None:
    assert sorted_by(text, order, descending=descending) == wanted
