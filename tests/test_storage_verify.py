from __future__ import annotations

import re
import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from curator.cli.app import program
from curator.errors import DatabaseError
from curator.identity import verdict_id
from curator.model import Action, Mention, MentionType, Span
from curator.storage import Database, verdicts
from curator.storage.verify import verify
from tests.storage_samples import document, filled, mir7, mir21, verdict

PAPER = document()


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with something in every table: two curators, a fork, a conflict, a stroke, an undo and its redo."""
    path = tmp_path_factory.mktemp("sound") / "x.db"
    with filled(path, papers=[PAPER, document("Another.\n\n" + PAPER.text, name="another")]) as database:
        start = PAPER.sentences[0].start + 9
        mentions = [Mention(MentionType.MIRNA, start, start + 6, "miR-21", "miR-21")]
        found = [mir21(PAPER, rule="better"), mir7(PAPER)]
        database.save_extraction(PAPER.id, found, rules_version="r2", program_version="1", mentions=mentions)
        first, second, third, fourth = database.assertions()
        database.append_verdict(verdict(first, curator="ada"))
        database.append_verdict(verdict(first, Action.REJECT, curator="bob"))
        edited = replace(first.claim, target="PTEN")
        undone = database.append_verdict(verdict(first, Action.EDIT, curator="ada", after=edited))
        undo = database.append_verdict(verdict(first, Action.UNDO, curator="ada", undoes=undone.id))
        database.append_verdict(verdict(first, Action.UNDO, curator="ada", undoes=undo.id))
        database.append_together([verdict(third), verdict(fourth)])
        forked = replace(verdict(second, Action.REJECT, curator="bob"), claim=second.claim_id, comment="elsewhere")
        with database._writing() as connection:
            verdicts.insert(connection, replace(forked, id=verdict_id(forked)))
        for read in (True, False):
            database.mark_passage(PAPER.id, Span(start, start + 6), curator="ada", read=read)
        database.assign(second.claim_id, "bob", curator="ada")
        database.save_filter("mine", "assigned:ada")
    return path


def _faults(path: Path) -> list[str]:
    found, _ = verify(path)
    return [str(fault) for fault in found]


def test_storage_verify_finds_nothing_in_a_sound_database_and_leaves_nothing_beside_it(sound: Path) -> None:
    before = sound.read_bytes()
    found, counts = verify(sound)
    assert list(found) == []
    assert sound.read_bytes() == before
    assert [file.name for file in sound.parent.iterdir()] == ["x.db"]
    looked_at = {"papers": 2, "rows": 4, "evidence": 4, "verdicts": 8, "mentions": 1, "passages": 2, "assignments": 1}
    assert {what: counts[what] for what in looked_at} == looked_at


def test_storage_verify_reads_beside_a_program_that_writes(sound: Path, tmp_path: Path) -> None:
    path = Path(shutil.copy(sound, tmp_path))
    with Database.open(path) as database:
        database.append_verdict(verdict(database.assertions()[0]))
        assert _faults(path) == []
        assert database.append_verdict(verdict(database.assertions()[0]))


DAMAGES = [
    pytest.param("UPDATE documents SET text = text || '.'", "documents d.*id is not that of the content", id="text"),
    pytest.param("UPDATE documents SET id = 'd0' WHERE number = 1", "documents d0: the id is not", id="document's id"),
    pytest.param("UPDATE sentences SET end_offset = 9999", r"sentences d\S+ 0: reaches .* to 9999", id="sentence"),
    pytest.param("UPDATE sentences SET start_offset = 0", "sentences .*lies in no paragraph", id="in no paragraph"),
    pytest.param("UPDATE paragraphs SET start_offset = -1", r"paragraphs .*reaches from -1", id="paragraph"),
    pytest.param("UPDATE citations SET end_offset = 1e9", "citations .*reaches from", id="citation"),
    pytest.param("UPDATE mentions SET text = 'miR-7'", r"mentions .*'miR-7' does not stand .*'miR-21'", id="mention"),
    pytest.param("UPDATE claims SET target = 'PTEN'", "claims c.*id is not that of the content", id="claim"),
    pytest.param("UPDATE assertions SET polarity = 'negated'", "assertions a.*id is not that", id="assertion"),
    pytest.param("UPDATE assertions SET start_offset = 0", "assertions .*where its evidence begins", id="row's place"),
    pytest.param("DELETE FROM evidence", "assertions .*no evidence stands behind it", id="no evidence"),
    pytest.param("UPDATE evidence SET quote = 'x'", "evidence e.*'x' does not stand at", id="quote"),
    pytest.param("UPDATE evidence SET start_offset = start_offset + 1", "evidence e", id="evidence moved"),
    pytest.param("UPDATE slots SET text = 'x'", r"slots e\S+ 0: 'x' does not stand at", id="slot"),
    pytest.param(
        "UPDATE slots SET end_offset = end_offset - 1", "evidence e.*id is not that of the content", id="slot's span"
    ),
    pytest.param("UPDATE factors SET text = 'x'", "factors e", id="factor"),
    pytest.param("UPDATE cues SET text = 'x'", "cues e", id="cue"),
    pytest.param("UPDATE cues SET scope_end = 99999", r"cues .*its scope is \d+..99999", id="cue's scope"),
    pytest.param("UPDATE verdicts SET comment = 'no'", "verdicts v.*not the hash of the row", id="said"),
    pytest.param("UPDATE verdicts SET curator = 'eve' WHERE number = 2", "verdicts v.*it was changed", id="forged"),
    pytest.param("DELETE FROM verdicts WHERE number = 1", r"verdicts v.*row before it, v\w+, is missing", id="gap"),
    pytest.param("UPDATE verdicts SET number = 99 WHERE number = 1", "verdicts v.*comes after it", id="order"),
    pytest.param("UPDATE verdicts SET undoes = 'v0' WHERE undoes <> ''", "takes back v0, which is missing", id="undo"),
    pytest.param("UPDATE verdicts SET settles = '[\"v0\"]'", "settles v0, which is missing", id="settles nothing"),
    pytest.param("UPDATE verdicts SET evidence = '[\"e0\"]'", "the evidence e0 is not there", id="no such evidence"),
    pytest.param("UPDATE verdicts SET claim = 'c0'", "it names the claim c0", id="another claim"),
    pytest.param("UPDATE verdicts SET together = 'v0'", "given together with v0", id="stroke"),
    pytest.param("UPDATE verdicts SET evidence = '['", "verdicts v.*cannot be read", id="no list"),
    pytest.param("UPDATE verdicts SET action = 'guess'", "verdicts v.*cannot be read", id="no such action"),
    pytest.param("UPDATE verdicts SET assertion = 'a0'", "refers to a row of assertions that is not", id="orphan"),
    pytest.param("UPDATE passages SET end_offset = 9999", "passages p.*reaches from", id="passage"),
    pytest.param("UPDATE passages SET curator = 'eve'", "passages p.*it was changed", id="passage's curator"),
    pytest.param("DELETE FROM passages WHERE number = 1", "passages p.*is missing", id="passages' chain"),
    pytest.param("UPDATE assignments SET assignee = 'eve'", "assignments s.*it was changed", id="assignment"),
    pytest.param("UPDATE verdicts SET polarity = 'negated' WHERE polarity <> ''", "not the hash", id="polarity"),
    pytest.param("UPDATE verdicts SET polarity_shown = 'perhaps'", "verdicts v.*cannot be read", id="no polarity"),
    pytest.param("UPDATE queue SET polarity = 'negated'", "rows of the queue .*does not follow", id="row's polarity"),
    pytest.param("UPDATE queue SET mirna_key = mirna", "rows of the queue .*does not follow", id="row's sort key"),
    pytest.param("UPDATE queue SET state = 'accepted'", "rows of the queue .*does not follow", id="queue"),
    pytest.param("DELETE FROM queue", "rows of the queue .*is missing", id="empty queue"),
    pytest.param("UPDATE queue_counts SET rows = rows + 1", "counts .*does not follow", id="counts"),
    pytest.param("DELETE FROM made_over", "links between decisions .*is missing", id="links"),
    pytest.param("UPDATE queue_search SET quote = 'x'", "queue_search .*are not the row's", id="search"),
    pytest.param("DELETE FROM queue_search", "queue_search .*are missing", id="empty search"),
    pytest.param("DROP INDEX verdicts_by_curator", "schema verdicts_by_curator: the index is missing", id="index"),
    pytest.param("DROP VIEW curated", "schema curated: the view is missing", id="view"),
    pytest.param(
        "CREATE TRIGGER verdicts_are_never_deleted BEFORE DELETE ON verdicts BEGIN SELECT 1; END",
        "schema verdicts_are_never_deleted: the trigger was changed",
        id="trigger",
    ),
]


@pytest.mark.parametrize(("statement", "named"), DAMAGES)
def test_storage_verify_names_each_damage(sound: Path, tmp_path: Path, statement: str, named: str) -> None:
    path = Path(shutil.copy(sound, tmp_path))
    _damage(path, statement)
    found = _faults(path)
    assert any(re.search(named, fault) for fault in found), found
    assert all("\n" not in fault for fault in found)


def _damage(path: Path, statement: str) -> None:
    """Run a statement that the file is made to refuse."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        kept = []
        if "TRIGGER" in statement:
            connection.execute("DROP TRIGGER verdicts_are_never_deleted")
        else:
            kept = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _ in kept:
            connection.execute(f"DROP TRIGGER {name}")
        assert connection.execute(statement).rowcount != 0
        for _, sql in kept:
            connection.execute(sql)


