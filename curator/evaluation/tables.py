"""From a table that sums up a review to raw gold rows, by program: one per miRNA, source, target and citation.

A row says what its cells say, faults included; what the text says against them is the adjudication's business. Columns
are found by their headers (`ROLES`), never by their position.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Sequence

from curator.evaluation.faults import GoldFormatError
from curator.model import Effect, GoldRow, Mention, MentionType, Table

Recogniser = Callable[[str], Iterable[Mention]]
"""What names stand in a cell: the extractor's own, given by the caller."""

ROLES = {
    "cancer": "disease",
    "cancer type": "disease",
    "disease": "disease",
    "tumor type": "disease",
    "mirna": "mirna",
    "mirnas": "mirna",
    "microrna": "mirna",
    "mirna & expression pattern": "mirna",
    "exosomal mirna": "mirna",
    "derived cells": "source",
    "source": "source",
    "source cells": "source",
    "cell of origin": "source",
    "target": "target",
    "targets": "target",
    "target gene": "target",
    "target genes": "target",
    "pathway": "pathway",
    "pathways": "pathway",
    "signaling pathway": "pathway",
    "signaling pathways": "pathway",
    "signalling pathways": "pathway",
    "outcome": "outcome",
    "outcomes": "outcome",
    "effect": "outcome",
    "function": "outcome",
    "drug": "drug",
    "drugs": "drug",
    "reference": "citation",
    "references": "citation",
    "ref": "citation",
    "refs": "citation",
}
"""Header in lower case → what the column tells."""
NEEDED = ("mirna", "outcome", "citation")

_EMPTY_CELLS = frozenset({"", "-", "--", "---", "–", "—", "n/a", "na", "nd"})
_MIRNA = re.compile(r"(?:[a-z]{3}-)?(?:mir|mirna|microrna|let)-?\d+[a-z]*(?:-\d+(?!p))?(?:-[35]p)?\*?", re.IGNORECASE)
_EXPRESSION = re.compile(r"\((up|down)(?:-?regulated)?\)", re.IGNORECASE)
_CITED = re.compile(r"\d+(?:\s*[-–]\s*\d+)?")
_DEFINED = re.compile(r"^(?P<long>.+?)\s*\((?P<short>[A-Za-z][\w-]{0,9})\)$")
_CELL_NAME = re.compile(r"(?:cells?|cell lines?|\([\w-]+\))$", re.IGNORECASE)
_CONJUNCTION = re.compile(r"\s+and\s+|\s*[;,]\s*")
_SYMBOL = re.compile(r"[A-Za-z][A-Za-z0-9α-ω-]{1,14}$")
_TARGETED = re.compile(
    r"\btarget(?:s|ing|ed)?(?: of)?\s+(?P<names>.+?)(?=\s(?:could|can|may|to|in|by|which|thus)\b|[.,]|$)"
)
_RAISING = "induc|promot|lead|confer|enhanc|increas|caus|mediat|restor|result"
_LOWERING = "suppress|revers|inhibit|overcom|reduc|decreas|attenuat|block|diminish|abolish"
_RESPONSE = re.compile(
    rf"\b(?:(?P<raised>{_RAISING})|(?:{_LOWERING}))[a-z]*\s+(?:to\s+|in\s+)?(?:the\s+)?(?:(?P<before>[a-z]+)[\s-]+)?"
    r"(?P<response>resistance|chemoresistance|sensitivity|chemosensitivity)(?:\s+to\s+(?P<after>[a-z]+))?",
    re.IGNORECASE,
)


def raw_rows(table: Table, *, mentions: Recogniser | None = None, needed: Sequence[str] = NEEDED) -> list[GoldRow]:
    """The raw gold of one table, in its order.

    `mentions` decides which names in a pathway are genes; without it, whatever is written like a symbol is one.
    Raises `GoldFormatError` where a column that is needed is missing.
    """
    columns = _columns(table, needed)
    records = [_record(columns, cells) for cells in table.rows[table.header_rows :]]
    expand = _expander(records)
    return [
        row
        for number, record in enumerate(records, start=1)
        for row in _expanded(record, f"{table.label}, row {number}", expand, mentions)
    ]


def is_summary(table: Table, *, needed: Sequence[str] = NEEDED) -> bool:
    """True where the headers say that the table sums up miRNA findings: they name every column that is needed."""
    return set(needed) <= set(_roles(table).values())


def _roles(table: Table) -> dict[int, str]:
    header = table.rows[table.header_rows - 1] if table.header_rows and table.rows else ()
    named = ((i, ROLES.get(" ".join(cell.lower().split()).strip(" ."))) for i, cell in enumerate(header))
    return {i: role for i, role in named if role}


def _columns(table: Table, needed: Sequence[str]) -> dict[int, str]:
    columns = _roles(table)
    missing = [role for role in needed if role not in columns.values()]
    if missing:
        known = ", ".join(repr(header) for header, role in ROLES.items() if role in missing)
        raise GoldFormatError(
            f"{table.label}: no column tells the {' or the '.join(missing)}; its header could be {known}"
        )
    return columns


