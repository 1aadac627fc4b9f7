"""Releases of authorities: their formats, what of them is looked for in prose, and what stands before what."""

from __future__ import annotations

import gzip
import tracemalloc
import urllib.error
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import IO

import pytest

from curator.errors import InputError, RuleError
from curator.model import MentionType
from curator.patterns import load_rules, releases
from curator.patterns.download import fetch
from curator.patterns.prepared import ImportedNames, is_usable, needs_case, prepare, read_origin
from curator.patterns.releases import AUTHORITIES, Reading, Record, read_records
from curator.patterns.vocabulary import Vocabulary
from curator.resources import vocabulary_dir

HGNC_COLUMNS = (
    "hgnc_id", "symbol", "name", "locus_group", "locus_type", "status", "alias_symbol", "alias_name", "prev_symbol",
    "prev_name", "date_modified",
)  # fmt: skip
CODING, NON_CODING = "protein-coding gene", "non-coding RNA"


def _hgnc_row(number: int, symbol: str, name: str, aliases: str = "", previous: str = "", **other: str) -> str:
    cells = {
        "hgnc_id": f"HGNC:{number}", "symbol": symbol, "name": name, "locus_group": CODING, "status": "Approved",
        "alias_symbol": aliases, "prev_symbol": previous, "date_modified": "2024-02-03", **other,
    }  # fmt: skip
    return "\t".join(cells.get(column, "") for column in HGNC_COLUMNS)


HGNC = "\n".join(
    [
        "\t".join(HGNC_COLUMNS),
        _hgnc_row(90001, "QZXA1", "quizzical zinc adaptor 1", '"QZA|ZQ-51|SHAREDQ7"', "ZINCQ"),
        _hgnc_row(90002, "QZXB", "zinc adaptor B", "SHAREDQ7|MARKEDLY|QZXA1|S100Q9", date_modified="2024-05-06"),
        _hgnc_row(990, "BCL2", "BCL2 apoptosis regulator", "BCLZZ9"),
        _hgnc_row(90007, "QZXD", "zinc adaptor D", "AND-7|QZD-9|spatially", "QSCA7", prev_name="quuxic ataxia 7"),
        _hgnc_row(90003, "QZXP1", "quizzical pseudogene 1", locus_group="pseudogene"),
        _hgnc_row(90004, "QZXW", "entry withdrawn", status="Entry Withdrawn"),
        _hgnc_row(90005, "LINC99999", "a long RNA", locus_group=NON_CODING, locus_type="RNA, long non-coding"),
        _hgnc_row(90006, "MIR99999", "microRNA 99999", locus_group=NON_CODING, locus_type="RNA, micro"),
    ]
)  # fmt: skip

MIRBASE = """>cel-let-7-5p MIMAT0000001 Caenorhabditis elegans let-7-5p
UGAGGUAGUAGGUUGUAUAGUU
>hsa-miR-21-5p MIMAT0000076 Homo sapiens miR-21-5p
UAGCUUAUCAGACUGAUGUUGA
>hsa-miR-9001-1 MIMAT9999991 Homo sapiens miR-9001-1
>hsa-miR-90011 MIMAT9999992 Homo sapiens miR-90011
>dme-bantam-3p MIMAT0000365 Drosophila melanogaster bantam-3p
"""

CELLOSAURUS = """----------------------------------------------------------------------------
        CALIPHO group at the SIB - Swiss Institute of Bioinformatics
 Description: Cellosaurus: a knowledge resource on cell lines
 Version: 48.0
----------------------------------------------------------------------------

ID   Quux-77
AC   CVCL_ZZ01
SY   QX77; Quux 77 clone B
OX   NCBI_TaxID=9606; ! Homo sapiens
//
ID   697
AC   CVCL_ZZ02
//
"""

CELL_ONTOLOGY = """format-version: 1.2
data-version: releases/2025-01-08

[Term]
id: CL:9999901
name: quuxic cell
synonym: "quuxocyte" EXACT []
synonym: "big quux" BROAD []

[Term]
id: CL:9999902
name: obsolete quuxoid cell
is_obsolete: true

[Term]
id: UBERON:0000001
name: quux gland

[Typedef]
id: part_of
name: part of
"""

