"""A paper edited at random: every verdict goes to its own sentence, or is listed, and none is lost."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from curator import identity
from curator.model import Action, Document, Reason, Verdict
from curator.workbench import Workbench, correcting, extracting, papers
from tests.faces_samples import FakeExtractor

WORDS = ("tumour", "cell", "drug", "study", "group", "level", "growth", "signal", "tissue", "serum", "sample", "dose")
GENES = ("APAF1", "PTEN", "ABCB1", "ALOX15", "BCL2")
REFERENCES = 5


@dataclass(frozen=True)
class Said:
    """A sentence with an identity of its own; `#n` in its words is a citation of the n-th study."""

    id: int
    words: str
    is_evidence: bool = False


Text = list[list[Said]]
"""Paragraphs of sentences."""


def a_text(rng: random.Random) -> Text:
    """Paragraphs of fillers and findings; a finding may be told twice in the same words."""
    numbers = iter(range(1000))
    paragraphs = [[filler(rng, next(numbers)) for _ in range(rng.randint(1, 4))] for _ in range(rng.randint(3, 7))]
    findings = [finding(rng, next(numbers), mirna) for mirna in rng.sample(range(10, 99), rng.randint(2, 6))]
    findings += [replace(said, id=next(numbers)) for said in rng.sample(findings, rng.randint(0, 2))]
    for said in findings:
        paragraph = rng.choice(paragraphs)
        paragraph.insert(rng.randint(0, len(paragraph)), said)
    return paragraphs


def filler(rng: random.Random, id: int) -> Said:
    return Said(id, f"The {' '.join(rng.choices(WORDS, k=9))} was seen.")


def finding(rng: random.Random, id: int, mirna: int) -> Said:
    start = " ".join(rng.choices(WORDS, k=3))
    words = f"In the {start} exosomal miR-{mirna} targets {rng.choice(GENES)} and promotes paclitaxel resistance"
    return Said(id, f"{words} #{rng.randrange(REFERENCES)}.", is_evidence=True)


def edited(rng: random.Random, text: Text) -> tuple[Text, set[int]]:
    """Another text of the paper, and the ids of the findings whose words were changed or that were left out."""
    touched: set[int] = set()
    paragraphs = [list(paragraph) for paragraph in text]
    for paragraph in paragraphs:
        for place, said in enumerate(paragraph):
            if rng.random() < 0.25:
                paragraph[place] = replace(said, words=other_words(rng, said))
                touched.add(said.id)
    fresh = iter(range(1000, 2000))
    for _ in range(rng.randint(0, 3)):
        new = [filler(rng, next(fresh)) for _ in range(rng.randint(1, 3))]
        paragraphs.insert(rng.randint(0, len(paragraphs)), new)
    if rng.random() < 0.5:
        gone = paragraphs.pop(rng.randrange(len(paragraphs)))
        touched |= {said.id for said in gone}
    if rng.random() < 0.5:
        paragraphs.insert(rng.randrange(len(paragraphs) + 1), paragraphs.pop(rng.randrange(len(paragraphs))))
    return paragraphs, touched


def other_words(rng: random.Random, said: Said) -> str:
    words = said.words.split()
    for _ in range(rng.randint(1, 3)):
        words[rng.randint(1, 3)] = rng.choice(["wholly", "other", "words", "stand", "here"])
    return " ".join(words)


def markdown(text: Text, order: Sequence[int]) -> str:
    """The paper; `order[n]` is the number that the n-th study has in this text's list."""
    prose = "\n\n".join(" ".join(said.words for said in paragraph) for paragraph in text)
    for study in range(REFERENCES):
        prose = prose.replace(f"#{study}", f"[{order[study] + 1}]")
    studies = sorted(range(REFERENCES), key=lambda study: order[study])
    names = ("Yeung", "Zhang", "Smith", "Weber", "Rossi")
    listed = "\n".join(
        f"{order[s] + 1}. {names[s]} A. The title of study {names[s]}. J Exo. 201{s};1:1." for s in studies
    )
    return f"# Exosomes and resistance\n\n## Results\n\n{prose}\n\n## References\n\n{listed}\n"


