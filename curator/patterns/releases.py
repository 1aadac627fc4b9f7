"""Releases of the authorities that give names their identifiers, each read in the authority's own format.

A release is streamed, not loaded: the largest are hundreds of megabytes. What becomes of its names is `prepared`'s.
"""

from __future__ import annotations

import csv
import gzip
import re
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import TextIOWrapper
from itertools import chain
from pathlib import Path
from typing import IO

from curator.errors import InputError

_GZIP = b"\x1f\x8b"
LONGEST_LINE = 1_000_000
"""Characters; the longest line of a real release has some twenty thousand."""
LONGEST_ENTRY = 20_000_000
"""Characters of one entry, up to the line that ends it."""
MOST = 4_000_000_000
"""Characters of a release, unpacked; the largest has some hundreds of millions."""


@dataclass(frozen=True, slots=True)
class Record:
    """One thing that an authority names. `table` is the vocabulary table that it would stand in."""

    table: str
    identifier: str
    name: str
    aliases: tuple[str, ...] = ()


@dataclass(slots=True)
class Reading:
    """What is told of a release while its records are read."""

    version: str = ""
    line: int = 0
    skipped: int = 0
    """Rows of a table of names whose identifier is none."""


Lines = Iterator[str]
Reader = Callable[[Lines, Reading], Iterator[Record]]


@dataclass(frozen=True, slots=True)
class Authority:
    """Who releases names, of what, under which terms, and where."""

    name: str
    title: str
    holds: str
    licence: str
    formats: str
    url: str
    read: Reader = field(repr=False)


def read_records(authority: Authority, path: Path, reading: Reading) -> Iterator[Record]:
    """The records of a release, gzipped or not. Raises InputError where the file is none of this authority's."""
    with _opened(path) as stream:
        try:
            yield from authority.read(_counted(stream, reading), reading)
        except UnicodeDecodeError as error:
            raise _wrong(authority, path, reading.line + 1, "is not UTF-8 text") from error
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            raise _wrong(authority, path, reading.line + 1, "ends in a broken gzip stream") from error
        except (ValueError, csv.Error) as error:
            raise _wrong(authority, path, reading.line, str(error)) from error


@contextmanager
def _opened(path: Path) -> Iterator[IO[str]]:
    try:
        raw = path.open("rb")
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror or error}") from error
    with raw:
        packed = raw.read(2) == _GZIP
        raw.seek(0)
        with gzip.open(raw) if packed else raw as plain, TextIOWrapper(plain, encoding="utf-8-sig") as stream:
            yield stream


def _counted(stream: IO[str], reading: Reading) -> Lines:
    """Line by line, whatever a small packed file unpacks to. Raises ValueError for what no release has."""
    total = 0
    while line := stream.readline(LONGEST_LINE + 1):
        reading.line += 1
        total += len(line)
        if len(line) > LONGEST_LINE:
            raise ValueError(f"the line is longer than {LONGEST_LINE:,} characters")
        if total > MOST:
            raise ValueError(f"the release is longer than {MOST:,} characters")
        yield line.rstrip("\r\n")


def _wrong(authority: Authority, path: Path, line: int, problem: str) -> InputError:
    return InputError(f"{path}:{line}: {problem}", hint=f"{authority.title} is read from {authority.formats}.")


def _hgnc(lines: Lines, reading: Reading) -> Iterator[Record]:
    """The complete set: a row a gene, lists in a cell separated by `|`. Pseudogenes and loci that make nothing are not
    read, nor are miRNA genes, which are known by their grammar.
    """
    rows = csv.DictReader(lines, delimiter="\t")
    needed = ("hgnc_id", "symbol", "name", "locus_group", "status", "alias_symbol", "prev_symbol")
    missing = [column for column in needed if column not in (rows.fieldnames or ())]
    if missing:
        raise ValueError(f"the first line names no column `{missing[0]}`")
    for row in rows:
        table = {"protein-coding gene": "genes", "non-coding RNA": "rnas"}.get(row["locus_group"] or "")
        if not table or row["status"] != "Approved" or row.get("locus_type") == "RNA, micro":
            continue
        aliases = tuple(_gene_aliases(row))
        reading.version = max(reading.version, row.get("date_modified") or "")
        yield Record(table, row["hgnc_id"].lower(), row["symbol"], aliases)


