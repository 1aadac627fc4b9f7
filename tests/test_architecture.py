from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "curator"

FOUNDATION = {"model", "errors"}
BELOW_WORKBENCH = {
    *FOUNDATION,
    "durable",
    "identity",
    "resources",
    "patterns",
    "reading",
    "extraction",
    "storage",
    "curation",
    "evaluation",
    "exporting",
}

# Who may know whom. The version, in curator/__init__.py, is everybody's.
KNOWS: dict[str, set[str]] = {
    "__init__": set(),
    "model": set(),
    "errors": set(),
    "durable": set(),
    "identity": FOUNDATION,
    "resources": FOUNDATION,
    "patterns": {*FOUNDATION, "resources"},
    "reading": FOUNDATION,
    "extraction": {"model", "patterns"},
    "storage": {*FOUNDATION, "durable", "identity"},
    "curation": {"model"},
    "evaluation": {"model"},
    "exporting": {"model", "durable"},
    "workbench": BELOW_WORKBENCH,
    "cli": {*FOUNDATION, "workbench"},
    "tui": {*FOUNDATION, "workbench", "curation"},
    # The entry point hands the terminal interface to the command line, so that neither face knows the other.
    "__main__": {"workbench", "cli", "tui"},
}

# Every library from elsewhere, and the only rooms that may import it.
IMPORTERS: dict[str, set[str]] = {
    "bioc": {"reading"},
    "click": {"cli"},
    "lxml": {"reading"},
    "pdfplumber": {"reading"},
    "platformdirs": {"resources"},
    "pypdfium2": {"reading"},
    "rapidfuzz": {"curation"},
    "rich": {"tui"},
    "spacy": {"extraction"},
    "sqlite_utils": {"storage"},
    "textual": {"tui"},
    "yaml": {"patterns"},
}

HEAVY = {"spacy", "textual", "pdfplumber", "sqlite_utils", "lxml", "bioc"}

MOST_LINES_IN_A_FILE = 600
MOST_LINES_IN_A_FUNCTION = 60


@dataclass(frozen=True)
class Import:
    """One imported module, by its full dotted name, and where the import stands."""

    room: str
    module: str
    place: str


def _room_of(path: Path, *, package: Path) -> str:
    return path.relative_to(package).parts[0].removesuffix(".py")


def _absolute(node: ast.ImportFrom, path: Path, *, package: Path) -> str:
    """The module that an import names, also where it names it by dots."""
    if not node.level:
        return node.module or ""
    folders = path.relative_to(package.parent).parent.parts
    base = folders[: len(folders) - node.level + 1]
    return ".".join([*base, *([node.module] if node.module else [])])


def _is_import_call(node: ast.AST) -> bool:
    """True for `import_module(...)` and `__import__(...)`, however they are reached."""
    if not isinstance(node, ast.Call):
        return False
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    return name in {"import_module", "__import__"}


def _modules(node: ast.AST, path: Path, *, package: Path) -> list[str]:
    match node:
        case ast.Import(names=names):
            return [alias.name for alias in names]
        case ast.ImportFrom(names=names):
            base = _absolute(node, path, package=package)
            # `from curator import x` may name a module; what is no module is dropped by whoever asks for a room.
            return [f"{base}.{alias.name}" for alias in names] if base == package.name else [base]
        case ast.Call(args=[ast.Constant(value=str(name)), *_]) if _is_import_call(node):
            return [name]
    return []


def imports_of(package: Path) -> Iterator[Import]:
    """Every import in a package, those inside functions and under TYPE_CHECKING too."""
    for path in sorted(package.rglob("*.py")):
        tree = ast.parse(path.read_text("utf-8"), str(path))
        for node in ast.walk(tree):
            for module in _modules(node, path, package=package):
                place = f"{path.relative_to(package.parent)}:{getattr(node, 'lineno', 0)}"
                yield Import(_room_of(path, package=package), module, place)


def new_arrows(package: Path) -> list[str]:
    """Imports from room to room that KNOWS does not allow."""
    rooms = set(KNOWS) | {_room_of(path, package=package) for path in package.rglob("*.py")}
    faults = []
    for found in imports_of(package):
        first, _, rest = found.module.partition(".")
        known = rest.partition(".")[0]
        if first != package.name or known not in rooms or known == found.room:
            continue
        if known not in KNOWS.get(found.room, set()):
            faults.append(f"{found.place}: {found.room} may not know {known}")
    return faults


def foreign_imports(package: Path) -> list[str]:
    """Imports of libraries from elsewhere that IMPORTERS does not allow."""
    faults = []
    for found in imports_of(package):
        library = found.module.partition(".")[0]
        if library in sys.stdlib_module_names or library == package.name:
            continue
        if found.room not in IMPORTERS.get(library, set()):
            faults.append(f"{found.place}: {found.room} may not import {library}")
    return faults


