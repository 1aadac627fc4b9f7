"""Exports: what a flat file, a JSON line and a rendering hold, and that a file appears whole or not at all."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path

import pytest

from curator import exporting
from curator.exporting import documents, jsonl
from curator.exporting.atomic import open_whole
from curator.exporting.guard import printable, spreadsheet_cell
from curator.exporting.rows import COLUMNS, Row, cells
from curator.model import (
    Action,
    Assertion,
    Citation,
    Claim,
    Document,
    Effect,
    Evidence,
    Paragraph,
    Polarity,
    Reference,
    Section,
    SectionKind,
    Sentence,
    Slot,
    SlotSpan,
    State,
    Table,
    Verdict,
)

QUOTE = "Exosomal miR-21 from CAFs targets APAF1 [1]."
TEXT = f"Results\n\n{QUOTE}\n\nTable 1 Rows\na\tb\nc|d\t1*\n\n1. Yeung C. Title. 2016."
START = TEXT.index(QUOTE)
CLAIM = Claim("miR-21", "CAFs", "APAF1", Effect.RESISTANCE, "1", "paclitaxel", "ovarian cancer")


def span(slot: Slot, text: str) -> SlotSpan:
    start = TEXT.index(text)
    return SlotSpan(slot, start, start + len(text), text, text)


EVIDENCE = Evidence(
    document="d1",
    start=START,
    end=START + len(QUOTE),
    quote=QUOTE,
    section="Results",
    rule="targets-active",
    slots=(span(Slot.MIRNA, "miR-21"), span(Slot.TARGET, "APAF1")),
)
ASSERTION = Assertion(CLAIM, (EVIDENCE,), confidence=0.9)
VERDICT = Verdict("a1", Action.ACCEPT, "ada", "2026-01-02T03:04:05+00:00", CLAIM, CLAIM, comment="sure", id="v1")
ROW = Row("a1", "d1", "paper", ASSERTION, State.ACCEPTED, CLAIM, "Yeung C. Title. 2016.", VERDICT)
DOCUMENT = Document(
    name="paper",
    text=TEXT,
    title="On miR-21*",
    doi="10.1/x",
    sections=(Section("Results", 0, TEXT.index("1. Yeung"), SectionKind.RESULTS),),
    paragraphs=(Paragraph(START, START + len(QUOTE)),),
    sentences=(Sentence(START, START + len(QUOTE)),),
    citations=(Citation(TEXT.index("[1]"), TEXT.index("[1]") + 3, ("1",)),),
    references=(Reference("1", "Yeung C. Title. 2016.", TEXT.index("1. Y"), len(TEXT), ("Yeung C",), "Title"),),
    tables=(Table("Table 1", "Rows", (("a", "b"), ("c|d", "1*")), TEXT.index("Table 1"), TEXT.index("1. Y")),),
    id="d1",
)


def written(format: str, *rows: Row) -> str:
    stream = io.StringIO()
    exporting.TEXT_FORMATS[format].write(rows, stream)
    return stream.getvalue()


def with_quote(quote: str) -> Row:
    return replace(ROW, assertion=replace(ASSERTION, evidence=(replace(EVIDENCE, quote=quote),)))


def test_exporting_tsv_has_a_header_and_one_line_a_row() -> None:
    header, first, *rest = written("tsv", ROW, ROW).splitlines()
    row = dict(zip(header.split("\t"), first.split("\t"), strict=True))
    assert len(rest) == 1
    assert (row["mirna"], row["target"], row["effect"], row["citation"]) == ("miR-21", "APAF1", "resistance", "1")
    assert (row["evidence"], row["rule"], row["verdict"], row["curator"]) == (QUOTE, "targets-active", "accept", "ada")


def test_exporting_tsv_keeps_one_line_where_a_quote_has_tabs_and_line_ends() -> None:
    lines = written("tsv", with_quote("one\ttwo\nthree")).splitlines()
    assert len(lines) == 2
    assert "one two three" in lines[1].split("\t")


def test_exporting_csv_reads_back_as_written() -> None:
    odd = with_quote('He said "miR-21, yes"\nand left')
    rows = list(csv.DictReader(io.StringIO(written("csv", odd))))
    assert rows[0]["evidence"] == 'He said "miR-21, yes"\nand left'
    assert list(rows[0]) == list(COLUMNS)


def test_exporting_jsonl_row_holds_decided_and_proposed_claim() -> None:
    edited = replace(ROW, state=State.EDITED, decided=replace(CLAIM, source="CAA"))
    row = json.loads(written("jsonl", edited))
    assert (row["source"], row["proposed"]["source"], row["state"]) == ("CAA", "CAFs", "edited")
    assert row["verdict"]["curator"] == "ada"


def test_exporting_changes_name_each_edited_slot_and_nothing_else() -> None:
    edited = replace(ROW, decided=replace(CLAIM, source="CAA", drug=None))
    changes = cells(edited)[list(COLUMNS).index("changes")]
    assert changes == "source: CAFs → CAA | drug: paclitaxel → (empty)"
    assert cells(ROW)[list(COLUMNS).index("changes")] == ""


@pytest.mark.parametrize("format", ["tsv", "csv", "jsonl"])
@pytest.mark.parametrize(
    ("text", "decided", "shown"),
    [
        pytest.param(Polarity.SPECULATIVE, None, "speculative", id="undecided: as the text has it"),
        pytest.param(Polarity.SPECULATIVE, Polarity.SPECULATIVE, "speculative", id="accepted as it stands"),
        pytest.param(Polarity.SPECULATIVE, Polarity.AFFIRMED, "affirmed", id="affirmed by the curator"),
        pytest.param(Polarity.AFFIRMED, Polarity.NEGATED, "negated", id="a denial that the rules missed"),
    ],
)
def test_exporting_every_format_has_the_polarity_as_decided(
    format: str, text: Polarity, decided: Polarity | None, shown: str
) -> None:
    row = replace(ROW, assertion=replace(ASSERTION, polarity=text), decided_polarity=decided)
    lines = written(format, row)
    if format == "jsonl":
        held = json.loads(lines)
        assert held["proposed"]["polarity"] == text
    else:
        (held,) = csv.DictReader(io.StringIO(lines), delimiter="\t" if format == "tsv" else ",")
        changed = f"polarity: {text} → {decided}" if decided not in (None, text) else ""
        assert held["changes"] == changed
    assert held["polarity"] == shown


def test_exporting_undecided_row_has_empty_verdict_columns() -> None:
    undecided = replace(ROW, state=State.UNDECIDED, decided=None, verdict=None)
    row = dict(zip(COLUMNS, cells(undecided), strict=True))
    assert {row[c] for c in ("verdict", "reason", "comment", "curator", "time")} == {""}
    assert row["mirna"] == "miR-21"


@pytest.mark.parametrize(
    ("text", "guarded"),
    [
        pytest.param("=HYPERLINK(1)", "'=HYPERLINK(1)", id="equals"),
        pytest.param("+1", "'+1", id="plus"),
        pytest.param("-27a", "'-27a", id="minus"),
        pytest.param("@SUM(1)", "'@SUM(1)", id="at"),
        pytest.param("\t=1", "'\t=1", id="tab"),
        pytest.param("  =1", "'  =1", id="blanks before"),
        pytest.param("＝1", "'＝1", id="full width"),
        pytest.param("miR-21", "miR-21", id="minus inside"),
        pytest.param("", "", id="empty"),
        pytest.param("p = 0.05", "p = 0.05", id="equals inside"),
    ],
)
def test_exporting_guards_cells_that_a_spreadsheet_would_evaluate(text: str, guarded: str) -> None:
    assert spreadsheet_cell(text) == guarded


@pytest.mark.parametrize("format", ["tsv", "csv"])
def test_exporting_flat_formats_guard_paper_text(format: str) -> None:
    assert "'=HYPERLINK" in written(format, with_quote('=HYPERLINK("http://x")'))


def test_exporting_jsonl_leaves_paper_text_alone() -> None:
    assert json.loads(written("jsonl", with_quote("=1")))["evidence"][0]["quote"] == "=1"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param("a\x1b[31mb", "a␛[31mb", id="escape"),
        pytest.param("a\x9b31mb", "a\ufffd31mb", id="one-byte CSI"),
        pytest.param("a\x07\x00\x7f", "a␇␀␡", id="bell, null, delete"),
        pytest.param("a\rb", "a␍b", id="carriage return"),
        pytest.param("a\u202eb", "a\ufffdb", id="direction override"),
        pytest.param("a\tb\nβ–", "a\tb\nβ–", id="tab, line end, Greek stay"),
    ],
)
def test_exporting_printable_shows_control_characters_and_keeps_length(text: str, shown: str) -> None:
    assert printable(text) == shown
    assert len(printable(text)) == len(text)


def test_exporting_assertion_line_has_exactly_the_documented_keys() -> None:
    line = jsonl.assertion_object("paper", ASSERTION)
    assert list(line) == [
        "document", "mirna", "source", "target", "effect", "drug", "disease", "citation", "polarity", "confidence",
        "evidence",
    ]  # fmt: skip
    (evidence,) = line["evidence"]
    assert list(evidence) == ["quote", "start", "end", "section", "rule", "slots"]
    assert TEXT[slice(*evidence["slots"]["mirna"])] == "miR-21"
    assert TEXT[evidence["start"] : evidence["end"]] == evidence["quote"]


def test_exporting_assertion_line_gives_null_for_empty_slots() -> None:
    line = jsonl.assertion_object("paper", replace(ASSERTION, claim=Claim("miR-21")))
    assert [line[k] for k in ("source", "target", "effect", "drug", "disease", "citation")] == [None] * 6


def test_exporting_document_json_has_the_documented_parts() -> None:
    shown = json.loads(documents.as_json(DOCUMENT))
    assert shown["text"] == TEXT
    assert {"id", "title", "doi", "pmid", "sections", "sentences", "citations", "references", "tables"} <= set(shown)
    assert shown["citations"] == [{"start": TEXT.index("[1]"), "end": TEXT.index("[1]") + 3, "keys": ["1"]}]
    assert shown["references"][0]["authors"] == ["Yeung C"]
    assert shown["tables"][0]["rows"] == [["a", "b"], ["c|d", "1*"]]


def test_exporting_document_markdown_reads_in_text_order() -> None:
    assert documents.as_markdown(DOCUMENT).split("\n\n") == [
        "# On miR-21\\*",
        "## Results",
        QUOTE,
        "**Table 1** Rows",
        "| a    | b   |\n| ---- | --- |\n| c\\|d | 1\\* |",
        "- [1] Yeung C. Title. 2016.\n",
    ]


def test_exporting_document_markdown_columns_stand_below_one_another_and_long_cells_stretch_no_others() -> None:
    long = "what was seen in the flasks of green glass after a week"
    table = replace(DOCUMENT.tables[0], rows=(("Line", "Seen"), ("A549", "died"), ("PC-3", long)))
    lines = documents.as_markdown(replace(DOCUMENT, tables=(table,))).split("\n")
    rows = [line for line in lines if line.startswith("|")]
    assert [row.index("|", 1) for row in rows] == [7, 7, 7, 7]
    assert [len(row) for row in rows] == [51, 51, 51, 66]


def test_exporting_document_text_keeps_offsets_of_a_hostile_paper() -> None:
    hostile = replace(DOCUMENT, text=TEXT.replace("Exosomal", "E\x1b[2Jmal"))
    shown = documents.as_text(hostile)
    assert "\x1b" not in shown
    assert shown.index("miR-21") == TEXT.index("miR-21")


def test_exporting_file_appears_whole(tmp_path: Path) -> None:
    target = tmp_path / "rows.tsv"
    with open_whole(target) as stream:
        stream.write("β\n")
        assert not target.exists()
    assert target.read_text(encoding="utf-8") == "β\n"
    assert list(tmp_path.iterdir()) == [target]


def write_half(target: Path, error: type[BaseException]) -> None:
    with open_whole(target) as stream:
        stream.write("half")
        raise error


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt])
def test_exporting_file_is_left_alone_when_writing_fails(tmp_path: Path, error: type[BaseException]) -> None:
    target = tmp_path / "rows.tsv"
    target.write_text("before")
    with pytest.raises(error):
        write_half(target, error)
    assert target.read_text() == "before"
    assert list(tmp_path.iterdir()) == [target]


def test_exporting_file_behind_a_link_is_replaced_and_the_link_stays(tmp_path: Path) -> None:
    real, link = tmp_path / "real.tsv", tmp_path / "link.tsv"
    real.write_text("before")
    link.symlink_to(real)
    with open_whole(link) as stream:
        stream.write("after")
    assert link.is_symlink()
    assert real.read_text() == "after"


def test_exporting_file_keeps_the_permissions_of_the_one_it_replaces(tmp_path: Path) -> None:
    target = tmp_path / "rows.tsv"
    target.write_text("before")
    target.chmod(0o640)
    with open_whole(target) as stream:
        stream.write("after")
    assert target.stat().st_mode & 0o777 == 0o640


def test_exporting_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(IsADirectoryError), open_whole(tmp_path):
        pass
