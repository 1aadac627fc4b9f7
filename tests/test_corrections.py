"""A corrected paper: recognised when read, its verdicts carried, and what cannot be carried decided by a person."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from curator.curation.alignment import Alignment, wordings
from curator.curation.recognising import recognised
from curator.errors import InputError
from curator.identity import verdict_id
from curator.model import Action, Assertion, Citation, Document, Polarity, Reason, Sentence, Slot, Span, State, Verdict
from curator.storage import verdicts as stored_verdicts
from curator.workbench import Workbench, correcting, exports, extracting, history, papers
from tests.faces_samples import PAPER, FakeExtractor, curator

NEW_WORDS = PAPER.replace("## Results\n\n", "## Results\n\nThis text was corrected.\n\n")
TURNED = PAPER.replace(
    "targets APAF1 and promotes paclitaxel resistance", "hits APAF1 and may well not alter paclitaxel uptake"
)
_FIRST = "Yeung C, Co N. Exosomal transfer of miR-21. Nat Commun. 2016;7:11150."
_SECOND = "Zhang H. CAF secreted miR-522. Mol Cancer. 2020;19:43."
RENUMBERED = (
    NEW_WORDS.replace("[1]", "[x]").replace("[2]", "[1]").replace("[x]", "[2]").replace(_FIRST, "x")
    .replace(_SECOND, _FIRST).replace(f"1. x\n2. {_FIRST}", f"1. {_SECOND}\n2. {_FIRST}")
)  # fmt: skip


class Silent(FakeExtractor):
    """Proposes nothing."""

    def both(self, document: Document, **_: object) -> tuple[list[object], list[Assertion]]:  # type: ignore[override]
        return [], []


@pytest.fixture
def bench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workbench]:
    """Ada has accepted the first row of a paper, with a comment on it."""
    monkeypatch.setattr(Workbench, "extractor", lambda self: FakeExtractor())
    monkeypatch.setenv("CURATOR_NAME", "ada")
    with Workbench(tmp_path / "x.db") as workbench:
        (tmp_path / "yeung.md").write_text(PAPER, "utf-8")
        papers.read(workbench, [tmp_path / "yeung.md"])
        extracting.extract(workbench)
        first = workbench.queue()[0].stored
        workbench.judge(first.id, Action.ACCEPT)
        workbench.judge(first.id, Action.COMMENT, comment="look at figure 2")
        monkeypatch.setenv("CURATOR_NAME", "bob")
        yield workbench


def correct(bench: Workbench, text: str) -> str:
    """Read the paper again with another text and extract; the id of the new text."""
    path = bench.path.parent / "yeung.md"
    path.write_text(text, "utf-8")
    (read,) = papers.read(bench, [path])
    extracting.extract(bench)
    return read.document_id


def carried(bench: Workbench) -> list[Verdict]:
    return [verdict for verdict in bench.verdicts() if verdict.carries]


def test_corrections_carry_a_verdict_in_the_name_of_who_gave_it(bench: Workbench) -> None:
    new = correct(bench, NEW_WORDS)
    (old,) = bench.database().corrections().replaced()
    accepted, comment = carried(bench)
    assert (accepted.action, accepted.curator, accepted.after) == (Action.ACCEPT, "ada", accepted.before)
    assert (comment.action, comment.comment) == (Action.COMMENT, "look at figure 2")
    assert accepted.carries == bench.verdicts()[0].id
    (row,) = (r for r in bench.database().assertions(new) if r.state is State.ACCEPTED)
    assert row.id == accepted.assertion
    assert accepted.quote == row.assertion.evidence[0].quote
    (summary, _) = bench.documents()
    assert (summary.id, summary.replaced_by, summary.undecided) == (old, "yeung", 0)
    waiting = bench.queue_counts().waiting
    assert waiting == 1, "the undecided row waits once, in the new text"


def test_corrections_are_listed_and_exported_once(bench: Workbench) -> None:
    correct(bench, NEW_WORDS)
    out = bench.path.parent / "rows.tsv"
    assert exports.export(bench, "tsv", out) == 1
    assert exports.export(bench, "tsv", out, every_state=True) == 2
    views = bench.database()._connection.execute("SELECT replaced_by FROM curated").fetchall()
    assert views == [(None,)]


def test_corrections_a_carried_verdict_is_undone_by_who_gave_it(
    bench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    new = correct(bench, NEW_WORDS)
    monkeypatch.setenv("CURATOR_NAME", "ada")
    history.take_back(bench, carried(bench)[0])
    assert {row.state for row in bench.database().assertions(new)} == {State.UNDECIDED}
    assert correcting.carry(bench, new).carried == 0, "what was taken back is not carried again"


def test_corrections_add_the_row_where_the_rules_do_not_propose_it(
    bench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Workbench, "extractor", lambda self: Silent())
    new = correct(bench, RENUMBERED)
    (row,) = bench.database().assertions(new)
    assert (row.state, row.added_by, row.found) == (State.ACCEPTED, "ada", True)
    assert row.claim.citation == "2"
    (evidence,) = row.assertion.evidence
    assert {s.slot: s.text for s in evidence.slots} == {Slot.MIRNA: "miR-21", Slot.TARGET: "APAF1"}
    assert correcting.left(bench) == []


def test_corrections_leave_a_sentence_that_was_turned_round_to_a_person(bench: Workbench) -> None:
    """It is nearly the same to a machine."""
    new = correct(bench, TURNED)
    assert carried(bench) == []
    (item,) = correcting.left(bench)
    assert [piece.text for piece in item.before if piece.differs] == ["targets", "promotes", "resistance"]
    assert [piece.text for piece in item.after if piece.differs] == ["hits", "may well not alter", "uptake"]
    view = bench.database()._connection.execute("SELECT mirna, replaced_by FROM curated").fetchall()
    assert view == [("miR-21", "yeung")], "it is still there, and marked"
    assert item.new == new


def test_corrections_drop_what_the_new_text_does_not_say(bench: Workbench) -> None:
    correct(bench, TURNED)
    (item,) = correcting.left(bench)
    dropped = correcting.drop(bench, item)
    assert (dropped.action, dropped.curator, dropped.reason) == (Action.REJECT, "bob", Reason.OTHER)
    assert correcting.left(bench) == []
    assert exports.export(bench, "tsv", bench.path.parent / "rows.tsv") == 0
    bench.undo()
    assert [left.id for left in correcting.left(bench)] == [item.id]


def test_corrections_accept_on_the_new_sentence(bench: Workbench) -> None:
    new = correct(bench, TURNED)
    (item,) = correcting.left(bench)
    given = correcting.accept(bench, item)
    assert (given.action, given.curator, given.carries) == (Action.ACCEPT, "bob", item.verdict.id)
    assert "may well not" in given.quote
    accepted = [row for row in bench.database().assertions(new) if row.state is State.ACCEPTED]
    assert [row.id for row in accepted] == [given.assertion]
    assert correcting.left(bench) == []
    with pytest.raises(InputError, match="carried or dropped meanwhile"):
        correcting.accept(bench, item)


def test_corrections_edit_on_the_new_sentence(bench: Workbench) -> None:
    new = correct(bench, TURNED)
    (item,) = correcting.left(bench)
    mended = replace(item.claim, effect=None)
    given = correcting.accept(bench, item, after=mended)
    assert (given.action, given.after) == (Action.EDIT, mended)
    assert [r.state for r in bench.database().assertions(new) if r.id == given.assertion] == [State.EDITED]


def test_corrections_carry_the_polarity(bench: Workbench) -> None:
    """Bob takes the row for a speculation before the text is corrected; the new text has it so."""
    row = bench.queue()[0].stored
    bench.judge(row.id, Action.EDIT, after=row.claim, polarity=Polarity.SPECULATIVE)
    new = correct(bench, NEW_WORDS)
    (kept,) = (r for r in bench.database().assertions(new) if r.state is State.EDITED)
    assert (kept.assertion.polarity, kept.polarity) == (Polarity.AFFIRMED, Polarity.SPECULATIVE)


def test_corrections_of_an_earlier_version_affirm_what_they_carry(bench: Workbench) -> None:
    """A verdict that says no polarity is carried as one that says none."""
    row = bench.queue()[1].stored
    database = bench.database()
    plain = Verdict(row.id, Action.ACCEPT, "old", "2026-01-01T00:00:00Z", row.claim, row.claim, quote="x")
    with database._writing() as connection:
        stored_verdicts.insert(connection, replace(plain, id=verdict_id(plain)))
    correct(bench, NEW_WORDS)
    (given,) = (v for v in carried(bench) if v.curator == "old")
    assert (given.polarity, given.polarity_shown) == (None, None)


def test_corrections_edit_the_polarity_on_the_new_sentence(bench: Workbench) -> None:
    new = correct(bench, TURNED)
    (item,) = correcting.left(bench)
    assert item.polarity is Polarity.AFFIRMED
    given = correcting.accept(bench, item, after=item.claim, polarity=Polarity.NEGATED)
    assert (given.action, given.polarity_shown, given.polarity) == (Action.EDIT, Polarity.AFFIRMED, Polarity.NEGATED)
    assert [r.polarity for r in bench.database().assertions(new) if r.id == given.assertion] == [Polarity.NEGATED]


def test_corrections_keep_a_conflict_a_conflict(bench: Workbench) -> None:
    """As after a merge: bob rejected the row without knowing of ada's acceptance."""
    row = bench.database().assertions()[0]
    bench.judge(row.id, Action.REJECT, reason=Reason.OTHER, comment="no")
    connection = bench.database()._connection
    trigger = connection.execute("SELECT sql FROM sqlite_master WHERE name = 'verdicts_are_never_changed'").fetchone()
    connection.execute("DROP TRIGGER verdicts_are_never_changed")
    connection.execute("UPDATE verdicts SET settles = '[]'")
    connection.execute(trigger[0])
    bench.database().derive_anew()
    assert bench.database().assertion(row.id).conflict
    new = correct(bench, NEW_WORDS)
    (there,) = (r for r in bench.database().assertions(new) if r.verdicts)
    assert there.conflict
    assert {v.curator for v in bench.verdicts(there.id)} == {"ada", "bob"}


