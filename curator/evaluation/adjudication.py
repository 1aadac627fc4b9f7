"""What a reader holds against the table: corrections and a supplement, as data, and how they are applied.

The file is TOML and written by hand; its own header explains the fields. Nothing is corrected in silence: every
correction keeps what the table says, what the prose says with its words, the decision and the reason, and a
contradiction keeps both readings.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from curator.evaluation.faults import GoldFormatError
from curator.model import Document, Effect, GoldRow, Polarity, Slot

CELLS_WITHOUT_SLOT = frozenset({"outcome", "expression"})
"""Cells of a table that fill no slot of a row; what is held against them is a note."""
_SLOT_NAMES = frozenset(slot.value for slot in Slot) | {"polarity"}
_SUPPLEMENT_FIELDS = _SLOT_NAMES | {"quotes", "reason", "alternatives", "contradicts"}


class Decision(StrEnum):
    """What a correction does to the rows that it concerns."""

    REPLACE = "replace"
    CONTRADICTION = "contradiction"
    KEEP = "keep"
    DROP = "drop"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Correction:
    """One finding on one slot of the rows that one table row gave."""

    row: int
    """Row of the table, counted from 1 without its header."""
    slot: str
    table: str
    """What the table says: the raw value, or the words of a cell that fills no slot."""
    text: str
    """What the prose says, in a few words."""
    quotes: tuple[str, ...]
    """The prose verbatim."""
    decision: Decision
    reason: str
    value: str = ""
    """For `replace` and `contradiction`: what the slot holds now."""
    alternatives: tuple[str, ...] = ()

    def concerns(self, row: GoldRow, number: int) -> bool:
        """True for a raw row from this table row that has the value which the correction is about."""
        return number == self.row and self.slot in _SLOT_NAMES and (getattr(row, self.slot) or "") == self.table


@dataclass(frozen=True, slots=True)
class Adjudication:
    """Everything that one adjudication file holds."""

    document: str
    title: str
    evidence: Mapping[int, str] = field(default_factory=dict)
    """Table row → the sentence of the prose on which its gold rows rest."""
    corrections: tuple[Correction, ...] = ()
    supplement: tuple[GoldRow, ...] = ()
    supplement_quotes: tuple[str, ...] = ()

    def quotes(self) -> list[str]:
        """Every stretch of the prose that the file quotes."""
        quoted = [*self.evidence.values(), *(quote for c in self.corrections for quote in c.quotes)]
        return quoted + list(self.supplement_quotes)


def parse_adjudication(text: str, *, where: str = "adjudication.toml") -> Adjudication:
    """The file's content. Raises `GoldFormatError` that names the entry and what would be right."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as e:
        raise GoldFormatError(f"{where}: not valid TOML: {e}") from e
    _refuse_unknown(data, {"document", "title", "evidence", "correction", "supplement"}, where)
    supplement = _located(data, "supplement", where)
    return Adjudication(
        document=_text(data, "document", where),
        title=_text(data, "title", where),
        evidence=dict(_evidence(entry, at) for entry, at in _located(data, "evidence", where)),
        corrections=tuple(_correction(entry, at) for entry, at in _located(data, "correction", where)),
        supplement=tuple(_supplement(entry, at) for entry, at in supplement),
        supplement_quotes=tuple(quote for entry, _ in supplement for quote in entry["quotes"]),
    )


def adjudicate(raw: Sequence[GoldRow], adjudication: Adjudication) -> list[GoldRow]:
    """The raw rows as corrected, each with the sentence it rests on, and the supplement after them.

    Corrections look at what the raw row says, so their order does not count. Raises `GoldFormatError` for one that
    concerns no row (the table or the adjudication has changed under the other) and for two on the same value.
    """
    _refuse_several_tables(raw)
    _refuse_idle(raw, adjudication)
    corrected = (_corrected(row, adjudication) for row in raw)
    return [*(row for row in corrected if row is not None), *adjudication.supplement]


def problems(adjudication: Adjudication, document: Document) -> list[str]:
    """What does not hold of the document: quotes that are not in it, cells that its tables do not have."""
    unquoted = (quote for quote in adjudication.quotes() if quote not in document.text)
    missing = [f"not in the text of {document.name}: {quote!r}" for quote in unquoted]
    cells = {cell for table in document.tables for row in table.rows for cell in row}
    for correction in adjudication.corrections:
        is_told = correction.slot not in CELLS_WITHOUT_SLOT or any(correction.table in cell for cell in cells)
        if not is_told:
            missing.append(f"no cell of the tables of {document.name} holds {correction.table!r}")
    return missing