def _record(columns: dict[int, str], cells: Sequence[str]) -> dict[str, str]:
    filled = {role: " ".join(cells[i].split()) for i, role in columns.items() if i < len(cells)}
    return {role: cell for role, cell in filled.items() if cell.lower() not in _EMPTY_CELLS}


def _expanded(
    record: dict[str, str], origin: str, expand: Callable[[str], str], mentions: Recogniser | None
) -> list[GoldRow]:
    """One row for each combination of the names that the cells hold."""
    outcome = record.get("outcome", "")
    effect, drug = _response(outcome)
    expression = _expression(record.get("mirna", ""))
    combinations = itertools.product(
        _MIRNA.findall(record.get("mirna", "")),
        _or_none(expand(name) for name in _sources(record.get("source", ""))),
        _or_none(_targets(record, mentions)),
        _or_none(_citations(record.get("citation", ""))),
    )
    return [
        GoldRow(
            mirna,
            source,
            target,
            _turned(effect) if expression == "down" else effect,
            citation,
            record.get("drug", drug),
            expand(record["disease"]) if "disease" in record else None,
            origin=origin,
            note=f"expression: {expression}" if expression else "",
        )
        for mirna, source, target, citation in combinations
    ]


def _or_none(values: Iterable[str]) -> Sequence[str | None]:
    return [*values] or [None]


def _expression(cell: str) -> str:
    found = _EXPRESSION.search(cell)
    return found[1].lower() if found else ""


def _turned(effect: Effect | None) -> Effect | None:
    """A miRNA that is down where cells resist is one that, when present, makes them sensitive."""
    other = {Effect.RESISTANCE: Effect.SENSITIVITY, Effect.SENSITIVITY: Effect.RESISTANCE}
    return None if effect is None else other[effect]


def _response(outcome: str) -> tuple[Effect | None, str | None]:
    """What the last words on drug response say: which effect, and to which drug."""
    told = list(_RESPONSE.finditer(outcome))
    if not told:
        return None, None
    last = told[-1]
    is_resistance = last["response"].lower().endswith("resistance")
    effect = Effect.RESISTANCE if bool(last["raised"]) == is_resistance else Effect.SENSITIVITY
    return effect, last["after"] or last["before"]


def _citations(cell: str) -> list[str]:
    keys: list[str] = []
    for found in _CITED.findall(cell):
        first, *last = (int(number) for number in re.findall(r"\d+", found))
        keys += [str(key) for key in range(first, (last[0] if last else first) + 1)]
    return keys


def _sources(cell: str) -> list[str]:
    """The cells that a cell names; whole where its parts are not all names of cells."""
    parts = [part for part in _CONJUNCTION.split(cell) if part]
    return parts if all(_CELL_NAME.search(part) for part in parts) else [cell] if cell else []


def _targets(record: dict[str, str], mentions: Recogniser | None) -> list[str]:
    """Those a target column names; else the links of an axis but the miRNA; else what the outcome calls targeted."""
    if "target" in record:
        return [name for name in _CONJUNCTION.split(record["target"]) if name]
    pathway = record.get("pathway", "")
    if not re.search(r"\bpathways?$", pathway):
        return _genes(_links(pathway), mentions)
    found = _TARGETED.search(record.get("outcome", ""))
    return _genes(_CONJUNCTION.split(found["names"]), mentions) if found else []


def _links(pathway: str) -> list[str]:
    """`miR-1/A and miR-1/B axis` → `miR-1`, `A`, `miR-1`, `B`."""
    chains = _CONJUNCTION.split(re.sub(r"\s+ax[ei]s$", "", pathway))
    return [link.strip() for chain in chains for link in chain.split("/")]


def _genes(names: Iterable[str], mentions: Recogniser | None) -> list[str]:
    genes = [name for name in names if not _MIRNA.fullmatch(name) and _is_gene(name, mentions)]
    return list(dict.fromkeys(genes))


def _is_gene(name: str, mentions: Recogniser | None) -> bool:
    if mentions is None:
        return bool(_SYMBOL.match(name))
    return any(m.type is MentionType.GENE and len(m) == len(name) for m in mentions(name))


def _expander(records: Sequence[dict[str, str]]) -> Callable[[str], str]:
    """What spells names out by the definitions in the table: `fibroblasts (CAFs)` by the fullest one of `CAFs`."""
    names = [record.get("disease", "") for record in records]
    names += [name for record in records for name in _sources(record.get("source", ""))]
    definitions: dict[str, str] = {}
    for found in filter(None, map(_DEFINED.match, names)):
        definitions[found["short"]] = max(definitions.get(found["short"], ""), found["long"], key=len)

    def expand(name: str) -> str:
        found = _DEFINED.match(name)
        return definitions.get(found["short"] if found else name, name)

    return expand
