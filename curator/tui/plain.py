"""The review line by line, for screen readers, dumb terminals and pipes: one row in full, one command a line.

The same desk and the same verdicts as on the screen; each is in the database before the next line is read.
"""

from __future__ import annotations

import shlex
import sys
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, TextIO

from curator.curation.queue import FilterError
from curator.curation.validation import check_polarity, edit
from curator.errors import CuratorError, InputError
from curator.model import Claim, Polarity, Reason, Slot, Verdict
from curator.tui import beside, words
from curator.tui.desk import Desk
from curator.tui.entry import Entry, View
from curator.tui.glyphs import visible
from curator.tui.keys import REASONS
from curator.tui.start import document_id
from curator.workbench.adding import Naming, accept_row, add_row, cited_in
from curator.workbench.assigning import another
from curator.workbench.conflicts import conflict_on
from curator.workbench.related import Relations

if TYPE_CHECKING:
    from curator.workbench import StoredAssertion, Workbench

Write = Callable[[str], None]

HELP = """\
accept                  the row is right as it stands
edit SLOT=VALUE ...     it is right once mended; "two words" in quotation marks, SLOT= empties a slot,
                        polarity= affirmed, negated or speculative
reject REASON [: TEXT]  it is wrong; the reasons are listed by `reasons`, their letters do too
take N                  of a row in conflict: decide as the curator with this number did; the others settle it too
comment TEXT            note something, decide nothing
sentences [TEXT]        the sentences of this paper with their numbers; with TEXT those that hold it
add N SLOT=VALUE ...    a row that nothing proposed, on sentence N, accepted; its citation unless given
skip, back              the next row that waits; the row before
undo, redo              take back the last verdict, with all of its stroke; give it again
filter [TEXT]           only rows that meet it, as in target:ABCB1 -drug:cisplatin sort:confidence; without TEXT all;
                        conflict:yes those decided differently, assigned:me those that are yours to judge
show [VIEW]             this row again; or all, undecided, accepted, edited, rejected or misses
reasons, help, quit     a first letter is enough for accept, edit, reject, comment, skip, undo, filter, help and quit"""

_SHORT = {"a": "accept", "e": "edit", "r": "reject", "c": "comment", "s": "skip", "n": "skip", "u": "undo"}
_SHORT |= {"f": "filter", "h": "help", "?": "help", "q": "quit", "b": "back", "next": "skip", "exit": "quit"}
_ADD = "add 12 mirna=miR-21 target=PTEN effect=resistance (`sentences` lists them)"
_NO_ROW = "no row is before you; `filter` or `show all` brings some back"
_POLARITY = "polarity"
_LONGEST_LINE = 100_000
"""Characters of a line from a pipe: a comment of fifty pages."""
_PROMPT = "accept, edit, reject, skip, undo, help, quit > "


def run_plain(workbench: Workbench, *, document: str | None = None) -> int:
    """Review on stdin and stdout; give back the exit code. Raises InputError for a bad line from a pipe."""
    desk = Desk(workbench, document=document_id(workbench, document))
    at_keyboard = sys.stdin.isatty()
    lines = _typed() if at_keyboard else _piped(sys.stdin)
    review_lines(desk, lines, write=lambda text: print(text, flush=True), patient=at_keyboard)
    return 0


def review_lines(desk: Desk, lines: Iterable[str], *, write: Write, patient: bool) -> None:
    """Show rows and obey lines until one says quit or there are no more.

    A patient reviewer says what is wrong with a line and waits for another. Else InputError is raised at once: what
    follows in a script was meant for another row.
    """
    reviewer = Reviewer(desk, write)
    reviewer.begin()
    for number, line in enumerate(lines, start=1):
        try:
            if not reviewer.obey(line):
                return
        except (CuratorError, FilterError) as error:
            if not patient:
                problem = f"line {number} of the input, {line.strip()!r}: {error}"
                raise InputError(
                    problem, hint="The verdicts before it are saved; nothing after it was read."
                ) from error
            write(f"Not done: {visible(' '.join(str(error).split()))}")


def _piped(stream: TextIO) -> Iterator[str]:
    """Lines of a script. Raises InputError for one that is no line of a review."""
    number = 0
    while line := stream.readline(_LONGEST_LINE + 1):
        number += 1
        if len(line) > _LONGEST_LINE:
            raise InputError(
                f"line {number} of the input is longer than {_LONGEST_LINE:,} characters",
                hint="The verdicts before it are saved; nothing after it was read.",
            )
        yield line


