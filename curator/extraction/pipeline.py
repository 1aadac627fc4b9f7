"""A document in, assertions out: the only place that composes the stages of extraction."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace

from curator.extraction.abbreviations import find_abbreviations, listed_abbreviations
from curator.extraction.attribute import studies
from curator.extraction.frames import assertions_of_study
from curator.extraction.recognise import Abbreviations, Recogniser, defined_lines, resolve_abbreviations, shift
from curator.extraction.relate import Relater, SentenceAnalysis
from curator.extraction.segment import segment
from curator.model import Assertion, Document, Mention, MentionType, SectionKind, Sentence
from curator.patterns import Rules

LEFT_OUT = (SectionKind.REFERENCES, SectionKind.BACK, SectionKind.TITLE)
"""Sections whose sentences assert nothing of their own."""

Reached = Callable[[int, int], None]
"""Told in how many sentences names have been looked for, which is what takes the time, and how many there are."""


def _silent(done: int, total: int) -> None:
    """The callback of someone who does not look."""


class Extractor:
    """Finds mentions and assertions in documents. Building one loads spaCy and compiles the rules."""

    def __init__(self, rules: Rules) -> None:
        self.rules = rules
        self._recogniser = Recogniser(rules)
        self._relater = Relater(rules)

    def prepare(self, document: Document) -> Document:
        """The document with its sentences."""
        return document if document.sentences else segment(document)

    def mentions(self, document: Document) -> list[Mention]:
        """Every mention of the prose, in order, with offsets of the document."""
        document = self.prepare(document)
        abbreviations = self._abbreviations(document)
        return [m for sentence in document.sentences for m in self._mentions(document, sentence, abbreviations)]

    def assertions(self, document: Document) -> list[Assertion]:
        """Every assertion that the prose makes. Tables, headings and references are not read."""
        document = self.prepare(document)
        return self._assertions(document, self._names(document, _silent))

    def both(self, document: Document, *, reached: Reached = _silent) -> tuple[list[Mention], list[Assertion]]:
        """The mentions and the assertions, as `mentions` and `assertions` have them; each sentence is read once."""
        document = self.prepare(document)
        names = self._names(document, reached)
        assertions = self._assertions(document, names)
        return [m for index in range(len(document.sentences)) for m in names[index]], assertions

    def _names(self, document: Document, reached: Reached) -> _Names:
        """The mentions of each sentence; `reached` is told whenever one more has been looked at."""
        abbreviations, sentences = self._abbreviations(document), document.sentences
        return _Names(lambda index: self._mentions(document, sentences[index], abbreviations), len(sentences), reached)

    def _assertions(self, document: Document, names: _Names) -> list[Assertion]:
        found: list[Assertion] = []
        for study in studies(document, self.rules):
            named = {i: names[i] for i in study.sentences}
            if any(m.type is MentionType.MIRNA for mentions in named.values() for m in mentions):
                read = list(self._related(document, named, explain=False).items())
                found += assertions_of_study(document, study, read, rules=self.rules)
        return merged(found)

    def analyse(
        self, document: Document, *, explain: bool = False, only: Collection[int] | None = None
    ) -> dict[int, SentenceAnalysis]:
        """Each sentence of the prose as the rules saw it, by its index; `only` those of some indexes."""
        abbreviations = self._abbreviations(document)
        chosen = range(len(document.sentences)) if only is None else sorted(only)
        named = {i: self._mentions(document, document.sentences[i], abbreviations) for i in chosen}
        return self._related(document, named, explain=explain)

    def _related(
        self, document: Document, named: Mapping[int, Sequence[Mention]], *, explain: bool
    ) -> dict[int, SentenceAnalysis]:
        """The analyses of sentences whose mentions are known, without those that assert nothing of their own."""
        analyses = {}
        for index, mentions in named.items():
            sentence = document.sentences[index]
            section = document.section_at(sentence.start)
            if section is not None and section.kind in LEFT_OUT:
                continue
            local = [shift(m, -sentence.start) for m in mentions]
            text = document.quote(sentence)
            analyses[index] = self._relater.analyse(text, local, start=sentence.start, explain=explain)
        return analyses

    def _abbreviations(self, document: Document) -> Abbreviations:
        listed: dict[str, str] = {}
        for section in document.sections:
            if "abbreviation" in section.title.lower():
                listed |= listed_abbreviations(document.text[section.start + len(section.title) : section.end])
        prose = " ".join(document.text[p.start : p.end] for p in document.paragraphs)
        found = resolve_abbreviations({**listed, **find_abbreviations(prose)}, self.rules)
        return replace(found, entries={**found.entries, **defined_lines(prose)})

    def _mentions(self, document: Document, sentence: Sentence, abbreviations: Abbreviations) -> list[Mention]:
        found = self._recogniser.mentions(document.quote(sentence), abbreviations=abbreviations)
        return [shift(m, sentence.start) for m in found]


class _Names(dict[int, list[Mention]]):
    """The mentions of each sentence by its index, looked for when first asked for."""

    def __init__(self, look: Callable[[int], list[Mention]], total: int, reached: Reached) -> None:
        super().__init__()
        self._look, self._total, self._reached = look, total, reached

    def __missing__(self, index: int) -> list[Mention]:
        self[index] = found = self._look(index)
        self._reached(len(self), self._total)
        return found


def merged(assertions: Sequence[Assertion]) -> list[Assertion]:
    """One assertion for each claim and polarity, with the evidence of all; the surest gives confidence and reasons."""
    by_claim: dict[tuple[object, ...], Assertion] = {}
    for assertion in assertions:
        key = (assertion.claim, assertion.polarity)
        known = by_claim.get(key)
        if known is None:
            by_claim[key] = assertion
            continue
        evidence = tuple(dict.fromkeys(sorted((*known.evidence, *assertion.evidence), key=lambda e: e.start)))
        surer = max(known, assertion, key=lambda a: a.confidence)
        by_claim[key] = replace(surer, evidence=evidence)
    return list(by_claim.values())
