"""Measures the reader on a made-up paper: what following the cursor costs, by the length of the paper.

    python -m benchmarks.long_paper [LETTERS ...]

Papers of ten thousand letters and of a million unless told. Prints milliseconds at the median and at the 95th
percentile for a step to the next row with the paper beside the rows, painted, and for a line down in the reader.
"""

from __future__ import annotations

import asyncio
import random
import sys
import time
from collections.abc import Callable
from statistics import quantiles

from textual.app import App, ComposeResult

from curator.model import Document, Mention, MentionType, Paragraph, Sentence, Slot, SlotSpan
from curator.tui.marks import mention_mark, slot_mark
from curator.tui.page import Skeleton, dressed, in_order
from curator.tui.themes import THEMES
from curator.tui.widgets.reader import PaperView
from curator.workbench.passages import Reading

LETTERS = (10_000, 1_000_000)
STEPS = 100
_WORDS = ("exosomal", "cells", "resistance", "paclitaxel", "of", "the", "and", "in", "which", "targets", "signalling")
_SENTENCES = 6
"""To a paragraph."""


def main() -> int:
    """Measure every length and print a line for each thing."""
    for letters in [int(argument) for argument in sys.argv[1:]] or LETTERS:
        for what, times in asyncio.run(_measured(*_paper(letters))).items():
            cuts = quantiles(times, n=20)
            print(f"{letters:>9} letters  {what:22}{1000 * cuts[9]:>8.1f} ms{1000 * cuts[18]:>8.1f} ms")
    return 0


def _paper(letters: int) -> tuple[Document, list[Mention]]:
    """Paragraphs of sentences that name a miRNA and a gene each."""
    pick, text, at = random.Random(1), [], 0
    paragraphs: list[Paragraph] = []
    sentences: list[Sentence] = []
    mentions: list[Mention] = []
    while at < letters:
        start = at
        for _ in range(_SENTENCES):
            number = len(sentences)
            said = f"In study {number} miR-{number} targets GENE{number} and {' '.join(pick.choices(_WORDS, k=14))}. "
            for kind, name in ((MentionType.MIRNA, f"miR-{number}"), (MentionType.GENE, f"GENE{number}")):
                place = at + said.index(name)
                mentions.append(Mention(kind, place, place + len(name), name, name))
            sentences.append(Sentence(at, at + len(said) - 1))
            text.append(said)
            at += len(said)
        paragraphs.append(Paragraph(start, at - 1))
        text.append("\n\n")
        at += 2
    made = Document("long", "".join(text), paragraphs=tuple(paragraphs), sentences=tuple(sentences))
    return made, mentions


class _Shown(App[None]):
    def __init__(self) -> None:
        super().__init__()
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = THEMES[0].name

    def compose(self) -> ComposeResult:
        yield PaperView()


async def _measured(paper: Document, mentions: list[Mention]) -> dict[str, list[float]]:
    reading = Reading(paper, tuple(mentions))
    skeleton, names = Skeleton(paper), in_order(map(mention_mark, mentions))
    pick, app = random.Random(2), _Shown()
    async with app.run_test(size=(70, 40)) as pilot:
        view = app.query_one(PaperView)

        def follow() -> None:
            place = pick.randrange(0, len(mentions), 2)
            named = (mentions[place], mentions[place + 1])
            slots = (Slot.MIRNA, Slot.TARGET)
            marks = [slot_mark(SlotSpan(s, m.start, m.end, m.text, m.name)) for s, m in zip(slots, named, strict=True)]
            sentence = paper.sentences[place // 2]
            view.show(skeleton, dressed(marks, [sentence], names=names, read=reading.read_sentences))
            view.go(sentence.start)

        async def timed(step: Callable[[], None]) -> list[float]:
            times = []
            for _ in range(STEPS):
                begun = time.perf_counter()
                step()
                for line in range(view.size.height):
                    view.render_line(line)
                times.append(time.perf_counter() - begun)
                await pilot.pause()
            return times

        return {"next row": await timed(follow), "next line": await timed(lambda: view.move(1))}


if __name__ == "__main__":
    raise SystemExit(main())