_DISEASE = re.compile(
    r"(?i)\b(?:disease|syndrome|disorder|deficiency|cancer|tumou?r|ataxia|retardation|susceptibility)s?\b"
    r"(?! (?:anti|prot|supp))"
    r"|(?:osis|itis|oma|a?emia|opathy|o?philia|trophy|plegia|epsy)(?:,.*| type.*| [A-Z0-9]{1,2})?$"
)


def _gene_aliases(row: Mapping[str, str]) -> Iterator[str]:
    """What else a gene is called. Left out are names of the disease that it was found by, then also its old symbols
    (SCA3 is mostly the ataxia, not ATXN3), and alias symbols that are written like words (`spatial`).
    """
    named = [part for column in ("name", "alias_name", "prev_name") for part in _parts(row, column)]
    yield from (part for part in named if not _DISEASE.search(part))
    columns = ("alias_symbol",) if any(map(_DISEASE.search, named)) else ("alias_symbol", "prev_symbol")
    symbols = (part for column in columns for part in _parts(row, column))
    yield from (part for part in symbols if not (part.isalpha() and part[1:].islower()))


def _parts(row: Mapping[str, str], column: str) -> list[str]:
    return [part for part in (row.get(column) or "").split("|") if part]


_MIRNA = re.compile(r"(?P<species>[a-z]{2,6})-(?P<name>(?:mir|let|lin|lsy)-.+)", re.IGNORECASE)


def _mirbase(lines: Lines, reading: Reading) -> Iterator[Record]:
    """mature.fa: `>hsa-miR-21-5p MIMAT0000076 Homo sapiens miR-21-5p`. Without a prefix a name is the human miRNA's."""
    for line in lines:
        if not line.startswith(">"):
            if reading.line == 1:
                raise ValueError("is no FASTA: the first line does not begin with `>`")
            continue
        words = line[1:].split()
        if len(words) < 2 or not re.fullmatch(r"MI(?:MAT)?\d{7}", words[1]):
            raise ValueError("a header needs a name and an accession (`>hsa-miR-21-5p MIMAT0000076 …`)")
        if found := _MIRNA.fullmatch(words[0]):
            name = found["name"] if found["species"] == "hsa" else words[0]
            yield Record("mirnas", f"mirbase:{words[1]}", name, (words[0],))


def _cellosaurus(lines: Lines, reading: Reading) -> Iterator[Record]:
    """cellosaurus.txt: ID, AC and SY lines up to `//`; or a table of name and accession."""
    first, lines = _peeked(lines)
    if re.match(r"[^\t]+\tCVCL_\w{4}(?:\t|$)", first):
        yield from _name_table(lines, reading, table="cell_lines", identifier=r"CVCL_\w{4}", prefix="cellosaurus:")
        return
    for number, block in enumerate(_blocks(lines, end="//")):
        if number == 0:  # The head of the file has no end of its own.
            reading.version = next((m[1] for line in block if (m := re.match(r" Version: *(\S+)", line))), "")
        found = _tagged(block, re.compile(r"(ID|AC|SY)   (.+)"))
        if "ID" in found and "AC" in found:
            synonyms = tuple(s.strip() for line in found.get("SY", ()) for s in line.split(";"))
            yield Record("cell_lines", f"cellosaurus:{found['AC'][0].strip()}", found["ID"][0].strip(), synonyms)


_SYNONYM = re.compile(r'"((?:[^"\\]|\\.)*)" (EXACT|RELATED)')
_HAS_ROLE = re.compile(r"(?:has_role|RO:0000087) (CHEBI:\d+)")
_DRUG_ROLE = "CHEBI:23888"


