"""Inflection: a cue file lists a word once and every form of it is found."""

from __future__ import annotations

import pytest

from curator.patterns.inflect import fold_word, plurals, spellings, verb_forms

IRREGULAR = {"bind": ("bound",), "cut": ("cut", "cutting"), "give": ("gave", "given"), "lead": ("led",)}


@pytest.mark.parametrize(
    ("verb", "third", "past", "ing"),
    [
        pytest.param("target", {"targets"}, {"targeted"}, {"targeting"}, id="regular"),
        pytest.param("reduce", {"reduces"}, {"reduced"}, {"reducing"}, id="silent e"),
        pytest.param("suppress", {"suppresses"}, {"suppressed"}, {"suppressing"}, id="sibilant"),
        pytest.param("abolish", {"abolishes"}, {"abolished"}, {"abolishing"}, id="sh"),
        pytest.param("modify", {"modifies"}, {"modified"}, {"modifying"}, id="consonant and y"),
        pytest.param("convey", {"conveys"}, {"conveyed"}, {"conveying"}, id="vowel and y"),
        pytest.param("free", {"frees"}, {"freed"}, {"freeing"}, id="ee keeps both"),
        pytest.param("bind", {"binds"}, {"bound"}, {"binding"}, id="irregular past"),
        pytest.param("give", {"gives"}, {"gave", "given"}, {"giving"}, id="two past forms"),
        pytest.param("cut", {"cuts"}, {"cut"}, {"cutting"}, id="irregular participle"),
        pytest.param("lead to", {"leads to"}, {"led to"}, {"leading to"}, id="verb with a particle"),
        pytest.param("knock down", {"knocks down"}, {"knocked down"}, {"knocking down"}, id="verb with an adverb"),
        pytest.param(
            "negatively regulate",
            {"negatively regulates"},
            {"negatively regulated"},
            {"negatively regulating"},
            id="adverb before the verb",
        ),
        pytest.param(
            "sensitize",
            {"sensitizes", "sensitises"},
            {"sensitized", "sensitised"},
            {"sensitizing", "sensitising"},
            id="both spellings of -ize",
        ),
    ],
)
def test_inflect_writes_out_every_form(verb: str, third: set[str], past: set[str], ing: set[str]) -> None:
    forms = verb_forms(verb, irregular=IRREGULAR)
    assert (set(forms.third), set(forms.past), set(forms.ing)) == (third, past, ing)
    assert verb in forms.base


@pytest.mark.parametrize(
    ("noun", "expected"),
    [
        pytest.param("target", ("targets",), id="regular"),
        pytest.param("loss", (), id="ends with s"),
        pytest.param("activity", ("activities",), id="y"),
        pytest.param("silencing", (), id="-ing has none"),
        pytest.param("IC50", (), id="a number has none"),
    ],
)
def test_inflect_plurals(noun: str, expected: tuple[str, ...]) -> None:
    assert plurals(noun) == expected


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        pytest.param("downregulate", ("downregulate", "down regulate"), id="in one word and in two"),
        pytest.param("overexpression", ("overexpression", "over expression"), id="over"),
        pytest.param("repress", ("repress",), id="re- is no word of its own"),
        pytest.param("upon", ("upon",), id="up with too little behind it"),
    ],
)
def test_inflect_spellings(phrase: str, expected: tuple[str, ...]) -> None:
    assert spellings(phrase) == expected


@pytest.mark.parametrize(
    "written",
    [
        pytest.param("Down-regulates", id="hyphen"),
        pytest.param("down\u2011regulates", id="non-breaking hyphen"),
        pytest.param("down\u2013regulates", id="en dash"),
        pytest.param("down\u00adregulates", id="soft hyphen"),
        pytest.param("DOWNREGULATES", id="capitals"),
    ],
)
def test_inflect_folds_case_and_every_hyphen(written: str) -> None:
    assert fold_word(written) == "downregulates"
