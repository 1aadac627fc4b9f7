"""Names and what they stand for: tab-separated tables, one row a canonical name.

Columns: `name`, `identifier` (a CURIE or empty), `synonyms` (separated by ` | `), `note`. Lines that begin with `#` are
comments.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Protocol

from curator.errors import RuleError
from curator.model import MentionType

TABLES: Mapping[str, MentionType] = {
    "genes": MentionType.GENE,
    "gene_families": MentionType.GENE,
    "cells": MentionType.CELL,
    "cell_lines": MentionType.CELL,
    "body_fluids": MentionType.CELL,
    "drugs": MentionType.DRUG,
    "drug_classes": MentionType.DRUG,
    "diseases": MentionType.DISEASE,
    "vesicles": MentionType.VESICLE,
    "mirnas": MentionType.MIRNA,
    "rnas": MentionType.RNA,
}
"""File stem → what its names are. A file with another stem is refused."""

HEADER = ("name", "identifier", "synonyms", "note")
_GREEK = {
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "ζ": "zeta", "η": "eta", "θ": "theta",
    "κ": "kappa", "λ": "lambda", "μ": "mu", "π": "pi", "σ": "sigma", "τ": "tau", "φ": "phi", "χ": "chi", "ψ": "psi",
    "ω": "omega", "ß": "beta",
}  # fmt: skip
_GREEK_LETTERS = re.compile("|".join(_GREEK))
_SEPARATORS = re.compile(r"[^a-z0-9+]+")
_DROPPED = {code: None for code in range(128) if _SEPARATORS.match(chr(code))}
"""The same of ASCII, for `str.translate`: most names are nothing else, and there are many of them."""
_SHORT = 3
_BY_GRAMMAR = re.compile(r"(?:miR|let)-\d+[a-z]{0,2}(?:-\d)?(?:-[35]p|\*)?")
"""Names of single miRNAs, which prose is read for by their grammar and not by folding: miR-1-1 is not miR-11."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A canonical name: what it is, its identifier, and what its table notes of it."""

    type: MentionType
    name: str
    identifier: str | None
    note: str
    table: str


@dataclass(frozen=True, slots=True)
class Name:
    """One way of writing an entry. `exact` names match only in the case given."""

    text: str
    entry: Entry
    exact: bool


def fold_name(text: str) -> str:
    """What two spellings of one name have in common: case, hyphens, spaces and Greek letters do not count."""
    if text.isascii():
        return text.lower().translate(_DROPPED)
    lowered = unicodedata.normalize("NFKC", text).lower()
    spelled = _GREEK_LETTERS.sub(lambda m: _GREEK[m.group()], lowered)
    return _SEPARATORS.sub("", spelled)


def mirna_key(text: str) -> str:
    """What two spellings of a miRNA share: hyphens count, for miR-1-1 is not miR-11."""
    return text.lower()


class Imported(Protocol):
    """Names that a user has imported, to be asked where the tables have none."""

    def find(self, folded: str, *, known: Mapping[str, Entry]) -> tuple[Name, ...]:
        """The names with this folded form; `known` is the entry that a table has for an identifier."""

    def mirna(self, name: str) -> str | None:
        """The identifier of a miRNA."""