CHEBI = """format-version: 1.2
data-version: 238

[Term]
id: CHEBI:23888
name: drug

[Term]
id: CHEBI:90000
name: antiquux agent
is_a: CHEBI:23888 ! drug

[Term]
id: CHEBI:90001
name: quuximab
synonym: "Quuxora" RELATED BRAND_NAME [DrugBank]
relationship: has_role CHEBI:90000 ! antiquux agent

[Term]
id: CHEBI:90002
name: quuxose
relationship: has_role CHEBI:77746 ! human metabolite
"""

MESH = """*NEWRECORD
RECTYPE = D
MH = Quuxoma
ENTRY = Quux Cell Tumor|T047|NON|EQV|NLM (1991)|900509|abcdef
PRINT ENTRY = Quux Tumor|T047
MN = C04.557.999
UI = D999901

*NEWRECORD
RECTYPE = D
MH = Quux Farming
MN = J01.040
UI = D999902

*NEWRECORD
RECTYPE = D
MH = Quux Invasion
MN = C23.550.999
UI = D999903
"""

RELEASES = {
    "hgnc": HGNC, "mirbase": MIRBASE, "cellosaurus": CELLOSAURUS, "cell-ontology": CELL_ONTOLOGY, "chebi": CHEBI,
    "mesh": MESH,
}  # fmt: skip
"""A small release of every authority, in its own format."""


def _records(name: str, content: str | bytes, tmp_path: Path) -> tuple[list[Record], Reading]:
    path = tmp_path / "release"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    reading = Reading()
    return list(read_records(AUTHORITIES[name], path, reading)), reading


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        pytest.param("mirbase", ">" + "a" * 400, ":1: the line is longer than 300 characters", id="a line"),
        pytest.param("mirbase", MIRBASE + "UAG" * 101, ":8: the line is longer than 300 characters", id="a later line"),
        pytest.param("hgnc", HGNC.replace("\n", " "), ":1: the line is longer than 300", id="a table in one line"),
        pytest.param(
            "cell-ontology", "format-version: 1.2\n" + "def: x\n" * 100, ": the entry is longer than 500", id="an entry"
        ),
        pytest.param("mirbase", MIRBASE * 5, ":22: the release is longer than 1,000 characters", id="in all"),
    ],
)
@pytest.mark.parametrize("packed", [False, True])
def test_patterns_releases_that_never_end_are_given_up(
    name: str, content: str, said: str, packed: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A small packed file may unpack to one line of any length."""
    for limit, value in (("LONGEST_LINE", 300), ("LONGEST_ENTRY", 500), ("MOST", 1000)):
        monkeypatch.setattr(releases, limit, value)
    path = tmp_path / "release"
    path.write_bytes(gzip.compress(content.encode()) if packed else content.encode())
    with pytest.raises(InputError, match=said):
        list(read_records(AUTHORITIES[name], path, Reading()))


def test_patterns_releases_bound_the_memory_of_a_line(tmp_path: Path) -> None:
    """Two hundred million letters in one line, in two hundred kilobytes."""
    path = tmp_path / "release.gz"
    with gzip.open(path, "wb") as stream:
        for _ in range(200):
            stream.write(b"a" * 1_000_000)
    tracemalloc.start()
    with pytest.raises(InputError, match=r"release.gz:1: the line is longer than 1,000,000 characters"):
        list(read_records(AUTHORITIES["mesh"], path, Reading()))
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 20_000_000


def _import(tmp_path: Path, **releases: str) -> list[Path]:
    """Prepared files in the user's folder, as `vocabulary add` leaves them."""
    vocabulary_dir().mkdir(parents=True, exist_ok=True)
    paths = []
    for name, content in releases.items():
        release = tmp_path / f"{name}.release"
        release.write_text(content, "utf-8")
        _, text = prepare(AUTHORITIES[name], release, source=release.name, date="2026-01-02")
        paths.append(vocabulary_dir() / f"{name}.tsv")
        paths[-1].write_text(text, "utf-8")
    return paths


def _found(text: str, *, never: tuple[str, ...] = ()) -> list[tuple[MentionType, str, str | None]]:
    imported = ImportedNames(sorted(vocabulary_dir().glob("*.tsv")))
    names = Vocabulary(imported=imported, never=never).find(text)
    return [(n.entry.type, n.entry.name, n.entry.identifier) for n in names]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        pytest.param("hgnc", ["hgnc:90001", "hgnc:90002", "hgnc:990", "hgnc:90007", "hgnc:90005"], id="no-pseudogene"),
        pytest.param(
            "mirbase",
            ["mirbase:MIMAT0000001", "mirbase:MIMAT0000076", "mirbase:MIMAT9999991", "mirbase:MIMAT9999992"],
            id="names-of-the-grammar",
        ),
        pytest.param("cellosaurus", ["cellosaurus:CVCL_ZZ01", "cellosaurus:CVCL_ZZ02"], id="blocks"),
        pytest.param("cell-ontology", ["CL:9999901"], id="current-terms-of-its-own"),
        pytest.param("chebi", ["chebi:90001"], id="only-drugs-by-role"),
        pytest.param("mesh", ["mesh:D999901"], id="only-diseases"),
    ],
)
def test_releases_reads_the_authoritys_own_format(name: str, expected: list[str], tmp_path: Path) -> None:
    assert [r.identifier for r in _records(name, RELEASES[name], tmp_path)[0]] == expected


