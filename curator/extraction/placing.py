"""Which miRNA a finding is about, and what the study's telling so far does to its sign.

A finding names its miRNA, or an anaphor stands for the nearest that agrees with it, or it is a consequence of the one
miRNA that the study tells of. What follows from a miRNA's loss tells the opposite of the miRNA.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from curator.extraction.relate import Finding, SentenceAnalysis
from curator.extraction.units import Unit
from curator.model import Factor, Mention, MentionType
from curator.patterns import Rules

REACH = 60
"""So many sentences a study is looked back, and forth: nobody keeps more in mind, and no text costs its square."""
_SUBJECTS = (MentionType.MIRNA, MentionType.GENE)
_SAMPLE = re.compile(r" samples?$| of .*$")
_CELLS = re.compile(r"(?:^| )(?:cells?|tissues?)$")
_ARM = re.compile(r"-[35]p$")
_MARK = re.compile(r"(?:-[35]p|\*)$")
Read = Sequence[tuple[int, SentenceAnalysis]]


@dataclass(frozen=True, slots=True)
class Placed:
    """A finding of a study with the sentence it stands in and the miRNA that it is about."""

    sentence: int
    analysis: SentenceAnalysis
    finding: Finding
    mirna: Mention
    """Offsets of the sentence; the anaphor's place where the miRNA is named elsewhere."""
    how: str
    """`named`, `anaphor` or `topic`: how the finding came to its miRNA."""
    keys: tuple[str, ...] = ()
    share: tuple[int, int] = (0, 1)
    """Which of how many miRNAs it is, where `respectively` deals out genes and references."""


@dataclass(frozen=True, slots=True)
class _Told:
    """The miRNAs of a finding, and whether what was told of them is their presence (+1) or their loss (-1)."""

    mirnas: tuple[Mention, ...]
    sign: int
    place: tuple[int, int]
    """Where the last of them stands: the sentence's number in the study, and the offset in it."""


def place_findings(read: Read, rules: Rules) -> Iterator[Placed]:
    """Every finding of a study with its miRNA, once for each miRNA it is about."""
    names = _unified([m.name for _, a in read for m in a.mentions if m.type is MentionType.MIRNA])
    told: list[_Told] = []
    for position, (index, analysis) in enumerate(read):
        for finding in sorted(analysis.findings, key=lambda f: f.subject is not None):
            place = _Place(read, position, finding, tuple(told[-REACH:]), rules)
            about = place.mirnas()
            if about and finding.role != "ACTS":
                told.append(place.telling(about))
            for one in place.dealt(about):
                yield replace(
                    one, sentence=index, mirna=replace(one.mirna, name=names.get(one.mirna.name, one.mirna.name))
                )


def perturbed(finding: Finding) -> int:
    """-1 where the finding is told of the miRNA's loss, else +1."""
    signs = [f.sign for f in finding.factors if f.name == "perturbation"]
    return -1 if signs.count(-1) % 2 else 1


def _unified(names: Iterable[str]) -> dict[str, str]:
    """A name without an arm stands for the one with an arm where the study names just one such arm."""
    by_stem: dict[str, set[str]] = {}
    for name in names:
        by_stem.setdefault(_ARM.sub("", name), set()).add(name)
    return {stem: next(iter(forms - {stem})) for stem, forms in by_stem.items() if stem in forms and len(forms) == 2}


