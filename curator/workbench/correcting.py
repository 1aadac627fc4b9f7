"""Corrected papers: a new text is recognised, its rows take the place of the old ones, and verdicts go along.

Whatever cannot be carried is kept on the old text until somebody accepts it on a sentence of the new one, mends it
there, or drops it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from curator import __version__
from curator.errors import InputError
from curator.model import Action, Claim, Document, Evidence, Polarity, Reason, Reference, SlotSpan, Span, Verdict
from curator.workbench.user import curator_name

if TYPE_CHECKING:
    from curator.curation.alignment import Alignment, Piece
    from curator.curation.carrying import Carried, Old
    from curator.storage import Database
    from curator.storage.corrections import Judged, ToCarry
    from curator.workbench.bench import Workbench

NOT_SAID = "the new text of the paper does not say so"


@dataclass(frozen=True, slots=True)
class Recognised:
    """A text in the database that another is a new text of."""

    id: str
    name: str
    what: str
    """What they have in common: `doi`, `pmid` or `name`."""

    def words(self) -> str:
        """`same DOI as zhao-2024`."""
        return f"{common(self.what)} as {self.name}"


def common(recognised: str) -> str:
    """What two texts of a paper have in common, in words: `same DOI`."""
    return f"same {_COMMON[recognised]}"


_COMMON = {"doi": "DOI", "pmid": "PMID", "name": "file name and title"}


@dataclass(frozen=True, slots=True)
class Corrected:
    """What became of the rows of the old texts when a new one took their place."""

    replaces: tuple[str, ...] = ()
    """The names of the old texts."""
    carried: int = 0
    """Verdicts that were carried now."""
    left: int = 0
    """Decided rows that could not be carried and wait for a person."""


@dataclass(frozen=True, slots=True)
class Left:
    """A decided row of an old text that could not be carried, beside what the new text has in its place."""

    id: str
    """Of the old row."""
    old: str
    """The id of the old text."""
    new: str
    """The id of the new one."""
    new_name: str
    claim: Claim
    """As decided; as shown, where it was rejected."""
    polarity: Polarity
    """Likewise."""
    verdict: Verdict
    quote: str
    """The sentence as it was judged."""
    nearest: Span | None
    """The sentence of the new text that is most like it."""
    before: tuple[Piece, ...]
    """The old sentence, and which of its words the new one lacks."""
    after: tuple[Piece, ...]
    """The new sentence, likewise; nothing where none is near."""

    def verdict_line(self) -> str:
        """Who decided when, and how."""
        from curator.curation.changes import decided

        return decided(self.verdict)


def recognised(database: Database, document_id: str) -> list[Recognised]:
    """The texts of which this is a new one, that it does not replace yet."""
    paper, earlier = database.corrections().alike(document_id)
    if not earlier:
        return []
    from curator.curation.recognising import recognised as found_in

    known = database.corrections().replaced()
    return [Recognised(other.id, other.name, what) for other, what in found_in(paper, earlier) if other.id not in known]


def begin(workbench: Workbench, document_id: str) -> None:
    """Before the first extraction of a text: let it take the place of the texts that it is a new one of."""
    corrections = workbench.database().corrections()
    if not corrections.is_extracted(document_id):
        for other in recognised(workbench.database(), document_id):
            corrections.record(document_id, other.id, other.what, curator=curator_name())


def carry(workbench: Workbench, document_id: str) -> Corrected:
    """After an extraction: carry the verdicts of the texts that this one replaces. Twice is as once."""
    database = workbench.database()
    names = {id: name for id, name, _ in database.named_documents()}
    carried, left = 0, 0
    replaced = _before(database.corrections().replaced(), document_id)
    for old in replaced:
        moves = _Moves(workbench, old, document_id)
        given = database.corrections().carry(document_id, moves.to_carry())
        carried += len(given)
        left += len(_Moves(workbench, old, document_id).decided())
    return Corrected(tuple(names[old] for old in replaced), carried, left)


def _before(replaced: Mapping[str, str], document_id: str) -> list[str]:
    """The texts that this one replaces, and those that they had replaced."""
    return [old for old in replaced if old != document_id and newest(replaced, old) == document_id]


def newest(replaced: Mapping[str, str], document_id: str) -> str:
    """The text that stands at the end of those that took each other's place."""
    seen = {document_id}
    # Two copies of a database may have read two texts in opposite orders, and were joined since.
    while (following := replaced.get(document_id, "")) and following not in seen:
        seen.add(following)
        document_id = following
    return document_id