@pytest.mark.parametrize(
    ("name", "version"),
    [
        pytest.param("hgnc", "2024-05-06", id="the-newest-change"),
        pytest.param("mirbase", "", id="told-nowhere"),
        pytest.param("cellosaurus", "48.0", id="head"),
        pytest.param("cell-ontology", "releases/2025-01-08", id="data-version"),
        pytest.param("chebi", "238", id="number"),
    ],
)
def test_releases_version_is_what_the_file_tells(name: str, version: str, tmp_path: Path) -> None:
    assert _records(name, RELEASES[name], tmp_path)[1].version == version


@pytest.mark.parametrize(
    ("name", "record"),
    [
        pytest.param(
            "cellosaurus",
            Record("cell_lines", "cellosaurus:CVCL_ZZ01", "Quux-77", ("QX77", "Quux 77 clone B")),
            id="synonyms-by-semicolon",
        ),
        pytest.param(
            "cell-ontology", Record("cells", "CL:9999901", "quuxic cell", ("quuxocyte",)), id="exact-synonyms-only"
        ),
        pytest.param("chebi", Record("drugs", "chebi:90001", "quuximab", ("Quuxora",)), id="brand-names"),
        pytest.param(
            "mesh", Record("diseases", "mesh:D999901", "Quuxoma", ("Quux Tumor", "Quux Cell Tumor")), id="entry-terms"
        ),
    ],
)
def test_releases_keeps_synonyms(name: str, record: Record, tmp_path: Path) -> None:
    assert _records(name, RELEASES[name], tmp_path)[0][0] == record


def test_releases_reads_gzip_and_a_byte_order_mark(tmp_path: Path) -> None:
    plain, _ = _records("hgnc", HGNC, tmp_path)
    assert _records("hgnc", gzip.compress(b"\xef\xbb\xbf" + HGNC.replace("\n", "\r\n").encode()), tmp_path)[0] == plain


