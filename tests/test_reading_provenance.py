"""From a span of the text back to the paper: pages, boxes of blocks, boxes of lines, and the picture of a page."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from curator.errors import ReadError
from curator.model import Document, Place, Table
from curator.reading import provenance, read
from curator.reading.pdf_picture import page_picture
from curator.reading.pdf_words import PdfWords
from tests.pdf_samples import HEIGHT, UPWARD, WIDTH, Words, pdf

_LINES = [
    "Exosomes carry small RNAs from one cell to another, and miR-21 is among them in all",
    "of the tumours that were looked at. When miR-21 was taken away the cells died of the",
    "drug again, as we saw in three lines and in mice.",
]
_SECOND = ["A second page goes on about miR-21 and about the cells that it came from in mice,", "at length."]


def _page(lines: list[str], top: float = 200) -> list[Words]:
    return [Words(72, top + 12 * i, line) for i, line in enumerate(lines)]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    found = tmp_path / "paper.pdf"
    title = Words(72, 80, "On the Small RNAs of Exosomes", size=18, bold=True)
    heading = Words(72, 150, "Introduction", size=12, bold=True)
    references = [
        Words(72, 400, "References", size=12, bold=True),
        Words(72, 430, "1. Li J, Wu B. A title of some words. Cell. 2020;1:2-3."),
        Words(72, 442, "2. Xu C. Another title of other words. Nature. 2021;4:5-6."),
    ]
    found.write_bytes(pdf([[title, heading, *_page(_LINES)], [*_page(_SECOND), *references]]))
    return found


@pytest.fixture
def document(path: Path) -> Document:
    return read(path)


def _span(document: Document, text: str, nth: int = 0) -> tuple[int, int]:
    start = -1
    for _ in range(nth + 1):
        start = document.text.index(text, start + 1)
    return start, start + len(text)


def test_provenance_a_span_has_the_page_and_box_of_its_block(document: Document) -> None:
    start, end = _span(document, "taken away")
    (place,) = provenance.places_of(document, start, end)
    assert (place.page, place.start, place.end) == (1, start, end)
    assert place.box is not None
    x0, top, x1, bottom = place.box
    assert x0 == pytest.approx(72, abs=1)
    assert top < 200 < 224 < bottom
    assert x1 > 300


def test_provenance_a_span_over_two_pages_has_a_place_on_each(document: Document) -> None:
    start, end = _span(document, "in mice.")[0], _span(document, "second page")[1]
    places = provenance.places_of(document, start, end)
    assert [p.page for p in places] == [1, 2]
    assert [document.text[p.start : p.end] for p in places] == ["in mice.", "A second page"]


def test_provenance_what_stands_on_a_page_is_in_text_order(document: Document) -> None:
    texts = [document.text[p.start : p.end] for p in provenance.on_page(document, 1)]
    assert texts[-2:] == ["Introduction", " ".join(_LINES)]
    assert provenance.on_page(document, 3) == ()


def test_provenance_a_text_without_pages_has_no_place() -> None:
    document = Document("a", "It rose.")
    assert (provenance.places_of(document, 0, 8), provenance.page_count(document)) == ((), 0)


def test_provenance_the_cells_of_a_table_stand_where_the_table_does() -> None:
    caption, box = (0.0, 0.0, 9.0, 9.0), (0.0, 10.0, 9.0, 90.0)
    table = Table("Table 1", "Cells.", (("A549", "2"),), 0, 21)
    places = (Place(0, 14, 4, caption), Place(0, 0, 4, box))
    document = Document("a", "Table 1 Cells.\nA549\t2", tables=(table,), places=places)
    (place,) = provenance.places_of(document, 15, 19)
    assert (place.page, place.box, place.start, place.end) == (4, box, 15, 19)
    assert [p.box for p in provenance.places_of(document, 8, 13)] == [caption]


def _lines(path: Path, document: Document, start: int, end: int) -> tuple[Place, ...]:
    words = PdfWords(path)
    try:
        return words.lines(words.placed(document), start, end)
    finally:
        words.close()


def _baselines(places: tuple[Place, ...]) -> list[float]:
    """The line, counted in steps from the first line's baseline."""
    return [round((p.box[3] - 200) / 12) for p in places if p.box]


