"""The review line by line: the same verdicts as on the screen, told and given in words."""

from __future__ import annotations

import io
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from curator.errors import InputError
from curator.model import Polarity, Reason, Slot
from curator.tui.desk import Desk
from curator.tui.plain import edited_slots, reason_of, review_lines, run_plain
from curator.workbench import assigning
from curator.workbench.conflicts import conflicts
from tests.test_tui_tagging import say_it_twice
from tests.tui_samples import DENIAL, FIBROBLASTS, MISSED, Sample, in_conflict


def reviewed(desk: Sample, *lines: str, patient: bool = True) -> str:
    """Everything that the reviewer is told while she says these lines."""
    told: list[str] = []
    with desk.workbench() as workbench:
        review_lines(Desk(workbench), lines, write=told.append, patient=patient)
    return "\n".join(told)


def log(desk: Sample) -> list[tuple[str, str, str | None, str]]:
    with closing(sqlite3.connect(desk.path)) as connection:
        query = "SELECT action, before_mirna, reason, comment FROM verdicts ORDER BY number"
        return list(connection.execute(query))


def test_tui_plain_a_row_is_told_in_full(desk: Sample) -> None:
    told = reviewed(desk)
    for line in (
        "Row 1 of 3; 0 of 3 decided.",
        "source: CAF",
        "effect: resistance",
        "Gold: = matches Table 1, row 1",
        f"Sentence (Results): {FIBROBLASTS}",
        "Rule targets + confers",
        "Reference: [2] Zhang H. Two.",
    ):
        assert line in told.splitlines()


def test_tui_plain_every_verdict_of_the_screen_can_be_given(desk: Sample) -> None:
    # I accept the first row, mend the second, take the mending back and give it again, and reject the third.
    told = reviewed(desk, "accept", "edit source=adipocyte", "undo", "redo", "skip", "reject negative result", "quit")
    assert "saved: mended and accepted: miR-21 of adipocyte → APAF1" in told
    assert "saved: undone: edit of miR-21 of macrophage" in told
    assert told.splitlines()[-1] == "Every row is decided."
    assert [action for action, *_ in log(desk)] == ["accept", "edit", "undo", "undo", "reject"]
    assert log(desk)[-1] == ("reject", "miR-378d", "negative result", "")


def test_tui_plain_first_letters_are_enough(desk: Sample) -> None:
    reviewed(desk, "a", "r w", "u", "c see table", "q", "a")
    assert [action for action, *_ in log(desk)] == ["accept", "reject", "undo", "comment"]


def test_tui_plain_rows_are_filtered(desk: Sample) -> None:
    told = reviewed(desk, "filter target:DKK3", "filter", "filter colour:red", "filter miR-99")
    assert f"Sentence (Results): {DENIAL}" in told
    assert "Not done: colour:red: there is no field colour" in told
    assert "No row to show" in told


def test_tui_plain_a_miss_is_told_and_takes_no_verdict(desk: Sample) -> None:
    told = reviewed(desk, "show misses", "skip", "accept", "show all")
    assert "Missed: Table 1, row 2; no proposed row has all of it" in told
    assert "Not done: nothing proposed this gold row" in told
    assert log(desk) == []


def test_tui_plain_a_row_that_nothing_proposed_is_added_on_its_sentence(desk: Sample) -> None:
    # I look for the sentence, give the slots, and it is a row, accepted.
    told = reviewed(desk, "sentences miR-34a", "add 5 mirna=miR-34a effect=sensitivity citation=1", "undo")
    assert f"5  {MISSED}" in told.splitlines()
    assert "saved: accepted: miR-34a: sensitivity [1]" in told
    assert "Rule added by hand" in told
    assert [(action, mirna) for action, mirna, *_ in log(desk)] == [("accept", "miR-34a"), ("undo", "miR-34a")]


def test_tui_plain_a_finding_of_several_papers_is_one_decision_and_undone_as_one(desk: Sample) -> None:
    say_it_twice(desk.path)
    told = reviewed(desk, "filter miR-7", "accept", "undo", "redo")
    assert "Finding: 3 sentences in 2 papers; one decision is about all of them" in told
    assert "Also in two-2024: Exosomal miR-7 confers resistance to cisplatin." in told
    assert "(3 sentences in 2 papers)" in told
    assert "1 more of the same stroke" in told
    assert [action for action, *_ in log(desk)] == ["accept"] * 2 + ["undo"] * 4