@dataclass(frozen=True, slots=True)
class _Place:
    """A finding at its place in the study: the sentences around it, and what was told of miRNAs before."""

    read: Read
    position: int
    finding: Finding
    told: tuple[_Told, ...]
    rules: Rules

    @property
    def here(self) -> SentenceAnalysis:
        """The finding's own sentence."""
        return self.read[self.position][1]

    @property
    def before(self) -> list[SentenceAnalysis]:
        """The sentences before it, the nearest last."""
        return [a for _, a in self.read[max(0, self.position - REACH) : self.position]]

    @property
    def from_here(self) -> list[SentenceAnalysis]:
        """Its own sentence and those behind it."""
        return [a for _, a in self.read[self.position : self.position + REACH]]

    # Its miRNAs

    def mirnas(self) -> list[tuple[Mention, str]]:
        """Each miRNA that it is about, with how it came to it."""
        finding = self.finding
        if finding.agents:
            return [(m, "named") for m in finding.agents]
        if finding.role in ("ORIGIN", "CARRIES"):
            return [(m, "named") for m in self._carried()]
        start, end = finding.agent_span
        if end > start:
            here = self.here.mentions
            found = self._antecedents()
            return [
                (m if m in here else replace(m, start=start, end=end, text=finding.agent_text), "anaphor")
                for m in found
            ]
        return [(replace(m, start=start, end=end, text=""), "topic") for m in self._topic()]

    def _carried(self) -> list[Mention]:
        """The miRNAs in a vesicle whose donor is named: those of the sentence, else those of the next that has any."""
        if any(m.type is MentionType.RNA for m in self.here.mentions):
            return []
        for distance, analysis in enumerate(self.from_here):
            if names := _distinct(_mirnas_of([analysis])):
                return names if self._takes_up(analysis, distance) else []
        names = _distinct(_mirnas_of(self.before))
        return names if len(names) == 1 else []

    def _takes_up(self, analysis: SentenceAnalysis, distance: int) -> bool:
        """Whether the sentence `distance` behind a vesicle still tells of it: at once, or by naming vesicles again."""
        if distance == 0:
            return True
        named = any(m.type is MentionType.VESICLE for m in analysis.mentions)
        specific = not any(_is_general_donor(theme.name, self.rules) for theme in self.finding.themes)
        return specific and (named or distance == 1)

    def _antecedents(self) -> list[Mention]:
        """The miRNAs that an anaphor stands for: the nearest before it, or the nearest group for a plural."""
        said = self.finding.agent_text.lower()
        here = [m for m in _mirnas_of([self.here]) if m.end <= self.finding.agent_span[0]]
        groups = [g for g in (here, *(_mirnas_of([a]) for a in reversed(self.before))) if g]
        if not groups or not self._told_of_mirna():
            return []
        if said in self.rules.words("standing_ordinals"):
            several = next((n for g in groups if len(n := _distinct(g)) > 1), [])
            return several[-1:] if said == "latter" else several[:1]
        if self.rules.words("plural_anaphors") & set(re.findall(r"\w+", said)):
            return next((n for g in groups if len(n := _distinct(g)) > 1), [])
        is_pronoun = len(said.split()) == 1
        return [] if is_pronoun and len(_distinct(groups[0])) > 1 else groups[0][-1:]

    def _told_of_mirna(self) -> bool:
        """For `it` and `its`: whether the sentence so far, or the one before, is about a miRNA and not about a gene."""
        first = self.finding.agent_text.lower().split()[:1]
        if not self.rules.words("personal_pronouns").issuperset(first):
            return True
        so_far = [m for m in self.here.mentions if m.end <= self.finding.agent_span[0]]
        previous = self.before[-1].mentions if self.position else ()
        for mentions in (so_far, previous):
            if named := [m for m in mentions if m.type in _SUBJECTS]:
                return named[0].type is MentionType.MIRNA
        return True

    def _topic(self) -> tuple[Mention, ...]:
        """The miRNAs that a consequence is told of: those of the study's findings so far, where they are one group."""
        if self.finding.subject is None or not self._resumes():
            return ()
        told = [one for one in self.told if one.place < (self.position, max(self.finding.start, 1))]
        if not told:
            here = [m for m in _mirnas_of([self.here]) if m.start < self.finding.start]
            names = _distinct([*_mirnas_of(self.before), *here])
            return tuple(names) if len(names) == 1 else ()
        group = told[-1].mirnas
        stems = {_MARK.sub("", m.name) for m in group}
        known = {_MARK.sub("", m.name) for one in told for m in one.mirnas}
        return group if all(any(s.startswith(name) for s in stems) for name in known) else ()

    def _resumes(self) -> bool:
        """True where the subject takes up what the study told before: an event by name or by its words."""
        subject = self.finding.subject
        if subject is None or subject.kind == "plain":
            return subject is not None
        said = " ".join(a.text for a in self.before).lower() + self.here.text[: self.finding.start].lower()
        known = {m.name for a in self.before for m in a.mentions}
        if subject.names:
            return any(name in known or name.lower() in said for name in subject.names)
        return any(word[:6] in said for word in subject.words)

    # Its sign

    def telling(self, about: Sequence[tuple[Mention, str]]) -> _Told:
        """What later consequences may rest on; to name the target of a sponged miRNA does not bring it back."""
        told_by_itself = about[0][1] == "named" or self.finding.factors
        sign = perturbed(self.finding) if told_by_itself else self._state()
        mirnas = tuple(m for m, _ in about)
        return _Told(mirnas, sign, (self.position, max(m.start for m in mirnas)))

    def dealt(self, about: Sequence[tuple[Mention, str]]) -> Iterator[Placed]:
        """The finding once for each miRNA; `respectively` gives each its own gene."""
        respective = "respectively" in self.here.text and len(about) > 1
        themes = self.finding.themes if respective and len(about) == len(self.finding.themes) else ()
        for number, (mirna, how) in enumerate(about):
            own = replace(self.finding, themes=themes[number : number + 1]) if themes else self.finding
            told = self._with_donor(self._turned(own, self._inherited_sign(how)))
            share = (number, len(about)) if respective else (0, 1)
            yield Placed(self.position, self.here, told, mirna, how, share=share)

    def _inherited_sign(self, how: str) -> int:
        """What follows from the loss of a miRNA tells the opposite of the miRNA; so does `it` for its inhibitor."""
        if how == "topic":
            return self._state()
        if how == "anaphor" and len(self.finding.agent_text.split()) == 1:
            return self._named_last(self.finding.agent_span[0], self.before)[0]
        return 1

    def _state(self) -> int:
        """Whether the miRNA was told to be there (+1) or to be lost, blocked or sponged (-1) before the finding."""
        _, blocked = self._named_last(self.finding.start, self.before[-1:])
        if blocked:
            return -1
        return self.told[-1].sign if self.told else self._named_last(self.finding.start, self.before)[0]

    def _named_last(self, until: int, before: Sequence[SentenceAnalysis]) -> tuple[int, bool]:
        """The sign of the miRNA named last before `until`, and whether it was then blocked: `miR-21 was inhibited`."""
        here = [u for u in self.here.units if u.end <= until]
        for units in (here, *(a.units for a in reversed(before))):
            named = [i for i, u in enumerate(units) if u.kind == "MIRNA" and u.mentions]
            if named:
                return units[named[-1]].sign, self._is_blocked(units, named[-1])
        return 1, False

    def _is_blocked(self, units: Sequence[Unit], index: int) -> bool:
        verb, _, voice = units[index + 1].key.partition(":") if index + 1 < len(units) else ("", "", "")
        denied = bool(verb) and bool(units[index + 1].cues)
        return voice == "passive" and not denied and verb in self.rules.words("blocking_verbs")

    def _turned(self, finding: Finding, sign: int) -> Finding:
        """The finding with its sign turned round where it is told of the miRNA's loss; what is a target stays one.

        What stands for the loss in the sentence becomes a factor, so that the signs still multiply to the effect.
        """
        binds = finding.role == "TARGETS" and not finding.factors
        if sign > 0 or binds or not finding.sign or finding.role not in ("RESPONSE", "TARGETS", "REGULATES"):
            return finding
        role = {"TARGETS": "REGULATES", "REGULATES": "TARGETS"}.get(finding.role, finding.role)
        start, end = finding.agent_span
        if start == end:
            start, end = finding.start, finding.end
        context = Factor("context", -1, start, end, self.here.text[start:end])
        return replace(finding, sign=-finding.sign, role=role, factors=(context, *finding.factors))

    def _with_donor(self, finding: Finding) -> Finding:
        """A donor that is only `them` or `these cells` is the nearest cell told before."""
        if finding.role != "ORIGIN" or finding.themes:
            return finding
        here = [m for m in self.here.mentions if m.end <= finding.start]
        cells = [m for m in (*(m for a in self.before for m in a.mentions), *here) if m.type is MentionType.CELL]
        return replace(finding, themes=(cells[-1],)) if cells else finding


def _mirnas_of(analyses: Iterable[SentenceAnalysis]) -> list[Mention]:
    return [m for a in analyses for m in a.mentions if m.type is MentionType.MIRNA]


def _distinct(mentions: Iterable[Mention]) -> list[Mention]:
    """One mention a name, the last of each."""
    return list({m.name: m for m in mentions}.values())


def _is_general_donor(name: str, rules: Rules) -> bool:
    """True for a donor too general to be that of a miRNA that is named only later: `tumor cells`, `serum`."""
    told = _SAMPLE.sub("", name.lower())
    last = re.split(r"\W+", told)[-1]
    rest = _CELLS.sub("", told)
    return last in rules.words("general_fluids") or not rest or rest in rules.words("general_donors")