@dataclass(frozen=True, slots=True)
class _Term:
    """A stanza of an ontology."""

    id: str
    name: str
    exact: tuple[str, ...]
    related: tuple[str, ...]
    parents: tuple[str, ...]
    roles: tuple[str, ...]


def _cell_ontology(lines: Lines, reading: Reading) -> Iterator[Record]:
    """cl.obo: terms of the Cell Ontology itself with their exact synonyms; or a table of name and identifier."""
    first, lines = _peeked(lines)
    if re.match(r"[^\t]+\tCL:\d{7}$", first):
        yield from _name_table(lines, reading, table="cells", identifier=r"CL:\d{7}", prefix="")
        return
    for term in _terms(lines, reading):
        if term.id.startswith("CL:"):
            yield Record("cells", term.id, term.name, term.exact)


def _chebi(lines: Lines, reading: Reading) -> Iterator[Record]:
    """chebi.obo: what ChEBI gives the role of a drug, or a role below it; or a table of name and identifier."""
    first, lines = _peeked(lines)
    if re.match(r"[^\t]+\tCHEBI:\d+$", first):
        yield from _name_table(lines, reading, table="drugs", identifier=r"CHEBI:\d+", prefix="")
        return
    terms = list(_terms(lines, reading))
    drug_roles = _descendants(terms, _DRUG_ROLE)
    for term in terms:
        if not drug_roles.isdisjoint(term.roles):
            yield Record("drugs", term.id.lower(), term.name, (*term.exact, *term.related))


def _descendants(terms: Iterable[_Term], root: str) -> set[str]:
    children: dict[str, list[str]] = {}
    for term in terms:
        for parent in term.parents:
            children.setdefault(parent, []).append(term.id)
    found, waiting = {root}, [root]
    while waiting:
        new = [child for child in children.get(waiting.pop(), ()) if child not in found]
        found.update(new)
        waiting += new
    return found


def _terms(lines: Lines, reading: Reading) -> Iterator[_Term]:
    """The current terms of an OBO file. Raises ValueError where it has no OBO header."""
    blocks = _blocks(lines, end="")
    header = next(blocks, [""])
    if not header[0].startswith("format-version:"):
        raise ValueError("is no OBO file: the first line is not `format-version:`")
    reading.version = next((line[13:].strip() for line in header if line.startswith("data-version:")), "")
    for block in blocks:
        if block[0] != "[Term]":
            continue
        found = _tagged(block, re.compile(r"([a-z_]+): (.*)"))
        if "true" in found.get("is_obsolete", ()) or not found.get("id") or not found.get("name"):
            continue
        synonyms = [m.groups() for text in found.get("synonym", ()) if (m := _SYNONYM.match(text))]
        yield _Term(
            id=found["id"][0],
            name=found["name"][0],
            exact=tuple(text.replace('\\"', '"') for text, scope in synonyms if scope == "EXACT"),
            related=tuple(text.replace('\\"', '"') for text, scope in synonyms if scope == "RELATED"),
            parents=tuple(text.split()[0] for text in found.get("is_a", ()) if text),
            roles=tuple(m[1] for text in found.get("relationship", ()) if (m := _HAS_ROLE.match(text))),
        )


_BRANCH = re.compile(r"C(?!23\b)\d\d")


