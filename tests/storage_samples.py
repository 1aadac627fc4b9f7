"""Papers, findings and verdicts that the storage tests share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from curator.identity import document_id
from curator.model import (
    Action,
    Assertion,
    Citation,
    Claim,
    Cue,
    Document,
    Effect,
    Evidence,
    Factor,
    Paragraph,
    Place,
    Polarity,
    Reference,
    Section,
    SectionKind,
    Sentence,
    Slot,
    SlotSpan,
    Span,
    Table,
    Verdict,
)
from curator.storage import Database, StoredAssertion

TEXT = (
    "Résistance\n\n"
    "Exosomal miR-21 from CAFs may confer paclitaxel resistance via APAF1 [2]. "
    "Loss of miR-7 restored sensitivity [1].\n\n"
    "Table 1\tmiRNA\n\n"
    "1. Zhang H. One. 2019.\n"
    "2. Au Yeung CL. Two. 2016."
)
CURATOR = "ada"
TIME = "2026-01-02T03:04:05Z"


def span(text: str, *, within: str) -> tuple[int, int]:
    """Where the text stands, for the first time."""
    start = within.index(text)
    return start, start + len(text)


def document(text: str = TEXT, *, name: str = "sample") -> Document:
    """A paper of two sentences with one of everything."""
    first, second = text.index("Exosomal"), text.index("Loss")
    sentences = (Sentence(first, second - 1), Sentence(second, text.index("\n\nTable")))
    made = Document(
        name=name,
        text=text,
        title="Résistance",
        doi="10.1/x",
        format="markdown",
        sections=(Section("Résistance", 0, text.index("Table"), SectionKind.RESULTS, 2),),
        paragraphs=(Paragraph(first, sentences[-1].end),),
        sentences=sentences,
        citations=(Citation(*span("[2]", within=text), ("2",)), Citation(*span("[1]", within=text), ("1",))),
        references=(
            Reference("1", "Zhang H. One. 2019.", *span("1. Zhang H. One. 2019.", within=text), authors=("Zhang H",)),
            Reference("2", "Au Yeung CL. Two. 2016.", title="Two", year="2016", doi="10.1/Two"),
        ),
        tables=(Table("Table 1", "", (("", "miRNA"),), *span("Table 1\tmiRNA", within=text)),),
        places=(Place(0, 10, 1, (72.0, 71.25, 300.5, 90.0)), Place(first, second, 2)),
    )
    return replace(made, id=document_id(made))


def slot(paper: Document, kind: Slot, text: str, value: str | None = None) -> SlotSpan:
    """A slot where its text first stands."""
    return SlotSpan(kind, *span(text, within=paper.text), text, value or text)


def mir21(paper: Document, *, rule: str = "carries", target: str = "APAF1", confidence: float = 0.75) -> Assertion:
    """What the first sentence says."""
    sentence = paper.sentences[0]
    evidence = Evidence(
        document=paper.id,
        start=sentence.start,
        end=sentence.end,
        quote=paper.quote(sentence),
        section="Résistance",
        rule=rule,
        slots=(
            slot(paper, Slot.MIRNA, "miR-21"),
            slot(paper, Slot.SOURCE, "CAFs", "CAF"),
            slot(paper, Slot.TARGET, "APAF1", target),
        ),
        factors=(Factor("response", 1, *span("resistance", within=paper.text), "resistance"),),
        cues=(Cue(Polarity.SPECULATIVE, *span("may", within=paper.text), "may", Span(sentence.start, sentence.end)),),
    )
    claim = Claim("miR-21", "CAF", target, Effect.RESISTANCE, "2", "paclitaxel")
    return Assertion(claim, (evidence,), Polarity.SPECULATIVE, confidence, ("a cue: may",))


def mir7(paper: Document, *, citation: str | None = "1") -> Assertion:
    """What the second sentence says."""
    sentence = paper.sentences[1]
    slots = (slot(paper, Slot.MIRNA, "miR-7"),)
    quote = paper.quote(sentence)
    evidence = Evidence(paper.id, sentence.start, sentence.end, quote, "Résistance", "loss", slots)
    return Assertion(Claim("miR-7", effect=Effect.RESISTANCE, citation=citation), (evidence,))


def filled(path: Path, *, papers: Sequence[Document] = ()) -> Database:
    """A database with the papers (by default the sample) and both findings of each."""
    database = Database.open(path)
    for paper in papers or [document()]:
        database.save_document(paper)
        extract(database, paper, [mir21(paper), mir7(paper)])
    return database


def extract(
    database: Database, paper: Document, found: Sequence[Assertion], *, rules: str = "r1"
) -> tuple[int, int, int]:
    """Save what was found and return how many rows were added, kept and gone."""
    report = database.save_extraction(paper.id, found, rules_version=rules, program_version="0.1.0")
    return report.added, report.kept, report.gone


def verdict(
    row: StoredAssertion,
    action: Action = Action.ACCEPT,
    *,
    curator: str = CURATOR,
    after: Claim | None = None,
    undoes: str | None = None,
) -> Verdict:
    """A verdict on the row, as a face would make it."""
    return Verdict(row.id, action, curator, TIME, row.claim, after=after, undoes=undoes, quote="as shown")
