"""The gold of the corpus as data under test: built by program, adjudicated with quotes that stand in the text."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from curator import reading
from curator.evaluation import gold as golds
from curator.evaluation.adjudication import adjudicate, parse_adjudication, problems
from curator.evaluation.faults import GoldFormatError
from curator.evaluation.gold import Gold
from curator.evaluation.standing import misses
from curator.extraction.segment import segment
from curator.model import Document, Effect, GoldRow, Mention, MentionType, Polarity

REVIEW = "zhao-2024-exosomal-mirna-paclitaxel"


@pytest.fixture(scope="module")
def gold_root(project_root: Path) -> Path:
    return project_root / "corpus" / "gold"


@pytest.fixture(scope="module")
def review(project_root: Path) -> Document:
    return reading.read(project_root / "corpus" / "texts" / f"{REVIEW}.md")


@pytest.fixture(scope="module")
def gold(gold_root: Path) -> Gold:
    return golds.load(gold_root / REVIEW)


def _row(rows: tuple[GoldRow, ...], mirna: str, target: str | None = None, citation: str | None = None) -> GoldRow:
    """The one row on this miRNA (with this target, or this citation)."""
    found = [r for r in rows if r.mirna == mirna and target in (None, r.target) and citation in (None, r.citation)]
    assert len(found) == 1, found
    return found[0]


# The raw table


def test_gold_build_gives_the_raw_file_byte_for_byte(review: Document, gold_root: Path) -> None:
    built = golds.render_raw(golds.build(review), name=REVIEW)
    assert (gold_root / REVIEW / "table.tsv").read_bytes() == built.encode()


def test_gold_build_gives_the_adjudicated_file_byte_for_byte(gold: Gold, gold_root: Path) -> None:
    rendered = golds.render_adjudicated(gold.adjudicated, name=REVIEW)
    assert (gold_root / REVIEW / "adjudicated.tsv").read_bytes() == rendered.encode()


def test_gold_load_gives_back_the_rows_that_were_built(review: Document, gold: Gold) -> None:
    assert list(gold.table) == golds.build(review)


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        pytest.param(1, {("miR-522", "USP7"), ("miR-522", "hnRNPA1")}, id="links of an axis, upstream ones too"),
        pytest.param(2, {("miR-155-5p", "GATA3"), ("miR-155-5p", "TP53INP1")}, id="two axes, the miRNA left out"),
        pytest.param(
            3,
            {(mirna, target) for mirna in ("miR-378a-3p", "miR-378d") for target in ("DKK3", "NUMB")},
            id="pathways are no targets, the outcome names them",
        ),
        pytest.param(4, {("miR-1246", "Cav1"), ("miR-1246", "p-gp")}, id="a cell in an axis is no gene"),
        pytest.param(7, {("miR-34a", "BCL-2")}, id="an axis without the word"),
        pytest.param(9, {("miR-183-5p", "P-gp")}, id="a protein's name as printed"),
    ],
)
def test_gold_build_pairs_mirnas_with_the_targets_a_row_names(
    gold: Gold, number: int, expected: set[tuple[str, str]]
) -> None:
    rows = [row for row in gold.table if row.origin == f"Table 1, row {number}"]
    assert {(row.mirna, row.target) for row in rows} == expected
    assert len(rows) == len(expected)


@pytest.mark.parametrize(
    ("mirna", "sources"),
    [
        pytest.param("miR-522", {"cancer-associated fibroblasts"}, id="abbreviation taken off"),
        pytest.param(
            "miR-21", {"cancer-associated adipocytes", "cancer-associated fibroblasts"}, id="shared first words"
        ),
        pytest.param(
            "miR-183-5p",
            {"62 blood samples and NPC tissue specimens from patients with primary NPC"},
            id="the shifted cell as printed, not cut at its and",
        ),
    ],
)
def test_gold_build_keeps_the_sources_that_a_row_names(gold: Gold, mirna: str, sources: set[str]) -> None:
    assert {row.source for row in gold.table if row.mirna == mirna} == sources


def test_gold_build_reads_effect_drug_and_citation_of_every_row(gold: Gold) -> None:
    sensitive = {row.mirna for row in gold.table if row.effect is Effect.SENSITIVITY}
    assert sensitive == {"miR-451a", "miR-183-5p"}
    assert {row.effect for row in gold.table} == {Effect.RESISTANCE, Effect.SENSITIVITY}
    assert {row.drug for row in gold.table} == {"paclitaxel"}
    by_row = dict.fromkeys((row.origin, row.citation) for row in gold.table)
    assert [citation for _, citation in by_row] == ["28", "51", "23", "40", "27", "25", "24", "55", "17"]


def test_gold_build_finds_columns_by_header_not_by_position(review: Document) -> None:
    turned = tuple(tuple(reversed(row)) for row in review.tables[0].rows)
    document = replace(review, tables=(replace(review.tables[0], rows=turned),))
    assert golds.build(document) == golds.build(review)


def test_gold_build_asks_the_recogniser_what_is_a_gene(review: Document) -> None:
    def only_gata3(text: str) -> list[Mention]:
        start = text.find("GATA3")
        return [Mention(MentionType.GENE, start, start + 5, "GATA3", "GATA3")] if start >= 0 else []

    assert {row.target for row in golds.build(review, mentions=only_gata3)} == {None, "GATA3"}


def test_gold_build_turns_the_effect_round_where_expression_is_down(review: Document) -> None:
    table = review.tables[0]
    rows = tuple(tuple(cell.replace("miR-34a(Up)", "miR-34a(Down)") for cell in row) for row in table.rows)
    built = golds.build(replace(review, tables=(replace(table, rows=rows),)))
    assert _row(tuple(built), "miR-34a").effect is Effect.SENSITIVITY
    assert _row(tuple(built), "miR-433").effect is Effect.RESISTANCE


def test_gold_build_says_what_is_missing_where_no_table_serves(review: Document) -> None:
    table = review.tables[0]
    headless = replace(table, rows=(tuple("x" for _ in table.rows[0]), *table.rows[1:]))
    with pytest.raises(GoldFormatError, match=r"none of its 1 tables.*miRNA, an outcome and a reference column"):
        golds.build(replace(review, tables=(headless,)))


# The adjudication


def test_gold_every_quotation_and_cell_of_the_adjudication_stands_in_the_review(review: Document, gold: Gold) -> None:
    assert gold.adjudication is not None
    assert len(gold.adjudication.quotes()) > 40
    assert problems(gold.adjudication, review) == []


def test_gold_every_quotation_stands_in_the_prose_and_not_in_the_table(review: Document, gold: Gold) -> None:
    assert gold.adjudication is not None
    paragraphs = [review.text[p.start : p.end] for p in review.paragraphs]
    homeless = [q for q in gold.adjudication.quotes() if not any(q in paragraph for paragraph in paragraphs)]
    assert homeless == []


def test_gold_problems_names_a_quotation_and_a_cell_that_are_not_there(review: Document) -> None:
    noted = _ADJUDICATION.replace('decision = "keep"', 'decision = "note"').replace('"target"', '"outcome"')
    told = parse_adjudication(noted.replace('"A1"', '"A1 rises"'))
    assert problems(told, review) == [
        f"not in the text of {REVIEW}: 'miR-1 was never studied.'",
        f"no cell of the tables of {REVIEW} holds 'A1 rises'",
    ]


def test_gold_every_adjudicated_row_rests_on_a_sentence_of_the_prose(review: Document, gold: Gold) -> None:
    assert [row for row in gold.adjudicated if not row.quote or row.quote not in review.text] == []


def test_gold_every_row_can_be_opened_at_the_sentence_it_rests_on(review: Document, gold: Gold) -> None:
    segmented = segment(review)
    opened = {miss.row.origin: miss.sentence for miss in misses(gold.adjudicated, [], segmented)}
    assert len(opened) == 15
    told = {origin: sentence and segmented.quote(sentence) for origin, sentence in opened.items()}
    assert {row.origin for row in gold.adjudicated if row.quote not in (told[row.origin] or "")} == set()


def test_gold_every_table_row_of_the_review_has_been_looked_at(gold: Gold) -> None:
    assert gold.adjudication is not None
    looked_at = {correction.row for correction in gold.adjudication.corrections}
    assert looked_at == set(gold.adjudication.evidence) == set(range(1, 10))


def test_gold_alternatives_and_contradictions_never_hold_the_value_itself(gold: Gold) -> None:
    for row in gold.adjudicated:
        for told in (row.alternatives, row.contradicts):
            assert all((getattr(row, slot) or "") not in values for slot, values in told.items()), row


@pytest.mark.parametrize(
    ("mirna", "target", "slot", "expected"),
    [
        pytest.param("miR-522", None, "target", "ALOX15", id="upstream genes give way to the target"),
        pytest.param("miR-1246", None, "target", "CAV1", id="p-gp is no target of miR-1246"),
        pytest.param("miR-1246", None, "source", "paclitaxel-resistant ovarian cancer cells", id="which cells"),
        pytest.param("miR-34a", None, "effect", Effect.SENSITIVITY, id="the reading of the prose"),
        pytest.param("miR-34a", None, "drug", "docetaxel", id="the drug that was studied"),
        pytest.param("miR-34a", None, "citation", "24", id="the study"),
        pytest.param("miR-433", None, "citation", "25", id="the study, not the background"),
        pytest.param("miR-451a", None, "citation", "55", id="the study, not the background beside it"),
        pytest.param("miR-183-5p", None, "target", "ABCB1", id="symbol of a protein"),
        pytest.param(
            "miR-183-5p", None, "source", "paclitaxel-sensitive nasopharyngeal carcinoma cells", id="shifted row"
        ),
        pytest.param("miR-217", None, "target", "G3BP2", id="supplement: target without effect"),
        pytest.param("miR-217", None, "effect", None, id="supplement: no effect told of the miRNA"),
        pytest.param("miR-148a", None, "effect", Effect.RESISTANCE, id="supplement: linked by a mechanism"),
    ],
)
def test_gold_adjudicated_rows_hold_what_the_prose_says(
    gold: Gold, mirna: str, target: str | None, slot: str, expected: object
) -> None:
    assert getattr(_row(gold.adjudicated, mirna, target), slot) == expected


def test_gold_keeps_both_readings_of_the_contradiction_on_mir_34a(gold: Gold) -> None:
    row = _row(gold.adjudicated, "miR-34a")
    assert (row.effect, row.contradicts["effect"]) == (Effect.SENSITIVITY, ("resistance",))
    assert _row(gold.table, "miR-34a").effect is Effect.RESISTANCE
    assert "effect" not in row.alternatives


def test_gold_supplement_has_the_second_study_of_mir_21_beside_the_first(gold: Gold) -> None:
    other = _row(gold.adjudicated, "miR-21", citation="53")
    assert (other.source, other.target, other.effect, other.drug) == (None, None, Effect.RESISTANCE, "docetaxel")
    assert {row.source for row in gold.adjudicated if row.mirna == "miR-21" and row.citation == "27"} == {
        "cancer-associated adipocytes",
        "cancer-associated fibroblasts",
    }


def test_gold_origin_tells_table_rows_from_the_supplement(gold: Gold) -> None:
    from_table = [row for row in gold.adjudicated if row.origin.startswith("Table 1, row ")]
    supplement = [row.origin for row in gold.adjudicated if row not in from_table]
    assert len(from_table) == 14
    assert supplement == [f"supplement {n}" for n in range(1, 7)]
    assert {row.polarity for row in gold.adjudicated} == {Polarity.AFFIRMED}


def test_gold_corrections_give_the_same_whatever_their_order(gold: Gold) -> None:
    assert gold.adjudication is not None
    turned = replace(gold.adjudication, corrections=gold.adjudication.corrections[::-1])
    rows = adjudicate(gold.table, turned)
    assert [replace(row, note="") for row in rows] == [replace(row, note="") for row in gold.adjudicated]


# Files that are bad

_ADJUDICATION = """
document = "d"
title = "t"