def test_corrections_go_along_with_a_second_correction(bench: Workbench) -> None:
    correct(bench, TURNED)
    newest = correct(bench, NEW_WORDS + "\n")
    assert correcting.left(bench) == [], "what the second text could not take the third has again"
    assert [r.document_id for r in bench.database().assertions() if r.state is State.ACCEPTED and r.found] == [newest]
    assert bench.database().derived_differences() == []


def test_corrections_extract_nothing_from_the_old_text_again(bench: Workbench) -> None:
    correct(bench, NEW_WORDS)
    before = [row.rules_version for row in bench.database().assertions()]
    results = extracting.extract(bench)
    assert [result.replaced_by for result in results] == ["yeung", ""]
    assert [row.rules_version for row in bench.database().assertions()] == before


# Which sentence is which


def text_of(*said: str) -> Document:
    """A text of these sentences; `[n]` is a citation."""
    whole, spans, at = " ".join(said), [], 0
    for sentence in said:
        spans.append(Sentence(at, at + len(sentence)))
        at += len(sentence) + 1
    markers = tuple(Citation(m.start(), m.end(), (m[1],)) for m in re.finditer(r"\[(\d+)\]", whole))
    return Document("paper", whole, sentences=tuple(spans), citations=markers, id="d1")


def placed(old: Document, new: Document, number: int) -> str | None:
    span = old.sentences[number]
    found = Alignment(old, new).place(Span(span.start, span.end))
    return None if found is None else new.text[found.start : found.end]


