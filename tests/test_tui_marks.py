"""How text, evidence and words reach the screen, apart from any screen."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from curator.model import Action, Claim, Effect, Factor, Polarity, Reason, Slot, SlotSpan, Span, Verdict
from curator.tui import words
from curator.tui.glyphs import bar, fit, fit_middle, visible
from curator.tui.marks import LETTERS, Mark, Passage, lead, marked, passages
from curator.tui.themes import THEMES, first_theme, theme_after
from curator.tui.widgets.queue import shares
from tests.tui_samples import FIBROBLASTS, TEXT, assertions, paper

CHARACTERS = [
    pytest.param("\x1b[2J", "␛[2J", id="escape sequence"),
    pytest.param("\x07\x7f", "␇␡", id="bell and delete"),
    pytest.param("\x9b31m", "\ufffd31m", id="eight-bit control"),
    pytest.param("a\u202eb", "a\ufffdb", id="reversed direction"),
    pytest.param("\ud800", "\ufffd", id="half a character"),
    pytest.param("a\tb\nc", "a b c", id="blanks"),
    pytest.param("[bold]β-catenin[/]", "[bold]β-catenin[/]", id="what looks like markup"),
]


@pytest.mark.parametrize(("text", "shown"), CHARACTERS)
def test_tui_marks_control_characters_are_shown_as_signs(text: str, shown: str) -> None:
    assert visible(text) == shown


CUT = [
    pytest.param("cancer-associated fibroblasts", 16, "cancer-ass…lasts", id="both ends"),
    pytest.param("cancer-associated adipocytes", 16, "cancer-ass…cytes", id="told apart by the end"),
    pytest.param("CAF", 5, "CAF  ", id="fits"),
    pytest.param("CAFs", 2, "C…", id="no room for an end"),
]


@pytest.mark.parametrize(("text", "width", "shown"), CUT)
def test_tui_marks_a_source_is_cut_in_its_middle(text: str, width: int, shown: str) -> None:
    assert fit_middle(text, width) == shown


def test_tui_marks_columns_of_the_queue_share_what_there_is() -> None:
    needed = {Slot.MIRNA: 12, Slot.SOURCE: 50, Slot.TARGET: 9}
    # Short columns take no more than they need, however much room there is; source has the rest.
    assert shares(needed, 45) == {Slot.MIRNA: 12, Slot.SOURCE: 24, Slot.TARGET: 9}
    assert shares(needed, 90) == {Slot.MIRNA: 12, Slot.SOURCE: 69, Slot.TARGET: 9}
    # Where none has what it needs, they are alike.
    assert shares(needed, 24) == {Slot.MIRNA: 8, Slot.SOURCE: 8, Slot.TARGET: 8}


@given(st.text())
def test_tui_marks_visible_text_is_as_long_as_it_was_and_holds_no_control(text: str) -> None:
    shown = visible(text)
    assert len(shown) == len(text)
    assert not [c for c in shown if unicodedata.category(c) in {"Cc", "Cf", "Cs"}]


@given(st.text(st.characters(categories=["L", "N", "P"])), st.integers(1, 40))
def test_tui_marks_fitted_text_has_exactly_its_cells(text: str, width: int) -> None:
    assert cell_len(fit(text, width)) == width


BARS = [
    pytest.param(0.0, "░░░░", id="nothing"),
    pytest.param(0.99, "███░", id="almost all is not all"),
    pytest.param(1.0, "████", id="all"),
]


@pytest.mark.parametrize(("share", "drawn"), BARS)
def test_tui_marks_a_bar_is_full_only_when_all_is_done(share: float, drawn: str) -> None:
    assert bar(share, 4) == drawn


def _shown(marks: list[Mark], *, text: str = "miR-21 made cells resistant.", sentences: tuple[Span, ...] = ()) -> str:
    return marked(text, Passage(Span(0, len(text)), sentences), marks).plain


SHOWN = [
    pytest.param([], "miR-21 made cells resistant.", id="nothing marked"),
    pytest.param([Mark(0, 6, "M", "")], "‹M:miR-21› made cells resistant.", id="one slot"),
    pytest.param([Mark(0, 6, "M", ""), Mark(0, 6, "T", "")], "‹MT:miR-21› made cells resistant.", id="two on one span"),
    pytest.param(
        [Mark(12, 27, "E", ""), Mark(18, 27, "+", "")], "miR-21 made ‹E:cells ‹+:resistant››.", id="one in another"
    ),
    pytest.param(
        [Mark(0, 6, "M", ""), Mark(6, 11, "S", "")], "‹M:miR-21›‹S: made› cells resistant.", id="side by side"
    ),
    pytest.param([Mark(20, 99, "E", "")], "miR-21 made cells resistant.", id="beyond the paragraph"),
    pytest.param([Mark(3, 3, "E", "")], "miR-21 made cells resistant.", id="empty"),
]


@pytest.mark.parametrize(("marks", "shown"), SHOWN)
def test_tui_marks_slots_are_bracketed_with_their_letter(marks: list[Mark], shown: str) -> None:
    assert _shown(marks) == shown


def test_tui_marks_the_sentence_is_set_off_from_its_paragraph() -> None:
    assert _shown([], text="Before. Here. After.", sentences=(Span(8, 13),)) == "Before. ▸ Here. ◂ After."


@given(st.lists(st.tuples(st.integers(0, 28), st.integers(0, 28)).map(sorted), max_size=6))
def test_tui_marks_whatever_is_marked_no_letter_of_the_text_is_lost(spans: list[Any]) -> None:
    marks = [Mark(start, end, "M", "") for start, end in spans]
    shown = _shown(marks).replace("‹M:", "").replace("›", "")
    assert shown == "miR-21 made cells resistant."


def test_tui_marks_a_slot_far_from_its_evidence_brings_its_paragraph_along() -> None:
    first = assertions()[0]
    far = TEXT.index("miR-34a")
    slots = (*first.evidence[0].slots, SlotSpan(Slot.SOURCE, far, far + 7, "miR-34a", "miR-34a"))
    shown = passages(paper(), [replace(first.evidence[0], slots=slots)])
    assert [len(p.sentences) for p in shown] == [1, 0]
    assert TEXT[shown[1].paragraph.start : shown[1].paragraph.end].endswith("resistant [1].")


def test_tui_marks_what_stands_before_the_sentence_tells_where_to_scroll() -> None:
    passage = passages(paper(), assertions()[0].evidence)[0]
    before = lead(TEXT, passage, []).plain
    assert visible(TEXT).startswith(before, passage.paragraph.start)
    assert TEXT.index(FIBROBLASTS) == passage.paragraph.start + len(before)


def test_tui_marks_every_slot_has_a_letter_of_its_own() -> None:
    assert len(set(LETTERS.values())) == len(Slot)


PRODUCTS = [
    pytest.param(
        (-1, 1, -1), Effect.RESISTANCE, "(−)(+)(−) = +: miR-21, when present, confers resistance", id="agrees"
    ),
    pytest.param(
        (-1,),
        Effect.RESISTANCE,
        "(−) = −: miR-21, when present, confers sensitivity; but the row says resistance",
        id="differs",
    ),
    pytest.param((1,), None, "(+) = +: miR-21, when present, confers resistance", id="row without effect"),
]


@pytest.mark.parametrize(("signs", "effect", "line"), PRODUCTS)
def test_tui_marks_the_signs_are_multiplied_before_her_eyes(
    signs: tuple[int, ...], effect: Effect | None, line: str
) -> None:
    factors = [Factor("verb", sign, 0, 1, "x") for sign in signs]
    assert words.product(factors, Claim("miR-21", effect=effect)) == line


REFERENCES = [
    pytest.param(None, ["none: the paper's own finding"], id="own finding"),
    pytest.param("9", ["[9] is not in the reference list"], id="unknown key"),
    pytest.param("2", ["[2] Zhang H. Two.", "doi:10.1/2"], id="known key"),
    pytest.param("1,2", ["[1] Au Yeung C. One.", "doi:10.1/1", "[2] Zhang H. Two.", "doi:10.1/2"], id="several keys"),
    pytest.param(
        "2, 9", ["[2] Zhang H. Two.", "doi:10.1/2", "[9] is not in the reference list"], id="one known of two"
    ),
    pytest.param("Smith 2020", ["Smith 2020 is not in the reference list"], id="list without numbers"),
]


@pytest.mark.parametrize(("key", "lines"), REFERENCES)
def test_tui_marks_every_reference_is_given_in_full_or_why_not(key: str | None, lines: list[str]) -> None:
    assert list(words.references(key, paper())) == lines


def test_tui_marks_a_verdict_is_told_with_who_when_and_why() -> None:
    given = Verdict("a1", Action.REJECT, "kim", "2024-05-01T10:20:30.000Z", Claim("miR-1"), reason=Reason.HYPOTHESIS)
    assert words.verdict(given) == "2024-05-01 10:20 kim rejected (hypothesis)"
    assert words.verdict(replace(given, comment="see p. 3")).endswith("rejected (hypothesis): see p. 3")


def test_tui_marks_no_two_states_share_a_sign() -> None:
    signs = [*words.STATE_SIGNS.values(), words.MISS_SIGN]
    assert len(set(signs)) == len(signs)
    assert len({words.POLARITY_SIGNS[p] for p in Polarity}) == len(Polarity)


BEGINNINGS = [
    pytest.param({"TERM": "xterm-256color"}, "curator-dark", id="nothing said"),
    pytest.param({"TERM": "xterm-256color", "COLORFGBG": "0;15"}, "curator-light", id="light background"),
    pytest.param({"TERM": "xterm-256color", "COLORFGBG": "15;0"}, "curator-dark", id="dark background"),
    pytest.param({"TERM": "xterm", "COLORTERM": "truecolor"}, "curator-dark", id="all colours"),
    pytest.param({"TERM": "linux"}, "curator-terminal", id="sixteen colours"),
    pytest.param({"TERM": "xterm-256color", "NO_COLOR": "1"}, "curator-terminal", id="no colour"),
    pytest.param({"TERM": "linux", "CURATOR_THEME": "light"}, "curator-light", id="asked for"),
    pytest.param({"TERM": "xterm-256color", "CURATOR_THEME": "pink"}, "curator-dark", id="asked for what is not there"),
]


@pytest.mark.parametrize(("environ", "name"), BEGINNINGS)
def test_tui_marks_the_theme_fits_the_terminal(environ: dict[str, str], name: str) -> None:
    assert first_theme(environ) == name


def test_tui_marks_themes_come_in_turn() -> None:
    names = [theme.name for theme in THEMES]
    assert [theme_after(name) for name in names] == [*names[1:], names[0]]
