"""Explanations: what a sentence is evidence for, which rules and cues made it so, and why a pair was not joined."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curator.exporting.explanation import as_text
from curator.exporting.explanation_html import as_html
from curator.extraction.explain import MOST_UNPAIRED, NOT_READ, explain, naming_mirnas
from curator.model import Document, Explanation, MentionType, Polarity, Section, SectionKind, Slot, Unpaired
from tests.extraction_samples import document, extractor


def explained(text: str | Document) -> list[Explanation]:
    """Every sentence of a text, explained."""
    paper = document(text) if isinstance(text, str) else text
    analyses = extractor().analyse(paper, explain=True)
    wanted = {index: analyses.get(index) for index in range(len(paper.sentences))}
    return explain(paper, wanted, extractor().assertions(paper), rules=extractor().rules)


def why_not(text: str, mirna: str, other: str) -> Unpaired | None:
    """Why the first sentence does not join the two; none where it does, or does not name them."""
    found = explained(text)[0].unpaired
    return next((u for u in found if (u.mirna, u.other) == (mirna, other)), None)


def test_explain_names_carry_type_name_and_identifier_at_document_offsets() -> None:
    text = "Nothing was seen. miR-21 targets MDR1."
    second = explained(text)[1]
    assert [(m.type, m.name, text[m.start : m.end]) for m in second.mentions] == [
        (MentionType.MIRNA, "miR-21", "miR-21"),
        (MentionType.GENE, "ABCB1", "MDR1"),
    ]
    assert second.mentions[1].identifier == "hgnc:40"


def test_explain_every_offset_quotes_the_document() -> None:
    text = "Cells grew. Inhibition of miR-21 did not restore sensitivity to cisplatin."
    one = explained(text)[1]
    assert text[one.start : one.end] == one.text
    spans = [(m.start, m.end, m.text) for m in one.mentions]
    spans += [(s.start, s.end, s.text) for f in one.firings for s in f.slots]
    spans += [(x.start, x.end, x.text) for f in one.firings for x in f.factors]
    assert len(spans) > len(one.mentions)
    assert [text[start:end] for start, end, _ in spans] == [words for _, _, words in spans]
    assert [text[c.start : c.end] for c in one.cues] == ["not"]


def test_explain_units_name_the_rules_that_made_them() -> None:
    one = explained("Inhibition of miR-21 restored sensitivity to cisplatin.")[0]
    made = {unit.text: (unit.kind, unit.sign) for unit in one.units if unit.rules}
    assert made == {"Inhibition of miR-21": ("MIRNA", -1), "sensitivity to cisplatin": ("RESPONSE", -1)}


def test_explain_a_rule_that_fired_has_its_factors_and_their_product() -> None:
    fired = {f.rule: f for f in explained("Inhibition of miR-21 restored sensitivity to cisplatin.")[0].firings}
    response = fired["response-active"]
    assert [(f.name, f.sign) for f in response.factors] == [("perturbation", -1), ("verb", 1), ("response", -1)]
    assert (response.sign, response.kept, response.polarity) == (1, True, Polarity.AFFIRMED)
    assert {s.slot: s.value for s in response.slots} == {Slot.MIRNA: "miR-21", Slot.DRUG: "cisplatin"}
    assert response.purpose


def test_explain_a_rule_whose_finding_was_told_better_is_shown_as_left_out() -> None:
    fired = {f.rule: f.kept for f in explained("miR-21 confers resistance to cisplatin.")[0].firings}
    assert fired["response-active"]
    assert not fired["response-consequence"]


def test_explain_an_anaphor_stands_in_for_the_mirna() -> None:
    second = explained("We studied miR-21. It targets PTEN.")[1]
    (firing,) = [f for f in second.firings if f.rule == "target-active"]
    assert firing.stand_in == "It"
    assert Slot.MIRNA not in {s.slot for s in firing.slots}


def test_explain_a_cue_has_its_scope_and_the_rule_that_it_changes() -> None:
    one = explained("miR-34a did not target PTEN.")[0]
    (negation,) = one.cues
    assert (negation.kind, negation.text) == (Polarity.NEGATED, "not")
    assert negation.scope.start <= negation.start < negation.end <= negation.scope.end
    assert negation in next(f for f in one.firings if f.rule == "target-active").cues


def test_explain_rows_stand_with_the_sentences_that_are_their_evidence() -> None:
    first, second = explained("miR-21 targets PTEN. Patients were seen.")
    assert [(a.claim.mirna, a.claim.target) for a in first.assertions] == [("miR-21", "PTEN")]
    assert second.assertions == ()


@pytest.mark.parametrize(
    ("text", "other", "rule", "missing", "reason"),
    [
        pytest.param(
            "miR-21 rose, while PTEN increased sensitivity to cisplatin.", "cisplatin", "response-active", 0,
            "`while` begins another clause", id="another clause",
        ),
        pytest.param(
            "miR-21 and PTEN were measured.", "PTEN", "target-active", 1,
            "nothing between `miR-21` and `PTEN` is `<targets>`", id="no verb",
        ),
        pytest.param(
            "miR-21 was transferred from fibroblasts to HeLa cells.", "HeLa cells", "origin-derived", 0,
            "`to` stands inside the noun phrase", id="recipient",
        ),
    ],
)  # fmt: skip
def test_explain_a_pair_that_was_not_joined_has_the_nearest_rule(
    text: str, other: str, rule: str, missing: int, reason: str
) -> None:
    found = why_not(text, "miR-21", other)
    assert found is not None
    assert (found.rule, found.missing, found.reason, found.fired) == (rule, missing, reason, False)


def test_explain_a_rule_that_fired_without_a_row_says_so() -> None:
    found = why_not("miR-21 was secreted by fibroblasts.", "miR-21", "fibroblasts")
    assert found is not None
    assert found.fired
    assert "a source needs a target" in found.reason


@pytest.mark.parametrize(
    ("text", "other"),
    [
        pytest.param("miR-21 targets PTEN.", "PTEN", id="target"),
        pytest.param("miR-21 confers resistance to cisplatin.", "cisplatin", id="drug"),
        pytest.param("miR-34a did not target PTEN.", "PTEN", id="denied"),
        pytest.param("Fibroblasts secrete miR-21, which targets PTEN.", "Fibroblasts", id="source"),
    ],
)
def test_explain_a_pair_that_was_joined_is_no_miss(text: str, other: str) -> None:
    assert explained(text)[0].assertions
    assert why_not(text, "miR-21" if "miR-21" in text else "miR-34a", other) is None


def test_explain_names_that_no_rule_takes_up_are_told_with_what_they_are_read_as() -> None:
    found = why_not("miR-21 was studied near PTEN signaling.", "miR-21", "PTEN")
    assert found is not None
    assert (found.rule, found.reason) == ("", "no rule joins MIRNA `miR-21` with PATHWAY `PTEN signaling`")


def test_explain_a_sentence_full_of_names_is_looked_into_only_so_far() -> None:
    mirnas = ", ".join(f"miR-{number}" for number in range(100, 160))
    (one,) = explained(f"{mirnas}, PTEN, TP53, EGFR, KRAS, MYC and HeLa cells with cisplatin were seen.")
    assert len(one.unpaired) + one.unpaired_more == 60 * 7


def test_explain_a_pair_told_by_another_sentence_is_marked() -> None:
    (found,) = explained("miR-21 and PTEN were measured. miR-21 targets PTEN.")[0].unpaired
    assert found.elsewhere


def test_explain_the_most_telling_pairs_come_first_and_the_rest_is_counted() -> None:
    mirnas = ", ".join(f"miR-{number}" for number in (21, 155, 34, 200, 222, 10))
    one = explained(f"{mirnas} and HOTAIR rose, while PTEN, TP53, EGFR and KRAS raised resistance to cisplatin.")[0]
    assert len(one.unpaired) == MOST_UNPAIRED
    assert one.unpaired_more == 6 * 5 - MOST_UNPAIRED
    assert [u.missing for u in one.unpaired] == sorted(u.missing for u in one.unpaired)
    assert one.unpaired[0].missing == 0


def test_explain_a_sentence_of_the_back_matter_was_not_read() -> None:
    paper = document("miR-21 targets PTEN.")
    paper = replace(paper, sections=(Section("Funding", 0, len(paper.text), SectionKind.BACK),))
    (one,) = explained(paper)
    assert (one.note, one.section, one.units, one.assertions) == (NOT_READ, "Funding", (), ())


def test_explain_knows_the_sentences_that_name_a_mirna() -> None:
    paper = document("Cells grew. miR-21 rose. PTEN fell.")
    assert naming_mirnas(extractor().analyse(paper)) == [1]


def test_explain_only_some_sentences_are_analysed_as_they_are_among_all() -> None:
    paper = document("Cancer-associated fibroblasts (CAFs) grew. CAFs secrete miR-21. PTEN fell.")
    every = extractor().analyse(paper, explain=True)
    assert extractor().analyse(paper, explain=True, only=[1]) == {1: every[1]}


def test_explain_signs_are_told_in_words() -> None:
    told = as_text(explained("Inhibition of miR-21 restored sensitivity to cisplatin."))
    assert "perturbation “Inhibition”: −, the miRNA is taken away or blocked, 0 to 10" in told
    assert "sign: (−) × (+) × (−) = +: the miRNA confers resistance" in told


def test_explain_a_sign_that_the_rule_gives_is_told_as_such() -> None:
    assert "sign: − by the rule itself: the miRNA lowers the gene" in as_text(explained("miR-21/PTEN axis was seen."))


HOSTILE = 'miR-21 <script>alert("1")</script> targets PTEN & \x1b[31m\u202e <img src=x onerror=y>.'


def test_explain_html_takes_paper_text_for_data() -> None:
    page = as_html(explained(document(HOSTILE, name="<b>\x1b")))
    assert "<script" not in page
    assert "<img" not in page
    assert "<b>" not in page
    assert "&lt;script&gt;" in page
    assert {"\x1b", "\u202e"} & set(page) == set()


@pytest.mark.parametrize("outside", ["http:", "https:", "src=", "href=", "url(", "@import"])
def test_explain_html_needs_nothing_from_outside(outside: str) -> None:
    assert outside not in as_html(explained("miR-21 targets PTEN."))


def test_explain_html_marks_every_name_and_keeps_the_sentence() -> None:
    page = as_html(explained("miR-21 targets MDR1."))
    assert '<mark class="mirna" title="miR-21 mirbase:MI0000077">miR-21<small>mirna</small></mark>' in page
    assert '<mark class="gene" title="ABCB1 hgnc:40">MDR1<small>gene</small></mark>' in page


def test_explain_text_never_carries_control_characters() -> None:
    told = as_text(explained(document(HOSTILE.replace("targets", "targets\r\n"), name="a\x9bb")))
    assert {c for c in told if (ord(c) < 32 and c != "\n") or 127 <= ord(c) < 160 or c == "\u202e"} == set()


WORDS = st.sampled_from(
    ["miR-21", "miR-155", "PTEN", "cisplatin", "HeLa cells", "fibroblasts", "targets", "not", "may", "resistance to",
     "exosomes from", "which", ",", "(", ")", "and", "inhibition of", "increased", ".", "\n", "by", "it"]
)  # fmt: skip


@settings(max_examples=60)
@given(st.lists(WORDS, max_size=40))
def test_explain_any_text_is_explained_and_printed(words: list[str]) -> None:
    found = explained(" ".join(words))
    for one in found:
        pairs = {(u.mirna, u.other, u.type) for u in one.unpaired}
        assert len(pairs) == len(one.unpaired)
        assert all(u.reason for u in one.unpaired)
    assert as_html(found).count("<article") == len(found)
    assert as_text(found)
