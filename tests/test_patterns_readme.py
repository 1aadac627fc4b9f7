"""The rules' README: its worked example works, and its tables say what the program reads."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from curator.errors import RuleError
from curator.patterns import load_rules
from curator.patterns.rules import ROLES
from curator.patterns.syntax import KINDS, NAMES
from tests.extraction_samples import rules
from tests.readme_examples import ROOT, Example, Reader, examples

TEXT = (ROOT / "patterns" / "README.md").read_text("utf-8")
_FILE = re.compile(r"^`(?P<name>[^`\n]+)`\n```(?:yaml|text)\n(?P<content>.*?)^```$", re.MULTILINE | re.DOTALL)
_CONSOLE = re.compile(r"^```console\n.*?^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Saved:
    """A file that the README tells to save, or to save anew."""

    name: str
    content: str


def steps() -> Iterator[Saved | Example]:
    """What a reader does, in order: saves files, types commands."""
    found = sorted([*_FILE.finditer(TEXT), *_CONSOLE.finditer(TEXT)], key=lambda match: match.start())
    for match in found:
        if match.re is _FILE:
            yield Saved(match["name"], match["content"])
        else:
            yield from examples(match.group())


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    """Somebody who works through the README, step after step."""
    return Reader(tmp_path_factory.mktemp("reader"))


@pytest.mark.parametrize("step", [*steps()], ids=lambda step: step.name if isinstance(step, Saved) else step.command)
def test_patterns_readme_worked_example_works(step: Saved | Example, reader: Reader) -> None:
    if isinstance(step, Saved):
        reader.type(f"mkdir -p $(dirname {step.name}) && cat > {step.name} <<'END'\n{step.content}END")
        return
    printed = reader.type(step.command)
    assert step.agrees(printed), printed


def test_patterns_readme_worked_example_ends_well() -> None:
    told = list(steps())
    assert [s.name for s in told if isinstance(s, Saved)].count("my-rules/assertions/brakes.yaml") == 2
    outcomes = [s.printed for s in told if isinstance(s, Example) and "patterns test" in s.command]
    assert ["exit code 1" in printed for printed in outcomes] == [True, False]


def table(heading: str) -> list[str]:
    """The first column of the table under a heading."""
    section = TEXT.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    first = re.findall(r"^\| (`[^|]+`) \|", section, flags=re.MULTILINE)
    return [name for cell in first for name in re.findall(r"`([^`]+)`", cell)]


FILE = "purpose: x\n{}"
RULE = FILE.format("stage: 5\nrules:\n  - {}: x\n    id: x\n    purpose: x\n    pattern: MIRNA\n    role: ACTS\n")
CLASS = FILE.format("classes:\n  - {}: x\n    name: x\n    purpose: x\n")
SCOPE = FILE.format("scopes:\n  - {}: x\n    id: x\n")


@pytest.mark.parametrize(
    ("heading", "content"),
    [
        pytest.param("A file", FILE.format("{}: x\n"), id="file"),
        pytest.param("A rule", RULE, id="rule"),
        pytest.param("Cue classes", CLASS, id="classes"),
        pytest.param("Scopes", SCOPE, id="scopes"),
    ],
)
def test_patterns_readme_names_every_key_that_is_read(heading: str, content: str, tmp_path: Path) -> None:
    path = tmp_path / "cues" / "mine.yaml"
    path.parent.mkdir()
    path.write_text(content.format("unknown"), encoding="utf-8")
    with pytest.raises(RuleError, match="unknown key `unknown`") as refused:
        load_rules(tmp_path)
    allowed = refused.value.hint.removeprefix("Keys allowed here: ").removesuffix(".").split(", ")
    assert sorted(table(heading)) == sorted(allowed)


@pytest.mark.parametrize(
    ("heading", "known"),
    [pytest.param("Units", KINDS, id="units"), pytest.param("Roles", ROLES, id="roles")],
)
def test_patterns_readme_names_every_kind_and_role(heading: str, known: tuple[str, ...]) -> None:
    assert sorted(table(heading)) == sorted(known)


def test_patterns_readme_names_every_name_that_a_unit_is_kept_under() -> None:
    roles = TEXT.split("\n## Roles\n")[1].split("\n## ")[0]
    assert [name for name in NAMES if f"`{name}`" not in roles and f"`{name}=`" not in roles] == []


def test_patterns_readme_names_every_stage_and_folder() -> None:
    stages = {rule.stage for rule in rules().rules}
    section = TEXT.split("\n## Stages\n")[1]
    assert {int(n) for n in re.findall(r"^\| (\d+) \|", section, flags=re.MULTILINE)} == stages
    folders = {path.name for path in (ROOT / "patterns").iterdir() if path.is_dir()}
    assert set(re.findall(r"^\| `(\w+)/` \|", TEXT, flags=re.MULTILINE)) == folders


def test_patterns_readme_links_lead_somewhere() -> None:
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", TEXT)
    assert [link for link in links if not (ROOT / "patterns" / link).exists()] == []
    anchors = re.findall(r"\]\(#([^)]+)\)", TEXT)
    headings = {title.lower().replace(" ", "-") for title in re.findall(r"^#+ (.+)$", TEXT, flags=re.MULTILINE)}
    assert set(anchors) <= headings
