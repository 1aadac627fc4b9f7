from __future__ import annotations

import pytest

from curator.extraction.recognise import Recogniser
from tests.extraction_samples import extractor, review


def test_extraction_both_is_mentions_and_assertions_with_each_sentence_read_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    expected = extractor().mentions(review()), extractor().assertions(review())
    read: list[str] = []
    mentions = Recogniser.mentions

    def counted(self: Recogniser, text: str, **options: object) -> object:
        read.append(text)
        return mentions(self, text, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(Recogniser, "mentions", counted)
    assert extractor().both(review()) == expected
    assert len(read) == len(review().sentences)


def test_extraction_both_tells_each_sentence_that_was_looked_at() -> None:
    told: list[tuple[int, int]] = []
    extractor().both(review(), reached=lambda *step: told.append(step))
    sentences = len(review().sentences)
    assert told == [(number, sentences) for number in range(1, sentences + 1)]