@pytest.mark.parametrize("part", [0.2, 0.5, 0.8])
def test_storage_verify_names_what_a_bad_disk_leaves(sound: Path, tmp_path: Path, part: float) -> None:
    path = Path(shutil.copy(sound, tmp_path))
    held = bytearray(path.read_bytes())
    page = int(len(held) * part) // 4096 * 4096
    held[page : page + 4096] = bytes(4096)
    path.write_bytes(bytes(held))
    try:
        found = _faults(path)
    except DatabaseError as e:
        found = [f"database: {e}"]
    assert any(fault.startswith("database") for fault in found), found
    assert path.read_bytes() == bytes(held)


def test_storage_verify_counts_what_it_does_not_name(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    papers = [document(f"Paper {n}.\n\n{PAPER.text}", name=str(n)) for n in range(12)]
    filled(path, papers=papers).close()
    _damage(path, "UPDATE queue SET confidence = 0")
    assert any(fault.startswith("rows of the queue 4 more") for fault in _faults(path))


def test_storage_verify_needs_a_database_of_this_schema(tmp_path: Path, project_root: Path) -> None:
    with pytest.raises(DatabaseError, match="there is no such database"):
        verify(tmp_path / "x.db")
    old = Path(shutil.copy(project_root / "tests/data/databases/0001.db", tmp_path))
    with pytest.raises(DatabaseError, match="older schema version 1 and is opened for reading only"):
        verify(old)
    assert [file.name for file in tmp_path.iterdir()] == ["0001.db"]


def test_storage_verify_command_exits_1_where_there_is_a_fault(sound: Path, tmp_path: Path) -> None:
    path = Path(shutil.copy(sound, tmp_path))
    whole = CliRunner().invoke(program, ["verify", "--db", str(path)], standalone_mode=False)
    assert (whole.exit_code, whole.stdout) == (0, "")
    assert "8 verdicts" in whole.stderr
    assert "sound." in whole.stderr
    _damage(path, "UPDATE assignments SET assignee = 'eve'")
    with pytest.raises(SystemExit) as end:
        program.main(["verify", "--db", str(path)])
    assert end.value.code == 1


def test_storage_verify_command_mends_what_is_kept_for_speed_and_nothing_else(sound: Path, tmp_path: Path) -> None:
    path = Path(shutil.copy(sound, tmp_path))
    for statement in ("UPDATE queue SET mirna = 'miR-4040'", "UPDATE assignments SET assignee = 'eve'"):
        _damage(path, statement)
    with pytest.raises(SystemExit):
        program.main(["verify", "--db", str(path)])
    mended = CliRunner().invoke(program, ["verify", "--mend", "--db", str(path)], standalone_mode=False)
    assert "what is kept for speed is worked out anew" in mended.stderr
    # A decision that was tampered with is nothing that could be worked out.
    assert "1 fault." in mended.stderr
    assert mended.stdout.startswith("assignments ")
