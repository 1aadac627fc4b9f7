"""The command that lists what cannot both be right: `contradictions`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from curator.cli import options
from curator.cli.console import count, emit, progress, tell
from curator.model import Claim, Polarity, Slot
from curator.workbench import Workbench
from curator.workbench.related import Pair, Relations, pairs
from curator.workbench.results import claim_line
from curator.workbench.user import json_text

if TYPE_CHECKING:
    from curator.workbench import StoredAssertion

_TABLE, _NOTED = "text against table", "text against table, noted in the gold"


@click.command(
    epilog=options.examples(
        "curator contradictions",
        "curator contradictions --db project.db",
        "curator contradictions --format jsonl | jq 'select(.weak | not)'",
    )
)
@click.option(
    "--format",
    "rendering",
    type=click.Choice(["text", "jsonl"]),
    default="text",
    show_default=True,
    help="For people, or one JSON object a pair.",
)
@options.database
def contradictions(rendering: str, database: Path | None) -> None:
    """List the rows that contradict each other.

    Two rows do where they are on the same miRNA and, if both name a drug, on the same drug, and one says resistance
    and the other sensitivity, or one affirms what the other denies. A pair in which a text only considers its claim is
    marked as weak. A row counts as it was decided, and not at all once it is rejected. Then come the rows whose
    paper has a table that says something else: the opposite effect, another target or another source.
    """
    told = 0
    with progress() as show, Workbench(database, progress=show) as workbench:
        relations = Relations(workbench)
        for pair in pairs(workbench):
            record = _record(pair, relations)
            emit(json_text(record) if rendering == "jsonl" else "\n".join(_lines(record)))
            told += 1
    tell(f"{count(told, 'contradiction')} found" if told else "No rows contradict each other.")


def _record(pair: Pair, relations: Relations) -> dict[str, Any]:
    """A pair as JSON has it: what kind it is, and both sides with their sentences and studies."""
    left = _side(pair.left, relations)
    if pair.table is not None:
        slots = [against.slot.value for against in pair.table.against]
        table = {"origin": pair.table.origin, "says": {a.slot.value: list(a.table) for a in pair.table.against}}
        table |= {"cells": dict(pair.table.cells)}
        return {"kind": _TABLE, "slots": slots, "weak": pair.table.is_weak, "left": left, "table": table}
    if pair.noted is not None:
        note = {"origin": pair.noted.origin, "table": pair.noted.table, "text": pair.noted.text}
        return {"kind": _NOTED, "weak": False, "left": left, "noted": note | {"reason": pair.noted.reason}}
    assert pair.why is not None  # What has no table is of two rows.
    assert pair.right is not None
    return {
        "kind": pair.why.kind.value,
        "same": [slot.value for slot in pair.why.shared],
        "other": [slot.value for slot in pair.why.differing],
        "weak": pair.why.is_weak,
        "left": left,
        "right": _side(pair.right, relations),
    }


def _side(stored: StoredAssertion, relations: Relations) -> dict[str, Any]:
    return {
        "document": stored.document_name,
        "assertion": stored.id,
        **{slot.value: value for slot, value in stored.claim.items()},
        "polarity": stored.polarity.value,
        "state": stored.state.value,
        "sentences": [{"quote": e.quote, "section": e.section} for e in stored.assertion.evidence],
        "studies": list(relations.references(stored)),
    }


def _lines(record: dict[str, Any]) -> Iterator[str]:
    """A pair for people, with an empty line behind it."""
    weak = "  (weak: one of the two is only considered)" if record["weak"] else ""
    left = record["left"]
    same = "".join(f"; same {slot} {left[slot]}" for slot in record.get("same", ()))
    slots = f", {', '.join(record['slots'])}" if "slots" in record else ""
    yield f"{record['kind']}: {left['mirna']}{slots}{same}{weak}"
    yield from _side_lines(left)
    if "right" in record:
        yield from _side_lines(record["right"])
    elif "table" in record:
        said = "; ".join(f"{slot} {', '.join(values)}" for slot, values in record["table"]["says"].items())
        yield f"  {record['table']['origin']} has {said}"
        yield from (f"      {head}: {cell}" for head, cell in record["table"]["cells"].items())
    else:
        note = record["noted"]
        yield f"  {note['origin']} has “{note['table']}”, the text “{note['text']}”"
        yield f"      {note['reason']}"
    yield ""


def _side_lines(side: dict[str, Any]) -> Iterator[str]:
    claim = Claim(**{slot.value: side[slot.value] for slot in Slot})
    tone = "" if side["polarity"] == Polarity.AFFIRMED.value else f", {side['polarity']}"
    yield f"  {claim_line(claim)}  ({side['document']}, {side['state']}{tone})"
    for sentence in side["sentences"]:
        section = f"  [{sentence['section']}]" if sentence["section"] else ""
        yield f"      “{' '.join(sentence['quote'].split())}”{section}"
    yield from (f"      {study}" for study in side["studies"])