def row_number(row: GoldRow) -> int:
    """The table row that a raw gold row is from; 0 for one from elsewhere."""
    _, _, number = row.origin.rpartition("row ")
    return int(number) if number.isdigit() else 0


def _corrected(row: GoldRow, adjudication: Adjudication) -> GoldRow | None:
    """The row after every correction that concerns it; none where one drops it."""
    number = row_number(row)
    result = replace(row, quote=adjudication.evidence.get(number, ""))
    for correction in adjudication.corrections:
        if correction.decision is Decision.NOTE and correction.row == number:
            result = replace(result, note=_noted(result, correction.reason))
        elif correction.concerns(row, number):
            if correction.decision is Decision.DROP:
                return None
            result = _applied(result, correction)
    return result


def _applied(row: GoldRow, correction: Correction) -> GoldRow:
    slot = correction.slot
    if correction.alternatives:
        row = replace(row, alternatives={**row.alternatives, slot: correction.alternatives})
    if correction.decision is Decision.KEEP:
        return row
    if correction.decision is Decision.CONTRADICTION:
        row = replace(row, contradicts={**row.contradicts, slot: (correction.table,)})
    kept = f"{slot}: the table says {correction.table}. {correction.reason}"
    changed: dict[str, Any] = {slot: _typed(slot, correction.value), "note": _noted(row, kept)}
    return replace(row, **changed)


def _noted(row: GoldRow, note: str) -> str:
    return f"{row.note}; {note}" if row.note else note


def _typed(slot: str, value: str) -> str | Effect | Polarity | None:
    """The value as the model holds it. Raises `ValueError` where it is none of an enumeration's."""
    if slot == Slot.EFFECT:
        return Effect(value) if value else None
    return Polarity(value) if slot == "polarity" else value or None


def _refuse_several_tables(raw: Sequence[GoldRow]) -> None:
    labels = sorted({row.origin.partition(",")[0] for row in raw})
    if len(labels) > 1:
        raise GoldFormatError(f"corrections count the rows of one table, but there are {' and '.join(labels)}")


def _refuse_idle(raw: Sequence[GoldRow], adjudication: Adjudication) -> None:
    """Nothing may concern no row, and no value may be decided twice."""
    known = {row_number(row) for row in raw}
    strays = sorted(number for number in adjudication.evidence if number not in known)
    if strays:
        raise GoldFormatError(f"evidence for row {strays[0]}, which the table does not have")
    decisions = [c for c in adjudication.corrections if c.decision is not Decision.NOTE]
    for (row, slot, table), times in Counter((c.row, c.slot, c.table) for c in decisions).items():
        if times > 1:
            raise GoldFormatError(f"decided twice: row {row}, {slot} = {table!r}")
    _refuse_unmatched(raw, adjudication.corrections)


def _refuse_unmatched(raw: Sequence[GoldRow], corrections: Iterable[Correction]) -> None:
    for correction in corrections:
        on_its_row = [row for row in raw if row_number(row) == correction.row]
        is_note = correction.decision is Decision.NOTE
        if not on_its_row or not (is_note or any(correction.concerns(row, correction.row) for row in on_its_row)):
            values = sorted({getattr(row, correction.slot, None) or "(empty)" for row in on_its_row})
            raise GoldFormatError(
                f"a correction concerns no row: row {correction.row}, {correction.slot} = {correction.table!r}; "
                f"the table has {', '.join(values) or 'no such row'}"
            )


