"""Two papers whose rows contradict and repeat each other, one with a table: for what is told beside a row."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from curator import identity
from curator.model import (
    Assertion,
    Claim,
    Document,
    Effect,
    Evidence,
    Paragraph,
    Polarity,
    Reference,
    Section,
    SectionKind,
    Sentence,
    Slot,
    SlotSpan,
    Table,
)
from curator.storage import Database

CONFERS = "Exosomal miR-21 of CAFs targets PTEN and confers resistance to cisplatin [1]."
RESTORES = "In these cells miR-21 brought sensitivity to cisplatin [2]."
SHORT = "So miR-21 confers resistance to cisplatin [1]."
BOTH = "Finally miR-7 confers resistance to cisplatin [1,2]."
DENIES = "Here miR-21 conferred no resistance to cisplatin [1]."
AGAIN = "As others found, exosomal miR-21 of CAFs targets PTEN and confers resistance to cisplatin [1]."
CELLS = (
    ("miRNA", "Derived cells", "Target", "Outcome", "Reference"),
    ("miR-21(Up)", "CAFs", "APAF1", "inducing cisplatin resistance of tumour cells", "[1]"),
)
_TABLE = "Table 1\n" + "\n".join("\t".join(row) for row in CELLS)
RESISTANCE, SENSITIVITY = Effect.RESISTANCE, Effect.SENSITIVITY
WHOLE = Claim("miR-21", "CAF", "PTEN", RESISTANCE, "1", "cisplatin")


def _paper(name: str, sentences: tuple[str, ...], *, table: bool) -> Document:
    prose = " ".join(sentences)
    text = f"Results\n\n{prose}\n\n{_TABLE if table else ''}\n\n[1] Zhang H. One.\n[2] Au Yeung C. Two."
    at = text.index(_TABLE) if table else 0
    made = Document(
        name,
        text,
        title=name,
        sections=(Section("Results", 0, len(text), SectionKind.RESULTS),),
        paragraphs=(Paragraph(text.index(prose), text.index(prose) + len(prose)),),
        sentences=tuple(Sentence(text.index(s), text.index(s) + len(s)) for s in sentences),
        references=(
            Reference("1", "Zhang H. One.", authors=("Zhang H",), doi="10.1/one"),
            Reference("2", "Au Yeung C. Two.", authors=("Au Yeung C",), doi="10.1/two"),
        ),
        tables=(Table("Table 1", "", CELLS, at, at + len(_TABLE)),) if table else (),
    )
    return replace(made, id=identity.document_id(made))


def _row(
    paper: Document, sentence: str, claim: Claim, polarity: Polarity = Polarity.AFFIRMED, **printed: str
) -> Assertion:
    """A row on one sentence; `printed` is how the sentence prints a slot, where it is not as the claim has it."""
    start = paper.text.index(sentence)
    words = {Slot.MIRNA: claim.mirna, **{Slot(slot): text for slot, text in printed.items()}}
    spans = []
    for slot, text in words.items():
        at = paper.text.index(text, start)
        spans.append(SlotSpan(slot, at, at + len(text), text, claim.get(slot) or text))
    evidence = Evidence(paper.id, start, start + len(sentence), sentence, "Results", "response-active", tuple(spans))
    return Assertion(claim, (evidence,), polarity, 0.9)


def first_paper() -> Document:
    """The paper with the table."""
    return _paper("alpha-2024", (CONFERS, RESTORES, SHORT, BOTH), table=True)


def second_paper() -> Document:
    """The paper that denies what the first affirms, and repeats it from the same study."""
    return _paper("beta-2025", (DENIES, AGAIN), table=False)


def related_database(folder: Path) -> Path:
    """Both papers with their rows: four of the first, two of the second."""
    path = folder / "related.db"
    first, second = first_paper(), second_paper()
    rows = {
        first: [
            _row(first, CONFERS, WHOLE, source="CAFs", target="PTEN"),
            _row(first, RESTORES, Claim("miR-21", None, None, SENSITIVITY, "2", "cisplatin")),
            _row(first, SHORT, Claim("miR-21", None, None, RESISTANCE, "1", "cisplatin")),
            _row(first, BOTH, Claim("miR-7", None, None, RESISTANCE, "1,2", "cisplatin")),
        ],
        second: [
            _row(second, DENIES, Claim("miR-21", None, None, RESISTANCE, "1", "cisplatin"), Polarity.NEGATED),
            _row(second, AGAIN, WHOLE, source="CAFs", target="PTEN"),
        ],
    }
    with Database.open(path) as database:
        for paper, found in rows.items():
            database.save_document(paper)
            database.save_extraction(paper.id, found, rules_version="r1", program_version="0")
    return path