class _Moves:
    """The rows of an old text that wait to be carried to a new one."""

    def __init__(self, workbench: Workbench, old: str, new: str) -> None:
        from curator.curation.alignment import Alignment

        self._database = workbench.database()
        self.old, self.new = self._database.document(old), self._database.document(new)
        self.alignment: Alignment = Alignment(self.old, self.new)
        self.keys = reference_keys(self.old, self.new)
        judged = self._database.corrections().judged(old)
        self._rows = {row.stored.id: row for row in judged if not _is_settled(row)}

    def decided(self) -> list[Judged]:
        """Those with a decision."""
        return [row for row in self._rows.values() if decisions(row)]

    def to_carry(self) -> list[ToCarry]:
        """What can be carried, with the verdicts as they are to be."""
        from curator.curation.carrying import New, carry

        proposed = [New(row.id, row.assertion) for row in self._database.assertions(self.new.id)]
        rows = [self.as_old(row) for row in self._rows.values()]
        carried, _ = carry(rows, proposed, self.alignment, self.keys)
        return [item for found in carried for item in self._item(found)]

    def as_old(self, row: Judged) -> Old:
        """The row as it was judged."""
        from curator.curation.carrying import Old
        from curator.curation.verdicts import polarity_of

        made = decisions(row)
        polarity = polarity_of(made[-1]) if made else None
        return Old(row.stored.id, row.stored.assertion, as_judged(row), row.stored.decided, polarity)

    def _item(self, found: Carried) -> list[ToCarry]:
        from curator.storage.corrections import ToCarry

        row = self._rows[found.row.id]
        verdicts = [self.translated(verdict) for verdict in _said(row)]
        is_comment_alone = not decisions(row) and row.stored.added_by is None
        if not all(verdicts) or (is_comment_alone and not found.target):
            return []
        given = tuple(verdict for verdict in verdicts if verdict)
        return [ToCarry(row.stored.id, found.target, found.assertion, found.evidence, given, row.stored.added_by or "")]

    def translated(self, verdict: Verdict) -> Verdict | None:
        """The verdict in terms of the new text; none where its citation is not in the new list."""
        from curator.curation.carrying import translated

        before = translated(verdict.before, self.keys)
        after = translated(verdict.after, self.keys) if verdict.after else None
        if before is None or (verdict.after and after is None):
            return None
        fresh = replace(verdict, time="", together=None, previous="", settles=(), evidence=(), id="")
        return replace(fresh, before=before, after=after, carries=verdict.id, program_version=__version__)


def _is_settled(row: Judged) -> bool:
    """True where its decision was carried, or dropped by a verdict that stands; with no decision, where all was."""
    own = {verdict.id for verdict in row.verdicts}
    said = decisions(row) or _said(row)
    return any(verdict.id in row.carried or verdict.carries in own for verdict in said)


def decisions(row: Judged) -> list[Verdict]:
    """The decisions that count: those that stand and that no other was made over."""
    from curator.curation.verdicts import heads

    return heads(row.verdicts)


def _said(row: Judged) -> list[Verdict]:
    """The decisions that count, and the comments that stand."""
    from curator.curation.verdicts import standing

    comments = [verdict for verdict in standing(row.verdicts) if verdict.action is Action.COMMENT]
    return [*decisions(row), *comments]


def as_judged(row: Judged) -> tuple[Evidence, ...]:
    """The evidence that the last decision was made on; where it does not say, what it quotes, else what there is."""
    from curator import identity

    made = decisions(row)
    if made:
        wanted = set(made[-1].evidence)
        named = tuple(e for e in row.evidence if identity.evidence_id(e) in wanted)
        quoted = tuple(e for e in row.evidence if e.quote and e.quote in made[-1].quote)
        if named or quoted:
            return named or quoted
    return row.stored.assertion.evidence


def reference_keys(old: Document, new: Document) -> dict[str, str]:
    """Printed key in the old text → printed key of the same study in the new one."""
    from curator import identity

    def names(reference: Reference) -> list[str]:
        bare = replace(reference, doi=None)
        forms = [reference, bare, replace(bare, pmid=None), replace(bare, pmid=None, title="")]
        return [identity.study_id(Document("", "", references=(form,)), form.key) for form in forms]

    known: dict[str, str] = {}
    for reference in new.references:
        for name in names(reference):
            known.setdefault(name, reference.key)
    found = {r.key: known[name] for r in old.references for name in names(r)[::-1] if name in known}
    listed = {r.key for r in (*old.references, *new.references)}
    # A key that neither list explains is only known by itself.
    return {key: key for c in old.citations for key in c.keys if key not in listed} | found


# What a person decides