def _typed() -> Iterator[str]:
    """Lines from a person, until she ends the input."""
    while True:
        try:
            yield input(_PROMPT)
        except EOFError:
            print()
            return


class Reviewer:
    """Where the review stands, and what each word does."""

    def __init__(self, desk: Desk, write: Write) -> None:
        self._desk = desk
        self._write = write
        self._at = 0
        self._naming = Naming(desk.workbench)
        self._warned = ""
        """The id of another's row on which a verdict has been asked for once."""
        self._jobs: dict[str, Callable[[str], None]] = {
            "accept": self._accept,
            "edit": self._edit,
            "reject": self._reject,
            "take": self._take,
            "comment": self._comment,
            "sentences": self._sentences,
            "add": self._add,
            "skip": self._skip,
            "back": self._back,
            "undo": lambda rest: self._step("undone", self._desk.undo, nothing="nothing to undo"),
            "redo": lambda rest: self._step("given again", self._desk.redo, nothing="nothing to redo"),
            "filter": self._filter,
            "show": self._show_view,
            "reasons": lambda rest: self._write(reasons_text()),
            "help": lambda rest: self._write(HELP),
        }

    def begin(self) -> None:
        """Show the first row that waits for a verdict; say how many are in conflict, if any are."""
        if found := self._desk.workbench.database().conflicts():
            shows = "`filter conflict:yes` shows" + (" it" if len(found) == 1 else " them")
            self._write(f"In conflict: {words.count(len(found), 'row')} that curators decided differently; {shows}.")
        self._begin()

    def _begin(self) -> None:
        self._at = self._desk.undecided_from(0) or 0
        self._show()

    def obey(self, line: str) -> bool:
        """Do what a line says; false where it says quit. Raises CuratorError, and FilterError for a bad filter."""
        word, _, rest = line.strip().partition(" ")
        if not word or word.startswith("#"):
            return True
        name = _SHORT.get(word.lower(), word.lower())
        if name == "quit":
            return False
        if name not in self._jobs:
            raise InputError(f"there is no command {word}; there are {', '.join(self._jobs)}, quit")
        self._jobs[name](rest.strip())
        return True

    # Rows

    def _current(self) -> Entry:
        """The row before her. Raises InputError where there is none."""
        if self._at >= len(self._desk.entries):
            raise InputError(_NO_ROW)
        return self._desk.entries[self._at]

    def _judged(self) -> Entry:
        entry = self._current()
        if entry.item is None:
            raise InputError("nothing proposed this gold row, so there is no verdict to give on it")
        other = another([entry.item.stored])
        if other and self._warned != entry.id:
            self._warned = entry.id
            raise InputError(f"this row is assigned to {other}; say it again to go on all the same")
        self._warned = ""
        return entry

    def _show(self) -> None:
        if self._at >= len(self._desk.entries):
            self._write(f"\nNo row to show: {_NO_ROW}.")
            return
        entry = self._desk.entries[self._at]
        done, wanted = self._desk.progress()
        self._write(f"\nRow {self._at + 1} of {len(self._desk.entries)}; {done} of {wanted} decided.")
        self._write("\n".join(row_lines(entry, self._desk)))

    # Verdicts

    def _accept(self, rest: str) -> None:
        _no_more("accept", rest)
        self._judge(self._judged(), self._desk.accept)

    def _edit(self, rest: str) -> None:
        entry = self._judged()
        changes, polarity = edited_slots(rest)
        claim, wrong = self._desk.mend(entry, changes)
        if wrong:
            raise InputError("; ".join(f"{slot}: {why}" for slot, why in wrong.items()))
        if claim == entry.claim and polarity in (None, entry.polarity):
            raise InputError("that is what the row says already; `accept` accepts it as it stands")
        self._judge(entry, lambda row: self._desk.edit(row, claim, polarity=polarity))

    def _reject(self, rest: str) -> None:
        reason, comment = reason_of(rest)
        if reason is Reason.OTHER and not comment:
            raise InputError("the reason other needs a word of explanation: reject other: TEXT")
        self._judge(self._judged(), lambda row: self._desk.reject(row, reason, comment=comment))

    def _take(self, rest: str) -> None:
        entry = self._current()
        if entry.item is None or not entry.item.stored.conflict:
            raise InputError("take settles a row in conflict, and nobody decided this one differently")
        found = conflict_on(self._desk.workbench, entry.item.stored)
        if not rest.isdigit() or not 1 <= int(rest) <= len(found.decisions):
            raise InputError(f"take needs the number of a decision, 1 to {len(found.decisions)}")
        self._judge(self._judged(), lambda row: self._desk.take(row, found, int(rest) - 1))

    def _judge(self, entry: Entry, give: Callable[[Entry], Verdict]) -> None:
        given = give(entry)
        covers = f" ({words.behind(entry.sentences, entry.papers)})" if entry.papers > 1 else ""
        self._write(visible(f"{words.saved(given)}{covers}"))
        self._at = self._desk.after_verdict(self._at, entry.id)
        done, wanted = self._desk.progress()
        if done >= wanted:
            self._write("Every row is decided.")
        else:
            self._show()

    def _comment(self, rest: str) -> None:
        if not rest:
            raise InputError("comment needs a text: comment TEXT")
        self._write(visible(words.saved(self._desk.comment(self._judged(), rest))))

    def _step(self, done: str, step: Callable[[], list[Verdict]], *, nothing: str) -> None:
        given = step()
        if not given:
            raise InputError(nothing)
        self._write(visible(words.stepped(done, self._desk.stepped_over(given[0]), together=len(given))))
        found = self._desk.index_of(given[0].assertion)
        self._at = self._at if found is None else found
        self._show()

    # Rows that nothing proposed

    def _sentences(self, rest: str) -> None:
        paper = self._desk.paper(self._current().document)
        numbered = enumerate((paper.text[s.start : s.end] for s in paper.sentences), start=1)
        wanted = rest.casefold()
        held = [
            f"{number}  {visible(' '.join(text.split()))}" for number, text in numbered if wanted in text.casefold()
        ]
        self._write("\n".join(held) if held else f"No sentence of this paper holds {visible(rest)}.")

    def _add(self, rest: str) -> None:
        """Every slot is checked as in an edit; the citation is the sentence's own where none is given."""
        paper = self._desk.paper(self._current().document)
        number, _, slots = rest.partition(" ")
        if not number.isdigit() or not 1 <= int(number) <= len(paper.sentences):
            raise InputError(f"add needs the number of a sentence, 1 to {len(paper.sentences)}: {_ADD}")
        sentence = paper.sentences[int(number) - 1]
        given, polarity = edited_slots(slots)
        claim, wrong = edit(Claim("", citation=cited_in(paper, sentence)), {Slot.MIRNA: "", **given}, paper)
        if wrong:
            raise InputError("; ".join(f"{slot}: {why}" for slot, why in wrong.items()))
        bench = self._desk.workbench
        told = polarity or Polarity.AFFIRMED
        row, is_new = add_row(bench, paper, sentence, claim, polarity=told, naming=self._naming)
        if not is_new:
            raise InputError(f"this row is there already: {words.claim_line(row.claim)}")
        verdict = accept_row(bench, row)
        self._desk.reload()
        self._at = self._desk.index_of(row.id) or 0
        self._write(visible(words.saved(verdict)))
        self._show()

    # Going about

    def _skip(self, rest: str) -> None:
        _no_more("skip", rest)
        found = self._desk.undecided_from(self._at + 1) if self._desk.entries else None
        if found is None:
            raise InputError("no row here waits for a verdict")
        self._at = found
        self._show()

    def _back(self, rest: str) -> None:
        _no_more("back", rest)
        if self._at == 0:
            raise InputError("this is the first row")
        self._at -= 1
        self._show()

    def _filter(self, rest: str) -> None:
        self._desk.find(rest)
        self._begin()

    def _show_view(self, rest: str) -> None:
        if rest and rest not in set(View):
            raise InputError(f"there is no view {rest}; there are {', '.join(View)}")
        if rest:
            self._desk.show(View(rest))
            self._at = self._desk.undecided_from(0) or 0
        self._show()


