"""Rule files are read and never evaluated, and none of them can keep the program busy or fill its memory."""

from __future__ import annotations

import os
import re
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curator.errors import RuleError
from curator.patterns import load_rules
from curator.patterns.nodes import LARGEST_FILE, read_yaml
from curator.patterns.regex_cost import LONGEST_TEXT, CostError, check_cost, matches
from curator.patterns.syntax import MOST_SEGMENTS, parse_pattern
from curator.resources import patterns_dir

_TENFOLD = "".join(f"{chr(98 + i)}: &{chr(98 + i)} [{', '.join(['*' + chr(97 + i)] * 10)}]\n" for i in range(9))


@pytest.fixture
def touched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where a file would appear if a rule file were evaluated."""
    monkeypatch.chdir(tmp_path)
    return tmp_path / "pwned"


@pytest.mark.parametrize(
    ("content", "line", "told"),
    [
        pytest.param(f"purpose: x\na: &a [x, x]\n{_TENFOLD}", 2, "`&a` stands for", id="billion laughs"),
        pytest.param("purpose: &a [*a]\n", 1, "`&a` stands for", id="alias of itself"),
        pytest.param("purpose: x\nlists: *gone\n", 2, "`*gone` stands for", id="alias of nothing"),
        pytest.param("a: !!python/object/apply:os.system ['touch pwned']\n", 1, "the tag", id="python tag"),
        pytest.param("a:\n  - !include /etc/passwd\n", 2, "the tag `!include`", id="tag of one's own"),
        pytest.param(f"purpose: {'[' * 100_000}", 1, "levels deep", id="deep list"),
        pytest.param("".join(f"{' ' * n}a:\n" for n in range(2000)), 21, "levels deep", id="deep mapping"),
        pytest.param("purpose: x\n? [a, b]\n: c\n", 2, "a key is plain text", id="list as key"),
        pytest.param("purpose: x\n---\npurpose: y\n", 2, "a second document", id="second document"),
        pytest.param("<<: {a: b}\npurpose: x\n<<: {c: d}\n", 3, "stands here twice", id="merge key is a key"),
    ],
)
def test_security_rule_file_that_unfolds_or_says_more_than_it_shows_is_refused(
    content: str, line: int, told: str, tmp_path: Path, touched: Path
) -> None:
    path = tmp_path / "rules.yaml"
    path.write_text(content, encoding="utf-8")
    began = time.process_time()
    with pytest.raises(RuleError, match=re.escape(told)) as refused:
        read_yaml(path)
    assert refused.value.line == line
    assert time.process_time() - began < 5
    assert not touched.exists()


def test_security_rule_file_of_a_hundred_megabytes_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "rules.yaml"
    with path.open("wb") as file:
        file.truncate(100_000_000)
    with pytest.raises(RuleError, match="this is 100 MB; the limit of a rule file is 5 MB"):
        read_yaml(path)
    path.write_bytes(b"a: b #" + b" " * (LARGEST_FILE - 6))
    assert read_yaml(path).fields(optional=["a"])["a"].text() == "b"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")
def test_security_rule_file_that_is_a_pipe_or_has_no_end_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.yaml")
    (tmp_path / "zero.yaml").symlink_to("/dev/zero")
    for name in ("pipe.yaml", "zero.yaml"):
        with pytest.raises(RuleError, match="this is no file"):
            read_yaml(tmp_path / name)


CATASTROPHIC = [
    r"(a+)+$", r"(a|aa)*", r"(a|aa)+$", r"(.*?,){20}", r"(.*a){12}", r"(x+x+)+y", r"([a-zA-Z]+)*$", r"(a?){30}a{30}",
    r"^(\w+\s?)*$", r"(?=(a+)+b)a", r"(a*)*", r"(\w)\1*\1*\1*x", r"(\w{1,20}){1,20}", r"(?:[A-Z]+\d*)+x",
    r".*foo.*bar.*baz",
    r"(?i)(?:a|A)*b(?:x|X|xX)*y", r"((a{1,9}){1,9}){1,9}x", r"(?>(a+)+)b", r"(?s:.*).*.*x", r"\s*\w*\s*\w*\s*x",
]  # fmt: skip
HARMLESS = [
    r"miR-\d+", r"[A-Z]{2,6}-?\d+", r"([^,]*,){20}", r"\w{1,20}-?\w{0,20}\d", r"(?:a|b)*c", r"[a-z]+(?:-[a-z]+)*",
    r"(?<![\w-])[A-Z]\w*(?:[-/][A-Z0-9]\w*)*(?!\w)", r".*foo", r"a*+b", r"(?:cells?|lines?)(?=\s)", r"(?:\d{1,3},)+\d",
]  # fmt: skip


@pytest.mark.parametrize("expression", CATASTROPHIC)
def test_security_expression_that_may_run_for_ever_is_refused(expression: str) -> None:
    with pytest.raises(CostError, match="far too many ways"):
        check_cost(expression)


@pytest.mark.parametrize("expression", HARMLESS)
def test_security_expression_that_ends_soon_is_taken(expression: str) -> None:
    check_cost(expression)
    for text in ("a" * LONGEST_TEXT, "A-1/" * (LONGEST_TEXT // 4), "1," * (LONGEST_TEXT // 2), "a-" * 999 + "!"):
        began = time.process_time()
        list(matches(re.compile(expression), text))
        assert time.process_time() - began < 2


_ATOMS = st.sampled_from(["a", "b", "[ab]", r"\w", "-", ".", "(?:a|b)", "(?:a|ab)", "a?", "b*", "[^b]+"])
_EXPRESSIONS = st.recursive(
    _ATOMS,
    lambda inner: st.one_of(
        st.tuples(inner, inner).map("".join),
        st.tuples(inner, st.sampled_from(["*", "+", "?", "{1,3}", "*?"])).map(lambda p: f"(?:{p[0]}){p[1]}"),
        st.tuples(inner, inner).map(lambda p: f"(?:{p[0]}|{p[1]})"),
    ),
    max_leaves=6,
)


@settings(max_examples=150, deadline=None)
@given(expression=_EXPRESSIONS)
def test_security_expression_that_passes_ends_soon_on_every_text_that_is_tried(expression: str) -> None:
    whole = f"{expression}c"
    try:
        check_cost(whole)
    except CostError:
        return
    compiled = re.compile(whole)
    for unit in ("a", "b", "ab", "aab", "-", "a-", "x"):
        began = time.process_time()
        # A tenth of what it may be tried on: three repetitions behind one another would show.
        compiled.search(unit * (LONGEST_TEXT // 10 // len(unit)))
        assert time.process_time() - began < 1, unit


def test_security_built_in_expressions_pass_the_same_check() -> None:
    shapes = [shape for held in load_rules().shapes.values() for shape in held]
    assert len(shapes) > 10
    for shape in shapes:
        check_cost(shape.pattern)


def test_security_bad_expression_is_told_with_file_line_and_what_would_be_right(tmp_path: Path) -> None:
    path = tmp_path / "mentions" / "mine.yaml"
    path.parent.mkdir()
    path.write_text("purpose: Mine.\nshapes:\n  gene:\n    - 'ABC\\d'\n    - '(\\w+)+X'\n", encoding="utf-8")
    with pytest.raises(RuleError) as refused:
        load_rules(tmp_path)
    assert str(refused.value).startswith(f"{path}:5: `(\\w+)+X`: the expression may try far too many ways")
    assert r"as in \w{1,20} for \w+" in refused.value.hint


@pytest.mark.parametrize(
    "expression",
    [
        pytest.param("a{99999999999999}", id="huge repeat"),
        pytest.param("(" * 990 + "a" + ")" * 990, id="deep"),
        pytest.param("a" * 3000, id="long"),
        pytest.param("(?P<n>a", id="open"),
    ],
)
def test_security_expression_that_cannot_be_compiled_is_told(expression: str, tmp_path: Path) -> None:
    path = tmp_path / "mentions" / "mine.yaml"
    path.parent.mkdir()
    path.write_text(f"purpose: Mine.\nshapes:\n  gene: ['{expression}']\n", encoding="utf-8")
    with pytest.raises(RuleError) as refused:
        load_rules(tmp_path)
    assert refused.value.line == 3


def test_security_match_sees_a_long_text_in_stretches() -> None:
    text = f"{'x' * 1500} ABC1 {'y' * 700} ABC2 {'z' * 5000} ABC3"
    found = [(m.group(), m.start()) for m in matches(re.compile(r"(?<!\w)ABC\d"), text)]
    assert found == [(name, text.index(name)) for name in ("ABC1", "ABC2", "ABC3")]


@pytest.mark.parametrize(
    ("pattern", "told"),
    [
        pytest.param(" ".join(["MIRNA", *["by|<x>|GENE?"] * 20]), "readings", id="every element optional"),
        pytest.param(" .. ".join(["GENE"] * (MOST_SEGMENTS + 1)), "gaps", id="many gaps"),
    ],
)
def test_security_pattern_that_unfolds_is_refused(pattern: str, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        parse_pattern(pattern)


def test_security_built_in_rule_files_are_far_below_the_limits() -> None:
    files = sorted(patterns_dir().glob("*/*.yaml"))
    assert files
    assert max(path.stat().st_size for path in files) * 10 < LARGEST_FILE
