"""Every job of the workbench, over real files and a real database; only the extractor is a quick one."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from curator.errors import CuratorError, DatabaseError, ExportError, InputError, ReadError, UsageError
from curator.identity import document_id
from curator.model import (
    Action,
    Assertion,
    Claim,
    Document,
    Effect,
    Evidence,
    Paragraph,
    Polarity,
    Reason,
    Sentence,
    State,
)
from curator.storage import Database
from curator.workbench import (
    Workbench,
    curator_name,
    default_database,
    demo_database,
    evaluating,
    exports,
    extracting,
    measuring,
    papers,
)
from curator.workbench.demo import build_demo
from curator.workbench.results import paced
from tests.faces_samples import bench, database, files_below, ids, paper, quick_extractor
from tests.pdf_samples import Words, pdf

__all__ = ["bench", "database", "paper", "quick_extractor"]


def test_workbench_read_makes_one_document_of_the_same_content(database: Path, paper: Path) -> None:
    again = paper.with_name("copy.md")
    again.write_bytes(paper.read_bytes())
    with Workbench(database) as workbench:
        first, second = papers.read(workbench, [again, paper])
        assert (first.new, second.new) == (True, False)
        assert first.document_id == second.document_id
        assert [d.name for d in workbench.documents()] == ["copy"]


def test_workbench_read_goes_on_after_a_bad_file(database: Path, paper: Path, tmp_path: Path) -> None:
    missing = tmp_path / "missing.md"
    with Workbench(database) as workbench:
        bad, good = papers.read(workbench, [missing, paper])
    assert isinstance(bad.error, ReadError)
    assert (good.error, good.new) == (None, True)


def test_workbench_read_takes_folders_and_tells_an_empty_one(database: Path, paper: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with Workbench(database) as workbench:
        full, empty = papers.read(workbench, [paper.parent, tmp_path / "empty"])
    assert full.name == "yeung"
    assert "no paper" in str(empty.error)


def test_workbench_read_gives_sentences_and_id(database: Path, paper: Path) -> None:
    with Workbench(database) as workbench:
        (result,) = papers.read(workbench, [paper])
        document = workbench.document(result.document_id)
    assert [document.quote(s) for s in document.sentences][1] == "Nothing else was seen."
    assert document.id == result.document_id
    assert document == papers.read_file(paper)


def test_workbench_extract_twice_keeps_every_row(bench: Workbench) -> None:
    (second,) = extracting.extract(bench)
    assert (second.name, second.report.added, second.report.kept, second.report.gone) == ("yeung", 0, 2, 0)


def test_workbench_extract_says_what_to_do_where_there_is_no_document(database: Path) -> None:
    with Workbench(database) as workbench:
        papers.read(workbench, [])
        with pytest.raises(InputError, match="curator read"):
            extracting.extract(workbench)


def test_workbench_does_not_make_a_database_to_look_into_it(database: Path) -> None:
    with Workbench(database) as workbench, pytest.raises(DatabaseError):
        workbench.documents()
    assert not database.exists()


def test_workbench_extract_files_touches_no_database(paper: Path, tmp_path: Path, quick_extractor: None) -> None:
    before = files_below(tmp_path, Path.home())
    ((document, assertions),) = extracting.of_files(Workbench(), [paper])
    assert document.name == "yeung"
    assert [a.claim.mirna for a in assertions] == ["miR-21", "miR-522"]
    assert files_below(tmp_path, Path.home()) == before


def test_workbench_extract_files_raises_the_first_error_unless_told_what_to_do(
    paper: Path, quick_extractor: None
) -> None:
    failures: list[tuple[Path, CuratorError]] = []
    paths = [Path("missing.md"), paper]
    found = list(extracting.of_files(Workbench(), paths, on_error=lambda *failure: failures.append(failure)))
    assert len(found) == 1
    assert [path for path, _ in failures] == [Path("missing.md")]
    with pytest.raises(ReadError):
        list(extracting.of_files(Workbench(), paths))


def test_workbench_lines_are_offsets_into_a_plain_text_file(tmp_path: Path, quick_extractor: None) -> None:
    path = tmp_path / "abstract.txt"
    text = "Background text.\nHere miR-21 (n=3) targets APAF1 [1].\n\nMore on miR-522.\n"
    path.write_text(text, encoding="utf-8")
    mentions = [json.loads(line) for line in extracting.mention_lines(Workbench(), [path])]
    assert [text[m["start"] : m["end"]] for m in mentions] == ["miR-21", "miR-522"]
    assert {m["document"] for m in mentions} == {"abstract"}


def test_workbench_reports_progress_file_by_file(paper: Path, quick_extractor: None) -> None:
    steps: list[tuple[str, int, int]] = []
    workbench = Workbench(progress=lambda *step: steps.append(step))
    list(extracting.mentions_of_files(workbench, [paper, paper.parent]))
    assert ("reading yeung.md", 0, 2) in steps


def test_workbench_reports_progress_inside_one_paper(database: Path, paper: Path, quick_extractor: None) -> None:
    steps: list[tuple[str, int, int]] = []
    with Workbench(database, progress=lambda *step: steps.append(step)) as workbench:
        papers.read(workbench, [paper])
        extracting.extract(workbench)
    # Of one paper the bar tells the paper's own steps; 0 of 1 would stand still to its end.
    assert [step for step in steps if "yeung" in step[0]] == [
        ("reading yeung.md", 0, 0),
        ("kB of yeung.md", 0, 0),
        ("extracting from yeung", 0, 0),
        *(("sentences of yeung", number, 3) for number in range(1, 4)),
    ]


def test_workbench_reports_what_comes_after_the_last_page(tmp_path: Path) -> None:
    said = "Exosomes of {} kinds of cells were told apart."
    pages = [[Words(72, 300 + 60 * number, said.format(number))] for number in range(2)]
    (tmp_path / "a.pdf").write_bytes(pdf(pages))
    steps: list[tuple[str, int, int]] = []
    with Workbench(tmp_path / "x.db", progress=lambda *step: steps.append(step)) as workbench:
        papers.read(workbench, [tmp_path / "a.pdf"])
    assert [step for step in steps if "a.pdf" in step[0] and "kB" not in step[0]] == [
        ("reading a.pdf", 0, 0),
        ("pages of a.pdf", 1, 2),
        ("pages of a.pdf", 2, 2),
        ("paragraphs and tables of a.pdf", 0, 0),
    ]


def test_workbench_reports_which_of_several_papers(tmp_path: Path, quick_extractor: None) -> None:
    steps: list[tuple[str, int, int]] = []
    for name in ("a.md", "b.md"):
        (tmp_path / name).write_text(f"# Of {name}\n\nExosomal miR-21 rose.\n", "utf-8")
    with Workbench(tmp_path / "x.db", progress=lambda *step: steps.append(step)) as workbench:
        papers.read(workbench, [tmp_path / "a.md", tmp_path / "b.md"])
        extracting.extract(workbench)
    assert {("reading b.md", 1, 2), ("kB of b.md (2 of 2)", 0, 0)} <= set(steps)
    assert {("extracting from b", 1, 2), ("sentences of b (2 of 2)", 1, 1)} <= set(steps)


def test_workbench_paced_progress_passes_on_every_stage_and_every_end() -> None:
    told: list[tuple[str, int, int]] = []
    tell = paced(lambda *step: told.append(step), seconds=3600)
    for number in range(4):
        tell("pages", number, 3)
    tell("sentences", 1, 3)
    assert told == [("pages", 0, 3), ("pages", 3, 3), ("sentences", 1, 3)]


def test_workbench_accept_keeps_the_claim_as_shown(bench: Workbench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CURATOR_NAME", "Ada")
    verdict = bench.judge(ids(bench)[0], Action.ACCEPT)
    stored = bench.queue(state=State.ACCEPTED)[0].stored
    assert (verdict.curator, verdict.after, verdict.rules_version) == ("Ada", stored.assertion.claim, "fake")
    assert verdict.quote.startswith("Exosomal miR-21 from fibroblasts")
    assert verdict.id


@pytest.mark.parametrize(
    ("slot", "typed", "saved"),
    [
        pytest.param("target", "P-gp", "ABCB1", id="a synonym"),
        pytest.param("target", "ABCB1", "ABCB1", id="the canonical name"),
        pytest.param("drug", "Taxol", "paclitaxel", id="a drug"),
        pytest.param("drug", "P-gp", "P-gp", id="a name of another kind"),
        pytest.param("target", "Nobody7", "Nobody7", id="an unknown name"),
        pytest.param("disease", "P-gp", "P-gp", id="a gene for a disease"),
    ],
)
def test_workbench_edit_saves_a_known_name_as_its_canonical_one(
    bench: Workbench, slot: str, typed: str, saved: str
) -> None:
    first = bench.queue()[0].stored
    verdict = bench.judge(first.id, Action.EDIT, after=replace(first.claim, **{slot: typed}))  # type: ignore[arg-type]
    assert verdict.after
    assert getattr(verdict.after, slot) == saved


def test_workbench_edit_leaves_a_name_that_was_not_touched(bench: Workbench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Workbench, "rules", lambda self: pytest.fail("no name was changed"))
    first = bench.queue()[0].stored
    verdict = bench.judge(first.id, Action.EDIT, after=replace(first.claim, effect=Effect.SENSITIVITY))
    assert verdict.after
    assert verdict.after.target == first.claim.target


def test_workbench_edit_may_cite_several_and_the_export_has_each_reference(bench: Workbench, tmp_path: Path) -> None:
    first = bench.queue()[0].stored
    bench.judge(first.id, Action.EDIT, after=replace(first.claim, citation="1,2"))
    exports.export(bench, "jsonl", tmp_path / "rows.jsonl")
    row = json.loads((tmp_path / "rows.jsonl").read_text(encoding="utf-8"))
    assert row["citation"] == "1,2"
    assert "Yeung" in row["reference"]
    assert "Zhang" in row["reference"]


def test_workbench_edit_cleans_the_value_and_shows_in_the_queue(bench: Workbench) -> None:
    first = bench.queue()[0].stored
    bench.judge(first.id, Action.EDIT, after=replace(first.claim, source="  CAFs "))
    edited = bench.queue(state=State.EDITED)[0].stored
    assert (edited.claim.source, edited.assertion.claim.source) == ("CAFs", None)


def test_workbench_edit_refuses_an_impossible_value_in_words(bench: Workbench) -> None:
    first = bench.queue()[0].stored
    with pytest.raises(InputError, match=r"citation: 99 is not in the reference list"):
        bench.judge(first.id, Action.EDIT, after=replace(first.claim, citation="99"))
    assert bench.verdicts() == []


def test_workbench_edit_needs_a_claim(bench: Workbench) -> None:
    with pytest.raises(UsageError):
        bench.judge(ids(bench)[0], Action.EDIT)


def test_workbench_undo_and_redo_walk_back_and_forth(bench: Workbench) -> None:
    first, second = ids(bench)
    bench.judge(first, Action.ACCEPT)
    bench.judge(second, Action.REJECT, reason=Reason.NO_RELATION)
    assert bench.undo() is not None
    assert [item.stored.state for item in bench.queue()] == [State.ACCEPTED, State.UNDECIDED]
    assert bench.redo() is not None
    assert [item.stored.state for item in bench.queue()] == [State.ACCEPTED, State.REJECTED]
    assert bench.redo() is None


def test_workbench_undo_leaves_another_curators_verdicts(bench: Workbench, monkeypatch: pytest.MonkeyPatch) -> None:
    bench.judge(ids(bench)[0], Action.ACCEPT)
    monkeypatch.setenv("CURATOR_NAME", "somebody else")
    assert bench.undo() is None


def test_workbench_verdicts_outlive_closing(bench: Workbench, database: Path) -> None:
    bench.judge(ids(bench)[0], Action.ACCEPT)
    bench.close()
    with Workbench(database) as again:
        assert [v.action for v in again.verdicts()] == [Action.ACCEPT]


def test_workbench_queue_filters_by_state_and_text(bench: Workbench) -> None:
    bench.judge(ids(bench)[0], Action.ACCEPT)
    assert [i.stored.claim.mirna for i in bench.queue(state=State.UNDECIDED)] == ["miR-522"]
    assert [i.stored.claim.mirna for i in bench.queue(text="fibroblasts")] == ["miR-21"]


def test_workbench_a_paper_without_gold_has_no_scores(bench: Workbench) -> None:
    (document,) = bench.documents()
    assert bench.gold(document.id) is None
    assert evaluating.scores(bench, document.id) is None
    assert evaluating.misses(bench, document.id) == []
    assert {item.standing for item in bench.queue()} == {None}


def test_workbench_export_holds_curated_rows_only(bench: Workbench, tmp_path: Path) -> None:
    bench.judge(ids(bench)[0], Action.ACCEPT, comment="seen in figure 2")
    bench.judge(ids(bench)[1], Action.REJECT, reason=Reason.WRONG_CITATION)
    target = tmp_path / "rows.jsonl"
    assert exports.export(bench, "jsonl", target) == 1
    (row,) = map(json.loads, target.read_text(encoding="utf-8").splitlines())
    assert (row["mirna"], row["effect"], row["state"]) == ("miR-21", Effect.RESISTANCE, "accepted")
    assert row["reference"].startswith("Yeung C")
    assert row["verdict"]["comment"] == "seen in figure 2"


def test_workbench_export_of_every_state_names_the_reason(bench: Workbench, tmp_path: Path) -> None:
    bench.judge(ids(bench)[1], Action.REJECT, reason=Reason.WRONG_CITATION)
    target = tmp_path / "rows.jsonl"
    assert exports.export(bench, "jsonl", target, every_state=True) == 2
    undecided, rejected = map(json.loads, target.read_text(encoding="utf-8").splitlines())
    assert (undecided["state"], undecided["verdict"]) == ("undecided", None)
    assert (rejected["state"], rejected["verdict"]["reason"]) == ("rejected", "wrong citation")


def test_workbench_export_shows_the_verdict_that_stands_not_a_later_comment(bench: Workbench, tmp_path: Path) -> None:
    first = ids(bench)[0]
    bench.judge(first, Action.ACCEPT)
    bench.judge(first, Action.COMMENT, comment="to discuss")
    exports.export(bench, "jsonl", tmp_path / "rows.jsonl")
    assert json.loads((tmp_path / "rows.jsonl").read_text())["verdict"]["action"] == "accept"


def test_workbench_export_sqlite_is_a_sound_copy_with_views(bench: Workbench, tmp_path: Path) -> None:
    bench.judge(ids(bench)[0], Action.ACCEPT)
    target = tmp_path / "copy.db"
    exports.export(bench, "sqlite", target)
    with closing(sqlite3.connect(target)) as connection:
        assert connection.execute("SELECT mirna, state FROM curated").fetchall() == [("miR-21", "accepted")]
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    with Workbench(target) as copy:
        assert [d.name for d in copy.documents()] == ["yeung"]


def test_workbench_export_sqlite_refuses_to_overwrite_itself(bench: Workbench, database: Path) -> None:
    with pytest.raises(ExportError, match="is the database itself"):
        exports.export(bench, "sqlite", database)
    assert len(bench.queue()) == 2


@pytest.mark.parametrize("format", ["tsv", "csv", "jsonl", "sqlite"])
@pytest.mark.parametrize("suffix", ["", "-wal", "-shm", "-journal"])
@pytest.mark.parametrize("link", [None, Path.symlink_to, Path.hardlink_to], ids=["itself", "symlink", "hard link"])
def test_workbench_export_never_takes_the_place_of_the_open_database(
    bench: Workbench, tmp_path: Path, format: str, suffix: str, link: Callable[[Path, Path], None] | None
) -> None:
    bench.judge(ids(bench)[0], Action.ACCEPT)
    part = bench.path.with_name(bench.path.name + suffix)
    if suffix == "-journal":
        part.touch()
    target = tmp_path / "rows.tsv" if link else part
    if link:
        link(target, part)
    # The file, not its bytes: SQLite writes to what it keeps beside the database even to read.
    before = part.stat().st_ino
    with pytest.raises(ExportError, match=r"is the database itself|belongs to the database"):
        exports.export(bench, format, target)
    assert part.stat().st_ino == before
    assert len(bench.queue(state=State.ACCEPTED)) == 1


def test_workbench_export_of_rows_never_takes_the_place_of_another_database(bench: Workbench, tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    exports.export(bench, "sqlite", other)
    before = other.read_bytes()
    with pytest.raises(ExportError, match="is a database"):
        exports.export(bench, "tsv", other)
    assert other.read_bytes() == before
    exports.export(bench, "sqlite", other)
    # A near-miss: what only looks like one by its name.
    (tmp_path / "text.db").write_bytes(b"SQLite format 4")
    exports.export(bench, "tsv", tmp_path / "text.db")
    assert len((tmp_path / "text.db").read_text(encoding="utf-8").splitlines()) == 1


def test_workbench_export_into_a_missing_folder_is_told(bench: Workbench, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="No such file"):
        exports.export(bench, "tsv", tmp_path / "nowhere" / "rows.tsv")


def test_workbench_export_names_the_formats_it_knows(bench: Workbench) -> None:
    with pytest.raises(UsageError, match="tsv, csv, jsonl, sqlite"):
        exports.export(bench, "xlsx")


def test_workbench_gold_build_writes_the_corpus_table(tmp_path: Path) -> None:
    written = evaluating.gold_build(Workbench(), folder=tmp_path)
    lines = [line for line in written[0].read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    assert written[0].name == "table.tsv"
    assert len(lines) > 9


def test_workbench_gold_build_of_a_paper_without_a_table_is_told(paper: Path, tmp_path: Path) -> None:
    with pytest.raises(CuratorError, match="none of its 0 tables"):
        evaluating.gold_build(Workbench(), paper, folder=tmp_path / "gold")
    assert not (tmp_path / "gold").exists()


def test_workbench_demo_can_be_built_again_without_losing_a_verdict(database: Path, quick_extractor: None) -> None:
    with Workbench(database) as workbench:
        first = build_demo(workbench)
        workbench.judge(ids(workbench)[0], Action.ACCEPT)
        second = build_demo(workbench)
        assert len(workbench.queue(state=State.ACCEPTED)) == 1
    assert (first.read[0].new, second.read[0].new) == (True, False)
    assert first.extracted[0].report.added == second.extracted[0].report.kept > 0
    assert first.reports[0].evaluation.document == first.read[0].name


def test_workbench_demo_rows_stand_to_the_gold(database: Path, quick_extractor: None) -> None:
    with Workbench(database) as workbench:
        (document,) = (read.document_id for read in build_demo(workbench).read)
        assert {item.standing.kind for item in workbench.queue() if item.standing} <= {"match", "differs", "absent"}
        assert evaluating.misses(workbench, document)
        accepted = evaluating.scores(workbench, document, accepted_only=True)
    assert accepted is not None
    assert accepted.adjudicated.proposals == 0


@pytest.mark.parametrize("polarity", [Polarity.SPECULATIVE, Polarity.NEGATED])
def test_workbench_a_hedged_row_counts_once_it_is_affirmed_and_not_by_being_accepted(
    database: Path, polarity: Polarity
) -> None:
    with Workbench(database) as workbench:
        (read,) = papers.read(workbench, [measuring.corpus_texts()])
        document, gold = workbench.document(read.document_id), workbench.gold(read.document_id)
        assert gold
        row = next(row for row in gold.adjudicated if row.target and not row.alternatives.get("polarity"))
        sentence = document.sentences[0]
        evidence = Evidence(document.id, sentence.start, sentence.end, document.quote(sentence), "Abstract", "by hand")
        hedged = Assertion(row.claim(), (evidence,), polarity=polarity)
        with Database.open(database) as other:
            id = other.add_assertion(document.id, hedged, curator="ada").id
        hedging = f"would match {row.origin}; {polarity}, so not counted unless affirmed"
        assert _standing_and_right(workbench, document.id) == (hedging, 0)
        given = workbench.judge(id, Action.ACCEPT)
        assert (given.polarity_shown, given.polarity) == (polarity, polarity)
        assert _standing_and_right(workbench, document.id) == (hedging, 0)
        workbench.judge(id, Action.EDIT, after=row.claim(), polarity=Polarity.AFFIRMED)
        assert _standing_and_right(workbench, document.id) == (f"matches {row.origin}", 1)


def test_workbench_a_polarity_is_that_of_a_whole_finding(database: Path) -> None:
    """Two papers only consider the same; what the curator makes of it holds for both, and each keeps its citation."""
    with Database.open(database) as other:
        for number, key in enumerate(("1", "2")):
            said = f"In paper {number} miR-21 may confer resistance."
            made = Document(
                str(number), said, paragraphs=(Paragraph(0, len(said)),), sentences=(Sentence(0, len(said)),)
            )
            made = replace(made, id=document_id(made))
            other.save_document(made)
            evidence = Evidence(made.id, 0, len(said), said, "", "confers")
            claim = Claim("miR-21", effect=Effect.RESISTANCE)
            row = Assertion(claim, (evidence,), polarity=Polarity.SPECULATIVE)
            other.save_extraction(made.id, [row], rules_version=key, program_version="0")
    with Workbench(database) as workbench:
        first = workbench.queue()[0].stored
        workbench.judge_finding(first.id, Action.ACCEPT)
        assert [item.stored.polarity for item in workbench.queue()] == [Polarity.SPECULATIVE] * 2
        after = replace(first.claim, drug="cisplatin")
        workbench.judge_finding(first.id, Action.EDIT, after=after, polarity=Polarity.AFFIRMED)
        rows = [item.stored for item in workbench.queue()]
        assert [(row.polarity, row.claim.drug) for row in rows] == [(Polarity.AFFIRMED, "cisplatin")] * 2
        # Taken back at one stroke, both are as they were accepted.
        workbench.undo()
        assert [item.stored.polarity for item in workbench.queue()] == [Polarity.SPECULATIVE] * 2
        assert workbench.database().derived_differences() == []


def _standing_and_right(workbench: Workbench, document: str) -> tuple[str, int]:
    """How the only row stands, and how many accepted rows are right."""
    (item,) = workbench.queue()
    scores = evaluating.scores(workbench, document, accepted_only=True)
    assert item.standing
    assert scores
    return item.standing.words(), scores.adjudicated.row.right


def test_workbench_evaluate_of_accepted_rows_needs_a_paper_with_gold(bench: Workbench) -> None:
    with pytest.raises(CuratorError, match="no paper with gold"):
        evaluating.evaluate(bench, accepted=True)


def test_workbench_curator_is_named_by_the_environment_before_the_login(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOGNAME", "login")
    assert curator_name() == "login"
    monkeypatch.setenv("CURATOR_NAME", "  Ada Lovelace ")
    assert curator_name() == "Ada Lovelace"


def test_workbench_databases_never_lie_in_the_working_directory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert tmp_path not in default_database().parents
    assert tmp_path not in demo_database().parents
    monkeypatch.setenv("CURATOR_DB", str(tmp_path / "mine.db"))
    assert default_database() == tmp_path / "mine.db"
