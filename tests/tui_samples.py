"""A small paper with its proposed rows and its gold, in a real database: what the tests of the terminal face curate."""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from curator import identity
from curator.evaluation.gold import Gold
from curator.model import (
    Action,
    Assertion,
    Claim,
    Cue,
    Document,
    Effect,
    Evidence,
    Factor,
    GoldRow,
    Paragraph,
    Polarity,
    Reason,
    Reference,
    Section,
    SectionKind,
    Sentence,
    Slot,
    SlotSpan,
    Span,
)
from curator.storage import Database
from curator.tui.app import CuratorApp
from curator.tui.screens.edit import EditScreen
from curator.tui.screens.form import Form
from curator.tui.widgets.assertion import AssertionPane
from curator.tui.widgets.told import Told
from curator.workbench import Workbench, extracting, merging, papers
from tests.faces_samples import PAPER, FakeExtractor

# The first sentence would take colours or markup for itself if anything read it as more than data.
OPENING = "Tumour cells \x1b[31mtalk [bold]loudly[/bold] to each other."
FIBROBLASTS = "In gastric cancer, CAF-derived exosomal miR-522 targets ALOX15 and causes resistance to paclitaxel [2]."
ADIPOCYTES = "Inhibition of miR-21 from adipocytes restored sensitivity to paclitaxel through APAF1 [1]."
DENIAL = "Exosomal miR-378d of these cells did not target DKK3 [2]."
MISSED = "Loss of miR-34a makes nasopharyngeal carcinoma cells resistant [1]."
FILLER = "Much is known about exosomes and little of it bears on this question, as the reader will have seen."
_FIRST = " ".join([OPENING, FIBROBLASTS, ADIPOCYTES])
_SECOND = " ".join([FILLER] * 12 + [DENIAL, MISSED])
TITLE = "Exosomes [and] paclitaxel"
TEXT = f"{TITLE}\n\nResults\n\n{_FIRST}\n\n{_SECOND}\n\nReferences\n\n[1] Au Yeung C. One.\n\n[2] Zhang H. Two."


def _sentences() -> tuple[Sentence, ...]:
    return tuple(
        Sentence(TEXT.index(s), TEXT.index(s) + len(s)) for s in (OPENING, FIBROBLASTS, ADIPOCYTES, DENIAL, MISSED)
    )


def _reference(key: str, text: str, authors: tuple[str, ...]) -> Reference:
    start = TEXT.index(text)
    return Reference(key, text, start, start + len(text), authors, title="A title", year="2016", doi=f"10.1/{key}")


def paper() -> Document:
    """The paper, with its id."""
    blocks = (_FIRST, _SECOND)
    made = Document(
        "small-2024",
        TEXT,
        title=TITLE,
        sections=(Section("Results", TEXT.index("Results"), TEXT.index("References"), SectionKind.RESULTS),),
        paragraphs=tuple(Paragraph(TEXT.index(b), TEXT.index(b) + len(b)) for b in blocks),
        sentences=_sentences(),
        references=(
            _reference("1", "Au Yeung C. One.", ("Au Yeung C",)),
            _reference("2", "Zhang H. Two.", ("Zhang H",)),
        ),
    )
    return replace(made, id=identity.document_id(made))


def _at(sentence: str, part: str) -> tuple[int, int]:
    start = TEXT.index(part, TEXT.index(sentence))
    return start, start + len(part)


def assertion(
    sentence: str,
    claim: Claim,
    slots: dict[Slot, str],
    *,
    factors: tuple[tuple[str, int, str], ...] = (),
    denied_by: str = "",
) -> Assertion:
    """A row on one sentence; `slots` is where its values stand there, `factors` are name, sign and words."""
    start, end = _at(sentence, sentence)
    spans = tuple(SlotSpan(slot, *_at(sentence, part), part, claim.get(slot) or part) for slot, part in slots.items())
    signs = tuple(Factor(name, sign, *_at(sentence, part), part) for name, sign, part in factors)
    cues = (Cue(Polarity.NEGATED, *_at(sentence, denied_by), denied_by, Span(start, end)),) if denied_by else ()
    evidence = Evidence(paper().id, start, end, sentence, "Results", "targets + confers", spans, signs, cues)
    polarity = Polarity.NEGATED if denied_by else Polarity.AFFIRMED
    return Assertion(claim, (evidence,), polarity, 0.8, ("both slots stand in one clause",))


def assertions() -> list[Assertion]:
    """Three rows: the first is right, the second has the wrong source, the third is denied by the text."""
    first = Claim("miR-522", "CAF", "ALOX15", Effect.RESISTANCE, "2", "paclitaxel", "gastric cancer")
    second = Claim("miR-21", "macrophage", "APAF1", Effect.RESISTANCE, "1", "paclitaxel")
    third = Claim("miR-378d", None, "DKK3", None, "2")
    return [
        assertion(
            FIBROBLASTS,
            first,
            {
                Slot.MIRNA: "miR-522",
                Slot.SOURCE: "CAF",
                Slot.TARGET: "ALOX15",
                Slot.EFFECT: "resistance to paclitaxel",
                Slot.DRUG: "paclitaxel",
                Slot.CITATION: "[2]",
            },
            factors=(("verb", 1, "causes"), ("response", 1, "resistance")),
        ),
        assertion(
            ADIPOCYTES,
            second,
            {Slot.MIRNA: "miR-21", Slot.TARGET: "APAF1", Slot.CITATION: "[1]"},
            factors=(("perturbation", -1, "Inhibition of"), ("verb", 1, "restored"), ("response", -1, "sensitivity")),
        ),
        assertion(DENIAL, third, {Slot.MIRNA: "miR-378d", Slot.TARGET: "DKK3"}, denied_by="not"),
    ]


