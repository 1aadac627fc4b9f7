"""The language of patterns: what an element means, and what is refused in words."""

from __future__ import annotations

import re

import pytest

from curator.patterns.syntax import Element, matcher_variants, parse_pattern, unknown_classes

CLASSES = {"targets": frozenset({"bind:active", "target:active"}), "a target": frozenset({"target:noun"})}


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        pytest.param("MIRNA", Element(("MIRNA",), (), (), source="MIRNA"), id="unit"),
        pytest.param("Of", Element((), (), ("of",), source="Of"), id="word in any case"),
        pytest.param("<a target>", Element((), ("a target",), (), source="<a target>"), id="class with a space"),
        pytest.param(
            "agent=MIRNA|PRON", Element(("MIRNA", "PRON"), (), (), "agent", source="agent=MIRNA|PRON"), id="named"
        ),
        pytest.param("by|<targets>", Element((), ("targets",), ("by",), source="by|<targets>"), id="word or class"),
        pytest.param("3'-UTR", Element((), (), ("3'-utr",), source="3'-UTR"), id="word with signs"),
        pytest.param("(", Element((), (), ("(",), source="("), id="bracket"),
        pytest.param(",", Element((), (), (",",), source=","), id="comma"),
    ],
)
def test_syntax_reads_an_element(written: str, expected: Element) -> None:
    assert parse_pattern(written).segments[0].elements == (expected,)


def test_syntax_reads_what_may_be_missing() -> None:
    optional = [(e.words, e.optional) for e in parse_pattern("directly? GENE of").segments[0].elements]
    assert optional == [(("directly",), True), ((), False), (("of",), False)]


def test_syntax_cuts_a_pattern_at_its_gaps() -> None:
    pattern = parse_pattern("agent=MIRNA ... verb=<targets> .. the 3'-UTR of theme=GENE")
    assert pattern.gaps == ("...", "..")
    assert [[e.source for e in s.elements] for s in pattern.segments] == [
        ["agent=MIRNA"],
        ["verb=<targets>"],
        ["the", "3'-UTR", "of", "theme=GENE"],
    ]
    assert pattern.names() == {"agent", "verb", "theme"}


@pytest.mark.parametrize(
    ("written", "told"),
    [
        pytest.param("", "the pattern is empty", id="empty"),
        pytest.param(".. MIRNA", "the gap `..` needs an element on its left", id="gap at the beginning"),
        pytest.param("MIRNA ...", "the gap `...` needs an element on its right", id="gap at the end"),
        pytest.param("MIRNA ... .. GENE", "the gap `..` needs an element on its left", id="two gaps"),
        pytest.param("MIRNA|", "cannot read `MIRNA|`", id="empty alternative"),
        pytest.param("<targets", "cannot read `<targets`", id="class that does not close"),
        pytest.param("<Targets>", "cannot read `<Targets>`", id="class in capitals"),
        pytest.param("MIRNA .. of? .. GENE", "at least one element must not be optional", id="all optional"),
    ],
)
def test_syntax_refuses(written: str, told: str) -> None:
    with pytest.raises(ValueError, match=re.escape(told)):
        parse_pattern(written)


def test_syntax_names_unknown_classes_in_order() -> None:
    pattern = parse_pattern("<targets> <heals> ... <a target>|<harms>")
    assert unknown_classes(pattern, CLASSES) == ["heals", "harms"]


def test_syntax_compiles_kinds_classes_and_words() -> None:
    segment = parse_pattern("agent=MIRNA <targets>|by").segments[0]
    assert [tokens for tokens, _ in matcher_variants(segment, CLASSES)] == [
        [{"TAG": {"IN": ["MIRNA"]}}, {"LEMMA": {"IN": ["bind:active", "target:active"]}}],
        [{"TAG": {"IN": ["MIRNA"]}}, {"LOWER": {"IN": ["by"]}}],
    ]


def test_syntax_compiles_an_optional_element_to_two_patterns_of_fixed_length() -> None:
    segment = parse_pattern("of? GENE").segments[0]
    assert [len(tokens) for tokens, _ in matcher_variants(segment, CLASSES)] == [2, 1]


@pytest.mark.parametrize(
    ("source", "problem"),
    [
        pytest.param("source=CELL gives agent=NONSENSE", "no unit is a `NONSENSE`", id="unknown kind"),
        pytest.param("wrongslot=CELL gives agent=MIRNA", "no rule keeps a `wrongslot`", id="unknown name"),
        pytest.param("source=CELL [gives agent=MIRNA", "cannot read `[gives`", id="stray bracket"),
        pytest.param("source=CELL ((( agent=MIRNA", "cannot read `(((`", id="brackets"),
    ],
)
def test_patterns_syntax_refuses_what_could_never_match(source: str, problem: str) -> None:
    with pytest.raises(ValueError, match=re.escape(problem)):
        parse_pattern(source)