@pytest.mark.parametrize(
    ("name", "row", "identifier"),
    [
        pytest.param("cellosaurus", "Quux-77\tCVCL_ZZ01\tHomo sapiens", "cellosaurus:CVCL_ZZ01", id="cellosaurus"),
        pytest.param("cell-ontology", "quuxic cell\tCL:9999901", "CL:9999901", id="cell-ontology"),
        pytest.param("chebi", "quuximab\tCHEBI:90001", "chebi:90001", id="chebi"),
        pytest.param("mesh", "Quuxoma\tD999901", "mesh:D999901", id="mesh"),
    ],
)
def test_releases_reads_tables_of_names(name: str, row: str, identifier: str, tmp_path: Path) -> None:
    again = row.replace("uu", "uuu", 1)
    records, reading = _records(name, f"{row}\n{again}\nodd row\n", tmp_path)
    assert [(r.identifier, r.name, r.aliases) for r in records] == [
        (identifier, row.split("\t")[0], (again.split("\t")[0],))
    ]
    assert reading.skipped == 1


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        pytest.param("hgnc", "symbol\tname\nA\tB\n", r"release:1: .*no column `hgnc_id`", id="hgnc-columns"),
        pytest.param("mirbase", "ACGU\n", r"release:1: is no FASTA", id="mirbase-sequence"),
        pytest.param("mirbase", ">hsa-miR-1 X\n", r"release:1: .*accession", id="mirbase-header"),
        pytest.param("cell-ontology", "<rdf:RDF>\n", r"is no OBO file", id="owl"),
        pytest.param("chebi", "", r"is no OBO file", id="empty"),
        pytest.param("mesh", "<?xml version='1.0'?>\n", r"is no ASCII MeSH", id="mesh-xml"),
        pytest.param("hgnc", b"\xff\xfe\x00", r"release:1: is not UTF-8", id="not-utf-8"),
        pytest.param("hgnc", gzip.compress(HGNC.encode())[:-20], r"broken gzip", id="cut-gzip"),
    ],
)
def test_releases_tells_what_is_no_release(name: str, content: str | bytes, problem: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=problem) as raised:
        _records(name, content, tmp_path)
    assert AUTHORITIES[name].formats in raised.value.hint


def test_releases_without_a_name_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "release"
    path.write_text("ID   697\nAC   CVCL_ZZ02\n//\n", "utf-8")
    with pytest.raises(InputError, match="holds no name"):
        prepare(AUTHORITIES["cellosaurus"], path, source="x", date="2026-01-02")


@pytest.mark.parametrize(
    ("text", "table", "main", "usable"),
    [
        pytest.param("QZXB", "genes", False, True, id="four-letters"),
        pytest.param("MSC", "genes", True, True, id="three-letters-approved"),
        pytest.param("MSC", "genes", False, False, id="three-letters-alias"),
        pytest.param("MET", "cell_lines", True, False, id="three-letters-cell-line"),
        pytest.param("CD4", "genes", False, True, id="letters-and-digits"),
        pytest.param("C3", "genes", True, False, id="two"),
        pytest.param("S1A", "genes", False, True, id="letter-digit-letter"),
        pytest.param("S10", "genes", False, False, id="label"),
        pytest.param("10A", "genes", False, False, id="label-with-its-number-first"),
        pytest.param("697", "cell_lines", True, False, id="number"),
        pytest.param("12-345", "cell_lines", True, False, id="numbers"),
        pytest.param("x" * 81, "drugs", True, False, id="longer-than-prose-writes"),
        pytest.param("x" * 80, "drugs", True, True, id="as-long-as-prose-writes"),
    ],
)
def test_releases_leaves_out_what_prose_means_otherwise(text: str, table: str, main: bool, usable: bool) -> None:
    assert is_usable(text, table=table, main=main) is usable


@pytest.mark.parametrize(
    ("text", "table", "exact"),
    [
        pytest.param("CD4", "genes", True, id="short"),
        pytest.param("IMPACT", "genes", True, id="symbol-in-letters"),
        pytest.param("Jurkat", "cell_lines", True, id="cell-line-in-letters"),
        pytest.param("COPD", "diseases", True, id="abbreviation"),
        pytest.param("QZXA1", "genes", False, id="letters-and-digits"),
        pytest.param("insulin", "genes", False, id="a-word"),
        pytest.param("Melanoma", "diseases", False, id="a-disease-with-a-capital"),
        pytest.param("zinc adaptor B", "genes", False, id="several-words"),
    ],
)
def test_releases_names_match_by_case_where_letters_are_a_word(text: str, table: str, exact: bool) -> None:
    assert needs_case(text, table) is exact