def left(workbench: Workbench) -> list[Left]:
    """Every decided row that could not be carried, in the order of the old texts."""
    replaced = workbench.database().corrections().replaced()
    found = []
    for old in replaced:
        moves = _Moves(workbench, old, newest(replaced, old))
        found += [_left(moves, row) for row in moves.decided()]
    return found


def _left(moves: _Moves, row: Judged) -> Left:
    from curator.curation.alignment import wordings

    evidence = as_judged(row)[0]
    nearest = moves.alignment.nearest(Span(evidence.start, evidence.end))
    said = moves.new.text[nearest.start : nearest.end] if nearest else ""
    before, after = wordings(evidence.quote, said)
    verdict = decisions(row)[-1]
    return Left(
        row.stored.id, moves.old.id, moves.new.id, moves.new.name, row.stored.claim, row.stored.polarity, verdict,
        evidence.quote, nearest, tuple(before), tuple(after),
    )  # fmt: skip


def accept(
    workbench: Workbench,
    item: Left,
    *,
    after: Claim | None = None,
    polarity: Polarity | None = None,
    comment: str = "",
) -> Verdict:
    """Give the same verdict on the nearest sentence of the new text, or with `after` accept the row as mended there.

    A `polarity` and a `comment` belong to what is mended; without a polarity it stays. The verdict is of the curator
    who sits here. Raises InputError where no sentence is near, where the new text does not cite the study, or where
    somebody has decided on the row in the new text.
    """
    from curator.curation.carrying import New, on_sentence, same
    from curator.storage.corrections import ToCarry

    if item.nearest is None:
        raise InputError("nothing in the new text is like this sentence.", hint="Drop the row, or add it anew.")
    moves = _Moves(workbench, item.old, item.new)
    row = _waiting(moves, item)
    verdict = moves.translated(item.verdict) if after is None else _mended(moves, item, after, polarity, comment)
    if verdict is None:
        raise InputError("the new text does not cite this study.", hint="Edit the citation, or drop the row.")
    evidence = on_sentence(item.nearest, moves.alignment, rule=as_judged(row)[0].rule)
    evidence = replace(evidence, slots=_slots(as_judged(row)[0], evidence))
    assertion = replace(row.stored.assertion, claim=verdict.before, evidence=(evidence,))
    proposed = [New(r.id, r.assertion) for r in workbench.database().assertions(item.new)]
    alike = (n for n in proposed if n.assertion.polarity is assertion.polarity)
    target = next((n.id for n in alike if same(n.assertion.claim, verdict.before)), "")
    given = replace(verdict, curator=curator_name())
    wanted = ToCarry(item.id, target, assertion, (evidence,), (given,))
    stored = workbench.database().corrections().carry(item.new, [wanted])
    if not stored:
        raise InputError("this row was decided on in the new text already.", hint="Drop it here, or look at it there.")
    return stored[0]


def _waiting(moves: _Moves, item: Left) -> Judged:
    found = next((row for row in moves.decided() if row.stored.id == item.id), None)
    if found is None:
        raise InputError("this row was carried or dropped meanwhile.")
    return found


def _mended(moves: _Moves, item: Left, after: Claim, polarity: Polarity | None, comment: str) -> Verdict:
    """An edit of the row as it reads in the new text."""
    from curator.curation.carrying import translated

    shown = translated(item.verdict.before, moves.keys) or after
    plain = Verdict(item.id, Action.EDIT, "", "", shown, after, comment=comment, program_version=__version__)
    said = replace(plain, polarity=polarity or item.polarity, polarity_shown=item.polarity)
    return replace(said, carries=item.verdict.id, rules_version=item.verdict.rules_version)


def _slots(judged: Evidence, evidence: Evidence) -> tuple[SlotSpan, ...]:
    """The slots whose words stand in the new sentence exactly once; of the others nothing is said."""
    found = []
    for slot in judged.slots:
        if evidence.quote.count(slot.text) == 1:
            start = evidence.start + evidence.quote.index(slot.text)
            found.append(replace(slot, start=start, end=start + len(slot.text)))
    return tuple(found)


def drop(workbench: Workbench, item: Left) -> Verdict:
    """Reject the old row, because the new text does not say so."""
    verdict = Verdict(
        item.id,
        Action.REJECT,
        curator_name(),
        "",
        item.claim,
        reason=Reason.OTHER,
        comment=NOT_SAID,
        quote=item.quote,
        program_version=__version__,
        rules_version=item.verdict.rules_version,
        carries=item.verdict.id,
    )
    return workbench.database().append_verdict(verdict)
