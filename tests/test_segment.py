"""Sentences: where they end, where they do not, and what always holds of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.extraction.segment import segment, split
from curator.model import Citation, Document, Paragraph


def _sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in split(text)]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Zhang et al. showed that it fell.", id="et-al"),
        pytest.param("Zhang et al. The cells died.", id="et-al-before-capital"),
        pytest.param("As shown (Fig. 2A) and in Figs. 3 and 4, it fell.", id="figure"),
        pytest.param("See Fig. S1 and Table. 2 of Ref. 12 and Eq. 3.", id="numbered-things"),
        pytest.param("Small RNAs, e.g. miR-21, i.e. those of Dr. Smith vs. others, cf. Prof. Wu, fell.", id="latin"),
        pytest.param("The gene of E. coli and of C. elegans rose.", id="genus"),
        pytest.param("J. A. Smith and M.-L. Wu found it.", id="name-initials"),
        pytest.param("It fell by 0.05 or approx. 12.5% in ca. 3 h of Candida spp. and others.", id="decimals"),
        pytest.param("Supported by grant No. 2020JH1 and no. 17 of the U.S. Army.", id="grant-number"),
        pytest.param("It rose; miR-21 fell; nothing else: p53. was lost", id="semicolons"),
        pytest.param("Cells (Abcam, Inc. Cambridge, UK) were lysed.", id="company-in-brackets"),
        pytest.param("Cells were kept (see above. They died later) in a dish.", id="stop-inside-an-aside"),
        pytest.param("1. Cells were lysed.", id="list-number"),
        pytest.param("We had three groups: 1. treated, 2. untreated; 3. Both of them.", id="list-inside"),
        pytest.param("Published in J. Cell. Biol. 2010 and Proc. Natl. Acad. Sci. U S A.", id="journal"),
        pytest.param("It was bought (Sigma-Aldrich Co.) and used.", id="co-in-brackets"),
        pytest.param("It fell in cells . . . and then rose", id="spaced-dots"),
        pytest.param("The site www.nature.com/Articles is old.", id="address"),
    ],
)
def test_segment_keeps_a_sentence_whole(text: str) -> None:
    assert _sentences(text) == [text]


@pytest.mark.parametrize(
    "sentences",
    [
        pytest.param(["It was kept at 37° C.", "They grew at 4 °C.", "Then they died."], id="degrees"),
        pytest.param(["We studied miR-21.", "We found PTEN."], id="mirna-at-a-true-end"),
        pytest.param(["It targets PTEN.", "miR-21 fell."], id="lower-case-mirna"),
        pytest.param(["It rose.", "let-7a fell.", "p53 rose.", "mTOR fell.", "circBACH1 rose."], id="lower-case-names"),
        pytest.param(["It rose.", "β-Catenin fell.", "lncRNA H19 rose.", "hsa-miR-7 fell."], id="greek-and-lncrna"),
        pytest.param(["It fell (p < 0.05).", "In mice it rose."], id="bracket-before-the-stop"),
        pytest.param(["(It fell in all cells.)", "Then it rose."], id="bracket-after-the-stop"),
        pytest.param(["It died in the cells.[12]", "The rest lived."], id="marker-after-the-stop"),
        pytest.param(["It died in the cells. [12]", "The rest lived."], id="marker-after-a-space"),
        pytest.param(["It died in the cells.¹²,¹³", "The rest lived."], id="superscript-marker"),
        pytest.param(["It died in the cells.12,13", "The rest lived."], id="flat-marker"),
        pytest.param(["It died [12].", "The rest lived [13,14]."], id="marker-before-the-stop"),
        pytest.param(["BACKGROUND: It is bad.", "METHODS: We tried.", "RESULTS: It worked."], id="labels"),
        pytest.param(["“It died.”", "She said so."], id="quotes"),
        pytest.param(["Did it die?", "It did!", "So be it."], id="other-stops"),
        pytest.param(["They lack vitamin D.", "The mice died."], id="letter-at-a-true-end"),
        pytest.param(["It took 30 min.", "LFA was used at 50 nmol/L.", "At 6 h it fell."], id="units"),
        pytest.param(["There were others, etc.", "The rest died."], id="etc"),
        pytest.param(["It has 3 steps.", "1. Lysis is first.", "2. Washing follows."], id="numbered-steps"),
        pytest.param(["It amplifies.", "ii) Another does not."], id="roman-item"),
        pytest.param(["She said no.", "The cells died."], id="no-is-a-word-too"),
        pytest.param(["It was lost in the cells.", "24 h later it was back."], id="number-opens"),
        pytest.param(["It was lost in all cells.The others lived."], id="missing-space"),
    ],
)
def test_segment_splits_sentences(sentences: list[str]) -> None:
    if len(sentences) == 1:
        assert _sentences(sentences[0]) == ["It was lost in all cells.", "The others lived."]
    else:
        assert _sentences(" ".join(sentences)) == sentences


@pytest.mark.parametrize(
    ("text", "marker", "sentences"),
    [
        pytest.param("It rose.1 2 In mice it fell.", "1 2", ["It rose.1 2", "In mice it fell."], id="flat-and-spaced"),
        pytest.param(
            "It took 45 min. (Li et al., 2014). It fell.",
            "(Li et al., 2014)",
            ["It took 45 min. (Li et al., 2014).", "It fell."],
            id="after-the-stop",
        ),
        pytest.param(
            "It rose. Li et al. (2014) saw it.",
            "Li et al. (2014)",
            ["It rose.", "Li et al. (2014) saw it."],
            id="opens",
        ),
        pytest.param("It rose. [12] saw it fall.", "[12]", ["It rose.", "[12] saw it fall."], id="marker-as-subject"),
    ],
)
def test_segment_uses_the_known_citations(text: str, marker: str, sentences: list[str]) -> None:
    at = text.index(marker)
    document = Document(
        "d", text, paragraphs=(Paragraph(0, len(text)),), citations=(Citation(at, at + len(marker), ()),)
    )
    assert [document.quote(s) for s in segment(document).sentences] == sentences


@given(st.text(alphabet=st.sampled_from('aA1. .([)]"”?!…¹miR-21,;: \n\tα'), max_size=200))
def test_segment_covers_every_character_once(text: str) -> None:
    spans = split(text)
    covered = [i for start, end in spans for i in range(start, end)]
    assert len(covered) == len(set(covered))
    assert covered == sorted(covered)
    assert {i for i, c in enumerate(text) if not c.isspace()} <= set(covered)
    assert all(text[start:end] == text[start:end].strip() != "" for start, end in spans)


@given(st.lists(st.text(alphabet="ab. Z1(", max_size=30), max_size=6))
def test_segment_stays_inside_paragraphs(parts: list[str]) -> None:
    text = "\n\n".join(parts)
    paragraphs, at = [], 0
    for part in parts:
        paragraphs.append(Paragraph(at, at + len(part)))
        at += len(part) + 2
    document = segment(Document("d", text, paragraphs=tuple(paragraphs)))
    for sentence in document.sentences:
        assert sum(p.contains(sentence) for p in paragraphs) >= 1
