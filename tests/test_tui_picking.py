"""Picking the value of a slot in the text: what a word is, what it means for a slot, and the keys that do it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from textual.pilot import Pilot

from curator.model import Citation, Effect, Mention, MentionType, Slot, Span
from curator.storage import Database
from curator.tui.app import CuratorApp
from curator.tui.desk import Desk
from curator.tui.picking import Picked, area_around, effect_of, picked_span, value_of, whole_name, words_of
from curator.tui.screens.edit import EditScreen
from curator.tui.screens.spanning import SpanScreen
from curator.tui.widgets.told import Told
from curator.workbench.passages import Reading
from tests.tui_samples import ADIPOCYTES, FIBROBLASTS, TEXT, assertions, form_of, paper, sample


def named(type: MentionType, words: str, name: str, *, after: str = FIBROBLASTS) -> Mention:
    start = TEXT.index(words, TEXT.index(after))
    return Mention(type, start, start + len(words), words, name)


MENTIONS = (
    named(MentionType.CELL, "CAF", "cancer-associated fibroblast"),
    named(MentionType.MIRNA, "miR-522", "miR-522"),
    named(MentionType.GENE, "ALOX15", "ALOX15"),
    named(MentionType.DRUG, "paclitaxel", "paclitaxel"),
    named(MentionType.MIRNA, "miR-21", "miR-21", after=ADIPOCYTES),
    named(MentionType.CELL, "adipocytes", "adipocyte", after=ADIPOCYTES),
)
MARKER = TEXT.index("[2]")
READING = Reading(replace(paper(), citations=(Citation(MARKER, MARKER + 3, ("2",)),)), MENTIONS)
SENTENCE = Span(TEXT.index(FIBROBLASTS), TEXT.index(FIBROBLASTS) + len(FIBROBLASTS))
WORDS = words_of(READING, SENTENCE)


def said(words: list[Span], picked: Picked) -> str:
    span = picked_span(words, picked)
    return TEXT[span.start : span.end]


def test_tui_picking_words_are_cut_where_a_name_begins_or_ends() -> None:
    # CAF is a name and CAF-derived is not; a miRNA keeps its hyphen, a full stop is no part of a word.
    words = [TEXT[w.start : w.end] for w in WORDS]
    assert words[:7] == ["In", "gastric", "cancer", ",", "CAF", "-derived", "exosomal"]
    assert "miR-522" in words
    assert words[-4:] == ["[", "2", "]", "."]


def test_tui_picking_by_word_and_more_words() -> None:
    one = Picked(0, 0).moved(1, len(WORDS))
    assert said(WORDS, one) == "gastric"
    two = one.extended(1, len(WORDS))
    assert said(WORDS, two) == "gastric cancer"
    # It never shrinks to nothing, nor leaves the text.
    assert two.extended(-1, len(WORDS)).extended(-1, len(WORDS)) == one
    assert Picked(0, 0).moved(-1, len(WORDS)) == Picked(0, 0)


NAMES = [
    pytest.param(Slot.SOURCE, "CAF", id="cell"),
    pytest.param(Slot.MIRNA, "miR-522", id="miRNA"),
    pytest.param(Slot.EFFECT, "resistance", id="a word that speaks of an effect"),
    pytest.param(Slot.CITATION, "[2]", id="marker"),
]


@pytest.mark.parametrize(("slot", "words"), NAMES)
def test_tui_picking_takes_what_fits_the_slot_whole(slot: Slot, words: str) -> None:
    found = whole_name(WORDS, READING, slot, Picked(0, 0), 1)
    assert found
    assert said(WORDS, found) == words


def test_tui_picking_goes_from_name_to_name_and_round() -> None:
    words = words_of(READING, area_around(READING.document, SENTENCE))
    found = Picked(0, 0)
    shown = []
    for step in (1, 1, 1, -1):
        found = whole_name(words, READING, Slot.MIRNA, found, step) or found
        shown.append(said(words, found))
    assert shown == ["miR-522", "miR-21", "miR-522", "miR-21"]
    # No disease is named anywhere.
    assert whole_name(words, READING, Slot.DISEASE, Picked(0, 0), 1) is None


VALUES = [
    pytest.param(Slot.SOURCE, "CAF", "cancer-associated fibroblast", id="name of the mention"),
    pytest.param(Slot.SOURCE, "CAF-derived", "CAF-derived", id="more than the mention is words"),
    pytest.param(Slot.DRUG, "CAF", "CAF", id="mention of another kind"),
    pytest.param(Slot.DISEASE, "gastric cancer,", "gastric cancer", id="no comma at the end"),
    pytest.param(Slot.EFFECT, "causes resistance", "resistance", id="effect"),
    pytest.param(Slot.EFFECT, "causes", "causes", id="no effect is left to be refused"),
    pytest.param(Slot.CITATION, "paclitaxel [2]", "2", id="key of the marker"),
]


@pytest.mark.parametrize(("slot", "words", "value"), VALUES)
def test_tui_picking_value(slot: Slot, words: str, value: str) -> None:
    start = TEXT.index(words, SENTENCE.start)
    assert value_of(READING, slot, Span(start, start + len(words))) == value


EFFECTS = [
    pytest.param("chemoresistant", Effect.RESISTANCE, id="resistant"),
    pytest.param("Resensitizes", Effect.SENSITIVITY, id="sensitizes"),
    pytest.param("resist", Effect.RESISTANCE, id="verb"),
    pytest.param("response", None, id="neither"),
]


@pytest.mark.parametrize(("word", "effect"), EFFECTS)
def test_tui_picking_effect(word: str, effect: Effect | None) -> None:
    assert effect_of(word) is effect


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[CuratorApp]:
    monkeypatch.setenv("CURATOR_NAME", "kim")
    held = sample(tmp_path)
    with Database.open(held.path) as database:
        database.save_extraction(paper().id, assertions(), rules_version="r1", program_version="0", mentions=MENTIONS)
    with held.workbench() as workbench:
        yield CuratorApp(Desk(workbench))


async def press(pilot: Pilot[None], *keys: str) -> None:
    await pilot.press(*keys)
    await pilot.pause()


@pytest.mark.parametrize("size", [(140, 40), (80, 24)], ids=["wide", "narrow"])
async def test_tui_picking_a_source_in_the_text(app: CuratorApp, size: tuple[int, int]) -> None:
    async with app.run_test(size=size) as pilot:
        # The second row has the wrong source. I edit it, go to the source and pick: adipocytes is the name there.
        await press(pilot, "j", "e", "tab", "ctrl+t")
        assert isinstance(app.screen, SpanScreen)
        assert "S adipocyte" in str(app.screen.query_one("#value", Told).content)
        await press(pilot, "enter")
        assert isinstance(app.screen, EditScreen)
        assert form_of(app).values["source"] == "adipocyte"
        await press(pilot, "enter")
        assert app.desk.entries[1].claim.source == "adipocyte"


async def test_tui_picking_words_that_nothing_names(app: CuratorApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        # No disease is named in the sentence: I begin at its first word, go on by words and take two.
        await press(pilot, "e", *["tab"] * 6, "ctrl+t")
        await press(pilot, "right", "shift+right", "shift+right", "shift+left", "enter")
        assert form_of(app).values["disease"] == "gastric cancer"
        # Left with escape it changes nothing; in the comment there is no slot to pick for.
        await press(pilot, "ctrl+t", "escape")
        assert form_of(app).values["disease"] == "gastric cancer"
        await press(pilot, "tab", "ctrl+t")
        assert isinstance(app.screen, EditScreen)
