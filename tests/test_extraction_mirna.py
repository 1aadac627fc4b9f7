"""The grammar of miRNA names, form by form, and what only looks like one."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curator.extraction.mirna import find_mirnas
from curator.model import MentionType
from tests.extraction_samples import mentions, targets

SPELLINGS = [
    pytest.param("miR-21", "miR-21", id="plain"),
    pytest.param("miR21", "miR-21", id="no hyphen"),
    pytest.param("miR 21", "miR-21", id="space"),
    pytest.param("MiR-21-5p", "miR-21-5p", id="capital and arm"),
    pytest.param("miR-21-3P", "miR-21-3p", id="arm in capitals"),
    pytest.param("miR21-5p", "miR-21-5p", id="no hyphen but for the arm"),
    pytest.param("miR-21 5p", "miR-21-5p", id="space before the arm"),
    pytest.param("miR_21_5p", "miR-21-5p", id="underscores"),
    pytest.param("Mir21", "miR-21", id="mouse gene symbol"),
    pytest.param("MIR125B1", "miR-125b-1", id="gene symbol with letter and locus"),
    pytest.param("MIRLET7A1", "let-7a-1", id="gene symbol of let"),
    pytest.param("has-miR-21", "miR-21", id="species misprinted"),
    pytest.param("HSA-miR-21", "miR-21", id="species in capitals"),
    pytest.param("hsa-let-7a-5p", "let-7a-5p", id="species and let"),
    pytest.param("mmu-miR-21a-5p", "miR-21a-5p", id="mouse with a letter"),
    pytest.param("ebv-miR-BART7-3p", "miR-BART7-3p", id="Epstein-Barr virus"),
    pytest.param("kshv-miR-K12-1", "miR-K12-1", id="sarcoma virus"),
    pytest.param("miR-K12-10a", "miR-K12-10a", id="virus without a prefix"),
    pytest.param("hcmv-miR-UL112-3p", "miR-UL112-3p", id="cytomegalovirus"),
    pytest.param("MicroRNA-21-5p", "miR-21-5p", id="MicroRNA with arm"),
    pytest.param("micro-RNA-21", "miR-21", id="micro-RNA"),
    pytest.param("micro RNA-21", "miR-21", id="micro RNA"),
    pytest.param("mircoRNA-21", "miR-21", id="microRNA misprinted"),
    pytest.param("microRNA\n21", "miR-21", id="line break for a space"),
    pytest.param("let 7a", "let-7a", id="let with a space and a letter"),
    pytest.param("miR-548ac", "miR-548ac", id="two letters of the largest family"),
    pytest.param("miR-183~96~182", "miR-183~96~182", id="cluster of three by tilde"),
    pytest.param("miR-371-373", "miR-371-373", id="cluster of three digits"),
    pytest.param("miR-23a~27a~24-2", "miR-23a~27a~24-2", id="cluster with letters and a locus"),
    pytest.param("mir-21", "miR-21", id="gene in lower case"),
    pytest.param("MIR21", "miR-21", id="gene symbol"),
    pytest.param("hsa-miR-21", "miR-21", id="human"),
    pytest.param("mmu-miR-21-3p", "miR-21-3p", id="mouse"),
    pytest.param("miRNA-21", "miR-21", id="miRNA"),
    pytest.param("microRNA-21", "miR-21", id="microRNA"),
    pytest.param("MicroRNA 21", "miR-21", id="MicroRNA and space"),
    pytest.param("microRNA (miR)-21", "miR-21", id="stem defined in passing"),
    pytest.param("let-7a", "let-7a", id="let"),
    pytest.param("Let-7a-5p", "let-7a-5p", id="let with arm"),
    pytest.param("let7b", "let-7b", id="let without a hyphen"),
    pytest.param("hsa-let-7a-1", "let-7a-1", id="let with locus"),
    pytest.param("miR-let-7c", "let-7c", id="let behind miR"),
    pytest.param("lin-4", "lin-4", id="lin-4"),
    pytest.param("miR-124*", "miR-124*", id="star"),
    pytest.param("miR-378a-3p", "miR-378a-3p", id="letter and arm"),
    pytest.param("miR-125b-1", "miR-125b-1", id="letter and locus"),
    pytest.param("miR-92a-1-5p", "miR-92a-1-5p", id="letter, locus and arm"),
    pytest.param("miR-1246", "miR-1246", id="four digits"),
    pytest.param("miR-17~92", "miR-17~92", id="cluster by tilde"),
    pytest.param("miR-17-92", "miR-17-92", id="cluster by hyphen"),
    pytest.param("miR-\n21", "miR-21", id="line break"),
    pytest.param("miR- 21", "miR-21", id="space behind the hyphen"),
    pytest.param("miR\u201321", "miR-21", id="en dash"),
    pytest.param("miR\u201121", "miR-21", id="non-breaking hyphen"),
    pytest.param("miR\u221221", "miR-21", id="minus"),
    pytest.param("miR\u00ad21", "miR-21", id="soft hyphen"),
    pytest.param("miR-21\u20115p", "miR-21-5p", id="non-breaking hyphen before the arm"),
]


@pytest.mark.parametrize(("written", "name"), SPELLINGS)
def test_mirna_every_spelling_has_one_canonical_name(written: str, name: str) -> None:
    found = list(find_mirnas(f"Then {written} rose."))
    assert [(m.text, m.name) for m in found] == [(written, name)]


@pytest.mark.parametrize(("written", "name"), SPELLINGS)
def test_mirna_canonical_name_is_a_name_of_itself(written: str, name: str) -> None:
    assert [m.name for m in find_mirnas(name)] == [name]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        pytest.param("miR-200a/b/c", ["miR-200a", "miR-200b", "miR-200c"], id="letters by slash"),
        pytest.param("let-7a/b", ["let-7a", "let-7b"], id="let by slash"),
        pytest.param("miR-15a/16", ["miR-15a", "miR-16"], id="numbers by slash"),
        pytest.param("miR-29a/29b/29c", ["miR-29a", "miR-29b", "miR-29c"], id="numbers with letters by slash"),
        pytest.param("miR-17-5p/20a", ["miR-17-5p", "miR-20a"], id="number behind an arm, which is not shared"),
        pytest.param("miR-34b/c-5p", ["miR-34b-5p", "miR-34c-5p"], id="arm shared by letters"),
        pytest.param("miR-99a/let-7c", ["miR-99a", "let-7c"], id="two whole names by slash"),
        pytest.param("miR-23a, -27a and -24-2", ["miR-23a", "miR-27a", "miR-24-2"], id="ellipsis"),
        pytest.param("miR-1914* and -1915", ["miR-1914*", "miR-1915"], id="ellipsis behind a star"),
        pytest.param("miR-141, -200b, and -429", ["miR-141", "miR-200b", "miR-429"], id="serial comma"),
        pytest.param("miRs-21 and 155", ["miR-21", "miR-155"], id="plural"),
        pytest.param("miRNAs 21 and 155", ["miR-21", "miR-155"], id="plural with spaces"),
        pytest.param("microRNAs-21 and -155", ["miR-21", "miR-155"], id="plural with hyphens"),
        pytest.param("miR-200b and -c", ["miR-200b", "miR-200c"], id="letter behind a hyphen"),
        pytest.param("miR-29a, b and c", ["miR-29a", "miR-29b", "miR-29c"], id="bare letters"),
        pytest.param("miR-148a and miR-148b", ["miR-148a", "miR-148b"], id="no ellipsis"),
        pytest.param("microRNA-21 (miR-21)", ["miR-21", "miR-21"], id="named twice"),
        pytest.param("miR-30a~d", ["miR-30a", "miR-30b", "miR-30c", "miR-30d"], id="range by tilde"),
        pytest.param("miR-29a-c", ["miR-29a", "miR-29b", "miR-29c"], id="range by hyphen"),
        pytest.param("miR-181a\u2013d-5p", [f"miR-181{x}-5p" for x in "abcd"], id="range by dash with an arm"),
        pytest.param("miRs-221/222", ["miR-221", "miR-222"], id="plural by slash"),
        pytest.param("miR-200a,b,c", ["miR-200a", "miR-200b", "miR-200c"], id="letters by commas"),
        pytest.param("miR-200 a/b/c", ["miR-200a", "miR-200b", "miR-200c"], id="letters behind a space"),
        pytest.param("miR-148a, 148b and 152", ["miR-148a", "miR-148b", "miR-152"], id="numbers with a letter"),
        pytest.param("miR-17-5p, 20a-5p and 106b-5p", ["miR-17-5p", "miR-20a-5p", "miR-106b-5p"], id="with arms"),
        pytest.param("let-7a, 7b", ["let-7a", "let-7b"], id="let and number"),
        pytest.param("miR-199a-3p/5p", ["miR-199a-3p", "miR-199a-5p"], id="both arms by slash"),
        pytest.param("miR-193a-3p and -5p", ["miR-193a-3p", "miR-193a-5p"], id="both arms"),
        pytest.param("miR-126/*", ["miR-126", "miR-126*"], id="star by slash"),
        pytest.param("miR-9/9*", ["miR-9", "miR-9*"], id="number and its star"),
        pytest.param("miR-143 and/or -145", ["miR-143", "miR-145"], id="and/or"),
        pytest.param("miR-143 as well as -145", ["miR-143", "miR-145"], id="as well as"),
        pytest.param("miR-302-367 cluster", ["miR-302-367"], id="a cluster is one"),
        pytest.param("miR-23a,\n-27a", ["miR-23a", "miR-27a"], id="ellipsis over a line break"),
    ],
)
def test_mirna_lists_give_one_mention_each(written: str, expected: list[str]) -> None:
    assert [m.name for m in find_mirnas(f"We saw {written} there.")] == expected


def test_mirna_mention_of_an_ellipsis_covers_its_own_letters_alone() -> None:
    text = "miR-200a/b and -429"
    assert [text[m.start : m.end] for m in find_mirnas(text)] == ["miR-200a", "b", "-429"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("miR-21 and 24 patients", ["miR-21"], id="a count of patients"),
        pytest.param("miR-21 and 155", ["miR-21"], id="a bare number behind a singular"),
        pytest.param("miRs-21 and 24 h later", ["miR-21"], id="a count of hours behind a plural"),
        pytest.param("miR-34a and c-Myc", ["miR-34a"], id="a gene that begins with a letter"),
        pytest.param("miR-34a and a gene", ["miR-34a"], id="an article"),
        pytest.param("miR-15a and p < 0.05", ["miR-15a"], id="a p value"),
        pytest.param("miR-21, 50% of cells", ["miR-21"], id="a percentage"),
        pytest.param("miR-21/PTEN", ["miR-21"], id="its target"),
        pytest.param("miR-21-mediated", ["miR-21"], id="a suffix"),
        pytest.param("anti-miR-21", ["miR-21"], id="a prefix"),
        pytest.param("pre-miR-21", ["miR-21"], id="a precursor"),
        pytest.param("miR-200 family", ["miR-200"], id="a family"),
        pytest.param("miR-17-92 cluster", ["miR-17-92"], id="a cluster"),
        pytest.param("antimiR-21", ["miR-21"], id="a prefix without a hyphen"),
        pytest.param("pri-miR-21", ["miR-21"], id="a primary transcript"),
        pytest.param("miR-21-loaded", ["miR-21"], id="what it is loaded into"),
        pytest.param("miR-21\u2191", ["miR-21"], id="an arrow"),
        pytest.param("miR-21\u2212/\u2212", ["miR-21"], id="a knockout"),
        pytest.param("miR-145-200 nM", ["miR-145"], id="a concentration"),
        pytest.param("miR-34a-c-Myc", ["miR-34a"], id="a gene that looks like a range"),
        pytest.param("miR-30d~a", ["miR-30d"], id="a range backwards"),
        pytest.param("miR-200a, a gene", ["miR-200a"], id="an article behind a comma"),
        pytest.param("miR-21-5p and 3p", ["miR-21-5p", "miR-21-3p"], id="the other arm"),
        pytest.param("miR-21-5p and 5p", ["miR-21-5p"], id="the same arm"),
    ],
)
def test_mirna_ends_where_its_name_ends(text: str, expected: list[str]) -> None:
    assert [m.name for m in find_mirnas(text)] == expected


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("MIR100HG", id="host gene"),
        pytest.param("MIR17HG", id="host gene of a cluster"),
        pytest.param("MIR21HG", id="host gene of miR-21"),
        pytest.param("MIR4435-2HG", id="host gene of a locus"),
        pytest.param("miR-155 host gene", id="host gene in words"),
        pytest.param("miR-21i", id="an inhibitor in one letter"),
        pytest.param("miR-21mimic", id="a mimic glued on"),
        pytest.param("miR-21KO", id="a knockout glued on"),
        pytest.param("miR-NC", id="negative control"),
        pytest.param("miRNA 24 h later", id="a time"),
        pytest.param("miRNA-mediated", id="no number"),
        pytest.param("miRNAs", id="plural alone"),
        pytest.param("miRNA 3p arm", id="arm alone"),
        pytest.param("miR-", id="stem alone"),
        pytest.param("MIRA-1", id="another symbol"),
        pytest.param("admir-21", id="inside a word"),
        pytest.param("outlet-7", id="let inside a word"),
        pytest.param("let 7 patients leave", id="the verb"),
        pytest.param("let-8", id="no such let"),
        pytest.param("mirror 21", id="mirror"),
        pytest.param("miR-21HG", id="letters behind"),
    ],
)
def test_mirna_near_misses_are_none(text: str) -> None:
    assert [m.text for m in find_mirnas(text)] == []


@given(st.text(alphabet="miRlet-217abc53p*/,~ and\n", max_size=60))
def test_mirna_mentions_quote_and_stand_in_order(text: str) -> None:
    found = list(find_mirnas(text))
    assert all(text[m.start : m.end] == m.text for m in found)
    places = sorted({(m.start, m.end) for m in found})
    assert all(left.end <= right.start or left.start == right.start for left, right in pairwise(found))
    assert all(left[1] <= right[0] for left, right in pairwise(places))


@given(st.integers(1, 9999), st.sampled_from(["", "a", "b", "d"]), st.sampled_from(["", "-5p", "-3p", "*"]))
def test_mirna_any_number_letter_and_arm_is_kept(number: int, letter: str, arm: str) -> None:
    name = f"miR-{number}{letter}{arm}"
    assert [m.name for m in find_mirnas(f"Here {name}, as told.")] == [name]


@pytest.mark.parametrize(
    ("written", "name", "identifier"),
    [
        pytest.param("miR-21", "miR-21", "mirbase:MI0000077", id="without an arm it is the hairpin"),
        pytest.param("miR-21-5p", "miR-21-5p", "mirbase:MIMAT0000076", id="with an arm it is mature"),
        pytest.param("MIR125B1", "miR-125b-1", "mirbase:MI0000446", id="gene symbol"),
        pytest.param("miR-1246", "miR-1246", "mirbase:MIMAT0005898", id="a mature name without an arm"),
        pytest.param("miR-124", "miR-124", None, id="three hairpins, so none"),
        pytest.param("miR-124*", "miR-124*", "mirbase:MIMAT0004591", id="a star keeps its form"),
        pytest.param("miR-213", "miR-181a-3p", "mirbase:MIMAT0000270", id="a number out of use"),
        pytest.param("hsa-miR-422b", "miR-378a-3p", "mirbase:MIMAT0000732", id="a number out of use with its species"),
        pytest.param("miR-203", "miR-203", "mirbase:MI0000283", id="a number that gained a letter"),
        pytest.param("has-miR-21", "miR-21", "mirbase:MI0000077", id="species misprinted"),
        pytest.param("mmu-miR-155-5p", "miR-155-5p", None, id="a mouse's is not the human one"),
        pytest.param("ebv-miR-BART7-3p", "miR-BART7-3p", None, id="a virus's"),
        pytest.param("miR-183 family", "miR-183", None, id="a family"),
        pytest.param("miR-23a cluster", "miR-23a", None, id="a cluster"),
        pytest.param("miR-183 microRNA family", "miR-183", None, id="a family of microRNAs"),
        pytest.param("miR-17~92", "miR-17~92", None, id="a cluster by tilde"),
        pytest.param("miR-99999", "miR-99999", None, id="unknown"),
    ],
)
def test_mirna_has_the_accession_of_what_its_name_says(written: str, name: str, identifier: str | None) -> None:
    found = mentions(f"Then {written} rose.", MentionType.MIRNA)
    assert [(m.name, m.identifier) for m in found] == [(name, identifier)]


def test_mirna_species_holds_for_the_members_of_its_list_alone() -> None:
    found = mentions("We saw mmu-miR-21a and -155, and miR-155.", MentionType.MIRNA)
    assert [m.identifier for m in found] == [None, None, "mirbase:MI0000681"]


def test_mirna_members_of_a_range_have_all_that_is_said_of_it() -> None:
    assert targets("miR-30a~d targets PTEN.") == {(f"miR-30{letter}", "PTEN") for letter in "abcd"}
