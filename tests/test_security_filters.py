"""Whatever is typed as a filter or a name is looked for as it stands: never SQL, never a wildcard, never a write."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from curator.curation.queue import FIELDS, FilterError, query
from curator.errors import CuratorError
from curator.storage import Database, search
from curator.workbench import Workbench
from curator.workbench.filtering import drop_filter, filters, save_filter
from tests.faces_samples import curator
from tests.hostile_samples import ATTACKS, hostile_database

_BITS = st.sampled_from(
    ["'", '"', ";", "--", "%", "_", "\\", "*", "(", ")", "^", "{", "}", ":", " OR ", " NEAR(a b)", " AND ", "names",
     "quote : ", "\0", "\ud800", "\u2028", "\ue000", "\x1b", "miR", "a", "not ", "-", "<0.5", "٣",
     "1e400", "\U0001e900"]
)  # fmt: skip
_VALUES = st.one_of(st.lists(_BITS, max_size=6).map("".join), st.text(max_size=12), st.sampled_from(ATTACKS))
_TOKENS = st.tuples(st.sampled_from(["", "-", "not "]), st.sampled_from(["", *(f"{f}:" for f in FIELDS)]), _VALUES).map(
    lambda part: f'{part[0]}{part[1]}"{part[2]}"' if " " in part[2] else "".join(part)
)
_FILTERS = st.lists(_TOKENS, min_size=1, max_size=3).map(" ".join)


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workbench]:
    with Workbench(hostile_database(tmp_path_factory.mktemp("filters") / "a.db")) as workbench:
        yield workbench


def content(path: Path) -> str:
    with closing(sqlite3.connect(path)) as connection:
        return "\n".join(line for line in connection.iterdump() if "queue_search" not in line)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(text=_FILTERS, whole=st.booleans())
def test_security_filter_is_refused_in_words_or_finds_rows(text: str, whole: bool, bench: Workbench) -> None:
    try:
        asked = query(text)
        rows = bench.rows(asked, document=None if whole else bench.documents()[0].id)
        found = len(rows)
        list(rows.window(0, found))
    except (CuratorError, FilterError):
        return
    assert 0 <= found <= 5


def test_security_filter_never_writes(bench: Workbench) -> None:
    before = content(bench.path)
    for attack in ATTACKS:
        for field in ("", *FIELDS):
            try:
                asked = query(f'{field}:"{attack}"' if field else f'"{attack}"')
            except FilterError:
                continue
            len(bench.rows(asked))
    assert content(bench.path) == before


@pytest.mark.parametrize("field", ["mirna", "source", "target", "disease", "document"])
@pytest.mark.parametrize("wildcard", ["%", "_", "*", "?", "[a-z]", "a%b", "'", "\\"])
def test_security_filter_takes_wildcards_as_they_stand(field: str, wildcard: str, bench: Workbench) -> None:
    rows = bench.rows(query(f'{field}:"zz{wildcard}"'))
    assert len(rows) == 0


@pytest.mark.parametrize("with_fts5", [True, False])
def test_security_words_take_wildcards_as_they_stand(
    with_fts5: bool, bench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not with_fts5:
        monkeypatch.setattr(search, "is_current", lambda connection: False)
    assert len(bench.rows(query("Exosomal"))) == 5
    assert len(bench.rows(query('text:"E%l"'))) == 0
    assert len(bench.rows(query('text:"Exos_mal"'))) == 0


@pytest.mark.parametrize("name", [*ATTACKS, "a'b", 'a"b', "%", "_"])
def test_security_filter_is_saved_under_any_name(name: str, tmp_path: Path) -> None:
    with Workbench(hostile_database(tmp_path / "a.db")) as workbench:
        save_filter(workbench, name, "mirna:x")
        assert filters(workbench) == {" ".join(name.split()): "mirna:x"}
        assert drop_filter(workbench, " ".join(name.split()))
        assert filters(workbench) == {}


@pytest.mark.parametrize(
    "name",
    [
        "a?mode=memory.db",
        "a%20b.db",
        "%00.db",
        "a#b.db",
        "a&immutable=1.db",
        "file:a.db",
        ":memory:",
        "a'b;--.db",
        "ä\n.db",
    ],
)
def test_security_database_is_the_file_that_is_named(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    paper = tmp_path / "paper.md"
    paper.write_text("# A\n\nmiR-21 targets APAF1 in these cells.\n", encoding="utf-8")
    assert curator("read", paper, "--db", name).exit_code == 0
    assert {p.name for p in tmp_path.iterdir()} == {"paper.md", name}
    copied = tmp_path / "copy?x=%41.db"
    assert curator("export", "sqlite", "--db", name, "-o", copied).exit_code == 0
    with Database.open(copied, readonly=True) as database:
        assert len(database.documents()) == 1


@pytest.mark.parametrize("named", ["'; DROP TABLE verdicts;--", "%", "' OR '1'='1", "\0", "_"])
def test_security_review_of_a_name_that_is_none_is_refused(named: str, tmp_path: Path) -> None:
    from curator.tui.start import document_id

    with Workbench(hostile_database(tmp_path / "a.db")) as workbench, pytest.raises(CuratorError):
        document_id(workbench, named)