def _sources() -> list[Path]:
    """Every Python file of the project."""
    return [path for folder in ("curator", "tests", "benchmarks") for path in sorted((ROOT / folder).rglob("*.py"))]


def _long_functions(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"), str(path))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > MOST_LINES_IN_A_FUNCTION:
                yield f"{path.relative_to(ROOT)}:{node.lineno}: {node.name} has {length} lines"


def _imported_when_running(*arguments: str) -> set[str]:
    """Top-level names of the modules that a fresh interpreter imports for these arguments."""
    command = [sys.executable, "-X", "importtime", *arguments]
    run = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    told = run.stderr.splitlines()
    lines = [line for line in told if line.startswith("import time:")]
    assert run.returncode == 0, "\n".join(line for line in told if line not in lines)
    return {line.rsplit("|", 1)[1].strip().partition(".")[0] for line in lines}


def test_architecture_no_room_knows_another_that_it_may_not() -> None:
    assert new_arrows(PACKAGE) == []


def test_architecture_every_room_has_its_line() -> None:
    assert {_room_of(path, package=PACKAGE) for path in PACKAGE.rglob("*.py")} <= set(KNOWS)


def test_architecture_a_library_is_imported_only_in_its_room() -> None:
    assert foreign_imports(PACKAGE) == []


@pytest.mark.parametrize(
    ("file", "line", "fault"),
    [
        pytest.param("reading/pdf.py", "import curator.storage", "reading may not know storage", id="import"),
        pytest.param(
            "reading/pdf.py", "from curator import storage", "reading may not know storage", id="from-package"
        ),
        pytest.param(
            "reading/pdf.py", "from curator.storage import Database", "reading may not know storage", id="from"
        ),
        pytest.param("reading/pdf.py", "from ..storage import Database", "reading may not know storage", id="dots"),
        pytest.param(
            "model.py", "def f():\n    from curator import errors", "model may not know errors", id="in-a-function"
        ),
        pytest.param(
            "cli/app.py",
            "import importlib\nimportlib.import_module('curator.tui')",
            "cli may not know tui",
            id="by-name",
        ),
        pytest.param("attic.py", "import curator.model", "attic may not know model", id="room-without-a-line"),
    ],
)
def test_architecture_a_new_arrow_is_found(file: str, line: str, fault: str, tmp_path: Path) -> None:
    path = tmp_path / "curator" / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(line + "\n", "utf-8")
    assert [found.split(": ", 1)[1] for found in new_arrows(tmp_path / "curator")] == [fault]


@pytest.mark.parametrize(
    ("file", "line"),
    [
        pytest.param("reading/pdf.py", "from curator.model import Document", id="allowed"),
        pytest.param("reading/pdf.py", "from curator import __version__", id="version"),
        pytest.param("reading/pdf.py", "from curator.reading import text\nfrom . import text", id="own-room"),
        pytest.param("reading/pdf.py", "import storage", id="another-package"),
    ],
)
def test_architecture_an_allowed_import_is_no_arrow(file: str, line: str, tmp_path: Path) -> None:
    path = tmp_path / "curator" / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(line + "\n", "utf-8")
    assert new_arrows(tmp_path / "curator") == []


@pytest.mark.parametrize(
    ("line", "faults"),
    [
        pytest.param("import spacy.matcher", ["cli may not import spacy"], id="in-a-foreign-room"),
        pytest.param("def f():\n    import spacy", ["cli may not import spacy"], id="in-a-function"),
        pytest.param("import numpy", ["cli may not import numpy"], id="in-no-list"),
        pytest.param("import click, json", [], id="allowed"),
    ],
)
def test_architecture_a_foreign_import_is_found(line: str, faults: list[str], tmp_path: Path) -> None:
    path = tmp_path / "curator" / "cli" / "app.py"
    path.parent.mkdir(parents=True)
    path.write_text(line + "\n", "utf-8")
    assert [found.split(": ", 1)[1] for found in foreign_imports(tmp_path / "curator")] == faults


def test_architecture_help_imports_nothing_heavy() -> None:
    imported = _imported_when_running("-m", "curator", "--help")
    assert "click" in imported
    assert imported & HEAVY == set()


def test_architecture_terminal_interface_starts_without_the_extractor() -> None:
    imported = _imported_when_running("-c", "import curator.__main__, curator.tui.app")
    assert "textual" in imported
    assert imported & (HEAVY - {"textual"}) == set()


def test_architecture_no_file_is_longer_than_a_reader_can_hold() -> None:
    lengths = {path.relative_to(ROOT): len(path.read_text("utf-8").splitlines()) for path in _sources()}
    assert {path: length for path, length in lengths.items() if length > MOST_LINES_IN_A_FILE} == {}


def test_architecture_no_function_is_longer_than_a_screen() -> None:
    assert [fault for path in _sources() for fault in _long_functions(path)] == []