NOT_DONE = [
    pytest.param("add 99 mirna=miR-21", "add needs the number of a sentence, 1 to 5", id="no such sentence"),
    pytest.param("add mirna=miR-21", "add needs the number of a sentence", id="no sentence"),
    pytest.param("add 5 target=PTEN", "a row needs a miRNA", id="a row without a miRNA"),
    pytest.param("agree", "there is no command agree", id="no command"),
    pytest.param("accept all", "accept stands alone", id="accept with more"),
    pytest.param("edit mirna=ABCB1", "is no name of a miRNA", id="an impossible value"),
    pytest.param("edit colour=red", "is no slot", id="no slot"),
    pytest.param("edit", "edit needs a slot", id="nothing to edit"),
    pytest.param("edit source=CAF", "that is what the row says already", id="nothing changed"),
    pytest.param('edit source="CAF', "a quotation mark is missing", id="half a quotation"),
    pytest.param("reject", "reject needs a reason", id="no reason"),
    pytest.param("reject it", "is no reason", id="another reason"),
    pytest.param("reject other", "needs a word of explanation", id="other, unexplained"),
    pytest.param("comment", "comment needs a text", id="an empty comment"),
    pytest.param("undo", "nothing to undo", id="nothing to undo"),
    pytest.param("back", "this is the first row", id="before the first"),
    pytest.param("show red", "there is no view red", id="no view"),
]


@pytest.mark.parametrize(("line", "why"), NOT_DONE)
def test_tui_plain_what_cannot_be_done_is_told_and_changes_nothing(desk: Sample, line: str, why: str) -> None:
    told = reviewed(desk, line).splitlines()[-1]
    assert told.startswith("Not done: ")
    assert why in told
    assert log(desk) == []
    # In a script what follows was meant for another row, so that nothing more is done.
    with pytest.raises(InputError, match=r"line 2 of the input(.|\n)*nothing after it was read"):
        reviewed(desk, "# a comment of the script", line, "accept", patient=False)
    assert log(desk) == []


REASONS = [
    pytest.param("wrong polarity", Reason.WRONG_POLARITY, "", id="by name"),
    pytest.param("p", Reason.WRONG_POLARITY, "", id="by letter"),
    pytest.param("Hypothesis: only supposed", Reason.HYPOTHESIS, "only supposed", id="with a comment"),
    pytest.param("o a duplicate", Reason.OTHER, "a duplicate", id="other, explained"),
    pytest.param("no relation", Reason.NO_RELATION, "", id="no letter of another"),
]


@pytest.mark.parametrize(("text", "reason", "comment"), REASONS)
def test_tui_plain_reason(text: str, reason: Reason, comment: str) -> None:
    assert reason_of(text) == (reason, comment)


def test_tui_plain_several_slots_are_mended_at_once() -> None:
    wanted = {Slot.SOURCE: "tumour cell", Slot.EFFECT: "", Slot.TARGET: "a=b"}
    assert edited_slots('source="tumour cell" effect= TARGET=a=b') == (wanted, None)
    assert edited_slots("effect= polarity=Negated") == ({Slot.EFFECT: ""}, Polarity.NEGATED)


def test_tui_plain_a_polarity_is_told_and_mended(desk: Sample) -> None:
    # The third row is denied by its text. I look at it, then read it again: the denial is of another miRNA.
    told = reviewed(
        desk, "skip", "skip", "show", "edit polarity=no", "edit polarity=negated", "accept", "show"
    ).splitlines()
    assert "State: undecided; ¬ negated: the text denies it" in told
    assert "Not done: polarity: no is no polarity: write affirmed, negated or speculative" in told
    assert any("that is what the row says already" in line for line in told)
    assert "saved: accepted as negated: miR-378d → DKK3 [2]" in told
    again = reviewed(desk, "show accepted", "edit polarity=affirmed", "show edited").splitlines()
    assert "saved: mended and accepted as affirmed: miR-378d → DKK3 [2]" in again
    assert "State: edited; affirmed; the text denies it" in again
    assert any(line.endswith("kim accepted as negated") for line in again)


