"""The command about corrected papers: `corrections`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from curator.cli import options
from curator.cli.console import count, emit, tell
from curator.workbench import Workbench, correcting
from curator.workbench.correcting import Left
from curator.workbench.results import claim_line
from curator.workbench.user import json_text


@click.command(
    epilog=options.examples(
        "curator corrections",
        "curator corrections --format jsonl | jq -r .old_sentence",
        "curator corrections --db project.db",
    )
)
@click.option(
    "--format",
    "rendering",
    type=click.Choice(["text", "jsonl"]),
    default="text",
    show_default=True,
    help="For people, or one JSON object a row that is left.",
)
@options.database
def corrections(rendering: str, database: Path | None) -> None:
    """Show what a corrected paper left open.

    Where a paper was read again with another text, `curator extract` carries its verdicts to the new text. This lists
    which text took the place of which, and each decided row that could not be carried: its sentence beside the nearest
    one of the new text. Words that the other lacks stand in [- -] and {+ +}. To decide on them, press C in the review.
    """
    with Workbench(database) as workbench:
        names = {id: name for id, name, _ in workbench.database().named_documents()}
        made = workbench.database().corrections().listed()
        left = correcting.left(workbench)
    if rendering == "jsonl":
        for item in left:
            emit(json_text(_object(item, names)))
        return
    for correction in made:
        old, new = names[correction.replaces], names[correction.document]
        emit(f"{new} takes the place of {old} ({correcting.common(correction.recognised)}), {correction.time[:10]}")
    for item in left:
        emit("")
        for line in _lines(item, names):
            emit(line)
    if not made:
        tell("No paper was read again with another text.")
    elif left:
        tell(f"{count(len(left), 'decided row')} could not be carried. Decide on each: curator review, then C")
    else:
        tell("Every verdict was carried.")


def _lines(item: Left, names: dict[str, str]) -> Iterator[str]:
    yield f"{names[item.old]}  {claim_line(item.claim)}"
    yield f"  {item.verdict_line()}"
    yield f"  old: {_marked(item, 'before', '[-', '-]')}"
    yield f"  new: {_marked(item, 'after', '{+', '+}') or '(nothing in the new text is like it)'}"


def _marked(item: Left, side: str, begin: str, end: str) -> str:
    pieces = item.before if side == "before" else item.after
    if not item.nearest:
        return "" if side == "after" else item.quote
    return " ".join(f"{begin}{piece.text}{end}" if piece.differs else piece.text for piece in pieces)


def _object(item: Left, names: dict[str, str]) -> dict[str, Any]:
    return {
        "old": names[item.old],
        "new": names[item.new],
        **{slot.value: value for slot, value in item.claim.items()},
        "polarity": item.polarity.value,
        "action": item.verdict.action.value,
        "curator": item.verdict.curator,
        "time": item.verdict.time,
        "old_sentence": item.quote,
        "new_sentence": " ".join(piece.text for piece in item.after) or None,
        "start": item.nearest.start if item.nearest else None,
        "end": item.nearest.end if item.nearest else None,
        "assertion_id": item.id,
        "verdict_id": item.verdict.id,
    }
