"""The scores: what was proposed and what was accepted against the gold, as bars; every error leads to its sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from textual.app import ComposeResult
from textual.content import Content

from curator.tui.desk import Desk
from curator.tui.entry import View
from curator.tui.glyphs import bar, fit, level, visible
from curator.tui.keys import COMMANDS, Command, Place
from curator.tui.messages import RowsChanged
from curator.tui.screens.listing import ListScreen
from curator.tui.widgets.lines import Lines
from curator.tui.widgets.told import Told
from curator.tui.words import count, counts, holds_all, ratio
from curator.workbench import Workbench
from curator.workbench.scores import Error, Measure, RuleMeasure, Scoreboard, Share, errors, scoreboard

if TYPE_CHECKING:
    from curator.workbench import Score

_NAME = 9
_WIDE_FROM = 110
_NARROW_BAR, _WIDE_BAR = 2, 8
_RULE_NAME = 24
_FIGURE = 4
"""Cells of a ratio."""
_LETTERS = {"precision": "P", "recall": "R", "f1": "F"}
_NO_GOLD = "This paper has no gold: precision and recall are not known."


@dataclass(frozen=True, slots=True)
class _Line:
    """What one line shows: a heading, a measure, a rule or an error."""

    text: str = ""
    measure: Measure | None = None
    rule: RuleMeasure | None = None
    error: Error | None = None


@dataclass(frozen=True, slots=True)
class _Left:
    """How the screen stood when an error was followed."""

    document: str
    relaxed: bool
    printed: bool
    of_accepted: bool
    name: str
    rule: str
    text: str
    cursor: int


_LEFT: WeakKeyDictionary[Workbench, _Left] = WeakKeyDictionary()
"""Where the screen was left for an error, so that its key leads back there: a screen does not outlive being left."""


class ScoresScreen(ListScreen):
    """The scoreboard of the paper that is being judged."""

    PLACE = Place.SCORES
    NOTHING = _NO_GOLD
    FINDS = "words of an error or a rule"

    def __init__(self, desk: Desk, commands: Sequence[Command] = COMMANDS, *, document: str = "") -> None:
        """`document` is the id of the paper to measure."""
        super().__init__(desk, commands, document=document)
        self._is_relaxed = self._is_printed = self._is_of_accepted = False
        self._measured, self._rule = "row", ""
        self._board: Scoreboard | None = None
        self._shown: list[_Line] = []

    def compose_above(self) -> ComposeResult:
        """The heads of the columns."""
        yield Told(id="columns")

    def on_resize(self) -> None:
        """The columns are as wide as their bars."""
        cells = _WIDE_BAR if self.size.width >= _WIDE_FROM else _NARROW_BAR
        half = len(_LETTERS) * (cells + 8) + 1
        heads = f"{'':<{_NAME + 3}}{'what was proposed':<{half}}what was accepted"
        self.query_one("#columns", Told).update(Content.styled(heads, "$quiet"))

    def on_mount(self) -> None:
        """The whole row's errors first."""
        self.lines.focus()
        cursor = self._as_left()
        self._fetch(at=cursor)
        go, back = self.key_of("scores.open"), self.key_of("screen.scores")
        self.say(f"{go} on a slot or rule: its errors; on an error: its sentence, {back} leads back")

    def _as_left(self) -> int:
        """As the screen stood when an error of this paper was followed; gives the line."""
        left = _LEFT.pop(self.desk.workbench, None)
        if left is None or left.document != self.document:
            return 0
        self._is_relaxed, self._is_printed, self._is_of_accepted = left.relaxed, left.printed, left.of_accepted
        self._measured, self._rule, self.text = left.name, left.rule, left.text
        return left.cursor

    def _leave(self) -> None:
        of = (self._is_relaxed, self._is_printed, self._is_of_accepted)
        _LEFT[self.desk.workbench] = _Left(self.document, *of, self._measured, self._rule, self.text, self.lines.cursor)

    def _fetch(self, *, at: int | None = None) -> None:
        bench, options = self.desk.workbench, {"relaxed": self._is_relaxed, "printed": self._is_printed}
        measured = self.attempt(lambda: scoreboard(bench, self.document, **options)) if self.document else None
        self._board = measured
        self._show(at=self.lines.cursor if at is None else at)

    def _show(self, *, at: int = 0) -> None:
        board = self._board
        if board is None:
            self.head("Scores")
            self.lines.show(0)
            return
        wanted = self.text.casefold().split()
        measures = [_Line(m.name, measure=m) for m in board.measures]
        lines = [*measures, *self._error_lines(board), *_rule_lines(board)]
        self._shown = [line for line in lines if holds_all(line.text, wanted)]
        self.lines.show(len(self._shown), at)
        gold = "the table as printed" if self._is_printed else "the adjudicated gold"
        source = "by cell type" if self._is_relaxed else "by name"
        name = visible(self.desk.paper(self.document).name)
        self.head(f"Scores against {gold} ({board.gold_rows} rows), source {source}: {name}")

    def _error_lines(self, board: Scoreboard) -> list[_Line]:
        """The errors of the slot chosen, in what was proposed or in what was accepted."""
        measure = next(m for m in board.measures if m.name == self._measured)
        score = measure.accepted if self._is_of_accepted else measure.proposed
        of = "accepted" if self._is_of_accepted else "proposed"
        found = self.attempt(lambda: errors(self.desk.workbench, self.document, score)) or []
        if self._rule:
            found = [error for error in found if self._rule in error.rules]
            head = f"Errors of the rule {self._rule} in what was {of}: {len(found)} not in the gold (✗)"
        else:
            wrong, missing = len(score.false_positives), len(score.false_negatives)
            head = f"Errors of {self._measured} in what was {of}: {wrong} not in the gold (✗), "
            head += f"{missing} missing (○)"
        signed = [_Line(f"{'○' if e.is_miss else '✗'} {e.text}", error=e) for e in found]
        return [_Line(), _Line(head), *signed]

    def draw(self, number: int, width: int) -> Content:
        """A slot or a rule with its bars; anything else as it reads."""
        line = self._shown[number]
        is_wide = width >= _WIDE_FROM - 1
        if line.rule:
            name = fit(("›" if line.rule.name == self._rule else " ") + visible(line.rule.name), _RULE_NAME)
            halves = (_shares(share, _WIDE_BAR if is_wide else 1) for share in (line.rule.proposed, line.rule.accepted))
            return Content(fit(f"{name} {' '.join(halves)}", width))
        if line.measure is None:
            return Content.styled(fit(visible(line.text), width), "" if line.error else "$quiet")
        sign = "›" if line.measure.name == self._measured and not self._rule else " "
        halves = (
            _shares(score, _WIDE_BAR if is_wide else _NARROW_BAR)
            for score in (line.measure.proposed, line.measure.accepted)
        )
        return Content(fit(f"{sign}{line.measure.name:<{_NAME}} {'   '.join(halves)}", width))

    def _current(self) -> _Line | None:
        return self._shown[self.lines.cursor] if self._shown else None

    def on_lines_moved(self, message: Lines.Moved) -> None:
        """What the bars are made of, or the error in full."""
        line = self._current()
        if line is None:
            self.detail("")
        elif line.measure:
            self.detail(Content("\n").join([_counted("proposed", line.measure), _counted("accepted", line.measure)]))
        elif line.rule:
            self.detail("\n".join([_made("proposed", line.rule), _made("accepted", line.rule)]))
        else:
            quote = f"\n“{visible(line.error.gold.quote)}”" if line.error and line.error.gold else ""
            origin = f"  ({line.error.gold.origin})" if line.error and line.error.gold else ""
            self.detail(f"{visible(line.text)}{visible(origin)}{quote}")

    def on_lines_opened(self, message: Lines.Opened) -> None:
        """A second click opens."""
        self.action_open()

    def narrow(self, text: str) -> str:
        """Only lines that hold every word."""
        self.text = text
        self._show()
        return ""

    def action_open(self) -> None:
        """The errors of a slot or of a rule; or the sentence of an error, in the review."""
        line = self._current()
        if line and line.measure:
            self._open_measure(line.measure.name)
        elif line and line.rule:
            self._open_rule(line.rule.name)
        elif line and line.error:
            self._go(line.error)

    def _open_measure(self, name: str) -> None:
        """The errors of a slot below the bars; where they are shown already, the cursor on the first."""
        is_open = self._measured == name and not self._rule
        self._measured, self._rule = name, ""
        self._show(at=self.lines.cursor)
        first = next((n for n, line in enumerate(self._shown) if line.error), None)
        if is_open and first is not None:
            self.lines.show(len(self._shown), first)

    def _open_rule(self, rule: str) -> None:
        """The rows that the rule had a part in and that are not in the gold, with the cursor on the first."""
        self._measured, self._rule = "row", rule
        self._show()
        first = next((n for n, line in enumerate(self._shown) if line.error), None)
        self.lines.show(len(self._shown), 0 if first is None else first)
        self.say(f"{rule}: every row that it had a part in is right" if first is None else f"errors of {rule}")

    def _go(self, error: Error) -> None:
        """To the row in error; to the missed gold row, else to the row that comes nearest to it."""
        self._leave()
        self.desk.find("")
        self.desk.show(View.MISSES)
        missed = (e.id for e in self.desk.entries if error.gold and e.miss and e.miss.row == error.gold)
        target = next(missed, "")
        if not target:
            self.desk.show(View.ALL)
            target = error.row
        self.app.post_message(RowsChanged(at=target, said=f"from the scores: {error.text}"))
        self.dismiss(None)

    def action_next_gold(self) -> None:
        """The adjudicated gold, or the table as printed."""
        self._is_printed = not self._is_printed
        self._fetch()

    def action_relax(self) -> None:
        """The source by its name, or by cell type."""
        self._is_relaxed = not self._is_relaxed
        self._fetch()

    def action_next_set(self) -> None:
        """The errors of what was proposed, or of what was accepted."""
        self._is_of_accepted = not self._is_of_accepted
        self._show(at=self.lines.cursor)