def _mesh(lines: Lines, reading: Reading) -> Iterator[Record]:
    """d2026.bin, MeSH in ASCII: headings of branch C (diseases) with their entry terms; or a table of names.

    C23, signs and processes such as disease progression and invasion, is no disease alone.
    """
    first, lines = _peeked(lines)
    if re.match(r"[^\t]+\tD\d{6}(?:\d{3})?$", first):
        yield from _name_table(lines, reading, table="diseases", identifier=r"D\d{6}(?:\d{3})?", prefix="mesh:")
        return
    if first != "*NEWRECORD":
        raise ValueError("is no ASCII MeSH: the first line is not `*NEWRECORD`")
    for block in _blocks(lines, end=""):
        found = _tagged(block, re.compile(r"(MH|UI|MN|ENTRY|PRINT ENTRY) = (.+)"))
        if "MH" not in found or "UI" not in found or not any(map(_BRANCH.match, found.get("MN", ()))):
            continue
        entries = (text.partition("|")[0] for text in (*found.get("PRINT ENTRY", ()), *found.get("ENTRY", ())))
        yield Record("diseases", f"mesh:{found['UI'][0]}", found["MH"][0], tuple(entries))


def _peeked(lines: Lines) -> tuple[str, Lines]:
    first = next(lines, "")
    return first, chain([first], lines)


def _blocks(lines: Lines, *, end: str) -> Iterator[list[str]]:
    """The lines between lines that say `end`. Raises ValueError where that is too far to look for."""
    block: list[str] = []
    length = 0
    for line in lines:
        length += len(line) + 1
        if length > LONGEST_ENTRY:
            raise ValueError(f"the entry is longer than {LONGEST_ENTRY:,} characters")
        if line != end:
            block.append(line)
            continue
        if block:
            yield block
        block, length = [], 0
    if block:
        yield block


def _tagged(block: Iterable[str], pattern: re.Pattern[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for line in block:
        if match := pattern.fullmatch(line):
            found.setdefault(match[1], []).append(match[2])
    return found


def _name_table(lines: Lines, reading: Reading, *, table: str, identifier: str, prefix: str) -> Iterator[Record]:
    """A table of name and identifier, a row a name; what an identifier names first is its canonical name."""
    names: dict[str, list[str]] = {}
    for line in lines:
        cells = line.split("\t")
        if len(cells) < 2 or not re.fullmatch(identifier, cells[1]):
            reading.skipped += 1
        else:
            names.setdefault(cells[1], []).append(cells[0])
    for found, (name, *aliases) in names.items():
        curie = found.lower() if found.startswith("CHEBI:") else f"{prefix}{found}"
        yield Record(table, curie, name, tuple(aliases))


_HGNC_FILE = "https://storage.googleapis.com/public-download-files/hgnc/tsv/tsv/hgnc_complete_set.txt"
AUTHORITIES: Mapping[str, Authority] = {
    authority.name: authority
    for authority in (
        Authority("hgnc", "HGNC", "genes", "CC0", "hgnc_complete_set.txt", _HGNC_FILE, _hgnc),
        Authority(
            "mirbase", "miRBase", "miRNAs", "public domain", "mature.fa",
            "https://www.mirbase.org/download/mature.fa", _mirbase,
        ),
        Authority(
            "cellosaurus", "Cellosaurus", "cell lines", "CC BY 4.0",
            "cellosaurus.txt, or a table of name and accession",
            "https://ftp.expasy.org/databases/cellosaurus/cellosaurus.txt", _cellosaurus,
        ),
        Authority(
            "cell-ontology", "the Cell Ontology", "cell types", "CC BY 4.0",
            "cl.obo, or a table of name and identifier",
            "https://github.com/obophenotype/cell-ontology/releases/latest/download/cl.obo", _cell_ontology,
        ),
        Authority(
            "chebi", "ChEBI", "drugs", "CC BY 4.0", "chebi.obo, or a table of name and identifier",
            "https://ftp.ebi.ac.uk/pub/databases/chebi/ontology/chebi.obo.gz", _chebi,
        ),
        Authority(
            "mesh", "MeSH", "diseases", "terms of the US National Library of Medicine",
            "d2026.bin (MeSH in ASCII, of any year), or a table of name and identifier",
            "https://nlmpubs.nlm.nih.gov/projects/mesh/MESH_FILES/asciimesh/d{year}.bin", _mesh,
        ),
    )
}  # fmt: skip
"""Every authority by the name that a user types."""
