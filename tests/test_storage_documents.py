from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curator.errors import DatabaseError, InputError
from curator.identity import document_id
from curator.model import (
    Citation,
    Document,
    Paragraph,
    Place,
    Reference,
    Section,
    SectionKind,
    Sentence,
    Table,
)
from curator.storage import Database
from tests.storage_samples import TEXT, document

# Everything that UTF-8 can hold: NUL, astral characters, combining marks, separators; no lone surrogates.
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
names = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
optional = st.none() | names
keys = st.lists(names, max_size=3).map(tuple)
floats = st.floats(allow_nan=False)
boxes = st.none() | st.tuples(floats, floats, floats, floats)


def _spans(length: int) -> st.SearchStrategy[tuple[int, int]]:
    offsets = st.integers(0, length)
    return st.tuples(offsets, offsets).map(lambda ends: (min(ends), max(ends)))


def _parts(length: int, build: Any, **values: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    made = st.builds(lambda span, **rest: build(start=span[0], end=span[1], **rest), _spans(length), **values)
    return st.lists(made, max_size=3).map(tuple)


@st.composite
def documents(draw: st.DrawFn) -> Document:
    text = draw(texts)
    size = len(text)
    cells = st.lists(st.lists(names, max_size=3).map(tuple), max_size=3).map(tuple)
    made = Document(
        name=draw(names),
        text=text,
        title=draw(names),
        doi=draw(optional),
        pmid=draw(optional),
        format=draw(names),
        sections=draw(_parts(size, Section, title=names, kind=st.sampled_from(SectionKind), level=st.integers(0, 9))),
        paragraphs=draw(_parts(size, Paragraph)),
        sentences=draw(_parts(size, Sentence)),
        citations=draw(_parts(size, Citation, keys=keys)),
        references=draw(
            _parts(
                size,
                Reference,
                **dict.fromkeys(("key", "text", "title", "journal", "year", "volume", "pages"), names),
                authors=keys,
                doi=optional,
                pmid=optional,
            )
        ),
        tables=draw(_parts(size, Table, label=names, caption=names, rows=cells, header_rows=st.integers(0, 3))),
        places=draw(_parts(size, Place, page=st.integers(1, 9999), box=boxes)),
    )
    return replace(made, id=document_id(made))


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Database:
    return Database.open(tmp_path_factory.mktemp("shared") / "x.db")


@given(paper=documents())
@settings(max_examples=60)
def test_storage_documents_come_back_as_they_went_in(shared: Database, paper: Document) -> None:
    new = shared.save_document(paper)
    stored = shared.document(paper.id)
    if new:
        assert stored == paper
    else:
        assert stored.text == paper.text


def test_storage_documents_keep_types_and_code_points(tmp_path: Path) -> None:
    paper = document()
    with Database.open(tmp_path / "x.db") as database:
        database.save_document(paper)
    with Database.open(tmp_path / "x.db") as database:
        stored = database.document(paper.id)
    assert stored == paper
    assert [type(s) for s in (*stored.sentences, *stored.paragraphs)] == [Sentence, Sentence, Paragraph]
    assert stored.quote(stored.sentences[1]) == "Loss of miR-7 restored sensitivity [1]."


def test_storage_documents_with_the_same_text_are_one(tmp_path: Path) -> None:
    paper = document()
    with Database.open(tmp_path / "x.db") as database:
        assert database.save_document(paper)
        assert not database.save_document(paper)
        assert not database.save_document(replace(paper, name="a copy", title="renamed"))
        assert database.save_document(document(TEXT + "\n", name="sample"))
        assert [(d.name, d.title) for d in database.documents()] == [("sample", "Résistance")] * 2


def test_storage_documents_get_their_id_from_their_text(tmp_path: Path) -> None:
    paper = document()
    with Database.open(tmp_path / "x.db") as database:
        database.save_document(replace(paper, id=""))
        assert database.document(paper.id) == paper
        with pytest.raises(ValueError, match="not that of its text"):
            database.save_document(replace(paper, id="d0"))


def test_storage_documents_refuse_half_a_surrogate_pair(tmp_path: Path) -> None:
    with Database.open(tmp_path / "x.db") as database:
        with pytest.raises(InputError, match="not valid Unicode at character 2"):
            database.save_document(Document("x", "ab\ud800"))
        assert database.documents() == []


def test_storage_documents_unknown_id_is_said(tmp_path: Path) -> None:
    with Database.open(tmp_path / "x.db") as database, pytest.raises(DatabaseError, match="no document d404"):
        database.document("d404")


@pytest.mark.parametrize(
    "statement",
    [
        pytest.param("UPDATE sentences SET start_offset = end_offset + 1", id="start behind end"),
        pytest.param("UPDATE sentences SET start_offset = -1", id="negative"),
        pytest.param("UPDATE sentences SET start_offset = 1.5", id="fraction"),
        pytest.param("UPDATE sections SET kind = 'poem'", id="unknown kind"),
        pytest.param("UPDATE citations SET keys = '[2'", id="broken list"),
        pytest.param("DELETE FROM documents", id="document with parts"),
    ],
)
def test_storage_documents_schema_refuses_what_the_model_would(tmp_path: Path, statement: str) -> None:
    path = tmp_path / "x.db"
    with Database.open(path) as database:
        database.save_document(document())
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA foreign_keys = ON")
    with pytest.raises(sqlite3.IntegrityError):
        connection.execute(statement)