def gold() -> Gold:
    """Three rows: the first two were proposed, the third was missed."""
    rows = (
        GoldRow("miR-522", "CAF", "ALOX15", Effect.RESISTANCE, "2", origin="Table 1, row 1", quote=FIBROBLASTS),
        GoldRow("miR-21", "adipocyte", "APAF1", Effect.RESISTANCE, "1", origin="Table 1, row 2", quote=ADIPOCYTES),
        GoldRow("miR-34a", "NPC cell", None, Effect.SENSITIVITY, "1", origin="Table 1, row 3", quote=MISSED),
    )
    return Gold("small-2024", rows, rows)


def add_paper_without_gold(path: Path) -> str:
    """Add a second paper with one row and no gold; give back its id."""
    said = "Exosomal miR-7 confers resistance to cisplatin."
    made = Document("other-2024", said, title="Another paper", paragraphs=(Paragraph(0, len(said)),))
    other = replace(made, id=identity.document_id(made), sentences=(Sentence(0, len(said)),))
    slot = SlotSpan(Slot.MIRNA, 9, 14, "miR-7", "miR-7")
    evidence = Evidence(other.id, 0, len(said), said, "", "confers", (slot,))
    row = Assertion(Claim("miR-7", effect=Effect.RESISTANCE), (evidence,))
    with Database.open(path) as database:
        database.save_document(other)
        database.save_extraction(other.id, [row], rules_version="r1", program_version="0")
    return other.id


@dataclass
class Sample:
    """A database that holds the paper, and a fresh workbench on it whenever one is asked for."""

    path: Path

    def workbench(self) -> Workbench:
        """A workbench as after a new start of the program."""
        return GoldWorkbench(self.path)


class GoldWorkbench(Workbench):
    """A workbench for which the small paper has gold, without a file of it."""

    def gold(self, document_id: str) -> Gold | None:
        return gold() if document_id == paper().id else None

    def gold_documents(self) -> list[tuple[str, str]]:
        return [(d.id, d.name) for d in self.documents() if d.id == paper().id]


def sample(folder: Path) -> Sample:
    """A database in the folder, with the paper read and its rows extracted."""
    path = folder / "curator.db"
    with Database.open(path) as database:
        database.save_document(paper())
        database.save_extraction(paper().id, assertions(), rules_version="r1", program_version="0")
    return Sample(path)


def said(app: CuratorApp, part: str) -> str:
    """What a part says on the topmost screen that has it: `head` or `body` of the pane, else the line with this id."""
    if part in ("head", "body"):
        pane = next(iter(pane for screen in reversed(app.screen_stack) for pane in screen.query(AssertionPane)))
        return str(pane.head if part == "head" else pane.body.text)
    lines = (line for screen in reversed(app.screen_stack) for line in screen.query(f"#{part}"))
    line = next(lines)
    return str(line.content if isinstance(line, Told) else line)


def in_conflict(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Sample:
    """Ada and Bob judged copies apart; Kim has merged them and is to settle what they see differently.

    They agree on the first row. Ada mended the source of the second and Bob rejected it; of the third, Ada mended the
    target and Bob the source.
    """
    ada = sample(tmp_path).path
    bob = Path(shutil.copyfile(ada, tmp_path / "bob.db"))
    for name, path in (("ada", ada), ("bob", bob)):
        monkeypatch.setenv("CURATOR_NAME", name)
        with Sample(path).workbench() as workbench:
            first, second, third = (item.stored for item in workbench.queue())
            workbench.judge(first.id, Action.ACCEPT)
            if name == "ada":
                after = replace(second.claim, source="adipocyte")
                workbench.judge(second.id, Action.EDIT, after=after, comment="see the sentence")
                workbench.judge(third.id, Action.EDIT, after=replace(third.claim, target="DKK1"))
            else:
                workbench.judge(second.id, Action.REJECT, reason=Reason.WRONG_SOURCE)
                workbench.judge(third.id, Action.EDIT, after=replace(third.claim, source="fibroblast"))
                workbench.judge(third.id, Action.COMMENT, comment="which cells?")
    both = tmp_path / "both.db"
    merging.merge([ada, bob], both)
    monkeypatch.setenv("CURATOR_NAME", "kim")
    return Sample(both)


def corrected(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Sample:
    """I accepted both rows of a paper; then it was corrected, and the first sentence says something else now."""
    monkeypatch.setattr(Workbench, "extractor", lambda self: FakeExtractor())
    monkeypatch.setenv("CURATOR_NAME", "kim")
    path = tmp_path / "yeung.md"
    was, turned = (
        "targets APAF1 and promotes paclitaxel resistance",
        "hits APAF1 and may well not alter paclitaxel uptake",
    )
    with Workbench(tmp_path / "x.db") as workbench:
        for text in (PAPER, PAPER.replace(was, turned)):
            path.write_text(text, "utf-8")
            papers.read(workbench, [path])
            extracting.extract(workbench)
            if text is PAPER:
                for item in workbench.queue():
                    workbench.judge(item.stored.id, Action.ACCEPT)
    return Sample(tmp_path / "x.db")


@asynccontextmanager
async def held(app: CuratorApp, database: Path) -> AsyncIterator[list[str]]:
    """Another program holds the database for a moment; the list has what the screen said when it let go."""
    heard: list[str] = []
    with closing(sqlite3.connect(database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")

        def let_go() -> None:
            heard.append(said(app, "message"))
            other.execute("ROLLBACK")

        asyncio.get_running_loop().call_later(0.6, let_go)
        yield heard


def form_of(app: CuratorApp) -> Form:
    """The form that is open."""
    assert isinstance(app.screen, EditScreen)
    return app.screen.form