def _rule_lines(board: Scoreboard) -> list[_Line]:
    """A line a rule, measured by the rows that it had a part in; the recall is its share of what the gold asks for."""
    head = _Line("Rules, by the rows that each had a part in: proposed, then accepted")
    return [_Line(), head, *(_Line(rule.name, rule=rule) for rule in board.rules)]


def _shares(score: Score | Share, cells: int) -> str:
    """Precision, recall and F1 as bars of so many cells, each with its figure; a dash where it is one of nothing."""
    given, wanted = (score.given, score.wanted) if isinstance(score, Share) else counts(score)
    ratios = {"precision": given, "recall": wanted, "f1": given + wanted}
    return " ".join(_bar(name, float(getattr(score, name)), of, cells) for name, of in ratios.items())


def _bar(name: str, share: float, of: int, cells: int) -> str:
    drawn = bar(share, cells) if cells > 1 else level(share)
    return f"{_LETTERS[name]} {drawn} {fit(ratio(share, of), _FIGURE)}"


def _made(title: str, rule: RuleMeasure) -> str:
    """What a rule's bars are made of, in words."""
    share = rule.proposed if title == "proposed" else rule.accepted
    held = f"part of {count(share.given, 'row')}, {share.right} of them right; the gold has {share.wanted}"
    return f"{rule.name}, {title}: {held}"


def _counted(title: str, measure: Measure) -> Content:
    """The three counts behind the bars, in words."""
    score = measure.proposed if title == "proposed" else measure.accepted
    wrong, missing = len(score.false_positives), len(score.false_negatives)
    return Content(
        f"{measure.name}, {title}: {score.right} right, {wrong} not in the gold, {missing} of the gold missing"
    )
