"""The gold that belongs to a paper: its table as rows, the adjudicated rows, and the files that hold them.

`corpus/gold/<document name>/` has three files: `table.tsv` (raw, made from the paper's table by program),
`adjudication.toml` (written by hand) and `adjudicated.tsv` (made from both, to be read and diffed; never read back).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from curator.evaluation.adjudication import Adjudication, adjudicate, parse_adjudication
from curator.evaluation.faults import GoldFormatError
from curator.evaluation.tables import Recogniser, is_summary, raw_rows
from curator.model import Document, Effect, GoldRow

RAW_NAME, ADJUDICATION_NAME, ADJUDICATED_NAME = "table.tsv", "adjudication.toml", "adjudicated.tsv"
RAW_COLUMNS = ("origin", "mirna", "source", "target", "effect", "citation", "drug", "disease", "note")
ADJUDICATED_COLUMNS = (*RAW_COLUMNS[:-1], "alternatives", "contradicts", "quote", "note")
_OPTIONAL = ("source", "target", "citation", "drug", "disease")

_RAW_HEADER = """\
# Raw gold of {name}: {tables} as printed, faults included; not to be edited.
# Made by `curator gold build`: one row per miRNA, source, target, effect and citation that the cells of a row name.
# What is wrong with it, and what the prose asserts beside it, is in {adjudication}; an empty cell is an empty slot.
"""
_ADJUDICATED_HEADER = """\
# Adjudicated gold of {name}: {raw} with {adjudication} applied, and the supplement after it; not to be edited.
# Made by `curator gold build`. `alternatives` count as right too, `contradicts` is what another place of the paper says
# and this row denies; both as slot=value, an empty value being an empty slot.
"""


@dataclass(frozen=True, slots=True)
class Gold:
    """What one paper holds: as its table has it, and as a careful reader does. The two are never mixed."""

    document: str
    """The document's name."""
    table: tuple[GoldRow, ...]
    adjudicated: tuple[GoldRow, ...]
    """The table's rows as corrected and, after them, the supplement."""
    title: str = ""
    adjudication: Adjudication | None = None


def build(document: Document, *, mentions: Recogniser | None = None) -> list[GoldRow]:
    """The raw gold of a paper, from every table in it that sums up miRNA findings, in their order.

    `mentions` is the extractor's recogniser, to tell genes from other names in a pathway; without it, whatever is
    written like a symbol is one. Raises `GoldFormatError` where no table can be used.
    """
    tables = [table for table in document.tables if is_summary(table)]
    if not tables:
        raise GoldFormatError(
            f"{document.name}: none of its {len(document.tables)} tables sums up miRNA findings; "
            "one with a miRNA, an outcome and a reference column would"
        )
    return [row for table in tables for row in raw_rows(table, mentions=mentions)]


def render_raw(rows: Sequence[GoldRow], *, name: str) -> str:
    """The content of `table.tsv`."""
    tables = ", ".join(dict.fromkeys(row.origin.partition(",")[0] for row in rows))
    header = _RAW_HEADER.format(name=name, tables=tables, adjudication=ADJUDICATION_NAME)
    return header + _tsv(RAW_COLUMNS, rows)


def render_adjudicated(rows: Sequence[GoldRow], *, name: str) -> str:
    """The content of `adjudicated.tsv`."""
    header = _ADJUDICATED_HEADER.format(name=name, raw=RAW_NAME, adjudication=ADJUDICATION_NAME)
    return header + _tsv(ADJUDICATED_COLUMNS, rows)


def parse_raw(text: str, *, where: str = RAW_NAME) -> list[GoldRow]:
    """The rows of a `table.tsv`. Raises `GoldFormatError` that names the line."""
    numbered = enumerate(text.splitlines(), start=1)
    lines = [(n, line) for n, line in numbered if line.strip() and not line.startswith("#")]
    if not lines or tuple(lines[0][1].split("\t")) != RAW_COLUMNS:
        raise GoldFormatError(f"{where}: the first line after the comments has to be {' '.join(RAW_COLUMNS)}, by tabs")
    return [_parse_row(line, f"{where}:{number}") for number, line in lines[1:]]