def test_provenance_words_have_the_box_of_their_line(path: Path, document: Document) -> None:
    places = _lines(path, document, *_span(document, "all of the tumours"))
    assert _baselines(places) == [0, 1]
    assert all(p.box and p.box[3] - p.box[1] < 14 for p in places)
    assert places[0].box is not None
    assert places[1].box is not None
    assert places[0].box[0] > 400
    assert places[1].box[0] == pytest.approx(72, abs=1)


@pytest.mark.parametrize(("nth", "page", "line"), [(0, 1, 0), (1, 1, 1), (2, 2, 0)])
def test_provenance_a_word_said_again_has_its_own_box(
    nth: int, page: int, line: int, path: Path, document: Document
) -> None:
    (place,) = _lines(path, document, *_span(document, "miR-21", nth))
    assert (place.page, _baselines((place,))) == (page, [line])


def test_provenance_references_are_looked_up_in_the_file(path: Path, document: Document) -> None:
    reference = document.references[1]
    (place,) = _lines(path, document, reference.start, reference.end)
    assert place.page == 2
    assert place.box is not None
    assert place.box[3] == pytest.approx(444, abs=3)


def test_provenance_text_that_the_file_does_not_have_keeps_the_box_of_its_block(path: Path) -> None:
    place = Place(0, 12, 1, (70.0, 190.0, 500.0, 230.0))
    document = Document("a", "Other words.", places=(place,))
    assert _lines(path, document, 0, 12) == (place,)


def _pixel(content: bytes, x: float, y: float) -> tuple[int, ...]:
    """The colour of a point of an A4 page."""
    picture = Image.open(io.BytesIO(content)).convert("RGB")
    found = picture.getpixel((int(x / WIDTH * picture.width), int(y / HEIGHT * picture.height)))
    assert isinstance(found, tuple)
    return found


def test_provenance_picture_has_the_box_where_the_text_is(path: Path) -> None:
    box = (72.0, 190.0, 300.0, 203.0)
    plain = page_picture(path, 1, [])
    boxed = page_picture(path, 1, [Place(0, 9, 1, box), Place(0, 9, 2, (72.0, 400.0, 300.0, 410.0))])
    assert _pixel(plain, 290, 191.5) == (255, 255, 255)
    assert _pixel(boxed, 290, 191.5) != (255, 255, 255)
    assert _pixel(boxed, 290, 405) == _pixel(boxed, 320, 196) == (255, 255, 255)


def test_provenance_picture_of_a_missing_page_is_refused(path: Path) -> None:
    with pytest.raises(ReadError, match="has no page 3"):
        page_picture(path, 3, [])


def test_provenance_picture_of_what_is_no_pdf_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"%PDF-1.4 and no more")
    with pytest.raises(ReadError, match="cannot be drawn"):
        page_picture(path, 1, [])
    with pytest.raises(ReadError, match="no PDF that can be opened"):
        PdfWords(path)


@pytest.mark.parametrize(("rotate", "lines"), [(90, 1), (0, None)], ids=["shown upright", "shown lying"])
def test_provenance_words_on_a_turned_page_are_boxed_as_it_is_shown(
    rotate: int, lines: int | None, tmp_path: Path
) -> None:
    path = tmp_path / "turned.pdf"
    heading = Words(72, 150, "Introduction", size=12, bold=True)
    path.write_bytes(pdf([[heading, *_page(_LINES * 2)]], turned=UPWARD, rotate=rotate))
    document = read(path)
    start, end = _span(document, "taken away")
    found = _lines(path, document, start, end)
    if lines:
        assert len(found) == lines
        assert found[0].box is not None
        assert found[0].box[3] - found[0].box[1] < 14
    else:
        assert found == provenance.places_of(document, start, end)
