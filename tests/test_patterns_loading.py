"""Reading pattern files: nothing is guessed, everything unknown is refused with its file, line and rule."""

from __future__ import annotations

from pathlib import Path

import pytest

from curator.errors import RuleError
from curator.model import MentionType, Polarity
from curator.patterns import load_rules
from curator.patterns.cues import ScopeCue
from curator.patterns.nodes import read_yaml
from curator.patterns.vocabulary import Vocabulary, fold_name, read_table
from tests.extraction_samples import rules

RULE = """\
purpose: A curator's own.
stage: 5
rules:
  - id: my-rule
    purpose: "`miR-21 hits PTEN`"
    role: TARGETS
    pattern:
      - agent=MIRNA hits theme=GENE
    match:
      - miR-21 hits PTEN => miR-21 | PTEN
"""
CLASS = "classes:\n  - name: hits\n    purpose: x\n    verbs: [hit]\n"
CUE = "purpose: x\nscopes:\n  - id: c\n    kind: negated\n    direction: both\n    phrases: [Not-at all]\n"
TABLE = "name\tidentifier\tsynonyms\tnote\n"


def own(folder: Path, *files: tuple[str, str | bytes]) -> Path:
    """A folder of patterns with these files."""
    for name, content in files:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def refusal(folder: Path, name: str, content: str | bytes) -> RuleError:
    """The error that loading a folder with this file raises."""
    with pytest.raises(RuleError) as caught:
        load_rules(own(folder, (name, content)))
    return caught.value


@pytest.mark.parametrize(
    ("content", "line", "rule", "told"),
    [
        pytest.param(RULE.replace("role:", "rolle:"), 6, "", "unknown key `rolle`", id="unknown key of a rule"),
        pytest.param(RULE.replace("stage:", "stages:"), 2, "", "unknown key `stages`", id="unknown key of a file"),
        pytest.param(
            RULE.replace("    role: TARGETS\n", "    role: TARGETS\n    role: ORIGIN\n"),
            7,
            "",
            "the key `role` stands here twice",
            id="key twice",
        ),
        pytest.param(
            RULE.replace('    purpose: "`miR-21 hits PTEN`"\n', ""),
            4,
            "",
            "the key `purpose` is missing",
            id="no purpose",
        ),
        pytest.param(RULE.replace("  - id: my-rule\n    purpose", "  - purpose"), 4, "", "`id` is missing", id="no id"),
        pytest.param(
            RULE.replace("theme=GENE", "theme=GENE|"), 8, "my-rule", "bad pattern: cannot read", id="bad pattern"
        ),
        pytest.param(
            RULE.replace("hits theme", "... theme").replace("agent=MIRNA ", ""),
            8,
            "my-rule",
            "bad pattern: the gap",
            id="pattern that begins with a gap",
        ),
        pytest.param(
            RULE.replace("hits theme", "<hitting> theme"),
            4,
            "my-rule",
            "no cue file defines <hitting>",
            id="unknown class",
        ),
        pytest.param(RULE.replace("TARGETS", "TARGET"), 6, "my-rule", "`TARGET` is not one of", id="unknown role"),
        pytest.param(
            RULE.replace("role: TARGETS", "role: TARGETS\n    strength: huge"),
            7,
            "my-rule",
            "`huge` is not one of strong, fair, weak",
            id="unknown strength",
        ),
        pytest.param(
            RULE.replace("role: TARGETS", 'make: GENE\n    sign: "*"'),
            7,
            "my-rule",
            "`*` is not one of +, -",
            id="no sign",
        ),
        pytest.param(
            RULE.replace("role: TARGETS", "role: TARGETS\n    make: GENE"),
            4,
            "my-rule",
            "either `make` or `role`",
            id="make and role",
        ),
        pytest.param(
            RULE.replace("    role: TARGETS\n", ""), 4, "my-rule", "either `make` or `role`", id="neither make nor role"
        ),
        pytest.param(RULE.replace("stage: 5\n", ""), 3, "", "a file of rules needs `stage`", id="no stage"),
        pytest.param(RULE.replace("stage: 5", "stage: five"), 2, "", "expected a whole number", id="stage in words"),
        pytest.param(
            RULE + RULE.partition("rules:\n")[2], 11, "", "the id `my-rule` is taken by mine.yaml:4", id="id twice"
        ),
        pytest.param(RULE.replace("    pattern:", "   pattern:"), 7, "", "block", id="indented by three"),
        pytest.param("rules: {a: b\n", 2, "", "expected", id="no YAML"),
        pytest.param("- a\n- b\n", 1, "", "expected `key: value` pairs", id="list for a file"),
        pytest.param(
            "purpose: x\nclasses:\n  - name: hits\n    purpose: x\n    sign: up\n",
            5,
            "",
            "a sign is + or -",
            id="class with another sign",
        ),
        pytest.param(
            "purpose: x\nclasses:\n  - name: targets\n    purpose: x\n",
            3,
            "",
            "`targets` is defined twice",
            id="class twice",
        ),
        pytest.param(
            "purpose: x\nscopes:\n  - id: c\n    kind: denied\n    direction: forward\n    phrases: [no]\n",
            4,
            "",
            "`negated` or `speculative`",
            id="unknown kind of cue",
        ),
        pytest.param(
            "purpose: x\nscopes:\n  - id: c\n    kind: negated\n    direction: up\n    phrases: [no]\n",
            5,
            "",
            "`forward`, `backward` or `both`",
            id="unknown direction",
        ),
    ],
)
def test_patterns_rule_file_is_refused_with_file_line_and_rule(
    content: str, line: int, rule: str, told: str, tmp_path: Path
) -> None:
    error = refusal(tmp_path, "assertions/mine.yaml", content)
    assert told in error.message
    assert (error.path, error.line, error.rule) == (tmp_path / "assertions" / "mine.yaml", line, rule)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        pytest.param("", "the file is empty", id="empty"),
        pytest.param("# only a comment\n", "the file is empty", id="comments alone"),
        pytest.param("purpose: naïve\n".encode("latin-1"), "not UTF-8 text at byte 11", id="Latin-1"),
    ],
)
def test_patterns_file_without_lines_is_refused_by_name(content: str | bytes, told: str, tmp_path: Path) -> None:
    error = refusal(tmp_path, "assertions/mine.yaml", content)
    assert str(error) == f"{tmp_path / 'assertions' / 'mine.yaml'}: {told}"