def load(folder: Path) -> Gold:
    """The gold in one folder. Raises `GoldFormatError` for a missing or bad file, `OSError` for an unreadable one."""
    raw_path, adjudication_path = folder / RAW_NAME, folder / ADJUDICATION_NAME
    if not raw_path.is_file():
        raise GoldFormatError(f"{raw_path}: no such file; `curator gold build` makes it from the paper's table")
    raw = parse_raw(_read(raw_path), where=str(raw_path))
    if not adjudication_path.is_file():
        return Gold(folder.name, tuple(raw), tuple(raw))
    adjudication = parse_adjudication(_read(adjudication_path), where=str(adjudication_path))
    rows = adjudicate(raw, adjudication)
    return Gold(folder.name, tuple(raw), tuple(rows), title=adjudication.title, adjudication=adjudication)


def find(root: Path, document: Document) -> Gold | None:
    """The gold under `root` that belongs to a document: by its name, else by its title; none where there is none."""
    if not root.is_dir():
        return None
    own = _folder(root, document.name)
    if own and (own / RAW_NAME).is_file():
        return load(own)
    folders = sorted(path.parent for path in root.glob(f"*/{ADJUDICATION_NAME}"))
    golds = (load(folder) for folder in folders if document.title)
    return next((gold for gold in golds if gold.title.casefold() == document.title.casefold()), None)


def write(root: Path, document: Document, *, mentions: Recogniser | None = None) -> list[Path]:
    """Build a paper's gold under `root` and write it: the raw table, and the adjudicated rows where they can be made.

    Nothing is written where the table, the adjudication or the paper's name is bad. Gives back the files written.
    """
    folder = _folder(root, document.name)
    if folder is None:
        raise GoldFormatError(f"{document.name!r}: the paper's name cannot name a folder; rename the file, or its id")
    raw = build(document, mentions=mentions)
    contents = {folder / RAW_NAME: render_raw(raw, name=document.name)}
    adjudication_path = folder / ADJUDICATION_NAME
    if adjudication_path.is_file():
        adjudication = parse_adjudication(_read(adjudication_path), where=str(adjudication_path))
        rows = adjudicate(raw, adjudication)
        contents[folder / ADJUDICATED_NAME] = render_adjudicated(rows, name=document.name)
    folder.mkdir(parents=True, exist_ok=True)
    for path, content in contents.items():
        path.write_text(content, encoding="utf-8", newline="\n")
    return list(contents)


def _folder(root: Path, name: str) -> Path | None:
    """The folder of a paper's gold; none for a name, part of which a file may choose, that would lead out of `root`."""
    is_plain = name not in ("", ".", "..") and not {"/", "\\", "\0"} & set(name)
    return root / name if is_plain else None


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as e:
        raise GoldFormatError(f"{path}: not UTF-8 at byte {e.start}; save it as UTF-8") from e


def _tsv(columns: Sequence[str], rows: Iterable[GoldRow]) -> str:
    lines = ["\t".join(columns), *("\t".join(_cell(row, column) for column in columns) for row in rows)]
    return "\n".join(lines) + "\n"


def _cell(row: GoldRow, column: str) -> str:
    value = getattr(row, column)
    if isinstance(value, dict):
        value = "; ".join(f"{slot}={other}" for slot, others in sorted(value.items()) for other in others)
    return " ".join(str(value or "").split())


def _parse_row(line: str, where: str) -> GoldRow:
    cells = line.split("\t")
    if len(cells) != len(RAW_COLUMNS):
        raise GoldFormatError(f"{where}: {len(cells)} cells where {len(RAW_COLUMNS)} belong")
    values = dict(zip(RAW_COLUMNS, cells, strict=True))
    if not values["mirna"]:
        raise GoldFormatError(f"{where}: a row needs its miRNA")
    try:
        effect = Effect(values["effect"]) if values["effect"] else None
    except ValueError as e:
        raise GoldFormatError(f"{where}: the effect is {' or '.join(Effect)}, not {values['effect']!r}") from e
    source, target, citation, drug, disease = (values[column] or None for column in _OPTIONAL)
    return GoldRow(
        values["mirna"], source, target, effect, citation, drug, disease, origin=values["origin"], note=values["note"]
    )
