"""Verb groups: which verb it is, in which voice, and what the words before it do to its polarity."""

from __future__ import annotations

import pytest

from curator.extraction.units import Unit, build_units
from curator.model import Polarity
from tests.extraction_samples import mentions, rules

NEGATED, SPECULATIVE = Polarity.NEGATED, Polarity.SPECULATIVE


def units(text: str) -> list[Unit]:
    """The working view of a sentence before any rule."""
    return build_units(text, mentions(text), rules())


def verb(text: str) -> Unit:
    """The only verb of a sentence."""
    found = [u for u in units(text) if u.kind in ("VERB", "INF")]
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        pytest.param("miR-21 suppresses PTEN", "suppress:active", id="present"),
        pytest.param("miR-21 suppressed PTEN", "suppress:active", id="past"),
        pytest.param("miR-21 has suppressed PTEN", "suppress:active", id="perfect"),
        pytest.param("miR-21 is suppressing PTEN", "suppress:active", id="continuous"),
        pytest.param("miR-21 can suppress PTEN", "suppress:active", id="modal"),
        pytest.param("miR-21 was found to suppress PTEN", "suppress:active", id="found to"),
        pytest.param("miR-21 has been shown to directly suppress PTEN", "suppress:active", id="shown to, adverb"),
        pytest.param("miR-21 is able to suppress PTEN", "suppress:active", id="able to"),
        pytest.param("miR-21 appears to suppress PTEN", "suppress:active", id="appears to"),
        pytest.param("miR-21 down-regulates PTEN", "downregulate:active", id="hyphen"),
        pytest.param("miR-21 down regulates PTEN", "downregulate:active", id="two words"),
        pytest.param("miR-21 down\u2011regulates PTEN", "downregulate:active", id="non-breaking hyphen"),
        pytest.param("miR-21 leads to apoptosis", "lead to:active", id="particle"),
        pytest.param("PTEN is suppressed by miR-21", "suppress:passive", id="passive"),
        pytest.param("PTEN was directly suppressed by miR-21", "suppress:passive", id="passive with an adverb"),
        pytest.param("PTEN has been suppressed by miR-21", "suppress:passive", id="passive perfect"),
        pytest.param("PTEN can be suppressed by miR-21", "suppress:passive", id="passive with a modal"),
        pytest.param("PTEN was found to be suppressed by miR-21", "suppress:passive", id="found to be"),
    ],
)
def test_verbs_group_is_one_verb_in_its_voice(text: str, key: str) -> None:
    assert verb(text).key == key


@pytest.mark.parametrize(
    ("text", "polarities"),
    [
        pytest.param("miR-21 suppresses PTEN", [], id="plain"),
        pytest.param("miR-21 can suppress PTEN", [], id="ability is no doubt"),
        pytest.param("miR-21 was shown to suppress PTEN", [], id="shown to"),
        pytest.param("miR-21 did not suppress PTEN", [NEGATED], id="did not"),
        pytest.param("miR-21 cannot suppress PTEN", [NEGATED], id="cannot"),
        pytest.param("miR-21 doesn't suppress PTEN", [NEGATED], id="doesn't"),
        pytest.param("PTEN was not suppressed by miR-21", [NEGATED], id="passive"),
        pytest.param("PTEN was never suppressed by miR-21", [NEGATED], id="never"),
        pytest.param("miR-21 failed to suppress PTEN", [NEGATED], id="failed to"),
        pytest.param("miR-21 is unable to suppress PTEN", [NEGATED], id="unable to"),
        pytest.param("miR-21 may suppress PTEN", [SPECULATIVE], id="may"),
        pytest.param("miR-21 might directly suppress PTEN", [SPECULATIVE], id="might"),
        pytest.param("miR-21 is predicted to suppress PTEN", [SPECULATIVE], id="predicted to"),
        pytest.param("miR-21 is likely to suppress PTEN", [SPECULATIVE], id="likely to"),
        pytest.param("miR-21 might not suppress PTEN", [SPECULATIVE, NEGATED], id="might not"),
    ],
)
def test_verbs_group_carries_what_denies_or_doubts_it(text: str, polarities: list[Polarity]) -> None:
    cues = verb(text).cues
    assert [cue.kind for cue in cues] == polarities
    assert [text[cue.start : cue.end] for cue in cues] == [cue.text for cue in cues]


@pytest.mark.parametrize(
    ("text", "word", "kind", "key"),
    [
        pytest.param("miR-21 targets PTEN", "targets", "VERB", "target:active", id="verb before an object"),
        pytest.param("the targets of miR-21", "targets", "NOUN", "target:noun", id="noun before a preposition"),
        pytest.param("miR-21 targets were found", "targets", "NOUN", "target:noun", id="noun before a verb"),
        pytest.param("a novel target gene", "target gene", "NOUN", "target gene:noun", id="noun of two words"),
        pytest.param("increased PTEN expression", "increased", "ADJ", "increase:passive", id="participle at the start"),
        pytest.param("miR-21 increased PTEN", "increased", "VERB", "increase:active", id="past"),
        pytest.param("an increase in PTEN", "increase", "NOUN", "increase:noun", id="noun behind an article"),
        pytest.param("It acts by suppressing PTEN", "suppressing", "ING", "suppress:ing", id="gerund"),
        pytest.param("PTEN suppressed by miR-21", "suppressed", "ADJ", "suppress:passive", id="reduced relative"),
        pytest.param("miR-21-mediated loss", "-mediated", "SUFFIX", "", id="suffix"),
    ],
)
def test_verbs_noun_adjective_and_verb_are_told_apart(text: str, word: str, kind: str, key: str) -> None:
    found = next(u for u in units(text) if u.text == word)
    assert (found.kind, found.key) == (kind, key)