def test_patterns_folder_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match="there is no such directory"):
        load_rules(tmp_path / "nowhere")


def test_patterns_error_says_what_would_be_right(tmp_path: Path) -> None:
    error = refusal(tmp_path, "assertions/mine.yaml", RULE.replace("match:", "matches:"))
    assert error.hint == "Keys allowed here: id, make, match, no_match, pattern, purpose, role, sign, strength."


@pytest.mark.parametrize(
    ("name", "content", "line", "told"),
    [
        pytest.param("genes", "name\tid\n", 1, "the first line must name the columns", id="header"),
        pytest.param(
            "genes", TABLE + "\nPTEN\thgnc:9588\n", 3, "a row needs 4 columns, this one has 2", id="short row"
        ),
        pytest.param("genes", TABLE + "a\tb\tc\td\te\n", 2, "this one has 5", id="long row"),
        pytest.param("genes", TABLE + "# rare\n \thgnc:1\t\t\n", 3, "a row needs", id="row without a name"),
        pytest.param("enzymes", TABLE, None, "no vocabulary is called `enzymes`", id="unknown table"),
        pytest.param("genes", TABLE.encode() + b"\xff\t\t\t\n", None, "not UTF-8 text at byte 30", id="not UTF-8"),
    ],
)
def test_patterns_vocabulary_row_is_refused_with_file_and_line(
    name: str, content: str | bytes, line: int | None, told: str, tmp_path: Path
) -> None:
    error = refusal(tmp_path, f"vocabulary/{name}.tsv", content)
    assert told in error.message
    assert (error.path, error.line) == (tmp_path / "vocabulary" / f"{name}.tsv", line)


def test_patterns_yaml_values_stay_what_is_written(tmp_path: Path) -> None:
    path = own(tmp_path, ("x.yaml", "lists: [NO, yes, 1e3, 0x10, 2024-01-01, ~, 3.10]\n")) / "x.yaml"
    values = read_yaml(path).fields(optional=["lists"])["lists"].texts()
    assert values == ("NO", "yes", "1e3", "0x10", "2024-01-01", "~", "3.10")


