"""How far a paper has been read: what its sentences name and gave, passages read, and taking these back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from curator.model import Action, Mention, MentionType, Sentence, Span
from curator.storage import Database
from curator.workbench import Workbench
from curator.workbench.passages import Marking, Reading, Share, reading_of, sentences_in
from tests.tui_samples import ADIPOCYTES, DENIAL, FIBROBLASTS, MISSED, OPENING, TEXT, assertions, paper, sample


def sentence(said: str) -> Sentence:
    return next(s for s in paper().sentences if s.start == TEXT.index(said))


def mirnas() -> list[Mention]:
    places = [TEXT.index(name) for name in ("miR-522", "miR-21", "miR-378d", "miR-34a")]
    names = ("miR-522", "miR-21", "miR-378d", "miR-34a")
    return [Mention(MentionType.MIRNA, at, at + len(n), n, n) for at, n in zip(places, names, strict=True)]


@pytest.fixture
def workbench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workbench]:
    monkeypatch.setenv("CURATOR_NAME", "kim")
    held = sample(tmp_path)
    with Database.open(held.path) as database:
        database.save_extraction(paper().id, assertions(), rules_version="r1", program_version="0", mentions=mirnas())
    with held.workbench() as made:
        yield made


def reading(workbench: Workbench) -> Reading:
    return reading_of(workbench, paper())


def test_workbench_passages_a_miss_hides_where_a_mirna_gave_no_row(workbench: Workbench) -> None:
    known = reading(workbench)
    assert [said for said in (OPENING, FIBROBLASTS, DENIAL, MISSED) if known.may_hide(sentence(said))] == [MISSED]
    assert [row.claim.mirna for row in known.rows_of(sentence(FIBROBLASTS))] == ["miR-522"]
    assert known.share == Share(done_mirna=0, mirna=4, done=0, sentences=5)


def test_workbench_passages_a_sentence_is_done_once_its_rows_are_decided_or_it_is_read(workbench: Workbench) -> None:
    row = reading(workbench).rows_of(sentence(FIBROBLASTS))[0]
    workbench.judge(row.id, Action.ACCEPT)
    Marking(workbench).mark_all(paper(), [sentence(MISSED)])
    known = reading(workbench)
    assert known.is_done(sentence(FIBROBLASTS))
    assert not known.is_read(sentence(FIBROBLASTS))
    assert known.is_read(sentence(MISSED))
    assert not known.may_hide(sentence(MISSED))
    assert not known.is_done(sentence(ADIPOCYTES))
    assert known.share == Share(done_mirna=2, mirna=4, done=2, sentences=5)


def test_workbench_passages_a_paragraph_holds_its_sentences(workbench: Workbench) -> None:
    block = paper().paragraphs[0]
    Marking(workbench).mark_all(paper(), [Span(block.start, block.end)])
    known = reading(workbench)
    assert [known.is_read(s) for s in paper().sentences] == [True, True, True, False, False]


def test_workbench_passages_every_mark_is_taken_back_the_last_first(workbench: Workbench) -> None:
    first = Marking(workbench)
    first.mark_all(paper(), [sentence(OPENING)])
    first.mark_all(paper(), [sentence(MISSED)])
    first.mark_all(paper(), [sentence(OPENING)], read=False)
    # The last mark opened the first sentence again, so undo closes it.
    undone = first.undo(paper())
    assert (undone.span, undone.read) == (Span(sentence(OPENING).start, sentence(OPENING).end), True)
    # The session ends. Another takes back what stands: by the time it was given, the newest first.
    second = Marking(workbench)
    taken = {second.undo(paper()).span for _ in range(2)}
    assert taken == {Span(s.start, s.end) for s in (sentence(OPENING), sentence(MISSED))}
    assert second.undo(paper()).span is None
    assert reading(workbench).passages == ()


def test_workbench_passages_of_another_curator_are_not_taken_back(
    workbench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    Marking(workbench).mark_all(paper(), [sentence(OPENING)])
    monkeypatch.setenv("CURATOR_NAME", "ada")
    assert Marking(workbench).undo(paper()).span is None
    assert reading(workbench).is_read(sentence(OPENING))


def test_workbench_passages_rows_stand_in_for_names_that_were_not_kept(tmp_path: Path) -> None:
    # An earlier version extracted this paper and kept no mentions.
    with sample(tmp_path).workbench() as made:
        known = reading_of(made, paper())
    assert [m.name for m in known.mentions if m.type is MentionType.MIRNA] == ["miR-522", "miR-21", "miR-378d"]
    assert not known.may_hide(sentence(MISSED))


def test_workbench_passages_rows_in_a_stretch(workbench: Workbench) -> None:
    known = reading(workbench)
    assert known.rows_in(Span(0, len(TEXT))) == (3, 3)
    block = paper().paragraphs[1]
    assert known.rows_in(Span(block.start, block.end)) == (1, 1)
    workbench.judge(known.rows_of(sentence(DENIAL))[0].id, Action.ACCEPT)
    assert reading(workbench).rows_in(Span(block.start, block.end)) == (1, 0)


STRETCHES = [
    pytest.param(Span(0, 5), [], id="before any sentence"),
    pytest.param(Span(TEXT.index(FIBROBLASTS), TEXT.index(FIBROBLASTS) + 1), [FIBROBLASTS], id="first letter"),
    pytest.param(Span(TEXT.index(FIBROBLASTS) - 1, TEXT.index(FIBROBLASTS)), [], id="the blank before"),
    pytest.param(Span(TEXT.index(FIBROBLASTS), TEXT.index(ADIPOCYTES) + 1), [FIBROBLASTS, ADIPOCYTES], id="over two"),
]


@pytest.mark.parametrize(("span", "found"), STRETCHES)
def test_workbench_passages_sentences_in_a_stretch(span: Span, found: list[str]) -> None:
    assert [TEXT[s.start : s.end] for s in sentences_in(paper(), span)] == found