def _located(data: Mapping[str, Any], key: str, where: str) -> list[tuple[Mapping[str, Any], str]]:
    """The entries of an array of tables, each with its place for a message."""
    entries = data.get(key, [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise GoldFormatError(f"{where}: `{key}` is written as [[{key}]], once for each entry")
    return [(entry, f"{where}: {key} {number}") for number, entry in enumerate(entries, start=1)]


def _evidence(entry: Mapping[str, Any], where: str) -> tuple[int, str]:
    _refuse_unknown(entry, {"row", "quote"}, where)
    return _number(entry, where), _text(entry, "quote", where)


def _correction(entry: Mapping[str, Any], where: str) -> Correction:
    _refuse_unknown(
        entry, {"row", "slot", "table", "text", "quotes", "decision", "value", "alternatives", "reason"}, where
    )
    decision = _decision(entry, where)
    slot = _slot(entry, decision, where)
    takes_value = decision in {Decision.REPLACE, Decision.CONTRADICTION}
    if takes_value != ("value" in entry):
        needs = "needs" if takes_value else "takes no"
        raise GoldFormatError(f"{where}: {decision} {needs} `value`")
    value = entry.get("value", "")
    _check_typed({slot: value} if takes_value else {}, where)
    return Correction(
        row=_number(entry, where),
        slot=slot,
        table=_text(entry, "table", where),
        text=_text(entry, "text", where),
        quotes=_texts(entry, "quotes", where),
        decision=decision,
        reason=_text(entry, "reason", where),
        value=value,
        alternatives=_values(entry, "alternatives", where),
    )


def _decision(entry: Mapping[str, Any], where: str) -> Decision:
    try:
        return Decision(_text(entry, "decision", where))
    except ValueError as e:
        raise GoldFormatError(
            f"{where}: no decision is called {entry['decision']!r}; there are {', '.join(Decision)}"
        ) from e


def _slot(entry: Mapping[str, Any], decision: Decision, where: str) -> str:
    slot = _text(entry, "slot", where)
    allowed = CELLS_WITHOUT_SLOT | _SLOT_NAMES if decision is Decision.NOTE else _SLOT_NAMES
    if slot not in allowed:
        raise GoldFormatError(f"{where}: {decision} has no slot {slot!r}; there are {', '.join(sorted(allowed))}")
    return slot


def _supplement(entry: Mapping[str, Any], where: str) -> GoldRow:
    _refuse_unknown(entry, _SUPPLEMENT_FIELDS, where)
    values = {name: entry[name] for name in sorted(_SLOT_NAMES) if name in entry}
    if "mirna" not in values or not {"target", "effect"} & set(values):
        raise GoldFormatError(f"{where}: a row needs its mirna, and a target or an effect")
    _check_typed(values, where)
    typed: dict[str, Any] = {name: _typed(name, value) for name, value in values.items()}
    return GoldRow(
        **typed,
        origin=where.rpartition(": ")[2],
        quote=_texts(entry, "quotes", where)[0],
        alternatives=_listed(entry, "alternatives", where),
        contradicts=_listed(entry, "contradicts", where),
        note=_text(entry, "reason", where),
    )


def _listed(entry: Mapping[str, Any], name: str, where: str) -> dict[str, tuple[str, ...]]:
    listed = entry.get(name, {})
    if not isinstance(listed, dict):
        raise GoldFormatError(f"{where}: `{name}` names slots, each with a list of values")
    _refuse_unknown(listed, _SLOT_NAMES, f"{where}: {name}")
    return {slot: _values(listed, slot, where) for slot in listed}


def _values(entry: Mapping[str, Any], name: str, where: str) -> tuple[str, ...]:
    """A list of values, which may be empty ones; nothing where the entry has no such key."""
    values = entry.get(name, [])
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise GoldFormatError(f"{where}: `{name}` has to list values in quotation marks, not {values!r}")
    return tuple(values)


def _check_typed(values: Mapping[str, Any], where: str) -> None:
    for slot, value in values.items():
        if not isinstance(value, str):
            raise GoldFormatError(f"{where}: {slot} has to stand in quotation marks, not {value!r}")
        try:
            _typed(slot, value)
        except ValueError as e:
            raise GoldFormatError(f"{where}: {slot} cannot be {value!r}: {e}") from e


def _refuse_unknown(entry: Mapping[str, Any], known: Iterable[str], where: str) -> None:
    unknown = sorted(set(entry) - set(known))
    if unknown:
        raise GoldFormatError(f"{where}: unknown key {unknown[0]!r}; there are {', '.join(sorted(known))}")


def _number(entry: Mapping[str, Any], where: str) -> int:
    if not isinstance(entry.get("row"), int) or entry["row"] < 1:
        raise GoldFormatError(f"{where}: `row` is a row of the table, counted from 1, not {entry.get('row')!r}")
    return int(entry["row"])


def _text(entry: Mapping[str, Any], name: str, where: str) -> str:
    if not isinstance(entry.get(name), str) or not entry[name].strip():
        raise GoldFormatError(f"{where}: `{name}` has to say something")
    return str(entry[name])


def _texts(entry: Mapping[str, Any], name: str, where: str) -> tuple[str, ...]:
    values = entry.get(name)
    if not isinstance(values, list) or not values or not all(isinstance(value, str) and value for value in values):
        raise GoldFormatError(f"{where}: `{name}` has to list at least one quotation")
    return tuple(values)