@pytest.mark.parametrize(
    ("text", "name"),
    [
        pytest.param("QZXA1", "QZXA1", id="symbol"),
        pytest.param("qzxa-1", "QZXA1", id="case-and-hyphen"),
        pytest.param("ZQ51", "QZXA1", id="alias"),
        pytest.param("ZINCQ", "QZXA1", id="previous-symbol"),
        pytest.param("quizzical zinc adaptor 1", "QZXA1", id="full-name"),
        pytest.param("LINC99999", "LINC99999", id="long-rna"),
        pytest.param("AND-7", "QZXD", id="hyphen-where-the-name-has-one"),
    ],
)
def test_releases_names_are_found(text: str, name: str, tmp_path: Path) -> None:
    _import(tmp_path, hgnc=HGNC)
    assert [found for _, found, _ in _found(text)] == [name]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("SHAREDQ7", id="alias-of-two-genes"),
        pytest.param("QZA", id="three-letter-alias"),
        pytest.param("zincq", id="symbol-in-another-case"),
        pytest.param("MARKEDLY", id="word-of-a-rule"),
        pytest.param("quuxic ataxia 7", id="disease-that-a-gene-was-named-after"),
        pytest.param("QSCA7", id="old-symbol-after-a-disease"),
        pytest.param("spatially", id="alias-written-like-a-word"),
        pytest.param("and 7", id="space-where-the-name-has-none"),
        pytest.param("QZXP1", id="pseudogene"),
        pytest.param("QZXW", id="withdrawn"),
    ],
)
def test_releases_ambiguous_names_are_not_found(text: str, tmp_path: Path) -> None:
    _import(tmp_path, hgnc=HGNC)
    assert _found(text, never=("markedly",)) == []


@pytest.mark.parametrize(
    ("alias", "found"),
    [
        pytest.param("SY   QZXA1", "QZXA1", id="a-main-name-before-anothers-alias"),
        pytest.param("SY   ZQ-51", None, id="an-alias-of-two-kinds-is-none"),
        pytest.param("SY   ZQ-52", "QZXA1", id="no-collision"),
    ],
)
def test_releases_names_of_two_kinds(alias: str, found: str | None, tmp_path: Path) -> None:
    lines = f"ID   Quux-77\nAC   CVCL_ZZ01\n{alias}\n//\n"
    _import(tmp_path, hgnc=HGNC, cellosaurus=lines)
    asked = "ZQ-51" if found is None else "QZXA1"
    assert [name for _, name, _ in _found(asked)] == ([found] if found else [])


def test_releases_a_built_in_name_wins(tmp_path: Path) -> None:
    _import(tmp_path, hgnc="\n".join([HGNC, _hgnc_row(90009, "CAFX9", "x", "p53|Bcl-2|CAFs|SKOV3|paclitaxel")]))
    vocabulary = load_rules().vocabulary
    for text, name in (("p53", "TP53"), ("Bcl-2", "BCL2"), ("SKOV3", "SK-OV-3"), ("paclitaxel", "paclitaxel")):
        assert {n.entry.name for n in vocabulary.find(text)} == {name}
    assert vocabulary.find("CAFs") == ()
    assert {n.entry.name for n in vocabulary.find("CAFX9")} == {"CAFX9"}


def test_releases_an_identifier_of_a_table_keeps_its_entry(tmp_path: Path) -> None:
    built_in = load_rules().vocabulary.find("BCL2")[0].entry
    assert load_rules().vocabulary.find("BCLZZ9") == ()
    _import(tmp_path, hgnc=HGNC)
    assert [n.entry for n in load_rules().vocabulary.find("BCLZZ9")] == [built_in]


@pytest.mark.parametrize(
    "word",
    [
        pytest.param("MRNA", id="not_symbols"),
        pytest.param("IMPACT", id="not_names"),
        pytest.param("SUPPRESSES", id="cue"),
        pytest.param("PROTEIN", id="word-list"),
        pytest.param("KINASES", id="its-plural"),
    ],
)
def test_releases_words_of_the_rules_are_no_names(word: str, tmp_path: Path) -> None:
    _import(tmp_path, hgnc="\n".join([HGNC, _hgnc_row(90009, "QZXC", "x", word)]))
    rules = load_rules()
    assert rules.vocabulary.find(word) == ()
    assert rules.vocabulary.find("QZXC") != ()


def test_releases_change_the_version_of_the_rules_while_they_are_there(tmp_path: Path) -> None:
    before = load_rules().version
    (path,) = _import(tmp_path, hgnc=HGNC)
    assert load_rules().version != before
    path.unlink()
    assert load_rules().version == before