class Vocabulary:
    """Names by their folded form.

    Later tables do not replace earlier ones: a folded form may stand for several entries, the first added first.
    Imported names stand behind: a form that a table has, in whatever case, is the table's alone.
    """

    __slots__ = ("_by_identifier", "_imported", "_mirnas", "_names", "_never", "longest")

    def __init__(
        self,
        names: Iterable[Name] = (),
        *,
        imported: Imported | None = None,
        never: Iterable[str] = (),
        longest_imported: int = 0,
    ) -> None:
        """`never` are words that no imported name may be."""
        self._names: dict[str, list[Name]] = {}
        self._by_identifier: dict[str, Entry] = {}
        self._mirnas: dict[str, Entry] = {}
        self._imported = imported
        self._never = frozenset(map(fold_name, never)) if imported is not None else frozenset()
        self.longest = longest_imported
        for name in names:
            self.add(name)

    def __len__(self) -> int:
        return sum(map(len, self._names.values()))

    def add(self, name: Name) -> None:
        """Add one name; a second of the same entry and form is left out."""
        if name.entry.type is MentionType.MIRNA:
            self._mirnas.setdefault(mirna_key(name.text), name.entry)
            if _BY_GRAMMAR.fullmatch(name.text):
                return
        folded = fold_name(name.text)
        if not folded:
            return
        known = self._names.setdefault(folded, [])
        if all(other.entry != name.entry or other.text != name.text for other in known):
            known.append(name)
            self.longest = max(self.longest, len(folded))
        if name.entry.identifier:
            self._by_identifier.setdefault(name.entry.identifier, name.entry)

    def find(self, text: str, *, folded: str | None = None) -> tuple[Name, ...]:
        """The names that `text` is a spelling of, exact ones only in their own case."""
        folded = fold_name(text) if folded is None else folded
        names = self._names.get(folded) or self._imported_names(folded, spaced=" " in text)
        return tuple(name for name in names if not name.exact or _same_case(name.text, text))

    def mirna(self, name: str) -> Entry | None:
        """What the tables say of a miRNA by its exact name, a star or an old number too; none where they are silent."""
        return self._mirnas.get(mirna_key(name))

    def mirna_identifier(self, name: str) -> str | None:
        """The accession of a miRNA, the species' prefix left out for human ones; an imported release knows more."""
        known = self.mirna(name)
        if known is not None:
            return known.identifier
        return None if self._imported is None else self._imported.mirna(name)

    def _imported_names(self, folded: str, *, spaced: bool) -> Sequence[Name]:
        """What is imported under a form: nothing for a word, nor for a plural of a word or of a table's name.

        `and 1` is not AND-1: where the text has a space, the name has one too.
        """
        if self._imported is None or not {folded, folded.removesuffix("s")}.isdisjoint(self._never):
            return ()
        if folded.removesuffix("s") in self._names:
            return ()
        names = self._imported.find(folded, known=self._by_identifier)
        return [name for name in names if " " in name.text] if spaced else names

    def entries(self) -> Iterator[Entry]:
        """Every entry of the tables once, in the order added."""
        seen: set[Entry] = set()
        named = (name.entry for names in self._names.values() for name in names)
        for entry in chain(named, self._mirnas.values()):
            if entry not in seen:
                seen.add(entry)
                yield entry


def read_table(path: Path) -> Iterator[Name]:
    """The names of one table. Raises RuleError naming file and line on a bad row."""
    if path.stem not in TABLES:
        raise RuleError(f"no vocabulary is called `{path.stem}`", path=path, hint=f"Known: {', '.join(TABLES)}.")
    lines = _lines(path)
    number, header = next(lines, (1, ""))
    if tuple(header.split("\t")) != HEADER:
        raise RuleError("the first line must name the columns", path=path, line=number, hint="\t".join(HEADER))
    for number, line in lines:
        cells = line.split("\t")
        if len(cells) != len(HEADER) or not cells[0].strip():
            raise RuleError(f"a row needs {len(HEADER)} columns, this one has {len(cells)}", path=path, line=number)
        yield from _row_names(cells, path.stem)


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    try:
        text = path.read_text("utf-8")
    except UnicodeDecodeError as error:
        raise RuleError(f"not UTF-8 text at byte {error.start}", path=path) from error
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip() and not line.startswith("#"):
            yield number, line


def _row_names(cells: list[str], table: str) -> Iterator[Name]:
    name, identifier, synonyms, note = (cell.strip() for cell in cells)
    entry = Entry(TABLES[table], name, identifier or None, note, table)
    flagged = "case" in note.split()
    for text in (name, *(s.strip() for s in synonyms.split("|"))):
        if text:
            yield Name(text, entry, exact=flagged or is_short(text))


def is_short(text: str) -> bool:
    """True for names so short that another case may be another word (`MET`, `CAT`, `PTX`)."""
    return len(fold_name(text)) <= _SHORT


def _same_case(left: str, right: str) -> bool:
    letters = [re.sub(r"[^\w]|_", "", unicodedata.normalize("NFKC", text)) for text in (left, right)]
    return letters[0] == letters[1]