[[correction]]
row = 1
slot = "target"
table = "A1"
text = "the prose says so"
quotes = ["miR-1 was never studied."]
decision = "keep"
reason = "why"
"""


def test_gold_parse_adjudication_reads_the_good_file() -> None:
    assert [c.table for c in parse_adjudication(_ADJUDICATION).corrections] == ["A1"]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        pytest.param("row = 1", "row = one", "not valid TOML", id="not TOML"),
        pytest.param(
            "row = 1", "row = 0", r"correction 1: `row` is a row of the table, counted from 1, not 0", id="row 0"
        ),
        pytest.param("row = 1", 'row = 1\nwhy = "x"', r"correction 1: unknown key 'why'", id="unknown key"),
        pytest.param('"target"', '"gene"', r"correction 1: keep has no slot 'gene'", id="unknown slot"),
        pytest.param('"target"', '"outcome"', r"keep has no slot 'outcome'", id="a cell without a slot is only noted"),
        pytest.param(
            '"keep"', '"perhaps"', r"no decision is called 'perhaps'; there are replace", id="unknown decision"
        ),
        pytest.param('"keep"', '"replace"', r"replace needs `value`", id="value left out"),
        pytest.param('"keep"', '"keep"\nvalue = "B"', r"keep takes no `value`", id="value too many"),
        pytest.param('"why"', '" "', r"`reason` has to say something", id="no reason"),
        pytest.param('["miR-1 was never studied."]', "[]", r"`quotes` has to list at least one", id="no quotation"),
        pytest.param(
            '"keep"', '"keep"\nalternatives = "B"', r"`alternatives` has to list values", id="a bare alternative"
        ),
        pytest.param('"keep"', '"replace"\nvalue = 3', r"target has to stand in quotation marks", id="a number"),
        pytest.param(
            "[[correction]]", "[correction]", r"`correction` is written as \[\[correction\]\]", id="one table"
        ),
        pytest.param('"target"\n', '"effect"\nvalue = "worse"\n', r"keep takes no `value`", id="value before its type"),
    ],
)
def test_gold_parse_adjudication_says_what_is_wrong(old: str, new: str, message: str) -> None:
    assert old in _ADJUDICATION
    with pytest.raises(GoldFormatError, match=message):
        parse_adjudication(_ADJUDICATION.replace(old, new))


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        pytest.param('mirna = "miR-1"', "needs its mirna, and a target or an effect", id="no finding"),
        pytest.param('target = "A1"', "needs its mirna, and a target or an effect", id="no miRNA"),
        pytest.param('mirna = "miR-1"\neffect = "worse"', "effect cannot be 'worse'", id="no such effect"),
        pytest.param('mirna = "miR-1"\ntarget = "A1"', "`quotes` has to list", id="no quotation"),
    ],
)
def test_gold_parse_adjudication_refuses_a_bad_supplement(entry: str, message: str) -> None:
    with pytest.raises(GoldFormatError, match=message):
        parse_adjudication(f'document = "d"\ntitle = "t"\n[[supplement]]\n{entry}\n')


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        pytest.param([], r"row 1, target = 'A1'; the table has no such row", id="row gone"),
        pytest.param([GoldRow("miR-1", target="B2", origin="Table 1, row 1")], r"the table has B2", id="value changed"),
    ],
)
def test_gold_adjudicate_refuses_a_correction_that_concerns_no_row(rows: list[GoldRow], message: str) -> None:
    with pytest.raises(GoldFormatError, match=message):
        adjudicate(rows, parse_adjudication(_ADJUDICATION))


def test_gold_parse_adjudication_refuses_an_effect_that_there_is_not() -> None:
    told = _ADJUDICATION.replace('"target"', '"effect"').replace('"keep"', '"replace"\nvalue = "worse"')
    with pytest.raises(GoldFormatError, match="correction 1: effect cannot be 'worse'"):
        parse_adjudication(told)


_HEADER = "\t".join(golds.RAW_COLUMNS)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param("", "has to be origin mirna", id="empty"),
        pytest.param("mirna\ttarget\n", "has to be origin mirna", id="another header"),
        pytest.param(f"# made\n{_HEADER}\nT, row 1\tmiR-1\n", r"x\.tsv:3: 2 cells where 9 belong", id="short line"),
        pytest.param(f"{_HEADER}\nT, row 1\t" + "\t" * 7 + "\n", r"x\.tsv:2: a row needs its miRNA", id="no miRNA"),
        pytest.param(
            f"{_HEADER}\nT\tmiR-1\t\t\tworse\t\t\t\t\n", r"resistance or sensitivity, not 'worse'", id="effect"
        ),
    ],
)
def test_gold_parse_raw_names_file_line_and_remedy(text: str, message: str) -> None:
    with pytest.raises(GoldFormatError, match=message):
        golds.parse_raw(text, where="x.tsv")


def test_gold_load_says_which_command_makes_a_missing_table(tmp_path: Path) -> None:
    with pytest.raises(GoldFormatError, match="`curator gold build` makes it"):
        golds.load(tmp_path)


def test_gold_load_refuses_a_file_that_is_not_utf8(tmp_path: Path) -> None:
    (tmp_path / "table.tsv").write_bytes(b"origin\xff")
    with pytest.raises(GoldFormatError, match=r"table\.tsv: not UTF-8 at byte 6"):
        golds.load(tmp_path)


def test_gold_adjudicate_refuses_a_value_that_is_decided_twice() -> None:
    entry = _ADJUDICATION[_ADJUDICATION.index("[[correction]]") :]
    with pytest.raises(GoldFormatError, match=r"decided twice: row 1, target = 'A1'"):
        adjudicate([GoldRow("miR-1", target="A1", origin="Table 1, row 1")], parse_adjudication(_ADJUDICATION + entry))


def test_gold_adjudicate_refuses_evidence_for_a_row_that_is_not_there() -> None:
    told = parse_adjudication(_ADJUDICATION + '[[evidence]]\nrow = 2\nquote = "q"\n')
    with pytest.raises(GoldFormatError, match="evidence for row 2, which the table does not have"):
        adjudicate([GoldRow("miR-1", target="A1", origin="Table 1, row 1")], told)


def test_gold_adjudicate_refuses_rows_of_two_tables() -> None:
    rows = [GoldRow("miR-1", target="A1", origin=f"Table {n}, row 1") for n in (1, 2)]
    with pytest.raises(GoldFormatError, match="one table, but there are Table 1 and Table 2"):
        adjudicate(rows, parse_adjudication(_ADJUDICATION))


# Finding and writing


@pytest.mark.parametrize(
    ("name", "title", "is_found"),
    [
        pytest.param(REVIEW, "", True, id="by name"),
        pytest.param("paper", "role of exosomal MicroRNAs", False, id="by part of a title"),
        pytest.param("paper", None, True, id="by title under another name"),
        pytest.param("paper", "", False, id="neither"),
    ],
)
def test_gold_find_goes_by_name_then_by_title(
    review: Document, gold_root: Path, name: str, title: str | None, is_found: bool
) -> None:
    document = replace(review, name=name, title=review.title if title is None else title)
    assert (golds.find(gold_root, document) is not None) is is_found


def test_gold_find_gives_nothing_where_there_is_no_gold_folder(review: Document, tmp_path: Path) -> None:
    assert golds.find(tmp_path / "none", review) is None


def test_gold_write_makes_only_the_raw_table_where_nobody_has_adjudicated(review: Document, tmp_path: Path) -> None:
    written = golds.write(tmp_path, review)
    assert [path.name for path in written] == ["table.tsv"]
    loaded = golds.load(tmp_path / REVIEW)
    assert loaded.adjudicated == loaded.table


def test_gold_write_changes_nothing_where_the_adjudication_is_bad(review: Document, tmp_path: Path) -> None:
    folder = tmp_path / REVIEW
    folder.mkdir()
    (folder / "adjudication.toml").write_text(_ADJUDICATION, encoding="utf-8")
    with pytest.raises(GoldFormatError, match="concerns no row"):
        golds.write(tmp_path, review)
    assert [path.name for path in folder.iterdir()] == ["adjudication.toml"]


@pytest.mark.parametrize("name", ["set-1/../../elsewhere", "../elsewhere", "..", "a\\b", "a\0b", ""])
def test_gold_write_never_leaves_its_folder(review: Document, tmp_path: Path, name: str) -> None:
    """Part of a paper's name may be an identifier that its file chose."""
    root = tmp_path / "gold"
    root.mkdir()
    with pytest.raises(GoldFormatError, match="the paper's name cannot name a folder"):
        golds.write(root, replace(review, name=name))
    assert list(tmp_path.rglob("*")) == [root]
    assert golds.find(root, replace(review, name=name, title="")) is None