def row_lines(entry: Entry, desk: Desk) -> Iterator[str]:
    """Everything that backs a row: each slot, the sentences, the rules with their signs, the references in full."""
    paper = desk.paper(entry.document)
    yield f"Paper: {visible(paper.title or entry.document_name)}"
    for slot, held in entry.claim.items():
        if held:
            yield f"{words.SLOT_LABELS[slot]}: {visible(words.value(entry.claim, slot))}"
    if entry.miss:
        yield visible(f"Missed: {words.miss(entry.miss)}")
        yield f"Sentence: {visible(entry.miss.row.quote or 'none is known')}"
    if entry.item:
        assertion = entry.item.stored.assertion
        yield f"State: {entry.item.stored.state}; {words.polarity(entry.polarity, assertion.polarity)}"
        yield from _whose(entry.item.stored, desk)
        if entry.papers > 1:
            yield f"Finding: {words.behind(entry.sentences, entry.papers)}; one decision is about all of them"
        yield from (visible(f"Gold: {words.standing(entry.standing)}") for _ in range(1) if entry.standing)
        for evidence in assertion.evidence:
            section = f" ({visible(evidence.section)})" if evidence.section else ""
            yield f"Sentence{section}: {visible(evidence.quote)}"
            yield from map(visible, words.rule_lines(evidence, assertion.claim))
        yield f"Confidence: {visible(words.confidence(assertion))}"
        for other in desk.finding(entry)[1:]:
            quotes = " ".join(evidence.quote for evidence in other.assertion.evidence)
            yield visible(f"Also in {other.document_name}: {quotes}")
        yield from map(visible, beside.spoken(Relations(desk.workbench).of(entry.id)))
    yield from (f"Reference: {visible(line)}" for line in words.references(entry.claim.citation, paper))
    log = desk.verdicts(entry)
    told = (words.verdict(given, again=words.gives_again(given, log)) for given in log)
    yield from (f"Verdict: {visible(line)}" for line in told)


