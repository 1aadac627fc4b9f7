"""Imported names in the form in which extraction looks them up, and how ambiguous ones are settled.

A prepared file is text: comment lines that say where it comes from, then a line a name, sorted by folded key. Its lines
are split once and bisected in C, which takes less time to start than any structure that has to be built
(benchmarks/vocabulary.py), and being data alone it can hold nothing that runs.
"""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import astuple, dataclass, fields
from pathlib import Path

from curator.errors import InputError, RuleError
from curator.patterns.releases import Authority, Reading, Record, read_records
from curator.patterns.vocabulary import TABLES, Entry, Name, fold_name, is_short, mirna_key

FORMAT = "curator names 1"
LONGEST = 80
"""Folded letters beyond which a name is a systematic one that prose does not write."""
_COLUMNS = 6
_BY_CASE = frozenset({"genes", "rnas", "cell_lines"})
"""Tables whose names in letters alone are symbols, told from words by their capitals."""
_LABEL = re.compile(r"[A-Za-z]\d{1,2}|\d+[A-Za-z]{1,2}|[\d.,%+ -]+")
"""What a figure, a stage, a dose or a number looks like: `S1`, `10A`, `24 h`."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where imported names come from."""

    authority: str
    version: str
    """As the file tells it, else empty."""
    source: str
    """The file's name or address."""
    date: str
    """The day of the import, ISO 8601."""
    sha256: str
    """Of the file as it was imported."""
    names: int
    entries: int


def prepare(authority: Authority, path: Path, *, source: str, date: str) -> tuple[Origin, str]:
    """A release as a prepared file's origin and text. Raises InputError where it cannot be read or has no names."""
    reading = Reading()
    lines: set[str] = set()
    entries = 0
    for record in read_records(authority, path, reading):
        found = {_line(record, rank, text) for rank, text in _usable(record)}
        entries += bool(found)
        lines |= found
    if not lines:
        raise InputError(
            f"{path}: holds no name to import.", hint=f"{authority.title} is read from {authority.formats}."
        )
    digest = _sha256(path)
    origin = Origin(authority.name, reading.version, source, date, digest, len(lines), entries)
    header = [f"# {FORMAT}", *(f"# {name}: {value}" for name, value in _told(origin))]
    return origin, "\n".join([*header, *sorted(lines)]) + "\n"


def _told(origin: Origin) -> Iterator[tuple[str, object]]:
    for told, value in zip(fields(origin), astuple(origin), strict=True):
        yield told.name, " ".join(str(value).split())


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _line(record: Record, rank: int, text: str) -> str:
    key = mirna_key(text) if record.table == "mirnas" else fold_name(text)
    return "\t".join((key, record.table, record.identifier, str(rank), _clean(record.name), text))


def _usable(record: Record) -> Iterator[tuple[int, str]]:
    """The names of a record that may be looked for in prose, each with its rank: 0 the main name, 1 another."""
    seen: set[str] = set()
    for rank, raw in ((0, record.name), *((1, alias) for alias in record.aliases)):
        text = _clean(raw)
        key = text if needs_case(text, record.table) else fold_name(text)
        if key not in seen and (record.table == "mirnas" or is_usable(text, table=record.table, main=rank == 0)):
            seen.add(text if record.table == "mirnas" else key)
            yield rank, text