def test_patterns_gene_called_no_can_be_added(tmp_path: Path) -> None:
    added = load_rules(own(tmp_path, ("vocabulary/genes.tsv", TABLE + "NO\t\t\t\n"))).vocabulary.find("NO")
    assert [(n.entry.name, n.entry.type) for n in added] == [("NO", MentionType.GENE)]


def test_patterns_own_rule_replaces_one_by_id_and_adds_others(tmp_path: Path) -> None:
    mine = RULE.replace("my-rule", "target-active")
    loaded = load_rules(own(tmp_path, ("assertions/mine.yaml", mine + RULE.partition("rules:\n")[2])))
    replaced = loaded.rule("target-active")
    assert replaced is not None
    assert [p.source for p in replaced.patterns] == ["agent=MIRNA hits theme=GENE"]
    assert {r.id for r in loaded.rules} == {r.id for r in rules().rules} | {"my-rule"}


def test_patterns_later_folder_wins(tmp_path: Path) -> None:
    first = own(tmp_path / "a", ("assertions/mine.yaml", RULE))
    second = own(tmp_path / "b", ("assertions/mine.yaml", RULE.replace("hits", "strikes")))
    rule = load_rules(first, second).rule("my-rule")
    assert rule is not None
    assert rule.patterns[0].source == "agent=MIRNA strikes theme=GENE"


def test_patterns_own_words_and_names_are_added(tmp_path: Path) -> None:
    folder = own(
        tmp_path,
        ("cues/mine.yaml", "purpose: x\nlists:\n  negators: [nowise]\n" + CLASS),
        ("vocabulary/genes.tsv", TABLE + "GENE1\t\tgene the first\t\n"),
    )
    loaded = load_rules(folder)
    assert rules().words("negators") | {"nowise"} == loaded.words("negators")
    assert loaded.lexicon.classes["hits"] == {"hit:active"}
    assert [n.entry.name for n in loaded.vocabulary.find("Gene the First")] == ["GENE1"]


def test_patterns_version_follows_the_content(tmp_path: Path) -> None:
    first = load_rules(own(tmp_path, ("assertions/mine.yaml", RULE)))
    again = load_rules(own(tmp_path, ("assertions/mine.yaml", RULE)))
    changed = load_rules(own(tmp_path, ("assertions/mine.yaml", RULE.replace("hits", "strikes"))))
    assert first.version == again.version
    assert len({first.version, changed.version, rules().version}) == 3


def test_patterns_rules_run_in_the_order_of_their_stages() -> None:
    stages = [rule.stage for rule in rules().rules]
    assert stages == sorted(stages)


def test_patterns_scope_cue_is_read_in_contexts_form(tmp_path: Path) -> None:
    folder = own(tmp_path, ("cues/mine.yaml", CUE + "    until: [But]\n"))
    found = next(s for s in load_rules(folder).scopes if s.id == "c")
    assert found == ScopeCue("c", Polarity.NEGATED, ("notat", "all"), "both", frozenset({"but"}))


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        pytest.param("β-catenin", "beta catenin", True, id="Greek letter spelled out"),
        pytest.param("Bcl-2", "BCL2", True, id="case and hyphen"),
        pytest.param("Bcl\u20112", "BCL2", True, id="non-breaking hyphen"),
        pytest.param("ﬁbroblast", "fibroblast", True, id="ligature"),
        pytest.param("CD44", "CD4", False, id="another number"),
        pytest.param("CD4+", "CD4", False, id="plus counts"),
    ],
)
def test_patterns_names_are_compared_folded(left: str, right: str, same: bool) -> None:
    assert (fold_name(left) == fold_name(right)) is same


@pytest.mark.parametrize(
    ("written", "found"),
    [
        pytest.param("MET", ["MET"], id="short name in its case"),
        pytest.param("met", [], id="short name in another case is a word"),
        pytest.param("pten", ["PTEN"], id="longer name in any case"),
        pytest.param("phosphatase-and tensin homolog", ["PTEN"], id="synonym"),
        pytest.param("PTENX", [], id="another name"),
    ],
)
def test_patterns_short_names_match_in_their_case_alone(written: str, found: list[str], tmp_path: Path) -> None:
    path = own(tmp_path, ("genes.tsv", TABLE + "MET\t\t\t\nPTEN\t\tphosphatase and tensin homolog\t\n")) / "genes.tsv"
    assert [n.entry.name for n in Vocabulary(read_table(path)).find(written)] == found