@pytest.mark.parametrize(
    ("name", "identifier"),
    [
        pytest.param("miR-21-5p", "mirbase:MIMAT0000076", id="human-without-prefix"),
        pytest.param("hsa-miR-21-5p", "mirbase:MIMAT0000076", id="human"),
        pytest.param("cel-let-7-5p", "mirbase:MIMAT0000001", id="worm"),
        pytest.param("let-7-5p", None, id="worm-without-prefix"),
        pytest.param("miR-9001-1", "mirbase:MIMAT9999991", id="locus"),
        pytest.param("miR-90011", "mirbase:MIMAT9999992", id="not-that-locus"),
        pytest.param("miR-9001", None, id="locus-never-invented"),
        pytest.param("miR-21", "mirbase:MI0000077", id="built-in-hairpin"),
    ],
)
def test_releases_identify_mirnas(name: str, identifier: str | None, tmp_path: Path) -> None:
    _import(tmp_path, mirbase=MIRBASE)
    assert load_rules().vocabulary.mirna_identifier(name) == identifier


def test_releases_origin_tells_source_and_counts(tmp_path: Path) -> None:
    (path,) = _import(tmp_path, cellosaurus=CELLOSAURUS)
    origin = read_origin(path)
    assert (origin.authority, origin.version, origin.source) == ("cellosaurus", "48.0", "cellosaurus.release")
    assert (origin.date, origin.names, origin.entries, len(origin.sha256)) == ("2026-01-02", 3, 1, 64)


@pytest.mark.parametrize(
    ("damage", "problem"),
    [
        pytest.param(lambda text: text[: len(text) // 2 + 60], "not whole", id="cut"),
        pytest.param(lambda text: text.replace("\thgnc:", " hgnc:", 1), "not whole", id="column-lost"),
        pytest.param(lambda text: text.replace("names 1", "names 0", 1), "not prepared by this version", id="older"),
        pytest.param(lambda text: "", "not prepared by this version", id="empty"),
        pytest.param(lambda text: "name\tidentifier\n", "not prepared by this version", id="something-else"),
    ],
)
def test_releases_damaged_import_is_told(damage: Callable[[str], str], problem: str, tmp_path: Path) -> None:
    (path,) = _import(tmp_path, hgnc=HGNC)
    path.write_text(damage(path.read_text("utf-8")), "utf-8")
    with pytest.raises(RuleError, match=problem) as raised:
        load_rules()
    assert "curator vocabulary remove hgnc" in raised.value.hint


def test_releases_names_hold_no_control_characters(tmp_path: Path) -> None:
    (path,) = _import(tmp_path, cellosaurus="ID   Quux\x1b[31m-\t77\nAC   CVCL_ZZ01\n//\n")
    assert [line.split("\t")[4:] for line in path.read_text("utf-8").splitlines()[-1:]] == [["Quux [31m- 77"] * 2]


def _answer(content: bytes) -> Callable[[str], IO[bytes]]:
    return lambda url: BytesIO(content)


def test_releases_are_fetched(tmp_path: Path) -> None:
    fetch("https://example.org/x", tmp_path / "x", by_hand="", opener=_answer(b"names"))
    assert (tmp_path / "x").read_bytes() == b"names"


def _unreachable(url: str) -> IO[bytes]:
    raise urllib.error.URLError("Name or service not known")


@pytest.mark.parametrize(
    ("url", "opener", "problem"),
    [
        pytest.param("http://example.org/x", _answer(b""), "no https address", id="http"),
        pytest.param("file:///etc/hostname", _answer(b""), "no https address", id="file"),
        pytest.param("https://example.org/x", _answer(b"12345"), "longer than 4 bytes", id="too-long"),
        pytest.param("https://example.org/x", _unreachable, "cannot be reached: Name or", id="no-network"),
    ],
)
def test_releases_fetch_tells_what_is_wrong(
    url: str, opener: Callable[[str], IO[bytes]], problem: str, tmp_path: Path
) -> None:
    with pytest.raises(InputError, match=problem) as raised:
        fetch(url, tmp_path / "x", by_hand="Use --from FILE.", most=4, opener=opener)
    assert raised.value.hint == "Use --from FILE."


@pytest.mark.parametrize("name", AUTHORITIES)
def test_releases_addresses_are_secure(name: str) -> None:
    assert AUTHORITIES[name].url.startswith("https://")