SAID = "Exosomal miR-21 targets PTEN [3]."
HYPHENED = "Exosomal  miR\u201121 tar\u00adgets PTEN [3]."


@pytest.mark.parametrize(
    ("new", "expected"),
    [
        pytest.param(("Other words.", SAID), SAID, id="moved"),
        pytest.param(("Exosomal miR-21 targets PTEN [7].",), "Exosomal miR-21 targets PTEN [7].", id="renumbered"),
        pytest.param((HYPHENED,), HYPHENED, id="hyphens and white space"),
        pytest.param(("EXOSOMAL MIR-21 TARGETS PTEN [3].",), "EXOSOMAL MIR-21 TARGETS PTEN [3].", id="case"),
        pytest.param(("Exosomal miR-21 targets PTEN.",), None, id="without its citation"),
        pytest.param(("Exosomal miR-21 does not target PTEN [3].",), None, id="denied"),
        pytest.param(("It is untrue that Exosomal miR-21 targets PTEN [3].",), None, id="inside another sentence"),
        pytest.param(("Exosomal", "miR-21 targets PTEN [3]."), SAID, id="cut in two"),
    ],
)  # fmt: skip
def test_corrections_find_a_sentence_word_for_word(new: tuple[str, ...], expected: str | None) -> None:
    assert placed(text_of("First words here.", SAID), text_of(*new), 1) == expected