def _clean(text: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def is_usable(text: str, *, table: str, main: bool) -> bool:
    """True for a name that prose may mean: no number or label, and not so short that it is any abbreviation.

    Up to three letters are kept where letters and digits stand together (`CD4`), or where
    they are a gene's approved symbol.
    """
    folded = fold_name(text)
    if not 2 < len(folded) <= LONGEST or _LABEL.fullmatch(text) or not any(c.isalpha() for c in folded):
        return False
    if len(folded) > 3:
        return True
    return (main and table == "genes") or any(c.isdigit() for c in folded)


def needs_case(text: str, table: str) -> bool:
    """True for a name that matches only as written: a short one, an abbreviation, or a symbol of letters alone."""
    if is_short(text):
        return True
    if not text.isalpha():
        return False
    return text.isupper() or (table in _BY_CASE and not text.islower())


def read_origin(path: Path) -> Origin:
    """Where a prepared file comes from. Raises RuleError where it is none that this version wrote."""
    try:
        with path.open("rb") as stream:
            head = [stream.readline(4096) for _ in range(1 + len(fields(Origin)))]
    except OSError as error:
        raise RuleError(f"cannot be read: {error.strerror}", path=path) from error
    return _parse_origin(head, path)


def _parse_origin(head: Iterable[bytes], path: Path) -> Origin:
    first, *rest = [line.decode("utf-8", "replace").strip() for line in head]
    told = dict(line.removeprefix("# ").partition(": ")[::2] for line in rest)
    told = {key.rstrip(":"): value for key, value in told.items()}
    wanted = [f.name for f in fields(Origin)]
    if first != f"# {FORMAT}" or list(told) != wanted or not (told["names"].isdigit() and told["entries"].isdigit()):
        raise _unusable(path, "these imported names were not prepared by this version")
    texts = {name: told[name] for name in wanted[:-2]}
    return Origin(**texts, names=int(told["names"]), entries=int(told["entries"]))


def _unusable(path: Path, problem: str) -> RuleError:
    again = f"curator vocabulary remove {path.stem}, then add it again"
    return RuleError(problem, path=path, hint=f"Import them again: {again}.")


class ImportedNames:
    """The names of every prepared file in a folder, looked up by folded key."""

    __slots__ = ("_lines", "_names", "origins")

    def __init__(self, paths: Iterable[Path] = ()) -> None:
        """Raises RuleError where a file is not whole."""
        self.origins: list[Origin] = []
        self._lines: list[bytes] = []
        self._names: dict[str, tuple[Name, ...]] = {}
        for path in paths:
            origin, lines = _read_prepared(path)
            self.origins.append(origin)
            self._lines += lines
        if len(self.origins) > 1:
            self._lines.sort()

    def __len__(self) -> int:
        return len(self._lines)

    def find(self, folded: str, *, known: Mapping[str, Entry]) -> tuple[Name, ...]:
        """The names with this folded form, where they stand for one thing; `known` is the built-in entry of an id."""
        found = self._names.get(folded)
        if found is None:
            rows = self._rows(folded)
            if not rows:
                return ()
            found = self._names[folded] = tuple(_names(_settled(rows), known))
        return found

    def mirna(self, name: str) -> str | None:
        """The identifier of a miRNA by its miRBase name, the species' prefix left out for human ones."""
        found = {row[2] for row in self._rows(mirna_key(name))}
        return found.pop() if len(found) == 1 else None

    def _rows(self, key: str) -> list[list[str]]:
        start = key.encode() + b"\t"
        first = index = bisect_left(self._lines, start)
        while index < len(self._lines) and self._lines[index].startswith(start):
            index += 1
        return [line.decode("utf-8", "replace").split("\t") for line in self._lines[first:index]]


def _read_prepared(path: Path) -> tuple[Origin, list[bytes]]:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise RuleError(f"cannot be read: {error.strerror}", path=path) from error
    lines = data.split(b"\n")
    heads = 1 + len(fields(Origin))
    origin = _parse_origin(lines[:heads], path)
    names = lines[heads:-1]
    if len(names) != origin.names or data.count(b"\t") != origin.names * (_COLUMNS - 1):
        raise _unusable(path, f"these imported names are not whole: {len(names)} of {origin.names} are there")
    return origin, names


def _settled(rows: list[list[str]]) -> list[list[str]]:
    """What a form stands for: one thing's main name before others' aliases; nothing where that leaves several."""
    for rank in ("0", "1"):
        ranked = [row for row in rows if row[3] == rank]
        if ranked:
            return ranked if len({row[2] for row in ranked}) == 1 else []
    return []


def _names(rows: Iterable[list[str]], known: Mapping[str, Entry]) -> Iterator[Name]:
    for _, table, identifier, _, name, text in rows:
        if table in TABLES:
            entry = known.get(identifier) or Entry(TABLES[table], name, identifier, "", table)
            yield Name(text, entry, exact=needs_case(text, table))
