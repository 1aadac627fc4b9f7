"""The rules as data: each keeps what its examples promise, and none knows the paper that it is measured on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import product

import pytest

from curator.evaluation import gold
from curator.extraction.examples import check_rule
from curator.extraction.mirna import find_mirnas
from curator.model import GoldRow, MentionType
from curator.patterns import Rule
from curator.patterns.syntax import Element
from tests.extraction_samples import CORPUS, extractor, review, rules

by_id = pytest.mark.parametrize("rule", rules().rules, ids=lambda rule: rule.id)

SAYS_WHAT_IS_NO_NAME = {"not_symbols", "not_names", "not_gene_heads", "gene_heads"}
"""Lists that may hold what looks like a symbol, for they say what is none."""
MARKERS = {"cd4", "cd8", "cd44", "bmi1"}
"""Genes by which a kind of cell is called."""
ENGLISH = {"trio"}
"""English words that are symbols too; in the lists they count miRNAs."""
MEASURED_WORDS = 4
"""A phrase of so many words that also stands in the review was taken from it, unless it is plain English."""
PLAIN_ENGLISH = {"remains to be investigated"}


@by_id
def test_rules_hold_their_examples(rule: Rule) -> None:
    assert [str(fault) for fault in check_rule(rule, extractor())] == []


@by_id
def test_rules_show_what_they_match(rule: Rule) -> None:
    assert rule.match


@pytest.mark.parametrize("rule", [r for r in rules().rules if r.role], ids=lambda rule: rule.id)
def test_rules_about_relations_show_what_only_comes_near(rule: Rule) -> None:
    assert rule.no_match


@by_id
def test_rules_say_what_they_are_for_under_a_plain_id(rule: Rule) -> None:
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", rule.id)
    assert len(rule.purpose) > 10


@by_id
def test_rules_use_units_that_exist(rule: Rule) -> None:
    used = {kind for pattern in rule.patterns for s in pattern.segments for e in s.elements for kind in e.kinds}
    made = {r.make for r in rules().rules if r.make}
    assert used <= {kind.name for kind in MentionType} | made | {"PRON"}


@pytest.mark.parametrize("rule", [r for r in rules().rules if r.role], ids=lambda rule: rule.id)
def test_rules_about_relations_name_the_units_they_need(rule: Rule) -> None:
    needed = {"TARGETS": {"theme"}, "REGULATES": {"agent", "theme"}, "ORIGIN": {"source"}, "CARRIES": {"agent"}}
    for pattern in rule.patterns:
        assert needed.get(rule.role, set()) <= pattern.names(), pattern.source


# What rules must not know


def written() -> Iterator[tuple[str, str]]:
    """Every wording in the pattern files, with what it belongs to."""
    for rule in rules().rules:
        yield from ((wording, rule.id) for pattern in rule.patterns for wording in _wordings(pattern.source))
    yield from ((" ".join(phrase), "a cue") for phrase in rules().lexicon.phrases)
    yield from ((" ".join(cue.phrase), cue.id) for cue in rules().scopes)
    for name, words in rules().lists.items():
        if name not in SAYS_WHAT_IS_NO_NAME:
            yield from ((word, name) for word in words)


def _wordings(source: str) -> Iterator[str]:
    """What a pattern spells out: its runs of plain words, every alternative written out."""
    run: list[tuple[str, ...]] = []
    for word in [*source.split(), ".."]:
        plain = tuple(
            w for w in word.rstrip("?").split("|") if re.search(r"[a-z0-9]", w) and not re.search(r"[<>=]", w)
        )
        if plain:
            run.append(plain)
        else:
            yield from (" ".join(words) for words in product(*run) if words)
            run = []


@cache
def _prose() -> str:
    return f" {' '.join(word for s in review().sentences for word in _words(review().quote(s)))} "


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def test_rules_name_no_mirna() -> None:
    assert [(text, place) for text, place in written() if any(find_mirnas(text))] == []


def test_rules_name_no_gene() -> None:
    symbols = {e.name.lower() for e in rules().vocabulary.entries() if e.table == "genes"} - MARKERS - ENGLISH
    named = [(text, place) for text, place in written() if symbols & set(_words(text))]
    assert named == []


def test_rules_name_no_gene_of_the_gold_by_any_of_its_names() -> None:
    wanted = {row.target for row in _gold_rows()}
    named = [(t, p) for t, p in written() for n in rules().vocabulary.find(t) if n.entry.name in wanted]
    assert wanted
    assert named == []


def test_rules_name_no_drug_and_no_tumour_of_the_gold() -> None:
    wanted = {value for row in _gold_rows() for value in (row.drug, row.disease) if value}
    named = [(t, p) for t, p in written() for n in rules().vocabulary.find(t) if n.entry.name in wanted]
    assert {"paclitaxel", "breast cancer"} <= wanted
    assert named == []


def test_rules_name_no_author() -> None:
    surnames = {author.split()[0].lower() for ref in review().references for author in ref.authors}
    assert len(surnames) > 200
    assert [(t, p) for t, p in written() if len(t) > 2 and t.lower() in surnames] == []


def test_rules_name_no_citation() -> None:
    ids = {rule.id for rule in rules().rules}
    assert [(t, p) for t, p in written() if p in ids and re.search(r"\d", t.replace("3'", ""))] == []


def test_rules_hold_no_turn_of_phrase_that_was_taken_from_the_review() -> None:
    long = {" ".join(_words(text)): place for text, place in written() if len(_words(text)) >= MEASURED_WORDS}
    assert long
    assert {text: p for text, p in long.items() if f" {text} " in _prose()}.keys() <= PLAIN_ENGLISH


def _gold_rows() -> tuple[GoldRow, ...]:
    found = gold.find(CORPUS / "gold", review())
    assert found is not None
    return found.adjudicated


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("agent=MIRNA by|via the .. GENE", ["by the", "via the"], id="alternatives"),
        pytest.param("<targets> of theme=GENE", ["of"], id="classes and names are no words"),
        pytest.param("in? vivo", ["in vivo"], id="optional"),
    ],
)
def test_rules_wordings_of_a_pattern(source: str, expected: list[str]) -> None:
    assert list(_wordings(source)) == expected


def test_rules_elements_of_the_shipped_rules_are_all_read() -> None:
    elements = [e for r in rules().rules for p in r.patterns for s in p.segments for e in s.elements]
    assert all(isinstance(e, Element) and (e.kinds or e.classes or e.words) for e in elements)