def test_corrections_find_ligatures() -> None:
    assert placed(text_of("The efﬁcacy rose."), text_of("The efficacy rose."), 0) == "The efficacy rose."


@pytest.mark.parametrize(
    ("new", "expected"),
    [
        pytest.param(["A one.", SAID, "B two.", "C three.", SAID, "D four."], [1, 4], id="as it was"),
        pytest.param(["C three.", SAID, "D four.", "A one.", SAID, "B two."], [4, 1], id="paragraphs changed places"),
        pytest.param(["A one.", SAID, "B two.", "C three.", "D four."], [1, None], id="the second is gone"),
        pytest.param(["A one.", "B two.", "C three.", SAID, "D four."], [None, 3], id="the first is gone"),
    ],
)
def test_corrections_tell_the_same_words_apart_by_what_stands_around(
    new: list[str], expected: list[int | None]
) -> None:
    old, text = text_of("A one.", SAID, "B two.", "C three.", SAID, "D four."), text_of(*new)
    alignment = Alignment(old, text)
    places = [alignment.place(Span(old.sentences[n].start, old.sentences[n].end)) for n in (1, 4)]
    starts = [sentence.start for sentence in text.sentences]
    assert [None if place is None else starts.index(place.start) for place in places] == expected


def test_corrections_mark_the_words_that_differ() -> None:
    before, after = wordings("miR-21 targets PTEN.", "miR-21 hits PTEN.")
    assert [(p.text, p.differs) for p in before] == [("miR-21", False), ("targets", True), ("PTEN.", False)]
    assert [(p.text, p.differs) for p in after] == [("miR-21", False), ("hits", True), ("PTEN.", False)]


# Which paper is which


@dataclass(frozen=True)
class Paper:
    id: str
    name: str = "yeung"
    title: str = "Exosomes and resistance"
    doi: str | None = None
    pmid: str | None = None
    length: int = 1000


@pytest.mark.parametrize(
    ("new", "old", "expected"),
    [
        pytest.param(Paper("n", "x", doi="10.1/A"), Paper("o", "y", doi="https://doi.org/10.1/a"), "doi", id="DOI"),
        pytest.param(Paper("n", "x", pmid="7"), Paper("o", "y", pmid="7"), "pmid", id="PMID"),
        pytest.param(Paper("n"), Paper("o", title="Exosomes and resistance."), "name", id="file name and title"),
        pytest.param(Paper("n"), Paper("o", title="Quite another paper on cells"), "", id="another title"),
        pytest.param(Paper("n", title=""), Paper("o", title=""), "", id="a file name alone"),
        pytest.param(Paper("n", doi="10.1/a"), Paper("o", doi="10.1/b"), "", id="same file, another DOI"),
        pytest.param(Paper("n", doi="10.1/a", length=300), Paper("o", doi="10.1/a"), "", id="only its abstract"),
        pytest.param(Paper("n", doi="10.1/a", length=9000), Paper("o", doi="10.1/a"), "doi", id="its whole text"),
    ],
)
def test_corrections_recognise_a_paper(new: Paper, old: Paper, expected: str) -> None:
    assert [what for _, what in recognised(new, [old])] == ([expected] if expected else [])


# On the command line


def test_corrections_on_the_command_line(bench: Workbench) -> None:
    correct(bench, TURNED)
    shown = curator("corrections", "--db", bench.path)
    assert shown.exit_code == 0
    assert "yeung takes the place of yeung (same file name and title)" in shown.output
    assert "accepted by ada" in shown.output
    assert "old: Exosomal miR-21 from fibroblasts [-targets-] APAF1 and [-promotes-] paclitaxel" in shown.output
    assert "new: Exosomal miR-21 from fibroblasts {+hits+} APAF1 and {+may well not alter+} pac" in shown.output
    lines = curator("corrections", "--format", "jsonl", "--db", bench.path)
    assert '"polarity": "affirmed", "action": "accept"' in lines.stdout


def test_corrections_are_announced_when_a_paper_is_read(bench: Workbench) -> None:
    path = bench.path.parent / "yeung.md"
    path.write_text(NEW_WORDS, "utf-8")
    told = curator("read", path, "--db", bench.path)
    assert "a new text of a paper in the database (same file name and title as yeung)" in told.stderr
    assert "2 verdicts carried" in curator("extract", "--db", bench.path).stderr
