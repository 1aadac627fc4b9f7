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