def test_tui_plain_a_new_row_may_be_a_speculation(desk: Sample) -> None:
    told = reviewed(desk, "add 5 mirna=miR-34a effect=resistance polarity=speculative")
    assert "saved: accepted as speculative: miR-34a: resistance" in told
    assert "State: accepted; ? speculative: the text only considers it" in told


def piped(path: Path, text: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "curator", "review", "--plain", "--db", str(path)]
    environment = {**os.environ, "CURATOR_NAME": "kim"}
    return subprocess.run(command, input=text, capture_output=True, text=True, check=False, env=environment)


def test_tui_plain_from_a_pipe(desk: Sample) -> None:
    # What is judged until the input ends is saved, and that is a good end.
    good = piped(desk.path, "accept\nreject w\n")
    assert good.returncode == 0
    assert "2 verdicts stand" in good.stderr
    # Text of a paper never steers the terminal that it is printed on.
    assert "\x1b" not in good.stdout
    bad = piped(desk.path, "accept\nagree\naccept\n")
    assert bad.returncode == 1
    assert "line 2 of the input, 'agree'" in bad.stderr
    assert [action for action, *_ in log(desk)] == ["accept", "reject", "accept"]
    assert piped(desk.path.with_name("none.db"), "quit\n").returncode == 1


def test_tui_plain_a_line_without_end_is_refused_and_what_came_before_is_saved(
    desk: Sample, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("accept\ncomment " + "a" * 100_000 + "\naccept\n"))
    message = "line 2 of the input is longer than 100,000 characters"
    with desk.workbench() as workbench, pytest.raises(InputError, match=message) as caught:
        run_plain(workbench)
    assert len(str(caught.value)) < 200
    assert [action for action, *_ in log(desk)] == ["accept"]


def test_tui_plain_says_whose_a_row_is_and_asks_before_it_is_judged_for_her(desk: Sample) -> None:
    with desk.workbench() as workbench:
        assigning.assign(workbench, [workbench.queue()[0].stored], "bob")
    told = reviewed(desk, "accept", "accept")
    assert "Assigned to: bob" in told.splitlines()
    assert "Not done: this row is assigned to bob; say it again to go on all the same" in told
    assert log(desk) == [("accept", "miR-522", None, "")]
    # A script is not asked twice: what follows was meant for another row.
    with pytest.raises(InputError, match="assigned to bob"):
        reviewed(desk, "show all", "back", "reject n", patient=False)


SETTLED = [
    pytest.param("take 1", ("edit", "miR-21", None, ""), id="as the first did"),
    pytest.param("take 2", ("reject", "miR-21", "wrong source", ""), id="as the second did"),
    pytest.param("accept", ("accept", "miR-21", None, ""), id="as it stands"),
    pytest.param("reject h", ("reject", "miR-21", "hypothesis", ""), id="in another way"),
]


@pytest.mark.parametrize(("line", "verdict"), SETTLED)
def test_tui_plain_a_conflict_is_told_and_settled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: str, verdict: tuple[str, str, str | None, str]
) -> None:
    desk = in_conflict(tmp_path, monkeypatch)
    told = reviewed(desk, "filter conflict:yes", line)
    assert told.startswith("In conflict: 2 rows that curators decided differently; `filter conflict:yes` shows them.")
    assert "ada mended and accepted: see the sentence; source macrophage → adipocyte" in told
    assert "bob rejected (wrong source)" in told
    assert log(desk)[-1] == verdict
    with desk.workbench() as workbench:
        assert len(conflicts(workbench)) == 1


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        pytest.param(["take 1"], "nobody decided this one differently", id="no conflict"),
        pytest.param(["filter conflict:yes", "take 3"], "the number of a decision, 1 to 2", id="no such decision"),
    ],
)
def test_tui_plain_take_says_what_is_wrong(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lines: list[str], why: str
) -> None:
    desk = in_conflict(tmp_path, monkeypatch)
    if len(lines) == 1:
        lines = ["show accepted", *lines]
    assert why in reviewed(desk, *lines)
