from __future__ import annotations

from pathlib import Path

import pytest

from curator import errors
from curator.errors import CuratorError, ReadError, RuleError


def _tree(error: type[CuratorError], depth: int = 0) -> list[tuple[int, str]]:
    below = sorted(error.__subclasses__(), key=lambda e: e.__name__)
    return [(depth, error.__name__), *(line for child in below for line in _tree(child, depth + 1))]


def _drawn(docstring: str) -> set[tuple[int, str]]:
    """Depth and name of every line of the drawing: four characters a level, four of margin."""
    lines = [line for line in docstring.splitlines() if "Error  " in line]
    names = [next(word for word in line.split() if word.endswith("Error")) for line in lines]
    return {(line.index(name) // 4 - 1, name) for line, name in zip(lines, names, strict=True)}


def test_errors_docstring_draws_the_whole_tree() -> None:
    assert errors.__doc__ is not None
    assert _drawn(errors.__doc__) == set(_tree(CuratorError))


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        pytest.param(CuratorError("no"), "no", id="message alone"),
        pytest.param(CuratorError("no", hint="say yes"), "no\nsay yes", id="hint on its own line"),
        pytest.param(ReadError(Path("a.pdf"), "no text"), "a.pdf: no text", id="file first"),
        pytest.param(
            RuleError("unknown key", path="r.yaml", line=3, rule="x"),
            "r.yaml:3: rule x: unknown key",
            id="file, line and rule",
        ),
        pytest.param(RuleError("unknown key", path="r.yaml"), "r.yaml: unknown key", id="file alone"),
        pytest.param(RuleError("unknown key", line=3), "line 3: unknown key", id="line alone"),
        pytest.param(RuleError("unknown key"), "unknown key", id="nowhere"),
    ],
)
def test_errors_message_says_where_then_what_then_what_would_be_right(error: CuratorError, expected: str) -> None:
    assert str(error) == expected


def test_errors_only_a_wrong_command_line_exits_with_two() -> None:
    codes = {name: getattr(errors, name).exit_code for _, name in _tree(CuratorError)}
    assert {name for name, code in codes.items() if code == 2} == {"UsageError"}
    assert set(codes.values()) == {1, 2}