def sentences(text: Text) -> list[Said]:
    return [said for paragraph in text for said in paragraph if paragraph]


def told_by(workbench: Workbench, document: Document, text: Text, verdict: Verdict) -> set[int]:
    """The ids of the sentences that a verdict was given on: by their places, for words may stand twice."""
    ids = [said.id for said in sentences(text)]
    assert len(ids) == len(document.sentences)
    by_start = {sentence.start: id for id, sentence in zip(ids, document.sentences, strict=True)}
    judged = workbench.database().corrections().judged(document.id)
    held = {identity.evidence_id(e): e.start for row in judged for e in row.evidence}
    return {by_start[held[id]] for id in verdict.evidence}


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Workbench, "extractor", lambda self: FakeExtractor())


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 1_000_000))
def test_corrections_carry_every_verdict_to_its_own_sentence_or_list_it(seed: int) -> None:
    rng = random.Random(seed)
    before = a_text(rng)
    after, touched = edited(rng, before)
    order = rng.sample(range(REFERENCES), REFERENCES)
    with tempfile.TemporaryDirectory() as folder, Workbench(Path(folder) / "x.db") as workbench:
        place = Path(folder) / "paper.md"
        place.write_text(markdown(before, range(REFERENCES)), encoding="utf-8")
        papers.read(workbench, [place])
        extracting.extract(workbench)
        for number, item in enumerate(workbench.queue()):
            if number % 3:
                workbench.judge(item.stored.id, Action.ACCEPT, comment="seen")
            else:
                workbench.judge(item.stored.id, Action.REJECT, reason=Reason.NO_RELATION)
        place.write_text(markdown(after, order), encoding="utf-8")
        (read,) = papers.read(workbench, [place])
        if not read.new:
            return
        assert [older.what for older in read.replaces] == ["name"]
        extracting.extract(workbench)
        check(workbench, before, after, touched, new=read.document_id)


def check(workbench: Workbench, before: Text, after: Text, touched: set[int], *, new: str) -> None:
    (old,) = workbench.database().corrections().replaced()
    paper, newer = workbench.document(old), workbench.document(new)
    log = workbench.verdicts()
    carrying = {verdict.carries: verdict for verdict in log if verdict.carries}
    listed = {item.verdict.id for item in correcting.left(workbench)}
    kept = {said.id for said in sentences(after)}
    rows = {row.id: row for row in workbench.database().assertions()}
    for verdict in (v for v in log if not v.carries):
        judged = told_by(workbench, paper, before, verdict)
        untouched = (judged - touched) & kept
        assert verdict.id in carrying or verdict.id in listed, "no verdict is lost"
        assert not (verdict.id in carrying and verdict.id in listed), "nor told twice"
        if untouched:
            assert verdict.id in carrying, "a verdict whose sentence stands goes along"
        if verdict.id in carrying:
            carried = carrying[verdict.id]
            on = told_by(workbench, newer, after, carried)
            assert on <= judged, "never to another sentence"
            assert untouched <= on, "and to exactly its place"
            assert (carried.action, carried.curator, carried.reason, carried.comment) == (
                verdict.action, verdict.curator, verdict.reason, verdict.comment,
            )  # fmt: skip
            assert rows[carried.assertion].document_id == new
            same_study(newer, carried, paper, verdict)
    assert workbench.database().derived_differences() == []
    assert correcting.carry(workbench, new).carried == 0, "carrying again changes nothing"
    assert workbench.verdicts() == log


def same_study(newer: Document, carried: Verdict, paper: Document, verdict: Verdict) -> None:
    """The list was renumbered, and the claim with it."""
    one, other = newer.reference(carried.before.citation or ""), paper.reference(verdict.before.citation or "")
    assert one
    assert other
    assert one.authors == other.authors