def _whose(stored: StoredAssertion, desk: Desk) -> Iterator[str]:
    """Who is to judge a row, and what those decided who differ on it."""
    if stored.assigned:
        yield visible(f"Assigned to: {stored.assigned}")
    if not stored.conflict:
        return
    yield "In conflict: `take` and a number decides as that curator did; accept, edit and reject settle it too"
    found = conflict_on(desk.workbench, stored)
    for number, given in enumerate(found.decisions):
        kept = found.outcome(number)
        mended = words.changes(stored.claim, kept) if kept else []
        yield visible(f"  {number + 1} {words.verdict(given)}" + "".join(f"; {change}" for change in mended))


def edited_slots(text: str) -> tuple[dict[Slot, str], Polarity | None]:
    """`source="CAF cell" effect= polarity=negated` → slot and value of each, and the polarity where it is given.

    Raises InputError for what is no slot, and for what is no polarity.
    """
    try:
        parts = shlex.split(text)
    except ValueError as error:
        raise InputError("a quotation mark is missing") from error
    pairs = [part.partition("=") for part in parts]
    for name, sign, _ in pairs:
        if not sign or name.lower() not in {*Slot, _POLARITY}:
            example = 'edit source="cancer-associated fibroblast" effect=resistance'
            raise InputError(
                f"{name!r} is no slot with a value; the slots are {', '.join([*Slot, _POLARITY])}: {example}"
            )
    if not pairs:
        raise InputError("edit needs a slot and a value: edit source=CAF")
    values = {name.lower(): value for name, _, value in pairs}
    polarity = check_polarity(values.pop(_POLARITY)) if _POLARITY in values else None
    if polarity and polarity.problem:
        raise InputError(f"{_POLARITY}: {polarity.problem}")
    told = Polarity(polarity.value) if polarity and polarity.value else None
    return {Slot(name): value for name, value in values.items()}, told


def reason_of(text: str) -> tuple[Reason, str]:
    """`wrong polarity: it is turned round`, `p it is turned round` → the reason and the comment. Raises InputError."""
    folded = text.lower()
    spelled = {str(reason): reason for reason in REASONS} | {key: reason for reason, (key, _) in REASONS.items()}
    for name in sorted(spelled, key=len, reverse=True):
        rest = text[len(name) :]
        if folded.startswith(name) and (not rest or not rest[0].isalnum()):
            return spelled[name], rest.strip(" :,")
    raise InputError(f"{text!r} is no reason; there are {', '.join(REASONS)}" if text else "reject needs a reason")


def reasons_text() -> str:
    """The reasons with their letters and what they mean."""
    return "\n".join(f"{key}  {words.reason(reason)}: {meaning}" for reason, (key, meaning) in REASONS.items())


def _no_more(command: str, rest: str) -> None:
    if rest:
        raise InputError(f"{command} stands alone, and here {rest!r} follows")
