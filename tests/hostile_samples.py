"""A paper that attacks whatever shows it, in a database with rows, verdicts and names made of the same attacks."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from pathlib import Path

from curator import identity
from curator.model import (
    Assertion,
    Claim,
    Document,
    Effect,
    Evidence,
    Factor,
    Mention,
    MentionType,
    Paragraph,
    Reference,
    Section,
    Sentence,
    Slot,
    SlotSpan,
    Table,
)
from curator.storage import Database
from curator.workbench import Workbench

FOLDER = Path(__file__).parent / "data" / "hostile"
ATTACKS = tuple((FOLDER / "attacks.txt").read_bytes().decode("utf-8").rstrip("\n").split("\n"))
"""One a line: sequences, markup, formulas, HTML, SQL, characters that hide or turn round."""
ALL = " ".join(ATTACKS)
FILES = ("paper.md", "article.nxml", "records.nbib", "passages.json")
FORMULAS = ("=HYPERLINK(", "+cmd|", "@SUM(", "-2+3", '"=1+1"')
_STEERING = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}


def steering(text: str) -> set[str]:
    """The characters of a text that a terminal acts on, or that hide or turn round what stands there."""
    return {repr(c) for c in text if c not in "\t\n" and unicodedata.category(c) in _STEERING}


def document(name: str = f"evil {ATTACKS[0]}\n12 papers read") -> Document:
    """A paper that is nothing but attacks, with three sentences that give rows."""
    said = [f"Exosomal miR-{number} {attack} {ALL} targets ABC{number}." for number, attack in enumerate(FORMULAS)]
    body = " ".join(said)
    text = f"{ALL}\n\n{ALL}\n\n{body}\n\n{ALL}"
    start = text.index(body)
    sentences = [Sentence(text.index(s), text.index(s) + len(s)) for s in said]
    last = len(text) - len(ALL)
    made = Document(
        name,
        text,
        title=ALL,
        doi=ATTACKS[0],
        sections=(Section(ALL, len(ALL) + 2, len(text)),),
        paragraphs=(Paragraph(start, start + len(body)),),
        sentences=tuple(sentences),
        tables=(Table(ALL, ALL, ((ALL, "=1+1"), (ATTACKS[3], ATTACKS[11])), 0, len(ALL)),),
        references=(Reference(ATTACKS[13], ALL, last, len(text), (ALL,), title=ALL, journal=ALL, doi=ATTACKS[0]),),
    )
    return replace(made, id=identity.document_id(made))


def assertions(paper: Document) -> list[Assertion]:
    """One row a sentence, every value of which is an attack."""
    return [_assertion(paper, s, FORMULAS[n], ATTACKS[n % 4]) for n, s in enumerate(paper.sentences)]


def _assertion(paper: Document, sentence: Sentence, formula: str, sequence: str) -> Assertion:
    start = sentence.start
    slot = SlotSpan(Slot.MIRNA, start + 9, start + 14, paper.text[start + 9 : start + 14], f"{formula}{sequence}")
    sign = Factor(ATTACKS[0], 1, start, start + 8, "Exosomal")
    quote = paper.quote(sentence)
    evidence = Evidence(paper.id, start, sentence.end, quote, ALL, f"{formula} {sequence}", (slot,), (sign,))
    claim = Claim(
        f"{formula}{sequence}", ALL, ATTACKS[11], Effect.RESISTANCE, ATTACKS[13], ATTACKS[19], f"{formula}[bold]"
    )
    return Assertion(claim, (evidence,), confidence=0.5, reasons=(ALL,))


def mentions(paper: Document) -> list[Mention]:
    """The miRNA of each sentence."""
    return [
        Mention(MentionType.MIRNA, s.start + 9, s.start + 14, paper.text[s.start + 9 : s.start + 14], ALL, ATTACKS[0])
        for s in paper.sentences
    ]


def hostile_database(path: Path) -> Path:
    """A database with the paper and its rows: one accepted, one commented on, one rejected, all with attacks."""
    paper = document()
    with Database.open(path) as database:
        database.save_document(paper)
        database.save_extraction(paper.id, assertions(paper), rules_version=ATTACKS[0], program_version=ATTACKS[1])
    return path


class HostileExtractor:
    """Finds what the paper wants to be found."""

    class rules:  # noqa: N801 (stands for an attribute)
        version = ATTACKS[0]

    def both(self, document: Document, **_: object) -> tuple[list[Mention], list[Assertion]]:
        return self.mentions(document), self.assertions(document)

    def assertions(self, document: Document) -> list[Assertion]:
        long = [s for s in document.sentences if len(document.quote(s)) > 14]
        return [_assertion(document, s, FORMULAS[0], ATTACKS[0]) for s in long]

    def mentions(self, document: Document) -> list[Mention]:
        return [m for m in mentions(document) if m.end <= len(document.text)]


def judge(workbench: Workbench) -> None:
    """Give verdicts whose comments attack too."""
    from curator.model import Action, Reason

    rows = [item.stored.id for item in workbench.queue()]
    workbench.judge(rows[0], Action.ACCEPT, comment=ALL)
    workbench.judge(rows[1], Action.ACCEPT)
    workbench.judge(rows[2], Action.REJECT, reason=Reason.OTHER, comment=f"={ALL}")
    workbench.judge(rows[3], Action.COMMENT, comment=f"\t{ALL}")
